"""The only threading code: long work off the window's thread, its results back on it."""

from __future__ import annotations

import gc
import itertools
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Literal, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.common.errors import CancelledError, UserError
from chibo_desktop.common.progress import JobControl

T = TypeVar("T")
Worker = Literal["book", "files"]

PROGRESS_AFTER = 0.5
"""seconds until a job with a title shows that it runs"""
_TICK = 100
_COLLECT_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Progress:
    """What the strip shows of a running job; `total` is 0 while its length is unknown."""

    title: str
    what: str
    done: int
    total: int
    can_stop: bool
    job: Job


@dataclass(eq=False, slots=True)
class Job:
    """One piece of work under way; `cancel()` asks it to stop at its next step."""

    number: int
    work: Callable[[JobControl], Any]
    done: Callable[[Any], None]
    failed: Callable[[UserError], None] | None
    title: str | None
    owner: QWidget | None
    busy: QWidget | None
    can_stop: bool
    focus_left_to: QWidget | None = None
    """where Qt put the keyboard when `busy` was disabled with the keyboard in it"""
    since: float = field(default_factory=time.monotonic)
    latest: tuple[int, int, str] = (0, 0, "")
    control: JobControl = field(init=False)

    def __post_init__(self) -> None:
        self.control = JobControl(self._note)

    def _note(self, done: int, total: int, what: str) -> None:
        self.latest = (done, total, what)

    def cancel(self) -> None:
        """Ask the job to stop."""
        self.control.cancel()

    @property
    def progress(self) -> Progress:
        """What can be shown of it now."""
        done, total, what = self.latest
        return Progress(self.title or "", what, done, total, self.can_stop, self)


@dataclass(frozen=True, slots=True)
class _Outcome:
    number: int
    result: Any = None
    error: BaseException | None = None


class Changes(QObject):
    """Where services' news passes: which kinds of record were touched, and by whom.

    `changed(kinds, initiator)` carries a frozenset of kind names and the object that asked for
    the change (or None); `saved` also tells of drafts, which change no record.
    """

    changed = Signal(object, object)
    saved = Signal()

    def announce(self, kinds: Iterable[str], initiator: object = None) -> None:
        """Tell every screen that records of these kinds were written."""
        self.saved.emit()
        self.changed.emit(frozenset(kinds), initiator)

    def announce_draft(self) -> None:
        """Tell that what is being typed is safe."""
        self.saved.emit()


class Tasks(QObject):
    """Run work on one of two single threads and deliver its result on the window's thread.

    `book` is for everything that touches the book (SQLite wants one writer), `files` for keys,
    papers and drives. Results come in the order in which the work ended.
    """

    progress = Signal(object)
    """the Progress of the oldest job that has taken longer than half a second, or None"""
    refused = Signal(object, object)
    """a UserError that nobody took, and the owner"""
    stopped = Signal(object)
    """the title of a job that the person stopped"""
    idle = Signal()
    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Worker, ThreadPoolExecutor] = {
            "book": ThreadPoolExecutor(max_workers=1, thread_name_prefix="book"),
            "files": ThreadPoolExecutor(max_workers=1, thread_name_prefix="files"),
        }
        self._numbers = itertools.count(1)
        self._jobs: dict[int, Job] = {}
        self._outcomes: SimpleQueue[_Outcome] = SimpleQueue()
        self._shown = False
        self._closed = False
        self._wake.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK)
        self._ticker.timeout.connect(self._tick)

    @property
    def busy(self) -> bool:
        """Whether any job is waiting, running or not yet delivered."""
        return bool(self._jobs)

    def run(
        self,
        work: Callable[[JobControl], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        *,
        worker: Worker = "book",
        title: str | None = None,
        owner: QWidget | None = None,
        busy: QWidget | None = None,
        can_stop: bool = True,
    ) -> Job:
        """Start work and return its handle.

        `done` gets the result; `failed` gets a UserError, without it the window shows the error.
        A bug goes to `sys.excepthook`. With an `owner` neither is called once it was deleted.
        A `title` ("Đang in biên bản") shows progress after half a second. `busy` is disabled
        until the end. A job the person stopped calls neither; `stopped` tells of it.
        """
        if self._closed:
            raise RuntimeError("work after close")
        job = Job(next(self._numbers), work, done, failed, title, owner, busy, can_stop)
        self._jobs[job.number] = job
        if busy is not None:
            focused = busy.hasFocus()
            busy.setEnabled(False)
            job.focus_left_to = busy.window().focusWidget() if focused else None
        self._ticker.start()
        # The pool holds the number only: were it to hold the job, a widget's last reference could
        # be dropped, and the widget destroyed, on the worker's thread.
        self._pools[worker].submit(self._execute, job.number)
        return job

    def _execute(self, number: int) -> None:
        self._outcomes.put(self._attempt(number))
        self._wake.emit()

    def _attempt(self, number: int) -> _Outcome:
        job = self._jobs[number]
        if job.control.cancelled:
            return _Outcome(number, error=CancelledError())
        try:
            return _Outcome(number, result=job.work(job.control))
        except BaseException as error:  # noqa: BLE001  raised again, or shown, on the window's thread
            return _Outcome(number, error=error)

    @Slot()
    def _deliver(self) -> None:
        while True:
            try:
                outcome = self._outcomes.get_nowait()
            except Empty:
                break
            job = self._jobs.pop(outcome.number)
            try:
                self._finish(job, outcome)
            except Exception as error:  # noqa: BLE001  the next outcome must still be delivered
                _report(error)
        self._tick()
        if not self._jobs:
            self.idle.emit()

    def _finish(self, job: Job, outcome: _Outcome) -> None:
        if job.busy is not None and shiboken6.isValid(job.busy):
            job.busy.setEnabled(True)
            # Qt handed the keyboard on to what came next, be it "delete": give it back unless the person moved it.
            left_to = job.focus_left_to
            if left_to is not None and shiboken6.isValid(left_to) and left_to.hasFocus():
                job.busy.setFocus(Qt.FocusReason.OtherFocusReason)
        wanted = job.owner is None or shiboken6.isValid(job.owner)
        error = outcome.error
        if error is None:
            if wanted:
                job.done(outcome.result)
        elif isinstance(error, CancelledError):
            self.stopped.emit(job.title or "")
        elif isinstance(error, UserError):
            if job.failed is None:
                self.refused.emit(error, job.owner if wanted else None)
            elif wanted:
                job.failed(error)
        else:
            _report(error)

    @Slot()
    def _tick(self) -> None:
        now = time.monotonic()
        visible = [j for j in self._jobs.values() if j.title and now - j.since >= PROGRESS_AFTER]
        if visible:
            self._shown = True
            self.progress.emit(visible[0].progress)
        elif self._shown:
            self._shown = False
            self.progress.emit(None)
        if not self._jobs:
            self._ticker.stop()

    def wait_idle(self, timeout: float = 20.0) -> None:
        """Handle events until every job and what it started is delivered; raises TimeoutError.

        `timeout` is in seconds. For tests and for the end of the program.
        """
        end = time.monotonic() + timeout
        while self._jobs:
            if time.monotonic() > end:
                raise TimeoutError
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if self._jobs:
                time.sleep(0.002)

    def close(self, timeout: float = 60.0) -> None:
        """Let saves finish, ask long jobs to stop at their next step, deliver, end both threads."""
        if self._closed:
            return
        for job in self._jobs.values():
            if job.title and job.can_stop:
                job.cancel()
        self.wait_idle(timeout)
        self._closed = True
        for pool in self._pools.values():
            pool.shutdown(wait=True)


def _report(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


class GuiCollector(QObject):
    """Collect Python's garbage on the window's thread only.

    A cycle that holds a widget, collected while a worker runs, would destroy the widget there.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_COLLECT_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect young garbage, every tenth time all of it."""
        self._rounds += 1
        gc.collect(2 if self._rounds % 10 == 0 else 1)
