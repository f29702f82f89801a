"""Books and papers as a whole: sections by key, the head of the screen, the register of numbers."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.domain.numbering import DocumentType
from chibo_desktop.services import numbers, targets
from chibo_desktop.ui.documents import DocumentsScreen
from chibo_desktop.ui.documents import section as saving
from chibo_desktop.ui.documents.numbers import NumberDialog
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.screen import Desk

from documents_desk import add_document, add_inspection, add_people  # isort: skip


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def screen(qtbot, session, tasks, changes):
    gone = []
    made = DocumentsScreen(Desk(tasks, changes, lambda place, target=None: gone.append((place, target))), session)
    made.gone = gone
    qtbot.addWidget(made)
    made.resize(1140, 640)
    made.show()
    return made


def words_of(screen):
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def test_every_section_is_reached_by_its_key_and_by_arrow_keys(screen, tasks, qtbot):
    for section in screen.sections:
        screen.enter(section.key)
        tasks.wait_idle()
        assert screen.current is section
        assert section.name
        assert section.sentence in words_of(screen)
    screen.list.setCurrentRow(0)
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_End)
    assert screen.current is screen.sections[-1]


def test_a_narrow_screen_offers_the_sections_in_one_line(screen, tasks):
    screen.resize(824, 540)
    assert not screen.list.isVisible()
    assert screen.narrow_list.isVisible()
    screen.narrow_list.committed.emit(len(screen.sections) - 1)
    assert screen.current is screen.sections[-1]


def test_the_red_button_takes_a_number_for_a_paper_written_elsewhere(screen, tasks, qtbot, session, write):
    screen.enter("numbers")
    tasks.wait_idle()
    section = screen.current
    assert section.empty.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    dialog = screen.findChild(NumberDialog)
    dialog.yes_button.click()
    assert dialog.isVisible()
    write(dialog.subject, "Kết quả công tác tháng 10")
    dialog.yes_button.click()
    tasks.wait_idle()
    assert [row.symbol for row in section.table.rows_model.rows] == ["01-BC/CB"]
    assert "Đã lấy số 01-BC/CB." in section.message.all_words
    assert "BC 02" in section.following.text()
    section.message.button.click()
    tasks.wait_idle()
    assert numbers.register(session) == []


def test_a_line_of_the_register_opens_what_the_number_was_given_to(screen, tasks, qtbot, session):
    from chibo_desktop.domain.meetings import MeetingKind
    from chibo_desktop.services import meetings, preparation

    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    preparation.issue_notice(session, meeting_id)
    numbers.give_number(session, DocumentType.LETTER, "Trả lời kiến nghị", date(2026, 11, 2))
    screen.enter("numbers")
    tasks.wait_idle()
    table = screen.current.table
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert screen.gone == [("meetings", (meeting_id, 1))]


@pytest.fixture
def filled(session):
    people = add_people(session)
    add_document(session, "42-HD/ĐU", "Hướng dẫn đại hội", received_on=date(2026, 10, 2))
    add_inspection(session, "Việc chấp hành Quy định 37")
    numbers.give_number(session, DocumentType.LETTER, "Trả lời kiến nghị", date(2026, 11, 2))
    target = msgspec.structs.replace(targets.new_target(session, None), text="Giảm hộ nghèo", unit="hộ", planned=6)
    targets.save_target(session, target)
    return people


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("resolutions", "Giảm hộ nghèo"),
        ("inspections", "Việc chấp hành Quy định 37"),
        ("dues", "Lò Văn An"),
        ("incoming", "Hướng dẫn đại hội"),
        ("numbers", "Trả lời kiến nghị"),
    ],
)
def test_the_list_of_a_section_is_saved_as_a_spreadsheet(screen, tasks, monkeypatch, tmp_path, filled, key, words):
    asked, opened_files = [], []
    monkeypatch.setattr(saving.QDesktopServices, "openUrl", opened_files.append)
    monkeypatch.setattr(
        saving, "choose_target", lambda _, title, start, filters, then: asked.append((start.name, then))
    )
    screen.enter(key)
    tasks.wait_idle()
    screen.list_button.click()
    tasks.wait_idle()
    [(name, write_there)] = asked
    assert name.isascii()
    assert "2026" in name
    write_there(tmp_path / name)
    tasks.wait_idle()
    cells = [c for row in load_workbook(tmp_path / name).active.iter_rows(values_only=True) for c in row]
    assert words in cells
    assert not any("Riêng bí thư" in str(cell) for cell in cells)
    assert opened_files[0].toLocalFile() == str(tmp_path / name)
    assert "ai mở cũng đọc được" in screen.current.message.all_words


def test_only_a_list_that_has_lines_offers_to_be_saved(screen, tasks, session, filled):
    for key, offered in (("inspections", True), ("proposals", False), ("numbers", True), ("rewards", False)):
        screen.enter(key)
        tasks.wait_idle()
        assert screen.list_button.isVisible() is offered, key
    screen.enter("inspections")
    tasks.wait_idle()
    screen.current.open(screen.current.table.rows_model.rows[0].id)
    tasks.wait_idle()
    assert not screen.list_button.isVisible()


def test_news_of_a_section_stands_above_what_scrolls(screen, tasks):
    screen.resize(824, 420)
    for section in screen.sections:
        screen.enter(section.key)
        tasks.wait_idle()
        section.message.show_message(Level.DONE, "Đã ghi.")
        assert section.message.isVisible()
        assert not section.isAncestorOf(section.message)


def test_low_narrow_screen_gives_the_title_s_line_to_the_list(screen, tasks):
    screen.resize(824, 500)
    screen.enter("dues")
    tasks.wait_idle()
    assert screen.narrow_list.isVisible()
    assert not screen._title.isVisible()
    screen.resize(1140, 700)
    assert screen._title.isVisible()


def test_very_narrow_screen_keeps_the_sign_and_the_name_of_the_lesser_button(screen, tasks):
    screen.resize(590, 500)
    screen.enter("dues")
    tasks.wait_idle()
    assert screen.list_button.text() == ""
    assert screen.list_button.accessibleName() == screen.list_button.toolTip() == "Lưu ra Excel"
    screen.resize(1140, 640)
    assert screen.list_button.text() == "Lưu ra Excel"
