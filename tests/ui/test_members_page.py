"""A member through the years, the badges, and the ways there and back by key."""

from datetime import date

import pytest
from members_desk import Place, keep, new_session
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import Attendance, AttendanceState, MeetingKind
from chibo_desktop.domain.members import Role, RoleTerm, Status, StatusPeriod
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.services import meetings
from chibo_desktop.services.member_page import LineKind


@pytest.fixture
def session(tmp_path, clock):
    made = new_session(tmp_path / "so", clock)
    yield made
    made.close()


def held_on(session, day, member, state=AttendanceState.PRESENT, reason=""):
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, day)
    meetings.call_roll(session, meeting_id)
    (row,) = session.book.find(Attendance, meeting_id=meeting_id, member_id=member.id)
    session.save(replace(row, state=state, reason=reason))
    return meeting_id


@pytest.fixture
def one(session):
    return keep(
        session, "Lò Văn Pánh", since=date(1996, 9, 1), group="Tổ 1",
        roles=(RoleTerm(since=date(2025, 3, 1), role=Role.SECRETARY),),
    )  # fmt: skip


@pytest.fixture
def told(session, one):
    keep(session, "Vàng Thị Mỷ")
    held_on(session, date(2025, 12, 3), one)
    absent = held_on(session, date(2026, 10, 3), one, AttendanceState.ABSENT_EXCUSED, "đi viện")
    make = session.new_id
    session.save(
        Mention(
            id=make(), meeting_id=absent, position=1, kind=MentionKind.REMINDER, member_id=one.id, text="đến muộn"
        ),
        Duty(id=make(), text="Làm đường", owner_id=one.id, due=date(2026, 10, 1), plan_year=2026),
        Dues(id=make(), month="2026-10", member_id=one.id, paid=True),
    )
    return absent


@pytest.fixture
def place(told, session, qtbot, tasks, changes):
    made = Place(qtbot, tasks, changes, session)
    yield made
    made.put_away()


def cells(table):
    model = table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def sentence(screen):
    return screen.findChild(QLabel, "screenSentence").text()


def test_number_elsewhere_opens_the_page_with_every_year(place, one):
    place.screen.enter(one.id)
    place.settle()
    assert place.screen.title == "Lò Văn Pánh"
    assert sentence(place.screen) == ("Đảng viên chính thức; bí thư; Tổ 1; vào Đảng 09/1996, 30 năm tuổi Đảng.")
    assert cells(place.screen.page.years) == [
        ["Tất cả", "1/2", "1 có lý do", "–", "0/1 xong, 1 quá hạn", "–", "1", "–", "–"],
        ["2026", "0/1", "1 có lý do", "–", "0/1 xong, 1 quá hạn", "–", "1", "đã nộp 1/12", "–"],
        ["2025", "1/1", "–", "–", "–", "–", "–", "–", "–"],
    ]


def test_year_and_kind_narrow_the_lines_and_a_line_opens_its_meeting(place, one, told, qtbot):
    place.screen.enter(one.id)
    place.settle()
    page = place.screen.page
    qtbot.waitUntil(page.years.hasFocus)
    everything = len(page.lines.rows_model.rows)
    qtbot.keyClick(page.years, Qt.Key.Key_Down)
    assert page.years.current().year == 2026
    assert len(page.lines.rows_model.rows) == 3 < everything
    page.kind.setCurrentIndex([page.kind.itemText(n) for n in range(page.kind.count())].index("Vắng họp"))
    page.kind.activated.emit(page.kind.currentIndex())
    assert [row.words for row in page.lines.rows_model.rows] == ["Vắng có lý do: đi viện"]
    assert page.count.text().startswith("1 việc, năm 2026.")
    qtbot.keyClick(page.years, Qt.Key.Key_Return)
    qtbot.keyClick(page.lines, Qt.Key.Key_Return)
    assert place.went == [("meetings", (told, 1))]


def test_esc_leads_from_the_page_back_to_the_list(place, one, qtbot):
    place.screen.enter(one.id)
    place.settle()
    qtbot.waitUntil(place.screen.page.years.hasFocus)
    qtbot.keyClick(place.screen.page.years, Qt.Key.Key_Escape)
    place.settle()
    assert place.screen.title == "Đảng viên"
    qtbot.keyClick(place.screen.list.table, Qt.Key.Key_Escape)
    assert place.screen.title == "Đảng viên"


def test_duty_given_at_no_meeting_opens_among_the_duties(place, one, qtbot):
    place.screen.enter(one.id)
    place.settle()
    page = place.screen.page
    (duty,) = [row for row in page.lines.rows_model.rows if row.kind is LineKind.DUTY]
    page.lines.select(duty.key)
    qtbot.keyClick(page.lines, Qt.Key.Key_Return)
    assert place.went == [("duties", duty.key)]


def test_line_of_a_post_leads_to_the_form(place, one, qtbot):
    place.screen.enter(one.id)
    place.settle()
    page = place.screen.page
    post = next(row for row in page.lines.rows_model.rows if row.kind is LineKind.POST)
    page.lines.select(post.key)
    qtbot.keyClick(page.lines, Qt.Key.Key_Return)
    assert place.form.isVisible()
    qtbot.waitUntil(place.form.name.hasFocus)


def test_back_leads_to_the_list_and_the_form_button_to_the_years(place, one, qtbot):
    place.screen.enter(one.id)
    place.settle()
    place.screen.go_back()
    assert place.screen.title == "Đảng viên"
    assert place.form.name.text() == "Lò Văn Pánh"
    place.form.years_button.setFocus()
    qtbot.keyClick(place.form.years_button, Qt.Key.Key_Space)
    place.settle()
    assert place.screen.page.isVisible()


def test_double_click_opens_the_page(place, qtbot):
    table = place.screen.list.table
    table.select(place.member("Vàng Thị Mỷ").id)
    where = table.visualRect(table.selectionModel().selectedRows()[0]).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    place.settle()
    assert place.screen.title == "Vàng Thị Mỷ"


def test_page_of_somebody_nothing_is_known_of_says_what_it_is_for(session, qtbot, tasks, changes):
    keep(session, "Vàng Thị Mỷ", since=date(1930, 1, 1))
    place = Place(qtbot, tasks, changes, session)
    place.screen.enter(place.member("Vàng Thị Mỷ").id)
    place.settle()
    assert place.screen.page.empty.isVisible()
    place.put_away()


def test_member_deleted_while_the_page_is_open_leads_back_to_the_list(place, one, session):
    place.screen.enter(one.id)
    place.settle()
    session.save(delete=[one])
    place.screen.records_changed(frozenset({"member"}), None)
    place.settle()
    assert place.screen.title == "Đảng viên"
    assert "không còn trong danh sách" in place.screen.message.all_words


def test_news_of_an_attendance_is_shown_on_the_open_page(place, one, session):
    place.screen.enter(one.id)
    place.settle()
    held_on(session, date(2026, 11, 3), one)
    place.screen.records_changed(frozenset({"attendance"}), None)
    place.settle()
    assert place.screen.page.page.years[0].due == 2


def test_badges_of_a_year_and_back_by_key(place, qtbot, one):
    made = place.screen.list.badges_button
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Space)
    place.settle()
    badges = place.screen.badges
    assert place.screen.title == "Tuổi Đảng"
    assert cells(badges.table) == [["Lò Văn Pánh", "30 năm", "09/1996", "09/2026", "02/09/2026 hoặc 07/11/2026"]]
    badges.year.setCurrentIndex(badges.year.count() - 1)
    badges.year.activated.emit(badges.year.currentIndex())
    place.settle()
    assert badges.empty.isVisible()
    place.screen.enter("anniversaries")
    badges.year.setCurrentIndex(1)
    badges.year.activated.emit(1)
    place.settle()
    qtbot.keyClick(badges.table, Qt.Key.Key_Return)
    place.settle()
    assert place.screen.title == "Lò Văn Pánh"


def test_members_without_a_month_of_joining_are_counted_under_the_badges(session, qtbot, tasks, changes):
    made = keep(session, "Vàng Thị Mỷ")
    session.save(replace(made, joined=""))
    keep(session, "Giàng A Chu", since=date(1996, 1, 1))
    year_only = keep(session, "Lò Thị Dung")
    session.save(replace(year_only, joined="1996"))
    place = Place(qtbot, tasks, changes, session)
    place.screen.enter("anniversaries")
    place.settle()
    assert place.screen.badges.unknown.text() == "Còn 1 đồng chí chưa ghi tháng, năm vào Đảng nên chưa tính được."
    assert [row[3:] for row in cells(place.screen.badges.table)] == [
        ["01/2026", "03/02/2026"],
        ["trong năm 2026", "Chưa rõ tháng vào Đảng"],
    ]
    place.put_away()


def test_overlapping_periods_are_warned_of_beside_their_fields(session, qtbot, tasks, changes):
    both = (
        StatusPeriod(since=date(2026, 1, 1), status=Status.EXEMPT),
        StatusPeriod(since=date(2026, 6, 1), until=date(2026, 12, 31), status=Status.TEMPORARY_OUT),
    )
    keep(session, "Vàng Thị Mỷ", periods=both)
    place = Place(qtbot, tasks, changes, session)
    place.screen.enter(("form", place.member("Vàng Thị Mỷ").id))
    place.settle()
    first, second = place.form.periods.cards
    assert (
        "Trùng thời gian với: Sinh hoạt tạm thời nơi khác từ 01/06/2026 đến hết 31/12/2026." in first.clash.text()
    )
    assert "Miễn công tác và sinh hoạt từ 01/01/2026" in second.clash.text()
    assert not second.clash.isHidden()
    first.until.setText("31/05/2026")
    place.leave()
    assert first.clash.isHidden()
    assert second.clash.isHidden()
    place.put_away()


def test_leaving_for_good_ends_what_was_open_without_a_warning(session, qtbot, tasks, changes):
    both = (
        StatusPeriod(since=date(2026, 1, 1), status=Status.EXEMPT),
        StatusPeriod(since=date(2026, 6, 1), status=Status.TRANSFERRED),
    )
    keep(session, "Vàng Thị Mỷ", periods=both)
    place = Place(qtbot, tasks, changes, session)
    place.screen.enter(("form", place.member("Vàng Thị Mỷ").id))
    place.settle()
    assert all(card.clash.isHidden() for card in place.form.periods.cards)
    place.put_away()


def test_time_in_another_cell_is_explained_on_its_card(session, qtbot, tasks, changes):
    before = StatusPeriod(
        since=date(2000, 3, 1), until=date(2026, 10, 31), status=Status.TRANSFERRED, paper="GTSH 7"
    )
    keep(session, "Vàng Thị Mỷ", periods=(before,))
    place = Place(qtbot, tasks, changes, session)
    place.screen.enter(("form", place.member("Vàng Thị Mỷ").id))
    place.settle()
    (card,) = place.form.periods.cards
    assert not card.elsewhere.isHidden()
    card.until.setText("")
    place.leave()
    assert card.elsewhere.isHidden()
    place.put_away()


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ACTIVE])
def test_every_kind_of_status_can_be_entered_with_days_and_paper(session, qtbot, tasks, changes, write, status):
    from chibo_desktop.ui.labels import label

    keep(session, "Vàng Thị Mỷ")
    place = Place(qtbot, tasks, changes, session)
    place.screen.enter(("form", place.member("Vàng Thị Mỷ").id))
    place.settle()
    place.form.periods.add_card()
    (card,) = place.form.periods.cards
    index = [card.status.itemText(n) for n in range(card.status.count())].index(label(status))
    card.status.setCurrentIndex(index)
    card.status.activated.emit(index)
    card.since.setText("01/02/2026")
    card.until.setText("31/12/2026")
    card.paper.setText("NQ 4-NQ/CB")
    place.leave()
    assert place.member("Vàng Thị Mỷ").periods == (
        StatusPeriod(since=date(2026, 2, 1), until=date(2026, 12, 31), status=status, paper="NQ 4-NQ/CB"),
    )
    place.put_away()
