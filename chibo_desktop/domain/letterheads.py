"""The letterhead of any paper of a meeting: bodies, number, place and date (tiêu đề văn bản)."""

from __future__ import annotations

from datetime import date

from chibo_desktop.common.text import clean_line, fold
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.paper import Letterhead
from chibo_desktop.domain.wording import DOTS, capitalised, long_date


def commune_of(cell: Cell, meeting: Meeting) -> str:
    """Return the commune as spoken on the meeting's date, "xã Nậm Khao"; fixed when it was closed."""
    return _spoken(meeting.closing.commune if meeting.closing else cell.name_on(meeting.date).commune)


def letterhead_of(cell: Cell, meeting: Meeting, number: str, day: date | None = None) -> Letterhead:
    """Return the letterhead of a paper; `number` as printed, `day` of the paper if not the meeting's."""
    commune = commune_of(cell, meeting)
    name = meeting.closing.cell_name if meeting.closing else cell.name_on(meeting.date).name
    place = capitalised(commune) if commune else DOTS
    return Letterhead(
        upper=f"ĐẢNG BỘ {commune.upper() if commune else DOTS}",
        cell=clean_line(name).upper(),
        number=number,
        place=f"{place}, {long_date(day or meeting.date)}",
    )


def letterhead_on(cell: Cell, number: str, day: date) -> Letterhead:
    """Return the letterhead of a paper that belongs to no meeting, with the names of its own day."""
    named = cell.name_on(day)
    commune = _spoken(named.commune)
    return Letterhead(
        upper=f"ĐẢNG BỘ {commune.upper() if commune else DOTS}",
        cell=clean_line(named.name).upper(),
        number=number,
        place=f"{capitalised(commune) if commune else DOTS}, {long_date(day)}",
    )


def commune_on(cell: Cell, day: date) -> str:
    """Return the commune as spoken on a day, "xã Nậm Khao"."""
    return _spoken(cell.name_on(day).commune)


def _spoken(commune: str) -> str:
    commune = clean_line(commune)
    for prefix in ("dang bo ", "dang uy "):
        if fold(commune).startswith(prefix):
            commune = commune[len(prefix) :]
    return commune
