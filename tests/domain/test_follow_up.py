"""What a meeting reviews of duties of every source: meetings, the plan of the year, between meetings, series."""

from __future__ import annotations

from dataclasses import replace as with_changes
from datetime import date

import pytest

from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.agenda_draft import OpenMatters, draft_agenda
from chibo_desktop.domain.duties import Duty, DutySource, DutyState, Recurrence
from chibo_desktop.domain.follow_up import carried_duties, share_met
from chibo_desktop.domain.meetings import Meeting, MeetingKind

AN = named_id("an")


def regular(day: date) -> Meeting:
    return Meeting(id=named_id(f"họp {day}"), kind=MeetingKind.REGULAR, date=day)


JUNE, JULY, AUGUST = (regular(date(2026, month, 3)) for month in (6, 7, 8))
MEETINGS = [JUNE, JULY, AUGUST]


def duty(name: str, **more: object) -> Duty:
    return Duty(**{"id": named_id(name), "text": name, "owner_id": AN, "source": DutySource.OTHER, **more})


def plan(name: str, due: date | None, **more: object) -> Duty:
    given = {"source": DutySource.PLAN, "plan_year": 2026, "given_on": date(2026, 1, 5)}
    return duty(name, due=due, **{**given, **more})


def reviewed(*duties: Duty, at: Meeting = JULY) -> list[tuple[str, str, str]]:
    return [(row.text, row.beginning, row.result) for row in carried_duties(at, duties, MEETINGS)]


def test_a_duty_given_between_two_meetings_says_when():
    assert reviewed(duty("Đột xuất", given_on=date(2026, 6, 20), due=date(2026, 9, 1))) == [
        ("Đột xuất", "Mới giao ngày 20/06/2026; hạn 01/09/2026", "Chưa làm")
    ]
    assert reviewed(duty("Cũ", given_on=date(2026, 4, 20))) == [
        ("Cũ", "Chuyển tiếp, giao ngày 20/04/2026", "Chưa làm")
    ]  # fmt: skip


@pytest.mark.parametrize("day", [date(2026, 7, 3), date(2026, 7, 20)])
def test_a_duty_given_on_the_day_or_later_is_not_reviewed(day):
    assert reviewed(duty("Mới", given_on=day, due=date(2026, 7, 1))) == []


def test_a_duty_of_the_plan_is_reviewed_from_the_month_it_is_due():
    task = plan("Vận động các hộ", date(2026, 7, 31), area="Tổ 1", households=12)
    beginning = "Phân công năm 2026, giao ngày 05/01/2026; hạn 31/07/2026"
    assert reviewed(task, at=JUNE) == []
    assert reviewed(task) == [("Vận động các hộ (Tổ 1, 12 hộ)", beginning, "Chưa làm")]
    assert reviewed(task, at=AUGUST) == [("Vận động các hộ (Tổ 1, 12 hộ)", beginning, "Chưa làm, đã quá hạn")]
    assert reviewed(plan("Cả năm", None)) == []


def test_a_duty_of_the_plan_done_early_is_reviewed_once():
    task = plan("Thu đảng phí", date(2026, 12, 31), state=DutyState.DONE_ON_TIME, done_on=date(2026, 6, 10))
    assert reviewed(task, at=JUNE) == []
    ((_, _, result),) = reviewed(task)
    assert result == "Xong đúng hạn ngày 10/06/2026"
    assert reviewed(task, at=AUGUST) == []


def test_a_turn_of_a_series_is_reviewed_in_its_month():
    turn = duty(
        "Giao ban", given_on=date(2026, 5, 1), due=date(2026, 8, 20), recurrence=Recurrence.QUARTERLY,
        series_id=named_id("loạt"),
    )  # fmt: skip
    assert reviewed(turn) == []
    assert len(reviewed(turn, at=AUGUST)) == 1


def test_a_duty_without_any_day_given_counts_once_due():
    assert reviewed(duty("Cũ", due=date(2026, 7, 4))) == []
    assert reviewed(duty("Cũ", due=date(2026, 7, 3))) == [("Cũ", "Đã có từ trước", "Chưa làm")]


def test_duties_of_all_sources_are_counted_when_due():
    rows = carried_duties(
        JULY,
        [
            plan("a", date(2026, 7, 1)), plan("b", date(2026, 7, 31)),
            duty("c", given_on=date(2026, 6, 20), due=date(2026, 7, 1), state=DutyState.DONE_ON_TIME,
                 done_on=date(2026, 7, 1)),
            duty("d", meeting_id=JUNE.id, due=date(2026, 7, 2), state=DutyState.NOT_DONE),
        ],
        MEETINGS,
    )  # fmt: skip
    assert [row.text for row in rows] == ["a", "b", "d", "c"]
    assert share_met(rows) == (1, 3)


def test_the_next_agenda_asks_for_duties_of_every_source():
    matters = OpenMatters(
        kind=MeetingKind.REGULAR, day=date(2026, 7, 3), names={AN: "Lò Văn An"}, meetings=MEETINGS
    )
    late = [plan("a", date(2026, 6, 1)), duty("b", given_on=date(2026, 6, 20), due=date(2026, 7, 1))]
    between = duty("d", given_on=date(2026, 6, 20))
    open_now = [plan("c", date(2026, 12, 31)), between, duty("e", meeting_id=JUNE.id)]
    since = [duty("f", given_on=date(2026, 7, 3)), duty("g", meeting_id=AUGUST.id)]
    told = {
        s.key: (s.title, s.reason) for s in draft_agenda(with_changes(matters, duties=[*late, *open_now, *since]))
    }
    assert told["duties:overdue"] == (
        "Kiểm điểm nhiệm vụ quá hạn: Đ/c Lò Văn An (2 việc)",
        "vì 2 nhiệm vụ quá hạn tính đến ngày họp, hạn sớm nhất 01/06/2026",
    )
    assert told["duties:open"] == (
        "Báo cáo tiến độ nhiệm vụ đã giao: Đ/c Lò Văn An (3 việc)",
        "vì 3 nhiệm vụ đã giao còn đang làm, trong đó 1 việc theo phân công năm",
    )
