"""Criticism and self-criticism of the month (tự phê bình và phê bình); HD 12-HD/BTCTW, HD 42-HD/BTCTW."""

from __future__ import annotations

from datetime import date
from enum import Enum

from chibo_desktop.domain.records import Id, Line, Note, Record, kind
from chibo_desktop.domain.sealed import SealedPart


class CriticismForm(Enum):
    """Who speaks of whom."""

    SELF = "self_criticism"
    """tự phê bình"""
    CRITICISM = "criticism"
    """phê bình, góp ý"""


class Mending(Enum):
    """What has become of what was to be mended."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    MENDED = "mended"
    NOT_MENDED = "not_mended"


MENDING_OPEN = frozenset({Mending.OPEN, Mending.IN_PROGRESS})


@kind("criticism")
class Criticism(Record, frozen=True, kw_only=True):
    """That there was one: what is counted. Who, to whom and what stands in its sealed text."""

    date: date
    form: CriticismForm
    meeting_id: Id | None = None
    mending: Mending = Mending.OPEN


class GuidedAnswer(SealedPart, frozen=True, kw_only=True):
    """An answer to one of the guiding questions."""

    question: Line
    text: Note = ""


class FollowUp(SealedPart, frozen=True, kw_only=True):
    """What was seen when the cell came back to it."""

    date: date
    text: Note = ""
    mending: Mending


class CriticismText(SealedPart, frozen=True, kw_only=True):
    """The sealed part of a Criticism."""

    from_id: Id | None = None
    from_name: Line = ""
    to_id: Id | None = None
    to_name: Line = ""
    content: Note = ""
    answers: tuple[GuidedAnswer, ...] = ()
    acceptance: Note = ""
    """tiếp thu"""
    fix: Note = ""
    """việc sẽ sửa"""
    due: date | None = None
    follow_ups: tuple[FollowUp, ...] = ()
