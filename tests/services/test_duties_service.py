from __future__ import annotations

from datetime import date, timedelta

import pytest
from duty_samples import give, people, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from service_samples import DAY, add_members, filled_meeting, make_book

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.duties import Duty, DutyProgress, DutySource, DutyState, Recurrence
from chibo_desktop.domain.duty_turns import series_of
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Status, StatusPeriod
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.resolution_paper import resolution_text
from chibo_desktop.services import duties, meetings, members, preparation, resolutions


@pytest.fixture
def session(tmp_path):
    made = make_book(tmp_path / "cell")
    add_members(made)
    yield made
    made.close()


def given_at_meeting(session, *, close: bool = False) -> Duty:
    meeting_id = filled_meeting(session)
    view = meetings.load(session, meeting_id)
    task = meetings.new_duty(view, session, "Sửa đường nước", view.members[1], DAY + timedelta(days=17))
    meetings.save_parts(session, task)
    if close:
        meetings.close_meeting(session, meeting_id)
    return read(session, task)


# -- saving ---------------------------------------------------------------------------------------


def test_a_duty_is_saved_cleaned_and_can_be_taken_back(session):
    an, binh = people(session)["Lò Văn An"], people(session)["Đặng Đức Bình"]
    task = replace(
        duties.new_duty(session, owner_id=an.id), text="  Vận động  làm đường \n", area=" Tổ  1 ", households=12,
        co_owner_ids=(binh.id, an.id, binh.id),
    )  # fmt: skip
    assert duties.save_duty(session, task).kinds == {"duty"}
    saved = read(session, task)
    assert (saved.text, saved.area, saved.households) == ("Vận động  làm đường", "Tổ 1", 12)
    assert saved.co_owner_ids == (binh.id,)
    assert (saved.source, saved.given_on) == (DutySource.OTHER, DAY)
    assert session.undo_name == "Giao nhiệm vụ"
    session.undo()
    assert session.book.get(Duty, task.id) is None


def test_a_duty_without_words_or_too_long_is_refused(session):
    blank = duties.new_duty(session)
    with pytest.raises(UserError, match="Chưa ghi việc"):
        duties.save_duty(session, replace(blank, text=" \n"))
    with pytest.raises(UserError, match="dài quá mức"):
        duties.save_duty(session, replace(blank, text="Việc", area="a" * 201))
    assert session.book.find(Duty) == []


def test_what_closed_minutes_print_of_a_duty_is_fixed(session):
    task = given_at_meeting(session, close=True)
    for change in ({"text": "Khác"}, {"due": None}, {"owner_id": None}, {"area": "Tổ 1"}, {"meeting_id": None}):
        with pytest.raises(UserError, match="đã chốt"):
            duties.save_duty(session, replace(task, **change))
    with pytest.raises(UserError, match="không xóa được"):
        duties.delete_duty(session, task.id)
    duties.save_duty(session, replace(task, households=5, recurrence=Recurrence.MONTHLY))
    assert (read(session, task).households, read(session, task).text) == (5, "Sửa đường nước")
    assert duties.board(session).locked(read(session, task))


def test_nothing_is_added_to_closed_minutes_from_the_board(session):
    meeting_id = given_at_meeting(session, close=True).meeting_id
    with pytest.raises(UserError, match="đã chốt"):
        duties.save_duty(session, replace(duties.new_duty(session), text="Thêm", meeting_id=meeting_id))


def test_a_duty_of_an_open_meeting_can_be_changed_and_deleted(session):
    task = given_at_meeting(session)
    duties.save_duty(session, replace(task, area="Tổ 2", output="Đường dùng được"))
    assert not duties.board(session).locked(read(session, task))
    duties.log(session, task.id, DAY, "đang làm", DutyState.IN_PROGRESS)
    duties.delete_duty(session, task.id)
    assert session.book.find(Duty) == []
    assert session.book.find(DutyProgress) == []
    session.undo()
    assert read(session, task).area == "Tổ 2"
    assert len(duties.log_of(session, task.id)) == 1


def test_a_duty_that_is_gone_is_told(session):
    task = give(session, "Việc")
    duties.delete_duty(session, task.id)
    for act in (
        lambda: duties.delete_duty(session, task.id),
        lambda: duties.grade(session, task.id, None, ""),
        lambda: duties.log(session, task.id, DAY, "", DutyState.IN_PROGRESS),
        lambda: duties.delete_log(session, task.id),
    ):
        with pytest.raises(UserError, match="không còn trong sổ"):
            act()


# -- the log --------------------------------------------------------------------------------------


def test_the_log_moves_the_duty_and_its_newest_line_counts(session):
    task = give(session, "Làm đường", "Lò Văn An", DAY - timedelta(days=5))
    duties.log(session, task.id, DAY - timedelta(days=8), "họp dân rồi", DutyState.IN_PROGRESS)
    assert (read(session, task).state, read(session, task).progress) == (DutyState.IN_PROGRESS, "họp dân rồi")
    duties.log(session, task.id, DAY - timedelta(days=2), "xong", DutyState.DONE_ON_TIME)
    late = read(session, task)
    assert (late.state, late.done_on) == (DutyState.DONE_LATE, DAY - timedelta(days=2))
    duties.log(session, task.id, DAY - timedelta(days=7), "chậm vì mưa", DutyState.IN_PROGRESS)
    assert read(session, task).state is DutyState.DONE_LATE
    assert [row.text for row in duties.log_of(session, task.id)] == ["xong", "chậm vì mưa", "họp dân rồi"]
    duties.delete_log(session, duties.log_of(session, task.id)[0].id)
    assert (read(session, task).state, read(session, task).progress) == (DutyState.IN_PROGRESS, "chậm vì mưa")
    session.undo()
    assert read(session, task).state is DutyState.DONE_LATE


def test_beyond_is_kept_only_on_time_and_a_failure_needs_its_reason(session):
    task = give(session, "Trồng rừng", due=DAY - timedelta(days=1))
    with pytest.raises(UserError, match="sau hạn"):
        duties.log(session, task.id, DAY, "", DutyState.DONE_BEYOND)
    with pytest.raises(UserError, match="vì sao"):
        duties.log(session, task.id, DAY, " ", DutyState.NOT_DONE)
    with pytest.raises(UserError, match="sau hôm nay"):
        duties.log(session, task.id, DAY + timedelta(days=1), "", DutyState.IN_PROGRESS)
    with pytest.raises(UserError, match="dài quá mức"):
        duties.log(session, task.id, DAY, "a" * 4_001, DutyState.IN_PROGRESS)
    duties.log(session, task.id, DAY - timedelta(days=1), "", DutyState.DONE_BEYOND)
    assert read(session, task).state is DutyState.DONE_BEYOND
    duties.save_duty(session, replace(read(session, task), due=DAY - timedelta(days=3)))
    assert read(session, task).state is DutyState.DONE_LATE


def test_words_from_before_the_log_become_its_first_line(session):
    task = given_at_meeting(session)
    meetings.save_parts(session, replace(task, progress="đã họp dân", state=DutyState.IN_PROGRESS))
    duties.log(session, task.id, DAY, "đã góp tiền", DutyState.IN_PROGRESS)
    assert [(row.text, row.date) for row in duties.log_of(session, task.id)] == [
        ("đã góp tiền", DAY), ("đã họp dân", DAY),
    ]  # fmt: skip
    assert read(session, task).progress == "đã góp tiền"


def test_judged_in_four_steps(session):
    task = give(session, "Việc")
    duties.grade(session, task.id, YearRating.GOOD, " làm kỹ ")
    assert (read(session, task).grade, read(session, task).grade_note) == (YearRating.GOOD, "làm kỹ")
    with pytest.raises(UserError, match="dài quá mức"):
        duties.grade(session, task.id, YearRating.GOOD, "a" * 4_001)
    duties.grade(session, task.id, None, "")
    assert read(session, task).grade is None


# -- turns ----------------------------------------------------------------------------------------


def test_settling_a_turn_begins_the_next_in_the_same_act(session):
    task = give(session, "Thu đảng phí", "Lò Văn An", date(2026, 11, 30), recurrence=Recurrence.MONTHLY)
    assert task.series_id == task.id
    duties.log(session, task.id, DAY, "", DutyState.DONE_ON_TIME)
    first, second = sorted(session.book.find(Duty), key=lambda d: d.due or date.max)
    assert (second.due, second.state, second.series_id) == (date(2026, 12, 30), DutyState.NOT_STARTED, first.id)
    session.undo()
    assert session.book.find(Duty) == [task]


def test_a_turn_past_its_day_begins_the_next_and_undo_passes_it_over(session):
    task = give(session, "Giao ban", "Lò Văn An", DAY - timedelta(days=1), recurrence=Recurrence.QUARTERLY)
    act = session.undo_name
    assert duties.renew(session).kinds == {"duty"}
    assert duties.renew(session).kinds == frozenset()
    assert [d.due for d in session.book.find(Duty) if d.id != task.id] == [date(2027, 2, 2)]
    assert session.undo_name == act


def test_a_member_who_left_is_not_given_the_next_turn(session):
    gone = people(session)["Vàng A Dơ"]
    task = give(session, "Giao ban", "Vàng A Dơ", DAY - timedelta(days=1), recurrence=Recurrence.MONTHLY)
    members.save_member(
        session, replace(gone, periods=(StatusPeriod(since=date(2026, 5, 1), status=Status.TRANSFERRED),))
    )
    duties.renew(session)
    assert [d.owner_id for d in session.book.find(Duty) if d.id != task.id] == [None]


def test_deleting_the_newest_turn_ends_the_series(session):
    task = give(session, "Giao ban", due=DAY - timedelta(days=1), recurrence=Recurrence.MONTHLY)
    duties.renew(session)
    (newest,) = [d for d in session.book.find(Duty) if d.id != task.id]
    duties.delete_duty(session, newest.id)
    assert read(session, task).recurrence is Recurrence.NONE
    assert duties.renew(session).kinds == frozenset()
    session.undo()
    duties.delete_duty(session, task.id)
    assert read(session, newest).recurrence is Recurrence.MONTHLY


ACTS = st.lists(
    st.tuples(st.sampled_from(["settle", "fail", "open", "undo", "renew"]), st.integers(0, 5)), max_size=9
)


@given(acts=ACTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_turn_is_made_twice_in_any_order(session, acts):
    task = give(session, "Thu đảng phí", due=DAY - timedelta(days=3), recurrence=Recurrence.MONTHLY)
    for act, which in acts:
        turns = [d for d in session.book.find(Duty) if series_of(d) == task.id]
        turn = turns[which % len(turns)] if turns else None
        if act == "undo":
            if len(session._done) > 1:
                session.undo()
        elif act == "renew":
            duties.renew(session)
        elif turn is not None:
            state = {"settle": DutyState.DONE_ON_TIME, "fail": DutyState.NOT_DONE}.get(act, DutyState.IN_PROGRESS)
            duties.log(session, turn.id, DAY, "vì mưa", state)
        days = [d.due for d in session.book.find(Duty) if series_of(d) == task.id]
        assert len(set(days)) == len(days)
    assert len(days if acts else [1]) <= 1 + len(acts)
    for left in session.book.find(Duty):
        session.save(delete=[left])
    session._done.clear()


# -- what is read ---------------------------------------------------------------------------------


def test_the_board_counts_and_names_who_has_none(session):
    give(session, "Một", "Lò Văn An", DAY - timedelta(days=1))
    give(session, "Hai", "Cà Thị Ân", DAY)
    given_at_meeting(session)
    seen = duties.board(session)
    assert (seen.counts.open, seen.counts.overdue, seen.counts.this_month, seen.counts.nobody) == (3, 1, 2, 0)
    # Seven members: the last is away, the one before exempt.
    assert seen.coverage.words == "2/5 đảng viên được phân công nhiệm vụ"
    assert [m.name for m in seen.coverage.without] == ["Đặng Đức Bình", "Giàng A Chu", "Lò Thị Dung"]
    assert len(seen.here) == 7


def test_where_a_duty_comes_from_in_words(session):
    task = given_at_meeting(session)
    plan = give(session, "Theo năm", source=DutySource.PLAN, plan_year=2026)
    seen = duties.board(session)
    assert "tháng 11" in seen.source_words(task).lower()
    assert seen.source_words(plan) == "Phân công năm 2026"
    assert seen.source_words(give(session, "Khác")) == "Nguồn khác"
    assert seen.find(plan.id) == plan
    assert seen.find(b"0" * 16) is None


def test_the_table_for_a_spreadsheet(session):
    binh = people(session)["Đặng Đức Bình"]
    give(
        session, "Vận động", "Lò Văn An", date(2026, 12, 1), area="Tổ 1", households=9, output="100 % hộ",
        co_owner_ids=(binh.id,),
    )  # fmt: skip
    give(session, "Việc chung")
    columns, rows = duties.duty_table(session)
    assert columns == duties.TABLE_COLUMNS
    assert {len(row) for row in rows} == {len(columns)}
    first = dict(zip(columns, rows[0], strict=True))
    assert first["Họ và tên"] == "Lò Văn An"
    assert first["Chức vụ"] == "Bí thư"
    assert (first["Số hộ"], first["Hạn"], first["Ngày giao"]) == (9, date(2026, 12, 1), DAY)
    assert first["Phối hợp"] == "Đặng Đức Bình"
    assert rows[1][1] == ""


# -- carried over ---------------------------------------------------------------------------------


def test_duties_of_every_source_come_back_in_agenda_and_resolution(session):
    given_at_meeting(session, close=True)
    give(
        session, "Phụ trách hộ", "Lò Văn An", date(2026, 12, 31), source=DutySource.PLAN, plan_year=2026,
        given_on=date(2026, 1, 5), area="Tổ 1", households=9,
    )  # fmt: skip
    give(session, "Việc đột xuất", "Cà Thị Ân", date(2026, 11, 25), given_on=date(2026, 11, 10))
    day = date(2026, 12, 3)
    session.clock.moment = session.clock.moment.replace(month=12, day=3)
    told = {s.key: (s.title, s.reason) for s in preparation.draft(session, MeetingKind.REGULAR, day)}
    assert told["duties:overdue"] == (
        "Kiểm điểm nhiệm vụ quá hạn: Đ/c Cà Thị Ân (2 việc)",
        "vì 2 nhiệm vụ quá hạn tính đến ngày họp, hạn sớm nhất 20/11/2026",
    )
    assert told["duties:open"] == (
        "Báo cáo tiến độ nhiệm vụ đã giao: Đ/c Lò Văn An (1 việc)",
        "vì 1 nhiệm vụ đã giao còn đang làm, trong đó 1 việc theo phân công năm",
    )
    meeting_id = filled_meeting(session, day)
    resolution_id = resolutions.draft_resolution(session, meeting_id)
    text = resolution_text(resolutions.resolution_of(session, resolution_id))
    for line in (
        "Phụ trách hộ (Tổ 1, 9 hộ) | Phân công năm 2026, giao ngày 05/01/2026; hạn 31/12/2026 | Chưa làm",
        "Sửa đường nước | Mới giao ngày 03/11/2026; hạn 20/11/2026 | Chưa làm, đã quá hạn",
        "Việc đột xuất | Mới giao ngày 10/11/2026; hạn 25/11/2026 | Chưa làm, đã quá hạn",
    ):
        assert line in text


def test_a_duty_put_into_an_open_meeting_stands_last_in_its_minutes(session):
    first = given_at_meeting(session)
    task = give(session, "Việc thêm", "Lò Văn An")
    duties.save_duty(session, replace(task, source=DutySource.MEETING, meeting_id=first.meeting_id))
    assert read(session, task).position == first.position + 1
    duties.save_duty(session, replace(read(session, task), area="Tổ 1"))
    assert read(session, task).position == first.position + 1


@given(words=st.text(max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_stored_cleaned_or_refused(session, words):
    task = replace(duties.new_duty(session), text=words, area=words, output=words, grade_note=words)
    if not clean(words):
        with pytest.raises(UserError, match="Chưa ghi việc"):
            duties.save_duty(session, task)
        return
    duties.save_duty(session, task)
    saved = read(session, task)
    assert (saved.text, saved.area) == (clean(words), clean_line(words))
    duties.log(session, task.id, DAY, words, DutyState.IN_PROGRESS)
    assert read(session, task).progress == clean(words)


def test_a_resolution_printed_later_says_of_duties_what_was_known_on_its_day(session):
    given_at_meeting(session, close=True)
    mended = give(session, "Sửa loa", "Lò Văn An", date(2026, 12, 20), given_on=date(2026, 11, 10))
    lost = give(session, "Thu quỹ", "Lò Văn An", given_on=date(2026, 11, 10))
    day = date(2026, 12, 3)
    session.clock.moment = session.clock.moment.replace(month=12, day=3)
    duties.log(session, mended.id, day, "đã hỏi thợ", DutyState.IN_PROGRESS)
    meeting_id = filled_meeting(session, day)
    resolution_id = resolutions.draft_resolution(session, meeting_id)

    def printed() -> str:
        return resolution_text(resolutions.resolution_of(session, resolution_id))

    before = printed()
    assert "Đang làm. đã hỏi thợ." in before
    session.clock.moment = session.clock.moment.replace(month=12, day=15)
    duties.log(session, mended.id, date(2026, 12, 10), "thợ hẹn tuần sau", DutyState.IN_PROGRESS)
    duties.log(session, lost.id, date(2026, 12, 11), "dân chưa thống nhất", DutyState.NOT_DONE)
    assert printed() == before
    duties.log(session, mended.id, date(2026, 12, 15), "xong", DutyState.DONE_ON_TIME)
    assert printed() == before
