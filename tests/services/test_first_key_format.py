"""Books whose key slots version 0.1.0 wrote: every way of opening them leads to the slots of today."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from service_samples import PASSWORD, SteppingClock, make_book

from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.domain.accounts import AccountRole
from chibo_desktop.services import accounts, books, sealed
from chibo_desktop.services.recovery_sheet import note_recovery_kept, recovery_kept_at
from chibo_desktop.services.session import Session
from chibo_desktop.storage import keys, recovery_key
from chibo_desktop.storage.slot_files import load_slots, save_slots

NEW = "suối cạn mùa đông"


def first_format_slot(
    book_id: bytes, kind: keys.Kind, secret: str, cost: keys.Cost | None, key: bytes
) -> keys.Slot:
    """Wrap the book's key as version 0.1.0 did."""
    salt, nonce = os.urandom(16), os.urandom(12)
    wrapping = ChaCha20Poly1305(keys._derive(secret.encode(), salt, cost))
    wrapped = wrapping.encrypt(nonce, key, b"chibo keys 1\0" + book_id + kind.encode())
    return keys.Slot(kind=kind, label="", cost=cost, salt=salt, nonce=nonce, wrapped=wrapped)


@pytest.fixture
def recovery() -> str:
    return recovery_key.new_recovery_key()


@pytest.fixture
def folder(tmp_path: Path, recovery: str) -> Path:
    """A book of today with the key files, and without the accounts, of version 0.1.0."""
    session = make_book(tmp_path / "sổ")
    key, book_id = session.book.database.key, session.book.book_id
    session.record(delete=accounts.list_accounts(session))
    note_recovery_kept(session)
    session.close()
    slots = (
        first_format_slot(book_id, "password", PASSWORD, keys.WEAKEST, key),
        first_format_slot(book_id, "recovery", recovery, None, key),
    )
    save_slots(
        session.folder,
        keys.SlotFile(format="chibo keys 1", book_id=book_id, generation=9, slots=slots),
    )
    return session.folder


def opened(folder: Path, secret: str) -> Session:
    return books.open_book(folder, secret, clock=SteppingClock())


def test_the_password_opens_and_makes_its_owner_the_secretary(folder: Path) -> None:
    session = opened(folder, PASSWORD)
    account = accounts.current(session)
    assert account is not None
    assert account.role is AccountRole.SECRETARY
    assert sealed.may_read(session)
    ring = session.sealed_keys
    session.close()
    slots = load_slots(folder)
    assert slots.format == "chibo keys 2"
    assert [slot.first_format for slot in slots.slots] == [False, True]
    again = opened(folder, PASSWORD)
    assert again.user == session.user
    assert again.sealed_keys == ring
    again.close()


def test_reading_beside_another_program_changes_nothing(folder: Path) -> None:
    before = load_slots(folder)
    session = books.open_book(folder, PASSWORD, clock=SteppingClock(), exclusive=False)
    assert not sealed.may_read(session)
    session.close()
    assert load_slots(folder) == before


def test_the_old_sheet_opens_the_book_but_what_is_sealed_only_when_it_is_made_anew(
    folder: Path, recovery: str
) -> None:
    session = opened(folder, PASSWORD)
    ring = session.sealed_keys
    session.close()
    session = opened(folder, recovery)
    assert not sealed.may_read(session)
    assert not accounts.may_manage(session)
    session.close()
    session = opened(folder, PASSWORD)
    assert recovery_kept_at(session) is None
    with pytest.raises(UserError, match="khóa phục hồi"):
        accounts.add(session, "Cà Thị Ân", AccountRole.ASSISTANT, "bốn con trâu đen", cost=keys.WEAKEST)
    new = books.renew_recovery_key(session, PASSWORD)
    accounts.add(session, "Cà Thị Ân", AccountRole.ASSISTANT, "bốn con trâu đen", cost=keys.WEAKEST)
    session.close()
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(folder), recovery)
    session = opened(folder, new)
    assert session.sealed_keys == ring
    session.close()


def test_a_forgotten_password_is_set_anew_with_the_old_sheet(folder: Path, recovery: str) -> None:
    session = opened(folder, recovery)
    assert accounts.may_manage(session)
    assert sealed.may_read(session)
    with pytest.raises(UserError, match="kiểu cũ"):
        accounts.add(session, "Cà Thị Ân", AccountRole.ASSISTANT, "bốn con trâu đen")
    books.change_password(session, recovery, NEW, keys.WEAKEST)
    ring = session.sealed_keys
    session.close()
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(folder), PASSWORD)
    session = opened(folder, NEW)
    assert session.sealed_keys == ring
    session.close()
    session = opened(folder, recovery)
    assert session.sealed_keys == ring
    session.close()


def test_new_keys_drop_an_old_sheet_that_cannot_be_given_the_new_key(folder: Path, recovery: str) -> None:
    session = opened(folder, PASSWORD)
    accounts.renew_keys(session)
    session.close()
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(folder), recovery)
    session = opened(folder, PASSWORD)
    new = books.renew_recovery_key(session, PASSWORD)
    session.close()
    opened(folder, new).close()
