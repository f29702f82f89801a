"""The score sheet as a PDF (biểu chấm điểm)."""

from __future__ import annotations

from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.score_paper import DRAFT_MARK, ScorePaper
from chibo_desktop.papers.blocks import literal, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.resolution import body_story
from chibo_desktop.papers.signatures import signed_row


def render_score_sheet(paper: ScorePaper, layout: Layout | None = None) -> bytes:
    """Return the score sheet as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        letterhead(paper.head, layout),
        *title_block(paper.title, paper.subtitle, styles),
        *body_story(paper.blocks, styles, layout, table_size=layout.sizes.body - 3),
        signed_row(
            [Para(literal(paper.closing), styles.bullet)],
            [s for s in (paper.left, paper.confirmed, paper.right) if s is not None],
            layout,
        ),
    ]
    frame = PageFrame(
        title=f"Biểu chấm điểm. {paper.subtitle}", author=paper.head.cell, mark=DRAFT_MARK if paper.draft else ""
    )
    return build_pdf(story, frame, layout)
