"""The statistics of members and work: any day of the roll, duties, mentions, ratings, saved lists; by key."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from work_desk import work_year

from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.statistics import StatisticsScreen

ROLL, DUTIES, MENTIONS, RATINGS, YEAR = range(4, 9)


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def meeting_id(session):
    return work_year(session)


@pytest.fixture
def screen(qtbot, session, tasks, changes, meeting_id):
    gone = []
    made = StatisticsScreen(Desk(tasks, changes, lambda place, target=None: gone.append((place, target))), session)
    made.gone = gone
    qtbot.addWidget(made)
    made.resize(1240, 700)
    made.show()
    made.enter()
    tasks.wait_idle()
    return made


def front(screen, number):
    screen.tabs.setCurrentIndex(number)
    return screen.page


def cells(table):
    return [[column.text(row) for column in table.rows_model.columns] for row in table.rows_model.rows]


def test_the_roll_is_shown_as_of_today_and_as_of_any_day(screen, qtbot, write):
    page = front(screen, ROLL)
    assert ["Tổng số", "Tổng số đảng viên", "7", "Enter để xem"] in cells(page.table)
    assert ["Tình trạng", "Miễn công tác và sinh hoạt", "1", "Enter để xem"] in cells(page.table)
    page.day.selectAll()
    write(page.day, "31/12/2025")
    qtbot.keyClick(page.day, Qt.Key.Key_Return)
    assert ["Tổng số", "Phải dự sinh hoạt", "7", "Enter để xem"] in cells(page.table)
    assert not any(row[1] == "Miễn công tác và sinh hoạt" for row in cells(page.table))


def test_a_month_of_the_chart_sets_the_day_and_a_line_opens_its_members(screen, qtbot):
    page = front(screen, ROLL)
    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_Home)
    assert page.chart.accessibleDescription().startswith("Đến 31/01/2026: 7 đảng viên")
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert page.day.value() == date(2026, 1, 31)
    assert page.table.select(("Tình trạng", "Sinh hoạt tạm thời nơi khác"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert screen.title == "Sinh hoạt tạm thời nơi khác, đến ngày 31/01/2026: 1"
    assert [r.words for r in screen.records.rows_model.rows] == ["Vàng A Dơ"]
    qtbot.keyClick(screen.records, Qt.Key.Key_Return)
    assert screen.gone[-1][0] == "members"


def test_duties_say_who_is_covered_and_open_by_state_and_by_member(screen, qtbot):
    page = front(screen, DUTIES)
    assert screen._sentence.text() == "4/5 đảng viên được phân công; 3/5 việc đến hạn xong đúng hạn (60%)."
    overdue = page.chart.bars[-1]
    assert (overdue.label, overdue.figure, overdue.tone) == ("Quá hạn", "1", "due")
    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_End)
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert screen.title == "Nhiệm vụ đang quá hạn, năm 2026: 1"
    qtbot.keyClick(screen.records, Qt.Key.Key_Return)
    assert screen.gone[-1][0] == "duties"
    screen.go_back()
    row = next(row for row in cells(page.table) if row[0] == "Cà Thị Ân")
    assert row[1:] == ["2", "–", "2", "100%", "1", "–"]
    assert any(row[0] == "Lò Thị Dung" and row[1] == "–" for row in cells(page.table))


def test_a_state_without_duties_opens_nothing(screen, qtbot):
    page = front(screen, DUTIES)
    page.chart.choose(5)
    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert page.chart.bars[5].figure == "0"
    assert screen.title == "Thống kê"


def test_commendations_and_reminders_open_their_meeting(screen, qtbot, meeting_id):
    page = front(screen, MENTIONS)
    assert screen._sentence.text().startswith("1 lượt biểu dương, 1 lượt nhắc nhở.")
    assert [(row[1], row[2]) for row in cells(page.table)] == [
        ("Cà Thị Ân", "Biểu dương"), ("Đặng Đức Bình", "Nhắc nhở"),
    ]  # fmt: skip
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert screen.gone == [("meetings", (meeting_id, 1))]


def test_ratings_stand_year_by_year_and_open_their_reviews(screen, qtbot):
    page = front(screen, RATINGS)
    assert [row[0] for row in cells(page.table)] == ["2026", "2025"]
    assert cells(page.table)[1][1:] == ["1", "–", "1", "–", "–", "–", "Hoàn thành tốt nhiệm vụ"]
    assert [part.value for part in page.chart.bars[0].parts] == [1, 0, 1, 0]
    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_Home)
    assert "xuất sắc 1, tốt 0, hoàn thành 1" in page.chart.accessibleDescription()
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert {(r.words, r.note) for r in screen.records.rows_model.rows} == {
        ("Cà Thị Ân", "Hoàn thành xuất sắc nhiệm vụ"), ("Đặng Đức Bình", "Hoàn thành nhiệm vụ"),
        ("Chi bộ", "Hoàn thành tốt nhiệm vụ"),
    }  # fmt: skip
    qtbot.keyClick(screen.records, Qt.Key.Key_Return)
    assert screen.gone[-1][0] == "reviews"


@pytest.mark.parametrize(("number", "place"), [(MENTIONS, "meetings"), (RATINGS, "reviews")])
def test_an_empty_page_says_what_it_is_for_and_leads_to_the_first_step(screen, tasks, session, number, place):
    session.undo()
    screen.refresh()
    tasks.wait_idle()
    page = front(screen, number)
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    page.empty.button.click()
    assert screen.gone == [(place, None)]


def test_dues_are_bare_numbers_that_lead_to_nobody(screen, qtbot):
    page = front(screen, YEAR)
    assert page.table.select("Đảng phí tháng 10: đã đóng, trên 2 đồng chí")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert screen.title == "Thống kê"


@pytest.mark.parametrize(("page", "what"), [(0, "attendance"), (ROLL, "members"), (DUTIES, "duties")])
def test_the_list_of_a_page_is_saved_as_a_spreadsheet(screen, tasks, tmp_path, page, what):
    front(screen, page)
    assert screen.save_button.isVisible()
    assert screen.page.exported == what
    screen.export_list_to(what, tmp_path / "danh-sach.xlsx")
    tasks.wait_idle()
    assert load_workbook(tmp_path / "danh-sach.xlsx").active.max_row > 5
    assert "danh-sach.xlsx" in screen.message.all_words


def test_pages_without_a_list_of_their_own_do_not_offer_to_save_it(screen):
    front(screen, RATINGS)
    assert not screen.save_button.isVisible()


def test_a_refused_file_is_told_beside_the_figures(screen, tasks, session):
    screen.export_list_to("duties", session.folder / "so-chi-bo.db")
    tasks.wait_idle()
    assert "tên tệp riêng của sổ" in screen.message.all_words


def test_where_the_tabs_do_not_fit_the_pages_are_chosen_from_one_line(screen, qtbot):
    assert screen.tabs.isVisible()
    screen.resize(760, 500)
    assert not screen.tabs.isVisible()
    screen.narrow_tabs.setFocus()
    qtbot.keyClick(screen.narrow_tabs, Qt.Key.Key_Down)
    assert screen.front.currentIndex() == 1
    screen.resize(1240, 700)
    assert screen.tabs.isVisible()
    assert screen.tabs.currentIndex() == 1
