"""Coach and statistics on the demonstration's year, as it stands in a real book."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from chibo_desktop.domain.findings import Severity
from chibo_desktop.domain.meetings import AgendaItem, Attendance, AttendanceState, Meeting, MeetingKind
from chibo_desktop.domain.members import Status
from chibo_desktop.services import coach, meetings, statistics
from chibo_desktop.services.books import open_book
from chibo_desktop.services.demo import PASSWORD, make_demo
from chibo_desktop.services.session import Session


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The demonstration's cell; the tests of this module read it only."""
    report = make_demo(tmp_path_factory.mktemp("thong-ke") / "mau")
    session = open_book(report.cell_folder, PASSWORD)
    yield session
    session.close()


@pytest.fixture
def mine(demo: Session, tmp_path: Path) -> Iterator[Session]:
    """A copy of the demonstration's cell to write in."""
    import shutil

    demo.book.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    skipped = shutil.ignore_patterns("*.lock", "*-wal", "*-shm")
    folder = Path(shutil.copytree(demo.folder, tmp_path / "so", ignore=skipped))
    session = open_book(folder, PASSWORD)
    yield session
    session.close()


def latest_year(session: Session) -> int:
    return meetings.years(session)[0]


def test_every_meeting_of_the_demonstration_has_its_findings_sorted_and_once(demo: Session) -> None:
    for row in meetings.list_meetings(demo):
        found = coach.findings_for(demo, row.meeting.id)
        weights = [f.severity for f in found]
        assert weights == sorted(weights, reverse=True)
        assert len({f.sentence for f in found}) == len(found)


def test_the_short_meeting_is_told_once_with_the_packs_basis(demo: Session) -> None:
    (short,) = [m for m in demo.book.find(Meeting) if m.length == 74]
    told = [f for f in coach.findings_for(demo, short.id) if "tối thiểu" in f.sentence]
    assert [(f.sentence, f.basis) for f in told] == [("Họp 74 phút, tối thiểu 90 phút.", "HD 42-HD/BTCTW")]


def test_the_next_meeting_is_told_what_is_overdue_and_not_yet_done(demo: Session) -> None:
    row = next(row for row in meetings.list_meetings(demo) if not row.meeting.closed)
    said = " ".join(f.sentence for f in coach.findings_for(demo, row.meeting.id))
    assert "nhiệm vụ quá hạn chưa được nhắc đến" in said
    assert "chi ủy chuẩn bị" in said


def test_a_fourth_absence_in_a_row_is_found_over_regular_and_thematic_meetings(mine: Session) -> None:
    planned = next(row.meeting for row in meetings.list_meetings(mine) if not row.meeting.closed)
    closed = [row.meeting for row in meetings.list_meetings(mine) if row.meeting.closed]
    held, before = closed[:3], closed[3]
    assert {m.kind for m in held} == {MeetingKind.REGULAR, MeetingKind.THEMATIC}
    here = [
        {
            r.member_id
            for r in mine.book.find(Attendance, meeting_id=m.id)
            if r.status is Status.ACTIVE and (m is not before or r.state is AttendanceState.PRESENT)
        }
        for m in (*held, before)
    ]
    member_id = min(set.intersection(*here))
    for m in held:
        (row,) = mine.book.find(Attendance, meeting_id=m.id, member_id=member_id)
        mine.save(msgspec.structs.replace(row, state=AttendanceState.ABSENT_EXCUSED, reason="đi làm xa"))
    meetings.mark(mine, planned.id, member_id, AttendanceState.ABSENT_EXCUSED, reason="đi làm xa")
    (told,) = [f for f in coach.findings_for(mine, planned.id) if "liên tiếp" in f.sentence]
    assert told.sentence.endswith("vắng lần thứ 4 liên tiếp.")
    assert told.severity is Severity.WARNING


def test_copied_minutes_are_found(mine: Session) -> None:
    rows = meetings.list_meetings(mine)
    planned = next(row.meeting for row in rows if not row.meeting.closed)
    last = next(row.meeting for row in rows if row.meeting.closed and row.meeting.kind is MeetingKind.REGULAR)
    items = mine.book.find(AgendaItem, meeting_id=last.id)
    copies = [msgspec.structs.replace(i, id=mine.new_id(), meeting_id=planned.id, position=90) for i in items]
    meetings.save_parts(mine, *copies)
    told = [f.sentence for f in coach.findings_for(mine, planned.id) if "giống" in f.sentence]
    assert any(s.startswith("Phần II ") and "giống 100% biên bản ngày" in s for s in told)


def test_findings_of_a_received_book_are_those_of_its_cell(demo: Session) -> None:
    office = open_book(demo.folder.parent / "dang-uy", PASSWORD)
    try:
        meeting = next(row.meeting for row in meetings.list_meetings(demo) if row.meeting.closed)
        assert coach.findings_for(office, meeting.id, book=2) == coach.findings_for(demo, meeting.id)
    finally:
        office.close()


def test_the_year_agrees_with_the_list_of_meetings(demo: Session) -> None:
    year = latest_year(demo)
    shown = statistics.of_year(demo, year)
    listed = {r.meeting.id: r for r in meetings.list_meetings(demo, year=year) if r.meeting.roll_called}
    assert [m.id for m in shown.meetings] == [m.id for m in sorted((r.meeting for r in listed.values()), key=_day)]
    for m in shown.meetings:
        tally = listed[m.id].tally
        assert (m.presence.present.number, m.presence.due.number) == (tally.present_due, tally.due)
        assert m.presence.rate == pytest.approx(tally.rate)
        assert m.speeches.number == listed[m.id].speeches


def _day(meeting: Meeting) -> date:
    return meeting.date


def test_behind_every_number_stand_its_records(demo: Session) -> None:
    shown = statistics.of_year(demo, latest_year(demo))
    from chibo_desktop.services.statistics_tables import year_counts

    places = {"meetings", "members", "duties", "documents", "criticism", "reviews"}
    for line in year_counts(shown):
        records = statistics.behind(shown, line.counted)
        assert {r.id for r in records} == set(line.counted.ids), line.words
        assert all(r.words and r.place in places for r in records)
    for m in shown.members:
        for counted in (m.presence.due, m.presence.excused, m.speeches, m.duties.given, m.chaired):
            assert len(statistics.behind(shown, counted)) == counted.number


def test_a_year_without_meetings_is_empty(demo: Session) -> None:
    shown = statistics.of_year(demo, 1999)
    assert (shown.meetings, shown.members, shown.presence.rate, shown.words) == ((), (), None, 0)
