"""The year's plan of thematic meetings (kế hoạch sinh hoạt chuyên đề)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Id, Note, Record, Title, kind


class ThemeState(Enum):
    """How far a theme has come (HD 12: the chi ủy or the secretary approves the draft)."""

    PLANNED = "planned"
    WRITING = "writing"
    APPROVED = "approved"
    HELD = "held"


@kind("theme")
class Theme(Record, frozen=True, kw_only=True):
    """One thematic meeting of a year's plan; at least one a quarter (CT 50-CT/TW mục 2)."""

    year: Annotated[int, Meta(ge=1930, le=2200)]
    quarter: Annotated[int, Meta(ge=1, le=4)]
    topic: Title
    author_id: Id | None = None
    state: ThemeState = ThemeState.PLANNED
    meeting_id: Id | None = None
    """the meeting at which it was held"""
    note: Note = ""
