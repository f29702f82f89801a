"""Who reaches how many years of membership, and on which award day (tuổi Đảng)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.services.anniversaries import Jubilee, anniversaries, without_joining
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.labels import date_text, year_month_text
from chibo_desktop.ui.members.head import Head
from chibo_desktop.ui.parts import text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.tables import Column, EmptyState, TableOrEmpty
from chibo_desktop.ui.theme import GRID

_AHEAD = 5
"""years that can be looked at ahead"""


def award_words(jubilee: Jubilee) -> str:
    """Return the award day, or both where the day of joining within the month decides."""
    reached = jubilee.reached
    if reached.certain:
        return date_text(reached.award)
    if len(jubilee.member.joined) == len("1996"):
        return "Chưa rõ tháng vào Đảng"
    return f"{date_text(reached.earliest_award)} hoặc {date_text(reached.award)}"


def reached_words(jubilee: Jubilee) -> str:
    """Return "08/2026", or "trong năm 2026" where only the year of joining is kept."""
    first, last = jubilee.reached.first, jubilee.reached.last
    return f"{first:%m/%Y}" if first.month == last.month else f"trong năm {first.year}"


_COLUMNS: tuple[Column[Jubilee], ...] = (
    Column("Họ và tên", lambda j: j.member.name, width=150, stretch=True),
    Column("Huy hiệu", lambda j: f"{j.reached.years} năm", key=lambda j: j.reached.years, width=112),
    Column("Vào Đảng", lambda j: year_month_text(j.member.joined), key=lambda j: j.member.joined, width=116),
    Column("Đủ năm", reached_words, key=lambda j: j.reached.last, width=150),
    Column("Đợt tặng thường lệ", award_words, key=lambda j: j.reached.award, width=290),
)


@dataclass(frozen=True, slots=True)
class _Read:
    year: int
    rows: tuple[Jubilee, ...]
    unknown: int


class BadgesPage(QWidget):
    """The badges of one year; `member_asked(id)` opens the person."""

    head_changed = Signal()
    member_asked = Signal(bytes)
    left = Signal()

    def __init__(self, desk: Desk, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        this = session.clock.today().year
        self.year: Choice[int] = Choice([(year, f"Năm {year}") for year in range(this - 1, this + _AHEAD + 1)])
        self.year.setAccessibleName("Năm")
        self.year.set_value(this)
        self.unknown = text(role="faint")
        self.table: FittedTable[Jubilee] = FittedTable(
            _COLUMNS, name="Huy hiệu Đảng", identity=lambda j: j.key, dropped_first=(2, 3)
        )
        self.empty = EmptyState(
            "calendar",
            "Năm này chưa có đồng chí nào đủ năm",
            "Nơi này tính ai đủ 30, 40, 45, 50 năm tuổi Đảng trở lên và đợt tặng Huy hiệu Đảng: 3/2, 19/5, 2/9, "
            "7/11. Muốn tính được thì ghi tháng, năm vào Đảng của từng đồng chí.",
        )
        self.shown = TableOrEmpty(self.table, self.empty)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.year)
        row.addWidget(self.unknown, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self.shown, 1)
        column.addWidget(
            text(
                "Thời gian không tham gia sinh hoạt đảng thì trừ ra; tuổi Đảng tính từ ngày ghi trong quyết định "
                "(Điều lệ Đảng 5.4), sổ này chỉ giữ tháng, năm.",
                "faint",
            )
        )
        self.year.committed.connect(self._year_chosen)
        self.table.row_activated.connect(self._open)

    @property
    def head(self) -> Head:
        """What the screen's head shows."""
        return Head(
            "Tuổi Đảng", "Ai đủ năm để đề nghị tặng Huy hiệu Đảng. Enter để mở đồng chí.", "",
            self.left.emit, "", shown=False, back="Danh sách đảng viên", back_action=self.left.emit,
        )  # fmt: skip

    @Slot(object)
    def _year_chosen(self, _: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read the chosen year."""
        session, year = self._session, self.year.value() or self._session.clock.today().year

        def work(_: object) -> _Read:
            return _Read(year, tuple(anniversaries(session, year)), without_joining(session))

        self._desk.tasks.run(work, self._show, owner=self)

    def _show(self, found: _Read) -> None:
        if found.year != self.year.value():
            return
        self.shown.set_rows(found.rows)
        if found.rows and self.table.current() is None:
            self.table.selectRow(0)
        words = f"Còn {found.unknown} đồng chí chưa ghi tháng, năm vào Đảng nên chưa tính được."
        self.unknown.setText(words if found.unknown else "")
        if self.isVisible() and not self.year.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _open(self, row: Jubilee) -> None:
        self.member_asked.emit(row.member.id)
