"""Resolutions with their targets, and proposals, in the books and papers, by keyboard."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import Target, TargetState, figure
from chibo_desktop.services import meetings, proposals, targets
from chibo_desktop.services.mentions import new_proposal
from chibo_desktop.ui.documents import DocumentsScreen
from chibo_desktop.ui.documents.proposal_dialogs import AnswerDialog, ForwardDialog, ProposalDialog
from chibo_desktop.ui.documents.resolutions import short_title
from chibo_desktop.ui.documents.targets import JudgeDialog, ResultDialog
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.target_fields import MeasureField, TargetDialog, parse_measure

TODAY = date(2026, 11, 3)


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def screen(qtbot, session, tasks, changes):
    gone = []
    made = DocumentsScreen(Desk(tasks, changes, lambda place, target=None: gone.append((place, target))), session)
    made.gone = gone
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    return made


def show(screen, tasks, target):
    screen.enter(target)
    tasks.wait_idle()
    return screen.current


def resolved(session, day, title):
    made = Resolution(id=session.new_id(), title=title, date=day, state=ResolutionState.ADOPTED)
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, day)
    made = msgspec.structs.replace(made, meeting_id=meeting_id)
    number = DocumentNumber(
        id=session.new_id(),
        type=DocumentType.RESOLUTION,
        term="2025 - 2027",
        number=8,
        date=day,
        subject=title,
        subject_id=made.id,
    )
    session.save(made, number)
    return made


def target_of(session, resolution, text="Hộ đạt văn hóa", **more):
    new = targets.new_target(session, resolution.id)
    values = {"planned": 85.0, "unit": "%", "due": date(2026, 10, 31)} | more
    targets.save_target(session, msgspec.structs.replace(new, text=text, **values))
    return new.id


def press(qtbot, widget, key):
    widget.setFocus()
    qtbot.keyClick(widget, key)


def fill(field, words, write):
    field.setFocus()
    field.selectAll()
    write(field, words)


# -- resolutions and targets ------------------------------------------------------------------------


def test_an_empty_place_says_what_it_is_for_and_leads_to_the_meetings(screen, tasks):
    section = show(screen, tasks, "resolutions")
    assert section.list.currentWidget() is section.empty
    assert section.primary is None
    section.empty.button.click()
    assert screen.gone == [("meetings", None)]


def test_a_target_is_entered_measured_and_judged_by_keyboard(screen, tasks, qtbot, session, write):
    found = resolved(session, date(2026, 10, 3), "Lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026")
    section = show(screen, tasks, "resolutions")
    assert not section.sides.wide
    assert [short_title(row) for row in section.table.rows_model.rows] == ["Tháng 10 năm 2026"]
    press(qtbot, section.table, Qt.Key.Key_Return)
    assert section.sides.alone
    assert section.title.text() == found.title
    assert section.about.text() == "Số 08-NQ/CB, ngày 03/10/2026, Đã thông qua"
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    dialog = screen.findChild(TargetDialog)
    dialog.yes_button.click()
    assert dialog.isVisible()
    fill(dialog.text, "Hộ đạt văn hóa", write)
    fill(dialog.planned, "87,5", write)
    fill(dialog.unit, "%", write)
    fill(dialog.due, "31/10/2026", write)
    dialog.yes_button.click()
    tasks.wait_idle()
    (row,) = section.targets.table.rows_model.rows
    assert (row.target.text, row.target.planned, row.target.resolution_id) == ("Hộ đạt văn hóa", 87.5, found.id)
    assert section.targets.table.current() is row
    press(qtbot, section.targets.table, Qt.Key.Key_Return)
    dialog = screen.findChild(ResultDialog)
    fill(dialog.reached, "nhiều", write)
    dialog.yes_button.click()
    assert dialog.isVisible()
    fill(dialog.reached, "90", write)
    dialog.yes_button.click()
    tasks.wait_idle()
    assert section.targets.table.current().state is TargetState.EXCEEDED
    assert section.targets.heading.text() == "Chỉ tiêu: 1/1 đạt"
    assert "Đã ghi kết quả: 90%." in section.message.all_words
    section.targets.judge_button.click()
    dialog = screen.findChild(JudgeDialog)
    dialog.state.set_value(TargetState.NOT_MET)
    dialog.yes_button.click()
    assert dialog.isVisible()
    fill(dialog.note, "Xã chưa công nhận", write)
    dialog.yes_button.click()
    tasks.wait_idle()
    target = session.book.get(Target, row.id)
    assert (target.state, target.note, target.measured_on) == (TargetState.NOT_MET, "Xã chưa công nhận", TODAY)
    section.message.button.click()
    tasks.wait_idle()
    assert session.book.get(Target, row.id).state is TargetState.OPEN
    press(qtbot, section.targets.table, Qt.Key.Key_Delete)
    tasks.wait_idle()
    assert session.book.find(Target) == []
    screen.go_back()
    assert not section.sides.alone
    assert screen.focusWidget() is section.table


def test_items_open_in_the_duties_and_the_resolution_in_its_meeting(screen, tasks, qtbot, session):
    found = resolved(session, date(2026, 10, 3), "Tháng 10")
    duty = Duty(
        id=session.new_id(), text="Rà soát hộ nghèo", meeting_id=found.meeting_id, resolution_id=found.id,
        due=date(2026, 10, 20), state=DutyState.IN_PROGRESS,
    )  # fmt: skip
    session.save(duty)
    section = show(screen, tasks, "resolutions")
    press(qtbot, section.table, Qt.Key.Key_Return)
    assert section.items.hasFocus()
    assert section.items_heading.text() == "Việc đã giao: 0/1 xong"
    section.items.selectRow(0)
    qtbot.keyClick(section.items, Qt.Key.Key_Return)
    section.meeting_button.click()
    assert screen.gone == [("duties", duty.id), ("meetings", (found.meeting_id, 1))]


def test_a_target_of_another_year_is_shown_when_it_is_asked_for(screen, tasks, session):
    old = resolved(session, date(2025, 10, 3), "Tháng 10 năm 2025")
    first, second = target_of(session, old), target_of(session, old, "Trồng rừng")
    resolved(session, date(2026, 10, 3), "Tháng 10")
    section = show(screen, tasks, ("resolutions", second))
    assert section.table.current().id == old.id
    assert section.targets.table.current().id == second
    assert section.year.currentText() == "Tất cả các năm"
    section = show(screen, tasks, ("resolutions", first))
    assert section.targets.table.current().id == first


def test_a_wide_window_shows_the_resolution_beside_the_list(screen, tasks, session):
    found = resolved(session, date(2026, 10, 3), "Tháng 10")
    target_of(session, found)
    screen.resize(1700, 800)
    section = show(screen, tasks, "resolutions")
    assert section.sides.wide
    assert section.detail.isVisible()
    assert section.back is None
    assert screen.primary.text() == "Thêm chỉ tiêu"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("80", 80.0), ("87,5", 87.5), ("87.5", 87.5), ("1.250", 1250.0), ("1.250,25", 1250.25), ("85 %", 85.0),
        ("1 250", 1250.0), ("0", 0.0), ("", None), ("-3", None), ("nhiều", None), ("1,2,3", None), ("1.2.3", None),
    ],
)  # fmt: skip
def test_measures_are_read_as_people_type_them(words, value):
    assert parse_measure(words) == value


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**11))
def test_a_measure_is_read_back_as_it_is_shown(hundredths):
    value = hundredths / 100
    assert parse_measure(figure(value)) == value


def test_a_measure_too_large_is_refused(qtbot):
    field = MeasureField()
    qtbot.addWidget(field)
    field.set_value(1250.5)
    assert (field.text(), field.value()) == ("1.250,5", 1250.5)
    field.setText("9999999999")
    assert not field.commit()
    assert field.value() is None
    field.set_value(None)
    assert (field.text(), field.commit()) == ("", True)


# -- proposals ----------------------------------------------------------------------------------


def proposal_of(session, by="Nhân dân nhóm 2", day=TODAY, text="Sửa mương"):
    new = proposals.new_proposal(session, day)
    proposals.save_proposal(session, msgspec.structs.replace(new, by=by, text=text))
    return new.id


def test_a_proposal_is_taken_down_passed_on_and_answered(screen, tasks, qtbot, session, write):
    section = show(screen, tasks, "proposals")
    assert section.list.currentWidget() is section.empty
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    dialog = screen.findChild(ProposalDialog)
    fill(dialog.by, "Bà Mùa", write)
    dialog.yes_button.click()
    assert dialog.isVisible()
    fill(dialog.text, "Xin kéo điện", write)
    dialog.yes_button.click()
    tasks.wait_idle()
    (row,) = section.table.rows_model.rows
    assert (row.proposal.by, row.proposal.received_on) == ("Bà Mùa", TODAY)
    assert section.who.text() == "Bà Mùa"
    section.forward_button.click()
    dialog = screen.findChild(ForwardDialog)
    fill(dialog.to, "UBND xã", write)
    dialog.yes_button.click()
    tasks.wait_idle()
    assert section.sent.text() == "UBND xã, ngày 03/11/2026"
    press(qtbot, section.answer_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.findChild(AnswerDialog) is not None)
    dialog = screen.findChild(AnswerDialog)
    fill(dialog.answer, "Sẽ kéo điện năm 2027", write)
    dialog.yes_button.click()
    tasks.wait_idle()
    found = session.book.get(Proposal, row.id)
    assert (found.state, found.answer) == (ProposalState.ANSWERED, "Sẽ kéo điện năm 2027")
    assert section.answer.text() == "Ngày 03/11/2026: Sẽ kéo điện năm 2027"
    assert section.table.current().id == row.id
    section.reopen_button.click()
    tasks.wait_idle()
    assert session.book.get(Proposal, row.id).state is ProposalState.FORWARDED
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    tasks.wait_idle()
    assert session.book.find(Proposal) == []
    section.message.button.click()
    tasks.wait_idle()
    assert len(session.book.find(Proposal)) == 1


def test_the_filter_and_the_late_ones(screen, tasks, session):
    late = proposal_of(session, day=date(2026, 9, 1))
    fresh = proposal_of(session, "Lò Văn An")
    done = proposal_of(session, "Bà Mùa")
    proposals.answer(session, done, "Đã có", TODAY)
    section = show(screen, tasks, "proposals")

    def shown(name):
        section.filter.set_value(name)
        section.filter.committed.emit(name)
        return [row.id for row in section.table.rows_model.rows]

    assert [row.id for row in section.table.rows_model.rows] == [late, fresh]
    assert not section.late.isHidden()
    assert "Đã chờ 63 ngày" in section.late.all_words
    assert shown("late") == [late]
    assert shown("answered") == [done]
    assert shown("forwarded") == []
    assert section.none.isVisible()
    assert shown("every") == [late, fresh, done]
    show(screen, tasks, ("proposals", done))
    assert section.table.current().id == done
    assert section.late.isHidden()


def test_words_of_closed_minutes_stay_and_the_answer_can_be_written(screen, tasks, session, write):
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, TODAY)
    view = meetings.load(session, meeting_id)
    made = msgspec.structs.replace(new_proposal(view, session, "Nhân dân nhóm 2"), text="Sửa mương")
    meetings.save_parts(session, made)
    section = show(screen, tasks, ("proposals", made.id))
    assert not section.edit_button.isHidden()
    meetings.call_roll(session, meeting_id)
    meetings.save_meeting(session, msgspec.structs.replace(meetings.load(session, meeting_id).meeting,
                                                           ends=meetings.USUAL_START.replace(hour=21)))  # fmt: skip
    meetings.close_meeting(session, meeting_id)
    section = show(screen, tasks, ("proposals", made.id))
    assert section.edit_button.isHidden()
    assert section.delete_button.isHidden()
    section.delete()
    tasks.wait_idle()
    assert "đã chốt" in section.message.all_words
    section.write_answer()
    dialog = screen.findChild(AnswerDialog)
    fill(dialog.answer, "Đã sửa", write)
    dialog.yes_button.click()
    tasks.wait_idle()
    assert session.book.get(Proposal, made.id).answer == "Đã sửa"
    section.meeting_button.click()
    assert screen.gone == [("meetings", (meeting_id, 1))]


def test_what_is_typed_in_a_dialog_survives_a_crash_until_it_is_written_or_given_up(screen, tasks, session, write):
    asked = proposal_of(session)
    section = show(screen, tasks, "proposals")
    place = f"proposal:{asked.hex()}:answered:answer"
    section.write_answer()
    dialog = screen.findChild(AnswerDialog)
    dialog.answer.draft_changed.emit("Xã hẹn")
    tasks.wait_idle()
    assert session.drafts("proposal:") == {place: "Xã hẹn"}
    dialog.reject()
    tasks.wait_idle()
    assert session.drafts("proposal:") == {}
    session.save_draft(place, "Xã hẹn quý I")
    section.write_answer()
    tasks.wait_idle()
    dialog = next(found for found in screen.findChildren(AnswerDialog) if found.isVisible())
    assert dialog.answer.value() == "Xã hẹn quý I"
    dialog.yes_button.click()
    tasks.wait_idle()
    assert session.book.get(Proposal, asked).answer == "Xã hẹn quý I"
    assert session.drafts("proposal:") == {}


def test_only_what_is_unfinished_is_shown_on_request(screen, tasks, session):
    done = resolved(session, date(2026, 9, 3), "Tháng 9")
    target_id = target_of(session, done)
    targets.record_result(session, target_id, 90, TODAY)
    section = show(screen, tasks, "resolutions")
    section.filter.set_value(value=True)
    section.filter.committed.emit(True)
    assert section.table.rows_model.rows == ()
    assert section.none.isVisible()
    left = resolved(session, date(2026, 10, 3), "Tháng 10")
    target_of(session, left, due=None)
    section.fill()
    tasks.wait_idle()
    assert [row.id for row in section.table.rows_model.rows] == [left.id]
    assert section.none.isHidden()
