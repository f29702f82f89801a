"""Documents from above: number, title, file, and where they were made known to the cell (văn bản đến)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import place_error
from chibo_desktop.common.text import clean, clean_line, fold
from chibo_desktop.domain.incoming import MAX_FILE, IncomingDocument
from chibo_desktop.domain.meetings import AgendaItem, Meeting
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.secrecy_marks import secrecy_mark
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.sheets.writer import Value
from chibo_desktop.storage import attachments
from chibo_desktop.storage.book import OWN

FILE_TYPES = ("pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "jpg", "jpeg", "png", "tif", "tiff")
"""endings of the files a document may have: papers and pictures, nothing that a computer would run"""
WAITING_LONG = 30
"""days after which a document not yet made known is reminded of"""
_NAME_LIMIT = 200
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')


class SecrecyError(UserError):
    """The words or the file's name bear a mark of secrecy; the person decides whether it is one."""

    def __init__(self, mark: str) -> None:
        super().__init__(
            f"Văn bản này có chữ “{mark}”.",
            "Tài liệu có mức độ Mật, Tối mật, Tuyệt mật không được đưa vào phần mềm này.",
        )
        self.mark = mark


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """A document as the list shows it on a day."""

    document: IncomingDocument
    meeting: Meeting | None
    """where it was made known"""
    waiting: int | None
    """days since it was received, None once it was made known or where no day is known"""
    has_file: bool
    """whether its file is in this book"""

    @property
    def id(self) -> bytes:
        """The identity of the document."""
        return self.document.id

    @property
    def known(self) -> bool:
        """Whether it was made known to the cell."""
        return self.document.meeting_id is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """Documents that stood on the agenda of a meeting already held, and are not written as made known."""

    meeting: Meeting
    documents: tuple[IncomingDocument, ...]


def list_incoming(session: Session, *, book: int = OWN) -> list[IncomingRow]:
    """Return all documents: those not made known first, then the latest received first."""
    today = session.clock.today()
    meetings = {m.id: m for m in session.book.find(Meeting, book=book)}
    files = attachments.kept(session.book) if book == OWN else set()
    rows = []
    for document in session.book.find(IncomingDocument, book=book):
        since = document.received_on or document.dated
        waiting = (today - since).days if since and document.meeting_id is None else None
        has_file = document.file_sha256 in files
        rows.append(IncomingRow(document, meetings.get(document.meeting_id or b""), waiting, has_file))
    rows.sort(key=lambda r: (r.document.received_on or r.document.dated or date.min, r.id), reverse=True)
    return sorted(rows, key=lambda r: r.known)


def waiting_long(session: Session) -> list[IncomingDocument]:
    """Return what came more than `WAITING_LONG` days ago and was not made known, the oldest first."""
    last = session.clock.today() - timedelta(days=WAITING_LONG)
    found = [
        (d.received_on or d.dated or date.max, d) for d in session.book.find(IncomingDocument, meeting_id=None)
    ]
    return [d for came, d in sorted(found, key=lambda f: (f[0], f[1].id)) if came < last]


def meetings_to_choose(session: Session) -> list[Meeting]:
    """Return the meetings at which a document may have been made known, the latest first: those not to come."""
    today = session.clock.today()
    used = {d.meeting_id for d in session.book.find(IncomingDocument)}
    meetings = [m for m in session.book.find(Meeting) if m.date <= today or m.id in used]
    return sorted(meetings, key=lambda m: (m.date, m.id), reverse=True)


def find_document(session: Session, document_id: bytes) -> IncomingDocument | None:
    """Return a document, None if it is no longer there."""
    return session.book.get(IncomingDocument, document_id)


def new_document(session: Session) -> IncomingDocument:
    """Return a blank document received today; not saved, without symbol and title."""
    return IncomingDocument(id=session.new_id(), symbol="", title="", received_on=session.clock.today())


def save_document(session: Session, document: IncomingDocument) -> Changed:
    """Save what is written of a document; its file stays as the book has it.

    Raises UserError without a title, for days to come, or made known before it was written.
    """
    if document.meeting_id is not None:
        _refuse_early(document, session.book.get(Meeting, document.meeting_id))
    return session.save(_tidy(session, _with_kept_file(session, document)), what="Sửa văn bản đến")


def _with_kept_file(session: Session, document: IncomingDocument) -> IncomingDocument:
    kept = session.book.get(IncomingDocument, document.id)
    if kept is None:
        return document
    return msgspec.structs.replace(
        document, file_name=kept.file_name, file_sha256=kept.file_sha256, file_size=kept.file_size
    )


def _tidy(session: Session, document: IncomingDocument) -> IncomingDocument:
    tidy = msgspec.structs.replace(
        document, symbol=clean_line(document.symbol), title=clean_line(document.title),
        issuer=clean_line(document.issuer), note=clean(document.note),
    )  # fmt: skip
    if not tidy.title:
        raise UserError("Chưa ghi trích yếu của văn bản.", "Hãy ghi văn bản nói về việc gì rồi lưu lại.")
    if tidy.received_on is not None and tidy.received_on > session.clock.today():
        raise UserError("Ngày nhận không thể ở sau hôm nay.", "Hãy ghi ngày chi bộ nhận văn bản.")
    return tidy


def delete_document(session: Session, document_id: bytes) -> tuple[Changed, dict[bytes, bytes]]:
    """Delete a document, and its file if no other document has the same one.

    Returns the removed file by its digest: `put_back` keeps it again when the deletion is undone.
    """
    found = session.book.get(IncomingDocument, document_id)
    changed = session.save(delete=[found] if found else [], what="Xóa văn bản đến")
    return changed, _drop_unused(session)


def _drop_unused(session: Session) -> dict[bytes, bytes]:
    used = {d.file_sha256 for d in session.book.find(IncomingDocument) if d.file_sha256}
    return attachments.drop_unused(session.book, used)


def put_back(session: Session, files: Mapping[bytes, bytes]) -> None:
    """Keep removed files again that a document has once more."""
    used = {d.file_sha256 for d in session.book.find(IncomingDocument)}
    for digest, data in files.items():
        if digest in used:
            attachments.keep(session.book, data)


# -- the file -------------------------------------------------------------------------------------


def attach(session: Session, document: IncomingDocument, path: Path, *, not_secret: bool = False) -> Changed:
    """Keep a file with a document and save both.

    Raises SecrecyError where symbol, title or the file's name bear a mark of secrecy and the person
    has not said that it is none; UserError for a file above 20 MB, an empty one, or no paper's type.
    """
    mark = secrecy_mark(document.symbol, document.title, path.name)
    if mark and not not_secret:
        raise SecrecyError(mark)
    data = _read(path)
    digest = attachments.keep(session.book, data)
    named = msgspec.structs.replace(
        document, file_name=plain_name(path.name), file_sha256=digest, file_size=len(data)
    )
    try:
        return session.save(_tidy(session, named), what="Thêm tệp của văn bản đến")
    finally:
        _drop_unused(session)


def _read(path: Path) -> bytes:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FILE_TYPES:
        raise UserError(
            f"Tệp {path.name} không phải văn bản hoặc ảnh chụp văn bản.",
            "Hãy chọn tệp PDF, Word, Excel, ảnh JPG hoặc PNG.",
        )
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise place_error(error, path) from error
    if len(data) > MAX_FILE:
        raise UserError(
            f"Tệp {path.name} lớn hơn 20 MB nên không giữ trong sổ.",
            "Hãy quét lại với độ nét thấp hơn, hoặc chỉ ghi số và trích yếu.",
        )
    if not data:
        raise UserError(f"Tệp {path.name} trống rỗng.", "Hãy chọn tệp khác.")
    return data


def plain_name(name: str) -> str:
    """Return a file name that every system can write, its ending kept."""
    plain = _FORBIDDEN.sub("-", clean_line(name))
    stem, dot, ending = plain.rpartition(".")
    return f"{stem.strip(' .')[: _NAME_LIMIT - 10] or 'van-ban'}{dot}{ending}"


def detach(session: Session, document: IncomingDocument) -> tuple[Changed, dict[bytes, bytes]]:
    """Take the file away from a document; as `delete_document` returns what was removed."""
    bare = msgspec.structs.replace(document, file_name="", file_sha256=b"", file_size=0)
    changed = session.save(bare, what="Bỏ tệp của văn bản đến")
    return changed, _drop_unused(session)


def save_file(session: Session, document_id: bytes, target: Path) -> Path:
    """Write a document's file where the person says; nothing is written anywhere else. Raises UserError."""
    document = session.book.get(IncomingDocument, document_id)
    data = attachments.read(session.book, document.file_sha256) if document and document.file_sha256 else None
    if data is None:
        raise UserError("Tệp của văn bản này không còn trong sổ.", "Hãy bấm Chọn tệp và chọn lại tệp ấy.")
    # Drawing papers is heavy to load, and the first screen reads this module.
    from chibo_desktop.services.papers import save_paper

    return save_paper(data, target)


# -- made known -----------------------------------------------------------------------------------


def make_known(session: Session, ids: Iterable[bytes], meeting_id: bytes | None) -> Changed:
    """Say at which meeting documents were made known to the cell, None: not yet.

    Raises UserError when the meeting is gone or was held before a document was written.
    """
    wanted = set(ids)
    documents = [d for d in session.book.find(IncomingDocument) if d.id in wanted]
    if meeting_id is not None:
        meeting = session.book.get(Meeting, meeting_id)
        if meeting is None:
            raise UserError("Cuộc họp này không còn trong sổ.", "Hãy chọn cuộc họp khác.")
        for document in documents:
            _refuse_early(document, meeting)
    made = [msgspec.structs.replace(d, meeting_id=meeting_id) for d in documents]
    return session.save(*made, what="Ghi quán triệt văn bản")


def _refuse_early(document: IncomingDocument, meeting: Meeting | None) -> None:
    if meeting is not None and document.dated is not None and meeting.date < document.dated:
        raise UserError(
            f"Cuộc họp ngày {meeting.date:%d/%m/%Y} có trước ngày văn bản {document.dated:%d/%m/%Y}.",
            "Hãy chọn cuộc họp sau ngày văn bản, hoặc sửa ngày văn bản.",
        )


def offered(session: Session) -> Offer | None:
    """Return what stood on the agenda of the latest meeting held and is not written as made known."""
    today = session.clock.today()
    waiting = [d for d in session.book.find(IncomingDocument) if d.meeting_id is None]
    held = sorted((m for m in session.book.find(Meeting) if m.date <= today), key=lambda m: (m.date, m.id))
    for meeting in reversed(held[-6:]):
        lines = [fold(f"{i.title} {i.papers}") for i in session.book.find(AgendaItem, meeting_id=meeting.id)]
        named = [
            d for d in waiting
            if (d.received_on or d.dated or date.min) <= meeting.date and any(_named_in(d, line) for line in lines)
        ]  # fmt: skip
        if named:
            return Offer(meeting, tuple(named))
    return None


def _named_in(document: IncomingDocument, line: str) -> bool:
    """Whether a folded line of an agenda names a document by its whole symbol, or by its title."""
    wanted = fold(document.symbol) or fold(document.title)
    return re.search(rf"(?<![\w/-]){re.escape(wanted)}(?![\w/-])", line) is not None


COLUMNS = (
    "Số, ký hiệu", "Trích yếu", "Cơ quan ban hành", "Ngày văn bản", "Ngày nhận", "Quán triệt", "Tệp", "Ghi chú",
)  # fmt: skip


def incoming_table(
    session: Session, *, book: int = OWN, year: int | None = None
) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    """Return columns and rows of all documents, or those received in a year, for a spreadsheet."""
    rows: list[tuple[Value, ...]] = [
        (
            row.document.symbol, row.document.title, row.document.issuer, row.document.dated,
            row.document.received_on, known_words(row), row.document.file_name, row.document.note,
        )
        for row in list_incoming(session, book=book)
        if year is None or _year_of(row.document) == year
    ]  # fmt: skip
    return COLUMNS, rows


def _year_of(document: IncomingDocument) -> int | None:
    day = document.received_on or document.dated
    return day.year if day else None


def known_words(row: IncomingRow) -> str:
    """Return where a document was made known, in words."""
    if row.meeting is not None:
        return f"{meeting_title(row.meeting)} ({short_date(row.meeting.date)})"
    return "Đã quán triệt" if row.known else "Chưa quán triệt"
