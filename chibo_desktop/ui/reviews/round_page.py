"""One round: its state, votes, papers, days in tabs; what the red button does next (một kỳ kiểm điểm)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from chibo_desktop.services import review_marks, reviews
from chibo_desktop.services.review_views import ReviewRow
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.messages import ask
from chibo_desktop.ui.reviews.asking import FormDialog, PeopleDialog
from chibo_desktop.ui.reviews.round_state import (
    Next,
    RoundState,
    next_step,
    not_decided,
    not_discussed,
    not_told,
    read_round,
    unformed,
)
from chibo_desktop.ui.reviews.tab_papers import PapersTab
from chibo_desktop.ui.reviews.tab_schedule import ScheduleTab
from chibo_desktop.ui.reviews.tab_state import StateTab
from chibo_desktop.ui.reviews.tab_votes import VotesTab
from chibo_desktop.ui.reviews.work import Work

STATE, VOTES, PAPERS, SCHEDULE = range(4)
_TAB_NAMES = ("Tình hình", "Phiếu xếp loại", "Giấy tờ, hồ sơ", "Lịch, tổ kiểm phiếu")
_SAID = {
    "handed_in": ("Đồng chí {} đã nộp bản kiểm điểm hôm nay.", review_marks.set_handed_in),
    "discussed": ("Đồng chí {} đã kiểm điểm hôm nay.", review_marks.set_discussed),
    "told": ("Đã báo kết quả cho đồng chí {} hôm nay.", review_marks.set_told),
}
Mark = Callable[[Session, Sequence[bytes], date | None], Changed]


class RoundPage(QWidget):
    """`opened(review_id)` asks for one review; `removed` tells that the round was taken away."""

    head_changed = Signal()
    opened = Signal(object)
    removed = Signal()
    lost = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.setObjectName("content")
        self._work = work
        self.round_id: bytes | None = None
        self.state: RoundState | None = None
        self._focus = False
        self.overview = StateTab()
        self.votes = VotesTab(work)
        self.papers = PapersTab(work)
        self.schedule = ScheduleTab(work)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Các phần của kỳ kiểm điểm")
        for tab, name in zip((self.overview, self.votes, self.papers, self.schedule), _TAB_NAMES, strict=True):
            self.tabs.addTab(tab, name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self._before = STATE
        self.tabs.currentChanged.connect(self._tab_changed)
        self.overview.opened.connect(self.open_row)
        self.overview.marked.connect(self._mark)
        self.votes.schedule_asked.connect(lambda: self.show_tab(SCHEDULE))
        self.schedule.removal_asked.connect(self._ask_removal)

    # -- which round --------------------------------------------------------------------------

    def open(self, round_id: bytes, tab: int = STATE) -> None:
        """Show a round."""
        self.leave()
        self.round_id = round_id
        self.state = None
        self._focus = True
        self.tabs.setCurrentIndex(tab)
        self.refresh()

    def refresh(self) -> None:
        """Read the round again; what is being typed is left alone."""
        wanted = self.round_id
        if wanted is not None:
            self._work.ask(lambda session: read_round(session, wanted), self._show, lambda _error: self.lost.emit())

    def _show(self, state: RoundState) -> None:
        if state.round.id != self.round_id or self._work.saving:
            return
        self.state = state
        self.overview.show_state(state)
        self.votes.show_state(state)
        self.papers.show_state(state)
        self.schedule.show_state(state)
        if self._focus:
            self._focus = False
            self.start()
        self.head_changed.emit()

    def start(self) -> None:
        """Put the focus where the work of the tab in front begins."""
        if self.tabs.currentIndex() == STATE:
            self.overview.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.votes, self.papers, self.schedule)[self.tabs.currentIndex() - 1].start()

    def show_tab(self, tab: int) -> None:
        """Show a tab and put the focus into it."""
        self.tabs.setCurrentIndex(tab)
        self.start()

    @Slot(int)
    def _tab_changed(self, tab: int) -> None:
        before, self._before = self._before, tab
        if before != STATE:
            (self.votes, self.papers, self.schedule)[before - 1].leave()
        self.head_changed.emit()

    def leave(self) -> None:
        """Write what was typed."""
        for tab in (self.votes, self.papers, self.schedule):
            tab.leave()

    # -- the next step ------------------------------------------------------------------------

    @property
    def next(self) -> Next:
        """What the red button does."""
        return next_step(self.state) if self.state is not None else Next.DONE

    def go_on(self) -> None:
        """Do the one obvious next thing."""
        state = self.state
        if state is None:
            return
        step = self.next
        if step is Next.FORM:
            self.choose_form(unformed(state)[0])
        elif step is Next.SCHEDULE:
            self.show_tab(SCHEDULE)
        elif step is Next.HAND_IN:
            self.ask_handed_in()
        elif step is Next.DISCUSS:
            self.ask_discussed()
        elif step is Next.VOTES:
            self.show_tab(VOTES)
        elif step is Next.RESULTS:
            self.ask_results()
        elif step is Next.TELL:
            self.ask_told()
        else:
            self.show_tab(PAPERS)

    @Slot(object)
    def open_row(self, row: ReviewRow) -> None:
        """Open a person's review; the form is chosen first where it is still open."""
        if row.review is None:
            self.choose_form(row)
        else:
            self.opened.emit(row.review.id)

    def choose_form(self, row: ReviewRow) -> None:
        """Ask for the secretary's form."""
        dialog = FormDialog(self, row)
        in_round, member = self.round_id, row.member_id

        def chosen() -> None:
            form = dialog.value()
            if in_round is not None and member is not None and form is not None:
                self._work.act(
                    lambda session: reviews.choose_form(session, in_round, member, form),
                    f"Đồng chí {row.name} dùng {label(form)}.",
                )

        dialog.accepted.connect(chosen)
        dialog.open()

    @Slot(str, object)
    def _mark(self, what: str, row: ReviewRow) -> None:
        said, service = _SAID[what]
        if row.review is not None and self.state is not None:
            found, today = row.review.id, self.state.today
            self._work.act(lambda session: service(session, [found], today), said.format(row.name))

    def ask_handed_in(self) -> None:
        """Ask who handed in."""
        if self.state is not None:
            self._ask_many(
                "Ghi đã nộp", "Đánh dấu các đồng chí đã nộp bản kiểm điểm.", self.state.overview.missing,
                review_marks.set_handed_in, "Đã ghi {} đồng chí nộp bản kiểm điểm.", ticked=False,
            )  # fmt: skip

    def ask_discussed(self) -> None:
        """Ask whom the cell has gone through."""
        if self.state is not None:
            self._ask_many(
                "Ghi đã kiểm điểm", "Các đồng chí đã kiểm điểm trước chi bộ.", not_discussed(self.state),
                review_marks.set_discussed, "Đã ghi {} đồng chí kiểm điểm.", ticked=True,
            )  # fmt: skip

    def ask_told(self) -> None:
        """Ask who was told."""
        if self.state is not None:
            self._ask_many(
                "Ghi đã báo kết quả", "Các đồng chí đã được báo kết quả xếp loại.", not_told(self.state),
                review_marks.set_told, "Đã ghi báo kết quả cho {} đồng chí.", ticked=True,
            )  # fmt: skip

    def _ask_many(
        self, title: str, sentence: str, rows: Sequence[ReviewRow], service: Mark, said: str, *, ticked: bool
    ) -> None:
        if self.state is None:
            return
        dialog = PeopleDialog(self, title, sentence, rows, yes=title, today=self.state.today, ticked=ticked)

        def chosen() -> None:
            ids, day = dialog.ids(), dialog.day.value()
            self._work.act(lambda session: service(session, ids, day), said.format(len(ids)))

        dialog.accepted.connect(chosen)
        dialog.open()

    def ask_results(self) -> None:
        """Ask for whom the upper level decided as the cell proposed; others are written in their review."""
        if self.state is None:
            return
        rows = not_decided(self.state)
        proposed = {r.review.id: r.review.cell_rating for r in rows if r.review is not None}
        dialog = PeopleDialog(
            self,
            "Ghi kết quả của cấp trên",
            "Đánh dấu những người được quyết định đúng mức chi bộ đề nghị. Ai được mức khác thì bỏ dấu, "
            "rồi mở đồng chí đó ra ghi ở bước Kết quả.",
            rows,
            yes="Ghi kết quả",
            today=self.state.today,
            ticked=True,
            paper=True,
            notes=[label(r.review.cell_rating) if r.review else "" for r in rows],
        )

        def chosen() -> None:
            paper, day = dialog.paper.value(), dialog.day.value()
            ratings = {i: rating for i in dialog.ids() if (rating := proposed.get(i)) is not None}
            self._work.act(
                lambda session: review_marks.set_results(session, ratings, paper, day),
                f"Đã ghi kết quả của cấp trên cho {len(ratings)} bản.",
            )

        dialog.accepted.connect(chosen)
        dialog.open()

    def _ask_removal(self) -> None:
        in_round = self.round_id
        if in_round is None:
            return

        def remove() -> None:
            self._work.act(
                lambda session: reviews.remove_round(session, in_round),
                "Đã bỏ kỳ kiểm điểm.",
                done=self.removed.emit,
            )

        ask(
            self,
            "Bỏ kỳ kiểm điểm này?",
            "Chỉ bỏ được kỳ mở nhầm, khi chưa ai nộp và chưa xếp loại.",
            yes="Bỏ kỳ này",
            no="Giữ lại",
            on_yes=remove,
            danger=True,
        )
