"""The book's key and the slots that hold it: password and recovery key (khóa của sổ).

The database key is 32 random bytes. Each slot holds it wrapped under a key derived from what a
person knows. The slot file is kept in two copies beside the book; changing the password rewrites
a slot, never the book.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import time
import unicodedata
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta

from chibo_desktop.common.errors import UserError, WrongPasswordError
from chibo_desktop.common.files import place_error, write_whole
from chibo_desktop.storage.errors import damaged

SLOT_FILES = ("khoa.json", "khoa-ban-2.json")
KEY_SIZE = 32
MIN_PASSWORD = 6
_FORMAT = "chibo keys 1"
_LIMIT = 256 << 10
_MAX_MEMORY = 1 << 20

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RECOVERY_SYMBOLS = 26
_CHECK_SYMBOLS = 4
_GROUP = 5


class Cost(msgspec.Struct, frozen=True):
    """How much work one guess at the password costs."""

    memory_kib: Annotated[int, Meta(ge=19 * 1024, le=_MAX_MEMORY)] = 64 * 1024
    passes: Annotated[int, Meta(ge=2, le=20)] = 3


LADDER = (Cost(), Cost(64 * 1024, 2), Cost(46 * 1024, 2), Cost(32 * 1024, 2), Cost(19 * 1024, 2))
WEAKEST = LADDER[-1]


class Slot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The book's key, wrapped for one way of opening."""

    kind: Literal["password", "recovery"]
    label: Annotated[str, Meta(max_length=100)]
    cost: Cost | None = None
    salt: Annotated[bytes, Meta(min_length=16, max_length=16)]
    nonce: Annotated[bytes, Meta(min_length=12, max_length=12)]
    wrapped: Annotated[bytes, Meta(min_length=48, max_length=48)]


class SlotFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All slots of a book; of two copies the higher generation is the newer."""

    format: Literal["chibo keys 1"] = "chibo keys 1"
    book_id: Annotated[bytes, Meta(min_length=16, max_length=16)]
    generation: Annotated[int, Meta(ge=1)]
    slots: Annotated[tuple[Slot, ...], Meta(min_length=1, max_length=64)]


class _Checked(msgspec.Struct, frozen=True, kw_only=True):
    keys: msgspec.Raw
    sha256: str


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
    return password


def new_recovery_key() -> str:
    """Return 130 random bits as six groups of five, the last symbols a checksum."""
    number = int.from_bytes(os.urandom(17), "big") >> 6
    symbols = _symbols(number, _RECOVERY_SYMBOLS)
    return _grouped(symbols + _checksum(symbols))


def parse_recovery_key(text: str) -> str | None:
    """Return a recovery key in its one spelling, or None when it is not one (or mistyped)."""
    symbols = "".join(c for c in text.upper() if c.isalnum()).translate(_READ_AS)
    if len(symbols) != _RECOVERY_SYMBOLS + _CHECK_SYMBOLS or any(c not in _ALPHABET for c in symbols):
        return None
    body, check = symbols[:_RECOVERY_SYMBOLS], symbols[_RECOVERY_SYMBOLS:]
    return _grouped(symbols) if hmac.compare_digest(_checksum(body), check) else None


def _symbols(number: int, count: int) -> str:
    return "".join(_ALPHABET[(number >> 5 * i) & 31] for i in reversed(range(count)))


def _checksum(symbols: str) -> str:
    digest = hashlib.sha256(b"chibo recovery 1" + symbols.encode()).digest()
    return _symbols(int.from_bytes(digest[:3], "big") >> 4, _CHECK_SYMBOLS)


def _grouped(symbols: str) -> str:
    return "-".join(symbols[i : i + _GROUP] for i in range(0, len(symbols), _GROUP))


def _normal(password: str) -> str:
    # Bytes that are no text reach us as surrogates from the command line; they are nobody's password.
    return unicodedata.normalize("NFC", password.encode(errors="replace").decode())


def _derive(secret: bytes, salt: bytes, cost: Cost | None) -> bytes:
    if cost is None:
        kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=salt, info=b"chibo recovery slot 1")
        return kdf.derive(secret)
    argon = Argon2id(salt=salt, length=KEY_SIZE, iterations=cost.passes, lanes=1, memory_cost=cost.memory_kib)
    return argon.derive(secret)


def _bound(book_id: bytes, kind: str) -> bytes:
    return _FORMAT.encode() + b"\0" + book_id + kind.encode()


def _make_slot(
    book_id: bytes,
    kind: Literal["password", "recovery"],
    label: str,
    secret: str,
    cost: Cost | None,
    key: bytes,
) -> Slot:
    salt, nonce = os.urandom(16), os.urandom(12)
    wrapping = ChaCha20Poly1305(_derive(secret.encode(), salt, cost))
    wrapped = wrapping.encrypt(nonce, key, _bound(book_id, kind))
    return Slot(kind=kind, label=label, cost=cost, salt=salt, nonce=nonce, wrapped=wrapped)


def _open_slot(book_id: bytes, slot: Slot, secret: str) -> bytes | None:
    wrapping = ChaCha20Poly1305(_derive(secret.encode(), slot.salt, slot.cost))
    try:
        return wrapping.decrypt(slot.nonce, slot.wrapped, _bound(book_id, slot.kind))
    except InvalidTag:
        return None


def new_slots(book_id: bytes, key: bytes, password: str, recovery: str, cost: Cost) -> SlotFile:
    """Return the first slots of a new book: its password and its recovery key."""
    return SlotFile(
        book_id=book_id,
        generation=1,
        slots=(
            _make_slot(book_id, "password", "Bí thư", check_new_password(password), cost, key),
            _make_slot(book_id, "recovery", "Khóa phục hồi", recovery, None, key),
        ),
    )


def with_password(file: SlotFile, key: bytes, password: str, cost: Cost) -> SlotFile:
    """Return the slots with the password replaced."""
    slot = _make_slot(file.book_id, "password", "Bí thư", check_new_password(password), cost, key)
    return _replaced(file, slot)


def with_recovery(file: SlotFile, key: bytes, recovery: str) -> SlotFile:
    """Return the slots with the recovery key replaced; the old sheet opens nothing any more."""
    return _replaced(file, _make_slot(file.book_id, "recovery", "Khóa phục hồi", recovery, None, key))


def _replaced(file: SlotFile, slot: Slot) -> SlotFile:
    kept = tuple(slot if old.kind == slot.kind else old for old in file.slots)
    return msgspec.structs.replace(file, generation=file.generation + 1, slots=kept)


def unlock(file: SlotFile, secret: str) -> bytes:
    """Return the book's key for a password or a recovery key; raises WrongPasswordError."""
    recovery = parse_recovery_key(secret)
    for slot in file.slots:
        typed = recovery if slot.kind == "recovery" else _normal(secret)
        if typed is not None and (key := _open_slot(file.book_id, slot, typed)) is not None:
            return key
    raise WrongPasswordError(
        "Mật khẩu chưa đúng.",
        "Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại, hoặc dùng khóa phục hồi đã in ra giấy.",
    )


def encode_slots(file: SlotFile) -> bytes:
    """Return the slot file's bytes with their checksum."""
    inner = msgspec.json.encode(file, order="deterministic")
    checked = _Checked(keys=msgspec.Raw(inner), sha256=hashlib.sha256(inner).hexdigest())
    return msgspec.json.encode(checked) + b"\n"


def decode_slots(data: bytes) -> SlotFile | None:
    """Read a slot file; None when it is torn or altered."""
    try:
        checked = msgspec.json.decode(data, type=_Checked)
        inner = bytes(checked.keys)
        if hashlib.sha256(inner).hexdigest() != checked.sha256:
            return None
        return msgspec.json.decode(inner, type=SlotFile)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def save_slots(folder: Path, file: SlotFile) -> None:
    """Write both copies, one after the other, so that one is whole at any moment.

    One copy that holds is enough: from then on the new slots count, and opening mends the other.
    Raises UserError only when the former slots still count.
    """
    data = encode_slots(file)
    trouble = None
    for name in SLOT_FILES:
        try:
            write_whole(folder / name, data, verify=True)
        except UserError as error:
            trouble = trouble or error
    if trouble is not None and all(_read(folder / name) != data for name in SLOT_FILES):
        raise trouble


def load_slots(folder: Path) -> SlotFile:
    """Return the newest whole copy.

    Raises DamagedError when neither is whole, UserError when neither may be read.
    """
    found: list[SlotFile] = []
    forbidden = None
    for name in SLOT_FILES:
        try:
            with (folder / name).open("rb") as stream:
                data = stream.read(_LIMIT + 1)
        except PermissionError as error:
            forbidden = error
        except OSError:
            continue
        else:
            if len(data) <= _LIMIT and (file := decode_slots(data)) is not None:
                found.append(file)
    if not found:
        if forbidden is not None:
            raise place_error(forbidden, folder) from forbidden
        raise damaged("mất hoặc hỏng cả hai tệp khóa")
    return max(found, key=lambda f: f.generation)


def mend_slots(folder: Path, file: SlotFile) -> None:
    """Write again the copy that is missing, torn or older; where that cannot be, the other one serves."""
    data = encode_slots(file)
    for name in SLOT_FILES:
        path = folder / name
        with contextlib.suppress(UserError):
            if _read(path) != data:
                write_whole(path, data)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(_LIMIT + 1)
    except OSError:
        return None
