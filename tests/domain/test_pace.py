"""A running meeting's clock: past midnight, before the start, with the computer's clock set back."""

from datetime import date, datetime, time, timedelta

import pytest

from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.meetings import AgendaItem, Meeting
from chibo_desktop.domain.pace import (
    CurrentItem,
    decode_current,
    encode_current,
    minutes_on,
    minutes_over,
    minutes_run,
    next_item,
)

MEETING = Meeting(id=named_id("meeting"), date=date(2026, 11, 3), starts=time(23, 30))
AGENDA = [
    AgendaItem(id=named_id(f"item {n}"), meeting_id=MEETING.id, position=n, title=f"Nội dung {n}", minutes=minutes)
    for n, minutes in enumerate((10, None, 20))
]
NOON = datetime.fromisoformat("2026-11-03T12:00:00")


@pytest.mark.parametrize(
    ("now", "minutes"),
    [
        ("2026-11-03T23:30:00", 0),
        ("2026-11-04T00:14:59", 44),
        ("2026-11-03T23:15:00", -15),
        ("2026-11-04T12:00:00", None),
        ("2026-11-02T23:30:00", None),
    ],
)
def test_meeting_runs_past_midnight_and_is_live_for_half_a_day_only(now, minutes):
    assert minutes_run(MEETING, datetime.fromisoformat(now)) == minutes


def test_meeting_without_a_start_does_not_run():
    assert minutes_run(Meeting(id=MEETING.id, date=MEETING.date), NOON) is None


def test_item_is_over_its_planned_time_only_where_one_is_planned():
    later = NOON + timedelta(minutes=13)
    assert minutes_over(AGENDA[0], CurrentItem(AGENDA[0].id, NOON), later) == 3
    assert minutes_over(AGENDA[1], CurrentItem(AGENDA[1].id, NOON), later) == 0
    assert minutes_over(AGENDA[2], CurrentItem(AGENDA[2].id, NOON), later) == 0


def test_clock_set_back_shows_no_minutes_rather_than_fewer_than_none():
    assert minutes_on(CurrentItem(AGENDA[0].id, NOON), NOON - timedelta(hours=1)) == 0


def test_items_follow_one_another_and_a_removed_one_leads_back_to_the_first():
    assert next_item(AGENDA, None) is AGENDA[0]
    assert next_item(AGENDA, CurrentItem(AGENDA[1].id, NOON)) is AGENDA[2]
    assert next_item(AGENDA, CurrentItem(AGENDA[2].id, NOON)) is None
    assert next_item(AGENDA, CurrentItem(named_id("gone"), NOON)) is AGENDA[0]
    assert next_item([], None) is None


def test_current_item_is_kept_and_damage_is_none():
    current = CurrentItem(AGENDA[0].id, NOON)
    assert decode_current(encode_current(current)) == current
    assert decode_current("không phải") is None
    assert decode_current("") is None
