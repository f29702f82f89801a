"""Commendations and reminders said at a meeting (biểu dương, nhắc nhở)."""

from __future__ import annotations

from enum import Enum

from chibo_desktop.domain.records import Id, Note, Position, Record, kind


class MentionKind(Enum):
    """What is said of someone."""

    COMMENDATION = "commendation"
    """biểu dương"""
    REMINDER = "reminder"
    """nhắc nhở"""


@kind("mention")
class Mention(Record, frozen=True, kw_only=True):
    """One member commended or reminded, and for what."""

    meeting_id: Id
    position: Position
    kind: MentionKind
    member_id: Id
    text: Note = ""
