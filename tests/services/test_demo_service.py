"""The demonstration does the main job for real."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chibo_desktop.common.clock import SystemClock
from chibo_desktop.domain.accounts import Account, AccountRole
from chibo_desktop.domain.criticism import Criticism, CriticismText
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty, DutyProgress
from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.inspections import Inspection
from chibo_desktop.domain.member_acts import MemberAct
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.proposals import Proposal
from chibo_desktop.domain.reviews import Review, ReviewRound
from chibo_desktop.domain.rewards import Reward
from chibo_desktop.domain.sealed import SealedText
from chibo_desktop.domain.targets import Target
from chibo_desktop.services import accounts, backups, books, exchange, meetings, members, sealed
from chibo_desktop.services.demo import make_demo


def test_demo_makes_books_prints_sends_and_brings_the_receipt_back(tmp_path: Path) -> None:
    report = make_demo(tmp_path / "demo")
    assert report.minutes.read_bytes().startswith(b"%PDF-")
    assert report.sent_entries == report.received_entries == report.acknowledged
    assert f"Mật khẩu: {report.password}" in report.lines()
    cell = books.open_book(report.cell_folder, report.password)
    office = books.open_book(report.office_folder, report.password)
    assert len(members.list_members(cell)) == 21
    rows = meetings.list_meetings(cell)
    assert sum(row.meeting.closed for row in rows) >= 12
    assert len({row.meeting.date.replace(day=1) for row in rows if row.meeting.closed}) == 12
    assert exchange.status(cell).unsent == 0
    assert exchange.cells(office)[0].code == cell.head_code() == report.code
    for session in (cell, office):
        assert backups.check(session, full=True) == []
        session.close()


NEW_KINDS = (
    Account, Criticism, Dues, DutyProgress, IncomingDocument, Inspection, MemberAct, Mention, Review, ReviewRound,
    Reward, SealedText, Target,
)  # fmt: skip


@pytest.mark.parametrize("day", [date(2027, 1, 2), date(2028, 2, 29)])
def test_the_demo_shows_all_of_the_work_on_any_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    class Clock(SystemClock):
        def now(self) -> datetime:
            return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

        def today(self) -> date:
            return day

    monkeypatch.setattr(books, "SystemClock", Clock)
    report = make_demo(tmp_path / "demo")
    cell = books.open_book(report.cell_folder, report.password)
    assert [kind.__name__ for kind in NEW_KINDS if not cell.book.count(kind)] == []
    assert {account.role for account in accounts.list_accounts(cell)} == {
        AccountRole.SECRETARY, AccountRole.DEPUTY_SECRETARY, AccountRole.ASSISTANT,
    }  # fmt: skip
    said = (Duty, DutyProgress, Dues, IncomingDocument, Inspection, Criticism, Reward, MemberAct, Proposal)
    past = ("date", "done_on", "given_on", "received_on", "measured_on", "voted_on", "sent_on", "answered_on")
    for kind in said:
        for item in cell.book.find(kind):
            assert all((getattr(item, name, None) or day) <= day for name in past), item
    texts = sealed.read_texts(cell, CriticismText, [note.id for note in cell.book.find(Criticism)])
    assert len(texts) == cell.book.count(Criticism)
    assert [person.change for person in cell.book.find(Review) if person.member_id is None] == [None, None]
    cell.close()
    office = books.open_book(report.office_folder, report.password)
    number = exchange.cells(office)[0].book
    assert number is not None
    assert office.book.find(SealedText, book=number) == []
    assert office.book.find(Criticism, book=number)
    office.close()


def test_a_second_demo_goes_beside_the_first(tmp_path: Path) -> None:
    first = make_demo(tmp_path / "demo")
    second = make_demo(tmp_path / "demo")
    assert (first.folder.name, second.folder.name) == ("demo", "demo-2")
