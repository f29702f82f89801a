"""The first step: suggestions by keyboard, order by mouse and keys, what is done before, themes of the year."""

from datetime import date, time

import msgspec
import pytest
from meeting_room import open_room
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from chibo_desktop.domain.meetings import Meeting, MeetingKind, MeetingMode
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.thematic import Theme, ThemeState
from chibo_desktop.services import meetings, preparation, themes
from chibo_desktop.ui.meetings.new_meeting import KIND_SENTENCES, NewMeetingDialog
from chibo_desktop.ui.meetings.themes import HoldDialog, ThemeDialog


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


@pytest.fixture
def step(room):
    """The preparation of a meeting that follows one with an open duty and an open proposal."""
    session = room.session
    before = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 10, 3))
    view = meetings.load(session, before)
    duty = meetings.new_duty(view, session, "Sửa đường", room.people[1], date(2026, 10, 20))
    asked = Proposal(id=session.new_id(), meeting_id=before, position=1, by="Mùa A Vừ", text="Xin xi măng")
    meetings.save_parts(session, duty, asked)
    room.open(room.plan())
    room.settle()
    return room.screen.workspace.preparation


def proposed(step):
    return [s.key for s in step.suggestions.rows]


def titles(room):
    return [item.title for item in room.load(room.screen.workspace.meeting.meeting_id).agenda]


def test_suggestions_are_taken_and_left_with_the_keyboard_alone(room, step, qtbot):
    assert proposed(step) == ["duties:overdue", "thematic:2026-4", "proposals"]
    take, _ = step.suggestions.row_buttons(0)
    take.setFocus()
    qtbot.keyClick(take, Qt.Key.Key_Down)
    second, _ = step.suggestions.row_buttons(1)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Up)
    qtbot.keyClick(take, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: proposed(step) == ["thematic:2026-4", "proposals"])
    assert any(title.startswith("Kiểm điểm nhiệm vụ quá hạn") for title in titles(room))
    now, _ = step.suggestions.row_buttons(0)
    assert now.hasFocus()
    qtbot.keyClick(now, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: proposed(step) == ["proposals"])
    assert step.suggestions.back_button.isVisible()
    step.suggestions.back_button.click()
    room.settle()
    assert proposed(step) == ["thematic:2026-4", "proposals"]
    assert not step.suggestions.back_button.isVisible()


def test_taking_all_is_one_act_that_undo_takes_back(room, step):
    before = titles(room)
    step.suggestions.take_all()
    room.settle()
    assert len(titles(room)) == len(before) + 3
    assert step.suggestions.isHidden()
    room.screen.undo()
    room.settle()
    assert titles(room) == before
    assert len(proposed(step)) == 3


def test_an_item_is_dragged_to_its_place(room, step, qtbot):
    table = step.agenda.table
    before = titles(room)
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=_middle(table, 0))
    _drag(table, _middle(table, 3) + QPoint(0, 6))
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=_middle(table, 3) + QPoint(0, 6))
    room.settle()
    assert titles(room) == [before[1], before[2], before[3], before[0], *before[4:]]
    assert table.current().title == before[0]
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    room.settle()
    assert titles(room)[2] == before[0]


def test_a_click_or_a_small_slip_of_the_hand_moves_nothing(room, step, qtbot):
    table = step.agenda.table
    before = titles(room)
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=_middle(table, 1))
    _drag(table, _middle(table, 1) + QPoint(1, 1))
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=_middle(table, 1) + QPoint(1, 1))
    room.settle()
    assert titles(room) == before


def _middle(table, row):
    return QPoint(60, table.rowViewportPosition(row) + table.rowHeight(row) // 2)


def _drag(table, where):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(where), table.viewport().mapToGlobal(QPointF(where)), left, left,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(table.viewport(), moved)


def test_what_was_done_today_is_kept_with_one_click_or_a_date(room, step, qtbot):
    meeting_id = room.screen.workspace.meeting.meeting_id
    line = step.before.line("notice_on")
    assert line.state.text() == "Chưa làm, đã quá hạn 02/11/2026."
    line.today.click()
    room.settle()
    assert room.load(meeting_id).meeting.notice_on == date(2026, 11, 3)
    assert line.state.text() == "Đã làm ngày 03/11/2026, muộn 1 ngày so với hạn 02/11/2026."
    assert line.today.isHidden()
    documents = step.before.line("documents_on")
    documents.day.setFocus()
    qtbot.keyClicks(documents.day, "1/11/2026")
    qtbot.keyClick(documents.day, Qt.Key.Key_Return)
    room.settle()
    assert room.load(meeting_id).meeting.documents_on == date(2026, 11, 1)
    assert documents.state.text() == "Đã làm ngày 01/11/2026."


def test_the_sitting_is_made_told_and_parted(room, step):
    meeting_id = room.screen.workspace.meeting.meeting_id
    step.links.join.click()
    room.settle()
    (other,) = preparation.links(room.session, meeting_id).sitting
    assert other.kind is MeetingKind.THEMATIC
    assert step.links.sitting.text() == (
        "Họp liền với sinh hoạt chuyên đề (chưa ghi tên). Cả hai buổi dự kiến 3 giờ, đủ tối thiểu 120 phút "
        "(HD 42-HD/BTCTW)."
    )  # fmt: skip
    assert step.links.join.isHidden()
    assert step.agenda.total_text == "Tổng 1 giờ 30 phút."
    step.links.part.click()
    room.settle()
    assert room.session.book.get(Meeting, meeting_id).sitting_id is None
    assert step.links.join.isVisible()
    assert step.agenda.total_text == "Tổng 1 giờ 30 phút, đủ tối thiểu 90 phút (HD 42-HD/BTCTW)."


def test_the_committee_meeting_is_made_and_linked(room, step):
    meeting_id = room.screen.workspace.meeting.meeting_id
    step.links.new_committee.click()
    room.settle()
    linked = room.load(meeting_id).meeting.prepared_by_id
    assert room.session.book.get(Meeting, linked).kind is MeetingKind.COMMITTEE
    assert step.links.committee.value() == linked
    assert step.links.open_committee.isVisible()
    room.screen.undo()
    room.settle()
    assert room.load(meeting_id).meeting.prepared_by_id is None
    assert step.links.committee.value() is None


def test_the_way_of_meeting_is_chosen_and_papers_are_written(room, step, tmp_path, monkeypatch):
    monkeypatch.setattr("chibo_desktop.ui.meetings.before.QDesktopServices.openUrl", lambda url: True)
    meeting_id = room.screen.workspace.meeting.meeting_id
    place = step.mode.findText("Họp trực tuyến")
    step.mode.setCurrentIndex(place)
    step.mode.activated.emit(place)
    room.settle()
    assert room.load(meeting_id).meeting.mode is MeetingMode.ONLINE
    step.before.number.click()
    room.settle()
    assert step.before.number.isHidden()
    for what in preparation.SAVERS:
        step.before.print_to(what, tmp_path / f"{what}.pdf")
    room.settle()
    assert {path.name for path in tmp_path.glob("*.pdf")} == {f"{what}.pdf" for what in preparation.SAVERS}


def test_a_closed_meeting_shows_what_was_done_and_offers_nothing_to_write(room):
    meeting_id = room.plan()
    view = room.load(meeting_id)
    done = msgspec.structs.replace(view.meeting, ends=time(21, 15), notice_on=date(2026, 11, 1))
    meetings.save_meeting(room.session, done)
    meetings.close_meeting(room.session, meeting_id)
    step = room.open(meeting_id).preparation
    room.settle()
    line = step.before.line("notice_on")
    assert line.state.text() == "Đã làm ngày 01/11/2026."
    assert line.day.isReadOnly()
    assert step.suggestions.isHidden()
    hidden = (step.links.join, step.links.new_committee, step.before.number, step.before.line("documents_on").today)
    assert all(part.isHidden() for part in hidden)
    assert not step.agenda.table.movable
    assert not step.before.kit.isHidden()


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_every_kind_is_offered_with_a_sentence_and_gets_its_agenda(room, kind):
    room.screen.enter("new")
    room.settle()
    dialog = room.screen.findChild(NewMeetingDialog)
    place = list(MeetingKind).index(kind)
    dialog.kind.setCurrentIndex(place)
    dialog.kind.activated.emit(place)
    assert dialog.kind.value() is kind
    assert dialog.about.text() == KIND_SENTENCES[kind]
    dialog.theme.setText("Nêu gương")
    dialog.yes_button.click()
    room.settle()
    view = room.screen.workspace.view
    assert view.meeting.kind is kind
    assert len(view.agenda) >= 2
    assert view.pack.required_parts(kind)


def test_a_theme_is_planned_changed_and_becomes_a_meeting(room):
    room.screen.enter("themes")
    room.settle()
    page = room.screen.themes
    assert page.body.currentWidget() is page.empty
    assert [q.lacking for q in page.plan.quarters] == [True] * 4
    page.empty.button.click()
    dialog = page.findChild(ThemeDialog)
    assert dialog.quarter.value() == 4
    dialog.yes_button.click()
    assert dialog.isVisible()
    dialog.topic.setText("Giữ rừng đầu nguồn")
    dialog.author.setCurrentIndex(3)
    dialog.yes_button.click()
    room.settle()
    (row,) = page.plan.rows
    assert (row.theme.topic, row.theme.author_id) == ("Giữ rừng đầu nguồn", page.plan.members[2][0])
    assert page.quarters[3].text() == "· Quý IV: 1 trong kế hoạch"
    page.hold()
    room.settle()
    asked = page.findChild(HoldDialog)
    assert asked.day.text() == "03/11/2026"
    asked.yes_button.click()
    room.settle()
    assert room.screen.workspace.view.meeting.title == "Giữ rừng đầu nguồn"
    room.screen.go_back()
    room.settle()
    assert room.screen.stack.currentWidget() is room.screen.list


def test_a_theme_is_deleted_with_a_key_and_undo_brings_it_back(room, qtbot):
    theme = Theme(id=room.session.new_id(), year=2026, quarter=1, topic="Nêu gương", state=ThemeState.HELD)
    themes.save_theme(room.session, theme)
    room.screen.show_themes()
    room.settle()
    page = room.screen.themes
    assert page.quarters[0].text() == "✓ Quý I: đã sinh hoạt 1"
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    room.settle()
    assert page.plan.rows == ()
    room.screen.undo()
    room.settle()
    assert page.plan.rows[0].theme.id == theme.id
