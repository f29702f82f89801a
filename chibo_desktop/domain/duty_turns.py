"""The turns of a duty that comes back (nhiệm vụ định kỳ): when the next is due, and who begins it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from msgspec.structs import replace

from chibo_desktop.domain.duties import OPEN, Duty, DutyState, Recurrence

_MONTHS = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3, Recurrence.YEARLY: 12}


def series_of(duty: Duty) -> bytes:
    """Return what all turns of a duty share; the first turn gives its own identity."""
    return duty.series_id or duty.id


def add_months(day: date, months: int, day_of_month: int | None = None) -> date:
    """Return the day so many months later, the last of the month where it has no such day."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    wanted = day_of_month or day.day
    return date(year, month + 1, min(wanted, monthrange(year, month + 1)[1]))


def next_due(turns: Sequence[Duty], today: date) -> date | None:
    """Return when the turn after the newest is due: after that turn, and not before today; None for no series.

    A duty due on the 31st is due on the last of shorter months and on the 31st again after them.
    """
    newest = newest_turn(turns)
    if newest is None or newest.due is None or newest.recurrence is Recurrence.NONE:
        return None
    step = _MONTHS[newest.recurrence]
    months = step
    day = _day_of_month(newest.due, turns)
    due = add_months(newest.due, months, day)
    while due < today:
        months += step
        due = add_months(newest.due, months, day)
    return due


def _day_of_month(due: date, turns: Iterable[Duty]) -> int:
    if due.day < monthrange(due.year, due.month)[1]:
        return due.day
    return max((turn.due.day for turn in turns if turn.due is not None), default=due.day)


def newest_turn(turns: Iterable[Duty]) -> Duty | None:
    """Return the turn due last."""
    return max((turn for turn in turns if turn.due is not None), key=lambda d: (d.due, d.id), default=None)


def next_turns(
    duties: Iterable[Duty], today: date, new_id: Callable[[], bytes], gone: AbstractSet[bytes]
) -> list[Duty]:
    """Return the turns to begin: one for each series whose newest turn is settled or past its day.

    A series that has a later turn already gets none, so that asking twice makes nothing twice.
    `gone` have left the cell: the next turn stands without them.
    """
    series: dict[bytes, list[Duty]] = {}
    for duty in duties:
        series.setdefault(series_of(duty), []).append(duty)
    found = []
    for turns in series.values():
        newest = newest_turn(turns)
        if newest is None or (newest.state in OPEN and newest.due is not None and newest.due >= today):
            continue
        due = next_due(turns, today)
        if due is not None:
            found.append(_turn_after(newest, due, today, new_id(), gone))
    return found


def _turn_after(before: Duty, due: date, today: date, duty_id: bytes, gone: AbstractSet[bytes]) -> Duty:
    return replace(
        before,
        id=duty_id,
        series_id=series_of(before),
        due=due,
        owner_id=None if before.owner_id in gone else before.owner_id,
        co_owner_ids=tuple(member for member in before.co_owner_ids if member not in gone),
        meeting_id=None,
        plan_year=due.year if before.plan_year is not None else None,
        given_on=today,
        state=DutyState.NOT_STARTED,
        progress="",
        done_on=None,
        grade=None,
        grade_note="",
    )
