"""Duties and targets of earlier meetings, as the next one reviews them (nhiệm vụ, chỉ tiêu chuyển tiếp)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.duties import DONE, OPEN, Duty, DutySource, DutyState, given_day
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import (
    REACHED,
    Target,
    TargetState,
    is_overdue,
    known_on,
    planned_words,
    reached_words,
    settled_on,
    state_on,
)
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import lines_of, sentence, short_date

_REVIEWING = frozenset({MeetingKind.REGULAR})


@dataclass(frozen=True, slots=True)
class CarriedDuty:
    """One row of the resolution's table I.3: what was to be done, as it began, as it stands."""

    duty: Duty
    given: date | None
    """the day it was given at a meeting, by the year's plan or between two meetings; None where nobody wrote it"""
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

    @property
    def text(self) -> str:
        """What was to be done, on one line; a duty of the plan with its place, for many have the same words."""
        words = "; ".join(lines_of(self.duty.text))
        duty = self.duty
        if duty.source is not DutySource.PLAN:
            return words
        homes = f"{duty.households} hộ" if duty.households else ""
        where = ", ".join(part for part in (clean_line(duty.area), homes) if part)
        return f"{words} ({where})" if where else words


@dataclass(frozen=True, slots=True)
class CarriedTarget:
    """One row of the same table for a target; its parts mean what those of CarriedDuty do."""

    target: Target
    given: date | None
    new: bool
    done: bool
    counted: bool
    beginning: str
    result: str

    @property
    def text(self) -> str:
        """What was to be reached, with the figure that was set."""
        wanted = planned_words(self.target)
        words = "; ".join(lines_of(self.target.text)).rstrip(".;")
        return f"Chỉ tiêu: {words} ({wanted})" if wanted else f"Chỉ tiêu: {words}"


def previous_meeting(meeting: Meeting, meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the regular meeting before this one, whose duties this one reviews."""
    earlier = [m for m in meetings if m.kind in _REVIEWING and m.id != meeting.id and m.date < meeting.date]
    return max(earlier, key=lambda m: (m.date, m.id), default=None)


def carried_duties(
    meeting: Meeting, duties: Iterable[Duty], meetings: Sequence[Meeting]
) -> tuple[CarriedDuty, ...]:
    """Return the duties a meeting reviews: given before it, not settled before the meeting before it.

    Duties of the year's plan and turns of a series run for months: they are reviewed from the month they are due,
    or once they are settled. What happened after the meeting's date is left out, so that a paper printed later
    says the same.
    """
    before = previous_meeting(meeting, meetings)
    since = before.date if before else None
    days: Mapping[bytes, date] = {m.id: m.date for m in meetings}
    rows = []
    for duty in duties:
        given = given_day(duty, days)
        if duty.meeting_id == meeting.id or (given is not None and given >= meeting.date):
            continue
        if not _reviewed(duty, given, meeting.date):
            continue
        if since is not None and _settled_before(duty, since, given):
            continue
        rows.append(_row(duty, given, since, meeting.date))
    return tuple(sorted(rows, key=lambda r: (r.given or date.min, r.duty.position, r.duty.id)))


def _reviewed(duty: Duty, given: date | None, day: date) -> bool:
    if duty.meeting_id is not None:
        return True
    if given is None:
        return duty.due is not None and duty.due <= day
    if duty.source is not DutySource.PLAN and duty.series_id is None:
        return True
    if duty.state not in OPEN and (duty.done_on or duty.due or given) <= day:
        return True
    return duty.due is not None and (duty.due.year, duty.due.month) <= (day.year, day.month)


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
    if duty.source is DutySource.PLAN and duty.plan_year is not None:
        word = f"Phân công năm {duty.plan_year}, giao"
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


def carried_targets(
    meeting: Meeting, targets: Iterable[Target], resolutions: Iterable[Resolution], meetings: Sequence[Meeting]
) -> tuple[CarriedTarget, ...]:
    """Return the targets of earlier adopted resolutions that a meeting reviews, as they stood on its day.

    Left out are those settled before the meeting before it, unless that meeting set them; a target of no
    resolution counts from its day on.
    """
    before = previous_meeting(meeting, meetings)
    since = before.date if before else None
    days = {r.id: r.date for r in resolutions if r.state is ResolutionState.ADOPTED and r.date < meeting.date}
    rows = []
    for target in targets:
        given = days.get(target.resolution_id or b"")
        if given is None and (target.resolution_id is not None or target.due is None or target.due > meeting.date):
            continue
        row = _target_row(known_on(target, meeting.date), given, since, meeting.date)
        if row is not None:
            rows.append(row)
    return tuple(sorted(rows, key=lambda r: (r.given or date.min, r.target.position, r.target.id)))


def _target_row(target: Target, given: date | None, since: date | None, today: date) -> CarriedTarget | None:
    state = state_on(target, today)
    if state is not TargetState.OPEN and since is not None and (given is None or given < since):
        settled = settled_on(target, today) or given or date.min
        if settled <= since:
            return None
    new = given is None or since is None or given >= since
    return CarriedTarget(
        target=target,
        given=given,
        new=new,
        done=state in REACHED,
        counted=state is not TargetState.OPEN or (target.due is not None and target.due <= today),
        beginning=_target_beginning(target, given, new=new),
        result=_target_result(target, state, today),
    )


def _target_beginning(target: Target, given: date | None, *, new: bool) -> str:
    due = f"; hạn {short_date(target.due)}" if target.due else ""
    if given is None:
        return f"Đã có từ trước{due}"
    return f"{'Mới đề ra' if new else 'Chuyển tiếp, đề ra'} ngày {short_date(given)}{due}"


def _target_result(target: Target, state: TargetState, today: date) -> str:
    told = reached_words(target)
    day = f" (ngày {short_date(target.measured_on)})" if target.measured_on and told else ""
    words = f"{label(state)}{f': {told}{day}' if told else ''}"
    if not told and is_overdue(target, today):
        words = "Chưa có kết quả, đã quá hạn"
    note = " ".join(lines_of(target.note))
    return f"{words}. {sentence(note)}" if note else words


def share_met(rows: Iterable[CarriedDuty | CarriedTarget]) -> tuple[int, int]:
    """Return how many of the duties and targets that count were done, and how many count: done / due."""
    counted = [row for row in rows if row.counted]
    return sum(row.done for row in counted), len(counted)
