"""Resolutions of a meeting: drafted, written, adopted with a vote, printed (nghị quyết)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.adoption import number_of, settlement
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.follow_up import CarriedDuty, CarriedTarget
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolution_paper import ResolutionPaper, compose_resolution, resolution_text
from chibo_desktop.domain.resolution_text import draft, same_task, tasks_in, usual_title
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import Target
from chibo_desktop.domain.votes import Matter, Vote, carries
from chibo_desktop.papers.resolution import render_resolution
from chibo_desktop.services import meetings
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.score_facts import carried
from chibo_desktop.services.scoring import quality_of
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.services.targets import carried_to
from chibo_desktop.storage.book import OWN

__all__ = ["resolution_text"]


def draft_resolution(session: Session, meeting_id: bytes) -> bytes:
    """Write the first text of a meeting's resolution from what was recorded; return its id.

    A meeting that already has a resolution keeps it: its id is returned and nothing is changed.
    """
    view = meetings.load(session, meeting_id)
    if view.resolutions:
        return first(view).id
    resolution = Resolution(
        id=session.new_id(),
        meeting_id=meeting_id,
        title=usual_title(view.meeting.date),
        date=view.meeting.date,
        text=drafted_text(view),
        vote_id=_vote_for(view),
    )
    meetings.save_parts(session, resolution, what="Soạn nghị quyết")
    return resolution.id


def first(view: MeetingView) -> Resolution:
    """Return the meeting's resolution; of several the one made first."""
    return min(view.resolutions, key=lambda r: r.id)


def drafted_text(view: MeetingView) -> str:
    """Return parts I to III of a resolution from the meeting's agenda, conclusions and duties."""
    return draft(
        day=view.meeting.date,
        agenda=view.agenda,
        conclusions=view.conclusions,
        duties=view.duties,
        mentions=view.mentions,
        known=_known(view),
        weak_points=view.score_sheet.note if view.score_sheet else "",
    )


def _known(view: MeetingView) -> dict[bytes, str]:
    return {m.id: m.name for m in view.members} | {row.member_id: row.name for row in view.roll}


def _vote_for(view: MeetingView) -> bytes | None:
    taken = {r.vote_id for r in view.resolutions}
    votes = [v for v in view.votes if v.matter is Matter.RESOLUTION and v.id not in taken]
    return votes[0].id if votes else None


def redraft(session: Session, resolution_id: bytes) -> Changed:
    """Write the text anew from the meeting's records; what stood there can be had back by undo."""
    resolution, view = _writable(session, resolution_id)
    return meetings.save_parts(
        session, msgspec.structs.replace(resolution, text=drafted_text(view)), what="Soạn lại nghị quyết"
    )


def link_vote(session: Session, resolution_id: bytes, vote_id: bytes | None) -> Changed:
    """Say by which vote of the meeting the resolution is decided."""
    resolution, view = _writable(session, resolution_id)
    if vote_id is not None and vote_id not in {v.id for v in view.votes}:
        raise UserError("Biểu quyết này không còn trong cuộc họp.", "Hãy chọn biểu quyết khác.")
    return meetings.save_parts(
        session, msgspec.structs.replace(resolution, vote_id=vote_id), what="Sửa biểu quyết của nghị quyết"
    )


def new_vote(session: Session, resolution_id: bytes) -> bytes:
    """Put the resolution to the vote: make a vote of this meeting and link it; return the vote's id."""
    resolution, view = _writable(session, resolution_id)
    vote = meetings.new_vote(view, session, Matter.RESOLUTION, f"Nghị quyết: {resolution.title}"[:300])
    linked = msgspec.structs.replace(resolution, vote_id=vote.id)
    meetings.save_parts(session, vote, linked, what="Biểu quyết nghị quyết")
    return vote.id


def adopt(session: Session, resolution_id: bytes, vote_id: bytes | None = None) -> Changed:
    """Adopt a resolution with its vote: it is numbered, and the meeting's duties become its items.

    Raises UserError while no vote is linked or the vote does not carry. Adopting twice is adopting
    once. The number counts per type within the term and is never given again (section 8).
    """
    resolution = _found(session, resolution_id)
    view = meetings.load(session, resolution.meeting_id or b"")
    if resolution.state is ResolutionState.ADOPTED and number_of(resolution, numbers(session, resolution)):
        return Changed()
    vote = _linked(view, vote_id or resolution.vote_id)
    if vote is None:
        raise UserError(
            "Nghị quyết chưa được biểu quyết.", "Bấm Biểu quyết nghị quyết, ghi số phiếu rồi thông qua."
        )
    if not carries(vote, view.pack.votes):
        raise UserError(
            f"Chưa đủ phiếu để thông qua: {vote.agree}/{vote.base} tán thành.",
            "Xem lại số phiếu ở phần Biểu quyết; nếu đúng, nghị quyết giữ là dự thảo.",
        )
    linked = msgspec.structs.replace(resolution, vote_id=vote.id)
    records = settlement(
        cell=view.cell, meeting=view.meeting, resolutions=[linked], votes=view.votes,
        given=session.book.find(DocumentNumber), new_id=session.new_id, laws=view.pack.votes,
    )  # fmt: skip
    if not any(isinstance(record, Resolution) for record in records):
        records.insert(0, linked)
    records += _as_items(view.duties, resolution_id)
    return meetings.save_parts(session, *records, what="Thông qua nghị quyết")


def _as_items(duties: Sequence[Duty], resolution_id: bytes) -> list[Record]:
    return [msgspec.structs.replace(d, resolution_id=resolution_id) for d in duties if d.resolution_id is None]


def withdraw(session: Session, resolution_id: bytes) -> Changed:
    """Make an adopted resolution a draft again, to mend it before the minutes are closed; it keeps its number."""
    resolution = _found(session, resolution_id)
    return meetings.save_parts(
        session, msgspec.structs.replace(resolution, state=ResolutionState.DRAFT), what="Sửa lại nghị quyết"
    )


def missing_tasks(view: MeetingView, resolution: Resolution) -> list[str]:
    """Return the tasks of part II that are no duty of the meeting yet."""
    given = [duty.text for duty in view.duties]
    return [task for task in tasks_in(resolution.text) if not any(same_task(task, text) for text in given)]


def give_tasks(session: Session, resolution_id: bytes) -> Changed:
    """Make a duty of every task of part II that is none yet; who does it and until when is left to fill in."""
    resolution = _found(session, resolution_id)
    view = meetings.load(session, resolution.meeting_id or b"")
    last = max((d.position for d in view.duties), default=0)
    duties = [
        Duty(
            id=session.new_id(), meeting_id=view.meeting.id, resolution_id=resolution_id, position=last + place,
            text=task[:4_000],
        )
        for place, task in enumerate(missing_tasks(view, resolution), start=1)
    ]  # fmt: skip
    return meetings.save_parts(session, *duties, what="Lập nhiệm vụ từ nghị quyết") if duties else Changed()


def delete_resolution(session: Session, resolution_id: bytes) -> Changed:
    """Delete a draft with its targets; duties that came from it stay, without their link."""
    resolution, view = _writable(session, resolution_id)
    loose = [
        msgspec.structs.replace(d, resolution_id=None) for d in view.duties if d.resolution_id == resolution_id
    ]
    own = session.book.find(Target, resolution_id=resolution_id)
    return meetings.save_parts(session, *loose, delete=(*own, resolution), what="Xóa nghị quyết")


def _found(session: Session, resolution_id: bytes) -> Resolution:
    resolution = session.book.get(Resolution, resolution_id)
    if resolution is None or resolution.meeting_id is None:
        raise UserError("Nghị quyết này không còn trong sổ.", "Hãy mở lại cuộc họp.")
    return resolution


def _writable(session: Session, resolution_id: bytes) -> tuple[Resolution, MeetingView]:
    resolution = _found(session, resolution_id)
    if resolution.state is ResolutionState.ADOPTED:
        raise UserError("Nghị quyết đã thông qua nên không sửa nữa.", "Nếu cần, bấm Sửa lại nghị quyết trước.")
    return resolution, meetings.load(session, resolution.meeting_id or b"")


def _linked(view: MeetingView, vote_id: bytes | None) -> Vote | None:
    return next((v for v in view.votes if v.id == vote_id), None)


def numbers(session: Session, resolution: Resolution, *, book: int = OWN) -> list[DocumentNumber]:
    """Return the number a resolution bears, in a list that is empty while it has none."""
    given = session.book.find(DocumentNumber, book=book, subject_id=resolution.id)
    return [n for n in given if n.type is DocumentType.RESOLUTION]


def resolution_of(session: Session, resolution_id: bytes, *, book: int = OWN) -> ResolutionPaper:
    """Return a resolution as a paper, adopted or draft. Raises UserError when it is gone."""
    resolution = session.book.get(Resolution, resolution_id, book)
    if resolution is None or resolution.meeting_id is None:
        raise UserError("Nghị quyết này không còn trong sổ.", "Hãy mở lại cuộc họp.")
    view = meetings.load(session, resolution.meeting_id, book=book)
    given = numbers(session, resolution, book=book)
    return compose_resolution(
        cell=view.cell,
        meeting=view.meeting,
        resolution=resolution,
        members=view.members,
        attendance=view.roll,
        carried=carried(session, view),
        targets=carried_to(session, view),
        vote=_linked(view, resolution.vote_id),
        laws=view.pack.votes,
        quality=quality_of(session, view),
        number=given[0].number if given else None,
    )


def follow_up(session: Session, meeting_id: bytes, *, book: int = OWN) -> tuple[CarriedDuty | CarriedTarget, ...]:
    """Return what a meeting reviews, as part I.3 of its resolution prints it: duties, then targets."""
    view = meetings.load(session, meeting_id, book=book)
    return (*carried(session, view), *carried_to(session, view))


def of_meeting(session: Session, meeting_id: bytes, *, book: int = OWN) -> Resolution:
    """Return the resolution of a meeting; raises UserError when it has none."""
    view = meetings.load(session, meeting_id, book=book)
    if not view.resolutions:
        raise UserError("Cuộc họp này chưa có nghị quyết.", "Soạn nghị quyết ở bước Biểu quyết, kết luận.")
    return first(view)


def save_resolution_paper(session: Session, meeting_id: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write a meeting's resolution as PDF where the person says; a file open elsewhere is left, a new name taken.

    Raises UserError when the meeting has no resolution.
    """
    found = of_meeting(session, meeting_id, book=book)
    return save_paper(render_resolution(resolution_of(session, found.id, book=book)), target)
