"""The roll is called with the keyboard alone."""

import msgspec
import pytest
from meeting_room import SINCE, by_given, keys, open_room
from PySide6.QtCore import Qt

from chibo_desktop.domain.meetings import AttendanceState, Stage
from chibo_desktop.domain.members import Status, StatusPeriod
from chibo_desktop.services import meetings


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


def test_roll_of_25_is_called_by_keyboard_only(room, qtbot):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    qtbot.keyClick(workspace, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    table = workspace.roll_call.table
    assert table.hasFocus()
    keys(qtbot, table, "xu")
    assert table.current().name.endswith("Xua")
    table.end_search()
    keys(qtbot, table, "v")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert workspace.roll_call.reason.hasFocus()
    qtbot.keyClicks(workspace.roll_call.reason, "di lam xa")
    qtbot.keyClick(workspace.roll_call.reason, Qt.Key.Key_Return)
    assert table.hasFocus()
    keys(qtbot, table, "qtt")
    assert table.current().name == "Quàng Thị Thương"
    table.end_search()
    keys(qtbot, table, "k")
    keys(qtbot, table, "/")
    assert workspace.roll_call.search.hasFocus()
    qtbot.keyClicks(workspace.roll_call.search, "kien")
    qtbot.keyClick(workspace.roll_call.search, Qt.Key.Key_Return)
    assert table.current().name.endswith("Kiên")
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert workspace.roll_call.count.text().startswith("Dự 21/23 đồng chí phải dự = 91,3%.")
    room.settle()
    assert room.screen.primary.text() == "Điểm danh xong"
    room.screen.primary.click()
    view = room.load(meeting_id)
    states = {row.name.split()[-1]: (row.state, row.reason) for row in view.roll}
    assert states["Xua"] == (AttendanceState.ABSENT_EXCUSED, "di lam xa")
    assert states["Thương"] == (AttendanceState.ABSENT_UNEXCUSED, "")
    assert states["Kiên"] == (AttendanceState.PRESENT, "")
    assert (view.meeting.roll_called, view.tally.present_due, view.tally.due) == (True, 21, 23)
    assert workspace.stage is Stage.PROCEEDINGS


def test_exempt_member_stands_apart_and_cannot_be_absent_without_reason(room, qtbot):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.ROLL_CALL)
    table = workspace.roll_call.table
    table.choose(by_given(room, "Muôn").id)
    heading = table.roll.place_of(by_given(room, "Lử").id) - 1
    assert table.roll.index(heading, 0).data() == "Không tính vào số phải dự"
    keys(qtbot, table, "k")
    assert "không ghi “vắng không lý do”" in workspace.roll_call.help.text()
    keys(qtbot, table, "c")
    view = room.load(meeting_id)
    row = next(row for row in view.roll if row.member_id == by_given(room, "Muôn").id)
    assert row.state is AttendanceState.EXEMPT_PRESENT
    assert view.tally.due == 23


def test_a_name_that_begins_with_a_state_key_is_never_marked_while_searching(room, qtbot):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.ROLL_CALL)
    table = workspace.roll_call.table
    keys(qtbot, table, "lvk")
    assert table.current().state is AttendanceState.PRESENT
    assert room.load(meeting_id).tally.absent_unexcused == 0


def test_guest_is_added_with_office(room, qtbot, write):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.ROLL_CALL)
    guests = workspace.roll_call.guests
    guests.new_name.setFocus()
    write(guests.new_name, "Nguyễn Thị Thu Hà")
    qtbot.keyClick(guests.new_name, Qt.Key.Key_Return)
    room.settle()
    card = guests.cards.cards[0]
    assert card.office.hasFocus()
    write(card.office, "Ủy viên Ban Thường vụ Đảng ủy xã")
    room.screen.leave()
    guest = room.load(meeting_id).guests[0]
    assert (guest.name, guest.office) == ("Nguyễn Thị Thu Hà", "Ủy viên Ban Thường vụ Đảng ủy xã")


def test_guest_half_typed_is_there_after_going_away(room, qtbot, write):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.ROLL_CALL)
    workspace.roll_call.guests.new_name.setFocus()
    write(workspace.roll_call.guests.new_name, "Bà Hà, Mặt trận")
    room.screen.go_back()
    room.settle()
    again = room.open(meeting_id)
    assert again.roll_call.guests.new_name.text() == "Bà Hà, Mặt trận"
    qtbot.keyClick(again.roll_call.guests.new_name, Qt.Key.Key_Return)
    assert [guest.name for guest in room.load(meeting_id).guests] == ["Bà Hà, Mặt trận"]
    assert room.session.drafts("meeting:") == {}


def test_roll_takes_a_changed_status_from_the_members(room, qtbot):
    meeting_id = room.plan()
    meetings.call_roll(room.session, meeting_id)
    away = StatusPeriod(since=SINCE, status=Status.TEMPORARY_OUT)
    room.session.save(msgspec.structs.replace(by_given(room, "Páo"), periods=(away,)))
    workspace = room.open(meeting_id)
    assert workspace.view.tally.due == 23
    workspace.roll_call.renew.click()
    assert room.load(meeting_id).tally.due == 22
