"""The duties of a year in figures: states, on time, coverage (số liệu nhiệm vụ)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.counted import Counted, counted
from chibo_desktop.domain.duties import DONE, OPEN, Duty, DutySource, DutyState, is_overdue
from chibo_desktop.domain.duty_board import asked_on
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.ratings import YearRating

ON_TIME = frozenset({DutyState.DONE_ON_TIME, DutyState.DONE_BEYOND})


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFigures:
    """The duties of the year."""

    by_state: Mapping[DutyState, Counted]
    by_source: Mapping[DutySource, Counted]
    graded: Mapping[YearRating, Counted]
    """by the grade given when they were judged"""
    overdue: Counted
    due: Counted
    """whose day has come"""
    due_done: Counted
    due_on_time: Counted
    asked: Counted
    """members to whom a duty must be given; their ids"""
    covered: Counted
    """of them, those who have one"""

    @property
    def on_time_rate(self) -> float | None:
        """Done on time or beyond over those whose day has come, in per cent."""
        return self.due_on_time.share_of(self.due)

    @property
    def coverage(self) -> float | None:
        """Members with a duty over those who must have one, in per cent (Điều lệ 24.2)."""
        return self.covered.share_of(self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDuties:
    """What one member was given in the year."""

    given: Counted
    shared: Counted
    """with another as owner"""
    done: Counted
    judged: Counted
    """settled, or their day has come"""
    on_time: Counted
    beyond: Counted
    overdue: Counted

    @property
    def on_time_rate(self) -> float | None:
        """Done on time or beyond over those that can be judged, in per cent."""
        return self.on_time.share_of(self.judged)


def duty_figures(
    duties: Sequence[Duty], still_open: Iterable[Duty], members: Iterable[Member], *, day: date, today: date
) -> DutyFigures:
    """Count a year's duties; `day` is the one members are counted on, `still_open` were given before the year."""
    due = [d for d in duties if d.due is not None and d.due <= today]
    having = {member for d in (*duties, *still_open) for member in (d.owner_id, *d.co_owner_ids)}
    asked = asked_on(members, day)
    return DutyFigures(
        by_state={state: counted(d for d in duties if d.state is state) for state in DutyState},
        by_source={source: counted(d for d in duties if d.source is source) for source in DutySource},
        graded={grade: counted(d for d in duties if d.grade is grade) for grade in YearRating},
        overdue=counted(d for d in duties if is_overdue(d, today)),
        due=counted(due),
        due_done=counted(d for d in due if d.state in DONE),
        due_on_time=counted(d for d in due if d.state in ON_TIME),
        asked=counted(asked),
        covered=counted(m for m in asked if m.id in having),
    )


def own_duties(given: Sequence[Duty], shared: Sequence[Duty], today: date) -> OwnDuties:
    """Count the duties of one member."""
    judged = [d for d in given if d.state not in OPEN or (d.due is not None and d.due <= today)]
    return OwnDuties(
        given=counted(given),
        shared=counted(shared),
        done=counted(d for d in given if d.state in DONE),
        judged=counted(judged),
        on_time=counted(d for d in judged if d.state in ON_TIME),
        beyond=counted(d for d in given if d.state is DutyState.DONE_BEYOND),
        overdue=counted(d for d in given if is_overdue(d, today)),
    )
