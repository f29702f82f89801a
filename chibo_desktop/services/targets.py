"""Targets of resolutions: set, measured, judged, and as a meeting knew them (chỉ tiêu)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.follow_up import CarriedTarget, carried_targets
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.targets import Target, TargetState, is_overdue, state_on
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.journal_lookup import as_closed

if TYPE_CHECKING:
    from chibo_desktop.services.meetings import MeetingView

_TEXT_LIMIT = 300
_NOTE_LIMIT = 4_000
_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as the list of its resolution shows it."""

    target: Target
    state: TargetState
    """as it is today"""
    owner: str
    """the name of who answers for it, "" while nobody is named"""
    overdue: bool
    """whether its day has passed without a result"""

    @property
    def id(self) -> bytes:
        """The target's."""
        return self.target.id


def target_rows(
    session: Session, *, resolution_id: bytes | None, names: dict[bytes, str] | None = None, book: int = OWN
) -> list[TargetRow]:
    """Return the targets of a resolution in their order, or with None those of no resolution."""
    found = session.book.find(Target, book=book)
    known = {m.id: m.name for m in session.book.find(Member, book=book)} if names is None else names
    if resolution_id is not None:
        own = [t for t in found if t.resolution_id == resolution_id]
    else:
        resolutions = {r.id for r in session.book.find(Resolution, book=book)}
        own = [t for t in found if t.resolution_id not in resolutions]
    today = session.clock.today()
    own.sort(key=lambda t: (t.position, t.id))
    return [row_of(target, known, today) for target in own]


def row_of(target: Target, names: dict[bytes, str], today: date) -> TargetRow:
    """Return a target as it is shown on a day."""
    owner = names.get(target.owner_id or b"", "Người đã rời chi bộ" if target.owner_id else "")
    return TargetRow(target, state_on(target, today), owner, is_overdue(target, today))


def new_target(session: Session, resolution_id: bytes | None) -> Target:
    """Return an empty target placed last of its resolution; not saved."""
    own = [t for t in session.book.find(Target) if t.resolution_id == resolution_id]
    place = max((t.position for t in own), default=0) + 1
    return Target(id=session.new_id(), resolution_id=resolution_id, position=place, text="…")


def save_target(session: Session, target: Target) -> Changed:
    """Save what a target wants: text, figure, unit, day, owner. Raises UserError for what cannot be kept."""
    text = clean_line(target.text)
    if not text or text == "…":
        raise UserError("Chưa ghi chỉ tiêu về việc gì.", "Hãy ghi nội dung chỉ tiêu.")
    if len(text) > _TEXT_LIMIT:
        raise UserError("Nội dung chỉ tiêu dài quá 300 chữ.", "Hãy viết gọn lại.")
    tidy = msgspec.structs.replace(target, text=text, unit=clean_line(target.unit)[:40], note=_note(target.note))
    _check(tidy.planned)
    before = session.book.get(Target, target.id)
    return session.save(tidy, what="Thêm chỉ tiêu" if before is None else "Sửa chỉ tiêu")


def record_result(session: Session, target_id: bytes, reached: float | None, day: date, note: str = "") -> Changed:
    """Write down how far a target is on a day ("Ghi kết quả"); None takes the figure back.

    A person's word on the state (`say_state`) is given up: the new figure decides. Raises UserError for a day
    still to come or a figure that cannot be.
    """
    target = _found(session, target_id)
    if day > session.clock.today():
        raise UserError("Ngày ghi kết quả chưa đến.", "Hãy ghi ngày hôm nay hoặc trước đó.")
    _check(reached)
    measured = msgspec.structs.replace(
        target, reached=reached, measured_on=day if reached is not None else None, state=TargetState.OPEN,
        note=_note(note),
    )  # fmt: skip
    return session.save(measured, what="Ghi kết quả chỉ tiêu")


def say_state(session: Session, target_id: bytes, state: TargetState, day: date, note: str) -> Changed:
    """Say whether a target is met against or without a figure; needs a note saying why.

    OPEN takes the word back: the figures decide again. Raises UserError without a note.
    """
    target = _found(session, target_id)
    if day > session.clock.today():
        raise UserError("Ngày đánh giá chưa đến.", "Hãy ghi ngày hôm nay hoặc trước đó.")
    note = _note(note)
    if state is not TargetState.OPEN and not note:
        raise UserError("Chưa ghi vì sao đánh giá như vậy.", "Hãy ghi một câu làm căn cứ.")
    if state is TargetState.OPEN and target.reached is None:
        judged = msgspec.structs.replace(target, state=state, measured_on=None, note=note)
    else:
        judged = msgspec.structs.replace(target, state=state, measured_on=day, note=note)
    return session.save(judged, what="Đánh giá chỉ tiêu")


def delete_target(session: Session, target_id: bytes) -> Changed:
    """Delete a target entered by mistake."""
    return session.save(delete=(_found(session, target_id),), what="Xóa chỉ tiêu")


def _found(session: Session, target_id: bytes) -> Target:
    target = session.book.get(Target, target_id)
    if target is None:
        raise UserError("Chỉ tiêu này không còn trong sổ.", "Hãy chọn lại trong danh sách.")
    return target


def _check(value: float | None) -> None:
    if value is not None and not 0 <= value <= _MOST:
        raise UserError("Con số của chỉ tiêu không hợp lệ.", "Hãy ghi số từ 0 đến 1 tỷ.")


def _note(words: str) -> str:
    tidy = clean(words)
    if len(tidy) > _NOTE_LIMIT:
        raise UserError("Ghi chú dài quá 4.000 chữ.", "Hãy viết gọn lại.")
    return tidy


def carried_to(
    session: Session, view: MeetingView, meetings: Sequence[Meeting] | None = None
) -> tuple[CarriedTarget, ...]:
    """Return the targets a meeting reviews; those of closed minutes as they stood at the closing."""
    found = session.book.find(Target, book=view.book)
    if not found:
        return ()
    if view.meeting.closed:
        found = as_closed(session.book, view.meeting.id, found, view.book)
    everything = session.book.find(Meeting, book=view.book) if meetings is None else meetings
    return carried_targets(view.meeting, found, session.book.find(Resolution, book=view.book), everything)
