"""Users of a book: their passwords, their rights, and every order in which keys can change hands."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import sampled_from
from msgspec.structs import replace
from service_samples import PASSWORD, SteppingClock, make_book

from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.domain.accounts import MAY_READ_SEALED, AccountRole
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText
from chibo_desktop.domain.records import Record
from chibo_desktop.services import accounts, backups, books, sealed
from chibo_desktop.services.session import Session
from chibo_desktop.storage import keys
from chibo_desktop.storage.keyring import Keyring
from chibo_desktop.storage.slot_files import load_slots, save_slots

OTHER = "bốn con trâu đen"
THIRD = "suối cạn mùa đông"


class PowerCutError(Exception):
    """The current fails here."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sổ"


@pytest.fixture
def secretary(folder: Path) -> Iterator[Session]:
    session = make_book(folder)
    yield session
    session.close()


def reopened(session: Session, secret: str) -> Session:
    session.close()
    return books.open_book(session.folder, secret, clock=SteppingClock())


def seal_note(session: Session, words: str) -> bytes:
    note = Criticism(id=session.new_id(), date=date(2026, 11, 3), form=CriticismForm.CRITICISM)
    text = CriticismText(from_name="Lò Văn An", to_name="Cà Thị Ân", content=words)
    session.save(note, sealed.sealed_record(session, note.id, text), what="Ghi phê bình")
    return note.id


def read_note(session: Session, note_id: bytes) -> str:
    text = sealed.read_text(session, CriticismText, note_id)
    assert text is not None
    return text.content


def test_who_makes_a_book_is_its_secretary(secretary: Session) -> None:
    account = accounts.current(secretary)
    assert account is not None
    assert (account.role, account.until) == (AccountRole.SECRETARY, None)
    assert accounts.may_manage(secretary)
    assert sealed.may_read(secretary)
    assert accounts.name_of(secretary, secretary.by) == "Bí thư chi bộ (Bí thư)"


@pytest.mark.parametrize("role", [role for role in AccountRole if role is not AccountRole.OFFICER])
def test_a_second_user_opens_with_an_own_password_and_reads_what_the_role_allows(
    secretary: Session, role: AccountRole
) -> None:
    note = seal_note(secretary, "hay vắng họp tổ")
    account = accounts.add(secretary, " Cà  Thị Ân ", role, OTHER)
    assert account.name == "Cà Thị Ân"
    session = reopened(secretary, OTHER)
    assert accounts.current(session) == account
    assert session.by == account.id.hex()
    assert sealed.may_read(session) is (role in MAY_READ_SEALED)
    if role in MAY_READ_SEALED:
        assert read_note(session, note) == "hay vắng họp tổ"
    else:
        with pytest.raises(UserError, match="niêm phong"):
            sealed.read_text(session, CriticismText, note)
        with pytest.raises(UserError, match="niêm phong"):
            sealed.sealed_record(session, note, CriticismText(content="x"))
        with pytest.raises(UserError, match="niêm phong"):
            sealed.save_draft(session, "x", "y")
    session = reopened(session, PASSWORD)
    assert read_note(session, note) == "hay vắng họp tổ"
    session.close()


def test_only_the_secretary_looks_after_users(secretary: Session) -> None:
    accounts.add(secretary, "Cà Thị Ân", AccountRole.DEPUTY_SECRETARY, OTHER)
    session = reopened(secretary, OTHER)
    first = accounts.list_accounts(session)[0]
    for act in (
        lambda: accounts.add(session, "X", AccountRole.ASSISTANT, THIRD),
        lambda: accounts.remove(session, first),
        lambda: accounts.change_role(session, first, AccountRole.ASSISTANT),
        lambda: accounts.rename(session, first, "Ai đó", None),
        lambda: books.renew_recovery_key(session, OTHER),
    ):
        with pytest.raises(UserError, match="Chỉ bí thư"):
            act()
    session.close()


def test_two_users_never_share_a_password(secretary: Session) -> None:
    accounts.add(secretary, "Cà Thị Ân", AccountRole.ASSISTANT, OTHER)
    with pytest.raises(UserError, match="Mật khẩu này"):
        accounts.add(secretary, "Đặng Đức Bình", AccountRole.ASSISTANT, OTHER)
    with pytest.raises(UserError, match="Mật khẩu này"):
        books.change_password(secretary, PASSWORD, OTHER, keys.WEAKEST)
    with pytest.raises(UserError, match="quá ngắn"):
        accounts.add(secretary, "Đặng Đức Bình", AccountRole.ASSISTANT, "ngắn")
    assert len(accounts.list_accounts(secretary)) == 2


def test_another_users_password_neither_unlocks_nor_changes_this_ones(secretary: Session) -> None:
    accounts.add(secretary, "Cà Thị Ân", AccountRole.ASSISTANT, OTHER)
    books.check_password(secretary, PASSWORD)
    with pytest.raises(UserError, match="người dùng khác"):
        books.check_password(secretary, OTHER)
    with pytest.raises(UserError, match="người dùng khác"):
        books.change_password(secretary, OTHER, THIRD, keys.WEAKEST)


def test_removing_a_user_gives_the_book_and_the_sealed_part_new_keys(secretary: Session, folder: Path) -> None:
    account = accounts.add(secretary, "Cà Thị Ân", AccountRole.COMMITTEE_MEMBER, OTHER)
    before, old_slots = seal_note(secretary, "trước khi thôi"), load_slots(folder)
    (folder / "truoc-nang-cap-2.db").write_bytes(b"under the former key")
    book_key = secretary.book.database.key
    accounts.remove(secretary, account)
    after = seal_note(secretary, "sau khi thôi")
    assert not list(folder.glob("truoc-nang-cap-*"))
    assert secretary.book.database.key != book_key
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(folder), OTHER)
    # Whoever kept a copy of the former key files opens nothing with them any more.
    former = keys.unlock(old_slots, OTHER).ring
    assert former.book == book_key
    assert len(former.sealed) == 1
    session = reopened(secretary, PASSWORD)
    assert (read_note(session, before), read_note(session, after)) == ("trước khi thôi", "sau khi thôi")
    assert [a.id for a in accounts.list_accounts(session)] == [session.user]
    assert [a.until for a in accounts.list_accounts(session, ended=True)] == [None, date(2026, 11, 3)]
    assert backups.check(session, full=True) == []
    session.close()


def test_the_former_key_files_open_nothing(secretary: Session, folder: Path) -> None:
    account = accounts.add(secretary, "Cà Thị Ân", AccountRole.ASSISTANT, OTHER)
    old = load_slots(folder)
    accounts.remove(secretary, account)
    secretary.close()
    save_slots(folder, old)
    with pytest.raises(UserError, match="hỏng"):
        books.open_book(folder, OTHER, clock=SteppingClock())


@pytest.mark.parametrize("moment", ["before the rewriting", "after the rewriting"])
@pytest.mark.parametrize("exclusive", [True, False])
def test_new_keys_survive_a_power_cut(
    secretary: Session, folder: Path, monkeypatch: pytest.MonkeyPatch, moment: str, exclusive: bool
) -> None:
    account = accounts.add(secretary, "Cà Thị Ân", AccountRole.COMMITTEE_MEMBER, OTHER)
    note = seal_note(secretary, "giữ lại")
    rekey = type(secretary.book.database).rekey

    def cut(database: object, key: bytes) -> None:
        if moment == "after the rewriting":
            rekey(database, key)  # type: ignore[arg-type]
        raise PowerCutError

    with monkeypatch.context() as patch:
        patch.setattr(type(secretary.book.database), "rekey", cut)
        with pytest.raises(PowerCutError):
            accounts.remove(secretary, account)
    secretary.book.close()
    with pytest.raises(WrongPasswordError):
        books.open_book(folder, OTHER, clock=SteppingClock())
    if not exclusive:
        reading = books.open_book(folder, PASSWORD, clock=SteppingClock(), exclusive=False)
        assert read_note(reading, note) == "giữ lại"
        reading.close()
    session = books.open_book(folder, PASSWORD, clock=SteppingClock())
    ring = keys.unlock(load_slots(folder), PASSWORD).ring
    assert ring.former is None
    assert ring.book == session.book.database.key
    assert read_note(session, note) == "giữ lại"
    assert backups.check(session, full=True) == []
    session.close()


def test_an_account_whose_slot_never_came_is_ended_at_the_next_opening(
    secretary: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "save_slots", cut)
        with pytest.raises(PowerCutError):
            accounts.add(secretary, "Cà Thị Ân", AccountRole.ASSISTANT, OTHER)
    session = reopened(secretary, PASSWORD)
    assert len(accounts.list_accounts(session)) == 1
    session.close()


def test_a_slot_whose_account_has_ended_is_refused_and_dropped(secretary: Session, folder: Path) -> None:
    account = accounts.add(secretary, "Cà Thị Ân", AccountRole.ASSISTANT, OTHER)
    secretary.record(replace(account, until=date(2026, 11, 3)))
    secretary.close()
    with pytest.raises(UserError, match="đã thôi dùng sổ"):
        books.open_book(folder, OTHER, clock=SteppingClock())
    session = books.open_book(folder, PASSWORD, clock=SteppingClock())
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(folder), OTHER)
    session.close()


def test_the_last_secretary_stays(secretary: Session) -> None:
    own = accounts.list_accounts(secretary)[0]
    with pytest.raises(UserError, match="chính mình"):
        accounts.remove(secretary, own)
    with pytest.raises(UserError, match="luôn có một bí thư"):
        accounts.change_role(secretary, own, AccountRole.ASSISTANT)


def test_a_right_that_is_taken_away_ends_with_a_new_sealed_key(secretary: Session) -> None:
    account = accounts.add(secretary, "Cà Thị Ân", AccountRole.COMMITTEE_MEMBER, OTHER)
    accounts.change_role(secretary, account, AccountRole.ASSISTANT)
    note = seal_note(secretary, "về sau")
    session = reopened(secretary, OTHER)
    assert not sealed.may_read(session)
    session = reopened(session, PASSWORD)
    assert read_note(session, note) == "về sau"
    account = next(a for a in accounts.list_accounts(session) if a.id == account.id)
    accounts.change_role(session, account, AccountRole.DEPUTY_SECRETARY)
    session = reopened(session, OTHER)
    assert read_note(session, note) == "về sau"
    session.close()


def test_undo_takes_no_user_back(secretary: Session) -> None:
    accounts.add(secretary, "Cà Thị Ân", AccountRole.ASSISTANT, OTHER)
    assert secretary.undo_name is None or "Cà Thị Ân" not in secretary.undo_name
    secretary.undo()
    assert len(accounts.list_accounts(secretary)) == 2


def test_the_recovery_key_opens_the_book_and_the_sealed_part(secretary: Session, folder: Path) -> None:
    note = seal_note(secretary, "quên mật khẩu")
    recovery = books.renew_recovery_key(secretary, PASSWORD)
    session = reopened(secretary, recovery)
    assert read_note(session, note) == "quên mật khẩu"
    assert accounts.may_manage(session)
    books.change_password(session, recovery, THIRD, keys.WEAKEST)
    session = reopened(session, THIRD)
    assert read_note(session, note) == "quên mật khẩu"
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(folder), PASSWORD)
    session.close()


def test_a_recovery_key_is_nobodys_password(secretary: Session) -> None:
    recovery = books.renew_recovery_key(secretary, PASSWORD)
    for typed in (recovery, recovery.replace("-", "").lower()):
        with pytest.raises(UserError, match="không phải mật khẩu"):
            accounts.add(secretary, "Cà Thị Ân", AccountRole.ASSISTANT, typed)


@pytest.mark.usefixtures("cheap_derivation")
def test_as_many_users_as_the_key_files_hold_and_no_more(tmp_path: Path) -> None:
    session = make_book(tmp_path / "sổ")
    for number in range(keys.MOST_SLOTS - 2):
        accounts.add(
            session, f"Người {number}", AccountRole.DEPUTY_SECRETARY, f"mật khẩu {number}", cost=keys.WEAKEST
        )
    head = session.head()
    with pytest.raises(UserError, match="nhiều nhất"):
        accounts.add(session, "Người nữa", AccountRole.ASSISTANT, OTHER, cost=keys.WEAKEST)
    assert session.head() == head
    for _ in range(3):
        accounts.renew_keys(session)
    session = reopened(session, PASSWORD)
    assert len(accounts.list_accounts(session)) == keys.MOST_SLOTS - 1
    session.close()


def test_slots_that_could_not_be_read_again_are_not_written(secretary: Session, folder: Path) -> None:
    slots = load_slots(folder)
    for wrong in (
        keys.regranted(slots, Keyring(book=b"k" * 32, sealed=(b"s" * 32,) * 3_000), lambda _: True),
        replace(slots, slots=slots.slots * keys.MOST_SLOTS),
    ):
        with pytest.raises(UserError, match="đã đầy"):
            save_slots(folder, wrong)
    assert load_slots(folder) == slots


ACTS = ("add", "remove", "change", "recover")


@pytest.mark.usefixtures("cheap_derivation")
@pytest.mark.parametrize("order", list(itertools.permutations(ACTS)), ids="-".join)
def test_slots_in_every_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    session = make_book(tmp_path / "sổ")
    second = accounts.add(session, "Cà Thị Ân", AccountRole.COMMITTEE_MEMBER, OTHER, cost=keys.WEAKEST)
    recovery = books.renew_recovery_key(session, PASSWORD)
    own, others, notes = PASSWORD, {OTHER}, [seal_note(session, "đầu tiên")]
    gone: set[str] = set()
    for act in order:
        if act == "add":
            accounts.add(session, "Đặng Đức Bình", AccountRole.DEPUTY_SECRETARY, THIRD, cost=keys.WEAKEST)
            others.add(THIRD)
        elif act == "remove":
            accounts.remove(session, second)
            others.discard(OTHER)
            gone.add(OTHER)
        elif act == "change":
            books.change_password(session, own, "mật khẩu đã đổi", keys.WEAKEST)
            gone.add(own)
            own = "mật khẩu đã đổi"
        else:
            gone.add(recovery)
            session = reopened(session, recovery)
            recovery = books.renew_recovery_key(session, recovery)
        notes.append(seal_note(session, act))
    for secret in (own, recovery, *others):
        session = reopened(session, secret)
        assert [read_note(session, note) for note in notes] == ["đầu tiên", *order]
    session.close()
    for secret in gone:
        with pytest.raises(WrongPasswordError):
            keys.unlock(load_slots(session.folder), secret)


@pytest.fixture
def cheap_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys by one hash: these tests open books hundreds of times."""
    monkeypatch.setattr(keys, "_derive", lambda secret, salt, _: hashlib.sha256(salt + secret).digest())


class Slots(RuleBasedStateMachine):
    """Slots alone, without a book: whoever should open opens, nobody else does."""

    users: Bundle[bytes] = Bundle("users")

    def __init__(self) -> None:
        super().__init__()
        self.derive: Callable[..., bytes] = keys._derive
        keys._derive = lambda secret, salt, _: hashlib.sha256(salt + secret).digest()
        self.ring = Keyring(book=b"k" * 32, sealed=(b"s" * 32,))
        self.number = 0

    def teardown(self) -> None:
        keys._derive = self.derive

    def fresh(self) -> str:
        self.number += 1
        return f"mật khẩu {self.number}"

    @initialize()
    def begin(self) -> None:
        self.recovery = keys_recovery()
        first, password = b"\1" * 16, self.fresh()
        self.file = keys.new_slots(b"B" * 16, self.ring.book, password, self.recovery, keys.WEAKEST, user=first)
        self.ring = keys.unlock(self.file, password).ring
        self.open = {first: (password, True)}
        self.closed: set[str] = set()

    @rule(target=users, right=sampled_from([True, False]))
    def add(self, right: bool) -> bytes:
        user, password = self.number.to_bytes(16, "big"), self.fresh()
        ring = self.ring if right else Keyring(book=self.ring.book)
        self.file = keys.with_password(self.file, ring, user, password, keys.WEAKEST, label="Chi ủy viên")
        self.open[user] = (password, right)
        return user

    @rule(user=users)
    def remove(self, user: bytes) -> None:
        if user in self.open:
            self.closed.add(self.open.pop(user)[0])
            self.number += 1
            new = hashlib.sha256(str(self.number).encode()).digest()
            self.ring = Keyring(book=new, sealed=(*self.ring.sealed, new))
            rights = {u: right for u, (_, right) in self.open.items()}
            self.file = keys.regranted(
                keys.without(self.file, frozenset({user})),
                self.ring,
                lambda slot: slot.kind == "recovery" or rights[slot.user],
            )

    @rule(user=users)
    def change(self, user: bytes) -> None:
        if user in self.open:
            old, right = self.open[user]
            new, found = self.fresh(), keys.unlock(self.file, old)
            self.file = keys.with_password(
                self.file, found.ring, user, new, keys.WEAKEST, label="", private=found.private
            )
            self.open[user] = (new, right)
            self.closed.add(old)

    @rule()
    def renew(self) -> None:
        self.closed.add(self.recovery)
        self.recovery = keys_recovery()
        self.file = keys.with_recovery(self.file, self.ring, self.recovery)

    @invariant()
    def whoever_should_opens(self) -> None:
        for user, (password, right) in self.open.items():
            found = keys.unlock(self.file, password)
            assert found.slot.user == user
            assert found.ring == (self.ring if right else Keyring(book=self.ring.book))
        assert keys.unlock(self.file, self.recovery).ring == self.ring
        for secret in self.closed:
            with pytest.raises(WrongPasswordError):
                keys.unlock(self.file, secret)


def keys_recovery() -> str:
    from chibo_desktop.storage.recovery_key import new_recovery_key

    return new_recovery_key()


TestSlots = Slots.TestCase
TestSlots.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_a_text_that_is_already_so_makes_no_entry(secretary: Session) -> None:
    note = seal_note(secretary, "như cũ")
    head = secretary.head()
    text = sealed.read_text(secretary, CriticismText, note)
    assert text is not None
    items: list[Record] = [sealed.sealed_record(secretary, note, text)]
    secretary.save(*items, what="Ghi lại")
    assert secretary.head() == head


def test_a_text_moved_to_another_record_does_not_open(secretary: Session) -> None:
    from msgspec.structs import replace

    note = seal_note(secretary, "của đồng chí Ân")
    from chibo_desktop.domain.sealed import SealedText

    lying = secretary.book.get(SealedText, note)
    assert lying is not None
    other = secretary.new_id()
    secretary.save(replace(lying, id=other))
    with pytest.raises(UserError, match="niêm phong không mở được"):
        sealed.read_text(secretary, CriticismText, other)


def test_sealed_drafts_come_back_and_are_forgotten(secretary: Session) -> None:
    sealed.save_draft(secretary, "phe-binh/1", "đang gõ dở câu ")
    session = reopened(secretary, PASSWORD)
    assert sealed.drafts(session) == {"phe-binh/1": "đang gõ dở câu"}
    sealed.drop_drafts(session, "phe-binh/1")
    assert sealed.drafts(session) == {}
    session.close()


def test_a_sealed_text_that_could_not_be_read_again_is_not_written(secretary: Session) -> None:
    with pytest.raises(UserError, match="quá mức"):
        sealed.sealed_record(secretary, secretary.new_id(), CriticismText(content="x" * 4_001))
