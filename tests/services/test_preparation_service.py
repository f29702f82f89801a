"""Preparing a meeting: suggestions taken and left, links, sittings, checklist, papers with their number."""

from __future__ import annotations

from datetime import date, time

import msgspec
import pytest
from pypdf import PdfReader
from service_samples import add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.kit_paper import slip_count
from chibo_desktop.domain.meetings import AgendaPart, Meeting, MeetingKind
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.thematic import Theme
from chibo_desktop.services import meetings, preparation, themes

DAY = date(2026, 12, 3)


@pytest.fixture
def prepared(cell):
    """A cell whose last meeting left something open, and its next meeting."""
    add_members(cell)
    before = filled_meeting(cell)
    view = meetings.load(cell, before)
    duty = meetings.new_duty(view, cell, "Sửa đường", view.members[1], date(2026, 11, 20))
    asked = Proposal(id=cell.new_id(), meeting_id=before, position=1, by="Giàng A Chu", text="Xin xi măng")
    reminded = Mention(
        id=cell.new_id(), meeting_id=before, position=1, kind=MentionKind.REMINDER, member_id=view.members[2].id
    )
    meetings.save_parts(cell, duty, asked, reminded)
    return cell, meetings.create_meeting(cell, MeetingKind.REGULAR, DAY)


def keys(cell, meeting_id):
    return [s.key for s in preparation.suggestions(cell, meeting_id)]


def titles(cell, meeting_id):
    return [item.title for item in meetings.load(cell, meeting_id).agenda]


def test_what_is_open_is_proposed_and_the_usual_lines_are_not_again(prepared):
    cell, meeting_id = prepared
    assert keys(cell, meeting_id) == ["duties:overdue", "reminders", "thematic:2026-4", "proposals"]


def test_taking_puts_a_line_in_its_part_and_undo_takes_it_back(prepared):
    cell, meeting_id = prepared
    before = titles(cell, meeting_id)
    overdue = preparation.suggestions(cell, meeting_id)[0]
    preparation.take(cell, meeting_id, [overdue])
    view = meetings.load(cell, meeting_id)
    assert [item.position for item in view.agenda] == list(range(1, len(before) + 2))
    place = [item.title for item in view.agenda].index(overdue.title)
    assert view.agenda[place].part is view.agenda[place - 1].part is AgendaPart.REVIEW
    assert view.agenda[place].person == "Lò Văn An"
    assert "duties:overdue" not in keys(cell, meeting_id)
    cell.undo()
    assert titles(cell, meeting_id) == before


def test_what_was_left_is_not_proposed_until_it_is_brought_back(prepared):
    cell, meeting_id = prepared
    preparation.leave(cell, meeting_id, "proposals")
    preparation.leave(cell, meeting_id, "reminders")
    assert keys(cell, meeting_id) == ["duties:overdue", "thematic:2026-4"]
    other = meetings.create_meeting(cell, MeetingKind.REGULAR, date(2027, 1, 3))
    assert "proposals" in keys(cell, other)
    preparation.bring_back(cell, meeting_id)
    assert len(keys(cell, meeting_id)) == 4


def test_an_item_is_moved_to_any_place(prepared):
    cell, meeting_id = prepared
    agenda = meetings.load(cell, meeting_id).agenda
    preparation.place_item(cell, agenda[4], 1)
    assert [i.id for i in meetings.load(cell, meeting_id).agenda] == [
        agenda[n].id for n in (0, 4, 1, 2, 3, *range(5, len(agenda)))
    ]
    preparation.place_item(cell, agenda[0], 99)
    assert meetings.load(cell, meeting_id).agenda[-1].id == agenda[0].id


def test_the_committee_meeting_is_made_linked_and_undone_as_one(prepared):
    cell, meeting_id = prepared
    made = preparation.create_committee(cell, meeting_id, date(2026, 12, 1))
    assert preparation.links(cell, meeting_id).prepared_by.id == made
    assert cell.book.get(Meeting, made).kind is MeetingKind.COMMITTEE
    cell.undo()
    assert preparation.links(cell, meeting_id).prepared_by is None
    assert cell.book.get(Meeting, made) is None
    with pytest.raises(UserError, match="trước buổi sinh hoạt"):
        preparation.create_committee(cell, meeting_id, date(2026, 12, 4))


def test_only_recent_committee_meetings_are_offered(prepared):
    cell, meeting_id = prepared
    near, far, after = (
        meetings.create_meeting(cell, MeetingKind.COMMITTEE, day)
        for day in (date(2026, 12, 1), date(2026, 9, 1), date(2026, 12, 9))
    )
    assert [m.id for m in preparation.links(cell, meeting_id).committee] == [near]
    meeting = cell.book.get(Meeting, meeting_id)
    meetings.save_meeting(cell, msgspec.structs.replace(meeting, prepared_by_id=near))
    assert preparation.links(cell, meeting_id).prepared_by.id == near
    assert {far, after}.isdisjoint({near})


def test_a_thematic_meeting_is_joined_after_the_regular_one_with_the_planned_theme(prepared):
    cell, meeting_id = prepared
    theme = Theme(id=cell.new_id(), year=2026, quarter=4, topic="Giữ rừng đầu nguồn")
    themes.save_theme(cell, theme)
    preparation.join_thematic(cell, meeting_id)
    links = preparation.links(cell, meeting_id)
    (second,) = links.sitting
    first = cell.book.get(Meeting, meeting_id)
    assert (second.kind, second.title, second.date) == (MeetingKind.THEMATIC, "Giữ rừng đầu nguồn", DAY)
    assert second.starts == time(21, 0)
    assert first.sitting_id == second.sitting_id is not None
    assert links.sitting_minutes == 180
    assert cell.book.get(Theme, theme.id).meeting_id == second.id
    preparation.part_sitting(cell, meeting_id)
    assert preparation.links(cell, meeting_id).sitting == ()
    assert cell.book.get(Meeting, second.id).sitting_id is None


def test_a_thematic_meeting_of_the_same_day_is_linked_and_not_made_anew(prepared):
    cell, meeting_id = prepared
    there = meetings.create_meeting(cell, MeetingKind.THEMATIC, DAY, title="Nêu gương")
    preparation.join_thematic(cell, meeting_id)
    assert [m.id for m in preparation.links(cell, meeting_id).sitting] == [there]
    with pytest.raises(UserError, match="thường kỳ"):
        preparation.join_thematic(cell, there)


def test_a_theme_whose_meeting_was_deleted_is_proposed_and_joined_again(prepared):
    cell, meeting_id = prepared
    theme = Theme(id=cell.new_id(), year=2026, quarter=4, topic="Giữ rừng đầu nguồn")
    themes.save_theme(cell, theme)
    held = themes.hold(cell, theme.id, date(2026, 12, 20))
    assert f"theme:{theme.id.hex()}" not in keys(cell, meeting_id)
    meetings.delete_meeting(cell, held)
    assert f"theme:{theme.id.hex()}" in keys(cell, meeting_id)
    preparation.join_thematic(cell, meeting_id)
    assert preparation.links(cell, meeting_id).sitting[0].title == "Giữ rừng đầu nguồn"


def test_a_meeting_of_a_past_day_is_keyed_in_and_closed_with_its_own_times(cell):
    add_members(cell)
    meeting_id = meetings.create_meeting(cell, MeetingKind.REGULAR, date(2026, 10, 3), starts=time(19, 0))
    meetings.call_roll(cell, meeting_id)
    meeting = cell.book.get(Meeting, meeting_id)
    meetings.save_meeting(cell, msgspec.structs.replace(meeting, ends=time(20, 40)))
    meetings.close_meeting(cell, meeting_id)
    closed = cell.book.get(Meeting, meeting_id)
    assert (closed.date, closed.length, closed.closed) == (date(2026, 10, 3), 100, True)


def test_the_checklist_keeps_days_and_refuses_the_future(prepared):
    cell, meeting_id = prepared
    preparation.mark_done(cell, meeting_id, "notice_on", date(2026, 11, 3))
    assert cell.book.get(Meeting, meeting_id).notice_on == date(2026, 11, 3)
    with pytest.raises(UserError, match="sau hôm nay"):
        preparation.mark_done(cell, meeting_id, "documents_on", date(2026, 12, 1))
    preparation.mark_done(cell, meeting_id, "notice_on", None)
    assert cell.book.get(Meeting, meeting_id).notice_on is None


def test_the_notice_gets_its_number_once_and_counts_apart_from_the_minutes(prepared):
    cell, meeting_id = prepared
    assert preparation.notice_of(cell, meeting_id).head.number == "Số .....-TB/CB"
    preparation.issue_notice(cell, meeting_id)
    preparation.issue_notice(cell, meeting_id)
    paper = preparation.notice_of(cell, meeting_id)
    assert (paper.head.number, paper.draft) == ("Số 01-TB/CB", False)
    other = meetings.create_meeting(cell, MeetingKind.COMMITTEE, date(2026, 12, 1))
    preparation.issue_notice(cell, other)
    assert preparation.notice_of(cell, other).head.number == "Số 02-TB/CB"
    assert preparation.notice_number(meetings.load(cell, meeting_id).numbers) == "Số 01-TB/CB"
    assert meetings.load(cell, meeting_id).number is None


def test_a_closed_meeting_takes_no_more_preparation(cell):
    add_members(cell)
    meeting_id = filled_meeting(cell)
    meetings.close_meeting(cell, meeting_id)
    assert preparation.suggestions(cell, meeting_id) == ()
    for act in (
        lambda: preparation.issue_notice(cell, meeting_id),
        lambda: preparation.join_thematic(cell, meeting_id),
        lambda: preparation.mark_done(cell, meeting_id, "notice_on", date(2026, 11, 2)),
        lambda: preparation.place_item(cell, meetings.load(cell, meeting_id).agenda[0], 2),
    ):
        with pytest.raises(UserError, match="đã chốt"):
            act()


def test_papers_are_written_and_invitations_have_a_page_for_each_guest(prepared, tmp_path):
    cell, meeting_id = prepared
    view = meetings.load(cell, meeting_id)
    first = meetings.new_guest(view, cell, "Nguyễn Thị Hà", "Ủy viên Ban Thường vụ Đảng ủy xã")
    second = msgspec.structs.replace(first, id=cell.new_id(), position=2, name="Lò Văn Bun", office="Trưởng bản")
    meetings.save_parts(cell, first, second)
    found = {}
    for what, save in preparation.SAVERS.items():
        target = tmp_path / preparation.suggested_name(what, view.meeting)
        assert save(cell, meeting_id, target) == target
        found[target.name] = len(PdfReader(target).pages)
    assert found == {
        "thong-bao-2026-12-03.pdf": 1, "giay-moi-2026-12-03.pdf": 2,
        "bo-giay-mat-dien-2026-12-03.pdf": found["bo-giay-mat-dien-2026-12-03.pdf"],
    }  # fmt: skip
    assert found["bo-giay-mat-dien-2026-12-03.pdf"] >= 4


@pytest.mark.parametrize(("expected", "slips"), [(0, 10), (3, 10), (11, 15), (15, 15), (25, 25), (120, 30)])
def test_slips_fill_whole_pages(expected, slips):
    assert slip_count(expected) == slips
