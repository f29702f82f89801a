"""What the demonstration's cell does between its meetings: duties, targets, criticism, reviews (sổ mẫu)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from chibo_desktop.domain.criticism import Criticism, CriticismText, FollowUp
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.duties import Duty, DutyProgress, DutySource, DutyState, Recurrence
from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.inspections import Inspection
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.member_acts import MemberAct
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.mentions import Mention
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.reviews import RatingVote, Review, ReviewForm
from chibo_desktop.domain.rewards import Reward, RewardState
from chibo_desktop.domain.targets import Target
from chibo_desktop.services import accounts, dues, reviews, sealed
from chibo_desktop.services.demo_story import StoryCalendar
from chibo_desktop.services.demo_told import Work, load_work
from chibo_desktop.services.review_facts import prefill, suggested_points
from chibo_desktop.services.review_marks import fill_points
from chibo_desktop.services.session import Session
from chibo_desktop.storage.keys import WEAKEST

_MONTHS = 12
_DUES = (45_000, 30_000, 10_000)
"""đồng a month: pensioners and wage earners, heads of the mass organisations, farmers"""
_EARNING = frozenset({"panh", "son", "hang", "dat"})


def mentions_at(session: Session, people: dict[str, Member], index: int, meeting_id: bytes) -> list[Record]:
    """Return what was said of members at the regular meeting of a month."""
    told = [mention for mention in load_work().mentions if mention.index == index]
    return [
        Mention(
            id=session.new_id(), meeting_id=meeting_id, position=place, kind=mention.kind,
            member_id=people[mention.member].id, text=mention.text,
        )
        for place, mention in enumerate(told, start=1)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Teller:
    """The book, the calendar and the people while the work is told."""

    cell: Session
    dates: StoryCalendar
    people: dict[str, Member]
    work: Work

    @property
    def today(self) -> date:
        return self.cell.clock.today()

    def id_of(self, key: str | None) -> bytes | None:
        return self.people[key].id if key else None

    def past(self, index: int, day: int) -> date:
        """Return a day of a month of the story, never one that is still to come."""
        return min(self.dates.day(index, day), self.today)

    def meeting(self, index: int) -> Meeting | None:
        held = self.dates.held(index, MeetingKind.REGULAR)
        return next(iter(self.cell.book.find(Meeting, date=held)), None)


def tell_work(cell: Session, dates: StoryCalendar, people: dict[str, Member]) -> None:
    """Write a year's work into the demonstration's book."""
    at = _Teller(cell, dates, people, load_work())
    _users(at)
    cell.save(*_plan(at), what="Phân công đầu năm")
    cell.save(*_targets(at), *_proposals(at), what="Ghi chỉ tiêu, kiến nghị")
    cell.save(*_inspections(at), *_documents(at), *_dues(at), what="Ghi sổ và giấy tờ")
    cell.save(*_criticism(at), what="Ghi phê bình")
    cell.save(*_rewards(at), *_acts(at), what="Ghi khen thưởng, kết nạp")
    _last_year(at)
    _this_year(at)


def _users(at: _Teller) -> None:
    own = accounts.list_accounts(at.cell)[0]
    accounts.rename(at.cell, own, at.people["panh"].name, at.people["panh"].id)
    for told in at.work.users:
        member = at.people[told.member]
        accounts.add(at.cell, member.name, told.role, told.password, member_id=member.id, cost=WEAKEST)


def _plan(at: _Teller) -> list[Record]:
    found: list[Record] = []
    given = min(date(at.today.year, 1, 5), at.today)
    for place, told in enumerate(at.work.plans, start=1):
        series = at.cell.new_id() if told.recurrence is not Recurrence.NONE else None
        months = range(1, at.today.month + 1) if told.every_month else [12]
        for month in months:
            due = date(at.today.year, month, 10 if told.every_month else 20)
            done = told.every_month and due < at.today
            duty = Duty(
                id=at.cell.new_id(), text=told.text, owner_id=at.id_of(told.owner),
                co_owner_ids=tuple(at.people[key].id for key in told.co_owners), area=told.area,
                output=told.output, due=due, position=place, households=told.households,
                state=DutyState.DONE_ON_TIME if done else DutyState.IN_PROGRESS, done_on=due if done else None,
                source=DutySource.PLAN, plan_year=at.today.year, given_on=given, recurrence=told.recurrence,
                series_id=series, grade=YearRating.GOOD if done else None,
            )  # fmt: skip
            found.append(duty)
            if not told.every_month and place % 3 == 0:
                said = "Sáu tháng đầu năm làm đúng kế hoạch, không có vướng mắc."
                day = min(date(at.today.year, min(6, at.today.month), 3), at.today)
                found.append(
                    DutyProgress(id=at.cell.new_id(), duty_id=duty.id, date=day, text=said, state=duty.state)
                )
    return found


def _targets(at: _Teller) -> list[Record]:
    found: list[Record] = []
    for place, told in enumerate(at.work.targets, start=1):
        meeting = at.meeting(told.index)
        held = at.dates.held(told.index, MeetingKind.REGULAR)
        resolution = next(iter(at.cell.book.find(Resolution, meeting_id=meeting.id)), None) if meeting else None
        due = held + timedelta(days=told.due_days)
        reached = told.reached if due <= at.today else None
        found.append(
            Target(
                id=at.cell.new_id(), resolution_id=resolution.id if resolution else None, position=place,
                text=told.text, unit=told.unit, planned=told.planned, at_most=told.at_most, reached=reached,
                due=due, owner_id=at.id_of(told.owner), measured_on=due if reached is not None else None,
            )
        )  # fmt: skip
    return found


def _proposals(at: _Teller) -> list[Record]:
    found: list[Record] = []
    for told in at.work.proposals:
        made = at.past(told.index, told.day)
        sent = min(made + timedelta(days=5), at.today) if told.sent_to else None
        answered = told.state is ProposalState.ANSWERED
        found.append(
            Proposal(
                id=at.cell.new_id(), by=at.people[told.member].name if told.member else told.by,
                member_id=at.id_of(told.member), text=told.text, state=told.state, answer=told.answer,
                answered_on=min(made + timedelta(days=25), at.today) if answered else None, received_on=made,
                sent_to=told.sent_to, sent_on=sent,
            )
        )  # fmt: skip
    return found


def _inspections(at: _Teller) -> list[Record]:
    found: list[Record] = []
    for place, told in enumerate(at.work.inspections, start=1):
        due = date(at.today.year, told.month, 28)
        done = told.done and due <= at.today
        found.append(
            Inspection(
                id=at.cell.new_id(), year=at.today.year, position=place, form=told.form, text=told.text,
                subject=told.subject, member_ids=tuple(at.people[key].id for key in told.members),
                owner_id=at.id_of(told.owner), due=due, done_on=due - timedelta(days=6) if done else None,
                result=told.result if done else "",
            )
        )  # fmt: skip
    return found


def _documents(at: _Teller) -> list[Record]:
    found: list[Record] = []
    for told in at.work.documents:
        dated = told.dated or at.past(told.index or 0, told.day)
        meeting = at.meeting(told.known_index) if told.known_index is not None else None
        received = min(dated + timedelta(days=9), at.today)
        found.append(
            IncomingDocument(
                id=at.cell.new_id(), symbol=told.symbol, title=told.title, issuer=told.issuer, dated=dated,
                received_on=min(received, meeting.date) if meeting else received,
                meeting_id=meeting.id if meeting else None,
            )
        )  # fmt: skip
    return found


def _dues(at: _Teller) -> list[Record]:
    found: list[Record] = []
    for index in range(_MONTHS):
        first = at.dates.day(index, 1)
        month = f"{first:%Y-%m}"
        for place, (key, member) in enumerate(at.people.items()):
            if not member.belongs_on(first):
                continue
            amount = _DUES[0] if key in _EARNING else _DUES[1] if place < 10 else _DUES[2]
            paid = not (index == _MONTHS - 1 and place % 4 == 3)
            found.append(
                Dues(id=dues.dues_id(month, member.id), month=month, member_id=member.id, paid=paid, amount=amount)
            )
    return found


def _criticism(at: _Teller) -> list[Record]:
    found: list[Record] = []
    for told in at.work.criticism:
        day, meeting = at.dates.held(told.index, MeetingKind.REGULAR), at.meeting(told.index)
        due = day + timedelta(days=told.due_days)
        seen = (
            () if not told.follow else (FollowUp(date=min(due, at.today), text=told.follow, mending=told.mending),)
        )
        note = Criticism(
            id=at.cell.new_id(), date=day, form=told.form, meeting_id=meeting.id if meeting else None,
            mending=told.mending,
        )  # fmt: skip
        to = told.to or told.who
        text = CriticismText(
            from_id=at.id_of(told.who), from_name=at.people[told.who].name, to_id=at.id_of(to),
            to_name=at.people[to].name, content=told.content, acceptance=told.acceptance, fix=told.fix, due=due,
            follow_ups=seen,
        )  # fmt: skip
        found += [note, sealed.sealed_record(at.cell, note.id, text)]
    return found


def _rewards(at: _Teller) -> list[Record]:
    found: list[Record] = []
    for told in at.work.rewards:
        year = at.today.year + told.year
        granted = told.state is RewardState.GRANTED
        found.append(
            Reward(
                id=at.cell.new_id(), year=year, member_id=at.people[told.member].id,
                form="Giấy khen của Đảng ủy xã", reason=told.reason, state=told.state,
                proposed_on=date(year, 12, 5) if granted else at.today,
                decided_on=date(year, 12, 28) if granted else None, paper=told.paper,
            )
        )  # fmt: skip
    return found


def _acts(at: _Teller) -> list[Record]:
    found: list[Record] = []
    for told in at.work.acts:
        voted = at.past(told.index, 3)
        done = at.past(told.done_index, 4) if told.done_index is not None else None
        meeting = at.meeting(told.index)
        found.append(
            MemberAct(
                id=at.cell.new_id(), kind=told.kind, member_id=at.id_of(told.member),
                name=at.people[told.member].name if told.member else told.name, begun_on=voted,
                meeting_id=meeting.id if meeting and told.agree else None, voted_on=voted if told.agree else None,
                base=told.base, agree=told.agree, sent_on=voted + timedelta(days=6) if done else None,
                decided_on=done - timedelta(days=8) if done else None, paper=told.paper, done_on=done,
            )
        )  # fmt: skip
    return found


def _last_year(at: _Teller) -> None:
    year = at.today.year - 1
    in_round = reviews.open_round(at.cell, year)
    for key in at.work.handed_in.leaders:
        reviews.choose_form(at.cell, in_round, at.people[key].id, ReviewForm.LEADER)
    rated = {
        at.people[key].id: rating
        for rating, keys in (
            (YearRating.EXCELLENT, at.work.ratings.excellent),
            (YearRating.GOOD, at.work.ratings.good),
            (YearRating.COMPLETED, at.work.ratings.completed),
        )
        for key in keys
    }
    view = reviews.load_round(at.cell, in_round)
    held = date(year, 12, 18)
    changed = []
    for review in at.cell.book.find(Review, round_id=in_round):
        rating = YearRating.GOOD if review.member_id is None else rated.get(review.member_id)
        if review.exempt is None and rating is not None:
            changed.append(_rated(review, rating, held))
    cell = msgspec.structs.replace(
        view.round, held_on=held, drafts_out_on=date(year, 12, 10), hand_in_by=date(year, 12, 8),
        reported_on=date(year, 12, 22),
    )  # fmt: skip
    at.cell.save(cell, *changed, what="Ghi kết quả xếp loại năm trước")


def _rated(review: Review, rating: YearRating, held: date) -> Review:
    base = 14
    most = {rating.value: base - 1, "good" if rating is not YearRating.GOOD else "completed": 1}
    vote = RatingVote(base=base, issued=base, collected=base, **most)
    upper = date(held.year + 1, 1, 15)
    return msgspec.structs.replace(
        review, handed_in_on=held - timedelta(days=11), discussed_on=held, self_rating=rating, vote=vote,
        cell_rating=rating, upper_rating=rating, upper_paper="03-TB/ĐU", upper_on=upper,
        told_on=upper + timedelta(days=3),
    )  # fmt: skip


def _this_year(at: _Teller) -> None:
    in_round = reviews.open_round(at.cell, at.today.year)
    for key in at.work.handed_in.leaders:
        reviews.choose_form(at.cell, in_round, at.people[key].id, ReviewForm.LEADER)
    handed = {at.people[key].id for key in at.work.handed_in.members}
    written = {at.people[key].id for key in at.work.handed_in.with_text}
    changed: list[Record] = []
    for review in at.cell.book.find(Review, round_id=in_round):
        if review.member_id in written:
            changed.append(sealed.sealed_record(at.cell, review.id, prefill(at.cell, review.id)))
        if review.member_id in handed:
            changed.append(msgspec.structs.replace(review, handed_in_on=at.today - timedelta(days=2)))
    at.cell.save(*changed, what="Ghi ai đã nộp bản kiểm điểm")
    for review in at.cell.book.find(Review, round_id=in_round):
        if review.member_id in written:
            fill_points(at.cell, reviews.load_review(at.cell, review.id), suggested_points(at.cell, review.id))
