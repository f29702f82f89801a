"""The statistics as a person reads them: by key, by mouse, down to the records behind a number."""

from __future__ import annotations

from datetime import date, datetime, time

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.domain.counted import Counted
from chibo_desktop.domain.meetings import AttendanceState, MeetingKind
from chibo_desktop.services import meetings, members
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.statistics import StatisticsScreen
from chibo_desktop.ui.statistics.charts import Bar, BarChart

NAMES = ("Lò Văn Á", "Giàng A Páo", "Cà Thị Bình", "Lường Văn Lú")


@pytest.fixture
def session(cell_folder, opened, clock):
    clock.at = datetime.combine(date(2026, 11, 3), time(19, 42))
    return opened(cell_folder)


@pytest.fixture
def year(session):
    """Two meetings of 2026 with one absence and one speech, the second one short; one of 2025."""
    people = []
    for name in NAMES:
        member = members.new_member(session)
        standings = tuple(msgspec.structs.replace(s, since=date(2020, 1, 1)) for s in member.standings)
        people.append(msgspec.structs.replace(member, name=name, standings=standings))
        members.save_member(session, people[-1])
    ids = [
        hold(session, day, ends, people)
        for day, ends in (
            (date(2025, 12, 3), time(21, 15)),
            (date(2026, 9, 3), time(21, 15)),
            (date(2026, 10, 3), time(20, 40)),
        )
    ]
    return people, ids


def hold(session, day, ends, people):
    """Hold a meeting at which the second member is away and the first speaks."""
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, day)
    meetings.mark(session, meeting_id, people[1].id, AttendanceState.ABSENT_EXCUSED, reason="đi rừng")
    view = meetings.load(session, meeting_id)
    speech = meetings.new_speech(view, session, member=people[0])
    meetings.save_parts(session, msgspec.structs.replace(speech, text="Nhất trí với báo cáo"))
    meetings.save_meeting(session, msgspec.structs.replace(view.meeting, ends=ends))
    meetings.close_meeting(session, meeting_id)
    return meeting_id


@pytest.fixture
def screen(qtbot, session, tasks, changes):
    gone = []
    made = StatisticsScreen(Desk(tasks, changes, lambda place, target=None: gone.append((place, target))), session)
    made.gone = gone
    qtbot.addWidget(made)
    made.resize(824, 540)
    made.show()
    return made


def shown(screen, tasks, target=None):
    screen.enter(target)
    tasks.wait_idle()
    return screen.pages


def test_a_book_without_meetings_says_what_the_place_is_for(screen, tasks):
    shown(screen, tasks)
    assert screen.stack.currentWidget() is screen.empty
    assert not screen.primary.isEnabled()
    screen.empty.button.click()
    assert screen.gone == [("meetings", None)]


def test_this_year_is_shown_first_and_another_can_be_chosen(screen, tasks, year):
    shown(screen, tasks)
    assert screen.year.value() == 2026
    assert len(screen.pages[0].table.rows_model.rows) == 2
    assert "2 buổi họp, dự họp 75%, 1 buổi chưa đủ phút." in [w.text() for w in screen.findChildren(QLabel)]
    screen.year.committed.emit(2025)
    tasks.wait_idle()
    assert [m.date.year for m in screen.pages[0].table.rows_model.rows] == [2025]


def test_a_bar_is_reached_by_key_says_its_meeting_and_opens_it(screen, tasks, year, qtbot):
    page = shown(screen, tasks)[0]
    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_End)
    assert "03/10/2026" in page.chart.accessibleDescription()
    assert "3/4 đồng chí có mặt, 75%" in page.chart.accessibleDescription()
    qtbot.keyClick(page.chart, Qt.Key.Key_Left)
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert screen.gone == [("meetings", (year[1][1], 1))]


def test_a_bar_is_opened_by_a_click(qtbot, themed):
    chart = BarChart("Thử", top=100)
    chart.set_bars([Bar("a", 50, "50", "a: 50", b"a"), Bar("b", None, "–", "b: –", b"b")])
    qtbot.addWidget(chart)
    chart.resize(400, 160)
    chart.show()
    with qtbot.waitSignal(chart.opened) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(110, 80))
    assert told.args == [b"b"]
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(390, 80))
    assert chart.chosen in {-1, 1}


def test_a_short_meeting_says_so_in_words(screen, tasks, year):
    page = shown(screen, tasks)[1]
    assert [column.text(row) for row in page.table.rows_model.rows for column in page.table.rows_model.columns][
        3::6
    ] == ["đủ 90 phút", "thiếu 20 phút"]
    assert "thiếu 20 phút" in page.chart.bars[1].words
    assert page.chart.bars[1].tone == "due"


def test_absences_are_named_with_their_reason(screen, tasks, year):
    table = shown(screen, tasks)[0].table
    words = table.rows_model.columns[4].text(table.rows_model.rows[0])
    assert words == "Giàng A Páo (đi rừng)"


def test_a_member_leads_to_their_records_and_to_the_list(screen, tasks, year, qtbot):
    people, ids = year
    table = shown(screen, tasks)[2].table
    screen.tabs.setCurrentIndex(2)
    assert table.select(people[1].id)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert screen.title == "Giàng A Páo, năm 2026: dự 0/2 buổi"
    assert [r.note for r in screen.records.rows_model.rows] == ["Vắng có lý do: đi rừng"] * 2
    qtbot.keyClick(screen.records, Qt.Key.Key_Return)
    assert screen.gone == [("meetings", (ids[1], 1))]
    screen.member_button.click()
    assert screen.gone[-1] == ("members", people[1].id)
    screen.go_back()
    assert screen.title == "Thống kê"
    assert screen.primary.isVisible()


def test_a_number_of_the_year_leads_to_what_was_counted(screen, tasks, year, qtbot):
    table = shown(screen, tasks)[-1].table
    screen.tabs.setCurrentIndex(8)
    assert table.select("Buổi họp ngắn hơn tối thiểu")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert [r.id for r in screen.records.rows_model.rows] == [year[1][2]]
    assert not screen.member_button.isVisible()


def test_speakers_are_ranked_by_their_words(screen, tasks, year):
    page = shown(screen, tasks)[3]
    assert [bar.words for bar in page.chart.bars] == ["Lò Văn Á: 2 ý kiến, 100% số từ cả năm"]
    page.chart.opened.emit(page.chart.bars[0].target)
    assert {r.note for r in screen.records.rows_model.rows} == {"Nhất trí với báo cáo"}


def test_a_change_elsewhere_is_counted_again(screen, tasks, changes, session, year):
    shown(screen, tasks)
    people, _ = year
    hold(session, date(2026, 11, 3), time(21, 30), people)
    screen.records_changed(frozenset({"meeting"}), None)
    tasks.wait_idle()
    assert len(screen.pages[0].table.rows_model.rows) == 3


def test_the_tables_go_into_a_spreadsheet(screen, tasks, year, tmp_path):
    shown(screen, tasks)
    screen.export_to(tmp_path / "thong-ke-2026.xlsx")
    tasks.wait_idle()
    book = load_workbook(tmp_path / "thong-ke-2026.xlsx")
    assert book.sheetnames == [
        "Cuộc họp", "Đảng viên", "Vắng mặt", "Đội ngũ", "Nhiệm vụ", "Biểu dương, nhắc nhở", "Phê bình", "Xếp loại",
        "Chung",
    ]  # fmt: skip
    assert [row[2].value for row in book["Vắng mặt"].iter_rows(min_row=4)] == ["Giàng A Páo"] * 2


def test_nothing_is_listed_behind_an_empty_number(screen, tasks, year):
    from chibo_desktop.services import statistics

    shown(screen, tasks)
    assert statistics.behind(screen.figures, Counted()) == []
