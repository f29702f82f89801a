"""Each rule of the coach: what it remarks, what it leaves alone, and where it leads."""

from __future__ import annotations

import time as clock
from datetime import date, time, timedelta

import pytest

from chibo_desktop.domain.absences import longest_run, run_of_absences
from chibo_desktop.domain.coach import coach_findings
from chibo_desktop.domain.coach_evidence import Contents, Evidence
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.findings import Finding, Severity
from chibo_desktop.domain.likeness import FEWEST_WORDS, likeness
from chibo_desktop.domain.meetings import (
    AgendaItem,
    AgendaPart,
    Attendance,
    AttendanceState,
    Guest,
    Meeting,
    MeetingKind,
    Speech,
    Stage,
)
from chibo_desktop.domain.members import Standing, Status
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.score_sheets import ScoreSheet
from chibo_desktop.domain.votes import Vote

DAY = date(2026, 11, 3)
EXCUSED, UNEXCUSED = AttendanceState.ABSENT_EXCUSED, AttendanceState.ABSENT_UNEXCUSED


def ident(number: int) -> bytes:
    return number.to_bytes(16, "big")


def a_meeting(number: int = 1, day: date = DAY, **fields: object) -> Meeting:
    values: dict[str, object] = {
        "id": ident(number), "date": day, "starts": time(19, 30), "ends": time(21, 5), "roll_called": True,
    }  # fmt: skip
    return Meeting(**(values | fields))  # type: ignore[arg-type]


def a_row(
    member: int, state: AttendanceState = AttendanceState.PRESENT, meeting: int = 1, **fields: object
) -> Attendance:
    values: dict[str, object] = {
        "id": ident(1000 * meeting + member), "meeting_id": ident(meeting), "member_id": ident(member),
        "state": state, "name": f"Lò Văn {member}", "standing": Standing.FULL, "status": Status.ACTIVE,
    }  # fmt: skip
    return Attendance(**(values | fields))  # type: ignore[arg-type]


def an_item(title: str, number: int = 1, **fields: object) -> AgendaItem:
    return AgendaItem(id=ident(number), meeting_id=ident(1), position=number, title=title, **fields)  # type: ignore[arg-type]


def a_speech(member: int, text: str, number: int = 1) -> Speech:
    return Speech(
        id=ident(number), meeting_id=ident(1), position=number, member_id=ident(member),
        speaker=f"Lò Văn {member}", text=text,
    )  # fmt: skip


def found(meeting: Meeting | None = None, **parts: object) -> list[Finding]:
    """Return what the coach remarks on a regular meeting with these parts."""
    contents = {name: parts.pop(name) for name in ("agenda", "speeches", "conclusions") if name in parts}
    return list(
        coach_findings(Evidence(meeting=meeting or a_meeting(), contents=Contents(**contents), **parts))  # type: ignore[arg-type]
    )


def said(fragment: str, findings: list[Finding]) -> Finding:
    """Return the one finding that holds the words."""
    (one,) = [f for f in findings if fragment in f.sentence]
    return one


def silent(fragment: str, findings: list[Finding]) -> bool:
    return not any(fragment in f.sentence for f in findings)


def test_heavier_findings_come_first_and_each_has_a_place() -> None:
    findings = found(rows=[a_row(1, UNEXCUSED)], agenda=[an_item("Thảo luận", needs_vote=True)])
    assert [f.severity for f in findings] == sorted((f.severity for f in findings), reverse=True)
    assert all(f.field and isinstance(f.stage, Stage) for f in findings)
    assert len({f.sentence for f in findings}) == len(findings)


# -- absences in a row ----------------------------------------------------------------------------


def history(*states: AttendanceState, status: Status = Status.ACTIVE) -> dict[bytes, list[Attendance]]:
    return {ident(1): [a_row(1, state, meeting=n + 2, status=status) for n, state in enumerate(states)]}


@pytest.mark.parametrize(("before", "told"), [(2, False), (3, True), (4, True)])
def test_more_than_three_absences_in_a_row_are_told_with_their_number(before: int, *, told: bool) -> None:
    findings = found(rows=[a_row(1, EXCUSED)], earlier_rows=history(*[EXCUSED] * before))
    if told:
        one = said("liên tiếp", findings)
        assert one.sentence == f"Đ/c Lò Văn 1 vắng lần thứ {before + 1} liên tiếp."
        assert (one.stage, one.field, one.basis) == (Stage.ROLL_CALL, "roll", "HD 12-HD/BTCTW")
    else:
        assert silent("liên tiếp", findings)


def test_one_presence_breaks_the_row() -> None:
    earlier = history(EXCUSED, AttendanceState.PRESENT, EXCUSED, EXCUSED)
    assert silent("liên tiếp", found(rows=[a_row(1, EXCUSED)], earlier_rows=earlier))


def test_meetings_at_which_nobody_expected_the_member_neither_count_nor_break() -> None:
    away = a_row(1, AttendanceState.AWAY, meeting=9, status=Status.TEMPORARY_OUT)
    rows = [a_row(1, EXCUSED, meeting=n) for n in (2, 3)]
    earlier = {ident(1): [rows[0], away, rows[1], a_row(1, EXCUSED, meeting=4)]}
    assert "lần thứ 4" in said("liên tiếp", found(rows=[a_row(1, EXCUSED)], earlier_rows=earlier)).sentence
    assert len(run_of_absences(earlier[ident(1)])) == 3


def test_the_longest_run_is_found_wherever_it_is() -> None:
    states = [EXCUSED, AttendanceState.PRESENT, EXCUSED, UNEXCUSED, AttendanceState.PRESENT, EXCUSED]
    rows = [a_row(1, state, meeting=n) for n, state in enumerate(states)]
    assert [row.meeting_id for row in longest_run(rows)] == [ident(2), ident(3)]
    assert longest_run([]) == ()


def test_the_committees_own_meeting_tells_nothing_of_absences() -> None:
    meeting = a_meeting(kind=MeetingKind.COMMITTEE)
    assert silent("liên tiếp", found(meeting, rows=[a_row(1, EXCUSED)], earlier_rows=history(*[EXCUSED] * 5)))


def test_three_months_without_reason_in_a_year_are_told_quoting_the_statute() -> None:
    meetings = [a_meeting(), a_meeting(2, date(2026, 10, 3)), a_meeting(3, date(2026, 9, 3))]
    parts = {"rows": [a_row(1, UNEXCUSED)], "meetings": meetings}
    one = said("3 tháng", found(earlier_rows=history(UNEXCUSED, UNEXCUSED), **parts))
    assert one.basis == "Điều lệ Đảng 8.1"
    meetings[2] = a_meeting(3, date(2025, 12, 3))
    assert silent("tháng trong năm", found(earlier_rows=history(UNEXCUSED, UNEXCUSED), **parts))


# -- the room -------------------------------------------------------------------------------------


def test_the_moment_is_told_from_which_too_few_are_left_to_vote() -> None:
    rows = [a_row(n, left=time(20, 15 + n) if n < 3 else None) for n in range(4)]
    vote = Vote(id=ident(1), meeting_id=ident(1), position=1, title="Kết luận", base=4, agree=4)
    one = said("trong phòng", found(rows=rows, votes=[vote]))
    assert one.sentence.startswith("Từ 20:16 trong phòng chỉ còn 2/4 đảng viên chính thức")
    assert (one.stage, one.field) == (Stage.VOTING, "votes")
    assert not silent("trong phòng", found(rows=rows[1:], votes=[vote]))
    assert silent("trong phòng", found(rows=[a_row(n) for n in range(4)]))


def test_leaving_after_midnight_comes_after_leaving_before() -> None:
    meeting = a_meeting(starts=time(22, 0), ends=time(0, 30))
    rows = [a_row(1, left=time(0, 10)), a_row(2, left=time(23, 0)), a_row(3)]
    assert said("trong phòng", found(meeting, rows=rows)).sentence.startswith("Từ 00:10")


def test_guests_without_office_are_named() -> None:
    guest = Guest(id=ident(1), meeting_id=ident(1), position=1, name="Hoàng Thị Thu")
    assert said("chức vụ", found(guests=[guest])).sentence == "Khách dự chưa ghi chức vụ: Hoàng Thị Thu."


# -- preparation ----------------------------------------------------------------------------------


def test_documents_go_out_a_day_before() -> None:
    told = {"notice_on": DAY - timedelta(days=3), "supervisor_on": DAY - timedelta(days=3)}
    assert said("Tài liệu gửi", found(a_meeting(documents_on=DAY, **told))).severity is Severity.WARNING
    in_time = found(a_meeting(documents_on=DAY - timedelta(days=1), **told))
    assert silent("Tài liệu gửi", in_time)
    assert silent("Chưa ghi ngày", in_time)


def test_what_nobody_was_told_stands_in_one_sentence() -> None:
    findings = found(a_meeting(notice_on=DAY))
    assert said("Chưa ghi ngày", findings).sentence == (
        "Chưa ghi ngày gửi tài liệu, ngày báo cấp ủy viên theo dõi chi bộ."
    )
    assert said("Chưa ghi ngày", findings).field == "documents_on"


def test_the_committee_meets_before_the_cell() -> None:
    committee = a_meeting(2, DAY - timedelta(days=2), kind=MeetingKind.COMMITTEE)
    before = a_meeting(3, date(2026, 10, 3))
    assert said("chi ủy", found(has_committee=True)).field == "prepared_by_id"
    assert silent("chi ủy chuẩn bị", found(has_committee=True, meetings=[committee], before=before))
    assert silent("chi ủy chuẩn bị", found(a_meeting(prepared_by_id=ident(2)), has_committee=True))
    assert silent("chi ủy chuẩn bị", found(has_committee=False))
    long_ago = a_meeting(2, date(2026, 10, 1), kind=MeetingKind.COMMITTEE)
    assert not silent("chi ủy chuẩn bị", found(has_committee=True, meetings=[long_ago], before=before))


@pytest.mark.parametrize(("day", "severity"), [(DAY, Severity.HINT), (date(2026, 12, 3), Severity.WARNING)])
def test_a_quarter_without_thematic_meeting_weighs_more_at_its_end(day: date, severity: Severity) -> None:
    one = said("chuyên đề", found(a_meeting(day=day)))
    assert one.sentence == "Quý IV chưa có sinh hoạt chuyên đề; mỗi quý ít nhất 1 lần."
    assert one.severity is severity
    held = a_meeting(2, date(2026, 10, 18), kind=MeetingKind.THEMATIC)
    assert silent("chuyên đề", found(a_meeting(day=day), meetings=[held]))


def test_a_meeting_after_the_first_week_is_told() -> None:
    assert "ngày 07 hằng tháng" in said("thường lệ", found(a_meeting(day=date(2026, 11, 8)))).sentence
    assert silent("thường lệ", found(a_meeting(day=date(2026, 11, 7))))


def test_the_part_of_criticism_is_missing_empty_or_filled() -> None:
    empty = an_item("Tự phê bình và phê bình", part=AgendaPart.IDEOLOGY)
    assert "chưa có phần" in said("phê bình", found(agenda=[an_item("Thảo luận")])).sentence
    assert said("còn trống", found(agenda=[empty])).severity is Severity.WARNING
    filled = an_item("Tự phê bình và phê bình", outcome="Hai đồng chí tự nhận khuyết điểm.")
    assert silent("phê bình", found(agenda=[filled]))
    reminder = Mention(id=ident(1), meeting_id=ident(1), position=1, kind=MentionKind.REMINDER, member_id=ident(1))
    assert silent("phê bình", found(agenda=[empty], mentions=[reminder]))
    elsewhere = an_item("Tình hình tư tưởng", outcome="Phê bình việc để con chạy xe.")
    assert silent("chưa có phần", found(agenda=[elsewhere]))


# -- what was said --------------------------------------------------------------------------------


def test_two_speakers_in_a_full_room_are_told() -> None:
    rows = [a_row(n) for n in range(1, 8)]
    speeches = [a_speech(n % 2 + 1, "Nhất trí với báo cáo.", n) for n in range(6)]
    assert "Mới có 2/7 đồng chí" in said("phát biểu", found(rows=rows, speeches=speeches)).sentence
    speeches.append(a_speech(3, "Đồng ý.", 9))
    assert silent("Mới có", found(rows=rows, speeches=speeches))
    assert silent("Mới có", found(rows=rows[:4], speeches=speeches[:2]))


def test_one_voice_of_more_than_three_fifths_of_the_words_is_told() -> None:
    rows = [a_row(n) for n in range(1, 8)]
    speeches = [a_speech(1, "từ " * 61, 1), a_speech(2, "từ " * 20, 2), a_speech(3, "từ " * 19, 3)]
    assert "Đ/c Lò Văn 1 chiếm 61%" in said("chiếm", found(rows=rows, speeches=speeches)).sentence
    speeches[0] = a_speech(1, "từ " * 58, 1)
    assert silent("chiếm", found(rows=rows, speeches=speeches))


WORDS = "Thu hoạch xong mười tám héc ta lúa mùa, năng suất bốn mươi tám tạ một héc ta, làm hơn một cây số đường "
MORE = "và vận động mười hai hộ đưa chuồng trâu ra khỏi gầm sàn, còn năm hộ khó khăn về nhân lực."


def test_a_part_copied_from_last_time_is_told_with_its_share() -> None:
    before = a_meeting(2, date(2026, 10, 3))
    old = Contents(agenda=[an_item("Tư tưởng", part=AgendaPart.IDEOLOGY, outcome=WORDS + MORE)])
    copied = an_item("Tư tưởng", part=AgendaPart.IDEOLOGY, outcome=f"{WORDS}{MORE} Nhân dân phấn khởi.")
    one = said("Phần III", found(agenda=[copied], before=before, contents_before=old))
    assert "% biên bản ngày 03/10/2026" in one.sentence
    assert 80 <= int(one.sentence.partition("giống ")[2].partition("%")[0]) < 100
    assert (one.stage, one.field) == (Stage.PROCEEDINGS, "agenda")
    elsewhere = an_item("Phương hướng", part=AgendaPart.PLAN, outcome=WORDS + MORE)
    assert silent("giống", found(agenda=[elsewhere], before=before, contents_before=old))


def test_likeness_is_the_share_of_what_is_written_now() -> None:
    assert likeness(WORDS + MORE, WORDS + MORE) == 1
    assert likeness(WORDS + MORE, f"Mở đầu. {WORDS.upper()}{MORE} Thêm nhiều việc khác nữa.") == 1
    assert likeness(WORDS + MORE, "") == 0
    assert likeness("từ " * (FEWEST_WORDS - 1), "từ " * 100) is None
    half = likeness(WORDS + MORE, WORDS)
    assert half is not None
    assert 0.4 < half < 0.7


def test_likeness_of_a_long_evening_takes_less_than_a_twentieth_of_a_second() -> None:
    evening = " ".join(f"{WORDS}{MORE} việc {n}" for n in range(120))
    best = 1.0
    for _ in range(3):
        begun = clock.perf_counter()
        likeness(evening, evening)
        best = min(best, clock.perf_counter() - begun)
    assert best < 0.05


# -- what is open ---------------------------------------------------------------------------------


def test_overdue_duties_that_nobody_speaks_of_are_named() -> None:
    late = Duty(id=ident(1), text="Dựng giàn phơi quế chung ở nhóm Giữa", due=date(2026, 10, 29))
    done = Duty(id=ident(2), text="Trồng cây ven đường", due=date(2026, 10, 1), state=DutyState.DONE_ON_TIME)
    later = Duty(id=ident(3), text="Sửa đường nước về bản", due=DAY)
    one = said("quá hạn", found(duties=[late, done, later]))
    assert one.sentence == "1 nhiệm vụ quá hạn chưa được nhắc đến: Dựng giàn phơi quế chung ở nhóm Giữa."
    spoken = a_speech(1, "Việc dựng giàn phơi quế chung chậm vì thiếu tấm lợp.")
    assert silent("quá hạn", found(duties=[late], speeches=[spoken]))


def test_proposals_without_an_answer_are_named() -> None:
    asked = Proposal(id=ident(1), meeting_id=ident(9), position=1, by="Đ/c Páng", text="Hỗ trợ xi măng")
    answered = Proposal(
        id=ident(2), meeting_id=ident(9), position=2, by="Đ/c Lú", text="Điện", state=ProposalState.ANSWERED
    )
    one = said("kiến nghị", found(proposals=[asked, answered]))
    assert one.sentence == "1 kiến nghị từ những lần họp trước chưa trả lời: Hỗ trợ xi măng."


def test_items_that_need_a_vote_are_counted_against_the_votes() -> None:
    agenda = [an_item("Nghị quyết", 1, needs_vote=True), an_item("Xếp mức", 2, needs_vote=True)]
    assert "“Nghị quyết”; “Xếp mức”" in said("biểu quyết", found(agenda=agenda)).sentence
    vote = Vote(id=ident(1), meeting_id=ident(1), position=1, title="Nghị quyết", base=3, agree=3)
    assert "2 nội dung cần biểu quyết, mới ghi 1" in said("biểu quyết", found(agenda=agenda, votes=[vote])).sentence
    assert silent("biểu quyết", found(agenda=agenda, votes=[vote, vote]))


def test_an_adopted_resolution_has_its_vote() -> None:
    adopted = Resolution(id=ident(1), title="Nhiệm vụ tháng 12", date=DAY, state=ResolutionState.ADOPTED)
    assert said("Nghị quyết “Nhiệm vụ", found(resolutions=[adopted])).field == "votes"


def test_a_meeting_is_scored() -> None:
    assert said("Chưa chấm điểm", found()).stage is Stage.VOTING
    assert silent("chấm điểm", found(a_meeting(score=92.0)))
    sheet = ScoreSheet(id=ident(1), meeting_id=ident(1), frame="meeting.hd42-2025")
    assert silent("chấm điểm", found(score_sheet=sheet))
    assert silent("chấm điểm", found(a_meeting(kind=MeetingKind.COMMITTEE)))


def test_two_meetings_in_one_sitting_are_measured_together() -> None:
    first = a_meeting(ends=time(20, 30), sitting_id=ident(7))
    second = a_meeting(2, starts=time(20, 30), ends=time(21, 15), sitting_id=ident(7), kind=MeetingKind.THEMATIC)
    assert "dài 105 phút, tối thiểu 120" in said("liền nhau", found(first, partners=[second])).sentence
    longer = a_meeting(2, starts=time(20, 30), ends=time(21, 30), sitting_id=ident(7))
    assert silent("liền nhau", found(first, partners=[longer]))
