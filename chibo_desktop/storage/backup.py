"""Backups: one file with the encrypted book and its key slots (bản sao lưu)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chibo_desktop.common.errors import DamagedError
from chibo_desktop.common.files import file_digest, place_error, replace_durably
from chibo_desktop.common.timeless_zip import TimelessZip
from chibo_desktop.domain.journal import Head
from chibo_desktop.storage.book import BOOK_NAME, Book
from chibo_desktop.storage.keys import SlotFile
from chibo_desktop.storage.slot_files import SLOT_FILES, decode_slots, encode_slots, load_slots

SUFFIX = ".chibo-saoluu"
_PART = "sao-luu-do-dang."
_META = "sao-luu.json"
_SLOTS = SLOT_FILES[0]
_MOST = 4 << 30
_BLOCK = 1 << 20


class BackupMeta(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds; readable without a key, so it names nobody."""

    format: Literal["chibo backup 1"] = "chibo backup 1"
    book_id: bytes
    head: Head
    made_at: datetime
    sha256: Annotated[str, Meta(min_length=64, max_length=64)]
    size: Annotated[int, Meta(ge=1, le=_MOST)]


def write_backup(book: Book, target: Path) -> BackupMeta:
    """Write a backup of an open book to a file that is whole or absent, and read it back.

    The copy is made beside the target (VACUUM INTO, encrypted) and removed afterwards.
    """
    part = target.with_name(f"{_PART}{secrets.token_hex(4)}.part")
    copy = target.with_name(f"{_PART}{secrets.token_hex(4)}.db.part")
    _remove_stale(target.parent)
    try:
        head = book.head()
        book.copy_to(copy)
        meta = BackupMeta(
            book_id=book.book_id,
            head=head,
            made_at=book.clock.now(),
            sha256=file_digest(copy).hex(),
            size=copy.stat().st_size,
        )
        with part.open("xb") as stream:
            with TimelessZip(stream, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_META, msgspec.json.encode(meta))
                archive.writestr(_SLOTS, encode_slots(load_slots(book.folder)))
                archive.write(copy, BOOK_NAME)
            stream.flush()
            os.fsync(stream.fileno())
        replace_durably(part, target)
        read_meta(target, verify=True)
    except OSError as error:
        raise place_error(error, target) from error
    finally:
        part.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
    return meta


def _remove_stale(folder: Path) -> None:
    """Remove what a backup that was cut off left behind; only names that no one else gives."""
    for part in folder.glob(f"{_PART}*.part"):
        with contextlib.suppress(OSError):
            part.unlink()


def _broken(path: Path) -> DamagedError:
    return DamagedError(
        f"Bản sao lưu {path.name} bị hỏng hoặc không phải bản sao lưu của chương trình này.",
        "Hãy dùng bản sao lưu khác.",
    )


def read_meta(path: Path, *, verify: bool = False) -> BackupMeta:
    """Read what a backup holds; with `verify` also compare the book's bytes."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {item.filename: item for item in archive.infolist()}
            if sorted(sizes) != sorted([_META, _SLOTS, BOOK_NAME]) or any(
                item.compress_type != zipfile.ZIP_STORED for item in sizes.values()
            ):
                raise _broken(path)
            meta = msgspec.json.decode(archive.read(_META), type=BackupMeta)
            if sizes[BOOK_NAME].file_size != meta.size or decode_slots(archive.read(_SLOTS)) is None:
                raise _broken(path)
            if verify:
                digest = hashlib.sha256()
                with archive.open(BOOK_NAME) as stream:
                    while block := stream.read(_BLOCK):
                        digest.update(block)
                if digest.hexdigest() != meta.sha256:
                    raise _broken(path)
            return meta
    except (
        zipfile.BadZipFile,
        msgspec.DecodeError,
        UnicodeDecodeError,
        KeyError,
        NotImplementedError,
    ) as error:
        raise _broken(path) from error
    except OSError as error:
        raise place_error(error, path) from error


def slots_in(path: Path) -> SlotFile:
    """Return the key slots of a backup whose bytes were verified."""
    read_meta(path, verify=True)
    with zipfile.ZipFile(path) as archive:
        slots = decode_slots(archive.read(_SLOTS))
    if slots is None:
        raise _broken(path)
    return slots


def unpack(path: Path, target: Path) -> None:
    """Write a backup's book to a file; the caller verified the backup."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(BOOK_NAME) as source, target.open("wb") as stream:
            while block := source.read(_BLOCK):
                stream.write(block)
            stream.flush()
            os.fsync(stream.fileno())
    except zipfile.BadZipFile as error:
        raise _broken(path) from error
    except OSError as error:
        raise place_error(error, target) from error
