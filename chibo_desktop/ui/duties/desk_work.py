"""What the duties' place asks of the book; every function here runs on the book's worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.duties import Duty, DutyProgress, DutyState
from chibo_desktop.domain.duty_log import in_order
from chibo_desktop.services import duties, duty_papers
from chibo_desktop.services.duties import Board
from chibo_desktop.services.session import Changed, Session

DRAFTS = "duties/"
NEW = "new"
FOLDER = "folder:documents"
"""where papers were printed to last on this computer"""
JUDGED = frozenset({"grade", "grade_note"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that a field makes to a duty; `key` names the field, and its draft."""

    key: str
    change: Callable[[Duty], Duty]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the place shows, read at one moment."""

    board: Board
    logs: Mapping[bytes, tuple[DutyProgress, ...]]
    """by duty, the newest line first"""
    undo_name: str | None
    drafts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act touched, and how the place looks since."""

    changed: Changed
    snapshot: Snapshot
    what: str = ""


def place(duty_id: bytes | None, key: str = "") -> str:
    """Return where a field's draft is kept; None stands for the duty that is no record yet."""
    return f"{DRAFTS}{duty_id.hex() if duty_id else NEW}/{key}"


def read(session: Session, *, renew: bool = False) -> Done:
    """Read the whole place; with `renew` begin first the turns that are due."""
    changed = duties.renew(session) if renew else Changed()
    logs: dict[bytes, list[DutyProgress]] = {}
    for row in session.book.find(DutyProgress):
        logs.setdefault(row.duty_id, []).append(row)
    return Done(
        changed,
        Snapshot(
            board=duties.board(session),
            logs={duty_id: tuple(in_order(rows)) for duty_id, rows in logs.items()},
            undo_name=session.undo_name,
            drafts=session.drafts(DRAFTS),
        ),
    )


def after(session: Session, changed: Changed, what: str = "") -> Done:
    """Return how the place looks after an act."""
    return Done(changed, read(session).snapshot, what)


def save(session: Session, duty_id: bytes, base: Duty | None, edit: Edit) -> Done:
    """Apply an edit to what the book holds now (or to `base`, which is no record yet) and save it.

    Raises UserError.
    """
    current = base or session.book.get(Duty, duty_id)
    if current is None:
        raise UserError("Nhiệm vụ này không còn trong sổ.", "Bấm Hoàn tác nếu vừa xóa nhầm.")
    duty = edit.change(current)
    if edit.key in JUDGED and base is None:
        changed = duties.grade(session, duty_id, duty.grade, duty.grade_note)
    else:
        changed = duties.save_duty(session, duty)
    drop(session, duty_id, edit.key)
    if base is not None:
        drop(session, None, "")
    return after(session, changed)


def log(session: Session, duty_id: bytes, day: date, words: str, state: DutyState) -> Done:
    """Write a line of the log."""
    changed = duties.log(session, duty_id, day, words, state)
    drop(session, duty_id, "log")
    return after(session, changed)


def unlog(session: Session, progress_id: bytes) -> Done:
    """Delete a line of the log."""
    return after(session, duties.delete_log(session, progress_id))


def remove(session: Session, duty_id: bytes) -> Done:
    """Delete a duty and what was being typed about it."""
    changed = duties.delete_duty(session, duty_id)
    drop(session, duty_id, "")
    return after(session, changed)


def undo(session: Session) -> Done:
    """Take back the last act."""
    what = session.undo_name or ""
    return after(session, session.undo(), what)


def drop(session: Session, duty_id: bytes | None, key: str) -> None:
    """Drop the draft of one field; an empty key drops all of a duty."""
    wanted = place(duty_id, key)
    found = session.drafts(wanted) if not key else {wanted: ""}
    if found:
        session.drop_drafts(*found)


def print_board(session: Session, target: Path, year: int | None) -> Path:
    """Write the assignment there and remember the folder."""
    written = duty_papers.save_assignment(session, target, year=year)
    session.remember(FOLDER, str(written.parent))
    return written
