"""Targets of resolutions, what they are measured by, and whether they are met (chỉ tiêu)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import Annotated

import msgspec
from msgspec import Meta

from chibo_desktop.domain.records import Id, Line, Note, Position, Record, Title, kind
from chibo_desktop.domain.wording import decimal

Measure = Annotated[float, Meta(ge=0, le=1_000_000_000)]


class TargetState(Enum):
    """Whether it has been met."""

    OPEN = "open"
    MET = "met"
    EXCEEDED = "exceeded"
    NOT_MET = "not_met"


REACHED = frozenset({TargetState.MET, TargetState.EXCEEDED})


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
    """the person's word; OPEN leaves it to the numbers (`state_on`)"""
    measured_on: date | None = None
    note: Note = ""


def state_on(target: Target, today: date) -> TargetState:
    """Return whether a target is met on a day: the person's word, else what the numbers say.

    Met from the planned figure on, exceeded above it, not met below it once its day has passed. A target that
    wants little (`at_most`) can still grow worse, so it is judged on its day at the earliest.
    """
    if target.state is not TargetState.OPEN:
        return target.state
    if target.planned is None or target.reached is None:
        return TargetState.OPEN
    lead = target.reached - target.planned
    if target.at_most:
        lead = -lead
        if not _is_final(target, today):
            return TargetState.OPEN
    if lead >= 0:
        return TargetState.EXCEEDED if lead > 0 else TargetState.MET
    return TargetState.NOT_MET if target.due is not None and target.due < today else TargetState.OPEN


def _is_final(target: Target, today: date) -> bool:
    if target.due is None or target.due < today:
        return True
    return target.due == today and target.measured_on is not None and target.measured_on >= target.due


def settled_on(target: Target, today: date) -> date | None:
    """Return since when a target's state stands, None while it is open or where nothing tells the day."""
    state = state_on(target, today)
    if state is TargetState.OPEN:
        return None
    computed = target.state is TargetState.OPEN
    if computed and target.due is not None and (state is TargetState.NOT_MET or target.at_most):
        on_the_day = state in REACHED and target.measured_on == target.due
        passed = target.due if on_the_day else target.due + timedelta(days=1)
        return max(passed, target.measured_on or passed)
    return target.measured_on or target.due


def is_overdue(target: Target, today: date) -> bool:
    """Whether its day has passed and nobody has said what came of it."""
    return target.due is not None and target.due < today and state_on(target, today) is TargetState.OPEN


def known_on(target: Target, day: date) -> Target:
    """Return a target without what was measured after a day."""
    if target.measured_on is None or target.measured_on <= day:
        return target
    return msgspec.structs.replace(target, reached=None, measured_on=None, state=TargetState.OPEN, note="")


def figure(value: float) -> str:
    """Return a measure as people write it: "1.250", "87,5"."""
    whole, _, rest = decimal(value, 2).partition(",")
    return f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")


def amount(value: float, unit: str) -> str:
    """Return a measure with its unit: "80%", "12 hộ"."""
    return f"{figure(value)}{'' if unit in {'', '%'} else ' '}{unit}"


def planned_words(target: Target) -> str:
    """Return what is wanted: "80%", "không quá 5%", "" where no figure is set."""
    if target.planned is None:
        return ""
    return f"{'không quá ' if target.at_most else ''}{amount(target.planned, target.unit)}"


def reached_words(target: Target) -> str:
    """Return how far it is beside what is wanted: "60/80%", "4%, kế hoạch không quá 5%"; "" before any result."""
    if target.reached is None:
        return ""
    if target.planned is None:
        return amount(target.reached, target.unit)
    if target.at_most:
        return f"{amount(target.reached, target.unit)}, kế hoạch {planned_words(target)}"
    return f"{figure(target.reached)}/{amount(target.planned, target.unit)}"
