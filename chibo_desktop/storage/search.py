"""Full-text search over folded words (tìm kiếm)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chibo_desktop.common.text import fold
from chibo_desktop.domain.records import Record, kind_of
from chibo_desktop.storage.cipher import CipherDatabase
from chibo_desktop.storage.mapper import words_of

SEARCHED = frozenset({
    "member", "meeting", "agenda_item", "guest", "speech", "conclusion", "vote", "resolution", "duty",
    "mention", "proposal", "theme", "correction",
    "target", "inspection", "incoming_document", "reward", "duty_progress",
})  # fmt: skip
_WORD = re.compile(r"\w+")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that has the words."""

    book: int
    kind: str
    id: bytes


def keep(database: CipherDatabase, book: int, item: Record) -> None:
    """Make a record's words findable, its former ones no more."""
    kind = kind_of(item)
    if kind not in SEARCHED:
        return
    forget(database, book, kind, item.id)
    cursor = database.execute_sql(
        "INSERT INTO search_docs (book, kind, id) VALUES (?, ?, ?)", (book, kind, item.id)
    )
    database.execute_sql(
        "INSERT INTO search_text (rowid, words) VALUES (?, ?)", (cursor.lastrowid, fold(words_of(item)))
    )


def forget(database: CipherDatabase, book: int, kind: str, record_id: bytes) -> None:
    """Take a record out of the index."""
    key = (book, kind, record_id)
    row = database.execute_sql(
        "SELECT number FROM search_docs WHERE book = ? AND kind = ? AND id = ?", key
    ).fetchone()
    if row is not None:
        database.execute_sql("DELETE FROM search_text WHERE rowid = ?", row)
        database.execute_sql("DELETE FROM search_docs WHERE number = ?", row)


def forget_book(database: CipherDatabase, book: int) -> None:
    """Take everything of a book out of the index."""
    database.execute_sql(
        "DELETE FROM search_text WHERE rowid IN (SELECT number FROM search_docs WHERE book = ?)", (book,)
    )
    database.execute_sql("DELETE FROM search_docs WHERE book = ?", (book,))


def find(database: CipherDatabase, words: str, *, most: int = _MOST) -> list[Hit]:
    """Return records that have every word, tones and marks ignored, the best first.

    Whatever is typed is words: operators of the index's own language have no meaning here. The
    last word may be unfinished.
    """
    tokens = _WORD.findall(fold(words))
    if not tokens:
        return []
    query = " ".join(f'"{token}"' for token in tokens) + "*"
    rows = database.execute_sql(
        "SELECT d.book, d.kind, d.id FROM search_text t JOIN search_docs d ON d.number = t.rowid "
        "WHERE search_text MATCH ? ORDER BY t.rank LIMIT ?",
        (query, most),
    )
    return [Hit(book, kind, bytes(record_id)) for book, kind, record_id in rows]
