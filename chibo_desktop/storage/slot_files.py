"""The two copies of the key slots beside the book (tệp khóa)."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import place_error, write_whole
from chibo_desktop.storage.errors import damaged
from chibo_desktop.storage.keys import SlotFile

SLOT_FILES = ("khoa.json", "khoa-ban-2.json")
_LIMIT = 8 << 20


class _Checked(msgspec.Struct, frozen=True, kw_only=True):
    keys: msgspec.Raw
    sha256: str


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
    Raises UserError only when the former slots still count; so it does for slots that could not be read again.
    """
    data = encode_slots(file)
    if len(data) > _LIMIT or decode_slots(data) != file:
        raise UserError(
            "Tệp khóa đã đầy: sổ có quá nhiều người dùng hoặc đã thay khóa quá nhiều lần.",
            "Hãy bỏ người không còn dùng sổ ở mục Cài đặt rồi làm lại.",
        )
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
