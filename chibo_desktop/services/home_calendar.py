"""What the calendar of the rule pack asks for now, one card per matter (lịch công tác)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from chibo_desktop.domain.absences import calls_all
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.domain.thematic import Theme
from chibo_desktop.domain.wording import capitalised, counted, roman, short_date
from chibo_desktop.services.rules import pack_for
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo
from chibo_desktop.storage.book import OWN

AHEAD_DAYS = 10
SHOWN_DAYS = 31
"""days after a meeting through which a missing report is told; older ones are past mending"""
_HALF_YEAR_DAYS = 11


def calendar_todo(session: Session, meetings: Sequence[Meeting], *, reports: bool) -> list[Todo]:
    """Return what is due and why by the rules of today; `reports`: whether meetings are reported on paper."""
    today = session.clock.today()
    pack = pack_for(session, today)
    committee = session.cell().has_committee
    return [
        *_open_meetings(meetings, today, pack, committee=committee),
        *_monthly(meetings, today, pack),
        *(_after_meeting(meetings, today, pack) if reports else []),
        *_thematic(session, meetings, today, pack),
        *_review(meetings, today, pack),
        *_half_year(meetings, today),
    ]


def _open_meetings(meetings: Sequence[Meeting], today: date, pack: RulePack, *, committee: bool) -> list[Todo]:
    found = []
    for meeting in sorted((m for m in meetings if not m.closed), key=lambda m: m.date):
        days = (meeting.date - today).days
        if days > AHEAD_DAYS:
            continue
        if days > 0:
            found.append(_prepare(meeting, days, pack, _no_committee_yet(meeting, meetings, committee=committee)))
        elif days == 0:
            found.append(
                Todo(
                    key="record", level=Level.DUE, title=f"Hôm nay họp: {meeting_title(meeting)}",
                    why="Điểm danh, ghi diễn biến và chốt biên bản.",
                    due=meeting.date, action="Ghi cuộc họp", place="meetings", target=(meeting.id, OWN),
                )
            )  # fmt: skip
        else:
            most = pack.calendar.report_days_after
            found.append(
                Todo(
                    key="close", level=Level.LATE if -days > most else Level.DUE,
                    title=f"Chốt biên bản: {meeting_title(meeting)}",
                    why=f"Đã họp {-days} ngày, biên bản chưa chốt. Xong và báo cáo trong {counted(most)} ngày.",
                    due=meeting.date + timedelta(days=most), action="Ghi tiếp biên bản",
                    place="meetings", target=(meeting.id, OWN),
                )
            )  # fmt: skip
    return found[-3:]


def _no_committee_yet(meeting: Meeting, meetings: Iterable[Meeting], *, committee: bool) -> bool:
    """Whether the chi ủy has not met for this regular meeting."""
    if not committee or meeting.kind is not MeetingKind.REGULAR or meeting.prepared_by_id is not None:
        return False
    since = meeting.date - timedelta(days=SHOWN_DAYS - 1)
    return not any(m.kind is MeetingKind.COMMITTEE and since < m.date <= meeting.date for m in meetings)


def _prepare(meeting: Meeting, days: int, pack: RulePack, committee_missing: bool) -> Todo:
    before = pack.calendar.documents_days_before
    todo = [
        words
        for words, missing in (
            ("chưa họp chi ủy", committee_missing),
            ("chưa thông báo", meeting.notice_on is None),
            (f"chưa gửi tài liệu (trước ít nhất {counted(before)} ngày)", meeting.documents_on is None),
            ("chưa báo cấp ủy viên theo dõi", meeting.supervisor_on is None and calls_all(meeting)),
        )
        if missing
    ]
    left = capitalised(", ".join(todo)) if todo else "Đã thông báo, đã gửi tài liệu"
    urgent = meeting.documents_on is None and days <= before
    return Todo(
        key="prepare", level=Level.DUE if days <= 3 or urgent else Level.SOON,
        title=f"Chuẩn bị: {meeting_title(meeting)}", why=f"Còn {days} ngày. {left}.",
        basis=pack.basis_of("calendar.documents_days_before"), due=meeting.date, action="Chuẩn bị",
        place="meetings", target=(meeting.id, OWN),
    )  # fmt: skip


def _on(day: date, number: int) -> date:
    """Return the next day of the month with that number, the day itself included."""
    if day.day <= number:
        return day.replace(day=number)
    return date(day.year + day.month // 12, day.month % 12 + 1, number)


def _monthly(meetings: Sequence[Meeting], today: date, pack: RulePack) -> list[Todo]:
    """Look after the monthly meeting: its day, or the first week for a reason (Điều lệ 24.2)."""
    usual, latest = pack.calendar.regular_day, pack.calendar.first_week_days
    regular = [m for m in meetings if m.kind is MeetingKind.REGULAR]
    this = [m for m in regular if (m.date.year, m.date.month) == (today.year, today.month)]
    basis = f"Điều lệ Đảng 24.2; {pack.basis_of('calendar.regular_day')}"
    if not this:
        first = "" if regular else " Đây là cuộc họp đầu tiên trong sổ này."
        passed = bool(regular) and today.day > usual
        late = passed and today.day > latest
        why = f"Chi bộ họp mỗi tháng một lần, vào ngày {counted(usual)}.{first}"
        if passed:
            why = f"Đã qua ngày {counted(usual)}; có lý do thì họp chậm nhất ngày {counted(latest)}."
        due = today.replace(day=latest if passed and not late else usual)
        return [
            Todo(
                key="monthly", level=Level.LATE if late else Level.DUE,
                title=f"Lập cuộc họp thường kỳ tháng {today.month}", why=why, basis=basis,
                due=due if regular or today.day <= usual else None, action="Lập cuộc họp",
                place="meetings", target="new",
            )
        ]  # fmt: skip
    coming = _on(today + timedelta(days=1), usual)
    if (coming - today).days <= AHEAD_DAYS and not any(
        (m.date.year, m.date.month) == (coming.year, coming.month) for m in regular
    ):
        return [
            Todo(
                key="monthly", level=Level.SOON, title=f"Lập cuộc họp thường kỳ tháng {coming.month}",
                why=f"Ngày họp tới là {short_date(coming)}. Nhớ đưa Bản tin sinh hoạt chi bộ vào nội dung.",
                basis=basis, due=coming, action="Lập cuộc họp", place="meetings", target="new",
            )
        ]  # fmt: skip
    if all(m.closed for m in this):
        last = max(this, key=lambda m: m.date)
        return [
            Todo(
                key="monthly", level=Level.DONE, title=f"Đã họp thường kỳ tháng {today.month}",
                why=f"Họp ngày {short_date(last.date)}, biên bản đã chốt.", basis="", due=last.date,
                action="Xem biên bản", place="meetings", target=(last.id, OWN),
            )
        ]  # fmt: skip
    return []


def _after_meeting(meetings: Sequence[Meeting], today: date, pack: RulePack) -> list[Todo]:
    """Ask for signature and report of the last closed meeting, while that can still be done."""
    closed = [m for m in meetings if m.closed and calls_all(m) and m.date <= today]
    last = max(closed, key=lambda m: m.date, default=None)
    if last is None or last.reported_on is not None or (today - last.date).days > SHOWN_DAYS:
        return []
    due = last.date + timedelta(days=pack.calendar.report_days_after)
    sign = "" if last.signed_on is not None else "Ký biên bản, rồi báo cáo"
    return [
        Todo(
            key="report", level=Level.LATE if today > due else Level.DUE,
            title=f"Báo cáo lên xã: {meeting_title(last)}",
            why=f"{sign or 'Báo cáo'} trong {counted(pack.calendar.report_days_after)} ngày sau họp, "
            "rồi ghi ngày ở bước Biên bản.",
            basis=pack.basis_of("calendar.report_days_after"), due=due, action="Mở biên bản", place="meetings",
            target=(last.id, OWN),
        )
    ]  # fmt: skip


def quarter_end(day: date) -> date:
    """Return the last day of a day's quarter."""
    month = (day.month - 1) // 3 * 3 + 3
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _thematic(session: Session, meetings: Sequence[Meeting], today: date, pack: RulePack) -> list[Todo]:
    """Look after the thematic meetings of the quarter (CT 50-CT/TW mục 2)."""
    end = quarter_end(today)
    begin = date(end.year, end.month - 2, 1)
    wanted = pack.calendar.thematic_per_quarter
    held = sum(m.kind is MeetingKind.THEMATIC and begin <= m.date <= end for m in meetings)
    if not meetings or held >= wanted:
        return []
    number = end.month // 3
    themes = session.book.find(Theme, year=today.year, quarter=number)
    planned = f" Theo kế hoạch năm: “{themes[0].topic}”." if themes else ""
    few = "Quý này chưa có buổi nào" if not held else f"Quý này mới có {held} buổi"
    return [
        Todo(
            key="thematic", level=Level.DUE if today.month == end.month else Level.SOON,
            title=f"Sinh hoạt chuyên đề quý {roman(number)}", why=f"{few}; ít nhất mỗi quý {wanted} lần.{planned}",
            basis=pack.basis_of("calendar.thematic_per_quarter"), due=end, action="Lập cuộc họp",
            place="meetings", target="new",
        )
    ]  # fmt: skip


def _review(meetings: Sequence[Meeting], today: date, pack: RulePack) -> list[Todo]:
    """Look after the yearly review, which ends with the year (QĐ 366-QĐ/TW)."""
    if today.month < pack.calendar.review_from_month or not meetings:
        return []
    if any(m.kind is MeetingKind.REVIEW and m.date.year == today.year for m in meetings):
        return []
    days = pack.calendar.review_documents_days_before
    return [
        Todo(
            key="review", level=Level.DUE if today.month == 12 else Level.SOON,
            title=f"Hội nghị kiểm điểm, xếp loại năm {today.year}",
            why=f"Xong trước 31/12. Bản kiểm điểm gửi trước {counted(days)} ngày làm việc.",
            basis=pack.basis_of("calendar.review_from_month"), due=date(today.year, 12, 31), action="Lập cuộc họp",
            place="meetings", target="new",
        )
    ]  # fmt: skip


def _half_year(meetings: Sequence[Meeting], today: date) -> list[Todo]:
    """Remind in the last days of a half-year to go through the roll with the commune's."""
    end = date(today.year, 6, 30) if today.month <= 6 else date(today.year, 12, 31)
    if not meetings or (end - today).days >= _HALF_YEAR_DAYS:
        return []
    half = "6 tháng đầu năm" if end.month == 6 else "cuối năm"
    return [
        Todo(
            key="half_year", level=Level.SOON, title=f"Đối chiếu danh sách đảng viên {half}",
            why="Xem lại người chuyển đến, chuyển đi, được miễn, dự bị đến hạn; so với danh sách của xã.",
            due=end, action="Xem danh sách", place="members",
        )
    ]  # fmt: skip
