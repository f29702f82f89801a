"""Meetings at their edges: any size, status changing between and during, leap days, midnight, clocks."""

from __future__ import annotations

import random
from datetime import date, time, timedelta

import msgspec
import pytest
from service_samples import DAY, add_members

from chibo_desktop.domain.meetings import AttendanceState, MeetingKind
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.votes import Matter, carries, needed
from chibo_desktop.services import backups, meetings, members, papers
from chibo_desktop.services.session import Session


def crowd(session: Session, count: int) -> list[Member]:
    people = [
        Member(
            id=session.new_id(),
            name=f"Lò Văn {chr(65 + n % 26)}{n}",
            standings=(StandingPeriod(since=date(2001, 1, 1), standing=Standing.FULL),),
        )
        for n in range(count)
    ]
    session.save(*people)
    return people


def change(session: Session, member: Member, status: Status, since: date, until: date | None = None) -> None:
    period = StatusPeriod(since=since, until=until, status=status)
    members.save_member(session, msgspec.structs.replace(member, periods=(*member.periods, period)))


@pytest.mark.parametrize("count", [3, 9, 30, 120])
def test_a_cell_of_any_size_meets_votes_and_closes(cell: Session, count: int) -> None:
    people = crowd(cell, count)
    meeting_id = meetings.create_meeting(cell, MeetingKind.REGULAR, DAY)
    meetings.mark(cell, meeting_id, people[0].id, AttendanceState.ABSENT_EXCUSED, reason="đi viện")
    meetings.call_roll(cell, meeting_id)
    view = meetings.load(cell, meeting_id)
    assert (view.tally.due, view.tally.present_due, view.vote_base) == (count, count - 1, count)
    vote = meetings.new_vote(view, cell, Matter.ADMISSION, "Kết nạp")
    assert carries(vote) == (vote.agree >= needed(Matter.ADMISSION, count))
    meetings.save_parts(cell, vote)
    meetings.save_meeting(cell, msgspec.structs.replace(view.meeting, ends=time(21, 0)))
    meetings.close_meeting(cell, meeting_id)
    assert papers.minutes_pdf(cell, meeting_id).startswith(b"%PDF-")


def test_status_on_the_date_counts_whatever_comes_later(cell: Session) -> None:
    people = crowd(cell, 6)
    change(cell, people[0], Status.TEMPORARY_OUT, DAY + timedelta(days=1))
    change(cell, people[1], Status.TEMPORARY_OUT, date(2026, 1, 1), DAY - timedelta(days=1))
    change(cell, people[2], Status.TEMPORARY_OUT, DAY, DAY)
    change(cell, people[3], Status.TEMPORARY_IN, DAY)
    change(cell, people[4], Status.TRANSFERRED, DAY)
    view = meetings.load(cell, meetings.create_meeting(cell, MeetingKind.REGULAR, DAY))
    assert (view.tally.total, view.tally.due, view.tally.present_temporary_in) == (4, 3, 1)
    assert view.vote_base == 3
    after = meetings.load(cell, meetings.create_meeting(cell, MeetingKind.THEMATIC, DAY + timedelta(days=30)))
    assert after.tally.due == 3


def test_status_changed_during_the_meeting_counts_once_the_roll_is_taken_anew(cell: Session) -> None:
    people = crowd(cell, 4)
    meeting_id = meetings.create_meeting(cell, MeetingKind.REGULAR, DAY)
    meetings.call_roll(cell, meeting_id)
    change(cell, people[0], Status.EXEMPT, DAY)
    assert meetings.load(cell, meeting_id).tally.due == 4
    meetings.refresh_roll(cell, meeting_id)
    view = meetings.load(cell, meeting_id)
    assert (view.tally.due, view.tally.present_due) == (3, 3)
    exempt = next(row for row in view.roll if row.member_id == people[0].id)
    assert exempt.state is AttendanceState.EXEMPT_ABSENT


def test_a_leap_day_meeting_past_midnight_is_measured_and_printed(cell: Session) -> None:
    add_members(cell)
    day = date(2028, 2, 29)
    meeting_id = meetings.create_meeting(cell, MeetingKind.EXTRAORDINARY, day, starts=time(22, 45))
    view = meetings.load(cell, meeting_id)
    meetings.save_meeting(cell, msgspec.structs.replace(view.meeting, ends=time(0, 30)))
    assert meetings.load(cell, meeting_id).meeting.length == 105
    meetings.close_meeting(cell, meeting_id)
    words = papers.minutes_text(papers.minutes_of(cell, meeting_id))
    assert "ngày 29 tháng 02 năm 2028" in words
    assert "01/03/2028" in words


def test_a_clock_set_back_changes_neither_numbers_nor_order(cell: Session) -> None:
    add_members(cell)
    given = []
    for month, back in ((9, 0), (10, 20_000), (11, 3)):
        meeting_id = meetings.create_meeting(cell, MeetingKind.REGULAR, date(2026, month, 3))
        view = meetings.load(cell, meeting_id)
        meetings.save_meeting(cell, msgspec.structs.replace(view.meeting, ends=time(21, 5)))
        cell.clock.moment -= timedelta(days=back)  # type: ignore[attr-defined]
        meetings.close_meeting(cell, meeting_id)
        closing = meetings.load(cell, meeting_id).meeting.closing
        given.append(closing.number if closing else None)
    assert given == [1, 2, 3]
    assert [row.meeting.date.month for row in meetings.list_meetings(cell)] == [11, 10, 9]
    assert backups.check(cell, full=True) == []


@pytest.mark.parametrize("seed", range(5))
def test_speeches_keep_the_order_people_gave_them(cell: Session, seed: int) -> None:
    add_members(cell)
    meeting_id = meetings.create_meeting(cell, MeetingKind.REGULAR, DAY)
    chance = random.Random(seed)
    wanted: list[str] = []
    for number in range(25):
        view = meetings.load(cell, meeting_id)
        assert [speech.text for speech in view.speeches] == wanted
        act = chance.choice(["add", "add", "move", "delete", "edit", "undo"])
        speeches = list(view.speeches)
        if act == "add" or not speeches:
            speech = meetings.new_speech(view, cell, member=view.members[0])
            meetings.save_parts(cell, msgspec.structs.replace(speech, text=f"ý {number}"))
            wanted.append(f"ý {number}")
        elif act == "move":
            chance.shuffle(speeches)
            meetings.reorder(cell, list(speeches))
            wanted = [speech.text for speech in speeches]
        elif act == "delete":
            gone = chance.choice(speeches)
            meetings.save_parts(cell, delete=(gone,))
            wanted.remove(gone.text)
        elif act == "edit":
            chosen = chance.choice(speeches)
            meetings.save_parts(cell, msgspec.structs.replace(chosen, text=f"{chosen.text}!"))
            wanted[speeches.index(chosen)] += "!"
        else:
            meetings.save_parts(cell, delete=(speeches[0],))
            cell.undo()
