"""What the calendar of the rules brings to the home screen, one card for each matter."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any

import msgspec
import pytest
from service_samples import add_members

from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.thematic import Theme
from chibo_desktop.services import exchange, home, meetings
from chibo_desktop.services.exchange import ExchangeStatus
from chibo_desktop.services.home import Level, Todo
from chibo_desktop.services.session import Session


def stand(session: Session, day: date) -> None:
    """Set the clock of the book to an evening."""
    session.clock.moment = datetime.combine(day, time(19, 42), tzinfo=session.clock.now().tzinfo)  # type: ignore[attr-defined]


def hold(session: Session, day: date, kind: MeetingKind = MeetingKind.REGULAR, *, close: bool = True) -> bytes:
    """Plan a meeting, and hold it unless told otherwise."""
    meeting_id = meetings.create_meeting(session, kind, day)
    if close:
        change(session, meeting_id, ends=time(21, 30))
        meetings.close_meeting(session, meeting_id)
    return meeting_id


def change(session: Session, meeting_id: bytes, **fields: Any) -> None:
    """Write fields of a meeting."""
    meeting = meetings.load(session, meeting_id).meeting
    meetings.save_meeting(session, msgspec.structs.replace(meeting, **fields))


def found(session: Session) -> dict[str, Todo]:
    """Return the cards by their keys, of which each is there once."""
    cards = home.todo(session)
    assert max(Counter(card.key for card in cards).values(), default=1) == 1
    return {card.key: card for card in cards}


@pytest.fixture
def book(cell: Session) -> Session:
    add_members(cell)
    return cell


def test_a_coming_meeting_names_what_is_not_done_for_it_yet(book: Session) -> None:
    meeting_id = hold(book, date(2026, 11, 5), close=False)
    stand(book, date(2026, 11, 3))
    card = found(book)["prepare"]
    assert card.why.startswith("Còn 2 ngày. Chưa thông báo, chưa gửi tài liệu (trước ít nhất 01 ngày)")
    assert (card.target, card.basis) == ((meeting_id, 1), "HD 42-HD/BTCTW")
    day = date(2026, 11, 3)
    change(book, meeting_id, notice_on=day, documents_on=day, supervisor_on=day)
    assert found(book)["prepare"].why == "Còn 2 ngày. Đã thông báo, đã gửi tài liệu."


def test_a_meeting_that_is_missing_is_begun_with_one_press(book: Session) -> None:
    stand(book, date(2026, 12, 4))
    hold(book, date(2026, 11, 3))
    cards = [card for card in home.todo(book) if card.action == "Lập cuộc họp"]
    assert {"monthly", "thematic", "review"} == {card.key for card in cards}
    assert all((card.place, card.target) == ("meetings", "new") for card in cards)


def test_a_cell_with_a_committee_hears_of_its_missing_meeting(book: Session) -> None:
    book.save(msgspec.structs.replace(book.cell(), has_committee=True))
    hold(book, date(2026, 11, 5), close=False)
    stand(book, date(2026, 11, 3))
    assert "Chưa họp chi ủy" in found(book)["prepare"].why
    hold(book, date(2026, 11, 1), MeetingKind.COMMITTEE, close=False)
    assert "chi ủy" not in found(book)["prepare"].why


@pytest.mark.parametrize(
    ("day", "level"),
    [(date(2026, 11, 5), Level.DUE), (date(2026, 11, 6), Level.LATE), (date(2026, 12, 20), None)],
)
def test_closed_minutes_are_signed_and_reported_within_two_days(
    book: Session, day: date, level: Level | None
) -> None:
    meeting_id = hold(book, date(2026, 11, 3))
    stand(book, day)
    card = found(book).get("report")
    assert (card.level if card else None) is level
    if card is not None:
        assert (card.due, card.target) == (date(2026, 11, 5), (meeting_id, 1))
        meetings.note_after(book, meeting_id, reported_on=day)
        assert "report" not in found(book)


def test_where_the_book_is_sent_nothing_asks_for_a_report_beside_it(
    book: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Office:
        name = "Đảng ủy xã Nậm Khao"

    hold(book, date(2026, 11, 3))
    state = ExchangeStatus(office=Office(), unsent=3, last_sent=None, last_receipt=None, forked=False)  # type: ignore[arg-type]
    monkeypatch.setattr(exchange, "status", lambda _: state)
    assert {"send", "report"} & set(found(book)) == {"send"}


@pytest.mark.parametrize(
    ("day", "level"),
    [(date(2026, 10, 31), None), (date(2026, 11, 4), Level.SOON), (date(2026, 12, 4), Level.DUE)],
)
def test_the_yearly_review_comes_up_in_november(book: Session, day: date, level: Level | None) -> None:
    hold(book, date(2026, 10, 3))
    stand(book, day)
    card = found(book).get("review")
    assert (card.level if card else None) is level
    hold(book, date(2026, 12, 12), MeetingKind.REVIEW, close=False)
    assert "review" not in found(book)


def test_the_planned_theme_is_named(book: Session) -> None:
    hold(book, date(2026, 10, 3))
    book.save(Theme(id=book.new_id(), year=2026, quarter=4, topic="Học Bác về nêu gương"))
    card = found(book)["thematic"]
    assert "“Học Bác về nêu gương”" in card.why
    assert card.basis == "Chỉ thị 50-CT/TW mục 2"


@pytest.mark.parametrize(
    ("day", "shown"), [(date(2026, 6, 19), False), (date(2026, 6, 20), True), (date(2026, 7, 1), False)]
)
def test_the_roll_is_compared_at_the_end_of_a_half_year(book: Session, day: date, *, shown: bool) -> None:
    hold(book, date(2026, 6, 3))
    stand(book, day)
    assert ("half_year" in found(book)) is shown


def test_numbers_of_the_cell_itself_are_followed(book: Session) -> None:
    from chibo_desktop.services.rules import set_number

    hold(book, date(2026, 10, 5))
    set_number(book, "calendar.regular_day", 5)
    set_number(book, "calendar.thematic_per_quarter", 0)
    stand(book, date(2026, 11, 4))
    cards = found(book)
    assert cards["monthly"].due == date(2026, 11, 5)
    assert "thematic" not in cards


def test_the_office_is_told_nothing_of_meetings(office: Session) -> None:
    assert set(found(office)) <= {"backup", "recovery"}
