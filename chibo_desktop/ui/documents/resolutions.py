"""Nghị quyết, chỉ tiêu: what was resolved, and what became of every item and target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.duties import DONE
from chibo_desktop.domain.wording import capitalised
from chibo_desktop.services import members, resolution_list
from chibo_desktop.services.resolution_list import ItemRow, ResolutionRow
from chibo_desktop.services.session import Session
from chibo_desktop.ui.documents.section import Section
from chibo_desktop.ui.documents.targets import TargetsBox
from chibo_desktop.ui.documents.two_sides import TwoSides
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.fitted_table import FittedTable, fit_height
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import date_text, label
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk, scrolled
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty, Tone
from chibo_desktop.ui.theme import GRID, scaled

_USUAL = "Lãnh đạo thực hiện nhiệm vụ "
_ALL = 0
"""stands for every year in the choice"""
_WIDE = 1180
"""width in pixels from which a resolution stands beside the list"""


@dataclass(frozen=True, slots=True)
class _Read:
    rows: list[ResolutionRow]
    year: int
    years: list[int]
    people: list[tuple[bytes, str]]


def item_words(row: ResolutionRow) -> str:
    """Return how the items stand: "3/5 xong, 1 quá hạn"."""
    if not row.items:
        return "–"
    late = f", {row.overdue} quá hạn" if row.overdue else ""
    return f"{row.done}/{len(row.items)} xong{late}"


def short_title(row: ResolutionRow) -> str:
    """Return what tells a resolution from the others: the usual beginning of their titles is left out."""
    return capitalised(row.title.removeprefix(_USUAL))


def measure_words(row: ResolutionRow) -> str:
    """Return how the targets stand: "2/4 đạt, 1 chưa ghi"."""
    if not row.targets:
        return "–"
    late = f", {row.waiting} chưa ghi" if row.waiting else ""
    return f"{row.met}/{len(row.targets)} đạt{late}"


class ResolutionsSection(Section):
    """The list at the left, the chosen resolution with its items and targets at the right."""

    key = "resolutions"
    name = "Nghị quyết, chỉ tiêu"
    sentence = "Chọn một nghị quyết, bấm Enter để xem và ghi."
    concerns: ClassVar[frozenset[str]] = frozenset({"resolution", "duty", "target", "document_number", "member"})
    exported: ClassVar[str] = "resolutions"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session)
        self._year: int | None = None
        self._wanted: bytes | None = None
        self._chosen: bytes | None = None
        self._target: bytes | None = None
        self._people: list[tuple[bytes, str]] = []
        self._rows: list[ResolutionRow] = []
        self.year: Choice[int] = Choice()
        self.year.setAccessibleName("Năm")
        self.year.setMaximumWidth(scaled(180))
        self.year.committed.connect(self._choose_year)
        self.filter: Choice[bool] = Choice([(False, "Tất cả"), (True, "Còn việc, chỉ tiêu chưa xong")])
        self.filter.setAccessibleName("Chỉ xem")
        self.filter.setMinimumContentsLength(20)
        self.filter.committed.connect(self._filtered)
        self.none = text("Nghị quyết nào cũng đã xong việc và chỉ tiêu.", "faint")
        self.table: FittedTable[ResolutionRow] = FittedTable(
            [
                Column("Ngày", lambda r: date_text(r.day), key=lambda r: r.day or date.min, width=140),
                Column("Số", lambda r: r.symbol.removeprefix("Số "), width=128),
                Column("Nghị quyết", short_title, width=190, stretch=True, tip=_tip),
                Column("Việc", item_words, width=196, tone=lambda r: _tone(late=r.overdue)),
                Column("Chỉ tiêu", measure_words, width=186, tone=lambda r: _tone(late=r.waiting)),
                Column("Trạng thái", lambda r: label(r.resolution.state) if r.resolution else "", width=136),
            ],
            name="Nghị quyết và chỉ tiêu",
            identity=lambda r: r.id,
            dropped_first=(5, 1, 0),
        )
        self.table.row_selected.connect(self._selected)
        self.table.row_activated.connect(self._open)
        self.empty = EmptyState(
            "documents",
            "Năm này chưa có nghị quyết nào",
            "Nghị quyết soạn ở bước Biểu quyết, kết luận của cuộc họp sẽ vào đây cùng các việc đã giao. "
            "Ghi thêm chỉ tiêu để kỳ họp sau biết đã đạt bao nhiêu.",
            label="Mở mục Cuộc họp",
            action=lambda: desk.go("meetings", None),
        )
        self.list = TableOrEmpty(self.table, self.empty)
        self.list.setFocusProxy(self.table)
        self.items = self._items_table()
        self.targets = TargetsBox(self)
        self.targets.changed_one.connect(self._remember_target)
        self.title = text("", "sectionTitle")
        self.about = text("", "faint")
        self.items_heading = text("Việc đã giao", "sectionTitle")
        self.no_items = text("Nghị quyết này chưa giao việc nào cho đảng viên.", "faint")
        self.meeting_button = button("Mở cuộc họp", self._open_meeting, icon_name="meetings")
        self.sides = TwoSides(self, self.list, self._detail(), "Danh sách nghị quyết", wide=_WIDE, shares=(11, 12))
        self.sides.turned.connect(self._show_head)
        self.top = QWidget()
        row = QHBoxLayout(self.top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        words = text("Năm", "fieldLabel", wrap=False)
        words.setBuddy(self.year)
        row.addWidget(words)
        row.addWidget(self.year)
        only = text("Chỉ xem", "fieldLabel", wrap=False)
        only.setBuddy(self.filter)
        row.addWidget(only)
        row.addWidget(self.filter, 1)
        row.addStretch(1)
        self.body.addWidget(self.top)
        self.body.addWidget(self.none)
        self.body.addWidget(self.sides, 1)
        self._show_head()

    def _items_table(self) -> FittedTable[ItemRow]:
        table: FittedTable[ItemRow] = FittedTable(
            [
                Column("Việc", lambda r: r.duty.text, width=150, stretch=True, tip=lambda r: r.duty.text),
                Column("Người thực hiện", lambda r: r.owner or "Chưa phân công", width=160),
                Column("Hạn", lambda r: date_text(r.duty.due), key=lambda r: r.duty.due or date.max, width=140),
                Column("Trạng thái", _item_state, width=190, tone=_item_tone),
            ],
            name="Việc của nghị quyết",
            identity=lambda r: r.id,
            dropped_first=(1, 2),
        )
        table.row_activated.connect(self._open_item)
        return table

    def _detail(self) -> QWidget:
        self._inside = QWidget()
        self._inside.setObjectName("content")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(GRID)
        parts: tuple[QWidget, ...] = (
            self.title, self.about, self.targets, self.items_heading, self.no_items, self.items,
            flow(self.meeting_button),
        )  # fmt: skip
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.detail = scrolled(self._inside)
        self.detail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self.detail

    # -- reading ----------------------------------------------------------------------------------

    def enter(self, record: object) -> None:
        """Show a resolution, or the target of one, whichever year it is of."""
        if isinstance(record, bytes):
            self._wanted, self._year = record, _ALL
            self.filter.set_value(value=False)

    def fill(self) -> None:
        session, wanted = self.session, self._year

        def read(_: object) -> _Read:
            year = session.clock.today().year if wanted is None else wanted
            rows = resolution_list.list_resolutions(session, year=year or None)
            today = session.clock.today()
            people = [(m.id, m.name) for m in members.all_members(session) if m.belongs_on(today)]
            return _Read(rows, year, resolution_list.years(session), people)

        self.desk.tasks.run(read, self._show, owner=self)

    def _show(self, found: _Read) -> None:
        self._year = found.year
        self._people = found.people
        self.year.set_options([*((year, str(year)) for year in found.years), (_ALL, "Tất cả các năm")])
        self.year.set_value(found.year)
        self._rows = found.rows
        self.set_listed(found.rows, found.year or None)
        self._show_rows()

    def _show_rows(self) -> None:
        wanted, self._wanted = self._wanted, None
        rows = [row for row in self._rows if row.unfinished or not self.filter.value()]
        self.none.setVisible(bool(self._rows) and not rows)
        if self._rows:
            self.list.setCurrentWidget(self.table)
            self.table.set_rows(rows)
        else:
            self.list.set_rows([])
        row = next((r for r in rows if wanted in {r.id, *(t.id for t in r.targets)}), None)
        if row is not None:
            self._target = wanted
            self.table.select(row.id)
            self.sides.open()
        elif rows and self.table.current() is None:
            self.table.select(rows[0].id)
        self._selected(self.table.current())

    @Slot(object)
    def _filtered(self, _value: object) -> None:
        self._show_rows()

    @Slot(object)
    def _choose_year(self, year: int) -> None:
        self._year = year
        self.fill()

    @Slot(object)
    def _remember_target(self, target_id: bytes) -> None:
        self._target = target_id

    @Slot(object)
    def _selected(self, row: ResolutionRow | None) -> None:
        self._inside.setVisible(row is not None)
        if row is None:
            self._show_head()
            return
        fresh = row.id != self._chosen
        self._chosen = row.id
        found = row.resolution
        self.title.setText(row.title)
        parts = [row.symbol, f"ngày {date_text(row.day)}" if row.day else "", label(found.state) if found else ""]
        self.about.setText(", ".join(part for part in parts if part))
        self.about.setVisible(found is not None)
        self.items.set_rows(row.items)
        fit_height(self.items, len(row.items))
        done = sum(item.duty.state in DONE for item in row.items)
        self.items_heading.setText(f"Việc đã giao: {done}/{len(row.items)} xong" if row.items else "Việc đã giao")
        shown_parts: tuple[tuple[QWidget, bool], ...] = (
            (self.items, bool(row.items)), (self.no_items, not row.items and found is not None),
            (self.items_heading, found is not None), (self.meeting_button, bool(found and found.meeting_id)),
        )  # fmt: skip
        for part, shown in shown_parts:
            part.setVisible(shown)
        if fresh:
            self.targets.table.clearSelection()
        self.targets.show_targets(
            row.targets, resolution_id=found.id if found else None, whose=row.title, people=self._people
        )
        if self._target is not None and self.targets.table.select(self._target):
            self._target = None
        self._show_head()

    @Slot()
    def _show_head(self) -> None:
        row = self.table.current()
        shown = row is not None and (self.sides.wide or self.sides.alone)
        self.top.setVisible(not self.sides.alone)
        self.set_primary("Thêm chỉ tiêu" if shown else "", self.targets.add, "add")

    # -- acts -------------------------------------------------------------------------------------

    @Slot(object)
    def _open(self, row: ResolutionRow) -> None:
        self.table.select(row.id)
        self.sides.open()
        target = self.targets.table if row.targets else self.items if row.items else self.meeting_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _open_item(self, row: ItemRow) -> None:
        self.desk.go("duties", row.id)

    def _open_meeting(self) -> None:
        row = self.table.current()
        if row is not None and row.resolution is not None and row.resolution.meeting_id is not None:
            self.desk.go("meetings", (row.resolution.meeting_id, 1))


def _tone(*, late: int) -> Tone | None:
    return "due" if late else None


def _item_state(row: ItemRow) -> str:
    return f"{label(row.duty.state)}, quá hạn" if row.overdue else label(row.duty.state)


def _item_tone(row: ItemRow) -> Tone | None:
    return "due" if row.overdue else "done" if row.duty.state in DONE else None


def _tip(row: ResolutionRow) -> str:
    return f"{row.symbol}\n{row.title}" if row.symbol else row.title
