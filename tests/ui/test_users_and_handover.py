"""Users come and go through the window; the book changes hands and the old password ends."""

from pathlib import Path

import peewee
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea

from chibo_desktop.app import Program
from chibo_desktop.domain.accounts import AccountRole
from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, StandingPeriod
from chibo_desktop.services import accounts
from chibo_desktop.services.books import open_book
from chibo_desktop.storage import keys
from chibo_desktop.storage.cipher import CipherDatabase
from chibo_desktop.storage.slot_files import load_slots
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.preferences import Preferences
from chibo_desktop.ui.theme import apply_theme
from chibo_desktop.ui.unlock.unlock_page import UnlockPage

NEW = "suoi can mua dong"
THIRD = "bon con trau den"

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def program(qtbot, qapp, themed, tmp_path, clock):
    made = Program(qapp, Preferences(tmp_path / "tuy-chon.ini"), clock, tmp_path)
    yield made
    made.shell.close()
    made.shell.deleteLater()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    apply_theme(qapp)


@pytest.fixture
def folder(cell_folder, opened, clock):
    session = opened(cell_folder)
    for name, role in (("Lò Văn An", Role.SECRETARY), ("Cà Thị Ân", None)):
        since = clock.today().replace(year=2020)
        session.save(
            Member(
                id=session.new_id(), name=name, standings=(StandingPeriod(since=since, standing=Standing.FULL),),
                roles=(RoleTerm(since=since, role=role),) if role else (),
            )
        )  # fmt: skip
    session.close()
    return cell_folder


def unlock(program, secret):
    page = program.shell.page
    assert isinstance(page, UnlockPage)
    page.password.line.setText(secret)
    page.try_it()
    program.tasks.wait_idle()
    return program.window


def start(program, folder, secret):
    program.start(folder)
    return unlock(program, secret)


def section(program, key):
    program.window.go("settings", key)
    program.tasks.wait_idle()
    return program.window.screen_of("settings").section(key)


def words(widget):
    # What was just put into a layout is shown by an event of its own.
    QCoreApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def scroll_area(widget):
    while not isinstance(widget, QScrollArea):
        widget = widget.parentWidget()
    return widget


def press(widget, said):
    QCoreApplication.processEvents()
    made = next(b for b in widget.findChildren(QPushButton) if b.text() == said and b.isVisibleTo(widget))
    made.click()


def dialog():
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.isVisible())


def choose_member(who, name):
    who.member.setCurrentText(name)
    who.member.activated.emit(who.member.currentIndex())


def test_a_user_is_added_renamed_given_another_role_and_ended(program, folder, password, qtbot, clock):
    start(program, folder, password)
    part = section(program, "users")
    choose_member(part.who, "Cà Thị Ân")
    assert part.who.name.value() == "Cà Thị Ân"
    part.role.setCurrentText("Người giúp ghi sổ")
    part.role.activated.emit(part.role.currentIndex())
    assert "không mở được phần phê bình" in words(part)
    part.password.first.line.setFocus()
    qtbot.keyClicks(part.password.first.line, THIRD)
    qtbot.keyClicks(part.password.second.line, THIRD)
    qtbot.keyClick(part.password.second.line, Qt.Key.Key_Return)
    program.tasks.wait_idle()
    assert "Cà Thị Ân · Người giúp ghi sổ" in words(part)
    assert part.password.first.value() == ""
    assert program.window._user.text() == "Bí thư chi bộ"

    press(part, "Đổi vai trò")
    asked = dialog()
    from chibo_desktop.ui.fields import Choice

    role = asked.findChild(Choice)
    role.setCurrentText("Phó bí thư")
    asked.yes_button.click()
    program.tasks.wait_idle()
    assert "Cà Thị Ân · Phó bí thư" in words(part)

    press(part, "Thôi dùng sổ")
    area = scroll_area(part)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    dialog().yes_button.click()
    program.tasks.wait_idle()
    assert "✗ Đã thôi dùng sổ." in words(part)
    assert "sổ" in words(part.message).lower()
    assert 0 <= part.message.mapTo(area.viewport(), QPoint(0, 0)).y() < area.viewport().height()
    with pytest.raises(Exception, match="Mật khẩu chưa đúng"):
        open_book(folder, THIRD, clock=clock, exclusive=False)


def test_an_assistant_sees_the_users_and_changes_none(program, folder, password, opened):
    session = opened(folder)
    accounts.add(session, "Cà Thị Ân", AccountRole.ASSISTANT, THIRD, cost=keys.WEAKEST)
    session.close()
    window = start(program, folder, THIRD)
    assert window._user.text() == "Cà Thị Ân"
    part = section(program, "users")
    assert "Chỉ bí thư thêm, bớt người dùng." in words(part)
    assert "Thêm người dùng" not in words(part)
    assert [b.text() for b in part.findChildren(QPushButton) if b.isVisibleTo(part)] == ["Sửa tên"]
    assert "Chỉ bí thư bàn giao được sổ." in words(section(program, "handover"))
    keys_part = section(program, "recovery")
    assert "Chỉ bí thư làm được khóa phục hồi mới." in words(keys_part)
    assert not keys_part.password.isVisibleTo(keys_part)
    assert not keys_part.button.isVisibleTo(keys_part)


def test_another_person_opens_the_locked_book_with_an_own_password(program, folder, password, opened):
    session = opened(folder)
    accounts.add(session, "Cà Thị Ân", AccountRole.ASSISTANT, THIRD, cost=keys.WEAKEST)
    session.close()
    window = start(program, folder, password)
    window.lock()
    page = program.shell.page
    page.password.line.setText(THIRD)
    page.try_it()
    program.tasks.wait_idle()
    assert program.shell.locked
    assert "người dùng khác" in words(page)
    page.other_button.click()
    program.tasks.wait_idle()
    window = unlock(program, THIRD)
    assert window._user.text() == "Cà Thị Ân"


def test_the_book_is_handed_over(program, folder, password, qtbot, tmp_path, monkeypatch, clock):
    start(program, folder, password)
    part = section(program, "handover")
    assert "! Hôm nay chưa sao lưu sổ ra USB." in words(part)
    part.begin_button.click()
    assert program.shell.focusWidget() is part.who.member
    choose_member(part.who, "Cà Thị Ân")
    part.who_button.click()
    assert "Mật khẩu cần ít nhất" in words(part)
    qtbot.keyClicks(part.password.first.line, NEW)
    qtbot.keyClicks(part.password.second.line, NEW)
    part.who_button.click()
    program.tasks.wait_idle()
    assert program.shell.focusWidget() is part.own.line
    part.own.line.setText("sai mật khẩu")
    part.key_button.click()
    program.tasks.wait_idle()
    assert "Mật khẩu chưa đúng." in words(part)
    part.own.line.setText(password)
    part.key_button.click()
    program.tasks.wait_idle()
    groups = [label.text() for label in part.key_view.groups]
    recovery = "-".join(groups)
    part.proved_button.click()
    for number, line in zip(part.key_view.asked, part.key_view.lines, strict=True):
        line.setText(groups[number])
    part.proved_button.click()
    program.tasks.wait_idle()
    assert program.shell.focusWidget() is part.record.from_name
    assert (part.record.from_name.value(), part.record.to_name.value()) == ("Lò Văn An", "Cà Thị Ân")
    part.record.witness.set_value("Vàng A Tủa")
    part.record.witness_office.set_value("Phó Bí thư Đảng ủy xã")
    part.record.place.set_value("nhà văn hóa bản")
    opened_files: list[Path] = []
    monkeypatch.setattr("chibo_desktop.ui.settings.handover.open_in_viewer", opened_files.append)
    part.save_record(part.record.take(), tmp_path / "bb.pdf")
    program.tasks.wait_idle()
    said = " ".join(PdfReader(opened_files[0]).pages[0].extract_text().split())
    assert "Vàng A Tủa" in said
    part.finish_button.click()
    asked = dialog()
    assert "Bàn giao sổ cho Cà Thị Ân?" in words(asked)
    asked.yes_button.click()
    program.tasks.wait_idle()
    QCoreApplication.processEvents()
    program.tasks.wait_idle()
    assert program.window is None
    page = program.shell.page
    assert isinstance(page, UnlockPage)
    page.password.line.setText(password)
    page.try_it()
    program.tasks.wait_idle()
    assert "Mật khẩu chưa đúng." in words(page)
    page.accepted()
    window = unlock(program, NEW)
    assert window is not None
    part = section(program, "handover")
    assert "Lò Văn An bàn giao cho Cà Thị Ân." in words(part)
    assert accounts.may_manage(program.session)
    program.session.close()
    again = open_book(folder, recovery, clock=clock)
    assert accounts.may_manage(again)
    again.close()


def test_who_takes_the_book_over_is_chosen_among_those_who_could_and_new_ones(program, folder, password, opened):
    session = opened(folder)
    for name, secret in (("Cà Thị Ân", NEW), ("Lò Văn Bình", THIRD)):
        accounts.add(session, name, AccountRole.SECRETARY, secret, cost=keys.WEAKEST)
    session.close()
    start(program, folder, password)
    part = section(program, "handover")
    part.begin_button.click()
    offered = [part.ready.itemText(i) for i in range(part.ready.count())]
    assert sorted(offered[:2]) == ["Cà Thị Ân (Bí thư)", "Lò Văn Bình (Bí thư)"]
    assert part._has_one.isVisibleTo(part)
    part.ready.setCurrentIndex(offered.index("Lò Văn Bình (Bí thư)"))
    part.ready.activated.emit(part.ready.currentIndex())
    assert "✓ Lò Văn Bình đã có mật khẩu riêng" in words(part)
    part.ready.setCurrentIndex(2)
    part.ready.activated.emit(2)
    assert part.who.isVisibleTo(part)
    assert part.password.isVisibleTo(part)
    part.fill()
    program.tasks.wait_idle()
    assert part.who.isVisibleTo(part)
    part.ready.setCurrentIndex(1)
    part.ready.activated.emit(1)
    part.who_button.click()
    assert part.own.isVisibleTo(part)
    assert part._successor.name == offered[1].removesuffix(" (Bí thư)")


def test_a_full_disk_while_a_user_is_ended_is_said_and_the_list_shows_what_holds(
    program, folder, password, opened, monkeypatch
):
    session = opened(folder)
    accounts.add(session, "Cà Thị Ân", AccountRole.ASSISTANT, THIRD, cost=keys.WEAKEST)
    session.close()
    start(program, folder, password)
    part = section(program, "users")

    def full(*_):
        raise peewee.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(CipherDatabase, "rekey", full)
        press(part, "Thôi dùng sổ")
        dialog().yes_button.click()
        program.tasks.wait_idle()
    assert "đã đầy" in words(part.message)
    assert "✗ Đã thôi dùng sổ." in words(part)
    program.close_book()
    program.tasks.wait_idle()
    page = program.shell.page
    page.password.line.setText(THIRD)
    page.try_it()
    program.tasks.wait_idle()
    assert "Mật khẩu chưa đúng." in words(page)
    page.accepted()
    assert unlock(program, password) is not None
    assert keys.unlock(load_slots(folder), password).ring.former is None


def test_the_book_is_handed_to_a_deputy_who_keeps_the_password(program, folder, password, opened):
    session = opened(folder)
    accounts.add(session, "Giàng A Tủa", AccountRole.DEPUTY_SECRETARY, THIRD, cost=keys.WEAKEST)
    session.close()
    start(program, folder, password)
    part = section(program, "handover")
    part.begin_button.click()
    assert part.ready.currentText() == "Người khác: đặt mật khẩu mới"
    part.ready.setCurrentText("Giàng A Tủa (Phó bí thư)")
    part.ready.activated.emit(part.ready.currentIndex())
    assert "✓ Giàng A Tủa đã có mật khẩu riêng" in words(part)
    part.who_button.click()
    part.own.line.setText(password)
    part.key_button.click()
    program.tasks.wait_idle()
    groups = [label.text() for label in part.key_view.groups]
    part.proved_button.click()
    for number, line in zip(part.key_view.asked, part.key_view.lines, strict=True):
        line.setText(groups[number])
    part.proved_button.click()
    program.tasks.wait_idle()
    part.finish_button.click()
    dialog().yes_button.click()
    program.tasks.wait_idle()
    QCoreApplication.processEvents()
    program.tasks.wait_idle()
    window = unlock(program, THIRD)
    assert window is not None
    assert accounts.may_manage(program.session)
    assert [a.name for a in accounts.list_accounts(program.session)] == ["Giàng A Tủa"]
