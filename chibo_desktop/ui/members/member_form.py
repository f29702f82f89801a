"""One member, field by field; it tells of edits and drafts and never touches the book itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.member_edits import (
    earlier_terms,
    recognised_on,
    term_on,
    with_joined,
    with_role,
    with_standing,
)
from chibo_desktop.domain.members import Member, Role, Standing
from chibo_desktop.domain.standings import first_day
from chibo_desktop.ui.fields import Choice, Line, LineEdit, NoteEdit
from chibo_desktop.ui.form import Form, commit_fields
from chibo_desktop.ui.labels import LABELS, date_text, options
from chibo_desktop.ui.members.edits import NAMELESS, Edit
from chibo_desktop.ui.members.member_fields import BoundDate, MonthField, NameField
from chibo_desktop.ui.members.status_periods import StatusPeriods
from chibo_desktop.ui.members.wording import NOT_HERE, same_name_words, term_words
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import scrolled
from chibo_desktop.ui.theme import GRID

LONGEST_NOTE = 4_000
_ROLES: list[tuple[Role | None, str]] = [
    (None, "Không giữ chức vụ"),
    *((role, LABELS[role]) for role in Role),
]


class MemberForm(QWidget):
    """The person on the right of the list.

    `edited(Edit)` comes on leaving a field, `drafted(key, text)` while typing, `dropped(key)` when
    what was typed was taken back by hand, `removal_asked()` from the button at the foot,
    `years_asked()` from the one at the top.
    """

    edited = Signal(object)
    drafted = Signal(str, str)
    dropped = Signal(str)
    removal_asked = Signal()
    years_asked = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._member: Member | None = None
        self._drafted: set[str] = set()
        self.name = NameField()
        self.standing = Choice[Standing](options(Standing))
        self.recognised = BoundDate(self._refuse_recognised)
        self.joined = MonthField(today)
        self.group = LineEdit(placeholder="Ví dụ: Tổ 1")
        self.role = Choice[Role | None](_ROLES)
        self.role_since = BoundDate(self._refuse_role_since, required="Hãy ghi từ ngày nào.")
        self.note = NoteEdit(max_length=LONGEST_NOTE, rows=2, max_rows=8)
        self.same_name = Banner(Level.DUE)
        self.same_name.hide()
        self.earlier = text(role="faint")
        self.periods = StatusPeriods()
        self.remove_button = button("Xóa đảng viên này", self.removal_asked.emit, icon_name="remove")
        self.years_button = button("Xem qua các năm", self.years_asked.emit, icon_name="book")
        self.form = self._form()
        inside = QWidget()
        inside.setObjectName("content")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.years_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        column.addWidget(text(NOT_HERE, "faint"))
        column.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.area = scrolled(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self._connect()

    def _form(self) -> Form:
        form = Form()
        form.add("Họ và tên", self.name)
        form.add_widget(self.same_name)
        form.add_beside(
            ("Chính thức hay dự bị", self.standing),
            ("Ngày công nhận chính thức", self.recognised, "Chưa rõ thì để trống."),
        )
        form.add_beside(
            ("Tháng, năm vào Đảng", self.joined, "Chỉ lưu tháng và năm."), ("Tổ đảng (nếu có)", self.group)
        )
        form.add_beside(("Chức vụ hiện nay", self.role), ("Giữ chức vụ từ ngày", self.role_since))
        form.add_widget(self.earlier)
        form.add_heading("Tình trạng sinh hoạt")
        form.add_widget(self.periods)
        form.add("Ghi chú", self.note)
        return form

    def _lines(self) -> dict[str, Line]:
        return {
            "name": self.name,
            "recognised": self.recognised,
            "joined": self.joined,
            "group": self.group,
            "role_since": self.role_since,
        }

    def _connect(self) -> None:
        handlers: dict[str, Callable[[object], None]] = {
            "name": self._name_left,
            "recognised": self._recognised_left,
            "joined": self._joined_left,
            "group": self._group_left,
            "role_since": self._role_since_left,
        }
        for key, line in self._lines().items():
            line.committed.connect(handlers[key])
            line.draft_changed.connect(partial(self._draft, key))
        self.note.committed.connect(self._note_left)
        self.note.draft_changed.connect(partial(self._draft, "note"))
        self.standing.committed.connect(self._standing_chosen)
        self.role.committed.connect(self._role_chosen)
        self.periods.edited.connect(self.edited)
        self.periods.drafted.connect(self.drafted)

    @property
    def member(self) -> Member | None:
        """Who is shown, as the book last said; None when nobody is."""
        return self._member

    @property
    def is_new(self) -> bool:
        """Whether the person shown is no record yet."""
        return self._member is not None and not self.name.of_record

    # -- showing ------------------------------------------------------------------------------

    def show_member(self, member: Member, *, new: bool = False, drafts: Mapping[str, str] | None = None) -> None:
        """Show another person, with what was being typed about them before a crash."""
        self._member = member
        self._drafted = set(drafts or {})
        self.name.of_record = not new
        self.same_name.hide()
        self._load(member, careful=False)
        self.periods.show_member(member, self._today(), drafts or {})
        for key, line in self._lines().items():
            if drafts and key in drafts:
                line.restore_draft(drafts[key])
        if drafts and "note" in drafts:
            self.note.restore_draft(drafts["note"])
        self._fit_new(new=new)
        self.area.verticalScrollBar().setValue(0)

    def update_member(self, member: Member) -> None:
        """Show what the book now says of the same person; what is being typed is left alone."""
        self._member = member
        self.name.of_record = True
        self._load(member, careful=True)
        self.periods.update_member(member)
        self._fit_new(new=False)

    def show_nobody(self) -> None:
        """Forget who was shown."""
        self._member = None

    def _fit_new(self, *, new: bool) -> None:
        self.periods.add_button.setEnabled(not new)
        self.periods.add_button.setToolTip("Hãy ghi họ và tên trước." if new else "")
        self.years_button.setVisible(not new)
        self.remove_button.setText("Bỏ, không ghi người này" if new else "Xóa đảng viên này")

    def _load(self, member: Member, *, careful: bool) -> None:
        today = self._today()
        term = term_on(member, today)

        def free(field: Line | NoteEdit) -> bool:
            return not (careful and field.dirty)

        if free(self.name):
            self.name.set_value("" if member.name == NAMELESS else member.name)
        if free(self.joined):
            self.joined.set_value(member.joined)
        if free(self.group):
            self.group.set_value(member.group)
        if free(self.note):
            self.note.set_value(member.note)
        self.standing.set_value(member.standing_on(today))
        if free(self.recognised):
            self.recognised.set_value(recognised_on(member))
        self.role.set_value(term.role if term else None)
        if free(self.role_since):
            self.role_since.set_value(term.since if term else None)
        before = earlier_terms(member, today)
        self.earlier.setText("Trước đây: " + "; ".join(term_words(t) for t in before) + ".")
        self.earlier.setVisible(bool(before))
        self._fit_dates()

    def _fit_dates(self) -> None:
        self.form.set_shown(self.recognised, self.standing.value() is Standing.FULL)
        self.form.set_shown(self.role_since, self.role.value() is not None)

    def warn_of(self, same_name: Sequence[Member], other_secretary: str = "") -> None:
        """Say who else bears the name, or is secretary too; neither forbids anything."""
        if same_name:
            self.same_name.say(
                Level.DUE,
                f"Trong sổ đã có: {same_name_words(same_name)}.",
                "Hai người khác nhau thì cứ ghi tiếp. Nếu ghi trùng thì xóa một người.",
            )
        elif other_secretary:
            self.same_name.say(
                Level.DUE,
                f"Đồng chí {other_secretary} cũng đang ghi là bí thư.",
                "Chi bộ chỉ có một bí thư; hãy sửa chức vụ của một trong hai đồng chí.",
            )
        self.same_name.setVisible(bool(same_name or other_secretary))

    def refuse(self, key: str, error: UserError, before: Member) -> None:
        """Say beside a field why it is not in the book; what was typed stays in it."""
        fields: dict[str, Line | NoteEdit | Choice[Standing] | Choice[Role | None]] = {
            **self._lines(), "note": self.note, "standing": self.standing, "role": self.role,
        }  # fmt: skip
        typed = {name: line.text() for name, line in self._lines().items() if name == key}
        note = self.note.toPlainText()
        self._load(before, careful=True)
        field = fields.get(key)
        if isinstance(field, NoteEdit):
            field.set_value(before.note)
            field.restore_draft(note)
        elif isinstance(field, Line):
            self._set_line(key, before)
            field.restore_draft(typed[key])
        if field is not None:
            field.set_problem(f"{error.title} {error.remedy}")

    def _set_line(self, key: str, member: Member) -> None:
        term = term_on(member, self._today())
        if key == "name":
            self.name.set_value("" if member.name == NAMELESS else member.name)
        elif key == "joined":
            self.joined.set_value(member.joined)
        elif key == "group":
            self.group.set_value(member.group)
        elif key == "recognised":
            self.recognised.set_value(recognised_on(member))
        else:
            self.role_since.set_value(term.since if term else None)

    # -- telling ------------------------------------------------------------------------------

    def commit(self) -> bool:
        """Commit every field; drafts of fields typed back to what they were are dropped."""
        good = commit_fields(self)
        dirty = {key for key, line in self._lines().items() if line.dirty}
        dirty |= {"note"} if self.note.dirty else set()
        if not self.is_new:
            for key in sorted(self._drafted - dirty):
                if not key.startswith("period/"):
                    self._drafted.discard(key)
                    self.dropped.emit(key)
        return good

    def words_of(self, key: str) -> str:
        """Return what a field holds, as its draft is kept."""
        if key == "note":
            return self.note.toPlainText()
        if key in {"standing", "role"}:
            value = (self.standing if key == "standing" else self.role).value()
            return value.value if value is not None else ""
        return self.joined.storable_draft() if key == "joined" else self._lines()[key].text()

    def _draft(self, key: str, words: str) -> None:
        self._drafted.add(key)
        self.drafted.emit(key, self.joined.storable_draft() if key == "joined" else words)

    def _tell(self, key: str, change: Callable[[Member], Member]) -> None:
        self.edited.emit(Edit(key, change))

    def _name_left(self, value: object) -> None:
        self.same_name.hide()
        self._tell("name", lambda m: replace(m, name=str(value)))

    def _group_left(self, value: object) -> None:
        self._tell("group", lambda m: replace(m, group=str(value)))

    def _note_left(self, value: object) -> None:
        self._tell("note", lambda m: replace(m, note=str(value)))

    def _joined_left(self, value: object) -> None:
        self._tell("joined", lambda m: with_joined(m, str(value), self._today()))

    def _standing_chosen(self, value: Standing) -> None:
        was = self._member.standing_on(self._today()) if self._member and not self.is_new else value
        if value is Standing.FULL and was is Standing.PROBATIONARY:
            self.recognised.set_value(self._today())
        elif value is Standing.PROBATIONARY:
            self.recognised.set_value(None)
        recognised = self.recognised.value()
        self._fit_dates()
        self._tell("standing", lambda m: with_standing(m, value, recognised, self._today()))

    def _recognised_left(self, value: object) -> None:
        day = value if isinstance(value, date) else None
        self._tell("recognised", lambda m: with_standing(m, Standing.FULL, day, self._today()))

    def _refuse_recognised(self, day: date) -> str | None:
        start = first_day(self.joined.storable_month())
        if start is not None and day < start:
            return f"Ngày này trước tháng vào Đảng ({self.joined.cleaned()})."
        return f"Ngày này chưa tới (hôm nay {date_text(self._today())})." if day > self._today() else None

    def _role_chosen(self, value: Role | None) -> None:
        today = self._today()
        if value is not None:
            self.role_since.set_value(today)
        self._fit_dates()
        self._tell("role", lambda m: with_role(m, value, today, today))

    def _role_since_left(self, value: object) -> None:
        role = self.role.value()
        if role is not None and isinstance(value, date):
            self._tell("role_since", lambda m: with_role(m, role, value, self._today()))

    def _refuse_role_since(self, day: date) -> str | None:
        return f"Ngày này chưa tới (hôm nay {date_text(self._today())})." if day > self._today() else None
