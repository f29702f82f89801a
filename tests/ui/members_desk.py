"""A book in a folder and the members' place on a shown window, for the tests of that place."""

from datetime import date

from chibo_desktop.domain.members import Member, Standing, StandingPeriod
from chibo_desktop.services import books, members
from chibo_desktop.storage.keys import WEAKEST
from chibo_desktop.ui.members import MembersScreen
from chibo_desktop.ui.screen import Desk

PASSWORD = "mat-khau-thu-9"


def new_session(folder, clock):
    """Make a book and open it."""
    books.create_book(folder, books.NewBook(name="Chi bộ bản Huổi Lóng"), PASSWORD, clock=clock, cost=WEAKEST)
    return books.open_book(folder, PASSWORD, clock=clock)


def keep(session, name, *, standing=Standing.FULL, since=date(2000, 3, 1), **others):
    """Write a member and return them."""
    member = Member(
        id=session.new_id(),
        name=name,
        joined=f"{since:%Y-%m}",
        standings=(StandingPeriod(since=since, standing=standing),),
        **others,
    )
    members.save_member(session, member)
    return member


class Place:
    """The screen with what a test does to it."""

    def __init__(self, qtbot, tasks, changes, session, *, width=1150, height=700):
        self.went = []
        self.news = []
        changes.changed.connect(lambda kinds, _: self.news.append(kinds))
        self.tasks = tasks
        self.session = session
        self.screen = MembersScreen(Desk(tasks, changes, lambda *where: self.went.append(where)), session)
        qtbot.addWidget(self.screen)
        self.screen.resize(width, height)
        self.screen.show()
        self.screen.activateWindow()
        self.screen.enter()
        self.settle()

    @property
    def form(self):
        return self.screen.form

    def settle(self):
        self.tasks.wait_idle()

    def put_away(self):
        """Hide the window while the book is still open: leaving a field may still save."""
        self.screen.hide()
        self.settle()

    def names(self):
        return [row.member.name for row in self.screen.list.table.rows_model.rows]

    def member(self, name):
        return next(m for m in members.all_members(self.session) if m.name == name)

    def everyone(self):
        return [m.name for m in members.all_members(self.session)]

    def show(self, name):
        self.screen.show_member(self.member(name).id)
        self.settle()

    def leave(self):
        self.screen.leave()
        self.settle()
