"""How a running meeting keeps its time: since when, which item, how long (nhịp cuộc họp)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chibo_desktop.domain.meetings import AgendaItem, Meeting

LONGEST = timedelta(hours=12)
"""after this long since its start a meeting is written down afterwards, not recorded live"""


@dataclass(frozen=True, slots=True)
class CurrentItem:
    """The item of the agenda that is being dealt with, and since when by the wall clock."""

    item_id: bytes
    since: datetime


def minutes_run(meeting: Meeting, now: datetime) -> int | None:
    """Return how many minutes a meeting has run, below 0 before it begins; None if it is not of today.

    `now` is the local wall time; a meeting may run past midnight.
    """
    if meeting.starts is None:
        return None
    since = now - datetime.combine(meeting.date, meeting.starts)
    return int(since.total_seconds() // 60) if -LONGEST < since < LONGEST else None


def minutes_on(current: CurrentItem, now: datetime) -> int:
    """Return how many minutes an item has taken; 0 where the clock was set back."""
    return max(0, int((now - current.since).total_seconds() // 60))


def minutes_over(item: AgendaItem, current: CurrentItem, now: datetime) -> int:
    """Return by how many minutes an item is over the time planned for it, 0 if it is not."""
    return max(0, minutes_on(current, now) - item.minutes) if item.minutes else 0


def next_item(agenda: Sequence[AgendaItem], current: CurrentItem | None) -> AgendaItem | None:
    """Return the item after the current one, the first if none is; None after the last."""
    ids = [item.id for item in agenda]
    place = ids.index(current.item_id) + 1 if current is not None and current.item_id in ids else 0
    return agenda[place] if place < len(agenda) else None


def encode_current(current: CurrentItem) -> str:
    """Return the current item as it is kept beside the drafts."""
    return f"{current.item_id.hex()} {current.since.isoformat()}"


def decode_current(kept: str) -> CurrentItem | None:
    """Return what was kept, None where it cannot be read."""
    item, _, since = kept.partition(" ")
    try:
        return CurrentItem(bytes.fromhex(item), datetime.fromisoformat(since))
    except ValueError:
        return None
