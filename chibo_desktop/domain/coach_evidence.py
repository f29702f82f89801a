"""A meeting with all that the coach compares it with (căn cứ để nhắc)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import AgendaItem, Attendance, Conclusion, Guest, Meeting, Speech
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.domain.score_sheets import ScoreSheet
from chibo_desktop.domain.votes import Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What was written of one meeting."""

    agenda: Sequence[AgendaItem] = ()
    speeches: Sequence[Speech] = ()
    conclusions: Sequence[Conclusion] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A meeting with all that the coach compares it with."""

    meeting: Meeting
    contents: Contents
    rows: Sequence[Attendance] = ()
    guests: Sequence[Guest] = ()
    votes: Sequence[Vote] = ()
    resolutions: Sequence[Resolution] = ()
    mentions: Sequence[Mention] = ()
    score_sheet: ScoreSheet | None = None
    has_committee: bool = False
    meetings: Sequence[Meeting] = ()
    """all meetings of the book, this one included"""
    earlier_rows: Mapping[bytes, Sequence[Attendance]] = field(default_factory=dict)
    """by member, their rows at the whole cell's meetings before this one, newest first"""
    before: Meeting | None = None
    """the last meeting of this kind, and what was written of it"""
    contents_before: Contents = field(default_factory=Contents)
    duties: Sequence[Duty] = ()
    """duties given before this meeting"""
    proposals: Sequence[Proposal] = ()
    """proposals made before this meeting"""
    pack: RulePack | None = None
    """the rules of the meeting; without one the usual ones"""
    partners: Sequence[Meeting] = ()
    """the other meetings of the same sitting"""
