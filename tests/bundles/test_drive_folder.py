"""The folder on the drive: other people's files, pulled drives, names that lie."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest
from bundle_making import BUNDLE, CELL, EPOCH, card_of, changes

from chibo_desktop.bundles import drives
from chibo_desktop.bundles.card import write_card
from chibo_desktop.bundles.drives import Drive, card_name, changes_name, receipt_name, safe_code
from chibo_desktop.bundles.format import Kind
from chibo_desktop.common import files
from chibo_desktop.common.errors import UserError

DATA = changes()
NAME = changes_name("ban-na-u", EPOCH, 1, 3)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chi bộ bản Nà Ư", "chi-bo-ban-na-u"),
        ("Đảng bộ xã Đắk Đoa", "dang-bo-xa-dak-doa"),
        ("  Bản  số 7/2 ", "ban-so-7-2"),
        ("con", "so-con"),
        ("LPT1", "so-lpt1"),
        ("", "so"),
        ("日本", "so"),
        ("../../etc", "etc"),
        ("a" * 100, "a" * 40),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_codes_are_plain_and_safe(text: str, code: str) -> None:
    assert safe_code(text) == code
    assert safe_code(code) == code


def test_names_can_be_read_by_a_person() -> None:
    assert NAME == "CB-ban-na-u-6570-1-3.chibo"
    assert changes_name("Nà Ư", EPOCH, 1, 9, Kind.BOOK) == "SO-na-u-6570-1-9.chibo"
    assert changes_name("Nà Ư", EPOCH, 1, 0, Kind.DOCUMENTS).startswith("VB-")
    assert receipt_name("Nà Ư", b"B" * 16, EPOCH, 7) == "BN-na-u-4242-6570-7.chibo"
    assert card_name("Nà Ư", CELL.key_id).endswith(".chibo-the")


def test_what_is_put_is_listed_and_read(tmp_path: Path) -> None:
    drive = Drive(tmp_path)
    assert drive.list_files() == []
    up = drive.put_for_office(NAME, DATA)
    down = drive.put_for_cell("Bản Nà Ư", receipt_name("ban-na-u", b"B" * 16, EPOCH, 1), DATA)
    card = drive.put_for_office(card_name("ban-na-u", CELL.key_id), write_card(CELL, card_of(), card_id=BUNDLE))
    assert up.parent == tmp_path / "CHIBO" / "len-xa"
    assert down.parent == tmp_path / "CHIBO" / "ve-chi-bo" / "ban-na-u"
    assert [file.path for file in drive.list_files()] == [up, card, down]
    assert [file.is_card for file in drive.list_for_office()] == [False, True]
    assert drive.list_cells() == ["ban-na-u"]
    assert [file.name for file in drive.list_for_cell("ban-na-u")] == [down.name]
    assert drive.list_for_cell("khac") == []
    found = drive.list_for_office()[0]
    assert drive.read(found) == DATA
    assert found.size == len(DATA)


def test_the_note_on_the_drive_is_vietnamese_and_kept(tmp_path: Path) -> None:
    drive = Drive(tmp_path)
    drive.put_for_office(NAME, DATA)
    note = tmp_path / "CHIBO" / "DOC-TOI.txt"
    assert "Không đổi tên" in note.read_text(encoding="utf-8-sig")
    note.write_text("ghi thêm", encoding="utf-8")
    drive.put_for_office(NAME, DATA)
    assert note.read_text(encoding="utf-8") == "ghi thêm"


def test_other_peoples_files_are_neither_listed_nor_touched(tmp_path: Path) -> None:
    folder = tmp_path / "CHIBO" / "len-xa"
    folder.mkdir(parents=True)
    for n in range(2_000):
        (folder / f"anh-{n}.jpg").write_bytes(b"\xff\xd8")
    others = [
        ".CB-an.chibo",
        "CB-an.chibo.exe",
        "CB-\u202eobihc.chibo",
        "CB-\u200b.chibo",
        "СВ-kirin.chibo",
        "CB-an.chibo.0123456g.part",
        "thu.0123abcd.part",
        "CB-junk.chibo ",
    ]
    for name in others:
        (folder / name).write_bytes(DATA)
    (folder / "CB-junk.chibo").write_bytes(b"x" * 1000)
    (folder / "CB-short.chibo").write_bytes(b"CHI")
    (folder / "CB-dir.chibo").mkdir()
    before = tree(tmp_path)
    drive = Drive(tmp_path)
    assert drive.list_files() == []
    drive.put_for_office(NAME, DATA)
    after = tree(tmp_path)
    assert {name: after[name] for name in before} == before
    assert [file.name for file in drive.list_files()] == [NAME]


def test_copies_made_by_a_file_manager_and_later_formats_are_listed(tmp_path: Path) -> None:
    drive = Drive(tmp_path)
    drive.put_for_office(NAME, DATA)
    copy = drive.to_office / "CB-ban-na-u-6570-1-3 (2).chibo"
    copy.write_bytes(b"CHIBO2\n" + bytes(50))
    assert copy in [file.path for file in drive.list_for_office()]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / NAME).write_bytes(DATA)
    usb = tmp_path / "usb"
    (usb / "CHIBO" / "ve-chi-bo").mkdir(parents=True)
    (usb / "CHIBO" / "len-xa").symlink_to(outside)
    (usb / "CHIBO" / "ve-chi-bo" / "ban-na-u").mkdir()
    (usb / "CHIBO" / "ve-chi-bo" / "ban-na-u" / NAME).symlink_to(outside / NAME)
    (usb / "CHIBO" / "ve-chi-bo" / "khac").symlink_to(outside)
    drive = Drive(usb)
    assert drive.list_files() == []
    assert drive.list_cells() == ["ban-na-u"]
    with pytest.raises(UserError, match="lối tắt"):
        drive.put_for_office(NAME, DATA)
    assert sorted(path.name for path in outside.iterdir()) == [NAME]


def test_our_own_leftovers_are_removed_and_no_others(tmp_path: Path) -> None:
    first = Drive(tmp_path)
    first.put_for_office(NAME, DATA)
    stale = first.to_office / f"{NAME}.0123abcd.part"
    stale.write_bytes(b"half")
    in_root = first.root / "DOC-TOI.txt.0123abcd.part"
    in_root.write_bytes(b"half")
    other = first.to_office / "luan-van.docx.0123abcd.part"
    other.write_bytes(b"mine")
    second = Drive(tmp_path)
    newer = first.to_office / f"{NAME}.89abcdef.part"
    newer.write_bytes(b"being written by this run")
    second.put_for_cell("ban-na-u", NAME, DATA)
    assert not stale.exists()
    assert not in_root.exists()
    assert other.exists()
    assert newer.exists()


def test_a_name_that_is_not_ours_is_a_bug(tmp_path: Path) -> None:
    for name in ("../x.chibo", "x.txt", ".x.chibo", "a/b.chibo"):
        with pytest.raises(ValueError, match=r"\.(chibo|txt)$"):
            Drive(tmp_path).put_for_office(name, DATA)
    assert tree(tmp_path) == {}


def test_a_drive_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    drive = Drive(tmp_path / "gone")
    assert drive.list_files() == []
    with pytest.raises(UserError, match="Không thấy USB"):
        drive.put_for_office(NAME, DATA)


def test_a_file_in_the_folders_place_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "CHIBO").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="mang tên CHIBO"):
        Drive(tmp_path).put_for_office(NAME, DATA)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "đã đầy"), (errno.EROFS, "chỉ cho đọc"), (errno.EIO, "rút ra")]
)
@pytest.mark.parametrize("call", ["fsync", "replace", "mkdir"])
def test_a_failing_drive_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, call: str
) -> None:
    drive = Drive(tmp_path)
    drive.put_for_office(NAME, DATA)
    before = tree(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "failed")

    with monkeypatch.context() as patch:
        if call == "fsync":
            patch.setattr(os, "fsync", fail)
        elif call == "replace":
            patch.setattr(files, "replace_durably", fail)
        else:
            patch.setattr(Path, "mkdir", fail)
        with pytest.raises(UserError, match=words):
            drive.put_for_office("CB-moi.chibo", DATA)
    assert tree(tmp_path) == before


def test_a_drive_that_gives_back_other_bytes_is_distrusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "file_digest", lambda _: bytes(32))
    with pytest.raises(UserError, match="khác với nội dung đã ghi"):
        Drive(tmp_path).put_for_office(NAME, DATA)
    assert Drive(tmp_path).list_files() == []


def test_a_file_that_vanishes_while_listed_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drive = Drive(tmp_path)
    target = drive.put_for_office(NAME, DATA)
    listed = drive.list_files()[0]
    children = drives._children

    def then_gone(folder: Path) -> list[Path]:
        found = children(folder)
        target.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(drives, "_children", then_gone)
    assert drive.list_for_office() == []
    with pytest.raises(UserError, match="Không tìm thấy"):
        drive.read(listed)
