"""The numbers behind computed points, and the sentence that tells them (giải thích điểm)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chibo_desktop.domain.score_frames import Band, Criterion, Measured, Source
from chibo_desktop.domain.wording import comrade, decimal, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the book knows of a meeting, in counts."""

    length: int | None = None
    """minutes; of the whole sitting where it holds two meetings"""
    least: int | None = None
    sitting: bool = False
    present: int = 0
    """present among those due"""
    due: int = 0
    unexcused: tuple[str, ...] = ()
    """names"""
    spoke: int = 0
    """different members who spoke, among those present"""
    here: int = 0
    met: int = 0
    """duties and targets done among those that count"""
    targets: int = 0
    """duties and targets that count"""
    figures: int = 0
    """how many of these are targets of resolutions, the others being duties"""
    too_often: tuple[str, ...] | None = None
    """who was excused more often running than the rule allows; None while the roll is not called"""
    in_a_row: int = 3

    def measured(self) -> Measured:
        """Return the shares that the frame's bands speak of."""
        return Measured(
            length=self.length,
            least=self.least,
            attendance=self.present / self.due if self.due else None,
            unexcused=len(self.unexcused),
            speakers=self.spoke / self.here if self.here else None,
            targets=self.met / self.targets if self.targets else None,
            too_often_absent=None if self.too_often is None else bool(self.too_often),
        )

    def empty(self, source: Source) -> bool:
        """Whether a source has nothing to measure in this meeting, rather than nothing recorded yet."""
        return source is Source.TARGETS and not self.targets


def points_text(points: float) -> str:
    """Return points as they are written: "4", "3,5"."""
    return decimal(points, 2)


def explain(criterion: Criterion, facts: Facts, computed: float | None) -> str:
    """Return why a criterion has its points: "Dự 16/18 (88,9%), chưa đủ 90% nên 3/4 điểm."."""
    source = criterion.automatic
    told = _TOLD[source](facts)
    if criterion.max is None:
        return f"{told}." if told else _MISSING[source]
    most = points_text(criterion.max)
    if not told:
        return f"{_NOTHING_DUE}, theo khung được đủ {most} điểm." if computed is not None else _MISSING[source]
    if not criterion.bands:
        return f"{told}. Người chấm xem xét, cho điểm từ 0 đến {most}."
    if computed is None:
        why = _shortfall(facts) if source is Source.LENGTH else ""
        return f"{told}{why}. Khung không nói trường hợp này: đồng chí chọn điểm từ 0 đến {most}."
    given = f"đủ {most} điểm" if computed >= criterion.max else f"{points_text(computed)}/{most} điểm"
    return f"{told}{_reason(criterion, facts, computed)} nên {given}."


def measured_words(criterion: Criterion, facts: Facts) -> str:
    """Return the numbers alone: "Xong 4/5 nhiệm vụ đến hạn (80%).", "" where nothing was measured."""
    told = _TOLD[criterion.automatic](facts)
    return f"{told}." if told else ""


_NOTHING_DUE = "Không có chỉ tiêu, nhiệm vụ nào đến hạn"
_MISSING = {
    Source.LENGTH: "Chưa có giờ bắt đầu hoặc giờ kết thúc để tính.",
    Source.ATTENDANCE: "Chưa điểm danh nên chưa tính được.",
    Source.SPEAKERS: "Chưa điểm danh nên chưa tính được.",
    Source.TARGETS: f"{_NOTHING_DUE} để tính: đồng chí tự chấm.",
    Source.ABSENCES: "Chưa điểm danh nên chưa tính được.",
    Source.NONE: "",
}


def _length(facts: Facts) -> str:
    if facts.length is None or not facts.least:
        return ""
    what = "Cả buổi họp" if facts.sitting else "Họp"
    return f"{what} {facts.length} phút, tối thiểu {facts.least} phút"


def _attendance(facts: Facts) -> str:
    return f"Dự {facts.present}/{facts.due} ({percent(facts.present, facts.due)})" if facts.due else ""


def _speakers(facts: Facts) -> str:
    share = percent(facts.spoke, facts.here)
    return f"{facts.spoke}/{facts.here} đảng viên có mặt phát biểu ({share})" if facts.here else ""


def _targets(facts: Facts) -> str:
    if not facts.targets:
        return ""
    share = f"{facts.met}/{facts.targets}"
    words = f"Xong {share} nhiệm vụ đến hạn"
    if facts.figures:
        what = "chỉ tiêu" if facts.figures == facts.targets else "chỉ tiêu, nhiệm vụ"
        words = f"{share} {what} đến hạn đã đạt"
    return f"{words} ({percent(facts.met, facts.targets)})"


def _absences(facts: Facts) -> str:
    if facts.too_often is None:
        return ""
    if not facts.too_often:
        return f"Không ai vắng có lý do quá {facts.in_a_row} lần liên tiếp"
    names = ", ".join(comrade(name) for name in facts.too_often)
    return f"{names} vắng có lý do quá {facts.in_a_row} lần liên tiếp"


def _nothing(facts: Facts) -> str:
    del facts
    return ""


_TOLD: dict[Source, Callable[[Facts], str]] = {
    Source.LENGTH: _length,
    Source.ATTENDANCE: _attendance,
    Source.SPEAKERS: _speakers,
    Source.TARGETS: _targets,
    Source.ABSENCES: _absences,
    Source.NONE: _nothing,
}
"""the measured numbers in words, "" where there are none"""


def _reason(criterion: Criterion, facts: Facts, computed: float) -> str:
    """Return what keeps the points from being more, or what they are full for."""
    source = criterion.automatic
    if source is Source.ABSENCES:
        return ""
    if source is Source.LENGTH:
        return _shortfall(facts)
    if source is Source.ATTENDANCE and facts.unexcused and _unexcused_matters(criterion):
        return f", có {len(facts.unexcused)} đồng chí vắng không lý do"
    better = [band for band in criterion.bands if band.points > computed]
    if better:
        words = _lower_edge(min(better, key=lambda band: band.points), below=True)
    else:
        fitting = next((band for band in criterion.bands if band.points == computed), None)
        words = _lower_edge(fitting, below=False) if fitting else ""
    return f", {words}" if words else ""


def _unexcused_matters(criterion: Criterion) -> bool:
    return any(band.unexcused is not None for band in criterion.bands)


def _lower_edge(band: Band, *, below: bool) -> str:
    if band.at_least is not None:
        return f"chưa đủ {_percent(band.at_least)}" if below else f"từ {_percent(band.at_least)} trở lên"
    if band.over is not None:
        return f"chưa quá {_percent(band.over)}" if below else f"trên {_percent(band.over)}"
    return ""


def _percent(share: float) -> str:
    return f"{decimal(100 * share)}%"


def _shortfall(facts: Facts) -> str:
    short = max(0, (facts.least or 0) - (facts.length or 0))
    return f", thiếu {short} phút" if short else ""
