"""Targets from their setting to their result, what closed papers keep of them, and what is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest
from service_samples import DAY, add_members, filled_meeting

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import Target, TargetState
from chibo_desktop.services import (
    meetings,
    pairing,
    papers,
    proposals,
    receiving,
    resolutions,
    rules,
    scoring,
    sending,
    targets,
)
from chibo_desktop.services.mentions import new_proposal
from chibo_desktop.services.resolution_list import (
    COLUMNS,
    list_resolutions,
    resolution_table,
    target_words,
    years,
)
from chibo_desktop.services.resolutions_todo import resolutions_todo

OCTOBER = date(2026, 10, 3)


@pytest.fixture
def session(cell):
    add_members(cell)
    return cell


def resolution_of(session, day=OCTOBER, title="Lãnh đạo nhiệm vụ tháng 10"):
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, day)
    made = Resolution(
        id=session.new_id(), meeting_id=meeting_id, title=title, date=day, state=ResolutionState.ADOPTED
    )
    session.save(made)
    return made


def target_of(session, resolution, text="Hộ thoát nghèo", *, planned=80.0, due=date(2026, 10, 31), **more):
    new = targets.new_target(session, resolution.id if resolution else None)
    targets.save_target(
        session, msgspec.structs.replace(new, text=text, planned=planned, due=due, unit="hộ", **more)
    )
    return new.id


def go_to(session, day):
    session.clock.moment = datetime.combine(day, time(20, 0), UTC)


# -- targets --------------------------------------------------------------------------------------


def test_a_target_is_set_measured_judged_and_deleted(session):
    resolution = resolution_of(session)
    first, second = target_of(session, resolution), target_of(session, resolution, "  Trồng\n rừng  ")
    rows = targets.target_rows(session, resolution_id=resolution.id)
    assert [(r.target.text, r.target.position, r.state, r.overdue) for r in rows] == [
        ("Hộ thoát nghèo", 1, TargetState.OPEN, True), ("Trồng rừng", 2, TargetState.OPEN, True),
    ]  # fmt: skip
    targets.record_result(session, first, 82.5, DAY, " theo báo cáo  thôn ")
    targets.say_state(session, second, TargetState.MET, DAY, "đã trồng đủ")
    rows = targets.target_rows(session, resolution_id=resolution.id)
    assert [(r.state, r.target.measured_on, r.target.note) for r in rows] == [
        (TargetState.EXCEEDED, DAY, "theo báo cáo  thôn"), (TargetState.MET, DAY, "đã trồng đủ"),
    ]  # fmt: skip
    assert [target_words(r) for r in rows] == ["Vượt: 82,5/80 hộ", "Đạt"]
    targets.record_result(session, second, 10, DAY)
    assert targets.target_rows(session, resolution_id=resolution.id)[1].state is TargetState.NOT_MET
    targets.record_result(session, second, None, DAY)
    assert session.book.get(Target, second).measured_on is None
    targets.delete_target(session, first)
    session.undo()
    assert session.book.get(Target, first).reached == 82.5


def test_taking_the_word_back_leaves_the_figures_to_decide(session):
    target_id = target_of(session, resolution_of(session))
    targets.record_result(session, target_id, 10, DAY)
    targets.say_state(session, target_id, TargetState.MET, DAY, "xã tính gộp")
    targets.say_state(session, target_id, TargetState.OPEN, DAY, "")
    (row,) = targets.target_rows(session, resolution_id=session.book.get(Target, target_id).resolution_id)
    assert (row.state, row.target.measured_on) == (TargetState.NOT_MET, DAY)
    targets.record_result(session, target_id, None, DAY)
    targets.say_state(session, target_id, TargetState.NOT_MET, DAY, "chưa làm")
    targets.say_state(session, target_id, TargetState.OPEN, DAY, "")
    assert session.book.get(Target, target_id).measured_on is None


def test_what_cannot_be_written_is_refused_with_the_next_step(session):
    resolution = resolution_of(session)
    target_id = target_of(session, resolution)
    tomorrow = session.clock.today() + timedelta(days=1)
    for act in (
        lambda: targets.save_target(session, targets.new_target(session, resolution.id)),
        lambda: target_of(session, resolution, "x" * 301),
        lambda: target_of(session, resolution, planned=-1.0),
        lambda: targets.record_result(session, target_id, 1e10, DAY),
        lambda: targets.record_result(session, target_id, float("nan"), DAY),
        lambda: targets.record_result(session, target_id, 5, tomorrow),
        lambda: targets.record_result(session, target_id, 5, DAY, "x" * 4_001),
        lambda: targets.say_state(session, target_id, TargetState.MET, DAY, "  "),
        lambda: targets.say_state(session, target_id, TargetState.MET, tomorrow, "vì"),
        lambda: targets.delete_target(session, session.new_id()),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.remedy
    assert session.book.get(Target, target_id).reached is None


def test_targets_go_with_the_draft_and_the_meeting_they_belong_to(session):
    meeting_id = filled_meeting(session)
    target_of(session, session.book.get(Resolution, resolutions.draft_resolution(session, meeting_id)))
    resolutions.delete_resolution(session, resolutions.of_meeting(session, meeting_id).id)
    assert session.book.find(Target) == []
    session.undo()
    assert len(session.book.find(Target)) == 1
    meetings.delete_meeting(session, meeting_id)
    assert session.book.find(Target) == []
    other = meetings.create_meeting(session, MeetingKind.REGULAR, DAY)
    loose = target_of(session, None)
    meetings.delete_meeting(session, other)
    assert [t.id for t in session.book.find(Target)] == [loose]


# -- the next meeting -----------------------------------------------------------------------------


def table_of(session, resolution_id):
    text = resolutions.resolution_text(resolutions.resolution_of(session, resolution_id))
    return [line for line in text.splitlines() if "Chỉ tiêu:" in line]


def test_the_table_of_a_closed_meeting_keeps_saying_what_was_known_at_its_closing(session):
    before = resolution_of(session)
    first = target_of(session, before)
    target_of(session, before, "Trồng rừng", due=date(2026, 12, 31))
    targets.record_result(session, first, 60, date(2026, 10, 30))
    meeting_id = filled_meeting(session)
    resolution_id = resolutions.draft_resolution(session, meeting_id)
    printed = table_of(session, resolution_id)
    wanted = "Chỉ tiêu: Hộ thoát nghèo (80 hộ)"
    assert printed == [
        f"1 | {wanted} | Mới đề ra ngày 03/10/2026; hạn 31/10/2026 | Không đạt: 60/80 hộ (ngày 30/10/2026)",
        "2 | Chỉ tiêu: Trồng rừng (80 hộ) | Mới đề ra ngày 03/10/2026; hạn 31/12/2026 | Đang thực hiện",
    ]
    meetings.close_meeting(session, meeting_id)
    assert table_of(session, resolution_id) == printed
    targets.record_result(session, first, 85, date(2026, 10, 31), "báo cáo bổ sung")
    target_of(session, before, "Thêm sau khi chốt")
    assert table_of(session, resolution_id) == printed
    go_to(session, date(2026, 12, 3))
    december = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 12, 3))
    later = table_of(session, resolutions.draft_resolution(session, december))
    assert [line.split(" | ")[1] for line in later] == [
        "Chỉ tiêu: Trồng rừng (80 hộ)",
        "Chỉ tiêu: Thêm sau khi chốt (80 hộ)",
    ]


def scored_line(session, meeting_id, code):
    return scoring.sheet_of(session, meeting_id).scored.line(code)


@pytest.mark.parametrize(("met", "points"), [(9, 30), (8, 27), (5, 15), (4, 10), (0, 10)])
def test_targets_and_duties_together_give_the_points(session, met, points):
    rules.choose_frame(session, "meeting.hd42-ward8", DAY)
    before = resolution_of(session)
    for number in range(8):
        reached = 80 if number < met else 10
        target_id = target_of(session, before, f"Chỉ tiêu {number}")
        targets.record_result(session, target_id, reached, date(2026, 10, 30))
    day = date(2026, 10, 20)
    states = [DutyState.DONE_ON_TIME if 8 + number < met else DutyState.NOT_DONE for number in range(2)]
    session.save(*(
        Duty(
            id=session.new_id(), text=f"Việc {n}", meeting_id=before.meeting_id, due=day, state=state,
            done_on=day if state is DutyState.DONE_ON_TIME else None,
        )
        for n, state in enumerate(states)
    ))  # fmt: skip
    line = scored_line(session, filled_meeting(session), "7")
    assert line.computed == points
    assert line.measured == f"{met}/10 chỉ tiêu, nhiệm vụ đến hạn đã đạt ({10 * met}%)."
    assert line.explained.startswith(line.measured[:-1])


def test_targets_alone_are_told_as_targets_and_the_usual_frame_leaves_the_points_open(session):
    target_id = target_of(session, resolution_of(session))
    targets.record_result(session, target_id, 80, date(2026, 10, 30))
    line = scored_line(session, filled_meeting(session), "6")
    assert line.computed is None
    assert line.explained.startswith("1/1 chỉ tiêu đến hạn đã đạt (100%). Người chấm xem xét")


def test_the_sheet_of_a_closed_meeting_is_never_scored_anew(session):
    rules.choose_frame(session, "meeting.hd42-ward8", DAY)
    before = resolution_of(session)
    target_id = target_of(session, before)
    targets.record_result(session, target_id, 80, date(2026, 10, 30))
    meeting_id = filled_meeting(session)
    scoring.fill_rest(session, meeting_id)
    meetings.close_meeting(session, meeting_id)
    sheet = scoring.sheet_of(session, meeting_id)
    targets.record_result(session, target_id, 1, date(2026, 10, 31))
    target_of(session, before, "Thêm sau")
    after = scoring.sheet_of(session, meeting_id)
    assert (after.total, after.level) == (sheet.total, sheet.level)
    assert after.scored.line("7") == sheet.scored.line("7")
    assert after.scored.line("7").points == 30


# -- the list ---------------------------------------------------------------------------------------


def test_resolutions_are_listed_with_what_became_of_them(session):
    owner = session.book.find(Member)[0]
    old = resolution_of(session, date(2025, 10, 3), "Năm ngoái")
    found = resolution_of(session)
    given = {"meeting_id": found.meeting_id, "resolution_id": found.id, "owner_id": owner.id}
    session.save(
        Duty(id=session.new_id(), text="Xong", state=DutyState.DONE_LATE, position=1, **given),
        Duty(id=session.new_id(), text="Quá hạn", due=date(2026, 10, 20), position=2, **given),
        Duty(id=session.new_id(), text="Còn hạn", due=date(2026, 12, 20), position=3, **given),
    )
    target_of(session, found, owner_id=owner.id)
    met = target_of(session, found, "Họp tổ")
    targets.record_result(session, met, 80, DAY)
    target_of(session, None)
    row, last, loose = list_resolutions(session)
    assert (row.id, last.id, loose.id) == (found.id, old.id, b"")
    assert (row.done, row.open, row.overdue, row.met, len(row.targets), row.waiting) == (1, 2, 1, 1, 2, 1)
    assert [(i.duty.text, i.owner, i.overdue) for i in row.items] == [
        ("Xong", owner.name, False), ("Quá hạn", owner.name, True), ("Còn hạn", owner.name, False),
    ]  # fmt: skip
    assert [r.title for r in list_resolutions(session, year=2025)] == ["Năm ngoái"]
    assert years(session) == [2026, 2025]
    columns, rows = resolution_table(session, year=2026)
    assert columns == COLUMNS
    assert {len(r) for r in rows} == {len(COLUMNS)}
    assert [(r[4], r[5], r[12], r[13]) for r in rows] == [
        ("Nhiệm vụ", "Xong", "Xong quá hạn", ""), ("Nhiệm vụ", "Quá hạn", "Chưa làm", "quá hạn"),
        ("Nhiệm vụ", "Còn hạn", "Chưa làm", ""), ("Chỉ tiêu", "Hộ thoát nghèo", "Đang thực hiện", "quá hạn"),
        ("Chỉ tiêu", "Họp tổ", "Đạt", ""), ("Chỉ tiêu", "Hộ thoát nghèo", "Đang thực hiện", "quá hạn"),
    ]  # fmt: skip
    assert resolution_table(session, year=2025)[1][0][:4] == ("", date(2025, 10, 3), "Năm ngoái", "Đã thông qua")


# -- the commune -----------------------------------------------------------------------------------


def test_the_commune_reads_closed_papers_as_the_cell_does_and_the_answers_beside_them(session, office, usb):
    pairing.pair(session, pairing.my_card(office))
    pairing.pair(office, pairing.my_card(session))
    target_id = target_of(session, resolution_of(session))
    targets.record_result(session, target_id, 60, date(2026, 10, 30))
    meeting_id = filled_meeting(session)
    made = new_proposal(meetings.load(session, meeting_id), session, "Nhân dân nhóm 2")
    meetings.save_parts(session, msgspec.structs.replace(made, text="Sửa mương"))
    resolution_id = resolutions.draft_resolution(session, meeting_id)
    meetings.close_meeting(session, meeting_id)
    before = table_of(session, resolution_id)
    proposals.answer(session, made.id, "Đã sửa", DAY)
    targets.record_result(session, target_id, 85, DAY)
    sending.send(session, usb)
    receiving.receive_at_office(office, usb)
    assert papers.minutes_pdf(office, meeting_id, book=2) == papers.minutes_pdf(session, meeting_id)
    paper = resolutions.resolution_of(office, resolution_id, book=2)
    assert paper == resolutions.resolution_of(session, resolution_id)
    assert [line for line in resolutions.resolution_text(paper).splitlines() if "Chỉ tiêu:" in line] == before
    (row,) = proposals.list_proposals(office, book=2)
    assert row.proposal.answer == "Đã sửa"
    assert [t.met for t in list_resolutions(office, book=2)] == [0, 1]


# -- what is to be done -----------------------------------------------------------------------------


def test_late_targets_and_proposals_are_things_to_do(session):
    assert resolutions_todo(session) == []
    found = resolution_of(session)
    ids = [target_of(session, found, f"Việc {n}", due=date(2026, 10, 20 + n)) for n in range(4)]
    draft = resolution_of(session, DAY, "Dự thảo")
    session.save(msgspec.structs.replace(draft, state=ResolutionState.DRAFT))
    target_of(session, draft, "Chưa quyết", due=date(2026, 10, 1))
    asked = proposals.new_proposal(session, date(2026, 10, 3))
    proposals.save_proposal(session, msgspec.structs.replace(asked, by="Bà Mùa", text="Xin cột điện"))
    first, second = resolutions_todo(session)
    assert (first.title, first.place, first.target, first.due) == (
        "4 chỉ tiêu đến hạn chưa ghi kết quả", "documents", ("resolutions", ids[0]), date(2026, 10, 20),
    )  # fmt: skip
    assert first.why.splitlines()[::3] == ["Việc 0 (hạn 20/10/2026)", "và 1 chỉ tiêu nữa"]
    assert (second.title, second.target, second.due) == (
        "1 kiến nghị chờ trả lời quá 30 ngày", ("proposals", asked.id), date(2026, 11, 2),
    )  # fmt: skip
    assert second.why == "Bà Mùa: Xin cột điện (31 ngày)"
    for target_id in ids:
        targets.record_result(session, target_id, 1, DAY)
    proposals.answer(session, asked.id, "Đã có", DAY)
    assert resolutions_todo(session) == []
