"""Ruled tables on paper (bảng)."""

from __future__ import annotations

from html import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.paper import Grid
from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import printable
from chibo_desktop.papers.layout import Layout
from chibo_desktop.papers.page import text_width_of

_SHADE = HexColor("#f0eee8")


def grid_flowables(grid: Grid, layout: Layout, *, size: float | None = None) -> list[Flowable]:
    """Return a table as wide as the text; its head is repeated on every page, rows may be parted."""
    fonts.register()
    size = size or layout.sizes.body - 2
    width = text_width_of(layout)
    whole = sum(grid.widths)

    def cell(text: str, column: int, face: str, *, centre: bool = False) -> Para:
        middle = centre or column in grid.centred
        style = ParagraphStyle(
            "cell", fontName=face, fontSize=size, leading=size * 1.22, alignment=TA_CENTER if middle else TA_LEFT
        )
        # Not glued as running text is: a narrow column needs every break there is.
        return Para(escape(printable(text), quote=True), style)

    rows = [[cell(text, i, fonts.BOLD, centre=True) for i, text in enumerate(grid.columns)]]
    for number, row in enumerate(grid.rows):
        face = fonts.BOLD if number in grid.strong else fonts.REGULAR
        rows.append([cell(text, i, face) for i, text in enumerate(row)])
    table = Table(rows, colWidths=[width * share / whole for share in grid.widths], repeatRows=1, splitInRow=1)
    table.setStyle(
        TableStyle([
            ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
            ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#000000")),
            ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ])
    )  # fmt: skip
    return [table, Spacer(0, layout.body.after)]
