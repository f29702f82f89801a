"""Bringing in a list, in three named steps: the file, its columns, everyone before they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.roll_import import ImportPlan
from chibo_desktop.services import rolls
from chibo_desktop.services.rolls import RollFile
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import choose_file
from chibo_desktop.ui.members import desk_work
from chibo_desktop.ui.members.desk_work import Snapshot
from chibo_desktop.ui.members.head import Head
from chibo_desktop.ui.members.low_screen import scrolled_when_low
from chibo_desktop.ui.members.roll_columns_step import ColumnsStep
from chibo_desktop.ui.members.roll_preview_step import PreviewStep
from chibo_desktop.ui.members.wording import NOT_HERE
from chibo_desktop.ui.messages import MessageBar
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.step_names import StepNames
from chibo_desktop.ui.theme import GRID, scaled

_FILES = "Bảng tính (*.xlsx *.csv *.txt);;Tất cả các tệp (*)"
STEPS = ("Chọn tệp", "Xem các cột", "Xem từng người")
_SENTENCES = (
    "Chọn tệp danh sách đang có. Chưa có gì được ghi cho tới bước cuối.",
    "Xem cột nào là gì. Cột không cần thì để “Không lấy”.",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many people were added, and how the place looks since."""

    changed: Changed
    snapshot: Snapshot
    count: int


class RollWizard(QWidget):
    """Lead from a file to people in the book; nothing is written before the last red button.

    `head_changed()` asks the screen to show `head` anew, `taken(Taken)` comes after the writing,
    `left()` when the person goes back to the list.
    """

    head_changed = Signal()
    taken = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, session: Session, message: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._message = message
        self._step = 0
        self._busy = False
        self.strip = StepNames(STEPS)
        self.columns = ColumnsStep()
        self.preview = PreviewStep(session.clock.today)
        self._pages = QStackedWidget()
        for page in (self._file_page(), self.columns, self.preview):
            self._pages.addWidget(page if page is self.columns else scrolled_when_low(page))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.strip)
        layout.addWidget(self._pages, 1)
        self.columns.changed.connect(self.head_changed)
        self.columns.table_chosen.connect(self._other_table)
        self.columns.conversion_asked.connect(self._convert)
        self.preview.changed.connect(self.head_changed)

    def _file_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(text("Danh sách bằng Excel (.xlsx) hoặc bảng chữ (.csv)", "sectionTitle"))
        for words in (
            (
                "Cần có cột họ và tên. Nếu có thêm ngày vào Đảng, chính thức hay dự bị, chức vụ, tình trạng, "
                "tổ đảng, ghi chú thì chương trình tự nhận ra; ngày vào Đảng chỉ lấy tháng và năm."
            ),
            "Danh sách gõ bằng phông chữ cũ (.VnTime, VNI) cũng đọc được.",
        ):
            column.addWidget(text(words))
        column.addWidget(text(NOT_HERE, "faint"))
        column.addStretch(1)
        return page

    @property
    def head(self) -> Head:
        """What the screen's head shows at this step."""
        title = f"Nhập danh sách: {STEPS[self._step].lower()}"
        sentence = self.preview.sentence if self._step == 2 else _SENTENCES[self._step]
        if self._step == 0:
            return Head(
                title, sentence, "Chọn tệp…", self.ask_file, "folder", not self._busy,
                back="Danh sách đảng viên", back_action=self.left.emit,
            )  # fmt: skip
        if self._step == 1:
            return Head(
                title, sentence, "Xem từng người", self.show_preview, "next",
                self.columns.has_name and not self._busy, back="Chọn tệp khác", back_action=self.start,
            )  # fmt: skip
        count = self.preview.count
        return Head(
            title, sentence, f"Ghi {count} đảng viên vào sổ", self.take, "done", count > 0 and not self._busy,
            back="Xem lại các cột", back_action=self._back_to_columns,
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # On a low screen the title alone names the step; the room is needed for the list.
        self.strip.setVisible(self.height() >= scaled(440))

    def _go(self, step: int) -> None:
        self._step = step
        self._pages.setCurrentIndex(step)
        self.strip.show_step(step)
        self.head_changed.emit()

    @Slot()
    def start(self) -> None:
        """Show the first step."""
        self._go(0)

    @Slot()
    def _back_to_columns(self) -> None:
        self._go(1)

    def _run(self, work: Callable[[], object], done: Callable[[object], None], title: str, *, files: bool) -> None:
        self._busy = True
        self.head_changed.emit()

        def finish(result: object) -> None:
            self._busy = False
            self._message.clear()
            done(result)

        def failed(error: UserError) -> None:
            self._busy = False
            self.head_changed.emit()
            self._message.show_error(error)

        self._desk.tasks.run(
            lambda _: work(),
            finish,
            failed,
            worker="files" if files else "book",
            title=title,
            owner=self,
            can_stop=False,
        )

    # -- the file -----------------------------------------------------------------------------

    @Slot()
    def ask_file(self) -> None:
        """Ask which file."""
        choose_file(self, "Chọn danh sách đảng viên", _FILES, self.read)

    def read(self, path: Path, table: str | None = None) -> None:
        """Read a file and show its columns."""

        def done(result: object) -> None:
            assert isinstance(result, RollFile)
            self.columns.show_file(result)
            self._go(1)

        self._run(lambda: rolls.read_roll(path, table), done, "Đang đọc danh sách", files=True)

    @Slot(object)
    def _other_table(self, table: str) -> None:
        if self.columns.file is not None:
            self.read(self.columns.file.path, table)

    @Slot()
    def _convert(self) -> None:
        file = self.columns.file
        if file is None:
            return

        def done(result: object) -> None:
            assert isinstance(result, RollFile)
            self.columns.show_file(result, converted_from=file)
            self.head_changed.emit()

        self._run(lambda: rolls.converted(file), done, "Đang chuyển chữ", files=True)

    # -- the people ---------------------------------------------------------------------------

    @Slot()
    def show_preview(self) -> None:
        """Plan what taking the list would do and show everyone."""
        file, mapping = self.columns.file, self.columns.mapping
        if file is None or mapping is None:
            return

        def done(result: object) -> None:
            assert isinstance(result, ImportPlan)
            self.preview.show_plan(result)
            self._go(2)
            self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)

        self._run(lambda: rolls.plan(self._session, file, mapping), done, "Đang xem danh sách", files=False)

    @Slot()
    def take(self) -> None:
        """Write everyone who is taken."""
        plan = self.preview.plan
        if plan is None or not plan.members:
            return

        def work() -> Taken:
            changed = rolls.take(self._session, plan)
            return Taken(changed, desk_work.read(self._session), len(plan.members))

        self._run(work, self.taken.emit, "Đang ghi danh sách vào sổ", files=False)
