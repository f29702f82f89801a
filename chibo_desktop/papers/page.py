"""The page of all papers: size, margins, page numbers, foot and the file's own description (trang giấy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import fitting_size, printable
from chibo_desktop.papers.layout import Layout

_building = Lock()

CREATOR = "Sổ chi bộ"


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What stands on every page outside the text, and how the file calls itself."""

    title: str
    author: str
    foot: str = ""
    mark: str = ""
    """a warning in the top margin of every page, such as that the paper is a draft"""
    numbered: bool = True
    """whether pages after the first bear their number; not where each page is a paper of its own"""


def paper_size(layout: Layout) -> tuple[float, float]:
    """Return width and height of the sheet, in points."""
    width, height = {"A4": A4, "A5": A5, "A4 across": landscape(A4)}[layout.paper]
    return float(width), float(height)


def text_width_of(layout: Layout) -> float:
    """Return the width between the margins, in points."""
    return float(paper_size(layout)[0] - (layout.page.left + layout.page.right) * mm)


def build_pdf(story: Sequence[Flowable], frame: PageFrame, layout: Layout) -> bytes:
    """Lay a story out and return the file's bytes, the same for the same words."""
    fonts.register()
    margins = layout.page
    width, height = paper_size(layout)
    box = Frame(
        margins.left * mm,
        margins.bottom * mm,
        text_width_of(layout),
        height - (margins.top + margins.bottom) * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def decorate(canvas: Canvas, _document: object) -> None:
        _draw_margins(canvas, frame, layout, width, height)

    stream = BytesIO()
    document = BaseDocTemplate(
        stream,
        pagesize=(width, height),
        title=printable(frame.title),
        author=printable(frame.author),
        creator=CREATOR,
        producer=CREATOR,
        subject=printable(frame.foot),
        lang="vi",
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
    )
    document.addPageTemplates([PageTemplate(frames=[box], onPage=decorate)])
    # reportlab reads a face through one shared position while it makes the subset.
    with _building:
        document.build(list(story))
    return stream.getvalue()


def _draw_margins(canvas: Canvas, frame: PageFrame, layout: Layout, width: float, height: float) -> None:
    margins, sizes = layout.page, layout.sizes
    middle = height - margins.top * mm / 2
    left, right = margins.left * mm, width - margins.right * mm
    canvas.saveState()
    number = canvas.getPageNumber()
    if number > 1 and frame.numbered:
        canvas.setFont(fonts.REGULAR, sizes.page_number)
        canvas.drawCentredString((left + right) / 2, middle - sizes.page_number / 3, str(number))
    if frame.mark:
        mark = printable(frame.mark)
        text = fonts.text_width(mark, fonts.BOLD, 11)
        canvas.setFont(fonts.BOLD, 11)
        canvas.setLineWidth(0.8)
        canvas.rect(right - text - 12, middle - 8, text + 12, 18)
        canvas.drawString(right - text - 6, middle - 3, mark)
    if frame.foot:
        foot = printable(frame.foot)
        size = fitting_size(foot, fonts.ITALIC, sizes.foot, right - left, least=6)
        base = margins.bottom * mm / 2
        canvas.setLineWidth(0.3)
        canvas.line(left, base + sizes.foot + 3, right, base + sizes.foot + 3)
        canvas.setFont(fonts.ITALIC, size)
        canvas.drawString(left, base, foot)
    canvas.restoreState()
