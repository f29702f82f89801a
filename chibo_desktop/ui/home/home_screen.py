"""Việc cần làm: what is late or due, each one press from its place; search; the last meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.services.home import LastMeeting, Level, Overview, Todo, overview
from chibo_desktop.services.search import Found, find
from chibo_desktop.services.session import Session
from chibo_desktop.ui.home.cards import FoundCard, TodoCard
from chibo_desktop.ui.labels import date_text, number_text, time_text
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.tables import EmptyState
from chibo_desktop.ui.theme import GRID, scaled

_TYPING_PAUSE = 300
_MOST_FOUND = 30
_WIDE = 900


class HomeScreen(Screen):
    """The first thing seen in the evening."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {
            "meeting",
            "attendance",
            "speech",
            "duty",
            "member",
            "cell",
            "setting",
            "partner",
            "criticism",
            "review_round",
            "review",
            "target",
            "proposal",
            "inspection",
            "dues",
            "incoming_document",
            "member_act",
        }
    )

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, "Việc cần làm", "Bấm vào một việc để đến đúng chỗ làm việc đó.", scroll=True)
        self._session = session
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm tên, việc, ý kiến … không cần dấu")
        self.search.setAccessibleName("Tìm trong sổ")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(scaled(520))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE)
        self._typing.timeout.connect(self.look_for)
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self.look_for)
        self.todo_cards: list[TodoCard] = []
        self.found_cards: list[FoundCard] = []
        self._todo = _column()
        self._found = _column()
        self._found_holder = _holder(self._found)
        self._found_holder.hide()
        self._last = frame("card")
        self._last.hide()
        self._last_layout = QVBoxLayout(self._last)
        self._last_layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._last_layout.setSpacing(GRID)
        self._last.setMinimumWidth(scaled(260))
        self._work = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._work)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(3 * GRID)
        self._sides.addWidget(_holder(self._todo), 5)
        side = QVBoxLayout()
        side.addWidget(self._last)
        side.addStretch(1)
        self._sides.addLayout(side, 2)
        self.body.addWidget(self.search)
        self.body.addWidget(self._found_holder)
        self.body.addWidget(self._work, 1)

    def enter(self, target: object = None) -> None:
        # Days pass and bundles go out without a record changing, so it is read anew each time.
        self._stale = True
        super().enter(target)

    def refresh(self) -> None:
        session = self._session
        self.desk.tasks.run(lambda _: overview(session), self._show, owner=self)

    def _show(self, seen: Overview) -> None:
        _empty(self._todo)
        self.todo_cards = [TodoCard(item, self.desk.go) for item in seen.todo]
        if not any(item.level is not Level.DONE for item in seen.todo):
            self._todo.addWidget(_praise(seen.todo))
        for card in self.todo_cards:
            self._todo.addWidget(card)
        self._todo.addStretch(1)
        self._show_last(seen.last)

    def _show_last(self, last: LastMeeting | None) -> None:
        _empty(self._last_layout)
        self._last.setVisible(last is not None)
        if last is None:
            return
        rate = last.tally.rate
        held = " ".join(part for part in (date_text(last.meeting.date), time_text(last.meeting.starts)) if part)
        self._last_layout.addWidget(text("Cuộc họp gần nhất", "sectionTitle"))
        self._last_layout.addWidget(text(last.title, "fieldLabel"))
        self._last_layout.addWidget(text(held, "faint"))
        for figure, words in (
            (f"{last.tally.present_due}/{last.tally.due}", "đảng viên có mặt / phải dự"),
            (f"{number_text(round(rate, 1))}%" if rate is not None else "–", "tỷ lệ dự họp"),
            (number_text(last.speeches), "ý kiến phát biểu"),
            (number_text(last.duties), "nhiệm vụ đã giao"),
        ):
            row = QHBoxLayout()
            row.setSpacing(GRID)
            shown = text(figure, "figure", wrap=False)
            shown.setMinimumWidth(scaled(84))
            shown.setAccessibleDescription(words)
            row.addWidget(shown)
            row.addWidget(text(words, "faint"), 1)
            self._last_layout.addLayout(row)
        target = (last.meeting.id, 1)
        self._last_layout.addWidget(
            button("Xem biên bản", lambda: self.desk.go("meetings", target), icon_name="minutes")
        )

    @Slot()
    def _typed(self) -> None:
        self._typing.start()

    @Slot()
    def look_for(self) -> None:
        """Search what is in the box; an empty box shows the things to do again."""
        self._typing.stop()
        words, session = self.search.text().strip(), self._session
        if not words:
            self._show_found("", ())
            return
        self.desk.tasks.run(
            lambda _: find(session, words, most=_MOST_FOUND),
            lambda found: self._show_found(words, found),
            owner=self,
        )

    def _show_found(self, words: str, found: Sequence[Found]) -> None:
        if words != self.search.text().strip():
            return
        _empty(self._found)
        self.found_cards = [FoundCard(hit, self.desk.go) for hit in found]
        self._found_holder.setVisible(bool(words))
        self._work.setVisible(not words)
        if not words:
            return
        if not found:
            self._found.addWidget(
                EmptyState("search", f"Không thấy “{words}” trong sổ", "Thử ít chữ hơn, hoặc chỉ một từ trong tên.")
            )
        else:
            many = f"{number_text(len(found))} chỗ có “{words}”"
            self._found.addWidget(text(many if len(found) < _MOST_FOUND else f"{many}, gần nhất trước", "faint"))
        for card in self.found_cards:
            self._found.addWidget(card)
        self._found.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= scaled(_WIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() is not direction:
            self._sides.setDirection(direction)


def _praise(items: Sequence[Todo]) -> EmptyState:
    why = items[0].why if items else "Cuộc họp, biên bản và nhiệm vụ đều đã gọn."
    return EmptyState("done", "Mọi việc đã xong, cảm ơn đồng chí", why)


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID + 4)
    return column


def _holder(layout: QLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return holder


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _empty(inner)
