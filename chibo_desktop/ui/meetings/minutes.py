"""Last step of a meeting: read the minutes through, print them, close them (biên bản)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.findings import Finding
from chibo_desktop.domain.meetings import Stage
from chibo_desktop.domain.minutes import Minutes
from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.papers import suggested_name
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.fields import TimeField
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import length_text, moment_text
from chibo_desktop.ui.meetings.aftermath import Aftermath
from chibo_desktop.ui.meetings.bound import Bound, order_tabs, tall
from chibo_desktop.ui.meetings.notes import FindingList, FindingNote
from chibo_desktop.ui.meetings.reading import ReadAloud, ReadingView
from chibo_desktop.ui.meetings.steps import Step
from chibo_desktop.ui.meetings.work import News, OpenMeeting
from chibo_desktop.ui.messages import ask
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.theme import GRID, scaled

CLOSE_TITLE = "Chốt biên bản?"
CLOSE_SENTENCE = (
    "Sau khi chốt, không ai sửa được điểm danh, ý kiến, biểu quyết và kết luận của cuộc họp này nữa; "
    "biên bản được lấy số và in ra để ký. Nếu chốt nhầm, bấm Hoàn tác ngay."
)


class MinutesStep(Step):
    """The paper to read on the left; end time, findings, print and close on the right."""

    stage = Stage.MINUTES

    def __init__(
        self, meeting: OpenMeeting, jump: Callable[[Stage, str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(meeting, parent)
        self.reading = ReadingView()
        self.ends = TimeField()
        self.ends.setPlaceholderText("21:15")
        self._ends_bound = Bound(meeting, self.ends, "ends", what="Sửa giờ kết thúc")
        self._length = text("", "faint")
        self._ends_note = FindingNote(Stage.MINUTES, "ends")
        self.findings = FindingList(jump)
        self._findings_title = text("Cần xem lại trước khi chốt", "sectionTitle")
        self.aloud_button = button("Đọc to cho chi bộ", self.read_aloud, icon_name="speech")
        self.read_out = QCheckBox("Đã đọc lại cho chi bộ nghe")
        self.read_out.toggled.connect(self._read_out)
        self.aftermath = Aftermath(meeting, lambda: meeting.go("exchange"))
        self.state = text("", "bannerTitle")
        self.print_button = button("In biên bản", self.print, icon_name="print")
        self.writing_parts = [self._findings_title, self.findings, self.read_out]
        self._stale = True
        self._found: tuple[Finding, ...] = ()

        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        self._ends_box = FieldBox("Giờ kết thúc họp", self.ends)
        for part in (
            self.state, self._ends_box, self._length, self._ends_note, self.aloud_button, self.read_out,
            self.print_button, self._findings_title, self.findings, self.aftermath,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        area = tall(inside)
        self.read_out.ensurePolished()
        area.setMinimumWidth(max(scaled(270), self.read_out.sizeHint().width() + scaled(4 * GRID)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.reading, 7)
        layout.addWidget(area, 4)
        order_tabs(
            self.ends,
            self.aloud_button,
            self.read_out,
            self.print_button,
            self.findings,
            self.aftermath,
            self.reading,
        )

    def show_view(self, view: MeetingView) -> None:
        """Show the paper, the end time and what is still missing."""
        meeting = view.meeting
        self._ends_bound.aim(meeting)
        self._length.setText(f"Họp {length_text(meeting.length)}." if meeting.length is not None else "")
        self._length.setVisible(meeting.length is not None)
        self._ends_note.show_findings(self.meeting.findings)
        self.state.setText(_state_words(view))
        self.read_out.blockSignals(True)  # noqa: FBT003
        self.read_out.setChecked(meeting.read_out)
        self.read_out.blockSignals(False)  # noqa: FBT003
        self.aftermath.setVisible(meeting.closed)
        self.aftermath.show_view(view)
        self.print_button.setText("In biên bản" if meeting.closed else "In bản nháp")
        self._stale = True
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self.meeting.view is not None:
            self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        self._stale = True
        super().hideEvent(event)

    def _read(self) -> None:
        self._stale = False
        self.meeting.minutes(self.reading.show_minutes)
        self.meeting.coach(self._coached)

    def _coached(self, found: tuple[Finding, ...]) -> None:
        self._found = found
        self.findings.show_findings(found)

    def start(self) -> None:
        """Begin at the end time while it is missing, else at the paper."""
        view = self.meeting.view
        missing = view is not None and view.meeting.ends is None and not self.meeting.locked
        (self.ends if missing else self.reading).setFocus(Qt.FocusReason.OtherFocusReason)

    def jump(self, field: str) -> None:
        """Put the focus on the end time, or on the mark that the minutes were read out."""
        (self.read_out if field == "read_out" else self.ends).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def read_aloud(self) -> None:
        """Show the minutes over the whole screen, in type to be read while standing."""
        self.ends.commit()
        self.meeting.minutes(self._show_aloud)

    def _show_aloud(self, minutes: Minutes) -> None:
        dialog = ReadAloud(self, minutes)
        dialog.setWindowState(Qt.WindowState.WindowMaximized)
        dialog.open()

    @Slot(bool)
    def _read_out(self, read: bool) -> None:
        view = self.meeting.view
        if view is not None and view.meeting.read_out != read:
            self.meeting.edit(view.meeting, {"read_out": read}, what="Ghi đã đọc lại biên bản")

    @Slot()
    def print(self) -> None:
        """Ask where the PDF goes, write it, and open it in the system's viewer."""
        self.ends.commit()
        self.meeting.last_folder(self._ask_target)

    def _ask_target(self, folder: str) -> None:
        view = self.meeting.view
        if view is None:
            return
        start = Path(folder) if folder and Path(folder).is_dir() else documents_folder()
        choose_target(
            self, "Lưu biên bản để in", start / suggested_name(view.meeting), "Giấy tờ PDF (*.pdf)", self.print_to
        )

    def print_to(self, target: Path) -> None:
        """Write the PDF there and open it."""
        self.meeting.print_to(target, self._printed)

    def _printed(self, written: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))
        remedy = "Xem và bấm in trong cửa sổ vừa mở." if opened else "Mở tệp này bằng chương trình xem PDF rồi in."
        self.meeting.told.emit(News(f"Đã lưu biên bản vào {written}.", remedy))

    @Slot()
    def close_minutes(self) -> None:
        """Ask once, then close."""
        if not self.ends.commit():
            return
        count = len(self._found)
        more = f" Hiện còn {count} chỗ nên xem lại." if count else ""
        if not self.read_out.isChecked():
            more += " Biên bản sẽ ghi đã đọc lại cho chi bộ nghe, mà ô ấy chưa đánh dấu."
        ask(self, CLOSE_TITLE, CLOSE_SENTENCE + more, yes="Chốt biên bản", no="Để sau", on_yes=self._close)

    def _close(self) -> None:
        def closed() -> None:
            remedy = "Bấm In biên bản để in và ký. Nếu chốt nhầm, bấm Hoàn tác ngay."
            self.meeting.told.emit(News("Đã chốt biên bản.", remedy, undo=True))

        def refused(error: UserError) -> None:
            del error
            self.ends.setFocus(Qt.FocusReason.OtherFocusReason)

        self.meeting.close(closed, refused)


def _state_words(view: MeetingView) -> str:
    closing = view.meeting.closing
    if closing is None:
        return "Đọc lại cho chi bộ nghe, ghi giờ kết thúc rồi chốt."
    number = symbol(closing.number, DocumentType.MINUTES)
    return f"{number}. Đã chốt lúc {moment_text(closing.at)}."
