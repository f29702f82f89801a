"""The agenda in the preparation of a meeting: the list on the left, one item on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.domain.meetings import AgendaItem, AgendaPart, Stage
from chibo_desktop.services import preparation
from chibo_desktop.services.meetings import MeetingView, new_agenda_item
from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice, LineEdit, NoteEdit, NumberField
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import length_text
from chibo_desktop.ui.meetings.agenda_table import AgendaTable
from chibo_desktop.ui.meetings.bound import Bound, EntryDraft, icon_button
from chibo_desktop.ui.meetings.notes import FindingNote
from chibo_desktop.ui.meetings.work import OpenMeeting
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.tables import Column
from chibo_desktop.ui.theme import GRID, ROW, scaled

PART_NAMES = {
    AgendaPart.NEWS: "I. Thời sự, văn bản mới",
    AgendaPart.REVIEW: "II. Kết quả tháng trước",
    AgendaPart.IDEOLOGY: "III. Tư tưởng, phê bình",
    AgendaPart.PLAN: "IV. Nhiệm vụ tháng tới",
    AgendaPart.OTHER: "Việc khác",
}


class AgendaBox(QWidget):
    """The items with their minutes, dragged or moved with Alt and the arrows, changed on the right."""

    def __init__(self, meeting: OpenMeeting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self._view: MeetingView | None = None
        self._wanted: bytes | None = None
        self._first = True
        self._joined = False
        self.table = AgendaTable(
            [
                Column("TT", lambda item: str(self._number(item)), align="right", width=56),
                Column("Nội dung", lambda item: item.title, stretch=True, tip=_told),
                Column("Phút", lambda item: str(item.minutes or ""), align="right", width=64),
            ],
            name="Chương trình họp",
            sortable=False,
        )
        self.table.row_selected.connect(self._select)
        self.table.dropped.connect(self.place)
        self.table.installEventFilter(self)
        self.new_title = LineEdit(max_length=300, placeholder="Gõ nội dung mới rồi bấm Enter")
        self.new_title.setAccessibleName("Thêm nội dung vào chương trình")
        self._entry = EntryDraft(meeting, self.new_title, "agenda_item")
        self.new_title.returnPressed.connect(self.add)
        self.add_button = button("Thêm", self.add, icon_name="add")
        self.add_button.setAccessibleName("Thêm nội dung vào chương trình")
        self.up = icon_button("up", "Đưa nội dung lên trên (Alt+↑)", self.move_up)
        self.down = icon_button("down", "Đưa nội dung xuống dưới (Alt+↓)", self.move_down)
        self.delete = icon_button("remove", "Bỏ nội dung này (Delete)", self.remove)
        self._total = text("", "faint")
        self.note = FindingNote(Stage.PREPARATION, "agenda")
        self.editor = self._editor()
        self.writing_parts: list[QWidget] = [self.new_title, self.add_button, self.up, self.down, self.delete]

        tools = QHBoxLayout()
        tools.setSpacing(GRID // 2)
        tools.addWidget(self.new_title, 1)
        tools.addWidget(self.add_button)
        moves = QHBoxLayout()
        moves.setSpacing(0)
        moves.addWidget(self._total, 1)
        for made in (self.up, self.down, self.delete):
            moves.addWidget(made)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.table)
        left.addLayout(moves)
        left.addLayout(tools)
        left.addWidget(self.note)
        left.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3 * GRID)
        layout.addLayout(left, 5)
        layout.addWidget(self.editor, 4, Qt.AlignmentFlag.AlignTop)

    def _editor(self) -> Form:
        form = Form()
        self.title = NoteEdit(
            rows=2, max_rows=4, max_length=300, required="Hãy ghi nội dung, hoặc bỏ mục này khỏi chương trình."
        )
        self.part: Choice[AgendaPart] = Choice([(part, PART_NAMES[part]) for part in AgendaPart])
        self.person = LineEdit(placeholder="Đồng chí ...")
        self.minutes = NumberField(0, 600)
        self.papers = LineEdit(placeholder="Số, tên văn bản")
        self.needs_vote = QCheckBox("Có biểu quyết")
        form.add("Nội dung", self.title)
        form.add("Phần trong biên bản", self.part)
        form.add_beside(("Người trình bày", self.person), ("Số phút", self.minutes))
        form.add("Tài liệu", self.papers)
        form.add_widget(self.needs_vote)
        what = "Sửa chương trình"
        self._bound = [
            Bound(self._meeting, self.title, "title", what=what),
            Bound(self._meeting, self.part, "part", what=what),
            Bound(self._meeting, self.person, "person", what=what),
            Bound(self._meeting, self.minutes, "minutes", what=what),
            Bound(self._meeting, self.papers, "papers", what=what),
        ]
        self.needs_vote.clicked.connect(self._vote_changed)
        form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return form

    def _number(self, item: AgendaItem) -> int:
        return [i.id for i in self._view.agenda].index(item.id) + 1 if self._view else 0

    def show_view(self, view: MeetingView) -> None:
        """Show the agenda; the chosen item stays chosen."""
        self._view = view
        self.table.movable = not self._meeting.locked
        self._entry.restore()
        self.table.set_rows(view.agenda)
        frame = 2 * self.table.frameWidth() + 4
        rows = max(1, len(view.agenda))
        self.table.setFixedHeight(rows * scaled(ROW) + self.table.horizontalHeader().sizeHint().height() + frame)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        if self._first:
            self._first = False
            drafted = [item for item in view.agenda if self._meeting.drafted(item, besides="outcome")]
            if drafted:
                self.table.select(drafted[0].id)
        if self.table.current() is None and view.agenda:
            self.table.select(view.agenda[0].id)
        self._select(self.table.current())
        self.note.show_findings(self._meeting.findings)
        self._show_total(view)

    def _show_total(self, view: MeetingView) -> None:
        self._total.setText(total_words(view, joined=self._joined))

    @property
    def total_text(self) -> str:
        """The planned minutes in words, as shown."""
        return self._total.text()

    @Slot(bool)
    def show_joined(self, joined: bool) -> None:
        """Follow whether another meeting is held in the same sitting, which has its own least time."""
        self._joined = joined
        if self._view is not None:
            self._show_total(self._view)

    @Slot(object)
    def _select(self, item: AgendaItem | None) -> None:
        self.editor.setEnabled(item is not None)
        for bound in self._bound:
            bound.aim(item)
        self.needs_vote.setChecked(bool(item and item.needs_vote))
        self.needs_vote.setEnabled(item is not None and not self._meeting.locked)

    @Slot()
    def _vote_changed(self) -> None:
        item = self.table.current()
        if item is not None:
            self._meeting.edit(item, {"needs_vote": self.needs_vote.isChecked()}, what="Sửa chương trình")

    @Slot()
    def add(self) -> None:
        """Add what was typed as a last item."""
        title = self.new_title.value()
        if not title or self._meeting.locked:
            self.new_title.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        current = self.table.current()
        part = current.part if current else AgendaPart.OTHER

        def make(view: MeetingView, session: Session) -> AgendaItem:
            return new_agenda_item(view, session, title, part)

        def added(record_id: bytes) -> None:
            self._wanted = record_id

        self._meeting.add(make, what="Thêm nội dung", then=added, drop=[self._entry.place])
        self.new_title.set_value("")

    @Slot(object, int)
    def place(self, item: AgendaItem, index: int) -> None:
        """Move an item so that it stands at an index, counted from 0."""
        self._meeting.save(lambda session: preparation.place_item(session, item, index))

    def move_up(self) -> None:
        """Move the chosen item up."""
        self._move(-1)

    def move_down(self) -> None:
        """Move the chosen item down."""
        self._move(1)

    def _move(self, steps: int) -> None:
        item = self.table.current()
        if item is not None:
            self._meeting.move(item, steps, lambda view: view.agenda)

    def remove(self) -> None:
        """Take the chosen item off the agenda."""
        item = self.table.current()
        if item is not None:
            self._meeting.remove(item, what="Bỏ nội dung họp", said=f"Đã bỏ nội dung “{item.title}”.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            act = {
                (Qt.Key.Key_Up, True): self.move_up,
                (Qt.Key.Key_Down, True): self.move_down,
                (Qt.Key.Key_Delete, False): self.remove,
            }.get((Qt.Key(event.key()), alt))
            if act is not None:
                act()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.title.setFocus(Qt.FocusReason.OtherFocusReason)
                self.title.selectAll()
                return True
        return super().eventFilter(watched, event)


def total_words(view: MeetingView, *, joined: bool = False) -> str:
    """Return the planned minutes against the least of the rules; a joined meeting is measured with the other."""
    total = sum(item.minutes or 0 for item in view.agenda)
    kind = view.meeting.kind
    least = view.pack.minimum_length(kind, members=view.tally.total)
    words = f"Tổng {length_text(total)}"
    unknown = sum(not item.minutes for item in view.agenda)
    if unknown:
        words += f" ({unknown} nội dung chưa ghi phút)"
    if least is not None and not joined:
        basis = view.pack.length_basis(kind, members=view.tally.total)
        words += f", {'đủ' if total >= least else 'chưa đủ'} tối thiểu {least} phút ({basis})"
    return words + "."


def _told(item: AgendaItem) -> str:
    parts = [item.title, item.person, f"Tài liệu: {item.papers}" if item.papers else ""]
    return "\n".join(part for part in parts if part)
