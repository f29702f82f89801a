"""The inspection programme by keyboard: written, late, copied, deleted, taken back, drafts kept."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from chibo_desktop.domain.inspection_progress import end_of_month
from chibo_desktop.domain.inspections import Inspection, InspectionForm
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.services import inspections, meetings
from chibo_desktop.ui.documents import DocumentsScreen
from chibo_desktop.ui.screen import Desk

from documents_desk import add_inspection, add_people, words_of  # isort: skip


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def screen(qtbot, session, tasks, changes):
    made = DocumentsScreen(Desk(tasks, changes, lambda place, target=None: None), session)
    qtbot.addWidget(made)
    made.resize(1140, 700)
    made.show()
    return made


def shown(screen, tasks, target="inspections"):
    screen.enter(target)
    tasks.wait_idle()
    return screen.section("inspections")


def items(session):
    return session.book.find(Inspection)


def test_an_empty_year_says_what_it_is_for_and_offers_the_first_step(screen, tasks):
    section = shown(screen, tasks)
    assert section.empty.isVisible()
    section.empty.button.click()
    tasks.wait_idle()
    assert section.on_form


def test_an_item_is_written_by_keyboard_and_saved_field_by_field(screen, tasks, qtbot, session, write):
    people = add_people(session)
    section = shown(screen, tasks)
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    page = section.page
    assert page.text.hasFocus()
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    assert section.on_form
    assert page.text.problem
    assert items(session) == []
    write(page.text, "Giám sát việc thu đảng phí", compose=True)
    qtbot.keyClick(page.text, Qt.Key.Key_Tab)
    tasks.wait_idle()
    assert [i.text for i in items(session)] == ["Giám sát việc thu đảng phí"]
    assert page.kind.hasFocus()
    qtbot.keyClick(page.kind, Qt.Key.Key_Down)
    qtbot.keyClick(page.kind, Qt.Key.Key_Tab)
    for _ in range(4):
        qtbot.keyClick(page.month, Qt.Key.Key_Down)
    qtbot.keyClick(page.month, Qt.Key.Key_Tab)
    qtbot.keyClick(page.owner, Qt.Key.Key_Down)
    qtbot.keyClick(page.owner, Qt.Key.Key_Tab)
    qtbot.keyClick(page.people.choice, Qt.Key.Key_Down)
    tasks.wait_idle()
    item = items(session)[0]
    assert (item.form, item.due) == (InspectionForm.SUPERVISION, date(2026, 4, 30))
    assert (item.owner_id, item.member_ids) == (people[0].id, (people[0].id,))
    write(page.done_on, "3/11/2026")
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    assert items(session)[0].done_on == date(2026, 11, 3)
    assert not section.on_form
    assert section.table.rows_model.rows[0].item == items(session)[0]


def test_who_is_concerned_can_be_taken_off_again(screen, tasks, qtbot, session):
    people = add_people(session)
    item = add_inspection(session, "Sinh hoạt", member_ids=(people[0].id, people[1].id))
    section = shown(screen, tasks, ("inspections", item.id))
    assert section.on_form
    remove = next(b for b in section.findChildren(QPushButton) if b.accessibleName() == "Bỏ Lò Văn An")
    remove.setFocus()
    qtbot.keyClick(remove, Qt.Key.Key_Space)
    tasks.wait_idle()
    assert items(session)[0].member_ids == (people[1].id,)


def test_a_day_to_come_is_refused_also_after_midnight(screen, tasks, session, write, clock):
    item = add_inspection(session, "Sinh hoạt")
    section = shown(screen, tasks, ("inspections", item.id))
    field = section.page.done_on
    write(field, "4/11/2026")
    assert not field.commit()
    assert "03/11/2026 trở về trước" in field.problem
    clock.at = datetime.combine(date(2026, 11, 4), time(0, 5))
    assert field.commit()
    tasks.wait_idle()
    assert items(session)[0].done_on == date(2026, 11, 4)


def test_late_items_say_so_by_word_and_sign(screen, tasks, session):
    add_inspection(session, "Một", due=end_of_month(2026, 9))
    add_inspection(session, "Hai", due=end_of_month(2026, 11))
    section = shown(screen, tasks)
    column = section.table.rows_model.columns[5]
    assert [column.text(row) for row in section.table.rows_model.rows] == ["✗ Quá hạn", "! Đến hạn tháng này"]
    assert any("quá hạn 1" in words for words in words_of(screen))


def test_last_year_is_taken_over_and_taken_back(screen, tasks, session):
    add_inspection(session, "Một", year=2025, due=end_of_month(2025, 5))
    section = shown(screen, tasks)
    section.copy_button.click()
    tasks.wait_idle()
    assert [i.due for i in inspections.items_of(session, 2026)] == [date(2026, 5, 31)]
    assert not section.copy_button.isVisible()
    section.message.button.click()
    tasks.wait_idle()
    assert inspections.items_of(session, 2026) == []


def test_delete_and_undo_by_keyboard(screen, tasks, qtbot, session):
    item = add_inspection(session, "Một")
    section = shown(screen, tasks)
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    tasks.wait_idle()
    assert items(session) == []
    qtbot.keyClick(section.message.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(tasks.wait_idle() or items(session)))
    assert items(session) == [item]


@pytest.mark.parametrize("go", [lambda screen: screen.leave(), lambda screen: screen.enter("dues")])
def test_the_news_of_a_place_left_offers_no_undo_of_what_was_done_since(screen, tasks, qtbot, session, go):
    add_inspection(session, "Một")
    section = shown(screen, tasks)
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    tasks.wait_idle()
    assert section.message.isVisible()
    go(screen)
    tasks.wait_idle()
    assert section.message.isHidden()


def test_what_was_typed_when_the_program_ended_stands_in_the_new_item_again(screen, tasks, qtbot, session, write):
    section = shown(screen, tasks)
    section.add()
    tasks.wait_idle()
    section.page.draft_changed.emit(section.page.place("text"), "Giám sát việc")
    tasks.wait_idle()
    assert session.drafts("documents/inspections/new/") == {"documents/inspections/new/text": "Giám sát việc"}
    section.stack.setCurrentIndex(0)
    section.add()
    tasks.wait_idle()
    assert section.page.text.value() == "Giám sát việc"
    section.finish()
    tasks.wait_idle()
    assert [i.text for i in items(session)] == ["Giám sát việc"]
    assert session.drafts("documents/") == {}


def test_a_start_after_a_crash_leads_to_what_was_left_half_typed(screen, tasks, session):
    item = add_inspection(session, "Một")
    session.save_draft(f"documents/inspections/{item.id.hex()}/result", "Đang gõ kết qu")
    section = shown(screen, tasks)
    assert "đang gõ dở" in section.message.all_words
    section.message.button.click()
    tasks.wait_idle()
    assert section.page.result.value() == "Đang gõ kết qu"
    section.finish()
    tasks.wait_idle()
    assert items(session)[0].result == "Đang gõ kết qu"
    assert session.drafts("documents/") == {}


def test_words_typed_and_taken_back_leave_no_draft(screen, tasks, session):
    item = add_inspection(session, "Một")
    section = shown(screen, tasks, ("inspections", item.id))
    section.page.draft_changed.emit(section.page.place("text"), "Một hai")
    tasks.wait_idle()
    assert session.drafts("documents/")
    screen.leave()
    tasks.wait_idle()
    assert session.drafts("documents/") == {}
    assert items(session)[0].text == "Một"


def test_leaving_a_new_item_without_a_text_keeps_what_was_typed_and_says_so(screen, tasks, session, write):
    section = shown(screen, tasks)
    section.add()
    tasks.wait_idle()
    write(section.page.subject, "Tổ đảng số 2")
    screen.go_back()
    tasks.wait_idle()
    assert items(session) == []
    assert "chưa có nội dung" in section.message.all_words
    section.add()
    tasks.wait_idle()
    assert section.page.subject.value() == "Tổ đảng số 2"


def test_the_number_and_the_paper(screen, tasks, session, tmp_path, qtbot):
    add_inspection(session, "Một")
    section = shown(screen, tasks)
    section.number_button.click()
    tasks.wait_idle()
    assert not section.number_button.isVisible()
    assert any("Số 01-CTr/CB" in words for words in words_of(screen))
    section.print_button.click()
    tasks.wait_idle()
    dialog = section.findChild(QFileDialog)
    assert "chuong-trinh-kiem-tra-giam-sat-2026.pdf" in dialog.selectedFiles()[0]
    dialog.reject()
    section.write_to("chương trình", tmp_path / "ct.pdf", lambda p: inspections.save_programme(session, 2026, p),
                     open_it=False)  # fmt: skip
    tasks.wait_idle()
    assert (tmp_path / "ct.pdf").read_bytes().startswith(b"%PDF")
    assert str(tmp_path / "ct.pdf") in section.message.all_words


def test_the_register_of_numbers_leads_to_the_year_of_the_programme(screen, tasks, session):
    add_inspection(session, "Một", year=2025)
    section = shown(screen, tasks, ("inspections", inspections.programme_id(2025)))
    assert section.year.value() == 2025
    assert len(section.table.rows_model.rows) == 1


def test_another_place_s_change_reaches_an_open_form_but_not_what_is_typed(screen, tasks, session, changes, write):
    item = add_inspection(session, "Một", result="cũ")
    meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    section = shown(screen, tasks, ("inspections", item.id))
    write(section.page.subject, "đang gõ")
    inspections.save_inspection(session, type(item)(**{f: getattr(item, f) for f in item.__struct_fields__}
                                                    | {"result": "mới"}))  # fmt: skip
    changes.announce({"inspection"}, None)
    screen.records_changed(frozenset({"inspection"}), None)
    tasks.wait_idle()
    assert section.page.result.value() == "mới"
    assert section.page.subject.value() == "đang gõ"
