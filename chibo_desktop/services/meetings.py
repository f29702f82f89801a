"""Meetings from preparation to closed minutes (cuộc họp)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import named_id
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain import agenda as agendas
from chibo_desktop.domain.attendance import Tally, default_state, members_on, roll, states_for, tally
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.corrections import Correction
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.findings import Finding, meeting_findings
from chibo_desktop.domain.meetings import (
    AgendaItem,
    AgendaPart,
    Attendance,
    AttendanceState,
    Closing,
    Conclusion,
    ConclusionKind,
    Guest,
    Meeting,
    MeetingKind,
    Post,
    Speech,
    Stage,
)
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, next_number
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.domain.score_sheets import ScoreSheet
from chibo_desktop.domain.votes import Matter, Vote, VoteMethod, rule_of, vote_base
from chibo_desktop.services.rules import pack_for, pack_mark, pack_of
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.services.settling import settled_with
from chibo_desktop.storage.book import OWN

USUAL_START = time(19, 30)
PARTS: tuple[type[Record], ...] = (
    AgendaItem, Attendance, Guest, Speech, Conclusion, Vote, Duty, Resolution, Mention, Proposal, ScoreSheet,
)  # fmt: skip
"""kinds of record that belong to one meeting by their `meeting_id`"""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as the list shows it."""

    meeting: Meeting
    tally: Tally
    speeches: int
    book: int = OWN


@dataclass(frozen=True, slots=True)
class MeetingView:
    """Everything of one meeting, in its order; what the workspace and the papers show."""

    book: int
    cell: Cell
    meeting: Meeting
    members: tuple[Member, ...]
    """who is on the list on the date"""
    roll: tuple[Attendance, ...]
    """one row for everyone, those not saved yet included"""
    tally: Tally
    guests: tuple[Guest, ...]
    agenda: tuple[AgendaItem, ...]
    speeches: tuple[Speech, ...]
    conclusions: tuple[Conclusion, ...]
    votes: tuple[Vote, ...]
    duties: tuple[Duty, ...]
    resolutions: tuple[Resolution, ...]
    mentions: tuple[Mention, ...]
    proposals: tuple[Proposal, ...]
    corrections: tuple[Correction, ...]
    score_sheet: ScoreSheet | None
    numbers: tuple[DocumentNumber, ...]
    """numbers given to papers of this meeting"""
    pack: RulePack
    """the rules of its date; of closed minutes those they were closed under"""

    @property
    def number(self) -> DocumentNumber | None:
        """The number of the minutes, if given."""
        return next((n for n in self.numbers if n.type is DocumentType.MINUTES), None)

    @property
    def vote_base(self) -> int:
        """The base of a vote taken at this meeting (domain.votes.vote_base)."""
        return vote_base(self.roll)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is missing or against a rule; it warns and never forbids."""
        return meeting_findings(
            meeting=self.meeting, rows=self.roll, agenda=self.agenda, speeches=self.speeches,
            conclusions=self.conclusions, votes=self.votes, has_committee=self.cell.has_committee, pack=self.pack,
        )  # fmt: skip


def list_meetings(session: Session, *, year: int | None = None, book: int = OWN) -> list[MeetingRow]:
    """Return the meetings of a year (or all), the newest first."""
    meetings = [m for m in session.book.find(Meeting, book=book) if year is None or m.date.year == year]
    wanted = {} if year is None else {"meeting_id": {m.id for m in meetings}}
    rows: dict[bytes, list[Attendance]] = {}
    for row in session.book.find(Attendance, book=book, **wanted):
        rows.setdefault(row.meeting_id, []).append(row)
    speeches = Counter(speech.meeting_id for speech in session.book.find(Speech, book=book, **wanted))
    meetings.sort(key=lambda m: (m.date, m.starts or time.min, m.id), reverse=True)
    return [MeetingRow(m, tally(rows.get(m.id, ())), speeches[m.id], book) for m in meetings]


def years(session: Session, *, book: int = OWN) -> list[int]:
    """Return the years that have meetings, the newest first."""
    return sorted({m.date.year for m in session.book.find(Meeting, book=book)}, reverse=True)


def load(session: Session, meeting_id: bytes, *, book: int = OWN) -> MeetingView:
    """Return a meeting with everything that belongs to it; raises UserError when it is gone."""
    meeting = session.book.get(Meeting, meeting_id, book)
    if meeting is None:
        raise UserError("Cuộc họp này không còn trong sổ.", "Hãy quay lại danh sách cuộc họp.")
    members = session.book.find(Member, book=book)
    saved = session.book.find(Attendance, book=book, meeting_id=meeting_id)
    rows = saved_roll(saved) if meeting.closed else roll(members, saved, meeting_id, meeting.date)

    def ordered(cls: type) -> tuple:  # type: ignore[type-arg]
        found: list[Any] = session.book.find(cls, book=book, meeting_id=meeting_id)
        return tuple(sorted(found, key=lambda item: (item.position, item.id)))

    return MeetingView(
        book=book,
        cell=session.cell(book),
        meeting=meeting,
        members=tuple(members_on(members, meeting.date)),
        roll=tuple(rows),
        tally=tally(rows),
        guests=ordered(Guest),
        agenda=ordered(AgendaItem),
        speeches=ordered(Speech),
        conclusions=ordered(Conclusion),
        votes=ordered(Vote),
        duties=ordered(Duty),
        resolutions=tuple(session.book.find(Resolution, book=book, meeting_id=meeting_id)),
        mentions=ordered(Mention),
        proposals=ordered(Proposal),
        corrections=ordered(Correction),
        score_sheet=next(iter(session.book.find(ScoreSheet, book=book, meeting_id=meeting_id)), None),
        numbers=tuple(session.book.find(DocumentNumber, book=book, subject_id=meeting_id)),
        pack=pack_of(session, meeting, book=book),
    )


def saved_roll(rows: list[Attendance]) -> list[Attendance]:
    """Return the roll of a closed meeting: exactly what was saved, by given name."""
    return roll((), rows, b"", date.min)


def find_by_date(session: Session, day: date, *, book: int = OWN) -> list[Meeting]:
    """Return the meetings of a day."""
    return session.book.find(Meeting, book=book, date=day)


# -- preparing ------------------------------------------------------------------------------------


def usual_day(day: date, regular_day: int = 3) -> date:
    """Return the next monthly meeting day, this month's or the next one's: the 3rd (HD 37-HD/BTGDVTW).

    `regular_day` is that of the pack in force (`Calendar.regular_day`).
    """
    if day.day <= regular_day:
        return day.replace(day=regular_day)
    first = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return first.replace(day=regular_day)


def create_meeting(
    session: Session, kind: MeetingKind, day: date, *, starts: time | None = USUAL_START, title: str = ""
) -> bytes:
    """Plan a meeting with the agenda its kind usually has; return its id."""
    meeting, *items = planned_meeting(session, kind, day, starts=starts, title=title)
    session.save(meeting, *items, what="Lập cuộc họp")
    return meeting.id


def planned_meeting(
    session: Session, kind: MeetingKind, day: date, *, starts: time | None = USUAL_START, title: str = ""
) -> tuple[Meeting, *tuple[AgendaItem, ...]]:
    """Return a new meeting and the agenda its kind usually has; not saved.

    Place, chair and minute-taker follow the last meeting and the posts on that day.
    """
    members = session.book.find(Member)
    earlier = [m for m in session.book.find(Meeting) if m.date <= day]
    last = max(earlier, key=lambda m: m.date, default=None)
    held = {m.role_on(day): m.id for m in members if m.belongs_on(day)}
    still_here = {m.id for m in members if m.belongs_on(day)}
    minute_taker = last.minute_taker_id if last and last.minute_taker_id in still_here else None
    pack = pack_for(session, day)
    meeting = Meeting(
        id=session.new_id(),
        kind=kind,
        date=day,
        starts=starts,
        title=clean_line(title),
        place=last.place if last else "",
        chair_id=held.get(Role.SECRETARY) or held.get(Role.DEPUTY_SECRETARY),
        minute_taker_id=minute_taker,
        pack=pack.id,
    )
    names = {m.id: m.name for m in members}
    chair = names.get(meeting.chair_id or b"", "")
    items = [
        AgendaItem(
            id=session.new_id(), meeting_id=meeting.id, position=place, part=line.part, title=line.title,
            person=chair if line.by_chair else "", minutes=line.minutes, needs_vote=line.needs_vote,
        )
        for place, line in enumerate(agendas.usual_agenda(kind, pack.agendas), start=1)
    ]  # fmt: skip
    return meeting, *items


def delete_meeting(session: Session, meeting_id: bytes) -> Changed:
    """Delete a meeting that is not closed, with everything in it; can be undone."""
    meeting = _open_meeting(session, meeting_id)
    parts: list[Record] = []
    for cls in PARTS:
        parts += session.book.find(cls, meeting_id=meeting_id)
    return session.save(delete=[*parts, meeting], what="Xóa cuộc họp")


# -- recording ------------------------------------------------------------------------------------


def save_meeting(session: Session, meeting: Meeting, *, what: str = "Sửa cuộc họp") -> Changed:
    """Save what the meeting itself says: date, times, place, chair, minute-taker, dues, score, stage."""
    _open_meeting(session, meeting.id)
    tidy = msgspec.structs.replace(
        meeting, place=clean_line(meeting.place), title=clean_line(meeting.title), closing=None
    )
    return session.save(_valid(tidy), what=what)


def reach_stage(session: Session, meeting_id: bytes, stage: Stage) -> Changed:
    """Remember which step the person has come to."""
    meeting = _open_meeting(session, meeting_id)
    return session.save(msgspec.structs.replace(meeting, stage=stage), what="Chuyển bước")


def save_parts(
    session: Session, *items: Record, delete: tuple[Record, ...] = (), what: str = "Sửa cuộc họp"
) -> Changed:
    """Save or delete records that belong to meetings; a closed meeting refuses (UserError)."""
    for meeting_id in {getattr(item, "meeting_id", None) for item in (*items, *delete)}:
        if meeting_id is not None:
            _open_meeting(session, meeting_id)
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


def _open_meeting(session: Session, meeting_id: bytes) -> Meeting:
    meeting = session.book.get(Meeting, meeting_id)
    if meeting is None:
        raise UserError("Cuộc họp này không còn trong sổ.", "Hãy quay lại danh sách cuộc họp.")
    if meeting.closed:
        raise UserError(
            "Biên bản cuộc họp này đã chốt nên không sửa thẳng được nữa.",
            "Nếu chốt nhầm, bấm Hoàn tác ngay; nếu cần sửa một chỗ, bấm Đính chính ở bước Biên bản.",
        )
    return meeting


def attendance_id(meeting_id: bytes, member_id: bytes) -> bytes:
    """Return the identity of a member's row at a meeting; there is one of each."""
    return named_id(f"attendance:{meeting_id.hex()}:{member_id.hex()}")


def mark(
    session: Session,
    meeting_id: bytes,
    member_id: bytes,
    state: AttendanceState,
    *,
    reason: str = "",
    arrived: time | None = None,
    left: time | None = None,
) -> Changed:
    """Say where one member is; raises UserError for a state their status on the date rules out."""
    view = load(session, meeting_id)
    row = next((r for r in view.roll if r.member_id == member_id), None)
    if row is None or state not in states_for(row.status):
        raise UserError(
            "Đồng chí này không thể ghi như vậy theo tình trạng sinh hoạt trong ngày họp.",
            "Hãy xem lại tình trạng ở mục Đảng viên.",
        )
    marked = msgspec.structs.replace(
        row, id=attendance_id(meeting_id, member_id), state=state, reason=reason, arrived=arrived, left=left
    )
    return save_parts(session, marked, what=f"Điểm danh {row.name}")


def call_roll(session: Session, meeting_id: bytes) -> Changed:
    """Save a row for everyone on the list: who has none yet is taken to be where expected."""
    view = load(session, meeting_id)
    _open_meeting(session, meeting_id)
    rows = [msgspec.structs.replace(row, id=attendance_id(meeting_id, row.member_id)) for row in view.roll]
    called = msgspec.structs.replace(view.meeting, roll_called=True)
    return session.save(called, *rows, what="Điểm danh")


def refresh_roll(session: Session, meeting_id: bytes) -> Changed:
    """Take names and status of the roll anew from the members, keeping where everyone was."""
    view = load(session, meeting_id)
    by_id = {m.id: m for m in view.members}
    rows = []
    for row in view.roll:
        member = by_id.get(row.member_id)
        if member is None:
            continue
        day = view.meeting.date
        status = member.status_on(day)
        state = row.state if row.state in states_for(status) else default_state(status)
        rows.append(
            msgspec.structs.replace(
                row, id=attendance_id(meeting_id, row.member_id), name=member.name,
                standing=member.standing_on(day), status=status, state=state,
            )
        )  # fmt: skip
    return save_parts(session, *rows, what="Cập nhật danh sách điểm danh")


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


# -- closing --------------------------------------------------------------------------------------


def close_meeting(session: Session, meeting_id: bytes, *, numbered: bool = True) -> Changed:
    """Close the minutes: fix names, counts and number; from then on nothing of the meeting changes.

    Closing twice is closing once. Without an end time the computer's is taken when the meeting is
    today, else UserError asks for it. The number counts per type within the term (section 8).
    """
    view = load(session, meeting_id)
    meeting = view.meeting
    if meeting.closed:
        return Changed()
    if meeting.starts is None:
        raise UserError("Chưa ghi giờ bắt đầu họp.", "Hãy ghi giờ bắt đầu ở bước Chuẩn bị rồi chốt lại.")
    ends = meeting.ends
    if ends is None:
        if meeting.date != session.clock.today():
            raise UserError("Chưa ghi giờ kết thúc họp.", "Hãy ghi giờ kết thúc ở bước Biên bản rồi chốt lại.")
        ends = session.clock.local().time().replace(second=0)
    term = view.cell.term_on(meeting.date)
    records: list[Record] = [
        msgspec.structs.replace(row, id=attendance_id(meeting_id, row.member_id)) for row in view.roll
    ]
    number = view.number
    if number is None and numbered:
        given = session.book.find(DocumentNumber)
        number = DocumentNumber(
            id=session.new_id(), type=DocumentType.MINUTES, term=term.name if term else "",
            number=next_number(given, DocumentType.MINUTES, term.name if term else ""), date=meeting.date,
            subject=f"Biên bản họp ngày {meeting.date:%d/%m/%Y}", subject_id=meeting_id,
        )  # fmt: skip
        records.append(number)
    names = view.cell.name_on(meeting.date)
    closing = Closing(
        at=session.clock.now(), number=number.number if number else None, cell_name=names.name,
        commune=names.commune, base_total=view.tally.total, base_due=view.tally.due, base_voters=view.vote_base,
        posts=tuple(Post(member_id=m.id, role=role) for m in view.members if (role := m.role_on(meeting.date))),
    )  # fmt: skip
    ended = msgspec.structs.replace(meeting, ends=ends, stage=Stage.MINUTES, roll_called=True)
    judged, settled = settled_with(session, view, ended)
    records += settled
    closed = msgspec.structs.replace(judged, pack=pack_mark(session, meeting), closing=closing)
    return session.save(*records, closed, what="Chốt biên bản")


def note_after(
    session: Session, meeting_id: bytes, *, signed_on: date | None = None, reported_on: date | None = None
) -> Changed:
    """Note that closed minutes were signed or reported up; nothing that was closed changes."""
    meeting = session.book.get(Meeting, meeting_id)
    if meeting is None or not meeting.closed:
        raise UserError("Biên bản chưa chốt.", "Hãy chốt biên bản rồi ký và báo cáo.")
    noted = msgspec.structs.replace(
        meeting, signed_on=signed_on or meeting.signed_on, reported_on=reported_on or meeting.reported_on
    )
    return session.save(noted, what="Ghi việc sau họp")
