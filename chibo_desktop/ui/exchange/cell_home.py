"""The cell's page: where it stands, send, take the receipts (gửi lên xã, nhận giấy báo)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from chibo_desktop.common.errors import CancelledError, UserError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.services import exchange, receipts, sending
from chibo_desktop.services.receipts import ReceivedAtCell
from chibo_desktop.services.sending import Sent
from chibo_desktop.services.session import Changed
from chibo_desktop.ui.exchange.drives import DriveChoice, LastPlace
from chibo_desktop.ui.exchange.groups import LargeCode
from chibo_desktop.ui.exchange.state import CellState
from chibo_desktop.ui.exchange.view import Head, Place, View
from chibo_desktop.ui.exchange.words import cell_dates, cell_sentence, receipt_words, sent_words
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.messages import Banner, Level, ask
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.theme import GRID, icon_pixmap, scaled

EXCHANGED = frozenset({"exchange"})
"""announced when files went out or came in; no kind of record has this name"""
_HEAD = ("Gửi và nhận", "Ghi sổ của chi bộ lên USB để gửi Đảng ủy xã, rồi nhận giấy báo khi USB về.")


class SentPanel(QFrame):
    """Shown once everything was read back from the drive: it may be pulled, and the code to read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        picture = QLabel()
        picture.setPixmap(icon_pixmap("done", scaled(32), "done"))
        self.title = text("Rút USB được rồi", "figure", wrap=False)
        self.words = text()
        self.code = LargeCode(factor=1.7)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(flow(picture, self.title))
        column.addWidget(self.words)
        column.addSpacing(GRID)
        column.addWidget(text("Mã sổ, để đọc cho Đảng ủy xã qua điện thoại khi cần đối chiếu:", "faint"))
        column.addWidget(self.code)
        self.hide()

    def show_sent(self, sent: Sent) -> None:
        """Say what lies on the drive."""
        self.words.setText(sent_words(sent))
        self.code.setText(sent.code)
        self.code.setAccessibleName(f"Mã sổ {sent.code}")
        self.setAccessibleName(f"Rút USB được rồi. {self.words.text()} Mã sổ {sent.code}")
        self.show()


class CellHome(View):
    """Where the cell stands, the drive, and the two things to do."""

    history_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, place: Place, last: LastPlace) -> None:
        super().__init__(place, Head(*_HEAD, "Gửi lên xã", "send", self.send))
        self.fork = Banner(
            Level.ERROR,
            "Sổ trên máy này và sổ Đảng ủy xã đang giữ khác nhau từ một chỗ.",
            "Có thể đã ghi trên hai máy. Chọn một máy để dùng tiếp; nếu là máy này, bấm nút bên cạnh rồi gửi lại.",
            button="Dùng tiếp sổ trên máy này",
        )
        self.fork.acted.connect(self._ask_continue)
        self.sentence = text(role="sectionTitle")
        self.dates = text(role="faint")
        self.sent = SentPanel()
        self.drive = DriveChoice(place.desk, last, "USB để gửi và nhận")
        self.receive_button = button("Nhận giấy báo từ USB", self.receive, icon_name="receive")
        self.history_button = button("Đã gửi và nhận", self.history_wanted.emit, icon_name="clock", role="flat")
        self.keys_button = button("Thẻ và khóa", self.keys_wanted.emit, icon_name="key", role="flat")
        standing = frame("card")
        column = QVBoxLayout(standing)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self.sentence)
        column.addWidget(self.dates)
        for part in (self.fork, self.sent, standing, self.drive):
            self.body.addWidget(part)
        self.body.addWidget(flow(self.receive_button, self.history_button, self.keys_button))
        self.body.addStretch(1)
        self.fork.hide()

    def show_state(self, state: CellState) -> None:
        """Show where the cell stands."""
        self.sentence.setText(cell_sentence(state))
        self.dates.setText(cell_dates(state))
        self.fork.setVisible(state.status.forked)

    # -- sending ------------------------------------------------------------------------------

    @Slot()
    def send(self) -> None:
        """Write everything the commune has not confirmed to the chosen drive."""
        place = self.drive.place()
        if place is None or not self.drive.isEnabled():
            return
        session = self.session
        self._begin()

        def work(job: JobControl) -> Sent:
            try:
                return sending.send(session, place, job)
            except CancelledError as error:
                raise UserError(
                    "Đã dừng gửi giữa chừng.", "Trên USB có thể mới có một phần. Bấm Gửi lại để ghi cho đủ."
                ) from error

        self.desk.tasks.run(
            work, self._sent, self._send_failed, title="Đang gửi lên USB", owner=self, busy=self.drive
        )

    def _begin(self) -> None:
        self.message.clear()
        self.sent.hide()

    def _sent(self, sent: Sent) -> None:
        if sent.nothing_new:
            self.message.show_message(
                Level.INFO,
                "Đảng ủy xã đã có đủ mọi ghi chép, không phải gửi gì thêm.",
                "Thẻ của chi bộ đã ghi lại lên USB. Rút USB được rồi.",
            )
        else:
            self.sent.show_sent(sent)
        self.desk.changes.announce(EXCHANGED)

    def _send_failed(self, error: UserError) -> None:
        self.message.show_error(error, button="Gửi lại", action=self.send)
        self.desk.changes.changed.emit(EXCHANGED, None)

    # -- receiving ----------------------------------------------------------------------------

    @Slot()
    def receive(self) -> None:
        """Take the commune's receipts from the chosen drive."""
        place = self.drive.place()
        if place is None or not self.drive.isEnabled():
            return
        session = self.session
        self._begin()

        def work(job: JobControl) -> tuple[ReceivedAtCell, int]:
            try:
                return receipts.receive_at_cell(session, place, job), exchange.status(session).unsent
            except CancelledError as error:
                raise UserError(
                    "Đã dừng nhận giữa chừng.", "Bấm Nhận lại để nhận nốt giấy báo trên USB."
                ) from error

        self.desk.tasks.run(
            work, self._received, self._receive_failed, title="Đang nhận giấy báo", owner=self, busy=self.drive
        )

    def _received(self, found: tuple[ReceivedAtCell, int]) -> None:
        result, unsent = found
        if not result.forked:
            self.message.show_message(*receipt_words(result, unsent))
        self.desk.changes.announce(EXCHANGED)

    def _receive_failed(self, error: UserError) -> None:
        self.message.show_error(error, button="Nhận lại", action=self.receive)
        self.desk.changes.changed.emit(EXCHANGED, None)

    # -- two books of one cell ----------------------------------------------------------------

    @Slot()
    def _ask_continue(self) -> None:
        ask(
            self,
            "Dùng tiếp sổ trên máy này?",
            "Từ nay chỉ ghi sổ trên máy này; không ghi trên máy kia nữa. Phần ghi trên máy kia vẫn được "
            "Đảng ủy xã giữ riêng, không mất và không trộn vào. Sau đó hãy bấm Gửi lên xã.",
            yes="Dùng tiếp sổ trên máy này",
            no="Để sau",
            on_yes=self.continue_here,
        )

    def continue_here(self) -> None:
        """Go on with the book on this computer from the last point both sides share."""
        session = self.session
        self.desk.tasks.run(
            lambda _job: receipts.continue_separately(session),
            self._continued,
            title="Đang chuẩn bị sổ để dùng tiếp",
            owner=self,
            busy=self.fork.button,
            can_stop=False,
        )

    def _continued(self, changed: Changed) -> None:
        self.message.show_message(
            Level.DONE, "Sổ trên máy này dùng tiếp được.", "Cắm USB rồi bấm Gửi lên xã để gửi lại cho Đảng ủy xã."
        )
        self.desk.changes.announce(changed.kinds | EXCHANGED)
