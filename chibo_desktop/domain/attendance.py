"""Who is expected at a meeting on its date, and the rate of attendance (điểm danh)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import name_key
from chibo_desktop.domain.meetings import Attendance, AttendanceState
from chibo_desktop.domain.members import Member, Standing, Status

_ABSENT_BY_STATUS = {
    Status.EXEMPT: AttendanceState.EXEMPT_ABSENT,
    Status.TEMPORARILY_EXEMPT: AttendanceState.EXEMPT_ABSENT,
    Status.TEMPORARY_OUT: AttendanceState.AWAY,
    Status.SUSPENDED: AttendanceState.SUSPENDED,
}
EXPECTED = frozenset({Status.ACTIVE, Status.REDUCED})
_NO_VOTE = frozenset({Status.SUSPENDED, Status.TEMPORARY_OUT})


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one meeting; all are numbers of members."""

    total: int
    """full and probationary members of the cell on the day"""
    full: int
    probationary: int
    due: int
    """expected: total less exempt, temporarily exempt, temporary out, suspended"""
    present_due: int
    """present among those expected"""
    present_full: int
    present_probationary: int
    present_temporary_in: int
    exempt_present: int
    absent_excused: int
    absent_unexcused: int
    voters: int
    """full members in the room who count in a vote; one sent elsewhere for a time does not"""

    @property
    def rate(self) -> float | None:
        """Present among the expected over the expected, in per cent; None if nobody is."""
        return 100 * self.present_due / self.due if self.due else None


def members_on(members: Iterable[Member], day: date) -> list[Member]:
    """Return who is on the cell's list that day, by given name."""
    return sorted((m for m in members if m.belongs_on(day)), key=lambda m: (name_key(m.name), m.id))


def is_expected(status: Status) -> bool:
    """Whether a member of that status is expected at a meeting (Điều lệ 7).

    Reduced duties (giảm) still attend. Temporary members from elsewhere are welcome but not
    counted, by default.
    """
    return status in EXPECTED


def default_state(status: Status) -> AttendanceState:
    """Return where a member is taken to be before anyone says otherwise: everyone expected is here."""
    return _ABSENT_BY_STATUS.get(status, AttendanceState.PRESENT)


def states_for(status: Status) -> tuple[AttendanceState, ...]:
    """Return what can be said of a member of that status at roll call, the default first."""
    if status in {Status.EXEMPT, Status.TEMPORARILY_EXEMPT}:
        return (AttendanceState.EXEMPT_ABSENT, AttendanceState.EXEMPT_PRESENT)
    if status is Status.TEMPORARY_OUT:
        return (AttendanceState.AWAY, AttendanceState.PRESENT)
    if status is Status.SUSPENDED:
        return (AttendanceState.SUSPENDED,)
    return (
        AttendanceState.PRESENT,
        AttendanceState.ABSENT_EXCUSED,
        AttendanceState.ABSENT_UNEXCUSED,
    )


def roll(members: Iterable[Member], rows: Iterable[Attendance], meeting_id: bytes, day: date) -> list[Attendance]:
    """Return one row for everyone on the list that day, by given name, the known rows kept.

    A row made here takes the member's own id, so that the same roll made twice is the same; the
    caller gives it an identity when it is saved.
    """
    known = {row.member_id: row for row in rows}
    result = []
    for member in members_on(members, day):
        row = known.pop(member.id, None)
        result.append(row or _first_row(member, meeting_id, day))
    result.extend(known.values())
    return sorted(result, key=lambda row: (name_key(row.name), row.member_id))


def _first_row(member: Member, meeting_id: bytes, day: date) -> Attendance:
    status = member.status_on(day)
    return Attendance(
        id=member.id,
        meeting_id=meeting_id,
        member_id=member.id,
        state=default_state(status),
        name=member.name,
        standing=member.standing_on(day),
        status=status,
    )


def is_present(row: Attendance) -> bool:
    """Whether the member is in the room."""
    return row.state in {AttendanceState.PRESENT, AttendanceState.EXEMPT_PRESENT}


def tally(rows: Iterable[Attendance]) -> Tally:
    """Count a roll.

    `due` = total - exempt - temporarily exempt - temporary out - suspended; the rate is the
    present among them. It is never above 100 %.
    """
    rows = list(rows)
    own = [row for row in rows if row.status is not Status.TEMPORARY_IN]
    due = [row for row in own if is_expected(row.status)]
    here = [row for row in own if is_present(row)]
    return Tally(
        total=len(own),
        full=sum(row.standing is Standing.FULL for row in own),
        probationary=sum(row.standing is Standing.PROBATIONARY for row in own),
        due=len(due),
        present_due=sum(is_present(row) for row in due),
        present_full=sum(row.standing is Standing.FULL for row in here),
        present_probationary=sum(row.standing is Standing.PROBATIONARY for row in here),
        present_temporary_in=sum(is_present(row) for row in rows if row.status is Status.TEMPORARY_IN),
        exempt_present=sum(row.state is AttendanceState.EXEMPT_PRESENT for row in own),
        absent_excused=sum(row.state is AttendanceState.ABSENT_EXCUSED for row in own),
        absent_unexcused=sum(row.state is AttendanceState.ABSENT_UNEXCUSED for row in own),
        voters=sum(row.standing is Standing.FULL and row.status not in _NO_VOTE for row in here),
    )
