"""Forms 01, 2A, 2B, 2C and 05 of HD 43 as papers, filled in or blank (bản kiểm điểm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.letterheads import commune_on, letterhead_on
from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.domain.paper import Blank, Body, Heading, Letterhead, Paragraph, Signature
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.resolution_paper import block_lines
from chibo_desktop.domain.review_pack import FormHeading, FormText, PointGroup
from chibo_desktop.domain.review_rules import PointSum
from chibo_desktop.domain.reviews import ReviewText
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import DOTS, decimal, lines_of, roman, sentence

GROUPS_HEADING = "I. Đánh giá theo các nhóm tiêu chí"
LEVEL_HEADING = "II. Đề xuất xếp loại mức chất lượng"
RECIPIENTS = ("Đảng ủy {commune} (để báo cáo),", "Lưu Chi bộ.")
_HAND_DATE = "ngày ...... tháng ...... năm {}"
_LONG_DOTS = DOTS * 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPaper:
    """One paper of the review as words, in reading order."""

    head: Letterhead
    title: str
    subtitle: str
    """under the title, bold: the year, or what it is about"""
    note: str = ""
    """below it in brackets: for whom the form is"""
    code: str = ""
    """in the corner: "Mẫu 02C-HD KĐ.ĐG 2025" """
    blocks: tuple[Body, ...]
    signatures: tuple[Signature, ...] = ()
    on_behalf: str = ""
    """who signs on whose behalf; with it there are recipients and one signature"""
    recipients: tuple[str, ...] = ()
    small: bool = False
    """whether its table needs a smaller letter"""
    sealed: bool = False
    """whether it bears words that only those with the right may read"""


def when_words(year: int, quarter: int) -> str:
    """Return "năm 2026" or "quý III năm 2026"."""
    return f"quý {roman(quarter)} năm {year}" if quarter else f"năm {year}"


def head_on(
    cell: Cell, day: date | None, year: int, today: date, numbered: DocumentType | None = None
) -> Letterhead:
    """Return the letterhead of a day, or of `today` with the date left to be written by hand.

    A paper of a type that bears a number has room for it: "Số .....-BC/CB".
    """
    head = letterhead_on(cell, symbol(None, numbered) if numbered else "", day or today)
    if day is not None:
        return head
    place, _, _ = head.place.rpartition(", ")
    return replace(head, place=f"{place}, {_HAND_DATE.format(year)}")


def compose_form(
    *,
    cell: Cell,
    form: FormText,
    groups: Sequence[PointGroup],
    year: int,
    quarter: int = 0,
    name: str = "",
    day: date | None = None,
    today: date,
    text: ReviewText | None = None,
    own: PointSum | None = None,
    rating: YearRating | None = None,
) -> ReviewPaper:
    """Return a member's form; without a text, points and level it is blank, to be filled in by hand.

    Birthday and place of work are not kept in the book (section 10): dots stand for them.
    """
    blocks: list[Body] = [
        Paragraph(f"{sentence(clean_line(name)) or _LONG_DOTS} Ngày sinh: {DOTS}", "Họ và tên:"),
        Paragraph(f"{_LONG_DOTS} Chi bộ: {_bare(cell.name_on(day or today).name)}", "Đơn vị công tác:"),
        *_part_a(form, text),
        *_part_b(form, groups, own, rating),
    ]
    return ReviewPaper(
        head=head_on(cell, day, year, today),
        title=form.title,
        subtitle=f"{when_words(year, quarter)[:1].upper()}{when_words(year, quarter)[1:]}",
        note=form.subject,
        code=form.code,
        blocks=tuple(blocks),
        signatures=(Signature(form.signer, clean_line(name) or DOTS),),
        sealed=text is not None and text.written,
    )


def _bare(name: str) -> str:
    """Return the cell's name without the words "Chi bộ" before it."""
    name = clean_line(name)
    prefix = "chi bộ "
    return name[len(prefix) :] if name.casefold().startswith(prefix) else name


def compose_cell_report(
    *,
    cell: Cell,
    form: FormText,
    groups: Sequence[PointGroup],
    year: int,
    secretary: str,
    day: date | None = None,
    today: date,
    text: ReviewText | None = None,
    own: PointSum | None = None,
    rating: YearRating | None = None,
) -> ReviewPaper:
    """Return the cell's report, form 01."""
    commune = commune_on(cell, day or today) or DOTS
    return ReviewPaper(
        head=head_on(cell, day, year, today, DocumentType.REPORT),
        title=form.title,
        subtitle=f"{form.subject} {when_words(year, 0)}",
        code=form.code,
        blocks=(*_part_a(form, text), *_part_b(form, groups, own, rating)),
        signatures=(Signature(form.signer, secretary or DOTS),),
        on_behalf="T/M CHI BỘ",
        recipients=tuple(line.format(commune=commune) for line in RECIPIENTS),
        sealed=text is not None and text.written,
    )


def _part_a(form: FormText, text: ReviewText | None) -> list[Body]:
    blocks: list[Body] = [Heading(form.part_a)]
    for heading in form.headings:
        blocks.append(Heading(heading.title, 2 if heading.title[:1].isdigit() else 1))
        if heading.written:
            blocks += _words(heading, text.section(heading.code) if text else "")
    return blocks


def _words(heading: FormHeading, text: str) -> list[Body]:
    lines = lines_of(text)
    if lines:
        return [Paragraph(line) for line in lines]
    hint: list[Body] = [Paragraph(f"[{heading.hint}]")] if heading.hint else []
    return [*hint, Blank(heading.lines)]


def _part_b(
    form: FormText, groups: Sequence[PointGroup], own: PointSum | None, rating: YearRating | None
) -> list[Body]:
    blocks: list[Body] = [Heading(form.part_b), Heading(GROUPS_HEADING)]
    for number, group in enumerate(groups, start=1):
        points = own.of_group(group.lines) if own else None
        shown = DOTS[:8] if points is None else decimal(points, 2)
        blocks.append(Paragraph(f"{number}. {group.title}: {shown}/{decimal(group.max, 2)}"))
    total = own.total if own else None
    blocks.append(Paragraph(f"Tổng điểm: {DOTS[:8] if total is None else decimal(total, 2)}/100"))
    blocks.append(Heading(f"{LEVEL_HEADING}: {label(rating)}." if rating else f"{LEVEL_HEADING}:"))
    if rating is None:
        levels = "; ".join(label(level) for level in YearRating)
        blocks += [Paragraph(f"[{levels}]"), Blank(1)]
    return blocks


def review_paper_text(paper: ReviewPaper) -> str:
    """Return a paper as plain text, to be read aloud or compared."""
    head = paper.head
    lines = [head.upper, head.cell, head.party, *([head.number] if head.number else []), head.place, ""]
    lines += [paper.code] if paper.code else []
    lines += [paper.title, paper.subtitle, *([f"({paper.note})"] if paper.note else []), ""]
    for block in paper.blocks:
        lines += block_lines(block)
    if paper.on_behalf:
        lines += ["", "Nơi nhận:", *(f"- {line}" for line in paper.recipients), "", paper.on_behalf]
    for signature in paper.signatures:
        lines += ["", signature.caption, signature.name]
    return "\n".join(lines) + "\n"
