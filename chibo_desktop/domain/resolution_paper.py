"""A resolution as a paper, form (c) of section 7 (nghị quyết chi bộ)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.attendance import tally
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.follow_up import CarriedDuty, CarriedTarget
from chibo_desktop.domain.letterheads import commune_of, letterhead_of
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.domain.paper import Blank, Body, Bullet, Grid, Heading, Letterhead, Paragraph, Signature
from chibo_desktop.domain.resolution_text import blocks_of, sections_in
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.votes import Law, Matter, Vote, carries
from chibo_desktop.domain.wording import (
    DOTS,
    comrade,
    comrades,
    counted,
    lines_of,
    long_date,
    percent,
    roman,
    sentence,
)

DRAFT_MARK = "DỰ THẢO – chưa thông qua"
RECIPIENTS = ("Đảng ủy {commune} (để báo cáo),", "Các đảng viên,", "Lưu Chi bộ.")
TASK_COLUMNS = ("TT", "Nhiệm vụ đề ra", "Tình trạng đầu kỳ", "Kết quả")


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One group of the score sheet as part IV prints it."""

    name: str
    points: str
    maximum: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Part IV: points per group, the sum and the level; `rows` is empty for a frame without points."""

    rows: tuple[QualityRow, ...]
    total: str
    level: str


@dataclass(frozen=True, slots=True)
class ResolutionPaper:
    """The paper as words, in reading order."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Body, ...]
    adoption: str
    recipients: tuple[str, ...]
    on_behalf: str
    signature: Signature
    draft: bool
    day: date


def compose_resolution(
    *,
    cell: Cell,
    meeting: Meeting,
    resolution: Resolution,
    members: Sequence[Member],
    attendance: Sequence[Attendance],
    carried: Sequence[CarriedDuty],
    vote: Vote | None,
    quality: Quality,
    number: int | None,
    laws: Mapping[Matter, Law] | None = None,
    targets: Sequence[CarriedTarget] = (),
) -> ResolutionPaper:
    """Return a resolution as form (c); what is missing becomes dots, a draft says so in its margin."""
    known = {m.id: m.name for m in members} | {row.member_id: row.name for row in attendance}
    blocks: list[Body] = [
        *_opening(meeting, attendance, known),
        *blocks_of(resolution.text, lambda: _task_table([*carried, *targets])),
    ]
    if not resolution.text.strip():
        blocks.append(Blank(6))
    blocks += _quality(quality, sections_in(resolution.text))
    head = letterhead_of(cell, meeting, symbol(number, DocumentType.RESOLUTION))
    commune = commune_of(cell, meeting) or DOTS
    secretary = next((m.name for m in members if m.role_on(meeting.date) is Role.SECRETARY), DOTS)
    return ResolutionPaper(
        head=head,
        title="NGHỊ QUYẾT",
        subtitle=clean_line(resolution.title).rstrip("."),
        blocks=tuple(blocks),
        adoption=adoption_sentence(vote, laws),
        recipients=tuple(line.format(commune=commune) for line in RECIPIENTS),
        on_behalf="T/M CHI BỘ",
        signature=Signature("BÍ THƯ", secretary),
        draft=resolution.state is not ResolutionState.ADOPTED,
        day=meeting.date,
    )


def adoption_sentence(vote: Vote | None, laws: Mapping[Matter, Law] | None = None) -> str:
    """Return form (c) 7 with the numbers of the vote, or dots to be filled in."""
    if vote is None or not vote.agree + vote.disagree + vote.other:
        return f"Nghị quyết đã được chi bộ thông qua với {DOTS}/{DOTS} đảng viên chính thức tán thành ({DOTS}%)."
    share = f"{counted(vote.agree)}/{counted(vote.base)} đảng viên chính thức tán thành"
    share += f" ({percent(vote.agree, vote.base)})"
    if carries(vote, laws):
        return f"Nghị quyết đã được chi bộ thông qua với {share}."
    return f"Dự thảo nghị quyết không được chi bộ thông qua: {share}."


def _opening(meeting: Meeting, rows: Sequence[Attendance], known: dict[bytes, str]) -> list[Body]:
    called = meeting.roll_called or meeting.closed
    count = tally(rows)
    here = count.present_full + count.present_probationary

    def person(member_id: bytes | None) -> str:
        return sentence(comrade(known[member_id])) if member_id in known and member_id else f"Đ/c {DOTS}"

    if called:
        exempt = sum(row.state is AttendanceState.EXEMPT_ABSENT for row in rows)
        people = (
            f"{comrades(count.total)}; có mặt {counted(here)}; vắng có lý do {counted(count.absent_excused)}; "
            f"vắng không lý do {counted(count.absent_unexcused)}; miễn sinh hoạt {counted(exempt)}."
        )
    else:
        people = (
            f"{comrades(count.total)}; có mặt {DOTS}; vắng có lý do {DOTS}; vắng không lý do {DOTS}; "
            f"miễn sinh hoạt {DOTS}."
        )
    length = f"{meeting.length} phút." if meeting.length is not None else f"{DOTS} phút."
    blocks: list[Body] = [
        Paragraph(f"{long_date(meeting.date)}.", "Ngày họp:"),
        Paragraph(people, "Tổng số đảng viên:"),
        Paragraph(length, "Thời lượng:"),
        Paragraph(person(meeting.chair_id), "Chủ trì:"),
        Paragraph(person(meeting.minute_taker_id), "Thư ký:"),
    ]
    dues = " ".join(lines_of(meeting.dues_note))
    blocks.append(Paragraph(sentence(dues) if dues else DOTS * 3, "Tình hình đóng đảng phí:"))
    return blocks


def _task_table(carried: Sequence[CarriedDuty | CarriedTarget]) -> list[Body]:
    if not carried:
        return [Paragraph("Không có nhiệm vụ chuyển từ kỳ trước.")]
    rows = tuple((str(place), row.text, row.beginning, row.result) for place, row in enumerate(carried, start=1))
    return [Grid(TASK_COLUMNS, rows, (0.07, 0.43, 0.22, 0.28), centred=frozenset({0}))]


def _quality(quality: Quality, sections: int) -> list[Body]:
    blocks: list[Body] = [Heading(f"{roman(sections + 1)}. TỰ ĐÁNH GIÁ CHẤT LƯỢNG KỲ SINH HOẠT")]
    blocks += [Bullet(f"{row.name}: {row.points}/{row.maximum} điểm;") for row in quality.rows]
    if quality.total:
        blocks.append(Paragraph(f"Tổng điểm: {quality.total}. {sentence(f'Xếp mức: {quality.level}')}"))
    else:
        blocks.append(Paragraph(f"Xếp mức: {quality.level}."))
    return blocks


def resolution_text(paper: ResolutionPaper) -> str:
    """Return the resolution as plain text, to be read aloud or compared."""
    head = paper.head
    lines = [head.upper, head.cell, head.party, head.number, head.place, ""]
    lines += [DRAFT_MARK, ""] if paper.draft else []
    lines += [paper.title, paper.subtitle, ""]
    for block in paper.blocks:
        lines += block_lines(block)
    lines += ["", paper.adoption, "", "Nơi nhận:", *(f"- {line}" for line in paper.recipients), ""]
    lines += [paper.on_behalf, paper.signature.caption, paper.signature.name]
    return "\n".join(lines) + "\n"


def block_lines(block: Body) -> list[str]:
    """Return one block as lines of plain text."""
    match block:
        case Heading(text, level):
            return ["", text] if level < 2 else [text]
        case Paragraph(text, lead):
            return [f"{lead} {text}".strip()]
        case Bullet(text, lead):
            return [f"{block.sign} {f'{lead} {text}'.strip()}"]
        case Blank(count):
            return [DOTS * 4] * count
        case Grid():
            return [" | ".join(row) for row in (block.columns, *block.rows)]
