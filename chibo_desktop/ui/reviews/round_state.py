"""A round as the place shows it, read at one moment, and the one obvious next step (kỳ kiểm điểm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chibo_desktop.domain.reviews import ReviewRound
from chibo_desktop.domain.terms import label
from chibo_desktop.services import review_findings, review_marks, review_overview, reviews, sealed
from chibo_desktop.services.meeting_view import list_meetings
from chibo_desktop.services.review_findings import ReviewFinding
from chibo_desktop.services.review_overview import RoundOverview
from chibo_desktop.services.review_views import ReviewRow, RoundView
from chibo_desktop.services.session import Session


class Next(Enum):
    """What is to be done next; the value is what the red button says."""

    FORM = "Chọn mẫu cho bí thư"
    SCHEDULE = "Ghi lịch kỳ kiểm điểm"
    HAND_IN = "Ghi đã nộp"
    DISCUSS = "Ghi đã kiểm điểm"
    VOTES = "Ghi phiếu xếp loại"
    PAPERS = "In giấy tờ gửi xã"
    RESULTS = "Ghi kết quả của cấp trên"
    TELL = "Ghi đã báo kết quả"
    DONE = "Xem hồ sơ"


@dataclass(frozen=True, slots=True)
class RoundState:
    """Everything the page of a round shows."""

    view: RoundView
    overview: RoundOverview
    findings: tuple[ReviewFinding, ...]
    base: int
    """how many may vote on a rating"""
    meetings: tuple[tuple[bytes, date, str], ...]
    """meetings it can have been held at: id, day, kind; the newest first"""
    may_read: bool
    undo_name: str | None
    today: date

    @property
    def round(self) -> ReviewRound:
        """The record."""
        return self.view.round


def read_round(session: Session, in_round: bytes) -> RoundState:
    """Read a round; raises UserError if it is gone."""
    view = reviews.load_round(session, in_round)
    return RoundState(
        view=view,
        overview=review_overview.overview_of(view),
        findings=review_findings.round_findings(session, in_round),
        base=review_marks.vote_base_of(session, view),
        meetings=_meetings(session, view.round),
        may_read=sealed.may_read(session),
        undo_name=session.undo_name,
        today=session.clock.today(),
    )


def _meetings(session: Session, found: ReviewRound) -> tuple[tuple[bytes, date, str], ...]:
    rows = list_meetings(session, year=found.year + 1) + list_meetings(session, year=found.year)
    return tuple((row.meeting.id, row.meeting.date, label(row.meeting.kind)) for row in rows)


def not_discussed(state: RoundState) -> tuple[ReviewRow, ...]:
    """Return who handed in and has not been gone through."""
    return tuple(
        row
        for row in state.overview.handed_in
        if row.review is not None and row.review.discussed_on is None and row.review.cell_rating is None
    )


def not_rated(state: RoundState) -> tuple[ReviewRow, ...]:
    """Return who handed in and has not been rated by the cell."""
    return tuple(r for r in state.overview.handed_in if r.review is not None and r.review.cell_rating is None)


def not_decided(state: RoundState) -> tuple[ReviewRow, ...]:
    """Return who was rated by the cell and waits for the upper level."""
    return tuple(
        r
        for r in state.view.rows
        if r.reviewed and r.review is not None and r.review.cell_rating and not r.review.upper_rating
    )


def not_told(state: RoundState) -> tuple[ReviewRow, ...]:
    """Return who has a result and was not told."""
    return tuple(r for r in state.overview.decided if r.review is not None and r.review.told_on is None)


def next_step(state: RoundState) -> Next:
    """Return the one obvious next step of a round."""
    overview, found = state.overview, state.round
    decided = bool(overview.decided)
    # Once the meeting was held, who did not hand in holds up nobody.
    held = found.held_on is not None and found.held_on <= state.today
    asked = (
        (bool(unformed(state)), Next.FORM),
        (not overview.handed_in and found.hand_in_by is None, Next.SCHEDULE),
        (bool(overview.missing) and not decided and not (held and overview.handed_in), Next.HAND_IN),
        (bool(not_discussed(state)), Next.DISCUSS),
        (bool(not_rated(state)) and not decided, Next.VOTES),
        (found.reported_on is None and not decided, Next.PAPERS),
        (bool(not_decided(state)), Next.RESULTS),
        (bool(not_told(state)), Next.TELL),
    )
    return next((step for wanted, step in asked if wanted), Next.DONE)


def unformed(state: RoundState) -> Sequence[ReviewRow]:
    """Return those whose form is still to be chosen."""
    return [row for row in state.view.members if row.needs_form]
