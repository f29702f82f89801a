"""Bringing in a member list from a spreadsheet (nhập danh sách)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.legacy_text import Legacy
from chibo_desktop.domain.roll_columns import ColumnMapping, Rows, guess_mapping
from chibo_desktop.domain.roll_import import (
    ImportPlan,
    convert_rows,
    guess_legacy_rows,
    plan_import,
)
from chibo_desktop.services.members import all_members
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.sheets.reader import read_sheet


@dataclass(frozen=True, slots=True)
class RollFile:
    """A spreadsheet as it was read, and how its columns are understood so far."""

    path: Path
    table: str
    tables: tuple[str, ...]
    rows: Rows
    mapping: ColumnMapping
    legacy: Legacy | None
    """an old font's encoding the text seems to be in; converted only when the person says so"""


def read_roll(path: Path, table: str | None = None) -> RollFile:
    """Read a list and guess its columns; nothing is written. Raises UserError."""
    sheet = read_sheet(path, table)
    return RollFile(
        path=path,
        table=sheet.name,
        tables=sheet.names,
        rows=sheet.rows,
        mapping=guess_mapping(sheet.rows),
        legacy=guess_legacy_rows(sheet.rows),
    )


def converted(file: RollFile) -> RollFile:
    """Return the list read as typed in its old encoding, its columns guessed anew."""
    if file.legacy is None:
        return file
    rows = convert_rows(file.rows, file.legacy)
    return RollFile(file.path, file.table, file.tables, rows, guess_mapping(rows), None)


def plan(session: Session, file: RollFile, mapping: ColumnMapping | None = None) -> ImportPlan:
    """Say what taking the list would add, row by row; nothing is written. Raises UserError."""
    mapping = mapping or file.mapping
    if not mapping.has_name:
        raise UserError(
            f"Không thấy cột họ và tên trong {file.path.name}.",
            "Hãy chọn cột nào là họ và tên, hoặc thêm dòng tiêu đề vào bảng rồi nhập lại.",
        )
    return plan_import(file.rows, mapping, all_members(session), session.clock.today(), session.ids)


def take(session: Session, planned: ImportPlan) -> Changed:
    """Add the people of a plan to the book, all or none."""
    members = planned.members
    return session.save(*members, what=f"Nhập {len(members)} đảng viên")
