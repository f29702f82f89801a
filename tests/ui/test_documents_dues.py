"""Dues by keyboard: the space bar pays, figures are amounts, the year in signs, the quiet line."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.services import dues, meetings
from chibo_desktop.ui.documents import DocumentsScreen
from chibo_desktop.ui.screen import Desk

from documents_desk import add_people, words_of  # isort: skip

NOV = "2026-11"


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def people(session):
    return add_people(session)


@pytest.fixture
def screen(qtbot, session, tasks, changes):
    gone = []
    made = DocumentsScreen(Desk(tasks, changes, lambda place, target=None: gone.append((place, target))), session)
    made.gone = gone
    qtbot.addWidget(made)
    made.resize(1140, 700)
    made.show()
    return made


def shown(screen, tasks, target="dues"):
    screen.enter(target)
    tasks.wait_idle()
    return screen.section("dues")


def test_a_cell_without_members_is_led_to_them(screen, tasks):
    section = shown(screen, tasks)
    assert section.empty.isVisible()
    assert not screen.primary.isVisible()
    section.empty.button.click()
    assert screen.gone == [("members", None)]


def test_the_space_bar_pays_and_goes_on_to_the_next_line(screen, tasks, qtbot, session, people):
    section = shown(screen, tasks)
    table = section.table
    table.setFocus()
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Space)
        tasks.wait_idle()
    assert {d.member_id for d in session.book.find(Dues, month=NOV)} == {people[0].id, people[1].id}
    assert table.current().member_id == people[2].id
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    tasks.wait_idle()
    assert [d.member_id for d in session.book.find(Dues)] == [people[0].id]
    assert table.current().member_id == people[1].id
    assert any("1/5 đồng chí đã đóng" in words for words in words_of(screen))


def test_amounts_are_typed_down_the_list_and_news_takes_no_digit_away(screen, tasks, qtbot, session, people):
    section = shown(screen, tasks)
    table = section.table
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    table.setFocus()
    for amount in ("24000", "30000"):
        qtbot.keyClick(table, amount[0])
        editor = next(line for line in table.viewport().findChildren(QLineEdit) if line.isVisible())
        qtbot.keyClicks(editor, amount[1:3])
        section.fill()
        tasks.wait_idle()
        assert table.editing
        qtbot.keyClicks(editor, amount[3:])
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not table.editing)
    qtbot.waitUntil(lambda: bool(tasks.wait_idle() or session.book.count(Dues) == 2))
    assert [row.amount for row in dues.month_sheet(session, NOV).rows[:2]] == [24_000, 30_000]


def test_a_figure_begins_the_amount_and_enter_ends_it(screen, tasks, qtbot, session, people):
    section = shown(screen, tasks)
    table = section.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_2)
    editor = table.viewport().findChild(QLineEdit)
    qtbot.keyClicks(editor, "4.000")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(tasks.wait_idle() or session.book.count(Dues)))
    assert dues.month_sheet(session, NOV).rows[0].amount == 24_000
    assert table.currentIndex().row() == 1
    section.write_amount(dues.month_sheet(session, NOV).rows[1], "hai mươi")
    tasks.wait_idle()
    assert "không phải số tiền" in section.message.all_words
    section.write_amount(dues.month_sheet(session, NOV).rows[0], "")
    tasks.wait_idle()
    assert session.book.find(Dues) == []


def test_amounts_are_copied_and_all_can_pay_at_once(screen, tasks, session, people):
    dues.set_amount(session, "2026-10", people[0].id, 20_000)
    section = shown(screen, tasks)
    section.last_button.click()
    tasks.wait_idle()
    section.down_button.click()
    tasks.wait_idle()
    section.all_button.click()
    tasks.wait_idle()
    assert any("5/5 đồng chí đã đóng, tổng số 100.000 đồng" in words for words in words_of(screen))
    section.message.button.click()
    tasks.wait_idle()
    assert dues.month_sheet(session, NOV).paid == 0


def test_another_month_is_chosen_and_a_reminder_leads_to_its_month(screen, tasks, session, people):
    dues.set_paid(session, "2026-10", people[0].id, True)
    section = shown(screen, tasks, ("dues", "2026-10"))
    assert (section.month.value(), section.year.value()) == (10, 2026)
    assert section.table.rows_model.rows[0].paid
    section.month.set_value(9)
    section.month.committed.emit(9)
    tasks.wait_idle()
    assert not section.table.rows_model.rows[0].paid


def test_the_year_shows_signs_words_and_the_quiet_line_only_when_due(screen, tasks, session, people):
    for number in range(1, 11):
        for person in people[:-1] if number in {2, 5} else people:
            dues.set_paid(session, f"2026-{number:02d}", person.id, True)
    section = shown(screen, tasks)
    section.tabs.setCurrentIndex(1)
    table = section.table_of_year
    row = next(r for r in table.rows_model.rows if r.member_id == people[-1].id)
    assert [table.rows_model.columns[n].text(row) for n in (1, 2, 5)] == ["✓", "✗", "✗"]
    table.select(people[-1].id)
    assert "chưa đóng tháng 2, 5" in section.year_line.text()
    assert not section.hint.isVisible()
    dues.set_paid(session, "2026-09", people[-1].id, False)
    section.fill()
    tasks.wait_idle()
    assert section.hint.isVisible()
    assert "Vàng A Dơ 3 tháng" in section.hint.text()


def test_the_month_goes_into_the_open_minutes_by_one_button(screen, tasks, session, people):
    section = shown(screen, tasks)
    assert not section.minutes_button.isVisible()
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    dues.set_paid(session, NOV, people[0].id, True)
    section.fill()
    tasks.wait_idle()
    section.minutes_button.click()
    tasks.wait_idle()
    assert "01/05 đồng chí" in session.book.get(Meeting, meeting_id).dues_note
