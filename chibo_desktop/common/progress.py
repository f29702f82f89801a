"""How long work tells where it is and learns that it should stop."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from chibo_desktop.common.errors import CancelledError


class JobControl:
    """Carry progress out of a running job and a wish to stop into it.

    `step(done, total, what)` reports; `what` is a short Vietnamese phrase. It raises
    CancelledError when the person asked to stop, so call it only where stopping is safe.
    """

    def __init__(self, report: Callable[[int, int, str], None] | None = None) -> None:
        self._report = report
        self._cancelled = Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._cancelled.is_set()

    def step(self, done: int, total: int, what: str) -> None:
        """Report that `done` of `total` parts are finished, or stop."""
        if self._cancelled.is_set():
            raise CancelledError
        if self._report is not None:
            self._report(done, total, what)


def silent() -> JobControl:
    """Return a control that nobody watches."""
    return JobControl()
