"""Printing what concerns criticism: the sheet to prepare at home, the sealed record (in phiếu, in bản ghi)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText
from chibo_desktop.domain.criticism_paper import compose_record, compose_worksheet
from chibo_desktop.domain.letterheads import letterhead_on
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.wording import capitalised, month_of, short_date
from chibo_desktop.papers.criticism import render_criticism, render_worksheet
from chibo_desktop.services import criticism, sealed
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.session import Session

_SHEET_NAMES = {
    CriticismForm.SELF: "phieu-chuan-bi-tu-phe-binh.pdf",
    CriticismForm.CRITICISM: "phieu-chuan-bi-phe-binh.pdf",
}


def worksheet_name(form: CriticismForm) -> str:
    """Return a plain file name for the sheet to prepare at home."""
    return _SHEET_NAMES[form]


def save_worksheet(session: Session, form: CriticismForm, target: Path, *, per_sheet: int = 1) -> Path:
    """Write the sheet of this month to prepare at home; nothing sealed stands on it, it needs no right."""
    sheet = compose_worksheet(session.cell(), form, session.clock.today(), criticism.guide(), per_sheet=per_sheet)
    return save_paper(render_worksheet(sheet), target)


def record_name(day: date, *, whole_month: bool) -> str:
    """Return a plain file name for a printed record, without a name in it."""
    return f"ban-ghi-phe-binh-{day:%Y-%m}.pdf" if whole_month else f"ban-ghi-phe-binh-{day:%Y-%m-%d}.pdf"


def save_month(session: Session, year: int, month: int, target: Path) -> Path:
    """Write all notes of a month where the person says; raises UserError without the right or without notes."""
    notes = [r for r in session.book.find(Criticism) if (r.date.year, r.date.month) == (year, month)]
    return _save(session, notes, capitalised(month_of(date(year, month, 1))), target)


def save_note(session: Session, note_id: bytes, target: Path) -> Path:
    """Write one note where the person says; raises UserError without the right."""
    record = session.book.get(Criticism, note_id)
    notes = [record] if record is not None else []
    return _save(session, notes, f"Ngày {short_date(record.date)}" if record else "", target)


def _save(session: Session, notes: list[Criticism], subtitle: str, target: Path) -> Path:
    sealed.require_right(session)
    if not notes:
        raise UserError("Không có ghi chép nào để in.", "Hãy chọn tháng khác hoặc ghi trước.")
    texts = sealed.read_texts(session, CriticismText, [n.id for n in notes])
    cell, today = session.cell(), session.clock.today()
    paper = compose_record(
        cell,
        letterhead_on(cell, "", today),
        [(n, texts.get(n.id, CriticismText())) for n in notes],
        subtitle,
        session.book.find(Member),
        today,
    )
    return save_paper(render_criticism(paper), target)
