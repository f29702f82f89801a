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
_MARK = " (thực hành)"
"""how a pack marks a basis known from practice only; no paper prints it"""


@dataclass(frozen=True, slots=True)
class ScorePaper:
    """The paper as words: table, sum and level, and who signs."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Body, ...]
    closing: str
    """under which frame it was filled in"""
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
        _grid(sheet, score, level) if sheet.frame.scored else _ticks(sheet, level),
        *_conditions(sheet),
    ]
    if written is not None and written.note.strip():
        blocks.append(Paragraph(sentence("; ".join(lines_of(written.note))), "Hạn chế cần khắc phục:"))
    return ScorePaper(
        head=letterhead_of(cell, meeting, ""),
        title="BIỂU CHẤM ĐIỂM CHẤT LƯỢNG SINH HOẠT CHI BỘ",
        subtitle=f"{meeting_title(meeting, cell)} (ngày {short_date(meeting.date)})",
        blocks=tuple(blocks),
        closing=f"Chấm theo: {sheet.frame.title}, {sheet.frame.basis.removesuffix(_MARK)}.",
        left=Signature("NGƯỜI CHẤM ĐIỂM" if scorer else "THƯ KÝ", own),
        right=Signature("BÍ THƯ", secretary),
        confirmed=Signature("CẤP ỦY VIÊN DỰ", supervisor.name) if supervisor else None,
        draft=not meeting.closed,
        day=meeting.date,
    )


def _grid(sheet: Scored, score: float | None, level: MeetingLevel | None) -> Grid:
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
    strong.add(len(rows))
    rows.append(("", "Xếp loại", "", label(level), label(sheet.appraised_level), ""))
    return Grid(
        COLUMNS, tuple(rows), (0.06, 0.42, 0.08, 0.08, 0.09, 0.27),
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
    return sentence(line.note) or line.measured


def _shown(points: float | None) -> str:
    return "" if points is None else points_text(points)


def _ticks(sheet: Scored, level: MeetingLevel | None) -> Grid:
    def word(points: float | None) -> str:
        return "" if points is None else "Đạt" if points else "Chưa đạt"

    rows = [
        (c.criterion.code, c.criterion.title, word(c.points), word(c.appraised), sentence(c.note) or c.measured)
        for c in sheet.lines
    ]
    rows.append(("", "Xếp loại", label(level), "", ""))
    return Grid(
        TICK_COLUMNS, tuple(rows), (0.07, 0.41, 0.12, 0.12, 0.28),
        centred=frozenset({0, 2, 3}), strong=frozenset({len(rows) - 1}),
    )  # fmt: skip


def _conditions(sheet: Scored) -> list[Body]:
    if not sheet.held_back:
        return []
    codes = ", ".join(criterion.code for criterion in sheet.held_back)
    return [Paragraph(f"chưa đủ điểm ở tiêu chí {codes} nên hạ một mức.", "Điều kiện:")]


def score_sheet_text(paper: ScorePaper) -> str:
    """Return the sheet as plain text, to be compared."""
    head = paper.head
    lines = [head.upper, head.cell, head.party, head.place, ""]
    lines += [DRAFT_MARK, ""] if paper.draft else []
    lines += [paper.title, paper.subtitle, ""]
    for block in paper.blocks:
        lines += block_lines(block)
    lines.append(paper.closing)
    for signature in (paper.left, paper.confirmed, paper.right):
        if signature is None:
            continue
        lines += ["", signature.caption, signature.name]
    return "\n".join(lines) + "\n"
