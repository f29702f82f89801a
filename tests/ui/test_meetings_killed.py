"""kill -9 in the middle of a meeting: all that was committed is there, of a draft two seconds at most are gone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from live_writer import SPOKEN
from meeting_room import DAY, PASSWORD, FixedClock, people_of

from chibo_desktop.common.clock import SystemClock
from chibo_desktop.domain.meetings import AttendanceState, MeetingKind
from chibo_desktop.services import books, meetings
from chibo_desktop.services.books import NewBook
from chibo_desktop.storage.keys import WEAKEST

TYPED_FOR = 3.0
"""seconds of unbroken typing before the process is killed"""
LOST_AT_MOST = 2.0
"""seconds of typing that may be gone"""


def new_meeting(folder: Path) -> bytes:
    clock = FixedClock()
    new = NewBook(name="Chi bộ bản Huổi Lóng", commune="xã Mường Mươn")
    books.create_book(folder, new, PASSWORD, clock=clock, cost=WEAKEST)
    session = books.open_book(folder, PASSWORD, clock=clock)
    session.save(*people_of(session))
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, DAY)
    session.close()
    return meeting_id


def killed_in_the_middle(folder: Path, meeting_id: bytes) -> list[list[str]]:
    """Let the window write until it has typed for a while, kill it, return what it told."""
    script = Path(__file__).with_name("live_writer.py")
    told = []
    began = None
    with subprocess.Popen(
        [sys.executable, str(script), str(folder), PASSWORD, meeting_id.hex()],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            told.append(line.split(maxsplit=2))
            if told[-1][0] == "typed":
                began = began or time.monotonic()
                if time.monotonic() - began > TYPED_FOR:
                    os.kill(writer.pid, signal.SIGKILL)
                    break
        told += [line.split(maxsplit=2) for line in writer.stdout if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX; Windows ends processes in its own way")
def test_killed_while_a_meeting_of_25_is_written_loses_no_record_and_two_seconds_of_typing_at_most(tmp_path):
    folder = tmp_path / "so"
    meeting_id = new_meeting(folder)
    told = killed_in_the_middle(folder, meeting_id)

    session = books.open_book(folder, PASSWORD, clock=SystemClock())
    try:
        view = meetings.load(session, meeting_id)
        drafts = session.drafts("agenda_item:")
    finally:
        session.close()
    absent = {row.member_id.hex() for row in view.roll if row.state is AttendanceState.ABSENT_EXCUSED}
    assert absent == {line[1] for line in told if line[0] == "absent"}
    assert len(absent) == 3
    spoken = [" ".join(line[1:]).strip() for line in told if line[0] == "spoken"]
    assert [speech.text for speech in view.speeches] == spoken
    assert len(spoken) == 3

    typed = [(float(line[1]), int(line[2])) for line in told if line[0] == "typed"]
    (kept,) = drafts.values()
    assert kept == (SPOKEN * (len(kept) // len(SPOKEN) + 1))[: len(kept)]
    end = typed[-1][0]
    due = max(count for at, count in typed if at <= end - LOST_AT_MOST)
    assert len(kept) >= due
