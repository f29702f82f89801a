"""The list of members: find box, filter, table, and what to do with the whole list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import cast

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.members import Status
from chibo_desktop.services.members import MemberRow
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.find_box import FindBox
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import label, year_month_text
from chibo_desktop.ui.members.wording import NOT_HERE, STANDING_WORDS, STATUS_WORDS, role_words
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.tables import Column, EmptyState, Tone
from chibo_desktop.ui.theme import GRID, ROW, icon, icon_size, scaled

_STANDING, _ROLE, _STATUS, _JOINED, _GROUP = range(1, 6)


class Shown(Enum):
    """Which members the list shows; the value is what the person reads."""

    HERE = "Đang sinh hoạt"
    ALL = "Tất cả"
    GONE = "Đã chuyển đi"

    def holds(self, row: MemberRow) -> bool:
        """Whether a row belongs in the list."""
        return self is Shown.ALL or row.gone == (self is Shown.GONE)


def _status_tone(row: MemberRow) -> Tone | None:
    if row.gone:
        return "faint"
    return None if row.status is Status.ACTIVE else "due"


COLUMNS: tuple[Column[MemberRow], ...] = (
    Column("Họ và tên", lambda r: r.member.name, key=lambda r: name_key(r.member.name), width=200, stretch=True),
    Column(
        "Loại", lambda r: STANDING_WORDS[r.standing], width=126, tip=lambda r: label(r.standing), findable=False
    ),
    Column("Chức vụ", lambda r: role_words(r.role), width=128, tip=lambda r: label(r.role)),
    Column(
        "Tình trạng",
        lambda r: STATUS_WORDS[r.status],
        width=152,
        tone=_status_tone,
        tip=lambda r: label(r.status),
        findable=False,
    ),
    Column("Vào Đảng", lambda r: year_month_text(r.member.joined), key=lambda r: r.member.joined, width=108),
    Column("Tổ đảng", lambda r: r.member.group, width=112),
)
_DROPPED_FIRST = (_GROUP, _JOINED, _ROLE, _STANDING)


class UndoButton(QPushButton):
    """Names what it would take back, shortened to the room there is."""

    def __init__(self, action: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("flat")
        self.setIcon(icon("undo"))
        self.setAutoDefault(False)
        self.setIconSize(icon_size())
        self._words = ""

        def press() -> None:
            action()

        self.clicked.connect(press)
        self.name_act(None)

    def name_act(self, act: str | None) -> None:
        """Show what would be taken back; None when there is nothing."""
        short = act.replace(" đảng viên ", " ", 1) if act and act.startswith(("Sửa ", "Xóa ")) else act
        self._words = f"Hoàn tác: {short}" if short else "Hoàn tác"
        self.setEnabled(act is not None)
        self.setAccessibleName(self._words)
        self.setToolTip(f"{self._words} (Ctrl+Z)")
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._words) + self._around()
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(120), super().minimumSizeHint().height())

    def _around(self) -> int:
        return self.iconSize().width() + 5 * GRID

    def _fit(self) -> None:
        room = max(scaled(80), self.width() - self._around() + GRID)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class MemberList(QWidget):
    """Everyone by given name.

    `chosen` carries the row under the cursor, `pointed` one that was clicked, `opened` one on which
    Enter was pressed.
    """

    chosen = Signal(object)
    pointed = Signal(object)
    opened = Signal(object)
    add_asked = Signal()
    acts_asked = Signal()
    badges_asked = Signal()
    import_asked = Signal()
    save_asked = Signal()
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[MemberRow] = []
        self.filter = Choice[Shown]([(value, value.value) for value in Shown])
        self.filter.setAccessibleName("Xem những ai")
        self.filter.setMinimumContentsLength(14)
        self.table = FittedTable[MemberRow](
            COLUMNS,
            name="Danh sách đảng viên",
            identity=lambda r: r.member.id,
            dropped_first=_DROPPED_FIRST,
        )
        self.find_box = FindBox(self.table, "Tìm đảng viên", hint="Tìm tên, không cần gõ dấu", width=120)
        self.table.setMinimumHeight(scaled(4 * ROW))
        self.nobody = text(role="emptyText")
        self.nobody.hide()
        self.empty = self._empty()
        self.acts_button = button("Thủ tục", self.acts_asked.emit)
        self.acts_button.setToolTip("Kết nạp, công nhận chính thức, chuyển sinh hoạt")
        self.badges_button = button("Tuổi Đảng", self.badges_asked.emit)
        self.badges_button.setToolTip("Ai đủ năm để tặng Huy hiệu Đảng")
        self.import_button = button("Nhập từ Excel", self.import_asked.emit)
        self.save_button = button("Lưu ra Excel", self.save_asked.emit)
        self.undo_button = UndoButton(self.undo_asked.emit)

        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.find_box, 1)
        top.addWidget(self.filter)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self.nobody)
        column.addWidget(self.table, 1)
        foot = flow(self.acts_button, self.badges_button, self.import_button, self.save_button, self.undo_button)
        # The height it would wish for in its narrowest form is not its least height.
        policy = foot.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
        foot.setSizePolicy(policy)
        column.addWidget(foot)
        self._full = full
        # Not a stack: it would ask for the height of the taller page even while that is hidden.
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(full)
        outer.addWidget(self.empty)
        full.hide()

        self.find_box.textChanged.connect(self._filter)
        self.filter.committed.connect(self._show)
        self.table.row_selected.connect(self._select)
        self.table.row_activated.connect(self.opened)
        self.table.clicked.connect(self._click)

    def _empty(self) -> EmptyState:
        empty = EmptyState(
            "members",
            "Sổ chưa có đảng viên nào",
            "Danh sách đảng viên dùng để điểm danh, ghi ý kiến, giao việc và in biên bản. Nếu đã có danh sách "
            "bằng Excel thì nhập cả danh sách; chưa có thì ghi từng đồng chí.",
            label="Nhập danh sách từ Excel",
            action=self.import_asked.emit,
        )
        self.first_button = button("Thêm đảng viên", self.add_asked.emit, icon_name="add")
        layout = cast("QVBoxLayout", empty.layout())
        layout.insertWidget(layout.count() - 1, self.first_button, 0, Qt.AlignmentFlag.AlignLeft)
        return empty

    @property
    def is_empty(self) -> bool:
        """Whether the book has never had a member."""
        return not self._rows

    def set_rows(self, rows: Iterable[MemberRow]) -> None:
        """Show other rows; who is chosen stays chosen, the words in the find box stay."""
        self._rows = list(rows)
        self._full.setVisible(bool(self._rows))
        self.empty.setVisible(not self._rows)
        self._show()

    def select(self, member_id: bytes) -> bool:
        """Choose a member, widening the filter if it hides them."""
        row = next((row for row in self._rows if row.member.id == member_id), None)
        if row is None:
            return False
        if not (self.filter.value() or Shown.ALL).holds(row):
            self.filter.set_value(Shown.ALL)
            self._show()
        if not self.table.select(member_id):
            self.find_box.clear()
            return self.table.select(member_id)
        return True

    @Slot()
    def _show(self) -> None:
        shown = self.filter.value() or Shown.ALL
        self.table.set_rows(row for row in self._rows if shown.holds(row))
        groups = any(row.member.group for row in self._rows)
        self.table.set_unused(() if groups else (_GROUP,))
        self._say_nobody()

    @Slot(str)
    def _filter(self, words: str) -> None:
        self.table.set_filter(words)
        self._say_nobody()

    def _say_nobody(self) -> None:
        found = bool(self.table.rows_model.rows)
        words = self.find_box.text().strip()
        shown = (self.filter.value() or Shown.ALL).value
        self.nobody.setText(
            f"Không thấy ai khớp “{words}” trong mục {shown}. Xóa bớt chữ, hoặc chọn Tất cả."
            if words
            else f"Không có ai trong mục {shown}."
        )
        self.nobody.setVisible(not found and bool(self._rows))

    @Slot(object)
    def _select(self, row: MemberRow | None) -> None:
        if row is not None:
            self.chosen.emit(row)

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        row = self.table.rows_model.row_at(index)
        if row is not None:
            self.pointed.emit(row)


def nobody_chosen() -> QWidget:
    """Return what stands at the person's place while nobody is chosen."""
    nobody = QWidget()
    column = QVBoxLayout(nobody)
    column.setContentsMargins(2 * GRID, 2 * GRID, 0, 0)
    column.setSpacing(2 * GRID)
    column.addWidget(text("Chọn một đồng chí ở danh sách bên trái để xem và sửa.", "sectionTitle"))
    column.addWidget(
        text("Bấm Enter hay bấm đúp vào tên để xem đồng chí ấy qua các năm: dự họp, phát biểu, nhiệm vụ.")
    )
    column.addWidget(text("Rời khỏi ô nào là ô đó đã lưu; sửa nhầm thì bấm Hoàn tác dưới danh sách."))
    column.addWidget(text(NOT_HERE, "faint"))
    column.addStretch(1)
    return nobody
