"""What an experienced secretary would remark before the minutes are closed (nhắc trước khi chốt).

Beside `findings`, which looks at one meeting alone, these rules look across meetings. They warn,
name their basis and never forbid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from itertools import chain

from chibo_desktop.domain.absences import (
    ABSENT,
    IN_A_ROW,
    LOOKED_BACK,
    UNEXCUSED_MONTHS,
    calls_all,
    run_of_absences,
)
from chibo_desktop.domain.attendance import is_present, tally
from chibo_desktop.domain.coach_contents import alike, overdue_duties, unanswered_proposals, voices
from chibo_desktop.domain.coach_evidence import Evidence
from chibo_desktop.domain.findings import Finding, Severity
from chibo_desktop.domain.meetings import AttendanceState, MeetingKind, Stage
from chibo_desktop.domain.mentions import MentionKind
from chibo_desktop.domain.resolutions import ResolutionState
from chibo_desktop.domain.votes import may_vote
from chibo_desktop.domain.wording import comrade, counted, roman, short_date

_HD42 = "HD 42-HD/BTCTW"
_HD12 = "HD 12-HD/BTCTW"
_CRITICISM = "phê bình"
_REGULAR_DAY, _FIRST_WEEK, _DOCUMENTS_DAYS, _SITTING = 3, 7, 1, 120


Rule = Callable[[Evidence], Iterable[Finding]]


def coach_findings(seen: Evidence) -> tuple[Finding, ...]:
    """Return what to remark on a meeting in the light of the others, the heaviest first."""
    found = chain.from_iterable(rule(seen) for rule in _RULES)
    return tuple(sorted(found, key=lambda f: (-f.severity, list(Stage).index(f.stage))))


# -- preparation ----------------------------------------------------------------------------------


def _told_in_time(seen: Evidence) -> Iterable[Finding]:
    meeting = seen.meeting
    if not calls_all(meeting):
        return
    missing = [
        (place, words)
        for place, words, day in (
            ("notice_on", "ngày thông báo cho đảng viên", meeting.notice_on),
            ("documents_on", "ngày gửi tài liệu", meeting.documents_on),
            ("supervisor_on", "ngày báo cấp ủy viên theo dõi chi bộ", meeting.supervisor_on),
        )
        if day is None
    ]
    if missing:
        words = ", ".join(words for _, words in missing)
        yield Finding(Severity.HINT, Stage.PREPARATION, missing[0][0], f"Chưa ghi {words}.", _HD42)
    out = meeting.documents_on
    days = seen.pack.calendar.documents_days_before if seen.pack else _DOCUMENTS_DAYS
    if out is not None and out > meeting.date - timedelta(days=days):
        yield Finding(
            Severity.WARNING,
            Stage.PREPARATION,
            "documents_on",
            f"Tài liệu gửi ngày {short_date(out)}, phải trước ngày họp ít nhất {counted(days)} ngày.",
            _HD42,
        )


def _first_week(seen: Evidence) -> Iterable[Finding]:
    meeting = seen.meeting
    if meeting.kind is not MeetingKind.REGULAR:
        return
    usual = seen.pack.calendar.regular_day if seen.pack else _REGULAR_DAY
    latest = seen.pack.calendar.first_week_days if seen.pack else _FIRST_WEEK
    if meeting.date.day > latest:
        yield Finding(
            Severity.HINT,
            Stage.PREPARATION,
            "date",
            f"Họp ngày {short_date(meeting.date)}; thường lệ họp ngày {counted(usual)}, chậm nhất ngày "
            f"{counted(latest)} hằng tháng.",
            seen.pack.basis_of("calendar.regular_day") if seen.pack else "HD 37-HD/BTGDVTW",
        )


def _committee_met(seen: Evidence) -> Iterable[Finding]:
    meeting = seen.meeting
    if meeting.kind is not MeetingKind.REGULAR or not seen.has_committee or meeting.prepared_by_id is not None:
        return
    since = seen.before.date if seen.before is not None else meeting.date - timedelta(days=31)
    if not any(m.kind is MeetingKind.COMMITTEE and since < m.date <= meeting.date for m in seen.meetings):
        yield Finding(
            Severity.WARNING,
            Stage.PREPARATION,
            "prepared_by_id",
            "Chưa có cuộc họp chi ủy chuẩn bị cho buổi sinh hoạt này.",
            f"Điều lệ Đảng 24.2; {_HD42}",
        )


def _thematic_this_quarter(seen: Evidence) -> Iterable[Finding]:
    day = seen.meeting.date
    wanted = seen.pack.calendar.thematic_per_quarter if seen.pack else 1
    if seen.meeting.kind is not MeetingKind.REGULAR or not wanted:
        return
    quarter = (day.month - 1) // 3 + 1
    months = range(quarter * 3 - 2, quarter * 3 + 1)
    held = sum(
        m.kind is MeetingKind.THEMATIC and m.date.year == day.year and m.date.month in months for m in seen.meetings
    )
    if held < wanted:
        few = "chưa có sinh hoạt chuyên đề" if not held else f"mới có {held} buổi sinh hoạt chuyên đề"
        last = day.month == quarter * 3
        yield Finding(
            Severity.WARNING if last else Severity.HINT,
            Stage.PREPARATION,
            "agenda",
            f"Quý {roman(quarter)} {few}; mỗi quý ít nhất {wanted} lần.",
            seen.pack.basis_of("calendar.thematic_per_quarter") if seen.pack else "CT 50-CT/TW mục 2",
        )


def _criticism(seen: Evidence) -> Iterable[Finding]:
    if seen.meeting.kind is not MeetingKind.REGULAR or not seen.contents.agenda:
        return
    items = [item for item in seen.contents.agenda if _CRITICISM in item.title.lower()]
    basis = f"CT 50-CT/TW; {_HD12}"
    if not items:
        texts = [item.outcome for item in seen.contents.agenda] + [speech.text for speech in seen.contents.speeches]
        if any(_CRITICISM in text.lower() for text in texts):
            return
        yield Finding(
            Severity.HINT,
            Stage.PREPARATION,
            "agenda",
            "Chương trình chưa có phần tự phê bình và phê bình.",
            basis,
        )
        return
    ids = {item.id for item in items}
    said = any(speech.agenda_item_id in ids and speech.text for speech in seen.contents.speeches)
    reminded = any(mention.kind is MentionKind.REMINDER for mention in seen.mentions)
    if not said and not reminded and not any(item.outcome for item in items):
        yield Finding(Severity.WARNING, Stage.PROCEEDINGS, "agenda", f"Phần “{items[0].title}” còn trống.", basis)


# -- people ---------------------------------------------------------------------------------------


def _absent_again(seen: Evidence) -> Iterable[Finding]:
    if not calls_all(seen.meeting):
        return
    for row in seen.rows:
        if row.state not in ABSENT:
            continue
        earlier = seen.earlier_rows.get(row.member_id, ())
        run = run_of_absences([row, *earlier])
        if len(run) > (seen.pack.absences_in_a_row if seen.pack else IN_A_ROW):
            yield Finding(
                Severity.WARNING,
                Stage.ROLL_CALL,
                "roll",
                f"{comrade(row.name)} vắng {_times(len(run))} liên tiếp.",
                _HD12,
            )


def _times(number: int) -> str:
    return f"lần thứ {number}" if number <= LOOKED_BACK else f"hơn {LOOKED_BACK} lần"


def _absent_without_reason(seen: Evidence) -> Iterable[Finding]:
    """Count months of the year without reason; said to the secretary only, never printed."""
    if not calls_all(seen.meeting):
        return
    days = {m.id: m.date for m in seen.meetings}
    for row in seen.rows:
        if row.state is not AttendanceState.ABSENT_UNEXCUSED:
            continue
        months = {seen.meeting.date.month}
        for earlier in seen.earlier_rows.get(row.member_id, ()):
            day = days.get(earlier.meeting_id, date.min)
            if earlier.state is AttendanceState.ABSENT_UNEXCUSED and day.year == seen.meeting.date.year:
                months.add(day.month)
        if len(months) >= UNEXCUSED_MONTHS:
            yield Finding(
                Severity.WARNING,
                Stage.ROLL_CALL,
                "roll",
                f"{comrade(row.name)} vắng không lý do {len(months)} tháng trong năm; chi bộ cần xem xét.",
                "Điều lệ Đảng 8.1",
            )


def _guests(seen: Evidence) -> Iterable[Finding]:
    names = [guest.name for guest in seen.guests if not guest.office]
    if names:
        yield Finding(Severity.HINT, Stage.ROLL_CALL, "guests", f"Khách dự chưa ghi chức vụ: {', '.join(names)}.")


def _room_emptied(seen: Evidence) -> Iterable[Finding]:
    """Find the moment from which no more than half of the full members were in the room."""
    full = tally(seen.rows).full
    here = [row for row in seen.rows if is_present(row) and may_vote(row.standing, row.status)]
    if not full or 2 * len(here) <= full:
        return
    start = seen.meeting.starts or time.min
    leaving = sorted((_moment(row.left, start), row.left) for row in here if row.left is not None)
    for gone, (_, left) in enumerate(leaving, start=1):
        if 2 * (len(here) - gone) <= full:
            yield Finding(
                Severity.WARNING,
                Stage.VOTING if seen.votes else Stage.ROLL_CALL,
                "votes" if seen.votes else "roll",
                f"Từ {left:%H:%M} trong phòng chỉ còn {len(here) - gone}/{full} đảng viên chính thức, "
                "không quá nửa; biểu quyết sau giờ đó không đủ.",
                "Điều lệ Đảng 9.5",
            )
            return


def _moment(moment: time, start: time) -> datetime:
    """Return a time as it follows the start, past midnight on the next day."""
    return datetime.combine(date.min + timedelta(days=moment < start), moment)


def _sitting(seen: Evidence) -> Iterable[Finding]:
    """Measure a regular and a thematic meeting held one after the other as one sitting."""
    together = [seen.meeting, *seen.partners]
    lengths = [m.length for m in together if m.length is not None]
    least = seen.pack.sitting_length if seen.pack else _SITTING
    if seen.partners and len(lengths) == len(together) and sum(lengths) < least:
        yield Finding(
            Severity.WARNING,
            Stage.MINUTES,
            "ends",
            f"Hai phần họp liền nhau dài {sum(lengths)} phút, tối thiểu {least} phút.",
            seen.pack.basis_of("length.sitting") if seen.pack else _HD42,
        )


# -- deciding -------------------------------------------------------------------------------------


def _votes_taken(seen: Evidence) -> Iterable[Finding]:
    wanted = [item.title for item in seen.contents.agenda if item.needs_vote]
    missing = len(wanted) - len(seen.votes)
    if wanted and not seen.votes:
        named = "; ".join(f"“{title}”" for title in wanted)
        yield Finding(
            Severity.WARNING, Stage.VOTING, "votes", f"Chưa ghi biểu quyết của {named}.", "Điều lệ Đảng 9.5"
        )
    elif missing > 0:
        yield Finding(
            Severity.WARNING,
            Stage.VOTING,
            "votes",
            f"Chương trình có {len(wanted)} nội dung cần biểu quyết, mới ghi {len(seen.votes)}.",
            "Điều lệ Đảng 9.5",
        )
    for resolution in seen.resolutions:
        if resolution.state is ResolutionState.ADOPTED and resolution.vote_id is None:
            yield Finding(
                Severity.WARNING,
                Stage.VOTING,
                "votes",
                f"Nghị quyết “{resolution.title}” chưa ghi biểu quyết thông qua.",
                "Điều lệ Đảng 9.5",
            )


def _scored(seen: Evidence) -> Iterable[Finding]:
    meeting = seen.meeting
    if meeting.kind not in {MeetingKind.REGULAR, MeetingKind.THEMATIC}:
        return
    if seen.score_sheet is None and meeting.score is None:
        yield Finding(Severity.HINT, Stage.VOTING, "score", "Chưa chấm điểm buổi sinh hoạt.", _HD42)


_RULES: tuple[Rule, ...] = (
    _told_in_time, _first_week, _committee_met, _thematic_this_quarter, _criticism, _absent_again,
    _absent_without_reason, _guests, _room_emptied, voices, alike, overdue_duties, unanswered_proposals,
    _votes_taken, _scored, _sitting,
)  # fmt: skip
