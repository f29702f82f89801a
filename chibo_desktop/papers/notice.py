"""The notice of a meeting as a PDF (thông báo họp)."""

from __future__ import annotations

import msgspec
from reportlab.platypus import Flowable

from chibo_desktop.domain.notice_paper import DRAFT_MARK, NoticePaper
from chibo_desktop.papers.blocks import story_of, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.resolution import issued_end


def close_set(layout: Layout) -> Layout:
    """Return a layout pack set closer within its rules (lines of 18 points), so that a notice keeps to one page."""
    return msgspec.structs.replace(layout, body=msgspec.structs.replace(layout.body, leading=18, after=3))


def render_notice(paper: NoticePaper, layout: Layout | None = None) -> bytes:
    """Return the notice as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = close_set(layout or default_layout())
    styles = styles_for(layout)
    story: list[Flowable] = [
        letterhead(paper.head, layout),
        *title_block(paper.title, paper.subtitle, styles),
        *story_of(paper.blocks[:-1], styles),
        issued_end(story_of(paper.blocks[-1:], styles), paper.recipients, paper.on_behalf, paper.signature, layout),
    ]
    mark = DRAFT_MARK if paper.draft else ""
    return build_pdf(story, PageFrame(f"Thông báo {paper.subtitle}", paper.head.cell, mark=mark), layout)
