"""The inspection programme and the dues of a month as PDF (chương trình kiểm tra, bảng thu đảng phí)."""

from __future__ import annotations

from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.dues_paper import DuesPaper
from chibo_desktop.domain.inspection_paper import DRAFT_MARK, ProgrammePaper
from chibo_desktop.papers.blocks import literal, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.resolution import body_story, issued_end
from chibo_desktop.papers.signatures import signed_row


def render_programme(paper: ProgrammePaper, layout: Layout | None = None) -> bytes:
    """Return the inspection programme as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        letterhead(paper.head, layout),
        *title_block(paper.title, paper.subtitle, styles),
        *body_story(paper.blocks, styles, layout, table_size=layout.sizes.body - 3),
        issued_end([], paper.recipients, paper.on_behalf, paper.signature, layout),
    ]
    frame = PageFrame(
        title=f"Chương trình {paper.subtitle}", author=paper.head.cell, mark=DRAFT_MARK if paper.draft else ""
    )
    return build_pdf(story, frame, layout)


def render_dues(paper: DuesPaper, layout: Layout | None = None) -> bytes:
    """Return the dues of a month as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        letterhead(paper.head, layout),
        *title_block(paper.title, paper.subtitle, styles),
        *body_story((paper.table,), styles, layout, table_size=layout.sizes.body - 2),
        signed_row([Para(literal(paper.closing), styles.closing)], (paper.left, paper.right), layout),
    ]
    return build_pdf(story, PageFrame(f"{paper.title} {paper.subtitle}", paper.head.cell), layout)
