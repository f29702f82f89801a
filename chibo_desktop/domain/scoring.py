"""The score of a meeting in a frame: computed, explained, overridden, summed (chấm điểm buổi sinh hoạt)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chibo_desktop.domain.meetings import MeetingLevel
from chibo_desktop.domain.score_explained import Facts, explain, measured_words
from chibo_desktop.domain.score_frames import Criterion, Group, ScoreFrame, points_for
from chibo_desktop.domain.score_sheets import ScoreLine, ScoreSheet

GOOD_MEETINGS = 7
"""meetings of a year that must be Tốt for a year that is Tốt (Phú Thọ's frame; section 3.4)"""
MET = 1.0
"""what a criterion without points holds when it is met; 0 when it is not"""


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """One criterion of the sheet with what it has and why."""

    group: Group
    criterion: Criterion
    computed: float | None
    """what the book's numbers give; None where a person judges"""
    explained: str
    """the numbers in a sentence, or why they give nothing"""
    measured: str
    """the numbers alone, "" where nothing was measured"""
    line: ScoreLine | None
    """what was written down"""
    fixed: bool = False
    """whether the meeting is closed, so that what was written counts and nothing is computed anew"""

    @property
    def maximum(self) -> float:
        """The most it can have; a criterion without points is met or not."""
        return self.criterion.max if self.criterion.max is not None else MET

    @property
    def overridden(self) -> bool:
        """Whether a person set it against what was computed."""
        return self.line is not None and self.line.overridden

    @property
    def points(self) -> float | None:
        """Điểm tự chấm: the person's word before the computed one; never above the maximum."""
        written = self.line.self_score if self.line else None
        judged = self.fixed or self.overridden or self.computed is None
        found = written if judged else self.computed
        return None if found is None else min(max(found, 0.0), self.maximum)

    @property
    def appraised(self) -> float | None:
        """Điểm thẩm định."""
        given = self.line.appraised_score if self.line else None
        return None if given is None else min(max(given, 0.0), self.maximum)

    @property
    def note(self) -> str:
        """Why a person set it as it is."""
        return self.line.note if self.line and (self.line.overridden or self.computed is None) else ""

    @property
    def full(self) -> bool:
        """Whether it has all its points."""
        return self.points is not None and self.points >= self.maximum


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """The sum of a group; the points are those of the criteria that have any."""

    group: Group
    points: float
    appraised: float | None
    missing: int


@dataclass(frozen=True)
class Scored:
    """A whole sheet: lines in the frame's order, sums and level."""

    frame: ScoreFrame
    lines: tuple[ScoredLine, ...]

    @cached_property
    def groups(self) -> tuple[GroupTotal, ...]:
        """The sums of the groups."""
        totals = []
        for group in self.frame.groups:
            own = [line for line in self.lines if line.group is group]
            appraised = [line.appraised for line in own]
            totals.append(
                GroupTotal(
                    group=group,
                    points=_sum(line.points for line in own),
                    appraised=None if None in appraised else _sum(appraised),
                    missing=sum(line.points is None for line in own),
                )
            )
        return tuple(totals)

    @property
    def missing(self) -> int:
        """How many criteria have nothing yet."""
        return sum(group.missing for group in self.groups)

    @property
    def complete(self) -> bool:
        """Whether every criterion has its points."""
        return self.missing == 0

    @property
    def total(self) -> float | None:
        """The sum of what has points; None in a frame without points."""
        return _sum(group.points for group in self.groups) if self.frame.scored else None

    @property
    def level(self) -> MeetingLevel | None:
        """The level of a complete sheet with the frame's gates."""
        if self.total is None or not self.complete:
            return None
        return self.frame.level(self.total, [line.criterion.code for line in self.lines if line.full])

    @property
    def appraised_total(self) -> float | None:
        """The sum of the appraised points; None until all are there."""
        parts = [group.appraised for group in self.groups]
        return None if None in parts or not self.frame.scored else _sum(parts)

    @property
    def appraised_level(self) -> MeetingLevel | None:
        """The level by the appraised points."""
        total = self.appraised_total
        if total is None:
            return None
        full = [line.criterion.code for line in self.lines if (line.appraised or 0.0) >= line.maximum]
        return self.frame.level(total, full)

    @property
    def held_back(self) -> tuple[Criterion, ...]:
        """The criteria whose missing points keep a sum from its level (gates), none where it has it."""
        total, level = self.total, self.level
        if total is None or level is None:
            return ()
        reached = self.frame.level(total, [c.code for c in self.frame.criteria])
        codes = [code for gate in self.frame.gates if gate.level is reached for code in gate.full]
        short = {line.criterion.code for line in self.lines if not line.full}
        return (
            () if reached is level else tuple(c for c in self.frame.criteria if c.code in codes and c.code in short)
        )

    def line(self, code: str) -> ScoredLine | None:
        """Return the line of a criterion."""
        return next((line for line in self.lines if line.criterion.code == code), None)


def _sum(points: Iterable[float | None]) -> float:
    return round(sum(p for p in points if p is not None), 6)


def scored(frame: ScoreFrame, facts: Facts, sheet: ScoreSheet | None, *, fixed: bool = False) -> Scored:
    """Return the sheet of a meeting: what can be computed, what a person wrote, sums and level.

    With `fixed` (a closed meeting) what was written counts and its explanation with it.
    """
    written: Mapping[str, ScoreLine] = {line.code: line for line in sheet.lines} if sheet else {}
    measured = facts.measured()
    lines = []
    for group in frame.groups:
        for criterion in group.criteria:
            line = written.get(criterion.code)
            computed = points_for(criterion, measured)
            if computed is None and criterion.not_applicable_full and facts.empty(criterion.automatic):
                computed = criterion.max
            explained = explain(criterion, facts, computed)
            if fixed and line is not None and not line.overridden and line.note:
                explained = line.note
            said = measured_words(criterion, facts)
            lines.append(ScoredLine(group, criterion, computed, explained, said, line, fixed))
    return Scored(frame, tuple(lines))


def as_lines(sheet: Scored) -> tuple[ScoreLine, ...]:
    """Return the lines to keep when the meeting is closed: every point with its explanation."""
    kept = []
    for line in sheet.lines:
        if line.points is None and line.line is None:
            continue
        note = line.note if line.overridden or line.computed is None else line.explained
        kept.append(
            ScoreLine(
                code=line.criterion.code, self_score=line.points, appraised_score=line.appraised,
                overridden=line.overridden, note=note,
            )
        )  # fmt: skip
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class YearSummary:
    """The levels of a year's meetings together."""

    counts: Mapping[MeetingLevel, int]
    average: float | None
    """of the meetings that have points"""
    good: bool
    """every meeting Khá or better and enough of them Tốt (section 3.4)"""

    @property
    def judged(self) -> int:
        """How many meetings have a level."""
        return sum(self.counts.values())


def year_summary(
    levels: Sequence[MeetingLevel | None], scores: Sequence[float | None] = (), *, least_good: int = GOOD_MEETINGS
) -> YearSummary:
    """Roll a year's meetings up: counts of levels, average points, whether the year is Tốt."""
    counted = Counter(level for level in levels if level is not None)
    points = [score for score in scores if score is not None]
    low = counted[MeetingLevel.AVERAGE] + counted[MeetingLevel.POOR]
    return YearSummary(
        counts={level: counted[level] for level in MeetingLevel},
        average=round(sum(points) / len(points), 2) if points else None,
        good=not low and counted[MeetingLevel.GOOD] >= least_good,
    )
