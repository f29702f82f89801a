"""Targets of the resolution of the meeting that is open."""

from __future__ import annotations

import msgspec
from meeting_room import open_room

from chibo_desktop.domain.meetings import Stage
from chibo_desktop.domain.targets import Target
from chibo_desktop.services import meetings, resolutions
from chibo_desktop.ui.target_fields import TargetDialog


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
