"""The minutes of a meeting as a paper (biên bản sinh hoạt chi bộ)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from chibo_desktop.common.text import clean_line, fold
from chibo_desktop.domain import minutes_parts as parts
from chibo_desktop.domain.attendance import roll
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.corrections import Correction
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import (
    AgendaItem,
    AgendaPart,
    Attendance,
    Conclusion,
    Guest,
    Meeting,
    MeetingKind,
    Speech,
)
from chibo_desktop.domain.members import Member, Role, Status
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.minutes_mentions import praise_and_reminders, proposed
from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.domain.paper import (
    Blank,
    Block,
    Bullet,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
)
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.votes import Law, Matter, Vote
from chibo_desktop.domain.wording import (
    DOTS,
    capitalised,
    clock_time,
    comrade,
    long_date,
    month_of,
    roman,
    sentence,
)

__all__ = [
    "DRAFT_MARK", "NOTICE", "Blank", "Bullet", "Heading", "Letterhead", "Minutes", "Paragraph", "Signature",
    "compose_minutes", "meeting_title", "minutes_text",
]  # fmt: skip

DRAFT_MARK = "BẢN NHÁP – chưa chốt"
NOTICE = "Bản có chữ ký là bản gốc. Mã sổ chỉ để đối chiếu, không có giá trị pháp lý."

_ROLE_WORDS = {
    Role.SECRETARY: "Bí thư chi bộ",
    Role.DEPUTY_SECRETARY: "Phó Bí thư chi bộ",
    Role.COMMITTEE_MEMBER: "Chi ủy viên",
    Role.GROUP_LEADER: "Tổ trưởng tổ đảng",
    Role.GROUP_DEPUTY: "Tổ phó tổ đảng",
}
_COMMITTEE = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.COMMITTEE_MEMBER})
_BODY = {MeetingKind.COMMITTEE: "chi ủy", MeetingKind.GROUP: "tổ đảng"}
_IN_FOUR_PARTS = frozenset({MeetingKind.REGULAR, MeetingKind.GROUP})

T = TypeVar("T", AgendaItem, Speech, Conclusion, Vote, Duty, Mention, Proposal)


@dataclass(frozen=True, slots=True)
class Minutes:
    """The paper as words: letterhead, title, body in reading order, signatures and foot."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    closing: str
    left: Signature
    right: Signature
    draft: bool
    """whether the minutes are not closed, so that the paper must not be taken for final"""
    code: str
    """short code of the journal's head, or empty"""
    day: date

    @property
    def code_line(self) -> str:
        """The foot's first words: by which code the paper is compared with the book."""
        return f"Mã sổ: {self.code or 'có khi chốt biên bản'}"


def compose_minutes(
    *,
    cell: Cell,
    meeting: Meeting,
    members: Sequence[Member],
    attendance: Sequence[Attendance],
    guests: Sequence[Guest],
    agenda: Sequence[AgendaItem],
    speeches: Sequence[Speech],
    conclusions: Sequence[Conclusion],
    votes: Sequence[Vote],
    duties: Sequence[Duty],
    resolutions: Sequence[Resolution] = (),
    mentions: Sequence[Mention] = (),
    proposals: Sequence[Proposal] = (),
    corrections: Sequence[Correction] = (),
    laws: Mapping[Matter, Law] | None = None,
    chain_code: str,
) -> Minutes:
    """Return the minutes as a paper, in the form of its kind of meeting.

    All records must be of this meeting. Names are those of the attendance rows, the cell's those
    fixed at closing or, before, those of the meeting's date. What is missing becomes dots.
    `laws` are those of the rule pack that votes are counted by; without them the usual ones.
    """
    rows = _rows(meeting, members, attendance)
    known = {member.id: member.name for member in members} | {row.member_id: row.name for row in rows}
    body = _BODY.get(meeting.kind, "chi bộ")
    closed = meeting.closed
    talk = "Thảo luận, liên hệ thực tế" if meeting.kind is MeetingKind.THEMATIC else "Ý kiến thảo luận"
    blocks = [
        *_opening(meeting, members, rows, guests, known, body),
        Heading("NỘI DUNG", 0),
        *_sections(meeting, agenda, praise_and_reminders(_ordered(mentions), known), [
            (talk, parts.discussion(_ordered(speeches), rows, closed=closed) + proposed(_ordered(proposals))),
            (
                "Giải trình, tiếp thu, kết luận của chủ trì",
                parts.chair_words(_ordered(conclusions), closed=closed),
            ),
            ("Phân công nhiệm vụ", parts.assignments(_ordered(duties), known, closed=closed)),
            ("Biểu quyết", parts.ballots(_ordered(votes), resolutions, closed=closed, laws=laws)),
            ("Đánh giá chất lượng buổi sinh hoạt", parts.quality(meeting)),
            ("Đính chính sau khi chốt biên bản", parts.amendments(corrections)),
        ]),
    ]  # fmt: skip
    past_midnight = meeting.starts is not None and meeting.ends is not None and meeting.ends < meeting.starts
    return Minutes(
        head=_letterhead(cell, meeting),
        title="BIÊN BẢN",
        subtitle=meeting_title(meeting, cell),
        blocks=tuple(blocks),
        closing=parts.end_sentence(meeting, body, meeting.date + timedelta(days=1) if past_midnight else None),
        left=Signature("THƯ KÝ", known.get(meeting.minute_taker_id or b"", DOTS)),
        right=Signature("CHỦ TRÌ", known.get(meeting.chair_id or b"", DOTS)),
        draft=not closed,
        code=chain_code,
        day=meeting.date,
    )


def meeting_title(meeting: Meeting, cell: Cell | None = None) -> str:
    """Return what the minutes are called, by kind and date: "Sinh hoạt chi bộ thường kỳ tháng ..."."""
    month = month_of(meeting.date)
    own = clean_line(meeting.title)
    if own and meeting.kind is not MeetingKind.THEMATIC:
        return own
    if meeting.kind is MeetingKind.CONGRESS:
        term = cell.term_on(meeting.date) if cell else None
        return f"Đại hội chi bộ nhiệm kỳ {term.name}" if term else "Đại hội chi bộ"
    return {
        MeetingKind.REGULAR: f"Sinh hoạt chi bộ thường kỳ {month}",
        MeetingKind.THEMATIC: f"Sinh hoạt chi bộ chuyên đề {month}",
        MeetingKind.COMMITTEE: f"Họp chi ủy {month}",
        MeetingKind.EXTRAORDINARY: f"Họp chi bộ bất thường {long_date(meeting.date)}",
        MeetingKind.REVIEW: f"Hội nghị kiểm điểm tự phê bình và phê bình năm {meeting.date.year}",
        MeetingKind.GROUP: f"Sinh hoạt tổ đảng {month}",
    }[meeting.kind]


def minutes_text(minutes: Minutes) -> str:
    """Return the minutes as plain text, to be read aloud or compared."""
    head = minutes.head
    lines = [head.upper, head.cell, head.party, head.number, head.place, ""]
    if minutes.draft:
        lines += [DRAFT_MARK, ""]
    lines += [minutes.title, minutes.subtitle, ""]
    for block in minutes.blocks:
        match block:
            case Heading(text, level):
                lines += ["", text] if level < 2 else [text]
            case Paragraph(text, lead):
                lines.append(f"{lead} {text}".strip())
            case Bullet(text, lead):
                lines.append(f"{block.sign} {f'{lead} {text}'.strip()}")
            case Blank(count):
                lines += [DOTS * 4] * count
    lines += ["", minutes.closing, ""]
    for signature in (minutes.left, minutes.right):
        lines += [signature.caption, signature.name, ""]
    lines += [f"{minutes.code_line}. {NOTICE}"]
    return "\n".join(lines) + "\n"


def _rows(meeting: Meeting, members: Sequence[Member], attendance: Sequence[Attendance]) -> list[Attendance]:
    whole = [row for row in attendance if row.status is not Status.TEMPORARY_IN]
    if meeting.closing is not None and len(whole) >= meeting.closing.base_total:
        rows = list(attendance)
    else:
        rows = roll(members, attendance, meeting.id, meeting.date)
    if meeting.kind is MeetingKind.COMMITTEE:
        leading = {member_id for member_id, role in _posts(meeting, members).items() if role in _COMMITTEE}
        rows = [row for row in rows if row.member_id in leading] or rows
    return rows


def _posts(meeting: Meeting, members: Sequence[Member]) -> dict[bytes, Role | None]:
    if meeting.closing is not None:
        return {post.member_id: post.role for post in meeting.closing.posts}
    return {member.id: member.role_on(meeting.date) for member in members}


def _ordered(records: Sequence[T]) -> list[T]:
    return sorted(records, key=lambda record: (record.position, record.id))


def _letterhead(cell: Cell, meeting: Meeting) -> Letterhead:
    closing = meeting.closing
    names = cell.name_on(meeting.date)
    commune = clean_line(closing.commune if closing else names.commune)
    for prefix in ("dang bo ", "dang uy "):
        if fold(commune).startswith(prefix):
            commune = commune[len(prefix) :]
    place = capitalised(commune) if commune else DOTS
    return Letterhead(
        upper=f"ĐẢNG BỘ {commune.upper() if commune else DOTS}",
        cell=clean_line(closing.cell_name if closing else names.name).upper(),
        number=symbol(closing.number if closing else None, DocumentType.MINUTES),
        place=f"{place}, {long_date(meeting.date)}",
    )


def _opening(
    meeting: Meeting,
    members: Sequence[Member],
    rows: Sequence[Attendance],
    guests: Sequence[Guest],
    known: dict[bytes, str],
    body: str,
) -> list[Block]:
    posts = _posts(meeting, members)

    def person(member_id: bytes | None) -> str:
        if member_id is None or member_id not in known:
            return f"Đ/c {DOTS}"
        role = posts.get(member_id)
        return sentence(comrade(known[member_id]) + (f", {_ROLE_WORDS[role]}" if role else ""))

    blocks: list[Block] = [
        Paragraph(f"{clock_time(meeting.starts)}, {long_date(meeting.date)}.", "Thời gian bắt đầu:"),
        Paragraph(sentence(clean_line(meeting.place)) or DOTS * 3, "Địa điểm:"),
    ]
    if meeting.kind is MeetingKind.THEMATIC:
        blocks.append(Paragraph(sentence(clean_line(meeting.title)) or DOTS * 3, "Tên chuyên đề:"))
    blocks += [
        Heading("Thành phần"),
        *parts.membership(rows, body, called=meeting.roll_called or meeting.closed),
        *parts.invited(guests),
        Paragraph(person(meeting.chair_id), "Chủ trì:"),
        Paragraph(person(meeting.minute_taker_id), "Thư ký:"),
    ]
    if clean_line(meeting.dues_note):
        blocks += parts.paragraphs(sentence(meeting.dues_note), "Tình hình nộp đảng phí:")
    return blocks


def _sections(
    meeting: Meeting, agenda: Sequence[AgendaItem], mentioned: list[Block], later: list[tuple[str, list[Block]]]
) -> list[Block]:
    items = _ordered(agenda)
    sections: list[tuple[str, list[Block]]] = []
    if meeting.kind in _IN_FOUR_PARTS:
        for part in AgendaPart:
            own = [item for item in items if item.part is part]
            if not own and part is AgendaPart.OTHER:
                continue
            blocks = parts.item_blocks(own, parts.PART_TITLES[part], closed=meeting.closed)
            if part is AgendaPart.IDEOLOGY:
                blocks += mentioned
            if not blocks:
                blocks = [Paragraph("Không có.") if meeting.closed else Blank(2)]
            sections.append((parts.PART_TITLES[part], blocks))
    else:
        name = "Nội dung chuyên đề" if meeting.kind is MeetingKind.THEMATIC else "Nội dung cuộc họp"
        blocks = parts.item_blocks(items, name, closed=meeting.closed) + mentioned
        sections.append((name, blocks or [Paragraph("Không có.") if meeting.closed else Blank(4)]))
    result: list[Block] = []
    for number, (name, blocks) in enumerate([section for section in [*sections, *later] if section[1]], start=1):
        result.append(Heading(f"{roman(number)}. {name}"))
        result.extend(blocks)
    return result
