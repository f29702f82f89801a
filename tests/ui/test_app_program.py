"""The whole program: opening, locking while idle, a second start, no screen."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

from chibo_desktop.__main__ import has_screen
from chibo_desktop.app import Program
from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.members import Member, Standing, StandingPeriod
from chibo_desktop.services import demo
from chibo_desktop.services.books import call_to_front
from chibo_desktop.services.first_window import first_window_came, who_has
from chibo_desktop.ui.fields import LineEdit
from chibo_desktop.ui.preferences import Preferences
from chibo_desktop.ui.theme import apply_theme
from chibo_desktop.ui.unlock.first_run import FirstRun
from chibo_desktop.ui.unlock.unlock_page import LockPage, UnlockPage


@pytest.fixture
def program(qtbot, qapp, themed, tmp_path, clock):
    made = Program(qapp, Preferences(tmp_path / "tuy-chon.ini"), clock, tmp_path)
    yield made
    made.shell.close()
    made.shell.deleteLater()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    apply_theme(qapp)


def open_with(program, folder, password):
    program.start(folder)
    page = program.shell.page
    assert isinstance(page, UnlockPage)
    page.password.line.setText(password)
    page.try_it()
    program.tasks.wait_idle()
    return program.window


def test_without_a_book_the_first_run_begins(program):
    program.start(None)
    assert isinstance(program.shell.page, FirstRun)


def test_the_password_opens_the_window_and_the_folder_is_remembered(program, cell_folder, password, tmp_path):
    window = open_with(program, cell_folder, password)
    assert window.here == "home"
    assert "Chi bộ bản Huổi Lóng" in program.shell.windowTitle()
    assert Preferences(tmp_path / "tuy-chon.ini").last_folder == cell_folder


def test_the_offices_window_has_its_cells_first(program, office_folder, password):
    program.tasks.run(lambda _: None, lambda _: None)
    places = program._places(None, office=True)
    assert [place.key for place in places if not place.hidden] == ["cells", "exchange", "settings", "help"]
    assert [place.key for place in places if place.hidden] == ["meetings"]


def test_the_idle_lock_hides_everything_and_keeps_what_was_typed(program, cell_folder, password, write):
    window = open_with(program, cell_folder, password)
    settings = window.screen_of("settings")
    window.go("settings", "names")
    field = settings.section("names").cell_name
    write(field, "Chi bộ bản Huổi Lóng 2")
    field.setFocus()
    dialog = QDialog(window)
    dialog.open()
    assert program.idle.minutes == 15
    program.idle._now = lambda: time.time() + 15 * 60
    program.idle.look()
    assert program.shell.locked
    assert isinstance(program.shell.page, LockPage)
    assert not dialog.isVisible()
    assert not window.isVisible()
    assert "Huổi Lóng" not in program.shell.windowTitle()
    program.shell.lock_page.password.line.setText(password)
    program.shell.lock_page.try_it()
    program.tasks.wait_idle()
    assert not program.shell.locked
    assert window.isVisible()
    assert dialog.isVisible()
    assert window.here == "settings"
    assert field.text() == "Chi bộ bản Huổi Lóng 2"
    dialog.close()


def test_large_text_and_contrast_apply_at_once(program, cell_folder, password, tmp_path):
    before = open_with(program, cell_folder, password)
    small = before.fontMetrics().height()
    before.go("settings", "look")
    before.screen_of("settings").section("look").large.click()
    QCoreApplication.processEvents()
    program.tasks.wait_idle()
    assert program.window is not before
    assert program.window.here == "settings"
    assert program.window.fontMetrics().height() > small
    assert Preferences(tmp_path / "tuy-chon.ini").large


def test_another_name_of_the_cell_is_shown_above(program, cell_folder, password):
    window = open_with(program, cell_folder, password)
    window.go("settings", "names")
    names = window.screen_of("settings").section("names")
    names.name_since.setText("01/11/2026")
    names.cell_name.setText("Chi bộ bản Huổi Lóng 2")
    names.rename()
    program.tasks.wait_idle()
    assert "Huổi Lóng 2" in window.windowTitle()
    old, new = program.session.cell().names
    assert (old.name, new.commune) == ("Chi bộ bản Huổi Lóng", "xã Nậm Khao")


def test_a_second_start_calls_the_first_window_to_the_front(program, cell_folder, password, monkeypatch):
    open_with(program, cell_folder, password)
    came = []
    monkeypatch.setattr(program.shell, "come_to_front", lambda: came.append(1))
    assert who_has(cell_folder) is not None
    call_to_front(cell_folder)
    program._look_for_call()
    program._look_for_call()
    assert came == [1]


def test_a_second_start_that_nobody_answers_goes_on_to_say_who_has_it(program, cell_folder, opened):
    opened(cell_folder)
    assert not first_window_came(cell_folder, seconds=0.2)
    program.start(cell_folder)
    assert "đang mở" in program.shell.page.message.all_words


def test_a_book_nobody_has_open_is_left_free(cell_folder):
    assert who_has(cell_folder) is None
    assert who_has(cell_folder) is None


def test_closing_during_the_first_run_closes_the_new_book(program, cheap_keys, tmp_path, password):
    program.start(None)
    page = program.shell.page
    page.about.agree.setChecked(True)
    page.next()
    page.place.name.setText("Chi bộ thôn 3")
    page.place.commune.setText("xã Nậm Khao")
    page.next()
    page.password.first.line.setText(password)
    page.password.second.line.setText(password)
    page.next()
    program.tasks.wait_idle()
    program.shell.close()
    assert who_has(tmp_path / "So chi bo") is None


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, False),
        ("win32", {}, True),
    ],
)
def test_a_screen_is_expected_where_there_is_one(platform, environment, expected):
    assert has_screen(platform, environment) is expected


def start(tmp_path, *arguments, **extra):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
    environment.pop("DISPLAY", None)
    environment |= {"HOME": str(tmp_path), "PYTHONUTF8": "1"} | extra
    return subprocess.run(
        [sys.executable, "-m", "chibo_desktop", *arguments],
        env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":4711"}])
def test_without_a_display_it_says_so_and_names_the_command(tmp_path, display):
    run = start(tmp_path, **display)
    assert run.returncode == 1
    assert "màn hình" in run.stderr
    assert "chibo demo" in run.stderr
    assert not list(Path(tmp_path).rglob("core*"))


def test_a_book_that_is_gone_is_said_to_be_missing(program, tmp_path):
    program.start(tmp_path / "usb" / "so")
    assert "Không có sổ nào" in program.shell.page.message.all_words
    assert list(tmp_path.glob("usb")) == []
    program.shell.page.message.button.click()
    assert isinstance(program.shell.page, FirstRun)


def test_the_demo_opens_its_cell_and_says_the_password(program, cell_folder, password, monkeypatch, tmp_path):
    class Report:
        pass

    Report.cell_folder, Report.password = cell_folder, password
    asked = []
    monkeypatch.setattr(demo, "make_demo", lambda folder, control: asked.append(folder) or Report)
    program.start_demo(None)
    program.tasks.wait_idle()
    assert password in program.window.message.all_words
    assert Preferences(tmp_path / "tuy-chon.ini").last_folder is None
    program.shell.close()
    assert not asked[0].exists()


def test_a_demo_that_fails_says_why(program, monkeypatch, tmp_path):
    def refuse(folder, control):
        raise UserError("Ổ đĩa đã đầy.", "Xóa bớt tệp.")

    monkeypatch.setattr(demo, "make_demo", refuse)
    program.start_demo(tmp_path / "mau")
    program.tasks.wait_idle()
    assert "Ổ đĩa đã đầy" in program.shell.page.message.all_words


def test_version_and_help_need_no_screen(tmp_path):
    assert start(tmp_path, "--version").stdout.startswith("chibo-desktop ")
    assert "--demo" in start(tmp_path, "--help").stdout


def test_the_members_of_a_book_are_found_from_the_first_screen(program, cell_folder, password, write, qtbot):
    window = open_with(program, cell_folder, password)
    home = window.screen_of("home")
    assert [card.item.key for card in home.todo_cards][:1] == ["members"]
    session = program.session
    member = Member(
        id=b"m" * 16,
        name="Quàng Thị Bích Ngọc",
        standings=(StandingPeriod(since=session.clock.today(), standing=Standing.FULL),),
    )
    session.save(member)
    program.changes.announce({"member"})
    program.tasks.wait_idle()
    assert "members" not in [card.item.key for card in home.todo_cards]
    home.search.setText("bich ngoc")
    home.look_for()
    program.tasks.wait_idle()
    assert [card.hit.id for card in home.found_cards] == [member.id]
    assert not isinstance(home.search, LineEdit)
