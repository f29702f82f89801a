"""The parts papers are made of, before anyone thinks of fonts and pages (thành phần văn bản)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 0 stands centred, 1 opens a section, 2 an item within it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` are its first words, printed bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One point of a list: level 1 is set off by a dash, level 2 below it by a plus."""

    text: str
    lead: str = ""
    level: int = 1

    @property
    def sign(self) -> str:
        """What stands before the point."""
        return "-" if self.level == 1 else "+"


@dataclass(frozen=True, slots=True)
class Blank:
    """Dotted lines to be filled by hand."""

    lines: int = 2


Block = Heading | Paragraph | Bullet | Blank


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the title (HD 36-HD/VPTW): whose paper it is, its number, place and date."""

    upper: str
    cell: str
    number: str
    place: str
    party: str = "ĐẢNG CỘNG SẢN VIỆT NAM"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the caption in capitals and the name, or dots where it is not known."""

    caption: str
    name: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; `widths` are shares of the text's width, `centred` the columns set in the middle."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    centred: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    """rows printed bold, counted from 0: groups and sums"""


Body = Block | Grid
