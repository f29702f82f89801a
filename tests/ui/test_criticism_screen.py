"""The place of criticism by keyboard: writing, being warned, coming back, printing, and what never leaves it."""

import logging
from datetime import date

import pytest
from criticism_desk import DAY, PLANTED, Place, as_helper, fill, new_session, put
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.criticism import CriticismForm, Mending
from chibo_desktop.services import accounts, criticism, pairing, sealed
from chibo_desktop.services.criticism_todo import ASK_AGAIN
from chibo_desktop.storage.keys import WEAKEST
from chibo_desktop.ui.crash import CrashHandler
from chibo_desktop.ui.criticism.note_list import Shown
from chibo_desktop.ui.criticism.sheet_dialog import SheetDialog
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.sealed_fields import SealedNote

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(tmp_path):
    made = new_session(tmp_path / "so")
    yield made
    made.close()


@pytest.fixture
def office(tmp_path):
    made = new_session(tmp_path / "xa", office=True)
    yield made
    made.close()


@pytest.fixture
def place(qtbot, tasks, changes, session):
    made = Place(qtbot, tasks, changes, session)
    yield made
    made.put_away()


@pytest.fixture
def filled(qtbot, tasks, changes, session):
    session.now = fill(session)
    made = Place(qtbot, tasks, changes, session)
    yield made
    made.put_away()


def dialog_of(place, kind=Dialog):
    return [d for d in place.screen.findChildren(kind) if d.isVisible()][-1]


def warnings(place):
    return {key: box.warning.text() for key, box in place.form.boxes.items() if not box.warning.isHidden()}


# -- writing -----------------------------------------------------------------------------------


def test_empty_place_offers_the_first_step_and_f10_begins(place):
    assert place.list.empty.isVisible()
    assert "niêm phong" in place.list.empty.findChildren(QLabel)[2].text()
    place.list.empty.button.click()
    place.settle()
    assert place.form.isVisible()
    assert place.form.heading.text() == "Tự phê bình"
    assert place.form.speaker.choice.hasFocus()


def test_self_criticism_by_keyboard(place, write):
    place.screen.begin(CriticismForm.SELF)
    place.settle()
    form = place.form
    QTest.keyClick(form.speaker.choice, Qt.Key.Key_Down)
    place.settle()
    assert len(place.rows()) == 1
    QTest.keyClick(form.speaker.choice, Qt.Key.Key_Tab)
    answer = QApplication.focusWidget()
    assert answer is form.note_field("answer:0")
    write(answer, "Chưa vận động xong 2 hộ.", compose=True)
    QTest.keyClick(answer, Qt.Key.Key_Tab)
    place.settle()
    assert QApplication.focusWidget() is form.note_field("answer:1")
    form.fix.setFocus()
    write(form.fix, "Đi từng nhà")
    QTest.keyClick(form.fix, Qt.Key.Key_Tab)
    assert form.due.hasFocus()
    QTest.keyClicks(form.due, "30/11/2026")
    QTest.keyClick(form.due, Qt.Key.Key_Return)
    place.settle()
    (row,) = place.rows()
    assert row.who == criticism.people(place.session, DAY)[0].name
    assert [a.text for a in row.text.answers] == ["Chưa vận động xong 2 hộ."]
    assert row.text.answers[0].question.startswith("Việc nào chi bộ giao")
    assert (row.text.fix, row.text.due) == ("Đi từng nhà", date(2026, 11, 30))
    assert not place.form.is_new
    assert place.list.table.current().id == row.id


def test_nothing_written_leaves_nothing_in_the_book(place):
    place.screen.begin(CriticismForm.CRITICISM)
    place.settle()
    place.screen.leave()
    place.settle()
    assert place.rows() == ()


def test_criticism_by_the_people_of_the_village(place, write):
    place.screen.begin(CriticismForm.CRITICISM)
    place.settle()
    form = place.form
    assert not form.head.box(form.spoken_to).isHidden()
    form.speaker.choice.setCurrentIndex(form.speaker.choice.count() - 1)
    form.speaker.choice.activated.emit(form.speaker.choice.count() - 1)
    assert form.speaker.line.hasFocus()
    write(form.speaker.line, "Bà con cuối bản")
    QTest.keyClick(form.speaker.line, Qt.Key.Key_Return)
    form.spoken_to.choice.setFocus()
    QTest.keyClick(form.spoken_to.choice, Qt.Key.Key_Down)
    place.settle()
    (row,) = place.rows()
    assert (row.by, row.text.from_id) == ("Bà con cuối bản", None)
    assert row.who_id == criticism.people(place.session, DAY)[0].id
    assert form.speaker.line.value() == "Bà con cuối bản"


def test_choosing_somebody_else_before_the_name_is_typed_keeps_the_line(filled):
    filled.choose(filled.session.now)
    form = filled.form
    form.speaker.choice.activated.emit(form.speaker.choice.count() - 1)
    filled.settle()
    assert form.speaker.line.isVisible()


def test_formal_words_are_warned_of_beside_their_field_and_gone_when_mended(filled, write):
    filled.choose(filled.session.now)
    assert "nể nang" in warnings(filled)["content"]
    assert "chưa có ngày" in warnings(filled)["due"]
    filled.form.content.setFocus()
    QTest.keyClick(filled.form.content, Qt.Key.Key_A, CTRL)
    write(filled.form.content, "Đêm 12/10 bỏ trực.")
    filled.screen.leave()
    filled.settle()
    assert "content" not in warnings(filled)


def test_a_fact_of_the_book_is_put_in_with_one_press(filled):
    filled.choose(filled.session.now)
    first = filled.form._questions[0][1]
    assert "6 hộ" in first.fact_rows[0].words.text()
    first.fact_rows[0].button.click()
    filled.settle()
    row = next(r for r in filled.rows() if r.id == filled.session.now)
    assert "6 hộ" in row.text.answers[0].text
    assert len(row.text.answers) == 2
    assert filled.form._questions[0][1].fact_rows == []


def test_tab_goes_down_the_page(filled):
    filled.choose(filled.session.now)
    form = filled.form
    form.date.setFocus()
    seen = []
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if not form.isAncestorOf(widget):
            break
        seen.append(widget.mapTo(form.area.widget(), widget.rect().topLeft()))
    rows = [(point.y() // 30, point.x()) for point in seen]
    assert len(rows) > 14
    assert [y for y, _ in rows] == sorted(y for y, _ in rows)


def test_the_press_that_puts_a_fact_in_is_reached_by_tab_and_keeps_the_focus(filled, write):
    filled.choose(filled.session.now)
    answer = filled.form.note_field("answer:0")
    answer.setFocus()
    write(answer, "Chưa xong vì mưa.")
    QTest.keyClick(answer, Qt.Key.Key_Tab)
    filled.settle()
    pressed = QApplication.focusWidget()
    assert pressed is filled.form._questions[0][1].fact_rows[0].button
    QTest.keyClick(pressed, Qt.Key.Key_Space)
    filled.settle()
    assert answer.value().startswith("Chưa xong vì mưa. Việc “Vận động 6 hộ")
    assert answer.hasFocus()


def test_broken_promise_leads_to_the_earlier_note(filled):
    filled.choose(filled.session.now)
    assert "03/08/2026" in filled.form.broken_words.text()
    filled.form.broken_button.click()
    filled.settle()
    assert filled.form.note[0].date == date(2026, 8, 3)


def test_late_day_is_refused_beside_its_field(filled):
    filled.choose(filled.session.now)
    form = filled.form
    form.date.setFocus()
    form.date.selectAll()
    QTest.keyClicks(form.date, "04/11/2026")
    QTest.keyClick(form.date, Qt.Key.Key_Return)
    filled.settle()
    assert form.head.box(form.date).problem_text
    assert next(r for r in filled.rows() if r.id == filled.session.now).record.date == DAY


def test_removing_asks_and_can_be_taken_back(filled):
    filled.choose(filled.session.now)
    filled.form.remove_button.click()
    asked = dialog_of(filled)
    assert asked.no_button.isDefault()
    asked.yes_button.click()
    filled.settle()
    assert len(filled.rows()) == 4
    assert filled.form.content.toPlainText() == ""
    filled.screen.message.button.click()
    filled.settle()
    assert len(filled.rows()) == 5
    assert "Đã hoàn tác" in filled.screen.message.all_words


def test_another_note_shows_nothing_of_the_one_before(filled):
    filled.choose(filled.session.now)
    other = next(r for r in filled.rows() if r.text.fix.startswith("Dọn chuồng"))
    filled.choose(other.id)
    shown = " ".join(n.toPlainText() for n in filled.form.findChildren(SealedNote))
    assert "nể nang" not in shown
    assert "Bà Hặc" not in shown


# -- the list ----------------------------------------------------------------------------------


def test_filters_by_state_member_and_month(filled):
    shown = filled.list
    assert len(shown.shown_rows()) == 3
    shown.show_only(Shown.ALL)
    assert len(shown.shown_rows()) == 5
    shown.month.set_value((2026, 10))
    assert {r.record.date.month for r in shown.shown_rows()} == {10}
    shown._show()
    assert "Tháng 10/2026: 1 lượt tự phê bình, 1 lượt phê bình" in shown.figures.text()
    shown.show_only(Shown.ALL)
    shown.who.set_value(next(r for r in filled.rows() if r.id == filled.session.now).who_id)
    assert {r.text.fix for r in shown.shown_rows()} == {
        "Trực đủ hai buổi đêm ở chốt đầu bản", "Sẽ trực đủ hai buổi đêm ở chốt đầu bản",
    }  # fmt: skip


def test_entering_on_a_note_the_filter_hides_shows_it(filled):
    hidden = next(r for r in filled.rows() if r.record.mending is Mending.MENDED)
    filled.screen.enter(hidden.id)
    filled.settle()
    assert filled.form.note_id == hidden.id
    assert filled.list.filter.value() is Shown.ALL


# -- coming back -------------------------------------------------------------------------------


def test_what_is_due_stands_on_top_and_one_press_records_it(filled, write):
    assert filled.list.due.isVisible()
    assert "2 việc" in filled.list.due.all_words
    filled.screen.enter(ASK_AGAIN)
    filled.settle()
    assert filled.form.note[0].date == date(2026, 9, 3)
    assert filled.form.follow.heading.text() == "Cần hỏi lại"
    filled.form.follow.words.setFocus()
    write(filled.form.follow.words, "Đã thu đủ bốn hộ")
    QTest.keyClick(filled.form.follow.words, Qt.Key.Key_Tab)
    QTest.keyClick(filled.form.follow.buttons[Mending.MENDED], Qt.Key.Key_Space)
    filled.settle()
    assert filled.form.follow.again_button.hasFocus()
    row = next(r for r in filled.rows() if r.record.date == date(2026, 9, 3))
    assert row.record.mending is Mending.MENDED
    assert row.text.follow_ups[0].text == "Đã thu đủ bốn hộ"
    assert sealed.drafts(filled.session, "criticism/") == {}
    assert "1 việc" in filled.list.due.all_words
    filled.screen.undo()
    filled.settle()
    assert "2 việc" in filled.list.due.all_words


def test_asked_twice_and_not_mended_says_so_and_it_can_be_followed_again(filled, write):
    filled.screen.show_due()
    filled.settle()
    note_id = filled.form.note_id
    for words in ("Vẫn thiếu bốn hộ", "Vẫn thiếu ba hộ"):
        filled.form.follow.words.setFocus()
        write(filled.form.follow.words, words)
        filled.form.follow.buttons[Mending.OPEN].click()
        filled.settle()
    filled.choose(note_id)
    assert "Đã hỏi 2 lần" in filled.form.follow.history.text()
    filled.form.follow.buttons[Mending.NOT_MENDED].click()
    filled.settle()
    assert filled.form.follow.again_button.isVisible()
    assert not filled.form.follow.box.isVisible()
    filled.form.follow.again_button.click()
    filled.settle()
    assert next(r for r in filled.rows() if r.id == note_id).record.mending is Mending.IN_PROGRESS


# -- without the right -------------------------------------------------------------------------


def test_helper_sees_figures_and_names_of_readers_and_no_button_that_fails(qtbot, tasks, changes, session):
    fill(session)
    helper = as_helper(session)
    place = Place(qtbot, tasks, changes, helper)
    counts = place.screen.counts
    assert counts.isVisible()
    assert not place.screen.primary.isVisible()
    assert not place.screen.criticism_button.isVisible()
    assert accounts.list_accounts(helper)[0].name in counts.who.all_words
    assert "4 lượt tự phê bình, 1 lượt phê bình" in counts.total.text()
    assert [c.month for c in counts.table.rows_model.rows] == [11, 10, 9, 8]
    seen = " ".join(label.text() for label in place.screen.findChildren(QLabel))
    assert PLANTED not in seen
    assert not any(p.name in seen for p in criticism.people(helper, DAY))
    pressed = [b for b in place.screen.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
    assert [b.text() for b in pressed] == ["In phiếu chuẩn bị"]
    place.screen.undo()
    place.screen.begin(CriticismForm.SELF)
    place.settle()
    assert counts.isVisible()
    place.put_away()
    helper.close()


# -- printing ----------------------------------------------------------------------------------


def test_printing_a_month_asks_and_enter_does_not_print(filled, tmp_path):
    filled.list.month_button.click()
    asked = dialog_of(filled)
    assert "ai cầm cũng đọc được" in asked.accessibleDescription()
    assert asked.no_button.isDefault()
    QTest.keyClick(asked, Qt.Key.Key_Return)
    filled.settle()
    assert not asked.isVisible()
    assert list(tmp_path.rglob("*.pdf")) == []


def test_papers_are_written_where_the_person_says(filled, tmp_path, monkeypatch):
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: True)
    filled.choose(filled.session.now)
    chosen = []
    monkeypatch.setattr(
        "chibo_desktop.ui.criticism.printing.choose_target",
        lambda owner, title, start, filters, then: (chosen.append(start.name), then(tmp_path / start.name)),
    )
    filled.form.print_button.click()
    dialog_of(filled).yes_button.click()
    filled.settle()
    filled.screen.printing.ask_sheet()
    dialog = dialog_of(filled, SheetDialog)
    dialog.per_sheet.set_value(2)
    dialog.yes_button.click()
    filled.settle()
    assert chosen == ["ban-ghi-phe-binh-2026-11-03.pdf", "phieu-chuan-bi-tu-phe-binh.pdf"]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in chosen)


# -- what never leaves -------------------------------------------------------------------------


def test_typed_words_are_kept_sealed_and_come_back_after_a_crash(qtbot, tasks, changes, session, write):
    place = Place(qtbot, tasks, changes, session)
    place.screen.begin(CriticismForm.SELF)
    place.settle()
    place.form.content.setFocus()
    write(place.form.content, PLANTED)
    qtbot.waitUntil(lambda: bool(sealed.drafts(session, "criticism/")), timeout=3_000)
    assert PLANTED not in repr(session.drafts())
    # The program is killed here: another start finds the draft and offers it.
    place.form.forget()
    again = Place(qtbot, tasks, changes, session)
    assert again.screen.message.isVisible()
    assert PLANTED not in again.screen.message.all_words
    again.screen.message.button.click()
    again.settle()
    assert again.form.content.toPlainText() == PLANTED
    again.screen.leave()
    again.settle()
    assert [row.text.content for row in again.rows()] == [PLANTED]
    assert sealed.drafts(session, "criticism/") == {}
    place.put_away()
    again.put_away()


def test_crash_commits_into_the_seal_and_reports_no_word(filled, write, tmp_path, caplog):
    caplog.set_level(logging.INFO)
    filled.choose(filled.session.now)
    filled.form.acceptance.setFocus()
    write(filled.form.acceptance, f"xin nhận {PLANTED}")
    log = tmp_path / "loi.log"
    handler = CrashHandler(log, save=filled.screen.leave)

    def fails(text):
        raise ValueError(text.acceptance)

    try:
        text = criticism.note_of(filled.session, filled.session.now)[1]
        fails(type(text)(acceptance=filled.form.acceptance.toPlainText()))
    except ValueError as error:
        handler.handle(type(error), error, error.__traceback__)
    filled.settle()
    window = handler.window
    assert PLANTED not in log.read_text(encoding="utf-8")
    assert PLANTED not in window.details.toPlainText()
    assert PLANTED not in caplog.text
    window.close()
    row = next(r for r in filled.rows() if r.id == filled.session.now)
    assert row.text.acceptance == f"xin nhận {PLANTED}"
    assert PLANTED not in repr(filled.session.drafts())


def test_select_all_and_copy_in_every_field_and_in_the_list_gives_nothing(filled):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("có sẵn")
    filled.choose(filled.session.now)
    for field in filled.form.findChildren(SealedNote):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, CTRL)
        QTest.keyClick(field, Qt.Key.Key_C, CTRL)
        QTest.keyClick(field, Qt.Key.Key_X, CTRL)
    filled.list.table.setFocus()
    filled.list.table.setCurrentIndex(filled.list.table.model().index(0, 1))
    QTest.keyClick(filled.list.table, Qt.Key.Key_C, CTRL)
    assert clipboard.text() == "có sẵn"
    assert "Trực" not in clipboard.text(QClipboard.Mode.Selection)
    clipboard.clear()


def test_titles_undo_and_news_name_nobody(filled):
    filled.choose(filled.session.now)
    filled.form.follow.buttons[Mending.IN_PROGRESS].click()
    filled.settle()
    row = next(r for r in filled.rows() if r.id == filled.session.now)
    said = f"{filled.screen.title} {filled.screen.windowTitle()} {filled.session.undo_name} "
    said += f"{filled.screen.message.all_words} {filled.list.undo_button.toolTip()}"
    assert row.who not in said
    assert row.text.fix not in said


# -- the commune -------------------------------------------------------------------------------


def test_unpaired_cell_is_not_offered_what_would_fail(filled):
    filled.choose(filled.session.now)
    assert not filled.form.share_button.isVisible()
    assert not filled.form.withdraw_button.isVisible()


def test_a_note_is_shown_to_the_commune_only_after_asking_and_can_be_withdrawn(
    qtbot, tasks, changes, session, office
):
    pairing.pair(session, pairing.my_card(office))
    note_id = put(session, 2, "Trực bù một buổi")
    place = Place(qtbot, tasks, changes, session)
    place.choose(note_id)
    place.form.share_button.setFocus()
    place.form.share_button.click()
    asked = dialog_of(place)
    assert asked.no_button.isDefault()
    assert "không lấy về được" in asked.accessibleDescription()
    assert sealed.shared(session) == []
    asked.yes_button.click()
    place.settle()
    assert "Đã cho xã xem ngày 03/11/2026" in place.form.shared.text()
    assert not place.form.share_button.isVisible()
    assert place.form.window().focusWidget() is place.form.withdraw_button
    place.form.withdraw_button.click()
    assert "không lấy về được" in dialog_of(place).accessibleDescription()
    dialog_of(place).yes_button.click()
    place.settle()
    assert sealed.shared(session) == []
    assert not place.form.shared.isVisible()
    place.put_away()


def test_refused_saving_says_why_and_keeps_the_words(filled, write, monkeypatch):
    def refuse(*_args):
        raise UserError("Ổ đĩa đầy.", "Xóa bớt tệp.")

    filled.choose(filled.session.now)
    monkeypatch.setattr(criticism, "save_note", refuse)
    filled.form.acceptance.setFocus()
    write(filled.form.acceptance, "Tiếp thu")
    filled.screen.leave()
    filled.settle()
    assert "Ổ đĩa đầy" in filled.screen.message.all_words
    assert filled.form.acceptance.toPlainText() == "Tiếp thu"


# -- small screens -----------------------------------------------------------------------------


def test_low_screen_shows_list_and_note_in_turn(qtbot, tasks, changes, session):
    note_id = put(session, 2, "Trực bù một buổi")
    place = Place(qtbot, tasks, changes, session, width=820, height=545)
    assert place.list.isVisible()
    assert not place.form.isVisible()
    place.list.table.selectRow(0)
    QTest.keyClick(place.list.table, Qt.Key.Key_Return)
    place.settle()
    assert place.form.note_id == note_id
    assert not place.list.isVisible()
    place.screen.go_back()
    assert place.list.isVisible()
    assert place.list.table.hasFocus()
    place.put_away()


def test_a_reader_added_later_is_named_to_the_helper(qtbot, tasks, changes, session):
    accounts.add(
        session, "Lò Thị Phượng", accounts.AccountRole.DEPUTY_SECRETARY, "mật khẩu phó bí thư", cost=WEAKEST
    )
    place = Place(qtbot, tasks, changes, as_helper(session))
    assert "Lò Thị Phượng" in place.screen.counts.who.all_words
    place.put_away()
    place.session.close()
