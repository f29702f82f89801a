"""The whole exchange between a cell and its office, and what can go wrong on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from service_samples import PASSWORD, SteppingClock, add_members, filled_meeting, make_book

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.journal import Op
from chibo_desktop.services import (
    backups,
    books,
    exchange,
    meetings,
    members,
    naming,
    pairing,
    papers,
    receipts,
    receiving,
    sending,
)
from chibo_desktop.services.session import Session
from chibo_desktop.storage.epochs import entries_of


@pytest.fixture
def paired(cell: Session, office: Session) -> tuple[Session, Session]:
    pairing.pair(cell, pairing.my_card(office))
    pairing.pair(office, pairing.my_card(cell))
    return cell, office


def say(session: Session, name: str) -> None:
    members.save_member(session, msgspec.structs.replace(members.new_member(session), name=name))


def names(office: Session, book: int = 2) -> list[str]:
    return [row.member.name for row in members.list_members(office, book=book)]


def statuses(office: Session, usb: Path) -> list[str]:
    return [file.status for file in receiving.receive_at_office(office, usb).files]


def test_both_sides_read_the_same_six_groups(cell: Session, office: Session) -> None:
    seen = pairing.preview(cell, pairing.my_card(office))
    assert seen.fingerprint == pairing.my_card(office).fingerprint
    assert len(seen.fingerprint) == 6
    assert seen.known is None


def test_sending_before_pairing_says_what_to_do(cell: Session, usb: Path) -> None:
    with pytest.raises(UserError, match="chưa ghép"):
        sending.send(cell, usb)
    assert list(usb.iterdir()) == []


def test_wrong_cards_are_refused(cell: Session, office: Session, tmp_path: Path) -> None:
    neighbour = make_book(tmp_path / "bản bên", "Chi bộ bản Nà Ư")
    with pytest.raises(UserError, match="chi bộ khác"):
        pairing.pair(cell, pairing.my_card(neighbour))
    with pytest.raises(UserError, match="chính sổ này"):
        pairing.pair(cell, pairing.my_card(cell))
    neighbour.close()


def test_a_month_goes_up_and_the_receipt_comes_back(paired: tuple[Session, Session], usb: Path) -> None:
    cell, office = paired
    add_members(cell)
    meeting_id = filled_meeting(cell)
    meetings.close_meeting(cell, meeting_id)
    sent = sending.send(cell, usb)
    assert sent.files[0].path.read_bytes()[:7] == b"CHIBO1\n"
    got = receiving.receive_at_office(office, usb)
    assert got.entries == sent.entries == cell.head().seq
    assert office.head_code(2) == cell.head_code() == sent.code
    back = receipts.receive_at_cell(cell, usb)
    assert (back.receipts, back.acknowledged) == (1, cell.head().seq)
    assert exchange.status(cell).unsent == 0
    assert sending.send(cell, usb).nothing_new
    row = exchange.cells(office)[0]
    assert (row.received_seq, row.closed, row.fork) == (cell.head().seq, 1, False)
    assert papers.minutes_pdf(office, meeting_id, book=2) == papers.minutes_pdf(cell, meeting_id)
    assert backups.check(office, full=True) == []


def test_sending_is_cumulative_until_the_receipt(
    paired: tuple[Session, Session], usb: Path, tmp_path: Path
) -> None:
    cell, office = paired
    say(cell, "Một")
    sending.send(cell, usb)
    lost = tmp_path / "usb lạc"
    shutil.move(usb, lost)
    usb.mkdir()
    say(cell, "Hai")
    assert sending.send(cell, usb).files[0].from_seq == 1
    assert statuses(office, usb) == ["applied"]
    assert statuses(office, lost) == ["already_have"]
    receipts.receive_at_cell(cell, usb)
    say(cell, "Ba")
    assert sending.send(cell, usb).entries == 1


def test_unknown_sender_waits_unopened_until_paired(cell: Session, office: Session, usb: Path) -> None:
    pairing.pair(cell, pairing.my_card(office))
    say(cell, "Một")
    sending.send(cell, usb)
    got = receiving.receive_at_office(office, usb)
    assert [f.status for f in got.files] == ["unknown_sender"]
    assert got.receipts == []
    assert [f.status for f in exchange.held(office)] == ["unknown_sender"]
    pairing.pair(office, got.cards[0])
    assert receiving.receive_held(office).entries == cell.head().seq
    assert exchange.held(office) == []
    assert names(office) == ["Một"]


def test_a_gap_is_parked_and_named_and_filled_later(
    paired: tuple[Session, Session], usb: Path, tmp_path: Path
) -> None:
    cell, office = paired
    say(cell, "Một")
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    receipts.receive_at_cell(cell, usb)
    shutil.rmtree(usb / "CHIBO" / "len-xa")
    say(cell, "Hai")
    first = sending.send(cell, usb).files[0].path
    aside = tmp_path / first.name
    shutil.move(first, aside)
    # As if the office had acknowledged what it never got.
    from chibo_desktop.storage import exchange as remembered

    remembered.save_cursors(cell.book, office.book.book_id, [cell.head()], 2, "x")
    say(cell, "Ba")
    sending.send(cell, usb)
    assert statuses(office, usb) == ["parked"]
    assert exchange.cells(office)[0].waiting == 1
    back = receipts.last_receipt(cell)
    receipts.receive_at_cell(cell, usb)
    now = receipts.last_receipt(cell)
    assert now is not None
    assert back is not None
    assert now.number > back.number
    assert now.epochs[0].parked[0].first == now.epochs[0].seq + 2
    assert sending.send(cell, usb).entries == 2, "the receipt makes the cell send from the gap on"
    shutil.move(aside, first)
    assert "applied" in statuses(office, usb)
    assert names(office) == ["Ba", "Hai", "Một"]
    assert exchange.cells(office)[0].waiting == 0


def test_every_kind_of_damage_is_refused_and_not_recorded(paired: tuple[Session, Session], usb: Path) -> None:
    cell, office = paired
    say(cell, "Một")
    path = sending.send(cell, usb).files[0].path
    data = path.read_bytes()
    before = office.head()
    for bad in (data[:-1], data + b"x", data[:300] + b"\0" + data[301:], data[:-40] + b"x" * 40):
        path.write_bytes(bad)
        assert statuses(office, usb) == ["refused"]
    assert office.book.number_of(cell.book.book_id) is None
    assert office.head() == before
    path.write_bytes(data)
    assert statuses(office, usb) == ["applied"]


def test_a_cell_cannot_speak_for_another(paired: tuple[Session, Session], usb: Path, tmp_path: Path) -> None:
    cell, office = paired
    rogue = make_book(tmp_path / "giả", "Chi bộ bản Nà Ư")
    pairing.pair(rogue, pairing.my_card(office))
    pairing.pair(office, pairing.my_card(rogue))
    say(cell, "Thật")
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    from chibo_desktop.bundles.format import Kind
    from chibo_desktop.bundles.identities import Recipient
    from chibo_desktop.bundles.writer import write_bundle
    from chibo_desktop.domain.journal import Entry
    from chibo_desktop.storage.replica import hash_at

    epoch = cell.book.epoch_row()
    identity = pairing.identity_of(rogue)
    entries = [Entry(header=r.header, salt=r.salt, body=r.body) for r in entries_of(cell.book)]
    card = pairing.my_card(office)
    forged = write_bundle(
        kind=Kind.CHANGES, bundle_id=b"f" * 16, time=rogue.clock.now(), sender=identity,
        recipients=[Recipient.of(card.sign_key, card.age_recipient)], book_id=cell.book.book_id, epoch=epoch.epoch,
        base_hash=hash_at(cell.book, 1, epoch, 0) or b"", entries=entries,
    )  # fmt: skip
    (usb / "CHIBO" / "len-xa" / "CB-gia-0000-1-9.chibo").write_bytes(forged)
    got = {f.name: f for f in receiving.receive_at_office(office, usb).files}
    assert got["CB-gia-0000-1-9.chibo"].status == "refused"
    rogue.close()


def test_revoked_keys_are_not_accepted_any_more(paired: tuple[Session, Session], usb: Path) -> None:
    cell, office = paired
    say(cell, "Một")
    sending.send(cell, usb)
    pairing.revoke(office, pairing.partners(office)[0])
    assert statuses(office, usb) == ["unknown_sender"]
    pairing.revoke(cell, pairing.partners(cell)[0])
    with pytest.raises(UserError, match="chưa ghép"):
        sending.send(cell, usb)


def test_receipts_for_others_old_ones_and_forged_ones_change_nothing(
    paired: tuple[Session, Session], usb: Path, tmp_path: Path
) -> None:
    cell, office = paired
    say(cell, "Một")
    sending.send(cell, usb)
    old = receiving.receive_at_office(office, usb).receipts[0]
    kept = old.read_bytes()
    old.unlink()
    say(cell, "Hai")
    sending.send(cell, usb)
    new = receiving.receive_at_office(office, usb).receipts[0]
    assert receipts.receive_at_cell(cell, usb).acknowledged == cell.head().seq
    old.write_bytes(kept)
    assert receipts.receive_at_cell(cell, usb).receipts == 0
    stranger = make_book(tmp_path / "xã lạ", "Đảng ủy xã Lạ", office=True)
    pairing.pair(stranger, pairing.my_card(cell))
    partner = pairing.partners(stranger)[0]
    from chibo_desktop.bundles.identities import Recipient
    from chibo_desktop.bundles.receipts import write_receipt

    forged = write_receipt(
        receiving.receipt_for(stranger, partner, []), bundle_id=b"r" * 16, sender=pairing.identity_of(stranger),
        recipients=[Recipient.of(partner.sign_key, partner.age_recipient)],
    )  # fmt: skip
    new.write_bytes(forged)
    assert receipts.receive_at_cell(cell, usb).receipts == 0
    assert exchange.status(cell).unsent == 0
    stranger.close()


@pytest.fixture
def clone(paired: tuple[Session, Session], usb: Path, tmp_path: Path) -> Iterator[tuple[Session, Session, Session]]:
    """Two laptops with one identity, both beyond what the office has."""
    cell, office = paired
    say(cell, "Chung")
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    receipts.receive_at_cell(cell, usb)
    cell.close()
    shutil.copytree(cell.folder, tmp_path / "máy hai")
    first = books.open_book(cell.folder, PASSWORD, clock=SteppingClock())
    second = books.open_book(tmp_path / "máy hai", PASSWORD, clock=SteppingClock())
    say(first, "Máy một")
    say(second, "Máy hai")
    shutil.rmtree(usb)
    usb.mkdir()
    yield first, second, office
    first.close()
    second.close()


def test_a_fork_is_kept_apart_shown_and_settled_by_a_person(
    clone: tuple[Session, Session, Session], usb: Path
) -> None:
    first, second, office = clone
    sending.send(first, usb)
    assert statuses(office, usb) == ["applied"]
    sending.send(second, usb)
    assert "fork" in statuses(office, usb)
    assert names(office) == ["Chung", "Máy một"]
    assert exchange.cells(office)[0].fork
    assert receipts.receive_at_cell(second, usb).forked
    assert exchange.status(second).forked
    receipts.continue_separately(second)
    assert backups.check(second, full=True) == []
    sending.send(second, usb)
    assert "applied" in statuses(office, usb)
    assert names(office) == ["Chung", "Máy hai"]
    assert not receipts.receive_at_cell(second, usb).forked
    assert exchange.status(second).unsent == 0
    say(first, "Máy một lần nữa")
    sending.send(first, usb)
    assert "fork" in statuses(office, usb)
    assert names(office) == ["Chung", "Máy hai"]
    assert backups.check(office, full=True) == []


def test_a_restored_book_goes_on_and_the_office_follows(
    paired: tuple[Session, Session], usb: Path, tmp_path: Path
) -> None:
    cell, office = paired
    say(cell, "Trước")
    made = backups.back_up(cell, tmp_path / "sao lưu")
    say(cell, "Mất")
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    back = backups.restore(made.file, tmp_path / "mới", PASSWORD, clock=SteppingClock())
    say(back, "Sau")
    sending.send(back, usb)
    receiving.receive_at_office(office, usb)
    assert names(office) == ["Sau", "Trước"]
    assert exchange.cells(office)[0].rewound == 1
    assert receipts.receive_at_cell(back, usb).forked is False
    assert exchange.status(back).unsent == 0
    back.close()


def test_an_old_copy_of_the_folder_is_told_by_the_receipt(
    paired: tuple[Session, Session], usb: Path, tmp_path: Path
) -> None:
    cell, office = paired
    cell.close()
    shutil.copytree(cell.folder, tmp_path / "bản chép")
    cell = books.open_book(cell.folder, PASSWORD, clock=SteppingClock())
    say(cell, "Một")
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    cell.close()
    old = books.open_book(tmp_path / "bản chép", PASSWORD, clock=SteppingClock())
    said = receipts.receive_at_cell(old, usb)
    assert any("bản cũ" in title for title, _ in said.notes)
    old.close()


def test_office_restored_from_its_backup_gets_everything_again(
    paired: tuple[Session, Session], usb: Path, tmp_path: Path
) -> None:
    cell, office = paired
    made = backups.back_up(office, tmp_path / "sao lưu xã")
    say(cell, "Một")
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    receipts.receive_at_cell(cell, usb)
    assert exchange.status(cell).unsent == 0
    clock = SteppingClock(office.clock.now())
    again = backups.restore(made.file, tmp_path / "xã mới", PASSWORD, clock=clock)
    shutil.rmtree(usb / "CHIBO")
    say(cell, "Hai")
    sending.send(cell, usb)
    assert statuses(again, usb) == ["parked"]
    receipts.receive_at_cell(cell, usb)
    assert exchange.status(cell).unsent == cell.head().seq
    sending.send(cell, usb)
    receiving.receive_at_office(again, usb)
    assert names(again) == ["Hai", "Một"]
    again.close()


def test_large_sends_are_cut_into_pieces(
    paired: tuple[Session, Session], usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell, office = paired
    monkeypatch.setattr(sending, "MAX_IN_ONE", 3)
    for number in range(8):
        say(cell, f"Người {number}")
    sent = sending.send(cell, usb)
    assert [(f.from_seq, f.to_seq) for f in sent.files] == [(1, 3), (4, 6), (7, 9), (10, 11)]
    receiving.receive_at_office(office, usb)
    assert office.head_code(2) == cell.head_code()


def test_neither_the_drive_nor_the_bundle_names_anyone_in_clear(paired: tuple[Session, Session], usb: Path) -> None:
    cell, _ = paired
    say(cell, "Nguyễn Kín Đáo")
    sending.send(cell, usb)
    for path in usb.rglob("*"):
        if path.is_file():
            assert "Kín Đáo".encode() not in path.read_bytes()


def test_two_cells_of_one_name_each_get_their_receipt(
    cell: Session, office: Session, usb: Path, tmp_path: Path
) -> None:
    twin = make_book(tmp_path / "trùng tên", cell.cell().name_on(cell.clock.today()).name)
    for one in (cell, twin):
        pairing.pair(one, pairing.my_card(office))
        pairing.pair(office, pairing.my_card(one))
        sending.send(one, usb)
    receiving.receive_at_office(office, usb)
    for one in (cell, twin):
        back = receipts.receive_at_cell(one, usb)
        assert (back.receipts, back.acknowledged, back.notes) == (1, one.head().seq, [])
    twin.close()


def test_a_renamed_cell_finds_its_receipts_under_its_former_name(
    paired: tuple[Session, Session], usb: Path
) -> None:
    cell, office = paired
    old = cell.cell().names[0]
    naming.rename_cell(cell, old.since, "Chi bộ bản mới sáp nhập", old.commune)
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    assert receipts.receive_at_cell(cell, usb).acknowledged == cell.head().seq


def test_a_new_office_is_answered_and_heard_whatever_the_clock_says(
    paired: tuple[Session, Session], usb: Path, tmp_path: Path
) -> None:
    cell, office = paired
    for _ in range(3):
        say(cell, "Một")
        sending.send(cell, usb)
        receiving.receive_at_office(office, usb)
        receipts.receive_at_cell(cell, usb)
    merged = make_book(tmp_path / "xã mới", "Đảng ủy xã Mới", office=True)
    assert isinstance(cell.clock, SteppingClock)
    cell.clock.moment = datetime(1970, 1, 1, tzinfo=UTC)
    pairing.pair(cell, pairing.my_card(merged))
    pairing.pair(merged, pairing.my_card(cell))
    assert sending.send(cell, usb).office.name == "Đảng ủy xã Mới"
    receiving.receive_at_office(merged, usb)
    back = receipts.receive_at_cell(cell, usb)
    assert (back.receipts, back.acknowledged) == (1, cell.head().seq)
    merged.close()


def test_trouble_of_the_office_is_not_blamed_on_the_file(
    paired: tuple[Session, Session], usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell, office = paired
    sending.send(cell, usb)

    def full(*_: object) -> None:
        raise UserError("Chưa lưu được vì ổ đĩa của máy đã đầy.", "Xóa bớt tệp.")

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "receive", full)
        with pytest.raises(UserError, match="đã đầy"):
            receiving.receive_at_office(office, usb)
    assert list((usb / "CHIBO").glob("ve-chi-bo/*/*")) == []
    assert statuses(office, usb) == ["applied"]


def test_a_book_that_does_not_tell_its_name_is_listed_by_its_card(
    paired: tuple[Session, Session], usb: Path
) -> None:
    cell, office = paired
    sending.send(cell, usb)
    cell.save(delete=[cell.cell()])
    receiving.receive_at_office(office, usb)
    office.book.apply(2, "cell", office.cell(2).id, 2, Op.DELETE, None)
    assert [row.name for row in exchange.cells(office)] == ["Chi bộ bản Huổi Lóng"]


def test_a_receipt_of_a_hundred_and_twenty_waiting_files_can_be_read(
    paired: tuple[Session, Session], usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell, office = paired
    monkeypatch.setattr(sending, "MAX_IN_ONE", 1)
    sending.send(cell, usb)
    for number in range(122):
        say(cell, f"Người {number}")
    receiving.receive_at_office(office, usb)
    files = sending.send(cell, usb).files
    files[9].path.unlink()
    receiving.receive_at_office(office, usb)
    assert len(exchange.held(office)) > 100
    back = receipts.receive_at_cell(cell, usb)
    assert (back.acknowledged, back.notes) == (files[8].to_seq, [])


def test_strangers_neither_fill_the_book_nor_push_out_what_waits(
    cell: Session, office: Session, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairing.pair(cell, pairing.my_card(office))
    say(cell, "Một")
    first = sending.send(cell, usb).files[0].path
    receiving.receive_at_office(office, usb)
    receiving.receive_at_office(office, usb)
    assert [f.status for f in exchange.held(office)] == ["unknown_sender"]
    monkeypatch.setattr(receiving, "MOST_STRANGERS", 1)
    say(cell, "Hai")
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    assert [f.status for f in exchange.held(office)] == ["unknown_sender"]
    monkeypatch.setattr(receiving, "MOST_STRANGERS", 9)
    monkeypatch.setattr(receiving, "MOST_FROM_STRANGERS", first.stat().st_size)
    receiving.receive_at_office(office, usb)
    assert [f.status for f in exchange.held(office)] == ["unknown_sender"]
