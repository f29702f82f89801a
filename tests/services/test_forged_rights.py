"""Who has the book's key and may write its files, but not the second key, opens nothing sealed by forging."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import peewee
import pytest
from msgspec.structs import replace
from service_samples import PASSWORD, SteppingClock, make_book

from chibo_desktop.common.errors import DamagedError, UserError
from chibo_desktop.domain.accounts import Account, AccountRole
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText
from chibo_desktop.domain.reviews import ReviewText
from chibo_desktop.domain.sealed import SealedText
from chibo_desktop.services import accounts, backups, books, criticism, handover, sealed
from chibo_desktop.services.criticism_todo import criticism_todo
from chibo_desktop.services.session import Session
from chibo_desktop.storage import keys
from chibo_desktop.storage.cipher import CipherDatabase
from chibo_desktop.storage.keyring import Keyring
from chibo_desktop.storage.recovery_key import new_recovery_key
from chibo_desktop.storage.slot_files import load_slots, save_slots

HELPER = "bốn con trâu đen"
THIRD = "suối cạn mùa đông"
WORDS = "hay vắng họp tổ"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    session = make_book(tmp_path / "sổ")
    accounts.add(session, "Cà Thị Ân", AccountRole.ASSISTANT, HELPER, cost=keys.WEAKEST)
    seal_note(session)
    session.close()
    return session.folder


@pytest.fixture
def helper(folder: Path) -> Iterator[Session]:
    session = opened(folder, HELPER)
    yield session
    session.close()


def opened(folder: Path, secret: str, *, exclusive: bool = True) -> Session:
    return books.open_book(folder, secret, clock=SteppingClock(), exclusive=exclusive)


def seal_note(session: Session) -> bytes:
    note = Criticism(id=session.new_id(), date=date(2026, 11, 3), form=CriticismForm.CRITICISM)
    session.save(note, sealed.sealed_record(session, note.id, CriticismText(content=WORDS)))
    return note.id


def read_all(session: Session) -> list[str]:
    ids = [note.id for note in session.book.find(Criticism)]
    return [text.content for text in sealed.read_texts(session, CriticismText, ids).values()]


def own_account(session: Session) -> Account:
    account = accounts.current(session)
    assert account is not None
    return account


@pytest.mark.parametrize("role", [AccountRole.COMMITTEE_MEMBER, AccountRole.SECRETARY])
def test_a_forged_role_brings_no_key_when_the_secretary_opens_the_book(helper: Session, role: AccountRole) -> None:
    helper.record(replace(own_account(helper), role=role, since=date(2020, 1, 1)))
    helper.close()
    secretary = opened(helper.folder, PASSWORD)
    accounts.renew_keys(secretary)
    assert read_all(secretary) == [WORDS]
    secretary.close()
    again = opened(helper.folder, HELPER)
    assert not sealed.may_read(again)
    assert not accounts.may_manage(again)
    with pytest.raises(UserError, match="Chỉ bí thư"):
        books.renew_recovery_key(again, HELPER)
    with pytest.raises(UserError, match="Chỉ bí thư"):
        accounts.add(again, "Ai đó", AccountRole.ASSISTANT, THIRD, cost=keys.WEAKEST)
    again.close()


def test_a_forged_recovery_slot_gets_no_sealed_key(helper: Session) -> None:
    forged = new_recovery_key()
    ring = Keyring(book=helper.book.database.key)
    save_slots(helper.folder, keys.with_recovery(load_slots(helper.folder), ring, forged))
    helper.close()
    secretary = opened(helper.folder, PASSWORD)
    with pytest.raises(UserError, match="khóa phục hồi"):
        accounts.add(secretary, "Ai đó", AccountRole.ASSISTANT, THIRD, cost=keys.WEAKEST)
    accounts.renew_keys(secretary)
    secretary.close()
    assert keys.unlock(load_slots(helper.folder), forged).ring.sealed == ()


def test_a_slot_that_says_it_has_the_right_gets_none(helper: Session) -> None:
    slots = load_slots(helper.folder)
    claimed = tuple(
        replace(slot, sealed=1, voucher=b"v" * 32) if slot.user == helper.user else slot for slot in slots.slots
    )
    save_slots(helper.folder, replace(slots, generation=slots.generation + 1, slots=claimed))
    helper.record(replace(own_account(helper), role=AccountRole.COMMITTEE_MEMBER))
    helper.close()
    opened(helper.folder, PASSWORD).close()
    again = opened(helper.folder, HELPER)
    assert not sealed.may_read(again)
    again.close()


def test_a_former_reader_cannot_vouch_for_himself(folder: Path) -> None:
    secretary = opened(folder, PASSWORD)
    account = accounts.add(secretary, "Đặng Đức Bình", AccountRole.COMMITTEE_MEMBER, THIRD, cost=keys.WEAKEST)
    former = keys.unlock(load_slots(folder), THIRD)
    accounts.change_role(secretary, account, AccountRole.ASSISTANT)
    secretary.close()
    slots = load_slots(folder)
    own = keys._granting(slots.book_id, former.slot, former.ring)
    assert keys.vouched(slots, own, former.ring.sealed)
    forged = tuple(replace(s, voucher=own.voucher, sealed=9) if s.user == account.id else s for s in slots.slots)
    save_slots(folder, replace(slots, generation=slots.generation + 1, slots=forged))
    reader = opened(folder, THIRD)
    reader.record(replace(own_account(reader), role=AccountRole.COMMITTEE_MEMBER))
    reader.close()
    secretary = opened(folder, PASSWORD)
    seal_note(secretary)
    secretary.close()
    reader = opened(folder, THIRD)
    assert not sealed.may_read(reader)
    reader.close()


def test_the_recovery_key_gives_an_assistant_a_password_and_no_right(folder: Path) -> None:
    secretary = opened(folder, PASSWORD)
    recovery = books.renew_recovery_key(secretary, PASSWORD)
    secretary.close()
    helper = opened(folder, HELPER)
    books.change_password(helper, recovery, THIRD, keys.WEAKEST)
    helper.close()
    helper = opened(folder, THIRD)
    assert not sealed.may_read(helper)
    helper.close()


def test_a_right_taken_away_is_gone_though_the_power_was_cut(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secretary = opened(folder, PASSWORD)
    account = accounts.add(secretary, "Đặng Đức Bình", AccountRole.COMMITTEE_MEMBER, THIRD, cost=keys.WEAKEST)

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "_renew", cut)
        with pytest.raises(KeyboardInterrupt):
            accounts.change_role(secretary, account, AccountRole.ASSISTANT)
    secretary.close()
    secretary = opened(folder, PASSWORD)
    assert len(secretary.sealed_keys) == 2
    secretary.close()
    reader = opened(folder, THIRD)
    assert not sealed.may_read(reader)
    reader.close()


def test_a_right_given_is_whole_or_absent_when_the_power_is_cut(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary = opened(folder, PASSWORD)
    account = next(a for a in accounts.list_accounts(secretary) if a.role is AccountRole.ASSISTANT)

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Session, "record", cut)
        with pytest.raises(KeyboardInterrupt):
            accounts.change_role(secretary, account, AccountRole.COMMITTEE_MEMBER)
    secretary.close()
    secretary = opened(folder, PASSWORD)
    assert keys.unlock(load_slots(folder), HELPER).ring.sealed == ()
    accounts.change_role(secretary, account, AccountRole.COMMITTEE_MEMBER)
    secretary.close()
    reader = opened(folder, HELPER)
    assert read_all(reader) == [WORDS]
    reader.close()


def test_whose_account_has_ended_does_not_read_beside_the_window_either(folder: Path) -> None:
    secretary = opened(folder, PASSWORD)
    account = next(a for a in accounts.list_accounts(secretary) if a.role is AccountRole.ASSISTANT)
    secretary.record(replace(account, until=date(2026, 11, 3)))
    with pytest.raises(UserError, match="đã thôi dùng sổ"):
        opened(folder, HELPER, exclusive=False)
    secretary.close()


def test_a_full_disk_while_the_keys_change_is_said_and_mended_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary = opened(folder, PASSWORD)
    accounts.add(secretary, "Đặng Đức Bình", AccountRole.DEPUTY_SECRETARY, THIRD, cost=keys.WEAKEST)
    account = next(a for a in accounts.list_accounts(secretary) if a.role is AccountRole.ASSISTANT)
    with monkeypatch.context() as patch:
        patch.setattr(CipherDatabase, "rekey", _full)
        with pytest.raises(UserError, match="đã đầy"):
            accounts.remove(secretary, account)
    seal_note(secretary)
    accounts.change_role(
        secretary, next(a for a in accounts.list_accounts(secretary) if a.role is AccountRole.DEPUTY_SECRETARY),
        AccountRole.COMMITTEE_MEMBER,
    )  # fmt: skip
    secretary.close()
    for secret in (THIRD, PASSWORD, THIRD):
        session = opened(folder, secret)
        assert read_all(session) == [WORDS, WORDS]
        assert len(session.sealed_keys) == 2
        session.close()
    secretary = opened(folder, PASSWORD)
    assert keys.unlock(load_slots(folder), PASSWORD).ring.former is None
    assert backups.check(secretary, full=True) == []
    secretary.close()


def _full(*_: object) -> None:
    raise peewee.OperationalError("database or disk is full")


def test_a_handover_stands_though_the_keys_cannot_change_now(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secretary = opened(folder, PASSWORD)
    successor = next(a for a in accounts.list_accounts(secretary) if a.role is AccountRole.ASSISTANT)
    with monkeypatch.context() as patch:
        patch.setattr(CipherDatabase, "rekey", _full)
        handover.complete(secretary, handover.draft(secretary, successor))
    assert not accounts.may_manage(secretary)
    secretary.close()
    with pytest.raises(UserError):
        opened(folder, PASSWORD)
    session = opened(folder, HELPER)
    assert accounts.may_manage(session)
    assert read_all(session) == [WORDS]
    assert len(handover.list_handovers(session)) == 1
    assert backups.check(session, full=True) == []
    session.close()


def test_forged_drafts_and_texts_of_another_kind_are_no_crash(folder: Path) -> None:
    secretary = opened(folder, PASSWORD)
    note = secretary.book.find(Criticism)[0]
    for number, body in enumerate(("không phải base64", "AAAA", "A")):
        secretary.save_draft(f"sealed/x{number}", body)
    assert sealed.drafts(secretary) == {}
    with pytest.raises(DamagedError, match="khuôn") as caught:
        sealed.read_text(secretary, ReviewText, note.id)
    assert caught.value.__cause__ is None
    secretary.close()


def test_a_closed_session_has_no_second_key(folder: Path) -> None:
    secretary = opened(folder, PASSWORD)
    assert sealed.may_read(secretary)
    secretary.close()
    assert not sealed.may_read(secretary)


def test_one_text_that_cannot_be_opened_closes_neither_list_nor_first_screen(folder: Path) -> None:
    secretary = opened(folder, PASSWORD)
    broken, whole = secretary.book.find(Criticism)[0].id, seal_note(secretary)
    lying = secretary.book.get(SealedText, broken)
    assert lying is not None
    secretary.save(replace(lying, box=b"x" * 300))
    shown = {row.id: row.text.content for row in criticism.list_notes(secretary)}
    assert shown[whole] == WORDS
    assert shown[broken].startswith("Không mở được")
    assert criticism_todo(secretary) == []
    with pytest.raises(DamagedError):
        criticism.save_note(secretary, secretary.book.find(Criticism, id=broken)[0], CriticismText(content="mới"))
    with pytest.raises(DamagedError):
        criticism.note_of(secretary, broken)
    criticism.remove_note(secretary, broken)
    assert [row.id for row in criticism.list_notes(secretary)] == [whole]
    secretary.close()


def test_the_recovery_key_brings_a_secretary_back_whom_somebody_ended_by_forgery(folder: Path) -> None:
    secretary = opened(folder, PASSWORD)
    recovery = books.renew_recovery_key(secretary, PASSWORD)
    secretary.record(replace(own_account(secretary), until=date(2026, 11, 3)))
    secretary.close()
    with pytest.raises(UserError, match="đã thôi dùng sổ"):
        opened(folder, PASSWORD)
    session = opened(folder, recovery)
    assert accounts.may_manage(session)
    books.change_password(session, recovery, THIRD, keys.WEAKEST)
    session.close()
    session = opened(folder, THIRD)
    assert accounts.may_manage(session)
    assert read_all(session) == [WORDS]
    assert backups.check(session, full=True) == []
    session.close()
