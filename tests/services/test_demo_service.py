"""The demonstration does the main job for real."""

from __future__ import annotations

from pathlib import Path

from chibo_desktop.services import backups, books, exchange, meetings, members
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


def test_a_second_demo_goes_beside_the_first(tmp_path: Path) -> None:
    first = make_demo(tmp_path / "demo")
    second = make_demo(tmp_path / "demo")
    assert (first.folder.name, second.folder.name) == ("demo", "demo-2")
