"""What the book knows of a member for the review, as sentences that say where they are from (số liệu kiểm điểm)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chibo_desktop.common.text import clean_line, excerpt, fold
from chibo_desktop.domain.absences import calls_all, held
from chibo_desktop.domain.attendance import is_expected, is_present
from chibo_desktop.domain.criticism import Mending
from chibo_desktop.domain.duties import OPEN, Duty, DutyState, is_overdue
from chibo_desktop.domain.meetings import AttendanceState, Meeting, MeetingLevel
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import ProposalState
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_pack import Topic
from chibo_desktop.domain.review_rules import Faults, Tasks
from chibo_desktop.domain.rewards import RewardState
from chibo_desktop.domain.statistics import YearRecords
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import DOTS, lines_of, percent, short_date

_NAMED = 4
_LONG = 160
NO_TASKS = Tasks()


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact as an editable sentence: what, how many, and where it is written."""

    topic: Topic
    words: str = field(repr=False)
    source: str
    count: int = 1

    @property
    def sentence(self) -> str:
        """The sentence as it is put under a heading, its source said."""
        words = self.words if self.words.endswith(DOTS) else self.words.rstrip(".")
        if not self.source:
            return self.words
        if words.startswith("-"):
            return f"{words} (theo {self.source})."
        return f"Theo {self.source}, {words[:1].lower()}{words[1:]}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """All facts of one member, or of the cell, in a round's time."""

    lines: tuple[FactLine, ...] = ()
    tasks: Tasks = NO_TASKS
    faults: Faults | None = None
    """None where the sealed texts cannot be read"""
    due: int = 0
    """meetings one had to attend"""
    present: int = 0
    unexcused: int = 0
    reminders: int = 0
    speeches: int = 0
    led: int = 0
    """meetings chaired or whose minutes were taken: who did so was not silent"""
    levels: Mapping[MeetingLevel, int] = field(default_factory=dict)

    def of(self, topics: Iterable[Topic]) -> tuple[FactLine, ...]:
        """Return the facts on some topics, in their order."""
        wanted = list(topics)
        return tuple(line for topic in wanted for line in self.lines if line.topic is topic)


@dataclass(frozen=True, slots=True)
class MendingLine:
    """What became of one thing somebody was asked to mend; it is sealed."""

    day: date
    words: str = field(repr=False)
    state: Mending


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """What only those with the right can read: earlier faults, what was to be mended, what is written now."""

    earlier: tuple[str, ...] = field(default=(), repr=False)
    earlier_year: int = 0
    mendings: tuple[MendingLine, ...] = field(default=(), repr=False)
    told: str = field(default="", repr=False)
    """what stands under heading III of this review"""
    prompts: tuple[str, ...] = field(default=(), repr=False)


# -- counting -------------------------------------------------------------------------------------


def tasks_of(duties: Iterable[Duty], today: date) -> Tasks:
    """Count tasks by what came of them; an open one without a day, or whose day is to come, is not due yet."""
    found = Counter[str]()
    for duty in duties:
        if duty.state is DutyState.DONE_BEYOND:
            found["beyond"] += 1
        elif duty.state is DutyState.DONE_ON_TIME:
            found["on_time"] += 1
        elif duty.state is DutyState.DONE_LATE:
            found["late"] += 1
        elif duty.state is DutyState.NOT_DONE or is_overdue(duty, today):
            found["undone"] += 1
        else:
            found["ahead"] += 1
        if duty.grade is YearRating.FAILED and duty.state not in {*OPEN, DutyState.NOT_DONE}:
            found["poor"] += 1
    return Tasks(**found)


def fault_states(text: str) -> Faults:
    """Read what became of each fault from the lines under heading III; a line that does not say is unknown."""
    counted = Counter(_state(line) for line in lines_of(text))
    return Faults(counted["mended"], counted["open"], counted["unknown"])


def _state(line: str) -> str:
    said = fold(line)
    if "chua" in said.split() or "dang" in said.split():
        return "open"
    return "mended" if "da" in said.split() and ("khac phuc" in said or "sua" in said.split()) else "unknown"


def faults_of(seen: SealedFacts) -> Faults:
    """Return what became of earlier faults: as written under III, else as the book of criticism has it."""
    if lines_of(seen.told):
        return fault_states(seen.told)
    states = Counter(line.state for line in seen.mendings)
    return Faults(
        mended=states[Mending.MENDED],
        open=states[Mending.OPEN] + states[Mending.IN_PROGRESS] + states[Mending.NOT_MENDED],
        unknown=len(seen.earlier),
    )


# -- a member -------------------------------------------------------------------------------------


def member_facts(
    seen: YearRecords, member_id: bytes, first: date, last: date, sealed: SealedFacts | None
) -> ReviewFacts:
    """Return the facts of a member between two days; `sealed` None where the right is missing."""
    meetings = {m.id: m for m in seen.meetings if first <= m.date <= last and held(m)}
    whole = {key for key, m in meetings.items() if calls_all(m)}
    rows = [r for r in seen.rows if r.member_id == member_id and r.meeting_id in whole and is_expected(r.status)]
    present = [r for r in rows if is_present(r)]
    unexcused = [meetings[r.meeting_id] for r in rows if r.state is AttendanceState.ABSENT_UNEXCUSED]
    excused = sum(r.state is AttendanceState.ABSENT_EXCUSED for r in rows)
    speeches = [s for s in seen.speeches if s.member_id == member_id and s.meeting_id in meetings]
    duties = [d for d in _in_time(seen, first, last) if d.owner_id == member_id]
    mentions = [m for m in seen.mentions if m.member_id == member_id and m.meeting_id in meetings]
    reminders = [m for m in mentions if m.kind is MentionKind.REMINDER]
    chaired = sum(m.chair_id == member_id for m in meetings.values())
    written = sum(m.minute_taker_id == member_id for m in meetings.values())
    when = _when(first, last)
    lines = [
        *_attendance(len(rows), len(present), excused, when),
        *_dues(seen, member_id, first, last, when),
        *_commended([m for m in mentions if m.kind is MentionKind.COMMENDATION], meetings, when),
        *_rewarded(seen, member_id),
        *_tasks(duties, seen.today, when),
        *_led(chaired, written, when),
        *_spoken(len(speeches), len({s.meeting_id for s in speeches}), when),
        *_proposed(seen, member_id, meetings, first, last, when),
        *_undone(duties, seen.today, when),
        *_absent(unexcused, when),
        *_silent(len(present), len(speeches) + chaired + written, when),
        *_reminded(reminders, meetings, when),
        *(_sealed(sealed) if sealed else ()),
    ]
    return ReviewFacts(
        lines=tuple(lines),
        tasks=tasks_of(duties, seen.today),
        faults=faults_of(sealed) if sealed else None,
        due=len(rows),
        present=len(present),
        unexcused=len(unexcused),
        reminders=len(reminders),
        speeches=len(speeches),
        led=chaired + written,
    )


def _in_time(seen: YearRecords, first: date, last: date) -> list[Duty]:
    """Return the duties of the time, and those of earlier times that are overdue."""
    days = {m.id: m.date for m in seen.meetings}

    def inside(duty: Duty) -> bool:
        day = duty.due or duty.given_on or days.get(duty.meeting_id or b"")
        return day is None or first <= day <= last or (day < first and is_overdue(duty, seen.today))

    return [d for d in (*seen.duties, *(d for d in seen.still_open if is_overdue(d, seen.today))) if inside(d)]


def _when(first: date, last: date) -> str:
    if first.month == 1 and last.month == 12:
        return f"năm {first.year}"
    return f"quý {('I', 'II', 'III', 'IV')[(last.month - 1) // 3]} năm {first.year}"


def _attendance(due: int, present: int, excused: int, when: str) -> Iterable[FactLine]:
    if due:
        away = f"; vắng có lý do {excused} buổi" if excused else ""
        words = f"Dự {present}/{due} buổi sinh hoạt phải dự, đạt {percent(present, due)}{away}"
        yield FactLine(Topic.ATTENDANCE, words, f"sổ điểm danh {when}", due)


def _dues(seen: YearRecords, member_id: bytes, first: date, last: date, when: str) -> Iterable[FactLine]:
    months = {f"{first.year}-{month:02}" for month in range(first.month, last.month + 1)}
    own = [d for d in seen.dues if d.member_id == member_id and d.month in months]
    paid = sum(d.paid for d in own)
    if own:
        words = f"Nộp đảng phí {paid}/{len(own)} tháng có ghi"
        yield FactLine(Topic.DUES, words, f"sổ theo dõi đảng phí {when}", len(own))


def _said(mentions: Sequence[Mention], meetings: Mapping[bytes, Meeting]) -> str:
    told = sorted(mentions, key=lambda m: meetings[m.meeting_id].date)
    parts = [
        f"{short_date(meetings[m.meeting_id].date)}{f' ({_short(m.text)})' if clean_line(m.text) else ''}"
        for m in told[-_NAMED:]
    ]
    return "; ".join(parts)


def _commended(found: Sequence[Mention], meetings: Mapping[bytes, Meeting], when: str) -> Iterable[FactLine]:
    if found:
        words = f"Được chi bộ biểu dương {len(found)} lần: {_said(found, meetings)}"
        yield FactLine(Topic.COMMENDATIONS, words, f"biên bản sinh hoạt {when}", len(found))


def _rewarded(seen: YearRecords, member_id: bytes) -> Iterable[FactLine]:
    for reward in seen.rewards:
        if reward.member_id == member_id and reward.state is RewardState.GRANTED:
            paper = f", {reward.paper}" if reward.paper else ""
            form = reward.form or "khen thưởng"
            yield FactLine(Topic.COMMENDATIONS, f"Được khen thưởng: {form}{paper}", "danh sách khen thưởng")


def _tasks(duties: Sequence[Duty], today: date, when: str) -> Iterable[FactLine]:
    if not duties:
        return
    tasks = tasks_of(duties, today)
    source = f"bảng nhiệm vụ {when}"
    parts = [
        (tasks.on_time + tasks.beyond, "đúng hạn"), (tasks.beyond, "vượt mức"), (tasks.late, "quá hạn"),
    ]  # fmt: skip
    how = ", ".join(f"{number} {word}" for number, word in parts if number)
    ahead = f"; {tasks.ahead} nhiệm vụ chưa đến hạn" if tasks.ahead else ""
    done = (
        f"hoàn thành {tasks.done}/{tasks.whole} nhiệm vụ đến hạn" if tasks.whole else "chưa có nhiệm vụ nào đến hạn"
    )
    words = f"Được giao {len(duties)} nhiệm vụ, {done}{f' ({how})' if how else ''}{ahead}"
    yield FactLine(Topic.TASKS, words, source, len(duties))
    main = sorted(
        (d for d in duties if d.state in {DutyState.DONE_BEYOND, DutyState.DONE_ON_TIME, DutyState.DONE_LATE}),
        key=lambda d: (d.state is not DutyState.DONE_BEYOND, d.due or date.max, d.id),
    )
    if main:
        told = "; ".join(
            _short(d.text) + (" (vượt mức)" if d.state is DutyState.DONE_BEYOND else "") for d in main[:_NAMED]
        )
        yield FactLine(Topic.TASKS, f"Việc chính đã làm: {told}", source, len(main))
    grades = Counter(d.grade for d in duties if d.grade is not None)
    if grades:
        told = "; ".join(f"{grades[level]} {label(level).lower()}" for level in YearRating if grades[level])
        yield FactLine(Topic.TASKS, f"Nhiệm vụ được đánh giá: {told}", source, grades.total())


def _led(chaired: int, written: int, when: str) -> Iterable[FactLine]:
    parts = ((chaired, "Chủ trì"), (written, "Ghi biên bản"))
    told = ", ".join(f"{word} {number} cuộc họp" for number, word in parts if number)
    if told:
        yield FactLine(Topic.SPEECHES, told.capitalize(), f"sổ biên bản {when}", chaired + written)


def _spoken(number: int, meetings: int, when: str) -> Iterable[FactLine]:
    if number:
        words = f"Phát biểu {number} ý kiến tại {meetings} buổi sinh hoạt"
        yield FactLine(Topic.SPEECHES, words, f"biên bản sinh hoạt {when}", number)


def _proposed(
    seen: YearRecords, member_id: bytes, meetings: Mapping[bytes, Meeting], first: date, last: date, when: str
) -> Iterable[FactLine]:
    own = [
        p
        for p in seen.proposals
        if p.member_id == member_id
        and (p.meeting_id in meetings or (p.received_on is not None and first <= p.received_on <= last))
    ]
    if own:
        answered = sum(p.state is ProposalState.ANSWERED for p in own)
        words = f"Nêu {len(own)} kiến nghị, {answered} kiến nghị đã được trả lời"
        yield FactLine(Topic.PROPOSALS, words, f"sổ kiến nghị {when}", len(own))


def _undone(duties: Sequence[Duty], today: date, when: str) -> Iterable[FactLine]:
    source = f"bảng nhiệm vụ {when}"
    undone = [d for d in duties if d.state is DutyState.NOT_DONE or is_overdue(d, today)]
    if undone:
        words = f"Còn {len(undone)} nhiệm vụ chưa hoàn thành: {_named(undone)}"
        yield FactLine(Topic.UNDONE, words, source, len(undone))
    late = [d for d in duties if d.state is DutyState.DONE_LATE]
    if late:
        yield FactLine(Topic.UNDONE, f"Có {len(late)} nhiệm vụ xong quá hạn: {_named(late)}", source, len(late))


def _named(duties: Sequence[Duty]) -> str:
    more = f" và {len(duties) - _NAMED} việc nữa" if len(duties) > _NAMED else ""
    return "; ".join(
        f"{_short(d.text)}{f' (hạn {short_date(d.due)})' if d.due else ''}" for d in duties[:_NAMED]
    ) + more  # fmt: skip


def _absent(meetings: Sequence[Meeting], when: str) -> Iterable[FactLine]:
    if meetings:
        days = ", ".join(short_date(m.date) for m in sorted(meetings, key=lambda m: m.date))
        words = f"Vắng không lý do {len(meetings)} buổi sinh hoạt: {days}"
        yield FactLine(Topic.ABSENCES, words, f"sổ điểm danh {when}", len(meetings))


def _silent(present: int, said: int, when: str) -> Iterable[FactLine]:
    if present and not said:
        words = "Chưa phát biểu ý kiến tại buổi sinh hoạt nào"
        yield FactLine(Topic.ABSENCES, words, f"biên bản sinh hoạt {when}", present)


def _reminded(found: Sequence[Mention], meetings: Mapping[bytes, Meeting], when: str) -> Iterable[FactLine]:
    if found:
        words = f"Được chi bộ nhắc nhở {len(found)} lần: {_said(found, meetings)}"
        yield FactLine(Topic.REMINDERS, words, f"biên bản sinh hoạt {when}", len(found))


_MENDED = {
    Mending.OPEN: "chưa được khắc phục",
    Mending.IN_PROGRESS: "đang khắc phục",
    Mending.MENDED: "đã được khắc phục",
    Mending.NOT_MENDED: "chưa được khắc phục",
}


def _sealed(seen: SealedFacts) -> Iterable[FactLine]:
    for fault in seen.earlier:
        yield FactLine(Topic.EARLIER, f"- {fault.rstrip('.;')}: {DOTS}", f"bản kiểm điểm năm {seen.earlier_year}")
    for line in sorted(seen.mendings, key=lambda m: m.day):
        words = f"- {_short(line.words)}: {_MENDED[line.state]}"
        yield FactLine(Topic.MENDINGS, words, f"sổ tự phê bình và phê bình ngày {short_date(line.day)}")
    for prompt in seen.prompts:
        yield FactLine(Topic.PROMPTS, prompt, "")


def _short(text: str) -> str:
    return excerpt(text.rstrip(" .;"), _LONG)
