"""How a cell comes to know its commune's keys, in three steps (ghép đôi)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from chibo_desktop.services import pairing
from chibo_desktop.services.pairing import CardPreview
from chibo_desktop.services.session import Changed
from chibo_desktop.ui.exchange.cards import CardCompare, CardFinder
from chibo_desktop.ui.exchange.drives import LastPlace
from chibo_desktop.ui.exchange.own_card import OwnCard
from chibo_desktop.ui.exchange.state import KeysState, read_keys
from chibo_desktop.ui.exchange.view import Head, Place, View
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.step_names import StepNames

_NAMES = ("Lấy thẻ của Đảng ủy xã", "Đối chiếu sáu nhóm", "Ghi thẻ của chi bộ")
_TITLE = "Ghép đôi với Đảng ủy xã"
_SENTENCE = "Làm một lần, để chi bộ và Đảng ủy xã biết chắc sổ của nhau trước khi gửi."
_PAIRED = "Đã ghép với Đảng ủy xã. Bước cuối: ghi thẻ của chi bộ lên USB để xã cũng ghép với chi bộ."
_READS = (
    "Gọi điện hoặc gặp văn phòng xã: bên xã mở Gửi và nhận, Thẻ và khóa, rồi đọc to sáu nhóm; "
    "đồng chí nhìn màn hình này mà so từng nhóm."
)


class PairingView(View):
    """Lead through the three steps; `finished` when the person says that all is done."""

    finished = Signal()

    def __init__(self, place: Place, last: LastPlace) -> None:
        super().__init__(place, self._head_of(0))
        self.steps = StepNames(_NAMES)
        self.finder = CardFinder(place, last, "Đảng ủy xã")
        self.finder.found.connect(self._compare)
        self.compare = CardCompare()
        self.compare.agreed.connect(self._pair)
        self.compare.differs.connect(self._refuse)
        self.done_button = button("Xong, sang Gửi và nhận", self.finished.emit, icon_name="next")
        self.own = OwnCard(place, last, office=False, more=[self.done_button])
        self.pages = QStackedWidget()
        for page in (self.finder, self.compare, self.own):
            self.pages.addWidget(page)
        self.body.addWidget(self.steps)
        self.body.addWidget(self.pages)
        self.body.addStretch(1)
        self.begin()

    def _head_of(self, step: int) -> Head:
        if step == 0:
            return Head(_TITLE, _SENTENCE, "Lấy thẻ của Đảng ủy xã", "receive", self.take)
        if step == 1:
            return Head(_TITLE, _SENTENCE)
        return Head(_TITLE, _PAIRED, "Ghi thẻ của chi bộ lên USB", "usb", self.write)

    @property
    def step(self) -> int:
        """The number of the present step, 0 for the first."""
        return self.pages.currentIndex()

    @Slot()
    def take(self) -> None:
        """Take the card from the chosen drive."""
        self.finder.take()

    @Slot()
    def write(self) -> None:
        """Write the own card to the chosen drive."""
        self.own.write()

    def begin(self) -> None:
        """Go to the first step."""
        self._go(0)

    def _go(self, step: int) -> None:
        for page in (self.finder, self.compare, self.own):
            # A stack is as tall as its tallest page unless the others are told to take no room.
            shown = page is self.pages.widget(step)
            fitting = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
            page.setSizePolicy(QSizePolicy.Policy.Preferred, fitting)
        self.pages.setCurrentIndex(step)
        self.steps.show_step(step)
        self.set_head(self._head_of(step))

    @Slot(object)
    def _compare(self, seen: CardPreview) -> None:
        self.message.clear()
        self._go(1)
        self.compare.show_card(seen, _READS)

    @Slot(object)
    def _refuse(self, seen: CardPreview) -> None:
        self.begin()
        self.message.show_message(
            Level.ERROR,
            f"Sáu nhóm không khớp nên chưa ghép với {seen.card.name}.",
            "Đừng dùng thẻ này. Đề nghị Đảng ủy xã ghi lại thẻ lên USB rồi lấy thẻ lại từ đầu.",
        )

    @Slot(object)
    def _pair(self, seen: CardPreview) -> None:
        session = self.session

        def work(_job: object) -> tuple[Changed, KeysState]:
            return pairing.pair(session, seen.card), read_keys(session)

        self.desk.tasks.run(work, self._paired, owner=self, busy=self.compare.yes_button)

    def _paired(self, result: tuple[Changed, KeysState]) -> None:
        changed, keys = result
        self.own.show_card(keys)
        self._go(2)
        self.desk.changes.announce(changed.kinds)
