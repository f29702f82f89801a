"""kill -9 while a book is made or restored: the whole book or none, and the folder can be used again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from service_samples import PASSWORD, make_book

from chibo_desktop.common.errors import UserError
from chibo_desktop.services import backups, books, pairing
from chibo_desktop.services.session import Session
from chibo_desktop.storage.keys import WEAKEST

SCRIPT = """
import os, sys
from pathlib import Path
from chibo_desktop.common import files
from chibo_desktop.services import backups, books
from chibo_desktop.storage import founding, keys, slot_files
folder, password, moment, source = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
die = lambda *args, **kwargs: os._exit(9)
if moment == "filling":
    founding.start_epoch = backups.start_epoch = die
elif moment == "first key file":
    slot_files.write_whole = die
elif moment == "second key file":
    slot_files.write_whole = lambda *args, **kwargs: (files.write_whole(*args, **kwargs), die())
elif moment == "naming":
    founding.replace_durably = die
if source:
    backups.restore(Path(source), folder, password)
else:
    books.create_book(folder, books.NewBook(name="Chi bộ bản Nà Ư"), password, cost=keys.WEAKEST)
"""
MOMENTS = ("filling", "first key file", "second key file", "naming")


def killed(folder: Path, moment: str, source: Path | None = None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), PASSWORD, moment, str(source or "")], check=False
    )
    assert done.returncode == 9
    with pytest.raises(UserError, match="Không có sổ"):
        books.open_book(folder, PASSWORD)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_book_killed_in_the_making_can_be_made_again(tmp_path: Path, moment: str) -> None:
    folder = tmp_path / "sổ"
    killed(folder, moment)
    books.create_book(folder, books.NewBook(name="Chi bộ bản Nà Ư"), PASSWORD, cost=WEAKEST)
    session = books.open_book(folder, PASSWORD)
    assert pairing.my_card(session).name == "Chi bộ bản Nà Ư"
    assert backups.check(session, full=True) == []
    session.close()
    assert [path.name for path in folder.iterdir() if ".part" in path.name] == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_restored_book_always_begins_its_own_epoch(cell: Session, tmp_path: Path, moment: str) -> None:
    made = backups.back_up(cell, tmp_path / "sao lưu").file
    folder = tmp_path / "mới"
    killed(folder, moment, made)
    back = backups.restore(made, folder, PASSWORD)
    assert back.book.epoch_row().parent_epoch == cell.head().epoch
    assert backups.check(back, full=True) == []
    back.close()


def test_a_failed_making_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sổ"

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="đã đầy"):
        books.create_book(folder, books.NewBook(name="Chi bộ"), PASSWORD, cost=WEAKEST)
    assert list(tmp_path.iterdir()) == []


def test_two_programs_do_not_make_a_book_in_one_folder(tmp_path: Path) -> None:
    from chibo_desktop.storage.founding import laying_down
    from chibo_desktop.storage.slot_files import load_slots

    other = make_book(tmp_path / "khác")
    slots = load_slots(other.folder)
    other.close()
    folder = tmp_path / "sổ"
    with laying_down(folder, slots) as part:
        with pytest.raises(books.InUseError), laying_down(folder, slots):
            pytest.fail("a second maker was let in")
        part.write_bytes((other.folder / "so-chi-bo.db").read_bytes())
    books.open_book(folder, PASSWORD).close()
