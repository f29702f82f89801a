"""Second step of the import: what each column of the file gives the book."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.legacy_text import Legacy, convert_legacy
from chibo_desktop.domain.roll_columns import Column, ColumnMapping, Field
from chibo_desktop.services.rolls import RollFile
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.theme import GRID, icon_pixmap, scaled

_HEADING_ROWS = 40
_SAMPLES = 3
_SAMPLE_LENGTH = 26
_FONTS: dict[Legacy, str] = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI (VNI-Times)"}
_FIELDS: list[tuple[Field | None, str]] = [
    (None, "Không lấy"),
    *((field, field.value) for field in Field),
]


class ColumnsStep(QWidget):
    """Every column with its heading, its first cells and what it is.

    `changed()` comes when the mapping did, `table_chosen(str)` asks for another table of the file,
    `conversion_asked()` for its text read in the old font's encoding.
    """

    changed = Signal()
    table_chosen = Signal(object)
    conversion_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: RollFile | None = None
        self.mapping: ColumnMapping | None = None
        self._unconverted: RollFile | None = None
        self.choices: dict[int, Choice[Field | None]] = {}
        self.table = Choice[str]()
        self.table.setAccessibleName("Bảng trong tệp")
        self.heading = Choice[int]()
        self.heading.setAccessibleName("Dòng tiêu đề")
        self.old_font = Banner(Level.DUE)
        self.problem = text(
            "✗ Chưa có cột nào là họ và tên. Hãy chọn ở một trong các cột dưới đây.", "fieldProblem"
        )
        self._table_label = text("Bảng", "fieldLabel", wrap=False)
        heading_label = text("Dòng tiêu đề", "fieldLabel", wrap=False)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        for part, stretch in (
            (self._table_label, 0),
            (self.table, 1),
            (heading_label, 0),
            (self.heading, 2),
        ):
            top.addWidget(part, stretch)
        self._inside = QWidget()
        self._inside.setObjectName("content")
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, GRID, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        for column, stretch in enumerate((3, 5, 3)):
            self._grid.setColumnStretch(column, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self.old_font)
        layout.addWidget(self.problem)
        self._area = scrolled(self._inside)
        layout.addWidget(self._area, 1)
        self.table.committed.connect(self.table_chosen)
        self.heading.committed.connect(self._other_heading)
        self.old_font.acted.connect(self._font_asked)

    @property
    def has_name(self) -> bool:
        """Whether names can be read, without which nobody can be taken."""
        return self.mapping is not None and self.mapping.has_name

    def show_file(self, file: RollFile, *, converted_from: RollFile | None = None) -> None:
        """Show a file as it was read and guessed."""
        self.file = file
        self.mapping = file.mapping
        self._unconverted = converted_from
        self.table.set_options([(name, name) for name in file.tables])
        self.table.set_value(file.table)
        several = len(file.tables) > 1
        self.table.setVisible(several)
        self._table_label.setVisible(several)
        rows = [(-1, "Không có dòng tiêu đề")]
        for number, row in enumerate(file.rows[:_HEADING_ROWS]):
            words = " | ".join(cell for cell in map(clean_line, row) if cell)
            if words:
                rows.append((number, f"Dòng {number + 1}: {words[:70]}"))
        self.heading.set_options(rows)
        self._say_font()
        self._show_columns()

    def _say_font(self) -> None:
        assert self.file is not None
        old = self.file.legacy
        self.old_font.setVisible(old is not None or self._unconverted is not None)
        if old is not None:
            before, after = self._sample(old)
            self.old_font.say(
                Level.DUE,
                f"Danh sách này gõ bằng phông chữ cũ {_FONTS[old]}.",
                f"“{before}” sẽ thành “{after}”. Nếu đọc đúng thì bấm Chuyển chữ.",
                button="Chuyển chữ",
            )
        elif self._unconverted is not None:
            self.old_font.say(
                Level.DONE,
                "Đã chuyển từ phông chữ cũ.",
                "Tệp gốc không bị thay đổi.",
                button="Để như trong tệp",
            )

    def _sample(self, old: Legacy) -> tuple[str, str]:
        assert self.file is not None
        middle = len(self.file.rows) // 2
        rows = (*self.file.rows[middle:], *self.file.rows)
        cells = [clean_line(cell) for row in rows for cell in row]
        for cell in cells:
            after = convert_legacy(cell, old)
            if after != cell:
                return cell[:60], after[:60]
        return "", ""

    @Slot()
    def _font_asked(self) -> None:
        if self._unconverted is not None:
            self.show_file(self._unconverted)
            self.changed.emit()
        else:
            self.conversion_asked.emit()

    @Slot(object)
    def _other_heading(self, row: int) -> None:
        if self.file is not None and self.mapping is not None:
            self.mapping = self.mapping.with_header(self.file.rows, row)
            self._show_columns()
            self.changed.emit()

    def _show_columns(self) -> None:
        assert self.mapping is not None
        self.heading.set_value(self.mapping.header_row)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.choices = {}
        for column, words in enumerate(("Cột trong tệp", "Những dòng đầu", "Ghi vào sổ là")):
            self._grid.addWidget(text(words, "faint", wrap=False), 0, column)
        line = 0
        for part in self.mapping.columns:
            samples = self._samples(part.index)
            if not samples and part.heading.startswith("Cột "):
                continue
            line += 1
            self._show_column(line, part, samples)
        self._grid.setRowStretch(line + 1, 1)
        self._area.verticalScrollBar().setValue(0)
        self._say_problem()

    def _say_problem(self) -> None:
        # In an old font no heading can be read yet; the banner above says what to do first.
        unread = self.file is not None and self.file.legacy is not None
        self.problem.setVisible(not self.has_name and not unread)

    def _samples(self, index: int) -> str:
        assert self.file is not None
        assert self.mapping is not None
        found = []
        for row in self.file.rows[self.mapping.header_row + 1 :]:
            cell = clean_line(row[index]) if index < len(row) else ""
            if cell:
                found.append(cell if len(cell) <= _SAMPLE_LENGTH else f"{cell[:_SAMPLE_LENGTH]}…")
            if len(found) == _SAMPLES:
                break
        return " · ".join(found)

    def _show_column(self, line: int, part: Column, samples: str) -> None:
        heading = text(part.heading)
        self._grid.addWidget(heading, line, 0)
        if part.private:
            self._grid.addWidget(text("Không xem, không lưu", "faint"), line, 1)
            self._grid.addWidget(self._kept_out(), line, 2)
            return
        self._grid.addWidget(text(samples, "faint"), line, 1)
        choice = Choice[Field | None](_FIELDS)
        choice.set_value(part.field)
        choice.setAccessibleName(f"Cột {part.heading} là")
        choice.committed.connect(partial(self._choose, part.index))
        heading.setBuddy(choice)
        self.choices[part.index] = choice
        self._grid.addWidget(choice, line, 2)

    @staticmethod
    def _kept_out() -> QWidget:
        """Say of a column that it is never taken (Luật 91/2025/QH15)."""
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(GRID, 0, 0, 0)
        row.setSpacing(GRID)
        picture = QLabel()
        picture.setPixmap(icon_pixmap("lock", scaled(20), "faint"))
        row.addWidget(picture)
        row.addWidget(text("Không lấy vào sổ", wrap=False))
        row.addStretch(1)
        both.setMinimumHeight(scaled(40))
        both.setToolTip("Loại thông tin này chỉ để ở hồ sơ đảng viên.")
        return both

    def _choose(self, index: int, field: Field | None) -> None:
        if self.mapping is None:
            return
        self.mapping = self.mapping.with_field(index, field)
        for part in self.mapping.columns:
            choice = self.choices.get(part.index)
            if choice is not None:
                choice.set_value(part.field)
        self._say_problem()
        self.changed.emit()
