"""The exchange: one screen, other pages at a cell and at the office (gửi và nhận)."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget

from chibo_desktop.domain.records import KINDS
from chibo_desktop.services.pairing import CardPreview
from chibo_desktop.services.session import Session
from chibo_desktop.ui.exchange.cell_home import EXCHANGED, CellHome
from chibo_desktop.ui.exchange.compare_view import CompareView
from chibo_desktop.ui.exchange.drives import LastPlace
from chibo_desktop.ui.exchange.history_view import HistoryView
from chibo_desktop.ui.exchange.keys_view import KeysView
from chibo_desktop.ui.exchange.office_home import OfficeHome
from chibo_desktop.ui.exchange.pairing_view import PairingView
from chibo_desktop.ui.exchange.state import CellState, OfficeState, read_state
from chibo_desktop.ui.exchange.view import Place, View
from chibo_desktop.ui.screen import Desk, Screen

_TITLE = "Gửi và nhận"


class ExchangeScreen(Screen):
    """Sending and receiving; `enter("card")` shows this book's card, `enter("history")` the list."""

    concerns: ClassVar[frozenset[str]] = frozenset(KINDS) | EXCHANGED

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, _TITLE, "")
        self.session = session
        self._place = Place(desk, session, self.message)
        self._last = LastPlace(desk, session, self)
        self._wanted: object = None
        self.home: CellHome | OfficeHome | None = None
        self.pairing: PairingView | None = None
        self.compare: CompareView | None = None
        self.keys: KeysView | None = None
        self.history: HistoryView | None = None
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)

    def enter(self, target: object = None) -> None:
        """Be shown; on the card or the history if one of them is named."""
        self._wanted = target
        super().enter(target)
        if self.home is not None:
            self._show_wanted()

    def refresh(self) -> None:
        """Read again where this book stands."""
        session = self.session
        self.desk.tasks.run(lambda _job: read_state(session), self._show_state, owner=self)

    # -- the pages ----------------------------------------------------------------------------

    def _show_state(self, state: CellState | OfficeState) -> None:
        self._last.load(state.last_place)
        if self.home is None:
            self._build(office=isinstance(state, OfficeState))
        home = self.home
        if isinstance(state, CellState) and isinstance(home, CellHome):
            home.show_state(state)
            if state.status.paired:
                if self.stack.currentIndex() < 0:
                    self.show_home()
            elif self.view is None or self.view is home:
                self.show_pairing(new=False)
        elif isinstance(state, OfficeState) and isinstance(home, OfficeHome):
            home.show_state(state)
            if self.stack.currentIndex() < 0:
                self.show_home()
        self._show_wanted()

    def _build(self, *, office: bool) -> None:
        self.keys = KeysView(self._place, self._last, office=office)
        self.history = HistoryView(self._place, office=office)
        if office:
            home: CellHome | OfficeHome = OfficeHome(self._place, self._last)
            self.compare = CompareView(self._place)
            self.compare.finished.connect(self._compared)
        else:
            home = CellHome(self._place, self._last)
            self.pairing = PairingView(self._place, self._last)
            self.pairing.finished.connect(self.show_home)
            self.keys.new_card_wanted.connect(self._new_card)
        if isinstance(home, OfficeHome):
            home.compare_wanted.connect(self._compare)
        home.history_wanted.connect(self.show_history)
        home.keys_wanted.connect(self.show_keys)
        self.home = home

    @property
    def view(self) -> View | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, View) else None

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted == "card":
            self.show_keys()
        elif wanted == "history":
            self.show_history()

    def _show(self, view: View, *, back: bool = True) -> None:
        if self.stack.indexOf(view) < 0:
            self.stack.addWidget(view)
            view.head_changed.connect(self._show_head)
        self.stack.setCurrentWidget(view)
        self.set_back(_TITLE, self.show_home if back else None)
        self._show_head()

    @Slot()
    def _show_head(self) -> None:
        view = self.view
        if view is None:
            return
        head = view.head
        self.set_title(head.title, head.sentence)
        if head.action is not None:
            self.set_primary(head.label, head.action, head.icon).show()
        elif self.primary is not None:
            self.primary.hide()

    @Slot()
    def show_home(self) -> None:
        """Show where this book stands; a cell that is not paired is led through it first."""
        self.message.clear()
        if self.home is not None:
            self._show(self.home, back=False)
            self.refresh()

    @Slot()
    def show_keys(self) -> None:
        """Show this book's card and everyone it is paired with."""
        if self.keys is not None:
            self.message.clear()
            self._show(self.keys)
            self.keys.refresh()

    @Slot()
    def show_history(self) -> None:
        """Show what was sent and received."""
        if self.history is not None:
            self.message.clear()
            self._show(self.history)
            self.history.refresh()

    # -- pairing ------------------------------------------------------------------------------

    def show_pairing(self, *, new: bool) -> None:
        """Lead through the pairing; with `new` for another card of the same commune, with a way back."""
        if self.pairing is not None:
            self.pairing.begin()
            self._show(self.pairing, back=new)

    @Slot()
    def _new_card(self) -> None:
        self.message.clear()
        self.show_pairing(new=True)

    @Slot(object)
    def _compare(self, cards: list[CardPreview]) -> None:
        if self.compare is not None and cards:
            self.message.clear()
            self._show(self.compare)
            self.compare.begin(cards)

    @Slot(int)
    def _compared(self, agreed: int) -> None:
        home = self.home
        if not isinstance(home, OfficeHome):
            return
        refused = self.message.isVisible()
        self._show(home, back=False)
        if agreed:
            if not refused:
                self.message.clear()
            home.after_pairing()
