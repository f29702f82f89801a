"""A member is written field by field, saved on leaving, warned of and never overwritten while typing."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from members_desk import PASSWORD, Place, keep, new_session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from chibo_desktop.domain.members import Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.services import books, members
from chibo_desktop.ui.dialogs import Dialog

NAUGHTY = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "blns.json"


@pytest.fixture
def session(tmp_path, clock):
    made = new_session(tmp_path / "so", clock)
    yield made
    made.close()


@pytest.fixture
def place(session, qtbot, tasks, changes):
    keep(session, "Lò Văn Pánh", roles=(RoleTerm(since=date(2025, 3, 1), role=Role.SECRETARY),))
    keep(session, "Vàng Thị Mỷ")
    made = Place(qtbot, tasks, changes, session)
    yield made
    made.put_away()


def type_into(qtbot, write, field, words):
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    write(field, words)


def test_new_member_becomes_a_record_with_a_name_only(place, qtbot, write):
    qtbot.mouseClick(place.screen.primary, Qt.MouseButton.LeftButton)
    type_into(qtbot, write, place.form.group, "Tổ 2")
    place.leave()
    assert len(place.everyone()) == 2
    type_into(qtbot, write, place.form.name, unicodedata.normalize("NFD", "Giàng  A Sùng "))
    place.form.note.setFocus()
    place.settle()
    assert place.member("Giàng A Sùng").group == "Tổ 2"
    assert place.screen.list.table.current().member.name == "Giàng A Sùng"
    assert not place.form.is_new
    assert place.session.drafts("members/") == {}
    assert place.news == [frozenset({"member"})]


def test_what_was_begun_without_a_name_is_still_there_on_coming_back(place, qtbot, write):
    place.screen.add_member()
    type_into(qtbot, write, place.form.note, "Mới về bản")
    place.show("Lò Văn Pánh")
    assert place.form.note.value() == ""
    place.screen.add_member()
    assert place.form.note.value() == "Mới về bản"
    qtbot.mouseClick(place.form.remove_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert place.session.drafts("members/") == {}


def test_name_typed_by_an_input_method_is_saved_on_leaving_the_field(place, qtbot, write):
    place.show("Vàng Thị Mỷ")
    type_into(qtbot, write, place.form.name, "Vàng Thị Mỹ")
    assert "Vàng Thị Mỹ" not in place.everyone()
    place.form.group.setFocus()
    place.settle()
    assert "Vàng Thị Mỹ" in place.everyone()
    assert place.session.undo_name == "Sửa đảng viên Vàng Thị Mỹ"


def test_empty_name_is_refused_beside_the_field(place, qtbot):
    place.show("Vàng Thị Mỷ")
    place.form.name.setFocus()
    place.form.name.clear()
    place.leave()
    assert place.form.form.box(place.form.name).problem_text == "Họ và tên không để trống được."
    assert "Vàng Thị Mỷ" in place.everyone()


def test_same_name_warns_and_does_not_forbid(place, qtbot, write):
    place.screen.add_member()
    type_into(qtbot, write, place.form.name, "Lo Van Panh")
    place.leave()
    assert "Lò Văn Pánh" in place.form.same_name.all_words
    assert not place.form.same_name.isHidden()
    assert "Lo Van Panh" in place.everyone()


def test_second_secretary_is_warned_of(place):
    place.show("Vàng Thị Mỷ")
    place.form.role.setCurrentIndex(1)
    place.form.role.activated.emit(1)
    place.settle()
    assert place.member("Vàng Thị Mỷ").roles == (RoleTerm(since=date(2026, 11, 3), role=Role.SECRETARY),)
    assert "Lò Văn Pánh cũng đang ghi là bí thư" in place.form.same_name.all_words


def test_another_post_ends_the_one_before_and_a_moved_first_day_moves_that_end(place, qtbot):
    place.show("Lò Văn Pánh")
    deputy = 2
    place.form.role.setCurrentIndex(deputy)
    place.form.role.activated.emit(deputy)
    place.settle()
    place.form.role_since.setFocus()
    place.form.role_since.setText("1/10/2026")
    place.leave()
    assert place.member("Lò Văn Pánh").roles == (
        RoleTerm(since=date(2025, 3, 1), until=date(2026, 9, 30), role=Role.SECRETARY),
        RoleTerm(since=date(2026, 10, 1), role=Role.DEPUTY_SECRETARY),
    )
    assert "Bí thư từ 01/03/2025 đến hết 30/09/2026" in place.form.earlier.text()


def test_day_of_joining_is_dropped_even_from_the_draft(place, qtbot):
    place.show("Vàng Thị Mỷ")
    place.form.joined.setFocus()
    place.form.joined.setText("15/6/1998")
    place.form.joined.draft_changed.emit("15/6/1998")
    place.settle()
    assert set(place.session.drafts("members/").values()) == {"06/1998"}
    place.leave()
    assert place.member("Vàng Thị Mỷ").joined == "1998-06"
    assert place.form.joined.text() == "06/1998"


def test_recognition_follows_joining_and_may_not_come_before_it(place, session):
    keep(session, "Sùng A Dế", standing=Standing.PROBATIONARY, since=date(2025, 6, 1))
    place.screen.refresh()
    place.settle()
    place.show("Sùng A Dế")
    place.form.standing.setCurrentIndex(0)
    place.form.standing.activated.emit(0)
    place.settle()
    place.form.recognised.setText("20/06/2026")
    place.leave()
    assert place.member("Sùng A Dế").standings == (
        StandingPeriod(since=date(2025, 6, 1), standing=Standing.PROBATIONARY),
        StandingPeriod(since=date(2026, 6, 20), standing=Standing.FULL),
    )
    place.form.recognised.setText("20/06/2024")
    place.leave()
    assert "trước tháng vào Đảng" in place.form.form.box(place.form.recognised).problem_text
    assert place.member("Sùng A Dế").standings[1].since == date(2026, 6, 20)


def test_status_period_is_added_changed_and_removed(place, qtbot, write):
    place.show("Vàng Thị Mỷ")
    qtbot.mouseClick(place.form.periods.add_button, Qt.MouseButton.LeftButton)
    card = place.form.periods.cards[0]
    exempt = [card.status.itemText(i) for i in range(card.status.count())].index("Miễn công tác và sinh hoạt")
    card.status.setCurrentIndex(exempt)
    card.status.activated.emit(exempt)
    type_into(qtbot, write, card.paper, "QĐ 12-QĐ/ĐU")
    place.leave()
    first = StatusPeriod(since=date(2026, 11, 3), status=Status.EXEMPT, paper="QĐ 12-QĐ/ĐU")
    assert place.member("Vàng Thị Mỷ").periods == (first,)
    assert place.form.periods.today_label.text() == "Hiện nay: Miễn công tác và sinh hoạt."
    assert "1 được miễn" in place.screen.findChild(type(place.screen._sentence), "screenSentence").text()

    card.until.setText("01/11/2026")
    place.leave()
    assert "trước ngày bắt đầu" in card.form.box(card.until).problem_text
    assert place.member("Vàng Thị Mỷ").periods == (first,)
    card.since.setText("01/10/2026")
    place.leave()
    (changed,) = place.member("Vàng Thị Mỷ").periods
    assert (changed.since, changed.until) == (date(2026, 10, 1), date(2026, 11, 1))

    qtbot.mouseClick(card.remove_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert place.member("Vàng Thị Mỷ").periods == ()
    assert place.form.periods.cards == []


def test_delete_asks_and_can_be_taken_back(place, qtbot):
    place.show("Vàng Thị Mỷ")
    qtbot.mouseClick(place.form.remove_button, Qt.MouseButton.LeftButton)
    dialog = place.screen.findChild(Dialog)
    qtbot.mouseClick(dialog.yes_button, Qt.MouseButton.LeftButton)
    place.settle()
    assert place.everyone() == ["Lò Văn Pánh"]
    assert place.form.member is None
    place.screen.activateWindow()
    place.screen.list.table.setFocus()
    qtbot.waitUntil(place.screen.list.table.hasFocus)
    qtbot.keyClick(place.screen.list.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    place.settle()
    assert place.everyone() == ["Vàng Thị Mỷ", "Lò Văn Pánh"]
    assert place.screen.message.all_words == "Đã hoàn tác: Xóa đảng viên Vàng Thị Mỷ."


def test_undo_inside_a_field_takes_back_typing_not_records(place, qtbot, write):
    place.show("Vàng Thị Mỷ")
    type_into(qtbot, write, place.form.group, "Tổ 1")
    place.leave()
    type_into(qtbot, write, place.form.group, "Tổ 2")
    qtbot.keyClick(place.form.group, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    place.settle()
    assert place.member("Vàng Thị Mỷ").group == "Tổ 1"
    assert place.form.group.text() != "Tổ 2"


def test_news_from_elsewhere_leaves_a_field_being_typed_in_alone(place, qtbot, write, session):
    place.show("Vàng Thị Mỷ")
    type_into(qtbot, write, place.form.note, "đang gõ dở")
    old = place.member("Vàng Thị Mỷ")
    members.save_member(
        session, type(old)(**{f: getattr(old, f) for f in old.__struct_fields__} | {"group": "Tổ 9"})
    )
    place.screen.records_changed(frozenset({"member"}), None)
    place.settle()
    assert place.form.group.text() == "Tổ 9"
    assert place.form.note.toPlainText() == "đang gõ dở"
    place.leave()
    saved = place.member("Vàng Thị Mỷ")
    assert (saved.group, saved.note) == ("Tổ 9", "đang gõ dở")


def test_draft_is_kept_within_two_seconds_and_shown_after_a_crash(place, qtbot, write, tasks, changes, session):
    place.show("Vàng Thị Mỷ")
    with qtbot.waitSignal(changes.saved, timeout=2_000):
        type_into(qtbot, write, place.form.note, "nửa chừng")
    assert session.drafts("members/") == {f"members/{place.member('Vàng Thị Mỷ').id.hex()}/note": "nửa chừng"}
    place.form.edited.disconnect()

    again = Place(qtbot, tasks, changes, session)
    assert "ghi dở về đồng chí Vàng Thị Mỷ" in again.screen.message.all_words
    qtbot.mouseClick(again.screen.message.button, Qt.MouseButton.LeftButton)
    assert again.form.note.toPlainText() == "nửa chừng"
    again.leave()
    again.put_away()
    assert again.member("Vàng Thị Mỷ").note == "nửa chừng"
    assert session.drafts("members/") == {}


def test_draft_of_words_typed_back_is_dropped(place, session):
    place.show("Vàng Thị Mỷ")
    place.form.group.setText("Tổ")
    place.form.group.draft_changed.emit("Tổ")
    place.settle()
    assert session.drafts("members/")
    place.form.group.setText("")
    place.leave()
    assert session.drafts("members/") == {}


def test_failed_save_is_said_beside_the_field_and_keeps_the_words(place, qtbot, write, session, monkeypatch):
    def refuse(*_):
        raise books.UserError("Chưa ghi được vì ổ đĩa đã đầy.", "Xóa bớt tệp rồi ghi lại.")

    place.show("Vàng Thị Mỷ")
    with monkeypatch.context() as patch:
        patch.setattr(members, "save_member", refuse)
        type_into(qtbot, write, place.form.group, "Tổ 3")
        place.leave()
    assert "ổ đĩa đã đầy" in place.form.form.box(place.form.group).problem_text
    assert place.form.group.text() == "Tổ 3"
    place.leave()
    assert place.member("Vàng Thị Mỷ").group == "Tổ 3"


def test_every_field_has_a_name_for_screen_readers(place):
    place.show("Vàng Thị Mỷ")
    place.form.periods.add_card()
    from chibo_desktop.ui.form import fields_in

    assert all(field.accessibleName() for field in fields_in(place.form))
    assert place.screen.list.find_box.accessibleName()
    assert place.screen.list.filter.accessibleName()


def test_naughty_strings_are_kept_or_refused_and_never_break_anything(place, qtbot, clock, tmp_path):
    if not NAUGHTY.exists():
        pytest.skip(f"the naughty strings are not at {NAUGHTY}")
    from chibo_desktop.common.text import clean, clean_line

    place.show("Vàng Thị Mỷ")
    member_id = place.form.member.id
    for words in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        place.form.note.setPlainText(words)
        place.form.name.setText(words)
        place.leave()
        saved = next(m for m in members.all_members(place.session) if m.id == member_id)
        assert saved.note == clean(words) or place.form.note.problem
        assert saved.name == clean_line(words) or place.form.name.problem
    QApplication.processEvents()
    place.session.close()
    again = books.open_book(tmp_path / "so", PASSWORD, clock=clock)
    assert len(members.all_members(again)) == 2
    again.close()
