"""Kiểm tra, giám sát: the year's programme, what is late, the form of an item, the printed programme."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout

from chibo_desktop.domain.inspection_progress import InspectionState, end_of_month
from chibo_desktop.domain.inspections import Inspection, InspectionForm
from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.services import inspections
from chibo_desktop.services.inspections import InspectionRow, Programme
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.documents.paged import PagedSection
from chibo_desktop.ui.documents.people_field import PeopleField
from chibo_desktop.ui.documents.record_page import PastDateField, RecordPage
from chibo_desktop.ui.documents.section import ListOrEmpty
from chibo_desktop.ui.fields import Choice, LineEdit, NoteEdit
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import date_text, label, options
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.tables import Column, EmptyState, Tone
from chibo_desktop.ui.theme import GRID, scaled

_TONES: dict[InspectionState, Tone] = {
    InspectionState.LATE: "error", InspectionState.THIS_MONTH: "due", InspectionState.DONE: "done",
}  # fmt: skip


class InspectionPage(RecordPage[Inspection]):
    """The form of one item: what, with whom, when; then what was found."""

    def __init__(self, session: Session) -> None:
        super().__init__(lambda record: bool(record.text))
        self.text = NoteEdit(rows=2, max_rows=5, max_length=300, required="Hãy ghi nội dung kiểm tra, giám sát.")
        self.kind: Choice[InspectionForm] = Choice(options(InspectionForm))
        self.month: Choice[int] = Choice([(0, "Chưa định"), *((n, f"Tháng {n}") for n in range(1, 13))])
        self.owner: Choice[bytes | None] = Choice()
        self.people = PeopleField("Đảng viên là đối tượng")
        self.subject = LineEdit(max_length=200, placeholder="Ví dụ: Tổ đảng số 2")
        self.done_on = PastDateField(session.clock)
        self.meeting: Choice[bytes | None] = Choice()
        self.result = NoteEdit(rows=2, max_rows=8, max_length=4_000)
        self.form.add("Nội dung", self.text)
        self.form.add_beside(("Hình thức", self.kind), ("Thời gian", self.month), ("Người phụ trách", self.owner))
        self.form.add_beside(
            ("Đối tượng là đảng viên", self.people),
            ("Đối tượng khác", self.subject, "Để trống nếu đã chọn đảng viên."),
        )
        self.form.add_heading("Kết quả")
        self.form.add_beside(("Ngày đã làm", self.done_on), ("Báo cáo tại", self.meeting))
        self.form.add("Kết quả, kết luận", self.result)
        self.bind("text", self.text)
        self.bind("form", self.kind)
        self.bind("due", self.month, shown=lambda due: due.month if due else 0, kept=self._due)
        self.bind("owner_id", self.owner)
        self.bind("subject", self.subject)
        self.bind("done_on", self.done_on)
        self.bind("meeting_id", self.meeting)
        self.bind("result", self.result)
        self.people.committed.connect(partial(self.set_part, "member_ids"))

    def _due(self, month: object) -> object:
        year = self.record.year if self.record else 0
        return end_of_month(year, month) if isinstance(month, int) and month else None

    def offer(self, programme: Programme) -> None:
        """Offer the members and the meetings of the book."""
        self.people.set_people(programme.members)
        self.owner.set_options([(None, "Chưa phân công"), *programme.members])
        self.meeting.set_options([
            (None, "Chưa báo cáo"),
            *((m.id, f"{date_text(m.date)}, {label(m.kind).lower()}") for m in programme.meetings),
        ])  # fmt: skip


class InspectionsSection(PagedSection[Inspection]):
    """One year's programme; `enter(id)` opens an item."""

    key = "inspections"
    name = "Kiểm tra, giám sát"
    sentence = "Chương trình kiểm tra, giám sát của năm. Chọn một mục rồi bấm Enter để ghi kết quả."
    concerns: ClassVar[frozenset[str]] = frozenset({"inspection", "member", "meeting", "document_number"})
    exported: ClassVar[str] = "inspections"
    back_words = "Chương trình của năm"
    add_words = "Thêm mục"
    lacking = "Mục mới chưa vào chương trình vì chưa có nội dung."
    page: InspectionPage

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session, InspectionPage(session))
        self._year: int | None = None
        self.programme: Programme | None = None
        self.year: Choice[int] = Choice()
        self.year.setMaximumWidth(scaled(130))
        self.year.setAccessibleName("Năm")
        self.year.committed.connect(self._choose_year)
        self.summary = text(role="faint")
        self.copy_button = button("Lấy từ năm trước", self.copy, icon_name="receive")
        self.number_button = button("Lấy số", self.take_number, icon_name="documents")
        self.print_button = button("In chương trình", self.print, icon_name="print")
        self.table: FittedTable[InspectionRow] = FittedTable(
            [
                Column("Thời gian", _month, key=lambda r: (r.item.due is None, r.item.due), width=108),
                Column("Nội dung", lambda r: r.item.text, width=220, stretch=True, tip=lambda r: r.item.text),
                Column("Hình thức", lambda r: label(r.item.form), width=116),
                Column("Đối tượng", lambda r: r.subject, width=190, tip=lambda r: r.subject),
                Column("Phụ trách", lambda r: r.owner or "Chưa phân công", width=170),
                Column("Tình trạng", _state, width=226, tone=lambda r: _TONES.get(r.state)),
            ],
            name="Chương trình kiểm tra, giám sát",
            identity=lambda r: r.id,
            dropped_first=(2, 4, 3),
        )
        self.table.row_activated.connect(lambda row: self.open(row.id))
        self.table.delete_asked.connect(self.delete)
        self.empty = EmptyState(
            "check",
            "Năm này chưa có chương trình kiểm tra, giám sát",
            "Ghi từng việc kiểm tra, giám sát: nội dung, đối tượng, người phụ trách, tháng làm. "
            "Đến tháng nào chương trình nhắc tháng ấy; cuối năm in ra báo cáo.",
            label="Thêm mục",
            action=self.add,
        )
        self.list = ListOrEmpty(self.table, self.empty)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        words = text("Năm", "fieldLabel", wrap=False)
        words.setBuddy(self.year)
        top.addWidget(words)
        top.addWidget(self.year)
        top.addWidget(self.summary, 1)
        self.list_body.addLayout(top)
        self.list_body.addWidget(flow(self.copy_button, self.number_button, self.print_button))
        self.list_body.addWidget(self.list, 1)
        self.delete_button = button("Xóa mục này", self.delete, icon_name="remove")
        self.page.column.insertWidget(1, flow(self.delete_button))

    def save(self, record: Inspection) -> Changed:
        return inspections.save_inspection(self.session, record)

    def blank(self) -> Inspection:
        return inspections.new_inspection(self.session, self._year or self.session.clock.today().year)

    def read(self, record_id: bytes) -> Inspection | None:
        return inspections.find_inspection(self.session, record_id)

    def enter(self, record: object) -> None:
        """Open an item by its id; the identity of a year's programme shows that year's list."""
        session = self.session

        def work(_: object) -> tuple[Inspection | None, list[int]]:
            item = inspections.find_inspection(session, record) if isinstance(record, bytes) else None
            return item, inspections.years(session)

        def show(found: tuple[Inspection | None, list[int]]) -> None:
            item, years = found
            if item is not None:
                self._year = item.year
                self.fill_list()
                self.open(item.id)
                return
            self._year = next((year for year in years if inspections.programme_id(year) == record), self._year)
            self.show_list()

        self.desk.tasks.run(work, show, owner=self)

    def fill_list(self) -> None:
        session, wanted = self.session, self._year

        def work(_: object) -> tuple[Programme, list[int]]:
            this = session.clock.today().year
            return inspections.programme(session, wanted or this), [this + 1, *inspections.years(session)]

        self.desk.tasks.run(work, self._show, owner=self)

    def _show(self, found: tuple[Programme, list[int]]) -> None:
        shown, years = found
        if self._year not in {None, shown.year}:
            return
        self._year, self.programme = shown.year, shown
        self.year.set_options([(year, str(year)) for year in sorted({*years, shown.year}, reverse=True)])
        self.year.set_value(shown.year)
        self.page.offer(shown)
        if self.on_form and self.page.record is not None:
            self.form_shown(self.page.record)
        self.summary.setText(_summary(shown))
        self.copy_button.setVisible(bool(shown.last_year))
        self.number_button.setVisible(bool(shown.rows) and shown.number is None)
        self.print_button.setVisible(bool(shown.rows))
        self.list.set_rows(shown.rows)
        self.set_listed(shown.rows, shown.year)
        if shown.rows and self.table.current() is None:
            self.table.selectRow(0)

    def form_shown(self, record: Inspection) -> None:
        self.page.people.set_value(record.member_ids)
        if not self.page.owner.hasFocus():
            self.page.owner.set_value(record.owner_id)
        if not self.page.meeting.hasFocus():
            self.page.meeting.set_value(record.meeting_id)

    @Slot(object)
    def _choose_year(self, year: int) -> None:
        self._year = year
        self.fill_list()

    # -- acts -----------------------------------------------------------------------------------

    def copy(self) -> None:
        """Take over what last year's programme has and this one has not."""
        session, shown = self.session, self.programme
        if shown is not None:
            self.act(
                lambda: inspections.copy_last_year(session, shown.year),
                f"Đã lấy {shown.last_year} mục của năm {shown.year - 1}.",
                remedy="Xem lại tháng và người phụ trách của từng mục.",
                busy=self.copy_button,
            )

    def take_number(self) -> None:
        """Give the year's programme its number."""
        session, year = self.session, self._year
        if year is not None:
            self.act(
                lambda: inspections.issue_number(session, year),
                f"Đã lấy số cho chương trình năm {year}.",
                busy=self.number_button,
            )

    def print(self) -> None:
        """Ask where the programme goes and write it."""
        session, year = self.session, self._year
        if year is not None:
            self.save_as(
                "chương trình kiểm tra, giám sát",
                inspections.suggested_name(year),
                lambda target: inspections.save_programme(session, year, target),
            )

    @Slot()
    def delete(self) -> None:
        """Take the item in the form, or the chosen one of the list, off the programme; it can be undone."""
        row = self.table.current()
        record = self.page.record if self.on_form else row.item if row else None
        if record is None:
            return
        session, item_id = self.session, record.id
        self.drop_form()
        self.act(lambda: inspections.delete_inspection(session, item_id), "Đã xóa mục khỏi chương trình.")


def _month(row: InspectionRow) -> str:
    return f"Tháng {row.item.due.month}" if row.item.due else "Chưa định"


def _state(row: InspectionRow) -> str:
    if row.state is InspectionState.DONE:
        return f"{row.state.sign} {row.state.word} {date_text(row.item.done_on)}"
    return f"{row.state.sign} {row.state.word}"


def _summary(shown: Programme) -> str:
    if not shown.rows:
        return ""
    words = f"{len(shown.rows)} mục, đã làm {shown.done}"
    if shown.late:
        words = f"{words}, quá hạn {shown.late}"
    if shown.number is not None:
        words = f"{words}. {symbol(shown.number.number, DocumentType.PROGRAMME)}"
    return f"{words}."
