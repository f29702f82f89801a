"""The year's plan of thematic meetings: topic, author, quarter, state, and the way to the meeting (chuyên đề)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.common.progress import JobControl
from chibo_desktop.domain.agenda_draft import THEMATIC_BASIS
from chibo_desktop.domain.thematic import Theme, ThemeState
from chibo_desktop.domain.wording import roman
from chibo_desktop.services import themes
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.services.themes import Quarter, ThemePlan, ThemeRow
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import Choice, DateField, LineEdit, NoteEdit
from chibo_desktop.ui.flow import FlowLayout
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.meetings.work import News, take_back, undone
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty, TableView, Tone
from chibo_desktop.ui.theme import GRID, mark, scaled

_STATES = {
    ThemeState.PLANNED: "Trong kế hoạch",
    ThemeState.WRITING: "Đang soạn",
    ThemeState.APPROVED: "Đã duyệt",
    ThemeState.HELD: "Đã sinh hoạt",
}
"""short, for a column and a narrow field"""
_TONES: dict[ThemeState, Tone] = {ThemeState.HELD: "done", ThemeState.WRITING: "due", ThemeState.APPROVED: "info"}


def quarter_words(quarter: Quarter) -> str:
    """Return how a quarter stands: "Quý IV: chưa có, cần ghi kế hoạch"."""
    name = f"Quý {roman(quarter.number)}"
    if quarter.held:
        more = f", đang chuẩn bị {quarter.planned}" if quarter.planned else ""
        return f"{name}: đã sinh hoạt {quarter.held}{more}"
    if quarter.planned and not quarter.over:
        return f"{name}: {quarter.planned} trong kế hoạch"
    return f"{name}: chưa có" + (", quý đã qua" if quarter.over else ", cần ghi kế hoạch")


def state_words(row: ThemeRow) -> str:
    """Return how far a theme has come: its state, or the day of its meeting."""
    if row.meeting is None:
        return _STATES[row.state]
    held = "Đã họp" if row.meeting.closed else "Họp ngày"
    return f"{held} {date_text(row.meeting.date)}"


class ThemeDialog(Dialog):
    """Topic, author, quarter and state of a theme."""

    def __init__(self, parent: QWidget, theme: Theme, plan: ThemePlan, *, new: bool) -> None:
        super().__init__(
            parent,
            f"Thêm chuyên đề năm {theme.year}" if new else "Sửa chuyên đề",
            "Mỗi quý ít nhất một chuyên đề. Người soạn là đồng chí am hiểu nội dung; "
            "chi ủy hoặc bí thư duyệt dự thảo.",
            yes="Thêm vào kế hoạch" if new else "Sửa",
        )
        self._theme = theme
        self.topic = LineEdit(max_length=200, required="Hãy ghi tên chuyên đề.")
        self.topic.set_value("" if new else theme.topic)
        self.quarter: Choice[int] = Choice([(n, f"Quý {roman(n)}") for n in range(1, 5)])
        self.quarter.set_value(theme.quarter)
        people: list[tuple[bytes | None, str]] = [(None, "Chưa phân công"), *plan.members]
        if theme.author_id is not None and theme.author_id not in {member for member, _ in plan.members}:
            people.append((theme.author_id, "Người đã rời chi bộ"))
        self.author: Choice[bytes | None] = Choice(people)
        self.author.set_value(theme.author_id)
        self.state: Choice[ThemeState] = Choice(list(_STATES.items()))
        self.state.set_value(theme.state)
        self.note = NoteEdit(rows=1, max_rows=3, max_length=1_000)
        self.note.set_value(theme.note)
        self.form = Form()
        self.form.add("Tên chuyên đề", self.topic)
        self.form.add_beside(("Quý", self.quarter), ("Trạng thái", self.state))
        self.form.add("Người soạn, trình bày", self.author)
        self.form.add("Ghi chú", self.note)
        self.body.addWidget(self.form)
        self.topic.setFocus()
        QTimer.singleShot(0, self, self.adjustSize)

    def value(self) -> Theme:
        """Return the theme as it was written."""
        return msgspec.structs.replace(
            self._theme,
            topic=self.topic.value(),
            quarter=self.quarter.value() or self._theme.quarter,
            author_id=self.author.value(),
            state=self.state.value() or ThemeState.PLANNED,
            note=self.note.value(),
        )

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."


class HoldDialog(Dialog):
    """On which day a theme is held."""

    def __init__(self, parent: QWidget, theme: Theme, day: date) -> None:
        super().__init__(
            parent,
            "Lập sinh hoạt chuyên đề",
            f"Cuộc họp chuyên đề “{theme.topic}” được lập với chương trình thường dùng; "
            "người soạn là người trình bày.",
            yes="Lập cuộc họp",
        )
        self.day = DateField(required="Hãy ghi ngày họp.")
        self.day.set_value(day)
        self.form = Form()
        self.form.add("Ngày họp", self.day)
        self.body.addWidget(self.form)
        self.day.setFocus()

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."


class ThemesPage(QWidget):
    """A year's plan; `opened(bytes)` asks for a meeting, `told(News)` what happened."""

    opened = Signal(object)
    told = Signal(object)

    def __init__(self, desk: Desk, session: Session, initiator: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self._desk = desk
        self._session = session
        self._initiator = initiator
        self._plan: ThemePlan | None = None
        self._year: int | None = None
        self._wanted: bytes | None = None
        self.year: Choice[int] = Choice()
        self.year.setAccessibleName("Năm")
        self.year.setMaximumWidth(scaled(120))
        self.year.committed.connect(self._choose_year)
        self.quarters = [text("", "bannerWord") for _ in range(4)]
        self.table: TableView[ThemeRow] = TableView(
            [
                Column("Quý", lambda r: roman(r.theme.quarter), key=lambda r: r.theme.quarter, width=68),
                Column("Chuyên đề", lambda r: r.theme.topic, width=250, stretch=True, tip=_tip),
                Column("Người soạn", lambda r: r.author or "Chưa phân công", width=182),
                Column("Trạng thái", state_words, width=176, tone=lambda r: _TONES.get(r.state)),
            ],
            name="Kế hoạch sinh hoạt chuyên đề",
            identity=lambda row: row.theme.id,
        )
        self.table.row_activated.connect(self.edit)
        self.table.row_selected.connect(self._selected)
        self.table.delete_asked.connect(self.delete)
        self.empty = EmptyState(
            "calendar",
            "Năm này chưa có chuyên đề nào trong kế hoạch",
            f"Mỗi quý chi bộ sinh hoạt chuyên đề ít nhất một lần ({THEMATIC_BASIS}). "
            "Ghi tên chuyên đề, người soạn và quý; đến quý nào thì lập cuộc họp bằng một lần bấm.",
            label="Thêm chuyên đề",
            action=self.add,
        )
        self.body = TableOrEmpty(self.table, self.empty)
        self.hold_button = button("Lập buổi sinh hoạt", self.hold, icon_name="meetings")
        self.edit_button = button("Sửa", self.edit, icon_name="edit")
        self.delete_button = button("Xóa", self.delete, icon_name="remove")
        top = QHBoxLayout()
        top.setSpacing(GRID)
        year_label = text("Năm", "fieldLabel", wrap=False)
        year_label.setBuddy(self.year)
        top.addWidget(year_label)
        top.addWidget(self.year)
        top.addStretch(1)
        for made in (self.delete_button, self.edit_button, self.hold_button):
            top.addWidget(made)
        coverage = QWidget()
        flow = FlowLayout(coverage)
        for words in self.quarters:
            words.setWordWrap(False)
            flow.addWidget(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(coverage)
        layout.addWidget(self.body, 1)

    @property
    def plan(self) -> ThemePlan | None:
        """The plan as it was last read."""
        return self._plan

    def read(self) -> None:
        """Read the plan of the chosen year, at first of this one."""
        wanted = self._year

        def work(job: JobControl) -> tuple[ThemePlan, list[int]]:
            del job
            year = wanted or self._session.clock.today().year
            return themes.plan(self._session, year), themes.years(self._session)

        self._desk.tasks.run(work, self._show, owner=self)

    def _show(self, found: tuple[ThemePlan, list[int]]) -> None:
        plan, years = found
        if self._year not in {None, plan.year}:
            return
        self._year, self._plan = plan.year, plan
        self.year.set_options([(year, str(year)) for year in sorted({*years, plan.year}, reverse=True)])
        self.year.set_value(plan.year)
        for words, quarter in zip(self.quarters, plan.quarters, strict=True):
            sign = "!" if quarter.lacking else "✓" if quarter.held else "·"
            words.setText(f"{sign} {quarter_words(quarter)}")
            mark(words, "level", "due" if quarter.lacking else "done" if quarter.held else "info")
        self.body.set_rows(plan.rows)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        if plan.rows and self.table.current() is None:
            self.table.select(plan.rows[0].theme.id)
        self._selected(self.table.current())

    @Slot(object)
    def _choose_year(self, year: int) -> None:
        self._year = year
        self.read()

    @Slot(object)
    def _selected(self, row: ThemeRow | None) -> None:
        for made in (self.hold_button, self.edit_button, self.delete_button):
            made.setVisible(row is not None)
        if row is not None:
            self.hold_button.setText("Mở buổi sinh hoạt" if row.meeting else "Lập buổi sinh hoạt")
            self.hold_button.setEnabled(row.meeting is not None or row.state is not ThemeState.HELD)

    # -- writing ----------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new theme, in the first quarter that lacks one."""
        plan = self._plan
        if plan is None:
            return
        lacking = [q.number for q in plan.quarters if not q.held and not q.planned and not q.over]
        theme = themes.new_theme(self._session, plan.year, lacking[0] if lacking else 4)
        self._ask(theme, plan, new=True)

    @Slot(object)
    def edit(self, row: object = None) -> None:
        """Change the chosen theme."""
        del row
        chosen = self.table.current()
        if chosen is not None and self._plan is not None:
            self._ask(chosen.theme, self._plan, new=False)

    def _ask(self, theme: Theme, plan: ThemePlan, *, new: bool) -> None:
        dialog = ThemeDialog(self, theme, plan, new=new)

        def wanted() -> None:
            written = dialog.value()
            self._wanted = written.id
            said = "Đã thêm chuyên đề vào kế hoạch." if new else "Đã sửa chuyên đề."
            self._save(lambda: themes.save_theme(self._session, written), said)

        dialog.accepted.connect(wanted)
        dialog.open()

    @Slot()
    def delete(self) -> None:
        """Take the chosen theme off the plan; it can be undone."""
        row = self.table.current()
        if row is not None:
            said = f"Đã xóa chuyên đề “{row.theme.topic}” khỏi kế hoạch."
            self._save(lambda: themes.delete_theme(self._session, row.theme.id), said)

    def hold(self) -> None:
        """Open the chosen theme's meeting, or ask for the day and plan it."""
        row = self.table.current()
        if row is None:
            return
        if row.meeting is not None:
            self.opened.emit(row.meeting.id)
            return

        def ask_day(day: date) -> None:
            dialog = HoldDialog(self, row.theme, day)

            def wanted() -> None:
                chosen = dialog.day.value()
                if chosen is not None:
                    self._hold(row.theme, chosen)

            dialog.accepted.connect(wanted)
            dialog.open()

        self._desk.tasks.run(lambda _job: themes.usual_day(self._session, row.theme), ask_day, owner=self)

    def _hold(self, theme: Theme, day: date) -> None:
        def made(meeting_id: bytes) -> None:
            self._desk.changes.announce({"meeting", "agenda_item", "theme"}, self._initiator)
            self.opened.emit(meeting_id)

        self._desk.tasks.run(lambda _job: themes.hold(self._session, theme.id, day), made, owner=self)

    def undo(self) -> None:
        """Take back the last act."""

        def done(result: tuple[str | None, Changed]) -> None:
            what, changed = result
            self._desk.changes.announce(changed.kinds, self._initiator)
            self.read()
            self.told.emit(undone(what))

        self._desk.tasks.run(lambda _job: take_back(self._session), done, owner=self)

    def _save(self, act: Callable[[], Changed], said: str) -> None:
        def done(changed: Any) -> None:
            self._desk.changes.announce(changed.kinds, self._initiator)
            self.read()
            self.told.emit(News(said, undo=True))

        self._desk.tasks.run(lambda _job: act(), done, owner=self)


def _tip(row: ThemeRow) -> str:
    return f"{row.theme.topic}\n{row.theme.note}" if row.theme.note else row.theme.topic
