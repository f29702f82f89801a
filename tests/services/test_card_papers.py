"""The printed card goes where a person says, and never over the book."""

from __future__ import annotations

from pathlib import Path

import pytest

from chibo_desktop.common.errors import UserError
from chibo_desktop.services.card_papers import save_card_paper
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import BOOK_NAME


def test_a_printed_card_is_written_as_pdf(cell: Session, tmp_path: Path) -> None:
    written = save_card_paper(cell, tmp_path / "giấy" / "thẻ.pdf")
    assert written.read_bytes().startswith(b"%PDF")


def test_a_printed_card_is_never_written_over_the_book(cell: Session) -> None:
    before = (cell.folder / BOOK_NAME).read_bytes()
    with pytest.raises(UserError, match="tên tệp riêng của sổ"):
        save_card_paper(cell, cell.folder / BOOK_NAME)
    assert (cell.folder / BOOK_NAME).read_bytes() == before
