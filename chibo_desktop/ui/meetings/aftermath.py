"""What is left to do once the minutes are closed: sign, report, send, correct (việc sau họp)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.services import corrections, meetings
from chibo_desktop.services.corrections import Place
from chibo_desktop.services.meetings import MeetingView
from chibo_desktop.services.session import Session
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.meetings.correcting import CorrectionDialog
from chibo_desktop.ui.meetings.work import News, OpenMeeting
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID

REPORT_DAYS = 2
"""a meeting is reported up within two days (rules 2.2 E)"""


def today(session: Session) -> date:
    """Return the day on which something is noted as done."""
    return session.clock.today()


class Aftermath(QWidget):
    """Three things to do, each done with one press, and the way to correct."""

    def __init__(self, meeting: OpenMeeting, send: Callable[[], None], parent: QWidget | None = None) -> None:
        """`send` leads to the place where the book goes to the commune."""
        super().__init__(parent)
        self.setObjectName("content")
        self._meeting = meeting
        self.signed = text("")
        self.sign_button = button("Đã ký hôm nay", self._sign, icon_name="check")
        self.reported = text("")
        self.report_button = button("Đã báo cáo xong", self._report, icon_name="check")
        self.send_button = button("Gửi lên xã", send, icon_name="send")
        self.correct_button = button("Đính chính …", self.ask, icon_name="edit")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(text("Việc sau họp", "sectionTitle"))
        for part in (
            self.signed, self.sign_button, self.reported, self.report_button, self.send_button, self.correct_button,
        ):  # fmt: skip
            layout.addWidget(part)

    def show_view(self, view: MeetingView) -> None:
        """Show what is done and what is still to do."""
        meeting = view.meeting
        last = date_text(meeting.date + timedelta(days=REPORT_DAYS))
        signed, reported = meeting.signed_on, meeting.reported_on
        self.signed.setText(
            f"✓ Chủ trì và thư ký đã ký ngày {date_text(signed)}."
            if signed
            else "In hai bản, chủ trì và thư ký ký."
        )
        self.reported.setText(
            f"✓ Đã báo cáo cấp trên ngày {date_text(reported)}."
            if reported
            else f"Báo cáo Đảng ủy xã trong {REPORT_DAYS} ngày, chậm nhất {last}."
        )
        own = not self._meeting.read_only
        self.sign_button.setVisible(own and signed is None)
        self.report_button.setVisible(own and reported is None)
        self.send_button.setVisible(own)
        self.correct_button.setVisible(own)

    @Slot()
    def _sign(self) -> None:
        self._meeting.save_after(
            lambda session: meetings.note_after(session, self._meeting.meeting_id, signed_on=today(session))
        )

    @Slot()
    def _report(self) -> None:
        self._meeting.save_after(
            lambda session: meetings.note_after(
                session, self._meeting.meeting_id, reported_on=session.clock.today()
            )
        )

    @Slot()
    def ask(self) -> None:
        """Ask what to correct and why."""
        view = self._meeting.view
        if view is None:
            return
        dialog = CorrectionDialog(self, corrections.places(view))
        dialog.accepted.connect(lambda: self.correct(*dialog.value()))
        dialog.open()

    def correct(self, place: Place, words: str, reason: str) -> None:
        """Write a correction."""
        self._meeting.save_after(
            lambda session: corrections.correct(session, self._meeting.meeting_id, place, words, reason),
            done=lambda: self._meeting.told.emit(
                News("Đã ghi đính chính.", "Cả hai bản và lý do in ở cuối biên bản.", undo=True)
            ),
        )
