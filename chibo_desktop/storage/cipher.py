"""A peewee database over SQLCipher with a raw key, on files that already exist."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import peewee
import sqlcipher3.dbapi2 as sqlcipher

APPLICATION_ID = 0x43484231
"""marks our files: "CHB1" """
BUSY_SECONDS = 5

_PRAGMAS = (
    "synchronous=full",
    "foreign_keys=1",
    "trusted_schema=0",
    "cell_size_check=1",
    "secure_delete=1",
    "temp_store=2",
)


class CipherDatabase(peewee.SqliteDatabase):  # type: ignore[misc]
    """One connection, used by one thread at a time; SQLite may never create the file by itself.

    A raw key costs 0.5 ms per connection where a passphrase costs 200-340 ms of derivation; the
    derivation is the key slots' work.
    """

    def __init__(self, path: Path, key: bytes, *, create: bool = False, reading: bool = False) -> None:
        mode = "rwc" if create else "rw"
        if reading and not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
            # A closed WAL book on a medium that takes no writing: nothing can change it under us.
            mode = "ro&immutable=1"
        self._uri = f"{path.absolute().as_uri()}?mode={mode}"
        self._key = key.hex()
        self._create = create
        super().__init__(str(path), thread_safe=False)

    def _connect(self) -> Any:
        connection = sqlcipher.connect(
            self._uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{self._key}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @property
    def key(self) -> bytes:
        """The key the file is under."""
        return bytes.fromhex(self._key)

    def rekey(self, key: bytes) -> None:
        """Write every page again under another key: one transaction, the old or the new (0.25 s for 30 MB)."""
        self.execute_sql(f"PRAGMA rekey=\"x'{key.hex()}'\"")
        self._key = key.hex()
        self.empty_wal()

    def empty_wal(self) -> None:
        """Bring the WAL into the file: till then, after `rekey`, the file has the former key's pages."""
        self.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def use_wal(self) -> None:
        """Switch to the mode that lost nothing in 1,508 simulated power cuts: WAL with FULL."""
        self.execute_sql("PRAGMA journal_mode=wal")

    def pragma_value(self, name: str) -> Any:
        """Return the single value of a pragma."""
        row = self.execute_sql(f"PRAGMA {name}").fetchone()
        return row[0] if row else None

    def immediate(self) -> Any:
        """Return a context that holds the writer's lock for one transaction."""
        return self.atomic("IMMEDIATE")
