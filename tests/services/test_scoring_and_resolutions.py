"""Scoring a meeting and adopting its resolution, from draft to closed minutes."""

from __future__ import annotations

from datetime import date, time, timedelta

import msgspec
import pytest
from service_samples import DAY, add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import AgendaPart, AttendanceState, ConclusionKind, MeetingKind, MeetingLevel
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.score_sheets import ScoreSheet
from chibo_desktop.domain.votes import Matter
from chibo_desktop.services import meetings, resolutions, rules, scoring


@pytest.fixture
def session(cell):
    add_members(cell)
    return cell


@pytest.fixture
def meeting_id(session):
    return filled_meeting(session)


def write(session, resolution_id, **changes):
    """Write into a resolution as its card does."""
    found = session.book.get(Resolution, resolution_id)
    meetings.save_parts(session, msgspec.structs.replace(found, **changes))


def resolution_numbers(session):
    return [n for n in session.book.find(DocumentNumber) if n.type is DocumentType.RESOLUTION]


# -- scoring --------------------------------------------------------------------------------------


def test_sheet_is_computed_before_anyone_writes_and_changes_nothing(session, meeting_id):
    seq = session.head().seq
    sheet = scoring.sheet_of(session, meeting_id)
    assert {line.criterion.code: line.points for line in sheet.scored.lines if line.points is not None} == {
        "1": 5, "2": 5,
    }  # fmt: skip
    assert (sheet.sheet, sheet.total, sheet.level) == (None, None, None)
    assert session.head().seq == seq


def test_points_are_written_and_meeting_keeps_step(session, meeting_id):
    scoring.fill_rest(session, meeting_id)
    assert meetings.load(session, meeting_id).meeting.score == 100
    scoring.set_score(session, meeting_id, "4.2", 12.5)
    meeting = meetings.load(session, meeting_id).meeting
    assert (meeting.score, meeting.level) == (87.5, MeetingLevel.FAIR)
    scoring.set_score(session, meeting_id, "4.2", None)
    meeting = meetings.load(session, meeting_id).meeting
    assert (meeting.score, meeting.level) == (None, None)
    session.undo()
    assert meetings.load(session, meeting_id).meeting.score == 87.5


@pytest.mark.parametrize(
    ("code", "points", "note", "title"),
    [
        ("2", 3.0, "", "Tiêu chí 2 được tính 5 điểm."),
        ("3.1", 5.5, "x", "Điểm của tiêu chí 3.1 từ 0 đến 5."),
        ("3.1", -1.0, "x", "Điểm của tiêu chí 3.1 từ 0 đến 5."),
        ("9", 1.0, "x", "Khung chấm điểm không có tiêu chí này."),
    ],
)
def test_points_without_reason_or_out_of_the_frame_are_refused(session, meeting_id, code, points, note, title):
    with pytest.raises(UserError) as refused:
        scoring.set_score(session, meeting_id, code, points, note)
    assert refused.value.title == title
    assert session.book.find(ScoreSheet) == []


def test_overriding_keeps_its_reason_and_giving_the_computed_points_takes_it_back(session, meeting_id):
    scoring.set_score(session, meeting_id, "2", 3, "đến muộn")
    line = scoring.sheet_of(session, meeting_id).scored.line("2")
    assert (line.points, line.overridden, line.note) == (3, True, "đến muộn")
    scoring.set_score(session, meeting_id, "2", 5, "đến muộn")
    line = scoring.sheet_of(session, meeting_id).scored.line("2")
    assert (line.points, line.overridden, line.note) == (5, False, "")


def test_one_sheet_for_a_meeting_and_it_goes_with_it(session, meeting_id):
    scoring.set_score(session, meeting_id, "3.1", 4)
    scoring.set_weak_points(session, meeting_id, "Ít ý kiến")
    scoring.set_scorer(session, meeting_id, meetings.load(session, meeting_id).members[1].id)
    (sheet,) = session.book.find(ScoreSheet)
    assert (sheet.note, len(sheet.lines)) == ("Ít ý kiến", 1)
    assert scoring.sheet_of(session, meeting_id).scorer == "Cà Thị Ân"
    meetings.delete_meeting(session, meeting_id)
    assert session.book.find(ScoreSheet) == []


def test_computed_points_follow_the_roll_until_closing_and_stay_after(session, meeting_id):
    scoring.fill_rest(session, meeting_id)
    member = meetings.load(session, meeting_id).members[0].id
    meetings.mark(session, meeting_id, member, AttendanceState.ABSENT_UNEXCUSED)
    meetings.close_meeting(session, meeting_id)
    view = meetings.load(session, meeting_id)
    assert (view.meeting.score, view.meeting.level) == (95, MeetingLevel.GOOD)
    line = next(line for line in view.score_sheet.lines if line.code == "2")
    assert (line.self_score, line.note) == (0, "Dự 4/5 (80%), có 1 đồng chí vắng không lý do nên 0/5 điểm.")
    rules.set_number(session, "length.regular", 120)
    assert scoring.sheet_of(session, meeting_id).total == 95


def test_after_closing_only_the_commune_s_points_are_written(session, meeting_id):
    scoring.fill_rest(session, meeting_id)
    meetings.close_meeting(session, meeting_id)
    with pytest.raises(UserError, match="đã chốt"):
        scoring.set_score(session, meeting_id, "3.1", 4)
    scoring.set_appraised(session, meeting_id, {"3.1": 4.0})
    line = scoring.sheet_of(session, meeting_id).scored.line("3.1")
    assert (line.points, line.appraised) == (5, 4)
    assert meetings.load(session, meeting_id).meeting.score == 100
    with pytest.raises(UserError, match="từ 0 đến 5"):
        scoring.set_appraised(session, meeting_id, {"3.1": 6.0})
    with pytest.raises(UserError, match="không có tiêu chí"):
        scoring.set_appraised(session, meeting_id, {"x": 1.0})


def test_level_is_put_to_the_vote_once_and_its_name_follows(session, meeting_id):
    with pytest.raises(UserError, match="Chưa có mức"):
        scoring.vote_on_level(session, meeting_id)
    scoring.fill_rest(session, meeting_id)
    first = scoring.vote_on_level(session, meeting_id)
    scoring.set_score(session, meeting_id, "4.2", 12)
    assert scoring.vote_on_level(session, meeting_id) == first
    (vote,) = meetings.load(session, meeting_id).votes
    assert (vote.matter, vote.title, vote.base) == (
        Matter.MEETING_LEVEL, "Mức chất lượng buổi sinh hoạt: Khá", 5,
    )  # fmt: skip


def test_what_does_not_arise_is_full_where_the_frame_allows_it(session, meeting_id):
    with pytest.raises(UserError, match="không cho đủ điểm"):
        scoring.set_not_applicable(session, meeting_id, "3.1")
    rules.choose_frame(session, "meeting.hd42-ward8", DAY)
    scoring.set_not_applicable(session, meeting_id, "4.3")
    line = scoring.sheet_of(session, meeting_id).scored.line("4.3")
    assert (line.points, line.note) == (5, scoring.NOT_APPLICABLE)


def test_frame_without_points_takes_ticks_and_a_chosen_level(session):
    meeting_id = filled_meeting(session, date(2020, 3, 3))
    sheet = scoring.sheet_of(session, meeting_id)
    assert sheet.frame.id == "meeting.hd12-2018"
    scoring.set_score(session, meeting_id, "1", 1)
    scoring.choose_level(session, meeting_id, MeetingLevel.FAIR)
    scoring.vote_on_level(session, meeting_id)
    meetings.close_meeting(session, meeting_id)
    view = meetings.load(session, meeting_id)
    assert (view.meeting.score, view.meeting.level) == (None, MeetingLevel.FAIR)
    quality = scoring.quality_of(session, view)
    assert (quality.rows, quality.total, quality.level) == ((), "", "Khá")


def test_points_decide_the_level_where_there_are_points(session, meeting_id):
    scoring.fill_rest(session, meeting_id)
    with pytest.raises(UserError, match="Mức do tổng điểm"):
        scoring.choose_level(session, meeting_id, MeetingLevel.POOR)


def test_a_sitting_of_two_meetings_is_measured_as_one(session, meeting_id):
    other = meetings.create_meeting(session, MeetingKind.THEMATIC, DAY, starts=time(21, 15))
    sitting = session.new_id()
    for one, ends in ((meeting_id, time(20, 40)), (other, time(21, 30))):
        meeting = meetings.load(session, one).meeting
        meetings.save_meeting(session, msgspec.structs.replace(meeting, sitting_id=sitting, ends=ends))
    line = scoring.sheet_of(session, meeting_id).scored.line("1")
    assert line.explained.startswith("Cả buổi họp 85 phút, tối thiểu 120 phút")


def test_excused_too_often_is_seen_across_meetings(session):
    rules.choose_frame(session, "meeting.hd42-ward8", DAY)
    for month in range(7, 12):
        meeting_id = filled_meeting(session, date(2026, month, 3))
        member = meetings.load(session, meeting_id).members[1].id
        meetings.mark(session, meeting_id, member, AttendanceState.ABSENT_EXCUSED, reason="ốm")
        line = scoring.sheet_of(session, meeting_id).scored.line("2.2")
        assert line.points == (1 if month < 10 else 0)
    assert line.explained == "Đ/c Cà Thị Ân vắng có lý do quá 3 lần liên tiếp nên 0/1 điểm."


def test_year_rolls_up_closed_meetings(session, meeting_id):
    scoring.fill_rest(session, meeting_id)
    assert scoring.year_of(session, 2026).judged == 0
    meetings.close_meeting(session, meeting_id)
    summary = scoring.year_of(session, 2026)
    assert (summary.judged, summary.average, summary.good) == (1, 100, False)


# -- resolutions ----------------------------------------------------------------------------------


def prepared(session, meeting_id):
    """Record what a resolution is drafted from."""
    view = meetings.load(session, meeting_id)
    plan = next(item for item in view.agenda if item.part is AgendaPart.PLAN)
    member = view.members[2]
    concluded = meetings.new_conclusion(view, session, ConclusionKind.CONCLUSION)
    meetings.save_parts(
        session,
        msgspec.structs.replace(plan, outcome="a) Làm đường; b) Trồng rừng"),
        msgspec.structs.replace(concluded, text="Thống nhất làm đường trước Tết."),
        meetings.new_duty(view, session, "Làm đường", member, DAY + timedelta(days=20)),
        Mention(
            id=session.new_id(), meeting_id=meeting_id, position=1, kind=MentionKind.COMMENDATION,
            member_id=member.id, text="góp công",
        ),
    )  # fmt: skip
    return resolutions.draft_resolution(session, meeting_id)


def test_draft_takes_what_was_recorded_and_is_made_once(session, meeting_id):
    resolution_id = prepared(session, meeting_id)
    assert resolutions.draft_resolution(session, meeting_id) == resolution_id
    text = session.book.get(Resolution, resolution_id).text
    assert "a) Làm đường;\nb) Trồng rừng.\nc) Thống nhất làm đường trước Tết." in text
    assert "- Đ/c Đặng Đức Bình: Làm đường; thời hạn: 23/11/2026." in text
    assert "- Biểu dương Đ/c Đặng Đức Bình: góp công." in text


def test_resolution_is_adopted_only_with_a_vote_that_carries(session, meeting_id):
    resolution_id = prepared(session, meeting_id)
    with pytest.raises(UserError, match="chưa được biểu quyết"):
        resolutions.adopt(session, resolution_id)
    vote_id = resolutions.new_vote(session, resolution_id)
    vote = next(v for v in meetings.load(session, meeting_id).votes if v.id == vote_id)
    meetings.save_parts(session, msgspec.structs.replace(vote, agree=2, disagree=3))
    with pytest.raises(UserError, match="Chưa đủ phiếu"):
        resolutions.adopt(session, resolution_id)
    meetings.save_parts(session, msgspec.structs.replace(vote, agree=5))
    resolutions.adopt(session, resolution_id)
    resolutions.adopt(session, resolution_id)
    assert [n.number for n in resolution_numbers(session)] == [1]
    view = meetings.load(session, meeting_id)
    assert view.resolutions[0].state is ResolutionState.ADOPTED
    assert {duty.resolution_id for duty in view.duties} == {resolution_id}
    paper = resolutions.resolution_of(session, resolution_id)
    assert paper.head.number == "Số 01-NQ/CB"
    assert paper.adoption == "Nghị quyết đã được chi bộ thông qua với 05/05 đảng viên chính thức tán thành (100%)."


def test_number_is_given_once_through_mending_and_closing(session, meeting_id):
    resolution_id = prepared(session, meeting_id)
    resolutions.new_vote(session, resolution_id)
    resolutions.adopt(session, resolution_id)
    with pytest.raises(UserError, match="đã thông qua"):
        resolutions.redraft(session, resolution_id)
    resolutions.withdraw(session, resolution_id)
    write(session, resolution_id, text="khác", title="  Tên  mới ")
    meetings.close_meeting(session, meeting_id)
    meetings.close_meeting(session, meeting_id)
    assert [n.number for n in resolution_numbers(session)] == [1]
    resolution = session.book.get(Resolution, resolution_id)
    assert (resolution.state, resolution.title, resolution.text) == (ResolutionState.ADOPTED, "Tên mới", "khác")


@pytest.mark.parametrize(
    ("agree", "state", "numbers"),
    [(5, ResolutionState.ADOPTED, 1), (2, ResolutionState.REJECTED, 0), (0, ResolutionState.DRAFT, 0)],
)
def test_closing_settles_a_voted_resolution(session, meeting_id, agree, state, numbers):
    resolution_id = prepared(session, meeting_id)
    vote_id = resolutions.new_vote(session, resolution_id)
    vote = next(v for v in meetings.load(session, meeting_id).votes if v.id == vote_id)
    meetings.save_parts(session, msgspec.structs.replace(vote, agree=agree))
    meetings.close_meeting(session, meeting_id)
    assert session.book.get(Resolution, resolution_id).state is state
    assert len(resolution_numbers(session)) == numbers
    linked = {duty.resolution_id for duty in meetings.load(session, meeting_id).duties}
    assert linked == ({resolution_id} if numbers else {None})
    with pytest.raises(UserError):
        resolutions.redraft(session, resolution_id)


def test_tasks_of_part_two_become_duties_once(session, meeting_id):
    resolution_id = prepared(session, meeting_id)
    resolutions.give_tasks(session, resolution_id)
    assert resolutions.give_tasks(session, resolution_id).kinds == frozenset()
    duties = meetings.load(session, meeting_id).duties
    assert [d.text for d in duties] == ["Làm đường", "Trồng rừng.", "Thống nhất làm đường trước Tết."]
    assert [d.resolution_id for d in duties] == [None, resolution_id, resolution_id]
    resolutions.delete_resolution(session, resolution_id)
    assert {d.resolution_id for d in meetings.load(session, meeting_id).duties} == {None}


def test_redraft_follows_the_meeting_and_can_be_undone(session, meeting_id):
    resolution_id = prepared(session, meeting_id)
    write(session, resolution_id, text="tự viết")
    resolutions.redraft(session, resolution_id)
    assert session.book.get(Resolution, resolution_id).text.startswith("I. ĐÁNH GIÁ")
    session.undo()
    assert session.book.get(Resolution, resolution_id).text == "tự viết"


def test_the_next_meeting_reviews_the_items_and_counts_them_as_targets(session, meeting_id):
    resolution_id = prepared(session, meeting_id)
    resolutions.new_vote(session, resolution_id)
    meetings.close_meeting(session, meeting_id)
    (duty,) = session.book.find(Duty)
    done = msgspec.structs.replace(duty, state=DutyState.DONE_ON_TIME, done_on=DAY + timedelta(days=15))
    session.save(done)
    following = filled_meeting(session, date(2026, 12, 3))
    line = scoring.sheet_of(session, following).scored.line("6")
    assert line.measured == "Xong 1/1 nhiệm vụ đến hạn (100%)."
    paper = resolutions.resolution_of(session, resolutions.draft_resolution(session, following))
    (table,) = [block for block in paper.blocks if hasattr(block, "rows")]
    assert table.rows == (
        ("1", "Làm đường", "Mới giao ngày 03/11/2026; hạn 23/11/2026", "Xong đúng hạn ngày 18/11/2026"),
    )


def test_vote_is_linked_and_unlinked(session, meeting_id):
    resolution_id = prepared(session, meeting_id)
    vote_id = resolutions.new_vote(session, resolution_id)
    resolutions.link_vote(session, resolution_id, None)
    assert session.book.get(Resolution, resolution_id).vote_id is None
    resolutions.link_vote(session, resolution_id, vote_id)
    with pytest.raises(UserError, match="không còn"):
        resolutions.link_vote(session, resolution_id, session.new_id())


def test_papers_are_written_where_the_person_says(session, meeting_id, tmp_path):
    with pytest.raises(UserError, match="chưa có nghị quyết"):
        resolutions.save_resolution_paper(session, meeting_id, tmp_path / "nq.pdf")
    prepared(session, meeting_id)
    for save, name in (
        (resolutions.save_resolution_paper, "nq.pdf"), (scoring.save_score_sheet, "phieu.pdf"),
    ):  # fmt: skip
        assert save(session, meeting_id, tmp_path / name).read_bytes().startswith(b"%PDF-")


def test_what_is_gone_is_said_so(session, meeting_id):
    with pytest.raises(UserError, match="không còn trong sổ"):
        resolutions.adopt(session, session.new_id())
    with pytest.raises(UserError, match="không còn trong sổ"):
        resolutions.resolution_of(session, session.new_id())
