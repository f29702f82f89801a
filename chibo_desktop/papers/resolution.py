"""A resolution as a PDF (nghị quyết)."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.paper import Block, Body, Grid, Signature
from chibo_desktop.domain.resolution_paper import DRAFT_MARK, ResolutionPaper
from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import Styles, literal, story_of, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead, title_block
from chibo_desktop.papers.page import PageFrame, build_pdf, text_width_of
from chibo_desktop.papers.signatures import SIGNING_ROOM
from chibo_desktop.papers.tables import grid_flowables


def render_resolution(paper: ResolutionPaper, layout: Layout | None = None) -> bytes:
    """Return a resolution as a PDF, byte for byte the same each time.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = [
        letterhead(paper.head, layout),
        *title_block(paper.title, paper.subtitle, styles),
        *body_story(paper.blocks, styles, layout),
        issued_end(
            [Para(literal(paper.adoption), styles.closing)],
            paper.recipients, paper.on_behalf, paper.signature, layout,
        ),
    ]  # fmt: skip
    frame = PageFrame(
        title=f"Nghị quyết. {paper.subtitle}", author=paper.head.cell, mark=DRAFT_MARK if paper.draft else ""
    )
    return build_pdf(story, frame, layout)


def body_story(
    blocks: Sequence[Body], styles: Styles, layout: Layout, *, table_size: float | None = None
) -> list[Flowable]:
    """Return the flowables of a body with tables in it."""
    story: list[Flowable] = []
    run: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid):
            story += story_of(run, styles)
            story += grid_flowables(block, layout, size=table_size)
            run = []
        else:
            run.append(block)
    return story + story_of(run, styles)


def issued_end(
    last: Sequence[Flowable], recipients: Sequence[str], on_behalf: str, signature: Signature, layout: Layout
) -> Flowable:
    """Return the last lines, Nơi nhận on the left and who signs on the right, together on one page (section 8)."""
    size = layout.sizes.signature

    def line(text: str, face: str, points: float, *, centre: bool) -> Para:
        style = ParagraphStyle(
            "issued",
            fontName=face,
            fontSize=points,
            leading=points * 1.3,
            alignment=TA_CENTER if centre else TA_LEFT,
        )
        return Para(literal(text), style)

    # Nơi nhận is underlined (HD 36): reportlab knows that only as markup.
    heading = ParagraphStyle("recipients", fontName=fonts.REGULAR, fontSize=size, leading=size * 1.3)
    left: list[Flowable] = [Para("<u>Nơi nhận:</u>", heading)]
    left += [line(f"- {text}", fonts.REGULAR, size - 2, centre=False) for text in recipients]
    face = fonts.BOLD if layout.weight.caption_bold else fonts.REGULAR
    right: list[Flowable] = [
        line(on_behalf, fonts.BOLD, size, centre=True),
        line(signature.caption, face, size, centre=True),
        Spacer(0, SIGNING_ROOM),
        line(signature.name, fonts.BOLD, size, centre=True),
    ]
    half = text_width_of(layout) / 2
    table = Table([[left, right]], colWidths=[half, half])
    table.setStyle(
        TableStyle([
            ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("PADDING", (0, 0), (-1, -1), 2),
        ])
    )  # fmt: skip
    return KeepTogether([*last, Spacer(0, 10), table])
