"""Preparing a meeting: draft agenda, links to other meetings, what goes out before (chuẩn bị cuộc họp)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain import agenda_draft
from chibo_desktop.domain.agenda import AgendaLine, usual_agenda
from chibo_desktop.domain.agenda_draft import OpenMatters, Suggestion
from chibo_desktop.domain.checklist import Field
from chibo_desktop.domain.duties import OPEN, Duty
from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.kit_paper import KitPaper, compose_kit
from chibo_desktop.domain.meetings import AgendaItem, Conclusion, Meeting, MeetingKind
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.notice_paper import NoticePaper, compose_invitation, compose_notice
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, next_number, symbol
from chibo_desktop.domain.proposals import WAITING, Proposal
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import Target
from chibo_desktop.domain.thematic import Theme, ThemeState
from chibo_desktop.papers.invitation import render_invitations
from chibo_desktop.papers.kit import render_kit
from chibo_desktop.papers.notice import render_notice
from chibo_desktop.services import meetings
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.rules import pack_for
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN

_LEFT = "left-suggestions"
_LOOK_BACK = timedelta(days=186)
"""how far back papers and proposals of earlier meetings are looked for"""


@dataclass(frozen=True, slots=True)
class Links:
    """What a meeting is tied to, and what it can be tied to."""

    prepared_by: Meeting | None
    committee: tuple[Meeting, ...]
    """the committee's meetings that may have prepared it, the newest first"""
    sitting: tuple[Meeting, ...]
    """the other meetings of the same sitting"""
    sitting_minutes: int
    """minutes planned for the whole sitting, this meeting's included"""


# -- the draft of the agenda ----------------------------------------------------------------------


def draft(
    session: Session, kind: MeetingKind, day: date, *, meeting: Meeting | None = None, book: int = OWN
) -> tuple[Suggestion, ...]:
    """Return the draft of an agenda for a day: the usual lines and what is open, each with its reason.

    `meeting` is the one it is drafted for, so that it does not count as an earlier or quarterly one.
    """
    find = session.book.find
    members = find(Member, book=book)
    earlier = [m for m in find(Meeting, book=book) if meeting is None or m.id != meeting.id]
    held = {m.id for m in earlier}
    recent = {m.id for m in earlier if day - _LOOK_BACK <= m.date < day}
    chair = next((m.name for m in members if m.role_on(day) is Role.SECRETARY and m.belongs_on(day)), "")
    names = {m.id: m.name for m in members}
    chair = names.get(meeting.chair_id or b"", chair) if meeting is not None else chair
    return agenda_draft.draft_agenda(
        OpenMatters(
            kind=kind,
            day=day,
            template=template_for(session, kind, day, book=book),
            chair=chair,
            names=names,
            meetings=earlier,
            duties=find(Duty, book=book, state=[state.value for state in OPEN]),
            resolutions=find(Resolution, book=book, state=ResolutionState.ADOPTED.value),
            targets=find(Target, book=book),
            proposals=find(Proposal, book=book, state=[state.value for state in WAITING]),
            mentions=find(Mention, book=book, meeting_id=recent) if recent else (),
            themes=[_freed(t, held) for t in find(Theme, book=book, year=day.year)],
            incoming=find(IncomingDocument, book=book),
            texts=_texts(session, recent, book),
        )
    )


def _freed(theme: Theme, held: set[bytes]) -> Theme:
    """Return a theme without its meeting where that was deleted, or is the one in question."""
    return theme if theme.meeting_id in held else msgspec.structs.replace(theme, meeting_id=None)


def template_for(session: Session, kind: MeetingKind, day: date, *, book: int = OWN) -> tuple[AgendaLine, ...]:
    """Return the usual agenda of a kind on a day."""
    return usual_agenda(kind, pack_for(session, day, book=book).agendas)


def _texts(session: Session, recent: set[bytes], book: int) -> list[tuple[bytes, str]]:
    if not recent:
        return []
    items = session.book.find(AgendaItem, book=book, meeting_id=recent)
    said = session.book.find(Conclusion, book=book, meeting_id=recent)
    asked = session.book.find(Proposal, book=book, meeting_id=recent)
    return [
        *((i.meeting_id, f"{i.title}\n{i.papers}\n{i.outcome}") for i in items),
        *((c.meeting_id, c.text) for c in said),
        *((p.meeting_id, p.text) for p in asked if p.meeting_id is not None),
    ]


def suggestions(session: Session, meeting_id: bytes, *, book: int = OWN) -> tuple[Suggestion, ...]:
    """Return what the draft proposes and the meeting's agenda does not have, except what was left."""
    meeting = _meeting(session, meeting_id, book)
    if meeting.closed or book != OWN:
        return ()
    agenda = session.book.find(AgendaItem, book=book, meeting_id=meeting_id)
    proposed = draft(session, meeting.kind, meeting.date, meeting=meeting, book=book)
    gone = left(session, meeting_id)
    return tuple(s for s in agenda_draft.missing(proposed, agenda) if s.key not in gone)


def take(session: Session, meeting_id: bytes, taken: Sequence[Suggestion]) -> Changed:
    """Put suggestions on the agenda, each after the items of its part; one act for undo."""
    view = meetings.load(session, meeting_id)
    items = list(view.agenda)
    for suggestion in taken:
        place = agenda_draft.place_for([(i.part, i.needs_vote) for i in items], suggestion.part)
        items.insert(
            place,
            AgendaItem(
                id=session.new_id(), meeting_id=meeting_id, position=0, part=suggestion.part,
                title=suggestion.title, person=suggestion.person, minutes=suggestion.minutes,
                papers=suggestion.papers, needs_vote=suggestion.needs_vote,
            ),
        )  # fmt: skip
    return meetings.save_parts(session, *_numbered(items), what="Lấy gợi ý vào chương trình")


def leave(session: Session, meeting_id: bytes, key: str) -> None:
    """Leave a suggestion out; it is not shown again for this meeting on this computer."""
    kept = left(session, meeting_id) | {key}
    session.remember(_left_place(meeting_id), "\n".join(sorted(kept)))


def left(session: Session, meeting_id: bytes) -> frozenset[str]:
    """Return the keys of suggestions that were left out."""
    return frozenset(session.recalled(_left_place(meeting_id)).split("\n")) - {""}


def bring_back(session: Session, meeting_id: bytes) -> None:
    """Show again what was left out."""
    session.remember(_left_place(meeting_id), "")


def _left_place(meeting_id: bytes) -> str:
    return f"{_LEFT}:for-{meeting_id.hex()}"


def place_item(session: Session, item: AgendaItem, index: int) -> Changed:
    """Move an item of the agenda so that it stands at an index, counted from 0."""
    items = sorted(
        session.book.find(AgendaItem, meeting_id=item.meeting_id), key=lambda other: (other.position, other.id)
    )
    moved = next((other for other in items if other.id == item.id), None)
    if moved is None:
        return Changed()
    items.remove(moved)
    items.insert(max(0, min(index, len(items))), moved)
    return meetings.save_parts(session, *_numbered(items), what="Đổi thứ tự")


def _numbered(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    return [msgspec.structs.replace(item, position=place) for place, item in enumerate(items, start=1)]


# -- links to other meetings ----------------------------------------------------------------------


def links(session: Session, meeting_id: bytes, *, book: int = OWN) -> Links:
    """Return the committee's meeting that prepared this one, and the sitting it is part of."""
    meeting = _meeting(session, meeting_id, book)
    everyone = session.book.find(Meeting, book=book)
    committee = [
        m for m in everyone
        if m.kind is MeetingKind.COMMITTEE and m.id != meeting_id
        and meeting.date - timedelta(days=45) <= m.date <= meeting.date
    ]  # fmt: skip
    committee.sort(key=lambda m: (m.date, m.starts or time.min, m.id), reverse=True)
    sitting = meeting.sitting_id
    others = [m for m in everyone if m.id != meeting_id and sitting is not None and m.sitting_id == sitting]
    others.sort(key=lambda m: (m.date, m.starts or time.min, m.id))
    together = {meeting_id, *(m.id for m in others)}
    planned = session.book.find(AgendaItem, book=book, meeting_id=together)
    return Links(
        prepared_by=next((m for m in everyone if m.id == meeting.prepared_by_id), None),
        committee=tuple(committee),
        sitting=tuple(others),
        sitting_minutes=sum(item.minutes or 0 for item in planned),
    )


def create_committee(session: Session, meeting_id: bytes, day: date) -> bytes:
    """Plan the committee's meeting that prepares this one and link it; return its id."""
    meeting = _unlocked(session, meeting_id)
    if day > meeting.date:
        raise UserError(
            "Họp chi ủy chuẩn bị phải trước buổi sinh hoạt chi bộ.", "Hãy chọn ngày không muộn hơn ngày họp chi bộ."
        )
    prepared, *items = meetings.planned_meeting(session, MeetingKind.COMMITTEE, day)
    linked = msgspec.structs.replace(meeting, prepared_by_id=prepared.id)
    session.save(prepared, *items, linked, what="Lập cuộc họp chi ủy chuẩn bị")
    return prepared.id


def join_thematic(session: Session, meeting_id: bytes, *, title: str = "") -> Changed:
    """Hold a thematic meeting in the same sitting: the one of that day, or a new one after this.

    A planned theme of the quarter gives its title where none is told, and is linked.
    """
    meeting = _unlocked(session, meeting_id)
    if meeting.kind is not MeetingKind.REGULAR:
        raise UserError(
            "Chỉ sinh hoạt thường kỳ họp liền với sinh hoạt chuyên đề.", "Hãy lập sinh hoạt chuyên đề riêng."
        )
    sitting = meeting.sitting_id or session.new_id()
    same_day = [
        m for m in session.book.find(Meeting, date=meeting.date, kind=MeetingKind.THEMATIC.value) if not m.closed
    ]  # fmt: skip
    records: list[Record] = [msgspec.structs.replace(meeting, sitting_id=sitting)]
    if same_day:
        first = min(same_day, key=lambda m: (m.starts or time.min, m.id))
        records.append(msgspec.structs.replace(first, sitting_id=sitting))
    else:
        theme = _only_theme(session, meeting.date)
        second, *items = meetings.planned_meeting(
            session, MeetingKind.THEMATIC, meeting.date, starts=_after(session, meeting),
            title=title or (theme.topic if theme else ""),
        )  # fmt: skip
        second = msgspec.structs.replace(
            second, sitting_id=sitting, place=meeting.place, chair_id=meeting.chair_id,
            minute_taker_id=meeting.minute_taker_id, mode=meeting.mode,
        )  # fmt: skip
        records += [second, *items]
        if theme is not None:
            records.append(msgspec.structs.replace(theme, meeting_id=second.id))
    return session.save(*records, what="Họp liền với sinh hoạt chuyên đề")


def part_sitting(session: Session, meeting_id: bytes) -> Changed:
    """Let a meeting stand alone again; the other meeting stays."""
    meeting = _unlocked(session, meeting_id)
    same = session.book.find(Meeting, sitting_id=meeting.sitting_id) if meeting.sitting_id else []
    alone = [msgspec.structs.replace(m, sitting_id=None) for m in same if not m.closed]
    return session.save(*alone, what="Thôi họp liền")


def _after(session: Session, meeting: Meeting) -> time | None:
    if meeting.starts is None:
        return None
    planned = sum(item.minutes or 0 for item in session.book.find(AgendaItem, meeting_id=meeting.id))
    return (datetime.combine(meeting.date, meeting.starts) + timedelta(minutes=planned)).time()


def _only_theme(session: Session, day: date) -> Theme | None:
    quarter = agenda_draft.quarter_of(day)
    themes = session.book.find(Theme, year=day.year, quarter=quarter)
    free = [t for t in themes if t.meeting_id is None or session.book.get(Meeting, t.meeting_id) is None]
    free = [t for t in free if t.state is not ThemeState.HELD]
    return free[0] if len(free) == 1 else None


# -- what is done before --------------------------------------------------------------------------


def mark_done(session: Session, meeting_id: bytes, field: Field, day: date | None) -> Changed:
    """Say on which day something was done before the meeting, None if it was not."""
    meeting = _meeting(session, meeting_id)
    if day is not None and day > session.clock.today():
        raise UserError("Ngày đã làm không thể ở sau hôm nay.", "Hãy ghi ngày đã làm xong.")
    return meetings.save_meeting(
        session, msgspec.structs.replace(meeting, **{field: day}), what="Ghi việc chuẩn bị họp"
    )


# -- papers ---------------------------------------------------------------------------------------


def issue_notice(session: Session, meeting_id: bytes) -> Changed:
    """Give the notice its number, once; counted per type within the term (section 8)."""
    meeting = _unlocked(session, meeting_id)
    if _notice_number(session, meeting_id, OWN) is not None:
        return Changed()
    term = session.cell().term_on(meeting.date)
    given = session.book.find(DocumentNumber)
    name = term.name if term else ""
    number = DocumentNumber(
        id=session.new_id(), type=DocumentType.NOTICE, term=name,
        number=next_number(given, DocumentType.NOTICE, name), date=session.clock.today(),
        subject=f"Thông báo họp ngày {meeting.date:%d/%m/%Y}", subject_id=meeting_id,
    )  # fmt: skip
    return session.save(number, what="Lấy số thông báo họp")


def notice_of(session: Session, meeting_id: bytes, *, book: int = OWN) -> NoticePaper:
    """Return the notice of a meeting as a paper; a draft until it has its number."""
    view = meetings.load(session, meeting_id, book=book)
    number = _notice_number(session, meeting_id, book)
    return compose_notice(
        cell=view.cell, meeting=view.meeting, agenda=view.agenda, members=view.members, guests=view.guests,
        number=number.number if number else None,
        day=number.date if number else session.clock.today(),
        sitting=links(session, meeting_id, book=book).sitting,
    )  # fmt: skip


def save_notice(session: Session, meeting_id: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the notice as PDF; a file open elsewhere is left and a new name taken. Raises UserError."""
    return save_paper(render_notice(notice_of(session, meeting_id, book=book)), target)


def invitations_of(session: Session, meeting_id: bytes, *, book: int = OWN) -> tuple[NoticePaper, ...]:
    """Return one invitation for each guest, or one with dots where no guest is written yet."""
    view = meetings.load(session, meeting_id, book=book)
    sitting = links(session, meeting_id, book=book).sitting
    day = min(session.clock.today(), view.meeting.date)
    return tuple(
        compose_invitation(
            cell=view.cell, meeting=view.meeting, agenda=view.agenda, members=view.members, guest=guest, day=day,
            sitting=sitting,
        )
        for guest in view.guests or (None,)
    )  # fmt: skip


def save_invitation(session: Session, meeting_id: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the invitations, one A5 page each, as one PDF. Raises UserError."""
    return save_paper(render_invitations(invitations_of(session, meeting_id, book=book)), target)


def kit_of(session: Session, meeting_id: bytes, *, book: int = OWN) -> KitPaper:
    """Return the kit for an evening without power."""
    view = meetings.load(session, meeting_id, book=book)
    return compose_kit(
        cell=view.cell, meeting=view.meeting, agenda=view.agenda, members=view.members, roll=view.roll,
        guests=view.guests,
    )  # fmt: skip


def save_kit(session: Session, meeting_id: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the kit as one PDF. Raises UserError."""
    return save_paper(render_kit(kit_of(session, meeting_id, book=book)), target)


SAVERS: dict[str, Callable[..., Path]] = {
    "notice": save_notice, "invitation": save_invitation, "kit": save_kit,
}  # fmt: skip
"""papers of the preparation by their name on the command line"""
_FILE_NAMES = {"notice": "thong-bao", "invitation": "giay-moi", "kit": "bo-giay-mat-dien"}


def suggested_name(what: str, meeting: Meeting) -> str:
    """Return a plain file name for a paper of SAVERS: "thong-bao-2026-11-03.pdf"."""
    return f"{_FILE_NAMES[what]}-{meeting.date:%Y-%m-%d}.pdf"


def notice_number(numbers: Iterable[DocumentNumber]) -> str:
    """Return the notice's number as printed, among those given to papers of a meeting; "" if it has none."""
    given = next((n for n in numbers if n.type is DocumentType.NOTICE), None)
    return symbol(given.number, DocumentType.NOTICE) if given else ""


def committee_day(meeting: Meeting, today: date) -> date:
    """Return a day for the committee's preparatory meeting: two days before, never in the past."""
    return min(meeting.date, max(today, meeting.date - timedelta(days=2)))


def _notice_number(session: Session, meeting_id: bytes, book: int) -> DocumentNumber | None:
    numbers = session.book.find(DocumentNumber, book=book, subject_id=meeting_id)
    return next((n for n in numbers if n.type is DocumentType.NOTICE), None)


def _meeting(session: Session, meeting_id: bytes, book: int = OWN) -> Meeting:
    meeting = session.book.get(Meeting, meeting_id, book)
    if meeting is None:
        raise UserError("Cuộc họp này không còn trong sổ.", "Hãy quay lại danh sách cuộc họp.")
    return meeting


def _unlocked(session: Session, meeting_id: bytes) -> Meeting:
    meeting = _meeting(session, meeting_id)
    if meeting.closed:
        raise UserError("Biên bản cuộc họp này đã chốt nên không sửa được nữa.", "Hãy lập cuộc họp khác.")
    return meeting
