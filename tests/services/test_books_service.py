"""Making, opening, re-keying and restoring a book as a person does."""

from __future__ import annotations

from pathlib import Path

import pytest
from service_samples import PASSWORD, SteppingClock, add_members, make_book

from chibo_desktop.common.errors import DamagedError, UserError, WrongPasswordError
from chibo_desktop.domain.settings import setting
from chibo_desktop.services import backups, books
from chibo_desktop.services.session import Session
from chibo_desktop.storage.keys import WEAKEST
from chibo_desktop.storage.slot_files import SLOT_FILES


def test_a_book_is_never_made_by_opening_a_path(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "không có"):
        with pytest.raises(UserError, match="Không có sổ"):
            books.open_book(place, PASSWORD)
    assert list(tmp_path.iterdir()) == []


def test_a_second_book_is_never_made_over_the_first(cell: Session) -> None:
    with pytest.raises(UserError, match="đã có một sổ"):
        books.create_book(cell.folder, books.NewBook(name="Khác"), PASSWORD, cost=WEAKEST)


@pytest.mark.parametrize(("name", "password"), [("", PASSWORD), ("  ", PASSWORD), ("Chi bộ", "123")])
def test_a_refused_book_leaves_nothing(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(UserError):
        books.create_book(tmp_path / "sổ", books.NewBook(name=name), password, cost=WEAKEST)
    assert not (tmp_path / "sổ").exists()


def test_recovery_key_opens_and_sets_a_new_password(tmp_path: Path) -> None:
    folder = tmp_path / "sổ"
    recovery = books.create_book(folder, books.NewBook(name="Chi bộ"), PASSWORD, cost=WEAKEST)
    session = books.open_book(folder, recovery)
    books.change_password(session, recovery, "mật khẩu mới", WEAKEST)
    session.close()
    with pytest.raises(WrongPasswordError):
        books.open_book(folder, PASSWORD)
    books.open_book(folder, "mật khẩu mới").close()


def test_changing_the_password_does_not_touch_the_book(cell: Session) -> None:
    before = cell.head()
    books.change_password(cell, PASSWORD, "mật khẩu mới", WEAKEST)
    assert cell.head() == before
    with pytest.raises(WrongPasswordError):
        books.change_password(cell, PASSWORD, "lần nữa nhé", WEAKEST)


def test_key_file_of_another_book_is_damage(cell: Session, tmp_path: Path) -> None:
    other = make_book(tmp_path / "khác")
    other.close()
    cell.close()
    for name in SLOT_FILES:
        (cell.folder / name).write_bytes((other.folder / name).read_bytes())
    with pytest.raises(DamagedError):
        books.open_book(cell.folder, PASSWORD)


def test_undo_takes_back_step_by_step(cell: Session) -> None:
    add_members(cell, ["Lò Văn An", "Cà Thị Ân"])
    from chibo_desktop.services.members import list_members

    assert cell.undo_name == "Sửa đảng viên Cà Thị Ân"
    cell.undo()
    assert [row.member.name for row in list_members(cell)] == ["Lò Văn An"]
    cell.undo()
    assert list_members(cell) == []
    assert cell.undo().kinds == frozenset()
    assert backups.check(cell, full=True) == []


def test_backup_and_restore_begin_a_new_epoch(cell: Session, tmp_path: Path) -> None:
    add_members(cell)
    head = cell.head()
    made = backups.back_up(cell, tmp_path / "usb")
    assert made.seq == head.seq
    with pytest.raises(WrongPasswordError):
        backups.restore(made.file, tmp_path / "mới", "sai mật khẩu")
    assert not (tmp_path / "mới").exists()
    back = backups.restore(made.file, tmp_path / "mới", PASSWORD, clock=SteppingClock())
    epoch = back.book.epoch_row()
    assert (epoch.parent_epoch, epoch.parent_seq, epoch.parent_hash) == (head.epoch, head.seq, head.hash)
    assert backups.check(back, full=True) == []
    back.close()


def test_settings_are_records_of_the_book(cell: Session) -> None:
    assert cell.setting("x", "chưa") == "chưa"
    cell.save(setting("x", "rồi"), what="Sửa cài đặt")
    assert cell.setting("x") == "rồi"
    assert cell.save(setting("x", "rồi"), what="Sửa cài đặt").kinds == frozenset()


def test_what_waited_for_an_update_is_applied_when_the_book_is_opened(
    cell: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell.close()
    asked: list[Path] = []
    monkeypatch.setattr(books, "catch_up", lambda book: asked.append(book.folder))
    books.open_book(cell.folder, PASSWORD).close()
    books.open_book(cell.folder, PASSWORD, exclusive=False).close()
    assert asked == [cell.folder]
