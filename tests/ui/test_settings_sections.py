"""Settings: look, password, recovery key, backup, names, check, about; and the guide."""

import random
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import fold
from chibo_desktop.services.books import open_book
from chibo_desktop.services.home import todo
from chibo_desktop.ui.help import HelpScreen
from chibo_desktop.ui.help.help_screen import FoldedText, guide_file
from chibo_desktop.ui.preferences import IDLE_MINUTES, Preferences
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings import SettingsScreen


@pytest.fixture
def desk(tasks, changes):
    return Desk(tasks, changes, lambda place, target=None: None)


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def screen(qtbot, desk, session, tmp_path):
    told = []
    made = SettingsScreen(
        desk, session, Preferences(tmp_path / "t.ini"),
        lambda: told.append("look"), lambda: told.append("idle"), lambda: told.append("handed over"),
    )  # fmt: skip
    made.told = told
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_preferences_outlive_the_program_and_wrong_ones_are_ignored(tmp_path):
    first = Preferences(tmp_path / "t.ini")
    assert (first.large, first.high_contrast, first.idle_minutes, first.last_folder) == (
        False, False, IDLE_MINUTES, None,
    )  # fmt: skip
    first.large = True
    first.idle_minutes = 30
    first.last_folder = tmp_path / "Sổ của Nguyễn Đạt"
    again = Preferences(tmp_path / "t.ini")
    assert (again.large, again.idle_minutes, again.last_folder) == (True, 30, tmp_path / "Sổ của Nguyễn Đạt")
    again.idle_minutes = 100_000
    assert again.idle_minutes == IDLE_MINUTES


def test_only_the_folder_of_the_last_book_is_remembered(tmp_path):
    preferences = Preferences(tmp_path / "t.ini")
    preferences.last_folder = tmp_path / "mot"
    preferences.last_folder = tmp_path / "hai"
    assert "mot" not in (tmp_path / "t.ini").read_text()


def test_look_is_told_at_once_and_the_idle_minutes_without_a_new_window(screen, tmp_path):
    look = screen.section("look")
    look.contrast.click()
    assert Preferences(tmp_path / "t.ini").high_contrast
    look.idle.setCurrentIndex(0)
    look.idle.activated.emit(0)
    assert Preferences(tmp_path / "t.ini").idle_minutes == 5
    assert screen.told == ["look", "idle"]


def test_a_section_is_entered_by_its_key_and_stays_chosen_on_a_narrow_screen(screen, tasks):
    screen.enter("backup")
    assert screen.list.currentItem().text() == "Sao lưu"
    assert screen.narrow_list.isHidden()
    screen.resize(700, 500)
    assert screen.list.isHidden()
    assert screen.narrow_list.currentText() == "Sao lưu"
    tasks.wait_idle()


def test_the_password_is_changed_only_with_the_old_one(screen, tasks, session, password, cheap_keys):
    part = screen.section("password")
    part.change()
    assert "Chưa nhập" in part._old_box.problem_text
    part.old.line.setText("không phải")
    part.new.first.line.setText("mật khẩu mới")
    part.new.second.line.setText("mật khẩu mới")
    part.change()
    tasks.wait_idle()
    assert "chưa đúng" in part._old_box.problem_text
    part.old.line.setText(password)
    part.change()
    tasks.wait_idle()
    assert "Đã đổi mật khẩu" in part.message.all_words
    assert part.new.first.value() == ""
    open_book(session.folder, "mật khẩu mới", exclusive=False).close()


def test_a_new_recovery_key_is_proved_and_then_not_asked_for(screen, tasks, session, password, write):
    assert "recovery" in [item.key for item in todo(session)]
    part = screen.section("recovery")
    screen.enter("recovery")
    part.password.line.setText(password)
    part.renew()
    tasks.wait_idle()
    groups = [label.text() for label in part.key_view.groups]
    part.finish_button.click()
    for line, place in zip(part.key_view.lines, part.key_view.asked, strict=True):
        write(line, groups[place])
    part.finish_button.click()
    tasks.wait_idle()
    assert "recovery" not in [item.key for item in todo(session)]
    assert [label.text() for label in part.key_view.groups] == [""] * 6
    open_book(session.folder, "-".join(groups), exclusive=False).close()


def test_no_words_of_a_section_are_cut_beside_the_list(screen, tasks, qtbot):
    screen.resize(810, 480)
    screen.show()
    assert screen.list.isVisible()
    for key in ("about", "handover", "password", "users"):
        screen.enter(key)
        tasks.wait_idle()
        part = screen.section(key)
        labels = [made for made in part.findChildren(QLabel) if made.isVisible() and made.wordWrap()]
        qtbot.waitUntil(
            lambda found=labels: all(made.height() >= made.heightForWidth(made.width()) for made in found)
        )


def test_news_of_a_section_scrolls_into_sight(screen, tasks, qtbot):
    screen.resize(810, 380)
    screen.enter("password")
    tasks.wait_idle()
    part = screen.section("password")
    area = part.parentWidget().parentWidget()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    part.new.second.line.setFocus()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    part.message.show_error(UserError("Chưa đổi được mật khẩu.", "Hãy thử lại."))
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() <= part.message.y())


def test_the_recovery_sheet_is_saved_as_a_paper(screen, tasks, password, tmp_path):
    part = screen.section("recovery")
    shown = []
    part.key_view._viewer = shown.append
    part.password.line.setText(password)
    part.renew()
    tasks.wait_idle()
    part.key_view.save_sheet(tmp_path / "to-khoa.pdf")
    tasks.wait_idle()
    assert shown == [tmp_path / "to-khoa.pdf"]
    assert shown[0].read_bytes().startswith(b"%PDF")


def test_a_backup_is_written_where_the_person_says(screen, tasks, tmp_path):
    screen.enter("backup")
    tasks.wait_idle()
    part = screen.section("backup")
    assert "Chưa sao lưu" in part.last.text()
    part.back_up_to(tmp_path / "usb")
    tasks.wait_idle()
    (file,) = (tmp_path / "usb").iterdir()
    assert file.name in part.message.all_words
    assert "Lần gần nhất" in part.last.text()


def test_a_renaming_needs_a_day_and_keeps_the_old_name_before_it(screen, tasks, session):
    screen.enter("names")
    tasks.wait_idle()
    part = screen.section("names")
    part.rename()
    assert part.names.box(part.cell_name).problem_text
    assert part.names.box(part.name_since).problem_text
    part.cell_name.setText("Chi bộ bản Huổi Lóng 2")
    part.name_since.setText("1/12/2026")
    part.rename()
    tasks.wait_idle()
    cell = session.cell()
    assert cell.name_on(date(2026, 11, 30)).name == "Chi bộ bản Huổi Lóng"
    assert cell.name_on(date(2026, 12, 1)).name == "Chi bộ bản Huổi Lóng 2"
    assert "01/12/2026: Chi bộ bản Huổi Lóng 2" in part.history.text()
    part.term_name.setText("2027 - 2032")
    part.term_since.setText("01/06/2027")
    part.begin_term()
    tasks.wait_idle()
    assert session.cell().term_on(date(2027, 6, 1)).name == "2027 - 2032"


def test_leaving_the_names_untouched_reports_no_problem(screen, tasks):
    screen.enter("names")
    tasks.wait_idle()
    screen.leave()
    part = screen.section("names")
    assert part.names.box(part.cell_name).problem_text == ""


def test_a_committee_is_noted(screen, tasks, session):
    screen.enter("names")
    tasks.wait_idle()
    screen.section("names").committee.click()
    tasks.wait_idle()
    assert session.cell().has_committee


def test_a_sound_book_is_called_sound_and_about_names_its_place(screen, tasks, session):
    screen.section("check").look()
    tasks.wait_idle()
    assert "nguyên vẹn" in screen.section("check").message.all_words
    screen.enter("about")
    tasks.wait_idle()
    assert str(session.folder) in screen.section("about").facts.text()
    assert session.head_code() in screen.section("about").facts.text()


def test_the_guide_opens_offline_and_is_searched_without_tones(qtbot, desk):
    assert guide_file() is not None
    screen = HelpScreen(desk)
    qtbot.addWidget(screen)
    screen.resize(900, 600)
    screen.show()
    assert screen.headings.count() > 3
    screen.search.setText("khoa phuc hoi")
    places = []
    for _ in range(2):
        screen.find_next()
        places.append(screen.browser.textCursor().selectionStart())
        assert fold(screen.browser.textCursor().selectedText()) == "khoa phuc hoi"
    assert places[0] < places[1]
    screen.search.setText("xyzxyz")
    screen.find_next()
    assert "Không thấy" in screen.nothing.text()


def test_folded_search_finds_every_place_and_begins_again():
    words = "Hòa, hoà và HÒA"
    folded = FoldedText(words)
    found = [folded.find("hoa", start) for start in (0, 1, 6, 14)]
    assert found == [(0, 3), (5, 8), (12, 15), (0, 3)]
    assert folded.find("", 0) is None
    assert FoldedText("".join(random.Random(3).choices("áđỡ ", k=50))).find("z", 0) is None
