"""Printing who has which duty (in bảng phân công nhiệm vụ)."""

from __future__ import annotations

from pathlib import Path

from chibo_desktop.domain.duty_paper import AssignmentPaper, compose_assignment
from chibo_desktop.papers.assignment import render_assignment
from chibo_desktop.services.duties import board
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN


def assignment_of(session: Session, year: int | None = None, *, book: int = OWN) -> AssignmentPaper:
    """Return the assignment of a year as a paper, or of all open duties where no year is given."""
    seen = board(session, book=book)
    return compose_assignment(
        cell=session.cell(book), day=seen.today, members=seen.members, duties=seen.duties,
        meetings={m.id: m.date for m in seen.meetings.values()}, year=year,
    )  # fmt: skip


def save_assignment(session: Session, target: Path, *, year: int | None = None, book: int = OWN) -> Path:
    """Write the assignment as PDF; a file open elsewhere is left and a new name taken. Raises UserError."""
    return save_paper(render_assignment(assignment_of(session, year, book=book)), target)


def suggested_name(year: int | None) -> str:
    """Return a plain file name: "bang-phan-cong-2026.pdf"."""
    return f"bang-phan-cong-{year}.pdf" if year is not None else "bang-phan-cong-dang-lam.pdf"
