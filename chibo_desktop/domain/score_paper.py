"""The score sheet as a paper, form (g) of section 7 (biểu chấm điểm chất lượng sinh hoạt chi bộ)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.letterheads import letterhead_of
from chibo_desktop.domain.meetings import Guest, GuestKind, Meeting, MeetingLevel
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.paper import Body, Grid, Letterhead, Paragraph, Signature
from chibo_desktop.domain.resolution_paper import block_lines
from chibo_desktop.domain.score_explained import points_text
from chibo_desktop.domain.score_sheets import ScoreSheet
from chibo_desktop.domain.scoring import GroupTotal, Scored, ScoredLine
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import DOTS, lines_of, sentence, short_date

COLUMNS = ("TT", "Nội dung tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "Ghi chú")
TICK_COLUMNS = ("TT", "Nội dung tiêu chí", "Đạt / chưa đạt", "Cấp ủy thẩm định", "Ghi chú")
DRAFT_MARK = "BẢN NHÁP – chưa chốt"


@dataclass(frozen=True, slots=True)
class ScorePaper:
    """The paper as words: table, sum and level, and who signs."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Body, ...]
    left: Signature
    right: Signature
    confirmed: Signature | None
    """the supervisor who attended, where there was one (Phú Thọ)"""
    draft: bool
    day: date


def compose_score_sheet(
    *,
    cell: Cell,
    meeting: Meeting,
    members: Sequence[Member],
    guests: Sequence[Guest],
    sheet: Scored,
    written: ScoreSheet | None,
    score: float | None,
    level: MeetingLevel | None,
) -> ScorePaper:
    """Return form (g); what is not scored yet stays empty, to be written by hand."""
    names = {m.id: m.name for m in members}
    secretary = next((m.name for m in members if m.role_on(meeting.date) is Role.SECRETARY), DOTS)
    supervisor = next((g for g in guests if g.kind is GuestKind.SUPERVISOR), None)
    scorer = names.get(written.scorer_id or b"", "") if written else ""
    own = scorer or names.get(meeting.minute_taker_id or b"", DOTS)
    blocks: list[Body] = [
        Paragraph(f"{sheet.frame.title} ({sheet.frame.basis}).", "Khung chấm điểm:"),
        _grid(sheet, score) if sheet.frame.scored else _ticks(sheet),
        *_result(sheet, score, level),
    ]
    if written is not None and written.note.strip():
        blocks.append(Paragraph(sentence("; ".join(lines_of(written.note))), "Hạn chế cần khắc phục:"))
    return ScorePaper(
        head=letterhead_of(cell, meeting, ""),
        title="BIỂU CHẤM ĐIỂM CHẤT LƯỢNG SINH HOẠT CHI BỘ",
        subtitle=f"{meeting_title(meeting, cell)} (ngày {short_date(meeting.date)})",
        blocks=tuple(blocks),
        left=Signature("NGƯỜI CHẤM ĐIỂM" if scorer else "THƯ KÝ", own),
        right=Signature("BÍ THƯ", secretary),
        confirmed=Signature("CẤP ỦY VIÊN DỰ XÁC NHẬN", supervisor.name) if supervisor else None,
        draft=not meeting.closed,
        day=meeting.date,
    )


def _grid(sheet: Scored, score: float | None) -> Grid:
    rows: list[tuple[str, ...]] = []
    strong: set[int] = set()
    for total in sheet.groups:
        own = [line for line in sheet.lines if line.group is total.group]
        if len(own) > 1:
            strong.add(len(rows))
            rows.append(_group_row(total))
        rows += [_row(line) for line in own]
    strong.add(len(rows))
    appraised = sheet.appraised_total
    rows.append(("", "Tổng", "100", _shown(score), _shown(appraised), ""))
    return Grid(
        COLUMNS, tuple(rows), (0.07, 0.38, 0.09, 0.09, 0.1, 0.27),
        centred=frozenset({0, 2, 3, 4}), strong=frozenset(strong),
    )  # fmt: skip


def _group_row(total: GroupTotal) -> tuple[str, ...]:
    points = "" if total.missing else points_text(total.points)
    return (
        str(total.group.number), total.group.title, points_text(total.group.max or 0), points,
        _shown(total.appraised), "",
    )  # fmt: skip


def _row(line: ScoredLine) -> tuple[str, ...]:
    return (
        line.criterion.code, line.criterion.title, points_text(line.maximum), _shown(line.points),
        _shown(line.appraised), remark(line),
    )  # fmt: skip


def remark(line: ScoredLine) -> str:
    """Return what stands beside a line's points: the person's reason before the computed explanation."""
    if line.overridden:
        return sentence(line.note)
    if line.points is not None and line.computed is not None:
        return line.explained
    return sentence(line.note)


def _shown(points: float | None) -> str:
    return "" if points is None else points_text(points)


def _ticks(sheet: Scored) -> Grid:
    def word(points: float | None) -> str:
        return "" if points is None else "Đạt" if points else "Chưa đạt"

    rows = tuple(
        (
            line.criterion.code,
            line.criterion.title,
            word(line.points),
            word(line.appraised),
            line.note or line.explained,
        )
        for line in sheet.lines
    )
    return Grid(TICK_COLUMNS, rows, (0.07, 0.41, 0.12, 0.12, 0.28), centred=frozenset({0, 2, 3}))


def _result(sheet: Scored, score: float | None, level: MeetingLevel | None) -> list[Body]:
    word = label(level) or DOTS
    if not sheet.frame.scored:
        return [Paragraph(sentence(word), "Xếp loại:")]
    shown = points_text(score) if score is not None else DOTS
    blocks: list[Body] = [
        Paragraph(f"{shown}/100 điểm.", "Tổng điểm tự chấm:"),
        Paragraph(sentence(word), "Chi bộ tự xếp loại:"),
    ]
    if sheet.held_back:
        codes = ", ".join(criterion.code for criterion in sheet.held_back)
        blocks.append(Paragraph(f"chưa đủ điểm ở tiêu chí {codes} nên hạ một mức.", "Điều kiện:"))
    appraised = label(sheet.appraised_level) or DOTS
    blocks.append(Paragraph(sentence(appraised), "Cấp ủy thẩm định, xếp loại:"))
    return blocks


def score_sheet_text(paper: ScorePaper) -> str:
    """Return the sheet as plain text, to be compared."""
    head = paper.head
    lines = [head.upper, head.cell, head.party, head.place, ""]
    lines += [DRAFT_MARK, ""] if paper.draft else []
    lines += [paper.title, paper.subtitle, ""]
    for block in paper.blocks:
        lines += block_lines(block)
    signed = [paper.left, paper.right, *([paper.confirmed] if paper.confirmed else [])]
    for signature in signed:
        lines += ["", signature.caption, signature.name]
    return "\n".join(lines) + "\n"
