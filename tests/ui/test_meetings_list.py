"""The list of meetings, the dialog that plans one, and the preparation of a meeting."""

from datetime import time

import pytest
from meeting_room import by_given, open_room
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.domain.meetings import AttendanceState, MeetingKind, Stage
from chibo_desktop.services import meetings
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.meetings.new_meeting import NewMeetingDialog


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


def test_empty_list_offers_the_first_step_and_the_dialog_makes_a_meeting(room, qtbot):
    room.screen.enter()
    room.settle()
    assert room.screen.list.body.currentWidget() is room.screen.list.empty
    room.screen.list.empty.button.click()
    dialog = room.screen.findChild(NewMeetingDialog)
    assert dialog.day.text() == "03/11/2026"
    assert dialog.starts.text() == "19:30"
    assert not dialog.theme.isVisible()
    dialog.kind.setCurrentIndex(1)
    dialog.kind.activated.emit(1)
    assert dialog.theme.isVisible()
    dialog.theme.setText("Nêu gương trước nhân dân")
    dialog.yes_button.click()
    room.settle()
    workspace = room.screen.workspace
    assert workspace.view.meeting.kind is MeetingKind.THEMATIC
    assert room.screen.title == "Chuyên đề “Nêu gương trước nhân dân”, 03/11/2026"
    room.screen.go_back()
    room.settle()
    assert [row.meeting.title for row in room.screen.list.table.rows_model.rows] == ["Nêu gương trước nhân dân"]


def test_place_entered_for_a_new_meeting_asks_for_it(room):
    room.screen.enter("new")
    room.settle()
    assert room.screen.findChild(NewMeetingDialog).isVisible()


def test_dialog_stays_open_while_the_day_is_wrong(room, qtbot):
    room.screen.enter()
    room.settle()
    room.screen.new_meeting()
    dialog = room.screen.findChild(NewMeetingDialog)
    dialog.day.setText("31/02/2026")
    dialog.yes_button.click()
    assert dialog.isVisible()
    assert dialog.form.box(dialog.day).problem_text
    dialog.reject()
    room.settle()
    assert meetings.list_meetings(room.session) == []


def test_deleted_meeting_comes_back_with_undo(room, qtbot):
    meeting_id = room.plan()
    meetings.mark(room.session, meeting_id, by_given(room, "Páo").id, AttendanceState.ABSENT_UNEXCUSED)
    room.screen.enter()
    room.settle()
    assert room.screen.list.delete_button.isEnabled()
    qtbot.keyClick(room.screen.list.table, Qt.Key.Key_Delete)
    asked = room.screen.findChild(Dialog)
    asked.yes_button.click()
    room.settle()
    assert meetings.list_meetings(room.session) == []
    room.screen.message.button.click()
    view = room.load(meeting_id)
    assert view.tally.absent_unexcused == 1
    assert room.screen.message.all_words == "Hoàn tác: Xóa cuộc họp."
    assert len(room.screen.list.table.rows_model.rows) == 1


def test_list_says_how_far_each_meeting_has_come(room):
    planned = room.plan()
    begun = room.plan()
    meetings.call_roll(room.session, begun)
    closed = room.plan()
    meetings.close_meeting(room.session, closed)
    room.screen.enter()
    room.settle()
    model = room.screen.list.table.rows_model
    states = {row.meeting.id: model.columns[4].text(row) for row in model.rows}
    assert states == {planned: "Đang chuẩn bị", begun: "Đang ghi", closed: "Đã chốt biên bản"}
    room.screen.list.table.select(closed)
    assert not room.screen.list.delete_button.isEnabled()


def test_preparation_saves_each_field_on_leaving_it(room, qtbot, write):
    meeting_id = room.plan()
    step = room.open(meeting_id).preparation
    step.place.setFocus()
    write(step.place, "Nhà văn hoá bản Huổi Lóng", compose=True)
    step.starts.setFocus()
    step.starts.selectAll()
    qtbot.keyClicks(step.starts, "20h15")
    step.minute_taker.setFocus()
    chosen = step.minute_taker.findText("Quàng Thị Diên")
    step.minute_taker.setCurrentIndex(chosen)
    step.minute_taker.activated.emit(chosen)
    meeting = room.load(meeting_id).meeting
    assert (meeting.place, meeting.starts) == ("Nhà văn hoá bản Huổi Lóng", time(20, 15))
    assert meeting.minute_taker_id == by_given(room, "Diên").id
    assert meeting.chair_id == by_given(room, "An").id


def test_agenda_is_added_moved_changed_and_removed_by_keyboard(room, qtbot, write):
    meeting_id = room.plan()
    box = room.open(meeting_id).preparation.agenda
    before = [item.title for item in room.load(meeting_id).agenda]
    box.new_title.setFocus()
    write(box.new_title, "Bàn việc sửa đường")
    qtbot.keyClick(box.new_title, Qt.Key.Key_Return)
    room.settle()
    assert box.table.current().title == "Bàn việc sửa đường"
    qtbot.keyClick(box.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    room.settle()
    assert box.table.current().title == "Bàn việc sửa đường"
    box.minutes.setFocus()
    qtbot.keyClicks(box.minutes, "25")
    qtbot.keyClick(box.minutes, Qt.Key.Key_Return)
    agenda = room.load(meeting_id).agenda
    assert [item.title for item in agenda] == [*before[:-1], "Bàn việc sửa đường", before[-1]]
    assert agenda[-2].minutes == 25
    assert "đủ tối thiểu 90 phút" in " ".join(label.text() for label in box.findChildren(QLabel))
    qtbot.keyClick(box.table, Qt.Key.Key_Delete)
    assert [item.title for item in room.load(meeting_id).agenda] == before


def test_findings_stand_beside_their_field_and_lead_there_from_the_last_step(room, qtbot):
    workspace = room.open(room.plan())
    notes = [label.text() for label in workspace.preparation.findChildren(QLabel) if label.isVisible()]
    assert "! Chưa ghi địa điểm họp." in notes
    workspace.show_stage(Stage.MINUTES)
    room.settle()
    there = [b for b in workspace.minutes.findings.findChildren(object) if "địa điểm" in _name(b)]
    there[0].click()
    room.settle()
    assert workspace.stage is Stage.PREPARATION
    assert workspace.preparation.place.hasFocus()


def _name(widget):
    return widget.accessibleName() if hasattr(widget, "accessibleName") else ""
