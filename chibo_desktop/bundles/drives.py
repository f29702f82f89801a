"""The folder CHIBO on a drive: what lies where, under which names (thư mục trên USB)."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.bundles.format import BUNDLE_SUFFIX, CARD_SUFFIX, MAGIC, MAX_FILE, Kind
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import PART_SUFFIX, place_error, read_limited, write_whole
from chibo_desktop.common.text import fold

ROOT = "CHIBO"
TO_OFFICE = "len-xa"
TO_CELLS = "ve-chi-bo"
README_NAME = "DOC-TOI.txt"
MAX_LISTED = 20_000
"""names looked at in one folder; a drive with more is somebody's picture archive"""

_README = """\
Thư mục này do chương trình Sổ chi bộ tạo ra.

len-xa       tệp của các chi bộ gửi lên đảng ủy xã
ve-chi-bo    tệp của đảng ủy xã gửi về từng chi bộ

Các tệp đều đã khóa: chỉ nơi gửi và nơi nhận mở được, bằng chương trình Sổ chi bộ.
Không đổi tên, không sửa, không xóa tệp khi nơi nhận chưa nhận.
Muốn nhận: cắm USB vào máy, mở chương trình, vào "Gửi và nhận".
Các tệp khác trên USB này không liên quan và không bị chương trình động tới.
"""

# Only what our own names and the file managers' copies of them ("... (2)") are made of: no dot or
# space in front, nothing invisible, right-to-left or from another alphabet.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ()._-]{0,150}")
_OUR_PART = re.compile(r"(?:(?:CB|SO|BN|VB|THE)-[A-Za-z0-9-]+\.chibo(?:-the)?|DOC-TOI\.txt)\.[0-9a-f]{8}")
_NOT_IN_CODES = re.compile(r"[^a-z0-9]+")
_RESERVED = re.compile(r"con|prn|aux|nul|conin|conout|clock|com[0-9]|lpt[0-9]")
_MAX_CODE = 40
_REPARSE_POINT = 0x400


@dataclass(frozen=True)
class DriveFile:
    """A file on the drive that bears our suffix and begins as ours do; nothing else is known of it."""

    path: Path
    size: int
    is_card: bool

    @property
    def name(self) -> str:
        """Its name on the drive."""
        return self.path.name


def safe_code(text: str) -> str:
    """Return a short plain code for file and folder names: "Chi bộ bản Nà Ư" gives "chi-bo-ban-na-u".

    Lower-case ASCII letters, digits and single hyphens, 1 to 40 characters, never a name that
    Windows keeps for devices.
    """
    code = _NOT_IN_CODES.sub("-", fold(text))[:_MAX_CODE].strip("-")
    if not code or _RESERVED.fullmatch(code):
        return f"so-{code}".strip("-")
    return code


def changes_name(cell: str, epoch: bytes, first: int, last: int, kind: Kind = Kind.CHANGES) -> str:
    """Return the file name of entries `first` to `last`: `CB-<cell>-<epoch 4>-<from>-<to>.chibo`."""
    mark = {Kind.CHANGES: "CB", Kind.BOOK: "SO", Kind.DOCUMENTS: "VB"}[kind]
    return f"{mark}-{safe_code(cell)}-{epoch.hex()[:4]}-{first}-{last}{BUNDLE_SUFFIX}"


def receipt_name(cell: str, cell_book: bytes, office_epoch: bytes, number: int) -> str:
    """Return the file name of a receipt: `BN-<cell>-<cell's book 4>-<office epoch 4>-<number>.chibo`.

    The book keeps apart two cells of one name: they share a folder and both count from 1.
    """
    return f"BN-{safe_code(cell)}-{_book_mark(cell_book)}-{office_epoch.hex()[:4]}-{number}{BUNDLE_SUFFIX}"


def _book_mark(cell_book: bytes) -> str:
    return cell_book.hex()[:4]


def card_name(code: str, key_id: bytes) -> str:
    """Return the file name of a card: `THE-<code>-<key 4>.chibo-the`."""
    return f"THE-{safe_code(code)}-{key_id.hex()[:4]}{CARD_SUFFIX}"


class Drive:
    """A place, usually a USB drive, that carries files between the cells and the office."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = path / ROOT
        # What bears our temporary names already now was left by a run that was cut off.
        self._stale = [part for folder in self._our_folders() for part in _parts(folder)]

    @property
    def to_office(self) -> Path:
        """Where cells put what goes up."""
        return self.root / TO_OFFICE

    def to_cell(self, code: str) -> Path:
        """Return where the office puts what goes down to one cell."""
        return self.root / TO_CELLS / safe_code(code)

    def put_for_office(self, name: str, data: bytes) -> Path:
        """Write a file into `len-xa`; on return it has been read back from the drive and is whole.

        Raises UserError when the drive is full, read-only, gone or gives back other bytes.
        """
        return self._put(self.to_office, name, data)

    def put_for_cell(self, code: str, name: str, data: bytes) -> Path:
        """Write a file into a cell's folder; as `put_for_office`."""
        return self._put(self.to_cell(code), name, data)

    def list_for_office(self) -> list[DriveFile]:
        """Return the files that cells sent up, by name."""
        return self._list(self.to_office)

    def list_for_cell(self, code: str) -> list[DriveFile]:
        """Return the files for one cell, by name."""
        return self._list(self.to_cell(code))

    def list_receipts(self, code: str, cell_book: bytes) -> list[DriveFile]:
        """Return the files for one cell, also those under a name it had before."""
        found = self.list_for_cell(code)
        for other in self.list_cells():
            if other != safe_code(code):
                found += [file for file in self.list_for_cell(other) if f"-{_book_mark(cell_book)}-" in file.name]
        return found

    def list_cells(self) -> list[str]:
        """Return the codes of the cells that have a folder on the drive."""
        folder = self.root / TO_CELLS
        return sorted(
            path.name for path in _children(folder) if _is_folder(path) and safe_code(path.name) == path.name
        )

    def list_files(self) -> list[DriveFile]:
        """Return every file of ours on the drive: up first, then down, cell by cell."""
        found = self.list_for_office()
        for code in self.list_cells():
            found += self.list_for_cell(code)
        return found

    def read(self, file: DriveFile) -> bytes:
        """Return a listed file's bytes; raises UserError when it is gone or grew too large."""
        return read_limited(file.path, Kind.CARD.max_sealed if file.is_card else MAX_FILE)

    def _put(self, folder: Path, name: str, data: bytes) -> Path:
        if not _NAME.fullmatch(name) or not name.endswith((BUNDLE_SUFFIX, CARD_SUFFIX)):
            raise ValueError(name)
        self._make_folders(folder)
        self._remove_stale()
        target = folder / name
        write_whole(target, data, verify=True)
        return target

    def require(self) -> None:
        """Raise UserError unless the drive is there."""
        if not self.path.is_dir():
            raise UserError("Không thấy USB hoặc thư mục đã chọn.", "Cắm lại USB, chọn lại nơi đó rồi làm lại.")

    def _make_folders(self, folder: Path) -> None:
        self.require()
        steps = [folder]
        while steps[-1] != self.root:
            steps.append(steps[-1].parent)
        for path in reversed(steps):
            _make_folder(path)
        readme = self.root / README_NAME
        if not readme.exists():
            # Old Notepads need the mark and the carriage returns.
            write_whole(readme, _README.replace("\n", "\r\n").encode("utf-8-sig"))

    def _our_folders(self) -> list[Path]:
        cells = self.root / TO_CELLS
        return [self.root, self.to_office, *(path for path in _children(cells) if _is_folder(path))]

    def _remove_stale(self) -> None:
        for part in self._stale:
            with contextlib.suppress(OSError):
                part.unlink()
        self._stale = []

    def _list(self, folder: Path) -> list[DriveFile]:
        if not all(_is_folder(path) for path in (self.root, folder)):
            return []
        found = [file for path in _children(folder) if (file := _recognise(path)) is not None]
        return sorted(found, key=lambda file: file.name)


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise UserError(
            f"Trên USB đã có một tệp mang tên {path.name}, đúng tên thư mục cần tạo.",
            "Đổi tên tệp ấy hoặc cắm USB khác rồi làm lại.",
        ) from error
    except OSError as error:
        raise place_error(error, path) from error
    if not _is_folder(path):
        raise UserError(
            f"Thư mục {path.name} trên USB là lối tắt dẫn đi nơi khác nên không được dùng.",
            "Xóa lối tắt ấy hoặc cắm USB khác rồi làm lại.",
        )


def _children(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for _, entry in zip(range(MAX_LISTED), entries, strict=False)]
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    """Whether it is a real folder, no link or junction to another place."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and not getattr(found, "st_file_attributes", 0) & _REPARSE_POINT


def _parts(folder: Path) -> list[Path]:
    return [
        path
        for path in _children(folder)
        if path.name.endswith(PART_SUFFIX)
        and _OUR_PART.fullmatch(path.name.removesuffix(PART_SUFFIX))
        and not path.is_symlink()
        and path.is_file()
    ]


def _recognise(path: Path) -> DriveFile | None:
    is_card = path.name.endswith(CARD_SUFFIX)
    if not (is_card or path.name.endswith(BUNDLE_SUFFIX)) or not _NAME.fullmatch(path.name):
        return None
    limit = Kind.CARD.max_sealed if is_card else MAX_FILE
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or not len(MAGIC) <= found.st_size <= limit:
            return None
        with path.open("rb") as stream:
            start = stream.read(len(MAGIC))
    except OSError:
        return None
    # A later container's number stands in the magic too; the reader says "please update".
    if start[:5] != MAGIC[:5] or start[6:] != MAGIC[6:]:
        return None
    return DriveFile(path, found.st_size, is_card)
