"""The phrase bank beside the speech being written: search, put in, change (câu mẫu)."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.phrases import Phrase, matching_phrases
from chibo_desktop.services import phrases as bank
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.fields import LineEdit, NoteEdit
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.meetings.bound import icon_button
from chibo_desktop.ui.meetings.work import News, OpenMeeting
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.theme import GRID


class PhraseBank(QWidget):
    """A list with a search line; Enter puts the marked phrase in, below it the cell changes its phrases."""

    chosen = Signal(object)
    """the Phrase to put in"""
    left = Signal()
    """the person is done without choosing"""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self._meeting = meeting
        self._found: list[Phrase] = []
        self._edited: Phrase | None = None
        self._asked = False
        self.phrases: tuple[Phrase, ...] = ()
        self.search = LineEdit(placeholder="Tìm câu mẫu")
        self.search.setAccessibleName("Tìm câu mẫu theo chữ tắt hoặc lời")
        self.search.setToolTip("Enter đưa câu vào chỗ con trỏ. Khi đang ghi: gõ chữ tắt rồi bấm F3.")
        self.search.textEdited.connect(self._search)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Câu mẫu")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._activated)
        self.list.installEventFilter(self)
        self.shortcut = LineEdit(max_length=20, placeholder="nt")
        self.words = NoteEdit(rows=3, max_rows=8, max_length=4_000)
        self._list_part = self._make_list_part()
        self._edit_part = self._make_edit_part()
        self._edit_part.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._list_part, 1)
        layout.addWidget(self._edit_part, 1)

    def _make_list_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(GRID // 2)
        head.addWidget(self.search, 1)
        head.addWidget(icon_button("close", "Đóng câu mẫu (Esc)", self.leave))
        column.addLayout(head)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        self.add_button = button("Thêm", self._add, icon_name="add")
        self.edit_button = icon_button("edit", "Sửa câu mẫu đang chọn", self._edit)
        self.remove_button = icon_button("remove", "Xóa câu mẫu đang chọn", self._remove)
        row.addWidget(self.add_button, 1)
        row.addWidget(self.edit_button)
        row.addWidget(self.remove_button)
        column.addLayout(row)
        return part

    def _make_edit_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self._shortcut_box = FieldBox("Chữ tắt", self.shortcut)
        column.addWidget(self._shortcut_box)
        column.addWidget(FieldBox("Câu mẫu", self.words))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self.keep_button = button("Ghi câu mẫu", self._keep, icon_name="check")
        row.addWidget(self.keep_button, 1)
        row.addWidget(button("Thôi", self._show_list))
        column.addLayout(row)
        column.addStretch(1)
        return part

    # -- reading ----------------------------------------------------------------------------------

    def look(self, *, again: bool) -> None:
        """Read the phrases before the first shortcut is typed, and again where they may have changed."""
        if again or not self._asked:
            self._asked = True
            self.read()

    def read(self) -> None:
        """Read the phrases anew."""
        self._meeting.ask(bank.list_phrases, self._show_phrases)

    def _show_phrases(self, found: tuple[Phrase, ...]) -> None:
        if found != self.phrases:
            self.phrases = found
            self._search(self.search.text())

    def begin(self) -> None:
        """Show all phrases with the first one marked, and go to the search line."""
        self.read()
        self._show_list()
        self.search.set_value("")
        self._search("")

    @Slot(str)
    def _search(self, typed: str) -> None:
        self._found = matching_phrases(self.phrases, typed)
        self.list.clear()
        for phrase in self._found:
            item = QListWidgetItem(f"{phrase.shortcut}: {phrase.text.strip()}")
            self.list.addItem(item)
        self.list.setCurrentRow(0 if self._found else -1)

    @property
    def marked(self) -> Phrase | None:
        """The marked phrase."""
        row = self.list.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    # -- choosing ---------------------------------------------------------------------------------

    @Slot(QListWidgetItem)
    def _activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._found[self.list.row(item)])

    def leave(self) -> None:
        """Go back to what was being written."""
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.leave()
                return True
            if watched is self.search and key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(max(0, min(self.list.currentRow() + step, self.list.count() - 1)))
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if (phrase := self.marked) is not None:
                    self.chosen.emit(phrase)
                return True
        return super().eventFilter(watched, event)

    # -- changing ---------------------------------------------------------------------------------

    def _show_list(self) -> None:
        self._edit_part.hide()
        self._list_part.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show_edit(self, shortcut: str, words: str) -> None:
        self.shortcut.set_value(shortcut)
        self.words.set_value(words)
        self._shortcut_box.show_problem("")
        self._list_part.hide()
        self._edit_part.show()
        self.shortcut.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        self._edited = None
        self._show_edit("", "")

    def _edit(self) -> None:
        if (phrase := self.marked) is not None:
            self._edited = phrase
            self._show_edit(phrase.shortcut, phrase.text)

    def _keep(self) -> None:
        edited, shortcut, words = self._edited, self.shortcut.value(), self.words.toPlainText()

        def act(session: Session) -> Changed:
            phrase = edited or bank.new_phrase(session)
            return bank.save_phrase(session, msgspec.structs.replace(phrase, shortcut=shortcut, text=words))

        self._meeting.save(act, done=self._kept, failed=self._refused)

    def _kept(self) -> None:
        self._show_list()
        self.read()

    def _refused(self, error: UserError) -> None:
        self._shortcut_box.show_problem(error.title)

    def _remove(self) -> None:
        phrase = self.marked
        if phrase is None:
            return

        def done() -> None:
            self.read()
            self._meeting.told.emit(News(f"Đã xóa câu mẫu “{phrase.shortcut}”.", undo=True))

        self._meeting.save(lambda session: bank.remove_phrase(session, phrase), done=done)
