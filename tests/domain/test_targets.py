"""Whether a target is met, since when, what is said of it, and which ones a meeting reviews."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.follow_up import carried_duties, carried_targets, share_met
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.proposals import Proposal, ProposalState, is_late, made_on, waits_since
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import (
    REACHED,
    Target,
    TargetState,
    figure,
    is_overdue,
    known_on,
    planned_words,
    reached_words,
    settled_on,
    state_on,
)

DUE = date(2026, 10, 31)
NEXT = DUE + timedelta(days=1)
RESOLVED = named_id("r:10")
OPEN, MET, EXCEEDED, NOT_MET = TargetState.OPEN, TargetState.MET, TargetState.EXCEEDED, TargetState.NOT_MET


def target(name="hộ thoát nghèo", **more):
    values = {"text": name, "resolution_id": RESOLVED, "planned": 80.0, "unit": "hộ", "due": DUE} | more
    return Target(id=named_id(f"t:{name}"), **values)


@pytest.mark.parametrize(
    ("reached", "today", "state"),
    [
        (None, DUE, OPEN), (None, NEXT, OPEN), (79.99, DUE, OPEN), (79.99, NEXT, NOT_MET), (80, DUE, MET),
        (80, date(2026, 1, 1), MET), (80.01, DUE, EXCEEDED), (0, NEXT, NOT_MET), (200, NEXT, EXCEEDED),
    ],
)  # fmt: skip
def test_more_is_better_from_the_planned_figure_on(reached, today, state):
    assert state_on(target(reached=reached, measured_on=DUE), today) is state


@pytest.mark.parametrize(
    ("reached", "measured", "today", "state"),
    [
        (3, date(2026, 6, 30), date(2026, 7, 1), OPEN), (3, date(2026, 6, 30), DUE, OPEN), (3, DUE, DUE, EXCEEDED),
        (5, DUE, DUE, MET), (5.5, DUE, DUE, OPEN), (5.5, DUE, NEXT, NOT_MET), (5, date(2026, 6, 30), NEXT, MET),
        (0, date(2026, 6, 30), NEXT, EXCEEDED), (None, None, NEXT, OPEN),
    ],
)  # fmt: skip
def test_less_is_better_is_judged_on_its_day_at_the_earliest(reached, measured, today, state):
    wanted = target(planned=5.0, unit="%", at_most=True, reached=reached, measured_on=measured)
    assert state_on(wanted, today) is state


def test_a_person_says_what_figures_cannot():
    assert state_on(target(planned=None), NEXT) is OPEN
    assert state_on(target(planned=None, reached=7), NEXT) is OPEN
    assert state_on(target(planned=None, state=EXCEEDED), DUE) is EXCEEDED
    assert state_on(target(reached=10, state=MET, note="tính cả hộ tách"), NEXT) is MET
    assert state_on(target(due=None, reached=10), date(2199, 1, 1)) is OPEN
    assert state_on(target(due=None, at_most=True, reached=10), date(2026, 1, 1)) is EXCEEDED


def test_late_is_what_has_no_result_and_what_was_measured_short_is_not_met():
    assert not is_overdue(target(), DUE)
    assert is_overdue(target(), NEXT)
    assert is_overdue(target(planned=None), NEXT)
    assert not is_overdue(target(reached=10, measured_on=DUE), NEXT)
    assert not is_overdue(target(due=None), date(2199, 1, 1))


@settings(max_examples=80, deadline=None)
@given(
    planned=st.none() | st.integers(0, 20).map(float), reached=st.none() | st.integers(0, 20).map(float),
    at_most=st.booleans(), due=st.none() | st.integers(0, 40), measured=st.integers(0, 40),
    today=st.integers(0, 60),
)  # fmt: skip
def test_a_settled_state_stands_from_its_day_on(planned, reached, at_most, due, measured, today):
    start = date(2026, 1, 1)
    found = target(
        planned=planned, reached=reached, at_most=at_most,
        due=None if due is None else start + timedelta(days=due),
        measured_on=None if reached is None else start + timedelta(days=min(measured, today)),
    )  # fmt: skip
    day = start + timedelta(days=today)
    state, since = state_on(found, day), settled_on(found, day)
    assert (since is None) or state is not OPEN
    if since is not None:
        assert since <= day
        assert state_on(found, since) is state
        assert state_on(found, day + timedelta(days=1)) is state
    if state in REACHED:
        assert (reached <= planned) if at_most else (reached >= planned)


def test_measures_read_as_people_write_them():
    assert [figure(v) for v in (0, 80.0, 87.5, 1250, 1_250_000.25)] == ["0", "80", "87,5", "1.250", "1.250.000,25"]
    assert planned_words(target()) == "80 hộ"
    assert planned_words(target(unit="%", at_most=True, planned=5)) == "không quá 5%"
    assert (planned_words(target(planned=None)), reached_words(target())) == ("", "")
    assert reached_words(target(reached=82)) == "82/80 hộ"
    assert reached_words(target(reached=4.5, planned=5, unit="%", at_most=True)) == "4,5%, kế hoạch không quá 5%"
    assert reached_words(target(reached=7, planned=None)) == "7 hộ"


# -- carried to the next meeting --------------------------------------------------------------------


def meeting(month, day=3):
    return Meeting(id=named_id(f"m:{month}"), kind=MeetingKind.REGULAR, date=date(2026, month, day))


SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (meeting(month) for month in (9, 10, 11, 12))
MEETINGS = [SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER]


def resolution(name="10", day=OCTOBER.date, state=ResolutionState.ADOPTED):
    return Resolution(id=named_id(f"r:{name}"), title=f"Tháng {name}", date=day, state=state)


def rows(at, *targets, resolutions=None):
    return carried_targets(at, targets, [resolution()] if resolutions is None else resolutions, MEETINGS)


def test_targets_come_to_the_next_meeting_and_stay_until_reported_once():
    late, early = target(reached=60, measured_on=NEXT), target("họp tổ", reached=90, measured_on=date(2026, 10, 20))
    still = target("trồng rừng", due=date(2026, 12, 31))
    assert rows(OCTOBER, late, early, still) == ()
    found = {r.target.text: (r.new, r.done, r.counted) for r in rows(NOVEMBER, late, early, still)}
    assert found == {
        "hộ thoát nghèo": (True, False, True), "họp tổ": (True, True, True), "trồng rừng": (True, False, False),
    }  # fmt: skip
    assert [(r.target.text, r.new) for r in rows(DECEMBER, late, early, still)] == [("trồng rừng", False)]


def test_a_target_due_on_the_day_of_a_meeting_is_open_there_and_not_met_at_the_next():
    due = target(due=NOVEMBER.date, reached=10, measured_on=NOVEMBER.date)
    (row,) = rows(NOVEMBER, due)
    assert (row.done, row.counted, row.result) == (False, True, "Đang thực hiện: 10/80 hộ (ngày 03/11/2026)")
    (row,) = rows(DECEMBER, due)
    assert (row.done, row.counted, row.result) == (False, True, "Không đạt: 10/80 hộ (ngày 03/11/2026)")


def test_a_target_met_on_the_day_it_was_set_is_reported_once():
    quick = target(reached=80, measured_on=OCTOBER.date)
    assert [r.done for r in rows(NOVEMBER, quick)] == [True]
    assert rows(DECEMBER, quick) == ()


def test_what_was_measured_after_the_meeting_is_not_known_to_it():
    measured = target(reached=90, measured_on=date(2026, 11, 20), note="tính đến ngày 20")
    (row,) = rows(NOVEMBER, measured)
    assert (row.done, row.counted, row.result) == (False, True, "Chưa có kết quả, đã quá hạn")
    assert known_on(measured, date(2026, 11, 20)) == measured
    (row,) = rows(DECEMBER, measured)
    assert row.result == "Vượt: 90/80 hộ (ngày 20/11/2026). tính đến ngày 20."


def test_only_adopted_resolutions_of_earlier_days_set_targets():
    found = target()
    assert rows(NOVEMBER, found, resolutions=[resolution(state=ResolutionState.DRAFT)]) == ()
    assert rows(NOVEMBER, found, resolutions=[resolution(state=ResolutionState.REJECTED)]) == ()
    assert rows(NOVEMBER, found, resolutions=[resolution(day=NOVEMBER.date)]) == ()
    assert rows(NOVEMBER, found, resolutions=[]) == ()
    loose = msgspec.structs.replace(found, resolution_id=None)
    assert rows(OCTOBER, loose) == ()
    (row,) = rows(NOVEMBER, loose)
    assert row.beginning == "Đã có từ trước; hạn 31/10/2026"


def test_words_of_a_row():
    (row,) = rows(NOVEMBER, target("Vận động hộ\nthoát nghèo."))
    assert row.text == "Chỉ tiêu: Vận động hộ; thoát nghèo (80 hộ)"
    assert row.beginning == "Mới đề ra ngày 03/10/2026; hạn 31/10/2026"
    (row,) = rows(DECEMBER, target("Vận động", planned=None, due=None))
    assert (row.text, row.beginning) == ("Chỉ tiêu: Vận động", "Chuyển tiếp, đề ra ngày 03/10/2026")
    assert row.result == "Đang thực hiện"


def test_targets_and_duties_are_counted_together():
    counted = rows(NOVEMBER, target(reached=80, measured_on=DUE), target("b"), target("c", due=date(2026, 12, 31)))
    assert share_met([*carried_duties(NOVEMBER, [], MEETINGS), *counted]) == (1, 2)
    assert share_met([]) == (0, 0)


# -- proposals ----------------------------------------------------------------------------------


def proposal(**more):
    return Proposal(id=named_id("p"), by="Nhân dân nhóm 2", text="Sửa mương", **more)


@pytest.mark.parametrize(("days", "late"), [(0, False), (30, False), (31, True)])
def test_a_proposal_waits_thirty_days(days, late):
    made = date(2026, 10, 1)
    today = made + timedelta(days=days)
    assert is_late(proposal(), made, today) is late
    sent = proposal(state=ProposalState.FORWARDED, sent_on=made)
    assert is_late(sent, date(2026, 1, 1), today) is late
    assert not is_late(proposal(state=ProposalState.ANSWERED), made, date(2199, 1, 1))
    assert not is_late(proposal(), None, today)


def test_a_proposal_was_made_when_received_or_at_its_meeting():
    days = {NOVEMBER.id: NOVEMBER.date}
    assert made_on(proposal(meeting_id=NOVEMBER.id), days) == NOVEMBER.date
    assert made_on(proposal(received_on=DUE), days) == DUE
    assert made_on(proposal(), days) is None
    assert waits_since(proposal(state=ProposalState.FORWARDED), DUE) == DUE
