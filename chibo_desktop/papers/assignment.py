"""The assignment of duties as a PDF, a wide table on A4 across (bảng phân công nhiệm vụ)."""

from __future__ import annotations

import msgspec
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.duty_paper import AssignmentPaper
from chibo_desktop.papers.blocks import literal, styles_for
from chibo_desktop.papers.layout import Layout, Margins, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.resolution import issued_end
from chibo_desktop.papers.tables import grid_flowables

RECIPIENTS = ("Các đảng viên được phân công,", "Lưu Chi bộ.")


_MARGINS = Margins(top=20, bottom=15, left=20, right=15)


def across(layout: Layout) -> Layout:
    """Return a layout pack for A4 laid across: the same rules, margins that leave a wide table its room."""
    return msgspec.structs.replace(layout, paper="A4 across", page=_MARGINS)


def render_assignment(paper: AssignmentPaper, layout: Layout | None = None) -> bytes:
    """Return the assignment as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    wide = across(layout or default_layout())
    styles = styles_for(wide)
    story: list[Flowable] = [
        letterhead(paper.head, wide),
        *title_block(paper.title, paper.subtitle, styles),
        *grid_flowables(paper.table, wide, size=wide.sizes.body - 3.5),
        issued_end(
            [Para(literal(paper.closing), styles.closing)] if paper.closing else [],
            RECIPIENTS, paper.on_behalf, paper.signature, wide,
        ),
    ]  # fmt: skip
    return build_pdf(story, PageFrame(f"Bảng phân công nhiệm vụ. {paper.subtitle}", paper.head.cell), wide)
