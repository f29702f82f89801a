"""Sổ đăng ký văn bản: the numbers the cell has given, the next free ones, the way to the papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from chibo_desktop.domain.numbering import DocumentType
from chibo_desktop.services import numbers
from chibo_desktop.services.numbers import NumberRow
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.documents.section import ListOrEmpty, Section
from chibo_desktop.ui.fields import Choice, DateField, LineEdit
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import date_text, label, options
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.tables import Column, EmptyState
from chibo_desktop.ui.theme import GRID, scaled


@dataclass(frozen=True, slots=True)
class _Read:
    rows: list[NumberRow]
    terms: list[str]
    term: str
    following: list[tuple[DocumentType, int]]


class NumberDialog(Dialog):
    """For which paper a number is taken."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(
            parent,
            "Lấy số văn bản",
            "Dùng cho văn bản viết ngoài chương trình. Số đã lấy không dùng lại cho văn bản khác.",
            yes="Lấy số",
        )
        self.kind: Choice[DocumentType] = Choice(options(DocumentType))
        self.kind.set_value(DocumentType.REPORT)
        self.day = DateField(required="Hãy ghi ngày của văn bản.", latest=today)
        self.day.set_value(today)
        self.subject = LineEdit(max_length=300, required="Hãy ghi văn bản nói về việc gì.")
        self.form = Form()
        self.form.add_beside(("Loại văn bản", self.kind), ("Ngày", self.day))
        self.form.add("Trích yếu", self.subject)
        self.body.addWidget(self.form)
        self.subject.setFocus()

    def check(self) -> str | None:
        return None if self.form.commit() else "Còn ô chưa đúng."


class NumbersSection(Section):
    """The register of one term of office."""

    key = "numbers"
    name = "Sổ đăng ký văn bản"
    sentence = "Số của các văn bản chi bộ đã ban hành. Chọn một dòng rồi bấm Enter để mở."
    concerns: ClassVar[frozenset[str]] = frozenset({"document_number", "cell", "resolution", "meeting"})
    exported: ClassVar[str] = "numbers"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session)
        self._term: str | None = None
        self.term: Choice[str] = Choice()
        self.term.setAccessibleName("Nhiệm kỳ")
        self.term.setMaximumWidth(scaled(220))
        self.term.committed.connect(self._choose)
        self.following = text(role="faint")
        self.table: FittedTable[NumberRow] = FittedTable(
            [
                Column(
                    "Số, ký hiệu",
                    lambda r: r.symbol,
                    width=132,
                    key=lambda r: (r.number.type.value, r.number.number),
                ),
                Column("Loại văn bản", lambda r: label(r.number.type), width=140),
                Column("Ngày", lambda r: date_text(r.number.date), width=138, key=lambda r: r.number.date),
                Column(
                    "Trích yếu", lambda r: r.number.subject, width=220, stretch=True, tip=lambda r: r.number.subject
                ),
                Column("Mở ở", lambda r: "Mở được" if r.place else "Giấy ở ngoài", width=146),
            ],
            name="Sổ đăng ký văn bản",
            identity=lambda r: r.id,
            dropped_first=(4, 1),
        )
        self.table.row_activated.connect(self.open_row)
        self.empty = EmptyState(
            "documents",
            "Nhiệm kỳ này chưa có văn bản nào được lấy số",
            "Nghị quyết, thông báo họp, biên bản, chương trình kiểm tra tự vào sổ này khi lấy số. "
            "Văn bản viết ngoài chương trình thì lấy số ở đây.",
            label="Lấy số văn bản",
            action=self.take,
        )
        self.list = ListOrEmpty(self.table, self.empty)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        words = text("Nhiệm kỳ", "fieldLabel", wrap=False)
        words.setBuddy(self.term)
        top.addWidget(words)
        top.addWidget(self.term)
        top.addWidget(self.following, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.list, 1)
        self.set_primary("Lấy số văn bản", self.take, "add")

    def fill(self) -> None:
        session, wanted = self.session, self._term

        def read(_: object) -> _Read:
            named = numbers.terms(session)
            term = wanted if wanted in named and wanted is not None else named[0] if named else ""
            rows = numbers.register(session, term=term)
            return _Read(rows, named, term, numbers.next_numbers([r.number for r in rows], term))

        self.desk.tasks.run(read, self._show, owner=self)

    def _show(self, found: _Read) -> None:
        self._term = found.term
        self.term.set_options([(term, term or "Chưa ghi nhiệm kỳ") for term in found.terms])
        self.term.set_value(found.term)
        following = " · ".join(f"{kind.value} {number:02d}" for kind, number in found.following)
        self.following.setText(f"Số tiếp theo: {following}")
        self.list.set_rows(found.rows)
        self.set_listed(found.rows)

    @Slot(object)
    def _choose(self, term: str) -> None:
        self._term = term
        self.fill()

    @Slot(object)
    def open_row(self, row: NumberRow) -> None:
        """Open the meeting or the section the paper is printed from."""
        if row.place:
            self.desk.go(row.place, row.target)

    def take(self) -> None:
        """Ask for which paper, and give it the next number."""
        dialog = NumberDialog(self, self.session.clock.today())

        def wanted() -> None:
            kind, day = dialog.kind.value(), dialog.day.value()
            if kind is not None and day is not None:
                self.give(kind, dialog.subject.value(), day)

        dialog.accepted.connect(wanted)
        dialog.open()

    def give(self, kind: DocumentType, subject: str, day: date) -> None:
        """Give a paper its number and show it in the register."""
        session = self.session
        made: list[NumberRow] = []

        def work() -> Changed:
            number, changed = numbers.give_number(session, kind, subject, day)
            made.append(NumberRow(number))
            self._term = number.term
            return changed

        self.act(work, lambda: f"Đã lấy số {made[0].symbol}.", remedy="Ghi số này vào văn bản rồi mới in.")
