"""The reason of an absence: typed, or one of the usual ones by a letter or two (lý do vắng)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from chibo_desktop.common.text import fold, initials
from chibo_desktop.ui.fields import LineEdit
from chibo_desktop.ui.theme import scaled

USUAL_REASONS = ("đi làm ăn xa", "ốm", "việc gia đình", "đi công tác", "đi học", "đi khám, chữa bệnh")


def usual_reasons(typed: str) -> list[str]:
    """Return the usual reasons that begin with the letters typed, or whose words do; all for none."""
    wanted = fold(typed).replace(" ", "")
    return [
        reason
        for reason in USUAL_REASONS
        if fold(reason).replace(" ", "").startswith(wanted) or initials(reason).startswith(wanted)
    ]


class ReasonField(QWidget):
    """A line with the usual reasons below it while it is being filled; Enter takes the marked one."""

    done = Signal()
    """Enter was pressed: the reason is as it should be"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = LineEdit(placeholder="Gõ o, dl, vg ... hoặc viết ra")
        self.field.textEdited.connect(self._offer)
        self.field.returnPressed.connect(self.done)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Lý do hay gặp")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._clicked)
        self.list.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFocusProxy(self.field)

    def begin(self) -> None:
        """Go to the line and offer the usual reasons."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        self._offer("")

    @Slot(str)
    def _offer(self, typed: str) -> None:
        found = [] if self.field.isReadOnly() else usual_reasons(typed)
        self.list.clear()
        for reason in found:
            item = QListWidgetItem(reason)
            item.setSizeHint(QSize(0, scaled(40)))
            self.list.addItem(item)
        if found:
            self.list.setFixedHeight(len(found) * scaled(41) + 2 * self.list.frameWidth() + 2)
            self.list.setCurrentRow(0 if typed.strip() else -1)
        self.list.setVisible(bool(found))

    @Slot(QListWidgetItem)
    def _clicked(self, item: QListWidgetItem) -> None:
        self._take(item.text())

    def _take(self, reason: str) -> None:
        self.field.selectAll()
        self.field.insert(reason)
        self.list.hide()
        self.field.commit()
        self.done.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if event.type() == QEvent.Type.FocusOut:
                self.list.hide()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event.key()) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if self.field.isReadOnly():
            return False
        if key == Qt.Key.Key_Down and self.list.isHidden():
            self._offer("")
        if self.list.isHidden():
            return False
        row, count = self.list.currentRow(), self.list.count()
        if key == Qt.Key.Key_Down:
            self.list.setCurrentRow((row + 1) % count)
        elif key == Qt.Key.Key_Up:
            self.list.setCurrentRow((row - 1) % count if row >= 0 else count - 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self._take(self.list.item(row).text())
        elif key == Qt.Key.Key_Escape:
            self.list.hide()
        else:
            return False
        return True
