"""The year's programme of inspection and supervision (chương trình kiểm tra, giám sát)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import named_id
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.inspection_paper import ProgrammePaper, compose_programme, subject_words
from chibo_desktop.domain.inspection_progress import InspectionState, carried_over, state_of
from chibo_desktop.domain.inspections import Inspection, InspectionForm
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.members import all_members
from chibo_desktop.services.numbers import give_number
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.sheets.writer import Value
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One item as the list shows it on a day."""

    item: Inspection
    subject: str
    """members by name, then the words"""
    owner: str
    state: InspectionState
    meeting: Meeting | None
    """the meeting it was reported to, if the book still has it"""

    @property
    def id(self) -> bytes:
        """The identity of the item."""
        return self.item.id


@dataclass(frozen=True, slots=True)
class Programme:
    """One year's programme and what its form offers to choose from."""

    year: int
    rows: tuple[InspectionRow, ...]
    members: tuple[tuple[bytes, str], ...]
    meetings: tuple[Meeting, ...]
    """the latest first"""
    number: DocumentNumber | None
    last_year: int
    """how many items of the year before are not in this one"""

    @property
    def late(self) -> int:
        """How many items are past their month."""
        return sum(row.state is InspectionState.LATE for row in self.rows)

    @property
    def done(self) -> int:
        """How many items are done."""
        return sum(row.state is InspectionState.DONE for row in self.rows)


def programme_id(year: int) -> bytes:
    """Return the identity under which a year's programme bears its number."""
    return named_id(f"inspection programme:{year}")


def years(session: Session, *, book: int = OWN) -> list[int]:
    """Return the years that have a programme, and this one, the latest first."""
    found = {item.year for item in session.book.find(Inspection, book=book)}
    return sorted({*found, session.clock.today().year}, reverse=True)


def items_of(session: Session, year: int, *, book: int = OWN) -> list[Inspection]:
    """Return the items of a year by month, those without a month last."""
    found = session.book.find(Inspection, book=book, year=year)
    return sorted(found, key=lambda i: (i.due or date.max, i.position, i.id))


def programme(session: Session, year: int, *, book: int = OWN) -> Programme:
    """Return a year's programme as it stands today."""
    today = session.clock.today()
    members = all_members(session, book=book)
    names = {m.id: m.name for m in members}
    meetings = {m.id: m for m in session.book.find(Meeting, book=book)}
    items = items_of(session, year, book=book)
    here = {m.id for m in members if m.belongs_on(today)}
    used = {i for item in items for i in (*item.member_ids, item.owner_id) if i is not None}
    return Programme(
        year=year,
        rows=tuple(
            InspectionRow(
                item, subject_words(item, names), names.get(item.owner_id or b"", ""), state_of(item, today),
                meetings.get(item.meeting_id or b""),
            )
            for item in items
        ),
        members=tuple((m.id, m.name) for m in members if m.id in here | used),
        meetings=tuple(sorted(meetings.values(), key=lambda m: (m.date, m.id), reverse=True)),
        number=number_of(session, year, book=book),
        last_year=len(_not_yet(session, year, book)),
    )  # fmt: skip


def asking(session: Session) -> list[InspectionRow]:
    """Return what is late or to be done this month of this year's and last year's programme, by month."""
    today = session.clock.today()
    found = session.book.find(Inspection, year={today.year - 1, today.year})
    due = [i for i in found if state_of(i, today) in {InspectionState.LATE, InspectionState.THIS_MONTH}]
    names = {m.id: m.name for m in session.book.find(Member)} if due else {}
    told = {i.meeting_id for i in due if i.meeting_id is not None}
    meetings = {m.id: m for m in session.book.find(Meeting, id=told)} if told else {}
    due.sort(key=lambda i: (i.year, i.due or date.max, i.position, i.id))
    return [
        InspectionRow(
            i, subject_words(i, names), names.get(i.owner_id or b"", ""), state_of(i, today),
            meetings.get(i.meeting_id or b""),
        )
        for i in due
    ]  # fmt: skip


def _not_yet(session: Session, year: int, book: int = OWN) -> list[Inspection]:
    here = {m.id for m in all_members(session, book=book) if m.belongs_on(session.clock.today())}
    present = items_of(session, year, book=book)
    return carried_over(items_of(session, year - 1, book=book), year, present=present, members=here)


def find_inspection(session: Session, item_id: bytes) -> Inspection | None:
    """Return an item of any year, None if it is no longer there."""
    return session.book.get(Inspection, item_id)


def new_inspection(session: Session, year: int) -> Inspection:
    """Return a blank item to fill in; not saved, without a text."""
    last = max((item.position for item in session.book.find(Inspection, year=year)), default=0)
    return Inspection(id=session.new_id(), year=year, position=last + 1, form=InspectionForm.INSPECTION, text="")


def save_inspection(session: Session, item: Inspection) -> Changed:
    """Save an item. Raises UserError without a text, or where it is done after today."""
    tidy = msgspec.structs.replace(
        item, text=clean(item.text), subject=clean_line(item.subject), result=clean(item.result)
    )
    if not tidy.text:
        raise UserError("Chưa ghi nội dung kiểm tra, giám sát.", "Hãy ghi nội dung rồi lưu lại.")
    if tidy.done_on is not None and tidy.done_on > session.clock.today():
        raise UserError("Ngày đã làm không thể ở sau hôm nay.", "Hãy ghi ngày đã làm xong.")
    return session.save(tidy, what="Sửa mục kiểm tra, giám sát")


def delete_inspection(session: Session, item_id: bytes) -> Changed:
    """Take an item off the programme; can be undone."""
    found = session.book.get(Inspection, item_id)
    return session.save(delete=[found] if found else [], what="Xóa mục kiểm tra, giám sát")


def copy_last_year(session: Session, year: int) -> Changed:
    """Plan the items of the year before anew, those that are not there yet.

    Raises UserError when there is nothing to take.
    """
    items = _not_yet(session, year)
    if not items:
        raise UserError(
            f"Chương trình năm {year - 1} không còn mục nào để lấy sang.", "Hãy bấm Thêm mục để ghi mục mới."
        )
    last = max((item.position for item in items_of(session, year)), default=0)
    fresh = [
        msgspec.structs.replace(item, id=session.new_id(), position=last + place)
        for place, item in enumerate(items, start=1)
    ]
    return session.save(*fresh, what=f"Lấy chương trình kiểm tra năm {year - 1}")


# -- the paper ------------------------------------------------------------------------------------


def number_of(session: Session, year: int, *, book: int = OWN) -> DocumentNumber | None:
    """Return the number a year's programme bears, None while it has none."""
    given = session.book.find(DocumentNumber, book=book, subject_id=programme_id(year))
    return next((n for n in given if n.type is DocumentType.PROGRAMME), None)


def issue_number(session: Session, year: int) -> Changed:
    """Give the year's programme its number, once. Raises UserError while it has no item."""
    if number_of(session, year) is not None:
        return Changed()
    if not items_of(session, year):
        raise UserError(f"Chương trình năm {year} chưa có mục nào.", "Hãy ghi các mục rồi lấy số.")
    subject = f"Chương trình kiểm tra, giám sát năm {year}"
    return give_number(
        session, DocumentType.PROGRAMME, subject, session.clock.today(), subject_id=programme_id(year)
    )[1]


def programme_of(session: Session, year: int, *, book: int = OWN) -> ProgrammePaper:
    """Return the programme of a year as a paper, a draft until it has its number."""
    number = number_of(session, year, book=book)
    return compose_programme(
        cell=session.cell(book), year=year, items=items_of(session, year, book=book),
        members=all_members(session, book=book), number=number.number if number else None,
        day=number.date if number else session.clock.today(),
    )  # fmt: skip


def save_programme(session: Session, year: int, target: Path, *, book: int = OWN) -> Path:
    """Write the programme as PDF; a file open elsewhere is left and a new name taken. Raises UserError."""
    # Drawing papers is heavy to load, and the first screen reads this module.
    from chibo_desktop.papers.ledgers import render_programme
    from chibo_desktop.services.papers import save_paper

    return save_paper(render_programme(programme_of(session, year, book=book)), target)


def suggested_name(year: int) -> str:
    """Return a plain file name for the programme."""
    return f"chuong-trinh-kiem-tra-giam-sat-{year}.pdf"


COLUMNS = (
    "Năm", "Thời gian", "Hình thức", "Nội dung", "Đối tượng", "Người phụ trách", "Tình trạng", "Ngày làm",
    "Kết quả", "Báo cáo tại",
)  # fmt: skip


def inspection_table(
    session: Session, year: int, *, book: int = OWN
) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    """Return columns and rows of a year's programme for a spreadsheet."""
    rows: list[tuple[Value, ...]] = [
        (
            row.item.year, f"{row.item.due.month:02d}/{row.item.due.year}" if row.item.due else "",
            label(row.item.form), row.item.text, row.subject, row.owner, row.state.word, row.item.done_on,
            row.item.result,
            f"{meeting_title(row.meeting)} ({short_date(row.meeting.date)})" if row.meeting else "",
        )
        for row in programme(session, year, book=book).rows
    ]  # fmt: skip
    return COLUMNS, rows
