"""Duties given to members (nhiệm vụ được phân công)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.records import Count, Id, Line, Note, Position, Record, Year, kind


class DutyState(Enum):
    """How far a duty has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_BEYOND = "done_beyond"
    """hoàn thành vượt mức"""
    NOT_DONE = "not_done"


OPEN = frozenset({DutyState.NOT_STARTED, DutyState.IN_PROGRESS})
DONE = frozenset({DutyState.DONE_ON_TIME, DutyState.DONE_LATE, DutyState.DONE_BEYOND})


class DutySource(Enum):
    """Where a duty comes from."""

    MEETING = "meeting"
    RESOLUTION = "resolution"
    PLAN = "plan"
    """the assignment at the start of the year"""
    OTHER = "other"


class Recurrence(Enum):
    """How often a duty comes back once it is settled."""

    NONE = "none"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@kind("duty")
class Duty(Record, frozen=True, kw_only=True):
    """Who does what until when ("6 rõ"), and where it was decided."""

    text: Note
    owner_id: Id | None = None
    co_owner_ids: tuple[Id, ...] = ()
    area: Line = ""
    """lĩnh vực, địa bàn, số hộ"""
    output: Line = ""
    """sản phẩm"""
    due: date | None = None
    position: Position = 0
    meeting_id: Id | None = None
    resolution_id: Id | None = None
    state: DutyState = DutyState.NOT_STARTED
    progress: Note = ""
    done_on: date | None = None
    source: DutySource = DutySource.MEETING
    plan_year: Year | None = None
    """the year whose assignment it belongs to"""
    given_on: date | None = None
    """when it was given, where no meeting says so"""
    households: Count | None = None
    """số hộ phụ trách"""
    recurrence: Recurrence = Recurrence.NONE
    series_id: Id | None = None
    """the same for every turn of a recurring duty"""
    grade: YearRating | None = None
    """đánh giá mức hoàn thành"""
    grade_note: Note = ""


@kind("duty_progress")
class DutyProgress(Record, frozen=True, kw_only=True):
    """One line of a duty's log: what was said of it on a day."""

    duty_id: Id
    date: date
    text: Note
    state: DutyState
    meeting_id: Id | None = None


def given_day(duty: Duty, meetings: Mapping[bytes, date]) -> date | None:
    """Return when a duty was given: the day of its meeting, else the day written; `meetings` are days by id."""
    return meetings.get(duty.meeting_id or b"", duty.given_on)


def is_overdue(duty: Duty, today: date) -> bool:
    """Whether the day it was due has passed and it is still open."""
    return duty.state in OPEN and duty.due is not None and duty.due < today
