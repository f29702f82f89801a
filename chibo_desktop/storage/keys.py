"""The book's key and the slots that hold it: one for each user, one for the recovery key (khóa của sổ).

The database key is 32 random bytes. A slot holds a private key, wrapped under a key derived from what
its person knows, and a keyring encrypted to the public half. So the keyring of everyone can be renewed
by who has the keys, without anyone's password; changing a password rewrites one slot and never the book.

Slots of the format before ("chibo keys 1", version 0.1.0) hold the database key itself under the
password. They are read, and rewritten at the first opening with their secret.
"""

from __future__ import annotations

import hmac
import os
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta
from msgspec.structs import replace

from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.storage.keyring import KEY_SIZE, Keyring, granted, new_private_key, opened, public_of
from chibo_desktop.storage.recovery_key import parse_recovery_key

MIN_PASSWORD = 6
_MAX_MEMORY = 1 << 20
MOST_SLOTS = 64

Kind = Literal["password", "recovery"]


class Cost(msgspec.Struct, frozen=True):
    """How much work one guess at the password costs."""

    memory_kib: Annotated[int, Meta(ge=19 * 1024, le=_MAX_MEMORY)] = 64 * 1024
    passes: Annotated[int, Meta(ge=2, le=20)] = 3


LADDER = (Cost(), Cost(64 * 1024, 2), Cost(46 * 1024, 2), Cost(32 * 1024, 2), Cost(19 * 1024, 2))
WEAKEST = LADDER[-1]


class Slot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way of opening; it names nobody: who a user is stands in the book."""

    kind: Kind
    label: Annotated[str, Meta(max_length=100)]
    cost: Cost | None = None
    salt: Annotated[bytes, Meta(min_length=16, max_length=16)]
    nonce: Annotated[bytes, Meta(min_length=12, max_length=12)]
    wrapped: Annotated[bytes, Meta(min_length=48, max_length=48)]
    """the private key; in a slot of the first format the book's key"""
    user: Annotated[bytes, Meta(max_length=16)] = b""
    """id of the account; empty for the recovery key"""
    public: Annotated[bytes, Meta(max_length=32)] = b""
    grant: Annotated[bytes, Meta(max_length=64 << 10)] = b""
    sealed: Annotated[int, Meta(ge=0, le=10_000)] = 0
    """how many sealed keys the keyring has; 0: no right to what is sealed"""
    voucher: Annotated[bytes, Meta(max_length=32)] = b""
    """proof, under the newest sealed key, that who had it gave this slot the right: records can be forged"""

    @property
    def first_format(self) -> bool:
        """Whether it holds the book's key itself, as version 0.1.0 wrote it."""
        return not self.public


class SlotFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All slots of a book; of two copies the higher generation is the newer."""

    format: Literal["chibo keys 1", "chibo keys 2"] = "chibo keys 2"
    book_id: Annotated[bytes, Meta(min_length=16, max_length=16)]
    generation: Annotated[int, Meta(ge=1)]
    slots: Annotated[tuple[Slot, ...], Meta(min_length=1, max_length=MOST_SLOTS)]

    @property
    def recovery(self) -> Slot | None:
        """The slot of the recovery key."""
        return next((slot for slot in self.slots if slot.kind == "recovery"), None)

    def of(self, user: bytes) -> Slot | None:
        """Return a user's slot."""
        return next((slot for slot in self.slots if slot.kind == "password" and slot.user == user), None)

    @property
    def users(self) -> frozenset[bytes]:
        """Every account that opens the book; a slot of the first format names none."""
        return frozenset(slot.user for slot in self.slots if slot.kind == "password" and not slot.first_format)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a secret opened: which slot, and the keys in it."""

    slot: Slot
    ring: Keyring
    private: bytes = field(default=b"", repr=False)


def tuned_cost(limit_seconds: float = 1.0) -> Cost:
    """Return the dearest cost of the ladder that this machine pays within the limit, by trying."""
    for cost in LADDER:
        began = time.perf_counter()
        _derive(b"trial", b"\0" * 16, cost)
        if time.perf_counter() - began <= limit_seconds:
            return cost
    return WEAKEST


def check_new_password(password: str) -> str:
    """Return the password in the form it is used in; raises UserError when it is too short."""
    if password != password.encode(errors="ignore").decode():
        raise UserError("Mật khẩu có ký tự không phải chữ.", "Hãy đặt mật khẩu gồm chữ, số và dấu.")
    password = _normal(password)
    if len(password) < MIN_PASSWORD:
        raise UserError(
            f"Mật khẩu quá ngắn (cần ít nhất {MIN_PASSWORD} ký tự).",
            "Hãy đặt mật khẩu dài hơn, ví dụ bốn từ dễ nhớ với riêng đồng chí.",
        )
    if parse_recovery_key(password) is not None:
        raise UserError("Đây là một khóa phục hồi, không phải mật khẩu.", "Hãy đặt một mật khẩu khác.")
    return password


def _normal(password: str) -> str:
    # Bytes that are no text reach us as surrogates from the command line; they are nobody's password.
    return unicodedata.normalize("NFC", password.encode(errors="replace").decode())


def _derive(secret: bytes, salt: bytes, cost: Cost | None) -> bytes:
    if cost is None:
        kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=salt, info=b"chibo recovery slot 1")
        return kdf.derive(secret)
    argon = Argon2id(salt=salt, length=KEY_SIZE, iterations=cost.passes, lanes=1, memory_cost=cost.memory_kib)
    return argon.derive(secret)


def _bound(book_id: bytes, slot: Slot) -> bytes:
    if slot.first_format:
        return b"chibo keys 1\0" + book_id + slot.kind.encode()
    return b"chibo keys 2\0" + book_id + slot.kind.encode() + b"\0" + slot.user + slot.public


def _make(book_id: bytes, kind: Kind, label: str, user: bytes, secret: str, cost: Cost | None, salt: bytes,
          private: bytes, ring: Keyring) -> Slot:  # fmt: skip
    nonce = os.urandom(12)
    slot = Slot(
        kind=kind, label=label, cost=cost, salt=salt, nonce=nonce, wrapped=b"\0" * 48, user=user,
        public=public_of(private),
    )  # fmt: skip
    wrapping = ChaCha20Poly1305(_derive(secret.encode(), salt, cost))
    return _granting(book_id, replace(slot, wrapped=wrapping.encrypt(nonce, private, _bound(book_id, slot))), ring)


def _granting(book_id: bytes, slot: Slot, ring: Keyring) -> Slot:
    grant = granted(ring, slot.public, _bound(book_id, slot))
    voucher = _voucher(book_id, slot, ring.sealed) if ring.sealed else b""
    return replace(slot, grant=grant, sealed=len(ring.sealed), voucher=voucher)


def _voucher(book_id: bytes, slot: Slot, sealed: tuple[bytes, ...]) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=None, info=b"chibo voucher 1")
    return hmac.digest(kdf.derive(sealed[-1]), _bound(book_id, slot), "sha256")


def vouched(file: SlotFile, slot: Slot, sealed: tuple[bytes, ...]) -> bool:
    """Whether somebody with the newest sealed key gave a slot the right to what is sealed.

    Who has only the book's key can write accounts and slots of any kind, but not this proof.
    """
    if not sealed or slot.first_format:
        return False
    return hmac.compare_digest(slot.voucher, _voucher(file.book_id, slot, sealed))


def _open_slot(book_id: bytes, slot: Slot, derived: bytes) -> Opened | None:
    try:
        private = ChaCha20Poly1305(derived).decrypt(slot.nonce, slot.wrapped, _bound(book_id, slot))
    except InvalidTag:
        return None
    if slot.first_format:
        return Opened(slot, Keyring(book=private))
    ring = opened(slot.grant, private, _bound(book_id, slot))
    return Opened(slot, ring, private) if ring is not None else None


def new_slots(
    book_id: bytes,
    key: bytes,
    password: str,
    recovery: str,
    cost: Cost,
    *,
    user: bytes = b"",
    label: str = "Bí thư",
) -> SlotFile:
    """Return the first slots of a new book: its first user's password and its recovery key."""
    ring = Keyring(book=key, sealed=(os.urandom(KEY_SIZE),))
    password = check_new_password(password)
    return SlotFile(
        book_id=book_id,
        generation=1,
        slots=(
            _make(book_id, "password", label, user, password, cost, os.urandom(16), new_private_key(), ring),
            _recovery(book_id, recovery, ring),
        ),
    )


def _recovery(book_id: bytes, recovery: str, ring: Keyring) -> Slot:
    return _make(book_id, "recovery", "Khóa phục hồi", b"", recovery, None, os.urandom(16), new_private_key(), ring)


def _next(file: SlotFile, slots: Iterable[Slot]) -> SlotFile:
    return replace(file, format="chibo keys 2", generation=file.generation + 1, slots=tuple(slots))


def unlock(file: SlotFile, secret: str) -> Opened:
    """Return what a password or a recovery key opens; raises WrongPasswordError.

    Slots made on one computer share salt and cost, so that a wrong password costs one derivation
    and not one for each user.
    """
    recovery = parse_recovery_key(secret)
    derived: dict[tuple[bytes, Cost | None], bytes] = {}
    for slot in file.slots:
        typed = recovery if slot.kind == "recovery" else _normal(secret)
        if typed is None:
            continue
        way = (slot.salt, slot.cost)
        if way not in derived:
            derived[way] = _derive(typed.encode(), *way)
        if (found := _open_slot(file.book_id, slot, derived[way])) is not None:
            return found
    raise WrongPasswordError(
        "Mật khẩu chưa đúng.",
        "Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại, hoặc dùng khóa phục hồi đã in ra giấy.",
    )


def with_password(
    file: SlotFile, ring: Keyring, user: bytes, password: str, cost: Cost, *, label: str, private: bytes = b""
) -> SlotFile:
    """Return the slots with a user's password set: a new user's slot, or the old one replaced.

    Raises UserError for a password that is too short or already opens the book for someone else.
    """
    password = check_new_password(password)

    def is_own(slot: Slot) -> bool:
        # In the first format there was one password, the secretary's.
        return slot.kind == "password" and (slot.user == user or slot.first_format)

    others = [slot for slot in file.slots if not is_own(slot)]
    _refuse_taken(file, others, password)
    # The salt others have, where they pay the same: see `unlock`.
    salt = next((s.salt for s in others if s.kind == "password" and s.cost == cost), os.urandom(16))
    slot = _make(file.book_id, "password", label, user, password, cost, salt, private or new_private_key(), ring)
    place = next((i for i, old in enumerate(file.slots) if is_own(old)), None)
    if place is None:
        return _next(file, (*file.slots, slot))
    return _next(file, (*file.slots[:place], slot, *file.slots[place + 1 :]))


def _refuse_taken(file: SlotFile, others: list[Slot], password: str) -> None:
    taken = [slot for slot in others if slot.kind == "password"]
    if not taken:
        return
    try:
        unlock(replace(file, slots=tuple(taken)), password)
    except WrongPasswordError:
        return
    raise UserError("Mật khẩu này không dùng được.", "Hãy đặt một mật khẩu khác.")


def with_recovery(file: SlotFile, ring: Keyring, recovery: str) -> SlotFile:
    """Return the slots with the recovery key replaced; the old sheet opens nothing any more."""
    kept = [slot for slot in file.slots if slot.kind != "recovery"]
    return _next(file, (*kept, _recovery(file.book_id, recovery, ring)))


def regranted(file: SlotFile, ring: Keyring, may_read: Callable[[Slot], bool]) -> SlotFile:
    """Return the slots with everyone's keyring renewed; sealed keys only to whom `may_read` allows.

    Slots of the first format cannot be given anything without their secret and are left as they are.
    """
    plain = replace(ring, sealed=())
    return _next(file, [
        slot if slot.first_format else _granting(file.book_id, slot, ring if may_read(slot) else plain)
        for slot in file.slots
    ])  # fmt: skip


def without(file: SlotFile, users: frozenset[bytes]) -> SlotFile:
    """Return the slots without some users, and without slots that cannot be given a new key."""
    kept = [
        slot for slot in file.slots
        if not slot.first_format and not (slot.kind == "password" and slot.user in users)
    ]  # fmt: skip
    return _next(file, kept)


def modernised(file: SlotFile, found: Opened, secret: str, user: bytes) -> tuple[SlotFile, Opened]:
    """Rewrite the slot of the first format that a secret opened; return the slots and what it opens now."""
    slot, private = found.slot, new_private_key()
    ring = Keyring(book=found.ring.book)
    typed = (parse_recovery_key(secret) or "") if slot.kind == "recovery" else _normal(secret)
    new = _make(
        file.book_id, slot.kind, slot.label, user if slot.kind == "password" else b"", typed, slot.cost,
        slot.salt, private, ring,
    )  # fmt: skip
    changed = _next(file, [new if old == slot else old for old in file.slots])
    return changed, Opened(new, ring, private)
