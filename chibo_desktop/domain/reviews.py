"""Yearly and quarterly review: who, with which form, points, votes, result (kiểm điểm, xếp loại).

QĐ 366-QĐ/TW 30/8/2025; HD 43-HD/BTCTW 31/10/2025.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.records import Count, Id, Line, Note, Part, Record, Year, kind
from chibo_desktop.domain.sealed import SealedPart

ReviewPointsValue = Annotated[float, Meta(ge=0, le=100)]
Quarter = Annotated[int, Meta(ge=0, le=4)]


class ReviewForm(Enum):
    """The form of HD 43 that is used."""

    CELL = "01"
    """tập thể (Phụ lục 1)"""
    LEADER = "2A"
    OFFICIAL = "2B"
    VILLAGER = "2C"
    """đảng viên không làm việc trong hệ thống chính trị (Phụ lục 5)"""


class ReviewExemption(Enum):
    """Why a member is not reviewed (QĐ 366 Điều 5.2)."""

    EXEMPT = "exempt"
    """miễn công tác và sinh hoạt đảng"""
    SUSPENDED = "suspended"
    UNDER_SIX_MONTHS = "under_six_months"
    """kết nạp chưa đủ 6 tháng"""
    OTHER_CELL = "other_cell"
    """sinh hoạt tạm thời đến: reviewed by the official cell (7.6)"""


class ReviewPoints(Part, frozen=True, kw_only=True):
    """What one group or line of criteria was given."""

    code: Line
    self_points: ReviewPointsValue | None = None
    cell_points: ReviewPointsValue | None = None
    note: Note = ""


class RatingVote(Part, frozen=True, kw_only=True):
    """The ballots of one rating vote."""

    base: Count
    issued: Count = 0
    collected: Count = 0
    excellent: Count = 0
    good: Count = 0
    completed: Count = 0
    failed: Count = 0


class LaterChange(Part, frozen=True, kw_only=True):
    """A result put right afterwards by the upper level (QĐ 366 Điều 15, Mẫu 03)."""

    rating: YearRating
    date: date
    paper: Line = ""
    reason: Note = ""


class DossierItem(Part, frozen=True, kw_only=True):
    """One paper of the dossier (QĐ 366 Điều 17)."""

    code: Line
    done_on: date | None = None
    note: Line = ""


@kind("review_round")
class ReviewRound(Record, frozen=True, kw_only=True):
    """The review of one year, or of one quarter of it."""

    year: Year
    quarter: Quarter = 0
    """0: the whole year"""
    pack: Line = ""
    """the rule pack it is held under: "review.qd366-2025" """
    meeting_id: Id | None = None
    """the meeting held for it"""
    drafts_out_on: date | None = None
    """when the drafts were given to read: three working days before (HD 43)"""
    hand_in_by: date | None = None
    held_on: date | None = None
    tellers: tuple[Id, ...] = ()
    """tổ kiểm phiếu, the head first"""
    outstanding: bool = False
    """đơn vị xuất sắc tiêu biểu: the cap is 25 % instead of 20 % (decided above)"""
    dossier: tuple[DossierItem, ...] = ()
    reported_on: date | None = None
    note: Note = ""


@kind("review")
class Review(Record, frozen=True, kw_only=True):
    """One member's (or the cell's) review in a round; the words stand in its sealed text."""

    round_id: Id
    member_id: Id | None = None
    """None: the cell itself, form 01"""
    form: ReviewForm
    exempt: ReviewExemption | None = None
    exempt_note: Line = ""
    handed_in_on: date | None = None
    outside_opinion_on: date | None = None
    """when the opinion of the other cell or of the place of residence came"""
    discussed_on: date | None = None
    points: tuple[ReviewPoints, ...] = ()
    self_rating: YearRating | None = None
    vote: RatingVote | None = None
    cell_rating: YearRating | None = None
    """what the cell proposes after its vote"""
    upper_rating: YearRating | None = None
    upper_paper: Line = ""
    upper_on: date | None = None
    told_on: date | None = None
    """when the result was told to the person"""
    change: LaterChange | None = None

    @property
    def result(self) -> YearRating | None:
        """The rating that counts today: the later change, else the upper level's, else the cell's."""
        if self.change is not None:
            return self.change.rating
        return self.upper_rating or self.cell_rating


class SectionText(SealedPart, frozen=True, kw_only=True):
    """What stands under one heading of the form."""

    code: Line
    text: Annotated[str, Meta(max_length=20_000)] = ""


class ReviewPrompt(SealedPart, frozen=True, kw_only=True):
    """A matter somebody asks to be gone into (gợi ý kiểm điểm) and the explanation."""

    by: Line = ""
    text: Note = ""
    answer: Note = ""


class ReviewComment(SealedPart, frozen=True, kw_only=True):
    """What somebody said to the one reviewed (góp ý) and how it was taken (tiếp thu)."""

    author_id: Id | None = None
    author: Line = ""
    text: Note = ""
    acceptance: Note = ""


class ReviewText(SealedPart, frozen=True, kw_only=True):
    """The sealed part of a Review."""

    sections: tuple[SectionText, ...] = ()
    prompts: tuple[ReviewPrompt, ...] = ()
    comments: tuple[ReviewComment, ...] = ()
    conclusion: Note = ""

    def section(self, code: str) -> str:
        """Return what stands under a heading, "" where nothing does."""
        return next((part.text for part in self.sections if part.code == code), "")

    def with_section(self, code: str, text: str) -> ReviewText:
        """Return the text with other words under a heading; a heading left empty is dropped."""
        kept = {part.code: part.text for part in self.sections} | {code: text}
        parts = tuple(SectionText(code=key, text=words) for key, words in kept.items() if words)
        return replace(self, sections=parts)

    @property
    def written(self) -> bool:
        """Whether anything was written down."""
        return bool(self.sections or self.prompts or self.comments or self.conclusion)
