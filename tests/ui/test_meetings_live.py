"""Written while people talk: phrases by an explicit key, the current item, praise and proposals in one breath."""

from datetime import datetime, time, timedelta

import pytest
from meeting_room import by_given, open_room
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from chibo_desktop.domain.meetings import Stage
from chibo_desktop.domain.mentions import MentionKind
from chibo_desktop.domain.proposals import ProposalState
from chibo_desktop.services import phrases

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


@pytest.fixture
def step(room):
    workspace = room.open(room.plan())
    workspace.show_stage(Stage.PROCEEDINGS)
    room.settle()
    return workspace.proceedings


def view_of(room):
    return room.load(room.screen.workspace.meeting.meeting_id)


def speak(room, qtbot, step, letters):
    step.picker.field.setFocus()
    qtbot.keyClicks(step.picker.field, letters)
    qtbot.keyClick(step.picker.field, Qt.Key.Key_Return)
    room.settle()
    return step.cards.cards[-1]


# -- phrases --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "modifier"), [(Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Space, CONTROL)]
)
def test_shortcut_becomes_its_phrase_on_the_explicit_key_and_undo_brings_it_back(
    room, step, qtbot, write, key, modifier
):
    card = speak(room, qtbot, step, "lva")
    write(card.text, "Ý kiến chung. nt")
    assert card.text.toPlainText() == "Ý kiến chung. nt"
    qtbot.keyClick(card.text, key, modifier)
    assert card.text.toPlainText() == "Ý kiến chung. Nhất trí với báo cáo và dự kiến nhiệm vụ tháng tới."
    card.text.undo()
    assert card.text.toPlainText() == "Ý kiến chung. nt"


def test_typing_a_shortcut_and_going_on_never_rewrites_it(room, step, qtbot, write):
    card = speak(room, qtbot, step, "lva")
    for letter in "nt nt":
        qtbot.keyClick(card.text, letter)
    write(card.text, " kl", compose=True)
    assert card.text.toPlainText() == "nt nt kl"


def test_a_word_being_composed_is_left_untouched_by_the_expansion_key(room, step, qtbot):
    card = speak(room, qtbot, step, "lva")
    QApplication.sendEvent(card.text, QInputMethodEvent("nt", []))
    layout = card.text.textCursor().block().layout()
    qtbot.keyClick(card.text, Qt.Key.Key_F3)
    assert layout.preeditAreaText() == "nt"
    assert card.text.toPlainText() == ""
    assert room.screen.message.all_words.startswith("Bộ gõ đang ghép chữ.")
    done = QInputMethodEvent("", [])
    done.setCommitString("nt")
    QApplication.sendEvent(card.text, done)
    qtbot.keyClick(card.text, Qt.Key.Key_F3)
    assert card.text.toPlainText() == "Nhất trí với báo cáo và dự kiến nhiệm vụ tháng tới."


def test_bank_is_searched_and_puts_a_phrase_in_at_the_cursor(room, step, qtbot, write):
    card = speak(room, qtbot, step, "lva")
    write(card.text, "Về đường sá,")
    qtbot.keyClick(card.text, Qt.Key.Key_F2)
    assert step.bank.search.hasFocus()
    assert card.text.dirty
    qtbot.keyClicks(step.bank.search, "dang uy")
    qtbot.keyClick(step.bank.search, Qt.Key.Key_Return)
    assert card.text.hasFocus()
    assert card.text.toPlainText() == "Về đường sá, Đề nghị Đảng ủy xã xem xét, giải quyết: "
    qtbot.keyClick(card.text, Qt.Key.Key_F2)
    qtbot.keyClick(step.bank.search, Qt.Key.Key_Escape)
    assert card.text.hasFocus()
    room.screen.leave()
    assert view_of(room).speeches[0].text == "Về đường sá, Đề nghị Đảng ủy xã xem xét, giải quyết:"


def test_the_cell_adds_changes_and_removes_its_phrases(room, step, qtbot, write):
    bank = step.bank
    step.outcome.setFocus()
    step.open_bank()
    bank.add_button.click()
    write(bank.shortcut, "nt")
    write(bank.words, "Câu khác")
    bank.keep_button.click()
    room.settle()
    assert "đã dùng" in bank._shortcut_box.problem_text
    bank.shortcut.selectAll()
    write(bank.shortcut, "mg")
    bank.keep_button.click()
    room.settle()
    assert len(phrases.list_phrases(room.session)) == 26
    write(bank.search, "mg")
    bank.edit_button.click()
    bank.words.selectAll()
    write(bank.words, "Đề nghị nạo vét mương.")
    bank.keep_button.click()
    room.settle()
    assert phrases.list_phrases(room.session)[-1].text == "Đề nghị nạo vét mương."
    assert bank.marked.shortcut == "mg"
    bank.remove_button.click()
    room.settle()
    assert len(phrases.list_phrases(room.session)) == 25
    room.screen.message.button.click()
    room.settle()
    assert phrases.list_phrases(room.session)[-1].shortcut == "mg"


# -- the clock ------------------------------------------------------------------------------------


def test_meeting_is_started_now_and_goes_from_item_to_item_by_key(room, step, qtbot):
    agenda = room.screen.workspace.view.agenda
    assert step.strip.isVisible()
    assert step.strip.clock.text() == "21:20"
    step.strip.start_button.click()
    room.settle()
    assert view_of(room).meeting.starts == time(21, 20)
    assert step.strip.running.text() == "Đã họp 0 phút"
    assert step.topics.rows_model.rows[0].words.startswith("▶ 1. ")
    step.outcome.setFocus()
    qtbot.keyClick(step.outcome, Qt.Key.Key_Down, CONTROL)
    assert step.topic_id == agenda[1].id
    assert step.live.current.item_id == agenda[1].id
    assert step.outcome.hasFocus()
    for _ in agenda:
        step.next_topic()
    assert room.screen.message.all_words.startswith("Đây là nội dung cuối")


def test_item_over_its_time_is_said_in_words_and_survives_a_reopening(room, step, qtbot, monkeypatch):
    meeting = room.screen.workspace.meeting
    item = room.screen.workspace.view.agenda[0]
    meeting.edit(item, {"minutes": 10}, what="Sửa")
    room.settle()
    step.next_topic()
    later = datetime.fromisoformat("2026-11-03T21:20:00") + timedelta(minutes=13)
    monkeypatch.setattr(type(room.session.clock), "local", lambda _: later)
    step.strip.tick()
    assert "đã 13 phút, dự kiến 10 phút" in step.strip.item.text()
    assert step.strip.over.text() == "! Quá 3 phút"
    room.screen.go_back()
    room.settle()
    again = room.open(meeting.meeting_id)
    again.show_stage(Stage.PROCEEDINGS)
    room.settle()
    assert again.proceedings.strip.over.text() == "! Quá 3 phút"
    assert again.meeting.drafts == {}


def test_clock_rests_while_it_is_hidden_or_the_meeting_is_not_of_today(room, step, monkeypatch):
    assert step.strip._timer.isActive()
    room.screen.workspace.show_stage(Stage.VOTING)
    assert not step.strip._timer.isActive()
    monkeypatch.setattr(type(room.session.clock), "local", lambda _: datetime.fromisoformat("2026-11-09T08:00:00"))
    room.screen.workspace.show_stage(Stage.PROCEEDINGS)
    assert not step.strip.isVisible()
    assert not step.strip._timer.isActive()


# -- in the same breath ---------------------------------------------------------------------------


def test_speaker_is_commended_from_the_speech_and_another_by_initials(room, step, qtbot, write):
    card = speak(room, qtbot, step, "lva")
    qtbot.keyClick(card.text, Qt.Key.Key_F7)
    room.settle()
    picker = step.mentions.pickers[MentionKind.COMMENDATION]
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    room.settle()
    first = step.mentions.cards.cards[0]
    assert first.text.hasFocus()
    write(first.text, "Vận động sáu hộ góp công")
    qtbot.keyClick(first.text, Qt.Key.Key_F8)
    reminded = step.mentions.pickers[MentionKind.REMINDER]
    qtbot.keyClicks(reminded.field, "phuong")
    qtbot.keyClick(reminded.field, Qt.Key.Key_Return)
    room.settle()
    room.screen.leave()
    said = [(m.kind, m.member_id, m.text) for m in view_of(room).mentions]
    assert said == [
        (MentionKind.COMMENDATION, by_given(room, "An").id, "Vận động sáu hộ góp công"),
        (MentionKind.REMINDER, by_given(room, "Phượng").id, ""),
    ]


def test_proposal_takes_the_marked_words_of_a_speech_and_keeps_its_answer(room, step, qtbot, write):
    card = speak(room, qtbot, step, "lva")
    write(card.text, "Sửa đường xuống suối")
    card.text.selectAll()
    qtbot.keyClick(card.text, Qt.Key.Key_F9)
    room.settle()
    made = step.proposals.cards.cards[0]
    assert made.text.hasFocus()
    assert made.text.toPlainText() == "Sửa đường xuống suối"
    assert made.answer.isHidden()
    made.state.setCurrentIndex(made.state.findText("Đã trả lời"))
    made.state.activated.emit(made.state.currentIndex())
    assert not made.answer.isHidden()
    write(made.answer, "Làm trong tháng")
    made.answer.commit()
    step.proposals.picker.field.setFocus()
    write(step.proposals.picker.field, "Nhân dân nhóm Suối")
    qtbot.keyClick(step.proposals.picker.field, Qt.Key.Key_Return)
    room.settle()
    asked = [(p.by, p.member_id, p.text, p.state, p.answer) for p in view_of(room).proposals]
    assert asked == [
        ("Lò Văn An", by_given(room, "An").id, "Sửa đường xuống suối", ProposalState.ANSWERED, "Làm trong tháng"),
        ("Nhân dân nhóm Suối", None, "", ProposalState.OPEN, ""),
    ]


def test_deleted_mention_comes_back_by_undo(room, step, qtbot, write):
    step.mentions.pick(MentionKind.REMINDER)
    picker = step.mentions.pickers[MentionKind.REMINDER]
    qtbot.keyClicks(picker.field, "vap")
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    room.settle()
    step.mentions.cards.cards[0].writing_parts[0].click()
    room.settle()
    assert view_of(room).mentions == ()
    assert room.screen.message.all_words == "Đã xóa nhắc nhở Đ/c Vàng A Páo."
    room.screen.message.button.click()
    assert len(view_of(room).mentions) == 1


def test_what_is_half_typed_of_a_proposal_is_a_draft(room, step, qtbot, write, changes):
    step.proposals.pick()
    write(step.proposals.picker.field, "Nhân dân nhóm Trên")
    qtbot.keyClick(step.proposals.picker.field, Qt.Key.Key_Return)
    room.settle()
    with qtbot.waitSignal(changes.saved, timeout=2_500):
        write(step.proposals.cards.cards[0].text, "Xin thêm bóng đèn")
    assert list(room.session.drafts("proposal:").values()) == ["Xin thêm bóng đèn"]


def test_share_of_speakers_counts_people_not_speeches(room, step, qtbot):
    for letters in ("lva", "lva", "phuong"):
        speak(room, qtbot, step, letters)
    assert step.spoken.text() == "Cả cuộc họp có 3 ý kiến; 2/23 đảng viên có mặt đã phát biểu (8,7%)."
