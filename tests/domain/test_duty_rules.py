from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chibo_desktop.domain.duties import DONE, OPEN, Duty, DutyProgress, DutySource, DutyState, Recurrence
from chibo_desktop.domain.duty_board import (
    Shown,
    When,
    by_date,
    by_member,
    counts,
    coverage,
    has_words,
    is_shown,
    load_hint,
    loads,
    overloaded,
    when_due,
    year_of,
)
from chibo_desktop.domain.duty_clarity import ALL_CLEAR, clarity_words, unclear
from chibo_desktop.domain.duty_log import counted_again, mirrored, settled_state
from chibo_desktop.domain.duty_turns import add_months, next_due, next_turns, series_of
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status, StatusPeriod

TODAY = date(2026, 11, 3)
_ids = itertools.count(1)


def new_id() -> bytes:
    return next(_ids).to_bytes(16, "big")


def member(name: str, status: Status | None = None) -> Member:
    periods = (StatusPeriod(since=date(2026, 1, 1), status=status),) if status else ()
    standing = StandingPeriod(since=date(2010, 1, 1), standing=Standing.FULL)
    return Member(id=new_id(), name=name, standings=(standing,), periods=periods)


def duty(owner: Member | None = None, due: date | None = None, **more: object) -> Duty:
    return Duty(**{"id": new_id(), "text": "Việc", "owner_id": owner.id if owner else None, "due": due, **more})


# -- six clear things -----------------------------------------------------------------------------


def test_each_of_the_six_clear_things_is_named_when_missing():
    assert [words.split(" (")[0] for words in unclear(duty(text=""))] == [
        "rõ người", "rõ việc", "rõ thời gian", "rõ trách nhiệm", "rõ phối hợp", "rõ kết quả",
    ]  # fmt: skip
    an, binh = member("An"), member("Bình")
    whole = duty(an, TODAY, area="Tổ 1", co_owner_ids=(binh.id,), output="Biên bản")
    assert unclear(whole) == ()
    assert clarity_words(whole) == ALL_CLEAR
    assert unclear(replace(whole, area="", households=5)) == ()
    assert unclear(replace(whole, area=" ", households=0)) == ("rõ trách nhiệm (lĩnh vực, địa bàn hoặc số hộ)",)
    assert clarity_words(replace(whole, output="")) == "Đã rõ 5/6, còn thiếu: rõ kết quả (sản phẩm cần có)."
    assert "định kỳ phải có hạn" in clarity_words(replace(whole, due=None, recurrence=Recurrence.MONTHLY))


# -- settled --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "done", "beyond", "state"),
    [
        (TODAY, TODAY, False, DutyState.DONE_ON_TIME),
        (TODAY, TODAY, True, DutyState.DONE_BEYOND),
        (TODAY, TODAY + timedelta(days=1), False, DutyState.DONE_LATE),
        (TODAY, TODAY + timedelta(days=1), True, DutyState.DONE_LATE),
        (None, TODAY, False, DutyState.DONE_ON_TIME),
        (None, TODAY, True, DutyState.DONE_BEYOND),
    ],
)
def test_the_day_decides_on_time_or_late(due, done, beyond, state):
    assert settled_state(due, done, beyond=beyond) is state


def test_a_moved_day_counts_on_time_or_late_anew():
    done = duty(due=TODAY, state=DutyState.DONE_ON_TIME, done_on=TODAY)
    late = counted_again(replace(done, due=TODAY - timedelta(days=1)))
    assert late.state is DutyState.DONE_LATE
    assert counted_again(replace(late, due=None)).state is DutyState.DONE_ON_TIME
    still = duty(due=TODAY, state=DutyState.NOT_DONE)
    assert counted_again(still) == still


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.sampled_from(DutyState), st.sampled_from(["", "a", "b"])), max_size=6)
)
@settings(max_examples=60)
def test_a_duty_shows_its_newest_line(lines):
    task = duty(due=TODAY, progress="cũ", state=DutyState.IN_PROGRESS)
    rows = [
        DutyProgress(id=new_id(), duty_id=task.id, date=TODAY + timedelta(days=n), text=words, state=state)
        for n, state, words in lines
    ]
    shown = mirrored(task, rows)
    assert mirrored(task, reversed(rows)) == shown
    if not rows:
        assert (shown.state, shown.progress, shown.done_on) == (DutyState.NOT_STARTED, "", None)
        return
    newest = max(rows, key=lambda row: (row.date, row.id))
    assert (shown.state in DONE) == (newest.state in DONE)
    assert shown.done_on == (newest.date if newest.state in DONE else None)
    assert (shown.state is DutyState.DONE_LATE) == (newest.state in DONE and newest.date > TODAY)
    if newest.text:
        assert shown.progress == newest.text


# -- turns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_safely(day, months, expected):
    assert add_months(day, months) == expected


def test_a_series_on_the_31st_comes_back_to_the_31st():
    turns = [duty(due=date(2026, 1, 31), recurrence=Recurrence.MONTHLY)]
    days = []
    for _ in range(5):
        due = next_due(turns, date(2026, 1, 1))
        days.append(due)
        turns.append(replace(turns[0], id=new_id(), due=due))
    assert [(d.month, d.day) for d in days if d] == [(2, 28), (3, 31), (4, 30), (5, 31), (6, 30)]


def test_a_series_moved_to_another_day_stays_there():
    turns = [
        duty(due=date(2026, 1, 31), recurrence=Recurrence.MONTHLY),
        duty(due=date(2026, 3, 15), recurrence=Recurrence.MONTHLY),
    ]
    assert next_due(turns, date(2026, 3, 1)) == date(2026, 4, 15)


def test_turns_missed_while_nobody_looked_are_not_made_up():
    turns = [duty(due=date(2026, 3, 31), recurrence=Recurrence.MONTHLY)]
    assert next_due(turns, date(2026, 11, 3)) == date(2026, 11, 30)
    assert next_due([replace(turns[0], recurrence=Recurrence.QUARTERLY)], date(2026, 11, 3)) == date(2026, 12, 31)


def test_no_turn_without_day_or_recurrence_or_before_the_day():
    open_turn = duty(due=TODAY, recurrence=Recurrence.MONTHLY)
    assert next_turns([open_turn], TODAY, new_id, set()) == []
    assert next_turns([replace(open_turn, due=None)], TODAY, new_id, set()) == []
    once = replace(open_turn, recurrence=Recurrence.NONE, due=TODAY - timedelta(days=1))
    assert next_turns([once], TODAY, new_id, set()) == []


def test_the_next_turn_begins_afresh_without_those_who_left():
    an, binh, cao = member("An"), member("Bình"), member("Cao")
    before = duty(
        an, TODAY, co_owner_ids=(binh.id, cao.id), recurrence=Recurrence.MONTHLY, state=DutyState.DONE_ON_TIME,
        done_on=TODAY, progress="đã làm", grade_note="tốt", meeting_id=new_id(), source=DutySource.MEETING,
        area="Tổ 1", households=7, output="Báo cáo", plan_year=2026,
    )  # fmt: skip
    (after,) = next_turns([before], TODAY, new_id, {an.id, binh.id})
    assert after.series_id == series_of(before) == before.id
    assert (after.owner_id, after.co_owner_ids) == (None, (cao.id,))
    assert (after.due, after.given_on) == (date(2026, 12, 3), TODAY)
    assert (after.state, after.progress, after.done_on, after.grade_note) == (DutyState.NOT_STARTED, "", None, "")
    assert after.meeting_id is None
    assert (after.area, after.households, after.output, after.text) == ("Tổ 1", 7, "Báo cáo", before.text)


@given(
    st.sampled_from([Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.YEARLY]),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 9), st.sampled_from(DutyState)), max_size=8),
)
@settings(max_examples=80)
def test_a_turn_is_never_made_twice(recurrence, due, acts):
    turns = [duty(due=due, recurrence=recurrence)]
    today = due - timedelta(days=40)
    for days, which, state in acts:
        today += timedelta(days=days)
        place = which % len(turns)
        turns[place] = replace(turns[place], state=state)
        made = next_turns(turns, today, new_id, set())
        assert len(made) <= 1
        turns += made
        assert next_turns(turns, today, new_id, set()) == []
    days_due = [turn.due for turn in turns]
    assert len(set(days_due)) == len(days_due)
    assert {series_of(turn) for turn in turns} == {turns[0].id}


# -- the board ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "state", "when"),
    [
        (TODAY - timedelta(days=1), DutyState.NOT_STARTED, When.OVERDUE),
        (TODAY, DutyState.IN_PROGRESS, When.THIS_MONTH),
        (date(2026, 11, 30), DutyState.NOT_STARTED, When.THIS_MONTH),
        (date(2026, 12, 1), DutyState.NOT_STARTED, When.NEXT_MONTH),
        (date(2027, 1, 1), DutyState.NOT_STARTED, When.LATER),
        (date(2027, 11, 5), DutyState.NOT_STARTED, When.LATER),
        (None, DutyState.NOT_STARTED, When.NO_DAY),
        (TODAY - timedelta(days=1), DutyState.NOT_DONE, When.FAILED),
        (None, DutyState.DONE_LATE, When.SETTLED),
    ],
)
def test_groups_of_the_board_by_date(due, state, when):
    assert when_due(duty(due=due, state=state), TODAY) is when


def test_december_is_followed_by_january():
    assert when_due(duty(due=date(2027, 1, 2)), date(2026, 12, 30)) is When.NEXT_MONTH


def test_board_by_date_has_late_ones_first_and_no_empty_groups():
    late, later = duty(due=date(2026, 10, 1)), duty(due=date(2026, 10, 20))
    free, done = duty(), duty(state=DutyState.DONE_LATE, done_on=date(2026, 10, 2))
    done_since = duty(state=DutyState.DONE_LATE, done_on=date(2026, 10, 9))
    groups = by_date([done, free, later, late, done_since], TODAY)
    assert [(g.title, [d.id for d in g.duties]) for g in groups] == [
        ("Quá hạn", [late.id, later.id]), ("Không hạn", [free.id]), ("Đã xong", [done_since.id, done.id]),
    ]  # fmt: skip


def test_board_by_member_shows_everyone_those_gone_and_nobodys():
    an, binh, gone = member("Lò Văn An"), member("Cà Thị Bình"), member("Đặng Đức Chí", Status.TRANSFERRED)
    own, loose, lost, stray = duty(an), duty(), duty(gone), duty(owner_id=new_id())
    groups = by_member([loose, lost, own, stray], [binh, gone, an], TODAY)
    assert [(g.title, len(g.duties)) for g in groups] == [
        ("Lò Văn An", 1), ("Cà Thị Bình", 0), ("Đặng Đức Chí (đã rời chi bộ)", 1), ("Chưa giao cho ai", 2),
    ]  # fmt: skip
    assert [g.title for g in by_member([own], [binh, an], TODAY, everyone=False)] == ["Lò Văn An"]


def test_filters_of_the_board():
    an = member("Lò Văn An")
    late, whole = duty(an, date(2026, 10, 1)), duty(an, date(2026, 12, 1))
    nobody = duty(None, date(2026, 12, 1))
    done, failed = duty(an, state=DutyState.DONE_BEYOND), duty(an, state=DutyState.NOT_DONE)
    every = [late, whole, nobody, done, failed]
    expected = {
        Shown.OPEN: [late, whole, nobody], Shown.OVERDUE: [late], Shown.UNCLEAR: [nobody], Shown.DONE: [done],
        Shown.NOT_DONE: [failed], Shown.ALL: every,
    }  # fmt: skip
    for shown, found in expected.items():
        assert [d for d in every if is_shown(d, shown, TODAY)] == found
    assert set(expected) == set(Shown)


def test_search_reads_people_and_ignores_tones():
    an, binh = member("Lò Văn An"), member("Cà Thị Bình")
    task = duty(an, text="Sửa đường nước", co_owner_ids=(binh.id,), area="Tổ 3")
    names = {an.id: an.name, binh.id: binh.name}
    for words in ("", "  ", "sua duong", "lò an", "BINH tổ 3", "chua lam"):
        assert has_words(task, words, names)
    assert not has_words(task, "sua cau", names)


def test_counts_at_the_top():
    an = member("An")
    every = [
        duty(an, date(2026, 10, 1)), duty(an, date(2026, 11, 9)), duty(None, date(2027, 5, 1)), duty(an),
        duty(an, state=DutyState.DONE_LATE), duty(an, state=DutyState.NOT_DONE),
    ]  # fmt: skip
    found = counts(every, TODAY, {an.id})
    assert (found.open, found.overdue, found.this_month, found.nobody, found.done, found.not_done) == (
        4, 1, 1, 1, 1, 1,
    )  # fmt: skip


def test_coverage_asks_those_of_the_day_less_the_exempt():
    an, binh, cao, dung = (member(name) for name in ("An", "Bình", "Cao", "Dung"))
    apart = [member("X", status) for status in Status if status not in {Status.ACTIVE, Status.REDUCED}]
    reduced = member("Yên", Status.REDUCED)
    meeting = new_id()
    every = [
        duty(an, date(2026, 12, 1), co_owner_ids=(binh.id,)),
        duty(cao, date(2026, 3, 1), state=DutyState.DONE_ON_TIME),
        duty(dung, date(2025, 3, 1), state=DutyState.DONE_ON_TIME),
        duty(reduced, None, state=DutyState.NOT_DONE, meeting_id=meeting),
    ]
    found = coverage(every, [an, binh, cao, dung, reduced, *apart], TODAY, {meeting: date(2026, 2, 3)})
    assert (found.due, found.covered, [m.name for m in found.without]) == (5, 4, ["Dung"])
    assert found.words == "4/5 đảng viên được phân công nhiệm vụ"
    assert not found.whole
    assert coverage([], [], TODAY, {}).whole


def test_the_year_of_a_duty():
    assert year_of(duty(plan_year=2027, due=date(2026, 12, 1)), {}) == 2027
    assert year_of(duty(due=date(2026, 12, 1), given_on=date(2025, 1, 1)), {}) == 2026
    assert year_of(duty(given_on=date(2025, 1, 1)), {}) == 2025
    assert year_of(duty(), {}) is None


@pytest.mark.parametrize(
    ("load", "heavy"),
    [
        ((0, 0, 3), (3,)),
        ((0, 0, 2), ()),
        ((1, 1, 4), (4,)),
        ((2, 2, 5), (5,)),
        ((3, 3, 6), ()),
        ((3, 3, 7), (7,)),
        ((1, 2, 5), (5,)),
        ((1, 2, 4), ()),
        ((), ()),
        ((5,), ()),
        ((0, 0, 0, 9, 7), (9, 7)),
    ],
)
def test_too_much_is_more_than_twice_the_median_and_three_more(load, heavy):
    found = {new_id(): number for number in load}
    assert tuple(found[member] for member in overloaded(found)) == heavy


def test_the_hint_names_who_has_much_and_who_has_nothing():
    an, binh, cao = member("Lò Văn An"), member("Cà Thị Bình"), member("Giàng A Cao")
    people = [an, binh, cao, member("Vàng A Dơ", Status.EXEMPT)]
    many = [duty(an) for _ in range(4)]
    assert load_hint(many, people, TODAY) == (
        "Đ/c Lò Văn An đang nhận 4 việc, Đ/c Cà Thị Bình, Đ/c Giàng A Cao chưa có việc nào."
    )
    helped = [*many, duty(an, co_owner_ids=(binh.id,))]
    assert load_hint(helped, people, TODAY) == "Đ/c Lò Văn An đang nhận 5 việc, Đ/c Giàng A Cao chưa có việc nào."
    fair = [*many, duty(binh), duty(cao)]
    assert load_hint(fair, people, TODAY) == ("Đ/c Lò Văn An đang nhận 4 việc, mức thường là 1 việc mỗi đồng chí.")
    assert load_hint([duty(an), duty(binh), duty(cao)], people, TODAY) == ""
    settled = [replace(d, state=DutyState.DONE_ON_TIME) for d in many]
    assert set(loads(settled, people, TODAY).values()) == {0}


def test_states_are_open_or_settled():
    assert OPEN | DONE | {DutyState.NOT_DONE} == set(DutyState)
