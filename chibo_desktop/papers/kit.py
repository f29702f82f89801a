"""The kit for an evening without power as one PDF (bộ giấy phòng mất điện)."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Spacer
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.kit_paper import FOOT, SLIPS_A_PAGE, KitPaper
from chibo_desktop.domain.paper import Paragraph
from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import flowables, literal, printable, story_of, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.signatures import signed_end
from chibo_desktop.papers.tables import grid_flowables

_HOW = "đánh dấu × vào một ô cho mỗi đồng chí; ai đến muộn, về sớm thì ghi giờ."
_SLIP_HEIGHT = 50 * mm
_SLIP_LINES = 4


class Slip(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """One numbered slip on which a speech is noted, with a line to cut along below it."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        self._number, self._title = number, title

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the whole width and a slip's height."""
        del available_height
        self._available = available_width
        return available_width, _SLIP_HEIGHT

    def draw(self) -> None:
        """Draw the number, the lines to fill in and the line to cut along."""
        canvas: Canvas = self.canv
        top = _SLIP_HEIGHT - 14
        canvas.setFont(fonts.BOLD, 12)
        canvas.drawString(0, top, printable(f"PHIẾU Ý KIẾN số {self._number:02d}"))
        canvas.setFont(fonts.ITALIC, 9)
        canvas.drawRightString(self._available, top, printable(_fitted(self._title, self._available * 0.62)))
        canvas.setFont(fonts.REGULAR, 12)
        line = top - 22
        canvas.drawString(0, line, printable("Đ/c"))
        self._dots(22, self._available * 0.58, line - 2)
        canvas.drawString(self._available * 0.6, line, printable("Nội dung số"))
        self._dots(self._available * 0.6 + 66, self._available * 0.82, line - 2)
        canvas.drawString(self._available * 0.83, line, printable("Lúc"))
        self._dots(self._available * 0.83 + 24, self._available, line - 2)
        for number in range(1, _SLIP_LINES + 1):
            self._dots(0, self._available, line - 20 * number)
        canvas.setLineWidth(0.5)
        canvas.setDash(5, 4)
        canvas.line(-8 * mm, 2, self._available + 6 * mm, 2)
        canvas.setDash()

    def _dots(self, start: float, end: float, height: float) -> None:
        canvas: Canvas = self.canv
        canvas.setLineWidth(0.8)
        canvas.setLineCap(1)
        canvas.setDash(0.1, 3.2)
        canvas.line(start, height, end, height)
        canvas.setDash()
        canvas.setLineCap(0)


def _fitted(text: str, width: float) -> str:
    shown = printable(text)
    while fonts.text_width(shown, fonts.ITALIC, 9) > width and len(shown) > 1:
        shown = f"{shown[:-2].rstrip()}…"
    return shown


def render_kit(paper: KitPaper, layout: Layout | None = None) -> bytes:
    """Return the kit as one PDF: roll sheet, slips, blank minutes; byte for byte the same each time."""
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        *title_block("DANH SÁCH ĐIỂM DANH", paper.title, styles),
        *flowables(Paragraph(_HOW, "Cách ghi:"), styles),
        *grid_flowables(paper.roll, layout, size=11.5),
    ]  # fmt: skip
    for grid in (paper.apart, paper.guests):
        if grid is not None:
            story += [Spacer(0, 4), *grid_flowables(grid, layout, size=11.5)]
    story += flowables(Paragraph(paper.counts), styles)
    if paper.topics:
        story.append(Para(literal("Số của nội dung, để ghi trên phiếu ý kiến"), styles.section))
        story += [Para(literal(topic), styles.bullet) for topic in paper.topics]
    story.append(PageBreak())
    for number in range(1, paper.slips + 1):
        story.append(Slip(number, paper.title))
        if number % SLIPS_A_PAGE == 0 and number < paper.slips:
            story.append(PageBreak())
    story.append(PageBreak())
    minutes = paper.minutes
    story += [
        letterhead(minutes.head, layout),
        *title_block(minutes.title, minutes.subtitle, styles),
        *story_of(minutes.blocks, styles),
        signed_end([Para(literal(minutes.closing), styles.closing)], minutes.left, minutes.right, layout),
    ]
    return build_pdf(story, PageFrame(f"Bộ giấy phòng mất điện. {paper.title}", paper.cell, foot=FOOT), layout)
