"""A round of reviews and one review as they are shown (kỳ kiểm điểm, bản kiểm điểm)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.members import LEFT, Role, Standing, Status
from chibo_desktop.domain.review_pack import PointLine, ReviewPack
from chibo_desktop.domain.review_rules import Cap, PointSum, is_counted
from chibo_desktop.domain.reviews import Review, ReviewExemption, ReviewForm, ReviewRound
from chibo_desktop.domain.wording import roman
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of a round: the cell first, then the secretary, the deputies, the others by given name."""

    member_id: bytes | None
    """None: the cell"""
    name: str
    role: Role | None
    standing: Standing | None
    status: Status | None
    review: Review | None
    """None while nobody has chosen the form of the secretary"""
    own: PointSum
    """the person's own points"""
    given: PointSum
    """the cell's"""
    last_form: ReviewForm | None = None
    """the form of an earlier year, a hint where the form is still to be chosen"""

    @property
    def is_cell(self) -> bool:
        """Whether it is the cell itself."""
        return self.member_id is None

    @property
    def needs_form(self) -> bool:
        """Whether the form is still to be chosen: 2A or 2C."""
        return self.review is None

    @property
    def exempt(self) -> ReviewExemption | None:
        """Why the member is not reviewed."""
        return self.review.exempt if self.review else None

    @property
    def left(self) -> bool:
        """Whether the member left the cell before the round's day, not rated here: another cell reviews them."""
        return self.status in LEFT and (self.review is None or self.review.result is None)

    @property
    def reviewed(self) -> bool:
        """Whether the member (or the cell) is reviewed in this round."""
        return self.exempt is None and not self.left

    @property
    def needs_outside_opinion(self) -> bool:
        """Whether the opinion of the other cell is needed first (HD 43, 7.6)."""
        return self.status is Status.TEMPORARY_OUT and self.reviewed

    @property
    def state(self) -> str:
        """How far it has come, in a word or two."""
        review = self.review
        if review is None:
            return "Chưa chọn mẫu"
        steps = (
            (review.exempt is not None, "Không kiểm điểm"),
            (self.left, "Đã rời chi bộ"),
            (review.change is not None, "Đã xếp loại lại"),
            (review.told_on is not None, "Đã báo kết quả"),
            (review.upper_rating is not None, "Cấp trên đã quyết định"),
            (review.cell_rating is not None or is_counted(review.vote), "Chi bộ đã xếp loại"),
            (review.discussed_on is not None, "Đã kiểm điểm"),
            (review.handed_in_on is not None, "Đã nộp"),
        )
        return next((words for true, words in steps if true), "Chưa nộp")


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with everyone in it."""

    round: ReviewRound
    pack: ReviewPack
    rows: tuple[ReviewRow, ...]
    day: date
    """the day on which roles and statuses are looked up"""
    cap: Cap
    book: int = OWN

    @property
    def title(self) -> str:
        """What the round is called: "Kiểm điểm, xếp loại năm 2026"."""
        return round_title(self.round)

    @property
    def members(self) -> tuple[ReviewRow, ...]:
        """The rows of members."""
        return tuple(row for row in self.rows if not row.is_cell)

    @property
    def reviewed(self) -> tuple[ReviewRow, ...]:
        """The members who are reviewed."""
        return tuple(row for row in self.members if row.reviewed)

    @property
    def cell(self) -> ReviewRow | None:
        """The cell's own row; a quarter has none."""
        return next((row for row in self.rows if row.is_cell), None)

    def row(self, review_id: bytes) -> ReviewRow:
        """Return the row of a review; raises KeyError."""
        return next(row for row in self.rows if row.review is not None and row.review.id == review_id)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review with what it needs: its round, rules and person."""

    round: ReviewRound
    pack: ReviewPack
    row: ReviewRow
    day: date
    book: int = OWN

    @property
    def review(self) -> Review:
        """The record."""
        if self.row.review is None:
            raise unknown_review()
        return self.row.review

    @property
    def lines(self) -> tuple[PointLine, ...]:
        """The lines that are given points."""
        return self.pack.lines_for(self.review.form)


def round_title(found: ReviewRound) -> str:
    """Return what a round is called."""
    when = f"quý {roman(found.quarter)} năm {found.year}" if found.quarter else f"năm {found.year}"
    return f"Kiểm điểm, xếp loại {when}"


def unknown_review() -> UserError:
    """Return what is said where a review is no longer in the book."""
    return UserError("Không còn bản kiểm điểm này trong sổ.", "Hãy mở lại kỳ kiểm điểm.")
