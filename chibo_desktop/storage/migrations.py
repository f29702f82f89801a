"""Numbered migrations: frozen SQL, one transaction with the number it leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.common.errors import UserError
from chibo_desktop.storage.cipher import APPLICATION_ID, CipherDatabase
from chibo_desktop.storage.steps import m0001_first_book, m0002_members_and_their_work


@dataclass(frozen=True, slots=True)
class Step:
    """One frozen change of the schema."""

    version: int
    statements: tuple[str, ...]


STEPS: tuple[Step, ...] = tuple(
    Step(module.VERSION, module.STATEMENTS) for module in (m0001_first_book, m0002_members_and_their_work)
)
LATEST = STEPS[-1].version


def version_of(database: CipherDatabase) -> int:
    """Return the number of the last step that ran on a file."""
    return int(database.pragma_value("user_version"))


def refuse_newer(database: CipherDatabase, latest: int = LATEST) -> None:
    """Raise UserError for a book written by a newer program; nothing has been changed then."""
    if version_of(database) > latest:
        raise UserError(
            "Sổ này do bản chương trình mới hơn ghi, bản đang dùng chưa đọc được.",
            "Hãy cài bản chương trình mới nhất rồi mở lại. Sổ vẫn nguyên vẹn.",
        )


def pending(database: CipherDatabase, steps: Sequence[Step] = STEPS) -> list[Step]:
    """Return the steps that have not run yet, in order."""
    done = version_of(database)
    return [step for step in steps if step.version > done]


def migrate(database: CipherDatabase, steps: Sequence[Step] = STEPS) -> None:
    """Run what is pending; each step and its number are one transaction."""
    for step in pending(database, steps):
        with database.immediate():
            for statement in step.statements:
                database.execute_sql(statement)
            database.execute_sql(f"PRAGMA application_id={APPLICATION_ID}")
            database.execute_sql(f"PRAGMA user_version={step.version}")
