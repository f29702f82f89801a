"""The meeting that is open on the screen: read, saved and drafted on the book's worker, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.domain.findings import Finding
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting, Stage
from chibo_desktop.domain.minutes import Minutes
from chibo_desktop.domain.records import Record
from chibo_desktop.services import coach, meetings, papers
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.meetings.live_item import LiveItem
from chibo_desktop.ui.meetings.places import found, parts_of, siblings
from chibo_desktop.ui.screen import Desk

OWN = 1
"""the number under which every book keeps its own records"""
_STEP_ACT = "Chuyển bước"
_FOLDER = "folder:minutes"
"""the name under which the folder chosen for printing is remembered"""


@dataclass(frozen=True, slots=True)
class News:
    """What happened, the next step, and whether undo is offered with it."""

    title: str
    remedy: str = ""
    undo: bool = False


def undone(what: str | None) -> News:
    """Return what is said after undo took back an act, None if there was nothing."""
    return News(f"Hoàn tác: {what}." if what else "Không còn gì để hoàn tác.")


def _ignore(result: object) -> None:
    del result


def take_back(session: Session) -> tuple[str | None, Changed]:
    """Undo the last act a person would name; remembering a step is none and goes with it."""
    kinds: frozenset[str] = frozenset()
    while session.undo_name == _STEP_ACT:
        kinds |= session.undo().kinds
    what = session.undo_name
    kinds |= session.undo().kinds
    return what, Changed(kinds)


class OpenMeeting(QObject):
    """One meeting of one book, as the steps of the workspace share it.

    Saves are queued in the order they are asked for; `changed` tells the newest state and only
    while no save is under way, so that an older state never overwrites what was just written.
    """

    changed = Signal(object)
    """the MeetingView as it is in the book now"""
    restored = Signal()
    """drafts left from a crash were found when the meeting was opened"""
    told = Signal(object)
    """a piece of News"""
    lost = Signal(object)
    """the UserError when the meeting is no longer there"""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        meeting_id: bytes,
        owner: QWidget,
        *,
        initiator: QObject,
        book: int,
        read_only: bool,
    ) -> None:
        """`owner` is the workspace that shows it, `initiator` the screen that announces changes."""
        super().__init__()
        self.view: MeetingView | None = None
        self.drafts: dict[str, str] = {}
        self.meeting_id = meeting_id
        self.book = book
        self.read_only = read_only
        self._desk = desk
        self._session = session
        self._owner = owner
        self._initiator = initiator
        self._pending = 0
        self.live = LiveItem(self)
        self._findings: tuple[Finding, ...] = ()

    @property
    def locked(self) -> bool:
        """Whether nothing can be written: another's book, or minutes that are closed."""
        return self.read_only or (self.view is not None and self.view.meeting.closed)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to look at before closing; nothing where nothing can be mended."""
        return () if self.locked else self._findings

    # -- reading ----------------------------------------------------------------------------------

    def open(self) -> None:
        """Read the meeting and what was being typed when the program ended last."""

        def work(job: JobControl) -> tuple[MeetingView, dict[str, str]]:
            del job
            view = self._load()
            mine = {item.id.hex() for item in parts_of(view)} | {row.member_id.hex() for row in view.roll}
            found = {} if self.read_only or view.meeting.closed else self._session.drafts()
            return view, {place: text for place, text in found.items() if self._belongs(place, mine)}

        def opened(result: tuple[MeetingView, dict[str, str]]) -> None:
            view, drafts = result
            self.drafts = drafts
            self._show(view)
            if self.drafts:
                self.restored.emit()

        self._run(work, opened, self.lost.emit)

    def _belongs(self, place: str, mine: set[str]) -> bool:
        _, _, rest = place.partition(":")
        owner, _, field = rest.partition(":")
        if place.startswith("attendance:"):
            return field.startswith(self.meeting_id.hex())
        return owner in mine

    def reload(self) -> None:
        """Read the meeting again; a result that a save has overtaken is not shown."""
        self._run(lambda _job: self._load(), self._show, self.lost.emit)

    def _load(self) -> MeetingView:
        return meetings.load(self._session, self.meeting_id, book=self.book)

    def _show(self, view: MeetingView) -> None:
        if not self._pending:
            self.view = view
            self._findings = view.findings
            self.changed.emit(view)

    def now(self) -> datetime:
        """Return the local wall time by the book's clock."""
        return self._session.clock.local()

    def ask(self, work: Callable[[Session], Any], done: Callable[[Any], None]) -> None:
        """Read something else of the book, or keep what never leaves this computer."""
        self._run(lambda _job: work(self._session), done, _ignore)

    def minutes(self, done: Callable[[Minutes], None]) -> None:
        """Compose the minutes as they would be printed now."""
        self._run(lambda _job: papers.minutes_of(self._session, self.meeting_id, book=self.book), done, _ignore)

    def coach(self, done: Callable[[tuple[Finding, ...]], None]) -> None:
        """Tell everything to look at before closing, also what only other meetings show."""
        if self.locked:
            done(())
            return
        self._run(lambda _job: coach.findings_for(self._session, self.meeting_id, book=self.book), done, _ignore)

    def _run(
        self, work: Callable[[JobControl], Any], done: Callable[[Any], None], failed: Callable[[UserError], None]
    ) -> None:
        def arrived(result: Any) -> None:
            if shiboken6.isValid(self._owner):
                done(result)

        def refused(error: UserError) -> None:
            if shiboken6.isValid(self._owner):
                failed(error)

        self._desk.tasks.run(work, arrived, refused)

    # -- writing ----------------------------------------------------------------------------------

    def save(
        self,
        act: Callable[[Session], Changed],
        *,
        drop: Sequence[str] = (),
        done: Callable[[], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Queue an act of the services; `drop` names drafts that become records by it."""
        if self.locked:
            return
        for place in drop:
            self.drafts.pop(place, None)

        def work(job: JobControl) -> Changed:
            del job
            changed = act(self._session)
            if drop:
                self._session.drop_drafts(*drop)
            return changed

        self._queue(work, lambda changed: changed, done, failed)

    def save_after(self, act: Callable[[Session], Changed], *, done: Callable[[], None] | None = None) -> None:
        """Queue what may be written of closed minutes: notes on what follows, and corrections."""
        if not self.read_only:
            self._queue(lambda _job: act(self._session), lambda changed: changed, done, None)

    def go(self, place: str, target: object = None) -> None:
        """Leave for another place of the window, or with a target for something in it."""
        self._desk.go(place, target)

    def _queue(
        self,
        work: Callable[[JobControl], Any],
        changed_of: Callable[[Any], Changed],
        done: Callable[[], None] | None,
        failed: Callable[[UserError], None] | None,
    ) -> None:
        self._pending += 1

        def finished(result: Any) -> None:
            self._pending -= 1
            initiator = self._initiator if shiboken6.isValid(self._initiator) else None
            self._desk.changes.announce(changed_of(result).kinds, initiator)
            if shiboken6.isValid(self._owner):
                if done is not None:
                    done()
                self._read_when_quiet()

        def refused(error: UserError) -> None:
            self._pending -= 1
            alive = shiboken6.isValid(self._owner)
            self._desk.tasks.refused.emit(error, self._owner if alive else None)
            if alive:
                if failed is not None:
                    failed(error)
                self._read_when_quiet()

        self._desk.tasks.run(work, finished, refused)

    def _read_when_quiet(self) -> None:
        if not self._pending:
            self.reload()

    def edit(
        self,
        record: Record,
        changes: dict[str, Any],
        *,
        what: str,
        drop: Sequence[str] = (),
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Change some fields of a record as it is in the book at that time."""

        def act(session: Session) -> Changed:
            view = self._load()
            if isinstance(record, Meeting):
                return meetings.save_meeting(session, msgspec.structs.replace(view.meeting, **changes), what=what)
            if isinstance(record, Attendance):
                row = next(r for r in view.roll if r.member_id == record.member_id)
                after = msgspec.structs.replace(row, **changes)
                return meetings.mark(
                    session, self.meeting_id, row.member_id, after.state,
                    reason=after.reason, arrived=after.arrived, left=after.left,
                )  # fmt: skip
            return meetings.save_parts(session, msgspec.structs.replace(found(view, record), **changes), what=what)

        self.save(act, drop=drop, failed=failed)

    def mark(self, row: Attendance, state: AttendanceState) -> None:
        """Say where a member is."""
        self.edit(row, {"state": state}, what=f"Điểm danh {row.name}")

    def add(
        self,
        make: Callable[[MeetingView, Session], Record],
        *,
        what: str,
        then: Callable[[bytes], None] | None = None,
        drop: Sequence[str] = (),
    ) -> None:
        """Make a record on the worker and save it; `then` gets its id before it is shown."""
        made: list[bytes] = []

        def act(session: Session) -> Changed:
            record = make(self._load(), session)
            made.append(record.id)
            return meetings.save_parts(session, record, what=what)

        def done() -> None:
            if then is not None:
                then(made[0])

        self.save(act, done=done, drop=drop)

    def remove(self, record: Record, *, what: str, said: str) -> None:
        """Delete a record and what was being typed in it; `said` tells the person, who can undo it."""
        places = [place for place in self.drafts if record.id.hex() in place]
        self.save(
            lambda session: meetings.save_parts(session, delete=(record,), what=what),
            drop=places,
            done=lambda: self.told.emit(News(said, undo=True)),
        )

    def move(self, record: Record, steps: int, among: Callable[[MeetingView], Sequence[Record]]) -> None:
        """Move a record up (-1) or down (1) among its neighbours."""

        def act(session: Session) -> Changed:
            view = self._load()
            neighbours = [item.id for item in among(view)]
            if record.id not in neighbours:
                return Changed()
            there = neighbours.index(record.id) + steps
            if not 0 <= there < len(neighbours):
                return Changed()
            items = list(siblings(view, record))
            ids = [item.id for item in items]
            here, other = ids.index(record.id), ids.index(neighbours[there])
            items[here], items[other] = items[other], items[here]
            return meetings.reorder(session, items)

        self.save(act)

    def reach(self, stage: Stage) -> None:
        """Remember a step that is further than any before."""
        view = self.view
        if view is None or list(Stage).index(stage) <= list(Stage).index(view.meeting.stage):
            return
        self.save(lambda session: meetings.reach_stage(session, self.meeting_id, stage))

    def call_roll(self, done: Callable[[], None]) -> None:
        """Save a row for everyone on the list."""
        self.save(lambda session: meetings.call_roll(session, self.meeting_id), done=done)

    def refresh_roll(self) -> None:
        """Take names and status of the roll anew from the members."""
        self.save(lambda session: meetings.refresh_roll(session, self.meeting_id))

    def close(self, done: Callable[[], None], failed: Callable[[UserError], None]) -> None:
        """Close the minutes; where the end time is missing the error says so."""
        self.save(lambda session: meetings.close_meeting(session, self.meeting_id), done=done, failed=failed)

    def undo(self) -> None:
        """Take back the last act and say which it was."""
        said: list[str | None] = []

        def work(job: JobControl) -> Changed:
            del job
            what, changed = take_back(self._session)
            said.append(what)
            return changed

        def done() -> None:
            what = said[0]
            self.told.emit(undone(what))

        self._queue(work, lambda changed: changed, done, None)

    # -- drafts -----------------------------------------------------------------------------------

    def keep_draft(self, place: str, text: str) -> None:
        """Keep what is being typed at a place."""
        if self.locked:
            return
        self.drafts[place] = text

        def work(job: JobControl) -> None:
            del job
            self._session.save_draft(place, text)

        def kept(result: None) -> None:
            del result
            self._desk.changes.announce_draft()

        self._desk.tasks.run(work, kept)

    def drafted(self, record: Record, *, besides: str = "") -> bool:
        """Whether something is being typed in a record, in another field than `besides`."""
        return any(
            record.id.hex() in place and not (besides and place.endswith(f":{besides}")) for place in self.drafts
        )

    def drop_draft(self, place: str) -> None:
        """Forget what was typed at a place and given up."""
        if self.drafts.pop(place, None) is not None:
            self._desk.tasks.run(lambda _job: self._session.drop_drafts(place), _ignore)

    # -- printing ---------------------------------------------------------------------------------

    def last_folder(self, done: Callable[[str], None]) -> None:
        """Tell the folder that minutes were last printed to, "" if none were."""
        self._run(lambda _job: self._session.recalled(_FOLDER), done, _ignore)

    def print_to(
        self, target: Path, done: Callable[[Path], None], save: Callable[..., Path] = papers.save_minutes
    ) -> None:
        """Write the minutes, or another paper of the meeting, as PDF where the person says; remember the folder."""

        def work(job: JobControl) -> Path:
            del job
            written = save(self._session, self.meeting_id, target, book=self.book)
            self._session.remember(_FOLDER, str(written.parent))
            return written

        self._desk.tasks.run(work, done, title="Đang in giấy tờ", owner=self._owner, can_stop=False)
