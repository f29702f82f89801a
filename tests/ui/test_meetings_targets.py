"""Targets of the resolution of the meeting that is open."""

from __future__ import annotations

from datetime import date

import msgspec
from meeting_room import open_room
from PySide6.QtCore import Qt

from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import MeetingKind, Stage
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import Target
from chibo_desktop.services import meetings, resolutions, targets
from chibo_desktop.ui.screen import Desk
from chibo_desktop.ui.target_fields import TargetDialog

OCTOBER = date(2026, 10, 3)


def fill(field, words, write):
    field.setFocus()
    field.selectAll()
    write(field, words)


def test_a_target_is_added_at_the_meeting_s_resolution_also_after_the_closing(
    tmp_path, qtbot, tasks, changes, write
):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as room:
        meeting_id = room.plan()
        resolutions.draft_resolution(room.session, meeting_id)
        workspace = room.open(meeting_id)
        workspace.show_stage(Stage.VOTING)
        room.settle()
        card = workspace.voting.resolution

        def add(words):
            card.target_button.click()
            room.settle()
            dialog = card.findChild(TargetDialog)
            fill(dialog.text, words, write)
            fill(dialog.planned, "12", write)
            fill(dialog.unit, "hộ", write)
            dialog.yes_button.click()
            room.settle()

        add("Hộ thoát nghèo")
        assert card.targets.text() == "Chỉ tiêu: Hộ thoát nghèo (12 hộ)."
        meetings.call_roll(room.session, meeting_id)
        view = meetings.load(room.session, meeting_id)
        meetings.save_meeting(room.session, msgspec.structs.replace(view.meeting, ends=meetings.USUAL_START))
        meetings.close_meeting(room.session, meeting_id)
        room.screen.refresh()
        room.settle()
        assert not card.delete_button.isVisible()
        add("Trồng rừng")
        assert card.targets.text() == "Chỉ tiêu: Hộ thoát nghèo (12 hộ); Trồng rừng (12 hộ)."
        assert sorted(t.text for t in room.session.book.find(Target)) == ["Hộ thoát nghèo", "Trồng rừng"]


def test_what_the_meeting_before_set_is_shown_and_leads_to_where_results_are_written(
    tmp_path, qtbot, tasks, changes, monkeypatch
):
    gone = []
    monkeypatch.setattr("meeting_room.new_desk", lambda t, c: Desk(t, c, lambda *where: gone.append(where)))
    with open_room(tmp_path / "so", qtbot, tasks, changes) as room:
        session = room.session
        before = meetings.create_meeting(session, MeetingKind.REGULAR, OCTOBER)
        found = Resolution(
            id=session.new_id(), meeting_id=before, title="Tháng 10", date=OCTOBER, state=ResolutionState.ADOPTED
        )
        duty = Duty(id=session.new_id(), meeting_id=before, text="Làm đường", due=date(2026, 10, 20))
        made = targets.new_target(session, found.id)
        session.save(found, duty)
        targets.save_target(session, msgspec.structs.replace(made, text="Hộ góp công", planned=10.0, unit="hộ"))
        workspace = room.open(room.plan())
        box = workspace.voting.resolution.before
        assert box.table.rows_model.rows == ()
        workspace.show_stage(Stage.VOTING)
        room.settle()
        assert [row.text for row in box.table.rows_model.rows] == ["Làm đường", "Chỉ tiêu: Hộ góp công (10 hộ)"]
        assert box.heading.text() == "Nhiệm vụ, chỉ tiêu kỳ trước: 0/1 đến hạn đã xong"
        for row in (0, 1):
            box.table.setFocus()
            box.table.selectRow(row)
            qtbot.keyClick(box.table, Qt.Key.Key_Return)
        assert gone == [("duties", duty.id), ("documents", ("resolutions", made.id))]
        targets.record_result(session, made.id, 12, OCTOBER)
        room.screen.records_changed(frozenset({"target"}), None)
        room.settle()
        assert box.table.rows_model.rows[1].result == "Vượt: 12/10 hộ (ngày 03/10/2026)"
        assert box.heading.text() == "Nhiệm vụ, chỉ tiêu kỳ trước: 1/2 đến hạn đã xong"


def test_a_first_meeting_has_no_table_of_what_was_set_before(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as room:
        workspace = room.open(room.plan())
        workspace.show_stage(Stage.VOTING)
        room.settle()
        assert not workspace.voting.resolution.before.table.isVisible()
