"""The roll while people come and go: times by one key, reasons by a letter, the majority watched."""

from datetime import date, time

import pytest
from meeting_room import by_given, keys, open_room
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from chibo_desktop.domain.meetings import AttendanceState, GuestKind, MeetingKind, Stage
from chibo_desktop.services import meetings
from chibo_desktop.ui.meetings.reasons import usual_reasons

NOW = time(21, 20)


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


@pytest.fixture
def roll(room):
    workspace = room.open(room.plan())
    workspace.show_stage(Stage.ROLL_CALL)
    room.settle()
    return workspace.roll_call


def row_of(room, given):
    rows = room.load(room.screen.workspace.meeting.meeting_id).roll
    return next(row for row in rows if row.member_id == by_given(room, given).id)


def test_an_absent_member_who_comes_in_is_here_since_now_and_without_a_reason(room, roll, qtbot):
    table = roll.table
    table.choose(by_given(room, "Xua").id)
    keys(qtbot, table, "v")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(roll.reason, "v")
    qtbot.keyClick(roll.reason, Qt.Key.Key_Return)
    assert table.hasFocus()
    row = row_of(room, "Xua")
    assert (row.state, row.reason) == (AttendanceState.ABSENT_EXCUSED, "việc gia đình")
    keys(qtbot, table, "e")
    assert "đến 21:20" in table.roll.index(table.currentIndex().row(), 2).data()
    row = row_of(room, "Xua")
    assert (row.state, row.reason, row.arrived) == (AttendanceState.PRESENT, "", NOW)
    keys(qtbot, table, "e")
    assert row_of(room, "Xua").arrived is None


def test_leaving_is_noted_by_one_key_corrected_by_hand_and_gone_with_an_absence(room, roll, qtbot):
    table = roll.table
    table.choose(by_given(room, "Páo").id)
    keys(qtbot, table, "r")
    assert row_of(room, "Páo").left == NOW
    assert roll.left_at.value() == NOW
    roll.left_at.setFocus()
    roll.left_at.selectAll()
    qtbot.keyClicks(roll.left_at, "20:45")
    qtbot.keyClick(roll.left_at, Qt.Key.Key_Return)
    assert row_of(room, "Páo").left == time(20, 45)
    keys(qtbot, table, "k")
    row = row_of(room, "Páo")
    assert (row.state, row.left) == (AttendanceState.ABSENT_UNEXCUSED, None)
    keys(qtbot, table, "r")
    assert "không ghi giờ được" in roll.help.text()
    assert row_of(room, "Páo").left is None


def test_exempt_and_away_members_who_come_are_noted_as_their_status_allows(room, roll, qtbot):
    for given, state in (("Lử", AttendanceState.PRESENT), ("Muôn", AttendanceState.EXEMPT_PRESENT)):
        roll.table.choose(by_given(room, given).id)
        keys(qtbot, roll.table, "e")
        row = row_of(room, given)
        assert (row.state, row.arrived) == (state, NOW)


def test_leaving_that_breaks_the_majority_is_said_in_words(room, roll, qtbot):
    table = roll.table
    names = [row.name for row in table.roll.roll][:12]
    for name in names[:-1]:
        table.choose(next(row.member_id for row in table.roll.roll if row.name == name))
        keys(qtbot, table, "k")
    assert roll.warning.isHidden()
    table.choose(next(row.member_id for row in table.roll.roll if row.name == names[-1]))
    keys(qtbot, table, "r")
    assert roll.warning.text().startswith("! 1 đồng chí đã về, còn 11/23 đảng viên chính thức trong phòng")
    keys(qtbot, table, "r")
    assert roll.warning.isHidden()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("", "đi làm ăn xa"), ("o", "ốm"), ("Ố", "ốm"), ("dl", "đi làm ăn xa"), ("vgd", "việc gia đình"),
     ("đct", "đi công tác")],
)  # fmt: skip
def test_usual_reasons_are_found_by_letters(typed, first):
    assert usual_reasons(typed)[0] == first


def test_a_reason_of_ones_own_is_never_replaced_by_a_usual_one(room, roll, qtbot, write):
    roll.table.choose(by_given(room, "Xua").id)
    keys(qtbot, roll.table, "v")
    qtbot.keyClick(roll.table, Qt.Key.Key_Return)
    assert not roll.reason_box.list.isHidden()
    write(roll.reason, "Ốm nằm viện tỉnh", compose=True)
    assert roll.reason_box.list.isHidden()
    qtbot.keyClick(roll.reason, Qt.Key.Key_Return)
    assert row_of(room, "Xua").reason == "Ốm nằm viện tỉnh"


def test_guest_has_office_and_capacity(room, roll, qtbot, write):
    write(roll.guests.new_name, "Nguyễn Thị Thu Hà")
    qtbot.keyClick(roll.guests.new_name, Qt.Key.Key_Return)
    room.settle()
    capacity = roll.guests.cards.cards[0].capacity
    capacity.setCurrentIndex(capacity.findText("Cấp ủy viên theo dõi chi bộ"))
    capacity.activated.emit(capacity.currentIndex())
    assert room.load(room.screen.workspace.meeting.meeting_id).guests[0].kind is GuestKind.SUPERVISOR


def test_a_roll_of_25_with_five_exceptions_takes_fewer_than_50_keys(room, roll, qtbot):
    pressed = 0

    def press(widget, *given):
        nonlocal pressed
        for key in given:
            qtbot.keyClick(widget, key)
            pressed += 1

    enter, space = Qt.Key.Key_Return, Qt.Key.Key_Space
    for letters, reason in (("xu", "o"), ("pa", "dl"), ("hu", "vg")):
        press(roll.table, *letters, space, enter)
        press(roll.reason, *reason, enter)
    press(roll.table, "/")
    press(roll.search, *"ki", enter)
    press(roll.table, space, space, *"yen", Qt.Key.Key_Escape, "e")
    room.settle()
    room.screen.primary.click()
    view = room.load(room.screen.workspace.meeting.meeting_id)
    said = {row.name.split()[-1]: (row.state, row.reason, row.arrived) for row in view.roll}
    assert said["Xua"] == (AttendanceState.ABSENT_EXCUSED, "ốm", None)
    assert said["Páo"] == (AttendanceState.ABSENT_EXCUSED, "đi làm ăn xa", None)
    assert said["Hương"] == (AttendanceState.ABSENT_EXCUSED, "việc gia đình", None)
    assert said["Kiên"] == (AttendanceState.ABSENT_UNEXCUSED, "", None)
    assert said["Yến"] == (AttendanceState.PRESENT, "", NOW)
    assert view.meeting.roll_called
    assert pressed < 50


def test_a_roll_keyed_in_on_another_day_asks_for_the_time(room, qtbot):
    meeting_id = meetings.create_meeting(room.session, MeetingKind.REGULAR, date(2026, 10, 3))
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.ROLL_CALL)
    room.settle()
    workspace.activateWindow()
    qtbot.waitUntil(workspace.isActiveWindow)
    roll = workspace.roll_call
    roll.table.choose(by_given(room, "Xua").id)
    keys(qtbot, roll.table, "e")
    assert roll.arrived.hasFocus()
    assert row_of(room, "Xua").arrived is None
    keys(qtbot, roll.arrived, "1950")
    qtbot.keyClick(roll.arrived, Qt.Key.Key_Tab)
    room.settle()
    assert row_of(room, "Xua").arrived == time(19, 50)


@pytest.mark.parametrize("width", [690, 760])
def test_the_column_beside_the_roll_is_never_cut_off(room, roll, width):
    roll.resize(width, 330)
    room.settle()
    area = next(made for made in roll.findChildren(QScrollArea) if made.isAncestorOf(roll.left_at))
    assert area.horizontalScrollBar().maximum() == 0
