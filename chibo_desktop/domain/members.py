"""Members and what is true of them on a date (đảng viên)."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Dated, Line, Note, Record, Title, at, kind

YearMonth = Annotated[str, Meta(pattern=r"^$|^[0-9]{4}(-(0[1-9]|1[0-2]))?$")]
"""a year, a year and a month, or nothing: "", "1998", "1998-03" """


class Standing(Enum):
    """Full or probationary (Điều lệ 4, 5)."""

    FULL = "full"
    PROBATIONARY = "probationary"


class Status(Enum):
    """How a member takes part; without a period, `active` (Điều lệ 7)."""

    ACTIVE = "active"
    REDUCED = "reduced"
    """giảm công tác và sinh hoạt: still expected"""
    EXEMPT = "exempt"
    """miễn công tác và sinh hoạt"""
    TEMPORARILY_EXEMPT = "temporarily_exempt"
    """tạm miễn sinh hoạt"""
    TEMPORARY_OUT = "temporary_out"
    """giới thiệu sinh hoạt tạm thời đi"""
    TEMPORARY_IN = "temporary_in"
    """sinh hoạt tạm thời đến: official cell elsewhere"""
    SUSPENDED = "suspended"
    """đình chỉ sinh hoạt đảng"""
    TRANSFERRED = "transferred"
    """chuyển sinh hoạt đảng chính thức"""
    ENDED = "ended"
    """the membership ended; why is not stored (Luật 91/2025/QH15)"""


LEFT = frozenset({Status.TRANSFERRED, Status.ENDED})


class Role(Enum):
    """A post in the cell."""

    SECRETARY = "secretary"
    """bí thư"""
    DEPUTY_SECRETARY = "deputy_secretary"
    """phó bí thư"""
    COMMITTEE_MEMBER = "committee_member"
    """chi ủy viên"""
    GROUP_LEADER = "group_leader"
    """tổ trưởng tổ đảng"""
    GROUP_DEPUTY = "group_deputy"
    """tổ phó tổ đảng"""


class StandingPeriod(Dated, frozen=True, kw_only=True):
    """Since when someone is a probationary or a full member."""

    standing: Standing


class StatusPeriod(Dated, frozen=True, kw_only=True):
    """A span in which someone's part in the cell's life differs, with the paper that says so."""

    status: Status
    paper: Line = ""


class RoleTerm(Dated, frozen=True, kw_only=True):
    """A span in which someone holds a post."""

    role: Role


@kind("member")
class Member(Record, frozen=True, kw_only=True):
    """One member as the cell needs to know them; no card number, birth, kin or health (Luật 91/2025/QH15)."""

    name: Title
    joined: YearMonth = ""
    standings: tuple[StandingPeriod, ...]
    periods: tuple[StatusPeriod, ...] = ()
    roles: tuple[RoleTerm, ...] = ()
    group: Line = ""
    """tổ đảng, if the cell has groups"""
    note: Note = ""

    def standing_on(self, day: date) -> Standing:
        """Return full or probationary on a day; before the first known day, the first known."""
        current = at(self.standings, day)
        if current is None:
            current = min(self.standings, key=lambda s: s.since)
        return current.standing

    def status_on(self, day: date) -> Status:
        """Return how the member takes part on a day.

        Who is of another cell and here for a time is gone before the stay and after it.
        """
        current = at(self.periods, day)
        if current is not None:
            return current.status
        return Status.TRANSFERRED if self._is_elsewhere(day) else Status.ACTIVE

    def _is_elsewhere(self, day: date) -> bool:
        """Whether the period next to a day that none covers, the last over or else the first, is a stay."""
        over = [(p.until, p.since, p.status) for p in self.periods if p.until is not None and p.until < day]
        if over:
            return max(over, key=lambda period: period[:2])[2] is Status.TEMPORARY_IN
        first = min(self.periods, key=lambda p: p.since, default=None)
        return first is not None and first.status is Status.TEMPORARY_IN

    def role_on(self, day: date) -> Role | None:
        """Return the highest post held on a day."""
        held = {term.role for term in self.roles if term.covers(day)}
        return next((role for role in Role if role in held), None)

    def belongs_on(self, day: date) -> bool:
        """Whether the member is on the cell's list that day: come, and not gone."""
        first = min(s.since for s in self.standings)
        return first <= day and self.status_on(day) not in LEFT


def parse_year_month(text: str) -> str | None:
    """Read "1998", "03/1998", "15/3/1998" or "1998-03" as a YearMonth; None if it is neither.

    A day, where one is given, is dropped: only month and year may be stored (Luật 91/2025/QH15).
    """
    text = text.strip()
    if not text:
        return ""
    for pattern in (
        r"(?:\d{1,2}[/.-])?(?P<m>\d{1,2})[/.-](?P<y>\d{4})",
        r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-\d{1,2})?)?",
    ):
        match = re.fullmatch(pattern, text)
        if match:
            month = match.groupdict().get("m")
            if month is None:
                return match["y"]
            return f"{match['y']}-{int(month):02d}" if 1 <= int(month) <= 12 else None
    return None
