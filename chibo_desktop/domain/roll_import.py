"""Plan what a member list from a spreadsheet would add to the book; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from chibo_desktop.common.ids import IdSource
from chibo_desktop.common.text import clean, clean_line, fold
from chibo_desktop.domain.legacy_text import Legacy, convert_legacy, guess_legacy
from chibo_desktop.domain.members import (
    LEFT,
    Member,
    Role,
    RoleTerm,
    Standing,
    Status,
    StatusPeriod,
)
from chibo_desktop.domain.roll_columns import ColumnMapping, Field, Rows
from chibo_desktop.domain.roll_plan import ImportPlan, PlannedRow, Problem, Severity
from chibo_desktop.domain.roll_values import (
    EARLIEST_YEAR,
    is_footer,
    is_mark,
    name_of,
    role_in,
    same_name,
    standing_in,
    status_in,
    status_in_note,
    suggested_name,
    without_long_numbers,
    year_month,
)
from chibo_desktop.domain.standings import UNKNOWN_SINCE, first_day, standings_since

__all__ = [
    "LONGEST_NAME",
    "UNKNOWN_SINCE",
    "ImportPlan",
    "PlannedRow",
    "Problem",
    "Severity",
    "convert_rows",
    "guess_legacy_rows",
    "plan_import",
]

LONGEST_NAME = 100
LONGEST_GROUP = 200
LONGEST_NOTE = 4_000
_COMPARED = 3
"""namesakes of a row that are named in its findings"""


def guess_legacy_rows(rows: Rows) -> Legacy | None:
    """Tell whether a whole list is in an old font's encoding; the person is asked before converting."""
    return guess_legacy("\n".join(cell for row in rows[:400] for cell in row))


def convert_rows(rows: Rows, encoding: Legacy) -> tuple[tuple[str, ...], ...]:
    """Return a list read as typed in an old font's encoding."""
    return tuple(tuple(convert_legacy(cell, encoding) for cell in row) for row in rows)


def plan_import(
    rows: Rows, mapping: ColumnMapping, existing: Sequence[Member], today: date, ids: IdSource
) -> ImportPlan:
    """Read every line below the headings as a person, and say what taking it would do.

    Only mapped columns are read, and of dates only month and year (Luật 91/2025/QH15). Rows that may
    stand for someone already known, or twice in the file, are left out until the person takes them.
    """
    planned: list[PlannedRow] = []
    ignored: list[int] = []
    section: Standing | None = None
    for index in range(mapping.header_row + 1, len(rows)):
        cells = rows[index]
        if not any(cell.strip() for cell in cells):
            continue
        line = _Line(index + 1, cells, mapping)
        if line.stands_for_nobody():
            ignored.append(index + 1)
            section = standing_in(" ".join(cells)) or section
            continue
        planned.append(line.planned(today, ids, section))
    planned = _with_doubles(planned, [m for m in existing if m.status_on(today) not in LEFT])
    kept_out = tuple(column.heading for column in mapping.columns if column.private)
    return ImportPlan(tuple(_with_one_secretary(planned)), tuple(ignored), kept_out)


class _Line:
    """One line of the file while it is read."""

    def __init__(self, number: int, cells: Sequence[str], mapping: ColumnMapping) -> None:
        self._number = number
        self._cells = cells
        self._mapping = mapping
        self._problems: list[Problem] = []
        self.name = (
            name_of(self._text(Field.NAME))
            if mapping.index_of(Field.NAME) is not None
            else name_of(self._text(Field.FAMILY_PART), self._text(Field.GIVEN_PART))
        )

    def _text(self, wanted: Field) -> str:
        index = self._mapping.index_of(wanted)
        return clean(self._cells[index]) if index is not None and index < len(self._cells) else ""

    def _heading(self, wanted: Field) -> str:
        return next((c.heading for c in self._mapping.columns if c.field is wanted), "")

    def _say(self, severity: Severity, sentence: str) -> None:
        self._problems.append(Problem(self._number, severity, sentence))

    def stands_for_nobody(self) -> bool:
        """Whether the line is a total, a signature, a heading or the numbering of columns."""
        filled = [clean_line(cell) for cell in self._cells if cell.strip()]
        if len(filled) > 1 and all(cell.strip("()").isdigit() for cell in filled):
            return True
        if any(is_footer(cell) for cell in filled[:2]):
            return True
        return len(filled) == 1 and not self.name

    def planned(self, today: date, ids: IdSource, section: Standing | None) -> PlannedRow:
        """Read the line as a person."""
        self._check_name()
        joined = self._month(Field.JOINED, today) or self._month(Field.PROBATIONARY, today)
        full_since = self._month(Field.FULL_SINCE, today)
        standing = self._standing(joined, full_since, section, today)
        note = self._note()
        role, other_post = role_in(self._text(Field.ROLE))
        if other_post:
            note = f"{other_post}. {note}".strip() if note else other_post
            self._say(Severity.WARNS, f"“{other_post}” không phải chức vụ trong chi bộ, đã đưa vào ghi chú.")
        status = self._status(note)
        group = clean_line(self._text(Field.GROUP))
        self._check_lengths(group, note)
        severities = {problem.severity for problem in self._problems}
        member = None
        if Severity.BLOCKS not in severities:
            member = Member(
                id=ids.new(),
                name=self.name,
                joined=joined,
                standings=standings_since(standing, joined, first_day(full_since), today),
                periods=() if status is Status.ACTIVE else (StatusPeriod(since=_year_start(today), status=status),),
                roles=() if role is None else (RoleTerm(since=_year_start(today), role=role),),
                group=group,
                note=note,
            )
        better = suggested_name(self.name)
        return PlannedRow(
            row=self._number,
            name=self.name,
            member=member,
            take=member is not None and Severity.SKIPS not in severities,
            suggestion=better if better != self.name else "",
            problems=tuple(self._problems),
        )

    def _check_name(self) -> None:
        if not self.name:
            self._say(Severity.BLOCKS, "Chưa có họ và tên.")
        elif not any(c.isalpha() for c in self.name):
            self._say(Severity.BLOCKS, "Ô họ và tên không có chữ nào.")
        elif len(self.name) > LONGEST_NAME:
            self._say(Severity.BLOCKS, f"Họ và tên dài quá {LONGEST_NAME} chữ cái.")
        elif not all(c.isalpha() or c in " '’.-" for c in self.name):
            self._say(Severity.SKIPS, "Họ và tên có chữ số hoặc ký hiệu lạ; xem lại rồi hãy lấy.")
        elif len(self.name.split()) == 1:
            self._say(Severity.WARNS, "Họ và tên chỉ có một chữ; xem lại cho đủ họ, đệm, tên.")

    def _month(self, wanted: Field, today: date) -> str:
        text = self._text(wanted)
        if is_mark(text) or standing_in(text) is not None:
            return ""
        month = year_month(text)
        if month is None:
            shown = text if len(text) <= 30 else f"{text[:30]}…"
            self._say(
                Severity.SKIPS,
                f"Không đọc được “{shown}” ở cột {self._heading(wanted)}; nếu vẫn lấy thì ô này bỏ trống.",
            )
            return ""
        if month and (int(month[:4]) < EARLIEST_YEAR or month > f"{today:%Y-%m}"[: len(month)]):
            self._say(
                Severity.SKIPS,
                f"“{text}” ở cột {self._heading(wanted)} không thể là ngày vào Đảng;"
                " nếu vẫn lấy thì ô này bỏ trống.",
            )
            return ""
        return month

    def _standing(self, joined: str, full_since: str, section: Standing | None, today: date) -> Standing:
        words = self._text(Field.STANDING)
        said = standing_in(words)
        if words and said is None:
            self._say(Severity.WARNS, f"Chưa hiểu “{words[:30]}” là chính thức hay dự bị; coi là chính thức.")
        if said is None and (full_since or is_mark(self._text(Field.FULL_SINCE))):
            said = Standing.FULL
        if said is None and is_mark(self._text(Field.PROBATIONARY)):
            said = Standing.PROBATIONARY
        said = said or section
        over = joined != "" and _months_between(joined, today) > 24
        if said is Standing.PROBATIONARY and over:
            self._say(Severity.WARNS, "Ghi là dự bị nhưng đã vào Đảng hơn hai năm; xem lại.")
        if said is None and not words and joined and _months_between(joined, today) < 12:
            self._say(Severity.WARNS, "Vào Đảng chưa đủ 12 tháng nên coi là dự bị; xem lại.")
            return Standing.PROBATIONARY
        if joined and full_since and full_since[: len(joined)] < joined[: len(full_since)]:
            self._say(Severity.WARNS, "Ngày chính thức lại trước ngày vào Đảng; xem lại.")
        return said or Standing.FULL

    def _note(self) -> str:
        note = self._text(Field.NOTE)
        kept = without_long_numbers(note)
        if kept != note:
            self._say(
                Severity.WARNS,
                "Ghi chú có dãy số giống số giấy tờ hoặc điện thoại; dãy số đó không lấy vào sổ.",
            )
        return kept

    def _status(self, note: str) -> Status:
        if self._mapping.index_of(Field.STATUS) is None:
            status = status_in_note(note)
            if status is not None:
                self._say(Severity.WARNS, "Tình trạng sinh hoạt được đọc từ ghi chú; xem lại.")
            return status or Status.ACTIVE
        text = self._text(Field.STATUS)
        status = status_in(text, self._heading(Field.STATUS))
        if status is None:
            self._say(Severity.WARNS, f"Chưa hiểu tình trạng “{text[:40]}”; tạm coi là đang sinh hoạt.")
            return Status.ACTIVE
        if status in LEFT:
            self._say(Severity.SKIPS, "Không còn sinh hoạt ở chi bộ nên không lấy vào sổ.")
        return status

    def _check_lengths(self, group: str, note: str) -> None:
        if len(group) > LONGEST_GROUP:
            self._say(Severity.BLOCKS, f"Tên tổ đảng dài quá {LONGEST_GROUP} chữ cái.")
        if len(note) > LONGEST_NOTE:
            self._say(Severity.BLOCKS, f"Ghi chú dài quá {LONGEST_NOTE} chữ cái.")


def _year_start(today: date) -> date:
    return date(today.year, 1, 1)


def _months_between(month: str, today: date) -> int:
    return (today.year - int(month[:4])) * 12 + today.month - int(month[5:7] or 1)


def _with_doubles(planned: Sequence[PlannedRow], existing: Sequence[Member]) -> list[PlannedRow]:
    """Mark people who are in the book already or twice in the file."""
    known: dict[str, list[Member]] = {}
    for member in existing:
        known.setdefault(fold(clean_line(member.name)), []).append(member)
    seen: dict[str, list[PlannedRow]] = {}
    result = []
    for row in planned:
        if row.member is None:
            result.append(row)
            continue
        key = fold(row.name)
        found = [_known_problem(row, member) for member in known.get(key, [])]
        found += [_double_problem(row, earlier) for earlier in seen.get(key, [])[:_COMPARED]]
        take = row.take and all(problem.severity is not Severity.SKIPS for problem in found)
        marked = replace(row, take=take, problems=(*row.problems, *found[:2]))
        seen.setdefault(key, []).append(marked)
        result.append(marked)
    return result


def _known_problem(row: PlannedRow, member: Member) -> Problem:
    if same_name(row.name, member.name):
        return Problem(
            row.row, Severity.SKIPS, f"Trong sổ đã có đồng chí {member.name}; chỉ lấy nếu là người khác."
        )
    return Problem(row.row, Severity.WARNS, f"Tên gần giống đồng chí {member.name} đã có trong sổ; xem lại dấu.")


def _double_problem(row: PlannedRow, earlier: PlannedRow) -> Problem:
    if not same_name(row.name, earlier.name):
        return Problem(row.row, Severity.WARNS, f"Tên gần giống dòng {earlier.row} ({earlier.name}); xem lại dấu.")
    dates = {r.member.joined for r in (row, earlier) if r.member is not None and r.member.joined}
    if len(dates) > 1:
        return Problem(
            row.row, Severity.WARNS, f"Cùng tên với dòng {earlier.row}, khác ngày vào Đảng; lấy cả hai người."
        )
    return Problem(
        row.row,
        Severity.SKIPS,
        f"Cùng tên với dòng {earlier.row}; nếu là hai người khác nhau thì lấy cả hai.",
    )


def _with_one_secretary(planned: Sequence[PlannedRow]) -> list[PlannedRow]:
    """Warn at the second secretary of the file."""
    result = []
    first: PlannedRow | None = None
    for row in planned:
        held = row.member is not None and any(term.role is Role.SECRETARY for term in row.member.roles)
        if held and first is not None:
            sentence = f"Dòng {first.row} cũng ghi là bí thư; chi bộ chỉ có một bí thư, xem lại."
            row = replace(row, problems=(*row.problems, Problem(row.row, Severity.WARNS, sentence)))  # noqa: PLW2901
        first = first or (row if held else None)
        result.append(row)
    return result
