"""The office compares the new cards on a drive, one after the other (đối chiếu thẻ của chi bộ)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from chibo_desktop.services import pairing
from chibo_desktop.services.pairing import CardPreview
from chibo_desktop.services.session import Changed
from chibo_desktop.ui.exchange.cards import CardCompare
from chibo_desktop.ui.exchange.view import Head, Place, View
from chibo_desktop.ui.messages import Level

_READS = (
    "Gọi điện hoặc gặp chi bộ: đề nghị mở mục Gửi và nhận, Thẻ và khóa, rồi đọc to sáu nhóm của chi bộ; "
    "đồng chí nhìn màn hình này mà so từng nhóm."
)


class CompareView(View):
    """Six groups of one card at a time; `finished` carries how many were agreed to."""

    finished = Signal(int)

    def __init__(self, place: Place) -> None:
        super().__init__(
            place, Head("Đối chiếu thẻ của chi bộ", "Chỉ ghép khi cả sáu nhóm đọc lên giống hệt nhau.")
        )
        self._waiting: list[CardPreview] = []
        self._agreed = 0
        self.compare = CardCompare()
        self.compare.agreed.connect(self._pair)
        self.compare.differs.connect(self._refuse)
        self.body.addWidget(self.compare)
        self.body.addStretch(1)

    def begin(self, cards: list[CardPreview]) -> None:
        """Show the first of these cards."""
        self._waiting, self._agreed = list(cards), 0
        self._next()

    def _next(self) -> None:
        if self._waiting:
            self.compare.show_card(self._waiting.pop(0), _READS)
        else:
            self.finished.emit(self._agreed)

    @Slot(object)
    def _pair(self, seen: CardPreview) -> None:
        session = self.session
        self.message.clear()

        def done(changed: Changed) -> None:
            self._agreed += 1
            self.desk.changes.announce(changed.kinds)
            self._next()

        self.desk.tasks.run(
            lambda _job: pairing.pair(session, seen.card), done, owner=self, busy=self.compare.yes_button
        )

    @Slot(object)
    def _refuse(self, seen: CardPreview) -> None:
        self._next()
        self.message.show_message(
            Level.ERROR,
            f"Sáu nhóm không khớp nên chưa ghép với {seen.card.name}.",
            "Tệp của nơi này vẫn được giữ lại, chưa mở. Đề nghị chi bộ ghi lại thẻ lên USB rồi nhận lại.",
        )
