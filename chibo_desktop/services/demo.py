"""A realistic cell and its office, and the main job done once between them (sổ mẫu)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import place_error, write_whole
from chibo_desktop.common.progress import JobControl, silent
from chibo_desktop.domain.attendance import roll, tally
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import (
    AgendaItem,
    Attendance,
    AttendanceState,
    Conclusion,
    Guest,
    Meeting,
    MeetingKind,
    Speech,
    Stage,
)
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, next_number
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.score_sheets import ScoreLine, ScoreSheet
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.votes import Matter, Vote, vote_base
from chibo_desktop.services import books, meetings, pairing, papers, receipts, receiving, rolls, scoring, sending
from chibo_desktop.services.demo_story import MONTHS, Story, StoryCalendar, StoryMeeting, load_story
from chibo_desktop.services.demo_told import load_work
from chibo_desktop.services.demo_work import mentions_at, tell_work
from chibo_desktop.services.session import Session
from chibo_desktop.sheets.writer import write_xlsx
from chibo_desktop.storage.keys import WEAKEST

PASSWORD = "huoilong2026"  # noqa: S105  said to everyone who makes the demonstration
CELL_FOLDER, OFFICE_FOLDER, DRIVE_FOLDER = "chi-bo", "dang-uy", "usb"
MINUTES_FILE, ROLL_FILE = "bien-ban.pdf", "danh-sach-dang-vien.xlsx"


_GRADES = {
    DutyState.DONE_BEYOND: YearRating.EXCELLENT,
    DutyState.DONE_ON_TIME: YearRating.GOOD,
    DutyState.DONE_LATE: YearRating.COMPLETED,
    DutyState.NOT_DONE: YearRating.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport:
    """What the demonstration made and where."""

    folder: Path
    members: int
    meetings: int
    minutes: Path
    sent: Path
    sent_size: int
    sent_entries: int
    received_entries: int
    receipt: Path
    acknowledged: int
    code: str
    """short code of the cell's journal, the same in both books"""

    @property
    def cell_folder(self) -> Path:
        """The cell's book."""
        return self.folder / CELL_FOLDER

    @property
    def office_folder(self) -> Path:
        """The office's book."""
        return self.folder / OFFICE_FOLDER

    @property
    def password(self) -> str:
        """One password for both books."""
        return PASSWORD

    def as_data(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "folder": str(self.folder), "cell": str(self.cell_folder), "office": str(self.office_folder),
            "usb": str(self.folder / DRIVE_FOLDER), "minutes": str(self.minutes), "password": self.password,
            "members": self.members, "meetings": self.meetings, "sent": str(self.sent), "size": self.sent_size,
            "sent_entries": self.sent_entries, "received_entries": self.received_entries,
            "receipt": str(self.receipt), "acknowledged": self.acknowledged, "code": self.code,
        }  # fmt: skip

    def lines(self) -> list[str]:
        """Return the report in a few sentences."""
        return [
            f"Đã lập sổ mẫu của chi bộ ({self.members} đảng viên, {self.meetings} cuộc họp): {self.cell_folder}",
            f"Đã lập sổ mẫu của Đảng ủy xã và ghép đôi hai sổ: {self.office_folder}",
            f"Đã in biên bản mới nhất: {self.minutes}",
            f"Đã gửi qua USB: {self.sent} ({self.sent_size:,} byte, {self.sent_entries} ghi chép)".replace(
                ",", ".", 1
            ),
            f"Đảng ủy xã đã nhận {self.received_entries} ghi chép; giấy báo nhận đã về chi bộ: {self.receipt}",
            f"Mã sổ ở hai bên giống nhau: {self.code}",
            f"Mật khẩu: {self.password}",
            *(f"Mật khẩu của {label(user.role).lower()}: {user.password}" for user in load_work().users),
        ]


def make_demo(folder: Path, control: JobControl | None = None) -> DemoReport:
    """Make both books in a folder and carry a year through them; raises UserError.

    What is in the folder already is left alone: a second demonstration goes beside the first,
    into "<folder>-2".
    """
    control = control or silent()
    folder = _free_folder(folder)
    story = load_story()
    control.step(0, MONTHS + 3, "Đang lập sổ mẫu")
    _new_book(
        folder / CELL_FOLDER, books.NewBook(name=story.cast.cell, commune=story.cast.commune, term=story.cast.term)
    )
    _new_book(
        folder / OFFICE_FOLDER, books.NewBook(name=story.cast.office, commune=story.cast.commune, office=True)
    )
    cell = books.open_book(folder / CELL_FOLDER, PASSWORD)
    try:
        office = books.open_book(folder / OFFICE_FOLDER, PASSWORD)
        try:
            return _tell(folder, story, cell, office, control)
        finally:
            office.close()
    finally:
        cell.close()


def _free_folder(folder: Path) -> Path:
    wanted, number = folder, 2
    while any((wanted / name).exists() for name in (CELL_FOLDER, OFFICE_FOLDER, DRIVE_FOLDER, MINUTES_FILE)):
        wanted, number = folder.with_name(f"{folder.name}-{number}"), number + 1
    try:
        (wanted / DRIVE_FOLDER).mkdir(parents=True)
    except OSError as error:
        raise place_error(error, wanted) from error
    return wanted


def _new_book(folder: Path, book: books.NewBook) -> None:
    # The password is public, so a dear key derivation would protect nothing.
    books.create_book(folder, book, PASSWORD, cost=WEAKEST)


def _tell(folder: Path, story: Story, cell: Session, office: Session, control: JobControl) -> DemoReport:
    drive = folder / DRIVE_FOLDER
    dates = StoryCalendar(story, cell.clock.today())
    people = _bring_in_members(folder, story, dates, cell)
    for month in story.months:
        control.step(month.index + 1, MONTHS + 3, "Đang ghi các cuộc họp của sổ mẫu")
        for kind, told in month.meetings():
            if dates.held(month.index, kind) <= cell.clock.today():
                _record(cell, story, dates, people, month.index, kind, told)
    control.step(MONTHS + 1, MONTHS + 3, "Đang ghi nhiệm vụ, kiểm điểm của sổ mẫu")
    tell_work(cell, dates, people)
    control.step(MONTHS + 2, MONTHS + 3, "Đang in biên bản và gửi qua USB")
    latest = next(row.meeting for row in meetings.list_meetings(cell) if row.meeting.kind is MeetingKind.REGULAR)
    minutes = papers.save_minutes(cell, latest.id, folder / MINUTES_FILE)
    meetings.create_meeting(cell, MeetingKind.REGULAR, meetings.usual_day(cell.clock.today() + timedelta(days=1)))

    office_card = pairing.save_my_card(office, drive)
    pairing.pair(cell, pairing.card_in(office_card))
    cell_card = pairing.save_my_card(cell, folder / pairing.my_card_file(cell)[0])
    pairing.pair(office, pairing.card_in(cell_card))
    sent = sending.send(cell, drive)
    received = receiving.receive_at_office(office, drive)
    answered = receipts.receive_at_cell(cell, drive)
    number = office.book.number_of(cell.book.book_id)
    if number is None or office.head_code(number) != cell.head_code() or not received.receipts:
        raise UserError("Sổ mẫu của hai bên không khớp nhau.", "Hãy xóa thư mục sổ mẫu rồi tạo lại.")
    return DemoReport(
        folder=folder, members=len(people), meetings=len(meetings.list_meetings(cell)), minutes=minutes,
        sent=sent.files[0].path, sent_size=sent.files[0].size, sent_entries=sent.entries,
        received_entries=received.entries, receipt=received.receipts[0], acknowledged=answered.acknowledged,
        code=cell.head_code(),
    )  # fmt: skip


def _bring_in_members(folder: Path, story: Story, dates: StoryCalendar, cell: Session) -> dict[str, Member]:
    """Import the roll as a secretary would, then add what a list cannot say: since when."""
    sheet = folder / ROLL_FILE
    data = write_xlsx("Danh sách đảng viên", story.roll_columns(), story.roll_rows(dates))
    write_whole(sheet, data)
    rolls.take(cell, rolls.plan(cell, rolls.read_roll(sheet)))
    by_name = {member.name: member for member in cell.book.find(Member)}
    people = {told.key: dates.record(told, by_name[told.name].id) for told in story.cast.members}
    place = msgspec.structs.replace(cell.cell(), has_committee=True)
    cell.save(place, *people.values(), what="Ghi ngày tháng của đảng viên")
    return people


class _Recorder:
    """One meeting of the story while it is written."""

    def __init__(
        self, cell: Session, story: Story, dates: StoryCalendar, people: dict[str, Member], index: int
    ) -> None:
        self.cell, self.story, self.dates, self.people, self.index = cell, story, dates, people, index
        self.meeting_id = cell.new_id()

    def text(self, text: str) -> str:
        return self.dates.fill(text, self.index)

    def name(self, key: str) -> str:
        return self.people[key].name

    def roll(self, told: StoryMeeting, day: date) -> list[Attendance]:
        absent = {self.people[a.member].id: a for a in told.absences}
        exempt = {self.people[key].id for key in told.exempt_present}
        rows = []
        for row in roll(self.people.values(), [], self.meeting_id, day):
            state, reason = row.state, ""
            if row.member_id in absent and row.state is AttendanceState.PRESENT:
                away = absent[row.member_id]
                state = AttendanceState.ABSENT_EXCUSED if away.excused else AttendanceState.ABSENT_UNEXCUSED
                reason = self.text(away.reason)
            elif row.member_id in exempt and row.state is AttendanceState.EXEMPT_ABSENT:
                state = AttendanceState.EXEMPT_PRESENT
            rows.append(
                msgspec.structs.replace(
                    row, id=meetings.attendance_id(self.meeting_id, row.member_id), state=state, reason=reason
                )
            )
        return rows

    def duties(self, told: StoryMeeting, day: date) -> list[Duty]:
        duties = []
        for place, duty in enumerate(told.duties, start=1):
            days = duty.done_days()
            duties.append(
                Duty(
                    id=self.cell.new_id(), meeting_id=self.meeting_id, position=place, text=self.text(duty.text),
                    owner_id=self.people[duty.owner].id,
                    co_owner_ids=tuple(self.people[key].id for key in duty.co_owners),
                    area=self.text(duty.area), output=self.text(duty.output),
                    due=day + timedelta(days=duty.due_days),
                    state=duty.state, progress=self.text(duty.progress), grade=_GRADES.get(duty.state),
                    done_on=day + timedelta(days=days) if days is not None else None,
                )
            )  # fmt: skip
        return duties


def _record(
    cell: Session, story: Story, dates: StoryCalendar, people: dict[str, Member], index: int, kind: MeetingKind,
    told: StoryMeeting,
) -> None:  # fmt: skip
    day = dates.held(index, kind)
    at = _Recorder(cell, story, dates, people, index)
    rows = at.roll(told, day)
    guests = [
        Guest(id=cell.new_id(), meeting_id=at.meeting_id, position=i, name=g.name, office=g.office, kind=g.kind)
        for i, g in enumerate(told.guests, start=1)
    ]
    agenda = [
        AgendaItem(
            id=cell.new_id(), meeting_id=at.meeting_id, position=i, part=item.part, title=at.text(item.title),
            person=at.name(item.person), minutes=item.minutes, papers=at.text(item.papers),
            needs_vote=item.needs_vote,
            outcome=at.text(item.outcome),
        )
        for i, item in enumerate(told.agenda, start=1)
    ]  # fmt: skip
    guest_ids = {g.name: g.id for g in guests}
    speeches = [
        Speech(
            id=cell.new_id(), meeting_id=at.meeting_id, position=i, agenda_item_id=agenda[s.item - 1].id,
            member_id=people[s.who].id if s.who else None, guest_id=guest_ids[s.guest] if s.guest else None,
            speaker=at.name(s.who) if s.who else s.guest or "", text=at.text(s.text),
        )
        for i, s in enumerate(told.speeches, start=1)
    ]  # fmt: skip
    conclusions = [
        Conclusion(id=cell.new_id(), meeting_id=at.meeting_id, position=i, kind=c.kind, text=at.text(c.text))
        for i, c in enumerate(told.conclusions, start=1)
    ]
    voters, base = tally(rows).voters, vote_base(rows)
    votes = [
        Vote(
            id=cell.new_id(), meeting_id=at.meeting_id, position=i, matter=v.matter, title=at.text(v.title),
            method=v.method, base=base, agree=min(voters, base) - v.disagree - v.other, disagree=v.disagree,
            other=v.other, reserved_opinion=at.text(v.reserved),
        )
        for i, v in enumerate(told.votes, start=1)
    ]  # fmt: skip
    meeting = Meeting(
        id=at.meeting_id, kind=kind, date=day, starts=told.starts, ends=told.ends, place=story.cast.place,
        title=at.text(told.title), chair_id=people[told.chair].id, minute_taker_id=people[told.minute_taker].id,
        stage=Stage.MINUTES, roll_called=True, dues_note=at.text(told.dues), score=told.score,
        level=told.level,
    )  # fmt: skip
    records: list[Record] = [*rows, *guests, *agenda, *speeches, *conclusions, *votes, *at.duties(told, day)]
    if kind is MeetingKind.REGULAR:
        records += mentions_at(cell, people, index, at.meeting_id)
    if told.resolution is not None:
        records += _resolution(at, told, day, votes)
    cell.save(meeting, *records, what="Ghi cuộc họp")
    if told.score is not None:
        cell.save(_score(cell, at.meeting_id, told.score), what="Chấm điểm")
    meetings.close_meeting(cell, at.meeting_id)


def _score(cell: Session, meeting_id: bytes, wanted: float) -> ScoreSheet:
    """Return a score sheet that sums up to the story's score, what a person judges by half points."""
    sheet = scoring.sheet_of(cell, meeting_id).scored
    judged = sorted((line for line in sheet.lines if line.computed is None), key=lambda line: -line.maximum)
    room = sum(line.maximum for line in judged)
    less = room + sum(line.computed or 0.0 for line in sheet.lines) - wanted
    given = {}
    for line in judged:
        part = min(max(less, 0.0), math.ceil(2 * less * line.maximum / room) / 2, line.maximum)
        given[line.criterion.code] = line.maximum - part
        less -= part
        room -= line.maximum
    codes = [criterion.code for criterion in sheet.frame.criteria if criterion.code in given]
    lines = tuple(ScoreLine(code=code, self_score=given[code]) for code in codes)
    return ScoreSheet(id=scoring.sheet_id(meeting_id), meeting_id=meeting_id, frame=sheet.frame.id, lines=lines)


def _resolution(at: _Recorder, told: StoryMeeting, day: date, votes: list[Vote]) -> list[Record]:
    assert told.resolution is not None
    vote = next((v for v in votes if v.matter is Matter.RESOLUTION), None)
    title = at.text(told.resolution.title)
    resolution = Resolution(
        id=at.cell.new_id(), meeting_id=at.meeting_id, vote_id=vote.id if vote else None, title=title, date=day,
        text=at.text(told.resolution.text), state=ResolutionState.ADOPTED,
    )  # fmt: skip
    term = at.cell.book.find(Cell)[0].term_on(day)
    name = term.name if term else ""
    given = at.cell.book.find(DocumentNumber)
    number = DocumentNumber(
        id=at.cell.new_id(), type=DocumentType.RESOLUTION, term=name,
        number=next_number(given, DocumentType.RESOLUTION, name), date=day, subject=title, subject_id=resolution.id,
    )  # fmt: skip
    return [resolution, number]
