"""Books to measure on: a large cell's ten years, and a commune of a hundred cells."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from msgspec.structs import replace

from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText, Mending
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty, DutyProgress, DutySource, DutyState
from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.meetings import AttendanceState, ConclusionKind, MeetingKind
from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, StandingPeriod
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.reviews import Review
from chibo_desktop.domain.votes import Matter
from chibo_desktop.services import meetings, reviews, sealed
from chibo_desktop.services.books import NewBook, create_book, open_book
from chibo_desktop.services.dues import dues_id
from chibo_desktop.services.session import Session
from chibo_desktop.storage import keys

PASSWORD = "bốn từ dễ nhớ"
FAMILIES = ("Lò", "Quàng", "Cà", "Lường", "Vàng", "Giàng", "Thào", "Sùng", "Tòng", "Nguyễn", "Bạc", "Cầm")
GIVEN = ("Pánh", "Ón", "Phanh", "Chư", "Dơ", "Sinh", "Hặc", "Inh", "Toàn", "Mua", "Pâng", "Thủy", "Ương", "Ánh")
SPEECH = (
    "Nhất trí với báo cáo. Đề nghị chi bộ quan tâm đoạn mương đầu bản bị sạt sau mưa, vận động mỗi hộ một công; "
    "đường lên nương hộ ông Chư lầy, trẻ con đi học vất vả. Về chăn nuôi, còn bốn hộ thả rông trâu bò. "
)


class Calendar:
    """A clock that a book's years are written by."""

    def __init__(self, day: date) -> None:
        self.day = day

    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, 42, tzinfo=UTC)

    def today(self) -> date:
        return self.day

    def local(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 19, 42)  # noqa: DTZ001  wall time


def new_book(folder: Path, name: str, clock: Calendar, *, office: bool = False) -> Session:
    """Make and open a book whose key costs little."""
    create_book(
        folder, NewBook(name=name, commune="xã Nậm Khao", office=office), PASSWORD, clock=clock, cost=keys.WEAKEST
    )
    return open_book(folder, PASSWORD, clock=clock)


def members(session: Session, count: int) -> list[Member]:
    """Bring a roll of that many people into a book."""
    since = date(2015, 1, 3)
    people = [
        Member(
            id=session.new_id(),
            name=f"{FAMILIES[i % len(FAMILIES)]} {'Thị' if i % 3 else 'Văn'} {GIVEN[i * 7 % len(GIVEN)]}",
            joined=f"{1980 + i % 34}-{1 + i % 12:02}",
            standings=(StandingPeriod(since=since, standing=Standing.FULL),),
            roles=(RoleTerm(since=since, role=Role.SECRETARY),) if i == 0 else (),
        )
        for i in range(count)
    ]
    session.save(*people, what="Nhập danh sách")
    return people


def hold_meeting(session: Session, people: list[Member], day: date, *, speeches: int = 8) -> bytes:
    """Hold and close one meeting on a day."""
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, day)
    view = meetings.load(session, meeting_id)
    meetings.save_meeting(
        session,
        replace(
            view.meeting, place="Nhà văn hóa bản", ends=time(21, 10), chair_id=people[0].id,
            minute_taker_id=people[-1].id,
        ),
    )  # fmt: skip
    meetings.call_roll(session, meeting_id)
    for absent in people[5::17]:
        meetings.mark(session, meeting_id, absent.id, AttendanceState.ABSENT_EXCUSED, reason="đi công tác")
    view = meetings.load(session, meeting_id)
    for place in range(speeches):
        speech = meetings.new_speech(view, session, member=people[(place * 5 + 1) % len(people)])
        meetings.save_parts(session, replace(speech, position=place + 1, text=SPEECH * 3))
    conclusion = meetings.new_conclusion(view, session, ConclusionKind.CONCLUSION)
    vote = meetings.new_vote(view, session, Matter.RESOLUTION, "Nghị quyết tháng")
    duty = meetings.new_duty(view, session, "Vận động các hộ làm chuồng trại", people[2], day)
    meetings.save_parts(session, replace(conclusion, text=SPEECH), vote, duty)
    meetings.close_meeting(session, meeting_id)
    return meeting_id


def work_a_year(session: Session, people: list[Member], year: int) -> None:
    """Write what a cell does between its meetings: duties, dues, criticism, documents, reviews."""
    found: list[Record] = []
    for place, member in enumerate(people):
        duty = Duty(
            id=session.new_id(), text=f"Phụ trách {4 + place % 5} hộ ở nhóm {place % 4 + 1}", owner_id=member.id,
            due=date(year, 12, 20), position=place, source=DutySource.PLAN, plan_year=year,
            given_on=date(year, 1, 5), state=DutyState.DONE_ON_TIME if place % 9 else DutyState.IN_PROGRESS,
        )  # fmt: skip
        said = DutyProgress(
            id=session.new_id(), duty_id=duty.id, date=date(year, 6, 3), text=SPEECH, state=DutyState.IN_PROGRESS
        )
        found += [duty, said]
        for month in range(1, 13):
            name = f"{year}-{month:02d}"
            found.append(
                Dues(id=dues_id(name, member.id), month=name, member_id=member.id, paid=True, amount=10_000)
            )
    for number in range(36):
        note = Criticism(
            id=session.new_id(), date=date(year, 1 + number // 3, 3), form=CriticismForm.SELF,
            mending=Mending.MENDED if number % 3 else Mending.OPEN,
        )  # fmt: skip
        who = people[number * 5 % len(people)]
        text = CriticismText(to_id=who.id, to_name=who.name, content=SPEECH, fix=SPEECH[:90], due=date(year, 12, 3))
        found += [note, sealed.sealed_record(session, note.id, text)]
        found.append(
            IncomingDocument(
                id=session.new_id(), symbol=f"{number + 1}-KH/ĐU", title=SPEECH[:80], dated=date(year, 3, 3)
            )
        )
    session.save(*found, what="Công việc của năm")
    in_round = reviews.open_round(session, year)
    rated = [
        replace(review, handed_in_on=date(year, 12, 8), cell_rating=YearRating.GOOD, upper_rating=YearRating.GOOD)
        for review in session.book.find(Review, round_id=in_round)
    ]
    session.save(*rated, what="Xếp loại")


def ten_years(folder: Path, *, people: int = 108, count: int = 200) -> None:
    """Write a large cell's ten years: a meeting on the 3rd of each month, themes between."""
    clock = Calendar(date(2015, 1, 3))
    session = new_book(folder, "Chi bộ bản Huổi Lóng", clock)
    try:
        roll = members(session, people)
        for number in range(count):
            month = number * 120 // count
            clock.day = date(2016 + month // 12, 1 + month % 12, 3 if number % 2 else 18)
            hold_meeting(session, roll, clock.day)
        for year in range(2016, 2016 + max(1, count * 10 // 200)):
            clock.day = date(year, 12, 20)
            work_a_year(session, roll, year)
        clock.day = date(2026, 11, 3)
        reviews.open_round(session, 2026)
    finally:
        session.close()
