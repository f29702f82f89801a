"""Duties, targets, inspections and dues in figures: sums that match for any records, edges of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chibo_desktop.domain.counted import Counted, together
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.duty_figures import duty_figures, own_duties
from chibo_desktop.domain.inspections import Inspection, InspectionForm
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import Review, ReviewForm, ReviewRound
from chibo_desktop.domain.targets import Target, TargetState
from chibo_desktop.domain.work_figures import dues_months, inspection_figures, target_figures, year_ratings

TODAY = date(2026, 11, 3)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def ident(number: int) -> bytes:
    return number.to_bytes(16, "big")


def a_member(number: int, status: Status = Status.ACTIVE) -> Member:
    since = StandingPeriod(since=date(2010, 1, 1), standing=Standing.FULL)
    periods = (StatusPeriod(since=date(2020, 1, 1), status=status),)
    return Member(id=ident(number), name=f"Lò Văn {number}", standings=(since,), periods=periods)


people = st.integers(1, 5).map(ident)


@st.composite
def some_duties(draw: st.DrawFn) -> list[Duty]:
    """Up to eight duties of five members in any state, due about today or never."""
    drawn = st.tuples(
        st.sampled_from(DutyState),
        st.none() | people,
        st.lists(people, max_size=2),
        st.none() | st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days)),
    )
    return [
        Duty(id=ident(100 + n), text="Việc", state=state, owner_id=owner, co_owner_ids=tuple(helpers), due=due)
        for n, (state, owner, helpers, due) in enumerate(draw(st.lists(drawn, max_size=8)))
    ]


@settings(max_examples=80, deadline=None)
@given(some_duties(), some_duties(), st.lists(st.sampled_from(Status), min_size=5, max_size=5))
def test_whatever_the_duties_their_figures_agree(
    given_: list[Duty], before: list[Duty], states: list[Status]
) -> None:
    members = [a_member(n, status) for n, status in enumerate(states, start=1)]
    shown = duty_figures(given_, before, members, day=TODAY, today=TODAY)
    assert sum(found.number for found in shown.by_state.values()) == len(given_)
    assert sum(found.number for found in shown.by_source.values()) == len(given_)
    assert set(shown.due_on_time.ids) <= set(shown.due_done.ids) <= set(shown.due.ids)
    assert not set(shown.overdue.ids) & set(shown.due_done.ids)
    assert set(shown.covered.ids) <= set(shown.asked.ids)
    assert shown.coverage is None or 0 <= shown.coverage <= 100
    more = [*given_, *(Duty(id=ident(200 + n), text="a", owner_id=m.id) for n, m in enumerate(members))]
    assert duty_figures(more, (), members, day=TODAY, today=TODAY).covered == shown.asked


@settings(max_examples=60, deadline=None)
@given(some_duties())
def test_what_a_member_did_on_time_is_among_what_can_be_judged(found: list[Duty]) -> None:
    own = own_duties(found, [], TODAY)
    assert set(own.on_time.ids) <= set(own.judged.ids) <= set(own.given.ids)
    assert set(own.beyond.ids) <= set(own.on_time.ids) <= set(own.done.ids)
    assert not set(own.overdue.ids) & set(own.done.ids)
    assert own.on_time_rate is None or 0 <= own.on_time_rate <= 100


@pytest.mark.parametrize(("due", "judged", "overdue"), [(YESTERDAY, 1, 1), (TODAY, 1, 0), (TOMORROW, 0, 0)])
def test_an_open_duty_is_judged_from_its_day_and_late_after_it(due: date, judged: int, overdue: int) -> None:
    own = own_duties([Duty(id=ident(1), text="Việc", due=due)], [], TODAY)
    assert (own.judged.number, own.overdue.number) == (judged, overdue)


@pytest.mark.parametrize(
    ("due", "done_on", "done", "late"),
    [(YESTERDAY, None, 0, 1), (TODAY, None, 0, 0), (None, None, 0, 0), (YESTERDAY, TODAY, 1, 0)],
)
def test_an_inspection_is_late_after_its_day_until_it_is_done(
    due: date | None, done_on: date | None, done: int, late: int
) -> None:
    form = InspectionForm.SUPERVISION
    item = Inspection(id=ident(1), year=2026, form=form, text="Giám sát", due=due, done_on=done_on)
    shown = inspection_figures([item], TODAY)
    assert (shown[form].planned.number, shown[form].done.number, shown[form].late.number) == (1, done, late)
    assert shown[InspectionForm.INSPECTION].planned.number == 0


def test_targets_are_counted_by_the_numbers_where_nobody_has_said() -> None:
    targets = [
        Target(id=ident(1), text="a", planned=10, reached=10),
        Target(id=ident(2), text="b", planned=10, reached=12),
        Target(id=ident(3), text="c", planned=10, reached=5, due=YESTERDAY),
        Target(id=ident(4), text="d"),
    ]
    shown = target_figures(targets, TODAY)
    assert {state: found.number for state, found in shown.states.items()} == dict.fromkeys(TargetState, 1)
    assert (shown.met.ids, shown.rate) == ((ident(1), ident(2)), 50)
    assert target_figures([], TODAY).rate is None


def test_dues_name_no_member() -> None:
    rows = [
        Dues(id=ident(n), month=month, member_id=ident(n), paid=paid)
        for n, (month, paid) in enumerate([("2026-02", True), ("2026-01", False), ("2026-02", False)])
    ]
    found = dues_months(rows)
    assert [(m.month, m.listed, m.paid) for m in found] == [(1, 1, 0), (2, 2, 1)]
    assert not hasattr(found[0], "ids")


def test_nothing_reviewed_is_no_year_and_numbers_add_up_in_order() -> None:
    assert year_ratings([], [], [], TODAY) == ()
    assert together(Counted((b"b",)), Counted(), Counted((b"a", b"c"))).ids == (b"b", b"a", b"c")
    assert Counted().share_of(Counted()) is None


@pytest.mark.parametrize(
    ("held", "rating", "waiting", "rated"),
    [
        (None, None, 1, 0),
        (date(2026, 10, 31), None, 2, 0),
        (date(2026, 11, 1), None, 1, 0),
        (None, YearRating.GOOD, 1, 1),
    ],
)
def test_nobody_waits_for_the_rating_of_who_left_before_the_review(held, rating, waiting, rated):
    gone = StatusPeriod(since=date(2026, 11, 1), status=Status.TRANSFERRED)
    members = [a_member(1), replace(a_member(2), periods=(gone,))]
    here = ReviewRound(id=ident(50), year=2026, held_on=held)
    reviews = [
        Review(id=ident(60 + n), round_id=here.id, member_id=ident(n), form=ReviewForm.VILLAGER, cell_rating=given_)
        for n, given_ in ((1, None), (2, rating))
    ]
    (found,) = year_ratings([here], reviews, members, TODAY)
    assert (found.waiting.number, found.rated.number) == (waiting, rated)
