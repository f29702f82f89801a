"""Admission, recognition and transfer change act, vote and member together, and are undone together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from service_samples import DAY, add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.act_steps import Step
from chibo_desktop.domain.attendance import members_on
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.member_acts import ActKind, MemberAct
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status
from chibo_desktop.domain.votes import Matter, Vote
from chibo_desktop.services import meetings, member_acts, members
from chibo_desktop.services.member_acts import LostVoteError
from chibo_desktop.services.session import Session


@pytest.fixture
def filled(cell: Session) -> Session:
    add_members(cell)
    return cell


def probationer(session: Session, name: str = "Mùa A Chống", since: date = date(2025, 11, 20)) -> Member:
    made = replace(
        members.new_member(session),
        name=name,
        joined=f"{since:%Y-%m}",
        standings=(StandingPeriod(since=since, standing=Standing.PROBATIONARY),),
    )
    members.save_member(session, made)
    return made


def act_of(session: Session, act_id: bytes) -> MemberAct:
    return member_acts.load_act(session, act_id).act


def everyone(session: Session) -> list[str]:
    return [m.name for m in members.all_members(session)]


def test_admission_from_vote_to_ceremony_makes_a_member_in_one_act(filled: Session) -> None:
    act_id = member_acts.begin(filled, ActKind.ADMISSION, name="  Vàng Thị  Mỷ ")
    act = act_of(filled, act_id)
    assert act.name == "Vàng Thị Mỷ"
    assert member_acts.load_act(filled, act_id).step is Step.VOTED

    meeting_id = meetings.create_meeting(filled, MeetingKind.REGULAR, DAY + timedelta(days=1))
    member_acts.plan_vote(filled, act)
    view = member_acts.load_act(filled, act_id)
    assert view.meeting is not None
    assert view.meeting.id == meeting_id
    assert view.vote is not None
    assert (view.vote.matter, view.vote.agree, view.vote.base) == (Matter.ADMISSION, 0, 5)
    assert view.needed == "cần ít nhất 4/5 đảng viên chính thức tán thành"
    assert view.step is Step.VOTED

    meetings.call_roll(filled, meeting_id)
    meetings.save_parts(filled, replace(view.vote, agree=4, disagree=1))
    view = member_acts.load_act(filled, act_id)
    assert (view.act.voted_on, view.act.base, view.act.agree) == (DAY + timedelta(days=1), 5, 4)
    assert view.step is Step.SENT

    member_acts.save_act(filled, replace(view.act, sent_on=DAY, decided_on=DAY, paper="15-QĐ/ĐU"))
    before = everyone(filled)
    act = act_of(filled, act_id)
    ceremony = date(2026, 11, 3)
    member_acts.save_act(filled, replace(act, done_on=ceremony))
    (new,) = [m for m in members.all_members(filled) if m.name == "Vàng Thị Mỷ"]
    assert new.standing_on(ceremony) is Standing.PROBATIONARY
    assert not new.belongs_on(ceremony - timedelta(days=1))
    assert act_of(filled, act_id).member_id == new.id
    assert filled.undo_name == "Kết nạp đảng viên: Vàng Thị Mỷ"

    filled.undo()
    assert everyone(filled) == before
    assert act_of(filled, act_id) == act


def test_planned_vote_is_undone_with_its_tie(filled: Session) -> None:
    meetings.create_meeting(filled, MeetingKind.REGULAR, DAY + timedelta(days=1))
    act_id = member_acts.begin(filled, ActKind.ADMISSION, name="Vàng Thị Mỷ")
    member_acts.plan_vote(filled, act_of(filled, act_id))
    filled.undo()
    assert filled.book.find(Vote) == []
    assert act_of(filled, act_id).vote_id is None


def test_plan_without_an_open_meeting_says_where_to_make_one(filled: Session) -> None:
    meetings.create_meeting(filled, MeetingKind.COMMITTEE, DAY + timedelta(days=1))
    meetings.create_meeting(filled, MeetingKind.REGULAR, DAY - timedelta(days=30))
    act_id = member_acts.begin(filled, ActKind.ADMISSION, name="Vàng Thị Mỷ")
    with pytest.raises(UserError, match="Chưa có cuộc họp nào sắp tới"):
        member_acts.plan_vote(filled, act_of(filled, act_id))


def test_recognition_makes_a_full_member_and_leaves_earlier_days_alone(filled: Session) -> None:
    one = probationer(filled)
    act_id = member_acts.begin(filled, ActKind.RECOGNITION, member_id=one.id)
    member_acts.save_act(filled, replace(act_of(filled, act_id), done_on=date(2026, 11, 3), paper="7-QĐ/ĐU"))
    saved = filled.book.get(Member, one.id)
    assert saved is not None
    assert saved.standing_on(date(2026, 11, 2)) is Standing.PROBATIONARY
    assert saved.standing_on(date(2026, 11, 3)) is Standing.FULL
    assert not saved.belongs_on(date(2025, 11, 19))
    (found,) = member_acts.load_act(filled, act_id).findings
    assert found.basis == "Điều lệ Đảng 5.1"
    assert "Chưa đủ 12 tháng" in found.sentence


def test_transfer_out_writes_the_period_with_its_paper_and_moves_with_its_day(filled: Session) -> None:
    one = members.all_members(filled)[0]
    act_id = member_acts.begin(
        filled, ActKind.TRANSFER_OUT, member_id=one.id, other_place="Chi bộ phường Noong Bua"
    )
    member_acts.save_act(filled, replace(act_of(filled, act_id), done_on=DAY, paper="GTSH 12"))
    (period,) = filled.book.get(Member, one.id).periods  # type: ignore[union-attr]
    assert (period.status, period.since, period.paper) == (Status.TRANSFERRED, DAY, "GTSH 12")
    assert one.name not in [r.member.name for r in members.list_members(filled)]
    assert one.name in [r.member.name for r in members.list_members(filled, day=DAY - timedelta(days=1))]

    earlier = DAY - timedelta(days=10)
    member_acts.save_act(filled, replace(act_of(filled, act_id), done_on=earlier))
    (period,) = filled.book.get(Member, one.id).periods  # type: ignore[union-attr]
    assert period.since == earlier
    with pytest.raises(UserError, match="đã ghi vào danh sách"):
        member_acts.save_act(filled, replace(act_of(filled, act_id), done_on=None))
    filled.undo()
    filled.undo()
    assert filled.book.get(Member, one.id) == one


def test_who_arrives_is_counted_from_that_day_on_with_all_their_years(filled: Session) -> None:
    act_id = member_acts.begin(filled, ActKind.TRANSFER_IN, name="Tòng Văn Ín", other_place="Chi bộ bản Pom Lót")
    member_acts.save_act(
        filled, replace(act_of(filled, act_id), done_on=DAY), standing=Standing.FULL, joined="1996-09"
    )
    new = next(m for m in members.all_members(filled) if m.name == "Tòng Văn Ín")
    assert new.joined == "1996-09"
    assert new in members_on(members.all_members(filled), DAY)
    assert new not in members_on(members.all_members(filled), DAY - timedelta(days=1))


def test_going_on_after_a_lost_vote_asks_once(filled: Session) -> None:
    act_id = member_acts.begin(filled, ActKind.ADMISSION, name="Vàng Thị Mỷ")
    lost = replace(act_of(filled, act_id), voted_on=DAY, base=5, agree=3)
    member_acts.save_act(filled, lost)
    with pytest.raises(LostVoteError, match="3/5 tán thành"):
        member_acts.save_act(filled, replace(lost, sent_on=DAY))
    assert act_of(filled, act_id).sent_on is None
    member_acts.save_act(filled, replace(lost, sent_on=DAY), confirmed=True)
    member_acts.save_act(filled, replace(lost, sent_on=DAY, decided_on=DAY))
    assert act_of(filled, act_id).decided_on == DAY


def test_votes_of_the_matter_are_offered_until_another_act_has_taken_them(filled: Session) -> None:
    meeting_id = filled_meeting(filled)
    view = meetings.load(filled, meeting_id)
    meetings.save_parts(filled, meetings.new_vote(view, filled, Matter.ADMISSION, "Kết nạp Vàng Thị Mỷ"))
    meetings.save_parts(filled, meetings.new_vote(view, filled, Matter.CONCLUSION, "Việc khác"))
    first = member_acts.begin(filled, ActKind.ADMISSION, name="Vàng Thị Mỷ")
    second = member_acts.begin(filled, ActKind.ADMISSION, name="Hạng A Páo")
    (choice,) = member_acts.votes_for(filled, act_of(filled, first))
    assert choice.words == "03/11/2026: Kết nạp Vàng Thị Mỷ"
    member_acts.take_vote(filled, act_of(filled, first), choice)
    assert (act_of(filled, first).voted_on, act_of(filled, first).agree) == (DAY, 5)
    assert member_acts.votes_for(filled, act_of(filled, second)) == []
    member_acts.take_vote(filled, act_of(filled, first), None)
    assert act_of(filled, first).voted_on is None
    transfer = member_acts.begin(filled, ActKind.TRANSFER_IN, name="Tòng Văn Ín")
    assert member_acts.votes_for(filled, act_of(filled, transfer)) == []


def test_vote_deleted_from_the_meeting_leaves_the_act_whole(filled: Session) -> None:
    meeting_id = filled_meeting(filled)
    vote = meetings.new_vote(meetings.load(filled, meeting_id), filled, Matter.ADMISSION, "Kết nạp Vàng Thị Mỷ")
    meetings.save_parts(filled, vote)
    act_id = member_acts.begin(filled, ActKind.ADMISSION, name="Vàng Thị Mỷ")
    (choice,) = member_acts.votes_for(filled, act_of(filled, act_id))
    member_acts.take_vote(filled, act_of(filled, act_id), choice)
    meetings.delete_meeting(filled, meeting_id)
    view = member_acts.load_act(filled, act_id)
    assert (view.vote, view.meeting) == (None, None)
    assert view.act.voted_on == DAY


def test_begin_refuses_nobody_and_a_second_of_its_kind(filled: Session) -> None:
    one = probationer(filled)
    with pytest.raises(UserError, match="Chưa có họ và tên"):
        member_acts.begin(filled, ActKind.ADMISSION, name="  ")
    with pytest.raises(UserError, match="Chưa chọn đồng chí"):
        member_acts.begin(filled, ActKind.RECOGNITION)
    first = member_acts.begin(filled, ActKind.RECOGNITION, member_id=one.id)
    with pytest.raises(UserError, match="đã có thủ tục này"):
        member_acts.begin(filled, ActKind.RECOGNITION, member_id=one.id)
    member_acts.give_up(filled, act_of(filled, first))
    member_acts.begin(filled, ActKind.RECOGNITION, member_id=one.id)


def test_given_up_act_can_be_taken_up_again_and_deleted_but_a_done_one_cannot(filled: Session) -> None:
    act_id = member_acts.begin(filled, ActKind.ADMISSION, name="Vàng Thị Mỷ")
    member_acts.give_up(filled, act_of(filled, act_id))
    assert member_acts.load_act(filled, act_id).closed
    member_acts.take_up_again(filled, act_of(filled, act_id))
    assert member_acts.load_act(filled, act_id).step is Step.VOTED
    member_acts.save_act(filled, replace(act_of(filled, act_id), done_on=DAY))
    for refused in (member_acts.give_up, member_acts.delete_act):
        with pytest.raises(UserError, match="đã làm xong"):
            refused(filled, act_of(filled, act_id))
    other = member_acts.begin(filled, ActKind.ADMISSION, name="Hạng A Páo")
    member_acts.delete_act(filled, act_of(filled, other))
    with pytest.raises(UserError, match="không còn"):
        member_acts.load_act(filled, other)


def test_what_is_missing_is_said(filled: Session) -> None:
    one = probationer(filled)
    act_id = member_acts.begin(filled, ActKind.RECOGNITION, member_id=one.id)
    act = act_of(filled, act_id)
    with pytest.raises(UserError, match="Số tán thành nhiều hơn"):
        member_acts.save_act(filled, replace(act, base=5, agree=6))
    members.delete_member(filled, one)
    with pytest.raises(UserError, match="không còn trong danh sách"):
        member_acts.save_act(filled, replace(act, done_on=DAY))
    admission = act_of(filled, member_acts.begin(filled, ActKind.ADMISSION, name="Vàng Thị Mỷ"))
    with pytest.raises(UserError, match="Chưa có họ và tên"):
        member_acts.save_act(filled, replace(admission, name=" ", done_on=DAY))
    member_acts.delete_act(filled, admission)
    with pytest.raises(UserError, match="không còn trong sổ"):
        member_acts.save_act(filled, admission)


def test_open_acts_stand_first_and_the_longest_waiting_leads(filled: Session) -> None:
    ids = [member_acts.begin(filled, ActKind.ADMISSION, name=name) for name in ("A", "B", "C")]
    member_acts.save_act(filled, replace(act_of(filled, ids[0]), sent_on=DAY - timedelta(days=5)))
    member_acts.save_act(filled, replace(act_of(filled, ids[2]), begun_on=DAY - timedelta(days=90)))
    member_acts.give_up(filled, act_of(filled, ids[1]))
    assert [v.name for v in member_acts.list_acts(filled)] == ["C", "A", "B"]


def test_probations_by_the_day_they_are_due_with_what_has_been_begun(filled: Session) -> None:
    later = probationer(filled, "Mùa A Chống", date(2026, 3, 1))
    first = probationer(filled, "Sùng A Dế", date(2025, 11, 20))
    act_id = member_acts.begin(filled, ActKind.RECOGNITION, member_id=first.id)
    found = member_acts.probations(filled)
    assert [(p.member.id, p.due, p.act_id) for p in found] == [
        (first.id, date(2026, 11, 20), act_id),
        (later.id, date(2027, 3, 1), None),
    ]
