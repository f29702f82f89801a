"""Papers of criticism as PDF: the sheet to prepare by hand, the record of a month (phiếu, bản ghi)."""

from __future__ import annotations

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.criticism_paper import INTERNAL_MARK, CriticismPaper, Worksheet
from chibo_desktop.domain.paper import Signature
from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import DottedLines, literal, story_of, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf, paper_size, text_width_of
from chibo_desktop.papers.signatures import signed_row

_CUT = 5 * mm
_TWO_UP_LINES = 2
"""dotted lines to a question where two sheets share a page"""


class CutLine(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """A dashed line to cut along, over the margins' edge."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the whole width and room above and below."""
        del available_height
        self._available = available_width
        return available_width, _CUT

    def draw(self) -> None:
        """Draw the dashes."""
        canvas: Canvas = self.canv
        canvas.setLineWidth(0.5)
        canvas.setDash(5, 4)
        canvas.line(-8 * mm, _CUT / 2, self._available + 8 * mm, _CUT / 2)
        canvas.setDash()


def render_worksheet(sheet: Worksheet, layout: Layout | None = None) -> bytes:
    """Return the sheet as one A4 page; two to be cut apart where the worksheet says so."""
    layout = layout or default_layout()
    fonts.register()
    one = _sheet(sheet, layout)
    story = one if sheet.per_sheet == 1 else [*one, CutLine(), *_sheet(sheet, layout)]
    return build_pdf(story, PageFrame(sheet.title.capitalize(), sheet.cell), layout)


def _sheet(sheet: Worksheet, layout: Layout) -> list[Flowable]:
    two = sheet.per_sheet > 1
    size = 10.0 if two else 13.0

    def style(
        face: str, points: float, *, centre: bool = False, above: float = 0, below: float = 0
    ) -> ParagraphStyle:
        return ParagraphStyle(
            "sheet",
            fontName=face,
            fontSize=points,
            leading=points * 1.25,
            alignment=TA_CENTER if centre else TA_LEFT,
            spaceBefore=above,
            spaceAfter=below,
        )

    story: list[Flowable] = [
        Para(literal(sheet.title), style(fonts.BOLD, size + 2, centre=True)),
        Para(literal(f"{sheet.cell}. {sheet.month}"), style(fonts.REGULAR, size, centre=True, below=size / 3)),
        Para(literal(sheet.how), style(fonts.ITALIC, size - 1, below=size / 3)),
    ]
    room = _room(layout, two=two)
    fixed = sum(flowable.wrap(text_width_of(layout), room)[1] + size / 3 for flowable in story)
    asked = style(fonts.BOLD, size, above=size / 3)
    hint = style(fonts.ITALIC, size - 1.5)
    parts = []
    for number, question in enumerate(sheet.questions, start=1):
        words = [Para(literal(f"{number}. {question.text}"), asked)]
        if question.hint and not two:
            words.append(Para(literal(question.hint), hint))
        parts.append((words, min(question.lines, _TWO_UP_LINES) if two else question.lines))
        fixed += sum(word.wrap(text_width_of(layout), room)[1] for word in words) + size / 3
    # The lines share what is left of the page, as far apart as a hand writes.
    leading = min(9.5 * mm, max(4.5 * mm, (room - fixed) / sum(lines for _, lines in parts)))
    for words, lines in parts:
        story.append(KeepTogether([*words, DottedLines(lines, leading)]))
    return story


def _room(layout: Layout, *, two: bool) -> float:
    height = paper_size(layout)[1] - (layout.page.top + layout.page.bottom) * mm
    return float((height - _CUT) / 2 - 2 * mm if two else height - 2 * mm)


def render_criticism(paper: CriticismPaper, layout: Layout | None = None) -> bytes:
    """Return the record of a month or of one note as a PDF, its margin telling whom it is for."""
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        letterhead(paper.head, layout),
        *title_block(paper.title, paper.subtitle, styles),
        *story_of(paper.blocks, styles),
        Spacer(0, 4),
        signed_row([Para(literal(paper.closing), styles.closing)], (Signature("", ""), paper.signature), layout),
    ]
    # The file calls itself by its kind and month only: names would show in the list of recent files.
    return build_pdf(story, PageFrame(paper.title.capitalize(), paper.head.cell, mark=INTERNAL_MARK), layout)
