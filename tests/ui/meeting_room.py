"""A cell of 25 in a real book, and the screen of its meetings."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec
from PySide6.QtCore import QCoreApplication

from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.services import books, meetings
from chibo_desktop.services.books import NewBook
from chibo_desktop.storage.keys import WEAKEST
from chibo_desktop.ui.meetings import MeetingsScreen
from chibo_desktop.ui.screen import Desk

PASSWORD = "hoa ban trắng đầu núi"
DAY = date(2026, 11, 3)
SINCE = date(2010, 1, 1)
GIVEN = [
    *("An", "Páo", "Bình", "Chô", "Diên", "Đôi", "Dợ", "Hờ", "Hặc", "Hương", "Lử", "Muôn", "Nọi", "Phử"),
    *("Phượng", "Sùng", "Tủa", "Xua", "Ươi", "Thương", "Kiên", "Vân", "Cường", "Khoa", "Yến"),
]
FAMILY = ["Lò Văn", "Vàng A", "Cà Thị", "Khoàng Văn", "Quàng Thị"]


class FixedClock:
    def now(self):
        return datetime(2026, 11, 3, 14, 20, tzinfo=UTC)

    def today(self):
        return DAY

    def local(self):
        return datetime.fromisoformat("2026-11-03T21:20:00")


@dataclass
class Room:
    """An open book, its screen, and the ways to wait."""

    session: object
    screen: MeetingsScreen
    tasks: object
    changes: object
    people: list

    def settle(self):
        self.tasks.wait_idle()
        QCoreApplication.processEvents()
        self.tasks.wait_idle()

    def plan(self, kind=MeetingKind.REGULAR):
        meeting_id = meetings.create_meeting(self.session, kind, DAY)
        self.settle()
        return meeting_id

    def open(self, meeting_id):
        self.screen.enter(meeting_id)
        self.settle()
        return self.screen.workspace

    def load(self, meeting_id):
        self.settle()
        return meetings.load(self.session, meeting_id)


def member(session, name, **more):
    standing = more.pop("standing", Standing.FULL)
    return Member(
        id=session.new_id(), name=name, standings=(StandingPeriod(since=SINCE, standing=standing),), **more
    )


def new_desk(tasks, changes):
    """What a screen is given; going elsewhere does nothing."""
    return Desk(tasks, changes, lambda key, target: None)


def people_of(session):
    """Return 25 members, one of them away and one exempt; not saved."""
    people = [member(session, f"{FAMILY[n % 5]} {given}") for n, given in enumerate(GIVEN)]
    people[0] = msgspec.structs.replace(people[0], roles=(RoleTerm(since=SINCE, role=Role.SECRETARY),))
    for place, status in ((10, Status.TEMPORARY_OUT), (11, Status.EXEMPT)):
        periods = (StatusPeriod(since=SINCE, status=status),)
        people[place] = msgspec.structs.replace(people[place], periods=periods)
    return people


@contextmanager
def open_room(folder, qtbot, tasks, changes):
    """Make the book, open the screen on it, and close both in the end."""
    clock = FixedClock()
    new = NewBook(name="Chi bộ bản Huổi Lóng", commune="xã Mường Mươn")
    books.create_book(folder, new, PASSWORD, clock=clock, cost=WEAKEST)
    session = books.open_book(folder, PASSWORD, clock=clock)
    people = people_of(session)
    session.save(*people)
    screen = MeetingsScreen(new_desk(tasks, changes), session)
    qtbot.addWidget(screen)
    screen.resize(1000, 700)
    screen.show()
    qtbot.waitExposed(screen)
    made = Room(session, screen, tasks, changes, people)
    yield made
    made.settle()
    session.close()


def by_given(room, given):
    """Return the member of a given name."""
    return room.people[GIVEN.index(given)]


def keys(qtbot, widget, letters):
    """Press letters one after the other."""
    for letter in letters:
        qtbot.keyClick(widget, letter)
