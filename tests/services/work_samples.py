"""A year of work for the statistics and the rewards: two meetings, duties, mentions, reviews and the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from service_samples import DAY, add_members, filled_meeting, make_book

from chibo_desktop.domain.criticism import Criticism, CriticismForm, Mending
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty, DutySource, DutyState
from chibo_desktop.domain.inspections import Inspection, InspectionForm
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.reviews import Review, ReviewExemption, ReviewForm, ReviewRound
from chibo_desktop.domain.targets import Target, TargetState
from chibo_desktop.services import members
from chibo_desktop.services.session import Session


def working_book(folder: Path) -> Session:
    """Return an open book of seven members with a year of work in it."""
    session = make_book(folder)
    add_members(session)
    fill(session, filled_meeting(session))
    return session


def fill(session: Session, meeting_id: bytes) -> None:
    """Add a year of work around a meeting of 03/11/2026."""
    new = session.new_id
    an, anh, binh, chu, *_ = [m.id for m in members.all_members(session)]

    def duty(owner: bytes, state: DutyState, due: date, **fields: object) -> Duty:
        return Duty(id=new(), text="Vận động hộ", owner_id=owner, state=state, due=due, **fields)  # type: ignore[arg-type]

    last, now = (
        ReviewRound(id=new(), year=2025, held_on=date(2025, 12, 10)),
        ReviewRound(id=new(), year=2026, held_on=DAY),
    )
    quarter = ReviewRound(id=new(), year=2026, quarter=3)
    resolved = Resolution(id=new(), title="Lãnh đạo nhiệm vụ tháng 11", date=DAY)

    def review(of: ReviewRound, member: bytes | None, rating: YearRating | None, **fields: object) -> Review:
        form = ReviewForm.VILLAGER if member else ReviewForm.CELL
        return Review(id=new(), round_id=of.id, member_id=member, form=form, cell_rating=rating, **fields)  # type: ignore[arg-type]

    def mention(place: int, kind: MentionKind, member: bytes, words: str) -> Mention:
        return Mention(id=new(), meeting_id=meeting_id, position=place, kind=kind, member_id=member, text=words)

    session.save(
        duty(anh, DutyState.DONE_BEYOND, date(2026, 5, 1), plan_year=2026, source=DutySource.PLAN),
        duty(anh, DutyState.DONE_ON_TIME, date(2026, 6, 1), co_owner_ids=(binh,)),
        duty(binh, DutyState.DONE_ON_TIME, date(2026, 6, 1)),
        duty(binh, DutyState.IN_PROGRESS, date(2026, 10, 1)),
        duty(chu, DutyState.DONE_LATE, date(2026, 6, 1)),
        duty(chu, DutyState.NOT_STARTED, date(2026, 12, 31)),
        duty(an, DutyState.DONE_ON_TIME, date(2025, 6, 1)),
        duty(an, DutyState.IN_PROGRESS, date(2025, 12, 1)),
        mention(1, MentionKind.COMMENDATION, anh, "Hiến 40 m² đất làm đường."),
        mention(2, MentionKind.REMINDER, binh, "Nộp báo cáo chậm"),
        last, now, quarter,
        review(last, anh, YearRating.GOOD, upper_rating=YearRating.EXCELLENT),
        review(last, binh, YearRating.COMPLETED),
        review(last, None, YearRating.GOOD),
        review(now, anh, YearRating.EXCELLENT),
        review(now, binh, None),
        review(now, chu, None, exempt=ReviewExemption.UNDER_SIX_MONTHS),
        review(quarter, anh, YearRating.FAILED),
        resolved,
        Target(id=new(), text="Hộ nghèo dưới 5%", resolution_id=resolved.id, state=TargetState.MET),
        Target(id=new(), text="Thu nhập", due=date(2026, 12, 31), planned=40, unit="triệu đồng"),
        Target(id=new(), text="Năm trước", due=date(2025, 12, 31), state=TargetState.NOT_MET),
        Inspection(
            id=new(), year=2026, form=InspectionForm.SUPERVISION, text="Giám sát đảng phí", due=date(2026, 6, 30)
        ),
        Inspection(
            id=new(), year=2026, form=InspectionForm.INSPECTION, text="Kiểm tra NQ", done_on=date(2026, 9, 1)
        ),
        Criticism(id=new(), date=DAY, form=CriticismForm.SELF, mending=Mending.MENDED),
        Criticism(id=new(), date=DAY, form=CriticismForm.CRITICISM),
        Criticism(id=new(), date=date(2025, 11, 3), form=CriticismForm.CRITICISM),
        Dues(id=new(), month="2026-10", member_id=an, paid=True),
        Dues(id=new(), month="2026-10", member_id=anh, paid=False),
        Dues(id=new(), month="2025-10", member_id=an, paid=True),
        Proposal(id=new(), by="Bà con nhóm Trên", text="Sửa mương", received_on=date(2026, 8, 1)),
        Proposal(
            id=new(), by="Bà con", text="Điện", received_on=date(2025, 8, 1), state=ProposalState.ANSWERED
        ),
        what="Một năm làm việc",
    )  # fmt: skip
