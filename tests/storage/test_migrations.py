"""Migrations: a step and its number are one transaction; newer books are left alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from storage_samples import KEY, FixedClock

from chibo_desktop.common.errors import UserError
from chibo_desktop.storage import book as book_module
from chibo_desktop.storage import migrations
from chibo_desktop.storage.book import BOOK_NAME, Book
from chibo_desktop.storage.cipher import CipherDatabase
from chibo_desktop.storage.migrations import LATEST, STEPS, Step, migrate, pending, version_of


def test_frozen_steps_do_not_change() -> None:
    digests = tuple(hashlib.sha256("\n".join(step.statements).encode()).hexdigest() for step in STEPS)
    assert digests == FROZEN, "a released step is never edited; add a new one"


FROZEN = (
    "7ef561b9ff19964143358fd80071663953d527d839e5f4eadd63d6b03ebe0d50",
    "77839cf8891300ded7a4917de2edd3dbba5ef08721703a0e3dbbaabfb94b61e5",
)


def test_steps_are_numbered_without_gaps() -> None:
    assert [step.version for step in STEPS] == list(range(1, LATEST + 1))


def test_a_failing_step_leaves_the_version_before(folder: Path) -> None:
    database = CipherDatabase(folder / BOOK_NAME, KEY)
    bad = Step(LATEST + 1, ("CREATE TABLE half (x INTEGER)", "CREATE NONSENSE"))
    with pytest.raises(Exception, match="NONSENSE"):
        migrate(database, (*STEPS, bad))
    assert version_of(database) == LATEST
    assert database.execute_sql("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    database.close()


def test_a_pending_step_runs_after_a_backup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added = Step(LATEST + 1, ("CREATE TABLE later (x INTEGER)",))
    monkeypatch.setattr(book_module, "pending", lambda db: pending(db, (*STEPS, added)))
    monkeypatch.setattr(book_module, "migrate", lambda db: migrate(db, (*STEPS, added)))
    monkeypatch.setattr(book_module, "refuse_newer", lambda db: migrations.refuse_newer(db, LATEST + 1))
    book = Book.open(folder, KEY, FixedClock())
    assert version_of(book.database) == LATEST + 1
    book.close()
    copies = list(folder.glob("truoc-nang-cap-*.db"))
    assert len(copies) == 1
    old = CipherDatabase(copies[0], KEY)
    assert version_of(old) == LATEST
    old.close()


def test_a_newer_book_is_refused_and_untouched(folder: Path) -> None:
    database = CipherDatabase(folder / BOOK_NAME, KEY)
    database.execute_sql(f"PRAGMA user_version={LATEST + 1}")
    database.close()
    before = (folder / BOOK_NAME).read_bytes()
    with pytest.raises(UserError, match="mới hơn"):
        Book.open(folder, KEY, FixedClock())
    assert (folder / BOOK_NAME).read_bytes() == before
