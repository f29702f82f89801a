"""What a form's fields make of a member's periods and posts."""

from datetime import date

from msgspec.structs import replace

from chibo_desktop.domain.member_edits import (
    clashing,
    earlier_terms,
    recognised_on,
    term_on,
    with_joined,
    with_period,
    with_role,
    with_standing,
)
from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.standings import UNKNOWN_SINCE

TODAY = date(2026, 11, 22)
SOMEBODY = Member(
    id=b"m" * 16, name="Lò Văn An", standings=(StandingPeriod(since=UNKNOWN_SINCE, standing=Standing.FULL),)
)


def since(member: Member) -> list[tuple[date, Standing]]:
    return [(period.since, period.standing) for period in member.standings]


def test_recognition_is_supposed_twelve_months_after_joining() -> None:
    joined = with_joined(SOMEBODY, "2020-05", TODAY)
    assert since(joined) == [(date(2020, 5, 1), Standing.PROBATIONARY), (date(2021, 5, 1), Standing.FULL)]
    assert recognised_on(joined) is None


def test_a_given_recognition_stays_when_joining_moves() -> None:
    given = with_standing(with_joined(SOMEBODY, "2020-05", TODAY), Standing.FULL, date(2021, 7, 9), TODAY)
    moved = with_joined(given, "2020-03", TODAY)
    assert recognised_on(moved) == date(2021, 7, 9)
    assert since(moved)[0] == (date(2020, 3, 1), Standing.PROBATIONARY)


def test_nobody_is_supposed_to_be_recognised_in_the_future() -> None:
    full = with_standing(with_joined(SOMEBODY, "2026-10", TODAY), Standing.FULL, None, TODAY)
    assert since(full) == [(date(2026, 10, 1), Standing.FULL)]


def test_a_probationary_member_has_no_recognition() -> None:
    probationary = with_standing(replace(SOMEBODY, joined="2026"), Standing.PROBATIONARY, None, TODAY)
    assert since(probationary) == [(date(2026, 1, 1), Standing.PROBATIONARY)]
    assert recognised_on(probationary) is None


def test_a_known_day_of_admission_is_not_lost_to_the_first_of_its_month() -> None:
    admitted = replace(
        SOMEBODY,
        joined="2025-10",
        standings=(StandingPeriod(since=date(2025, 10, 20), standing=Standing.PROBATIONARY),),
    )
    full = with_standing(admitted, Standing.FULL, date(2026, 10, 22), TODAY)
    assert since(full) == [(date(2025, 10, 20), Standing.PROBATIONARY), (date(2026, 10, 22), Standing.FULL)]
    assert since(with_joined(admitted, "2025-10", TODAY)) == since(admitted)
    assert since(with_joined(admitted, "2025-09", TODAY)) == [(date(2025, 9, 1), Standing.PROBATIONARY)]
    early = with_standing(admitted, Standing.FULL, date(2025, 10, 5), TODAY)
    assert since(early)[0][0] == date(2025, 10, 1)


def test_leaving_for_good_after_an_open_period_is_no_clash() -> None:
    exempt = StatusPeriod(since=date(2020, 1, 1), status=Status.EXEMPT)
    gone = StatusPeriod(since=date(2026, 1, 1), status=Status.ENDED)
    away = StatusPeriod(since=date(2025, 6, 1), until=date(2026, 6, 1), status=Status.TEMPORARY_OUT)
    assert clashing((exempt, gone), gone) == clashing((exempt, gone), exempt) == []
    assert clashing((exempt, away, gone), away) == [exempt, gone]


def test_a_new_post_ends_the_one_before_on_the_day_before() -> None:
    deputy = with_role(SOMEBODY, Role.DEPUTY_SECRETARY, date(2020, 1, 1), TODAY)
    secretary = with_role(deputy, Role.SECRETARY, date(2025, 6, 1), TODAY)
    assert [(t.role, t.since, t.until) for t in secretary.roles] == [
        (Role.DEPUTY_SECRETARY, date(2020, 1, 1), date(2025, 5, 31)),
        (Role.SECRETARY, date(2025, 6, 1), None),
    ]
    assert earlier_terms(secretary, TODAY) == [secretary.roles[0]]


def test_moving_the_first_day_of_a_post_moves_the_end_of_the_one_before() -> None:
    deputy = with_role(SOMEBODY, Role.DEPUTY_SECRETARY, date(2020, 1, 1), TODAY)
    moved = with_role(
        with_role(deputy, Role.SECRETARY, date(2025, 6, 1), TODAY), Role.SECRETARY, date(2025, 9, 1), TODAY
    )
    assert [(t.since, t.until) for t in moved.roles] == [
        (date(2020, 1, 1), date(2025, 8, 31)), (date(2025, 9, 1), None),
    ]  # fmt: skip


def test_a_post_taken_back_before_it_began_leaves_no_trace() -> None:
    held = replace(SOMEBODY, roles=(RoleTerm(since=date(2026, 5, 1), role=Role.SECRETARY),))
    gone = with_role(held, None, date(2026, 5, 1), TODAY)
    assert gone.roles == ()
    assert term_on(gone, TODAY) is None


def test_status_periods_stay_in_order() -> None:
    later = StatusPeriod(since=date(2026, 3, 1), status=Status.EXEMPT)
    earlier = StatusPeriod(since=date(2024, 3, 1), status=Status.EXEMPT)
    both = with_period(with_period(SOMEBODY, None, later), None, earlier)
    assert both.periods == (earlier, later)
    assert with_period(both, later, None).periods == (earlier,)


def test_without_a_month_of_joining_nothing_is_said_of_a_probation() -> None:
    given = with_standing(SOMEBODY, Standing.FULL, date(2021, 7, 9), TODAY)
    assert since(given) == [(date(2021, 7, 9), Standing.FULL)]
    assert recognised_on(given) == date(2021, 7, 9)
