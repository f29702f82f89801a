"""Killed while the book is given new keys: it opens, nothing is lost, and the removed user stays out."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from service_samples import PASSWORD, SteppingClock, make_book

from chibo_desktop.common.errors import WrongPasswordError
from chibo_desktop.domain.accounts import AccountRole
from chibo_desktop.domain.phrases import Phrase
from chibo_desktop.services import accounts, backups, books
from chibo_desktop.storage import keys
from chibo_desktop.storage.slot_files import load_slots

OTHER = "bốn con trâu đen"
PHRASES = 400
SCRIPT = """
import os, sys
from pathlib import Path
from chibo_desktop.services import accounts, books
from chibo_desktop.storage.cipher import CipherDatabase
folder, password, moment = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
session = books.open_book(folder, password)
execute = CipherDatabase.execute_sql
saves = []
def save(folder, slots, write=accounts.save_slots):
    saves.append(1)
    if moment == "before the slots" and len(saves) == 1 or moment == "before the last slots" and len(saves) == 2:
        os._exit(9)
    write(folder, slots)
def run(self, sql, *rest):
    if moment == "before the rewriting" and "rekey" in sql:
        os._exit(9)
    found = execute(self, sql, *rest)
    if moment == "after the rewriting" and "rekey" in sql:
        os._exit(9)
    return found
accounts.save_slots, CipherDatabase.execute_sql = save, run
print("begin", flush=True)
accounts.remove(session, next(a for a in accounts.list_accounts(session) if a.id != session.user))
session.book._lock = None
os._exit(0)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    session = make_book(tmp_path / "sổ")
    accounts.add(session, "Cà Thị Ân", AccountRole.ASSISTANT, OTHER, cost=keys.WEAKEST)
    session.save(
        *(Phrase(id=session.new_id(), shortcut=f"c{i}", text="câu mẫu " * 400, position=i) for i in range(PHRASES))
    )
    session.close()
    return session.folder


def look(folder: Path) -> None:
    session = books.open_book(folder, PASSWORD, clock=SteppingClock())
    assert session.book.count(Phrase) == PHRASES
    assert backups.check(session, full=True) == []
    assert [a.id for a in accounts.list_accounts(session)] == [session.user]
    session.close()
    with pytest.raises(WrongPasswordError):
        keys.unlock(load_slots(folder), OTHER)
    assert keys.unlock(load_slots(folder), PASSWORD).ring.former is None


def start(folder: Path, moment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, str(folder), PASSWORD, moment]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    "moment", ["before the slots", "before the rewriting", "after the rewriting", "before the last slots"]
)
def test_killed_at_a_named_moment(folder: Path, moment: str) -> None:
    process = start(folder, moment)
    assert process.communicate(timeout=60)[0] == "begin\n"
    assert process.returncode == 9
    look(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's; Windows' TerminateProcess is the same cut")
def test_killed_at_any_moment(folder: Path) -> None:
    process = start(folder, "")
    assert process.stdout is not None
    assert process.stdout.readline() == "begin\n"
    time.sleep(random.random() / 12)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    session = books.open_book(folder, PASSWORD, clock=SteppingClock())
    assert session.book.count(Phrase) == PHRASES
    assert backups.check(session, full=True) == []
    session.close()
