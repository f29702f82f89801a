"""The draft of an agenda and the papers of the preparation from the command line."""

from __future__ import annotations

from datetime import date

import pytest
from pypdf import PdfReader

from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.services import meetings
from chibo_desktop.services.books import open_book


@pytest.fixture
def book(cell_folder, password):
    """A cell's book with one meeting planned."""
    session = open_book(cell_folder, password)
    meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 12, 3))
    session.close()
    return cell_folder


def test_agenda_is_drafted_with_reasons_and_needs_no_meeting(run, cell_folder, password):
    drafted = run("agenda", cell_folder, "--draft", "03/02/2027", "--json", password=password)
    assert drafted.code == 0
    assert (drafted.data["kind"], drafted.data["date"], drafted.data["minimum_minutes"]) == (
        "regular", "2027-02-03", 90,
    )  # fmt: skip
    assert drafted.data["minutes"] == sum(line["minutes"] for line in drafted.data["lines"])
    (thematic,) = [line for line in drafted.data["lines"] if not line["usual"]]
    assert thematic["reason"].startswith("vì quý I chưa có sinh hoạt chuyên đề")
    said = run("agenda", cell_folder, "--draft", "2027-02-03", "--kind", "committee", password=password)
    assert "Họp chi ủy" not in said.out
    assert said.out.startswith("Gợi ý chương trình họp chi ủy ngày 03/02/2027:")


@pytest.mark.parametrize(
    ("what", "words"),
    [("notice", "THÔNG BÁO"), ("invitation", "GIẤY MỜI"), ("kit", "DANH SÁCH ĐIỂM DANH")],
)
def test_papers_of_the_preparation_are_printed(run, book, password, tmp_path, what, words):
    target = tmp_path / f"{what}.pdf"
    printed = run("print", book, what, "--meeting", "03/12/2026", "--output", target, "--json", password=password)
    assert (printed.code, printed.data["paper"]) == (0, what)
    assert words in PdfReader(target).pages[0].extract_text()


def test_a_kind_that_does_not_exist_is_refused(run, cell_folder):
    assert run("agenda", cell_folder, "--draft", "2027-02-03", "--kind", "party").code == 2
