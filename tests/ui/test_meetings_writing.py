"""Speeches, votes and conclusions are written while people talk, and survive a power cut."""

from datetime import date

import msgspec
import pytest
from meeting_room import by_given, new_desk, open_room
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel

from chibo_desktop.domain.meetings import ConclusionKind, Stage
from chibo_desktop.domain.votes import Matter
from chibo_desktop.services import meetings
from chibo_desktop.ui.meetings import MeetingPage


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


def add_speech(room, qtbot, write, letters, words):
    step = room.screen.workspace.proceedings
    step.picker.field.setFocus()
    qtbot.keyClicks(step.picker.field, letters)
    qtbot.keyClick(step.picker.field, Qt.Key.Key_Return)
    room.settle()
    card = step.cards.cards[-1]
    assert card.text.hasFocus()
    write(card.text, words, compose=True)
    return card


def test_speeches_are_written_under_their_agenda_item_reordered_and_deleted(room, qtbot, write):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.PROCEEDINGS)
    step = workspace.proceedings
    second = workspace.view.agenda[1]
    step.topics.select(second.id)
    add_speech(room, qtbot, write, "lva", "Nhất trí với báo cáo của đồng chí bí thư.")
    card = add_speech(room, qtbot, write, "phuong", "Đề nghị sửa đường xuống suối.")
    qtbot.keyClick(card.text, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    room.screen.leave()
    speeches = room.load(meeting_id).speeches
    assert [(s.speaker, s.text) for s in speeches] == [
        ("Quàng Thị Phượng", "Đề nghị sửa đường xuống suối."),
        ("Lò Văn An", "Nhất trí với báo cáo của đồng chí bí thư."),
    ]
    assert {s.agenda_item_id for s in speeches} == {second.id}
    first = step.cards.cards[0]
    assert first is card
    first.writing_parts[-1].click()
    assert [s.speaker for s in room.load(meeting_id).speeches] == ["Lò Văn An"]
    assert room.screen.message.all_words == "Đã xóa ý kiến của Đ/c Quàng Thị Phượng."
    room.screen.message.button.click()
    assert len(room.load(meeting_id).speeches) == 2


def test_a_change_elsewhere_never_overwrites_what_is_being_typed(room, qtbot, write):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.PROCEEDINGS)
    item = workspace.view.agenda[0]
    outcome = workspace.proceedings.outcome
    outcome.setFocus()
    write(outcome, "Đang gõ dở")
    room.settle()
    meetings.save_parts(room.session, msgspec.structs.replace(item, outcome="người khác ghi", minutes=40))
    room.screen.records_changed(frozenset({"agenda_item"}), None)
    room.settle()
    assert outcome.toPlainText() == "Đang gõ dở"
    assert workspace.view.agenda[0].minutes == 40
    room.screen.leave()
    saved = room.load(meeting_id).agenda[0]
    assert (saved.outcome, saved.minutes) == ("Đang gõ dở", 40)


def test_what_is_typed_survives_a_killed_window(room, qtbot, write, tasks, changes):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.PROCEEDINGS)
    card = add_speech(room, qtbot, write, "lva", "Câu đang gõ thì mất điện")
    with qtbot.waitSignal(changes.saved, timeout=2_000):
        pass
    assert room.load(meeting_id).speeches[0].text == ""
    assert list(room.session.drafts("speech:").values()) == ["Câu đang gõ thì mất điện"]
    card.text.removeEventFilter(card)
    card.text.committed.disconnect()
    room.screen.workspace = None
    workspace.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    again = MeetingPage(new_desk(tasks, changes), room.session)
    qtbot.addWidget(again)
    again.show()
    again.enter(meeting_id)
    room.settle()
    assert again.message.all_words.startswith("Đã lấy lại phần đang gõ dở.")
    assert again.workspace.stage is Stage.PROCEEDINGS
    restored = again.workspace.proceedings.cards.cards[0]
    assert restored.text.toPlainText() == "Câu đang gõ thì mất điện"
    again.leave()
    assert room.load(meeting_id).speeches[0].text == "Câu đang gõ thì mất điện"
    assert room.session.drafts("speech:") == {}


def test_text_typed_and_taken_back_leaves_no_draft(room, qtbot, write):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    field = workspace.preparation.place
    field.setFocus()
    write(field, "Nhà")
    field.draft_changed.emit(field.text())
    room.settle()
    assert list(room.session.drafts("meeting:").values()) == ["Nhà"]
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    workspace.preparation.starts.setFocus()
    room.settle()
    assert room.session.drafts("meeting:") == {}
    assert room.load(meeting_id).meeting.place == ""


def test_vote_tells_live_whether_it_carries(room, qtbot):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.VOTING)
    votes = workspace.voting.votes
    votes.matter.set_value(Matter.ADMISSION)
    votes.add_button.click()
    room.settle()
    card = votes.cards.cards[0]
    assert (card.agree.value(), card.base.value()) == (23, 23)
    assert card.result.text().startswith("✓ Đạt: 23/23 tán thành (100%), cần 16")
    card.agree.setFocus()
    card.agree.selectAll()
    qtbot.keyClicks(card.agree, "15")
    assert card.result.text().startswith("✗ Chưa đạt: 15/23 tán thành (65,2%), cần 16")
    assert room.load(meeting_id).votes[0].agree == 23
    card.disagree.setFocus()
    assert room.load(meeting_id).votes[0].agree == 15
    notes = [label.text() for label in votes.findChildren(QLabel) if label.isVisible()]
    assert any("chưa đủ phiếu: 15/23, cần 16" in words for words in notes)


def test_conclusion_and_duty_are_recorded(room, qtbot, write):
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.VOTING)
    step = workspace.voting
    step.conclusions.add_explanation.click()
    room.settle()
    write(step.conclusions.cards.cards[0].text, "Tiếp thu ý kiến về đường xuống suối.")
    step.duties.add_button.click()
    room.settle()
    duty = step.duties.cards.cards[0]
    assert duty.text.hasFocus()
    write(duty.text, "Huy động các hộ sửa đường")
    chosen = duty.owner.findText("Vàng A Páo")
    duty.owner.setCurrentIndex(chosen)
    duty.owner.activated.emit(chosen)
    duty.due.setFocus()
    qtbot.keyClicks(duty.due, "20/11/2026")
    room.screen.leave()
    view = room.load(meeting_id)
    assert [(c.kind, c.text) for c in view.conclusions] == [
        (ConclusionKind.EXPLANATION, "Tiếp thu ý kiến về đường xuống suối.")
    ]
    saved = view.duties[0]
    assert (saved.text, saved.owner_id, saved.due) == (
        "Huy động các hộ sửa đường", by_given(room, "Páo").id, date(2026, 11, 20),
    )  # fmt: skip
