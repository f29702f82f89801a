"""Documents from above on the screen: the notice, the file, the marks that ask to stop, made known."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.meetings import AgendaItem, MeetingKind
from chibo_desktop.services import incoming, meetings
from chibo_desktop.services.books import SECRECY_NOTICE
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.documents import DocumentsScreen
from chibo_desktop.ui.documents.incoming import KnownDialog
from chibo_desktop.ui.screen import Desk

from documents_desk import a_file, add_document, words_of  # isort: skip


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


def shown(screen, tasks, target="incoming"):
    screen.enter(target)
    tasks.wait_idle()
    return screen.section("incoming")


def documents(session):
    return session.book.find(IncomingDocument)


def test_the_notice_stands_above_the_form_and_in_the_empty_place(screen, tasks):
    section = shown(screen, tasks)
    assert any(SECRECY_NOTICE in words for words in words_of(screen))
    section.empty.button.click()
    tasks.wait_idle()
    assert section.notice.isVisible()
    assert SECRECY_NOTICE in section.notice.all_words


def test_a_document_is_written_by_keyboard(screen, tasks, qtbot, session, write):
    section = shown(screen, tasks)
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    page = section.page
    write(page.symbol, "42-HD/BTCTW", compose=True)
    qtbot.keyClick(page.symbol, Qt.Key.Key_Tab)
    write(page.issuer, "Ban Tổ chức Trung ương")
    qtbot.keyClick(page.issuer, Qt.Key.Key_Tab)
    assert page.title.hasFocus()
    write(page.title, "Hướng dẫn")
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    document = documents(session)[0]
    assert (document.symbol, document.issuer, document.title) == (
        "42-HD/BTCTW",
        "Ban Tổ chức Trung ương",
        "Hướng dẫn",
    )
    assert document.received_on == date(2026, 11, 3)
    assert section.table.rows_model.columns[4].text(section.table.rows_model.rows[0]) == "! Chưa quán triệt"


def test_a_file_is_kept_opened_where_asked_taken_away_and_brought_back(screen, tasks, session, tmp_path):
    document = add_document(session, "1-CV", "Công văn")
    section = shown(screen, tasks, ("incoming", document.id))
    section.attach(a_file(tmp_path))
    tasks.wait_idle()
    assert "huong-dan-42.pdf" in section.page.file_words.text()
    section.page_file_button.click()
    tasks.wait_idle()
    dialog = section.findChild(QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.selectedFiles()[0].endswith("huong-dan-42.pdf")
    dialog.reject()
    section.detach_button.click()
    tasks.wait_idle()
    assert "Chưa có tệp" in section.page.file_words.text()
    section.message.button.click()
    tasks.wait_idle()
    assert incoming.list_incoming(session)[0].has_file
    assert "huong-dan-42.pdf" in section.page.file_words.text()


def secrecy_dialog(section):
    return next((d for d in section.findChildren(Dialog) if d.objectName() == "secrecy" and d.isVisible()), None)


def test_a_mark_of_secrecy_asks_to_stop_and_enter_stops(screen, tasks, qtbot, session, tmp_path):
    document = add_document(session, "1-CV", "Công văn")
    section = shown(screen, tasks, ("incoming", document.id))
    file = a_file(tmp_path, "Ke hoach TOI MAT.pdf")
    section.attach(file)
    tasks.wait_idle()
    dialog = secrecy_dialog(section)
    assert SECRECY_NOTICE in dialog.accessibleDescription()
    qtbot.keyClick(dialog.no_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Rejected)
    tasks.wait_idle()
    assert documents(session)[0].file_name == ""
    section.attach(file)
    tasks.wait_idle()
    secrecy_dialog(section).yes_button.click()
    QApplication.processEvents()
    tasks.wait_idle()
    assert documents(session)[0].file_name == "Ke hoach TOI MAT.pdf"


def test_a_marked_title_is_warned_of_beside_it(screen, tasks, qtbot, session, write):
    section = shown(screen, tasks)
    section.add()
    tasks.wait_idle()
    write(section.page.title, "Kế hoạch tuyệt mật")
    section.page.title.commit()
    tasks.wait_idle()
    assert section.page.warning.isVisible()
    assert "Tuyệt mật" in section.page.warning.all_words


def test_deleting_takes_the_file_and_undo_brings_both_back(screen, tasks, qtbot, session, tmp_path):
    document = add_document(session, "1-CV", "Công văn")
    incoming.attach(session, document, a_file(tmp_path))
    section = shown(screen, tasks)
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    tasks.wait_idle()
    assert documents(session) == []
    section.message.button.click()
    tasks.wait_idle()
    assert incoming.list_incoming(session)[0].has_file


def test_where_it_was_made_known_is_chosen_for_one_or_taken_from_the_agenda(screen, tasks, session):
    one = add_document(session, "1-KH/ĐU", "Kế hoạch", received_on=date(2026, 10, 1))
    two = add_document(session, "2-KH/ĐU", "Kế hoạch", received_on=date(2026, 10, 2))
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    session.save(AgendaItem(id=session.new_id(), meeting_id=meeting_id, position=9, title="Quán triệt: 1-KH/ĐU"))
    section = shown(screen, tasks)
    assert section.offer.isVisible()
    section.offer.button.click()
    tasks.wait_idle()
    known = {d.id: d.meeting_id for d in documents(session)}
    assert known == {one.id: meeting_id, two.id: None}
    assert not section.offer.isVisible()
    section.table.select(two.id)
    section.known_button.click()
    section.findChild(KnownDialog).yes_button.click()
    tasks.wait_idle()
    assert {d.meeting_id for d in documents(session)} == {meeting_id}


def test_words_of_a_document_find_it(screen, tasks, session, write):
    add_document(session, "1-KH/ĐU", "Kế hoạch đại hội")
    add_document(session, "2-CV/ĐU", "Đảng phí")
    section = shown(screen, tasks)
    write(section.search, "dang phi")
    assert [r.document.symbol for r in section.table.rows_model.rows] == ["2-CV/ĐU"]
