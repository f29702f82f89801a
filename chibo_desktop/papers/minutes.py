"""The minutes as a PDF (biên bản)."""

from __future__ import annotations

from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.minutes import DRAFT_MARK, NOTICE, Minutes
from chibo_desktop.papers.blocks import literal, story_of, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.signatures import signed_end


def render_minutes(minutes: Minutes, layout: Layout | None = None) -> bytes:
    """Return the minutes as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        letterhead(minutes.head, layout),
        *title_block(minutes.title, minutes.subtitle, styles),
    ]
    story += story_of(minutes.blocks, styles)
    story.append(signed_end([Para(literal(minutes.closing), styles.closing)], minutes.left, minutes.right, layout))
    frame = PageFrame(
        title=f"Biên bản. {minutes.subtitle}",
        author=minutes.head.cell,
        foot=f"{minutes.code_line}. {NOTICE}",
        mark=DRAFT_MARK if minutes.draft else "",
    )
    return build_pdf(story, frame, layout)
