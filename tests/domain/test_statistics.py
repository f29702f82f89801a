"""A year's figures: sums that match, rates that stay below 100 %, records behind every number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.attendance import states_for
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting, MeetingKind, MeetingLevel, Speech
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status
from chibo_desktop.domain.statistics import YearFigures, YearRecords, figures
from chibo_desktop.domain.thematic import Theme
from chibo_desktop.domain.votes import Vote, VoteMethod

TODAY = date(2026, 11, 3)


def ident(*numbers: int) -> bytes:
    return b"".join(n.to_bytes(4, "big") for n in numbers).ljust(16, b"\0")


def a_meeting(number: int, day: date, **fields: object) -> Meeting:
    values: dict[str, object] = {
        "id": ident(1, number), "date": day, "starts": time(19, 30), "ends": time(21, 0), "roll_called": True,
    }  # fmt: skip
    return Meeting(**(values | fields))  # type: ignore[arg-type]


def a_row(meeting: int, member: int, state: AttendanceState, status: Status = Status.ACTIVE) -> Attendance:
    return Attendance(
        id=ident(2, meeting, member), meeting_id=ident(1, meeting), member_id=ident(3, member), state=state,
        name=f"Lò Văn {member}", standing=Standing.FULL, status=status,
    )  # fmt: skip


def a_speech(meeting: int, member: int, text: str = "Nhất trí với báo cáo") -> Speech:
    return Speech(
        id=ident(4, meeting, member), meeting_id=ident(1, meeting), position=1, member_id=ident(3, member),
        speaker=f"Lò Văn {member}", text=text,
    )  # fmt: skip


def a_member(number: int) -> Member:
    since = StandingPeriod(since=date(2010, 1, 1), standing=Standing.FULL)
    return Member(id=ident(3, number), name=f"Lò Văn {number}", standings=(since,))


def ninety(_: Meeting, __: int) -> int:
    return 90


def year(minimum: Callable[[Meeting, int], int | None] = ninety, **records: object) -> YearFigures:
    return figures(YearRecords(year=2026, today=TODAY, **records), minimum)  # type: ignore[arg-type]


PRESENT, EXCUSED, UNEXCUSED = (
    AttendanceState.PRESENT, AttendanceState.ABSENT_EXCUSED, AttendanceState.ABSENT_UNEXCUSED,
)  # fmt: skip
_STATUSES = (
    Status.ACTIVE,
    Status.REDUCED,
    Status.EXEMPT,
    Status.TEMPORARY_OUT,
    Status.TEMPORARY_IN,
    Status.SUSPENDED,
)


@st.composite
def years(draw: st.DrawFn) -> YearFigures:
    """Any year of up to five meetings and six members in every status."""
    kinds = draw(st.lists(st.sampled_from(MeetingKind), max_size=5))
    meetings, rows, speeches = [], [], []
    for number, kind in enumerate(kinds):
        meetings.append(a_meeting(number, date(2026, number + 1, 3), kind=kind, roll_called=draw(st.booleans())))
        for member in range(draw(st.integers(0, 6))):
            status = draw(st.sampled_from(_STATUSES))
            rows.append(a_row(number, member, draw(st.sampled_from(states_for(status))), status))
            if draw(st.booleans()):
                speeches.append(a_speech(number, member, "từ " * draw(st.integers(1, 5))))
    return year(meetings=meetings, rows=rows, speeches=speeches, members=[a_member(n) for n in range(6)])


@settings(max_examples=80, deadline=None)
@given(years())
def test_no_rate_is_above_a_hundred_and_all_sums_match(shown: YearFigures) -> None:
    for presence in (
        shown.presence, *(m.presence for m in shown.meetings), *(m.presence for m in shown.members)
    ):  # fmt: skip
        parts = [*presence.present.ids, *presence.excused.ids, *presence.unexcused.ids]
        assert sorted(parts) == sorted(presence.due.ids)
        assert len(set(parts)) == len(parts)
        assert presence.rate is None or 0 <= presence.rate <= 100
    for m in shown.meetings:
        assert m.speaking_rate is None or 0 <= m.speaking_rate <= 100
    assert sum(m.presence.due.number for m in shown.members) == shown.presence.due.number
    assert sum(m.presence.present.number for m in shown.members) == shown.presence.present.number
    assert sum(m.words for m in shown.members) <= shown.words
    for member in shown.members:
        assert member.absent_now.number <= member.absent_longest.number
        assert member.absent_longest.number <= member.presence.excused.number + member.presence.unexcused.number
    known = {r.id for r in shown.records.rows}
    assert set(shown.presence.due.ids) <= known
    assert sum(found.number for found in shown.levels.values()) <= len(shown.meetings)


def test_meetings_of_the_committee_and_planned_ones_do_not_count_for_members() -> None:
    meetings = [
        a_meeting(1, date(2026, 1, 3)),
        a_meeting(2, date(2026, 1, 2), kind=MeetingKind.COMMITTEE),
        a_meeting(3, date(2026, 12, 3), roll_called=False),
    ]
    rows = [a_row(n, 1, EXCUSED) for n in (1, 2, 3)]
    shown = year(meetings=meetings, rows=rows, members=[a_member(1)])
    assert [m.kind for m in shown.meetings] == [MeetingKind.COMMITTEE, MeetingKind.REGULAR]
    assert shown.members[0].presence.excused.ids == (ident(2, 1, 1),)


def test_absences_in_a_row_follow_the_order_of_the_meetings() -> None:
    states = [EXCUSED, EXCUSED, PRESENT, UNEXCUSED]
    meetings = [a_meeting(n, date(2026, n + 1, 3)) for n in range(4)]
    rows = [a_row(n, 1, state) for n, state in enumerate(states)]
    (member,) = year(meetings=meetings[::-1], rows=rows[::-1], members=[a_member(1)]).members
    assert member.absent_longest.ids == (ident(2, 0, 1), ident(2, 1, 1))
    assert member.absent_now.ids == (ident(2, 3, 1),)


def test_exempt_who_attend_are_in_the_room_but_not_in_the_rate() -> None:
    rows = [a_row(1, 1, PRESENT), a_row(1, 2, AttendanceState.EXEMPT_PRESENT, Status.EXEMPT)]
    shown = year(meetings=[a_meeting(1, date(2026, 1, 3))], rows=rows, speeches=[a_speech(1, 2)])
    (meeting,) = shown.meetings
    assert (meeting.presence.due.number, meeting.in_room.number) == (1, 2)
    assert meeting.speaking_rate == 50
    exempt = shown.members[1]
    assert (exempt.presence.due.number, exempt.outside.number, exempt.presence.rate) == (0, 1, None)


@pytest.mark.parametrize(("ends", "short"), [(time(20, 59), True), (time(21, 0), False)])
def test_a_meeting_is_short_below_its_own_minimum(ends: time, *, short: bool) -> None:
    meeting = a_meeting(1, date(2026, 1, 3), ends=ends)
    shown = year(meetings=[meeting])
    assert shown.short.ids == ((meeting.id,) if short else ())
    assert not year(lambda _, __: None, meetings=[meeting]).short.number


def test_the_minimum_is_asked_with_the_size_of_the_roll() -> None:
    asked = []

    def minimum(meeting: Meeting, members: int) -> int | None:
        asked.append((meeting.id, members))
        return None

    year(minimum, meetings=[a_meeting(1, date(2026, 1, 3))], rows=[a_row(1, n, PRESENT) for n in range(3)])
    assert asked == [(ident(1, 1), 3)]


def test_quarters_know_what_is_over_and_what_was_planned() -> None:
    theme = Theme(id=ident(9), year=2026, quarter=4, topic="Nêu gương")
    meetings = [
        a_meeting(1, date(2026, 3, 31), kind=MeetingKind.THEMATIC),
        a_meeting(2, date(2026, 7, 1), kind=MeetingKind.THEMATIC),
    ]
    quarters = year(meetings=meetings, themes=[theme]).quarters
    assert [q.thematic.number for q in quarters] == [1, 0, 1, 0]
    assert [q.missing for q in quarters] == [False, True, False, False]
    assert [q.begun for q in quarters] == [True] * 4
    assert quarters[3].planned.ids == (theme.id,)


def test_months_without_a_regular_meeting_are_those_gone_by_since_the_first() -> None:
    meetings = [a_meeting(m, date(2026, m, 3)) for m in (2, 3, 6, 10)]
    assert year(meetings=meetings).months_without == (4, 5, 7, 8, 9)
    assert year().months_without == ()


def test_duties_by_state_and_by_day() -> None:
    def duty(number: int, state: DutyState, due: date) -> Duty:
        return Duty(id=ident(5, number), text="Việc", state=state, due=due, owner_id=ident(3, 1))

    duties = [
        duty(1, DutyState.DONE_ON_TIME, date(2026, 5, 1)), duty(2, DutyState.DONE_LATE, date(2026, 5, 1)),
        duty(3, DutyState.IN_PROGRESS, date(2026, 11, 2)), duty(4, DutyState.NOT_STARTED, date(2026, 11, 4)),
    ]  # fmt: skip
    shown = year(duties=duties, members=[a_member(1)])
    assert sum(found.number for found in shown.duties.by_state.values()) == 4
    assert shown.duties.overdue.ids == (ident(5, 3),)
    assert (shown.duties.due.number, shown.duties.due_done.number, shown.duties.due_on_time.number) == (3, 2, 1)
    (member,) = shown.members
    assert (member.duties.given.number, member.duties.done.number, member.duties.overdue.number) == (4, 2, 1)


def test_votes_levels_and_closed_minutes() -> None:
    votes = [
        Vote(id=ident(6, 1), meeting_id=ident(1, 1), position=1, title="a", base=4, agree=3),
        Vote(
            id=ident(6, 2), meeting_id=ident(1, 1), position=2, title="b", base=4, agree=2,
            method=VoteMethod.SECRET_BALLOT, reserved_opinion="Đ/c Lú",
        ),
    ]  # fmt: skip
    shown = year(meetings=[a_meeting(1, date(2026, 1, 3), level=MeetingLevel.GOOD)], votes=votes)
    assert (shown.votes.carried.ids, shown.votes.lost.ids) == ((ident(6, 1),), (ident(6, 2),))
    assert shown.votes.secret == shown.votes.reserved == shown.votes.lost
    assert shown.levels[MeetingLevel.GOOD].ids == (ident(1, 1),)
    assert shown.meetings[0].votes.number == 2
    assert shown.closed.number == 0
