"""What the home screen finds to do on certain days, and what it shows of it."""

from datetime import date, datetime, time, timedelta

import msgspec
import pytest

from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.services import exchange, home, members
from chibo_desktop.services import meetings as work
from chibo_desktop.services.backups import back_up
from chibo_desktop.services.exchange import ExchangeStatus
from chibo_desktop.services.home import Level
from chibo_desktop.services.recovery_sheet import note_recovery_kept
from chibo_desktop.ui.home import HomeScreen
from chibo_desktop.ui.screen import Desk


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def people(session):
    made = []
    for name in ("Lò Văn Á", "Giàng A Páo"):
        member = msgspec.structs.replace(members.new_member(session), name=name)
        members.save_member(session, member)
        made.append(member)
    return made


def stand(clock, day):
    clock.at = datetime.combine(day, time(19, 42))


def hold(session, day, kind=MeetingKind.REGULAR, *, close=True):
    """Hold a meeting on a day, closed unless said otherwise."""
    meeting_id = work.create_meeting(session, kind, day)
    if close:
        meeting = work.load(session, meeting_id).meeting
        work.save_meeting(session, msgspec.structs.replace(meeting, ends=time(21, 30)))
        work.close_meeting(session, meeting_id)
    return meeting_id


def found(session):
    return {item.key: item for item in home.todo(session)}


def test_an_empty_book_begins_with_its_members_and_first_meeting(session):
    keys = [item.key for item in home.todo(session)]
    assert keys == ["members", "monthly", "recovery"]
    assert found(session)["members"].target == "import"
    assert found(session)["monthly"].level is Level.DUE


@pytest.mark.parametrize(
    ("day", "level", "due"),
    [
        (date(2026, 11, 2), Level.DUE, date(2026, 11, 3)),
        (date(2026, 11, 3), Level.DUE, date(2026, 11, 3)),
        (date(2026, 11, 4), Level.DUE, date(2026, 11, 7)),
        (date(2026, 11, 7), Level.DUE, date(2026, 11, 7)),
        (date(2026, 11, 8), Level.LATE, date(2026, 11, 3)),
    ],
)
def test_the_monthly_meeting_is_due_on_the_third_and_late_after_the_first_week(
    session, people, clock, day, level, due
):
    hold(session, date(2026, 10, 3))
    stand(clock, day)
    item = found(session)["monthly"]
    assert (item.level, item.due) == (level, due)
    assert "24.2" in item.basis


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), (Level.DONE, "Đã họp thường kỳ tháng 11")),
        (date(2026, 11, 23), (Level.SOON, "Lập cuộc họp thường kỳ tháng 12")),
        (date(2026, 11, 30), (Level.SOON, "Lập cuộc họp thường kỳ tháng 12")),
    ],
)
def test_after_the_meeting_the_next_one_comes_up_ten_days_ahead(session, people, clock, day, expected):
    hold(session, date(2026, 11, 3))
    stand(clock, day)
    item = found(session)["monthly"]
    assert (item.level, item.title) == expected


def test_december_looks_into_the_next_year(session, people, clock):
    hold(session, date(2026, 12, 3))
    stand(clock, date(2026, 12, 28))
    assert found(session)["monthly"].due == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("days", "key", "level"),
    [
        (11, None, None),
        (10, "prepare", Level.SOON),
        (3, "prepare", Level.DUE),
        (0, "record", Level.DUE),
        (-2, "close", Level.DUE),
        (-3, "close", Level.LATE),
    ],
)
def test_a_meeting_is_prepared_recorded_and_closed_in_its_time(session, people, clock, days, key, level):
    meeting_id = hold(session, clock.today() + timedelta(days=days), close=False)
    items = found(session)
    shown = {"prepare", "record", "close"} & set(items)
    assert shown == ({key} if key else set())
    if key:
        assert items[key].level is level
        assert items[key].target == (meeting_id, 1)


def test_a_quarter_without_a_thematic_meeting_is_named(session, people, clock):
    hold(session, date(2026, 10, 3))
    item = found(session)["thematic"]
    assert (item.title, item.due) == ("Sinh hoạt chuyên đề quý IV", date(2026, 12, 31))
    assert item.level is Level.SOON
    stand(clock, date(2026, 12, 1))
    assert found(session)["thematic"].level is Level.DUE
    hold(session, date(2026, 11, 20), MeetingKind.THEMATIC)
    assert "thematic" not in found(session)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 12, 5), date(2026, 12, 31)),
    ],
)
def test_quarters_end_where_they_do(day, end):
    assert home.quarter_end(day) == end


def test_duties_are_named_with_their_owners(session, people, clock):
    meeting_id = hold(session, date(2026, 10, 3), close=False)
    view = work.load(session, meeting_id)
    late = work.new_duty(view, session, "Rà soát hộ nghèo", people[0], date(2026, 11, 1))
    soon = work.new_duty(view, session, "Sửa đường nước", people[1], date(2026, 11, 30))
    later = work.new_duty(view, session, "Trồng cây", people[1], date(2026, 12, 1))
    work.save_parts(session, late, soon, later)
    items = found(session)
    assert items["overdue"].level is Level.LATE
    assert "Lò Văn Á: Rà soát hộ nghèo (01/11/2026)" in items["overdue"].why
    assert "Giàng A Páo: Sửa đường nước" in items["month"].why
    assert "Trồng cây" not in items["month"].why
    assert (items["month"].place, items["month"].target) == ("duties", soon.id)


def test_a_book_is_backed_up_every_thirty_days(session, people, clock, tmp_path):
    hold(session, date(2026, 10, 3))
    assert "Chưa sao lưu" in found(session)["backup"].why
    back_up(session, tmp_path / "usb")
    stand(clock, date(2026, 12, 3))
    assert "backup" not in found(session)
    stand(clock, date(2026, 12, 4))
    assert "31 ngày" in found(session)["backup"].why
    assert found(session)["backup"].target == "backup"


def test_the_recovery_sheet_is_asked_for_until_it_was_proved_and_after_a_year(session, clock):
    assert found(session)["recovery"].level is Level.DUE
    note_recovery_kept(session)
    assert "recovery" not in found(session)
    stand(clock, date(2027, 11, 4))
    assert found(session)["recovery"].level is Level.SOON


def standing(session, monkeypatch, **state):
    facts = {"office": None, "unsent": 3, "last_sent": None, "last_receipt": None, "forked": False} | state
    monkeypatch.setattr(exchange, "status", lambda _: ExchangeStatus(**facts))


def test_closed_minutes_are_sent_and_their_receipt_fetched(session, people, clock, monkeypatch):
    class Office:
        name = "Đảng ủy xã Nậm Khao"

    hold(session, date(2026, 11, 3))
    assert "pair" in found(session)
    standing(session, monkeypatch, office=Office())
    assert found(session)["send"].title == "Gửi lên Đảng ủy xã Nậm Khao"
    standing(session, monkeypatch, office=Office(), last_sent=clock.now() + timedelta(hours=1))
    assert "receipt" in found(session)
    standing(session, monkeypatch, office=Office(), unsent=0)
    assert not {"send", "receipt", "pair"} & set(found(session))
    standing(session, monkeypatch, office=Office(), forked=True)
    assert found(session)["fork"].level is Level.LATE


def test_never_more_than_seven_and_the_late_ones_first(session, people, clock):
    for day in (1, 2, 3):
        hold(session, date(2026, 9, day), close=False)
    view = work.load(session, hold(session, date(2026, 10, 3)))
    extra = work.new_duty(view, session, "Việc", people[0], date(2026, 10, 30))
    session.save(extra)
    items = home.todo(session)
    assert len(items) == home.MOST
    assert [item.level for item in items] == sorted(item.level for item in items)
    assert items[0].level is Level.LATE


def test_figures_of_the_last_closed_meeting(session, people, clock):
    assert home.last_meeting(session) is None
    hold(session, date(2026, 9, 3))
    hold(session, date(2026, 10, 3))
    hold(session, date(2026, 11, 3), close=False)
    last = home.last_meeting(session)
    assert last.meeting.date == date(2026, 10, 3)
    assert (last.tally.present_due, last.tally.due, last.speeches, last.duties) == (2, 2, 0, 0)


@pytest.fixture
def screen(qtbot, session, tasks, changes):
    gone = []
    made = HomeScreen(Desk(tasks, changes, lambda place, target=None: gone.append((place, target))), session)
    made.gone = gone
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def test_one_press_leads_to_the_place(screen, tasks):
    screen.enter()
    tasks.wait_idle()
    card = next(card for card in screen.todo_cards if card.item.key == "members")
    assert "Cần làm" in card.word.text()
    card.button.click()
    assert screen.gone == [("members", "import")]


def test_a_tidy_book_is_praised(screen, tasks, session, people, tmp_path, qtbot):
    hold(session, date(2026, 10, 3), MeetingKind.THEMATIC)
    meeting_id = hold(session, date(2026, 11, 3))
    work.note_after(session, meeting_id, signed_on=date(2026, 11, 3), reported_on=date(2026, 11, 3))
    work.create_meeting(session, MeetingKind.REVIEW, date(2026, 12, 12))
    note_recovery_kept(session)
    back_up(session, tmp_path / "usb")
    screen.enter()
    tasks.wait_idle()
    keys = [card.item.key for card in screen.todo_cards]
    assert [key for key in keys if key not in {"review_open", "coverage"} and "dues" not in key] == [
        "pair",
        "monthly",
    ]

    def shows_last_meeting():
        labels = screen.findChildren(type(screen._title))
        return any(label.text() == "Cuộc họp gần nhất" and label.isVisible() for label in labels)

    # Widgets that were just laid out are shown by a queued call.
    qtbot.waitUntil(shows_last_meeting)


def test_search_shows_where_the_words_stand_and_opens_it(screen, tasks, session, people, write):
    meeting_id = hold(session, date(2026, 11, 3), close=False)
    view = work.load(session, meeting_id)
    speech = msgspec.structs.replace(
        work.new_speech(view, session, member=people[0]), text="Đề nghị sửa đường nước"
    )
    work.save_parts(session, speech)
    write(screen.search, "duong nuoc")
    screen.look_for()
    tasks.wait_idle()
    screen.found_cards[0].button.click()
    assert screen.gone == [("meetings", (meeting_id, 1))]
    screen.search.setText("không có chữ này")
    screen.look_for()
    tasks.wait_idle()
    assert screen.found_cards == []
    screen.search.setText("")
    screen.look_for()
    assert screen._work.isVisible()
