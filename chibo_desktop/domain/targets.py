"""Targets of resolutions, with what they are measured by (chỉ tiêu)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Id, Line, Note, Position, Record, Title, kind

Measure = Annotated[float, Meta(ge=0, le=1_000_000_000)]


class TargetState(Enum):
    """Whether it has been met."""

    OPEN = "open"
    MET = "met"
    EXCEEDED = "exceeded"
    NOT_MET = "not_met"


@kind("target")
class Target(Record, frozen=True, kw_only=True):
    """One thing a resolution wants reached: how much of what, by when, and how far it is."""

    resolution_id: Id | None = None
    position: Position = 0
    text: Title
    unit: Line = ""
    """ "%", "hộ", "triệu đồng" """
    planned: Measure | None = None
    at_most: bool = False
    """whether less is better: "dưới 5 % hộ nghèo" """
    reached: Measure | None = None
    due: date | None = None
    owner_id: Id | None = None
    state: TargetState = TargetState.OPEN
    measured_on: date | None = None
    note: Note = ""
