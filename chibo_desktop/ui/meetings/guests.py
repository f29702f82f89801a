"""Guests of a meeting: names and offices (đại biểu, khách mời)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import Guest, GuestKind
from chibo_desktop.domain.records import Record
from chibo_desktop.services.meetings import MeetingView, new_guest
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice, LineEdit
from chibo_desktop.ui.labels import options
from chibo_desktop.ui.meetings.bound import Bound, EntryDraft, icon_button
from chibo_desktop.ui.meetings.cards import Card, CardList
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID


class GuestCard(Card):
    """One guest: name, office and capacity, all changed in place."""

    def __init__(self, meeting: OpenMeeting, guest: Guest) -> None:
        super().__init__(meeting, guest)
        self.name = LineEdit(max_length=300, required="Hãy ghi tên khách, hoặc bỏ khách này.")
        self.name.setAccessibleName("Tên khách")
        self.office = LineEdit(placeholder="Chức vụ, đơn vị")
        self.office.setAccessibleName("Chức vụ của khách")
        self.capacity = Choice(options(GuestKind))
        self.capacity.setAccessibleName("Khách là ai")
        self.first = self.office
        what = "Sửa khách dự họp"
        self.bind(Bound(meeting, self.name, "name", what=what), Bound(meeting, self.office, "office", what=what))
        self.bind(Bound(meeting, self.capacity, "kind", what=what))
        self.delete = icon_button("remove", f"Bỏ khách {guest.name}", self._remove)
        self.writing_parts.append(self.delete)
        fields = QVBoxLayout()
        fields.setSpacing(GRID // 2)
        fields.addWidget(self.name)
        fields.addWidget(self.office)
        fields.addWidget(self.capacity)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID // 2, GRID)
        layout.addLayout(fields, 1)
        layout.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignTop)

    def _remove(self) -> None:
        self.meeting.remove(self.record, what="Bỏ khách dự họp", said=f"Đã bỏ khách {self.name.value()}.")


class GuestBox(QWidget):
    """The guests and a line for the next one."""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting

        def make(guest: Record) -> Card:
            assert isinstance(guest, Guest)
            return GuestCard(meeting, guest)

        self.cards = CardList(make)
        self.new_name = LineEdit(max_length=300, placeholder="Tên khách, rồi Enter")
        self.new_name.setAccessibleName("Tên khách mới")
        self._entry = EntryDraft(meeting, self.new_name, "guest")
        self.new_name.returnPressed.connect(self.add)
        self.add_button = button("Thêm", self.add, icon_name="add")
        self.add_button.setAccessibleName("Thêm khách dự họp")
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self.new_name, 1)
        row.addWidget(self.add_button)
        self.writing_parts: list[QWidget] = [entry]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(text("Đại biểu, khách dự", "sectionTitle"))
        layout.addWidget(self.cards)
        layout.addWidget(entry)

    def show_view(self, view: MeetingView) -> None:
        """Show the guests."""
        self._entry.restore()
        self.cards.show_items(view.guests)

    @Slot()
    def add(self) -> None:
        """Add the guest whose name was typed and go to their office."""
        name = self.new_name.value()
        if not name or self._meeting.locked:
            self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)
            return

        def make(view: MeetingView, session: Session) -> Guest:
            return new_guest(view, session, name)

        self._meeting.add(
            make, what="Thêm khách dự họp", then=self.cards.focus_when_shown, drop=[self._entry.place]
        )
        self.new_name.set_value("")
