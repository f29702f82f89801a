"""A cell in December with a round of reviews, and the place on a shown window."""

from __future__ import annotations

from datetime import date, time

import msgspec

from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import AttendanceState, MeetingKind
from chibo_desktop.domain.members import Member, Role, RoleTerm, Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.reviews import ReviewForm
from chibo_desktop.services import meetings, members, reviews
from chibo_desktop.ui.reviews import ReviewsScreen
from chibo_desktop.ui.screen import Desk

NAMES = ("Lò Văn An", "Cà Thị Ân", "Đặng Đức Bình", "Giàng A Chu", "Quàng Văn Dinh", "Vàng A Dơ")


def add_people(session, names=NAMES):
    """Write members: the first is the secretary, the last but one is exempt, the last is away."""
    found = []
    for number, name in enumerate(names):
        member = Member(
            id=session.new_id(),
            name=name,
            joined="2010-03",
            standings=(StandingPeriod(since=date(2010, 3, 1), standing=Standing.FULL),),
            roles=(RoleTerm(since=date(2025, 7, 1), role=Role.SECRETARY),) if number == 0 else (),
            periods=_periods(number, len(names)),
        )
        members.save_member(session, member)
        found.append(member)
    return found


def _periods(number, whole):
    if number == whole - 2:
        return (StatusPeriod(since=date(2026, 1, 5), status=Status.EXEMPT, paper="NQ số 02"),)
    if number == whole - 1:
        return (StatusPeriod(since=date(2026, 2, 1), status=Status.TEMPORARY_OUT),)
    return ()


def add_work(session, people):
    """Hold two meetings, at one of which the second was away, and give them a duty each."""
    for month in (9, 10):
        meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, month, 3))
        meetings.call_roll(session, meeting_id)
        if month == 10:
            meetings.mark(session, meeting_id, people[1].id, AttendanceState.ABSENT_EXCUSED, reason="đi rừng")
        view = meetings.load(session, meeting_id)
        meetings.save_meeting(session, msgspec.structs.replace(view.meeting, ends=time(21, 15)))
        meetings.close_meeting(session, meeting_id)
    for member in people[:4]:
        duty = Duty(
            id=session.new_id(),
            owner_id=member.id,
            text="Vận động các hộ làm đường bản",
            due=date(2026, 8, 31),
            given_on=date(2026, 3, 3),
            state=DutyState.DONE_ON_TIME,
        )
        session.save(duty)


def open_year(session, *, form=ReviewForm.VILLAGER):
    """Open the round of 2026, the secretary's form chosen, and return its id."""
    round_id = reviews.open_round(session, 2026)
    secretary = next(m for m in members.all_members(session) if m.roles)
    reviews.choose_form(session, round_id, secretary.id, form)
    return round_id


def review_of(session, round_id, name):
    """Return a member's review by name."""
    view = reviews.load_round(session, round_id)
    return next(row.review for row in view.rows if row.name == name)


def change(session, item, **values):
    """Write attributes of a record."""
    session.save(msgspec.structs.replace(item, **values))


class ReviewPlace:
    """The screen with what a test does to it."""

    def __init__(self, qtbot, tasks, changes, session, *, width=1150, height=700):
        self.went = []
        self.tasks = tasks
        self.session = session
        self.screen = ReviewsScreen(Desk(tasks, changes, lambda *where: self.went.append(where)), session)
        changes.changed.connect(self.screen.records_changed)
        qtbot.addWidget(self.screen)
        self.screen.resize(width, height)
        self.screen.show()
        qtbot.waitExposed(self.screen)
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)

    def enter(self, target=None):
        self.screen.enter(target)
        self.settle()

    def settle(self):
        self.tasks.wait_idle()

    def put_away(self):
        """Hide the window while the book is still open: leaving a field may still save."""
        self.screen.leave()
        self.settle()
        self.screen.hide()
        self.settle()
