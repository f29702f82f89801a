"""Files that are whole or absent, also when the power goes or the drive is pulled."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import sys
import time
from pathlib import Path

from chibo_desktop.common.errors import UserError

PART_SUFFIX = ".part"
_READ_BLOCK = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_REPLACE_TRIES = 8


def write_whole(target: Path, data: bytes, *, verify: bool = False) -> None:
    """Write a file so that its final name is never half written.

    Temporary name beside it, flush, fsync, rename, fsync of the folder. With `verify` the file
    is opened again and compared before it returns. Raises UserError when the place is full,
    read-only, gone, or gives back other bytes; the temporary file is removed.
    """
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        replace_durably(part, target)
        if verify and file_digest(target) != hashlib.sha256(data).digest():
            with contextlib.suppress(OSError):
                target.unlink()
            raise UserError(
                f"Ổ đĩa trả lại nội dung khác với nội dung đã ghi ({target.name}).",
                "Ổ này không đáng tin. Hãy dùng USB khác rồi làm lại.",
            )
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise place_error(error, target) from error


def replace_durably(part: Path, target: Path) -> None:
    """Give a finished file its final name and make the name survive a power cut."""
    if sys.platform == "win32":
        _move_windows(part, target)
        return
    part.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; file systems that cannot (FAT on some kernels) are let be."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def _move_windows(part: Path, target: Path) -> None:
    import ctypes

    replace_existing, write_through = 0x1, 0x8
    for attempt in range(_REPLACE_TRIES):
        moved = ctypes.windll.kernel32.MoveFileExW(  # type: ignore[attr-defined, unused-ignore]
            str(part), str(target), replace_existing | write_through
        )
        if moved:
            return
        # Antivirus programs hold new files open for a moment.
        time.sleep(0.05 * 2**attempt)
    raise ctypes.WinError()  # type: ignore[attr-defined, unused-ignore]


def file_digest(path: Path) -> bytes:
    """Return the SHA-256 of a file as it is read back."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_READ_BLOCK):
            digest.update(block)
    return digest.digest()


def read_limited(path: Path, limit: int) -> bytes:
    """Read a file of at most `limit` bytes; raises UserError when larger or unreadable."""
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise place_error(error, path) from error
    if len(data) > limit:
        raise UserError(f"Tệp {path.name} quá lớn, không phải tệp của chương trình này.", "Hãy chọn tệp khác.")
    return data


def place_error(error: OSError, target: Path) -> UserError:
    """Translate what the operating system said about a file into the person's words."""
    name = target.name
    if error.errno in _FULL:
        return UserError(
            f"Chưa ghi được {name} vì ổ đĩa đã đầy.",
            "Xóa bớt tệp trên ổ đó hoặc chọn ổ khác rồi làm lại.",
        )
    if error.errno in _READ_ONLY:
        return UserError(
            f"Chưa ghi được {name}: nơi này chỉ cho đọc hoặc tệp đang được chương trình khác mở.",
            "Đóng chương trình đang mở tệp, hoặc chọn nơi khác rồi làm lại.",
        )
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return UserError(f"Không tìm thấy {target}.", "Kiểm tra lại tên thư mục, tên tệp hoặc cắm lại USB.")
    return UserError(
        f"Không đọc hoặc ghi được {name}. Ổ đĩa có thể đã bị rút ra hoặc hỏng.",
        "Cắm lại USB rồi làm lại.",
    )
