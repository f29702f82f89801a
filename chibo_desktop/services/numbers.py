"""The register of numbers the cell has given to its papers (sổ đăng ký văn bản)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, next_number, symbol
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.terms import label
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.sheets.writer import Value
from chibo_desktop.storage.book import OWN

_SUBJECT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One line of the register and where the paper's record is opened."""

    number: DocumentNumber
    place: str = ""
    """the place of the window, "" where the paper has no record in this book"""
    target: object = None

    @property
    def id(self) -> bytes:
        """The identity of the number."""
        return self.number.id

    @property
    def symbol(self) -> str:
        """The number as it is said: "05-NQ/CB"."""
        return symbol(self.number.number, self.number.type).removeprefix("Số ")


def register(session: Session, *, term: str | None = None, book: int = OWN) -> list[NumberRow]:
    """Return the register, the newest first; of one term of office if one is named."""
    given = session.book.find(DocumentNumber, book=book)
    if term is not None:
        given = [n for n in given if n.term == term]
    given.sort(key=lambda n: (n.date, n.type.value, n.number, n.id), reverse=True)
    return [_row(session, n, book) for n in given]


def _row(session: Session, number: DocumentNumber, book: int) -> NumberRow:
    subject = number.subject_id
    if subject is None:
        return NumberRow(number)
    if session.book.get(Meeting, subject, book) is not None:
        return NumberRow(number, "meetings", (subject, book))
    resolution = session.book.get(Resolution, subject, book)
    if resolution is not None and resolution.meeting_id is not None:
        return NumberRow(number, "meetings", (resolution.meeting_id, book))
    if resolution is not None:
        return NumberRow(number, "documents", ("resolutions", subject))
    if number.type is DocumentType.PROGRAMME:
        return NumberRow(number, "documents", ("inspections", subject))
    return NumberRow(number)


def terms(session: Session, *, book: int = OWN) -> list[str]:
    """Return the terms of office in which numbers count, the present one first."""
    today = session.clock.today()
    cell = session.cell(book)
    now = cell.term_on(today)
    named = [term.name for term in sorted(cell.terms, key=lambda t: t.since, reverse=True)]
    used = sorted({n.term for n in session.book.find(DocumentNumber, book=book)}, reverse=True)
    return list(dict.fromkeys([*([now.name] if now else []), *named, *used]))


def next_numbers(given: Iterable[DocumentNumber], term: str) -> list[tuple[DocumentType, int]]:
    """Return the next free number of every type the cell has issued in a term, and of the usual ones."""
    given = list(given)
    usual = {DocumentType.RESOLUTION, DocumentType.NOTICE, DocumentType.REPORT, DocumentType.PROGRAMME}
    shown = usual | {n.type for n in given if n.term == term}
    return [(kind, next_number(given, kind, term)) for kind in DocumentType if kind in shown]


def give_number(
    session: Session, doc_type: DocumentType, subject: str, day: date, *, subject_id: bytes | None = None
) -> tuple[DocumentNumber, Changed]:
    """Give a paper the next number of its type in the term of that day; it is never given again.

    Raises UserError without a subject.
    """
    words = clean_line(subject)[:_SUBJECT_LIMIT]
    if not words:
        raise UserError("Chưa có trích yếu.", "Hãy ghi văn bản nói về việc gì rồi lấy số.")
    term = session.cell().term_on(day)
    name = term.name if term else ""
    number = DocumentNumber(
        id=session.new_id(), type=doc_type, term=name,
        number=next_number(session.book.find(DocumentNumber), doc_type, name), date=day, subject=words,
        subject_id=subject_id,
    )  # fmt: skip
    return number, session.save(number, what=f"Lấy số {symbol(number.number, doc_type).removeprefix('Số ')}")


def numbers_table(
    session: Session, *, book: int = OWN, year: int | None = None
) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    """Return columns and rows of the register, or of a year of it, for a spreadsheet."""
    rows: list[tuple[Value, ...]] = [
        (row.symbol, label(row.number.type), row.number.date, row.number.subject, row.number.term)
        for row in register(session, book=book)
        if year is None or row.number.date.year == year
    ]
    return ("Số, ký hiệu", "Loại văn bản", "Ngày", "Trích yếu", "Nhiệm kỳ"), rows
