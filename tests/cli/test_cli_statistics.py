"""Findings and statistics on the command line: words for people, one JSON document with ids."""

from __future__ import annotations

from chibo_desktop.services.books import open_book
from chibo_desktop.services.demo import PASSWORD


def test_statistics_of_a_year_bear_the_ids_behind_every_number(run, cell):
    session = open_book(cell, PASSWORD)
    try:
        from chibo_desktop.services import meetings

        year = meetings.years(session)[-1]
        listed = {row.meeting.id.hex() for row in meetings.list_meetings(session, year=year)}
    finally:
        session.close()
    shown = run("show", cell, "statistics", "--year", year, "--json")
    assert shown.code == 0
    data = shown.data["statistics"]
    assert data["year"] == year
    assert {m["id"] for m in data["meetings"]} <= listed
    for m in data["meetings"]:
        assert len(m["presence"]["present"]["ids"]) == m["presence"]["present"]["number"]
        assert 0 <= m["presence"]["rate"] <= 100
    assert "records" not in data
    assert f"Năm {year}:" in run("show", cell, "statistics", "--year", year).out


def test_statistics_of_a_received_cell_are_shown_at_the_office(run, office, cell):
    words = ("statistics", "--json")
    received = run("show", office, *words, "--cell", "Huổi Lóng").data["statistics"]
    own = run("show", cell, *words).data["statistics"]
    assert received["meetings"] == own["meetings"]
    assert received["members"] == own["members"]


def test_findings_are_of_the_meeting_that_is_not_closed_unless_a_day_is_named(run, cell):
    shown = run("findings", cell, "--json")
    assert (shown.code, shown.data["meeting"]["closed"]) == (0, False)
    assert shown.data["findings"][0]["severity"] == "missing"
    last = run("findings", cell, "--meeting", "latest", "--json").data
    assert last["meeting"]["closed"]
    assert {"severity", "stage", "field", "sentence", "basis"} == set(last["findings"][0])
    assert "chỗ cần xem" in run("findings", cell).out


def test_findings_of_a_book_without_meetings_say_the_next_step(run, tmp_path):
    run("new", tmp_path / "so", "--cell", "Chi bộ thôn 3", "--commune", "xã Nậm Khao")
    refused = run("findings", tmp_path / "so")
    assert refused.code == 1
    assert "Hãy lập cuộc họp" in refused.err
