"""The office's page: receive a drive, pair with new cards, see what waits (nhận từ chi bộ)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from chibo_desktop.common.errors import CancelledError, UserError
from chibo_desktop.common.progress import JobControl
from chibo_desktop.domain.records import KINDS
from chibo_desktop.services import pairing, receiving
from chibo_desktop.services.pairing import CardPreview
from chibo_desktop.services.receiving import ReceivedAtOffice, ReceivedFile
from chibo_desktop.ui.exchange.cell_home import EXCHANGED
from chibo_desktop.ui.exchange.drives import DriveChoice, LastPlace
from chibo_desktop.ui.exchange.explained import ExplainedTable
from chibo_desktop.ui.exchange.state import Held, OfficeState
from chibo_desktop.ui.exchange.view import Head, Place, View
from chibo_desktop.ui.exchange.words import (
    CALM,
    FILE_ICONS,
    FILE_WORDS,
    HELD_WORDS,
    office_dates,
    office_sentence,
    received_words,
)
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import moment_text, number_text
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import button, frame, text
from chibo_desktop.ui.tables import Column, Tone
from chibo_desktop.ui.theme import GRID

_HEAD = ("Gửi và nhận", "Cắm USB của chi bộ rồi bấm nhận; giấy báo nhận tự ghi vào chính USB ấy.")


@dataclass(frozen=True, slots=True)
class Found:
    """What lay on a drive, its new cards ready to be compared."""

    result: ReceivedAtOffice
    cards: list[CardPreview]


def _word(status: str) -> str:
    return FILE_WORDS.get(status, ("Không rõ", "faint"))[0]


def _tone(status: str) -> Tone:
    return FILE_WORDS.get(status, ("", "faint"))[1]


def _explain_file(file: ReceivedFile) -> tuple[str, str]:
    title, remedy = file.title, file.remedy
    if file.status in HELD_WORDS:
        title, remedy = HELD_WORDS[file.status]
    entries = f" Có {number_text(file.entries)} ghi chép mới." if file.entries else ""
    return f"{file.name}: {title}{entries}", remedy


class OfficeHome(View):
    """Where the office stands, the drive, the outcome of the last receiving and what waits."""

    compare_wanted = Signal(object)
    """the CardPreviews to be compared, one after the other"""
    history_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, place: Place, last: LastPlace) -> None:
        super().__init__(place, Head(*_HEAD, "Nhận từ USB", "receive", self.receive))
        self._cards: list[CardPreview] = []
        self._place: Path | None = None
        self.sentence = text(role="sectionTitle")
        self.dates = text(role="faint")
        self.news = Banner()
        self.cards_banner = Banner(Level.DUE, button="Đối chiếu thẻ")
        self.cards_banner.acted.connect(self._compare)
        self.drive = DriveChoice(place.desk, last, "USB của chi bộ")
        self.files: ExplainedTable[ReceivedFile] = ExplainedTable(
            "Trên USB này",
            [
                Column("Chi bộ", lambda f: f.sender or "Chưa rõ", stretch=True, width=190),
                Column(
                    "Kết quả",
                    lambda f: _word(f.status),
                    width=230,
                    tone=lambda f: _tone(f.status),
                    icon=lambda f: FILE_ICONS[_tone(f.status)],
                ),
                Column(
                    "Ghi chép mới",
                    lambda f: number_text(f.entries),
                    key=lambda f: f.entries,
                    width=140,
                    align="right",
                ),
            ],
            _explain_file,
            identity=lambda file: file.name,
        )
        self.held: ExplainedTable[Held] = ExplainedTable(
            "Đang giữ lại",
            [
                Column("Chi bộ", lambda h: h.sender or "Chưa rõ", stretch=True, width=190),
                Column(
                    "Vì sao",
                    lambda h: _word(h.status),
                    width=250,
                    tone=lambda h: _tone(h.status),
                    icon=lambda h: FILE_ICONS[_tone(h.status)],
                ),
                Column("Nhận lúc", lambda h: moment_text(h.at), key=lambda h: h.at, width=200),
            ],
            lambda held: HELD_WORDS.get(held.status, ("", "")),
            identity=lambda held: held.id,
        )
        self.again_button = button("Thử nhận lại", self.try_held, icon_name="refresh")
        self.history_button = button("Đã gửi và nhận", self.history_wanted.emit, icon_name="clock", role="flat")
        self.keys_button = button("Thẻ và khóa", self.keys_wanted.emit, icon_name="key", role="flat")
        standing = frame("card")
        column = QVBoxLayout(standing)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self.sentence)
        column.addWidget(self.dates)
        for part in (self.cards_banner, self.news, self.files, standing, self.drive, self.held):
            self.body.addWidget(part)
        self.body.addWidget(flow(self.again_button, self.keys_button, self.history_button))
        self.body.addStretch(1)
        for hidden in (self.news, self.cards_banner, self.again_button):
            hidden.hide()

    def show_state(self, state: OfficeState) -> None:
        """Show where the office stands and what waits."""
        self.sentence.setText(office_sentence(state))
        self.dates.setText(office_dates(state))
        self.held.show_rows(state.held)
        self.again_button.setVisible(any(held.status in {"newer", "unknown_sender"} for held in state.held))

    # -- receiving ----------------------------------------------------------------------------

    @Slot()
    def receive(self) -> None:
        """Take in everything on the chosen drive and write the receipts to it."""
        place = self.drive.place()
        if place is None or not self.drive.isEnabled():
            return
        self._place = place
        session = self.session

        def work(job: JobControl) -> Found:
            result = receiving.receive_at_office(session, place, job)
            return Found(result, [pairing.preview(session, card) for card in result.cards])

        self._run(work, "Đang nhận từ USB", self.receive)

    @Slot()
    def try_held(self) -> None:
        """Try the files again that wait for a card or for a newer program."""
        session = self.session
        self._run(lambda _job: Found(receiving.receive_held(session), []), "Đang thử nhận lại", self.try_held)

    def after_pairing(self) -> None:
        """Take in what waited for the new cards; with the drive still there, also write its receipts."""
        session, place = self.session, self._place

        def work(job: JobControl) -> Found:
            taken = receiving.receive_held(session)
            if place is not None and place.is_dir():
                answered = receiving.receive_at_office(session, place, job)
                new = {file.name for file in taken.files if file.entries}
                taken.files += [file for file in answered.files if file.name not in new]
                taken.receipts, taken.kinds = answered.receipts, taken.kinds | answered.kinds
                return Found(taken, [pairing.preview(session, card) for card in answered.cards])
            return Found(taken, [])

        self._run(work, "Đang nhận tệp của chi bộ vừa ghép", self.receive)

    def _run(self, work: Callable[[JobControl], Found], title: str, again: Callable[[], None]) -> None:
        self.message.clear()
        self.news.hide()
        self.cards_banner.hide()

        def stoppable(job: JobControl) -> Found:
            try:
                return work(job)
            except CancelledError as error:
                raise UserError(
                    "Đã dừng nhận giữa chừng.",
                    "Tệp đã nhận vẫn ở trong sổ. Bấm Nhận lại để nhận nốt và ghi giấy báo.",
                ) from error

        def failed(error: UserError) -> None:
            # Some files may have been taken before the drive refused.
            self.message.show_error(error, button="Nhận lại", action=again)
            self.desk.changes.announce(frozenset(KINDS) | EXCHANGED)

        self.desk.tasks.run(stoppable, self._received, failed, title=title, owner=self, busy=self.drive)

    def _received(self, found: Found) -> None:
        self._cards = found.cards
        level, title, remedy = received_words(found.result)
        self.news.say(level, title, remedy)
        # A drive with a new card only: the card is all there is to say.
        self.news.setVisible(not found.cards or bool(found.result.receipts))
        self.files.show_rows(found.result.files, first=lambda file: file.status not in CALM)
        if found.cards:
            names = ", ".join(seen.card.name for seen in found.cards[:3])
            more = f" và {len(found.cards) - 3} nơi khác" if len(found.cards) > 3 else ""
            self.cards_banner.say(
                Level.DUE,
                f"Có thẻ chưa đối chiếu của {names}{more}.",
                "Gọi điện hoặc gặp chi bộ, so sáu nhóm số; tệp của chi bộ được nhận ngay sau khi ghép.",
                button="Đối chiếu thẻ",
            )
            self.cards_banner.show()
        self.desk.changes.announce(found.result.kinds | EXCHANGED)

    @Slot()
    def _compare(self) -> None:
        self.compare_wanted.emit(list(self._cards))
