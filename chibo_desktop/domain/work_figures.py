"""Criticism, targets, inspections, dues, rewards and ratings in figures (số liệu công việc)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.counted import Counted, counted, grouped, together
from chibo_desktop.domain.criticism import Criticism, CriticismForm, Mending
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.inspections import Inspection, InspectionForm
from chibo_desktop.domain.members import LEFT, Member
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import Review, ReviewRound
from chibo_desktop.domain.rewards import Reward, RewardState
from chibo_desktop.domain.targets import REACHED, Target, TargetState, state_on


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticismFigures:
    """How often there was criticism and self-criticism; what was said is sealed and not read."""

    forms: Mapping[CriticismForm, Counted]
    mending: Mapping[Mending, Counted]
    months: tuple[Mapping[CriticismForm, Counted], ...]
    """from January to December"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFigures:
    """The targets of the year."""

    states: Mapping[TargetState, Counted]

    @property
    def all(self) -> Counted:
        """Every target."""
        return together(*self.states.values())

    @property
    def met(self) -> Counted:
        """Those met or exceeded."""
        return together(*(found for state, found in self.states.items() if state in REACHED))

    @property
    def rate(self) -> float | None:
        """Met over all in per cent."""
        return self.met.share_of(self.all)


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionFigures:
    """One form of the year's programme: what it has and what is done."""

    planned: Counted
    done: Counted
    late: Counted
    """their day has passed without a result"""


@dataclass(frozen=True, slots=True)
class DuesMonth:
    """One month's dues as bare counts: who has paid is nobody's statistics."""

    month: int
    listed: int
    paid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRatings:
    """The ratings of one year's review; ids are of reviews."""

    year: int
    levels: Mapping[YearRating, Counted]
    """members by the rating that counts today"""
    waiting: Counted
    """under review without a rating yet"""
    exempt: Counted
    """not reviewed, with the reason in the book"""
    cell: YearRating | None
    """the cell's own rating"""
    cell_review: Counted

    @property
    def rated(self) -> Counted:
        """Members with a rating."""
        return together(*self.levels.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFigures:
    """What the cell did beside its meetings."""

    criticism: CriticismFigures
    targets: TargetFigures
    inspections: Mapping[InspectionForm, InspectionFigures]
    dues: tuple[DuesMonth, ...]
    """months for which anything is noted"""
    rewards: Mapping[RewardState, Counted]


def criticism_figures(found: Sequence[Criticism]) -> CriticismFigures:
    """Count the open records of a year's criticism by form, mending and month."""
    months = grouped(found, lambda c: c.date.month)
    return CriticismFigures(
        forms=_by_form(found),
        mending={state: counted(c for c in found if c.mending is state) for state in Mending},
        months=tuple(_by_form(months.get(month, [])) for month in range(1, 13)),
    )


def _by_form(found: Sequence[Criticism]) -> dict[CriticismForm, Counted]:
    return {form: counted(c for c in found if c.form is form) for form in CriticismForm}


def target_figures(found: Sequence[Target], today: date) -> TargetFigures:
    """Count targets by what is known of them today: the person's word, else the numbers."""
    states = {t.id: state_on(t, today) for t in found}
    return TargetFigures(
        states={state: counted(t for t in found if states[t.id] is state) for state in TargetState}
    )


def inspection_figures(found: Sequence[Inspection], today: date) -> dict[InspectionForm, InspectionFigures]:
    """Count the items of a programme by form."""
    return {form: _inspected([i for i in found if i.form is form], today) for form in InspectionForm}


def _inspected(found: Sequence[Inspection], today: date) -> InspectionFigures:
    return InspectionFigures(
        planned=counted(found),
        done=counted(i for i in found if i.done_on is not None),
        late=counted(i for i in found if i.done_on is None and i.due is not None and i.due < today),
    )


def dues_months(found: Iterable[Dues]) -> tuple[DuesMonth, ...]:
    """Count by month who paid among those noted; no member can be told from it."""
    months = grouped(found, lambda d: int(d.month[5:]))
    return tuple(
        DuesMonth(month, len(rows), sum(row.paid for row in rows)) for month, rows in sorted(months.items())
    )


def year_ratings(
    rounds: Iterable[ReviewRound], reviews: Iterable[Review], members: Iterable[Member], today: date
) -> tuple[YearRatings, ...]:
    """Count the results of the yearly reviews, the oldest year first; quarters feed them and are left out.

    Who left before a review and has no rating is reviewed elsewhere: nobody waits for them.
    """
    by_round = grouped(reviews, lambda review: review.round_id)
    known = {m.id: m for m in members}

    def stays(review: Review, day: date) -> bool:
        member = known.get(review.member_id or b"")
        settled = review.result is not None or review.exempt is not None
        return settled or member is None or member.status_on(day) not in LEFT

    return tuple(
        _rated(
            r.year,
            [
                review
                for review in by_round.get(r.id, [])
                if stays(review, r.held_on or min(today, date(r.year, 12, 31)))
            ],
        )
        for r in sorted((r for r in rounds if r.quarter == 0), key=lambda r: r.year)
    )


def _rated(year: int, reviews: Sequence[Review]) -> YearRatings:
    own = [review for review in reviews if review.member_id is None]
    people = [review for review in reviews if review.member_id is not None]
    due = [review for review in people if review.exempt is None]
    return YearRatings(
        year=year,
        levels={level: counted(r for r in due if r.result is level) for level in YearRating},
        waiting=counted(r for r in due if r.result is None),
        exempt=counted(r for r in people if r.exempt is not None),
        cell=next((r.result for r in own if r.result is not None), None),
        cell_review=counted(own),
    )


def reward_figures(found: Sequence[Reward]) -> dict[RewardState, Counted]:
    """Count rewards by state."""
    return {state: counted(r for r in found if r.state is state) for state in RewardState}
