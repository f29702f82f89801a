"""What the review's rules say of points, tasks, votes, the cap and days (quy tắc xếp loại)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chibo_desktop.domain.act_steps import admitted_on
from chibo_desktop.domain.members import Member, Status
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_pack import CapRule, Deadlines, PointLine, RatingRule, ReviewPack
from chibo_desktop.domain.reviews import RatingVote, ReviewExemption, ReviewPoints
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import decimal, month_of, short_date
from chibo_desktop.domain.working_days import months_after, working_days_before

# -- who is reviewed ------------------------------------------------------------------------------

_BY_STATUS = {
    Status.EXEMPT: ReviewExemption.EXEMPT,
    Status.SUSPENDED: ReviewExemption.SUSPENDED,
    Status.TEMPORARY_IN: ReviewExemption.OTHER_CELL,
}


def exemption_of(member: Member, day: date, rules: Deadlines) -> tuple[ReviewExemption | None, str]:
    """Return why a member is not reviewed as of a day, and the reason in words (QĐ 366 Điều 5.2)."""
    status = member.status_on(day)
    if status in _BY_STATUS:
        period = next((p for p in member.periods if p.status is status and p.covers(day)), None)
        since = f"{label(status)} từ {short_date(period.since)}" if period else label(status)
        paper = f", {period.paper}" if period and period.paper else ""
        return _BY_STATUS[status], f"{since}{paper}"
    joined = admitted_on(member, day)
    if joined is not None and day < months_after(joined, rules.months_of_membership):
        months = rules.months_of_membership
        when = _month_alone(member, joined) or short_date(joined)
        return (
            ReviewExemption.UNDER_SIX_MONTHS,
            f"Kết nạp {when}, chưa đủ {months} tháng đến {short_date(day)}",
        )
    return None, ""


def _month_alone(member: Member, joined: date) -> str:
    """Return "tháng 6 năm 2026" where the day may be unknown: a month without a day is kept as its first."""
    return month_of(joined) if joined.day == 1 and member.joined == f"{joined:%Y-%m}" else ""


def months_in_doubt(member: Member, day: date, rules: Deadlines) -> str:
    """Return the month of joining where only the day in it says whether a member is reviewed, "" where it is clear.

    The six months are counted from the month's first day; its last day may be under six months.
    """
    joined = admitted_on(member, day)
    if joined is None or not (month := _month_alone(member, joined)):
        return ""
    last = months_after(joined, 1) - timedelta(days=1)
    count = rules.months_of_membership
    return month if months_after(joined, count) <= day < months_after(last, count) else ""


# -- points ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PointSum:
    """The points of one side, by line."""

    by_code: Mapping[str, float]
    missing: tuple[str, ...]
    """codes of the lines that have none"""

    @property
    def complete(self) -> bool:
        """Whether every line has its points."""
        return not self.missing

    @property
    def total(self) -> float | None:
        """The sum once every line has its points."""
        return self.so_far if self.complete else None

    @property
    def so_far(self) -> float:
        """The sum of what there is."""
        return round(sum(self.by_code.values()), 6)

    def of_group(self, lines: Iterable[PointLine]) -> float | None:
        """Return the sum of a group, None while a line is missing."""
        found = [self.by_code.get(line.code) for line in lines]
        return None if None in found else round(sum(p for p in found if p is not None), 6)


def points_of(given: Sequence[ReviewPoints], lines: Sequence[PointLine], *, cell: bool) -> PointSum:
    """Return the member's own points, or with `cell` those the cell gave; none above the line's maximum."""
    by_code = {}
    for line in lines:
        found = next((p for p in given if p.code == line.code), None)
        value = None if found is None else found.cell_points if cell else found.self_points
        if value is not None:
            by_code[line.code] = min(value, line.max)
    return PointSum(by_code, tuple(line.code for line in lines if line.code not in by_code))


def level_by_points(pack: ReviewPack, total: float) -> YearRating:
    """Return the level whose points a total reaches, conditions left aside."""
    return next(rule.level for rule in pack.levels if total >= rule.at_least)


# -- levels and their conditions ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks of the time, counted; those not due yet stand apart."""

    on_time: int = 0
    """in time, without those beyond"""
    beyond: int = 0
    """vượt mức, in time"""
    late: int = 0
    undone: int = 0
    """given up, or overdue and open"""
    poor: int = 0
    """done, but graded "Không hoàn thành" """
    ahead: int = 0
    """open, their day still to come"""

    @property
    def whole(self) -> int:
        """How many had to be done by now."""
        return self.on_time + self.beyond + self.late + self.undone

    @property
    def done(self) -> int:
        """How many were."""
        return self.on_time + self.beyond + self.late


@dataclass(frozen=True, slots=True)
class Faults:
    """Earlier faults: how many there were and what became of them."""

    mended: int = 0
    open: int = 0
    unknown: int = 0
    """of which nobody has said what became of them"""

    @property
    def whole(self) -> int:
        """How many there were."""
        return self.mended + self.open + self.unknown


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a level asks for besides points; `holds` None where the book cannot tell."""

    words: str
    found: str
    holds: bool | None


def conditions(rule: RatingRule, tasks: Tasks, faults: Faults | None) -> tuple[Condition, ...]:
    """Return what a level asks for and whether it is so; `faults` None where they cannot be read."""
    found: list[Condition] = []
    known = tasks.whole > 0

    def ask(words: str, seen: str, *, holds: bool) -> None:
        found.append(Condition(words, seen if known else "sổ chưa có nhiệm vụ đến hạn", holds if known else None))

    if rule.all_done:
        ask(
            "hoàn thành 100% nhiệm vụ",
            f"{tasks.done}/{tasks.whole} nhiệm vụ xong",
            holds=tasks.done == tasks.whole,
        )
    if rule.on_time:
        ask(
            "đúng tiến độ, bảo đảm chất lượng",
            f"{tasks.late} nhiệm vụ xong quá hạn, {tasks.poor} bị đánh giá không hoàn thành",
            holds=not tasks.late and not tasks.poor,
        )
    if rule.beyond_percent is not None:
        ask(
            f"ít nhất {rule.beyond_percent}% nhiệm vụ vượt mức",
            f"{tasks.beyond}/{tasks.whole} nhiệm vụ vượt mức",
            holds=100 * tasks.beyond >= rule.beyond_percent * tasks.whole,
        )
    if rule.late_percent is not None:
        ask(
            f"không quá {rule.late_percent}% nhiệm vụ chậm tiến độ",
            f"{tasks.late}/{tasks.whole} nhiệm vụ chậm",
            holds=100 * tasks.late <= rule.late_percent * tasks.whole,
        )
    if rule.faults_mended:
        found.append(_faults_condition(faults))
    return tuple(found)


def _faults_condition(faults: Faults | None) -> Condition:
    words = "100% hạn chế, khuyết điểm đã chỉ ra được khắc phục"
    if faults is None:
        return Condition(words, "người mở sổ này không đọc được phần niêm phong", None)
    if faults.open:
        return Condition(words, f"{faults.open}/{faults.whole} việc chưa khắc phục xong", holds=False)
    if faults.unknown:
        return Condition(words, f"{faults.unknown}/{faults.whole} việc chưa ghi kết quả khắc phục", None)
    return Condition(
        words, f"{faults.mended}/{faults.whole} việc" if faults.whole else "không có việc nào", holds=True
    )


@dataclass(frozen=True, slots=True)
class LevelProposal:
    """The level that points and conditions lead to, and why; a person decides."""

    level: YearRating | None
    """None while points are missing or no level fits literally"""
    by_points: YearRating | None
    checks: tuple[Condition, ...]
    """those of the level the points reach"""
    reason: str
    hint: str = ""
    """what to look at: a condition the book cannot judge, a case no level fits"""


def too_much_undone(pack: ReviewPack, tasks: Tasks) -> bool:
    """Whether so many tasks are undone that only "Không hoàn thành" is left."""
    most = pack.rule(YearRating.FAILED).undone_over_percent
    return most is not None and tasks.whole > 0 and 100 * tasks.undone > most * tasks.whole


def propose(pack: ReviewPack, total: float | None, tasks: Tasks, faults: Faults | None) -> LevelProposal:
    """Return the level that fits: reached by points, no condition of it failing (QĐ 366 Điều 11).

    A failing condition leads to the next lower level whose conditions hold. Tasks undone, but not over
    half: no level fits literally, so none is proposed and the hint says so.
    """
    if total is None:
        return LevelProposal(None, None, (), "Chưa chấm đủ điểm các dòng.")
    reached = level_by_points(pack, total)
    checks = conditions(pack.rule(reached), tasks, faults)
    said = f"{_points(total)} điểm đạt mức {label(reached)}"
    if too_much_undone(pack, tasks):
        most = pack.rule(YearRating.FAILED).undone_over_percent
        reason = f"{tasks.undone}/{tasks.whole} nhiệm vụ chưa hoàn thành, quá {most}%."
        return LevelProposal(YearRating.FAILED, reached, checks, reason)
    if reached is YearRating.FAILED:
        return LevelProposal(reached, reached, checks, f"{_points(total)} điểm, dưới mức Hoàn thành nhiệm vụ.")
    levels = [rule for rule in pack.levels if rule.at_least <= total and rule.level is not YearRating.FAILED]
    for rule in levels:
        here = conditions(rule, tasks, faults)
        if any(check.holds is False for check in here):
            continue
        unsure = "; ".join(f"{c.words} ({c.found})" for c in here if c.holds is None)
        hint = f"Sổ chưa nói được: {unsure}. Chi bộ tự đánh giá." if unsure else ""
        if rule.level is reached:
            return LevelProposal(reached, reached, checks, f"{said}, đủ điều kiện.", hint)
        return LevelProposal(rule.level, reached, checks, f"{said}, nhưng {_failing(checks)}.", hint)
    if tasks.done < tasks.whole:
        what = f"còn {tasks.undone}/{tasks.whole} nhiệm vụ chưa xong, nhưng không quá nửa"
    else:
        what = _failing(conditions(levels[-1], tasks, faults))
    hint = f"Theo đúng chữ của quy định, chưa mức nào hợp: {what}. Chi bộ xem xét, xin ý kiến cấp ủy cấp trên."
    return LevelProposal(None, reached, checks, f"{said}, nhưng {_failing(checks)}.", hint)


def _failing(checks: Iterable[Condition]) -> str:
    return "; ".join(f"chưa {c.words} ({c.found})" for c in checks if c.holds is False)


def _points(value: float) -> str:
    return decimal(value, 2)


# -- votes ----------------------------------------------------------------------------------------

BOXES = tuple(YearRating)


def votes_for(vote: RatingVote, level: YearRating) -> int:
    """Return the ballots for a level."""
    return int(getattr(vote, level.value))


def valid_votes(vote: RatingVote) -> int:
    """Return how many ballots chose a level."""
    return sum(votes_for(vote, level) for level in BOXES)


def invalid_votes(vote: RatingVote) -> int:
    """Return how many of the ballots collected chose none or several."""
    return max(0, vote.collected - valid_votes(vote))


def needed_votes(vote: RatingVote) -> int:
    """Return how many ballots a level needs: more than half of the base (Điều lệ 9.5)."""
    return vote.base // 2 + 1


def vote_problems(vote: RatingVote) -> tuple[str, ...]:
    """Return what of the count cannot be, in sentences."""
    found = []
    if vote.issued > vote.base:
        found.append(f"Phát ra {vote.issued} phiếu, nhiều hơn {vote.base} người có quyền biểu quyết.")
    if vote.collected > vote.issued:
        found.append(f"Thu về {vote.collected} phiếu, nhiều hơn {vote.issued} phiếu phát ra.")
    if valid_votes(vote) > vote.collected:
        found.append(f"Bốn mức cộng lại {valid_votes(vote)} phiếu, nhiều hơn {vote.collected} phiếu thu về.")
    return tuple(found)


def winner(vote: RatingVote) -> YearRating | None:
    """Return the level that more than half of the base chose; None if none has so many."""
    return next((level for level in BOXES if 2 * votes_for(vote, level) > vote.base), None) if vote.base else None


def is_counted(vote: RatingVote | None) -> bool:
    """Whether ballots were counted."""
    return vote is not None and valid_votes(vote) > 0


# -- the cap --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cap:
    """How many may be excellent, and the formula as it is shown and printed."""

    allowed: int
    formula: str
    given: int
    """how many are"""

    @property
    def over(self) -> int:
        """How many too many."""
        return max(0, self.given - self.allowed)


def excellent_cap(rule: CapRule, ratings: Iterable[YearRating | None], *, outstanding: bool = False) -> Cap:
    """Return the cap: a share of the number rated good, rounded down; members only (QĐ 366 Điều 11)."""
    rated = list(ratings)
    good = rated.count(YearRating.GOOD)
    percent = rule.outstanding_percent if outstanding else rule.percent
    allowed = percent * good // 100
    share = decimal(percent * good / 100, 2)
    formula = f"{percent}% × {good} đồng chí xếp loại Hoàn thành tốt nhiệm vụ = {share}"
    formula += "" if percent * good % 100 == 0 else ", làm tròn xuống"
    return Cap(allowed, f"{formula}: nhiều nhất {allowed} đồng chí", rated.count(YearRating.EXCELLENT))


# -- days -----------------------------------------------------------------------------------------


def drafts_latest(held: date, rules: Deadlines) -> date:
    """Return the last day to give the drafts out: so many working days before the meeting (QĐ 366 Điều 7)."""
    return working_days_before(held, rules.drafts_working_days)


def period_of(year: int, quarter: int) -> tuple[date, date]:
    """Return the first and the last day that a round speaks of."""
    if not quarter:
        return date(year, 1, 1), date(year, 12, 31)
    first = date(year, 3 * quarter - 2, 1)
    return first, months_after(first, 3) - timedelta(days=1)


def end_of(year: int, quarter: int, rules: Deadlines) -> date:
    """Return by when a round ends: the year's before 31/12, a quarter's with the quarter."""
    return period_of(year, quarter)[1] if quarter else date(year, rules.end_month, rules.end_day)
