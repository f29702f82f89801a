"""Admission, recognition and transfer by keyboard: the next step is the red button."""

from datetime import date, timedelta

import pytest
from members_desk import Place, keep, new_session
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.domain.act_steps import Step
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.member_acts import ActKind, MemberAct
from chibo_desktop.domain.members import Member, Standing, Status
from chibo_desktop.domain.votes import Vote
from chibo_desktop.services import meetings, member_acts
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.form import fields_in
from chibo_desktop.ui.members.begin_act import BeginAct

TODAY = date(2026, 11, 3)


@pytest.fixture
def session(tmp_path, clock):
    made = new_session(tmp_path / "so", clock)
    for name in ("Lò Văn Pánh", "Vàng A Chư", "Lê Thị Hằng"):
        keep(made, name)
    yield made
    made.close()


@pytest.fixture
def place(session, qtbot, tasks, changes):
    made = Place(qtbot, tasks, changes, session)
    yield made
    made.put_away()


def only(session):
    (act,) = session.book.find(MemberAct)
    return act


def f10(place, qtbot):
    qtbot.keyClick(place.screen, Qt.Key.Key_F10)
    place.settle()


def open_act(place, act_id):
    place.screen.enter(("act", act_id))
    place.settle()


def fill(place, field, words):
    field.setFocus()
    field.setText(words)
    field.commit()
    place.settle()


def choose(box, words):
    index = [box.itemText(n) for n in range(box.count())].index(words)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def sentence(screen):
    return screen.findChild(QLabel, "screenSentence").text()


def test_empty_place_says_what_it_is_for_and_begins_an_admission(place, session, qtbot, write):
    place.screen.enter("acts")
    place.settle()
    empty = place.screen.acts.list.empty
    assert empty.isVisible()
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    dialog = place.screen.findChild(BeginAct)
    qtbot.mouseClick(dialog.yes_button, Qt.MouseButton.LeftButton)
    assert dialog._problem.text() == "✗ Hãy ghi họ và tên."
    dialog.name.setFocus()
    write(dialog.name, "Mùa A Chống")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    place.settle()
    assert (only(session).kind, only(session).name) == (ActKind.ADMISSION, "Mùa A Chống")
    assert place.screen.acts.stepper.who.text() == "Kết nạp đảng viên: Mùa A Chống"
    assert place.screen.primary.text() == "Ghi kết quả biểu quyết"


def test_admission_is_led_from_the_vote_to_the_list_by_the_red_button(place, session, qtbot):
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, TODAY + timedelta(days=2))
    act_id = member_acts.begin(session, ActKind.ADMISSION, name="Mùa A Chống")
    open_act(place, act_id)
    assert place.screen.primary.text() == "Đưa vào cuộc họp ngày 05/11/2026"
    f10(place, qtbot)
    (vote,) = session.book.find(Vote, meeting_id=meeting_id)
    stepper = place.screen.acts.stepper
    assert "Đã có trong cuộc họp ngày 05/11/2026" in stepper.vote_state.text()
    assert "cần ít nhất 2/3" in stepper.vote_state.text()
    assert place.screen.primary.text() == "Mở cuộc họp"
    f10(place, qtbot)
    assert place.went == [("meetings", (meeting_id, 1))]

    meetings.call_roll(session, meeting_id)
    session.save(replace(vote, agree=3))
    place.screen.records_changed(frozenset({"vote"}), None)
    place.settle()
    assert stepper.vote_state.text().startswith("Biên bản ghi 3/3 tán thành, ngày 05/11/2026")
    assert place.screen.primary.text() == "Ghi đã gửi hồ sơ hôm nay"
    f10(place, qtbot)
    assert only(session).sent_on == TODAY

    assert place.screen.primary.text() == "Ghi quyết định"
    f10(place, qtbot)
    assert stepper.decided_on.problem == "Hãy ghi ngày này."
    fill(place, stepper.paper, "15-QĐ/ĐU")
    fill(place, stepper.decided_on, "03/11/2026")
    assert (only(session).decided_on, only(session).paper) == (TODAY, "15-QĐ/ĐU")

    assert place.screen.primary.text() == "Ghi vào danh sách đảng viên"
    fill(place, stepper.done_on, "03/11/2026")
    assert only(session).done_on is None
    f10(place, qtbot)
    new = place.member("Mùa A Chống")
    assert new.standing_on(TODAY) is Standing.PROBATIONARY
    assert only(session).member_id == new.id
    assert "đã ở trong danh sách đảng viên dự bị" in place.screen.message.all_words
    assert place.screen.primary.text() == "Bắt đầu thủ tục"

    qtbot.mouseClick(place.screen.message.button, Qt.MouseButton.LeftButton)
    place.settle()
    assert "Mùa A Chống" not in place.everyone()
    assert only(session).done_on is None
    assert place.screen.primary.text() == "Ghi vào danh sách đảng viên"


def test_step_left_out_bears_a_dash_and_no_tick(place, session):
    act_id = member_acts.begin(session, ActKind.ADMISSION, name="Mùa A Chống")
    session.save(replace(only(session), sent_on=TODAY))
    open_act(place, act_id)
    stepper = place.screen.acts.stepper
    assert [stepper.strip.labels[step].text() for step in Step] == [
        "– Biểu quyết", "✓ Gửi hồ sơ", "3. Quyết định", "4. Lễ kết nạp",
    ]  # fmt: skip
    assert stepper.cards[Step.VOTED].state.text() == "– Bỏ qua, chưa rõ ngày"
    assert stepper.cards[Step.DECIDED].state.text() == "→ Bước tiếp theo"


def test_two_fields_left_one_after_the_other_are_both_kept(place, session):
    act_id = member_acts.begin(session, ActKind.TRANSFER_IN, name="Tòng Văn Ín")
    open_act(place, act_id)
    stepper = place.screen.acts.stepper
    stepper.paper.setText("GTSH 7")
    stepper.decided_on.setText("01/11/2026")
    stepper.other_place.setText("Chi bộ bản Pom Lót")
    place.leave()
    act = only(session)
    assert (act.paper, act.decided_on, act.other_place) == ("GTSH 7", date(2026, 11, 1), "Chi bộ bản Pom Lót")


def test_who_arrives_is_written_with_standing_and_month_of_joining(place, session, qtbot):
    act_id = member_acts.begin(session, ActKind.TRANSFER_IN, name="Tòng Văn Ín")
    open_act(place, act_id)
    stepper = place.screen.acts.stepper
    assert place.screen.acts.view.step is Step.DECIDED
    stepper.joined.setText("9/1996")
    fill(place, stepper.decided_on, "01/11/2026")
    fill(place, stepper.done_on, "03/11/2026")
    f10(place, qtbot)
    new = place.member("Tòng Văn Ín")
    assert (new.joined, new.standing_on(TODAY)) == ("1996-09", Standing.FULL)
    assert not new.belongs_on(TODAY - timedelta(days=1))


def test_lost_vote_asks_before_the_next_step(place, session, qtbot):
    act_id = member_acts.begin(session, ActKind.ADMISSION, name="Mùa A Chống")
    open_act(place, act_id)
    stepper = place.screen.acts.stepper
    fill(place, stepper.voted_on, "03/11/2026")
    fill(place, stepper.base, "3")
    fill(place, stepper.agree, "1")
    card = stepper.cards[Step.VOTED]
    assert "cần ít nhất 2/3" in card.finding.text()
    assert "(Điều lệ Đảng 4.3)" in card.finding.text()
    f10(place, qtbot)
    dialog = place.screen.findChild(Dialog)
    assert "mới có 1/3 tán thành" in dialog.accessibleName()
    qtbot.mouseClick(dialog.no_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert only(session).sent_on is None
    assert stepper.sent_on.text() == ""
    qtbot.mouseClick(place.screen.primary, Qt.MouseButton.LeftButton)
    place.settle()
    dialog = [d for d in place.screen.findChildren(Dialog) if d.isVisible()][-1]
    qtbot.mouseClick(dialog.yes_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert only(session).sent_on == TODAY


def test_probationary_members_stand_in_the_list_and_recognition_begins_with_a_key(place, session, qtbot):
    one = keep(session, "Sùng A Dế", standing=Standing.PROBATIONARY, since=date(2025, 10, 1))
    place.screen.enter(("recognise", one.id))
    place.settle()
    acts = place.screen.acts
    row = acts.list.table.current()
    assert (row.name, row.presses) == ("Sùng A Dế", True)
    assert "01/10/2026 (Điều lệ Đảng 5.1)" in acts.due_words.text()
    assert place.screen.primary.text() == "Bắt đầu công nhận chính thức"
    f10(place, qtbot)
    assert only(session).member_id == one.id
    assert acts.view.step is Step.VOTED
    fill(place, acts.stepper.done_on, "03/11/2026")
    acts.stepper.done_on.setFocus()
    for field, words in ((acts.stepper.sent_on, "01/11/2026"), (acts.stepper.decided_on, "02/11/2026")):
        fill(place, field, words)
    f10(place, qtbot)
    saved = session.book.get(Member, one.id)
    assert saved.standing_on(TODAY) is Standing.FULL
    assert saved.standing_on(TODAY - timedelta(days=1)) is Standing.PROBATIONARY


def test_transfer_is_given_up_taken_up_and_done(place, session, qtbot):
    one = place.member("Vàng A Chư")
    act_id = member_acts.begin(session, ActKind.TRANSFER_OUT, member_id=one.id, other_place="Phường Noong Bua")
    open_act(place, act_id)
    stepper = place.screen.acts.stepper
    assert not stepper.cards[Step.VOTED].isVisible()
    qtbot.mouseClick(stepper.give_up_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert only(session).given_up_on == TODAY
    open_act(place, act_id)
    qtbot.mouseClick(stepper.take_up_button, Qt.MouseButton.LeftButton)
    place.settle()
    fill(place, stepper.sent_on, "01/10/2026")
    fill(place, stepper.paper, "GTSH 12")
    fill(place, stepper.decided_on, "02/10/2026")
    assert "60 ngày làm việc" in stepper.cards[Step.DONE].hint.text()
    fill(place, stepper.done_on, "31/10/2026")
    f10(place, qtbot)
    (period,) = place.member("Vàng A Chư").periods
    assert (period.status, period.since, period.paper) == (Status.TRANSFERRED, date(2026, 10, 31), "GTSH 12")
    open_act(place, act_id)
    fill(place, stepper.done_on, "30/10/2026")
    (period,) = place.member("Vàng A Chư").periods
    assert period.since == date(2026, 10, 30)


def test_act_begun_by_mistake_is_deleted_and_taken_back(place, session, qtbot):
    act_id = member_acts.begin(session, ActKind.ADMISSION, name="Mùa A Chống")
    open_act(place, act_id)
    place.screen.acts.stepper.paper.draft_changed.emit("15")
    qtbot.mouseClick(place.screen.acts.stepper.delete_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert session.book.find(MemberAct) == []
    assert session.drafts("member_acts/") == {}
    place.screen.undo()
    place.settle()
    assert only(session).name == "Mùa A Chống"
    assert [row.name for row in place.screen.acts.list.table.rows_model.rows] == ["Mùa A Chống"]


def test_dialog_offers_only_whom_an_act_can_concern(place, session, qtbot):
    keep(session, "Sùng A Dế", standing=Standing.PROBATIONARY, since=date(2025, 10, 1))
    place.screen.enter("acts")
    place.settle()
    place.screen.acts.ask_begin()
    dialog = place.screen.findChild(BeginAct)
    choose(dialog.kind, "Công nhận đảng viên chính thức")
    assert [dialog.member.itemText(n) for n in range(dialog.member.count())] == ["Sùng A Dế"]
    choose(dialog.kind, "Chuyển sinh hoạt đi")
    assert dialog.member.count() == 4
    assert not dialog.place.isHidden()
    dialog.member.set_value(place.member("Lê Thị Hằng"))
    dialog.place.setText("Phường Noong Bua")
    qtbot.mouseClick(dialog.yes_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert (only(session).name, only(session).other_place) == ("Lê Thị Hằng", "Phường Noong Bua")


def test_words_being_typed_survive_the_end_of_the_program(place, session, qtbot, tasks, changes):
    act_id = member_acts.begin(session, ActKind.ADMISSION, name="Mùa A Chống")
    open_act(place, act_id)
    stepper = place.screen.acts.stepper
    stepper.paper.draft_changed.emit("15-QĐ")
    fill(place, stepper.done_on, "03/11/2026")
    assert len(session.drafts("member_acts/")) == 2
    place.put_away()
    again = Place(qtbot, tasks, changes, session)
    open_act(again, act_id)
    assert again.screen.acts.stepper.paper.text() == "15-QĐ"
    assert again.screen.acts.stepper.done_on.text() == "03/11/2026"
    again.leave()
    assert only(session).paper == "15-QĐ"
    f10(again, qtbot)
    assert "Mùa A Chống" not in again.everyone()
    again.put_away()


def test_draft_of_words_typed_back_is_dropped_and_a_typed_day_waits_for_its_button(place, session):
    act_id = member_acts.begin(session, ActKind.ADMISSION, name="Mùa A Chống")
    other_id = member_acts.begin(session, ActKind.ADMISSION, name="Hạng A Páo")
    open_act(place, act_id)
    acts = place.screen.acts
    acts.stepper.paper.setText("15")
    acts.stepper.paper.draft_changed.emit("15")
    acts.stepper.paper.setText("")
    fill(place, acts.stepper.done_on, "03/11/2026")
    acts.list.table.select(other_id)
    place.settle()
    assert acts.stepper.done_on.text() == ""
    assert list(session.drafts("member_acts/").values()) == ["03/11/2026"]
    acts.list.table.select(act_id)
    place.settle()
    assert acts.stepper.done_on.text() == "03/11/2026"
    assert acts.stepper.paper.text() == ""


def test_a_long_name_of_what_can_be_undone_does_not_move_the_two_sides(place, session, qtbot):
    open_act(place, member_acts.begin(session, ActKind.ADMISSION, name="Mùa A Chống"))
    page = place.screen.acts
    width = page.list.width()
    page.list.undo_button.name_act("Đưa vào Sinh hoạt chi bộ thường kỳ tháng 12 năm 2026")
    place.screen.layout().activate()
    qtbot.wait(0)
    assert page.list.width() == width


def test_narrow_screen_shows_list_or_act(session, qtbot, tasks, changes):
    member_acts.begin(session, ActKind.ADMISSION, name="Mùa A Chống")
    place = Place(qtbot, tasks, changes, session, width=760, height=540)
    place.screen.enter("acts")
    place.settle()
    acts = place.screen.acts
    assert acts.list.isVisible()
    assert not acts.stepper.isVisible()
    acts.list.table.selectRow(0)
    qtbot.keyClick(acts.list.table, Qt.Key.Key_Return)
    assert acts.stepper.isVisible()
    assert not acts.list.isVisible()
    assert (place.screen.title, sentence(place.screen)) == ("Kết nạp đảng viên", "Mùa A Chống")
    place.screen.go_back()
    assert acts.list.isVisible()
    place.screen.go_back()
    assert place.screen.title == "Đảng viên"
    place.put_away()


def test_every_field_of_the_steps_has_a_name(place, session):
    act_id = member_acts.begin(session, ActKind.TRANSFER_IN, name="Tòng Văn Ín")
    open_act(place, act_id)
    assert all(field.accessibleName() for field in fields_in(place.screen.acts.stepper))
