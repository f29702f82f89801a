"""Corrections of closed minutes: each with its reason, both versions kept (đính chính)."""

from __future__ import annotations

from datetime import datetime

from chibo_desktop.domain.records import Id, Line, LongText, Note, Position, Record, kind


@kind("correction")
class Correction(Record, frozen=True, kw_only=True):
    """One field of one record of a closed meeting, before and after.

    The record itself has a new revision; this entry says why and is printed with the minutes.
    """

    meeting_id: Id
    position: Position
    record_kind: Line
    record_id: Id
    field: Line
    what: Line
    """the place in words: "Ý kiến của Đ/c Lò Văn An" """
    before: LongText = ""
    after: LongText = ""
    reason: Note
    at: datetime
