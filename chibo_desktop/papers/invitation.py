"""Invitations to a meeting as a PDF, one A5 page each (giấy mời)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from reportlab.platypus import Flowable, PageBreak, Spacer
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.notice_paper import NoticePaper
from chibo_desktop.papers.blocks import literal, story_of, styles_for
from chibo_desktop.papers.layout import Body, Layout, Margins, Sizes, default_layout
from chibo_desktop.papers.letterhead import letterhead
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.resolution import issued_end

_MARGINS = Margins(top=12, bottom=10, left=16, right=12)
_SIZES = Sizes(
    party=11, head=10.5, place=10.5, title=14, subtitle=11, body=11.5, signature=11.5, page_number=10, foot=8
)
_BODY = Body(leading=15, indent=0, after=3)


def small_layout(layout: Layout) -> Layout:
    """Return a layout pack for A5: the same rules, smaller type and margins."""
    return msgspec.structs.replace(layout, paper="A5", page=_MARGINS, sizes=_SIZES, body=_BODY)


def render_invitations(papers: Sequence[NoticePaper], layout: Layout | None = None) -> bytes:
    """Return invitations as one PDF, byte for byte the same each time; there must be one at least."""
    small = small_layout(layout or default_layout())
    styles = styles_for(small)
    story: list[Flowable] = []
    for place, paper in enumerate(papers):
        if place:
            story.append(PageBreak())
        story += [
            letterhead(paper.head, small),
            Spacer(0, 14),
            Para(literal(paper.title), styles.title),
            Spacer(0, 8),
            *story_of(paper.blocks[:-1], styles),
            issued_end(
                story_of(paper.blocks[-1:], styles), paper.recipients, paper.on_behalf, paper.signature, small
            ),
        ]
    return build_pdf(story, PageFrame("Giấy mời", papers[0].head.cell), small)
