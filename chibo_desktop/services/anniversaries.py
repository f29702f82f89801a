"""Who reaches how many years of membership in a year (tuổi Đảng, huy hiệu Đảng)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.anniversaries import Anniversary, anniversaries_of
from chibo_desktop.domain.members import Member, Status
from chibo_desktop.services.members import all_members
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN


@dataclass(frozen=True, slots=True)
class Jubilee:
    """A member and the badge that comes to them."""

    member: Member
    reached: Anniversary

    @property
    def key(self) -> tuple[bytes, int]:
        """What tells it from the others."""
        return self.member.id, self.reached.years


def anniversaries(
    session: Session, year: int, *, book: int = OWN, people: Iterable[Member] | None = None
) -> list[Jubilee]:
    """Return the badges of a year by award day; only of members whose month or year of joining is kept.

    Who is not of the cell on the award day (for one to come: today) is left out; so are those here for
    a time, whose own cell proposes them. `people` are the book's members where they are at hand.
    """
    today = session.clock.today()
    found = []
    for member in all_members(session, book=book) if people is None else people:
        for reached in anniversaries_of(member.joined, year):
            day = min(reached.award, today)
            if member.belongs_on(day) and member.status_on(day) is not Status.TEMPORARY_IN:
                found.append(Jubilee(member, reached))
    return sorted(found, key=lambda j: (j.reached.award, -j.reached.years, name_key(j.member.name), j.member.id))


def without_joining(session: Session, *, book: int = OWN) -> int:
    """Return of how many members of today nothing is kept of the joining."""
    today: date = session.clock.today()
    return sum(m.belongs_on(today) and not m.joined for m in all_members(session, book=book))
