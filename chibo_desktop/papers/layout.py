"""Layout packs: sizes and margins of papers, as data (thể thức văn bản)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chibo_desktop.common.errors import DamagedError
from chibo_desktop.common.resources import resource

DEFAULT_PACK = "layout-hd05-2026.toml"

Millimetres = Annotated[float, Meta(ge=5, le=60)]
Points = Annotated[float, Meta(ge=6, le=40)]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the pack: every field must be there and none besides."""


class Margins(_Table, frozen=True):
    """Margins of the page, in millimetres."""

    top: Millimetres
    bottom: Millimetres
    left: Millimetres
    right: Millimetres


class Sizes(_Table, frozen=True):
    """Type sizes, in points."""

    party: Points
    head: Points
    place: Points
    title: Points
    subtitle: Points
    body: Points
    signature: Points
    page_number: Points
    foot: Points


class Body(_Table, frozen=True):
    """How running text is set."""

    leading: Points
    indent: Annotated[float, Meta(ge=0, le=30)]
    after: Annotated[float, Meta(ge=0, le=20)]


class Weight(_Table, frozen=True):
    """What is bold where sources disagree."""

    caption_bold: bool


class Layout(_Table, frozen=True):
    """One layout pack with its legal basis and the day it came into force."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    basis: Annotated[str, Meta(min_length=1, max_length=300)]
    since: date
    page: Margins
    sizes: Sizes
    body: Body
    weight: Weight
    paper: Literal["A4", "A5", "A4 across"] = "A4"


def read_layout(path: Path) -> Layout:
    """Read a layout pack; raises DamagedError naming the field when it is not as declared."""
    try:
        with path.open("rb") as stream:
            return msgspec.convert(tomllib.load(stream), Layout)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DamagedError(
            f"Không đọc được mẫu trình bày văn bản {path.name}: {error}.", "Hãy cài lại chương trình."
        ) from error


@cache
def default_layout() -> Layout:
    """Return the layout pack that ships with the program."""
    return read_layout(resource("rules", DEFAULT_PACK))
