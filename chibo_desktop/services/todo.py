"""A thing to do as the home screen shows it (việc cần làm)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Level(IntEnum):
    """How pressing it is; the most pressing first."""

    LATE = 1
    DUE = 2
    SOON = 3
    DONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing to do, why, by when, and where it is done with one press."""

    key: str
    level: Level
    title: str
    why: str
    action: str
    """the verb on its button"""
    place: str
    target: object = None
    basis: str = ""
    due: date | None = None
