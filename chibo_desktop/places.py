"""The places of the window: each screen is loaded when it is first entered."""

from __future__ import annotations

from chibo_desktop.services.session import Session
from chibo_desktop.ui.main_window import Place
from chibo_desktop.ui.screen import Desk, Screen


def meetings_place(session: Session, *, hidden: bool = False) -> Place:
    """Return the place of the meetings; an office enters it from its cells only."""

    def meetings(desk: Desk) -> Screen:
        from chibo_desktop.ui.meetings import MeetingsScreen

        return MeetingsScreen(desk, session)

    return Place("meetings", "Cuộc họp", "meetings", meetings, hidden=hidden)


def _exchange_place(session: Session) -> Place:
    def exchange(desk: Desk) -> Screen:
        from chibo_desktop.ui.exchange import ExchangeScreen

        return ExchangeScreen(desk, session)

    return Place("exchange", "Gửi và nhận", "exchange", exchange)


def office_places(session: Session) -> list[Place]:
    """Return the places of an office's book, the first of them its cells."""

    def cells(desk: Desk) -> Screen:
        from chibo_desktop.ui.office import CellsScreen

        return CellsScreen(desk, session)

    return [Place("cells", "Chi bộ", "cells", cells), _exchange_place(session)]


def cell_places(session: Session) -> list[Place]:
    """Return the places of a cell's book in the order of the rail."""

    def home(desk: Desk) -> Screen:
        from chibo_desktop.ui.home import HomeScreen

        return HomeScreen(desk, session)

    def members(desk: Desk) -> Screen:
        from chibo_desktop.ui.members import MembersScreen

        return MembersScreen(desk, session)

    def statistics(desk: Desk) -> Screen:
        from chibo_desktop.ui.statistics import StatisticsScreen

        return StatisticsScreen(desk, session)

    return [
        Place("home", "Việc cần làm", "home", home),
        meetings_place(session),
        Place("members", "Đảng viên", "members", members),
        *_work_places(session),
        Place("statistics", "Thống kê", "statistics", statistics),
        _exchange_place(session),
    ]


def _work_places(session: Session) -> list[Place]:
    def duties(desk: Desk) -> Screen:
        from chibo_desktop.ui.duties import DutiesScreen

        return DutiesScreen(desk, session)

    def criticism(desk: Desk) -> Screen:
        from chibo_desktop.ui.criticism import CriticismScreen

        return CriticismScreen(desk, session)

    def reviews(desk: Desk) -> Screen:
        from chibo_desktop.ui.reviews import ReviewsScreen

        return ReviewsScreen(desk, session)

    def documents(desk: Desk) -> Screen:
        from chibo_desktop.ui.documents import DocumentsScreen

        return DocumentsScreen(desk, session)

    return [
        Place("duties", "Nhiệm vụ", "duties", duties),
        Place("criticism", "Phê bình", "criticism", criticism),
        Place("reviews", "Kiểm điểm", "reviews", reviews),
        Place("documents", "Sổ và giấy tờ", "documents", documents),
    ]
