"""Duties of earlier meetings, as the next one reviews them (nhiệm vụ chuyển tiếp)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.duties import OPEN, Duty, DutyState
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import lines_of, sentence, short_date

DONE = frozenset({DutyState.DONE_ON_TIME, DutyState.DONE_LATE, DutyState.DONE_BEYOND})
_REVIEWING = frozenset({MeetingKind.REGULAR})


@dataclass(frozen=True, slots=True)
class CarriedDuty:
    """One row of the resolution's table I.3: what was to be done, as it began, as it stands."""

    duty: Duty
    given: date | None
    """the date of the meeting that gave it, None where it has none"""
    new: bool
    """whether it was given at the meeting before, not earlier"""
    done: bool
    """whether it was done by the day of the review"""
    counted: bool
    """whether it was due by that day or is settled, so that it counts in done / due"""
    beginning: str
    """tình trạng đầu kỳ"""
    result: str
    """kết quả"""


def previous_meeting(meeting: Meeting, meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the regular meeting before this one, whose duties this one reviews."""
    earlier = [m for m in meetings if m.kind in _REVIEWING and m.id != meeting.id and m.date < meeting.date]
    return max(earlier, key=lambda m: (m.date, m.id), default=None)


def carried_duties(
    meeting: Meeting, duties: Iterable[Duty], meetings: Sequence[Meeting]
) -> tuple[CarriedDuty, ...]:
    """Return the duties a meeting reviews: given before it, not settled before the meeting before it.

    What happened after the meeting's date is left out, so that a paper printed later says the same.
    """
    before = previous_meeting(meeting, meetings)
    since = before.date if before else None
    days: Mapping[bytes, date] = {m.id: m.date for m in meetings}
    rows = []
    for duty in duties:
        given = days.get(duty.meeting_id) if duty.meeting_id else None
        if duty.meeting_id == meeting.id or (given is not None and given >= meeting.date):
            continue
        if given is None and duty.meeting_id is None and (duty.due is None or duty.due > meeting.date):
            continue
        if since is not None and _settled_before(duty, since, given):
            continue
        rows.append(_row(duty, given, since, meeting.date))
    return tuple(sorted(rows, key=lambda r: (r.given or date.min, r.duty.position, r.duty.id)))


def _settled_before(duty: Duty, since: date, given: date | None) -> bool:
    if duty.done_on is not None:
        return duty.done_on <= since
    if duty.state in OPEN:
        return False
    return (duty.due or given or date.min) <= since


def _row(duty: Duty, given: date | None, since: date | None, today: date) -> CarriedDuty:
    done = duty.state in DONE and (duty.done_on is None or duty.done_on <= today)
    failed = duty.state is DutyState.NOT_DONE and (duty.due is None or duty.due <= today)
    new = given is None or since is None or given >= since
    return CarriedDuty(
        duty=duty,
        given=given,
        new=new,
        done=done,
        counted=done or failed or (duty.due is not None and duty.due <= today),
        beginning=_beginning(duty, given, new=new),
        result=_result(duty, today, done=done, failed=failed),
    )


def _beginning(duty: Duty, given: date | None, *, new: bool) -> str:
    if given is None:
        return "Đã có từ trước"
    word = "Mới giao" if new else "Chuyển tiếp, giao"
    due = f"; hạn {short_date(duty.due)}" if duty.due else ""
    return f"{word} ngày {short_date(given)}{due}"


def _result(duty: Duty, today: date, *, done: bool, failed: bool) -> str:
    if done:
        day = f" ngày {short_date(duty.done_on)}" if duty.done_on else ""
        return f"{label(duty.state)}{day}"
    if failed:
        return label(DutyState.NOT_DONE)
    # A state set after the day of the review is not known to the paper of that day.
    state = duty.state if duty.state in OPEN else DutyState.IN_PROGRESS
    late = ", đã quá hạn" if duty.due is not None and duty.due < today else ""
    told = " ".join(lines_of(duty.progress)) if duty.state in OPEN else ""
    return f"{label(state)}{late}{'. ' + sentence(told) if told else ''}"


def share_met(rows: Iterable[CarriedDuty]) -> tuple[int, int]:
    """Return how many of the duties that count were done, and how many count: done / due."""
    counted = [row for row in rows if row.counted]
    return sum(row.done for row in counted), len(counted)
