"""Peewee tables: those of the records are made from their declarations, the rest stand here."""

from __future__ import annotations

from functools import cache
from typing import Any

import peewee

from chibo_desktop.domain.records import KINDS, Record, kind_of
from chibo_desktop.storage.mapper import columns_of

_FIELDS = {
    "TEXT": peewee.TextField,
    "INTEGER": peewee.IntegerField,
    "REAL": peewee.FloatField,
}


class Bytes(peewee.Field):  # type: ignore[misc]
    """A blob that comes back as bytes and needs no database at hand to be compared."""

    field_type = "BLOB"

    def db_value(self, value: Any) -> Any:
        """Pass bytes through."""
        return value

    def python_value(self, value: Any) -> Any:
        """Return plain bytes."""
        return bytes(value) if value is not None else None


def _record_table(kind: str, cls: type[Record]) -> type[peewee.Model]:
    body: dict[str, Any] = {"book": peewee.IntegerField(), "rev": peewee.IntegerField()}
    for name, (sql_type, null) in columns_of(cls).items():
        field = Bytes if sql_type == "BLOB" else _FIELDS[sql_type]
        body[name] = field(null=null)
    body["Meta"] = type(
        "Meta",
        (),
        {"table_name": kind, "primary_key": peewee.CompositeKey("book", "id"), "legacy_table_names": False},
    )
    return type(f"{cls.__name__}Table", (peewee.Model,), body)


RECORD_TABLES: dict[str, type[peewee.Model]] = {kind: _record_table(kind, cls) for kind, cls in KINDS.items()}


def table_of(item: Record | type[Record]) -> type[peewee.Model]:
    """Return the table that keeps records of that class."""
    return RECORD_TABLES[kind_of(item)]


@cache
def replace_row(kind: str) -> str:
    """Return the statement that writes a record's row: book, revision, then its columns in field order.

    Building such a text anew for each of 6,700 received rows took more than half of the time.
    """
    names = ["book", "rev", *columns_of(KINDS[kind])]
    listed = ", ".join(f'"{name}"' for name in names)
    return f'REPLACE INTO "{kind}" ({listed}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608  own names


class Books(peewee.Model):  # type: ignore[misc]
    """Every book in the file; number 1 is its own."""

    book = peewee.IntegerField(primary_key=True)
    book_id = Bytes()
    own = peewee.BooleanField()
    epoch = peewee.IntegerField()
    rewound = peewee.IntegerField(default=0)

    class Meta:
        """Name of the table."""

        table_name = "books"


class Epochs(peewee.Model):  # type: ignore[misc]
    """The epochs of a book with their heads."""

    book = peewee.IntegerField()
    number = peewee.IntegerField()
    epoch = Bytes()
    parent_epoch = Bytes(null=True)
    parent_seq = peewee.IntegerField(null=True)
    parent_hash = Bytes(null=True)
    seq = peewee.IntegerField()
    hash = Bytes()

    class Meta:
        """Name and key of the table."""

        table_name = "epochs"
        primary_key = peewee.CompositeKey("book", "number")


class Entries(peewee.Model):  # type: ignore[misc]
    """The journal."""

    book = peewee.IntegerField()
    epoch = peewee.IntegerField()
    seq = peewee.IntegerField()
    kind = peewee.TextField()
    record = Bytes()
    header = Bytes()
    salt = Bytes(null=True)
    body = Bytes(null=True)
    hash = Bytes()
    applied = peewee.BooleanField()

    class Meta:
        """Name and key of the table."""

        table_name = "entries"
        primary_key = peewee.CompositeKey("book", "epoch", "seq")


class Drafts(peewee.Model):  # type: ignore[misc]
    """What is being typed."""

    place = peewee.TextField(primary_key=True)
    body = peewee.TextField()
    at = peewee.TextField()

    class Meta:
        """Name of the table."""

        table_name = "drafts"


class Vault(peewee.Model):  # type: ignore[misc]
    """Secrets and counters of this installation; they never travel."""

    name = peewee.TextField(primary_key=True)
    value = Bytes()

    class Meta:
        """Name of the table."""

        table_name = "vault"


class Transfers(peewee.Model):  # type: ignore[misc]
    """What was sent and received."""

    number = peewee.AutoField()
    direction = peewee.TextField()
    kind = peewee.TextField()
    bundle_id = Bytes()
    book_id = Bytes()
    file = peewee.TextField()
    size = peewee.IntegerField()
    epoch = Bytes(null=True)
    from_seq = peewee.IntegerField(null=True)
    to_seq = peewee.IntegerField(null=True)
    status = peewee.TextField()
    reason = peewee.TextField()
    at = peewee.TextField()

    class Meta:
        """Name of the table."""

        table_name = "transfers"


class Held(peewee.Model):  # type: ignore[misc]
    """Received files that wait: for a missing part, for a newer program, for a person."""

    bundle_id = Bytes(primary_key=True)
    book_id = Bytes()
    status = peewee.TextField()
    reason = peewee.TextField()
    epoch = Bytes(null=True)
    from_seq = peewee.IntegerField(null=True)
    to_seq = peewee.IntegerField(null=True)
    file = peewee.TextField()
    at = peewee.TextField()
    data = Bytes()

    class Meta:
        """Name of the table."""

        table_name = "held"


class Cursors(peewee.Model):  # type: ignore[misc]
    """How far a partner has said that it has ours."""

    partner = Bytes()
    epoch = Bytes()
    seq = peewee.IntegerField()
    hash = Bytes()
    receipt = peewee.IntegerField()
    at = peewee.TextField()

    class Meta:
        """Name and key of the table."""

        table_name = "cursors"
        primary_key = peewee.CompositeKey("partner", "epoch")


class Attachments(peewee.Model):  # type: ignore[misc]
    """Files kept with documents, by their digest; they stay in this book."""

    sha256 = Bytes(primary_key=True)
    data = Bytes()

    class Meta:
        """Name of the table."""

        table_name = "attachments"


FIXED_TABLES = (Books, Epochs, Entries, Drafts, Vault, Transfers, Held, Cursors, Attachments)


@cache
def insert_entry() -> str:
    """Return the statement that writes a journal entry, its values in the order of the columns."""
    names = list(Entries._meta.columns)
    return f"INSERT INTO entries ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
