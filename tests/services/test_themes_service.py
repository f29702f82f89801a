"""The year's plan of thematic meetings: coverage of the quarters, states, the way to a meeting."""

from __future__ import annotations

from datetime import date, time

import msgspec
import pytest
from service_samples import add_members

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.thematic import Theme, ThemeState
from chibo_desktop.services import meetings, themes


def planned(cell, quarter, topic="Giữ rừng", **more):
    theme = msgspec.structs.replace(themes.new_theme(cell, 2026, quarter), topic=topic, **more)
    themes.save_theme(cell, theme)
    return theme


def close(cell, meeting_id):
    view = meetings.load(cell, meeting_id)
    meetings.save_meeting(cell, msgspec.structs.replace(view.meeting, ends=time(21, 30)))
    meetings.close_meeting(cell, meeting_id)


def test_quarters_tell_what_was_held_what_is_planned_and_what_is_lacking(cell):
    add_members(cell)
    close(cell, meetings.create_meeting(cell, MeetingKind.THEMATIC, date(2026, 2, 3), title="Nêu gương"))
    planned(cell, 2)
    planned(cell, 4)
    quarters = themes.plan(cell, 2026).quarters
    assert [(q.held, q.planned, q.over, q.lacking) for q in quarters] == [
        (1, 0, True, False), (0, 1, True, True), (0, 0, True, True), (0, 1, False, False),
    ]  # fmt: skip
    assert all(q.lacking for q in themes.plan(cell, 2027).quarters)


def test_a_theme_becomes_a_meeting_once_with_its_author_and_is_held_when_closed(cell):
    add_members(cell)
    author = themes.plan(cell, 2026).members[2]
    theme = planned(cell, 4, "Giữ rừng đầu nguồn", author_id=author[0])
    meeting_id = themes.hold(cell, theme.id, date(2026, 11, 3))
    assert themes.hold(cell, theme.id, date(2026, 12, 3)) == meeting_id
    meeting = cell.book.get(Meeting, meeting_id)
    assert (meeting.kind, meeting.title) == (MeetingKind.THEMATIC, "Giữ rừng đầu nguồn")
    assert author[1] in [item.person for item in meetings.load(cell, meeting_id).agenda]
    (row,) = themes.plan(cell, 2026).rows
    assert (row.author, row.meeting.id, row.state) == (author[1], meeting_id, ThemeState.PLANNED)
    close(cell, meeting_id)
    assert themes.plan(cell, 2026).rows[0].state is ThemeState.HELD
    assert themes.plan(cell, 2026).quarters[3].held == 1


def test_making_the_meeting_of_a_theme_is_one_act_for_undo(cell):
    theme = planned(cell, 4)
    meeting_id = themes.hold(cell, theme.id, date(2026, 11, 3))
    cell.undo()
    assert cell.book.get(Meeting, meeting_id) is None
    assert cell.book.get(Theme, theme.id).meeting_id is None


def test_a_deleted_meeting_gives_its_theme_back_to_the_plan(cell):
    theme = planned(cell, 4)
    first = themes.hold(cell, theme.id, date(2026, 11, 3))
    meetings.delete_meeting(cell, first)
    assert themes.plan(cell, 2026).rows[0].meeting is None
    assert themes.hold(cell, theme.id, date(2026, 11, 4)) != first


def test_a_theme_needs_a_topic_and_can_be_deleted_and_brought_back(cell):
    with pytest.raises(UserError, match="tên chuyên đề"):
        themes.save_theme(cell, themes.new_theme(cell, 2026, 1))
    theme = planned(cell, 1, "  Nêu   gương ")
    assert cell.book.get(Theme, theme.id).topic == "Nêu gương"
    themes.delete_theme(cell, theme.id)
    assert themes.plan(cell, 2026).rows == ()
    cell.undo()
    assert len(themes.plan(cell, 2026).rows) == 1


def test_rows_stand_by_quarter_then_topic(cell):
    for quarter, topic in ((3, "B"), (1, "Ắ"), (3, "Â")):
        planned(cell, quarter, topic)
    assert [(r.theme.quarter, r.theme.topic) for r in themes.plan(cell, 2026).rows] == [
        (1, "Ắ"), (3, "Â"), (3, "B"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "quarter", "day"),
    [(2026, 1, date(2026, 11, 3)), (2026, 4, date(2026, 11, 3)), (2027, 2, date(2027, 4, 3))],
)
def test_the_day_offered_is_the_next_usual_one_in_the_quarter_or_after(cell, year, quarter, day):
    theme = msgspec.structs.replace(themes.new_theme(cell, year, quarter), topic="Nêu gương")
    assert themes.usual_day(cell, theme) == day
