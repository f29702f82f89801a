"""The steps of admission, recognition and transfer, their terms and what they change (Điều lệ 4, 5, 6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chibo_desktop.domain.act_effects import admitted, arrived, moved, recognised, transferred
from chibo_desktop.domain.act_steps import (
    STEPS,
    Step,
    act_findings,
    admitted_on,
    awaits_recognition,
    closed,
    next_step,
    recognition_due,
    skipped,
    vote_lost,
    vote_words,
    waiting_since,
)
from chibo_desktop.domain.findings import Severity
from chibo_desktop.domain.member_acts import ActKind, MemberAct
from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.standings import UNKNOWN_SINCE
from chibo_desktop.domain.working_days import months_after, working_days_after, working_days_before

TODAY = date(2026, 11, 3)
ID = b"a" * 16
WHO = b"w" * 16


def act(kind: ActKind = ActKind.ADMISSION, **steps: object) -> MemberAct:
    return MemberAct(id=ID, kind=kind, name="Vàng Thị Mỷ", begun_on=date(2026, 6, 1), **steps)  # type: ignore[arg-type]


def member(*standings: StandingPeriod, joined: str = "") -> Member:
    full = StandingPeriod(since=date(2000, 1, 1), standing=Standing.FULL)
    return Member(id=WHO, name="Vàng Thị Mỷ", joined=joined, standings=standings or (full,))


def probationary(since: date) -> StandingPeriod:
    return StandingPeriod(since=since, standing=Standing.PROBATIONARY)


def test_the_next_step_follows_the_last_taken_one() -> None:
    assert next_step(act()) is Step.VOTED
    assert next_step(act(voted_on=TODAY)) is Step.SENT
    assert next_step(act(sent_on=TODAY)) is Step.DECIDED
    assert skipped(act(sent_on=TODAY), Step.VOTED)
    assert not skipped(act(sent_on=TODAY), Step.DONE)
    assert next_step(act(done_on=TODAY)) is None
    assert next_step(act(given_up_on=TODAY)) is None
    assert next_step(act(ActKind.TRANSFER_OUT)) is Step.SENT
    assert next_step(act(ActKind.TRANSFER_IN)) is Step.DECIDED


@given(st.sampled_from(ActKind), st.dictionaries(st.sampled_from(Step), st.dates(date(2026, 1, 1), TODAY)))
def test_an_act_is_open_exactly_while_it_has_a_next_step(kind: ActKind, taken: dict[Step, date]) -> None:
    one = act(kind, **{step.value: day for step, day in taken.items()})
    assert (next_step(one) is None) == closed(one)
    following = next_step(one)
    if following is not None:
        order = STEPS[kind]
        assert all(step not in taken for step in order[order.index(following) :])
    assert waiting_since(one) >= one.begun_on


@given(st.integers(1, 200), st.integers(0, 200))
def test_two_thirds_are_counted_in_whole_votes(base: int, agree: int) -> None:
    agree = min(agree, base)
    assert vote_lost(act(voted_on=TODAY, base=base, agree=agree)) == (3 * agree < 2 * base)


def test_two_thirds_at_the_edge_and_in_words() -> None:
    assert not vote_lost(act(voted_on=TODAY, base=18, agree=12))
    assert vote_lost(act(voted_on=TODAY, base=18, agree=11))
    assert not vote_lost(act(voted_on=TODAY, base=17, agree=12))
    assert vote_lost(act(voted_on=TODAY, base=17, agree=11))
    assert vote_words(ActKind.ADMISSION, 17) == "cần ít nhất 12/17 đảng viên chính thức tán thành"
    assert vote_words(ActKind.TRANSFER_OUT, 17) == ""
    assert not vote_lost(act(voted_on=TODAY))
    assert not vote_lost(act(ActKind.TRANSFER_OUT, base=17, agree=1, voted_on=TODAY))


def test_a_lost_vote_is_said_with_its_rule() -> None:
    (found,) = act_findings(act(voted_on=TODAY, base=18, agree=11), TODAY)
    assert found.sentence == "Mới có 11/18 tán thành, cần ít nhất 12/18 đảng viên chính thức tán thành."
    assert (found.basis, found.severity) == ("Điều lệ Đảng 4.3", Severity.WARNING)
    (other,) = act_findings(act(ActKind.RECOGNITION, voted_on=TODAY, base=18, agree=0), TODAY)
    assert other.basis == "Điều lệ Đảng 5.2"


def test_days_out_of_order_and_days_to_come_are_said() -> None:
    found = act_findings(act(voted_on=date(2026, 10, 3), sent_on=date(2026, 9, 1)), TODAY)
    assert [f.step for f in found] == [Step.SENT]
    assert "đứng trước ngày biểu quyết (03/10/2026)" in found[0].sentence
    (coming,) = act_findings(act(sent_on=TODAY + timedelta(days=1)), TODAY)
    assert coming.sentence == "Ngày 04/11/2026 chưa tới."


def test_ceremony_is_due_within_thirty_working_days() -> None:
    decided = date(2026, 9, 1)
    last = working_days_after(decided, 30)
    assert last == date(2026, 10, 13)
    (hint,) = act_findings(act(decided_on=decided), last)
    assert hint.severity is Severity.HINT
    assert "chậm nhất 13/10/2026" in hint.sentence
    (late,) = act_findings(act(decided_on=decided), last + timedelta(days=1))
    assert late.severity is Severity.WARNING
    assert act_findings(act(decided_on=decided, done_on=last), TODAY) == ()
    assert len(act_findings(act(decided_on=decided, done_on=last + timedelta(days=1)), TODAY)) == 1
    assert act_findings(act(decided_on=decided, given_up_on=TODAY), TODAY) == ()


def test_transfer_is_due_within_sixty_working_days() -> None:
    one = act(ActKind.TRANSFER_OUT, decided_on=date(2026, 9, 1))
    (hint,) = act_findings(one, date(2026, 9, 2))
    assert "60 ngày làm việc" in hint.sentence
    assert act_findings(one, date(2026, 12, 1))[0].severity is Severity.WARNING


def test_working_days_leave_out_saturday_and_sunday() -> None:
    friday = date(2026, 10, 30)
    assert working_days_after(friday, 1) == date(2026, 11, 2)
    assert working_days_after(friday, 5) == date(2026, 11, 6)
    assert working_days_after(date(2026, 10, 31), 1) == date(2026, 11, 2)
    assert working_days_after(friday, 0) == friday


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(1, 80))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    last = working_days_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(d.weekday() < 5 for d in between) == count
    assert last.weekday() < 5
    first = working_days_before(day, count)
    assert sum((first + timedelta(days=n)).weekday() < 5 for n in range((day - first).days)) == count


def test_months_after_keeps_within_the_month() -> None:
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2023, 2, 28), 12) == date(2024, 2, 28)
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 12, 5), 12) == date(2027, 12, 5)


def test_recognition_comes_due_twelve_months_after_the_ceremony() -> None:
    one = member(probationary(date(2025, 11, 20)), joined="2025-11")
    assert admitted_on(one, TODAY) == date(2025, 11, 20)
    assert recognition_due(one, TODAY) == date(2026, 11, 20)
    known_to_the_month = member(probationary(date(2026, 3, 1)), joined="2025-06")
    assert recognition_due(known_to_the_month, TODAY) == date(2026, 6, 1)
    assert recognition_due(member(probationary(UNKNOWN_SINCE)), TODAY) is None
    assert recognition_due(member(probationary(UNKNOWN_SINCE), joined="2025"), TODAY) is None
    assert recognition_due(member(), TODAY) is None


def test_only_probationary_members_of_this_cell_await_recognition() -> None:
    one = member(probationary(date(2025, 11, 20)))
    assert awaits_recognition(one, TODAY)
    assert not awaits_recognition(one, date(2025, 11, 19))
    assert not awaits_recognition(member(), TODAY)
    for status in (Status.TEMPORARY_IN, Status.TRANSFERRED, Status.ENDED):
        away = replace(one, periods=(StatusPeriod(since=date(2026, 1, 1), status=status),))
        assert not awaits_recognition(away, TODAY)


@pytest.mark.parametrize(
    ("done", "today", "words"),
    [
        (date(2026, 11, 19), date(2026, 12, 1), "Chưa đủ 12 tháng dự bị: đủ vào ngày 20/11/2026."),
        (date(2026, 11, 20), date(2026, 12, 1), None),
        (None, date(2026, 11, 3), "12 tháng dự bị đủ vào ngày 20/11/2026."),
        (None, date(2026, 11, 20), "12 tháng dự bị đã đủ vào ngày 20/11/2026."),
    ],
)
def test_probation_is_twelve_months(done: date | None, today: date, words: str | None) -> None:
    one = member(probationary(date(2025, 11, 20)))
    if done:
        one = recognised(one, done)
    found = act_findings(act(ActKind.RECOGNITION, done_on=done), today, member=one)
    assert [f.sentence for f in found] == ([words] if words else [])
    assert all(f.basis == "Điều lệ Đảng 5.1" for f in found)


# -- what an act changes ----------------------------------------------------------------------------


def test_admission_makes_a_probationary_member_from_the_ceremony_on() -> None:
    made = admitted(act(), WHO, date(2026, 10, 10))
    assert made.joined == "2026-10"
    assert made.standing_on(date(2026, 10, 10)) is Standing.PROBATIONARY
    assert made.belongs_on(date(2026, 10, 10))
    assert not made.belongs_on(date(2026, 10, 9))


def test_recognition_leaves_the_probation_before_it_alone() -> None:
    one = recognised(member(probationary(date(2025, 10, 10)), joined="2025-10"), date(2026, 10, 12))
    assert not one.belongs_on(date(2025, 10, 9))
    assert one.standing_on(date(2026, 10, 11)) is Standing.PROBATIONARY
    assert one.standing_on(date(2026, 10, 12)) is Standing.FULL


def test_transfer_out_ends_with_the_paper_on_its_day() -> None:
    gone = transferred(member(), act(ActKind.TRANSFER_OUT, paper="GTSH 12"), TODAY)
    assert gone.periods == (StatusPeriod(since=TODAY, status=Status.TRANSFERRED, paper="GTSH 12"),)
    assert gone.belongs_on(TODAY - timedelta(days=1))
    assert not gone.belongs_on(TODAY)


def test_leaving_ends_posts_and_they_move_with_its_day() -> None:
    leader = RoleTerm(since=date(2020, 1, 1), role=Role.GROUP_LEADER)
    before = RoleTerm(since=date(2010, 1, 1), until=date(2012, 1, 1), role=Role.SECRETARY)
    first = act(ActKind.TRANSFER_OUT, done_on=TODAY)
    gone = transferred(replace(member(), roles=(before, leader)), first, TODAY)
    assert gone.roles == (before, replace(leader, until=TODAY - timedelta(days=1)))
    for day in (date(2026, 10, 1), date(2026, 11, 10)):
        later = moved(gone, first, replace(first, done_on=day))
        assert later.roles == (before, replace(leader, until=day - timedelta(days=1)))


@given(st.sampled_from(["", "1998", "1998-03", "2026-11"]), st.sampled_from(Standing))
def test_who_arrives_was_not_here_the_day_before(joined: str, standing: Standing) -> None:
    made = arrived(act(ActKind.TRANSFER_IN), WHO, TODAY, standing=standing, joined=joined)
    assert made.belongs_on(TODAY)
    assert made.standing_on(TODAY) is standing
    assert not made.belongs_on(TODAY - timedelta(days=1))
    assert not made.belongs_on(date(2010, 1, 1))
    assert made.joined == joined


def test_another_day_moves_what_was_written() -> None:
    day, other = date(2026, 10, 10), date(2026, 9, 30)
    first = act(done_on=day)
    new = moved(admitted(first, WHO, day), first, replace(first, done_on=other))
    assert new == admitted(first, WHO, other)

    first = act(ActKind.RECOGNITION, done_on=day)
    one = recognised(member(probationary(date(2025, 9, 1))), day)
    assert moved(one, first, replace(first, done_on=other)).standing_on(other) is Standing.FULL

    first = act(ActKind.TRANSFER_OUT, done_on=day, paper="1")
    gone = transferred(member(), first, day)
    (period,) = moved(gone, first, replace(first, done_on=other, paper="2")).periods
    assert (period.since, period.paper) == (other, "2")

    first = act(ActKind.TRANSFER_IN, done_on=day)
    come = arrived(first, WHO, day, standing=Standing.FULL, joined="1998-03")
    assert moved(come, first, replace(first, done_on=other)).belongs_on(other)


def test_what_was_changed_by_hand_since_is_left_alone() -> None:
    first = act(ActKind.TRANSFER_OUT, done_on=TODAY, paper="1")
    by_hand = replace(member(), periods=(StatusPeriod(since=date(2026, 1, 1), status=Status.TRANSFERRED),))
    assert moved(by_hand, first, replace(first, done_on=date(2026, 10, 1))) == by_hand
    full = member()
    first = act(ActKind.RECOGNITION, done_on=TODAY)
    assert moved(full, first, replace(first, done_on=date(2026, 10, 1))) == full
    assert moved(full, act(), act()) == full
