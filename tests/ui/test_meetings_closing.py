"""Minutes are read, printed, closed, and locked."""

from datetime import date, time

import pytest
from meeting_room import keys, new_desk, open_room
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QScrollArea

from chibo_desktop.domain.meetings import AttendanceState, ConclusionKind, MeetingKind, Stage
from chibo_desktop.domain.votes import Matter
from chibo_desktop.services import meetings
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.meetings import MeetingWorkspace, meeting_page


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


def test_closing_asks_once_then_locks_everything_and_undo_opens_it_again(room, qtbot):
    meeting_id = room.plan()
    meetings.call_roll(room.session, meeting_id)
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.MINUTES)
    room.settle()
    assert "BẢN NHÁP" in workspace.minutes.reading.toPlainText()
    workspace.minutes.ends.setFocus()
    qtbot.keyClicks(workspace.minutes.ends, "21:20")
    room.screen.primary.click()
    room.screen.findChild(Dialog).yes_button.click()
    view = room.load(meeting_id)
    assert view.meeting.closed
    assert view.meeting.ends == time(21, 20)
    assert "BẢN NHÁP" not in workspace.minutes.reading.toPlainText()
    assert "đã chốt" in workspace.lock_banner.words.text()
    assert room.screen.primary.text() == "In biên bản"
    assert workspace.preparation.place.isReadOnly()
    assert not workspace.preparation.chair.isEnabled()
    assert not workspace.preparation.agenda.add_button.isVisibleTo(workspace)
    with qtbot.waitActive(room.screen):
        room.screen.activateWindow()
    workspace.show_stage(Stage.ROLL_CALL)
    before = workspace.roll_call.count.text()
    keys(qtbot, workspace.roll_call.table, "k")
    assert workspace.roll_call.count.text() == before
    qtbot.keyClick(workspace.roll_call.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert room.screen.message.all_words == "Hoàn tác: Chốt biên bản."
    assert not room.load(meeting_id).meeting.closed
    assert not workspace.preparation.place.isReadOnly()


def test_undo_takes_back_the_last_mark_and_says_which(room, qtbot):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.ROLL_CALL)
    table = workspace.roll_call.table
    keys(qtbot, table, "k")
    name = table.current().name
    workspace.show_stage(Stage.PROCEEDINGS)
    room.settle()
    room.screen.undo_button.click()
    assert room.load(meeting_id).tally.absent_unexcused == 0
    assert room.screen.message.all_words == f"Hoàn tác: Điểm danh {name}."
    assert table.roll.roll[0].state is AttendanceState.PRESENT


def test_print_writes_the_pdf_opens_it_and_remembers_the_folder(room, qtbot, tmp_path, monkeypatch):
    opened = []

    def open_url(url):
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    target = tmp_path / "giay to" / "bien-ban.pdf"
    workspace.minutes.print_to(target)
    room.settle()
    assert target.read_bytes().startswith(b"%PDF")
    assert opened == [target.as_posix()]
    told = []
    workspace.meeting.last_folder(told.append)
    room.settle()
    assert told == [str(target.parent)]
    assert room.session.drafts() == {}


def test_step_reached_is_remembered_and_going_back_writes_nothing(room, qtbot):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    qtbot.keyClick(workspace, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(workspace, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    head = room.session.head()
    qtbot.keyClick(workspace, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    assert workspace.stage is Stage.ROLL_CALL
    assert room.session.head() == head
    room.screen.go_back()
    room.settle()
    assert room.open(meeting_id).stage is Stage.PROCEEDINGS


def test_workspace_of_another_book_is_for_reading_only(room, qtbot, tasks, changes):
    meeting_id = room.plan()
    workspace = MeetingWorkspace(new_desk(tasks, changes), room.session, meeting_id, read_only=True)
    qtbot.addWidget(workspace)
    workspace.show()
    room.settle()
    assert workspace.preparation.place.isReadOnly()
    assert workspace.lock_banner.words.text() == "Sổ của Chi bộ bản Huổi Lóng: chỉ xem và in, không sửa được ở đây."
    head = room.session.head()
    workspace.meeting.edit(workspace.view.meeting, {"place": "Nơi khác"}, what="Sửa")
    workspace.show_stage(Stage.VOTING)
    room.settle()
    assert room.session.head() == head


def test_page_of_a_book_that_has_no_such_meeting_says_so(room, qtbot, tasks, changes):
    meeting_id = room.plan()
    page = meeting_page(new_desk(tasks, changes), room.session, (meeting_id, 7))
    qtbot.addWidget(page)
    room.settle()
    assert page.workspace.meeting.read_only
    assert "không còn trong sổ" in page.message.all_words


def test_closing_without_an_end_time_leads_to_it(room, qtbot):
    meeting_id = meetings.create_meeting(room.session, MeetingKind.REGULAR, date(2026, 10, 3))
    refused = []
    room.tasks.refused.connect(lambda error, owner: refused.append(error.title))
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.MINUTES)
    workspace.minutes.reading.setFocus()
    room.screen.primary.click()
    room.screen.findChild(Dialog).yes_button.click()
    room.settle()
    assert refused == ["Chưa ghi giờ kết thúc họp."]
    assert room.screen.focusWidget() is workspace.minutes.ends
    assert not room.load(meeting_id).meeting.closed


def test_closing_waits_for_what_is_half_typed(room, qtbot, write):
    workspace = room.open(room.plan())
    workspace.show_stage(Stage.ROLL_CALL)
    name = workspace.roll_call.guests.new_name
    write(name, "Nguyễn Thị Thu Hà")
    name.draft_changed.emit(name.text())
    workspace.show_stage(Stage.MINUTES)
    room.screen.primary.click()
    room.settle()
    assert workspace.stage is Stage.ROLL_CALL
    assert room.screen.message.all_words.startswith("Còn phần đang gõ dở ở bước này.")
    assert room.screen.findChild(Dialog) is None


def test_meeting_that_is_gone_is_told_in_words(room):
    room.screen.enter(b"0" * 16)
    room.settle()
    assert "không còn trong sổ" in room.screen.message.all_words


def test_every_field_and_button_has_a_name(room, qtbot):
    meeting_id = room.plan()
    session = room.session
    view = meetings.load(session, meeting_id)
    meetings.save_parts(session, meetings.new_speech(view, session, member=room.people[0]))
    meetings.save_parts(session, meetings.new_vote(view, session, Matter.RESOLUTION, "Thông qua nghị quyết"))
    meetings.save_parts(session, meetings.new_duty(view, session, "Sửa đường", None, None))
    meetings.save_parts(session, meetings.new_conclusion(view, session, ConclusionKind.CONCLUSION))
    meetings.save_parts(session, meetings.new_guest(view, session, "Bà Hà"))
    workspace = room.open(meeting_id)
    nameless = [
        type(child).__name__
        for child in workspace.findChildren(object)
        if hasattr(child, "focusPolicy")
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.window() is room.screen.window()
        and not child.accessibleName()
        and not getattr(child, "text", lambda: "")()
    ]
    assert nameless == []


@pytest.mark.parametrize("width", [760, 950])
def test_the_column_beside_the_minutes_is_never_cut_off(room, width):
    workspace = room.open(room.plan())
    workspace.show_stage(Stage.MINUTES)
    workspace.resize(width, 460)
    workspace.minutes.resize(width, 400)
    room.settle()
    area = next(
        a for a in workspace.minutes.findChildren(QScrollArea) if a.isAncestorOf(workspace.minutes.read_out)
    )
    assert area.horizontalScrollBar().maximum() == 0
