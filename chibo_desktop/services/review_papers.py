"""Papers of the review from the book: forms, ballots, count, table, minutes (in giấy tờ kiểm điểm)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import fold
from chibo_desktop.domain.members import Role
from chibo_desktop.domain.review_dossier_paper import compose_dossier
from chibo_desktop.domain.review_minutes_paper import MinutesPart, compose_review_minutes
from chibo_desktop.domain.review_paper import ReviewPaper, compose_cell_report, compose_form, review_paper_text
from chibo_desktop.domain.review_vote_paper import (
    VoteLine,
    VoteTime,
    compose_ballot,
    compose_count,
    compose_tally,
)
from chibo_desktop.domain.reviews import ReviewForm, ReviewText
from chibo_desktop.domain.terms import label
from chibo_desktop.papers.review import render_review_papers
from chibo_desktop.services import sealed
from chibo_desktop.services.members import all_members, names_of
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.review_meeting import meeting_of, roll_of
from chibo_desktop.services.review_overview import remark_of
from chibo_desktop.services.review_views import ReviewRow, ReviewView, RoundView
from chibo_desktop.services.reviews import CELL_NAME, load_review, load_round
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN

__all__ = ["review_paper_text"]


# -- forms ----------------------------------------------------------------------------------------


def form_paper(session: Session, review_id: bytes, *, blank: bool = False, book: int = OWN) -> ReviewPaper:
    """Return a review as its form; filled in it bears sealed words, so UserError without the right.

    A blank form bears the name alone and dotted lines to write on.
    """
    view = load_review(session, review_id, book=book)
    if blank:
        return _form(session, view, None)
    if book != OWN:
        raise UserError("Lời kiểm điểm không gửi lên xã.", "Hãy xem bản giấy của chi bộ, hoặc in mẫu để trống.")
    return _form(session, view, sealed.read_text(session, ReviewText, review_id) or ReviewText())


def _form(session: Session, view: ReviewView, text: ReviewText | None) -> ReviewPaper:
    review = view.review
    cell = session.cell(view.book)
    form = view.pack.form(review.form, view.round.quarter)
    groups = view.pack.groups_for(review.form)
    own = view.row.own if text is not None else None
    rating = review.self_rating if text is not None else None
    today = session.clock.today()
    if review.member_id is None:
        return compose_cell_report(
            cell=cell, form=form, groups=groups, year=view.round.year, secretary=_secretary(session, view),
            day=view.round.held_on if text is not None else None, today=today, text=text, own=own, rating=rating,
        )  # fmt: skip
    return compose_form(
        cell=cell, form=form, groups=groups, year=view.round.year, quarter=view.round.quarter,
        name=view.row.name, day=review.handed_in_on if text is not None else None, today=today, text=text,
        own=own, rating=rating,
    )  # fmt: skip


def blank_form(session: Session, in_round: bytes, form: ReviewForm) -> ReviewPaper:
    """Return a form of a round with no name in it, to be copied and filled in by hand."""
    view = load_round(session, in_round)
    cell, today = session.cell(), session.clock.today()
    found = view.pack.form(form, view.round.quarter)
    groups = view.pack.groups_for(form)
    if form is ReviewForm.CELL:
        return compose_cell_report(
            cell=cell, form=found, groups=groups, year=view.round.year, secretary="", today=today
        )
    return compose_form(
        cell=cell, form=found, groups=groups, year=view.round.year, quarter=view.round.quarter, today=today
    )


def save_form(session: Session, review_id: bytes, target: Path, *, blank: bool = False, book: int = OWN) -> Path:
    """Write a review as its form; filled in it needs the right. Raises UserError."""
    return save_paper(render_review_papers([form_paper(session, review_id, blank=blank, book=book)]), target)


def save_forms(session: Session, in_round: bytes, target: Path, *, blank: bool = True) -> Path:
    """Write the forms of everyone who is reviewed into one file, blank ones with the names already in."""
    view = load_round(session, in_round)
    ids = [row.review.id for row in view.reviewed if row.review is not None]
    if not ids:
        raise UserError("Kỳ này chưa có ai để in.", "Hãy mở kỳ kiểm điểm và chọn mẫu trước.")
    return save_paper(render_review_papers([form_paper(session, i, blank=blank) for i in ids]), target)


def save_blank_form(session: Session, in_round: bytes, form: ReviewForm, target: Path) -> Path:
    """Write a form with no name in it."""
    return save_paper(render_review_papers([blank_form(session, in_round, form)]), target)


def _secretary(session: Session, view: ReviewView | RoundView) -> str:
    members = all_members(session, book=view.book)
    return next((m.name for m in members if m.role_on(view.day) is Role.SECRETARY), "")


# -- the vote -------------------------------------------------------------------------------------


def ballot_papers(session: Session, in_round: bytes, *, book: int = OWN) -> list[ReviewPaper]:
    """Return the ballot with every member reviewed and, in a year's round, the one of the cell."""
    view = load_round(session, in_round, book=book)
    cell, time = session.cell(book), _time(session, view)
    papers = [compose_ballot(cell, time, [row.name for row in view.reviewed])]
    if view.cell is not None:
        name = cell.name_on(view.day).name
        papers.append(compose_ballot(cell, time, [name], whole_cell=True))
    return papers


def save_ballots(session: Session, in_round: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the ballots; print as many as there are voters."""
    return save_paper(render_review_papers(ballot_papers(session, in_round, book=book)), target)


def count_paper(session: Session, in_round: bytes, *, book: int = OWN) -> ReviewPaper:
    """Return the minutes of the count."""
    view = load_round(session, in_round, book=book)
    own = _line(view.cell) if view.cell else None
    lines = [_line(row) for row in view.reviewed]
    return compose_count(session.cell(book), _time(session, view), lines, own)


def save_count(session: Session, in_round: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the minutes of the count."""
    return save_paper(render_review_papers([count_paper(session, in_round, book=book)]), target)


def tally_paper(session: Session, in_round: bytes, *, book: int = OWN) -> ReviewPaper:
    """Return the table of results that goes to the commune."""
    view = load_round(session, in_round, book=book)
    return compose_tally(
        session.cell(book),
        _time(session, view),
        [_line(row) for row in view.reviewed],
        own=_line(view.cell) if view.cell else None,
        exempt=[
            (row.name, row.review.exempt_note or label(row.review.exempt))
            for row in view.members
            if row.review is not None and row.review.exempt is not None
        ],
        cap=view.cap,
        basis=view.pack.basis_of("cap"),
        secretary=_secretary(session, view),
    )


def save_tally(session: Session, in_round: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the table of results."""
    return save_paper(render_review_papers([tally_paper(session, in_round, book=book)]), target)


def _line(row: ReviewRow) -> VoteLine:
    review = row.review
    name = CELL_NAME if row.is_cell else row.name
    if review is None:
        return VoteLine(name=name, role=label(row.role))
    changed = review.change is not None or row.needs_outside_opinion
    return VoteLine(
        name=name,
        role=label(row.role),
        own_points=row.own.total,
        own_rating=review.self_rating,
        cell_points=row.given.total,
        vote=review.vote,
        rating=review.cell_rating,
        remark=label(row.status) if row.needs_outside_opinion else remark_of(row) if changed else "",
    )


def _time(session: Session, view: RoundView) -> VoteTime:
    names = names_of(all_members(session, book=view.book))
    meeting = meeting_of(session, view.round, book=view.book)
    return VoteTime(
        year=view.round.year,
        quarter=view.round.quarter,
        day=view.round.held_on,
        today=session.clock.today(),
        place=meeting.place if meeting else "",
        chair=names.get(meeting.chair_id or b"", "") if meeting else "",
        tellers=tuple(names[i] for i in view.round.tellers if i in names),
    )


def dossier_paper(session: Session, in_round: bytes, *, book: int = OWN) -> ReviewPaper:
    """Return the list of the round's papers (QĐ 366 Điều 17)."""
    view = load_round(session, in_round, book=book)
    return compose_dossier(
        cell=session.cell(book), year=view.round.year, quarter=view.round.quarter, day=view.round.held_on,
        today=session.clock.today(), rules=view.pack.dossier, items=view.round.dossier,
        basis=view.pack.basis_of("dossier"), secretary=_secretary(session, view),
    )  # fmt: skip


def save_dossier(session: Session, in_round: bytes, target: Path, *, book: int = OWN) -> Path:
    """Write the list of the round's papers."""
    return save_paper(render_review_papers([dossier_paper(session, in_round, book=book)]), target)


# -- the minutes ----------------------------------------------------------------------------------


def minutes_paper(session: Session, in_round: bytes) -> ReviewPaper:
    """Return the minutes of the review meeting; they bear sealed words, so UserError without the right."""
    view = load_round(session, in_round)
    meeting = meeting_of(session, view.round)
    rows = [row for row in view.rows if row.review is not None and row.reviewed]
    texts = sealed.read_texts(session, ReviewText, [row.review.id for row in rows if row.review])
    return compose_review_minutes(
        cell=session.cell(),
        year=view.round.year,
        quarter=view.round.quarter,
        basis=view.pack.legal_basis,
        day=view.round.held_on,
        today=session.clock.today(),
        parts=_parts(rows, texts),
        names=names_of(all_members(session)),
        meeting=meeting,
        roll=roll_of(session, meeting),
    )


def _parts(rows: Sequence[ReviewRow], texts: dict[bytes, ReviewText]) -> list[MinutesPart]:
    return [
        MinutesPart(
            name=row.name, whole_cell=row.is_cell, text=texts.get(row.review.id, ReviewText()),
            vote=row.review.vote, rating=row.review.cell_rating, own_rating=row.review.self_rating,
        )
        for row in rows
        if row.review is not None
    ]  # fmt: skip


def save_review_minutes(session: Session, in_round: bytes, target: Path) -> Path:
    """Write the minutes of the review meeting; needs the right. Raises UserError."""
    return save_paper(render_review_papers([minutes_paper(session, in_round)]), target)


def suggested_name(what: str, year: int, quarter: int = 0, name: str = "") -> str:
    """Return a plain file name: "ban-kiem-diem-2026-lo-van-an.pdf"."""
    parts = [what, str(year), *([f"quy-{quarter}"] if quarter else []), *fold(name).split()]
    return f"{'-'.join(parts)}.pdf"
