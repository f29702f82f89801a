"""Settings, section Quy định: rules with their basis, own numbers, frame, packs from above."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.services import rules
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.preferences import Preferences
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings import SettingsScreen

COMMUNE = """
id = "meeting.xa-2026"
based_on = "meeting.hd42-2025"
title = "Quy định của xã"
legal_basis = "Công văn 12-CV/ĐU"
effective_from = 2026-03-01
replaces = "meeting.hd42-2025"
[lengths]
kinds = { regular = 60 }
"""


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def screen(qtbot, tasks, changes, session, tmp_path):
    desk = Desk(tasks, changes, lambda place, target=None: None)
    made = SettingsScreen(desk, session, Preferences(tmp_path / "t.ini"), lambda: None, lambda: None, lambda: None)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.enter("rules")
    tasks.wait_idle()
    return made


@pytest.fixture
def part(screen):
    return screen.section("rules")


def words(part):
    return "\n".join(label.text() for label in part.findChildren(QLabel) if not label.isHidden())


def type_number(qtbot, row, value):
    row.field.setFocus()
    row.field.selectAll()
    qtbot.keyClicks(row.field, value)
    qtbot.keyClick(row.field, Qt.Key.Key_Return)


def test_every_rule_in_force_is_shown_with_its_basis(part, qtbot):
    qtbot.waitUntil(lambda: "Kết thúc sinh hoạt: 5 điểm" in words(part))
    shown = words(part)
    assert "Sinh hoạt chi bộ, Hướng dẫn 42" in shown
    assert "28/10/2025" in shown
    row = part.rows["length.regular"]
    assert (row.field.value(), row.basis.text()) == (90, "HD 42-HD/BTCTW")
    assert "Kết nạp đảng viên: từ hai phần ba" in shown
    assert "Điều lệ Đảng 38.3" in shown
    for group in ("Biểu quyết", "Phải có", "Chương trình", "Nội dung", "Chấm điểm"):
        assert f"\n{group}\n" in shown
    assert set(part.rows) == {rule.key for rule in rules.NUMBERS}


def test_a_number_is_set_and_goes_back_to_the_general_one(part, tasks, session, qtbot):
    row = part.rows["length.regular"]
    assert row.reset.isHidden()
    type_number(qtbot, row, "60")
    tasks.wait_idle()
    assert rules.local_numbers(session) == {"length.regular": 60}
    assert "quy định chung: 90 phút" in row.basis.text()
    assert not row.reset.isHidden()
    row.reset.click()
    tasks.wait_idle()
    assert rules.local_numbers(session) == {}
    assert (row.field.value(), row.reset.isHidden()) == (90, True)


def test_an_emptied_field_and_the_general_number_are_no_number_of_its_own(part, tasks, session, qtbot):
    row = part.rows["length.thematic"]
    for value, kept in (("100", {"length.thematic": 100}), ("90", {}), ("80", {"length.thematic": 80})):
        type_number(qtbot, row, value)
        tasks.wait_idle()
        assert rules.local_numbers(session) == kept
    row.field.selectAll()
    qtbot.keyClick(row.field, Qt.Key.Key_Delete)
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    tasks.wait_idle()
    assert rules.local_numbers(session) == {}
    assert row.field.value() == 90


def test_a_number_out_of_limits_is_told_beside_the_field(part, tasks, session, qtbot):
    row = part.rows["length.regular"]
    type_number(qtbot, row, "5")
    tasks.wait_idle()
    assert "từ 15 đến 300" in row.problem.text()
    assert not row.problem.isHidden()
    assert rules.local_numbers(session) == {}


def test_all_numbers_go_back_at_once(part, tasks, session):
    rules.set_number(session, "length.regular", 60)
    rules.set_number(session, "absences_in_a_row", 2)
    part.fill()
    tasks.wait_idle()
    assert not part.reset_all.isHidden()
    part.reset_all.click()
    tasks.wait_idle()
    assert rules.local_numbers(session) == {}
    assert part.reset_all.isHidden()


def test_leaving_untouched_writes_nothing(screen, tasks, session):
    before = session.head()
    screen.leave()
    tasks.wait_idle()
    assert session.head() == before


def test_another_frame_is_chosen(part, tasks, session, qtbot):
    assert part.frame.value() == "meeting.hd42-2025"
    index = next(i for i in range(part.frame.count()) if "8 nhóm" in part.frame.itemText(i))
    part.frame.setCurrentIndex(index)
    part.frame.activated.emit(index)
    tasks.wait_idle()
    assert rules.pack_for(session, date(2026, 11, 3)).score_frame.id == "meeting.hd42-ward8"
    qtbot.waitUntil(lambda: "8. Kết thúc: 5 điểm" in words(part))


def test_a_pack_from_above_is_taken_and_taken_away(part, tasks, session, tmp_path):
    file = tmp_path / "xa.toml"
    file.write_text(COMMUNE, encoding="utf-8")
    part.replace_from(file)
    tasks.wait_idle()
    assert "Quy định của xã" in part.message.all_words
    assert "Đang dùng: Quy định của xã" in part.pack.text()
    assert part.rows["length.regular"].field.value() == 60
    part.remove_buttons["meeting.xa-2026"].click()
    (dialog,) = part.findChildren(Dialog)
    dialog.yes_button.click()
    tasks.wait_idle()
    assert "Hướng dẫn 42" in part.pack.text()
    assert part.remove_buttons == {}


def test_a_bad_pack_is_refused_in_view_with_line_and_reason(part, tasks, tmp_path):
    file = tmp_path / "sai.toml"
    file.write_text(COMMUNE.replace("regular = 60", "regular = sáu mươi"), encoding="utf-8")
    part.replace_from(file)
    tasks.wait_idle()
    assert "Tệp sai.toml, dòng 9: " in part.message.all_words
    assert "vẫn giữ nguyên" in part.message.all_words
    assert "Hướng dẫn 42" in part.pack.text()
