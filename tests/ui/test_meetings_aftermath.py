"""After closing: sign, report, send, correct, and the minutes read aloud."""

import pytest
from meeting_room import open_room
from PySide6.QtCore import Qt

from chibo_desktop.domain.meetings import Stage
from chibo_desktop.services import meetings
from chibo_desktop.ui.meetings.correcting import CorrectionDialog
from chibo_desktop.ui.meetings.reading import ReadAloud


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


@pytest.fixture
def closed(room):
    meeting_id = room.plan()
    meetings.call_roll(room.session, meeting_id)
    meetings.close_meeting(room.session, meeting_id)
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.MINUTES)
    room.settle()
    return workspace


def test_signing_and_reporting_are_noted_with_one_press(room, closed, qtbot):
    after = closed.minutes.aftermath
    assert after.isVisible()
    qtbot.mouseClick(after.sign_button, Qt.MouseButton.LeftButton)
    room.settle()
    qtbot.mouseClick(after.report_button, Qt.MouseButton.LeftButton)
    room.settle()
    meeting = closed.view.meeting
    assert (meeting.signed_on, meeting.reported_on) == (room.session.clock.today(), room.session.clock.today())
    assert not after.sign_button.isVisible()
    assert "đã ký ngày" in after.signed.text()


def test_a_correction_asks_why_and_shows_both_versions(room, closed, qtbot, write):
    closed.minutes.aftermath.ask()
    dialog = closed.minutes.findChild(CorrectionDialog)
    place = next(n for n, p in enumerate(dialog._places) if p.what == "Địa điểm")
    dialog.place.set_value(place)
    dialog._show()
    dialog.after.setFocus()
    dialog.after.selectAll()
    write(dialog.after, "Nhà sàn bản Huổi Lóng")
    qtbot.mouseClick(dialog.yes_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible(), "without a reason it stays open"
    write(dialog.reason, "ghi nhầm nơi họp")
    qtbot.mouseClick(dialog.yes_button, Qt.MouseButton.LeftButton)
    room.settle()
    assert closed.view.meeting.place == "Nhà sàn bản Huổi Lóng"
    assert closed.view.corrections[0].reason == "ghi nhầm nơi họp"
    assert "nay ghi “Nhà sàn bản Huổi Lóng”" in closed.minutes.reading.toPlainText()


def test_attendance_is_corrected_by_choosing(room, closed):
    closed.minutes.aftermath.ask()
    dialog = closed.minutes.findChild(CorrectionDialog)
    place = next(n for n, p in enumerate(dialog._places) if p.options)
    dialog.place.set_value(place)
    dialog._show()
    assert dialog.value()[1] == "Có mặt"
    assert dialog.check() == "Chưa sửa gì so với chỗ đang ghi."
    dialog.reject()


def test_the_minutes_are_read_aloud_in_large_type_and_read_out_is_kept(room, qtbot):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.MINUTES)
    room.settle()
    workspace.minutes.read_aloud()
    room.settle()
    aloud = workspace.minutes.findChild(ReadAloud)
    assert "BIÊN BẢN" in aloud.reading.toPlainText()
    before = aloud.reading.verticalScrollBar().value()
    qtbot.keyClick(aloud, Qt.Key.Key_Space)
    assert aloud.reading.verticalScrollBar().value() > before
    aloud.accept()
    workspace.minutes.read_out.click()
    room.settle()
    assert room.load(meeting_id).meeting.read_out
    assert not workspace.minutes.aftermath.isVisible()
