"""Key slots: password and recovery key, two copies, damage told from a wrong password."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.common.errors import DamagedError, UserError, WrongPasswordError
from chibo_desktop.storage import keyring, keys, recovery_key, slot_files

KEY = bytes(range(32))
RING = keyring.Keyring(book=KEY)
BOOK_ID = b"B" * 16


@pytest.fixture(scope="module")
def recovery() -> str:
    return recovery_key.new_recovery_key()


@pytest.fixture(scope="module")
def slots(recovery: str) -> keys.SlotFile:
    return keys.new_slots(BOOK_ID, KEY, "mật khẩu", recovery, keys.WEAKEST)


def test_password_and_recovery_key_both_open(slots: keys.SlotFile, recovery: str) -> None:
    assert keys.unlock(slots, "mật khẩu").ring.book == KEY
    assert keys.unlock(slots, recovery).ring.book == KEY
    assert keys.unlock(slots, f" {recovery.lower().replace('-', ' ')} ").ring.book == KEY


def test_password_typed_in_nfd_opens_what_nfc_locked(slots: keys.SlotFile) -> None:
    assert keys.unlock(slots, unicodedata.normalize("NFD", "mật khẩu")).ring.book == KEY


@pytest.mark.parametrize("wrong", ["", "mat khau", "mật khẩu ", "MẬT KHẨU", "ABCDE-FGHJK"])
def test_wrong_password_is_told_as_such(slots: keys.SlotFile, wrong: str) -> None:
    with pytest.raises(WrongPasswordError):
        keys.unlock(slots, wrong)


def test_no_short_password() -> None:
    with pytest.raises(UserError, match="quá ngắn"):
        keys.new_slots(BOOK_ID, KEY, "12345", recovery_key.new_recovery_key(), keys.WEAKEST)


def test_changing_the_password_leaves_the_recovery_key_and_the_book_key(
    slots: keys.SlotFile, recovery: str
) -> None:
    changed = keys.with_password(slots, RING, b"", "mật khẩu mới", keys.WEAKEST, label="Bí thư")
    assert changed.generation == slots.generation + 1
    assert keys.unlock(changed, "mật khẩu mới").ring.book == KEY
    assert keys.unlock(changed, recovery).ring.book == KEY
    with pytest.raises(WrongPasswordError):
        keys.unlock(changed, "mật khẩu")


def test_renewing_the_recovery_key_ends_the_old_sheet(slots: keys.SlotFile, recovery: str) -> None:
    new = recovery_key.new_recovery_key()
    changed = keys.with_recovery(slots, RING, new)
    assert keys.unlock(changed, new).ring.book == KEY
    with pytest.raises(WrongPasswordError):
        keys.unlock(changed, recovery)


def test_recovery_keys_have_130_bits_and_never_repeat() -> None:
    made = {recovery_key.new_recovery_key() for _ in range(200)}
    assert len(made) == 200
    for key in made:
        assert [len(group) for group in key.split("-")] == [5] * 6
        assert recovery_key.parse_recovery_key(key) == key
    first_symbols = {key[0] for key in made}
    assert len(first_symbols) > 20


@given(st.integers(0, 29), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_mistyped_symbol_is_noticed(place: int, symbol: str) -> None:
    key = recovery_key.new_recovery_key().replace("-", "")
    if key[place] != symbol:
        assert recovery_key.parse_recovery_key(key[:place] + symbol + key[place + 1 :]) is None


def test_look_alike_letters_are_read_as_digits() -> None:
    key = recovery_key.new_recovery_key()
    assert recovery_key.parse_recovery_key(key.replace("0", "O").replace("1", "l")) == key


def test_cost_is_tuned_down_to_no_less_than_the_floor() -> None:
    assert keys.tuned_cost(limit_seconds=0) == keys.WEAKEST
    assert keys.Cost(19 * 1024, 2) == keys.WEAKEST
    assert keys.LADDER[0].memory_kib == 64 * 1024


@pytest.mark.parametrize("name", slot_files.SLOT_FILES)
@pytest.mark.parametrize("damage", ["missing", "torn", "empty", "flipped"])
def test_one_damaged_copy_is_survived_and_mended(
    tmp_path: Path, slots: keys.SlotFile, name: str, damage: str
) -> None:
    slot_files.save_slots(tmp_path, slots)
    path = tmp_path / name
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "torn":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        path.write_bytes(data.replace(b'"generation":1', b'"generation":9'))
    assert slot_files.load_slots(tmp_path) == slots
    slot_files.mend_slots(tmp_path, slots)
    assert path.read_bytes() == data


def test_of_two_whole_copies_the_newer_counts(tmp_path: Path, slots: keys.SlotFile) -> None:
    slot_files.save_slots(tmp_path, slots)
    newer = keys.with_password(slots, RING, b"", "mật khẩu mới", keys.WEAKEST, label="Bí thư")
    (tmp_path / slot_files.SLOT_FILES[0]).write_bytes(slot_files.encode_slots(newer))
    assert slot_files.load_slots(tmp_path) == newer


def test_both_copies_damaged_is_damage_not_a_wrong_password(tmp_path: Path, slots: keys.SlotFile) -> None:
    slot_files.save_slots(tmp_path, slots)
    for name in slot_files.SLOT_FILES:
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(DamagedError):
        slot_files.load_slots(tmp_path)


def test_a_slot_of_another_book_does_not_open(slots: keys.SlotFile) -> None:
    import msgspec

    with pytest.raises(WrongPasswordError):
        keys.unlock(msgspec.structs.replace(slots, book_id=b"C" * 16), "mật khẩu")


@pytest.mark.parametrize("name", slot_files.SLOT_FILES)
def test_a_copy_that_cannot_be_read_or_mended_does_not_stop_the_other(
    tmp_path: Path, slots: keys.SlotFile, name: str
) -> None:
    slot_files.save_slots(tmp_path, slots)
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    assert slot_files.load_slots(tmp_path) == slots
    slot_files.mend_slots(tmp_path, slots)
    (tmp_path / name).rmdir()
    (tmp_path / name).write_bytes(b"x" * (1 << 20))
    assert slot_files.load_slots(tmp_path) == slots
    slot_files.mend_slots(tmp_path, slots)
    assert len({(tmp_path / n).read_bytes() for n in slot_files.SLOT_FILES}) == 1


@pytest.mark.parametrize(("failing", "new_counts"), [(0, True), (1, True), (2, False)])
def test_a_failed_change_is_told_only_when_the_old_password_still_counts(
    tmp_path: Path, slots: keys.SlotFile, monkeypatch: pytest.MonkeyPatch, failing: int, new_counts: bool
) -> None:
    slot_files.save_slots(tmp_path, slots)
    changed = keys.with_password(slots, RING, b"", "mật khẩu mới", keys.WEAKEST, label="Bí thư")
    write = slot_files.write_whole

    def broken(target: Path, data: bytes, *, verify: bool = False) -> None:
        if failing == 2 or target.name == slot_files.SLOT_FILES[failing]:
            raise UserError("Ổ đĩa hỏng.", "Đổi ổ khác.")
        write(target, data, verify=verify)

    monkeypatch.setattr(slot_files, "write_whole", broken)
    if new_counts:
        slot_files.save_slots(tmp_path, changed)
    else:
        with pytest.raises(UserError, match="hỏng"):
            slot_files.save_slots(tmp_path, changed)
    assert slot_files.load_slots(tmp_path) == (changed if new_counts else slots)


def test_bytes_that_are_no_text_are_a_wrong_password_and_never_a_new_one(slots: keys.SlotFile) -> None:
    with pytest.raises(WrongPasswordError):
        keys.unlock(slots, "\udcff" * 8)
    with pytest.raises(UserError, match="không phải chữ"):
        keys.check_new_password("\udcff" * 8)


def test_slot_file_names_nobody_and_holds_no_key(slots: keys.SlotFile, recovery: str) -> None:
    data = slot_files.encode_slots(slots)
    assert KEY not in data
    assert recovery.encode() not in data
