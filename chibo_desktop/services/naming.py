"""The dated names of the cell and its terms of office (tên chi bộ, nhiệm kỳ)."""

from __future__ import annotations

from datetime import date

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.cell import Cell, CellName, Term
from chibo_desktop.services.session import Changed, Session


def rename_cell(session: Session, since: date, name: str, commune: str) -> Changed:
    """Give the cell and its commune other names from a day on; papers of earlier days keep the old.

    A second renaming on the same day replaces the first; without a commune the one before stays.
    Raises UserError on an empty name.
    """
    name, commune = clean_line(name), clean_line(commune)
    if not name:
        raise UserError("Chưa có tên.", "Hãy ghi tên chi bộ như viết trong biên bản.")
    cell = session.cell()
    commune = commune or cell.name_on(since).commune
    kept = tuple(old for old in cell.names if old.since != since)
    names = tuple(sorted((*kept, CellName(since=since, name=name, commune=commune)), key=lambda n: n.since))
    return session.save(_valid(msgspec.structs.replace(cell, names=names)), what="Đổi tên chi bộ")


def begin_term(session: Session, since: date, name: str) -> Changed:
    """Begin a term of office on a day; papers are numbered from 01 within it (HD 36-HD/VPTW)."""
    name = clean_line(name)
    if not name:
        raise UserError("Chưa có tên nhiệm kỳ.", "Hãy ghi như 2025 - 2030.")
    cell = session.cell()
    kept = tuple(old for old in cell.terms if old.since != since)
    terms = tuple(sorted((*kept, Term(since=since, name=name)), key=lambda t: t.since))
    return session.save(_valid(msgspec.structs.replace(cell, terms=terms)), what="Đổi nhiệm kỳ")


def set_committee(session: Session, has_committee: bool) -> Changed:
    """Say whether the cell has a chi ủy (from 9 full members, Điều lệ 24.4)."""
    changed = msgspec.structs.replace(session.cell(), has_committee=has_committee)
    return session.save(changed, what="Sửa thông tin chi bộ")


def _valid(cell: Cell) -> Cell:
    try:
        return msgspec.convert(msgspec.to_builtins(cell), type=Cell)
    except msgspec.ValidationError as error:
        raise UserError("Tên dài quá mức cho phép.", "Hãy viết gọn lại rồi lưu.") from error
