"""The list of those proposed for a reward as a PDF (danh sách đề nghị khen thưởng)."""

from __future__ import annotations

from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.reward_paper import RewardPaper
from chibo_desktop.papers.blocks import literal, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.resolution import body_story, issued_end


def render_reward_list(paper: RewardPaper, layout: Layout | None = None) -> bytes:
    """Return the list as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        letterhead(paper.head, layout),
        *title_block(paper.title, paper.subtitle, styles),
        *body_story(paper.blocks, styles, layout, table_size=layout.sizes.body - 2),
        issued_end(
            [Para(literal(paper.closing), styles.closing)],
            paper.recipients, paper.on_behalf, paper.signature, layout,
        ),
    ]  # fmt: skip
    return build_pdf(story, PageFrame(title=f"{paper.title}. {paper.subtitle}", author=paper.head.cell), layout)
