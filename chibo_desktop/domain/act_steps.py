"""The steps of admission, recognition and transfer, which comes next, and what to mind (các bước thủ tục)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from chibo_desktop.domain.findings import Severity
from chibo_desktop.domain.member_acts import ActKind, MemberAct
from chibo_desktop.domain.members import Member, Standing, Status
from chibo_desktop.domain.standings import UNKNOWN_SINCE, first_day
from chibo_desktop.domain.votes import Law, Matter, Vote, carries, needed, rule_of
from chibo_desktop.domain.wording import short_date
from chibo_desktop.domain.working_days import months_after, working_days_after

PROBATION_MONTHS = 12
"""from the ceremony to recognition (Điều lệ Đảng 5.1)"""
CEREMONY_DAYS = 30
"""working days from the decision to the ceremony (practice)"""
TRANSFER_DAYS = 60
"""working days in which a transfer is to be presented (practice)"""
PRACTICE = "Thông lệ; chương trình chưa trừ ngày nghỉ lễ"


class Step(Enum):
    """What is done one after the other; the value is the field that says when."""

    VOTED = "voted_on"
    SENT = "sent_on"
    DECIDED = "decided_on"
    DONE = "done_on"


STEPS: Mapping[ActKind, tuple[Step, ...]] = {
    ActKind.ADMISSION: (Step.VOTED, Step.SENT, Step.DECIDED, Step.DONE),
    ActKind.RECOGNITION: (Step.VOTED, Step.SENT, Step.DECIDED, Step.DONE),
    ActKind.TRANSFER_OUT: (Step.SENT, Step.DECIDED, Step.DONE),
    ActKind.TRANSFER_IN: (Step.DECIDED, Step.DONE),
}
MATTERS: Mapping[ActKind, Matter] = {
    ActKind.ADMISSION: Matter.ADMISSION,
    ActKind.RECOGNITION: Matter.RECOGNITION,
}
"""the acts on which the cell votes, and what the vote is on"""


@dataclass(frozen=True, slots=True)
class ActFinding:
    """One sentence about one step; it warns and never forbids."""

    severity: Severity
    step: Step
    sentence: str
    basis: str = ""


def day_of(act: MemberAct, step: Step) -> date | None:
    """Return when a step was taken, None while it was not or nobody knows when."""
    day: date | None = getattr(act, step.value)
    return day


def closed(act: MemberAct) -> bool:
    """Whether nothing more is to come of it."""
    return act.done_on is not None or act.given_up_on is not None


def next_step(act: MemberAct) -> Step | None:
    """Return the step after the last one that was taken; one left out before it is not asked for again."""
    if closed(act):
        return None
    steps = STEPS[act.kind]
    taken = [number for number, step in enumerate(steps) if day_of(act, step) is not None]
    return steps[max(taken, default=-1) + 1]


def skipped(act: MemberAct, step: Step) -> bool:
    """Whether a later step was taken and this one has no day."""
    steps = STEPS[act.kind]
    later = steps[steps.index(step) + 1 :]
    return day_of(act, step) is None and any(day_of(act, other) is not None for other in later)


def waiting_since(act: MemberAct) -> date:
    """Return since when the act waits for its next step."""
    days = [day for step in STEPS[act.kind] if (day := day_of(act, step)) is not None]
    return max([act.begun_on, *days])


# -- the vote -------------------------------------------------------------------------------------


def as_vote(act: MemberAct) -> Vote | None:
    """Return the act's numbers as a vote, None while there are none or nothing is voted on."""
    matter = MATTERS.get(act.kind)
    if matter is None or act.base == 0:
        return None
    return Vote(id=act.id, meeting_id=act.id, position=0, matter=matter, title="?", base=act.base, agree=act.agree)


def vote_lost(act: MemberAct, laws: Mapping[Matter, Law] | None = None) -> bool:
    """Whether the cell voted and too few agreed: two thirds of the full members (Điều lệ Đảng 4.3, 5.2)."""
    vote = as_vote(act)
    return act.voted_on is not None and vote is not None and not carries(vote, laws)


def vote_words(kind: ActKind, base: int, laws: Mapping[Matter, Law] | None = None) -> str:
    """Return "cần ít nhất 12/18 đảng viên chính thức tán thành", "" where nothing is voted on."""
    matter = MATTERS.get(kind)
    if matter is None or base == 0:
        return ""
    return f"cần ít nhất {needed(matter, base, laws)}/{base} đảng viên chính thức tán thành"


# -- probation ------------------------------------------------------------------------------------


def admitted_on(member: Member, today: date) -> date | None:
    """Return when a probationary member was admitted, to the day or the month; None if unknown or full."""
    if member.standing_on(today) is not Standing.PROBATIONARY:
        return None
    since = min(period.since for period in member.standings)
    joined = first_day(member.joined) if len(member.joined) > 4 else None
    if since == UNKNOWN_SINCE or (joined is not None and (joined.year, joined.month) < (since.year, since.month)):
        return joined
    return since


def recognition_due(member: Member, today: date) -> date | None:
    """Return the day on which twelve months of probation are full (Điều lệ Đảng 5.1), None if not known."""
    admitted = admitted_on(member, today)
    return months_after(admitted, PROBATION_MONTHS) if admitted is not None else None


def awaits_recognition(member: Member, today: date) -> bool:
    """Whether the member is on probation in this cell: those here for a time are recognised by their own."""
    return (
        member.belongs_on(today)
        and member.standing_on(today) is Standing.PROBATIONARY
        and member.status_on(today) is not Status.TEMPORARY_IN
    )


# -- what to mind ---------------------------------------------------------------------------------


def act_findings(
    act: MemberAct,
    today: date,
    *,
    member: Member | None = None,
    laws: Mapping[Matter, Law] | None = None,
) -> tuple[ActFinding, ...]:
    """Return what to look at in an act, by step."""
    found = [*_vote(act, laws), *_order(act, today), *_terms(act, today, member)]
    order = list(Step)
    return tuple(sorted(found, key=lambda f: order.index(f.step)))


def _vote(act: MemberAct, laws: Mapping[Matter, Law] | None) -> list[ActFinding]:
    if not vote_lost(act, laws):
        return []
    words = f"Mới có {act.agree}/{act.base} tán thành, {vote_words(act.kind, act.base, laws)}."
    return [ActFinding(Severity.WARNING, Step.VOTED, words, rule_of(MATTERS[act.kind], laws).basis)]


_NAMES = {
    Step.VOTED: "ngày biểu quyết",
    Step.SENT: "ngày gửi hồ sơ",
    Step.DECIDED: "ngày quyết định, giấy giới thiệu",
    Step.DONE: "ngày thực hiện",
}


def _order(act: MemberAct, today: date) -> list[ActFinding]:
    found = []
    before: tuple[Step, date] | None = None
    for step in STEPS[act.kind]:
        day = day_of(act, step)
        if day is None:
            continue
        if before is not None and day < before[1]:
            words = f"Ngày {short_date(day)} đứng trước {_NAMES[before[0]]} ({short_date(before[1])})."
            found.append(ActFinding(Severity.WARNING, step, words))
        if day > today:
            found.append(ActFinding(Severity.HINT, step, f"Ngày {short_date(day)} chưa tới."))
        before = (step, day)
    return found


def _terms(act: MemberAct, today: date, member: Member | None) -> list[ActFinding]:
    if act.given_up_on is not None:
        return []
    if act.kind is ActKind.RECOGNITION:
        return _probation(act, today, member)
    if act.decided_on is None:
        return []
    count = CEREMONY_DAYS if act.kind is ActKind.ADMISSION else TRANSFER_DAYS
    last = working_days_after(act.decided_on, count)
    what = "làm lễ kết nạp" if act.kind is ActKind.ADMISSION else "nộp giấy giới thiệu"
    if (act.done_on or today) > last:
        words = f"Đã quá {count} ngày làm việc để {what} (hạn {short_date(last)})."
        return [ActFinding(Severity.WARNING, Step.DONE, words, PRACTICE)]
    if act.done_on is None:
        words = f"Nên {what} trong {count} ngày làm việc, chậm nhất {short_date(last)}."
        return [ActFinding(Severity.HINT, Step.DONE, words, PRACTICE)]
    return []


def _probation(act: MemberAct, today: date, member: Member | None) -> list[ActFinding]:
    reference = act.done_on or today
    if member is None:
        return []
    # Of somebody recognised meanwhile the day of admission is still that of the first period.
    probation = [p for p in member.standings if p.standing is Standing.PROBATIONARY]
    due = recognition_due(member, min(p.since for p in probation)) if probation else None
    if due is None:
        return []
    if act.done_on is not None and act.done_on < due:
        words = f"Chưa đủ 12 tháng dự bị: đủ vào ngày {short_date(due)}."
        return [ActFinding(Severity.WARNING, Step.DONE, words, "Điều lệ Đảng 5.1")]
    if act.done_on is None:
        words = f"12 tháng dự bị {'đã đủ' if due <= reference else 'đủ'} vào ngày {short_date(due)}."
        level = Severity.WARNING if due < reference else Severity.HINT
        return [ActFinding(level, Step.DONE, words, "Điều lệ Đảng 5.1")]
    return []
