"""What stands above a paper's title (tiêu đề): bodies, number, party, place and date."""

from __future__ import annotations

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.paper import Letterhead
from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import RuleLine, Styles, fitting_size, literal, printable
from chibo_desktop.papers.layout import Layout
from chibo_desktop.papers.page import text_width_of

_LEFT_SHARE = 0.46
_GAP = 8


def letterhead(head: Letterhead, layout: Layout) -> Flowable:
    """Return the two columns of a paper's head (HD 36-HD/VPTW), the rule as long as the party's name."""
    sizes = layout.sizes
    width = text_width_of(layout)
    left = width * _LEFT_SHARE
    right = width - left

    def line(text: str, face: str, size: float, room: float) -> Para:
        fitted = fitting_size(printable(text), face, size, room - _GAP, least=size - 2.5)
        style = ParagraphStyle("head", fontName=face, fontSize=fitted, leading=size * 1.22, alignment=TA_CENTER)
        return Para(literal(text), style)

    rule = RuleLine(fonts.text_width(printable(head.party), fonts.BOLD, sizes.party), above=3, below=12)
    party = line(head.party, fonts.BOLD, sizes.party, right)
    rows = [
        [line(head.upper, fonts.REGULAR, sizes.head, left), [party, rule]],
        [line(head.cell, fonts.BOLD, sizes.head, left), ""],
        [line("*", fonts.REGULAR, sizes.head, left), ""],
        [
            line(head.number, fonts.REGULAR, sizes.head, left),
            line(head.place, fonts.ITALIC, sizes.place, right),
        ],
    ]
    table = Table(rows, colWidths=[left, right])
    table.setStyle(
        TableStyle([
            ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
            ("SPAN", (1, 0), (1, 2)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ])
    )  # fmt: skip
    return table


def title_block(title: str, subtitle: str, styles: Styles) -> list[Flowable]:
    """Return the title, what it is about, and the short rule below."""
    return [
        Spacer(0, 20),
        Para(literal(title), styles.title),
        Para(literal(subtitle), styles.subtitle),
        RuleLine(80, above=6, below=14),
    ]
