"""What is recorded of a meeting while it is open: speeches, votes, conclusions, duties (ghi cuộc họp)."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import (
    AgendaItem,
    AgendaPart,
    Conclusion,
    ConclusionKind,
    Guest,
    Meeting,
    Speech,
    Stage,
)
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.votes import Matter, Vote, VoteMethod, rule_of
from chibo_desktop.services.meeting_view import MeetingView
from chibo_desktop.services.session import Changed, Session


def save_meeting(session: Session, meeting: Meeting, *, what: str = "Sửa cuộc họp") -> Changed:
    """Save what the meeting itself says: date, times, place, chair, minute-taker, dues, score, stage."""
    open_meeting(session, meeting.id)
    tidy = msgspec.structs.replace(
        meeting, place=clean_line(meeting.place), title=clean_line(meeting.title), closing=None
    )
    return session.save(_valid(tidy), what=what)


def reach_stage(session: Session, meeting_id: bytes, stage: Stage) -> Changed:
    """Remember which step the person has come to."""
    meeting = open_meeting(session, meeting_id)
    return session.save(msgspec.structs.replace(meeting, stage=stage), what="Chuyển bước")


def save_parts(
    session: Session, *items: Record, delete: tuple[Record, ...] = (), what: str = "Sửa cuộc họp"
) -> Changed:
    """Save or delete records that belong to meetings; a closed meeting refuses (UserError)."""
    for meeting_id in {getattr(item, "meeting_id", None) for item in (*items, *delete)}:
        if meeting_id is not None:
            open_meeting(session, meeting_id)
    return session.save(*(_valid(_tidy(item)) for item in items), delete=delete, what=what)


_ONE_LINE = frozenset({"title", "person", "papers", "reason", "name", "office", "speaker", "area", "output", "by"})


def _tidy(item: Record) -> Record:
    changes = {}
    for field in msgspec.structs.fields(item):
        value = getattr(item, field.name)
        if isinstance(value, str):
            changes[field.name] = clean_line(value) if field.name in _ONE_LINE else clean(value)
    return msgspec.structs.replace(item, **changes)


_FIELD = re.compile(r"\$\.(\w+)")


def _valid(item: Record) -> Record:
    try:
        return msgspec.convert(msgspec.to_builtins(item), type=type(item))
    except msgspec.ValidationError as error:
        found = _FIELD.search(str(error))
        value = getattr(item, found[1], None) if found else None
        if value == "":
            raise UserError("Còn một ô bắt buộc đang để trống.", "Hãy ghi nội dung vào ô đó.") from error
        raise UserError(
            "Nội dung vừa ghi dài quá mức cho phép hoặc có số không hợp lệ.",
            "Hãy rút ngắn hoặc sửa lại ô đó.",
        ) from error


def open_meeting(session: Session, meeting_id: bytes) -> Meeting:
    """Return a meeting that can still be changed; raises UserError when it is gone or closed."""
    meeting = session.book.get(Meeting, meeting_id)
    if meeting is None:
        raise UserError("Cuộc họp này không còn trong sổ.", "Hãy quay lại danh sách cuộc họp.")
    if meeting.closed:
        raise UserError(
            "Biên bản cuộc họp này đã chốt nên không sửa thẳng được nữa.",
            "Nếu chốt nhầm, bấm Hoàn tác ngay; nếu cần sửa một chỗ, bấm Đính chính ở bước Biên bản.",
        )
    return meeting


def new_speech(view: MeetingView, session: Session, *, member: Member | None = None, guest: Guest | None = None,
               agenda_item_id: bytes | None = None) -> Speech:  # fmt: skip
    """Return an empty speech of someone, placed last; not saved."""
    speaker = member.name if member else guest.name if guest else ""
    return Speech(
        id=session.new_id(), meeting_id=view.meeting.id, position=_next(view.speeches), speaker=speaker,
        member_id=member.id if member else None, guest_id=guest.id if guest else None,
        agenda_item_id=agenda_item_id, text="",
    )  # fmt: skip


def new_agenda_item(view: MeetingView, session: Session, title: str, part: AgendaPart) -> AgendaItem:
    """Return a new last item of the agenda; not saved."""
    return AgendaItem(
        id=session.new_id(), meeting_id=view.meeting.id, position=_next(view.agenda), title=title, part=part
    )


def new_guest(view: MeetingView, session: Session, name: str, office: str = "") -> Guest:
    """Return a new guest; not saved."""
    return Guest(
        id=session.new_id(), meeting_id=view.meeting.id, position=_next(view.guests), name=name, office=office
    )


def new_conclusion(view: MeetingView, session: Session, kind: ConclusionKind) -> Conclusion:
    """Return an empty paragraph of the chair; not saved."""
    return Conclusion(
        id=session.new_id(), meeting_id=view.meeting.id, position=_next(view.conclusions), kind=kind, text=""
    )


def new_vote(view: MeetingView, session: Session, matter: Matter, title: str) -> Vote:
    """Return a vote with its base counted and everyone in the room agreeing; not saved."""
    secret = rule_of(matter, view.pack.votes).secret
    base = view.vote_base
    return Vote(
        id=session.new_id(), meeting_id=view.meeting.id, position=_next(view.votes), matter=matter, title=title,
        method=VoteMethod.SECRET_BALLOT if secret else VoteMethod.SHOW_OF_HANDS,
        base=base, agree=min(view.tally.voters, base),
    )  # fmt: skip


def new_duty(view: MeetingView, session: Session, text: str, owner: Member | None, due: date | None) -> Duty:
    """Return a duty given at this meeting; not saved."""
    return Duty(
        id=session.new_id(), meeting_id=view.meeting.id, position=_next(view.duties), text=text,
        owner_id=owner.id if owner else None, due=due,
    )  # fmt: skip


def _next(items: tuple) -> int:  # type: ignore[type-arg]
    return max((item.position for item in items), default=0) + 1


def reorder(session: Session, items: list[Record], *, what: str = "Đổi thứ tự") -> Changed:
    """Number items by their place in the list."""
    placed = [msgspec.structs.replace(item, position=place) for place, item in enumerate(items, start=1)]
    return save_parts(session, *placed, what=what)
