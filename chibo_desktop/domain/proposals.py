"""Proposals of members and people, and what became of them (kiến nghị)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from chibo_desktop.domain.records import Id, Line, Note, Position, Record, kind


class ProposalState(Enum):
    """Whether a proposal has its answer."""

    OPEN = "open"
    FORWARDED = "forwarded"
    """passed on to the level that can answer"""
    ANSWERED = "answered"


@kind("proposal")
class Proposal(Record, frozen=True, kw_only=True):
    """What somebody asked for, at a meeting or between two, and the answer."""

    meeting_id: Id | None = None
    position: Position = 0
    by: Line
    """who asks, as the minutes name them"""
    member_id: Id | None = None
    text: Note
    state: ProposalState = ProposalState.OPEN
    answer: Note = ""
    answered_on: date | None = None
    received_on: date | None = None
    """when it was made, where no meeting says so"""
    sent_to: Line = ""
    """who can answer it"""
    sent_on: date | None = None
