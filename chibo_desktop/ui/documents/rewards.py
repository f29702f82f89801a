"""Đề nghị khen thưởng: who has done well by the facts of the book, who is proposed, what came of it."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.counted import Counted, together
from chibo_desktop.domain.reward_facts import ORDER
from chibo_desktop.domain.rewards import Reward, RewardState
from chibo_desktop.services import rewards, statistics
from chibo_desktop.services.meetings import years
from chibo_desktop.services.rewards import YearRewards
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.services.statistics import Behind
from chibo_desktop.ui.documents.paged import PagedSection
from chibo_desktop.ui.documents.record_page import RecordPage
from chibo_desktop.ui.documents.reward_rows import CandidateRow, rows_of, summary_of
from chibo_desktop.ui.fields import Choice, DateField, LineEdit, NoteEdit
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import date_text, options
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty
from chibo_desktop.ui.theme import GRID, scaled

_BEHIND = 2
"""the page of the stack with the records behind the facts"""
_LOW = 250
"""height in pixels below which the facts give way to the list; they stand above the records too"""


class RewardPage(RecordPage[Reward]):
    """One proposal: which reward, for what, what was decided."""

    def __init__(self) -> None:
        super().__init__(lambda record: bool(record.form))
        self.name = text(role="sectionTitle")
        self.kind = LineEdit(max_length=200, required="Hãy ghi hình thức khen thưởng.")
        self.reason = NoteEdit(rows=4, max_rows=12, max_length=4_000)
        self.proposed_on = DateField()
        self.meeting: Choice[bytes | None] = Choice()
        self.state: Choice[RewardState] = Choice(options(RewardState))
        self.decided_on = DateField()
        self.paper = LineEdit(max_length=200, placeholder="Ví dụ: 45-QĐ/ĐU")
        self.column.insertWidget(0, self.name)
        self.form.add("Hình thức đề nghị", self.kind)
        self.form.add("Thành tích", self.reason, "Lấy từ sổ. Đồng chí sửa lại cho gọn, đúng, rồi mới in.")
        self.form.add_beside(("Ngày đề nghị", self.proposed_on), ("Chi bộ đề nghị tại", self.meeting))
        self.form.add_beside(
            ("Kết quả", self.state), ("Ngày quyết định", self.decided_on), ("Số quyết định", self.paper)
        )
        self.bind("form", self.kind)
        self.bind("reason", self.reason)
        self.bind("proposed_on", self.proposed_on)
        self.bind("meeting_id", self.meeting)
        self.bind("state", self.state)
        self.bind("decided_on", self.decided_on)
        self.bind("paper", self.paper)

    def offer(self, shown: YearRewards) -> None:
        """Offer the meetings of the year."""
        listed = [(m.id, f"{date_text(m.date)}, {m.title}") for m in reversed(shown.figures.meetings)]
        self.meeting.set_options([(None, "Chưa ghi"), *listed])


class RewardsSection(PagedSection[Reward]):
    """One year; `enter(id)` opens a proposal."""

    key = "rewards"
    name = "Khen thưởng"
    sentence = "Chọn một đồng chí rồi bấm Đề nghị khen thưởng. Sổ chỉ nêu căn cứ, chi bộ xét."
    concerns: ClassVar[frozenset[str]] = frozenset({
        "reward", "member", "meeting", "attendance", "speech", "duty", "mention", "review", "review_round",
    })  # fmt: skip
    back_words = "Danh sách khen thưởng"
    add_words = "Đề nghị khen thưởng"
    lacking = "Đề nghị chưa có hình thức khen thưởng."
    page: RewardPage

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session, RewardPage())
        self._year: int | None = None
        self._select: bytes | None = None
        """the proposal that was just made, to be chosen once it is listed"""
        self.shown: YearRewards | None = None
        self.year: Choice[int] = Choice()
        self.year.setMaximumWidth(scaled(130))
        self.year.setAccessibleName("Năm")
        self.year.committed.connect(self._choose_year)
        self.summary = text(role="faint")
        self.table: FittedTable[CandidateRow] = FittedTable(
            [
                Column("Đồng chí", lambda r: r.name, key=lambda r: name_key(r.name), width=170),
                Column(
                    "Điều nói lên", lambda r: r.speaks_for, key=lambda r: r.place, width=150, stretch=True,
                    tip=lambda r: r.speaks_for,
                ),
                Column(
                    "Phải nhắc", lambda r: r.warning, width=108, align="right", tip=lambda r: r.speaks_against,
                    tone=lambda r: r.warning_tone,
                ),
                Column(
                    "Đề nghị", lambda r: r.state_word, width=176, tip=lambda r: r.state,
                    tone=lambda r: r.state_tone,
                ),
            ],
            name="Khen thưởng trong năm",
            identity=lambda r: r.id,
            dropped_first=(2,),
        )  # fmt: skip
        self.table.row_activated.connect(self._open_row)
        self.table.delete_asked.connect(self.delete)
        self.table.selectionModel().selectionChanged.connect(self._show_facts)
        self.empty = EmptyState(
            "members",
            "Chưa có đảng viên nào trong sổ",
            "Khi có danh sách đảng viên và các cuộc họp, nơi này cho thấy căn cứ để đề nghị khen thưởng.",
            label="Mở mục Đảng viên",
            action=lambda: desk.go("members", None),
        )
        self.list = TableOrEmpty(self.table, self.empty)
        self.facts = text(role="body")
        self.facts.setAccessibleName("Căn cứ")
        self.behind_button = button("Xem ghi chép", self.show_behind, icon_name="search")
        self.mentions_button = button("Biểu dương, nhắc nhở", self.show_mentions, icon_name="meetings")
        self.print_button = button("In danh sách", self.print, icon_name="print")
        top = QHBoxLayout()
        top.setSpacing(GRID)
        words = text("Năm", "fieldLabel", wrap=False)
        words.setBuddy(self.year)
        top.addWidget(words)
        top.addWidget(self.year)
        top.addWidget(self.summary, 1)
        self.list_body.addLayout(top)
        self.list_body.addWidget(self.list, 1)
        self.list_body.addWidget(self.facts)
        self.list_body.addWidget(flow(self.behind_button, self.mentions_button, self.print_button))
        self.delete_button = button("Bỏ đề nghị này", self.delete, icon_name="remove")
        self.page.column.addWidget(flow(self.delete_button))
        self.records = self._records_table()
        behind = QWidget()
        behind.setObjectName("content")
        self.behind_facts = text(role="body")
        column = QVBoxLayout(behind)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.behind_facts)
        column.addWidget(self.records, 1)
        self.stack.addWidget(behind)
        self.stack.installEventFilter(self)

    def _records_table(self) -> FittedTable[Behind]:
        table: FittedTable[Behind] = FittedTable(
            [
                Column("Ngày", lambda b: date_text(b.day), key=_day_key, width=136),
                Column("Ai, việc gì", lambda b: b.words, width=190),
                Column("Ghi chép", lambda b: b.note, stretch=True, width=240, tip=lambda b: b.note),
                Column("Ở đâu", lambda b: b.where, width=260),
            ],
            name="Ghi chép làm căn cứ",
            identity=lambda b: b.id,
            dropped_first=(3,),
        )
        table.row_activated.connect(self._open_record)
        return table

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.stack and event.type() is QEvent.Type.Resize:
            self.facts.setVisible(self.stack.height() >= scaled(_LOW))
        return super().eventFilter(watched, event)

    # -- a proposal and its form ------------------------------------------------------------------

    def save(self, record: Reward) -> Changed:
        return rewards.save_reward(self.session, record)

    def read(self, record_id: bytes) -> Reward | None:
        return rewards.find_reward(self.session, record_id)

    def enter(self, record: object) -> None:
        """Open a proposal by its id; a year shows that year."""
        if isinstance(record, int):
            self._year = record
        super().enter(record)

    def form_shown(self, record: Reward) -> None:
        self._year = record.year
        names = {row.reward.id: row.name for row in self.shown.rewards} if self.shown else {}
        name = names.get(record.id, "")
        self.page.name.setText(f"{name}, năm {record.year}" if name else f"Năm {record.year}")
        if self.shown is not None and not self.page.meeting.hasFocus():
            self.page.offer(self.shown)
            self.page.meeting.set_value(record.meeting_id)

    def add(self) -> None:
        """Propose the chosen member with the facts as the reason, and show the form; an old proposal is opened."""
        row = self.table.current()
        if row is None or self.shown is None:
            return
        if row.reward is not None:
            self.open(row.reward.id)
            return
        session, year = self.session, self.shown.year
        reason = row.candidate.reason if row.candidate else ""

        def work() -> Changed:
            reward = rewards.new_reward(session, year, row.member_id, reason)
            self._select = reward.id
            return rewards.propose(session, reward)

        self.act(
            work,
            f"Đã đề nghị {row.name}. Bấm Enter để xem lại hình thức, thành tích.",
        )

    # -- the list -----------------------------------------------------------------------------------

    def fill_list(self) -> None:
        session, wanted = self.session, self._year

        def work(_: object) -> tuple[YearRewards, list[int]]:
            this = session.clock.today().year
            return rewards.of_year(session, wanted or this), sorted({this, *years(session)}, reverse=True)

        self.desk.tasks.run(work, self._show, owner=self)

    def _show(self, found: tuple[YearRewards, list[int]]) -> None:
        shown, listed = found
        if self._year not in {None, shown.year}:
            return
        self._year, self.shown = shown.year, shown
        self.year.set_options([(year, str(year)) for year in sorted({*listed, shown.year}, reverse=True)])
        self.year.set_value(shown.year)
        self.summary.setText(summary_of(shown))
        self.summary.setToolTip(ORDER)
        self.print_button.setVisible(bool(shown.rewards))
        self.mentions_button.setVisible(bool(shown.figures.records.mentions))
        before = self.table.current()
        self.list.set_rows(rows_of(shown))
        proposed, self._select = self._select, None
        # The row of a member just proposed bears the proposal's identity: the table cannot keep it by itself.
        kept = proposed is not None and self.table.select(proposed)
        if not kept and ((self.table.current() is None and self.table.rows_model.rowCount()) or before is None):
            self.table.selectRow(0)
        self._show_facts()
        if self.on_form and self.page.record is not None:
            self.form_shown(self.page.record)

    @Slot()
    def _show_facts(self) -> None:
        row = self.table.current()
        self.behind_button.setEnabled(bool(row and row.candidate and row.candidate.counted.number))
        if row is None:
            self.facts.setText("")
            return
        if self.stack.currentWidget() is self.list_page:
            words = "Mở đề nghị" if row.reward else self.add_words
            if self.primary is None or self.primary[0] != words:
                self.set_primary(words, self.add, "done" if row.reward else "add")
        against = f"\nPhải nhắc: {row.speaks_against}." if row.speaks_against else ""
        self.facts.setText(f"{row.name}: {row.speaks_for}.{against}")

    @Slot(object)
    def _choose_year(self, year: int) -> None:
        self._year = year
        self.fill_list()

    @Slot(object)
    def _open_row(self, row: CandidateRow) -> None:
        if row.reward is not None:
            self.open(row.reward.id)
        elif row.candidate is not None and row.candidate.counted.number:
            self.show_behind()

    # -- what is behind -------------------------------------------------------------------------

    def show_behind(self) -> None:
        """Show the records that the chosen member's facts were counted from."""
        row = self.table.current()
        if row is not None and row.candidate is not None:
            self._show_records(row.candidate.counted, self.facts.text())

    def show_mentions(self) -> None:
        """Show all commendations and reminders of the year."""
        if self.shown is not None:
            found = self.shown.figures
            words = f"{found.commended.number} lượt biểu dương, {found.reminded.number} lượt nhắc nhở trong năm."
            self._show_records(together(found.commended, found.reminded), words)

    def _show_records(self, counted: Counted, words: str) -> None:
        if self.shown is None:
            return
        self.records.set_rows(statistics.behind(self.shown.figures, counted))
        self.behind_facts.setText(words)
        self.stack.setCurrentIndex(_BEHIND)
        self.set_back(self.back_words, self.show_list)
        self.set_primary("", self.add)
        self.records.selectRow(0)
        self.records.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _open_record(self, record: Behind) -> None:
        self.desk.go(record.place, record.target)

    # -- acts -----------------------------------------------------------------------------------

    def print(self) -> None:
        """Ask where the list goes and write it."""
        session, year = self.session, self._year
        if year is not None:
            self.save_as(
                "danh sách đề nghị khen thưởng",
                rewards.suggested_name(year),
                lambda target: rewards.save_reward_list(session, year, target),
            )

    @Slot()
    def delete(self) -> None:
        """Take back the proposal in the form, or that of the chosen member; it can be undone."""
        row = self.table.current()
        record = self.page.record if self.on_form else row.reward if row else None
        if record is None:
            return
        session = self.session
        self.drop_form()
        self.act(lambda: rewards.delete_reward(session, record), "Đã bỏ đề nghị khen thưởng.")


def _day_key(record: Behind) -> str:
    return record.day.isoformat() if record.day else ""
