"""What the service tests share: quick books, members, a filled meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import msgspec

from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.services import books, meetings, members
from chibo_desktop.services.session import Session
from chibo_desktop.storage.keys import WEAKEST

PASSWORD = "mật khẩu mùa gặt"
DAY = date(2026, 11, 3)
NAMES = ["Lò Văn An", "Cà Thị Ân", "Đặng Đức Bình", "Giàng A Chu", "Lò Thị Dung", "Quàng Văn Hải", "Vàng A Dơ"]


class SteppingClock:
    """A clock that goes a second further each time it is read."""

    def __init__(self, start: datetime = datetime(2026, 11, 3, 20, 0, tzinfo=UTC)) -> None:
        self.moment = start

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def local(self) -> datetime:
        return self.moment.replace(tzinfo=None)

    def today(self) -> date:
        return self.moment.date()


def make_book(folder: Path, name: str = "Chi bộ bản Huổi Lóng", *, office: bool = False) -> Session:
    new = books.NewBook(name=name, commune="xã Nậm Khao", office=office, term="2025 - 2030")
    books.create_book(folder, new, PASSWORD, clock=SteppingClock(), cost=WEAKEST)
    return books.open_book(folder, PASSWORD, clock=SteppingClock())


def add_members(session: Session, names: list[str] = NAMES) -> None:
    """Add members; the first is the secretary, the last is away, the one before is exempt."""
    for number, name in enumerate(names):
        member = msgspec.structs.replace(
            members.new_member(session),
            name=name,
            standings=(StandingPeriod(since=date(2010, 1, 1), standing=Standing.FULL),),
        )
        if number == 0:
            member = msgspec.structs.replace(member, roles=(RoleTerm(since=date(2025, 7, 1), role=Role.SECRETARY),))
        if number == len(names) - 1:
            away = StatusPeriod(since=date(2026, 1, 1), status=Status.TEMPORARY_OUT)
            member = msgspec.structs.replace(member, periods=(away,))
        if number == len(names) - 2:
            exempt = StatusPeriod(since=date(2026, 1, 1), status=Status.EXEMPT)
            member = msgspec.structs.replace(member, periods=(exempt,))
        members.save_member(session, member)


def filled_meeting(session: Session, day: date = DAY) -> bytes:
    """Record a meeting up to the moment before closing."""
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, day)
    meetings.call_roll(session, meeting_id)
    view = meetings.load(session, meeting_id)
    speech = meetings.new_speech(view, session, member=view.members[0])
    meetings.save_parts(session, msgspec.structs.replace(speech, text="Tôi nhất trí với dự thảo."))
    meetings.save_meeting(
        session,
        msgspec.structs.replace(
            view.meeting, ends=time(21, 15), place="Nhà văn hóa bản", minute_taker_id=view.members[1].id
        ),
    )
    return meeting_id
