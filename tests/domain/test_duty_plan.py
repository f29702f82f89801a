from __future__ import annotations

import itertools
from datetime import date

from msgspec.structs import replace

from chibo_desktop.domain.duties import Duty, DutySource, DutyState, Recurrence
from chibo_desktop.domain.duty_plan import USUAL, PlanRow, draft_plan, usual_year, with_usual
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.ratings import YearRating

TODAY = date(2026, 12, 20)
_ids = itertools.count(1)


def new_id() -> bytes:
    return next(_ids).to_bytes(16, "big")


def member(name: str, status: Status | None = None) -> Member:
    periods = (StatusPeriod(since=date(2026, 6, 1), status=status),) if status else ()
    standing = StandingPeriod(since=date(2010, 1, 1), standing=Standing.FULL)
    return Member(id=new_id(), name=name, standings=(standing,), periods=periods)


AN, BINH = member("Lò Văn An"), member("Cà Thị Bình")
GONE, EXEMPT = member("Vàng A Chí", Status.TRANSFERRED), member("Lò Thị Dung", Status.EXEMPT)
PEOPLE = [GONE, EXEMPT, BINH, AN]


def planned(owner: Member, due: date | None = None, **more: object) -> Duty:
    return Duty(**{
        "id": new_id(), "text": "Phụ trách hộ", "owner_id": owner.id, "due": due, "source": DutySource.PLAN,
        "plan_year": 2026, "given_on": date(2026, 1, 5), **more,
    })  # fmt: skip


def draft(*duties: Duty) -> tuple[PlanRow, ...]:
    return draft_plan(2027, duties, PEOPLE, TODAY, new_id)


def test_the_year_planned_is_the_next_from_november_on():
    assert [usual_year(date(2026, month, 1)) for month in (1, 10, 11, 12)] == [2026, 2026, 2027, 2027]


def test_nothing_last_year_gives_an_empty_row_for_each_who_needs_a_duty():
    rows = draft()
    assert [(row.duty.owner_id, row.taken, row.duty.text, row.before) for row in rows] == [
        (AN.id, False, "", None), (BINH.id, False, "", None),
    ]  # fmt: skip
    assert {row.duty.due for row in rows} == {date(2027, 12, 31)}
    assert not any(row.lacks_owner for row in rows)


def test_last_years_duties_begin_afresh_a_year_later():
    before = planned(
        AN, date(2026, 2, 28), area="Tổ 1", households=9, co_owner_ids=(BINH.id, GONE.id), output="Báo cáo",
        state=DutyState.DONE_LATE, done_on=date(2026, 3, 2), progress="xong", grade=YearRating.GOOD,
        grade_note="tốt", position=4,
    )  # fmt: skip
    row, other = draft(before, planned(BINH, plan_year=2025))
    assert row.taken
    assert row.before == before
    duty = row.duty
    assert duty.id != before.id
    assert (duty.plan_year, duty.due, duty.given_on) == (2027, date(2027, 2, 28), TODAY)
    assert (duty.text, duty.area, duty.households, duty.output) == ("Phụ trách hộ", "Tổ 1", 9, "Báo cáo")
    assert duty.co_owner_ids == (BINH.id,)
    assert (duty.state, duty.done_on, duty.progress, duty.grade, duty.grade_note) == (
        DutyState.NOT_STARTED, None, "", None, "",
    )  # fmt: skip
    assert (other.duty.owner_id, other.taken) == (BINH.id, False)


def test_the_29th_of_february_moves_to_the_28th():
    (row, *_) = draft_plan(
        2025, [planned(AN, date(2024, 2, 29), plan_year=2024)], PEOPLE, date(2024, 12, 1), new_id
    )
    assert row.duty.due == date(2025, 2, 28)


def test_duties_of_those_who_left_or_are_exempt_need_another():
    rows = draft(planned(GONE), planned(EXEMPT, text="Khác"), planned(AN))
    marked = {row.gone: row for row in rows if row.gone}
    assert set(marked) == {"Vàng A Chí", "Lò Thị Dung"}
    assert all(row.lacks_owner and row.duty.owner_id is None for row in marked.values())
    # They stand on top, where they cannot be overlooked.
    assert [bool(row.gone) for row in rows] == [True, True, False, False]
    assert not replace_taken(marked["Vàng A Chí"]).lacks_owner


def replace_taken(row: PlanRow) -> PlanRow:
    return PlanRow(row.duty, row.before, taken=False, gone=row.gone)


def test_a_year_half_planned_is_not_planned_again():
    first = planned(AN, date(2026, 6, 30))
    again = replace(first, id=new_id(), plan_year=2027, due=date(2027, 6, 30))
    rows = draft(first, again)
    assert [row.duty.owner_id for row in rows] == [BINH.id]


def test_a_series_goes_on_with_its_newest_turn_in_the_new_year():
    first = planned(AN, date(2026, 10, 31), recurrence=Recurrence.MONTHLY)
    turns = [
        first,
        replace(first, id=new_id(), series_id=first.id, due=date(2026, 12, 31)),
        replace(first, id=new_id(), series_id=first.id, due=date(2026, 11, 30)),
    ]
    row = next(row for row in draft(*turns) if row.before)
    assert row.before == turns[1]
    assert (row.duty.series_id, row.duty.due) == (first.id, date(2027, 1, 31))
    further = replace(first, id=new_id(), series_id=first.id, due=date(2027, 1, 31), plan_year=2027)
    assert not any(row.before for row in draft(*turns, further))


def test_a_usual_area_fills_only_what_is_empty():
    duty = draft()[0].duty
    filled = with_usual(duty, USUAL[0])
    assert (filled.area, filled.text, filled.output) == (USUAL[0].area, USUAL[0].text, USUAL[0].output)
    own = with_usual(replace(duty, text="Việc riêng"), USUAL[1])
    assert (own.text, own.area, own.output) == ("Việc riêng", USUAL[1].area, USUAL[1].output)
    assert len({usual.area for usual in USUAL}) == len(USUAL)
