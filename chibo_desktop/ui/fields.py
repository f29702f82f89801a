"""All fields that a screen is made of, from one place."""

from chibo_desktop.ui.choice_field import Choice
from chibo_desktop.ui.line_fields import LONGEST, QUIET, Check, DraftClock, Line, LineEdit, finish_composing
from chibo_desktop.ui.note_field import NoteEdit
from chibo_desktop.ui.value_fields import DateField, NumberField, TimeField, parse_date, parse_time

__all__ = [
    "LONGEST",
    "QUIET",
    "Check",
    "Choice",
    "DateField",
    "DraftClock",
    "Line",
    "LineEdit",
    "NoteEdit",
    "NumberField",
    "TimeField",
    "finish_composing",
    "parse_date",
    "parse_time",
]
