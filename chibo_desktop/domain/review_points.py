"""Points suggested from the book's facts, with their explanation (điểm gợi ý)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from chibo_desktop.domain.meetings import MeetingLevel
from chibo_desktop.domain.review_facts import ReviewFacts
from chibo_desktop.domain.review_pack import Less, Measure, PointLine
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import decimal

_WEIGHTS = {MeetingLevel.GOOD: 1.0, MeetingLevel.FAIR: 0.8, MeetingLevel.AVERAGE: 0.6, MeetingLevel.POOR: 0.4}
"""what share of a line's points a meeting of a level is worth in a suggestion"""
_LESS_WORDS = {
    Less.UNEXCUSED: "vắng không lý do {} buổi",
    Less.REMINDERS: "bị nhắc nhở {} lần",
    Less.FAULTS_OPEN: "{} hạn chế chưa khắc phục xong",
    Less.SILENT: "chưa phát biểu lần nào",
}
_Measured = tuple[float | None, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Points that the facts would give a line, and how they were found; a person decides."""

    code: str
    points: float | None
    """None where a person judges"""
    words: str


def suggest(line: PointLine, facts: ReviewFacts) -> Suggestion:
    """Return the points of a line from the facts, rounded down to a half."""
    start, words = _MEASURES[line.by](line, facts)
    if start is None:
        return Suggestion(line.code, None, words)
    points = start
    for rule in line.less:
        number = _number(rule.fact, facts)
        taken = min(rule.most, rule.each * number)
        if taken:
            points -= taken
            words += f"; {_LESS_WORDS[rule.fact].format(number)}: bớt {decimal(taken, 2)}"
    points = max(0.0, halved(points))
    return Suggestion(line.code, points, f"{words}. Gợi ý {decimal(points, 2)}/{decimal(line.max, 2)} điểm.")


def halved(points: float) -> float:
    """Return points rounded down to a half."""
    return math.floor(2 * points + 1e-9) / 2


def _number(fact: Less, facts: ReviewFacts) -> int:
    return {
        Less.UNEXCUSED: facts.unexcused,
        Less.REMINDERS: facts.reminders,
        Less.FAULTS_OPEN: facts.faults.open if facts.faults else 0,
        Less.SILENT: int(facts.present > 0 and not facts.speeches and not facts.led),
    }[fact]


def _full(line: PointLine, facts: ReviewFacts) -> _Measured:
    del facts
    return line.max, f"Từ {decimal(line.max, 2)} điểm"


def _tasks(line: PointLine, facts: ReviewFacts) -> _Measured:
    tasks = facts.tasks
    if not tasks.whole:
        return None, "Sổ chưa có nhiệm vụ nào đến hạn; tự chấm."
    timely = tasks.on_time + tasks.beyond
    late = f", {tasks.late} xong quá hạn (tính một nửa)" if tasks.late else ""
    words = f"{timely}/{tasks.whole} nhiệm vụ xong đúng hạn{late}, nhân {decimal(line.max, 2)} điểm"
    return line.max * (timely + tasks.late / 2) / tasks.whole, words


def _attendance(line: PointLine, facts: ReviewFacts) -> _Measured:
    if not facts.due:
        return None, "Sổ chưa có buổi sinh hoạt nào phải dự; tự chấm."
    words = f"Dự {facts.present}/{facts.due} buổi, nhân {decimal(line.max, 2)} điểm"
    return line.max * facts.present / facts.due, words


def _meetings(line: PointLine, facts: ReviewFacts) -> _Measured:
    judged = sum(facts.levels.values())
    if not judged:
        return None, "Chưa có buổi sinh hoạt nào được xếp mức; tự chấm."
    share = sum(_WEIGHTS[level] * number for level, number in facts.levels.items()) / judged
    told = ", ".join(f"{number} buổi {label(level)}" for level, number in facts.levels.items() if number)
    return line.max * share, f"Mức các buổi sinh hoạt: {told}; nhân {decimal(line.max, 2)} điểm"


def _nothing(line: PointLine, facts: ReviewFacts) -> _Measured:
    del line, facts
    return None, "Sổ không có số liệu cho dòng này; tự chấm."


_MEASURES = {
    Measure.FULL: _full,
    Measure.TASKS: _tasks,
    Measure.ATTENDANCE: _attendance,
    Measure.MEETINGS: _meetings,
    Measure.NONE: _nothing,
}
