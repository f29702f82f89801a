"""Papers of the review as PDF: forms, ballots, minutes, the table of results (giấy tờ kiểm điểm)."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer
from reportlab.platypus import Paragraph as Para

from chibo_desktop.domain.paper import Grid, Signature
from chibo_desktop.domain.review_paper import ReviewPaper
from chibo_desktop.papers import fonts
from chibo_desktop.papers.blocks import DottedLines, RuleLine, Styles, literal, styles_for
from chibo_desktop.papers.layout import Layout, default_layout
from chibo_desktop.papers.letterhead import letterhead
from chibo_desktop.papers.page import PageFrame, build_pdf
from chibo_desktop.papers.resolution import body_story, issued_end
from chibo_desktop.papers.signatures import signed_row

_TABLE = 12.0
_SMALL_TABLE = 10.5
_NOBODY = Signature("", "")


def render_review_papers(papers: Sequence[ReviewPaper], layout: Layout | None = None) -> bytes:
    """Return one or several papers as one PDF, each on a page of its own.

    Raises DamagedError when the faces or the layout pack that ship with the program are not whole.
    """
    layout = layout or default_layout()
    styles = styles_for(layout)
    story: list[Flowable] = []
    for paper in papers:
        if story:
            story.append(PageBreak())
        story += _story(paper, styles, layout)
    first = papers[0]
    frame = PageFrame(
        title=f"{first.title}. {first.subtitle}", author=first.head.cell, numbered=len(papers) == 1
    )  # fmt: skip
    return build_pdf(story, frame, layout)


def _story(paper: ReviewPaper, styles: Styles, layout: Layout) -> list[Flowable]:
    story: list[Flowable] = []
    if paper.code:
        corner = ParagraphStyle(
            "code", fontName=fonts.ITALIC, fontSize=11, leading=14, alignment=TA_RIGHT, spaceAfter=2 * mm
        )
        story.append(Para(literal(paper.code), corner))
    story += [letterhead(paper.head, layout), *_title(paper, styles)]
    size = _SMALL_TABLE if paper.small else _TABLE
    # The last words go with the signatures, which never stand alone on a page.
    kept = 0 if not paper.blocks or isinstance(paper.blocks[-1], Grid) else 1
    body, last = paper.blocks[: len(paper.blocks) - kept], paper.blocks[len(paper.blocks) - kept :]
    story += _spaced(body_story(body, styles, layout, table_size=size))
    end = [flowable for block in last for flowable in body_story([block], styles, layout)]
    if paper.on_behalf:
        story.append(issued_end(end, paper.recipients, paper.on_behalf, paper.signatures[0], layout))
    elif paper.signatures:
        row = paper.signatures if len(paper.signatures) > 1 else (_NOBODY, *paper.signatures)
        story.append(signed_row(end, row, layout))
    else:
        story += end
    return story


def _spaced(story: Sequence[Flowable]) -> list[Flowable]:
    """Return a body with room below lines to write on, so that a hand's letters do not touch the next words."""
    found: list[Flowable] = []
    for flowable in story:
        found.append(flowable)
        if isinstance(flowable, DottedLines):
            found.append(Spacer(0, 5))
    return found


def _title(paper: ReviewPaper, styles: Styles) -> list[Flowable]:
    note = ParagraphStyle(
        "note", parent=styles.subtitle, fontName=fonts.ITALIC, alignment=TA_CENTER, fontSize=styles.body.fontSize
    )
    lines = [Para(literal(f"({paper.note})"), note)] if paper.note else []
    return [
        Spacer(0, 16),
        Para(literal(paper.title), styles.title),
        Para(literal(paper.subtitle), styles.subtitle),
        *lines,
        RuleLine(80, above=6, below=12),
    ]
