"""Proposals of members and people, and what became of them (kiến nghị)."""

from __future__ import annotations

from collections.abc import Mapping
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


WAITING = frozenset({ProposalState.OPEN, ProposalState.FORWARDED})
WAITING_DAYS = 30
"""days after which a proposal without an answer is called late"""


def made_on(proposal: Proposal, days: Mapping[bytes, date]) -> date | None:
    """Return when a proposal was made: the day it was received, else that of its meeting (`days` by id)."""
    return proposal.received_on or days.get(proposal.meeting_id or b"")


def waits_since(proposal: Proposal, made: date | None) -> date | None:
    """Return since when an answer is awaited: its passing on, else its making; None once answered."""
    if proposal.state is ProposalState.ANSWERED:
        return None
    return (proposal.sent_on if proposal.state is ProposalState.FORWARDED else None) or made


def is_late(proposal: Proposal, made: date | None, today: date) -> bool:
    """Whether its answer has been awaited for more than 30 days."""
    since = waits_since(proposal, made)
    return since is not None and (today - since).days > WAITING_DAYS
