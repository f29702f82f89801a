"""Proposals from their making to their answer, and what closed minutes keep of them."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from service_samples import DAY, add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.services import coach, meetings, papers, preparation, proposals
from chibo_desktop.services.mentions import new_proposal

OCTOBER = date(2026, 10, 3)


@pytest.fixture
def session(cell):
    add_members(cell)
    return cell


def minuted(session, meeting_id, by="Nhân dân nhóm 2", text="Sửa mương", **more):
    made = new_proposal(meetings.load(session, meeting_id), session, by)
    meetings.save_parts(session, msgspec.structs.replace(made, text=text, **more))
    return made.id


def test_a_proposal_between_meetings_is_taken_down_passed_on_answered_and_opened_again(session):
    member = session.book.find(Member)[0]
    new = proposals.new_proposal(session)
    assert (new.meeting_id, new.received_on) == (None, DAY)
    proposals.save_proposal(session, msgspec.structs.replace(new, by=f" {member.name} ", text="Sửa mương "))
    (row,) = proposals.list_proposals(session)
    assert (row.proposal.by, row.proposal.member_id, row.proposal.text) == (member.name, member.id, "Sửa mương")
    assert (row.days, row.late, row.fixed) == (0, False, False)
    proposals.forward(session, new.id, "UBND xã", DAY)
    proposals.answer(session, new.id, "Xã sẽ sửa trong tháng 12", DAY)
    found = session.book.get(Proposal, new.id)
    assert (found.state, found.sent_to, found.answered_on) == (ProposalState.ANSWERED, "UBND xã", DAY)
    proposals.reopen(session, new.id)
    assert session.book.get(Proposal, new.id).state is ProposalState.FORWARDED
    proposals.reopen(session, new.id)
    found = session.book.get(Proposal, new.id)
    assert (found.state, found.sent_to, found.sent_on) == (ProposalState.OPEN, "", None)
    assert found.answer == "Xã sẽ sửa trong tháng 12"
    proposals.save_proposal(session, msgspec.structs.replace(session.book.get(Proposal, new.id), by="Bà Mùa"))
    assert session.book.get(Proposal, new.id).member_id is None
    proposals.delete_proposal(session, new.id)
    assert proposals.list_proposals(session) == []


def test_answers_after_the_closing_leave_the_minutes_as_they_were(session):
    meeting_id = filled_meeting(session)
    asked = minuted(session, meeting_id)
    sent = minuted(
        session, meeting_id, "Lò Văn An", "Xin cột điện", state=ProposalState.FORWARDED, answer="gửi điện lực"
    )
    meetings.close_meeting(session, meeting_id)

    def printed():
        return papers.minutes_text(papers.minutes_of(session, meeting_id))

    before = printed()
    assert "Sửa mương." in before
    assert "Chuyển cấp trên: gửi điện lực" in before
    proposals.answer(session, asked, "Đã sửa", DAY)
    proposals.answer(session, sent, "Điện lực hẹn quý I", DAY)
    assert session.book.get(Proposal, sent).answer == "Điện lực hẹn quý I"
    assert printed() == before
    for act in (
        lambda: proposals.save_proposal(session, session.book.get(Proposal, asked)),
        lambda: proposals.delete_proposal(session, asked),
    ):
        with pytest.raises(UserError, match="đã chốt"):
            act()
    assert all(row.fixed for row in proposals.list_proposals(session))


def test_waiting_proposals_come_first_and_go_into_the_next_agenda_until_answered(session):
    meeting_id = filled_meeting(session, OCTOBER)
    old = minuted(session, meeting_id)
    new = proposals.new_proposal(session, date(2026, 10, 20))
    proposals.save_proposal(session, msgspec.structs.replace(new, by="Bà Mùa", text="Xin cột điện"))
    rows = proposals.list_proposals(session)
    assert [(r.id, r.days, r.late) for r in rows] == [(old, 31, True), (new.id, 14, False)]

    def drafted():
        return [s.title for s in preparation.draft(session, MeetingKind.REGULAR, DAY) if s.key == "proposals"]

    (line,) = drafted()
    assert "Nhân dân nhóm 2" in line
    assert "Bà Mùa" in line
    proposals.answer(session, old, "Đã sửa", DAY)
    assert [r.id for r in proposals.list_proposals(session)] == [new.id, old]
    proposals.answer(session, new.id, "Đã có", DAY)
    assert drafted() == []


def test_a_proposal_without_words_or_with_a_day_to_come_is_refused(session):
    new = proposals.new_proposal(session)
    tomorrow = DAY + timedelta(days=1)
    whole = msgspec.structs.replace(new, by="Bà Mùa", text="Xin cột điện")
    proposals.save_proposal(session, whole)
    for act in (
        lambda: proposals.save_proposal(session, msgspec.structs.replace(new, by="Bà Mùa")),
        lambda: proposals.save_proposal(session, msgspec.structs.replace(new, text="Xin cột điện")),
        lambda: proposals.save_proposal(session, msgspec.structs.replace(whole, text="x" * 4_001)),
        lambda: proposals.save_proposal(session, msgspec.structs.replace(whole, received_on=tomorrow)),
        lambda: proposals.forward(session, new.id, "  ", DAY),
        lambda: proposals.forward(session, new.id, "UBND xã", tomorrow),
        lambda: proposals.answer(session, new.id, "", DAY),
        lambda: proposals.answer(session, new.id, "x" * 4_001, DAY),
        lambda: proposals.answer(session, new.id, "Rồi", tomorrow),
        lambda: proposals.answer(session, session.new_id(), "Rồi", DAY),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.remedy
    assert session.book.get(Proposal, new.id) == whole


def test_a_proposal_between_meetings_is_remembered_before_the_closing(session):
    meeting_id = filled_meeting(session)

    def named():
        return [f.field for f in coach.findings_for(session, meeting_id) if f.field == "proposals"]

    new = proposals.new_proposal(session, DAY)
    proposals.save_proposal(session, msgspec.structs.replace(new, by="Bà Mùa", text="Xin cột điện"))
    assert named() == []
    proposals.save_proposal(
        session, msgspec.structs.replace(new, by="Bà Mùa", text="Xin cột điện", received_on=OCTOBER)
    )
    assert len(named()) == 1
    proposals.answer(session, new.id, "Đã có", DAY)
    assert named() == []
