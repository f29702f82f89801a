"""Every command does its work, says it in words, and says it as one JSON document."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from pypdf import PdfReader

from chibo_desktop import __version__
from chibo_desktop.cli.commands import COMMANDS
from chibo_desktop.cli.parser import SHOWN
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.services.books import SECRECY_NOTICE, open_book
from chibo_desktop.services.demo import PASSWORD

ROLL = (
    "TT,Họ và tên,Ngày sinh,Ngày vào Đảng,Chính thức/Dự bị\n"
    "1,Lò Văn Pánh,1961,03/02/1987,Chính thức\n"
    "2,Quàng Thị Xuýt,1999,19/05/2026,Dự bị\n"
)


def test_version_and_help_end_with_0(run):
    assert run("--version").out == f"chibo {__version__}\n"
    shown = run("--help")
    assert shown.code == 0
    assert all(f"    {name}" in shown.out for name in COMMANDS)
    for name in COMMANDS:
        helped = run(name, "--help")
        assert helped.code == 0
        assert helped.out.startswith("Cách dùng: ")


def test_new_makes_a_book_and_tells_the_recovery_key_and_the_notice(run, tmp_path):
    made = run("new", tmp_path / "so", "--cell", "Chi bộ bản Huổi Lóng", "--commune", "xã Nậm Khao")
    assert made.code == 0
    assert SECRECY_NOTICE in made.out
    assert (tmp_path / "so" / "so-chi-bo.db").is_file()


def test_recovery_key_of_new_opens_the_book(run, tmp_path):
    made = run("new", tmp_path / "so", "--office", "Đảng ủy xã Nậm Khao", "--json")
    assert made.data["office"] is True
    shown = run("show", tmp_path / "so", "cells", "--json", password=made.data["recovery_key"])
    assert (shown.code, shown.data) == (0, {"cells": []})


def test_new_password_is_asked_twice_when_nothing_else_gives_it(run, tmp_path):
    words = ("new", tmp_path / "so", "--cell", "Chi bộ thôn 3", "--commune", "xã Nậm Khao")
    differing = run(*words, password=None, typed="mot hai ba\nmot hai bon\n")
    assert (differing.code, (tmp_path / "so").exists()) == (1, False)
    assert run(*words, password=None, typed="mot hai ba\nmot hai ba\n").code == 0
    assert run("check", tmp_path / "so", password=None, typed="mot hai ba\n").code == 0


def test_password_file_is_taken_before_the_variable(run, cell, tmp_path):
    file = tmp_path / "mat-khau.txt"
    file.write_bytes("\ufeff".encode() + PASSWORD.encode() + b"\r\n")
    assert run("check", cell, "--password-file", file, password="sai mat khau").code == 0


def test_demo_says_what_it_did_and_the_password_opens_both_books(run, tmp_path):
    made = run("demo", tmp_path / "thu")
    assert made.code == 0
    (password,) = [
        line.removeprefix("Mật khẩu: ") for line in made.out.splitlines() if line.startswith("Mật khẩu: ")
    ]
    assert PdfReader(tmp_path / "thu" / "bien-ban.pdf").pages
    for name in ("chi-bo", "dang-uy"):
        assert run("check", tmp_path / "thu" / name, "--full", password=password).code == 0


def test_second_demo_leaves_the_first_alone(run, demo):
    made = run("demo", demo, "--json")
    assert made.code == 0
    assert made.data["folder"] == f"{demo}-2"
    assert made.data["members"] == 21


def test_dry_run_of_import_changes_nothing(run, cell, tmp_path):
    roll = tmp_path / "danh sách.csv"
    roll.write_text(ROLL.replace("Lò Văn Pánh", "Lò Văn Mới"), encoding="utf-8")
    before = run("show", cell, "journal", "--json").data["seq"]
    looked = run("import", cell, "members", roll, "--dry-run", "--json")
    assert looked.code == 0
    assert looked.data["members"] == ["Lò Văn Mới", "Quàng Thị Xuýt"]
    assert run("show", cell, "journal", "--json").data["seq"] == before
    assert run("import", cell, "members", roll).code == 0
    assert run("show", cell, "journal", "--json").data["seq"] == before + 2
    assert "Lò Văn Mới" in run("show", cell, "members").out


def test_import_names_columns_that_do_not_belong_in_the_book(run, cell, tmp_path):
    roll = tmp_path / "danh-sach.csv"
    roll.write_text(ROLL, encoding="utf-8")
    seen = run("import", cell, "members", roll, "--dry-run", "--json")
    assert "Ngày sinh" in seen.data["not_stored"]


@pytest.mark.parametrize("what", [name for name in SHOWN if name not in {"cells", "statistics", "reviews"}])
def test_show_as_words_and_as_json(run, cell, what):
    words, data = run("show", cell, what), run("show", cell, what, "--json")
    assert (words.code, data.code) == (0, 0)
    rows = data.data["entries" if what == "journal" else what]
    assert len(words.out.splitlines()) == len(rows) + 1 > 5


def test_show_cells_at_the_office_tells_how_far_each_has_arrived(run, cell, office):
    (row,) = run("show", office, "cells", "--json").data["cells"]
    journal = run("show", cell, "journal", "--json").data
    assert (row["received_up_to"], row["members"]) == (journal["seq"], 21)
    assert row["head_code"] in run("check", cell).out
    assert row["name"] in run("show", office, "cells").out
    meetings = run("show", office, "meetings", "--cell", row["name"], "--json").data["meetings"]
    assert meetings == run("show", cell, "meetings", "--json").data["meetings"]


def test_meetings_of_one_year_only(run, cell):
    every = run("show", cell, "meetings", "--json").data["meetings"]
    years = {m["date"][:4] for m in every}
    assert len(years) == 2
    for year in years:
        shown = run("show", cell, "meetings", "--year", year, "--json").data["meetings"]
        assert shown == [m for m in every if m["date"].startswith(year)]


def test_cards_pairing_sending_receiving_and_the_receipt(run, tmp_path):
    cell, office, drive = tmp_path / "a", tmp_path / "b", tmp_path / "usb"
    drive.mkdir()
    run("new", cell, "--cell", "Chi bộ bản Nà Ten", "--commune", "xã Nậm Khao")
    run("new", office, "--office", "Đảng ủy xã Nậm Khao")
    unpaired = run("send", cell, drive)
    assert unpaired.code == 1
    cards = {}
    for folder in (cell, office):
        written = run("card", folder, "--output", tmp_path / f"{folder.name}.chibo-the", "--json")
        cards[folder] = written.data["fingerprint"]
        assert len(cards[folder]) == 6
    paired = run("pair", cell, tmp_path / "b.chibo-the", "--yes", "--json")
    assert paired.data["fingerprint"] == cards[office]
    assert run("pair", office, tmp_path / "a.chibo-the", "--yes").code == 0

    sent = run("send", cell, drive, "--json").data
    received = run("receive", office, drive, "--json").data
    assert received["entries"] == sent["entries"] > 0
    back = run("receive", cell, drive, "--json").data
    assert (back["receipts"], back["acknowledged"]) == (1, sent["files"][-1]["to"])
    again = run("send", cell, drive)
    assert "không có gì mới" in again.out


def test_pairing_without_yes_needs_a_person_who_agrees(run, tmp_path):
    cell, office = tmp_path / "a", tmp_path / "b"
    run("new", cell, "--cell", "Chi bộ bản Nà Ten", "--commune", "xã Nậm Khao")
    run("new", office, "--office", "Đảng ủy xã Nậm Khao")
    run("card", office, "--output", tmp_path / "b.chibo-the")
    before = run("show", cell, "journal", "--json").data["seq"]
    refused = run("pair", cell, tmp_path / "b.chibo-the", typed="không\n")
    assert refused.code == 1
    assert run("show", cell, "journal", "--json").data["seq"] == before
    agreed = run("pair", cell, tmp_path / "b.chibo-the", "--json", typed="có\n")
    assert agreed.code == 0
    assert "  ".join(agreed.data["fingerprint"]) in agreed.err


def test_inspect_needs_no_password_and_no_book(run, bundle):
    seen = run("inspect", bundle, "--json", password=None)
    assert seen.code == 0
    assert seen.data["signature_valid"] is True
    assert {kind for kind in seen.data["age_stanzas"] if not kind.endswith("-grease")} == {"X25519"}
    assert "Chữ ký đúng." in run("inspect", bundle, password=None).out


@pytest.mark.skipif(shutil.which("age") is None, reason="the standard age tool is not installed")
@pytest.mark.parametrize("whose", ["chi-bo", "dang-uy"])
def test_age_and_unzip_open_a_bundle_without_this_program(run, demo, bundle, tmp_path, whose):
    inner, identity, plain = tmp_path / "ben-trong.age", tmp_path / "khoa.txt", tmp_path / "ben-trong.zip"
    assert run("inspect", bundle, "--extract-age", inner, password=None).code == 0
    assert run("key", demo / whose, "--output", identity).code == 0
    subprocess.run(["age", "--decrypt", "-i", identity, "-o", plain, inner], check=True, timeout=60)
    if shutil.which("unzip"):
        listed = subprocess.run(["unzip", "-l", plain], check=True, capture_output=True, text=True, timeout=60)
        assert "manifest.json" in listed.stdout
        lines = subprocess.run(["unzip", "-p", plain, "entries.jsonl"], check=True, capture_output=True, timeout=60)
        assert len([json.loads(line) for line in lines.stdout.splitlines()]) > 600


def test_print_writes_the_minutes_of_a_day(run, cell, tmp_path):
    closed = [m for m in run("show", cell, "meetings", "--json").data["meetings"] if m["closed"]]
    day = closed[-1]["date"]
    written = run("print", cell, "minutes", "--meeting", day, "--output", tmp_path / "bb.pdf", "--json")
    assert (written.code, written.data["meeting"]) == (0, day)
    assert PdfReader(tmp_path / "bb.pdf").pages
    year, month, number = day.split("-")
    spoken = run(
        "print", cell, "minutes", "--meeting", f"{number}/{month}/{year}", "--output", tmp_path / "bb2.pdf"
    )
    assert spoken.code == 0
    latest = run("print", cell, "minutes", "--meeting", "latest", "--output", tmp_path / "bb3.pdf", "--json")
    assert latest.data["meeting"] == max(m["date"] for m in closed)


def test_print_of_open_minutes_warns_that_they_are_a_draft(run, cell, tmp_path):
    (planned,) = [m for m in run("show", cell, "meetings", "--json").data["meetings"] if not m["closed"]]
    written = run("print", cell, "minutes", "--meeting", planned["date"], "--output", tmp_path / "nhap.pdf")
    assert written.code == 0
    assert "bản nháp" in written.err


def test_office_prints_the_minutes_of_a_cell(run, office, tmp_path):
    target = tmp_path / "bb.pdf"
    written = run("print", office, "minutes", "--cell", "huoi long", "--meeting", "latest", "--output", target)
    assert written.code == 0
    assert PdfReader(target).pages


def test_search_finds_with_and_without_marks(run, cell):
    marked, plain = run("search", cell, "Lò", "Văn", "--json"), run("search", cell, "lo", "van", "--json")
    assert marked.data["found"] == plain.data["found"] != []
    assert run("search", cell, "xyzzy", "--json").data["found"] == []


def test_check_backup_restore_keep_everything(run, cell, tmp_path):
    before = run("check", cell, "--full", "--json").data
    assert before["sound"] is True
    made = run("backup", cell, tmp_path / "sao-luu", "--json").data
    assert made["seq"] == before["seq"]
    restored = run("restore", made["file"], tmp_path / "moi", "--json")
    assert restored.code == 0
    assert run("check", tmp_path / "moi", "--full").code == 0
    shown = run("show", tmp_path / "moi", "members", "--json").data
    assert shown == run("show", cell, "members", "--json").data


def test_reading_commands_work_beside_an_open_window(run, cell):
    window = open_book(cell, PASSWORD, window=True)
    try:
        assert run("show", cell, "meetings", "--json").code == 0
        assert len(run("show", cell, "meetings", "--json").data["meetings"]) == window.book.count(Meeting)
        assert run("check", cell).code == 0
    finally:
        window.close()


def test_the_command_line_loads_neither_qt_nor_the_window(cell, tmp_path):
    code = (
        "import sys; from chibo_desktop.cli import main\n"
        f"assert main(['check', {str(cell)!r}]) == 0\n"
        f"assert main(['print', {str(cell)!r}, 'minutes', '--meeting', 'latest', '--output', "
        f"{str(tmp_path / 'bb.pdf')!r}]) == 0\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6', 'chibo_desktop.ui'))])"
    )
    environment = os.environ | {"CHIBO_PASSWORD": PASSWORD, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    assert done.stdout.splitlines()[-1] == "[]"
