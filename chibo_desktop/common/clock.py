"""The clock, passed in so that nothing below a service reads the time itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tell the time of this computer; it may be wrong, so order never depends on it."""

    def now(self) -> datetime:
        """Return the current moment, aware, in UTC, whole seconds."""
        ...

    def today(self) -> date:
        """Return the local date."""
        ...

    def local(self) -> datetime:
        """Return the local wall time, naive, whole seconds."""
        ...


class SystemClock:
    """The clock of the computer."""

    def now(self) -> datetime:
        """Return the current moment in UTC."""
        return datetime.now(UTC).replace(microsecond=0)

    def today(self) -> date:
        """Return the local date."""
        return self.local().date()

    def local(self) -> datetime:
        """Return the local wall time without a zone."""
        return datetime.now().astimezone().replace(microsecond=0, tzinfo=None)
