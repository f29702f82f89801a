"""The rules of members' work at the numbers and days where they turn (sections 4, 5 and 6)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chibo_desktop.common.ids import named_id
from chibo_desktop.common.resources import resource
from chibo_desktop.domain.attendance import states_for, tally
from chibo_desktop.domain.duties import Duty, DutyProgress, DutyState, Recurrence
from chibo_desktop.domain.duty_board import load_hint
from chibo_desktop.domain.duty_log import known_on, settled_state
from chibo_desktop.domain.duty_turns import next_due
from chibo_desktop.domain.meetings import Attendance, AttendanceState
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status
from chibo_desktop.domain.presence import presence
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_pack import parse_review_pack
from chibo_desktop.domain.review_rules import Tasks, conditions, excellent_cap, level_by_points
from chibo_desktop.domain.votes import Matter, Vote, carries, needed, vote_base

PACK = parse_review_pack(resource("rules", "review-qd366-2025.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 3)
GOOD = YearRating.GOOD


@pytest.mark.parametrize("base", range(1, 31))
@pytest.mark.parametrize(("matter", "share"), [(Matter.ADMISSION, Fraction(2, 3)), (Matter.RESOLUTION, None)])
def test_shares_are_counted_in_whole_votes(base, matter, share):
    def enough(agree: int) -> bool:
        part = Fraction(agree, base)
        return part >= share if share else part > Fraction(1, 2)

    fewest = next(agree for agree in range(base + 1) if enough(agree))
    assert needed(matter, base) == fewest
    for agree in range(base + 1):
        vote = Vote(
            id=named_id("v"), meeting_id=named_id("m"), position=1, title="?", matter=matter, base=base, agree=agree
        )
        assert carries(vote) is (agree >= fewest)


@st.composite
def rolls(draw: st.DrawFn) -> list[Attendance]:
    rows = []
    for number in range(draw(st.integers(0, 15))):
        status = draw(st.sampled_from([s for s in Status if s not in {Status.TRANSFERRED, Status.ENDED}]))
        rows.append(
            Attendance(
                id=named_id(f"row {number}"), meeting_id=named_id("m"), member_id=named_id(f"member {number}"),
                name=f"Lò Văn {number}", state=draw(st.sampled_from(states_for(status))),
                standing=draw(st.sampled_from(Standing)), status=status,
            )
        )  # fmt: skip
    return rows


@given(rolls())
def test_voters_in_the_room_are_never_more_than_the_base_they_are_counted_against(rows):
    found = presence(rows)
    assert found.came == tally(rows).voters <= found.base == vote_base(rows)


def test_who_was_sent_elsewhere_and_comes_by_is_no_part_of_the_majority():
    def row(number: int, state: AttendanceState, status: Status) -> Attendance:
        return Attendance(
            id=named_id(f"{number}"), meeting_id=named_id("m"), member_id=named_id(f"{number}"), name="Lò Văn An",
            state=state, standing=Standing.FULL, status=status,
        )  # fmt: skip

    rows = [
        row(1, AttendanceState.PRESENT, Status.ACTIVE),
        row(2, AttendanceState.ABSENT_EXCUSED, Status.ACTIVE),
        row(3, AttendanceState.PRESENT, Status.TEMPORARY_OUT),
    ]
    assert (presence(rows).in_room, presence(rows).base, presence(rows).majority) == (1, 2, False)


@pytest.mark.parametrize(
    ("points", "level"),
    [(100, "excellent"), (90, "excellent"), (89.9, "good"), (89.999, "good"), (70, "good"), (69.9, "completed"),
     (50, "completed"), (49.9, "failed"), (0, "failed")],
)  # fmt: skip
def test_levels_turn_at_their_points(points, level):
    assert level_by_points(PACK, points) is YearRating(level)


@pytest.mark.parametrize(("beyond", "holds"), [(3, True), (2, False)])
def test_thirty_of_a_hundred_beyond_is_enough(beyond, holds):
    found = conditions(PACK.rule(YearRating.EXCELLENT), Tasks(on_time=10 - beyond, beyond=beyond), None)
    assert next(c.holds for c in found if "vượt mức" in c.words) is holds


@pytest.mark.parametrize(("late", "whole", "holds"), [(1, 5, True), (2, 10, True), (2, 9, False), (1, 4, False)])
def test_twenty_of_a_hundred_late_is_not_too_many(late, whole, holds):
    found = conditions(PACK.rule(YearRating.COMPLETED), Tasks(on_time=whole - late, late=late), None)
    assert next(c.holds for c in found if "chậm" in c.words) is holds


@pytest.mark.parametrize(
    ("good", "usual", "outstanding"), [(0, 0, 0), (4, 0, 1), (5, 1, 1), (14, 2, 3), (15, 3, 3)]
)
def test_the_cap_is_of_those_rated_good(good, usual, outstanding):
    ratings = [GOOD] * good + [YearRating.COMPLETED] * 6
    assert excellent_cap(PACK.cap, ratings).allowed == usual
    assert excellent_cap(PACK.cap, ratings, outstanding=True).allowed == outstanding


def test_lifting_one_from_good_to_excellent_lowers_the_base_of_the_cap():
    before, after = [GOOD] * 5, [GOOD] * 4 + [YearRating.EXCELLENT]
    assert excellent_cap(PACK.cap, before).allowed == 1
    assert (excellent_cap(PACK.cap, after).allowed, excellent_cap(PACK.cap, after).over) == (0, 1)


@pytest.mark.parametrize(
    ("due", "done", "state"),
    [
        (date(2026, 3, 31), date(2026, 3, 31), DutyState.DONE_ON_TIME),
        (date(2026, 3, 31), date(2026, 4, 1), DutyState.DONE_LATE),
        (None, date(2026, 4, 1), DutyState.DONE_ON_TIME),
    ],
)
def test_done_on_its_day_or_without_one_is_on_time(due, done, state):
    assert settled_state(due, done) is state


@pytest.mark.parametrize(
    ("recurrence", "dues", "following"),
    [
        (Recurrence.MONTHLY, ["2028-01-31"], "2028-02-29"),
        (Recurrence.MONTHLY, ["2028-01-31", "2028-02-29"], "2028-03-31"),
        (Recurrence.QUARTERLY, ["2026-11-30"], "2027-02-28"),
        (Recurrence.QUARTERLY, ["2026-11-30", "2027-02-28"], "2027-05-30"),
        (Recurrence.YEARLY, ["2028-02-29"], "2029-02-28"),
        (Recurrence.YEARLY, ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"], "2032-02-29"),
    ],
)
def test_turns_at_the_ends_of_months_and_in_leap_years(recurrence, dues, following):
    turns = [
        Duty(
            id=named_id(day), text="?", due=date.fromisoformat(day), recurrence=recurrence, series_id=named_id("s")
        )
        for day in dues
    ]
    assert next_due(turns, turns[-1].due) == date.fromisoformat(following)


def test_a_duty_is_known_as_its_log_told_it_on_the_day():
    duty = Duty(id=named_id("d"), text="?", due=TODAY)

    def line(day: int, state: DutyState, words: str) -> DutyProgress:
        return DutyProgress(
            id=named_id(words), duty_id=duty.id, date=date(2026, 10, day), text=words, state=state
        )  # fmt: skip

    rows = [line(5, DutyState.IN_PROGRESS, "đang làm"), line(9, DutyState.DONE_ON_TIME, "xong")]
    now = replace(duty, state=DutyState.DONE_ON_TIME, progress="xong", done_on=date(2026, 10, 9))
    assert known_on(now, rows, date(2026, 10, 9)) is now
    on_eighth = known_on(now, rows, date(2026, 10, 8))
    assert (on_eighth.state, on_eighth.progress, on_eighth.done_on) == (DutyState.IN_PROGRESS, "đang làm", None)
    assert known_on(now, rows, date(2026, 10, 4)).state is DutyState.NOT_STARTED
    assert known_on(now, [], date(2026, 10, 4)) is now


def test_the_load_hint_names_the_busy_by_given_name():
    names = ("Lò Văn Đức", "Vàng A Dơ", "Cà Thị Ân", "Lò Văn An", "Bạc Văn Ích", "Tòng Văn Ón", "Sùng A Ưng")
    people = [
        Member(
            id=named_id(name), name=name,
            standings=(StandingPeriod(since=date(2001, 1, 1), standing=Standing.FULL),),
        )
        for name in names
    ]  # fmt: skip
    busy = people[:3]
    given_ = [
        Duty(id=named_id(f"{m.name}{n}"), text="?", owner_id=m.id) for m in busy for n in range(4)
    ]  # fmt: skip
    assert load_hint(given_, people, TODAY).startswith(
        "Đ/c Cà Thị Ân đang nhận 4 việc, Đ/c Vàng A Dơ đang nhận 4 việc, Đ/c Lò Văn Đức đang nhận 4 việc, "
    )
