"""What admission, recognition and transfer change of a member, and how that moves with its day."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from chibo_desktop.domain.member_acts import ActKind, MemberAct
from chibo_desktop.domain.member_edits import with_period
from chibo_desktop.domain.members import Member, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.standings import standings_since

_DAY = timedelta(days=1)


def admitted(act: MemberAct, member_id: bytes, day: date) -> Member:
    """Return the new probationary member, from the ceremony on (Điều lệ Đảng 5)."""
    return Member(
        id=member_id,
        name=act.name,
        joined=f"{day:%Y-%m}",
        standings=(StandingPeriod(since=day, standing=Standing.PROBATIONARY),),
    )


def recognised(member: Member, day: date) -> Member:
    """Return the member as a full one from a day on; what was true before stays."""
    probation = tuple(p for p in member.standings if p.standing is Standing.PROBATIONARY and p.since < day)
    return replace(member, standings=(*probation, StandingPeriod(since=day, standing=Standing.FULL)))


def transferred(member: Member, act: MemberAct, day: date) -> Member:
    """Return the member as gone from a day on, with the paper; posts end the day before."""
    return with_period(_without_posts(member, None, day), None, _gone(act, day))


def arrived(act: MemberAct, member_id: bytes, day: date, *, standing: Standing, joined: str) -> Member:
    """Return somebody who comes from another cell: of that cell until the day before.

    The time before is a period of membership elsewhere, so that meetings held here then do not count them.
    """
    standings = standings_since(standing, joined, None, day)
    member = Member(id=member_id, name=act.name, joined=joined, standings=standings)
    return with_period(member, None, _elsewhere(member, act, day))


def moved(member: Member, before: MemberAct, after: MemberAct) -> Member:
    """Return the member with what the act wrote moved to its new day and paper.

    What somebody has changed by hand since is left alone.
    """
    old, new = before.done_on, after.done_on
    if old is None or new is None:
        return member
    if before.kind is ActKind.TRANSFER_OUT:
        if _gone(before, old) not in member.periods:
            return member
        return with_period(_without_posts(member, old, new), _gone(before, old), _gone(after, new))
    if before.kind is ActKind.TRANSFER_IN:
        was = _elsewhere(member, before, old)
        return with_period(member, was, _elsewhere(member, after, new)) if was in member.periods else member
    standing = Standing.PROBATIONARY if before.kind is ActKind.ADMISSION else Standing.FULL
    written = StandingPeriod(since=old, standing=standing)
    if written not in member.standings:
        return member
    joined = member.joined
    if before.kind is ActKind.ADMISSION and joined == f"{old:%Y-%m}":
        joined = f"{new:%Y-%m}"
    periods = tuple(replace(p, since=new) if p == written else p for p in member.standings)
    return replace(member, joined=joined, standings=tuple(sorted(periods, key=lambda p: p.since)))


def _without_posts(member: Member, old: date | None, day: date) -> Member:
    """Return the member with posts that are open, or ended for an earlier `old` day, ended for a day."""
    last = day - _DAY

    def ends(until: date | None) -> bool:
        return until is None or until > last or (old is not None and until == old - _DAY)

    terms = [replace(term, until=last) if ends(term.until) else term for term in member.roles]
    return replace(member, roles=tuple(t for t in terms if t.until is None or t.since <= t.until))


def _gone(act: MemberAct, day: date) -> StatusPeriod:
    return StatusPeriod(since=day, status=Status.TRANSFERRED, paper=act.paper)


def _elsewhere(member: Member, act: MemberAct, day: date) -> StatusPeriod:
    first = min(period.since for period in member.standings)
    last = day - _DAY
    return StatusPeriod(since=min(first, last), until=last, status=Status.TRANSFERRED, paper=act.paper)
