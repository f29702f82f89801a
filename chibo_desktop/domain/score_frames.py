"""Score frames: groups, criteria and bands by which a meeting is judged (khung tiêu chí chấm điểm)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.meetings import MeetingLevel
from chibo_desktop.domain.records import Line, Note, Part

Code = Annotated[str, Meta(min_length=1, max_length=20)]
Words = Annotated[str, Meta(min_length=1, max_length=500)]
Points = Annotated[float, Meta(ge=0, le=100)]
Share = Annotated[float, Meta(ge=0, le=1)]
Minutes = Annotated[int, Meta(ge=0, le=600)]

FULL = 100.0


class Source(Enum):
    """What a criterion can be computed from; NONE is judged by a person."""

    LENGTH = "length"
    """minutes held against the minimum"""
    ATTENDANCE = "attendance"
    """present among due"""
    SPEAKERS = "speakers"
    """different speakers among present"""
    TARGETS = "targets"
    """targets met among targets set"""
    ABSENCES = "absences"
    """whether someone is excused more often running than the rule allows"""
    NONE = ""


class Band(Part, frozen=True, kw_only=True):
    """Points for a measured value; every condition that is stated must hold.

    Shares are of the whole (0.9 is 90 %); for the length they are of the minimum length.
    """

    points: Points
    at_least: Share | None = None
    over: Share | None = None
    at_most: Share | None = None
    below: Share | None = None
    short_at_most: Minutes | None = None
    """minutes missing to the minimum"""
    unexcused: bool | None = None
    """true: someone is absent without reason; false: nobody is"""


class Criterion(Part, frozen=True, kw_only=True):
    """One line of the score sheet."""

    code: Code
    title: Words
    max: Points | None = None
    """None in a frame without points"""
    automatic: Source = Source.NONE
    bands: tuple[Band, ...] = ()
    """the first that fits counts; where none fits the person picks"""
    all_or_nothing: bool = False
    """where no band fits it is 0"""
    not_applicable_full: bool = False
    """full points where the matter does not arise: no thematic meeting this month, no committee"""
    note: Note = ""


class Group(Part, frozen=True, kw_only=True):
    """Criteria under one number of the frame."""

    number: Annotated[int, Meta(ge=1, le=50)]
    title: Words
    max: Points | None = None
    criteria: Annotated[tuple[Criterion, ...], Meta(min_length=1)]


class LevelRule(Part, frozen=True, kw_only=True):
    """From how many points on a meeting has a level."""

    level: MeetingLevel
    at_least: Points


class Gate(Part, frozen=True, kw_only=True):
    """Criteria that must have full points before a level is reached, whatever the total."""

    level: MeetingLevel
    full: Annotated[tuple[Code, ...], Meta(min_length=1)]
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the book knows of a meeting; None where it cannot be measured."""

    length: int | None = None
    least: int | None = None
    """the minimum length, minutes"""
    attendance: float | None = None
    unexcused: int = 0
    speakers: float | None = None
    targets: float | None = None
    too_often_absent: bool | None = None
    """whether someone is excused more often running than the rule allows"""

    def value(self, source: Source) -> float | None:
        """Return the share that a source speaks of."""
        if source is Source.LENGTH:
            return self.length / self.least if self.length is not None and self.least else None
        if source is Source.ABSENCES:
            return None if self.too_often_absent is None else float(not self.too_often_absent)
        return {
            Source.ATTENDANCE: self.attendance, Source.SPEAKERS: self.speakers, Source.TARGETS: self.targets,
        }.get(source)  # fmt: skip


class ScoreFrame(Part, frozen=True, kw_only=True):
    """A whole frame; one without points is a checklist only."""

    id: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    title: Words
    basis: Line
    groups: Annotated[tuple[Group, ...], Meta(min_length=1)]
    levels: tuple[LevelRule, ...] = ()
    """the best first"""
    gates: tuple[Gate, ...] = ()
    note: Note = ""

    @property
    def scored(self) -> bool:
        """Whether it gives points."""
        return any(group.max is not None for group in self.groups)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion in the order of the sheet."""
        return tuple(criterion for group in self.groups for criterion in group.criteria)

    def criterion(self, code: str) -> Criterion | None:
        """Return the criterion of a code."""
        return next((c for c in self.criteria if c.code == code), None)

    def level(self, total: float, full: Collection[str] = ()) -> MeetingLevel | None:
        """Return the level of a total; `full` are the codes that have full points.

        A gate that is not met leads to the next lower level. None in a frame without points.
        """
        return next(
            (
                rule.level
                for rule in self.levels
                if total >= rule.at_least
                and all(set(gate.full) <= set(full) for gate in self.gates if gate.level is rule.level)
            ),
            None,
        )


def points_for(criterion: Criterion, measured: Measured) -> float | None:
    """Return the points a criterion has by what was measured; None where a person picks them."""
    value = measured.value(criterion.automatic)
    if value is None or criterion.max is None or not criterion.bands:
        return None
    short = max(0, (measured.least or 0) - (measured.length or 0))
    for band in criterion.bands:
        if _fits(band, value, short, measured.unexcused):
            return band.points
    return 0.0 if criterion.all_or_nothing else None


def _fits(band: Band, value: float, short: int, unexcused: int) -> bool:
    return (
        (band.at_least is None or value >= band.at_least)
        and (band.over is None or value > band.over)
        and (band.at_most is None or value <= band.at_most)
        and (band.below is None or value < band.below)
        and (band.short_at_most is None or short <= band.short_at_most)
        and (band.unexcused is None or bool(unexcused) == band.unexcused)
    )


Problem = tuple[tuple[str | int, ...], str]
"""a place in the pack and what is wrong there, in Vietnamese"""


def frame_problems(frame: ScoreFrame) -> Iterator[Problem]:
    """Yield what is wrong in a frame: sums, codes twice, levels out of order, gates on nothing."""
    codes: set[str] = set()
    for g, group in enumerate(frame.groups):
        place = ("score_frame", "groups", g)
        for c, criterion in enumerate(group.criteria):
            here = (*place, "criteria", c)
            if criterion.code in codes:
                yield (*here, "code"), f"mã tiêu chí {criterion.code} có hai lần"
            codes.add(criterion.code)
            yield from _criterion_problems(frame, criterion, here)
        if frame.scored:
            total = sum(criterion.max or 0 for criterion in group.criteria)
            if group.max is None:
                yield (*place, "max"), f"nhóm {group.number} chưa có điểm tối đa"
            elif abs(total - group.max) > 1e-9:
                yield (
                    (*place, "max"),
                    f"các tiêu chí của nhóm {group.number} cộng lại {total:g} điểm, nhóm ghi {group.max:g} điểm",
                )
    if frame.scored:
        total = sum(group.max or 0 for group in frame.groups)
        if abs(total - FULL) > 1e-9:
            yield ("score_frame", "groups"), f"các nhóm cộng lại {total:g} điểm, phải đủ 100 điểm"
    yield from _level_problems(frame, codes)


def _criterion_problems(frame: ScoreFrame, criterion: Criterion, place: tuple[str | int, ...]) -> Iterator[Problem]:
    if frame.scored and criterion.max is None:
        yield (*place, "max"), f"tiêu chí {criterion.code} chưa có điểm tối đa"
    if criterion.bands and criterion.automatic is Source.NONE:
        yield (*place, "bands"), f"tiêu chí {criterion.code} có mức điểm nhưng không nói tính từ số nào"
    for b, band in enumerate(criterion.bands):
        if band.points > (criterion.max or 0):
            yield (
                (*place, "bands", b, "points"),
                f"tiêu chí {criterion.code} có mức {band.points:g} điểm, quá điểm tối đa",
            )


def _level_problems(frame: ScoreFrame, codes: Collection[str]) -> Iterator[Problem]:
    marks = [rule.at_least for rule in frame.levels]
    if marks != sorted(set(marks), reverse=True):
        yield ("score_frame", "levels"), "các mức phải xếp từ điểm cao xuống điểm thấp, không trùng nhau"
    if frame.scored and (not marks or marks[-1] != 0):
        yield ("score_frame", "levels"), "mức thấp nhất phải bắt đầu từ 0 điểm"
    for g, gate in enumerate(frame.gates):
        for code in gate.full:
            if code not in codes:
                yield ("score_frame", "gates", g, "full"), f"không có tiêu chí {code}"
