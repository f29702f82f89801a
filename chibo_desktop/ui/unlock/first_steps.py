"""What the first run asks: consent to what is stored, and whose book it is and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from chibo_desktop.common.text import fold
from chibo_desktop.services.books import SECRECY_NOTICE, NewBook, is_book
from chibo_desktop.ui.dialogs import choose_folder
from chibo_desktop.ui.fields import LineEdit
from chibo_desktop.ui.form import FieldBox, Form
from chibo_desktop.ui.parts import frame, text
from chibo_desktop.ui.theme import GRID, icon_pixmap, mark, scaled
from chibo_desktop.ui.unlock.page import line_with_button

FOLDER_NAME = "So chi bo"

_STORED = (
    ("book", "Sổ lưu gì", "Họ tên đảng viên, cuộc họp, ý kiến phát biểu, biểu quyết, biên bản và nhiệm vụ."),
    ("folder", "Lưu ở đâu", "Trong một thư mục trên máy này, được khóa bằng mật khẩu của đồng chí."),
    ("usb", "Đi đâu", "Không đi đâu qua mạng. Chỉ ra khỏi máy bằng giấy in hoặc USB gửi xã."),
    (
        "key",
        "Nếu quên mật khẩu",
        "Chỉ khóa phục hồi trên giấy mở lại được. Mất cả hai thì không ai mở được.",
    ),
)  # fmt: skip


class AboutStep(QWidget):
    """Sổ này lưu gì: the notice on secret papers, what is stored and where.

    `agree` is placed by the page, where it is always in sight.
    """

    agreed_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        self.notice = text(SECRECY_NOTICE)
        self.notice.setObjectName("notice")
        box = frame("banner")
        mark(box, "level", "error")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        inside.setSpacing(2)
        inside.addWidget(self.notice)
        inside.addWidget(text("Việc có độ mật chỉ ghi vào sổ giấy theo quy định."))
        layout.addWidget(box)
        for icon_name, name, words in _STORED:
            layout.addLayout(_line(icon_name, name, words))
        self.agree = QCheckBox("Tôi đã đọc và sẽ không nhập tài liệu mật vào sổ này")
        self.agree.toggled.connect(self.agreed_changed)
        layout.addStretch(1)


def _line(icon_name: str, name: str, words: str) -> QHBoxLayout:
    picture = text()
    picture.setPixmap(icon_pixmap(icon_name, scaled(24), "red"))
    picture.setFixedWidth(scaled(28))
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(text(name, "fieldLabel"))
    column.addWidget(text(words))
    row = QHBoxLayout()
    row.setSpacing(2 * GRID)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(column, 1)
    return row


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was answered: the new book and its folder."""

    book: NewBook
    folder: Path


class PlaceStep(QWidget):
    """Chi bộ và nơi để sổ: whose book it is, its commune, its term, its folder."""

    entered = Signal()

    def __init__(self, documents: Path, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of_cell = QRadioButton("Sổ của một chi bộ")
        self.of_office = QRadioButton("Sổ của văn phòng đảng ủy xã")
        self.of_cell.setChecked(True)
        self.of_cell.toggled.connect(self._turned)
        kinds = QHBoxLayout()
        kinds.setSpacing(3 * GRID)
        kinds.addWidget(self.of_cell)
        kinds.addWidget(self.of_office)
        kinds.addStretch(1)
        self.name = LineEdit(required="Chưa có tên. Hãy ghi như vẫn viết trong biên bản.")
        self.commune = LineEdit(required="Chưa có tên xã, phường.")
        self.term = LineEdit(max_length=40)
        self.term.set_value(term_of(today.year))
        self.folder = QLineEdit(str(free_folder(documents)))
        self.form = Form()
        self.form.add("Tên chi bộ", self.name, "Ví dụ: Chi bộ bản Huổi Lóng, Chi bộ thôn 3, Chi bộ tổ dân phố 5")
        self.form.add_beside(
            ("Đảng bộ xã, phường", self.commune, "Ghi cả chữ xã hay phường: xã Mường Mươn"),
            ("Nhiệm kỳ hiện nay", self.term, "Ví dụ: 2025 - 2027"),
        )
        self.folder_box = FieldBox(
            "Thư mục để sổ",
            line_with_button(self.folder, "Chọn thư mục …", self._choose),
            "Nên để trong máy này, không để trên USB: USB dễ hỏng và dễ mất.",
        )
        self.folder.textChanged.connect(self._quiet)
        self.name.committed.connect(self._full_name)
        self.name.returnPressed.connect(self.commune.setFocus)
        self.commune.returnPressed.connect(self.term.setFocus)
        self.term.returnPressed.connect(self.entered)
        self.folder.returnPressed.connect(self.entered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addLayout(kinds)
        layout.addWidget(self.form)
        layout.addWidget(self.folder_box)
        layout.addStretch(1)
        self.setFocusProxy(self.name)

    @Slot(bool)
    def _turned(self, cell: bool) -> None:
        box = self.form.box(self.name)
        box.label.setText("Tên chi bộ" if cell else "Tên đảng ủy")
        self.name.setAccessibleName(box.label.text())
        self.name.setPlaceholderText("" if cell else "Đảng ủy xã Mường Mươn")

    @Slot(str)
    def _full_name(self, name: str) -> None:
        """Complete "bản Huổi Lóng" to the name that heads the papers, where the person sees it."""
        if self.of_cell.isChecked() and name and not fold(name).startswith(("chi bo", "dang bo")):
            self.name.set_value(f"Chi bộ {name}")

    @Slot()
    def _choose(self) -> None:
        choose_folder(self, "Chọn nơi để sổ", self._take_folder)

    def _take_folder(self, folder: Path) -> None:
        taken = folder.exists() and any(folder.iterdir())
        self.folder.setText(str(folder / FOLDER_NAME if taken else folder))

    @Slot()
    def _quiet(self) -> None:
        self.folder_box.show_problem("")

    def take(self) -> Wanted | None:
        """Return what was answered, None (and say why beside the field) while something is missing."""
        if not self.form.commit():
            return None
        folder = self.folder.text().strip()
        problem = ""
        if not folder or not Path(folder).is_absolute():
            problem = "Hãy chọn thư mục bằng nút bên cạnh."
        elif is_book(Path(folder)):
            problem = "Thư mục này đã có một sổ. Hãy mở sổ đó, hoặc chọn thư mục khác."
        if problem:
            self.folder_box.show_problem(problem)
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        book = NewBook(
            name=self.name.value(),
            commune=self.commune.value(),
            office=self.of_office.isChecked(),
            term=self.term.value(),
        )
        return Wanted(book, Path(folder))


def term_of(year: int) -> str:
    """Return the congress term a year falls in, as "2025 - 2030"."""
    first = 2025 + (year - 2025) // 5 * 5
    return f"{first} - {first + 5}"


def free_folder(documents: Path) -> Path:
    """Return the folder proposed for a new book: "So chi bo", or with the first free number."""
    folder, number = documents / FOLDER_NAME, 2
    while folder.exists():
        folder, number = documents / f"{FOLDER_NAME} {number}", number + 1
    return folder
