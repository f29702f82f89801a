"""From words to flowables: styles, and the one place where text becomes printable (khối văn bản)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable
from reportlab.platypus import Paragraph as Para

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.paper import Blank, Block, Bullet, Heading, Paragraph
from chibo_desktop.papers import fonts
from chibo_desktop.papers.layout import Layout

MISSING = "[?]"
"""printed for a run of characters the face cannot draw, such as emoji"""
_SHORT_WORD = 5
_INVISIBLE = frozenset({"Cf", "Cc", "Cs"})


@lru_cache(maxsize=4096)
def _shown(char: str) -> str | None:
    if char.isspace():
        return " "
    if fonts.has_glyph(char) and unicodedata.category(char) not in _INVISIBLE:
        return char
    # Variation selectors and joiners are part of the character before them.
    return "" if unicodedata.category(char) in {"Cf", "Cc", "Mn", "Me"} else None


def printable(text: str) -> str:
    """Return one line of text as the face can draw it: NFC, and MISSING for what it lacks."""
    result: list[str] = []
    for char in clean_line(text):
        shown = _shown(char)
        if shown is None:
            if not result or result[-1] != MISSING:
                result.append(MISSING)
        elif shown:
            result.append(shown)
    return "".join(result)


def literal(text: str) -> str:
    """Return text for a reportlab paragraph in which nothing is read as markup."""
    return escape(_glued(printable(text)), quote=True)


def _glued(text: str) -> str:
    # A line with one syllable on it looks like a slip. reportlab draws the no-break space as a
    # plain one, so searching in the file still works.
    head, space, last = text.rpartition(" ")
    return f"{head}\u00a0{last}" if space and len(last) <= _SHORT_WORD else text


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of one layout."""

    body: ParagraphStyle
    bullet: ParagraphStyle
    centred: ParagraphStyle
    section: ParagraphStyle
    item: ParagraphStyle
    title: ParagraphStyle
    subtitle: ParagraphStyle
    closing: ParagraphStyle


def styles_for(layout: Layout) -> Styles:
    """Return the styles of a layout pack; the faces are registered on the way."""
    fonts.register()
    sizes, body = layout.sizes, layout.body
    base = ParagraphStyle(
        "body",
        fontName=fonts.REGULAR,
        fontSize=sizes.body,
        leading=body.leading,
        alignment=TA_JUSTIFY,
        firstLineIndent=body.indent * mm,
        spaceAfter=body.after,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )
    bold = {"fontName": fonts.BOLD}
    centre = {"alignment": TA_CENTER, "firstLineIndent": 0}
    italic = {"fontName": fonts.BOLD_ITALIC}

    def heading(name: str, size: float) -> ParagraphStyle:
        face = {"fontName": fonts.BOLD, "fontSize": size, "leading": size * 1.3, "spaceAfter": 0}
        return ParagraphStyle(name, base, **face, **centre)

    return Styles(
        body=base,
        bullet=ParagraphStyle("bullet", base, spaceAfter=body.after / 2),
        centred=ParagraphStyle("centred", base, spaceBefore=body.after, **bold, **centre),
        section=ParagraphStyle("section", base, spaceBefore=body.after, alignment=TA_LEFT, **bold),
        item=ParagraphStyle("item", base, spaceAfter=body.after / 2, alignment=TA_LEFT, **italic),
        title=heading("title", sizes.title),
        subtitle=heading("subtitle", sizes.subtitle),
        closing=ParagraphStyle("closing", base, spaceBefore=body.after),
    )  # fmt: skip


class RuleLine(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """A thin rule in the middle of the width it is given."""

    def __init__(self, length: float, above: float = 2, below: float = 2, thickness: float = 0.7) -> None:
        super().__init__()
        self._length, self._above, self._below, self._thickness = length, above, below, thickness

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the whole width and the room above and below."""
        del available_height
        self._available = available_width
        return available_width, self._above + self._below

    def draw(self) -> None:
        """Draw the rule."""
        canvas: Canvas = self.canv
        length = min(self._length, self._available)
        start = (self._available - length) / 2
        canvas.setLineWidth(self._thickness)
        canvas.line(start, self._below, start + length, self._below)


class DottedLines(Flowable):  # type: ignore[misc]
    """Lines to write on by hand; they may be parted between pages."""

    def __init__(self, lines: int, leading: float) -> None:
        super().__init__()
        self._lines, self._leading = lines, leading

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the whole width and a line's height each."""
        del available_height
        self._available = available_width
        return available_width, self._lines * self._leading

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Keep as many lines as the page has room for."""
        del available_width
        fitting = int(available_height // self._leading)
        if fitting < 1:
            return []
        return [DottedLines(fitting, self._leading), DottedLines(self._lines - fitting, self._leading)]

    def draw(self) -> None:
        """Draw the dots."""
        canvas: Canvas = self.canv
        canvas.setLineWidth(0.8)
        canvas.setLineCap(1)
        canvas.setDash(0.1, 3.2)
        for line in range(self._lines):
            height = (self._lines - line - 1) * self._leading + 4
            canvas.line(0, height, self._available, height)
        canvas.setDash()


def flowables(block: Block, styles: Styles) -> list[Flowable]:
    """Return what reportlab lays out for one block."""
    match block:
        case Heading(text, level):
            style = (styles.centred, styles.section, styles.item)[level]
            return [Para(literal(text), style)]
        case Paragraph(text, lead):
            return [Para(_with_lead(text, lead), styles.body)]
        case Bullet(text, lead):
            return [Para(_with_lead(text, lead, before=f"{block.sign} "), styles.bullet)]
        case Blank(lines):
            return [DottedLines(lines, styles.body.leading)]


def story_of(blocks: Sequence[Block], styles: Styles) -> list[Flowable]:
    """Return the flowables of a whole body; a heading never ends a page."""
    story: list[Flowable] = []
    line = styles.body.leading
    for i, block in enumerate(blocks):
        if isinstance(block, Heading) and not (i and isinstance(blocks[i - 1], Heading)):
            run = next((n for n, b in enumerate(blocks[i:]) if not isinstance(b, Heading)), 1)
            # Room for each heading with what is around it, and for three lines of what it speaks of.
            story.append(CondPageBreak(run * (line + 2 * styles.body.spaceAfter) + 3 * line))
        story.extend(flowables(block, styles))
    return story


def _with_lead(text: str, lead: str, before: str = "") -> str:
    start = f"<b>{literal(lead)}</b> " if lead else ""
    return f"{before}{start}{literal(text)}"


def fitting_size(text: str, face: str, size: float, width: float, least: float) -> float:
    """Return the largest size, by half points down to `least`, at which a text stays on one line.

    A text that is too long even then keeps `size` and wraps.
    """
    current = size
    while current >= least:
        if fonts.text_width(text, face, current) <= width:
            return current
        current -= 0.5
    return size
