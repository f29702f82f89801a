"""First run, password, recovery key, restoring: typed as a person types, down to the open book."""

import random

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from chibo_desktop.services.backups import back_up
from chibo_desktop.services.books import SECRECY_NOTICE, is_book, open_book
from chibo_desktop.ui.passwords import PasswordField
from chibo_desktop.ui.unlock.first_run import FirstRun
from chibo_desktop.ui.unlock.idle import IdleWatch
from chibo_desktop.ui.unlock.patience import Patience, wait_after
from chibo_desktop.ui.unlock.recover_page import RecoverPage
from chibo_desktop.ui.unlock.restore_page import RestorePage
from chibo_desktop.ui.unlock.unlock_page import LockPage, UnlockPage


@pytest.fixture
def first_run(qtbot, tasks, clock, tmp_path, cheap_keys):
    page = FirstRun(tmp_path, tasks, clock)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_first_run_ends_with_an_open_book_that_the_password_opens(
    qtbot, first_run, tasks, write, tmp_path, password
):
    sessions = []
    first_run.opened.connect(sessions.append)
    assert first_run.about.notice.text() == SECRECY_NOTICE
    assert not first_run.next_button.isEnabled()
    click(qtbot, first_run.about.agree)
    click(qtbot, first_run.next_button)
    write(first_run.place.name, "Chi bộ bản Huổi Lóng", compose=True)
    write(first_run.place.commune, "xã Mường Mươn")
    click(qtbot, first_run.next_button)
    write(first_run.password.first.line, password)
    write(first_run.password.second.line, password)
    click(qtbot, first_run.next_button)
    tasks.wait_idle()
    groups = [label.text() for label in first_run.key.groups]
    assert [len(group) for group in groups] == [5] * 6
    assert sessions == []
    click(qtbot, first_run.next_button)
    assert not first_run.key.groups[0].isVisible()
    for line, place in zip(first_run.key.lines, first_run.key.asked, strict=True):
        write(line, groups[place].lower())
    click(qtbot, first_run.next_button)
    tasks.wait_idle()
    (session,) = sessions
    cell = session.cell().names[0]
    assert (cell.name, cell.commune) == ("Chi bộ bản Huổi Lóng", "xã Mường Mươn")
    session.close()
    for secret in (password, "-".join(groups)):
        open_book(tmp_path / "So chi bo", secret).close()


def test_enter_alone_leads_through_the_first_run(qtbot, first_run, tasks, write, password):
    sessions = []
    first_run.opened.connect(sessions.append)

    def enter(words):
        write(QApplication.focusWidget(), words)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    first_run.activateWindow()
    qtbot.waitUntil(first_run.isActiveWindow)
    click(qtbot, first_run.about.agree)
    click(qtbot, first_run.next_button)
    for words in ("bản Huổi Lóng", "xã Mường Mươn", "2025 - 2030"):
        enter(words)
    assert first_run.step == 2
    assert first_run.place.name.value() == "Chi bộ bản Huổi Lóng"
    for _ in range(2):
        enter(password)
    tasks.wait_idle()
    groups = [label.text() for label in first_run.key.groups]
    first_run.next()
    for place in first_run.key.asked:
        enter(groups[place])
    tasks.wait_idle()
    (session,) = sessions
    assert session.cell().names[0].name == "Chi bộ bản Huổi Lóng"
    session.close()


def test_a_group_typed_wrong_keeps_the_book_closed(qtbot, first_run, tasks, write, password):
    sessions = []
    first_run.opened.connect(sessions.append)
    _to_the_key(first_run, tasks, password)
    groups = [label.text() for label in first_run.key.groups]
    first_run.next()
    write(first_run.key.lines[0], groups[first_run.key.asked[0]])
    write(first_run.key.lines[1], groups[first_run.key.asked[0]])
    first_run.next()
    tasks.wait_idle()
    assert sessions == []
    assert "Chưa giống" in first_run.key._boxes[1].problem_text
    first_run.session.close()


def _to_the_key(page, tasks, password):
    page.about.agree.setChecked(True)
    page.next()
    page.place.name.setText("Chi bộ thôn 3")
    page.place.commune.setText("xã Nậm Khao")
    page.next()
    page.password.first.line.setText(password)
    page.password.second.line.setText(password)
    page.next()
    tasks.wait_idle()


def test_each_step_says_what_is_missing_and_back_keeps_what_was_answered(first_run, tmp_path):
    first_run.about.agree.setChecked(True)
    first_run.next()
    first_run.next()
    assert first_run.step == 1
    assert first_run.place.form.box(first_run.place.name).problem_text
    first_run.place.name.setText("Chi bộ thôn 3")
    first_run.place.commune.setText("xã Nậm Khao")
    first_run.next()
    first_run.password.first.line.setText("abc")
    first_run.next()
    assert "6" in first_run.password._first_box.problem_text
    first_run.password.first.line.setText("abcdef")
    first_run.password.second.line.setText("abcdeg")
    first_run.next()
    assert "chưa giống" in first_run.password._second_box.problem_text
    first_run.back()
    assert first_run.place.name.text() == "Chi bộ thôn 3"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_has_a_book_is_refused(first_run, cell_folder):
    first_run.about.agree.setChecked(True)
    first_run.next()
    first_run.place.name.setText("Chi bộ thôn 3")
    first_run.place.commune.setText("xã Nậm Khao")
    first_run.place.folder.setText(str(cell_folder))
    first_run.next()
    assert first_run.step == 1
    assert "đã có một sổ" in first_run.place.folder_box.problem_text


@pytest.fixture
def unlock(qtbot, tasks, clock, cell_folder):
    page = UnlockPage(cell_folder, tasks, clock)
    qtbot.addWidget(page)
    page.show()
    return page


def attempt(page, tasks, secret):
    page.password.line.setText(secret)
    page.try_it()
    tasks.wait_idle()


def test_wrong_passwords_make_the_wait_grow_and_the_right_one_still_opens(unlock, tasks, password):
    sessions = []
    unlock.opened.connect(sessions.append)
    waits = []
    for _ in range(7):
        attempt(unlock, tasks, "không phải")
        waits.append(unlock.patience.left)
        assert f"Chờ {waits[-1]} giây" in unlock.button.text()
        attempt(unlock, tasks, password)
        assert sessions == []
        while unlock.patience.left:
            unlock.patience._count()
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert "Caps Lock" in unlock.message.all_words
    attempt(unlock, tasks, password)
    assert len(sessions) == 1
    assert unlock.password.value() == ""
    sessions[0].close()


def test_the_wait_is_counted_down_by_the_second(qtbot, qapp):
    patience = Patience(qapp)
    patience._timer.setInterval(5)
    seen = []
    patience.left_changed.connect(seen.append)
    patience.note_wrong()
    patience.forget()
    for _ in range(3):
        patience.note_wrong()
    qtbot.waitUntil(lambda: patience.left == 0, timeout=2_000)
    assert seen[-4:] == [3, 2, 1, 0]
    assert wait_after(40) == 30
    patience.deleteLater()


def test_a_damaged_book_offers_its_backup(qtbot, unlock, tasks, cell_folder, password):
    (cell_folder / "so-chi-bo.db").write_bytes(random.Random(1).randbytes(40_000))
    attempt(unlock, tasks, password)
    with qtbot.waitSignal(unlock.restore_asked, timeout=1_000):
        click(qtbot, unlock.message.button)
    assert unlock.patience.left == 0


def test_a_book_open_elsewhere_is_named_and_called(unlock, tasks, cell_folder, password, opened):
    session = opened(cell_folder)
    attempt(unlock, tasks, password)
    assert "đang mở" in unlock.message.all_words
    assert session.was_called()


def test_a_forgotten_password_is_replaced_with_the_recovery_key(
    qtbot, first_run, tasks, clock, write, tmp_path, password
):
    _to_the_key(first_run, tasks, password)
    key = "-".join(label.text() for label in first_run.key.groups)
    first_run.session.close()
    page = RecoverPage(tmp_path / "So chi bo", tasks, clock)
    qtbot.addWidget(page)
    sessions = []
    page.opened.connect(sessions.append)
    write(page.key, key[:-1] + ("A" if key[-1] != "A" else "B"))
    page.go_on()
    assert "so lại từng nhóm" in page.key_box.problem_text
    page.key.setText(key.lower().replace("-", " "))
    write(page.new.first.line, "mật khẩu khác hẳn")
    write(page.new.second.line, "mật khẩu khác hẳn")
    page.go_on()
    tasks.wait_idle()
    sessions[0].close()
    for line in (page.key, page.new.first.line):
        line.undo()
        assert line.text() == ""
    open_book(tmp_path / "So chi bo", "mật khẩu khác hẳn").close()


def test_a_backup_is_restored_into_a_new_folder(qtbot, tasks, clock, cell_folder, opened, tmp_path, password):
    saved = back_up(opened(cell_folder), tmp_path / "usb")
    page = RestorePage(tmp_path / "moi", tasks, clock)
    qtbot.addWidget(page)
    sessions = []
    page.opened.connect(sessions.append)
    page.go_on()
    assert "Chưa chọn bản sao lưu" in page.file_box.problem_text
    page.file.setText(str(saved.file))
    page.password.line.setText("nhầm rồi")
    page.go_on()
    tasks.wait_idle()
    assert "không mở được bản sao lưu" in page.message.all_words
    assert not is_book(tmp_path / "moi")
    page.password.line.setText(password)
    page.go_on()
    tasks.wait_idle()
    assert sessions[0].folder == tmp_path / "moi"
    sessions[0].close()


def test_the_locked_page_opens_with_the_password_only(qtbot, tasks, cell_folder, opened, password):
    page = LockPage(opened(cell_folder), tasks)
    qtbot.addWidget(page)
    told = []
    page.unlocked.connect(lambda: told.append(1))
    attempt(page, tasks, "sai")
    page.patience._count()
    assert told == []
    attempt(page, tasks, password)
    assert told == [1]


def test_capitals_without_shift_are_pointed_out(qtbot, unlock):
    hint = unlock.password._hint
    qtbot.keyClick(unlock.password.line, "a")
    assert hint.isHidden()
    qtbot.keyClick(unlock.password.line, "A")
    assert not hint.isHidden()
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, "A")
    QApplication.sendEvent(unlock.password.line, event)
    assert hint.isHidden()


def test_nobody_at_the_computer_is_noticed_by_the_clock(qtbot, unlock):
    now = [1_000.0]
    watch = IdleWatch(15, unlock, now=lambda: now[0])
    told = []
    watch.idle.connect(lambda: told.append(now[0]))
    watch._field_changed(unlock.password.line)
    now[0] += 14 * 60
    watch.look()
    composing = QInputMethodEvent("ô", [])
    QApplication.sendEvent(unlock.password.line, composing)
    now[0] += 14 * 60
    watch.look()
    assert told == []
    now[0] += 60
    watch.look()
    assert told == [1_000.0 + 29 * 60]


def test_a_password_that_was_emptied_does_not_come_back_by_undo(qtbot, themed):
    field = PasswordField("Mật khẩu")
    qtbot.addWidget(field)
    field.show()
    for shown in (False, True):
        field.eye.setChecked(shown)
        field._turn()
        qtbot.keyClicks(field.line, "mat khau")
        field.empty()
        field.eye.click()
        field.line.undo()
        assert field.value() == ""
        field.empty()
