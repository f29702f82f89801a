"""Phrases put in by an explicit key; what an input method is composing is never touched (chữ tắt)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor

from chibo_desktop.domain.phrases import Phrase, expansion
from chibo_desktop.ui.fields import NoteEdit


def composing(field: NoteEdit) -> bool:
    """Whether an input method is composing a word in the field."""
    return bool(field.textCursor().block().layout().preeditAreaText())


def typed_before(field: NoteEdit) -> str:
    """Return the text of the line up to the cursor."""
    cursor = field.textCursor()
    return cursor.block().text()[: cursor.positionInBlock()]


def expand(field: NoteEdit, phrases: Sequence[Phrase]) -> bool:
    """Put the phrase in the place of its shortcut before the cursor; one undo brings the letters back.

    False, and nothing changed, where the letters are no shortcut, a word is being composed, or
    nothing can be written.
    """
    if field.isReadOnly() or composing(field) or field.textCursor().hasSelection():
        return False
    found = expansion(phrases, typed_before(field))
    if found is None:
        return False
    letters, phrase = found
    cursor = field.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, letters)
    cursor.insertText(phrase.text)
    field.setTextCursor(cursor)
    return True


def put_in(field: NoteEdit, phrase: Phrase) -> bool:
    """Put a phrase in at the cursor, after a space where a word stands before it; False if it cannot be."""
    if field.isReadOnly() or composing(field):
        return False
    before = typed_before(field)
    gap = " " if before and not before[-1].isspace() else ""
    cursor = field.textCursor()
    cursor.insertText(gap + phrase.text)
    field.setTextCursor(cursor)
    return True
