"""Books for the storage tests: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from storage_samples import BOOK_ID, KEY, FixedClock, lay_down_empty

from chibo_desktop.storage.book import Book


@pytest.fixture(scope="session")
def fresh_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    lay_down_empty(folder, FixedClock(), BOOK_ID)
    return folder


@pytest.fixture
def folder(fresh_folder: Path, tmp_path: Path) -> Path:
    # A name such as people have: spaces, marks, characters that mean something in a URI.
    target = tmp_path / "Sổ của Đạt #1 100%"
    shutil.copytree(fresh_folder, target)
    return target


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def open_book(clock: FixedClock) -> Iterator[Callable[..., Book]]:
    opened: list[Book] = []

    def opening(folder: Path, *, exclusive: bool = True) -> Book:
        book = Book.open(folder, KEY, clock, exclusive=exclusive)
        opened.append(book)
        return book

    yield opening
    for book in opened:
        book.close()


@pytest.fixture
def book(folder: Path, open_book: Callable[..., Book]) -> Book:
    return open_book(folder)


@pytest.fixture
def other_book(tmp_path: Path, clock: FixedClock) -> Iterator[Book]:
    """The office's file, empty."""
    place = tmp_path / "xã"
    lay_down_empty(place, clock)
    book = Book.open(place, KEY, clock)
    yield book
    book.close()
