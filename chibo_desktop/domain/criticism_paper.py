"""Papers of criticism: the sheet to prepare at home, and the record of a month (phiếu, bản ghi)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText
from chibo_desktop.domain.criticism_questions import Guide
from chibo_desktop.domain.criticism_words import note_blocks
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.paper import Block, Letterhead, Signature
from chibo_desktop.domain.wording import DOTS, capitalised, month_of

INTERNAL_MARK = "NỘI BỘ – chỉ người có trách nhiệm được đọc"
_TITLES = {
    CriticismForm.SELF: "PHIẾU CHUẨN BỊ TỰ PHÊ BÌNH",
    CriticismForm.CRITICISM: "PHIẾU CHUẨN BỊ PHÊ BÌNH, GÓP Ý",
}
_HOW = (
    "Viết ở nhà, mang đến buổi sinh hoạt. Không phải trả lời hết các câu; một việc thật, có ngày, có nơi, "
    "hơn nhiều lời chung. Không cần ghi tên trên phiếu."
)


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """One question with the lines to answer it by hand."""

    text: str
    hint: str
    lines: int


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The sheet to prepare at home; nothing of the book stands on it."""

    cell: str
    title: str
    month: str
    how: str
    questions: tuple[SheetQuestion, ...]
    per_sheet: int
    """1, or 2 to be cut apart"""


def compose_worksheet(cell: Cell, form: CriticismForm, day: date, guide: Guide, *, per_sheet: int = 1) -> Worksheet:
    """Return the sheet for a month's meeting, one or two on a page."""
    questions = [*guide.questions(form), *((fix,) if (fix := guide.fix_question(form)) else ())]
    return Worksheet(
        cell=cell.name_on(day).name,
        title=_TITLES[form],
        month=capitalised(month_of(day)),
        how=_HOW,
        questions=tuple(SheetQuestion(q.text, q.hint, q.lines) for q in questions),
        per_sheet=per_sheet,
    )


@dataclass(frozen=True, slots=True)
class CriticismPaper:
    """The record of a month, or of one note, as words."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Block, ...] = field(repr=False)
    closing: str
    signature: Signature


def compose_record(
    cell: Cell,
    head: Letterhead,
    notes: Sequence[tuple[Criticism, CriticismText]],
    subtitle: str,
    members: Sequence[Member],
    day: date,
) -> CriticismPaper:
    """Return the notes as a paper in the order of their days; self-criticism first on each day."""
    order = list(CriticismForm)
    blocks: list[Block] = []
    for record, text in sorted(notes, key=lambda n: (n[0].date, order.index(n[0].form), n[0].id)):
        blocks += note_blocks(record, text)
    secretary = next((m.name for m in members if m.role_on(day) is Role.SECRETARY), DOTS)
    return CriticismPaper(
        head=head,
        title="BẢN GHI TỰ PHÊ BÌNH VÀ PHÊ BÌNH",
        subtitle=subtitle,
        blocks=tuple(blocks),
        closing=f"Bản này có {len(notes)} ghi chép, in từ sổ của {cell.name_on(day).name}.",
        signature=Signature("BÍ THƯ", secretary),
    )
