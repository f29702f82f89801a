"""Coming back to a promise: what was promised, what was seen before, and one press to say how it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from chibo_desktop.domain.criticism import Mending
from chibo_desktop.domain.criticism_follow_up import times_not_mended
from chibo_desktop.services.criticism import NoteRow
from chibo_desktop.ui.criticism.note_list import state_words
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.sealed_fields import SealedNote
from chibo_desktop.ui.theme import GRID, mark

_TWICE = 2


class FollowPanel(QWidget):
    """`asked(Mending, str)` comes with how it stands and the words for it."""

    asked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = text(role="sectionTitle")
        self.promise = text()
        self.history = text(role="faint")
        self.words = SealedNote(
            placeholder="Thấy một việc cụ thể thì ghi; không ghi cũng được.", rows=1, max_rows=6
        )
        self.box = FieldBox("Hỏi lại thấy thế nào?", self.words)
        self.buttons: dict[Mending, QPushButton] = {
            Mending.MENDED: self._button("Đã sửa", Mending.MENDED, "done"),
            Mending.IN_PROGRESS: self._button("Đang sửa", Mending.IN_PROGRESS, "clock"),
            Mending.OPEN: self._button("Chưa sửa", Mending.OPEN, "due"),
            Mending.NOT_MENDED: self._button("Thôi theo dõi", Mending.NOT_MENDED, ""),
        }
        self.again_button = button("Theo dõi lại", lambda: self._ask(Mending.IN_PROGRESS), role="flat")
        self._choices = flow(*self.buttons.values())
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        inside.setSpacing(GRID)
        for part in (self.heading, self.promise, self.history, self.box, self._choices):
            inside.addWidget(part)
        inside.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return [self.words, *self.buttons.values(), self.again_button]

    def _button(self, words: str, mending: Mending, icon_name: str) -> QPushButton:
        return button(words, lambda: self._ask(mending), icon_name=icon_name)

    def _ask(self, mending: Mending) -> None:
        self.asked.emit(mending, self.words.value())

    def show_row(self, row: NoteRow | None) -> None:
        """Show how it stands with a note's promise; hidden where nothing was promised."""
        shown = row is not None and bool(row.text.fix or row.text.follow_ups or not row.open or row.due)
        self.setVisible(shown)
        if row is None or not shown:
            return
        self.heading.setText(state_words(row))
        mark(self.heading, "level", "due" if row.due else "done" if not row.open else "info")
        self.promise.setText(_promise(row))
        lines = [_line(f.mending, date_text(f.date), f.text) for f in row.text.follow_ups]
        if times_not_mended(row.text.follow_ups) >= _TWICE and row.open:
            lines.append(
                f"Đã hỏi {times_not_mended(row.text.follow_ups)} lần vẫn chưa sửa: nên hỏi vì sao, ai giúp được."
            )
        self.history.setText("\n".join(lines))
        self.history.setVisible(bool(lines))
        had_focus = any(button.hasFocus() for button in self.buttons.values())
        self.again_button.setVisible(not row.open)
        if had_focus and not row.open:
            self.again_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.setVisible(row.open)
        self._choices.setVisible(row.open)


def _promise(row: NoteRow) -> str:
    fix = " ".join(row.text.fix.split()) or "Chưa ghi việc sẽ sửa."
    due = f"Hẹn xong trước ngày {date_text(row.text.due)}." if row.text.due else "Không hẹn ngày."
    later = ""
    if row.asked_from is not None and not row.due:
        later = f" Sổ nhắc hỏi lại từ ngày {date_text(row.asked_from)}."
    return f"{fix}\n{due}{later}"


def _line(mending: Mending, day: str, words: str) -> str:
    said = " ".join(words.split())
    return f"{day}: {label(mending).lower()}{f'. {said}' if said else '.'}"
