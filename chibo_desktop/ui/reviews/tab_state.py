"""Tình hình: everyone in one table with words and signs, what to look at beside it (cả kỳ trên một trang)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.findings import Severity
from chibo_desktop.services.review_findings import ReviewFinding
from chibo_desktop.services.review_views import ReviewRow
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import label
from chibo_desktop.ui.parts import Elided, button, text
from chibo_desktop.ui.reviews import words
from chibo_desktop.ui.reviews.low_area import low_area
from chibo_desktop.ui.reviews.round_state import RoundState
from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.tables import Column, Tone
from chibo_desktop.ui.theme import GRID, mark, scaled

_SIDE = 300
_BESIDE = 900
"""width in pixels below which the table gives way to what is to be looked at"""
_LOW = 330
"""height in pixels below which the days and findings of a person stand in tips only"""
_WIDE = 1_380
"""width in pixels from which what to look at stands beside the table by itself"""
_OUTSIDE, _TOLD = 3, 10
_MOST = 12


def _tone(done: Callable[[ReviewRow], bool]) -> Callable[[ReviewRow], Tone | None]:
    def tone(row: ReviewRow) -> Tone | None:
        if not row.reviewed:
            return "faint"
        return "done" if done(row) else "due"

    return tone


def _has(name: str) -> Callable[[ReviewRow], bool]:
    return lambda row: row.review is not None and getattr(row.review, name) is not None


def _day(name: str) -> Callable[[ReviewRow], str]:
    return lambda row: words.done_words(row, getattr(row.review, name) if row.review else None)


def _order(name: str) -> Callable[[ReviewRow], str]:
    return lambda row: str(getattr(row.review, name) or "") if row.review else ""


def columns(
    sign: Callable[[ReviewRow], str | None], form: Callable[[ReviewRow], str], about: Callable[[ReviewRow], str]
) -> list[Column[ReviewRow]]:
    """Return the columns of the table, tones and tips beside their words; `sign` marks who is to be looked at."""
    return [
        Column(
            "Họ và tên", lambda r: r.name, key=lambda r: (not r.is_cell, name_key(r.name)), width=164, stretch=True,
            tip=about, icon=sign,
        ),
        Column(
            "Mẫu", form, width=76, tip=_form_tip,
            tone=lambda r: "due" if r.needs_form else None if r.reviewed else "faint",
        ),
        Column(
            "Đã nộp", _day("handed_in_on"), key=_order("handed_in_on"), width=100,
            tone=_tone(_has("handed_in_on")),
        ),
        Column(
            "Nơi khác", words.outside_words, width=104, tone=_tone(_has("outside_opinion_on")),
            tip=lambda r: "Ý kiến của nơi khác" if words.outside_words(r) else "",
        ),
        Column(
            "Kiểm điểm", _day("discussed_on"), key=_order("discussed_on"), width=108,
            tone=_tone(_has("discussed_on")),
        ),
        Column(
            "Điểm", words.points_pair, key=lambda r: r.given.total or r.own.total or 0.0, width=76, align="right",
            tip=lambda r: "Trong ngoặc là điểm tự chấm" if words.points_pair(r).startswith("(") else "",
        ),
        Column("Tự xếp", lambda r: words.short_rating(r.review.self_rating if r.review else None), width=104),
        Column("Phiếu", lambda r: words.vote_words(r.review.vote if r.review else None), width=92),
        Column(
            "Đề nghị", lambda r: words.short_rating(r.review.cell_rating if r.review else None), width=104,
            tip=lambda r: label(r.review.cell_rating) if r.review and r.review.cell_rating else "",
        ),
        Column("Cấp trên", lambda r: words.result_words(r.review), width=122, tip=words.tip_of),
        Column("Đã báo", _told_words, key=_order("told_on"), width=100, tone=_tone(_has("told_on"))),
    ]  # fmt: skip


def _told_words(row: ReviewRow) -> str:
    if row.review is None or row.review.upper_rating is None:
        return ""
    return words.done_words(row, row.review.told_on)


def _form_tip(row: ReviewRow) -> str:
    review = row.review
    if review is None:
        return "Chưa chọn mẫu"
    return f"Không kiểm điểm: {review.exempt_note}" if review.exempt else label(review.form)


class FindingCard(QFrame):
    """One thing to look at, with the rule it comes from."""

    def __init__(self, finding: ReviewFinding) -> None:
        super().__init__()
        self.setObjectName("banner")
        mark(self, "level", "info" if finding.severity is Severity.HINT else "due")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.setSpacing(2)
        layout.addWidget(text(finding.sentence))
        layout.addWidget(text(finding.basis, "fieldHint"))


class StateTab(QWidget):
    """The year's state at a glance."""

    opened = Signal(object)
    """the ReviewRow to be opened"""
    marked = Signal(str, object)
    """what is noted of the chosen row with today's date: "handed_in", "discussed", "told", and the row"""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("content")
        self.missing = Elided("", "faint")
        self.days = Elided("", "faint")
        self.about = Elided("", "fieldHint")
        self.table: FittedTable[ReviewRow] = FittedTable(
            columns(self._sign, self._form, self._tip),
            name="Tình hình kiểm điểm của từng đồng chí",
            identity=lambda row: row.member_id or b"",
            dropped_first=(6, 3, 5, 10, 7, 1, 4),
        )
        self.table.setMinimumHeight(scaled(132))
        self.handed_in = button("Đã nộp hôm nay", self._marker("handed_in"), icon_name="check")
        self.discussed = button("Đã kiểm điểm", self._marker("discussed"))
        self.told = button("Đã báo", self._marker("told"))
        self.open_button = button("Mở", self._open, icon_name="eye")
        self.look_button = button("Cần để ý", self._toggle)
        self.look_button.setCheckable(True)
        self._quarter = False
        self._shown_by_hand: bool | None = None
        self._about: dict[bytes, list[ReviewFinding]] = {}
        self._side = QWidget()
        self._side.setObjectName("content")
        self._findings = QVBoxLayout(self._side)
        self._findings.setContentsMargins(0, 0, GRID, 0)
        self._findings.setSpacing(GRID)
        self.side = scrolled(self._side)
        self.side.setFixedWidth(scaled(_SIDE))
        self.side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        both = QHBoxLayout()
        both.setSpacing(2 * GRID)
        both.addWidget(self.table, 1)
        both.addWidget(self.side)
        layout = low_area(self)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.missing)
        layout.addWidget(self.days)
        layout.addLayout(both, 1)
        layout.addWidget(self.about)
        layout.addWidget(flow(self.open_button, self.handed_in, self.discussed, self.told, self.look_button))
        self.table.row_activated.connect(self.opened)
        self.table.row_selected.connect(self._chosen)

    def show_state(self, state: RoundState) -> None:
        """Show the newest state; the chosen person stays chosen."""
        overview, found = state.overview, state.round
        whole = len(overview.reviewed)
        exempt = f" Không kiểm điểm: {len(overview.exempt)} đồng chí." if overview.exempt else ""
        if overview.missing:
            said = f"Còn thiếu bản của: {words.names(overview.missing)}.{exempt}"
        else:
            said = f"Cả {whole} đồng chí đã nộp.{exempt}"
        dates = [
            (found.hand_in_by, "hạn nộp {}"),
            (found.drafts_out_on, "gửi bản kiểm điểm {}"),
            (found.held_on, "hội nghị {}"),
            (overview.ends, "xong trước {}"),
        ]
        when = ", ".join(form.format(f"{day:%d/%m/%Y}") for day, form in dates if day is not None)
        self.missing.setText(said)
        self.days.setText(f"{when[:1].upper()}{when[1:]}.")
        self.missing.setToolTip(f"{said}\n{self.days.text()}")
        self._quarter = bool(found.quarter)
        self._about = {}
        for finding in state.findings:
            if finding.review_id is not None:
                self._about.setdefault(finding.review_id, []).append(finding)
        self.table.set_rows(state.view.rows)
        unused = [] if any(words.outside_words(row) for row in state.view.rows) else [_OUTSIDE]
        if not overview.decided:
            unused += [_TOLD]
        self.table.set_unused(unused)
        if self.table.current() is None and state.view.rows:
            self.table.selectRow(0)
        self._show_findings(state.findings)

    def _form(self, row: ReviewRow) -> str:
        return words.form_words(row, quarter=self._quarter)

    def _tip(self, row: ReviewRow) -> str:
        found = self._about.get(row.review.id, []) if row.review is not None else []
        return "\n".join([words.tip_of(row), *(f"! {finding.sentence}" for finding in found)])

    def _sign(self, row: ReviewRow) -> str | None:
        return "due" if row.review is not None and row.review.id in self._about else None

    def _show_findings(self, findings: Sequence[ReviewFinding]) -> None:
        while self._findings.count():
            item = self._findings.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        number = len(findings)
        self.look_button.setText(f"Cần để ý ({number})" if number else "Không có gì cần để ý")
        self.look_button.setEnabled(bool(number))
        for finding in findings[:_MOST]:
            self._findings.addWidget(FindingCard(finding))
        if number > _MOST:
            self._findings.addWidget(text(f"Và {number - _MOST} điều nữa; mở từng đồng chí để xem.", "faint"))
        self._findings.addStretch(1)
        self._place_side()

    def _place_side(self) -> None:
        wide = self.width() >= scaled(_WIDE)
        shown = self._shown_by_hand if self._shown_by_hand is not None else wide
        shown = shown and self.look_button.isEnabled()
        self.side.setVisible(shown)
        self.look_button.setChecked(shown)
        # Where both have no room the table gives way, so the findings can be read.
        alone = shown and self.width() < scaled(_BESIDE)
        self.table.setHidden(alone)
        self.side.setFixedWidth(self.width() - 3 * GRID if alone else scaled(_SIDE))
        low = self.height() < scaled(_LOW)
        self.days.setHidden(low)
        self.about.setHidden(low)

    @Slot()
    def _toggle(self) -> None:
        self._shown_by_hand = self.look_button.isChecked()
        self._place_side()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_side()

    # -- the chosen row -----------------------------------------------------------------------

    @Slot(object)
    def _chosen(self, row: ReviewRow | None) -> None:
        review = row.review if row is not None else None
        reviewed = review is not None and review.exempt is None
        self.open_button.setEnabled(row is not None)
        about = self._about.get(review.id, []) if review is not None else []
        if review is not None and review.exempt is not None:
            self.about.setText(f"{row.name} không kiểm điểm: {review.exempt_note}." if row is not None else "")
        else:
            self.about.setText(" ".join(f"! {finding.sentence} ({finding.basis})" for finding in about))
        self.handed_in.setEnabled(reviewed and review is not None and review.handed_in_on is None)
        self.discussed.setEnabled(reviewed and review is not None and review.discussed_on is None)
        self.told.setVisible(review is not None and review.upper_rating is not None)
        self.told.setEnabled(reviewed and review is not None and review.told_on is None)

    def _marker(self, what: str) -> Callable[[], None]:
        def tell() -> None:
            row = self.table.current()
            if row is not None:
                # The button rests once it is done: the next key must not fall on the one beside it.
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                self.marked.emit(what, row)

        return tell

    def _open(self) -> None:
        row = self.table.current()
        if row is not None:
            self.opened.emit(row)
