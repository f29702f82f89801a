"""Votes: who may vote, on what base, and whether it carries (biểu quyết)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Protocol

from chibo_desktop.domain.meetings import Attendance, AttendanceState
from chibo_desktop.domain.members import Standing, Status
from chibo_desktop.domain.records import Count, Id, LongText, Position, Record, Title, kind


class Matter(Enum):
    """What is voted on."""

    RESOLUTION = "resolution"
    CONCLUSION = "conclusion"
    MEETING_LEVEL = "meeting_level"
    ADMISSION = "admission"
    RECOGNITION = "recognition"
    ELECTION = "election"
    DISCIPLINE = "discipline"
    EXPULSION = "expulsion"
    RATING = "rating"
    OTHER = "other"


class VoteMethod(Enum):
    """How hands or ballots were counted."""

    SHOW_OF_HANDS = "show_of_hands"
    SECRET_BALLOT = "secret_ballot"


class Threshold(Enum):
    """What share of the base must agree."""

    MORE_THAN_HALF = "more_than_half"
    TWO_THIRDS = "two_thirds"


class Law(Protocol):
    """How a matter is decided: what a rule pack gives, or the program's own rule."""

    @property
    def threshold(self) -> Threshold:
        """What share of the base must agree."""

    @property
    def secret(self) -> bool:
        """Whether it is voted on with ballots."""

    @property
    def basis(self) -> str:
        """Where the rule comes from."""


class VoteRule(Enum):
    """Threshold and base of each matter, with its source."""

    def __init__(self, threshold: Threshold, secret: bool, basis: str) -> None:
        self.threshold = threshold
        self.secret = secret
        self.basis = basis

    ORDINARY = (Threshold.MORE_THAN_HALF, False, "Điều lệ Đảng 9.5")
    ADMISSION = (Threshold.TWO_THIRDS, False, "Điều lệ Đảng 4.3")
    RECOGNITION = (Threshold.TWO_THIRDS, False, "Điều lệ Đảng 5.2")
    ELECTION = (Threshold.MORE_THAN_HALF, True, "Điều lệ Đảng 12.3")
    DISCIPLINE = (Threshold.MORE_THAN_HALF, True, "Điều lệ Đảng 36.1")
    EXPULSION = (Threshold.TWO_THIRDS, True, "Điều lệ Đảng 38.3")


_RULES = {
    Matter.ADMISSION: VoteRule.ADMISSION,
    Matter.RECOGNITION: VoteRule.RECOGNITION,
    Matter.ELECTION: VoteRule.ELECTION,
    Matter.DISCIPLINE: VoteRule.DISCIPLINE,
    Matter.EXPULSION: VoteRule.EXPULSION,
}


@kind("vote")
class Vote(Record, frozen=True, kw_only=True):
    """One vote with its numbers, its base and those who reserved their opinion."""

    meeting_id: Id
    position: Position
    matter: Matter = Matter.CONCLUSION
    title: Title
    method: VoteMethod = VoteMethod.SHOW_OF_HANDS
    base: Count
    """full members that count, fixed when the vote was taken"""
    agree: Count = 0
    disagree: Count = 0
    other: Count = 0
    reserved_opinion: LongText = ""
    """who reserved their opinion and what it is (Điều lệ 9.5)"""


def rule_of(matter: Matter, laws: Mapping[Matter, Law] | None = None) -> Law:
    """Return the rule that a matter is decided by.

    `laws` are those of a rule pack; a matter it does not speak of has the program's own rule.
    """
    return (laws or {}).get(matter) or _RULES.get(matter, VoteRule.ORDINARY)


def may_vote(standing: Standing, status: Status) -> bool:
    """Whether someone votes: full members of this cell only (Điều lệ 3).

    A member here for a time (sinh hoạt tạm thời đến) does not: their right is in question, so
    the default is off. Neither does who is suspended or has left.
    """
    return standing is Standing.FULL and status not in {
        Status.TEMPORARY_IN,
        Status.SUSPENDED,
        Status.TRANSFERRED,
        Status.ENDED,
    }


def vote_base(rows: Iterable[Attendance]) -> int:
    """Count the base of a vote: full members convened, less temporary out and exempt not attending.

    QĐ 294-QĐ/TW Điều 9.3.2 (as handed down; under QĐ 208 not confirmed). The resolution needs
    more than half of the body, not of those present (Điều lệ 9.5), so the absent count.
    """
    return sum(in_base(row) for row in rows)


def in_base(row: Attendance) -> bool:
    """Whether somebody of a roll counts in the base of a vote; who does not is no part of a majority either."""
    if not may_vote(row.standing, row.status) or row.status is Status.TEMPORARY_OUT:
        return False
    exempt = row.status in {Status.EXEMPT, Status.TEMPORARILY_EXEMPT}
    return not exempt or row.state is AttendanceState.EXEMPT_PRESENT


def carries(vote: Vote, laws: Mapping[Matter, Law] | None = None) -> bool:
    """Whether the vote is won: counted in whole votes, never in rounded shares."""
    if vote.base == 0:
        return False
    if rule_of(vote.matter, laws).threshold is Threshold.TWO_THIRDS:
        return 3 * vote.agree >= 2 * vote.base
    return 2 * vote.agree > vote.base


def needed(matter: Matter, base: int, laws: Mapping[Matter, Law] | None = None) -> int:
    """Return how many must agree for the matter to carry."""
    if rule_of(matter, laws).threshold is Threshold.TWO_THIRDS:
        return -(-2 * base // 3)
    return base // 2 + 1
