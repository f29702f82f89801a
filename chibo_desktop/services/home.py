"""What is to be done now, and how the last meeting went (việc cần làm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from chibo_desktop.domain.attendance import Tally
from chibo_desktop.domain.duties import OPEN, Duty, is_overdue
from chibo_desktop.domain.meetings import Meeting, MeetingKind, Speech
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import exchange
from chibo_desktop.services.backups import last_backup
from chibo_desktop.services.meetings import list_meetings, usual_day
from chibo_desktop.services.recovery_sheet import recovery_kept_at
from chibo_desktop.services.session import Session
from chibo_desktop.storage.book import OWN

MOST = 7
BACKUP_DAYS = 30
RECOVERY_DAYS = 365
MINUTES_DAYS = 2
"""days after a meeting in which its minutes are usually finished (section 2.2 E)"""
AHEAD_DAYS = 10
_NAMED = 3


class Level(IntEnum):
    """How pressing it is; the most pressing first."""

    LATE = 1
    DUE = 2
    SOON = 3
    DONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing to do, why, by when, and where it is done with one press."""

    key: str
    level: Level
    title: str
    why: str
    action: str
    """the verb on its button"""
    place: str
    target: object = None
    basis: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class LastMeeting:
    """Quick figures of the last meeting whose minutes are closed."""

    meeting: Meeting
    title: str
    tally: Tally
    speeches: int
    duties: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the home screen shows."""

    todo: tuple[Todo, ...]
    last: LastMeeting | None


def overview(session: Session) -> Overview:
    """Return what is to be done and the figures of the last meeting, read in one go."""
    return Overview(tuple(todo(session)), last_meeting(session))


def todo(session: Session) -> list[Todo]:
    """Return at most seven things, late ones first, then by day; what has no day counts as today."""
    today = session.clock.today()
    meetings = session.book.find(Meeting)
    found = [
        *_members(session),
        *_open_meetings(meetings, today),
        *_monthly(meetings, today),
        *_thematic(meetings, today),
        *_duties(session, today),
        *_sending(session, meetings),
        *_backup(session, bool(meetings)),
        *_recovery(session),
    ]
    found.sort(key=lambda t: (t.level, t.due or today))
    return found[:MOST]


def _members(session: Session) -> list[Todo]:
    if session.book.count(Member):
        return []
    return [
        Todo(
            key="members", level=Level.DUE, title="Đưa danh sách đảng viên vào sổ",
            why="Sổ chưa có đảng viên nào. Lấy từ bảng tính có sẵn, hoặc ghi từng đồng chí.",
            action="Nhập danh sách", place="members", target="import",
        )
    ]  # fmt: skip


def _open_meetings(meetings: Sequence[Meeting], today: date) -> list[Todo]:
    found = []
    for meeting in sorted((m for m in meetings if not m.closed), key=lambda m: m.date):
        title, target = meeting_title(meeting), (meeting.id, OWN)
        days = (meeting.date - today).days
        if days > AHEAD_DAYS:
            continue
        if days > 0:
            found.append(
                Todo(
                    key="prepare", level=Level.SOON if days > 3 else Level.DUE, title=f"Chuẩn bị: {title}",
                    why=f"Còn {days} ngày. Nội dung, tài liệu gửi đảng viên trước ít nhất 01 ngày.",
                    basis="HD 42-HD/BTCTW", due=meeting.date, action="Chuẩn bị", place="meetings", target=target,
                )
            )  # fmt: skip
        elif days == 0:
            found.append(
                Todo(
                    key="record", level=Level.DUE, title=f"Hôm nay họp: {title}",
                    why="Điểm danh, ghi diễn biến và chốt biên bản.",
                    due=meeting.date, action="Ghi cuộc họp", place="meetings", target=target,
                )
            )  # fmt: skip
        else:
            found.append(
                Todo(
                    key="close", level=Level.LATE if -days > MINUTES_DAYS else Level.DUE,
                    title=f"Chốt biên bản: {title}",
                    why=f"Đã họp {-days} ngày, biên bản chưa chốt. Thường xong trong 02 ngày sau họp.",
                    due=meeting.date + timedelta(days=MINUTES_DAYS), action="Ghi tiếp biên bản",
                    place="meetings", target=target,
                )
            )  # fmt: skip
    return found[-3:]


def _monthly(meetings: Sequence[Meeting], today: date) -> list[Todo]:
    """Look after the monthly meeting on the 3rd (Điều lệ 24.2, HD 37-HD/BTGDVTW)."""
    regular = [m for m in meetings if m.kind is MeetingKind.REGULAR]
    this = [m for m in regular if (m.date.year, m.date.month) == (today.year, today.month)]
    basis = "Điều lệ Đảng 24.2; HD 37-HD/BTGDVTW"
    if not this:
        late = bool(regular) and today.day > 3
        first = "" if regular else " Đây là cuộc họp đầu tiên trong sổ này."
        return [
            Todo(
                key="monthly", level=Level.LATE if late else Level.DUE,
                title=f"Lập cuộc họp thường kỳ tháng {today.month}",
                why=f"Chi bộ họp mỗi tháng một lần, vào ngày mồng 3.{first}",
                basis=basis, due=today.replace(day=3) if late or today.day <= 3 else None,
                action="Lập cuộc họp", place="meetings",
            )
        ]  # fmt: skip
    coming = usual_day(today + timedelta(days=1)) if today.day >= 3 else today.replace(day=3)
    if (coming - today).days <= AHEAD_DAYS and not any(
        (m.date.year, m.date.month) == (coming.year, coming.month) for m in regular
    ):
        return [
            Todo(
                key="monthly", level=Level.SOON, title=f"Lập cuộc họp thường kỳ tháng {coming.month}",
                why=f"Ngày họp tới là {short_date(coming)}.", basis=basis, due=coming,
                action="Lập cuộc họp", place="meetings",
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


def quarter_end(day: date) -> date:
    """Return the last day of a day's quarter."""
    month = (day.month - 1) // 3 * 3 + 3
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _thematic(meetings: Sequence[Meeting], today: date) -> list[Todo]:
    """Look after the thematic meeting, at least one a quarter (CT 50-CT/TW mục 2)."""
    end = quarter_end(today)
    begin = date(end.year, end.month - 2, 1)
    if not meetings or any(m.kind is MeetingKind.THEMATIC and begin <= m.date <= end for m in meetings):
        return []
    quarter = ["I", "II", "III", "IV"][end.month // 3 - 1]
    return [
        Todo(
            key="thematic", level=Level.DUE if today.month == end.month else Level.SOON,
            title=f"Sinh hoạt chuyên đề quý {quarter}", why="Quý này chưa có buổi nào; ít nhất mỗi quý một lần.",
            basis="CT 50-CT/TW", due=end, action="Lập cuộc họp", place="meetings",
        )
    ]  # fmt: skip


def _duties(session: Session, today: date) -> list[Todo]:
    names = {m.id: m.name for m in session.book.find(Member)}
    dated = [d for d in session.book.find(Duty) if d.state in OPEN and d.due is not None]
    overdue = [d for d in dated if is_overdue(d, today)]
    month = [
        d for d in dated if d.due and d.due >= today and (d.due.year, d.due.month) == (today.year, today.month)
    ]
    return [
        *_duty_group("overdue", Level.LATE, f"{len(overdue)} nhiệm vụ quá hạn", overdue, names),
        *_duty_group("month", Level.DUE, f"{len(month)} nhiệm vụ đến hạn trong tháng", month, names),
    ]


def _duty_group(key: str, level: Level, title: str, duties: list[Duty], names: dict[bytes, str]) -> list[Todo]:
    if not duties:
        return []
    duties.sort(key=lambda d: (d.due or date.max, d.id))
    lines = [
        f"{names.get(d.owner_id or b'', 'Chưa rõ ai')}: {_short(d.text)} ({short_date(d.due)})"
        for d in duties[:_NAMED]
        if d.due
    ]
    more = f"\nvà {len(duties) - _NAMED} việc nữa" if len(duties) > _NAMED else ""
    first = duties[0]
    place = ("meetings", (first.meeting_id, OWN)) if first.meeting_id else ("members", first.owner_id)
    return [
        Todo(
            key=key, level=level, title=title, why="\n".join(lines) + more, due=first.due,
            action="Xem nơi giao việc" if first.meeting_id else "Xem người được giao",
            place=place[0], target=place[1],
        )
    ]  # fmt: skip


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:59].rstrip()}…"


def _sending(session: Session, meetings: Sequence[Meeting]) -> list[Todo]:
    closings = [m.closing.at for m in meetings if m.closing is not None]
    state = exchange.status(session)
    if state.office is None:
        if not closings:
            return []
        return [
            Todo(
                key="pair", level=Level.SOON, title="Kết nối với đảng ủy xã",
                why="Trao thẻ kết nối với văn phòng xã một lần; từ đó gửi được sổ bằng USB.",
                action="Mở mục Gửi và nhận", place="exchange",
            )
        ]  # fmt: skip
    if state.forked:
        return [
            Todo(
                key="fork", level=Level.LATE, title="Xã báo sổ có hai bản khác nhau",
                why="Có thể sổ đã được ghi trên hai máy. Hãy xem cách xử lý trước khi ghi tiếp.",
                action="Mở mục Gửi và nhận", place="exchange",
            )
        ]  # fmt: skip
    if not state.unsent or not closings:
        return []
    if state.last_sent is None or state.last_sent < max(closings):
        return [
            Todo(
                key="send", level=Level.DUE, title=f"Gửi lên {state.office.name}",
                why="Biên bản mới chốt chưa gửi.", action="Gửi lên xã", place="exchange",
            )
        ]  # fmt: skip
    return [
        Todo(
            key="receipt", level=Level.SOON, title="Lấy biên nhận của xã",
            why=f"Đã ghi lên USB ngày {short_date(state.last_sent.astimezone().date())}, xã chưa xác nhận.",
            action="Mở mục Gửi và nhận", place="exchange",
        )
    ]  # fmt: skip


def _backup(session: Session, anything: bool) -> list[Todo]:
    when = last_backup(session)
    days = _days_since(session, datetime.fromisoformat(when) if when else None)
    if not anything or (days is not None and days <= BACKUP_DAYS):
        return []
    return [
        Todo(
            key="backup", level=Level.DUE, title="Sao lưu sổ ra USB",
            why="Chưa sao lưu lần nào trên máy này. Hỏng máy là mất sổ." if days is None
            else f"Lần sao lưu gần nhất cách đây {days} ngày.",
            action="Sao lưu", place="settings", target="backup",
        )
    ]  # fmt: skip


def _recovery(session: Session) -> list[Todo]:
    days = _days_since(session, recovery_kept_at(session))
    if days is not None and days <= RECOVERY_DAYS:
        return []
    return [
        Todo(
            key="recovery", level=Level.DUE if days is None else Level.SOON,
            title="In tờ khóa phục hồi" if days is None else "Xem lại tờ khóa phục hồi",
            why="Quên mật khẩu mà không có tờ này thì không ai mở được sổ." if days is None
            else "Đã hơn một năm: kiểm tra tờ giấy còn ở chỗ cất, hoặc in tờ mới.",
            action="Làm tờ khóa", place="settings", target="recovery",
        )
    ]  # fmt: skip


def _days_since(session: Session, then: datetime | None) -> int | None:
    return max((session.clock.now() - then).days, 0) if then else None


def last_meeting(session: Session) -> LastMeeting | None:
    """Return the figures of the last meeting whose minutes are closed."""
    closed = [row for row in list_meetings(session) if row.meeting.closed]
    if not closed:
        return None
    row = closed[0]
    return LastMeeting(
        meeting=row.meeting,
        title=meeting_title(row.meeting),
        tally=row.tally,
        speeches=len(session.book.find(Speech, meeting_id=row.meeting.id)),
        duties=len(session.book.find(Duty, meeting_id=row.meeting.id)),
    )
