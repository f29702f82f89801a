"""The spans in which a member's part in the cell's life differs, each on a card (tình trạng sinh hoạt)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from chibo_desktop.domain.member_edits import clashing, with_period
from chibo_desktop.domain.members import Member, Status, StatusPeriod
from chibo_desktop.ui.fields import Choice, LineEdit
from chibo_desktop.ui.form import Form, commit_fields
from chibo_desktop.ui.labels import LABELS, date_text, label
from chibo_desktop.ui.members.edits import Edit
from chibo_desktop.ui.members.member_fields import BoundDate
from chibo_desktop.ui.members.wording import period_words
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID

_NEW = "moi"
_CHOICES: list[tuple[Status, str]] = [(status, LABELS[status]) for status in Status if status is not Status.ACTIVE]


class PeriodCard(QFrame):
    """One span; a record once a status is chosen. `value` is what the book holds, or will in a moment."""

    edited = Signal(object)
    drafted = Signal(str, str)
    removal_asked = Signal(object)

    def __init__(self, value: StatusPeriod | None, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.value = value
        choices = _CHOICES
        if value is not None and value.status is Status.ACTIVE:
            choices = [(Status.ACTIVE, LABELS[Status.ACTIVE]), *_CHOICES]
        self.status = Choice[Status](choices)
        self.status.setPlaceholderText("Chọn tình trạng")
        self.since = BoundDate(self._refuse_since, required="Hãy ghi từ ngày nào.")
        self.until = BoundDate(self._refuse_until)
        self.paper = LineEdit(placeholder="Số, ngày của giấy (nếu có)")
        self.remove_button = button("Bỏ khoảng này", self._remove, icon_name="remove", role="flat")
        self.form = Form()
        self.form.add("Tình trạng", self.status)
        self.form.add_beside(("Từ ngày", self.since), ("Đến hết ngày", self.until, "Để trống nếu chưa hết."))
        self.form.add("Giấy tờ", self.paper)
        self.elsewhere = text("Trong khoảng này đồng chí sinh hoạt ở chi bộ khác, không tính ở đây.", "fieldHint")
        self.clash = text(role="fieldProblem")
        self.clash.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.form)
        layout.addWidget(self.elsewhere)
        layout.addWidget(self.clash)
        layout.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._load(value, today)
        self.status.committed.connect(partial(self._keep, "status"))
        for key, field in self._texts().items():
            field.committed.connect(partial(self._keep, key))
            field.draft_changed.connect(partial(self._draft, key))

    def _texts(self) -> dict[str, LineEdit | BoundDate]:
        return {"since": self.since, "until": self.until, "paper": self.paper}

    def _load(self, value: StatusPeriod | None, today: date) -> None:
        self.status.set_value(value.status if value else None)
        self.since.set_value(value.since if value else today)
        self.until.set_value(value.until if value else None)
        self.paper.set_value(value.paper if value else "")
        self._say_elsewhere()

    @property
    def token(self) -> str:
        """What the card's drafts are kept under."""
        return f"period/{self.value.status.value}@{self.value.since}" if self.value else f"period/{_NEW}"

    @property
    def dirty(self) -> bool:
        """Whether something on the card is not in the book."""
        return self.value is None or any(field.dirty for field in self._texts().values())

    def _say_elsewhere(self) -> None:
        """Explain a transfer that has an end: who arrived was of another cell before."""
        value = self.value
        self.elsewhere.setVisible(
            value is not None and value.status is Status.TRANSFERRED and value.until is not None
        )

    def warn_of(self, others: Sequence[StatusPeriod]) -> None:
        """Say which other spans share a day with this one; it forbids nothing."""
        if others:
            self.clash.setText(
                f"! Trùng thời gian với: {'; '.join(period_words(other) for other in others)}. Ngày nào trùng thì "
                "tính theo tình trạng bắt đầu sau. Nếu ghi nhầm thì sửa một trong hai khoảng."
            )
        self.clash.setVisible(bool(others))

    def restore(self, drafts: Mapping[str, str]) -> None:
        """Show what was being typed before a crash."""
        for key, field in self._texts().items():
            draft = drafts.get(f"{self.token}/{key}")
            if draft is not None:
                field.restore_draft(draft)

    def _refuse_since(self, day: date) -> str | None:
        until = self.until.value()
        return f"Ngày này sau ngày hết ({date_text(until)})." if until and day > until else None

    def _refuse_until(self, day: date) -> str | None:
        since = self.since.value()
        return f"Ngày này trước ngày bắt đầu ({date_text(since)})." if since and day < since else None

    def _keep(self, key: str, _: object) -> None:
        # A day refused because of the other one may be right now that the other one has changed.
        if key != "since" and self.since.dirty:
            self.since.commit()
        status, since, until = self.status.value(), self.since.value(), self.until.value()
        if status is None or since is None or self.since.problem:
            return
        if self.until.problem or (until is not None and until < since):
            until = self.value.until if self.value else None
        new = StatusPeriod(since=since, until=until, status=status, paper=self.paper.value())
        if new == self.value:
            return
        old, token = self.value, self.token
        self.value = new
        self._say_elsewhere()
        self.edited.emit(Edit(f"{token}/{key}", partial(with_period, old=old, new=new)))

    def _draft(self, key: str, words: str) -> None:
        self.drafted.emit(f"{self.token}/{key}", words)

    def _remove(self) -> None:
        self.removal_asked.emit(self)


class StatusPeriods(QWidget):
    """What the member's part is today, the spans it comes from, and a button for another."""

    edited = Signal(object)
    drafted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self.cards: list[PeriodCard] = []
        self.today_label = text()
        self.add_button = button("Thêm thay đổi tình trạng", self.add_card, icon_name="add")
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.today_label)
        layout.addLayout(self._column)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_member(self, member: Member, today: date, drafts: Mapping[str, str]) -> None:
        """Show another member's spans, with what was being typed on them."""
        self._today = today
        self._clear()
        self._say_today(member)
        for period in member.periods:
            self._add(PeriodCard(period, today))
        if any(key.startswith(f"period/{_NEW}/") for key in drafts):
            self._add(PeriodCard(None, today))
        for card in self.cards:
            card.restore(drafts)
        self._warn(member)

    def update_member(self, member: Member) -> None:
        """Show the same member's spans again unless one of them is being written."""
        self._say_today(member)
        self._warn(member)
        held = [card.value for card in self.cards if card.value is not None]
        if sorted(held, key=repr) == sorted(member.periods, key=repr):
            return
        if any(card.dirty for card in self.cards):
            return
        self.show_member(member, self._today, {})

    def _warn(self, member: Member) -> None:
        for card in self.cards:
            known = card.value is not None and card.value in member.periods
            card.warn_of(clashing(member.periods, card.value) if known and card.value else [])

    def _say_today(self, member: Member) -> None:
        self.today_label.setText(f"Hiện nay: {label(member.status_on(self._today))}.")

    @Slot()
    def add_card(self) -> None:
        """Offer an empty card and put the focus on it."""
        card = PeriodCard(None, self._today)
        self._add(card)
        card.status.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, card: PeriodCard) -> None:
        card.edited.connect(self.edited)
        card.drafted.connect(self.drafted)
        card.removal_asked.connect(self._remove)
        self.cards.append(card)
        self._column.addWidget(card)

    @Slot(object)
    def _remove(self, card: PeriodCard) -> None:
        old = card.value
        key = f"{card.token}/"
        self._drop(card)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if old is not None:
            self.edited.emit(Edit(key, partial(with_period, old=old, new=None)))

    def _drop(self, card: PeriodCard) -> None:
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _clear(self) -> None:
        for card in list(self.cards):
            self._drop(card)

    def commit(self) -> bool:
        """Commit every card; False if one has a problem."""
        return not [card for card in self.cards if not commit_fields(card)]
