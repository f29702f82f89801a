"""Quy định: every rule in force with its basis, the cell's own numbers, a pack from above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.rule_words import RuleLine, rule_lines
from chibo_desktop.domain.rules import NUMBERS, NumberRule, RulePack
from chibo_desktop.domain.score_frames import ScoreFrame
from chibo_desktop.services import rule_files, rules
from chibo_desktop.services.rule_files import AnyPack
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import choose_file
from chibo_desktop.ui.fields import Choice, NumberField
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.messages import Level, ask
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.settings.section import Section
from chibo_desktop.ui.theme import GRID, scaled


@dataclass(frozen=True, slots=True)
class _InForce:
    pack: RulePack
    kept: tuple[AnyPack, ...]
    """packs that came from above"""
    reviews: tuple[RuleLine, ...]
    own: dict[str, int]
    frames: tuple[ScoreFrame, ...]


class NumberRow(QWidget):
    """One number: what it rules, its basis, the field, and the way back to the general one."""

    def __init__(self, rule: NumberRule) -> None:
        super().__init__()
        self.rule = rule
        self.basis = text(role="faint")
        self.field = NumberField(rule.least, rule.most)
        self.field.setFixedWidth(scaled(72))
        self.field.setAccessibleName(rule.title)
        self.problem = text(role="fieldProblem")
        self.problem.hide()
        self.reset = button("Số chung", icon_name="undo", role="flat")
        self.reset.setAccessibleName(f"Dùng lại số chung: {rule.title}")
        words = QVBoxLayout()
        words.setSpacing(0)
        title = text(rule.title)
        title.setBuddy(self.field)
        for part in (title, self.basis, self.problem):
            words.addWidget(part)
        unit = text(rule.unit, wrap=False)
        unit.setFixedWidth(scaled(124))
        unit.setMinimumHeight(self.field.sizeHint().height())
        keep = self.reset.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addLayout(words, 1)
        row.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(unit, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        self.field.problem_changed.connect(self._show_problem)

    @Slot(str)
    def _show_problem(self, words: str) -> None:
        self.problem.setText(f"✗ {words}" if words else "")
        self.problem.setVisible(bool(words))

    def show_rule(self, pack: RulePack, *, own: bool) -> None:
        """Show the number in force and where it comes from."""
        value = pack.number(self.rule.key)
        none = f". 0: {self.rule.none_word}" if self.rule.none_word else ""
        self.basis.setText(f"{pack.basis_of(self.rule.key)}{none}")
        if not self.field.hasFocus() or not self.field.dirty:
            self.field.set_value(value)
        self.reset.setVisible(own)


class RulesSection(Section):
    """What the program reminds of and counts by; numbers may be set where the committee above allows."""

    key = "rules"
    name = "Quy định"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(
            desk,
            session,
            "Chương trình nhắc và tính theo các quy định dưới đây. Buổi họp đã chốt giữ quy định của ngày họp.",
        )
        self.pack = text()
        self.replace_button = button("Thay bằng tệp của cấp trên …", self._choose, icon_name="import")
        self.frame: Choice[str] = Choice()
        self.frame_box = FieldBox("Khung chấm điểm sinh hoạt", self.frame)
        self.rows = {rule.key: NumberRow(rule) for rule in NUMBERS}
        self.reset_all = button("Dùng lại mọi số chung", self._reset_all, icon_name="undo")
        self.kept = QVBoxLayout()
        self.kept.setSpacing(GRID)
        self.body.addWidget(self.pack)
        self.add_button(self.replace_button)
        self.body.addLayout(self.kept)
        self.body.addWidget(text("Số có thể đặt riêng", "sectionTitle"))
        self.body.addWidget(text("Chỉ đặt khi cấp ủy cấp trên cho phép. Để trống là dùng số chung.", "faint"))
        for row in self.rows.values():
            self.body.addWidget(row)
            row.field.committed.connect(partial(self._set, row))
            row.reset.clicked.connect(partial(self._reset, row.rule.key))
        self.add_button(self.reset_all)
        self.body.addWidget(self.frame_box)
        self._rules = QVBoxLayout()
        self._rules.setSpacing(GRID)
        self.body.addLayout(self._rules)
        self.frame.committed.connect(self._choose_frame)
        self.shown: tuple[RuleLine, ...] = ()
        self.remove_buttons: dict[str, QWidget] = {}

    def fill(self) -> None:
        session = self.session

        def read(_: object) -> _InForce:
            day = session.clock.today()
            return _InForce(
                rules.pack_for(session, day),
                tuple(rule_files.kept_packs(session)),
                rule_files.review_rule_lines(session),
                rules.local_numbers(session),
                tuple(rules.frames(session, day)),
            )

        self.desk.tasks.run(read, self._show, owner=self)

    def _show(self, found: _InForce) -> None:
        pack = found.pack
        note = f"\n{pack.note}" if pack.note else ""
        self.pack.setText(
            f"Đang dùng: {pack.title}, có hiệu lực từ {date_text(pack.effective_from)}.\n"
            f"Căn cứ: {pack.legal_basis}.{note}"
        )
        for key, row in self.rows.items():
            row.show_rule(pack, own=key in found.own)
        self.reset_all.setVisible(bool(found.own))
        self.frame.set_options([(f.id, f"{f.title}; {f.basis}") for f in found.frames])
        self.frame.set_value(pack.score_frame.id)
        self._show_kept(found.kept)
        lines = (*(line for line in rule_lines(pack) if not line.key), *found.reviews)
        if lines != self.shown:
            self.shown = lines
            self._show_lines()

    def _show_lines(self) -> None:
        _empty(self._rules)
        for group, lines in groupby(self.shown, lambda line: line.group):
            self._rules.addWidget(text(group, "sectionTitle"))
            for line in lines:
                self._rules.addWidget(text(line.sentence))

    def _show_kept(self, packs: Sequence[AnyPack]) -> None:
        _empty(self.kept)
        self.remove_buttons = {}
        for pack in packs:
            made = QWidget()
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            words = f"Đã nhận: {pack.title} ({pack.id}), có hiệu lực từ {date_text(pack.effective_from)}."
            row.addWidget(text(words, "faint"), 1)
            remove = button("Bỏ", partial(self._ask_remove, pack), icon_name="remove", role="flat")
            remove.setAccessibleName(f"Bỏ {pack.title}")
            row.addWidget(remove)
            self.remove_buttons[pack.id] = remove
            self.kept.addWidget(made)

    # -- numbers and frame --------------------------------------------------------------------

    def _set(self, row: NumberRow, value: object) -> None:
        session, key = self.session, row.rule.key

        def work(_: object) -> Changed:
            if not isinstance(value, int):
                return rules.reset_number(session, key)
            return rules.set_number(session, key, value)

        self.desk.tasks.run(work, self._written, self.message.show_error, owner=self)

    def _reset(self, key: str, _checked: bool = False) -> None:
        session = self.session
        self.desk.tasks.run(lambda _: rules.reset_number(session, key), self._written, owner=self)

    @Slot()
    def _reset_all(self) -> None:
        session = self.session
        self.desk.tasks.run(lambda _: rules.reset_number(session), self._written, owner=self)

    def _choose_frame(self, frame_id: object) -> None:
        session = self.session
        self.desk.tasks.run(
            lambda _: rules.choose_frame(session, str(frame_id), session.clock.today()), self._written, owner=self
        )

    def _written(self, changed: Changed) -> None:
        self.desk.changes.announce(changed.kinds, self)
        self.fill()

    # -- a pack from above --------------------------------------------------------------------

    @Slot()
    def _choose(self) -> None:
        choose_file(self, "Chọn tệp quy định của cấp trên", "Tệp quy định (*.toml)", self.replace_from)

    def replace_from(self, file: Path) -> None:
        """Take a pack from a file, or say on which line it is wrong and why."""
        session = self.session
        self.desk.tasks.run(
            lambda _: rule_files.take_pack(session, file),
            self._replaced,
            self._refused,
            owner=self,
            busy=self.replace_button,
        )

    def _replaced(self, made: tuple[AnyPack, Changed]) -> None:
        pack, changed = made
        today = self.session.clock.today()
        if not changed.kinds:
            self.message.show_message(Level.INFO, f"Sổ đã có đúng bộ quy định này: {pack.title}.")
        elif pack.effective_from > today:
            self.message.show_message(
                Level.DONE, f"Đã nhận: {pack.title}.", f"Có hiệu lực từ {date_text(pack.effective_from)}."
            )
        else:
            self.message.show_message(Level.DONE, f"Đã nhận: {pack.title}.", rule_files.what_follows(pack))
        self._written(changed)

    def _refused(self, error: UserError) -> None:
        self.message.show_error(error)

    def _ask_remove(self, pack: AnyPack) -> None:
        ask(
            self,
            "Bỏ bộ quy định này?",
            f"{pack.title} sẽ không còn trong sổ; {rule_files.what_is_left(pack)}.",
            yes="Bỏ bộ quy định",
            no="Giữ lại",
            on_yes=partial(self.remove, pack),
            danger=True,
        )

    def remove(self, pack: AnyPack) -> None:
        """Take a pack out of the book."""
        session = self.session
        self.desk.tasks.run(
            lambda _: rule_files.remove_pack(session, pack), self._written, self.message.show_error, owner=self
        )


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (part := item.widget()) is not None:
            part.hide()
            part.deleteLater()
