"""The cell's own phrases, put in by a shortcut and an explicit key (câu mẫu)."""

from __future__ import annotations

from chibo_desktop.domain.records import Line, Note, Position, Record, kind


@kind("phrase")
class Phrase(Record, frozen=True, kw_only=True):
    """A sentence the minute-taker uses often."""

    shortcut: Line
    """a few letters, compared without tones and marks"""
    text: Note
    position: Position = 0
