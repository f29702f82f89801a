"""Facts of the book beside a review: to pre-fill it, to suggest points and a level (số liệu cho bản kiểm điểm)."""

from __future__ import annotations

from dataclasses import dataclass, field

from chibo_desktop.domain.absences import held
from chibo_desktop.domain.criticism import Criticism, CriticismText
from chibo_desktop.domain.criticism_follow_up import subject_of
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.review_cell_facts import cell_facts
from chibo_desktop.domain.review_facts import (
    FactLine,
    MendingLine,
    ReviewFacts,
    SealedFacts,
    member_facts,
)
from chibo_desktop.domain.review_pack import FormHeading, FormText
from chibo_desktop.domain.review_points import Suggestion, suggest
from chibo_desktop.domain.review_rules import LevelProposal, period_of, propose
from chibo_desktop.domain.reviews import ReviewForm, ReviewText
from chibo_desktop.domain.wording import DOTS, lines_of, sentence
from chibo_desktop.services import sealed, statistics
from chibo_desktop.services.review_views import ReviewView
from chibo_desktop.services.reviews import load_review, review_id, round_id
from chibo_desktop.services.scoring import year_of
from chibo_desktop.services.session import Session

__all__ = ["FactLine", "LevelProposal", "ReviewFacts", "Suggestion"]


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a review with what is written, and the facts the book has for it."""

    heading: FormHeading
    text: str = field(repr=False)
    facts: tuple[FactLine, ...] = field(repr=False)

    @property
    def suggested(self) -> str:
        """The facts as editable sentences."""
        return "\n".join(line.sentence for line in self.facts)


def form_of(view: ReviewView) -> FormText:
    """Return the form of a review with its headings."""
    return view.pack.form(view.review.form, view.round.quarter)


def facts_of(session: Session, found_id: bytes) -> ReviewFacts:
    """Return the book's facts for a review; what is sealed only with the right."""
    view = load_review(session, found_id)
    return _facts(session, view, _written(session, view))


def _written(session: Session, view: ReviewView) -> ReviewText | None:
    if not sealed.may_read(session):
        return None
    return sealed.read_text(session, ReviewText, view.review.id) or ReviewText()


def _facts(session: Session, view: ReviewView, text: ReviewText | None) -> ReviewFacts:
    figures = statistics.of_year(session, view.round.year)
    seen = None if text is None else _sealed(session, view, text)
    if view.review.member_id is None:
        since = min((m.date for m in session.book.find(Meeting) if held(m)), default=None)
        return cell_facts(figures, year_of(session, view.round.year), seen, since)
    first, last = period_of(view.round.year, view.round.quarter)
    return member_facts(figures.records, view.review.member_id, first, last, seen)


def _sealed(session: Session, view: ReviewView, text: ReviewText) -> SealedFacts:
    year = view.round.year - 1
    member_id = view.review.member_id
    before = None
    if not view.round.quarter:
        before = sealed.read_text(session, ReviewText, review_id(round_id(year), member_id))
    return SealedFacts(
        earlier=tuple(lines_of(before.section("II.1"))) if before else (),
        earlier_year=year,
        mendings=tuple(_mendings(session, view, member_id)) if member_id else (),
        told=text.section("III"),
        prompts=tuple(
            f"{f'{p.by}: ' if p.by else ''}{sentence(p.text)} Giải trình: {p.answer or DOTS}" for p in text.prompts
        ),
    )


def _mendings(session: Session, view: ReviewView, member_id: bytes) -> list[MendingLine]:
    first, last = period_of(view.round.year, view.round.quarter)
    records = {c.id: c for c in session.book.find(Criticism) if first <= c.date <= last}
    found = []
    for key, text in sealed.read_texts(session, CriticismText, records, broken=CriticismText()).items():
        record = records[key]
        words = text.fix or text.content
        if words and subject_of(record.form, text) == member_id:
            found.append(MendingLine(record.date, words, record.mending))
    return sorted(found, key=lambda line: line.day)


# -- words ----------------------------------------------------------------------------------------


def sections_of(session: Session, found_id: bytes) -> tuple[Section, ...]:
    """Return every heading of a review with its text and facts; raises UserError without the right."""
    sealed.require_right(session)
    view = load_review(session, found_id)
    text = _written(session, view) or ReviewText()
    facts = _facts(session, view, text)
    return tuple(
        Section(heading, text.section(heading.code), facts.of(heading.facts)) for heading in form_of(view).headings
    )


def prefill(session: Session, found_id: bytes) -> ReviewText:
    """Return the words of a review with facts under every heading that is still empty; nothing is saved.

    What a person wrote stays as it is. Raises UserError without the right.
    """
    text = sealed.read_text(session, ReviewText, found_id) or ReviewText()
    for section in sections_of(session, found_id):
        if section.heading.written and not section.text and section.suggested:
            text = text.with_section(section.heading.code, section.suggested)
    return text


# -- points and level -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PointsHelp:
    """What the book suggests beside the points of a review."""

    suggestions: tuple[Suggestion, ...]
    own: LevelProposal
    """from the person's own points"""
    given: LevelProposal
    """from the cell's points"""
    notes: tuple[str, ...]
    """what a person must judge: no number in the book says it"""

    def of(self, code: str) -> Suggestion | None:
        """Return the suggestion of a line."""
        return next((s for s in self.suggestions if s.code == code), None)


def points_help(session: Session, found_id: bytes) -> PointsHelp:
    """Return suggested points with their explanation, and the level that points and conditions lead to."""
    view = load_review(session, found_id)
    facts = _facts(session, view, _written(session, view))
    return PointsHelp(
        suggestions=tuple(suggest(line, facts) for line in view.lines),
        own=propose(view.pack, view.row.own.total, facts.tasks, facts.faults),
        given=propose(view.pack, view.row.given.total, facts.tasks, facts.faults),
        notes=tuple(_notes(view)),
    )


_CELL_NOTE = "Tập thể xếp loại xuất sắc khi không có thành viên nào của tập thể lãnh đạo bị kỷ luật ({})."
_MEMBER_NOTE = (
    "Không hoàn thành nhiệm vụ cả khi bị kết luận suy thoái, bị kỷ luật từ khiển trách liên quan công vụ, "
    "vi phạm điều đảng viên không được làm hoặc nêu gương ({})."
)


def _notes(view: ReviewView) -> list[str]:
    words = _CELL_NOTE if view.review.form is ReviewForm.CELL else _MEMBER_NOTE
    return [words.format(view.pack.basis_of("levels"))]


def suggested_points(session: Session, found_id: bytes) -> dict[str, float]:
    """Return the points suggested for the lines that have none of the person's own yet."""
    view = load_review(session, found_id)
    facts = _facts(session, view, _written(session, view))
    return {
        line.code: found
        for line in view.lines
        if line.code not in view.row.own.by_code and (found := suggest(line, facts).points) is not None
    }
