"""Lists as spreadsheets and duties in full on the command line."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from chibo_desktop.cli.parser import EXPORTED
from chibo_desktop.services.exports import EXPORTS, NAMES


@pytest.mark.parametrize("what", ["members", "duties", "attendance"])
def test_a_list_is_written_and_can_be_read_again(run, cell, tmp_path, what):
    file = tmp_path / "danh sách.xlsx"
    written = run("export", cell, what, file, "--json")
    assert written.code == 0
    assert written.data == {"file": str(file), "what": what, "year": None, "rows": written.data["rows"]}
    sheet = load_workbook(file).active
    names = [row[1].value for row in sheet.iter_rows(min_row=4)]
    assert len([name for name in names if name]) >= written.data["rows"] > 10
    assert "Huổi Lóng" in sheet["A1"].value


def test_a_year_is_asked_for_and_its_attendance_agrees_with_the_statistics(run, cell, tmp_path):
    file = tmp_path / "a.xlsx"
    assert run("export", cell, "attendance", file, "--year", 2026).code == 0
    sheet = load_workbook(file).active
    head = [c.value for c in sheet[3]]
    rows = {
        row[1]: dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]
    }
    members = run("show", cell, "statistics", "--year", 2026, "--json").data["statistics"]["members"]
    for member in members:
        if member["presence"]["due"]["number"]:
            row = rows[member["name"]]
            assert (row["Phải dự"], row["Có mặt"]) == tuple(
                member["presence"][k]["number"] for k in ("due", "present")
            )
            assert row["Tỷ lệ (%)"] == round(member["presence"]["rate"], 1)


def test_every_list_has_a_name_and_a_word_on_the_command_line():
    assert tuple(EXPORTS) == EXPORTED == tuple(NAMES)


@pytest.mark.parametrize("what", EXPORTED)
def test_the_office_writes_the_lists_of_a_received_cell(run, office, cell, tmp_path, what):
    own, received = tmp_path / "chi-bo.xlsx", tmp_path / "dang-uy.xlsx"
    assert run("export", cell, what, own).code == 0
    assert run("export", office, what, received, "--cell", "Huổi Lóng").code == 0
    rows = [list(load_workbook(file).active.iter_rows(min_row=3, values_only=True)) for file in (own, received)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("name", ["so-chi-bo.db", "danh-sach.txt"])
def test_a_file_of_the_book_or_no_spreadsheet_is_refused(run, cell, name):
    before = (cell / "so-chi-bo.db").read_bytes()
    refused = run("export", cell, "members", cell / name)
    assert refused.code == 1
    assert "Hãy" in refused.err
    assert (cell / "so-chi-bo.db").read_bytes() == before


def test_duties_tell_all_that_is_known_of_them(run, cell):
    shown = run("show", cell, "duties", "--json")
    duties = shown.data["duties"]
    assert {
        "id", "text", "owner", "co_owners", "area", "households", "output", "source", "source_words", "plan_year",
        "given", "due", "recurrence", "state", "overdue", "done", "grade",
    } == set(duties[0])  # fmt: skip
    assert shown.data["coverage"]["covered"] <= shown.data["coverage"]["due"]
    assert any(duty["co_owners"] for duty in duties)
    of_year = run("show", cell, "duties", "--year", 2025, "--json").data["duties"]
    assert 0 < len(of_year) < len(duties)
    assert all((duty["plan_year"] or int(duty["due"][:4])) == 2025 for duty in of_year)


def test_statistics_show_roll_duties_and_work(run, cell):
    data = run("show", cell, "statistics", "--year", 2026, "--json").data["statistics"]
    assert data["roll"]["total"]["number"] == len(data["roll"]["total"]["ids"])
    assert sum(part["number"] for part in data["roll"]["standings"].values()) == data["roll"]["total"]["number"]
    assert {"by_state", "coverage", "on_time_rate", "asked", "covered"} <= set(data["duties"])
    assert {"criticism", "targets", "inspections", "dues", "rewards"} == set(data["work"])
    member = data["members"][0]
    assert member["duties"] == member["work"]["given"]
    assert "Đội ngũ đến ngày 31/12/2025" in run("show", cell, "statistics", "--year", 2025).out


@pytest.mark.parametrize("year", ["0", "1929", "2201", "99999", "-5", "nay"])
@pytest.mark.parametrize("words", [("show", "statistics"), ("show", "duties"), ("export", "attendance")])
def test_a_year_that_no_book_can_hold_is_wrong_usage(run, cell, tmp_path, words, year):
    command, what = words
    file = [tmp_path / "a.xlsx"] if command == "export" else []
    refused = run(command, cell, what, *file, f"--year={year}")
    assert refused.code == 2
    assert "--year: giá trị" in refused.err


@pytest.mark.parametrize("year", [1930, 2200])
def test_a_year_without_records_is_empty_and_no_fault(run, cell, tmp_path, year):
    assert run("show", cell, "statistics", "--year", year, "--json").data["statistics"]["meetings"] == []
    assert run("show", cell, "duties", "--year", year, "--json").data["duties"] == []
    assert run("export", cell, "attendance", tmp_path / "a.xlsx", "--year", year, "--json").data["rows"] == 0


def test_the_results_of_a_review_need_a_round(run, cell, tmp_path):
    refused = run("export", cell, "reviews", tmp_path / "a.xlsx", "--year", 1999)
    assert refused.code == 1
    assert "Năm 1999 chưa mở kỳ kiểm điểm." in refused.err
    assert not (tmp_path / "a.xlsx").exists()
