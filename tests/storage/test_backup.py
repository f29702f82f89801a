"""Backups: one whole file or none, read back, and a book again."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from storage_samples import BOOK_ID, member

from chibo_desktop.common.errors import DamagedError, UserError
from chibo_desktop.common.progress import silent
from chibo_desktop.domain.members import Member
from chibo_desktop.storage import backup
from chibo_desktop.storage.book import BOOK_NAME, Book
from chibo_desktop.storage.check import check
from chibo_desktop.storage.founding import laying_down


@pytest.fixture
def saved(book: Book, tmp_path: Path) -> Path:
    with book.changing("bi-thu") as change:
        change.put(member(1, "Người trong sổ"))
    target = tmp_path / f"sao-luu{backup.SUFFIX}"
    backup.write_backup(book, target)
    return target


def test_a_backup_of_an_open_book_is_whole(saved: Path, tmp_path: Path, open_book: Callable[..., Book]) -> None:
    place = tmp_path / "phục hồi"
    meta = backup.read_meta(saved, verify=True)
    assert meta.book_id == BOOK_ID
    with laying_down(place, backup.slots_in(saved)) as part:
        backup.unpack(saved, part)
    book = open_book(place)
    assert [m.name for m in book.find(Member)] == ["Người trong sổ"]
    assert check(book, full=True, control=silent()) == []
    assert book.head() == meta.head


def test_nothing_else_stays_and_nothing_is_readable(saved: Path) -> None:
    assert [p.name for p in saved.parent.glob("*part*")] == []
    assert "Người trong sổ".encode() not in saved.read_bytes()


@pytest.mark.parametrize("seconds", [1000, 5_000_000_000])
def test_a_dead_clock_does_not_stop_a_backup(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    target = tmp_path / "a.chibo-saoluu"
    copy_to = book.copy_to

    def copied(place: Path) -> None:
        copy_to(place)
        os.utime(place, (seconds, seconds))

    monkeypatch.setattr(book, "copy_to", copied)
    monkeypatch.setattr(time, "time", lambda: float(seconds))
    backup.write_backup(book, target)
    assert backup.read_meta(target, verify=True).book_id == BOOK_ID


def test_what_a_backup_that_was_cut_off_left_is_removed(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    place = tmp_path / "usb"
    place.mkdir()
    (place / "luan-van.part").write_bytes(b"x")
    with monkeypatch.context() as dying:
        dying.setattr(backup, "file_digest", killed)
        dying.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(Killed):
            backup.write_backup(book, place / "a.chibo-saoluu")
    assert len(list(place.iterdir())) == 2
    backup.write_backup(book, place / "a.chibo-saoluu")
    assert sorted(path.name for path in place.iterdir()) == ["a.chibo-saoluu", "luan-van.part"]


def test_damaged_backups_are_refused(saved: Path, tmp_path: Path) -> None:
    data = saved.read_bytes()
    bad = tmp_path / "bad"
    for changed in (
        data[: len(data) // 2], b"", b"PK\3\4rubbish", data[:9000] + bytes([data[9000] ^ 1]) + data[9001:],
    ):  # fmt: skip
        bad.write_bytes(changed)
        with pytest.raises(DamagedError):
            backup.read_meta(bad, verify=True)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evil", b"x")
    with pytest.raises(DamagedError):
        backup.slots_in(path)
    assert not (tmp_path.parent.parent / "evil").exists()


def test_a_folder_with_a_book_is_never_overwritten(saved: Path, folder: Path) -> None:
    before = (folder / BOOK_NAME).read_bytes()
    with pytest.raises(UserError, match="đã có một sổ"), laying_down(folder, backup.slots_in(saved)):
        pytest.fail("a place to write was given")
    assert (folder / BOOK_NAME).read_bytes() == before
