"""The assignment of duties from the command line."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from chibo_desktop.domain.duties import DutySource
from chibo_desktop.domain.members import Standing, StandingPeriod
from chibo_desktop.services import duties, members
from chibo_desktop.services.books import open_book


@pytest.fixture
def book(cell_folder, password):
    """A cell's book with one member who has a duty of the year and one of another."""
    session = open_book(cell_folder, password)
    standing = StandingPeriod(since=date(2010, 1, 1), standing=Standing.FULL)
    member = replace(members.new_member(session), name="Lò Văn An", standings=(standing,))
    members.save_member(session, member)
    for text, year in (("Phụ trách Tổ 1", 2026), ("Thu đảng phí", 2027)):
        duty = replace(
            duties.new_duty(session, owner_id=member.id), text=text, source=DutySource.PLAN, plan_year=year
        )
        duties.save_duty(session, duty)
    session.close()
    return cell_folder


def test_the_assignment_of_a_year_or_of_all_open_duties_is_printed(run, book, password, tmp_path):
    target = tmp_path / "bang.pdf"
    printed = run("print", book, "duties", "--year", "2026", "--output", target, "--json", password=password)
    assert printed.code == 0
    assert (printed.data["paper"], printed.data["year"], printed.data["rows"]) == ("duties", 2026, 1)
    assert "BẢNG PHÂN CÔNG NHIỆM VỤ ĐẢNG VIÊN" in PdfReader(target).pages[0].extract_text()
    every = run("print", book, "duties", "--output", tmp_path / "moi.pdf", password=password)
    assert every.code == 0
    assert "các nhiệm vụ đang thực hiện" in every.out
    assert "Có 1/1 đảng viên được phân công nhiệm vụ." in every.out


def test_an_empty_book_prints_an_empty_assignment(run, cell_folder, password, tmp_path):
    printed = run("print", cell_folder, "duties", "--output", tmp_path / "bang.pdf", password=password)
    assert printed.code == 0
    assert "chưa có đảng viên" in printed.out
