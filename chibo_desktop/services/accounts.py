"""Users of the book: adding, removing, and keeping their keys in order (người dùng sổ)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.accounts import MAY_MANAGE, MAY_READ_SEALED, Account, AccountRole
from chibo_desktop.domain.cell import CellKind
from chibo_desktop.domain.terms import label
from chibo_desktop.services.recovery_sheet import forget_recovery_kept
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage import keys
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.errors import translated
from chibo_desktop.storage.keyring import KEY_SIZE, Keyring
from chibo_desktop.storage.slot_files import load_slots, save_slots

_WITH_KEYS = MAY_READ_SEALED | MAY_MANAGE


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A user as the list shows them."""

    account: Account
    here: bool
    """whether it is who opened the book"""
    opens: bool
    """whether they have a password that opens it"""


def first_account(account_id: bytes, day: date, *, office: bool) -> Account:
    """Return the account of who makes a book; the name can be written later."""
    role = AccountRole.OFFICER if office else AccountRole.SECRETARY
    return Account(id=account_id, name="Văn phòng Đảng ủy" if office else "Bí thư chi bộ", role=role, since=day)


def current(session: Session) -> Account | None:
    """Return the account of who opened the book; with the recovery key that of the secretary."""
    return session.book.get(Account, session.user) if session.user else None


def list_accounts(session: Session, *, ended: bool = False, book: int = OWN) -> list[Account]:
    """Return the users, the longest-serving first; with `ended` also those who were removed."""
    found = [a for a in session.book.find(Account, book=book) if ended or a.until is None]
    return sorted(found, key=lambda a: (a.until is not None, list(AccountRole).index(a.role), a.since, a.id))


def rows(session: Session) -> list[AccountRow]:
    """Return the users with what their key slots say."""
    users = load_slots(session.folder).users
    return [AccountRow(a, a.id == session.user, a.id in users) for a in list_accounts(session, ended=True)]


def may_manage(session: Session) -> bool:
    """Whether who opened the book looks after its users and keys (bí thư).

    The account's word alone is not enough, for whoever opens the book can write an account: where there
    are sealed keys, one must have them.
    """
    account = current(session)
    if account is None or account.role not in MAY_MANAGE or account.until is not None:
        return False
    return bool(session.sealed_keys) or not any(slot.sealed for slot in load_slots(session.folder).slots)


def require_manager(session: Session) -> None:
    """Raise UserError unless who opened the book looks after its users and keys."""
    if not may_manage(session):
        raise UserError("Chỉ bí thư làm được việc này.", "Hãy nhờ đồng chí bí thư mở sổ bằng mật khẩu của mình.")


def add(
    session: Session, name: str, role: AccountRole, password: str, *,
    member_id: bytes | None = None, cost: keys.Cost | None = None,
) -> Account:  # fmt: skip
    """Give somebody a name, a role and a password of their own; raises UserError.

    The record comes first: a slot without an account would let somebody in whom nobody sees.
    """
    require_manager(session)
    name = clean_line(name)
    if not name:
        raise UserError("Chưa có tên người dùng.", "Hãy ghi họ và tên người sẽ dùng sổ.")
    slots = load_slots(session.folder)
    if any(slot.first_format and slot.kind == "password" for slot in slots.slots):
        raise UserError(
            "Sổ này còn mật khẩu theo kiểu cũ.", "Hãy đặt lại mật khẩu của bí thư ở mục Cài đặt rồi thêm người."
        )
    if slots.recovery is not None and not keys.vouched(slots, slots.recovery, session.sealed_keys):
        raise UserError(
            "Tờ khóa phục hồi đang giữ chưa mở được phần niêm phong.",
            "Hãy làm khóa phục hồi mới ở mục Cài đặt rồi thêm người.",
        )
    if len(slots.slots) >= keys.MOST_SLOTS:
        raise UserError(
            f"Sổ đã có {len(slots.users)} người dùng, là mức nhiều nhất.",
            "Hãy bỏ người không còn dùng sổ rồi thêm.",
        )
    account = Account(id=session.new_id(), name=name, role=role, member_id=member_id, since=session.clock.today())
    changed = keys.with_password(
        slots, _ring_for(session, role), account.id, password, cost or _cost(session, slots), label=label(role)
    )
    session.record(account)
    save_slots(session.folder, changed)
    return account


def rename(session: Session, account: Account, name: str, member_id: bytes | None) -> Changed:
    """Write a user's name, or which member they are."""
    name = clean_line(name)
    if not name:
        raise UserError("Chưa có tên người dùng.", "Hãy ghi họ và tên người dùng sổ.")
    if account.id != session.user:
        require_manager(session)
    return session.record(replace(account, name=name, member_id=member_id))


def change_role(session: Session, account: Account, role: AccountRole) -> Changed:
    """Give a user another role, and their keyring what belongs to it.

    A right to the sealed part that is taken away ends with a new sealed key: what is sealed from now
    on is closed to them. Raises UserError for the last who looks after the keys.
    """
    require_manager(session)
    _refuse_last(session, account, leaving=role not in MAY_MANAGE)
    if role in _WITH_KEYS:
        # Keys first: cut off in between, who has them without the right loses them at the next opening.
        give_keys(session, account)
        return session.record(replace(account, role=role))
    changed = session.record(replace(account, role=role))
    _renew(session, new_keys=account.role in _WITH_KEYS)
    return changed


def give_keys(session: Session, account: Account) -> None:
    """Give a user the sealed keys; the record that says they have the right follows."""
    slots = load_slots(session.folder)
    slot = slots.of(account.id)
    if slot is not None and not keys.vouched(slots, slot, session.sealed_keys):
        _renew(session, new_keys=False, given=slot.public)


def remove(session: Session, account: Account) -> Changed:
    """End a user: their password opens nothing any more, and book and sealed part get new keys.

    Raises UserError for oneself and for the last who looks after the keys.
    """
    require_manager(session)
    if account.id == session.user:
        raise UserError("Không tự bỏ chính mình được.", "Khi thôi làm bí thư, hãy dùng Bàn giao sổ ở mục Cài đặt.")
    _refuse_last(session, account, leaving=True)
    changed = session.record(replace(account, until=session.clock.today()))
    _renew(session, new_keys=True)
    return changed


def renew_keys(session: Session) -> None:
    """Give book and sealed part new keys; whose account has ended is left without."""
    _renew(session, new_keys=True)


def _refuse_last(session: Session, account: Account, *, leaving: bool) -> None:
    others = [a for a in list_accounts(session) if a.id != account.id and a.role in MAY_MANAGE]
    if leaving and account.role in MAY_MANAGE and not others:
        raise UserError(
            "Sổ phải luôn có một bí thư mở được.", "Hãy bàn giao cho bí thư mới trước khi thôi người này."
        )


def _ring_for(session: Session, role: AccountRole) -> Keyring:
    sealed = session.sealed_keys if role in _WITH_KEYS else ()
    return Keyring(book=session.book.database.key, sealed=sealed)


def _cost(session: Session, slots: keys.SlotFile) -> keys.Cost:
    own = slots.of(session.user)
    return (own.cost if own else None) or keys.tuned_cost()


def has_right(account: Account | None) -> bool:
    """Whether a user is to have the sealed keys, as their account says."""
    return account is not None and account.role in _WITH_KEYS and account.until is None


def _may_read(session: Session) -> dict[bytes, bool]:
    return {a.id: has_right(a) for a in session.book.find(Account)}


def refuse_ended(session: Session, found: keys.Opened) -> None:
    """Raise UserError when the slot that was opened is of a user whose account has ended."""
    accounts = _active(session)
    if accounts and found.slot.kind == "password" and found.slot.user and found.slot.user not in accounts:
        raise UserError("Người dùng này đã thôi dùng sổ.", "Hãy mở sổ bằng mật khẩu của bí thư hiện nay.")


def _keeps_right(session: Session, slots: keys.SlotFile, given: bytes = b"") -> Callable[[keys.Slot], bool]:
    """Return which slots are to have the sealed keys: whose account says so and who was given them by hand.

    Neither counts alone: an account is a record like others, and somebody's right ends with it.
    """
    right = _may_read(session)

    def keeps(slot: keys.Slot) -> bool:
        if given and slot.public == given:
            return True
        allowed = slot.kind == "recovery" or right.get(slot.user, False)
        return allowed and keys.vouched(slots, slot, session.sealed_keys)

    return keeps


def _renew(session: Session, *, new_keys: bool, given: bytes = b"") -> None:
    """Write everyone's slot as the accounts say; with `new_keys` also new keys for book and sealed part.

    Power may fail at any moment: first the slots hold the new key and the former one, then the file is
    written again under the new key in one transaction, then the former one is forgotten. Opening with
    both (`Book.open`) finishes what was begun.
    """
    slots = load_slots(session.folder)
    keeps = _keeps_right(session, slots, given)
    kept = frozenset(slot.public for slot in slots.slots if keeps(slot))

    def may_read(slot: keys.Slot) -> bool:
        return slot.public in kept

    book_key, sealed = session.book.database.key, session.sealed_keys
    if not new_keys:
        save_slots(session.folder, keys.regranted(slots, Keyring(book=book_key, sealed=sealed), may_read))
        return
    gone = slots.users - set(_active(session))
    ring = Keyring(book=os.urandom(KEY_SIZE), former=book_key, sealed=(*sealed, os.urandom(KEY_SIZE)))
    slots = keys.regranted(keys.without(slots, gone), ring, may_read)
    save_slots(session.folder, slots)
    session.sealed_keys = ring.sealed
    with translated(session.folder):
        session.book.database.rekey(ring.book)
    save_slots(session.folder, keys.regranted(slots, replace(ring, former=None), may_read))
    for copy in session.folder.glob("truoc-nang-cap-*.db"):
        # They lie under the key that was just taken from somebody.
        with contextlib.suppress(OSError):
            copy.unlink()


def _active(session: Session) -> dict[bytes, Account]:
    return {a.id: a for a in session.book.find(Account) if a.until is None}


# -- at opening -------------------------------------------------------------------------------


def settle(session: Session, found: keys.Opened, secret: str) -> None:
    """Bring keys and accounts into step after opening: an older book's slots, what a power cut left."""
    if found.slot.first_format:
        found = _modernise(session, found, secret)
    refuse_ended(session, found)
    accounts = _active(session)
    if not accounts:
        accounts = {found.slot.user: _found_account(session, found.slot.user)}
    if found.slot.kind == "recovery":
        managers = [a for a in list_accounts(session) if a.role in MAY_MANAGE]
        # Where somebody's forgery left no secretary, the recovery key makes one.
        owner = managers[0] if managers else _found_account(session, b"")
        accounts[owner.id] = owner
        session.user = owner.id
    if not may_manage(session):
        return
    slots = load_slots(session.folder)
    if not session.sealed_keys:
        # Of an older book. Nobody has sealed keys, else `may_manage` had said no.
        session.sealed_keys = (os.urandom(KEY_SIZE),)
        _renew(session, new_keys=False, given=found.slot.public)
        slots = load_slots(session.folder)
    keeps = _keeps_right(session, slots)
    stale = slots.users - set(accounts)
    for account in accounts.values():
        if account.id not in slots.users and account.id != session.user:
            session.record(replace(account, until=session.clock.today()))
    lost = any(slot.sealed and not keeps(slot) for slot in slots.slots if not slot.first_format)
    if stale or lost or found.ring.former is not None:
        _renew(session, new_keys=bool(stale) or lost)


def _modernise(session: Session, found: keys.Opened, secret: str) -> keys.Opened:
    managers = [a.id for a in list_accounts(session) if a.role in MAY_MANAGE]
    user = managers[0] if managers else session.new_id()
    slots, found = keys.modernised(load_slots(session.folder), found, secret, user)
    save_slots(session.folder, slots)
    forget_recovery_kept(session)
    session.user = found.slot.user
    session.sealed_keys = found.ring.sealed
    return found


def _found_account(session: Session, user: bytes) -> Account:
    office = session.cell().kind is CellKind.OFFICE
    account = first_account(user or session.new_id(), session.clock.today(), office=office)
    session.record(account)
    return account


def enter(session: Session) -> None:
    """Write in the journal from now on who makes the changes."""
    if session.user:
        session.by = session.user.hex()


def name_of(session: Session, by: str, *, book: int = OWN) -> str:
    """Return who a journal entry's author is: "Lò Văn Thắng (Bí thư)"; the word itself where unknown."""
    with contextlib.suppress(ValueError):
        account = session.book.get(Account, bytes.fromhex(by), book) if len(by) == 32 else None
        if account is not None:
            return f"{account.name} ({label(account.role)})"
    return "Bí thư" if by == "bi-thu" else by
