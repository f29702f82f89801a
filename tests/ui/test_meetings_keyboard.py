"""A meeting of 25 is recorded by the keyboard alone, from the notes of one of the demonstration's meetings."""

import pytest
from meeting_room import FixedClock, by_given, open_room
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from chibo_desktop.domain.meetings import AttendanceState, Stage
from chibo_desktop.services import meetings
from chibo_desktop.services.demo_story import StoryCalendar, load_story
from chibo_desktop.ui.dialogs import Dialog

CONTROL = Qt.KeyboardModifier.ControlModifier
ABSENT = {"xua": "di lam an xa", "thuong": "om", "noi": "viec gia dinh"}
SPEAKERS = ("An", "Páo", "Bình", "Chô", "Diên", "Đôi", "Dợ", "Hờ")


class Keyboard:
    """Whatever has the focus gets the key; nothing is clicked or reached in another way."""

    def __init__(self, qtbot, room):
        self.qtbot, self.room = qtbot, room
        self.count = 0
        self.steering = 0

    @property
    def focus(self):
        return QApplication.focusWidget()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.count += 1
        self.steering += 1
        self.qtbot.keyClick(self.focus, key, modifier)
        QApplication.processEvents()

    def letters(self, words):
        for letter in words:
            self.count += 1
            self.steering += 1
            self.qtbot.keyClick(self.focus, letter)

    def write(self, words):
        """Commit Vietnamese as an input method does; Telex takes about five keys for four letters."""
        self.count += round(1.25 * len(words))
        event = QInputMethodEvent("", [])
        event.setCommitString(words)
        QApplication.sendEvent(self.focus, event)

    def tab_to(self, wanted):
        """Press Tab until the focus is there."""
        for _ in range(80):
            if self.focus is wanted:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {wanted.accessibleName() or wanted}")

    def settle(self):
        self.room.settle()
        QApplication.processEvents()


@pytest.fixture
def room(tmp_path, qtbot, tasks, changes):
    with open_room(tmp_path / "so", qtbot, tasks, changes) as opened:
        yield opened


@pytest.fixture
def notes():
    story = load_story()
    return story.months[-1].regular, StoryCalendar(story, FixedClock().today())


def test_a_meeting_of_25_is_recorded_by_the_keyboard_alone(room, qtbot, notes):
    told, calendar = notes
    fill = lambda words: calendar.fill(words, 11)  # noqa: E731
    board = Keyboard(qtbot, room)
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    room.screen.activateWindow()

    board.press(Qt.Key.Key_1, CONTROL)
    board.tab_to(workspace.preparation.place)
    board.press(Qt.Key.Key_A, CONTROL)
    board.write("Nhà văn hóa bản Huổi Lóng")
    board.press(Qt.Key.Key_2, CONTROL)
    for given, reason in ABSENT.items():
        board.letters("/")
        board.letters(given)
        board.press(Qt.Key.Key_Return)
        board.letters("v")
        board.press(Qt.Key.Key_Return)
        board.letters(reason)
        board.press(Qt.Key.Key_Return)
    board.settle()
    board.press(Qt.Key.Key_F10)
    board.settle()
    assert workspace.stage is Stage.PROCEEDINGS

    for item in told.agenda[:6]:
        board.press(Qt.Key.Key_Down, CONTROL)
        board.settle()
        board.write(fill(item.outcome))
    for given, speech in zip(SPEAKERS, told.speeches, strict=False):
        board.press(Qt.Key.Key_Return, CONTROL)
        board.letters("".join(word[0] for word in unaccented(by_given(room, given).name)))
        board.press(Qt.Key.Key_Return)
        board.settle()
        board.write(fill(speech.text))
    board.press(Qt.Key.Key_4, CONTROL)
    board.settle()
    for conclusion in told.conclusions:
        board.tab_to(workspace.voting.conclusions.add_conclusion)
        board.press(Qt.Key.Key_Return)
        qtbot.wait(150)
        board.settle()
        board.write(fill(conclusion.text))
    board.press(Qt.Key.Key_5, CONTROL)
    board.settle()
    assert board.focus is workspace.minutes.ends
    board.letters("2105")
    board.press(Qt.Key.Key_Tab)
    board.settle()
    board.press(Qt.Key.Key_F10)
    board.settle()
    dialog = next(d for d in room.screen.findChildren(Dialog) if d.isVisible())
    assert board.focus is dialog.yes_button
    board.press(Qt.Key.Key_Return)
    qtbot.wait(150)
    board.settle()

    view = room.load(meeting_id)
    assert view.meeting.closed
    absent = {r.name.split()[-1] for r in view.roll if r.state is AttendanceState.ABSENT_EXCUSED}
    assert absent == {"Xua", "Thương", "Nọi"}
    assert all(r.reason for r in view.roll if r.state is AttendanceState.ABSENT_EXCUSED)
    assert [s.text for s in view.speeches] == [fill(s.text) for s in told.speeches[: len(SPEAKERS)]]
    assert [s.speaker.split()[-1] for s in view.speeches] == list(SPEAKERS[: len(view.speeches)])
    assert [i.outcome for i in view.agenda[:6]] == [fill(i.outcome) for i in told.agenda[:6]]
    assert [c.text for c in view.conclusions] == [fill(c.text) for c in told.conclusions]
    texts = [
        *(s.text for s in view.speeches),
        *(i.outcome for i in view.agenda),
        *(c.text for c in view.conclusions),
    ]
    print(f"{board.count} keys, {board.steering} of them to steer, {sum(map(len, texts))} letters")
    assert board.steering < 250


def test_the_next_item_takes_over_nothing_of_what_is_typed_for_the_one_before(room, qtbot):
    board = Keyboard(qtbot, room)
    meeting_id = room.plan()
    workspace = room.open(meeting_id)
    workspace.show_stage(Stage.PROCEEDINGS)
    room.settle()
    for words in ("Nội dung thứ nhất", "Nội dung thứ hai"):
        board.press(Qt.Key.Key_Down, CONTROL)
        board.write(words)
    board.press(Qt.Key.Key_Down, CONTROL)
    outcomes = [item.outcome for item in room.load(meeting_id).agenda]
    assert outcomes[:3] == ["Nội dung thứ nhất", "Nội dung thứ hai", ""]


def unaccented(name):
    from chibo_desktop.common.text import fold

    return fold(name).split()


def test_closing_by_keyboard_keeps_the_meeting_as_it_was_read(room):
    meeting_id = room.plan()
    meetings.call_roll(room.session, meeting_id)
    meetings.close_meeting(room.session, meeting_id)
    before = room.load(meeting_id)
    meetings.close_meeting(room.session, meeting_id)
    assert room.load(meeting_id) == before
