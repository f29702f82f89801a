"""Thresholds of the review at their edges: levels, conditions, votes, cap, days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chibo_desktop.common.ids import named_id
from chibo_desktop.common.resources import resource
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_pack import parse_review_pack
from chibo_desktop.domain.review_rules import (
    Faults,
    Tasks,
    conditions,
    drafts_latest,
    end_of,
    excellent_cap,
    exemption_of,
    invalid_votes,
    is_counted,
    level_by_points,
    months_in_doubt,
    needed_votes,
    period_of,
    points_of,
    propose,
    vote_problems,
    votes_for,
    winner,
)
from chibo_desktop.domain.reviews import RatingVote, ReviewExemption, ReviewForm, ReviewPoints
from chibo_desktop.domain.working_days import working_days_before

PACK = parse_review_pack(resource("rules", "review-qd366-2025.toml").read_text(encoding="utf-8"))
EXCELLENT, GOOD, COMPLETED, FAILED = YearRating
ALL_MENDED = Faults(mended=2)


def member(*, full: bool = True, since: date = date(2010, 1, 1), periods=(), joined: str = "") -> Member:
    standing = Standing.FULL if full else Standing.PROBATIONARY
    return Member(
        id=named_id("m"), name="Lò Văn An", joined=joined, periods=periods,
        standings=(StandingPeriod(since=since, standing=standing),),
    )  # fmt: skip


# -- points -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "level"),
    [(100, EXCELLENT), (90, EXCELLENT), (89.9, GOOD), (70, GOOD), (69.9, COMPLETED), (50, COMPLETED),
     (49.9, FAILED), (0, FAILED)],
)  # fmt: skip
def test_level_by_points_at_its_edges(total, level):
    assert level_by_points(PACK, total) is level


def test_points_count_no_more_than_a_line_has_and_miss_what_is_not_given():
    lines = PACK.lines_for(ReviewForm.VILLAGER)
    given_points = [
        ReviewPoints(code="I.1", self_points=25),
        ReviewPoints(code="I.2", cell_points=9),
        ReviewPoints(code="gone", self_points=5),
    ]
    own = points_of(given_points, lines, cell=False)
    assert (own.so_far, own.total) == (20, None)
    assert own.missing == ("I.2", "II.1", "II.2", "II.3")
    assert own.of_group(lines[:1]) == 20
    assert own.of_group(lines[:2]) is None
    assert points_of(given_points, lines, cell=True).so_far == 9


# -- conditions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tasks", "level"),
    [
        (Tasks(on_time=7, beyond=3), EXCELLENT),  # 30 % exactly
        (Tasks(on_time=8, beyond=3), GOOD),  # 27 %
        (Tasks(on_time=6, beyond=3, late=1), COMPLETED),  # 10 % late
        (Tasks(beyond=8, late=2), COMPLETED),  # 20 % late exactly
        (Tasks(beyond=79, late=21), None),  # 21 % late: no level fits literally
        (Tasks(beyond=5, undone=5), None),  # half undone: no level fits literally
        (Tasks(beyond=4, undone=5), FAILED),  # more than half undone
        (Tasks(beyond=10, poor=1), COMPLETED),
    ],
)
def test_tasks_decide_the_level_of_ninety_points(tasks, level):
    assert propose(PACK, 90, tasks, ALL_MENDED).level is level


def test_a_case_no_level_fits_gets_a_hint_and_no_level():
    found = propose(PACK, 75, Tasks(on_time=3, undone=1), ALL_MENDED)
    assert (found.level, found.by_points) == (None, GOOD)
    assert "chưa mức nào hợp" in found.hint
    assert "không quá nửa" in found.hint
    late = propose(PACK, 75, Tasks(on_time=3, late=1), ALL_MENDED)
    assert late.level is None
    assert "không quá 20%" in late.hint


@pytest.mark.parametrize(
    ("faults", "level", "unsure"),
    [
        (Faults(), EXCELLENT, False),
        (Faults(mended=3), EXCELLENT, False),
        (Faults(mended=3, open=1), GOOD, False),
        (Faults(mended=3, unknown=1), EXCELLENT, True),
        (None, EXCELLENT, True),
    ],
)
def test_earlier_faults_must_be_mended_for_excellent(faults, level, unsure):
    found = propose(PACK, 95, Tasks(beyond=3), faults)
    assert found.level is level
    assert bool(found.hint) is unsure


def test_without_tasks_the_points_lead_and_the_hint_says_what_the_book_cannot():
    found = propose(PACK, 92, Tasks(ahead=4), Faults())
    assert found.level is EXCELLENT
    assert "sổ chưa có nhiệm vụ" in found.hint
    assert all(check.holds is None for check in found.checks[:3])


def test_few_points_fail_whatever_the_tasks():
    found = propose(PACK, 49.9, Tasks(beyond=10), ALL_MENDED)
    assert (found.level, found.by_points) == (FAILED, FAILED)
    assert propose(PACK, None, Tasks(), None).level is None


def test_completed_asks_only_for_its_own_conditions():
    assert [c.words for c in conditions(PACK.rule(COMPLETED), Tasks(on_time=1), None)] == [
        "hoàn thành 100% nhiệm vụ",
        "không quá 20% nhiệm vụ chậm tiến độ",
    ]


@given(
    st.floats(0, 100), st.builds(Tasks, *[st.integers(0, 30)] * 4),
    st.none() | st.builds(Faults, *[st.integers(0, 5)] * 3),
)  # fmt: skip
def test_a_proposal_is_never_above_the_points_and_has_no_failing_condition(total, tasks, faults):
    found = propose(PACK, total, tasks, faults)
    order = list(YearRating)
    assert found.by_points is level_by_points(PACK, total)
    if found.level is None:
        assert found.hint
        assert tasks.whole > 0
    else:
        assert order.index(found.level) >= order.index(found.by_points)
        assert not any(c.holds is False for c in conditions(PACK.rule(found.level), tasks, faults))
    if 2 * tasks.undone > tasks.whole > 0:
        assert found.level is FAILED


# -- votes ------------------------------------------------------------------------------------------


def vote(**numbers: int) -> RatingVote:
    return RatingVote(**({"base": 21, "issued": 20, "collected": 19} | numbers))


def test_a_level_needs_more_than_half_of_the_base():
    assert winner(vote(base=20, good=10)) is None
    assert winner(vote(base=20, good=11)) is GOOD
    assert winner(vote(base=21, good=10)) is None
    assert winner(vote(base=21, excellent=11)) is EXCELLENT
    assert needed_votes(vote(base=21)) == needed_votes(vote(base=20)) == 11
    assert winner(RatingVote(base=0, failed=1)) is None


def test_ballots_that_choose_none_or_several_are_invalid():
    assert invalid_votes(vote(excellent=2, good=15, completed=1)) == 1
    assert vote_problems(vote(excellent=2, good=15, completed=2)) == ()
    assert not is_counted(vote())
    assert not is_counted(None)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"issued": 22}, "Phát ra 22 phiếu"),
        ({"collected": 21}, "Thu về 21 phiếu"),
        ({"good": 20}, "Bốn mức cộng lại 20 phiếu"),
    ],
)
def test_numbers_that_cannot_be_are_told(numbers, words):
    assert words in vote_problems(vote(**numbers))[0]


@given(st.integers(0, 60), st.lists(st.integers(0, 20), min_size=4, max_size=4))
def test_at_most_one_level_wins(base, numbers):
    found = RatingVote(base=base, issued=base, collected=base,
                       **dict(zip(("excellent", "good", "completed", "failed"), numbers, strict=True)))  # fmt: skip
    over = [level for level in YearRating if base and 2 * votes_for(found, level) > base]
    if not vote_problems(found):
        assert len(over) <= 1
    assert winner(found) is (over[0] if over else None)


# -- cap --------------------------------------------------------------------------------------------


def test_cap_of_the_known_example():
    cap = excellent_cap(PACK.cap, [GOOD] * 15 + [COMPLETED] * 3 + [EXCELLENT] * 3)
    assert (cap.allowed, cap.given, cap.over) == (3, 3, 0)
    assert cap.formula == "20% × 15 đồng chí xếp loại Hoàn thành tốt nhiệm vụ = 3: nhiều nhất 3 đồng chí"


@pytest.mark.parametrize(("good", "allowed"), [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2), (14, 2), (15, 3)])
def test_cap_is_rounded_down(good, allowed):
    cap = excellent_cap(PACK.cap, [GOOD] * good)
    assert cap.allowed == allowed
    assert ("làm tròn xuống" in cap.formula) is bool(good % 5)


def test_outstanding_bodies_may_have_a_quarter():
    ratings = [GOOD] * 16 + [EXCELLENT] * 4 + [None]
    assert excellent_cap(PACK.cap, ratings).over == 1
    assert excellent_cap(PACK.cap, ratings, outstanding=True).over == 0


# -- who and when -----------------------------------------------------------------------------------

DAY = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("status", "exempt"),
    [
        (Status.EXEMPT, ReviewExemption.EXEMPT),
        (Status.SUSPENDED, ReviewExemption.SUSPENDED),
        (Status.TEMPORARY_IN, ReviewExemption.OTHER_CELL),
        (Status.TEMPORARY_OUT, None),
        (Status.REDUCED, None),
        (Status.TEMPORARILY_EXEMPT, None),
    ],
)
def test_status_of_the_day_says_who_is_not_reviewed(status, exempt):
    period = StatusPeriod(since=date(2026, 3, 1), status=status, paper="12-QĐ/ĐU")
    found, why = exemption_of(member(periods=(period,)), DAY, PACK.deadlines)
    assert found is exempt
    assert bool(why) is (exempt is not None)
    ended = StatusPeriod(since=date(2026, 3, 1), until=DAY - timedelta(days=1), status=status)
    assert exemption_of(member(periods=(ended,)), DAY, PACK.deadlines) == (None, "")


@pytest.mark.parametrize(
    ("since", "exempt"),
    [(date(2026, 6, 15), False), (date(2026, 6, 16), True), (date(2026, 12, 1), True), (date(2025, 12, 20), False)],
)
def test_admitted_less_than_six_months_ago_is_not_reviewed(since, exempt):
    found, why = exemption_of(member(full=False, since=since), DAY, PACK.deadlines)
    assert (found is ReviewExemption.UNDER_SIX_MONTHS) is exempt
    assert ("chưa đủ 6 tháng" in why) is exempt


@pytest.mark.parametrize(
    ("day", "exempt", "doubt"),
    [
        (date(2026, 11, 30), True, ""),
        (date(2026, 12, 1), False, "tháng 6 năm 2026"),
        (date(2026, 12, 29), False, "tháng 6 năm 2026"),
        (date(2026, 12, 30), False, ""),
    ],
)
def test_of_a_month_without_a_day_it_is_said_where_the_day_would_decide(day, exempt, doubt):
    newcomer = replace(member(full=False, since=date(2026, 6, 1)), joined="2026-06")
    found, why = exemption_of(newcomer, day, PACK.deadlines)
    assert (found is not None) is exempt
    assert why == ("Kết nạp tháng 6 năm 2026, chưa đủ 6 tháng đến 30/11/2026" if exempt else "")
    assert months_in_doubt(newcomer, day, PACK.deadlines) == doubt
    known = replace(newcomer, standings=(replace(newcomer.standings[0], since=date(2026, 6, 15)),))
    assert months_in_doubt(known, day, PACK.deadlines) == ""


def test_a_full_member_who_came_from_elsewhere_is_reviewed():
    assert exemption_of(member(since=date(2026, 11, 1)), DAY, PACK.deadlines) == (None, "")


@pytest.mark.parametrize(
    ("held", "latest"),
    [
        (date(2026, 12, 17), date(2026, 12, 14)),  # Thursday: Monday
        (date(2026, 12, 14), date(2026, 12, 9)),  # Monday: the Wednesday before
        (date(2026, 12, 13), date(2026, 12, 9)),  # Sunday
    ],
)
def test_drafts_leave_three_working_days(held, latest):
    assert drafts_latest(held, PACK.deadlines) == latest


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(0, 20))
def test_the_days_left_are_so_many_working_days(day, count):
    start = working_days_before(day, count)
    between = [start + timedelta(days=n) for n in range((day - start).days)]
    assert sum(d.weekday() < 5 for d in between) == count


def test_a_round_ends_before_the_year_or_with_its_quarter():
    assert end_of(2026, 0, PACK.deadlines) == date(2026, 12, 31)
    assert end_of(2026, 1, PACK.deadlines) == date(2026, 3, 31)
    assert period_of(2026, 4) == (date(2026, 10, 1), date(2026, 12, 31))
    assert period_of(2026, 0) == (date(2026, 1, 1), date(2026, 12, 31))
