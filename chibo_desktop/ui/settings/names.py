"""Tên chi bộ, nhiệm kỳ: dated names, so that old papers keep theirs."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.cell import Cell, CellKind
from chibo_desktop.services.naming import begin_term, rename_cell, set_committee
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.fields import DateField, LineEdit
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings.section import Section

_EARLIEST = date(1930, 2, 3)


class NamesSection(Section):
    """What the cell and its commune are called from which day, and the term of office."""

    key = "names"
    name = "Tên và nhiệm kỳ"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(
            desk,
            session,
            "Khi thôn, bản, xã đổi tên hoặc sáp nhập: ghi tên mới từ ngày nào. Giấy tờ trước ngày đó giữ tên cũ.",
        )
        self.history = text()
        self.name_since = DateField(earliest=_EARLIEST)
        self.cell_name = LineEdit()
        self.commune = LineEdit()
        self.names = Form()
        self.names.add_beside(("Tên từ ngày", self.name_since), ("Đảng bộ xã, phường", self.commune))
        self.names.add("Tên mới", self.cell_name)
        self.rename_button = button("Ghi tên mới", self.rename, icon_name="edit")
        self.term_since = DateField(earliest=_EARLIEST)
        self.term_name = LineEdit(max_length=40, placeholder="2030 - 2035")
        self.terms = Form()
        self.terms.add_beside(("Nhiệm kỳ mới từ ngày", self.term_since), ("Nhiệm kỳ", self.term_name))
        self.term_button = button("Ghi nhiệm kỳ mới", self.begin_term, icon_name="edit")
        self.committee = QCheckBox("Chi bộ có chi ủy (từ 9 đảng viên chính thức, Điều lệ Đảng 24.4)")
        self.committee.clicked.connect(self._committee)
        self.body.addWidget(self.history)
        self.body.addWidget(self.names)
        self.add_button(self.rename_button)
        self.body.addWidget(self.terms)
        self.add_button(self.term_button)
        self.body.addWidget(self.committee)

    def fill(self) -> None:
        session = self.session
        self.desk.tasks.run(lambda _: session.cell(), self._show, owner=self)

    def _show(self, cell: Cell) -> None:
        today = self.session.clock.today()
        now = cell.name_on(today)
        lines = [
            f"Từ {date_text(old.since)}: {old.name}{f', {old.commune}' if old.commune else ''}"
            for old in sorted(cell.names, key=lambda n: n.since)
        ]
        lines += [f"Nhiệm kỳ {term.name}, từ {date_text(term.since)}" for term in cell.terms]
        self.history.setText("\n".join(lines))
        if not self.commune.dirty:
            self.commune.set_value(now.commune)
        self.committee.setChecked(cell.has_committee)
        self.committee.setVisible(cell.kind is not CellKind.OFFICE)

    @Slot()
    def rename(self) -> None:
        """Write the new name from its day on."""
        since, name, commune = self.name_since.value(), self.cell_name.value(), self.commune.value()
        if not self.names.commit() or not _complete(self.name_since, self.cell_name) or since is None:
            return
        session = self.session
        self.desk.tasks.run(
            lambda _: rename_cell(session, since, name, commune),
            lambda changed: self._written(
                changed, f"Từ {date_text(since)}: {name}.", self.name_since, self.cell_name
            ),
            self._refused,
            owner=self,
            busy=self.rename_button,
        )

    @Slot()
    def begin_term(self) -> None:
        """Write the new term from its day on."""
        since, name = self.term_since.value(), self.term_name.value()
        if not self.terms.commit() or not _complete(self.term_since, self.term_name) or since is None:
            return
        session = self.session
        self.desk.tasks.run(
            lambda _: begin_term(session, since, name),
            lambda changed: self._written(
                changed, f"Từ {date_text(since)}: nhiệm kỳ {name}.", self.term_since, self.term_name
            ),
            self._refused,
            owner=self,
            busy=self.term_button,
        )

    @Slot()
    def _committee(self) -> None:
        session, has = self.session, self.committee.isChecked()
        self.desk.tasks.run(lambda _: set_committee(session, has), self._announce, owner=self)

    def _written(self, changed: Changed, words: str, since: DateField, name: LineEdit) -> None:
        since.set_value(None)
        name.set_value("")
        self.message.show_message(Level.DONE, "Đã ghi.", words)
        self._announce(changed)

    def _announce(self, changed: Changed) -> None:
        self.desk.changes.announce(changed.kinds, self)
        self.fill()

    def _refused(self, error: UserError) -> None:
        self.message.show_error(error)


def _complete(since: DateField, name: LineEdit) -> bool:
    """Say beside the fields what is missing; they may be left empty until the button is pressed."""
    missing: list[tuple[DateField | LineEdit, str]] = []
    if since.value() is None:
        missing.append((since, "Chưa ghi từ ngày nào."))
    if not name.value():
        missing.append((name, "Chưa ghi tên."))
    if missing:
        missing[0][0].setFocus()
    # A field checks itself on losing the focus, so its problem is said after.
    for field, words in missing:
        field.set_problem(words)
    return not missing
