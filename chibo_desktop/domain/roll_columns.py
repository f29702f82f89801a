"""Which column of a member list says what (ghép cột khi lấy danh sách đảng viên)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean_line, fold

Rows = Sequence[Sequence[str]]

_SEARCHED_ROWS = 40
_HEADING_LENGTH = 80


class Field(Enum):
    """What a column can give the book; the value is what the person reads."""

    NAME = "Họ và tên"
    FAMILY_PART = "Họ và đệm"
    GIVEN_PART = "Tên"
    STANDING = "Chính thức / dự bị"
    JOINED = "Tháng năm vào Đảng"
    FULL_SINCE = "Chính thức (ngày hoặc dấu x)"
    PROBATIONARY = "Dự bị (ngày hoặc dấu x)"
    ROLE = "Chức vụ trong chi bộ"
    STATUS = "Tình trạng sinh hoạt"
    GROUP = "Tổ đảng"
    NOTE = "Ghi chú"


_SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.FAMILY_PART: (
        "ho dem",
        "ho va dem",
        "ho va ten dem",
        "ho ten dem",
        "ho va chu dem",
        "ho lot",
        "ho",
    ),
    Field.NAME: (
        "ho va ten",
        "ho ten",
        "ho va ten dang vien",
        "ho ten dang vien",
        "ten dang vien",
        "ho va ten khai sinh",
        "ho va ten dang dung",
        "dang vien",
        "dong chi",
    ),
    Field.GIVEN_PART: ("ten", "ten goi"),
    Field.FULL_SINCE: (
        "chinh thuc",
        "ngay chinh thuc",
        "cong nhan chinh thuc",
        "chuyen chinh thuc",
        "ngay cong nhan chinh thuc",
        "vao dang chinh thuc",
    ),
    Field.PROBATIONARY: ("du bi", "ngay du bi", "vao dang du bi"),
    Field.STANDING: (
        "chinh thuc du bi",
        "ct db",
        "loai dang vien",
        "dien dang vien",
        "hinh thuc dang vien",
        "tu cach dang vien",
        "dang vien chinh thuc du bi",
        "dv ct db",
    ),
    Field.JOINED: (
        "vao dang",
        "ngay vao dang",
        "thang nam vao dang",
        "nam vao dang",
        "ngay ket nap",
        "ket nap",
        "ngay vao dcsvn",
        "ngay vao dang csvn",
    ),
    Field.ROLE: ("chuc vu", "chuc vu dang", "chuc vu trong chi bo", "chuc danh", "chuc vu trong dang"),
    Field.STATUS: (
        "tinh trang",
        "tinh trang sinh hoat",
        "trang thai",
        "dien sinh hoat",
        "mien sinh hoat",
        "mien giam sinh hoat",
        "mien cong tac sinh hoat",
        "tinh trang dang vien",
    ),
    Field.GROUP: ("to dang", "to dang so", "to sinh hoat", "thuoc to dang"),
    Field.NOTE: ("ghi chu", "luu y", "chu thich"),
}

# Section 10 of the rules: what a cell's book must not hold.
_PRIVATE_PARTS = (
    "ngay sinh",
    "nam sinh",
    "sinh ngay",
    "thang nam sinh",
    "noi sinh",
    "cccd",
    "cmnd",
    "can cuoc",
    "chung minh",
    "dinh danh",
    "so the",
    "the dang",
    "dan toc",
    "ton giao",
    "gioi tinh",
    "que quan",
    "nguyen quan",
    "thuong tru",
    "tam tru",
    "noi o",
    "cho o",
    "dia chi",
    "dien thoai",
    "sdt",
    "so dt",
    "di dong",
    "email",
    "zalo",
    "ly lich",
    "suc khoe",
    "benh",
    "ky luat",
    "gia dinh",
    "vo chong",
    "bo me",
    "cha me",
    "con cai",
    "so con",
    "ho so",
    "thanh phan",
    "so bhxh",
    "bao hiem",
    "tai khoan",
    "anh the",
    "tien an",
    "nhom mau",
    "luong",
)
_PRIVATE_WHOLE = frozenset({"nam", "nu", "nam nu", "nu nam", "dob", "sinh", "tuoi", "cha", "bo", "me", "vo", "anh"})
_NUMBERING = frozenset({"stt", "tt", "so tt", "so thu tu"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file and what is taken from it."""

    index: int
    heading: str
    field: Field | None = None
    private: bool = False
    """must not be stored (ngày sinh, CCCD, dân tộc ...): shown as "không lấy vào sổ" """


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column is; `header_row` is the index of the last heading row, -1 if there is none."""

    header_row: int
    columns: tuple[Column, ...]

    def index_of(self, field: Field) -> int | None:
        """Return which column gives a field."""
        return next((c.index for c in self.columns if c.field is field), None)

    @property
    def has_name(self) -> bool:
        """Whether names can be read."""
        return self.index_of(Field.NAME) is not None or self.index_of(Field.GIVEN_PART) is not None

    def with_field(self, index: int, field: Field | None) -> ColumnMapping:
        """Return the mapping with one column changed; a field taken elsewhere is taken from there.

        Raises UserError for a column that must not be stored.
        """
        if field is not None and any(c.index == index and c.private for c in self.columns):
            raise UserError(
                "Cột này thuộc loại thông tin không được lưu trong sổ của chi bộ.",
                "Hãy chọn cột khác; thông tin đó chỉ để ở hồ sơ đảng viên.",
            )
        columns = tuple(
            replace(c, field=field)
            if c.index == index
            else replace(c, field=None)
            if field is not None and c.field is field
            else c
            for c in self.columns
        )
        return replace(self, columns=columns)

    def with_header(self, rows: Rows, header_row: int) -> ColumnMapping:
        """Return the mapping guessed anew with another row as the headings, -1 for none."""
        return _mapping_at(rows, header_row) if header_row >= 0 else _mapping_without_header(rows)


def heading_key(heading: str) -> str:
    """Return a heading as it is compared: folded, letters and single spaces only."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(heading)).split())


def is_private(heading: str) -> bool:
    """Whether a column of that heading must not be stored (Luật 91/2025/QH15)."""
    key = heading_key(heading)
    padded = f" {key} "
    return key in _PRIVATE_WHOLE or any(f" {part} " in padded for part in _PRIVATE_PARTS)


def guess_field(heading: str) -> Field | None:
    """Tell what a column of that heading gives; None for anything the book has no place for."""
    if is_private(heading):
        return None
    key = re.sub(r"\b(?:dd|mm|yyyy|x)\b", "", heading_key(heading))
    key = " ".join(key.split())
    best: tuple[int, Field] | None = None
    for field, synonyms in _SYNONYMS.items():
        for synonym in synonyms:
            if key == synonym:
                return field
            long_enough = len(synonym) >= 6 and synonym not in {"dang vien", "dong chi"}
            if long_enough and f" {synonym} " in f" {key} " and (best is None or len(synonym) > best[0]):
                best = (len(synonym), field)
    return best[1] if best else None


def guess_mapping(rows: Rows) -> ColumnMapping:
    """Find the heading row of a list, which real lists begin some title lines below, and its columns."""
    best, best_score = -1, 0
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        score = _header_score(row)
        if score > best_score:
            best, best_score = index, score
    return _mapping_at(rows, best) if best >= 0 else _mapping_without_header(rows)


def _header_score(row: Sequence[str]) -> int:
    headings = [clean_line(cell) for cell in row if cell.strip()]
    if not headings or max(map(len, headings)) > _HEADING_LENGTH:
        return 0
    fields = {guess_field(heading) for heading in headings} - {None}
    if not fields & {Field.NAME, Field.GIVEN_PART, Field.FAMILY_PART}:
        return 0
    return len(fields) + sum(is_private(h) or heading_key(h) in _NUMBERING for h in headings)


def _mapping_at(rows: Rows, header: int) -> ColumnMapping:
    headings = [clean_line(cell) for cell in rows[header]]
    last = header
    below = [clean_line(cell) for cell in rows[header + 1]] if header + 1 < len(rows) else []
    if _is_second_header(headings, below):
        headings = _joined_headings(headings, below)
        last = header + 1
    width = max(map(len, rows))
    headings += [""] * (width - len(headings))
    taken: set[Field] = set()
    columns = []
    for index, heading in enumerate(headings):
        field = guess_field(heading)
        if field in taken:
            field = None
        elif field is not None:
            taken.add(field)
        columns.append(Column(index, heading or f"Cột {index + 1}", field, is_private(heading)))
    return ColumnMapping(last, _with_split_name(_with_given_names(columns, headings, rows[last + 1 :])))


def _with_given_names(columns: list[Column], headings: Sequence[str], rows: Rows) -> list[Column]:
    """Read the column without heading right of "Họ và tên" as given names, if single words stand in it."""
    for name, column in pairwise(columns):
        if name.field is Field.NAME and not headings[column.index]:
            cells = [clean_line(row[column.index]) for row in rows if column.index < len(row) and row[column.index]]
            if cells and 10 * sum(cell.isalpha() for cell in cells) >= 9 * len(cells):
                columns[column.index] = replace(column, field=Field.GIVEN_PART)
    return columns


def _with_split_name(columns: list[Column]) -> tuple[Column, ...]:
    """Read "Họ và tên" over two columns, the second without heading or "Tên", as two name parts."""
    given = next((c for c in columns if c.field is Field.GIVEN_PART), None)
    name = next((c for c in columns if c.field is Field.NAME), None)
    family = next((c for c in columns if c.field is Field.FAMILY_PART), None)
    if given is not None and name is not None and given.index == name.index + 1:
        columns[name.index] = replace(name, field=Field.FAMILY_PART)
    elif given is not None and name is None and family is None:
        columns[given.index] = replace(given, field=Field.NAME)
    return tuple(columns)


def _is_second_header(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row goes on with merged headings, such as "Ngày vào Đảng" over "Dự bị", "Chính thức"."""
    filled = [cell for cell in below if cell]
    if len(filled) < 2 or any(any(c.isdigit() for c in cell) for cell in filled):
        return False
    name = next((i for i, h in enumerate(top) if guess_field(h) in {Field.NAME, Field.FAMILY_PART}), None)
    if name is not None and name < len(below) and below[name] and guess_field(below[name]) is None:
        return False
    return all(guess_field(cell) is not None or is_private(cell) for cell in filled)


def _joined_headings(top: Sequence[str], below: Sequence[str]) -> list[str]:
    joined = []
    over = ""
    for index in range(max(len(top), len(below))):
        above = top[index] if index < len(top) else ""
        under = below[index] if index < len(below) else ""
        over = above or (over if under else "")
        if not under:
            joined.append(above)
        elif is_private(over) or guess_field(over) is None:
            joined.append(f"{over} / {under}".strip(" /"))
        else:
            joined.append(under)
    return joined


def _mapping_without_header(rows: Rows) -> ColumnMapping:
    """Take the column that looks most like names; the rest is for the person to say."""
    width = max(map(len, rows), default=0)
    scores = [sum(_looks_like_name(row[i]) for row in rows if i < len(row)) for i in range(width)]
    best = max(range(width), key=lambda i: (scores[i], -i), default=None)
    columns = tuple(
        Column(i, f"Cột {i + 1}", Field.NAME if i == best and 2 * scores[i] > len(rows) else None)
        for i in range(width)
    )
    return ColumnMapping(-1, columns)


def _looks_like_name(cell: str) -> bool:
    words = clean_line(cell).split()
    return 2 <= len(words) <= 6 and all(w[:1].isupper() and w.isalpha() for w in words)
