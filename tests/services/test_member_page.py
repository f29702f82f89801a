"""A member through the years, the list of badges, and what is to be done about members."""

from __future__ import annotations

import time as clock_time
from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from service_samples import DAY, add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.criticism import Criticism, CriticismForm
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import Attendance, AttendanceState, Meeting, MeetingKind, Speech
from chibo_desktop.domain.member_acts import ActKind
from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import LaterChange, Review, ReviewForm, ReviewRound
from chibo_desktop.domain.rewards import Reward, RewardState
from chibo_desktop.services import anniversaries, meetings, member_acts, member_page, members
from chibo_desktop.services.member_page import LineKind
from chibo_desktop.services.members_todo import members_todo
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level


@pytest.fixture
def filled(cell: Session) -> Session:
    add_members(cell)
    return cell


def person(session: Session, name: str) -> Member:
    return next(m for m in members.all_members(session) if m.name == name)


def held_on(session: Session, day: date, states: dict[bytes, tuple[AttendanceState, str]]) -> Meeting:
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, day)
    meetings.call_roll(session, meeting_id)
    for member_id, (state, reason) in states.items():
        (row,) = session.book.find(Attendance, meeting_id=meeting_id, member_id=member_id)
        session.save(replace(row, state=state, reason=reason))
    found = session.book.get(Meeting, meeting_id)
    assert found is not None
    return found


def test_page_counts_each_year_and_every_line_leads_to_its_meeting(filled: Session) -> None:
    one = person(filled, "Cà Thị Ân")
    first = held_on(filled, date(2025, 10, 3), {one.id: (AttendanceState.ABSENT_EXCUSED, "đi viện")})
    second = held_on(filled, date(2026, 10, 3), {one.id: (AttendanceState.ABSENT_UNEXCUSED, "")})
    third = held_on(filled, DAY, {})
    held_on(filled, date(2026, 9, 3), {})
    make = filled.new_id
    filled.save(
        Speech(id=make(), meeting_id=third.id, position=1, member_id=one.id, speaker=one.name, text="Nhất trí."),
        Duty(id=make(), text="Vận động làm đường", owner_id=one.id, due=date(2026, 10, 1), meeting_id=second.id),
        Duty(id=make(), text="Trồng cây", owner_id=one.id, due=date(2026, 12, 1), meeting_id=third.id),
        Duty(id=make(), text="Thu quỹ", owner_id=one.id, plan_year=2025, state=DutyState.DONE_ON_TIME),
        Duty(id=make(), text="Họp dân", owner_id=one.id, due=date(2025, 6, 1), state=DutyState.NOT_DONE),
        Mention(id=make(), meeting_id=third.id, position=1, kind=MentionKind.COMMENDATION, member_id=one.id),
        Mention(
            id=make(), meeting_id=first.id, position=1, kind=MentionKind.REMINDER, member_id=one.id, text="đến muộn"
        ),
        *(Dues(id=make(), month=f"2026-{n:02d}", member_id=one.id, paid=n < 10) for n in range(1, 12)),
    )
    page = member_page.member_page(filled, one.id)
    this, last = page.years
    assert (this.year, this.due, this.present, this.excused, this.unexcused) == (2026, 3, 2, 0, 1)
    assert (this.speeches, this.duties, this.duties_open, this.duties_overdue) == (1, 2, 2, 1)
    assert (this.commended, this.reminded, this.months_paid) == (1, 0, 9)
    assert (last.year, last.due, last.present, last.excused) == (2025, 1, 0, 1)
    assert (last.duties, last.duties_done, last.reminded, last.months_paid) == (2, 1, 1, None)
    absences = [line for line in page.lines if line.kind is LineKind.ABSENCE]
    assert [(a.words, a.meeting_id, a.warns) for a in absences] == [
        ("Vắng không lý do", second.id, True),
        ("Vắng có lý do: đi viện", first.id, False),
    ]
    assert all(line.meeting_id for line in page.lines if line.where)
    assert [line.day for line in page.lines if line.day] == sorted(
        (line.day for line in page.lines if line.day), reverse=True
    )
    (late,) = [line for line in page.lines if line.kind is LineKind.DUTY and line.warns]
    assert late.words == "Quá hạn (hạn 01/10/2026): Vận động làm đường"


def test_meetings_not_held_committee_meetings_and_times_of_exemption_do_not_count(filled: Session) -> None:
    one = person(filled, "Quàng Văn Hải")
    other = person(filled, "Cà Thị Ân")
    held_on(filled, date(2026, 10, 3), {})
    meetings.create_meeting(filled, MeetingKind.REGULAR, DAY)
    committee = meetings.create_meeting(filled, MeetingKind.COMMITTEE, DAY)
    meetings.call_roll(filled, committee)
    assert member_page.member_page(filled, one.id).years == ()
    (year,) = member_page.member_page(filled, other.id).years
    assert (year.due, year.present) == (1, 1)


def test_day_of_recognition_that_was_only_supposed_is_not_told(filled: Session) -> None:
    one = person(filled, "Cà Thị Ân")
    for since, told in ((date(2010, 1, 1), None), (date(2010, 1, 2), date(2010, 1, 2))):
        full = StandingPeriod(since=since, standing=Standing.FULL)
        filled.save(replace(one, joined="2009-01", standings=(full,)))
        assert member_page.member_page(filled, one.id).standing_since == told


def test_page_says_who_somebody_is_today(filled: Session) -> None:
    one = person(filled, "Cà Thị Ân")
    filled.save(
        replace(
            one,
            joined="2009-01",
            standings=(
                StandingPeriod(since=date(2009, 1, 1), standing=Standing.PROBATIONARY),
                StandingPeriod(since=date(2010, 1, 19), standing=Standing.FULL),
            ),
            roles=(RoleTerm(since=date(2020, 1, 1), until=date(2025, 1, 1), role=Role.DEPUTY_SECRETARY),),
            periods=(
                StatusPeriod(since=date(2019, 1, 1), until=date(2019, 12, 31), status=Status.TRANSFERRED),
                StatusPeriod(since=date(2026, 1, 1), status=Status.REDUCED, paper="NQ 4"),
            ),
        )
    )
    page = member_page.member_page(filled, one.id)
    assert (page.standing, page.standing_since) == (Standing.FULL, date(2010, 1, 19))
    assert (page.status, page.status_paper, page.role) == (Status.REDUCED, "NQ 4", None)
    assert page.years_in_party == 17
    words = [line.words for line in page.lines]
    assert words == [
        "Giảm công tác và sinh hoạt (NQ 4)",
        "Phó bí thư, đến hết 01/01/2025",
        "Sinh hoạt ở chi bộ khác, đến hết 31/12/2019",
        "Đảng viên chính thức",
        "Đảng viên dự bị",
    ]


def test_ratings_come_from_the_result_and_quarters_stand_in_lines_only(filled: Session) -> None:
    one = person(filled, "Cà Thị Ân")
    year = ReviewRound(id=filled.new_id(), year=2025, held_on=date(2025, 12, 10))
    quarter = ReviewRound(id=filled.new_id(), year=2026, quarter=3)
    changed = LaterChange(rating=YearRating.COMPLETED, date=date(2026, 3, 1))
    filled.save(
        year, quarter,
        Review(id=filled.new_id(), round_id=year.id, member_id=one.id, form=ReviewForm.VILLAGER,
               cell_rating=YearRating.EXCELLENT, upper_rating=YearRating.GOOD, change=changed),
        Review(id=filled.new_id(), round_id=quarter.id, member_id=one.id, form=ReviewForm.VILLAGER,
               cell_rating=YearRating.GOOD),
        Reward(id=filled.new_id(), year=2025, member_id=one.id, form="Giấy khen", state=RewardState.GRANTED),
    )  # fmt: skip
    page = member_page.member_page(filled, one.id)
    assert [(y.year, y.rating) for y in page.years] == [(2025, YearRating.COMPLETED)]
    words = [line.words for line in page.lines if line.kind is LineKind.REVIEW]
    assert words == [
        "Xếp loại quý 3: Hoàn thành tốt nhiệm vụ (chi bộ đề nghị)",
        "Được khen thưởng: Giấy khen",
        "Xếp loại cả năm: Hoàn thành nhiệm vụ",
    ]


def test_nothing_of_criticism_stands_on_the_page(filled: Session) -> None:
    one = person(filled, "Cà Thị Ân")
    before = member_page.member_page(filled, one.id)
    filled.save(Criticism(id=filled.new_id(), date=DAY, form=CriticismForm.CRITICISM))
    assert member_page.member_page(filled, one.id) == before


def test_page_of_nobody_is_refused(filled: Session) -> None:
    with pytest.raises(UserError, match="không còn trong danh sách"):
        member_page.member_page(filled, b"x" * 16)


def test_page_of_ten_years_and_a_hundred_members_opens_at_once(cell: Session) -> None:
    add_members(cell, [f"Lò Văn {chr(65 + n % 26)} {n}" for n in range(108)])
    everyone = members.all_members(cell)
    make, today = cell.new_id, cell.clock.today()
    records: list[Meeting | Attendance | Speech | Duty] = []
    for month in range(120):
        day = today - timedelta(days=30 * month + 1)
        meeting = Meeting(id=make(), date=day, roll_called=True)
        records.append(meeting)
        records += [
            Attendance(
                id=make(), meeting_id=meeting.id, member_id=m.id, state=AttendanceState.PRESENT, name=m.name,
                standing=Standing.FULL, status=Status.ACTIVE,
            )
            for m in everyone[month % 3 :: 3]
        ]  # fmt: skip
        records += [
            Speech(
                id=make(), meeting_id=meeting.id, position=n, member_id=m.id, speaker=m.name, text="ý kiến " * 60
            )
            for n, m in enumerate(everyone[:12])
        ]
    with cell.book.changing("t") as change:
        for record in records:
            cell.book.apply(1, *_applied(record))
    assert not change.before
    start = clock_time.perf_counter()
    page = member_page.member_page(cell, everyone[0].id)
    took = clock_time.perf_counter() - start
    assert len(page.years) >= 10
    assert took < 3


def _applied(record):  # type: ignore[no-untyped-def]
    from chibo_desktop.domain.journal import Op
    from chibo_desktop.domain.records import kind_of

    return kind_of(record), record.id, 1, Op.PUT, record


# -- badges -----------------------------------------------------------------------------------------


def joined(session: Session, name: str, month: str, *periods: StatusPeriod) -> Member:
    made = replace(
        members.new_member(session), name=name, joined=month, periods=periods,
        standings=(StandingPeriod(since=date(1960, 1, 1), standing=Standing.FULL),),
    )  # fmt: skip
    members.save_member(session, made)
    return made


def test_badges_of_a_year_by_award_day(cell: Session) -> None:
    joined(cell, "Lò Văn An", "1996-08")
    joined(cell, "Cà Thị Ân", "1976-01")
    joined(cell, "Vàng A Dơ", "")
    joined(cell, "Giàng A Chu", "1996", StatusPeriod(since=date(2026, 1, 1), status=Status.EXEMPT))
    joined(cell, "Ở nhờ", "1996-08", StatusPeriod(since=date(2026, 1, 1), status=Status.TEMPORARY_IN))
    joined(cell, "Đã đi", "1996-08", StatusPeriod(since=date(2026, 8, 1), status=Status.TRANSFERRED))
    found = anniversaries.anniversaries(cell, 2026)
    assert [(j.member.name, j.reached.years, j.reached.award) for j in found] == [
        ("Cà Thị Ân", 50, date(2026, 2, 3)),
        ("Lò Văn An", 30, date(2026, 9, 2)),
        ("Giàng A Chu", 30, date(2027, 2, 3)),
    ]
    assert anniversaries.without_joining(cell) == 1
    assert [j.member.name for j in anniversaries.anniversaries(cell, 2027)] == ["Giàng A Chu"]


# -- what is to be done -----------------------------------------------------------------------------


def test_todo_of_members(cell: Session) -> None:
    late = replace(
        members.new_member(cell), name="Sùng A Dế", joined="2025-10",
        standings=(StandingPeriod(since=date(2025, 10, 20), standing=Standing.PROBATIONARY),),
    )  # fmt: skip
    soon = replace(late, id=cell.new_id(), name="Mùa A Chống", joined="2026-01",
                   standings=(StandingPeriod(since=date(2026, 1, 2), standing=Standing.PROBATIONARY),))  # fmt: skip
    edge = replace(soon, id=cell.new_id(), name="Vừ A Lềnh",
                   standings=(StandingPeriod(since=date(2026, 1, 3), standing=Standing.PROBATIONARY),))  # fmt: skip
    for one in (late, soon, edge):
        members.save_member(cell, one)
    away = StatusPeriod(since=date(2026, 6, 1), until=DAY + timedelta(days=30), status=Status.TEMPORARY_OUT)
    longer = replace(away, until=DAY + timedelta(days=31))
    back = joined(cell, "Lò Văn An", "1996-10", away)
    joined(cell, "Cà Thị Ân", "", longer)
    act_id = member_acts.begin(cell, ActKind.ADMISSION, name="Vàng Thị Mỷ")
    fresh = member_acts.begin(cell, ActKind.ADMISSION, name="Hạng A Páo")
    act = member_acts.load_act(cell, act_id).act
    member_acts.save_act(cell, replace(act, begun_on=DAY - timedelta(days=31)))
    member_acts.save_act(cell, replace(member_acts.load_act(cell, fresh).act, begun_on=DAY - timedelta(days=30)))

    found = {todo.key.split("/")[0]: todo for todo in reversed(members_todo(cell))}
    names = [todo.title for todo in members_todo(cell)]
    assert names == [
        "Công nhận chính thức: Sùng A Dế",
        "Công nhận chính thức: Mùa A Chống",
        "Kết nạp đảng viên: Vàng Thị Mỷ",
        "Đề nghị tặng Huy hiệu Đảng đợt 07/11/2026",
        "Lò Văn An sắp hết thời gian: sinh hoạt tạm thời nơi khác",
    ]
    assert (found["recognition"].level, found["recognition"].target) == (Level.LATE, ("recognise", late.id))
    assert found["act"].target == ("act", act_id)
    assert "Chờ 31 ngày" in found["act"].why
    assert found["badges"].why == "Lò Văn An: 30 năm tuổi Đảng"
    assert (found["returns"].due, found["returns"].target) == (DAY + timedelta(days=30), ("form", back.id))

    member_acts.begin(cell, ActKind.RECOGNITION, member_id=late.id)
    assert "Công nhận chính thức: Sùng A Dế" not in [todo.title for todo in members_todo(cell)]


def test_nothing_is_to_be_done_in_an_empty_book(cell: Session) -> None:
    assert members_todo(cell) == []


def test_list_of_a_past_day_leaves_out_who_came_later(cell: Session) -> None:
    made = replace(
        members.new_member(cell), name="Vàng Thị Mỷ",
        standings=(StandingPeriod(since=date(2026, 10, 10), standing=Standing.PROBATIONARY),),
    )  # fmt: skip
    members.save_member(cell, made)
    assert members.list_members(cell, day=date(2026, 10, 9)) == []
    assert len(members.list_members(cell, day=date(2026, 10, 10))) == 1
    assert len(members.list_members(cell, day=date(2026, 10, 9), gone=True)) == 1


def test_speech_at_a_filled_meeting_is_found(filled: Session) -> None:
    meeting_id = filled_meeting(filled)
    speaker = meetings.load(filled, meeting_id).members[0]
    (line,) = [x for x in member_page.member_page(filled, speaker.id).lines if x.kind is LineKind.SPEECH]
    assert (line.words, line.meeting_id) == ("Tôi nhất trí với dự thảo.", meeting_id)
