"""The two signatures at a paper's end, never alone on a page (chữ ký)."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.paper import Signature
from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import literal
from chibo_desktop.papers.layout import Layout
from chibo_desktop.papers.page import text_width_of

SIGNING_ROOM = 24 * mm


def signed_end(last: Sequence[Flowable], left: Signature, right: Signature, layout: Layout) -> Flowable:
    """Return the last lines and both signatures, kept together on one page."""
    return signed_row(last, (left, right), layout)


def signed_row(last: Sequence[Flowable], signatures: Sequence[Signature], layout: Layout) -> Flowable:
    """Return the last lines and the signatures beside one another, kept together on one page."""
    size = layout.sizes.signature
    face = fonts.BOLD if layout.weight.caption_bold else fonts.REGULAR

    def cell(text: str, name: str) -> Para:
        style = ParagraphStyle("signature", fontName=name, fontSize=size, leading=size * 1.3, alignment=TA_CENTER)
        return Para(literal(text), style)

    count = len(signatures)
    table = Table(
        [
            [cell(signature.caption, face) for signature in signatures],
            [""] * count,
            [cell(signature.name, fonts.BOLD) for signature in signatures],
        ],
        colWidths=[text_width_of(layout) / count] * count,
        rowHeights=[None, SIGNING_ROOM, None],
    )
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("PADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return KeepTogether([*last, Spacer(0, 10), table])
