"""The score sheet of a meeting as it was filled in (phiếu chấm điểm)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Id, Line, Note, Part, Record, kind

Points = Annotated[float, Meta(ge=0, le=100)]


class ScoreLine(Part, frozen=True, kw_only=True):
    """What one criterion was given."""

    code: Line
    """the criterion's code in its frame: "4.2" """
    self_score: Points | None = None
    """điểm tự chấm; None: not scored yet"""
    appraised_score: Points | None = None
    """điểm thẩm định"""
    overridden: bool = False
    """whether a person set it against what was computed"""
    note: Note = ""
    """why, where a person set it; what was computed, where not"""


@kind("score_sheet")
class ScoreSheet(Record, frozen=True, kw_only=True):
    """The points of one meeting in the frame of its pack; a meeting has one."""

    meeting_id: Id
    frame: Line
    """the rule pack whose frame was used: "meeting.hd42-2025" """
    lines: tuple[ScoreLine, ...] = ()
    scorer_id: Id | None = None
    note: Note = ""
    """weak points that go into the minutes"""
