"""The record of a handover as a PDF (biên bản bàn giao)."""

from __future__ import annotations

from reportlab.platypus import Flowable

from chibo_desktop.domain.handover_paper import HandoverPaper
from chibo_desktop.papers.blocks import story_of, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.notice import close_set
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.resolution import body_story
from chibo_desktop.papers.signatures import signed_row


def render_handover(paper: HandoverPaper, layout: Layout | None = None) -> bytes:
    """Return the record as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = close_set(layout or default_layout())
    styles = styles_for(layout)
    *body, last = paper.blocks
    story: list[Flowable] = [
        letterhead(paper.head, layout),
        *title_block(paper.title, paper.subtitle, styles),
        *body_story(body, styles, layout),
        signed_row(story_of([last], styles), paper.signatures, layout),  # type: ignore[list-item]
    ]
    return build_pdf(story, PageFrame(f"Biên bản. {paper.subtitle}", paper.head.cell), layout)
