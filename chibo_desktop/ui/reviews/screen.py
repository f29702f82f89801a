"""Kiểm điểm: the rounds, one round at a glance, one review step by step."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.services import reviews
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.reviews.asking import RoundDialog
from chibo_desktop.ui.reviews.review_page import ReviewPage
from chibo_desktop.ui.reviews.round_list import RoundLine, RoundList, read_rounds
from chibo_desktop.ui.reviews.round_page import STATE, RoundPage
from chibo_desktop.ui.reviews.words import counts, round_name
from chibo_desktop.ui.reviews.work import News, Work
from chibo_desktop.ui.screen import Desk, Screen
from chibo_desktop.ui.theme import GRID, scaled

_TITLE = "Kiểm điểm"
_SENTENCE = "Chọn một kỳ rồi bấm Enter để mở."
_LOW = 560
"""pixels of height under which the way back bears the name of what is shown"""
_TIGHT = 640
"""pixels of width under which the lesser buttons are signs only"""
NEW = "new"
"""the target that opens this year's round, made if there is none"""


class ReviewsScreen(Screen):
    """`enter` takes a round's id, a review's id, "new" for this year's round, or nothing."""

    concerns: ClassVar[frozenset[str]] = frozenset({
        "review_round", "review", "sealed_text", "member", "meeting", "duty", "attendance", "setting",
        "shared_text",
    })  # fmt: skip

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, _TITLE, _SENTENCE)
        self.session = session
        self.work = Work(desk, session, self)
        self._rounds: list[RoundLine] = []
        self._year = session.clock.today().year
        self.list = RoundList(self._year)
        self.round = RoundPage(self.work)
        self.review = ReviewPage(self.work)
        self.stack = QStackedWidget()
        for page in (self.list, self.round, self.review):
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)
        self.set_primary(f"Mở kỳ kiểm điểm năm {self._year}", self.open_year, "add")
        self.other_button = self.add_action("Mở kỳ khác", self.ask_round)
        self.undo_button = self.add_action("Hoàn tác", self.work.undo, "undo")
        self.undo_button.setToolTip("Hoàn tác (Ctrl+Z)")
        self.undo_button.setAccessibleName("Hoàn tác")
        self.before_button = self.add_action("Trước", self._go_before, "back")
        self.before_button.setToolTip("Người trước trong danh sách")
        self.before_button.setAccessibleName("Trước")
        self._connect()
        self._show_head()

    def _connect(self) -> None:
        self.work.stale.connect(self._read_page)
        self.work.told.connect(self._tell)
        self.work.refused.connect(self._refused)
        self.list.opened.connect(self.open_round)
        self.list.first_asked.connect(self.open_year)
        self.round.opened.connect(self.open_review)
        self.round.head_changed.connect(self._show_head)
        self.round.removed.connect(self.show_list)
        self.round.lost.connect(self.show_list)
        self.review.head_changed.connect(self._show_head)
        self.review.person_asked.connect(self._go_to_person)
        self.review.moved.connect(self.message.clear)
        self.review.lost.connect(self._to_round)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.work.undo)

    # -- where one is -------------------------------------------------------------------------

    def enter(self, target: object = None) -> None:
        """Be shown; on a round, a review, or this year's round ("new") if one is named."""
        if isinstance(target, bytes):
            self._stale = False
            self.work.ask(lambda session: _what_is(session, target), lambda found: self._enter_on(target, found))
            return
        if target == NEW:
            self._stale = False
            self.show_list()
            self.open_year()
            return
        # Acts of other places change what undo would take back, so the place is always read again.
        self._stale = True
        super().enter()

    def _enter_on(self, target: bytes, found: str) -> None:
        if found == "round":
            self.open_round(target)
        elif found == "review":
            self.open_review(target)
        else:
            self.show_list()

    def refresh(self) -> None:
        """Read again what is in front."""
        if self.stack.currentWidget() is self.list:
            self.show_list()
        else:
            self._read_page()

    @Slot()
    def _read_page(self) -> None:
        if self.stack.currentWidget() is self.list:
            self.work.ask(read_rounds, self._show_rounds)
        elif self.stack.currentWidget() is self.round:
            self.round.refresh()
        else:
            self.review.refresh()

    @Slot()
    def show_list(self) -> None:
        """Show all rounds."""
        self.stack.setCurrentWidget(self.list)
        self._show_head()
        self.work.ask(read_rounds, self._start_list)

    def _start_list(self, rounds: list[RoundLine]) -> None:
        self._show_rounds(rounds)
        if self.stack.currentWidget() is self.list:
            self.list.start()

    def _show_rounds(self, rounds: list[RoundLine]) -> None:
        self._rounds = rounds
        self.list.show_rounds(rounds)
        self._show_head()

    @Slot(object)
    def open_round(self, round_id: bytes) -> None:
        """Show a round at a glance."""
        self.message.clear()
        self.stack.setCurrentWidget(self.round)
        self.round.open(round_id)
        self._show_head()

    @Slot(object)
    def open_review(self, review_id: bytes) -> None:
        """Show one review; going from person to person keeps the step."""
        self.message.clear()
        step = self.review.step if self.stack.currentWidget() is self.review else 0
        self.stack.setCurrentWidget(self.review)
        self.review.open(review_id, 0 if step == len(self.review.steps) - 1 else step)
        self._show_head()

    @Slot()
    def _to_round(self) -> None:
        state = self.review.state
        self.message.clear()
        if state is None:
            self.show_list()
            return
        self.stack.setCurrentWidget(self.round)
        if self.round.round_id == state.view.round.id:
            self.round.refresh()
            self.round.start()
        else:
            self.round.open(state.view.round.id)
        self._show_head()

    @Slot(object)
    def _go_to_person(self, review_id: bytes | None) -> None:
        if review_id is None:
            self._to_round()
        else:
            self.open_review(review_id)

    def _go_before(self) -> None:
        row = self.review.neighbour(-1)
        if row is not None and row.review is not None:
            self.open_review(row.review.id)

    def leave(self) -> None:
        """Write what was typed."""
        self.round.leave()
        self.review.leave()
        super().leave()

    # -- the head -----------------------------------------------------------------------------

    @Slot()
    def _show_head(self) -> None:
        page = self.stack.currentWidget()
        listed, one = page is self.list, page is self.review
        opened = any(line.view.round.year == self._year and not line.view.round.quarter for line in self._rounds)
        self.other_button.setVisible(listed)
        self.undo_button.setVisible(not listed)
        self.before_button.setVisible(one and self.review.neighbour(-1) is not None)
        if listed:
            self.set_title(_TITLE, _SENTENCE if self._rounds else "")
            self.set_back("", None)
            words = f"Mở kỳ năm {self._year}" if opened else f"Mở kỳ kiểm điểm năm {self._year}"
            made = self.set_primary(words, self.open_year, "next" if opened else "add")
            made.setVisible(bool(self._rounds))
        elif page is self.round:
            state = self.round.state
            self.set_title(state.view.title if state else _TITLE, counts(state.overview) if state else "")
            self.set_back("Các kỳ kiểm điểm", self.show_list)
            self.set_primary(self.round.next.value, self.round.go_on, "next").setVisible(state is not None)
        else:
            state_one = self.review.state
            self.set_title(self.review.title, self.review.sentence)
            self.set_back(round_name(state_one.view.round) if state_one else _TITLE, self._to_round)
            self.set_primary(self.review.primary_words, self.review.go_on, "next").setVisible(True)
        self._make_room(page)

    def _make_room(self, page: QWidget | None) -> None:
        """On a low screen let the way back bear the name, where it fits beside the buttons."""
        tight = self.width() < scaled(_TIGHT)
        for made, words in ((self.undo_button, "Hoàn tác"), (self.before_button, "Trước")):
            made.setText("" if tight else words)
        self._arrange_head()
        room = self.width() - 12 * GRID - self._button_row.sizeHint().width()
        fits = room >= self._back_button.fontMetrics().horizontalAdvance(self.title)
        low = page is not self.list and self.height() < scaled(_LOW) and fits
        self._title.setHidden(low)
        if low:
            self._back_button.setText(self.title)
            told = page is self.round and self.round.tabs.currentIndex() == STATE
            self._sentence.setVisible(told and bool(self._sentence.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_head()

    # -- opening ------------------------------------------------------------------------------

    @Slot()
    def open_year(self) -> None:
        """Open the round of this year."""
        self._open(self._year, 0)

    def ask_round(self) -> None:
        """Ask for another year or a quarter."""
        dialog = RoundDialog(self, self.session.clock.today())

        def chosen() -> None:
            year, quarter = dialog.year.value(), dialog.quarter.value()
            if year is not None and quarter is not None:
                self._open(year, quarter)

        dialog.accepted.connect(chosen)
        dialog.open()

    def _open(self, year: int, quarter: int) -> None:
        made: list[bytes] = []

        def act(session: Session) -> Changed:
            made.append(reviews.open_round(session, year, quarter))
            return Changed(frozenset({"review_round", "review"}))

        self.work.act(act, done=lambda: self.open_round(made[0]))

    # -- news ---------------------------------------------------------------------------------

    @Slot(object)
    def _tell(self, news: News) -> None:
        if news.undo:
            self.message.show_message(Level.DONE, news.title, news.remedy, button="Hoàn tác", action=self.work.undo)
        else:
            self.message.show_message(Level.INFO, news.title, news.remedy)

    @Slot(object)
    def _refused(self, error: UserError) -> None:
        self.message.show_error(error)


def _what_is(session: Session, target: bytes) -> str:
    if any(found.id == target for found in reviews.list_rounds(session)):
        return "round"
    try:
        reviews.load_review(session, target)
    except UserError:
        return ""
    return "review"
