"""Making, opening and locking books (lập sổ, mở sổ)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from chibo_desktop.bundles.identities import Identity
from chibo_desktop.common.clock import Clock, SystemClock
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import IdSource, RandomIds
from chibo_desktop.common.text import clean_line, fold
from chibo_desktop.domain.cell import Cell, CellKind, CellName, LocalityKind, Term
from chibo_desktop.domain.terms import label
from chibo_desktop.services import accounts
from chibo_desktop.services.session import OWNER, Session
from chibo_desktop.storage import keys
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.errors import damaged
from chibo_desktop.storage.founding import begin, is_book, laying_down, refuse_book
from chibo_desktop.storage.keyring import KEY_SIZE
from chibo_desktop.storage.lock import InUseError, call_to_front
from chibo_desktop.storage.migrations import version_of
from chibo_desktop.storage.recovery_key import new_recovery_key, parse_recovery_key
from chibo_desktop.storage.replica import catch_up
from chibo_desktop.storage.slot_files import load_slots, mend_slots, save_slots

__all__ = ["InUseError", "NewBook", "call_to_front", "is_book"]

SEED_NAME = "sign_seed"
AGE_NAME = "age_secret"
MIN_PASSWORD = keys.MIN_PASSWORD
SECRECY_NOTICE = "Không nhập, lưu tài liệu có mức độ Mật, Tối mật, Tuyệt mật vào phần mềm này."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBook:
    """What a person says when a book is made."""

    name: str
    commune: str = ""
    office: bool = False
    locality: LocalityKind = LocalityKind.BAN
    code: str = ""
    term: str = ""
    """name of the current term of office, "2025 - 2027"; empty: from this year on"""


def create_book(
    folder: Path,
    new: NewBook,
    password: str,
    *,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    cost: keys.Cost | None = None,
) -> str:
    """Make a book in a folder and return its recovery key, which is kept nowhere.

    Raises UserError when the folder already holds a book, cannot be written, or what was given
    does not do. The key cost is tuned to this machine unless given.
    """
    clock, ids = clock or SystemClock(), ids or RandomIds()
    name, commune = clean_line(new.name), clean_line(new.commune)
    if not name:
        raise UserError("Chưa có tên.", "Hãy ghi tên chi bộ hoặc tên đảng ủy, ví dụ: Chi bộ bản Huổi Lóng.")
    keys.check_new_password(password)
    book_id, key, recovery = ids.new(), os.urandom(KEY_SIZE), new_recovery_key()
    refuse_book(folder)
    account = accounts.first_account(ids.new(), clock.today(), office=new.office)
    slots = keys.new_slots(
        book_id, key, password, recovery, cost or keys.tuned_cost(), user=account.id, label=label(account.role)
    )
    with laying_down(folder, slots) as part:
        session = Session(begin(part, key, book_id, clock), ids)
        try:
            identity = Identity.generate()
            session.book.keep_secret(SEED_NAME, identity.sign_seed)
            session.book.keep_secret(AGE_NAME, identity.age_secret.encode())
            session.save(_first_cell(new, name, commune, session, clock.today()), account, what="Lập sổ")
        finally:
            session.close()
    return recovery


def _first_cell(new: NewBook, name: str, commune: str, session: Session, today: date) -> Cell:
    long_ago = date(2025, 7, 1)
    since = min(long_ago, today)
    term = clean_line(new.term) or f"{today.year} - {today.year + 5}"
    return Cell(
        id=session.new_id(),
        kind=CellKind.OFFICE if new.office else CellKind.SUBORDINATE,
        locality=_locality(name, new.locality),
        names=(CellName(since=since, name=name, commune=commune),),
        terms=(Term(since=since, name=term),),
        code=clean_line(new.code),
    )


def _locality(name: str, given: LocalityKind) -> LocalityKind:
    words = fold(name).split()
    if "thon" in words:
        return LocalityKind.THON
    if "tdp" in words or "dan" in words:
        return LocalityKind.TDP
    return LocalityKind.BAN if "ban" in words else given


def open_book(
    folder: Path,
    secret: str,
    *,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    exclusive: bool = True,
    window: bool = False,
    by: str = OWNER,
) -> Session:
    """Open a book with its password or recovery key.

    `exclusive=False` is for reading beside an open window. Raises WrongPasswordError,
    DamagedError, InUseError, or UserError when there is no book.
    """
    require_book(folder)
    slots = load_slots(folder)
    found = keys.unlock(slots, secret)
    book = Book.open(
        folder,
        found.ring.book,
        clock or SystemClock(),
        exclusive=exclusive,
        window=window,
        former=found.ring.former,
    )
    try:
        if book.book_id != slots.book_id:
            raise damaged("tệp khóa thuộc về một sổ khác")
        session = Session(book, ids, by, user=found.slot.user, sealed=found.ring.sealed)
        if exclusive:
            mend_slots(folder, slots)
            catch_up(book)
            accounts.settle(session, found, secret)
        else:
            accounts.refuse_ended(session, found)
        accounts.enter(session)
    except BaseException:
        book.close()
        raise
    return session


def require_book(folder: Path) -> None:
    """Raise UserError unless the folder holds a book; nothing is ever created by looking."""
    if not is_book(folder):
        raise UserError(f"Không có sổ nào trong thư mục {folder}.", "Kiểm tra lại tên thư mục, hoặc lập sổ mới.")


def change_password(session: Session, old: str, new: str, cost: keys.Cost | None = None) -> None:
    """Replace the own password (or forget a lost one, with the recovery key as `old`).

    Rewrites a slot in both copies; the book itself is not touched. Raises WrongPasswordError, also for
    another user's password.
    """
    slots = load_slots(session.folder)
    found = _own(session, keys.unlock(slots, old))
    private = found.private if found.slot.kind == "password" else b""
    account = accounts.current(session)
    ring = found.ring
    if found.slot.kind == "recovery" and not accounts.has_right(account):
        # The recovery key opens what is sealed, and who forgot a password need not.
        ring = replace(ring, sealed=())
    changed = keys.with_password(
        slots, ring, session.user, new, cost or keys.tuned_cost(),
        label=label(account.role) if account else "Bí thư", private=private,
    )  # fmt: skip
    save_slots(session.folder, changed)


def renew_recovery_key(session: Session, password: str) -> str:
    """Make a new recovery key and return it; the old sheet opens nothing any more.

    Raises UserError for a user who may not look after the keys.
    """
    slots = load_slots(session.folder)
    found = _own(session, keys.unlock(slots, password))
    accounts.require_manager(session)
    recovery = new_recovery_key()
    save_slots(session.folder, keys.with_recovery(slots, found.ring, recovery))
    return recovery


def check_password(session: Session, secret: str) -> None:
    """Raise WrongPasswordError unless the secret is of who works in this session, or the recovery key."""
    _own(session, keys.unlock(load_slots(session.folder), secret))


def _own(session: Session, found: keys.Opened) -> keys.Opened:
    if found.slot.kind == "password" and found.slot.user != session.user:
        raise UserError(
            "Đây là mật khẩu của người dùng khác.",
            "Hãy nhập mật khẩu của người đang mở sổ, hoặc đóng cửa sổ rồi mở lại bằng mật khẩu này.",
        )
    return found


def looks_like_recovery_key(text: str) -> bool:
    """Whether a text is a whole recovery key with its checksum right."""
    return parse_recovery_key(text) is not None


def schema_version(session: Session) -> int:
    """Return the number of the book's last migration."""
    return version_of(session.book.database)
