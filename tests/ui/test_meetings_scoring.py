"""The score sheet and the resolution in the fourth step, by keyboard."""

from datetime import time

import msgspec
import pytest
from meeting_room import new_desk, open_room
from PySide6.QtCore import Qt

from chibo_desktop.domain.meetings import MeetingKind, MeetingLevel, Stage
from chibo_desktop.domain.resolutions import ResolutionState
from chibo_desktop.domain.votes import Matter
from chibo_desktop.services import meetings, scoring
from chibo_desktop.ui.meetings import MeetingPage
from chibo_desktop.ui.points_field import parse_points


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


def voting(room, *, held=True):
    """Open a meeting that was held, at the step where it is judged."""
    meeting_id = room.plan()
    if held:
        meetings.call_roll(room.session, meeting_id)
        view = meetings.load(room.session, meeting_id)
        meetings.save_meeting(room.session, msgspec.structs.replace(view.meeting, ends=time(21, 0)))
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.VOTING)
    room.settle()
    return meeting_id, workspace.voting


def enter(qtbot, row, words):
    row.points.setFocus()
    row.points.selectAll()
    qtbot.keyClicks(row.points, words)
    qtbot.keyClick(row.points, Qt.Key.Key_Return)


def test_points_are_entered_one_after_the_other_and_summed_at_once(room, qtbot):
    meeting_id, step = voting(room)
    rows = step.score.rows
    assert (rows["1"].points.text(), rows["2"].points.text()) == ("5", "5")
    assert rows["1"].told.text() == "Họp 90 phút, tối thiểu 90 phút nên đủ 5 điểm."
    rows["3.1"].points.setFocus()
    for points in ("4,5", "5", "5", "22", "9", "5", "27", "5"):
        field = room.screen.focusWidget()
        field.selectAll()
        qtbot.keyClicks(field, points)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    room.settle()
    assert step.score.total.text() == "92,5/100 điểm · Mức Tốt"
    assert step.score.weak.hasFocus()
    step.score.vote_button.click()
    room.settle()
    assert step.votes.cards.cards[0].title.hasFocus()
    view = room.load(meeting_id)
    assert (view.meeting.score, view.meeting.level) == (92.5, MeetingLevel.GOOD)
    assert [(v.matter, v.title) for v in view.votes] == [
        (Matter.MEETING_LEVEL, "Mức chất lượng buổi sinh hoạt: Tốt")
    ]


def test_points_other_than_computed_wait_for_their_reason(room, qtbot, write):
    meeting_id, step = voting(room)
    row = step.score.rows["2"]
    enter(qtbot, row, "3")
    room.settle()
    assert room.load(meeting_id).score_sheet is None
    assert row.reason.isVisible()
    assert row.reason.hasFocus()
    assert room.session.drafts(f"score:{meeting_id.hex()}") == {f"score:{meeting_id.hex()}:2": "3"}
    write(row.reason, "Nhiều đồng chí đến muộn")
    qtbot.keyClick(row.reason, Qt.Key.Key_Return)
    room.settle()
    (line,) = room.load(meeting_id).score_sheet.lines
    assert (line.code, line.self_score, line.overridden, line.note) == ("2", 3.0, True, "Nhiều đồng chí đến muộn")
    assert room.session.drafts("score:") == {}
    step.meeting.undo()
    room.settle()
    assert room.load(meeting_id).score_sheet is None
    assert row.points.text() == "5"


def test_points_that_wait_for_their_reason_come_back_after_a_crash(room, qtbot, write):
    meeting_id, _ = voting(room)
    # What a window that was killed leaves behind.
    for what, typed in (("2", "3"), ("3.1", "4"), ("weak", "Ít ý kiến")):
        room.session.save_draft(f"score:{meeting_id.hex()}:{what}", typed)
    again = MeetingPage(new_desk(room.tasks, room.changes), room.session)
    qtbot.addWidget(again)
    again.show()
    again.enter(meeting_id)
    room.settle()
    room.settle()
    assert again.workspace.stage is Stage.VOTING
    score = again.workspace.voting.score
    assert (score.rows["2"].points.text(), score.rows["2"].reason.isVisible()) == ("3", True)
    assert (score.rows["3.1"].points.text(), score.rows["3.1"].reason.isVisible()) == ("4", False)
    assert score.weak.toPlainText() == "Ít ý kiến"
    score.rows["2"].reason.setFocus()
    write(score.rows["2"].reason, "Đến muộn")
    again.leave()
    sheet = room.load(meeting_id).score_sheet
    assert {line.code: line.self_score for line in sheet.lines} == {"2": 3.0, "3.1": 4.0}
    assert sheet.note == "Ít ý kiến"
    assert room.session.drafts("score:") == {}


def test_more_than_the_maximum_is_not_written(room, qtbot):
    meeting_id, step = voting(room)
    enter(qtbot, step.score.rows["3.1"], "6")
    room.settle()
    assert step.score.rows["3.1"].points.problem == "Điểm từ 0 đến 5."
    assert room.load(meeting_id).score_sheet is None
    assert parse_points("6,25") == 6.25
    assert parse_points("sáu") is None


def test_the_commune_s_points_are_written_after_closing_and_the_cell_s_stay(room, qtbot):
    meeting_id, step = voting(room)
    scoring.fill_rest(room.session, meeting_id)
    room.screen.records_changed(frozenset({"score_sheet"}), None)
    room.settle()
    meetings.close_meeting(room.session, meeting_id)
    room.screen.records_changed(frozenset({"meeting"}), None)
    room.settle()
    row = step.score.rows["3.1"]
    assert row.points.isReadOnly()
    assert not row.appraised.isReadOnly()
    assert row.appraised.isVisible()
    row.appraised.setFocus()
    qtbot.keyClicks(row.appraised, "4")
    qtbot.keyClick(row.appraised, Qt.Key.Key_Return)
    view = room.load(meeting_id)
    line = next(line for line in view.score_sheet.lines if line.code == "3.1")
    assert (line.self_score, line.appraised_score) == (5.0, 4.0)
    assert view.meeting.score == 100.0


def test_resolution_is_drafted_edited_voted_on_adopted_and_mended(room, qtbot, write):
    meeting_id, step = voting(room)
    card = step.resolution
    assert not card.text.isVisible()
    card.draft_button.click()
    room.settle()
    assert card.title.text() == "Lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026"
    assert "II. PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG 11" in card.text.toPlainText()
    card.text.setFocus()
    card.text.selectAll()
    write(card.text, "II. NHIỆM VỤ")
    card.title.setFocus()
    room.settle()
    assert room.load(meeting_id).resolutions[0].text == "II. NHIỆM VỤ"
    card.vote_button.click()
    room.settle()
    assert card.adopt_button.isVisible()
    card.adopt_button.click()
    room.settle()
    assert card.state.text() == "Số 01-NQ/CB. Đã thông qua."
    assert card.text.isReadOnly()
    assert not card.adopt_button.isVisible()
    card.mend_button.click()
    room.settle()
    assert room.load(meeting_id).resolutions[0].state is ResolutionState.DRAFT
    assert not card.text.isReadOnly()


def test_a_committee_meeting_is_not_scored(room):
    meeting_id = room.plan(MeetingKind.COMMITTEE)
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.VOTING)
    room.settle()
    assert not workspace.voting.score.isVisible()
