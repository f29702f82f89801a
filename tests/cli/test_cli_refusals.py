"""Exit codes 1 to 4, each provoked for real, each with words on standard error."""

from __future__ import annotations

import pytest

from chibo_desktop.domain.members import Member
from chibo_desktop.services.books import open_book
from chibo_desktop.services.demo import PASSWORD


def flip(file, at, count=64):
    """Flip bytes of a file, `at` a share of its length."""
    data = bytearray(file.read_bytes())
    start = int(len(data) * at)
    for i in range(start, min(start + count, len(data))):
        data[i] ^= 0xFF
    file.write_bytes(bytes(data))


# -- 2: wrong usage ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("không-có",),
        ("new", "so"),
        ("new", "so", "--cell", "A", "--office", "B"),
        ("show", "so", "everything"),
        ("import", "so", "meetings", "a.csv"),
        ("print", "so", "minutes", "--output", "a.pdf"),
        ("check", "so", "--no-such-option"),
    ],
)
def test_wrong_usage_is_2_in_vietnamese(run, words):
    answer = run(*words)
    assert answer.code == 2
    assert "Lệnh chưa đúng" in answer.err
    assert answer.out == ""


# -- 1: refused, with the next step -----------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("show", "{}", "members"),
        ("check", "{}"),
        ("card", "{}", "--output", "{}.the"),
        ("send", "{}", "."),
        ("backup", "{}", "{}.luu"),
        ("key", "{}", "--output", "{}.khoa"),
    ],
)
def test_missing_folder_is_1_and_nothing_is_created(run, tmp_path, words):
    missing = tmp_path / "khong-co"
    answer = run(*(word.format(missing) for word in words))
    assert answer.code == 1
    assert "Không có sổ nào" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_folder_that_has_a_book_is_not_given_another(run, cell):
    assert run("new", cell, "--cell", "Chi bộ khác", "--commune", "xã khác").code == 1
    assert run("check", cell).code == 0


def test_short_password_is_refused_before_anything_is_written(run, tmp_path):
    answer = run("new", tmp_path / "so", "--cell", "Chi bộ", "--commune", "xã", password="ngắn")
    assert (answer.code, (tmp_path / "so").exists()) == (1, False)


@pytest.mark.parametrize("name", ["so-chi-bo.db", "khoa.json", "khoa-ban-2.json"])
def test_nothing_is_ever_written_over_the_files_of_a_book(run, cell, bundle, name):
    before = (cell / name).read_bytes()
    target = cell / name
    for words in (
        ("backup", cell, target),
        ("card", cell, "--output", target),
        ("key", cell, "--output", target),
        ("print", cell, "minutes", "--meeting", "latest", "--output", target),
        ("inspect", bundle, "--extract-age", target),
    ):
        answer = run(*words)
        assert answer.code == 1
        assert "tệp riêng của sổ" in answer.err
        assert target.read_bytes() == before
    assert run("check", cell, "--full").code == 0


@pytest.mark.parametrize("words", [("--cell", "a" * 5000), ("--cell", "A", "--commune", "b" * 5000),
                                   ("--cell", "A", "--term", "c" * 5000)])  # fmt: skip
def test_a_name_too_long_for_a_record_makes_no_book(run, tmp_path, words):
    assert run("new", tmp_path / "so", *words).code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_path_the_system_cannot_take_is_1_without_a_trace(run):
    answer = run("show", "a" * 5000, "members")
    assert answer.code == 1
    assert ".py" not in answer.err


def test_password_of_bytes_that_are_no_text_is_4(run, cell):
    assert run("check", cell, password="\udcff" * 8).code == 4


def test_no_password_at_all_is_1(run, cell):
    answer = run("check", cell, password=None)
    assert answer.code == 1
    assert "--password-file" in answer.err


def test_password_file_that_is_no_text_is_1(run, cell, tmp_path):
    file = tmp_path / "mat-khau.bin"
    file.write_bytes(b"\xff\xfe\x00")
    assert run("check", cell, "--password-file", file).code == 1
    assert run("check", cell, "--password-file", tmp_path / "khong-co").code == 1


def test_writing_beside_an_open_window_is_1_and_names_the_holder(run, cell, demo):
    window = open_book(cell, PASSWORD, window=True)
    try:
        answer = run("send", cell, demo / "usb")
    finally:
        window.close()
    assert answer.code == 1
    assert "đang mở" in answer.err


def test_import_of_what_is_no_list_is_1(run, cell, tmp_path):
    file = tmp_path / "danh-sach.xlsx"
    file.write_bytes(b"PK\x03\x04 but not a spreadsheet")
    assert run("import", cell, "members", file).code == 1
    assert run("import", cell, "members", tmp_path / "khong-co.csv").code == 1


def test_print_of_a_day_without_meeting_is_1(run, cell, tmp_path):
    target = tmp_path / "bb.pdf"
    for day in ("1999-01-01", "31/02/2026", "hôm qua", "1-1-99999999999999999999"):
        assert run("print", cell, "minutes", "--meeting", day, "--output", target).code == 1
    assert not target.exists()


def test_cells_of_a_cell_and_an_unknown_cell_are_1(run, cell, office):
    assert run("show", cell, "cells").code == 1
    assert run("show", office, "meetings", "--cell", "Chi bộ không có").code == 1


def test_office_does_not_send_and_a_drive_that_is_gone_is_told(run, cell, office, demo):
    assert run("send", office, demo / "usb").code == 1
    assert run("send", cell, demo / "usb-da-rut").code == 1
    assert run("receive", cell, demo / "usb-da-rut").code == 1
    assert run("receive", office, demo / "usb-da-rut").code == 1


def test_restore_into_a_folder_with_a_book_is_1(run, cell, office, tmp_path):
    made = run("backup", cell, tmp_path / "luu", "--json").data["file"]
    assert run("restore", made, office).code == 1
    assert run("check", office).code == 0


def test_card_instead_of_a_bundle_has_no_age_inside(run, demo):
    card = next(demo.glob("*.chibo-the"))
    assert run("inspect", card, "--json").data["card"]["name"]
    assert run("inspect", card, "--extract-age", demo / "a.age").code == 1


# -- 4: wrong password ------------------------------------------------------------------------------


def test_wrong_password_is_4_and_gives_no_hint(run, cell):
    answer = run("check", cell, password="sai mật khẩu")
    assert answer.code == 4
    assert answer.err.startswith("Mật khẩu chưa đúng.")
    assert PASSWORD not in answer.err


def test_wrong_password_of_a_backup_is_4_and_leaves_nothing(run, cell, tmp_path):
    made = run("backup", cell, tmp_path / "luu", "--json").data["file"]
    answer = run("restore", made, tmp_path / "moi", password="sai mật khẩu")
    assert (answer.code, (tmp_path / "moi").exists()) == (4, False)


# -- 3: damaged -------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0.0, 0.002, 0.3, 0.7])
def test_flipped_bytes_of_the_book_are_3_and_not_a_wrong_password(run, cell, at):
    flip(cell / "so-chi-bo.db", at)
    answer = run("check", cell, "--full")
    assert answer.code == 3
    assert "sao lưu" in answer.err


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_cut_book_is_3(run, cell, size):
    file = cell / "so-chi-bo.db"
    file.write_bytes(file.read_bytes()[:size])
    assert run("check", cell, "--full").code == 3
    assert run("show", cell, "members").code == 3


def test_book_without_its_file_is_3_and_no_new_one_is_made(run, cell):
    (cell / "so-chi-bo.db").unlink()
    assert run("show", cell, "members").code == 3
    assert not (cell / "so-chi-bo.db").exists()


def test_one_torn_key_file_is_mended_both_torn_are_3(run, cell, demo):
    first, second = cell / "khoa.json", cell / "khoa-ban-2.json"
    whole = first.read_bytes()
    first.write_bytes(whole[: len(whole) // 2])
    assert run("send", cell, demo / "usb").code == 0
    assert first.read_bytes() == second.read_bytes() == whole
    for file in (first, second):
        flip(file, 0.5, 3)
    assert run("check", cell).code == 3


def test_full_check_finds_a_row_that_the_journal_did_not_write(run, cell):
    session = open_book(cell, PASSWORD)
    try:
        member = session.book.find(Member)[0]
        session.book.database.execute_sql(
            "UPDATE member SET name = 'Người Khác' WHERE book = 1 AND id = ?", (member.id,)
        )
    finally:
        session.close()
    assert run("check", cell, "--json").data["sound"] is True
    full = run("check", cell, "--full", "--json")
    assert full.code == 3
    assert [fault["where"] for fault in full.data["faults"]] == ["member"]


def test_check_finds_a_journal_entry_taken_out(run, cell):
    session = open_book(cell, PASSWORD)
    try:
        session.book.database.execute_sql("DELETE FROM entries WHERE book = 1 AND seq = 5")
    finally:
        session.close()
    assert run("check", cell).code == 3


def test_bent_bundle_is_3_at_inspect_and_refused_at_the_office(run, bundle, office, demo):
    flip(bundle, 0.6, 1)
    assert run("inspect", bundle, password=None).code == 3
    before = run("show", office, "cells", "--json").data
    answer = run("receive", office, demo / "usb")
    assert answer.code in {1, 3}
    assert run("show", office, "cells", "--json").data == before


def test_file_that_is_no_bundle_is_refused(run, demo):
    file = demo / "anh.chibo"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(4000))
    assert run("inspect", file).code in {1, 3}
    assert run("inspect", demo / "khong-co.chibo").code == 1
