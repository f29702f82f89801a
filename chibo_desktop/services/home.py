"""What is to be done now, and how the last meeting went (việc cần làm)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from chibo_desktop.domain.attendance import Tally, tally
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import Attendance, Meeting, Speech
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import exchange
from chibo_desktop.services.backups import last_backup
from chibo_desktop.services.criticism_todo import criticism_todo
from chibo_desktop.services.documents_todo import documents_todo
from chibo_desktop.services.duties_todo import duties_todo
from chibo_desktop.services.exchange import ExchangeStatus
from chibo_desktop.services.home_calendar import calendar_todo, quarter_end
from chibo_desktop.services.members_todo import members_todo
from chibo_desktop.services.recovery_sheet import recovery_kept_at
from chibo_desktop.services.resolutions_todo import resolutions_todo
from chibo_desktop.services.reviews_todo import reviews_todo
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level, Todo

__all__ = ["MOST", "LastMeeting", "Level", "Overview", "Todo", "last_meeting", "overview", "quarter_end", "todo"]

MOST = 9
_FIRST = 7
BACKUP_DAYS = 30
RECOVERY_DAYS = 365
_LAST = frozenset({"half_year"})
"""hints that give way to everything as pressing as they are"""
_SOURCES = (duties_todo, criticism_todo, resolutions_todo, documents_todo, members_todo, reviews_todo)
_OF_ONE = 2
"""how many things one place may bring, so that none pushes the others out"""


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
    """Return at most nine things, late ones first, then by day; what has no day counts as today.

    Meetings, sending and safety come in any case; members' work fills the rest. The office holds no
    meetings: of the calendar it is told nothing.
    """
    today = session.clock.today()
    meetings = session.book.find(Meeting)
    found = [*_backup(session, bool(meetings)), *_recovery(session)]
    work: list[Todo] = []
    if not session.is_office:
        state = exchange.status(session)
        found = [
            *_members(session),
            # Where the commune gets the book itself, sending it is the report.
            *calendar_todo(session, meetings, reports=state.office is None),
            *_sending(state, meetings),
            *found,
        ]
        work = [item for source in _SOURCES for item in _sorted(source(session), today)[:_OF_ONE]]
    first = _sorted(found, today)[:_FIRST]
    return _sorted([*first, *_sorted(work, today)[: MOST - len(first)]], today)


def _sorted(found: Iterable[Todo], today: date) -> list[Todo]:
    return sorted(found, key=lambda t: (t.level, t.key in _LAST, t.due or today))


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


def _sending(state: ExchangeStatus, meetings: Sequence[Meeting]) -> list[Todo]:
    closings = [m.closing.at for m in meetings if m.closing is not None]
    if state.office is None:
        if not closings:
            return []
        return [
            Todo(
                key="pair", level=Level.SOON, title="Ghép đôi với Đảng ủy xã",
                why="Đổi thẻ và đối chiếu sáu nhóm số với văn phòng xã một lần; từ đó gửi được sổ bằng USB.",
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
            key="receipt", level=Level.SOON, title="Lấy giấy báo nhận của xã",
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
    closed = [m for m in session.book.find(Meeting) if m.closed]
    if not closed:
        return None
    last = max(closed, key=lambda m: (m.date, m.starts or time.min, m.id))
    return LastMeeting(
        meeting=last,
        title=meeting_title(last),
        tally=tally(session.book.find(Attendance, meeting_id=last.id)),
        speeches=len(session.book.find(Speech, meeting_id=last.id)),
        duties=len(session.book.find(Duty, meeting_id=last.id)),
    )
