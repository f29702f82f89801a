"""Giấy tờ, hồ sơ: every paper by its button, the dossier with its dates (in giấy tờ kiểm điểm)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.review_pack import DossierRule
from chibo_desktop.domain.reviews import ReviewForm
from chibo_desktop.services import review_papers, reviews
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import LineEdit
from chibo_desktop.ui.form import commit_fields
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.reviews.day_field import DayField
from chibo_desktop.ui.reviews.low_area import tall_area
from chibo_desktop.ui.reviews.round_state import RoundState
from chibo_desktop.ui.reviews.sealed_paper import ask_sealed
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.theme import GRID, scaled


class DossierRow(QWidget):
    """One paper of the dossier: when it was put in, a note."""

    def __init__(self, rule: DossierRule, work: Work, store: Callable[[str, date | None, str], None]) -> None:
        super().__init__()
        self._code = rule.code
        self._store = store
        title = f"{rule.title} (nếu có)" if rule.if_any else rule.title
        self.sign = text("", "fieldHint", wrap=False)
        self.sign.setMinimumWidth(scaled(92))
        self.day = DayField(title, work.session.clock.today)
        self.day.field.setAccessibleName(f"{title}: ngày vào hồ sơ")
        self.sign.setMinimumHeight(self.day.field.sizeHint().height())
        self.note = LineEdit(max_length=200, placeholder="Ghi chú")
        self.note.setAccessibleName(f"{title}: ghi chú")
        self.note.setMinimumWidth(scaled(120))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.sign, 0, 0, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.day, 0, 1)
        grid.addWidget(self.note, 0, 2, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        self.day.committed.connect(self._changed)
        self.note.committed.connect(self._changed)

    def show_item(self, done_on: date | None, note: str, *, if_any: bool) -> None:
        """Show what is in the book."""
        self.sign.setText("✓ Đã có" if done_on else "– nếu có" if if_any else "! Còn thiếu")
        self.day.set_value(done_on)
        if not self.note.dirty:
            self.note.set_value(note)

    def _changed(self, _value: object) -> None:
        self._store(self._code, self.day.value(), self.note.value())


class PapersTab(QWidget):
    """All papers of a round."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.setObjectName("content")
        self._work = work
        self._state: RoundState | None = None
        self.buttons: dict[str, QWidget] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        for key, words, told, act in (
            ("blank", "In mẫu trắng có tên", "Phát cho từng đồng chí ghi tay, tên đã in sẵn.", self.print_blank),
            ("plain", "In mẫu 2C để phô tô", "Một bản không tên.", self.print_plain),
            ("report", "In mẫu 01 của chi bộ", "Báo cáo kiểm điểm của tập thể, có lời đã ghi.", self.print_report),
            (
                "ballots",
                "In phiếu biểu quyết",
                "Phiếu xếp loại đảng viên và phiếu xếp loại chi bộ.",
                self.print_ballots,
            ),
            ("count", "In biên bản kiểm phiếu", "Số phiếu từng mức của từng đồng chí.", self.print_count),
            ("tally", "In bảng tổng hợp", "Gửi lên xã: điểm, phiếu, mức đề nghị, mức trần.", self.print_tally),
            (
                "dossier",
                "In danh mục hồ sơ",
                "Giấy tờ nào đã có, giấy tờ nào còn thiếu; kẹp đầu tập hồ sơ.",
                self.print_dossier,
            ),
            ("minutes", "In biên bản hội nghị", "Góp ý, tiếp thu, kết luận của từng đồng chí.", self.print_minutes),
        ):
            self._add(key, words, told, act)
        self.dossier_told = text("", "faint")
        self._dossier = QVBoxLayout()
        self._dossier.setSpacing(GRID)
        self.rows: dict[str, DossierRow] = {}
        inside = QWidget()
        inside.setObjectName("content")
        body = QVBoxLayout(inside)
        body.setContentsMargins(GRID, GRID, 2 * GRID, GRID)
        body.setSpacing(2 * GRID)
        body.setAlignment(Qt.AlignmentFlag.AlignTop)
        body.addWidget(text("In giấy tờ", "sectionTitle"))
        body.addLayout(self._grid)
        body.addWidget(text("Hồ sơ kiểm điểm", "sectionTitle"))
        body.addWidget(self.dossier_told)
        body.addLayout(self._dossier)
        body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tall_area(inside))

    def _add(self, key: str, words: str, told: str, act: Callable[[], None]) -> None:
        made = button(words, act, icon_name="print")
        row = self._grid.rowCount()
        self._grid.addWidget(made, row, 0)
        self._grid.addWidget(text(told, "faint"), row, 1)
        self.buttons[key] = made

    def show_state(self, state: RoundState) -> None:
        """Show the newest state; what is being typed stays."""
        self._state = state
        sealed_words = "minutes", "report"
        for key in sealed_words:
            self.buttons[key].setEnabled(state.may_read)
            self.buttons[key].setToolTip(
                "" if state.may_read else "Có lời niêm phong: bí thư, phó bí thư, chi ủy viên in được."
            )
        self.buttons["report"].setVisible(state.view.cell is not None)
        kept = {item.code: item for item in state.round.dossier}
        rules = state.view.pack.dossier
        if list(self.rows) != [rule.code for rule in rules]:
            for row in self.rows.values():
                row.hide()
                row.deleteLater()
            self.rows = {rule.code: DossierRow(rule, self._work, self._store) for rule in rules}
            for row in self.rows.values():
                self._dossier.addWidget(row)
        done = 0
        for rule in rules:
            item = kept.get(rule.code)
            done += bool(item and item.done_on)
            self.rows[rule.code].show_item(
                item.done_on if item else None, item.note if item else "", if_any=rule.if_any
            )
        needed = [rule for rule in rules if not rule.if_any]
        missing = [r.title.lower() for r in needed if not (kept.get(r.code) and kept[r.code].done_on)]
        said = f"Còn thiếu: {'; '.join(missing)}." if missing else "Đã đủ giấy tờ bắt buộc."
        self.dossier_told.setText(f"Đã có {done}/{len(rules)} loại. {said} ({state.view.pack.basis_of('dossier')})")

    def _store(self, code: str, day: date | None, note: str) -> None:
        if self._state is not None:
            in_round = self._state.round.id
            self._work.act(lambda session: reviews.set_dossier(session, in_round, code, day, note))

    # -- papers -------------------------------------------------------------------------------

    def _print(self, what: str, stem: str, save: Callable[[Session, bytes, Path], Path]) -> None:
        state = self._state
        if state is None:
            return
        session, found = self._work.session, state.round
        name = review_papers.suggested_name(stem, found.year, found.quarter)
        self._work.save_paper(self, what, name, lambda target: save(session, found.id, target))

    def print_blank(self) -> None:
        """Write blank forms with everybody's name."""
        self._print("mẫu trắng có tên", "mau-kiem-diem", review_papers.save_forms)

    def print_plain(self) -> None:
        """Write one form without a name."""

        def save(session: Session, in_round: bytes, target: Path) -> Path:
            return review_papers.save_blank_form(session, in_round, ReviewForm.VILLAGER, target)

        self._print("mẫu 2C", "mau-2c", save)

    def print_report(self) -> None:
        """Write the cell's report; it bears sealed words, so it asks first."""
        cell = self._state.view.cell if self._state else None
        if cell is None or cell.review is None:
            return
        found = cell.review.id

        def save(session: Session, _round: bytes, target: Path) -> Path:
            return review_papers.save_form(session, found, target)

        ask_sealed(
            self,
            "In mẫu 01 của chi bộ?",
            lambda: self._print("báo cáo kiểm điểm của chi bộ", "bao-cao-kiem-diem", save),
        )

    def print_ballots(self) -> None:
        """Write the ballots."""
        self._print("phiếu biểu quyết", "phieu-xep-loai", review_papers.save_ballots)

    def print_count(self) -> None:
        """Write the minutes of the count."""
        self._print("biên bản kiểm phiếu", "bien-ban-kiem-phieu", review_papers.save_count)

    def print_tally(self) -> None:
        """Write the table for the commune."""
        self._print("bảng tổng hợp", "tong-hop-xep-loai", review_papers.save_tally)

    def print_dossier(self) -> None:
        """Write the list of the dossier's papers."""
        self._print("danh mục hồ sơ", "ho-so-kiem-diem", review_papers.save_dossier)

    def print_minutes(self) -> None:
        """Write the minutes of the meeting; they bear sealed words, so it asks first."""
        ask_sealed(
            self,
            "In biên bản hội nghị?",
            lambda: self._print("biên bản hội nghị", "bien-ban-kiem-diem", review_papers.save_review_minutes),
        )

    def leave(self) -> None:
        """Write what was typed."""
        commit_fields(self)

    def start(self) -> None:
        """Put the focus on the first paper."""
        self.buttons["blank"].setFocus(Qt.FocusReason.OtherFocusReason)
