"""Resolutions of the cell (nghị quyết)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from chibo_desktop.domain.records import Id, LongText, Record, Title, kind


class ResolutionState(Enum):
    """Whether the cell has adopted it."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    REJECTED = "rejected"


@kind("resolution")
class Resolution(Record, frozen=True, kw_only=True):
    """A resolution: what the cell resolved, adopted with a vote of its meeting."""

    meeting_id: Id | None = None
    vote_id: Id | None = None
    title: Title
    """trích yếu: "Lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026" """
    date: date
    text: LongText = ""
    state: ResolutionState = ResolutionState.DRAFT
