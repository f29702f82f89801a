"""A meeting of 108 members with 60 speeches on the screen: opening, typing, changing steps, calling the roll."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from books import SPEECH, Calendar, members, new_book
from figures import figure, heading

FRAME = 33.0
"""milliseconds: the budget of one key, a frame at 30 a second, on a machine of ten years ago"""
NAMES = 5


def workspace(folder: Path) -> None:
    """The meeting's workspace: a key is answered within one frame."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from msgspec.structs import replace
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from chibo_desktop.domain.meetings import MeetingKind, Stage
    from chibo_desktop.services import meetings
    from chibo_desktop.ui.meetings import MeetingsScreen
    from chibo_desktop.ui.screen import Desk
    from chibo_desktop.ui.tasks import Changes, Tasks
    from chibo_desktop.ui.theme import apply_theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app)
    session = new_book(folder / "so", "Chi bộ bản Huổi Lóng", Calendar(date(2026, 11, 3)))
    people = members(session, 108)
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    meetings.call_roll(session, meeting_id)
    view = meetings.load(session, meeting_id)
    speeches = [
        replace(
            meetings.new_speech(view, session, member=people[n], agenda_item_id=view.agenda[n % NAMES].id),
            position=n + 1, text=SPEECH * 2,
        )
        for n in range(60)
    ]  # fmt: skip
    meetings.save_parts(session, *speeches)
    tasks, changes = Tasks(), Changes()
    screen = MeetingsScreen(Desk(tasks, changes, lambda _key, _target: None), session)
    screen.resize(1166, 700)
    screen.show()

    def settle() -> None:
        while True:
            app.processEvents()
            if not tasks.busy:
                app.processEvents()
                if not tasks.busy:
                    return

    def took(work: Callable[[], object]) -> float:
        began = time.perf_counter()
        work()
        settle()
        return (time.perf_counter() - began) * 1000

    def opened(stage: Stage) -> float:
        meetings.reach_stage(session, meeting_id, stage)
        screen.show_list()
        settle()
        return took(lambda: screen.enter(meeting_id))

    def spread(name: str, times: list[float]) -> None:
        figure(f"{name}, median", statistics.median(times), "ms", FRAME, "a frame")
        figure(f"{name}, 95 of 100", statistics.quantiles(times, n=20)[-1], "ms", FRAME, "a frame")

    settle()
    heading(f"A meeting of 108 members with 60 speeches; one frame is {FRAME:.0f} ms")
    for stage in (Stage.PREPARATION, Stage.ROLL_CALL, Stage.PROCEEDINGS):
        figure(f"opening at {stage.value}", statistics.median(opened(stage) for _ in range(3)), "ms")
    made = screen.workspace
    assert made is not None
    figure("to the roll", took(lambda: made.show_stage(Stage.ROLL_CALL)), "ms")
    figure("to the proceedings", took(lambda: made.show_stage(Stage.PROCEEDINGS)), "ms")
    step = made.proceedings
    card = step.cards.cards[0]
    field = card.first
    assert field is not None
    field.setFocus()
    settle()
    keys = []
    for letter in SPEECH:
        event = QInputMethodEvent("", [])
        event.setCommitString(letter)
        began = time.perf_counter()
        QApplication.sendEvent(field, event)
        app.processEvents()
        keys.append((time.perf_counter() - began) * 1000)
    spread("one key in a speech", keys)
    settle()
    figure("leaving the speech, until all is written", took(step.picker.field.setFocus), "ms")
    switches = [took(lambda n=n: step.topics.select(view.agenda[n % NAMES].id)) for n in range(NAMES)]
    figure("to another item with 12 speeches", statistics.median(switches), "ms")
    made.show_stage(Stage.ROLL_CALL)
    settle()
    table = made.roll_call.table
    marks = []
    for row in table.roll.roll[:40]:
        table.choose(row.member_id)
        began = time.perf_counter()
        QTest.keyClick(table, Qt.Key.Key_V)
        marks.append((time.perf_counter() - began) * 1000)
    spread("one key in the roll", marks)
    settle()
    screen.close_workspace()
    settle()
    tasks.close()
    session.close()
