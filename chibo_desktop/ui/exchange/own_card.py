"""The own card of a book: its six groups, written to a drive or printed (thẻ của mình)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.services import card_papers
from chibo_desktop.ui.dialogs import choose_target
from chibo_desktop.ui.exchange.drives import DriveChoice, LastPlace
from chibo_desktop.ui.exchange.groups import SixGroups
from chibo_desktop.ui.exchange.state import KeysState
from chibo_desktop.ui.exchange.view import Place
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.preferences import documents_folder
from chibo_desktop.ui.theme import GRID


class OwnCard(QWidget):
    """Own groups in large type, the drive to write the card to, and "print"; `written` carries the file."""

    written = Signal(object)

    def __init__(self, place: Place, last: LastPlace, *, office: bool, more: Sequence[QPushButton] = ()) -> None:
        """`more` stands beside the button that prints; the screen's red button calls `write`."""
        super().__init__()
        self._place = place
        other = "chi bộ" if office else "Đảng ủy xã"
        self._name = text(role="sectionTitle")
        self.groups = SixGroups("sổ này")
        self.drive = DriveChoice(place.desk, last, "Ghi thẻ vào")
        self.print_button = button("In thẻ ra giấy", self._print, icon_name="print")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._name)
        layout.addWidget(
            text(f"Khi {other} hỏi, đồng chí đọc to sáu nhóm này qua điện thoại hoặc khi gặp mặt.", "faint")
        )
        layout.addWidget(self.groups)
        layout.addWidget(self.drive)
        layout.addWidget(flow(self.print_button, *more))
        layout.addStretch(1)

    def show_card(self, state: KeysState) -> None:
        """Show whose card it is and its groups."""
        self._name.setText(f"Thẻ của {state.name}")
        self.groups.show_groups(state.fingerprint, state.name)

    @Slot()
    def write(self) -> None:
        """Write the card to the chosen drive."""
        place = self.drive.place()
        if place is None or not self.drive.isEnabled():
            return
        session = self._place.session
        self._place.message.clear()
        self._place.desk.tasks.run(
            lambda _job: card_papers.put_my_card(session, place),
            self._told,
            self._refused,
            title="Đang ghi thẻ lên USB",
            owner=self,
            busy=self.drive,
            can_stop=False,
        )

    def _refused(self, error: UserError) -> None:
        self._place.message.show_error(error, button="Ghi lại", action=self.write)

    def _told(self, file: Path) -> None:
        self._place.message.show_message(
            Level.DONE, f"Đã ghi thẻ lên USB và đọc lại đúng: {file.name}.", "Rút USB được rồi."
        )
        self.written.emit(file)

    @Slot()
    def _print(self) -> None:
        session = self._place.session
        self._place.desk.tasks.run(
            lambda _job: card_papers.suggested_card_name(session), self._ask_target, owner=self
        )

    def _ask_target(self, name: str) -> None:
        choose_target(self, "Lưu thẻ để in", documents_folder() / name, "Giấy tờ PDF (*.pdf)", self.print_to)

    def print_to(self, target: Path) -> None:
        """Write the printed card there and open it."""
        session = self._place.session
        self._place.desk.tasks.run(
            lambda _job: card_papers.save_card_paper(session, target),
            self._printed,
            title="Đang in thẻ",
            owner=self,
            busy=self.print_button,
            can_stop=False,
        )

    def _printed(self, written: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))
        remedy = "Xem và bấm in trong cửa sổ vừa mở." if opened else "Mở tệp này bằng chương trình xem PDF rồi in."
        self._place.message.show_message(Level.DONE, f"Đã lưu thẻ vào {written}.", remedy)
