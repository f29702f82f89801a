"""Fields bound to records: a draft while typing, a record on leaving, never overwritten meanwhile."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.records import Record
from chibo_desktop.ui.fields import Choice, Line, LineEdit, NoteEdit
from chibo_desktop.ui.form import Field, fields_in
from chibo_desktop.ui.meetings.places import place_of
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.screen import scrolled

_HINT = "writingHint"


class Bound(QObject):
    """Tie a field to one attribute of a record; `aim` points it at a record, again after each change.

    `convert` turns the field's value into the attribute's, `shown` the other way.
    """

    def __init__(
        self,
        meeting: OpenMeeting,
        field: Any,
        name: str,
        *,
        what: str,
        convert: Callable[[Any], Any] = lambda value: value,
        shown: Callable[[Any], Any] = lambda value: value,
    ) -> None:
        super().__init__(field)
        self._meeting = meeting
        self._field = field
        self._name = name
        self._what = what
        self._convert = convert
        self._shown = shown
        self._record: Record | None = None
        self._place = ""
        self._refused = False
        field.committed.connect(self._commit)
        if isinstance(field, Line | NoteEdit):
            field.draft_changed.connect(self._draft)
            field.installEventFilter(self)

    def aim(self, record: Record | None) -> None:
        """Show the attribute of a record; what is being typed in it stays."""
        if record is None:
            self._keep_typed()
            self._record, self._place = None, ""
            self._field.set_value(self._shown(None) if isinstance(self._field, Choice) else self._nothing())
            return
        value = self._shown(getattr(record, self._name))
        place = place_of(record, self._name)
        if place != self._place:
            self._keep_typed()
            self._record, self._place, self._refused = record, place, False
            self._field.set_value(value)
            self._restore()
            return
        self._record = record
        if not self._refused and not self.dirty and self._field.value() != value:
            self._field.set_value(value)

    def _keep_typed(self) -> None:
        """Write what is still being typed to the record it was typed for, before another is shown.

        Another item of the agenda can be chosen by a key while the focus stays in the field.
        """
        if self._record is not None and self.dirty:
            self._field.commit()

    def _nothing(self) -> Any:
        return "" if isinstance(self._field, LineEdit | NoteEdit) else None

    def _restore(self) -> None:
        draft = self._meeting.drafts.get(self._place)
        if draft is None or isinstance(self._field, Choice):
            return
        self._field.restore_draft(draft)
        if not self.dirty:
            self._meeting.drop_draft(self._place)

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not yet a record."""
        return not isinstance(self._field, Choice) and bool(self._field.dirty)

    @Slot(object)
    def _commit(self, value: object) -> None:
        if self._record is None:
            return
        self._refused = False
        drop = [self._place]
        self._meeting.edit(
            self._record, {self._name: self._convert(value)}, what=self._what, drop=drop, failed=self._hold
        )

    def _hold(self, error: UserError) -> None:
        self._refused = True
        self._field.set_problem(error.title)
        if isinstance(self._field, Line | NoteEdit):
            typed = self._field.text() if isinstance(self._field, Line) else self._field.toPlainText()
            self._meeting.keep_draft(self._place, typed)

    @Slot(str)
    def _draft(self, text: str) -> None:
        if not self._place:
            return
        if self.dirty:
            self._meeting.keep_draft(self._place, text)
        else:
            self._meeting.drop_draft(self._place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._left)
        return super().eventFilter(watched, event)

    @Slot()
    def _left(self) -> None:
        if self._place and not self.dirty:
            self._meeting.drop_draft(self._place)


class EntryDraft(QObject):
    """Keep what is typed in a field that is no record's, such as the next guest's name."""

    def __init__(self, meeting: OpenMeeting, field: LineEdit, name: str) -> None:
        super().__init__(field)
        self._meeting = meeting
        self._field = field
        self.place = f"meeting:{meeting.meeting_id.hex()}:new_{name}"
        self._looked = False
        field.draft_changed.connect(self._draft)
        field.committed.connect(self._draft)

    def restore(self) -> None:
        """Show once what was left from before."""
        if not self._looked:
            self._looked = True
            text = self._meeting.drafts.get(self.place)
            if text:
                self._field.restore_draft(text)

    @Slot(str)
    @Slot(object)
    def _draft(self, text: str) -> None:
        if text.strip():
            self._meeting.keep_draft(self.place, text)
        else:
            self._meeting.drop_draft(self.place)


def lock_fields(widget: QWidget, *, locked: bool) -> None:
    """Make every field inside a widget read-only, or writable again."""
    for field in fields_in(widget):
        lock_field(field, locked=locked)


def lock_field(field: Field, *, locked: bool) -> None:
    """Make one field read-only and without its hint for writing, or writable again."""
    if not isinstance(field, Line | NoteEdit):
        field.setEnabled(not locked)
        return
    field.setReadOnly(locked)
    if field.property(_HINT) is None:
        field.setProperty(_HINT, field.placeholderText())
    field.setPlaceholderText("" if locked else field.property(_HINT))


def icon_button(
    icon_name: str, name: str, action: Callable[[], object], parent: QWidget | None = None
) -> QPushButton:
    """Return a small button with an icon and a name that is heard and shown as a tip."""
    made = button("", action, icon_name=icon_name, role="flat", parent=parent)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def tall(content: QWidget) -> QScrollArea:
    """Return a scroll area that is no stop of its own for Tab; it follows the focus inside it."""
    area = scrolled(content)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def order_tabs(*widgets: QWidget) -> None:
    """Make Tab go through the insides of widgets in this order, whenever they were made."""
    stops = [
        child
        for widget in widgets
        for child in (widget, *widget.findChildren(QWidget))
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.window() is widgets[0].window()
    ]
    for before, after in itertools.pairwise(stops):
        QWidget.setTabOrder(before, after)
