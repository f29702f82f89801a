"""What the book knows of the cell for its own report, form 01 (số liệu kiểm điểm tập thể)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chibo_desktop.domain.criticism import CriticismForm
from chibo_desktop.domain.meetings import MeetingKind, MeetingLevel
from chibo_desktop.domain.proposals import ProposalState
from chibo_desktop.domain.review_facts import FactLine, ReviewFacts, SealedFacts, faults_of, tasks_of
from chibo_desktop.domain.review_pack import Topic
from chibo_desktop.domain.review_rules import Tasks, period_of
from chibo_desktop.domain.scoring import YearSummary
from chibo_desktop.domain.statistics import YearFigures
from chibo_desktop.domain.targets import Target, TargetState, is_overdue, state_on
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.thematic import ThemeState
from chibo_desktop.domain.wording import DOTS, decimal, roman

_SHOWN = 3


def cell_facts(
    shown: YearFigures, summary: YearSummary, sealed: SealedFacts | None, since: date | None = None
) -> ReviewFacts:
    """Return the facts of the cell in a year; `summary` are the levels of its meetings.

    `since` is the first meeting that the book knows: nothing before it is missing.
    """
    seen = shown.records
    today = seen.today
    duties = [*seen.duties, *(d for d in seen.still_open if d.due is not None and d.due < today)]
    tasks = _with_targets(tasks_of(duties, today), seen.targets, shown)
    lines = [
        *_meetings(shown),
        *_attendance(shown),
        *_levels(summary, seen.year),
        *_targets(shown),
        *_tasks(tasks_of(duties, today), len(duties), seen.year),
        *_proposals(shown),
        *_themes(shown),
        *_mentions(shown),
        *_criticism(shown),
        *_gaps(shown, summary, since),
        *_undone(tasks_of(duties, today), shown),
        *(_earlier(sealed) if sealed else ()),
    ]
    return ReviewFacts(
        lines=tuple(lines),
        tasks=tasks,
        faults=faults_of(sealed) if sealed else None,
        due=shown.presence.due.number,
        present=shown.presence.present.number,
        levels=dict(summary.counts),
    )


def _with_targets(tasks: Tasks, targets: Iterable[Target], shown: YearFigures) -> Tasks:
    today = shown.records.today
    states = Counter(
        TargetState.NOT_MET if is_overdue(target, today) else state_on(target, today) for target in targets
    )
    return replace(
        tasks,
        on_time=tasks.on_time + states[TargetState.MET],
        beyond=tasks.beyond + states[TargetState.EXCEEDED],
        undone=tasks.undone + states[TargetState.NOT_MET],
        ahead=tasks.ahead + states[TargetState.OPEN],
    )


def _meetings(shown: YearFigures) -> Iterable[FactLine]:
    kinds = Counter(m.kind for m in shown.meetings)
    if kinds:
        told = ", ".join(f"{kinds[kind]} {label(kind).lower()}" for kind in MeetingKind if kinds[kind])
        words = f"Tổ chức {len(shown.meetings)} buổi họp: {told}"
        yield FactLine(Topic.CELL_MEETINGS, words, f"sổ biên bản năm {shown.records.year}", len(shown.meetings))


def _attendance(shown: YearFigures) -> Iterable[FactLine]:
    rate = shown.presence.rate
    if rate is not None:
        here = shown.presence
        words = (
            f"Tỷ lệ đảng viên dự sinh hoạt {decimal(rate)}% ({here.present.number}/{here.due.number} lượt phải dự; "
            f"vắng không lý do {here.unexcused.number} lượt)"
        )
        yield FactLine(Topic.CELL_ATTENDANCE, words, f"sổ điểm danh năm {shown.records.year}", here.due.number)


def _levels(summary: YearSummary, year: int) -> Iterable[FactLine]:
    if summary.judged:
        told = ", ".join(f"{number} buổi {label(level)}" for level, number in summary.counts.items() if number)
        average = f"; điểm bình quân {decimal(summary.average, 2)}" if summary.average is not None else ""
        yield FactLine(
            Topic.CELL_LEVELS,
            f"Chất lượng sinh hoạt: {told}{average}",
            f"phiếu chấm điểm các buổi đã chốt năm {year}",
            summary.judged,
        )


def _targets(shown: YearFigures) -> Iterable[FactLine]:
    found = shown.records.targets
    if found:
        states = Counter(state_on(target, shown.records.today) for target in found)
        reached = states[TargetState.MET] + states[TargetState.EXCEEDED]
        beyond = f", {states[TargetState.EXCEEDED]} vượt" if states[TargetState.EXCEEDED] else ""
        words = f"Đạt {reached}/{len(found)} chỉ tiêu nghị quyết{beyond}"
        yield FactLine(Topic.CELL_TARGETS, words, f"bảng chỉ tiêu năm {shown.records.year}", len(found))


def _tasks(tasks: Tasks, given: int, year: int) -> Iterable[FactLine]:
    if given:
        late = f", {tasks.late} xong quá hạn" if tasks.late else ""
        words = f"Giao {given} nhiệm vụ cho đảng viên; hoàn thành {tasks.done}/{tasks.whole} nhiệm vụ đến hạn{late}"
        yield FactLine(Topic.CELL_TASKS, words, f"bảng nhiệm vụ năm {year}", given)


def _proposals(shown: YearFigures) -> Iterable[FactLine]:
    whole = sum(found.number for found in shown.proposals.values())
    if whole:
        answered = shown.proposals[ProposalState.ANSWERED].number
        words = f"Tiếp nhận {whole} kiến nghị, {answered} kiến nghị đã được trả lời"
        yield FactLine(Topic.CELL_PROPOSALS, words, f"sổ kiến nghị năm {shown.records.year}", whole)


def _themes(shown: YearFigures) -> Iterable[FactLine]:
    topics = [theme.topic for theme in shown.records.themes if theme.state is ThemeState.HELD]
    if topics:
        told = "; ".join(topics[:_SHOWN])
        words = f"Sinh hoạt {len(topics)} chuyên đề: {told}"
        yield FactLine(Topic.CELL_THEMES, words, f"kế hoạch chuyên đề năm {shown.records.year}", len(topics))


def _mentions(shown: YearFigures) -> Iterable[FactLine]:
    commended, reminded = shown.commended.number, shown.reminded.number
    if commended or reminded:
        words = f"Biểu dương {commended} lượt, nhắc nhở {reminded} lượt đảng viên"
        source = f"biên bản sinh hoạt năm {shown.records.year}"
        yield FactLine(Topic.CELL_MENTIONS, words, source, commended + reminded)


def _criticism(shown: YearFigures) -> Iterable[FactLine]:
    found = shown.records.criticisms
    if found:
        own = sum(c.form is CriticismForm.SELF for c in found)
        words = f"Có {own} lượt tự phê bình, {len(found) - own} lượt phê bình, góp ý"
        source = f"sổ tự phê bình và phê bình năm {shown.records.year}"
        yield FactLine(Topic.CELL_CRITICISM, words, source, len(found))


def _gaps(shown: YearFigures, summary: YearSummary, since: date | None) -> Iterable[FactLine]:
    source = f"sổ biên bản năm {shown.records.year}"
    if shown.months_without:
        months = ", ".join(str(month) for month in shown.months_without)
        words = f"Không sinh hoạt thường kỳ tháng {months}"
        yield FactLine(Topic.CELL_GAPS, words, source, len(shown.months_without))
    known = since or date(shown.records.year, 12, 31)
    missing = [
        q.number for q in shown.quarters if q.missing and known <= period_of(shown.records.year, q.number)[0]
    ]
    if missing:
        words = f"Chưa sinh hoạt chuyên đề quý {', '.join(roman(number) for number in missing)}"
        yield FactLine(Topic.CELL_GAPS, words, source, len(missing))
    if shown.short.number:
        words = f"Có {shown.short.number} buổi ngắn hơn thời lượng tối thiểu"
        yield FactLine(Topic.CELL_GAPS, words, source, shown.short.number)
    low = summary.counts[MeetingLevel.AVERAGE] + summary.counts[MeetingLevel.POOR]
    if low:
        yield FactLine(Topic.CELL_GAPS, f"Có {low} buổi sinh hoạt xếp mức trung bình hoặc kém", source, low)


def _undone(tasks: Tasks, shown: YearFigures) -> Iterable[FactLine]:
    year = shown.records.year
    if tasks.undone:
        words = f"Còn {tasks.undone} nhiệm vụ quá hạn hoặc không hoàn thành"
        yield FactLine(Topic.CELL_UNDONE, words, f"bảng nhiệm vụ năm {year}", tasks.undone)
    today = shown.records.today
    lost = [
        t for t in shown.records.targets if state_on(t, today) is TargetState.NOT_MET or is_overdue(t, today)
    ]  # fmt: skip
    if lost:
        told = "; ".join(target.text for target in lost[:_SHOWN])
        yield FactLine(
            Topic.CELL_UNDONE, f"Có {len(lost)} chỉ tiêu không đạt: {told}", f"bảng chỉ tiêu năm {year}", len(lost)
        )


def _earlier(sealed: SealedFacts) -> Iterable[FactLine]:
    for fault in sealed.earlier:
        yield FactLine(
            Topic.EARLIER, f"- {fault.rstrip('.;')}: {DOTS}", f"báo cáo kiểm điểm năm {sealed.earlier_year}"
        )
    for prompt in sealed.prompts:
        yield FactLine(Topic.PROMPTS, prompt, "")
