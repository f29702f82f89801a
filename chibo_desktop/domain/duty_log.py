"""A duty's log and what the duty itself shows of it (tiến độ nhiệm vụ)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from chibo_desktop.domain.duties import DONE, Duty, DutyProgress, DutyState


def settled_state(due: date | None, done_on: date, *, beyond: bool = False) -> DutyState:
    """Return how a duty was done: late after its day, else on time, or beyond what was asked if so judged."""
    if due is not None and done_on > due:
        return DutyState.DONE_LATE
    return DutyState.DONE_BEYOND if beyond else DutyState.DONE_ON_TIME


def in_order(rows: Iterable[DutyProgress]) -> list[DutyProgress]:
    """Return the log, the newest first; of one day the row written last."""
    return sorted(rows, key=lambda row: (row.date, row.id), reverse=True)


def mirrored(duty: Duty, rows: Iterable[DutyProgress]) -> Duty:
    """Return a duty with the state and words of its newest row, counted against the day it is due now."""
    log = in_order(rows)
    if not log:
        return replace(duty, state=DutyState.NOT_STARTED, progress="", done_on=None)
    newest = log[0]
    words = next((row.text for row in log if row.text), "")
    if newest.state not in DONE:
        return replace(duty, state=newest.state, progress=words, done_on=None)
    state = settled_state(duty.due, newest.date, beyond=newest.state is DutyState.DONE_BEYOND)
    return replace(duty, state=state, progress=words, done_on=newest.date)


def counted_again(duty: Duty) -> Duty:
    """Return a duty whose day changed with its state on time or late again."""
    if duty.state not in DONE or duty.done_on is None:
        return duty
    state = settled_state(duty.due, duty.done_on, beyond=duty.state is DutyState.DONE_BEYOND)
    return replace(duty, state=state)


def known_on(duty: Duty, rows: Iterable[DutyProgress], day: date) -> Duty:
    """Return a duty as its log told it on a day; one without a later line is as it stands."""
    log = list(rows)
    told = [row for row in log if row.date <= day]
    return duty if len(told) == len(log) else mirrored(duty, told)
