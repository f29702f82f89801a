"""The demonstration's story holds together: people, counts, words, and nothing said twice."""

import re
import unicodedata
from datetime import date, timedelta

import pytest

from chibo_desktop.common.text import fold
from chibo_desktop.domain.attendance import members_on
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Role, Standing, Status
from chibo_desktop.domain.roll_columns import guess_mapping
from chibo_desktop.domain.roll_import import Severity, plan_import
from chibo_desktop.domain.votes import Matter
from chibo_desktop.services.demo_story import StoryCalendar, load_story
from chibo_desktop.sheets.reader import read_sheet
from chibo_desktop.sheets.writer import write_xlsx

TODAY = date(2026, 11, 22)
STORY = load_story()
CALENDAR = StoryCalendar(STORY, TODAY)
MEETINGS = [(month.index, kind, meeting) for month in STORY.months for kind, meeting in month.meetings()]
KEYS = {member.key for member in STORY.cast.members}


class Numbered:
    def __init__(self):
        self._next = 0

    def new(self):
        self._next += 1
        return self._next.to_bytes(16, "big")


def texts(meeting):
    return [part.text for part in (*meeting.speeches, *meeting.conclusions)] + [
        item.outcome for item in meeting.agenda
    ]


def minutes(meeting):
    start, end = meeting.starts, meeting.ends
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def words(text):
    return len(text.split())


def records():
    return [CALENDAR.record(m, bytes([i]) * 16) for i, m in enumerate(STORY.cast.members, start=1)]


def test_twelve_months_with_four_thematic_meetings():
    assert [month.index for month in STORY.months] == list(range(12))
    assert sum(kind is MeetingKind.THEMATIC for _, kind, _ in MEETINGS) == 4
    assert STORY.months[11].thematic is None


def test_cell_of_twenty_one():
    members = STORY.cast.members
    assert len(members) == len(KEYS) == len({m.name for m in members}) == 21
    assert [m.role for m in members].count(Role.SECRETARY) == 1
    assert [m.role for m in members].count(Role.DEPUTY_SECRETARY) == 1
    assert [m.standing for m in members].count(Standing.PROBATIONARY) == 2
    statuses = [m.status for m in members]
    assert statuses.count(Status.EXEMPT) == 2
    assert statuses.count(Status.TEMPORARY_OUT) == statuses.count(Status.TEMPORARY_IN) == 1


@pytest.mark.parametrize(("index", "kind", "meeting"), MEETINGS)
def test_who_speaks_or_leads_is_in_the_room(index, kind, meeting):
    day = CALENDAR.held(index, kind)
    on_list = {m.name for m in members_on(records(), day)}
    absent = {absence.member for absence in meeting.absences}
    assert {meeting.chair, meeting.minute_taker, *absent, *meeting.exempt_present} <= KEYS
    acting = {meeting.chair, meeting.minute_taker, *(item.person for item in meeting.agenda)}
    acting |= {speech.who for speech in meeting.speeches if speech.who}
    for key in acting:
        member = STORY.member(key)
        assert key not in absent
        assert member.name in on_list
        assert member.status in {Status.ACTIVE, Status.TEMPORARY_IN} or key in meeting.exempt_present
    for speech in meeting.speeches:
        assert (speech.who is None) != (speech.guest is None)
        assert speech.guest is None or speech.guest in {guest.name for guest in meeting.guests}
        assert speech.item <= len(meeting.agenda)
    for duty in meeting.duties:
        assert {duty.owner, *duty.co_owners} <= KEYS


@pytest.mark.parametrize(("index", "kind", "meeting"), MEETINGS)
def test_every_meeting_is_as_full_as_a_real_one(index, kind, meeting):
    regular = kind is MeetingKind.REGULAR
    assert (5 if regular else 2) <= len(meeting.agenda) <= 7
    assert 3 <= len(meeting.speeches) <= 8
    assert 1 <= len(meeting.conclusions) <= 3
    assert 1 <= len(meeting.votes) <= 2
    assert (2 if regular else 1) <= len(meeting.duties) <= 5
    assert all(60 <= words(item.outcome) <= 180 for item in meeting.agenda)
    assert all(30 <= words(speech.text) <= 120 for speech in meeting.speeches)
    assert bool(meeting.dues) is regular
    assert bool(meeting.title) is not regular
    assert sum(item.minutes for item in meeting.agenda) <= minutes(meeting) + 5
    assert all(duty.done_days() is not None for duty in meeting.duties) or index >= 10


def test_one_meeting_was_too_short():
    lengths = [minutes(meeting) for _, _, meeting in MEETINGS]
    assert [length for length in lengths if length < 90] == [74]


def test_latest_meeting_is_the_richest():
    latest = STORY.months[11].regular
    assert (len(latest.agenda), len(latest.speeches), len(latest.votes), len(latest.duties)) == (7, 8, 2, 5)
    assert latest.resolution is not None
    assert words(latest.resolution.text) > 200
    assert Matter.RESOLUTION in {vote.matter for vote in latest.votes}


def triples(text):
    parts = re.findall(r"\w+", text.lower())
    return {tuple(parts[i : i + 3]) for i in range(len(parts) - 2)}


def test_no_two_texts_are_alike():
    all_texts = [triples(text) for _, _, meeting in MEETINGS for text in texts(meeting)]
    for i, one in enumerate(all_texts):
        for other in all_texts[:i]:
            assert len(one & other) <= 0.25 * min(len(one), len(other))


def test_no_two_meetings_are_alike():
    whole = [set().union(*map(triples, texts(meeting))) for _, _, meeting in MEETINGS]
    for i, one in enumerate(whole):
        for other in whole[:i]:
            assert len(one & other) <= 0.08 * min(len(one), len(other))


def test_absences_and_dues_differ_from_month_to_month():
    dues = [month.regular.dues for month in STORY.months]
    assert len(set(dues)) == len(dues)
    assert len({len(meeting.absences) for _, _, meeting in MEETINGS}) > 2


def test_words_are_composed_vietnamese_without_fixed_months():
    for index, _, meeting in MEETINGS:
        for text in [*texts(meeting), meeting.dues, *(vote.title for vote in meeting.votes)]:
            assert unicodedata.is_normalized("NFC", text)
            assert not re.search(r"\b(19|20)\d\d\b|tháng \d", text)
            filled = CALENDAR.fill(text, index)
            assert "{" not in filled
            assert re.fullmatch(r"[\w\s.,;:?!%/()“”\-]*", filled)
            assert filled == "" or fold(filled) != filled.lower()


def test_calendar_ends_with_the_last_regular_day():
    assert CALENDAR.held(11, MeetingKind.REGULAR) == date(2026, 11, 3)
    assert CALENDAR.held(0, MeetingKind.REGULAR) == date(2025, 12, 3)
    for today in (date(2027, 1, 2), date(2027, 1, 3), date(2028, 2, 29)):
        moved = StoryCalendar(STORY, today)
        latest = moved.held(11, MeetingKind.REGULAR)
        assert latest <= today < latest + timedelta(days=32)
        assert moved.held(10, MeetingKind.THEMATIC) < latest
    assert CALENDAR.fill("{thang}/{nam}, {thang_truoc}, {thang_sau}", 0) == "12/2025, 11, 1"


def test_standings_move_with_the_story():
    by_name = {member.name: member for member in records()}
    sinh, thang = by_name["Mùa A Sình"], by_name["Giàng A Thắng"]
    recognised = CALENDAR.held(3, MeetingKind.REGULAR)
    assert sinh.standing_on(recognised) is Standing.PROBATIONARY
    assert sinh.standing_on(CALENDAR.held(4, MeetingKind.REGULAR)) is Standing.FULL
    assert not thang.belongs_on(recognised)
    assert thang.belongs_on(CALENDAR.held(4, MeetingKind.REGULAR))
    assert by_name["Quàng Thị Ón"].status_on(TODAY) is Status.EXEMPT


def test_member_list_comes_in_through_a_spreadsheet(tmp_path):
    path = tmp_path / "danh-sach-dang-vien.xlsx"
    path.write_bytes(write_xlsx("Danh sách", STORY.roll_columns(), STORY.roll_rows(CALENDAR)))
    rows = read_sheet(path).rows
    planned = plan_import(rows, guess_mapping(rows), (), TODAY, Numbered())
    assert not [p for p in planned.problems if p.severity is not Severity.WARNS]
    for taken, told in zip(planned.members, records(), strict=True):
        assert (taken.name, taken.joined) == (told.name, told.joined)
        assert taken.standing_on(TODAY) is told.standing_on(TODAY)
        assert taken.status_on(TODAY) is told.status_on(TODAY)
        assert taken.role_on(TODAY) is told.role_on(TODAY)
