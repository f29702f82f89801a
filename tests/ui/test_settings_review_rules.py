"""Settings, section Quy định: the rules of reviews, and a pack of theirs from above."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from chibo_desktop.services import review_packs, rule_files
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.preferences import Preferences
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings import SettingsScreen

PROVINCE = """
id = "review.tinh-2026"
based_on = "review.qd366-2025"
title = "Kiểm điểm của tỉnh"
legal_basis = "HD 9-HD/TU"
effective_from = 2026-01-01
[cap]
percent = 15
"""


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def part(qtbot, tasks, changes, session, tmp_path):
    desk = Desk(tasks, changes, lambda place, target=None: None)
    made = SettingsScreen(desk, session, Preferences(tmp_path / "t.ini"), lambda: None, lambda: None, lambda: None)
    qtbot.addWidget(made)
    made.show()
    made.enter("rules")
    tasks.wait_idle()
    yield made.section("rules")
    made.close()


def words(part):
    # What was added just now is shown by the next turn of the event loop.
    QApplication.processEvents()
    return "\n".join(label.text() for label in part.findChildren(QLabel) if not label.isHidden())


def test_every_rule_of_reviews_is_shown_with_its_basis(part):
    shown = words(part)
    for sentence in (
        "Gửi bản kiểm điểm: trước hội nghị ít nhất 03 ngày làm việc — QĐ 366-QĐ/TW Điều 7",
        "Kết thúc: trước 31/12 — HD 43-HD/BTCTW",
        (
            "Hoàn thành xuất sắc nhiệm vụ: từ 90 điểm; xong 100% nhiệm vụ; đúng tiến độ, bảo đảm chất lượng; "
            "ít nhất 30% nhiệm vụ vượt mức; mọi hạn chế đã chỉ ra được khắc phục — QĐ 366-QĐ/TW Điều 11"
        ),
        "Hoàn thành nhiệm vụ: từ 50 điểm; xong 100% nhiệm vụ; không quá 20% nhiệm vụ chậm — QĐ 366-QĐ/TW Điều 11",
        "Không hoàn thành nhiệm vụ: từ 0 điểm; hoặc quá 50% nhiệm vụ không hoàn thành — QĐ 366-QĐ/TW Điều 11",
    ):
        assert sentence in shown


def test_a_review_pack_from_above_is_taken_told_of_and_taken_out_again(part, session, tasks, tmp_path):
    file = tmp_path / "tinh.toml"
    file.write_text(PROVINCE, encoding="utf-8")
    part.replace_from(file)
    tasks.wait_idle()
    assert review_packs.review_pack_on(session, session.clock.today()).cap.percent == 15
    shown = words(part)
    assert "Đã nhận: Kiểm điểm của tỉnh (review.tinh-2026), có hiệu lực từ 01/01/2026." in shown
    assert "Kỳ kiểm điểm mở từ nay theo bộ này; kỳ đã mở giữ bộ cũ." in shown
    assert "không quá 15% số đồng chí" in shown
    part.remove_buttons["review.tinh-2026"].click()
    dialog = part.findChild(Dialog)
    assert "kỳ kiểm điểm mở từ nay theo bộ có trước nó" in "\n".join(
        label.text() for label in dialog.findChildren(QLabel)
    )
    dialog.accept()
    tasks.wait_idle()
    assert rule_files.kept_packs(session) == []
    assert "không quá 20% số đồng chí" in words(part)


def test_a_fault_in_a_review_pack_is_told_with_its_line(part, session, tasks, tmp_path):
    file = tmp_path / "tinh.toml"
    file.write_text(PROVINCE.replace("15", "150"), encoding="utf-8")
    part.replace_from(file)
    tasks.wait_idle()
    assert "Tệp tinh.toml, dòng 8: cap › percent: số không được quá 100." in words(part)
    part.replace_from(tmp_path / "mat.toml")
    tasks.wait_idle()
    assert "Không đọc được tệp mat.toml." in words(part)
    assert rule_files.kept_packs(session) == []
