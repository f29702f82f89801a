"""A cell pairs, sends, takes its receipt and is told what stands in the way."""

import errno
import shutil

import pytest
from exchange_desk import add_member, pair_both, sides
from PySide6.QtWidgets import QAbstractButton, QComboBox, QTableView

from chibo_desktop.common import files
from chibo_desktop.services import exchange, pairing, receiving, sending
from chibo_desktop.services.books import NewBook, create_book
from chibo_desktop.storage.keys import WEAKEST
from chibo_desktop.ui.exchange import own_card
from chibo_desktop.ui.exchange.drives import LAST_PLACE
from chibo_desktop.ui.messages import Level


@pytest.fixture
def cell(qtbot, tasks, changes, monkeypatch, opened, tmp_path, cell_folder):
    with sides(qtbot, tasks, changes, monkeypatch, opened, tmp_path / "usb", [cell_folder]) as (side,):
        yield side


@pytest.fixture
def office(opened, office_folder):
    return opened(office_folder)


@pytest.fixture
def paired(cell, office):
    pair_both(cell.session, office)
    cell.screen.refresh()
    cell.settle()
    cell.screen.show_home()
    cell.settle()
    return cell


def test_pairing_leads_from_the_card_to_the_own_card(cell, office):
    assert cell.screen.title == "Ghép đôi với Đảng ủy xã"
    pairing.save_my_card(office, cell.usb)
    cell.primary()
    assert cell.screen.pairing.step == 1
    assert cell.screen.pairing.compare.groups.groups == pairing.my_card(office).fingerprint
    assert not cell.screen.primary.isVisible()
    cell.press(cell.screen.pairing.compare.yes_button)
    assert pairing.office_of(cell.session).name == "Đảng ủy xã Nậm Khao"
    assert cell.screen.pairing.own.groups.groups == pairing.my_card(cell.session).fingerprint
    cell.primary()
    assert "Rút USB được rồi" in cell.said
    assert [c.name for c in receiving.receive_at_office(office, cell.usb).cards] == ["Chi bộ bản Huổi Lóng"]
    cell.press(cell.screen.pairing.done_button)
    assert cell.screen.title == "Gửi và nhận"
    assert cell.screen.primary.text() == "Gửi lên xã"


def test_groups_that_differ_pair_nobody(cell, office):
    pairing.save_my_card(office, cell.usb)
    cell.primary()
    cell.press(cell.screen.pairing.compare.no_button)
    assert cell.screen.pairing.step == 0
    assert "không khớp" in cell.said
    assert pairing.office_of(cell.session) is None


def test_a_drive_without_the_card_says_so_and_offers_to_look_again(cell, office):
    cell.primary()
    assert "Không thấy thẻ của Đảng ủy xã trên USB." in cell.said
    pairing.save_my_card(office, cell.usb)
    cell.press(cell.screen.message.button)
    assert cell.screen.pairing.step == 1


def test_of_several_cards_the_person_chooses(cell, office, opened, tmp_path, password):
    create_book(tmp_path / "khac", NewBook(name="Đảng ủy xã Mường Tè", office=True), password, cost=WEAKEST)
    pairing.save_my_card(office, cell.usb)
    pairing.save_my_card(opened(tmp_path / "khac"), cell.usb)
    cell.primary()
    finder = cell.screen.pairing.finder
    assert cell.screen.pairing.step == 0
    assert finder.choice.count() == 2
    finder.choice.setCurrentIndex(1)
    chosen = finder.choice.value()
    cell.press(finder.use_button)
    assert cell.screen.pairing.compare.seen == chosen


def test_sending_says_pull_the_drive_only_after_it_was_read_back(paired, office):
    assert paired.home.sentence.text() == "Có 3 ghi chép chưa gửi lên xã."
    paired.primary()
    assert paired.home.sent.isVisible()
    assert paired.home.sent.title.text() == "Rút USB được rồi"
    assert paired.home.sent.code.text() == paired.session.head_code()
    assert "đang chờ giấy báo nhận" in paired.home.sentence.text()
    receiving.receive_at_office(office, paired.usb)
    paired.press(paired.home.receive_button)
    assert "đến mục 3" in paired.said
    assert not paired.home.sent.isVisible()
    assert paired.home.sentence.text() == "Đảng ủy xã đã nhận đủ mọi ghi chép của chi bộ."
    paired.primary()
    assert "không phải gửi gì thêm" in paired.said


def test_a_new_record_shows_as_not_sent(paired):
    paired.primary()
    add_member(paired.session, "Lò Văn Ánh")
    paired.screen.records_changed(frozenset({"member"}), None)
    paired.settle()
    assert paired.home.sentence.text() == "Có 1 ghi chép chưa gửi lên xã."


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "ổ đĩa đã đầy"), (errno.EROFS, "chỉ cho đọc"), (errno.EIO, "rút ra hoặc hỏng")],
)
def test_a_drive_that_refuses_is_told_and_can_be_tried_again(paired, monkeypatch, code, words):
    with monkeypatch.context() as broken:

        def refuse(_descriptor):
            raise OSError(code, "drive")

        broken.setattr(files.os, "fsync", refuse)
        paired.primary()
        assert words in paired.said
        assert paired.screen.message.level is Level.ERROR
        assert not paired.home.sent.isVisible()
        assert exchange.status(paired.session).last_sent is None
    paired.press(paired.screen.message.button)
    assert paired.home.sent.isVisible()


def test_without_a_drive_it_says_what_to_do(paired):
    shutil.rmtree(paired.usb)
    paired.home.drive.look()
    paired.settle()
    paired.primary()
    problem = paired.home.drive.choice.accessibleDescription()
    assert "Cắm USB vào máy" in problem
    assert paired.session.recalled(LAST_PLACE) == ""


def test_the_chosen_folder_is_remembered_in_the_book_and_makes_no_record(paired, tmp_path):
    other = tmp_path / "khac"
    other.mkdir()
    before = paired.session.head().seq
    paired.screen._last.choose(other)
    paired.settle()
    assert paired.home.drive.place() == other
    assert paired.session.head().seq == before
    assert paired.session.recalled(LAST_PLACE) == str(other)
    assert paired.session.drafts() == {}


def test_a_fork_is_explained_and_the_book_here_goes_on_after_asking(
    paired, office, qtbot, tasks, changes, monkeypatch, opened, tmp_path
):
    sending.send(paired.session, paired.usb)
    receiving.receive_at_office(office, paired.usb)
    folder = paired.session.folder
    paired.session.close()
    shutil.copytree(folder, tmp_path / "ban-sao")
    one = opened(folder)
    paired.session = paired.screen.session = one
    with sides(qtbot, tasks, changes, monkeypatch, opened, paired.usb, [tmp_path / "ban-sao"]) as (copy,):
        for session, name in ((one, "Máy một"), (copy.session, "Máy hai")):
            add_member(session, name)
        for session in (one, copy.session):
            sending.send(session, paired.usb)
            receiving.receive_at_office(office, paired.usb)
        copy.press(copy.home.receive_button)
        assert copy.home.fork.isVisible()
        copy.press(copy.home.fork.button)
        copy.answer(accept=False)
        assert exchange.status(copy.session).forked
        copy.press(copy.home.fork.button)
        copy.answer()
        assert not exchange.status(copy.session).forked
        assert not copy.home.fork.isVisible()
        assert "dùng tiếp được" in copy.said
        copy.primary()
        assert copy.home.sent.isVisible()


def test_a_key_is_given_up_only_after_asking_and_a_new_card_pairs_again(paired, office):
    paired.press(paired.home.keys_button)
    keys = paired.screen.keys
    assert keys.own.groups.groups == pairing.my_card(paired.session).fingerprint
    assert keys.groups.groups == pairing.my_card(office).fingerprint
    paired.press(keys.revoke_button)
    paired.answer(accept=False)
    assert pairing.office_of(paired.session) is not None
    paired.press(keys.revoke_button)
    paired.answer()
    assert pairing.office_of(paired.session) is None
    assert "Đã thôi dùng khóa" in paired.said
    pairing.save_my_card(office, paired.usb)
    paired.press(keys.new_button)
    paired.primary()
    paired.press(paired.screen.pairing.compare.yes_button)
    assert pairing.office_of(paired.session) is not None


def test_the_card_is_printed_and_opened(paired, monkeypatch, tmp_path):
    shown = []
    monkeypatch.setattr(own_card.QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or True)
    paired.screen.show_keys()
    paired.settle()
    paired.screen.keys.own.print_to(tmp_path / "the.pdf")
    paired.settle()
    assert (tmp_path / "the.pdf").read_bytes().startswith(b"%PDF")
    assert shown == [str(tmp_path / "the.pdf")]


def test_the_history_names_what_went_out_and_came_in(paired, office):
    paired.primary()
    receiving.receive_at_office(office, paired.usb)
    paired.press(paired.home.receive_button)
    paired.press(paired.home.history_button)
    model = paired.screen.history.table.rows_model
    rows = [[model.data(model.index(r, c)) for c in range(1, 4)] for r in range(model.rowCount())]
    assert rows == [
        ["Nhận về", "Giấy báo nhận số 1", "Đã nhận"],
        ["Gửi đi", "Ghi chép của chi bộ, mục 1 đến 3", "Đã ghi lên USB"],
    ]
    paired.screen.go_back()
    paired.settle()
    assert paired.screen.view is paired.home


def test_every_control_has_a_name_and_the_keyboard_reaches_it(paired):
    paired.screen.show_keys()
    paired.settle()
    for kind in (QAbstractButton, QComboBox, QTableView):
        for control in paired.screen.findChildren(kind):
            if control.isVisible():
                name = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
                assert name, control
    assert paired.screen.keys.own.groups.accessibleName().startswith("Sáu nhóm số của Chi bộ bản Huổi Lóng")
