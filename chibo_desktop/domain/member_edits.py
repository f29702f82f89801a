"""Changes of a member as functions from one record to the next: standing, post, status (đảng viên)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from chibo_desktop.domain.members import (
    LEFT,
    Member,
    Role,
    RoleTerm,
    Standing,
    StandingPeriod,
    StatusPeriod,
)
from chibo_desktop.domain.standings import UNKNOWN_SINCE, first_day, standings_since, usual_recognition

_DAY = timedelta(days=1)


def recognised_on(member: Member) -> date | None:
    """Return the day of official recognition if someone gave it; None where it was only supposed."""
    full = [period for period in member.standings if period.standing is Standing.FULL]
    if not full:
        return None
    since = max(period.since for period in full)
    supposed = {UNKNOWN_SINCE, first_day(member.joined), usual_recognition(member.joined)}
    return None if since in supposed else since


def with_standing(member: Member, standing: Standing, recognised: date | None, today: date) -> Member:
    """Return the member as full or probationary, the periods made from joining and recognition."""
    return _with_standings(member, standings_since(standing, member.joined, recognised, today))


def with_joined(member: Member, joined: str, today: date) -> Member:
    """Return the member with another month of joining; periods that hang on it move along."""
    standing, recognised = member.standing_on(today), recognised_on(member)
    return _with_standings(replace(member, joined=joined), standings_since(standing, joined, recognised, today))


def _with_standings(member: Member, periods: tuple[StandingPeriod, ...]) -> Member:
    """Return the member with other periods; a day of admission that is known is not lost to its month's first."""
    known = min(period.since for period in member.standings)
    first, *rest = periods
    of_its_month = member.joined == f"{known:%Y-%m}" and first.since == first_day(member.joined)
    if of_its_month and all(known < period.since for period in rest):
        first = replace(first, since=known)
    return replace(member, standings=(first, *rest))


def term_on(member: Member, day: date) -> RoleTerm | None:
    """Return the term of the highest post held on a day."""
    role = member.role_on(day)
    return next((term for term in member.roles if term.role is role and term.covers(day)), None)


def with_role(member: Member, role: Role | None, since: date, today: date) -> Member:
    """Return the member holding a post from a day on; the post shown until then ends the day before.

    The same post with another first day moves that day, and the end of what came before with it.
    """
    shown = term_on(member, today)
    terms = []
    for term in member.roles:
        ends = term.until
        if term is shown:
            if role is term.role:
                continue
            ends = since - _DAY
        elif shown is not None and role is shown.role and ends == shown.since - _DAY:
            ends = since - _DAY
        if ends is None or ends >= term.since:
            terms.append(replace(term, until=ends))
    if role is not None:
        until = shown.until if shown is not None and shown.role is role else None
        terms.append(RoleTerm(since=since, until=until, role=role))
    return replace(member, roles=tuple(terms))


def earlier_terms(member: Member, today: date) -> list[RoleTerm]:
    """Return the posts that ended before a day, the latest first."""
    ended = [term for term in member.roles if term.until is not None and term.until < today]
    return sorted(ended, key=lambda term: term.since, reverse=True)


def with_period(member: Member, old: StatusPeriod | None, new: StatusPeriod | None) -> Member:
    """Return the member with one status period put in another's place; None adds or takes away."""
    kept = [period for period in member.periods if period != old]
    added = [] if new is None else [new]
    return replace(member, periods=tuple(sorted([*kept, *added], key=lambda period: period.since)))


def overlapping(periods: Sequence[StatusPeriod], one: StatusPeriod) -> list[StatusPeriod]:
    """Return the other periods that share a day with one, in their order; the later begun counts on it."""
    others = list(periods)
    if one in others:
        others.remove(one)
    return [
        other
        for other in others
        if (one.until is None or other.since <= one.until) and (other.until is None or one.since <= other.until)
    ]


def clashing(periods: Sequence[StatusPeriod], one: StatusPeriod) -> list[StatusPeriod]:
    """Return the overlapping periods worth a warning: leaving for good may end whatever was still open."""

    def leaves(later: StatusPeriod, earlier: StatusPeriod) -> bool:
        return (
            later.status in LEFT and later.until is None and earlier.until is None and later.since > earlier.since
        )

    return [other for other in overlapping(periods, one) if not leaves(one, other) and not leaves(other, one)]
