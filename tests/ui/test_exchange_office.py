"""The office receives, compares new cards, answers, and is told what waits."""

import errno
import shutil

import pytest
from exchange_desk import pair_both, sides
from PySide6.QtWidgets import QScrollArea

from chibo_desktop.common import files
from chibo_desktop.domain.settings import setting
from chibo_desktop.services import exchange, pairing, receipts, sending
from chibo_desktop.ui.messages import Level


@pytest.fixture
def office(qtbot, tasks, changes, monkeypatch, opened, tmp_path, office_folder):
    with sides(qtbot, tasks, changes, monkeypatch, opened, tmp_path / "usb", [office_folder]) as (side,):
        yield side


@pytest.fixture
def cell(opened, cell_folder):
    return opened(cell_folder)


def rows(explained, columns):
    model = explained.table.rows_model
    return [[model.data(model.index(r, c)) for c in range(columns)] for r in range(model.rowCount())]


def test_an_office_without_cells_is_led_to_its_card(office, cell):
    assert office.home.sentence.text() == "Chưa có chi bộ nào được ghép đôi."
    assert "Thẻ và khóa" in office.home.dates.text()
    office.enter("card")
    office.primary()
    assert "Rút USB được rồi" in office.said
    pairing.pair(cell, pairing.card_in(office.usb))
    assert pairing.office_of(cell).name == "Đảng ủy xã Nậm Khao"


def test_a_drive_without_anything_says_so(office):
    office.primary()
    assert "không có tệp nào của chi bộ" in office.home.news.all_words
    assert not office.home.files.isVisible()


def test_a_new_card_is_compared_then_its_file_is_taken_and_answered(office, cell):
    pairing.pair(cell, pairing.my_card(office.session))
    sending.send(cell, office.usb)
    office.primary()
    assert "Chi bộ bản Huổi Lóng" in office.home.cards_banner.all_words
    assert rows(office.home.held, 2) == [["Chưa rõ", "Chưa rõ nơi gửi"]]
    office.press(office.home.cards_banner.button)
    assert office.screen.compare.compare.groups.groups == pairing.my_card(cell).fingerprint
    office.press(office.screen.compare.compare.yes_button)
    assert office.screen.view is office.home
    assert "Đã ghi giấy báo nhận cho 1 chi bộ. Rút USB được rồi." in office.home.news.all_words
    assert rows(office.home.files, 3) == [["Chi bộ bản Huổi Lóng", "Đã nhận", "3"]]
    assert not office.home.held.isVisible()
    assert office.home.sentence.text().startswith("Đang nhận sổ của 1 chi bộ.")
    assert receipts.receive_at_cell(cell, office.usb).acknowledged == 3


def test_groups_that_differ_leave_the_file_waiting(office, cell):
    pairing.pair(cell, pairing.my_card(office.session))
    sending.send(cell, office.usb)
    office.primary()
    office.press(office.home.cards_banner.button)
    office.press(office.screen.compare.compare.no_button)
    assert office.screen.view is office.home
    assert "không khớp" in office.said
    assert [file.status for file in exchange.held(office.session)] == ["unknown_sender"]
    assert pairing.partners(office.session) == []


def test_two_books_of_one_cell_are_shown_and_explained(office, cell, opened, tmp_path):
    pair_both(cell, office.session)
    sending.send(cell, office.usb)
    office.primary()
    folder = cell.folder
    cell.close()
    shutil.copytree(folder, tmp_path / "ban-sao")
    for path, name in ((folder, "co-1"), (tmp_path / "ban-sao", "co-2")):
        session = opened(path)
        session.save(setting("ten", name), what="Sửa cài đặt")
        sending.send(session, office.usb)
        office.primary()
    assert "Có 1 tệp cần để ý." in office.home.news.all_words
    assert office.home.news.level is Level.DUE
    assert ["Chi bộ bản Huổi Lóng", "Hai sổ khác nhau"] in rows(office.home.held, 2)
    assert "Dùng tiếp sổ trên máy này" in office.home.held.explanation
    assert "Dùng tiếp sổ trên máy này" in office.home.files.explanation


def test_a_drive_that_takes_no_receipt_keeps_what_was_read_and_is_tried_again(office, cell, monkeypatch):
    pair_both(cell, office.session)
    sending.send(cell, office.usb)
    with monkeypatch.context() as broken:

        def refuse(_descriptor):
            raise OSError(errno.EROFS, "drive")

        broken.setattr(files.os, "fsync", refuse)
        office.primary()
        assert "chỉ cho đọc" in office.said
    assert exchange.cells(office.session)[0].received_seq == cell.head().seq
    office.press(office.screen.message.button)
    assert "Rút USB được rồi" in office.home.news.all_words


def test_a_damaged_file_is_refused_in_words_and_the_others_are_taken(office, cell):
    pair_both(cell, office.session)
    (sent,) = sending.send(cell, office.usb).files
    data = bytearray(sent.path.read_bytes())
    data[-1] ^= 1
    (sent.path.parent / "CB-hong.chibo").write_bytes(bytes(data))
    office.primary()
    assert sorted(row[1] for row in rows(office.home.files, 2)) == ["Không nhận", "Đã nhận"]
    assert "CB-hong.chibo" in office.home.files.explanation


def test_giving_up_a_cells_key_lets_nothing_more_in(office, cell):
    pair_both(cell, office.session)
    sending.send(cell, office.usb)
    office.screen.show_keys()
    office.settle()
    office.press(office.screen.keys.revoke_button)
    office.answer()
    assert not pairing.partners(office.session)[0].trusted
    office.screen.show_home()
    office.settle()
    office.primary()
    assert rows(office.home.files, 2) == [["Chưa rõ", "Chưa rõ nơi gửi"]]


def test_what_came_is_announced_to_the_other_places(office, cell, changes):
    pair_both(cell, office.session)
    sending.send(cell, office.usb)
    news = []
    changes.changed.connect(lambda kinds, _by: news.append(kinds))
    office.primary()
    assert any("cell" in kinds for kinds in news)


@pytest.mark.parametrize("size", [(824, 560), (640, 380)])
def test_small_windows_scroll_down_and_never_sideways(office, cell, size):
    pair_both(cell, office.session)
    sending.send(cell, office.usb)
    office.primary()
    office.screen.resize(*size)
    office.settle()
    areas = [a for a in office.screen.findChildren(QScrollArea) if a.isVisible() and a.objectName() == "scrolled"]
    assert areas
    assert all(a.horizontalScrollBar().maximum() == 0 for a in areas)
    assert office.screen.minimumSizeHint().width() <= size[0]
