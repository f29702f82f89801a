"""Proposals of members and people: taken down, passed on, answered, also after the meeting (kiến nghị)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.proposals import Proposal, ProposalState, is_late, made_on, waits_since
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.journal_lookup import as_closed

_LINE_LIMIT = 200
_NOTE_LIMIT = 4_000


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal as the list shows it."""

    proposal: Proposal
    made: date | None
    meeting: Meeting | None
    late: bool
    """whether its answer has been awaited for more than 30 days"""
    days: int | None
    """days it has been waiting, None once it is answered"""

    @property
    def id(self) -> bytes:
        """The proposal's."""
        return self.proposal.id

    @property
    def fixed(self) -> bool:
        """Whether its words stand in closed minutes, so that only answer and state can be written."""
        return self.meeting is not None and self.meeting.closed


def list_proposals(session: Session, *, book: int = OWN) -> list[ProposalRow]:
    """Return all proposals: those waiting first, the longest waiting before; then the answered, newest first."""
    meetings = {m.id: m for m in session.book.find(Meeting, book=book)}
    days = {m.id: m.date for m in meetings.values()}
    today = session.clock.today()
    rows = [_row(p, meetings, days, today) for p in session.book.find(Proposal, book=book)]
    waiting = [r for r in rows if r.proposal.state is not ProposalState.ANSWERED]
    answered = [r for r in rows if r.proposal.state is ProposalState.ANSWERED]
    waiting.sort(key=lambda r: (not r.late, r.made or date.max, r.proposal.position, r.id))
    answered.sort(key=lambda r: (r.proposal.answered_on or r.made or date.min, r.id), reverse=True)
    return waiting + answered


def _row(proposal: Proposal, meetings: dict[bytes, Meeting], days: dict[bytes, date], today: date) -> ProposalRow:
    made = made_on(proposal, days)
    since = waits_since(proposal, made)
    return ProposalRow(
        proposal=proposal,
        made=made,
        meeting=meetings.get(proposal.meeting_id or b""),
        late=is_late(proposal, made, today),
        days=max((today - since).days, 0) if since else None,
    )


def new_proposal(session: Session, day: date | None = None) -> Proposal:
    """Return an empty proposal made between two meetings, received today; not saved."""
    return Proposal(id=session.new_id(), by="", text="", received_on=day or session.clock.today())


def save_proposal(session: Session, proposal: Proposal) -> Changed:
    """Save who asks for what and when; raises UserError for one in closed minutes or without words."""
    before = session.book.get(Proposal, proposal.id)
    if before is not None:
        _writable(session, before)
    by, text = clean_line(proposal.by), clean(proposal.text)
    if not by:
        raise UserError("Chưa ghi ai kiến nghị.", "Hãy ghi tên người hoặc nhóm hộ, ví dụ “Nhân dân nhóm 2”.")
    if not text:
        raise UserError("Chưa ghi kiến nghị việc gì.", "Hãy ghi nội dung kiến nghị.")
    if len(by) > _LINE_LIMIT or len(text) > _NOTE_LIMIT:
        raise UserError("Nội dung kiến nghị dài quá mức cho phép.", "Hãy viết gọn lại.")
    if proposal.received_on is not None and proposal.received_on > session.clock.today():
        raise UserError("Ngày nhận kiến nghị chưa đến.", "Hãy ghi ngày hôm nay hoặc trước đó.")
    tidy = msgspec.structs.replace(proposal, by=by, text=text)
    if before is None or before.by != by:
        same = [m.id for m in session.book.find(Member) if clean_line(m.name) == by]
        tidy = msgspec.structs.replace(tidy, member_id=same[0] if len(same) == 1 else None)
    return session.save(tidy, what="Thêm kiến nghị" if before is None else "Sửa kiến nghị")


def forward(session: Session, proposal_id: bytes, sent_to: str, day: date) -> Changed:
    """Note that a proposal was passed on to who can answer it; also when its minutes are closed."""
    proposal = _found(session, proposal_id)
    sent_to = clean_line(sent_to)
    if not sent_to:
        raise UserError("Chưa ghi chuyển đến đâu.", "Hãy ghi nơi nhận, ví dụ “UBND xã”.")
    _past(session, day, "chuyển")
    sent = msgspec.structs.replace(
        proposal, state=ProposalState.FORWARDED, sent_to=sent_to[:_LINE_LIMIT], sent_on=day, answered_on=None
    )
    return session.save(sent, what="Chuyển kiến nghị lên trên")


def answer(session: Session, proposal_id: bytes, words: str, day: date) -> Changed:
    """Write down the answer and its day; the minutes of a closed meeting keep what stood in them."""
    proposal = _found(session, proposal_id)
    words = clean(words)
    if not words:
        raise UserError("Chưa ghi trả lời thế nào.", "Hãy ghi một câu trả lời.")
    if len(words) > _NOTE_LIMIT:
        raise UserError("Câu trả lời dài quá 4.000 chữ.", "Hãy viết gọn lại.")
    _past(session, day, "trả lời")
    answered = msgspec.structs.replace(proposal, state=ProposalState.ANSWERED, answer=words, answered_on=day)
    return session.save(answered, what="Trả lời kiến nghị")


def reopen(session: Session, proposal_id: bytes) -> Changed:
    """Take back the last step: an answer, whose words stay to be mended, else the passing on."""
    proposal = _found(session, proposal_id)
    if proposal.state is ProposalState.ANSWERED and proposal.sent_to:
        opened = msgspec.structs.replace(proposal, state=ProposalState.FORWARDED, answered_on=None)
    else:
        sent = {} if proposal.state is ProposalState.ANSWERED else {"sent_to": "", "sent_on": None}
        opened = msgspec.structs.replace(proposal, state=ProposalState.OPEN, answered_on=None, **sent)
    return session.save(opened, what="Mở lại kiến nghị")


def delete_proposal(session: Session, proposal_id: bytes) -> Changed:
    """Delete a proposal entered by mistake; raises UserError for one in closed minutes."""
    proposal = _found(session, proposal_id)
    _writable(session, proposal)
    return session.save(delete=(proposal,), what="Xóa kiến nghị")


def as_minuted(session: Session, meeting: Meeting, proposals: tuple[Proposal, ...], book: int) -> list[Proposal]:
    """Return a meeting's proposals as its minutes say them: what was answered after the closing is left out."""
    return as_closed(session.book, meeting.id, proposals, book)


def _found(session: Session, proposal_id: bytes) -> Proposal:
    proposal = session.book.get(Proposal, proposal_id)
    if proposal is None:
        raise UserError("Kiến nghị này không còn trong sổ.", "Hãy chọn lại trong danh sách.")
    return proposal


def _writable(session: Session, proposal: Proposal) -> None:
    meeting = session.book.get(Meeting, proposal.meeting_id) if proposal.meeting_id is not None else None
    if meeting is not None and meeting.closed:
        raise UserError(
            "Kiến nghị này nằm trong biên bản đã chốt nên lời ghi không sửa được nữa.",
            "Vẫn ghi được trả lời và nơi chuyển đến.",
        )


def _past(session: Session, day: date, what: str) -> None:
    if day > session.clock.today():
        raise UserError(f"Ngày {what} chưa đến.", "Hãy ghi ngày hôm nay hoặc trước đó.")
