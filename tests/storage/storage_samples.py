"""What the storage tests share: a key, a clock that stands still, a member."""

from __future__ import annotations

from datetime import UTC, date, datetime

from chibo_desktop.domain.members import Member, Standing, StandingPeriod

KEY = bytes(range(32))
BOOK_ID = b"B" * 16
PASSWORD = "mật khẩu mùa gặt"


class FixedClock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def local(self) -> datetime:
        return self.moment.replace(tzinfo=None)

    def today(self) -> date:
        return self.moment.date()


def member(number: int, name: str = "") -> Member:
    return Member(
        id=number.to_bytes(16, "big"),
        name=name or f"Lò Văn {number}",
        standings=(StandingPeriod(since=date(2001, 1, 1), standing=Standing.FULL),),
    )
