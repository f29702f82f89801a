"""The duties' place as a person uses it: the board, one duty, its log, the year's assignment, the paper."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from chibo_desktop.domain.duties import Duty, DutySource, DutyState, Recurrence
from chibo_desktop.domain.duty_board import Shown
from chibo_desktop.domain.duty_plan import USUAL
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.services import duties, meetings, members
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.duties import DutiesScreen
from chibo_desktop.ui.duties.board_view import Look
from chibo_desktop.ui.duties.print_dialog import PrintDialog
from chibo_desktop.ui.screen import Desk

TODAY = date(2026, 11, 3)
NAMES = ("Lò Văn An", "Cà Thị Ân", "Đặng Đức Bình", "Giàng A Chu")


@pytest.fixture
def session(cell_folder, opened, clock):
    clock.at = datetime.combine(TODAY, time(19, 42))
    made = opened(cell_folder)
    for number, name in enumerate(NAMES):
        standing = StandingPeriod(since=date(2010, 1, 1), standing=Standing.FULL)
        roles = (RoleTerm(since=date(2025, 1, 1), role=Role.SECRETARY),) if number == 0 else ()
        member = replace(members.new_member(made), name=name, standings=(standing,), roles=roles)
        members.save_member(made, member)
    return made


class Place:
    """The screen with what a test does to it."""

    def __init__(self, qtbot, tasks, changes, session, *, width=1166, height=708):
        self.went = []
        self.tasks, self.session, self.qtbot = tasks, session, qtbot
        desk = Desk(tasks, changes, lambda place, target=None: self.went.append((place, target)))
        self.screen = DutiesScreen(desk, session)
        qtbot.addWidget(self.screen)
        self.screen.resize(width, height)
        self.screen.show()
        self.screen.activateWindow()

    def enter(self, target=None):
        self.screen.enter(target)
        self.settle()

    def leave(self):
        self.screen.leave()
        self.settle()

    def settle(self):
        self.tasks.wait_idle()

    @property
    def form(self):
        return self.screen.form

    @property
    def table(self):
        return self.screen.board.table

    def lines(self):
        return [self.table.rows_model.columns[0].text(row).strip() for row in self.table.rows_model.rows]

    def choose(self, choice, value):
        """Choose as a person does: the list tells of it."""
        index = choice._values.index(value)
        choice.setCurrentIndex(index)
        choice.activated.emit(index)
        self.settle()

    def type(self, field, words):
        field.setFocus()
        self.qtbot.waitUntil(field.hasFocus)
        field.selectAll()
        self.write(field, words)
        field.commit()
        self.settle()

    def member(self, name):
        return next(m for m in members.all_members(self.session) if m.name == name)

    def all(self):
        return sorted(self.session.book.find(Duty), key=lambda d: (d.text, d.due or date.max))

    def the(self, text):
        return next(d for d in self.all() if d.text == text)

    def give(self, text, owner="", due=None, **more):
        owner_id = self.member(owner).id if owner else None
        duty = replace(duties.new_duty(self.session, owner_id=owner_id), text=text, due=due, **more)
        duties.save_duty(self.session, duty)
        return self.the(text)


@pytest.fixture
def make(qtbot, tasks, changes, session, write):
    made = []

    def make_one(**size):
        place = Place(qtbot, tasks, changes, session, **size)
        place.write = write
        made.append(place)
        return place

    yield make_one
    for place in made:
        place.screen.hide()
        place.settle()


@pytest.fixture
def place(make):
    return make()


# -- the board ------------------------------------------------------------------------------------


def test_an_empty_place_says_what_it_is_for_and_offers_the_years_assignment(place, qtbot):
    place.enter()
    assert place.screen._pages.currentWidget() is place.screen.empty
    qtbot.mouseClick(place.screen.empty.button, Qt.MouseButton.LeftButton)
    place.settle()
    assert place.screen.title == "Phân công năm 2027"


def test_the_board_shows_every_member_and_who_is_late_in_words(place):
    place.give("Sửa đường", "Cà Thị Ân", TODAY - timedelta(days=4))
    place.give("Họp thôn", "Cà Thị Ân", TODAY + timedelta(days=4))
    place.give("Chưa ai", "", None)
    place.enter()
    assert place.lines() == [
        "Lò Văn An: chưa có việc nào", "Cà Thị Ân: 2 việc, 1 quá hạn", "Sửa đường", "Họp thôn",
        "Đặng Đức Bình: chưa có việc nào", "Giàng A Chu: chưa có việc nào", "Chưa giao cho ai: 1 việc", "Chưa ai",
    ]  # fmt: skip
    state = place.table.rows_model.columns[3]
    late = place.table.rows_model.rows[2]
    assert (state.text(late), state.icon(late), state.tone(late)) == ("Quá hạn 4 ngày", "due", "error")
    board = place.screen.board
    assert board.coverage.text() == (
        "Mới có 1/4 đảng viên được phân công nhiệm vụ. Chưa có việc: đồng chí Lò Văn An, Đặng Đức Bình, "
        "Giàng A Chu."
    )
    assert place.screen._sentence.text() == (
        "3 việc đang làm, 1 quá hạn, 1 đến hạn tháng này, 1 chưa có người nhận, 0 đã xong."
    )


def test_the_board_by_date_filter_and_search(place, qtbot):
    place.give("Sửa đường", "Cà Thị Ân", TODAY - timedelta(days=4))
    place.give("Họp thôn", "Lò Văn An", date(2026, 12, 4))
    done = place.give("Trồng cây", "Lò Văn An", date(2026, 12, 4))
    duties.log(place.session, done.id, TODAY, "", DutyState.DONE_ON_TIME)
    place.enter()
    place.choose(place.screen.board.look, Look.BY_DATE)
    assert place.lines() == ["Quá hạn: 1 việc", "Sửa đường", "Tháng sau: 1 việc", "Họp thôn"]
    place.choose(place.screen.board.filter, Shown.ALL)
    assert place.lines()[-2:] == ["Đã xong: 1 việc", "Trồng cây"]
    place.screen.board.find_box.setFocus()
    qtbot.keyClicks(place.screen.board.find_box, "hop an")
    assert place.lines() == ["Tháng sau: 1 việc", "Họp thôn"]
    qtbot.keyClicks(place.screen.board.find_box, " xyz")
    assert not place.screen.board.nothing.isHidden()
    qtbot.keyPress(place.screen.board.find_box, Qt.Key.Key_Escape)
    assert len(place.lines()) == 6


def test_long_past_its_day_is_told_in_months(place):
    for days in (59, 60, 400):
        place.give(f"Việc {days}", "Lò Văn An", TODAY - timedelta(days=days))
    place.enter()
    state = place.table.rows_model.columns[3]
    assert [state.text(row) for row in place.table.rows_model.rows if row.duty] == [
        "Quá hạn 13 tháng", "Quá hạn 2 tháng", "Quá hạn 59 ngày",
    ]  # fmt: skip


def test_every_field_of_a_duty_is_reached_by_tab(place, qtbot):
    duty = place.give("Làm đường", "Lò Văn An", co_owner_ids=(place.member("Giàng A Chu").id,))
    place.enter(duty.id)
    form = place.form
    assert place.screen.isActiveWindow()
    form.words.setFocus()
    qtbot.waitUntil(form.words.hasFocus)
    wanted = {
        form.words, form.owner, form.due, form.helpers.adding, *form.helpers.buttons(), form.area, form.households,
        form.output, form.source, form.recurrence, form.given, form.log.state, form.log.day, form.log.words,
        form.log.write_button, form.grade, form.grade_note, form.remove_button,
    }  # fmt: skip
    reached = set()
    for _ in range(40):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert not [widget.accessibleName() for widget in wanted - reached]


def test_too_much_on_one_member_is_said_beside_the_board(place):
    for number in range(4):
        place.give(f"Việc {number}", "Lò Văn An")
    place.enter()
    assert place.screen.board.hint.text() == (
        "Nên chia lại: Đ/c Lò Văn An đang nhận 4 việc, Đ/c Cà Thị Ân, Đ/c Đặng Đức Bình, Đ/c Giàng A Chu "
        "chưa có việc nào."
    )
    assert place.screen.board.hint.isVisible()


# -- one duty -------------------------------------------------------------------------------------


def test_a_duty_is_given_by_keyboard_and_says_what_is_not_clear_yet(place, qtbot):
    place.give("Khác", "Lò Văn An")
    place.enter()
    qtbot.keyPress(place.screen, Qt.Key.Key_F10)
    qtbot.waitUntil(place.form.words.hasFocus)
    assert "Đã rõ 0/6" in place.form.clarity.text()
    owners = [place.form.owner.itemText(n) for n in range(place.form.owner.count())]
    assert owners[:3] == ["Chưa giao cho ai", "Lò Văn An (1 việc)", "Cà Thị Ân (chưa có việc)"]
    place.choose(place.form.owner, place.member("Cà Thị Ân").id)
    assert len(place.all()) == 1
    place.type(place.form.words, "Vận động góp ngày công")
    saved = place.the("Vận động góp ngày công")
    assert saved.owner_id == place.member("Cà Thị Ân").id
    assert not place.form.is_new
    place.type(place.form.due, "20/11/2026")
    place.type(place.form.area, "Tổ 2")
    place.type(place.form.households, "15")
    place.type(place.form.output, "Đủ ngày công")
    place.choose(place.form.helpers.adding, place.member("Giàng A Chu").id)
    place.choose(place.form.recurrence, Recurrence.QUARTERLY)
    saved = place.the("Vận động góp ngày công")
    assert (saved.due, saved.area, saved.households, saved.output) == (
        date(2026, 11, 20),
        "Tổ 2",
        15,
        "Đủ ngày công",
    )
    assert saved.co_owner_ids == (place.member("Giàng A Chu").id,)
    assert (saved.recurrence, saved.series_id) == (Recurrence.QUARTERLY, saved.id)
    assert place.form.clarity.text().startswith("Đủ 6 rõ")
    assert place.table.current().duty.id == saved.id
    (taken_away,) = place.form.helpers.buttons()
    qtbot.keyPress(taken_away, Qt.Key.Key_Space)
    qtbot.keyRelease(taken_away, Qt.Key.Key_Space)
    place.settle()
    assert place.the("Vận động góp ngày công").co_owner_ids == ()
    assert place.session.drafts("duties/") == {}


def test_a_member_without_a_duty_is_given_one_from_the_board(place, qtbot):
    place.give("Khác", "Lò Văn An")
    place.enter()
    qtbot.mouseClick(place.screen.board.give_button, Qt.MouseButton.LeftButton)
    assert place.form.owner.value() == place.member("Cà Thị Ân").id
    place.type(place.form.words, "Phụ trách Tổ 1")
    assert place.the("Phụ trách Tổ 1").owner_id == place.member("Cà Thị Ân").id
    place.table.select(("head", place.member("Giàng A Chu").id))
    qtbot.keyPress(place.table, Qt.Key.Key_Return)
    assert place.form.owner.value() == place.member("Giàng A Chu").id
    qtbot.mouseClick(place.form.remove_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert len(place.all()) == 2


def test_what_was_begun_is_there_again_after_a_crash(place, make):
    place.give("Khác", "Lò Văn An")
    place.enter()
    place.screen.add_duty()
    place.write(place.form.words, "Vận động")
    place.form.words._draft()
    place.settle()
    assert place.session.drafts("duties/") == {"duties/new/text": "Vận động"}
    again = make()
    again.enter()
    again.screen.add_duty()
    assert again.form.words.toPlainText() == "Vận động"


def test_words_not_written_into_the_log_yet_are_there_on_coming_back(place):
    first, second = place.give("Làm đường", "Lò Văn An"), place.give("Trồng cây", "Lò Văn An")
    place.enter(first.id)
    place.form.log.words.setFocus()
    place.qtbot.waitUntil(place.form.log.words.hasFocus)
    place.write(place.form.log.words, "đã họp dân")
    place.table.setFocus()
    place.screen.show_duty(second.id)
    place.settle()
    assert place.form.log.words.toPlainText() == ""
    place.screen.show_duty(first.id)
    assert place.form.log.words.toPlainText() == "đã họp dân"
    place.form.log.words.setFocus()
    place.form.log.words.selectAll()
    place.qtbot.keyClick(place.form.log.words, Qt.Key.Key_Delete)
    place.leave()
    assert place.session.drafts("duties/") == {}
    place.type(place.form.log.words, "đã họp dân")
    place.form.log.write()
    place.settle()
    assert place.the("Làm đường").progress == "đã họp dân"
    place.screen.show_duty(second.id)
    place.screen.show_duty(first.id)
    assert place.form.log.words.toPlainText() == ""


def test_home_leads_to_the_late_ones_by_date(place):
    place.give("Làm đường", "Lò Văn An", TODAY - timedelta(days=2))
    place.give("Trồng cây", "Cà Thị Ân", TODAY - timedelta(days=1))
    place.give("Họp thôn", "Cà Thị Ân", TODAY + timedelta(days=1))
    place.enter("overdue")
    assert place.lines() == ["Quá hạn: 2 việc", "Làm đường", "Trồng cây"]
    assert place.form.duty.text == "Làm đường"
    place.enter("month")
    assert place.lines() == ["Quá hạn: 2 việc", "Làm đường", "Trồng cây", "Tháng này: 1 việc", "Họp thôn"]


def test_the_log_settles_a_duty_and_the_day_decides(place, qtbot):
    duty = place.give("Làm đường", "Lò Văn An", date(2026, 10, 20))
    place.enter(duty.id)
    assert place.form.duty.id == duty.id
    log = place.form.log
    place.choose(log.state, DutyState.DONE_ON_TIME)
    assert log.rule.text() == "Sau hạn 14 ngày nên ghi là xong quá hạn."
    log.words.setFocus()
    place.write(log.words, "xong, chậm vì mưa")
    qtbot.keyPress(log.write_button, Qt.Key.Key_Space)
    qtbot.keyRelease(log.write_button, Qt.Key.Key_Space)
    place.settle()
    saved = place.the("Làm đường")
    assert (saved.state, saved.done_on, saved.progress) == (DutyState.DONE_LATE, TODAY, "xong, chậm vì mưa")
    assert log.words.toPlainText() == ""
    assert len(log.lines) == 1
    place.choose(log.state, DutyState.DONE_BEYOND)
    assert log.rule.text() == "Sau hạn 14 ngày nên không ghi là vượt mức; hãy chọn Đã xong."
    log.write()
    place.settle()
    assert "sau hạn nên không ghi là vượt mức" in log.box().problem_text
    place.screen.writing._unlog(duties.log_of(place.session, duty.id)[0].id)
    place.settle()
    assert place.the("Làm đường").state is DutyState.NOT_STARTED
    place.screen.undo()
    place.settle()
    assert place.the("Làm đường").state is DutyState.DONE_LATE


def test_settling_a_turn_shows_the_next_on_the_board(place):
    duty = place.give("Thu đảng phí", "Lò Văn An", date(2026, 11, 30), recurrence=Recurrence.MONTHLY)
    place.enter(duty.id)
    place.choose(place.form.log.state, DutyState.DONE_ON_TIME)
    place.form.log.write()
    place.settle()
    assert [d.due for d in place.all()] == [date(2026, 11, 30), date(2026, 12, 30)]
    assert place.lines()[:2] == ["Lò Văn An: 1 việc", "Thu đảng phí"]


def test_turns_that_are_due_begin_when_the_place_is_entered(place):
    place.give("Giao ban", "Lò Văn An", date(2026, 10, 31), recurrence=Recurrence.MONTHLY)
    place.enter()
    place.enter()
    assert [d.due for d in place.all()] == [date(2026, 10, 31), date(2026, 11, 30)]


def test_a_duty_is_judged(place):
    duty = place.give("Làm đường", "Lò Văn An")
    place.enter(duty.id)
    place.choose(place.form.grade, YearRating.EXCELLENT)
    place.type(place.form.grade_note, "vận động giỏi")
    saved = place.the("Làm đường")
    assert (saved.grade, saved.grade_note) == (YearRating.EXCELLENT, "vận động giỏi")
    assert place.session.undo_name == "Đánh giá nhiệm vụ"


def test_where_a_duty_comes_from_can_be_said(place):
    meeting_id = meetings.create_meeting(place.session, MeetingKind.REGULAR, TODAY)
    duty = place.give("Làm đường", "Lò Văn An")
    place.enter(duty.id)
    place.choose(place.form.source, (DutySource.PLAN, None, None))
    assert (place.the("Làm đường").source, place.the("Làm đường").plan_year) == (DutySource.PLAN, 2026)
    place.choose(place.form.source, (DutySource.MEETING, meeting_id, None))
    saved = place.the("Làm đường")
    assert (saved.meeting_id, saved.plan_year) == (meeting_id, None)
    assert place.form.form.box(place.form.given).isHidden()


def test_what_closed_minutes_say_of_a_duty_cannot_be_typed_over(place):
    meeting_id = meetings.create_meeting(place.session, MeetingKind.REGULAR, TODAY)
    meetings.call_roll(place.session, meeting_id)
    view = meetings.load(place.session, meeting_id)
    meetings.save_parts(place.session, meetings.new_duty(view, place.session, "Sửa đường", view.members[0], TODAY))
    meetings.save_meeting(place.session, replace(view.meeting, ends=time(21, 0)))
    meetings.close_meeting(place.session, meeting_id)
    duty = place.the("Sửa đường")
    place.enter(duty.id)
    assert place.form.words.isReadOnly()
    assert not place.form.owner.isEnabled()
    assert not place.form.helpers.isEnabled()
    assert place.form.remove_button.isHidden()
    assert place.form.locked.isVisible()
    place.form.meeting_button.click()
    place.qtbot.waitUntil(lambda: bool(place.went))
    assert place.went == [("meetings", (meeting_id, 1))]
    place.type(place.form.households, "7")
    assert place.the("Sửa đường").households == 7


def test_a_refusal_stands_beside_its_field(place):
    duty = place.give("Làm đường", "Lò Văn An")
    place.enter(duty.id)
    place.type(place.form.words, " ")
    assert "Chưa ghi việc" in place.form.form.box(place.form.words).problem_text
    assert place.the("Làm đường").text == "Làm đường"


def test_a_duty_is_deleted_after_asking_and_comes_back(place, qtbot):
    duty = place.give("Làm đường", "Lò Văn An")
    place.enter(duty.id)
    qtbot.mouseClick(place.form.remove_button, Qt.MouseButton.LeftButton)
    dialog = place.screen.findChild(Dialog)
    assert not dialog.yes_button.isDefault()
    dialog.yes_button.click()
    place.settle()
    assert place.all() == []
    assert place.screen._pages.currentWidget() is place.screen.empty
    place.screen.undo()
    place.settle()
    assert place.the("Làm đường") == duty


def test_on_a_low_screen_board_and_duty_take_turns(make, qtbot):
    place = make(width=824, height=540)
    place.give("Làm đường", "Lò Văn An")
    place.enter()
    assert not place.screen.beside.isVisible()
    place.table.select(("duty", place.the("Làm đường").id))
    qtbot.keyPress(place.table, Qt.Key.Key_Return)
    assert place.screen.beside.isVisible()
    assert not place.screen.board.isVisible()
    assert place.screen.title == "Làm đường"
    place.screen.go_back()
    assert place.screen.board.isVisible()
    assert place.screen.title == "Nhiệm vụ"


def test_a_member_named_on_entering_is_chosen(place):
    place.give("Làm đường", "Lò Văn An")
    place.enter(place.member("Giàng A Chu").id)
    assert place.table.current().group.title == "Giàng A Chu"
    assert place.screen.nothing.give_button.isVisible()


# -- the year's assignment ------------------------------------------------------------------------


def test_the_plan_of_a_year_is_kept_changed_or_left_row_by_row(place, qtbot):
    place.give("Phụ trách Tổ 1", "Lò Văn An", date(2026, 12, 31), source=DutySource.PLAN, plan_year=2026)
    place.give("Phụ trách Tổ 2", "Giàng A Chu", date(2026, 12, 31), source=DutySource.PLAN, plan_year=2026)
    chu = place.member("Giàng A Chu")
    left = (StatusPeriod(since=TODAY, status=Status.TRANSFERRED),)
    members.save_member(place.session, replace(chu, periods=left))
    place.enter("plan")
    plan = place.screen.plan
    assert place.screen.primary.text() == "Giao 2 việc"
    assert [plan.table.rows_model.columns[0].text(row) for row in plan.table.rows_model.rows] == [
        "Cần sửa", "Giao", "Bỏ qua", "Bỏ qua",
    ]  # fmt: skip
    assert plan.gone.isVisible()
    assert "Giàng A Chu" in plan.gone.all_words
    place.screen.give_plan()
    place.settle()
    assert place.screen.message.isVisible()
    place.choose(plan.owner, place.member("Cà Thị Ân").id)
    plan.table.selectRow(2)
    place.choose(plan.usual, USUAL[3])
    place.type(plan.words, "Tổ hòa giải")
    plan.table.selectRow(1)
    plan.table.setFocus()
    qtbot.keyPress(plan.table, Qt.Key.Key_Space)
    assert place.screen.primary.text() == "Giao 2 việc"
    qtbot.keyPress(place.screen, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: place.screen._pages.currentWidget() is not plan)
    place.settle()
    made = [d for d in place.all() if d.plan_year == 2027]
    assert {(d.text, d.due) for d in made} == {
        ("Phụ trách Tổ 2", date(2027, 12, 31)), ("Tổ hòa giải", date(2027, 12, 31)),
    }  # fmt: skip
    assert next(d for d in made if d.text == "Tổ hòa giải").area == USUAL[3].area
    assert "Đã giao 2 việc của năm 2027" in place.screen.message.all_words
    place.screen.undo()
    place.settle()
    assert not [d for d in place.all() if d.plan_year == 2027]


def test_leaving_the_plan_gives_nothing_and_keeps_what_was_changed(place, make):
    place.give("Phụ trách Tổ 1", "Lò Văn An", source=DutySource.PLAN, plan_year=2026)
    place.enter("plan")
    place.type(place.screen.plan.words, "Phụ trách Tổ 1 và Tổ 2")
    place.screen.go_back()
    place.settle()
    assert len(place.all()) == 1
    assert place.screen.title == "Nhiệm vụ"
    again = make()
    again.enter("plan")
    assert again.screen.plan.words.value() == "Phụ trách Tổ 1 và Tổ 2"
    again.screen.give_plan()
    again.settle()
    assert again.the("Phụ trách Tổ 1 và Tổ 2").plan_year == 2027
    assert again.session.drafts("duties/") == {}


def test_a_book_without_members_leads_to_the_members(place, qtbot):
    for member in members.all_members(place.session):
        members.delete_member(place.session, member)
    place.enter()
    place.screen.start_plan()
    place.settle()
    place.screen.message.button.click()
    qtbot.waitUntil(lambda: place.went == [("members", None)])


# -- the paper ------------------------------------------------------------------------------------


def test_the_assignment_is_printed_where_the_person_says(place, tmp_path, monkeypatch, qtbot):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    place.give("Phụ trách Tổ 1", "Lò Văn An", source=DutySource.PLAN, plan_year=2027)
    place.enter()
    qtbot.mouseClick(place.screen.board.print_button, Qt.MouseButton.LeftButton)
    dialog = place.screen.findChild(PrintDialog)
    assert [dialog.what.itemText(n) for n in range(dialog.what.count())] == [
        "Nhiệm vụ năm 2027", "Nhiệm vụ năm 2026", "Tất cả việc đang làm",
    ]  # fmt: skip
    assert dialog.value() == 2026
    dialog.reject()
    target = tmp_path / "bang.pdf"
    place.screen.printing.print_to(target, 2027)
    place.settle()
    assert target.read_bytes().startswith(b"%PDF")
    assert opened == [str(target)]
    assert "Đã lưu bảng phân công" in place.screen.message.all_words
