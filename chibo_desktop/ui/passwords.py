"""Typing a password: shown or hidden, with a word when Caps Lock seems to be on; a new one twice."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from chibo_desktop.services.books import MIN_PASSWORD
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID, icon

ADVICE = (
    f"Ít nhất {MIN_PASSWORD} ký tự, dài thì tốt hơn khó: bốn từ dễ nhớ với riêng đồng chí là đủ. "
    "Không dùng ngày sinh, số điện thoại hay tên bản. Gõ không dấu cho khỏi nhầm bộ gõ."
)


class _Line(QLineEdit):
    capitals = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.capitals.emit(typed.isupper() != shift)
        super().keyPressEvent(event)


class PasswordField(QWidget):
    """One password; what is in it is never tidied, kept or copied."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = _Line()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(200)
        self.line.setAccessibleName(name)
        self.line.textChanged.connect(self.changed)
        self.line.returnPressed.connect(self.entered)
        self.line.capitals.connect(self._capitals)
        self.eye = button("Hiện", self._turn, icon_name="eye")
        self.eye.setCheckable(True)
        self.eye.setAccessibleName(f"Hiện chữ: {name}")
        self._hint = text("⚠ Phím Caps Lock có thể đang bật.", "fieldHint")
        self._hint.hide()
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addLayout(row)
        layout.addWidget(self._hint)
        self.setFocusProxy(self.line)

    def value(self) -> str:
        """Return what was typed, exactly."""
        return self.line.text()

    def empty(self) -> None:
        """Forget what was typed and hide the next one."""
        # `clear` could be undone once the line shows its letters; a new text begins a new history.
        self.line.setText("")
        self.eye.setChecked(False)
        self._turn()
        self._hint.hide()

    @Slot()
    def _turn(self) -> None:
        shown = self.eye.isChecked()
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.setText("Ẩn" if shown else "Hiện")
        self.eye.setIcon(icon("eye"))

    @Slot(bool)
    def _capitals(self, on: bool) -> None:
        self._hint.setVisible(on)


class NewPassword(QWidget):
    """A password typed twice."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = PasswordField("Mật khẩu mới")
        self.second = PasswordField("Nhập lại mật khẩu")
        self._first_box = FieldBox("Mật khẩu mới", self.first, ADVICE)
        self._second_box = FieldBox("Nhập lại mật khẩu", self.second)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._first_box)
        layout.addWidget(self._second_box)
        # From the one line straight to the other: a key pressed on "Hiện" would show the password.
        for before, after in pairwise((self.first.line, self.second.line, self.first.eye, self.second.eye)):
            QWidget.setTabOrder(before, after)
        self.first.changed.connect(self._quiet)
        self.second.changed.connect(self._quiet)
        self.first.entered.connect(self.second.setFocus)
        self.second.entered.connect(self.entered)
        self.setFocusProxy(self.first)

    @Slot()
    def _quiet(self) -> None:
        self._first_box.show_problem("")
        self._second_box.show_problem("")

    def take(self) -> str | None:
        """Return the password, None (and say why beside the field) while it does not do."""
        if len(self.first.value()) < MIN_PASSWORD:
            self._first_box.show_problem(f"Mật khẩu cần ít nhất {MIN_PASSWORD} ký tự.")
            self.first.setFocus()
            return None
        if self.first.value() != self.second.value():
            self._second_box.show_problem("Hai lần nhập chưa giống nhau. Hãy nhập lại.")
            self.second.setFocus()
            return None
        return self.first.value()

    def empty(self) -> None:
        """Forget both."""
        self.first.empty()
        self.second.empty()
