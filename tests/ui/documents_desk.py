"""What the tests of books and papers on the screen share with those of their services."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QLabel

sys.path.append(str(Path(__file__).resolve().parent.parent / "services"))

from papers_samples import a_file, add_document, add_inspection, add_people

__all__ = ["a_file", "add_document", "add_inspection", "add_people", "words_of"]


def words_of(screen):
    """Return the words of every label that is to be seen."""
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
