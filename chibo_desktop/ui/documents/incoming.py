"""Văn bản đến: documents from above, their files, the meetings at which they were made known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.secrecy_marks import secrecy_mark
from chibo_desktop.services import incoming
from chibo_desktop.services.books import SECRECY_NOTICE
from chibo_desktop.services.incoming import IncomingRow, Offer, SecrecyError
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.dialogs import Dialog, choose_file
from chibo_desktop.ui.documents.paged import PagedSection
from chibo_desktop.ui.documents.record_page import PastDateField, RecordPage
from chibo_desktop.ui.documents.section import ListOrEmpty
from chibo_desktop.ui.fields import Choice, LineEdit, NoteEdit
from chibo_desktop.ui.fitted_table import FittedTable
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.labels import date_text, label, size_text
from chibo_desktop.ui.messages import Banner, Level, ask
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.tables import Column, EmptyState
from chibo_desktop.ui.theme import GRID

_FILTERS = f"Văn bản, ảnh chụp ({' '.join(f'*.{ending}' for ending in incoming.FILE_TYPES)})"


@dataclass(frozen=True, slots=True)
class _Read:
    rows: list[IncomingRow]
    meetings: list[Meeting]
    offer: Offer | None


class KnownDialog(Dialog):
    """At which meeting a document was made known."""

    def __init__(self, parent: QWidget, document: IncomingDocument, meetings: list[Meeting]) -> None:
        name = document.symbol or document.title
        super().__init__(parent, "Ghi đã quán triệt", f"{name} được quán triệt ở cuộc họp nào?", yes="Ghi")
        self.meeting: Choice[bytes | None] = Choice(_options(meetings))
        self.form = Form()
        self.form.add("Cuộc họp", self.meeting)
        self.body.addWidget(self.form)
        self.meeting.set_value(document.meeting_id or (meetings[0].id if meetings else None))
        self.meeting.setFocus()


class IncomingPage(RecordPage[IncomingDocument]):
    """The form of one document below the notice on secrecy."""

    def __init__(self, session: Session) -> None:
        super().__init__(lambda record: bool(record.title))
        self.symbol = LineEdit(max_length=200, placeholder="Ví dụ: 42-HD/BTCTW")
        self.issuer = LineEdit(max_length=200, placeholder="Ví dụ: Đảng ủy xã")
        self.title = NoteEdit(rows=1, max_rows=4, max_length=300, required="Hãy ghi văn bản nói về việc gì.")
        self.dated = PastDateField(session.clock)
        self.received = PastDateField(session.clock)
        self.meeting: Choice[bytes | None] = Choice()
        self.note = NoteEdit(rows=1, max_rows=5, max_length=4_000)
        self.file_words = text()
        self.file_words.setObjectName("body")
        self.warning = Banner(Level.DUE)
        self.warning.hide()
        self.form.add_beside(("Số, ký hiệu", self.symbol), ("Cơ quan ban hành", self.issuer))
        self.form.add("Trích yếu", self.title)
        self.form.add_widget(self.warning)
        self.form.add_beside(
            ("Ngày văn bản", self.dated), ("Ngày nhận", self.received), ("Quán triệt tại", self.meeting)
        )
        self.form.add("Ghi chú", self.note)
        self.bind("symbol", self.symbol)
        self.bind("issuer", self.issuer)
        self.bind("title", self.title)
        self.bind("dated", self.dated)
        self.bind("received_on", self.received)
        self.bind("meeting_id", self.meeting)
        self.bind("note", self.note)
        for field in (self.symbol, self.title):
            field.committed.connect(self.warn)

    @Slot()
    def warn(self) -> None:
        """Say beside the words that they bear a mark of secrecy."""
        found = secrecy_mark(self.symbol.value(), self.title.value())
        if found:
            self.warning.say(
                Level.DUE, f"Ở đây có chữ “{found}”.", "Nếu là tài liệu mật, bấm Xóa văn bản này để đưa ra khỏi sổ."
            )
        self.warning.setVisible(bool(found))


class IncomingSection(PagedSection[IncomingDocument]):
    """All documents, those not made known first; `enter(id)` opens one."""

    key = "incoming"
    name = "Văn bản đến"
    sentence = "Văn bản của cấp trên và việc quán triệt. Chọn một dòng rồi bấm Enter để mở."
    concerns: ClassVar[frozenset[str]] = frozenset({"incoming_document", "meeting", "agenda_item"})
    exported: ClassVar[str] = "incoming"
    back_words = "Danh sách văn bản đến"
    add_words = "Thêm văn bản"
    lacking = "Văn bản mới chưa vào sổ vì chưa có trích yếu."
    page: IncomingPage

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session, IncomingPage(session))
        self._meetings: list[Meeting] = []
        self._offer: Offer | None = None
        self._removed: dict[bytes, bytes] = {}
        """files that went with what was deleted here, so that undo brings them back"""
        self._rows: dict[bytes, IncomingRow] = {}
        self.search = LineEdit(placeholder="Tìm theo số, trích yếu, cơ quan")
        self.search.setAccessibleName("Tìm văn bản")
        self.search.textChanged.connect(self._filter)
        self.summary = text(role="faint", wrap=False)
        self.offer = Banner(Level.INFO, button="Ghi đã quán triệt")
        self.offer.acted.connect(self.take_offer)
        self.offer.hide()
        self.known_button = button("Quán triệt tại …", self.ask_known, icon_name="meetings")
        self.file_button = button("Mở tệp", self.open_file, icon_name="file")
        self.table: FittedTable[IncomingRow] = FittedTable(
            [
                Column("Số, ký hiệu", lambda r: r.document.symbol or "Không số", width=160),
                Column("Trích yếu", lambda r: r.document.title, width=180, stretch=True, tip=_tip),
                Column("Cơ quan", lambda r: r.document.issuer, width=150),
                Column("Ngày nhận", lambda r: date_text(r.document.received_on), key=_received, width=138),
                Column("Quán triệt", _known, width=256, tone=lambda r: "done" if r.known else "due"),
                Column("Tệp", lambda r: "Có tệp" if r.has_file else "", width=86),
            ],
            name="Văn bản đến",
            identity=lambda r: r.id,
            dropped_first=(2, 3, 5),
        )
        self.table.row_activated.connect(lambda row: self.open(row.id))
        self.table.row_selected.connect(self._selected)
        self.table.delete_asked.connect(self.delete)
        self.empty = EmptyState(
            "documents",
            "Chưa ghi văn bản nào của cấp trên",
            "Ghi số, trích yếu, ngày nhận; chọn tệp nếu có. Văn bản chưa quán triệt tự vào gợi ý chương trình "
            f"cuộc họp sau.\n{SECRECY_NOTICE}",
            label="Thêm văn bản",
            action=self.add,
        )
        self.list = ListOrEmpty(self.table, self.empty)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.search, 1)
        top.addWidget(self.known_button)
        top.addWidget(self.file_button)
        self.list_body.addLayout(top)
        self.list_body.addWidget(self.offer)
        self.list_body.addWidget(self.list, 1)
        self.list_body.addWidget(self.summary)
        self.notice = Banner(Level.DUE, SECRECY_NOTICE)
        self.form_head.insertWidget(0, self.notice)
        self._build_file_row()

    def _build_file_row(self) -> None:
        self.choose_button = button("Chọn tệp …", self.choose_file, icon_name="folder")
        self.page_file_button = button("Mở tệp", self.open_file, icon_name="file")
        self.detach_button = button("Bỏ tệp", self.detach, icon_name="remove")
        self.delete_button = button("Xóa văn bản này", self.delete, icon_name="remove")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(text("Tệp", "fieldLabel"))
        column.addWidget(self.page.file_words)
        column.addWidget(flow(self.choose_button, self.page_file_button, self.detach_button, self.delete_button))
        self.page.column.insertWidget(1, holder)

    def save(self, record: IncomingDocument) -> Changed:
        return incoming.save_document(self.session, record)

    def blank(self) -> IncomingDocument:
        return incoming.new_document(self.session)

    def read(self, record_id: bytes) -> IncomingDocument | None:
        return incoming.find_document(self.session, record_id)

    def fill_list(self) -> None:
        session = self.session

        def work(_: object) -> _Read:
            return _Read(
                incoming.list_incoming(session), incoming.meetings_to_choose(session), incoming.offered(session)
            )

        self.desk.tasks.run(work, self._show, owner=self)

    def _show(self, found: _Read) -> None:
        self._meetings, self._offer = found.meetings, found.offer
        self._rows = {row.id: row for row in found.rows}
        self.page.meeting.set_options([(None, "Chưa quán triệt"), *_options(found.meetings)])
        if self.on_form and self.page.record is not None:
            self.form_shown(self.page.record)
        self.list.set_rows(found.rows)
        if found.rows and self.table.current() is None:
            self.table.selectRow(0)
        waiting = sum(not row.known for row in found.rows)
        self.summary.setText(f"{len(found.rows)} văn bản, {waiting} chưa quán triệt." if found.rows else "")
        self.search.setVisible(bool(found.rows))
        self.set_listed(found.rows)
        self._show_offer()
        self._selected(self.table.current())

    def _show_offer(self) -> None:
        offer = self._offer
        if offer is not None:
            names = ", ".join(d.symbol or d.title for d in offer.documents)
            self.offer.say(
                Level.INFO,
                f"Cuộc họp ngày {date_text(offer.meeting.date)} có trong chương trình: {names}.",
                button="Ghi đã quán triệt",
            )
        self.offer.setVisible(offer is not None)

    def form_shown(self, record: IncomingDocument) -> None:
        page = self.page
        row = self._rows.get(record.id)
        here = row is not None and row.has_file
        if not page.meeting.hasFocus():
            page.meeting.set_value(record.meeting_id)
        if here:
            page.file_words.setText(f"{record.file_name} ({size_text(record.file_size)})")
        elif record.file_name:
            page.file_words.setText(f"✗ Tệp {record.file_name} không còn trong sổ. Chọn lại tệp nếu cần.")
        else:
            page.file_words.setText("Chưa có tệp. Tệp chọn vào được giữ trong sổ đã khóa, nhiều nhất 20 MB.")
        self.page_file_button.setVisible(here)
        self.detach_button.setVisible(bool(record.file_name))
        page.warn()

    @Slot(str)
    def _filter(self, words: str) -> None:
        self.table.set_filter(words)

    @Slot(object)
    def _selected(self, row: IncomingRow | None) -> None:
        self.known_button.setVisible(row is not None and bool(self._meetings))
        self.file_button.setVisible(row is not None and row.has_file)

    # -- made known -----------------------------------------------------------------------------

    @Slot()
    def take_offer(self) -> None:
        """Write what stood on the agenda of the meeting held as made known there."""
        offer, session = self._offer, self.session
        if offer is not None:
            ids = [d.id for d in offer.documents]
            self.act(
                lambda: incoming.make_known(session, ids, offer.meeting.id),
                f"Đã ghi quán triệt {len(ids)} văn bản tại cuộc họp ngày {date_text(offer.meeting.date)}.",
            )

    def ask_known(self) -> None:
        """Ask at which meeting the chosen document was made known."""
        row, session = self.table.current(), self.session
        if row is None:
            return
        dialog = KnownDialog(self, row.document, self._meetings)

        def wanted() -> None:
            meeting_id = dialog.meeting.value()
            if meeting_id is not None:
                self.act(lambda: incoming.make_known(session, [row.id], meeting_id), "Đã ghi nơi quán triệt.")

        dialog.accepted.connect(wanted)
        dialog.open()

    # -- the file -------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for the document's file."""
        if not self.page.commit():
            return
        choose_file(self, "Chọn tệp của văn bản", _FILTERS, self.attach)

    def attach(self, path: Path, *, not_secret: bool = False) -> None:
        """Keep a file with the document in the form; a mark of secrecy asks to stop."""
        record, session = self.page.record, self.session
        if record is None:
            return

        def failed(error: UserError) -> None:
            if isinstance(error, SecrecyError):
                self._ask_secret(error, path)
            else:
                self.refused(error)

        self.act(
            lambda: incoming.attach(session, record, path, not_secret=not_secret),
            f"Đã giữ tệp {path.name} trong sổ.",
            failed=failed,
            busy=self.choose_button,
        )

    def _ask_secret(self, error: SecrecyError, path: Path) -> None:
        dialog = ask(
            self,
            f"Văn bản này có chữ “{error.mark}”",
            f"{SECRECY_NOTICE} Nếu đây là tài liệu mật, hãy dừng lại.",
            yes="Không phải tài liệu mật, thêm tệp",
            no="Dừng lại",
            on_yes=lambda: QTimer.singleShot(0, self, lambda: self.attach(path, not_secret=True)),
            danger=True,
        )
        dialog.setObjectName("secrecy")

    def open_file(self) -> None:
        """Ask where the file goes, write it there and open it; nothing is written anywhere else."""
        row = self.table.current()
        record = self.page.record if self.on_form else row.document if row else None
        if record is None or not record.file_name:
            return
        session, document_id = self.session, record.id
        ending = Path(record.file_name).suffix
        self.save_as(
            "tệp của văn bản",
            record.file_name,
            lambda target: incoming.save_file(session, document_id, target),
            filters=f"Tệp (*{ending})",
        )

    def detach(self) -> None:
        """Take the file away from the document in the form; undo brings it back."""
        record, session = self.page.record, self.session
        if record is not None:

            def work() -> Changed:
                changed, removed = incoming.detach(session, record)
                self._removed |= removed
                return changed

            self.act(work, "Đã bỏ tệp khỏi sổ.")

    @Slot()
    def delete(self) -> None:
        """Delete the document in the form, or the chosen one of the list, with its file; undo brings both back."""
        row = self.table.current()
        record = self.page.record if self.on_form else row.document if row else None
        if record is None:
            return
        session, document_id = self.session, record.id
        self.drop_form()

        def work() -> Changed:
            changed, removed = incoming.delete_document(session, document_id)
            self._removed |= removed
            return changed

        self.act(work, "Đã xóa văn bản khỏi sổ.")

    def take_back(self) -> tuple[str | None, Changed]:
        undone = super().take_back()
        incoming.put_back(self.session, self._removed)
        return undone


def _options(meetings: list[Meeting]) -> list[tuple[bytes | None, str]]:
    return [(m.id, f"{date_text(m.date)}, {label(m.kind).lower()}") for m in meetings]


def _known(row: IncomingRow) -> str:
    if row.meeting is not None:
        return f"✓ Họp {date_text(row.meeting.date)}"
    if row.known:
        return "✓ Đã quán triệt"
    days = f", {row.waiting} ngày" if row.waiting else ""
    return f"! Chưa quán triệt{days}"


def _received(row: IncomingRow) -> str:
    return row.document.received_on.isoformat() if row.document.received_on else ""


def _tip(row: IncomingRow) -> str:
    return f"{row.document.title}\n{row.document.note}".strip()
