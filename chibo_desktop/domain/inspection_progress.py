"""How an item of the inspection programme stands, and what of it can be taken into the next year."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date
from enum import Enum

import msgspec

from chibo_desktop.common.text import fold
from chibo_desktop.domain.inspections import Inspection
from chibo_desktop.domain.records import Id


class InspectionState(Enum):
    """What the list shows, with the word and the sign it shows it by."""

    LATE = ("Quá hạn", "✗")
    THIS_MONTH = ("Đến hạn tháng này", "!")
    PLANNED = ("Chưa đến hạn", "·")
    UNTIMED = ("Chưa định tháng", "?")
    DONE = ("Đã làm", "✓")

    def __init__(self, word: str, sign: str) -> None:
        self.word = word
        self.sign = sign


def state_of(item: Inspection, today: date) -> InspectionState:
    """Return how an item stands on a day; it is late from the first day after the month it is due in."""
    if item.done_on is not None:
        return InspectionState.DONE
    if item.due is None:
        return InspectionState.UNTIMED
    due, now = (item.due.year, item.due.month), (today.year, today.month)
    if due < now:
        return InspectionState.LATE
    return InspectionState.THIS_MONTH if due == now else InspectionState.PLANNED


def end_of_month(year: int, month: int) -> date:
    """Return the last day of a month, by which an item due in it is kept."""
    return date(year, month, monthrange(year, month)[1])


def carried_over(
    items: Iterable[Inspection], year: int, *, present: Iterable[Inspection], members: Collection[Id]
) -> list[Inspection]:
    """Return the items of an earlier year as they are planned anew, their ids still to be given.

    The month stays, who no longer belongs to the cell goes; what the year already has is left out.
    """
    known = {_same(item, members) for item in present}
    found: list[Inspection] = []
    for item in items:
        same = _same(item, members)
        if same in known:
            continue
        known.add(same)
        found.append(
            msgspec.structs.replace(
                item,
                year=year,
                member_ids=tuple(i for i in item.member_ids if i in members),
                owner_id=item.owner_id if item.owner_id in members else None,
                due=end_of_month(year, item.due.month) if item.due else None,
                done_on=None,
                result="",
                meeting_id=None,
            )
        )
    return found


def _same(item: Inspection, members: Collection[Id]) -> tuple[object, ...]:
    words = (" ".join(fold(text).split()) for text in (item.text, item.subject))
    return item.form, *words, tuple(i for i in item.member_ids if i in members)
