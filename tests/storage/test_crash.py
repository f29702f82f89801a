"""kill -9 while records are written: every acknowledged save is there, nothing is half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chibo_desktop.common.progress import silent
from chibo_desktop.domain.members import Member
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.check import check

WRITER = """
import sys
from pathlib import Path
from chibo_desktop.common.clock import SystemClock
from chibo_desktop.storage.book import Book
sys.path.insert(0, sys.argv[2])
from storage_members import member
book = Book.open(Path(sys.argv[1]), bytes(range(32)), SystemClock())
print("ready", flush=True)
for number in range(100_000):
    with book.changing("bi-thu") as change:
        change.put(member(2 * number))
        change.put(member(2 * number + 1))
    print(number, flush=True)
"""
MEMBERS = """
from datetime import date
from chibo_desktop.domain.members import Member, Standing, StandingPeriod
def member(number):
    standing = StandingPeriod(since=date(2001, 1, 1), standing=Standing.FULL)
    return Member(id=number.to_bytes(16, "big"), name=f"Lò Văn {number}", standings=(standing,))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX; Windows ends processes in its own way")
def test_killed_while_writing_keeps_every_acknowledged_save(
    folder: Path, tmp_path: Path, open_book: Callable[..., Book]
) -> None:
    (tmp_path / "storage_members.py").write_text(MEMBERS, encoding="utf-8")
    chance = random.Random(20261103)
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.01, 0.25))
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged = [int(line) for line in writer.stdout if line.endswith("\n")]
        book = open_book(folder)
        assert check(book, full=True, control=silent()) == []
        ids = {m.id for m in book.find(Member)}
        last = max(acknowledged, default=-1)
        assert {n.to_bytes(16, "big") for n in range(2 * (last + 1))} <= ids
        assert len(ids) % 2 == 0, "one of a pair was written without the other"
        book.close()
