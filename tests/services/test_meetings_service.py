"""A meeting from preparation to closed minutes."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import msgspec
import pytest
from service_samples import DAY, add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.meetings import AttendanceState, ConclusionKind, MeetingKind, Speech
from chibo_desktop.domain.numbering import DocumentNumber
from chibo_desktop.domain.votes import Matter, VoteMethod, carries
from chibo_desktop.services import backups, meetings, members, papers, search
from chibo_desktop.services.session import Session


def test_usual_day_is_the_third() -> None:
    assert meetings.usual_day(date(2026, 11, 1)) == date(2026, 11, 3)
    assert meetings.usual_day(date(2026, 11, 3)) == date(2026, 11, 3)
    assert meetings.usual_day(date(2026, 11, 4)) == date(2026, 12, 3)
    assert meetings.usual_day(date(2026, 12, 31)) == date(2027, 1, 3)
    assert meetings.usual_day(date(2026, 11, 4), 5) == date(2026, 11, 5)
    assert meetings.usual_day(date(2026, 12, 6), 5) == date(2027, 1, 5)


def test_a_new_meeting_knows_its_chair_and_usual_agenda(cell: Session) -> None:
    add_members(cell)
    view = meetings.load(cell, meetings.create_meeting(cell, MeetingKind.REGULAR, DAY))
    assert view.meeting.chair_id == next(m.id for m in view.members if m.name == "Lò Văn An")
    assert [item.position for item in view.agenda] == [1, 2, 3, 4, 5, 6]
    assert sum(item.minutes or 0 for item in view.agenda) >= 90


def test_roll_takes_everyone_expected_as_present(cell: Session) -> None:
    add_members(cell)
    meeting_id = meetings.create_meeting(cell, MeetingKind.REGULAR, DAY)
    view = meetings.load(cell, meeting_id)
    assert [row.name for row in view.roll][:3] == ["Lò Văn An", "Cà Thị Ân", "Đặng Đức Bình"]
    assert (view.tally.total, view.tally.due, view.tally.present_due) == (7, 5, 5)
    meetings.call_roll(cell, meeting_id)
    meetings.call_roll(cell, meeting_id)
    absent = next(row for row in view.roll if row.name == "Giàng A Chu")
    meetings.mark(cell, meeting_id, absent.member_id, AttendanceState.ABSENT_EXCUSED, reason=" đi  viện ")
    view = meetings.load(cell, meeting_id)
    assert len(view.roll) == 7
    assert (view.tally.present_due, view.tally.absent_excused) == (4, 1)
    assert next(r for r in view.roll if r.name == "Giàng A Chu").reason == "đi viện"


def test_a_state_that_the_status_rules_out_is_refused(cell: Session) -> None:
    add_members(cell)
    meeting_id = meetings.create_meeting(cell, MeetingKind.REGULAR, DAY)
    exempt = next(r for r in meetings.load(cell, meeting_id).roll if r.name == "Quàng Văn Hải")
    with pytest.raises(UserError):
        meetings.mark(cell, meeting_id, exempt.member_id, AttendanceState.ABSENT_UNEXCUSED)
    meetings.mark(cell, meeting_id, exempt.member_id, AttendanceState.EXEMPT_PRESENT)
    assert meetings.load(cell, meeting_id).vote_base == 6


def test_votes_know_their_base_and_method(cell: Session) -> None:
    add_members(cell)
    view = meetings.load(cell, filled_meeting(cell))
    vote = meetings.new_vote(view, cell, Matter.RESOLUTION, "Nghị quyết tháng")
    assert (vote.base, vote.agree, vote.method) == (5, 5, VoteMethod.SHOW_OF_HANDS)
    assert carries(vote)
    assert meetings.new_vote(view, cell, Matter.ELECTION, "Bầu").method is VoteMethod.SECRET_BALLOT


def test_closed_meeting_refuses_every_change(cell: Session) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    view = meetings.load(cell, meeting_id)
    meetings.close_meeting(cell, meeting_id)
    acts = [
        lambda: meetings.call_roll(cell, meeting_id),
        lambda: meetings.mark(cell, meeting_id, view.members[0].id, AttendanceState.ABSENT_EXCUSED),
        lambda: meetings.save_meeting(cell, view.meeting),
        lambda: meetings.save_parts(cell, meetings.new_conclusion(view, cell, ConclusionKind.CONCLUSION)),
        lambda: meetings.save_parts(cell, delete=(view.speeches[0],)),
        lambda: meetings.reorder(cell, list(view.speeches)),
        lambda: meetings.delete_meeting(cell, meeting_id),
    ]
    for act in acts:
        with pytest.raises(UserError, match="đã chốt"):
            act()


def test_closing_twice_is_closing_once_and_numbers_go_on(cell: Session) -> None:
    add_members(cell)
    first, second = filled_meeting(cell), filled_meeting(cell, date(2026, 12, 3))
    meetings.close_meeting(cell, first)
    seq = cell.head().seq
    assert meetings.close_meeting(cell, first).kinds == frozenset()
    assert cell.head().seq == seq
    meetings.close_meeting(cell, second)
    assert sorted(n.number for n in cell.book.find(DocumentNumber)) == [1, 2]


def test_closed_minutes_keep_names_and_status_of_their_day(cell: Session) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    meetings.close_meeting(cell, meeting_id)
    before = papers.minutes_text(papers.minutes_of(cell, meeting_id))
    for row in members.list_members(cell):
        members.save_member(cell, msgspec.structs.replace(row.member, name=f"{row.member.name} Đổi Tên"))
    members.delete_member(cell, members.list_members(cell)[2].member)
    add_members(cell, ["Người Mới Đến", "Khách", "Khách"])
    assert papers.minutes_text(papers.minutes_of(cell, meeting_id)) == before


def test_closed_minutes_print_the_same_bytes_later(cell: Session) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    meetings.close_meeting(cell, meeting_id)
    before = papers.minutes_pdf(cell, meeting_id)
    add_members(cell, ["Người Mới Đến", "Khách", "Khách"])
    assert papers.minutes_pdf(cell, meeting_id) == before


def test_closed_minutes_keep_the_posts_of_their_day(cell: Session) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    meetings.close_meeting(cell, meeting_id)
    before = papers.minutes_pdf(cell, meeting_id)
    chair_id = meetings.load(cell, meeting_id).meeting.chair_id
    chair = next(m for m in members.all_members(cell) if m.id == chair_id)
    members.save_member(cell, msgspec.structs.replace(chair, roles=()))
    assert papers.minutes_pdf(cell, meeting_id) == before
    members.delete_member(cell, chair)
    assert papers.minutes_pdf(cell, meeting_id) == before
    assert backups.check(cell, full=True) == []


def test_closing_without_an_end_asks_for_it(cell: Session) -> None:
    add_members(cell)
    meeting_id = meetings.create_meeting(cell, MeetingKind.REGULAR, date(2026, 10, 3))
    with pytest.raises(UserError, match="giờ kết thúc"):
        meetings.close_meeting(cell, meeting_id)
    today = meetings.create_meeting(cell, MeetingKind.REGULAR, DAY, starts=time(19, 0))
    meetings.close_meeting(cell, today)
    assert meetings.load(cell, today).meeting.ends == time(20, 0)


def test_deleting_a_meeting_takes_everything_and_can_be_undone(cell: Session) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    meetings.delete_meeting(cell, meeting_id)
    assert cell.book.find(Speech) == []
    with pytest.raises(UserError, match="không còn"):
        meetings.load(cell, meeting_id)
    cell.undo()
    assert len(meetings.load(cell, meeting_id).speeches) == 1


def test_too_long_text_is_told_and_nothing_is_lost(cell: Session) -> None:
    add_members(cell)
    view = meetings.load(cell, filled_meeting(cell))
    speech = msgspec.structs.replace(view.speeches[0], text="x" * 60_001)
    with pytest.raises(UserError, match="dài quá"):
        meetings.save_parts(cell, speech)
    assert meetings.load(cell, view.meeting.id).speeches == view.speeches


def test_order_of_speeches_is_stable(cell: Session) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    for _ in range(3):
        view = meetings.load(cell, meeting_id)
        meetings.save_parts(cell, msgspec.structs.replace(meetings.new_speech(view, cell), speaker="A", text="b"))
    view = meetings.load(cell, meeting_id)
    wanted = [view.speeches[i] for i in (2, 0, 3, 1)]
    meetings.reorder(cell, list(wanted))
    assert [s.id for s in meetings.load(cell, meeting_id).speeches] == [s.id for s in wanted]


def test_search_finds_speeches_without_tones(cell: Session) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    found = search.find(cell, "nhat tri du thao")
    assert [(f.kind, f.meeting_id) for f in found] == [("speech", meeting_id)]


def test_minutes_open_elsewhere_get_a_new_name(
    cell: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_members(cell)
    meeting_id = filled_meeting(cell)
    target = tmp_path / "giấy tờ" / "biên bản.pdf"
    assert papers.save_minutes(cell, meeting_id, target) == target
    from chibo_desktop.common import files

    real = files.replace_durably

    def refuse(part: Path, to: Path) -> None:
        if to == target:
            raise PermissionError(13, "open elsewhere")
        real(part, to)

    monkeypatch.setattr(files, "replace_durably", refuse)
    assert papers.save_minutes(cell, meeting_id, target).name == "biên bản (2).pdf"
    assert papers.suggested_name(meetings.load(cell, meeting_id).meeting).startswith(
        "bien-ban-2026-11-03-sinh-hoat"
    )
