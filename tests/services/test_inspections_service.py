"""The year's inspection programme: saved, late, taken over from last year, numbered, printed."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers_samples import add_inspection, add_people
from pypdf import PdfReader

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.inspection_paper import programme_text
from chibo_desktop.domain.inspection_progress import InspectionState, end_of_month, state_of
from chibo_desktop.domain.inspections import Inspection, InspectionForm
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Status, StatusPeriod
from chibo_desktop.services import inspections, meetings, members


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@given(
    due=st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    today=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_an_item_is_late_from_the_first_day_after_its_month(due, today):
    item = Inspection(id=b"i" * 16, year=2026, form=InspectionForm.INSPECTION, text="x", due=due)
    state = state_of(item, today)
    if due is None:
        assert state is InspectionState.UNTIMED
        return
    month = due.year * 12 + due.month - today.year * 12 - today.month
    expected = (
        InspectionState.LATE if month < 0 else InspectionState.PLANNED if month else InspectionState.THIS_MONTH
    )
    assert state is expected
    assert state_of(msgspec.structs.replace(item, done_on=today), today) is InspectionState.DONE


def test_the_month_turns_at_midnight_of_its_last_day(session, clock):
    add_inspection(session, "Thu nộp đảng phí", due=end_of_month(2026, 2))
    clock.at = datetime.combine(date(2026, 2, 28), time(23, 59))
    assert inspections.programme(session, 2026).rows[0].state is InspectionState.THIS_MONTH
    clock.at = datetime.combine(date(2026, 3, 1), time(0, 1))
    assert inspections.programme(session, 2026).late == 1


def test_items_stand_by_month_with_names_and_meeting(session):
    people = add_people(session)
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    add_inspection(session, "Không có tháng")
    add_inspection(session, "Tháng chín", due=end_of_month(2026, 9), subject="Tổ đảng số 2")
    add_inspection(
        session, "Tháng ba", due=end_of_month(2026, 3), member_ids=(people[3].id, people[0].id),
        owner_id=people[1].id, done_on=date(2026, 3, 20), result="Tốt", meeting_id=meeting_id,
        form=InspectionForm.SUPERVISION,
    )  # fmt: skip
    shown = inspections.programme(session, 2026)
    assert [row.item.text for row in shown.rows] == ["Tháng ba", "Tháng chín", "Không có tháng"]
    assert shown.rows[0].subject == "Đ/c Lò Văn An; Đ/c Giàng A Chu"
    assert shown.rows[0].owner == "Cà Thị Ân"
    assert shown.rows[0].meeting.id == meeting_id
    assert (shown.done, shown.late) == (1, 1)
    columns, rows = inspections.inspection_table(session, 2026)
    assert len(columns) == len(rows[0])
    assert rows[0][6] == "Đã làm"
    assert rows[1][4] == "Tổ đảng số 2"


def test_what_cannot_be_is_refused(session):
    blank = inspections.new_inspection(session, 2026)
    with pytest.raises(UserError, match="Chưa ghi nội dung"):
        inspections.save_inspection(session, msgspec.structs.replace(blank, text=" \u200b "))
    with pytest.raises(UserError, match="sau hôm nay"):
        inspections.save_inspection(session, msgspec.structs.replace(blank, text="x", done_on=date(2026, 11, 4)))
    assert inspections.programme(session, 2026).rows == ()


def test_last_year_is_planned_anew_once_without_who_left(session):
    people = add_people(session)
    gone = msgspec.structs.replace(
        people[4], periods=(StatusPeriod(since=date(2026, 1, 1), status=Status.TRANSFERRED),)
    )
    members.save_member(session, gone)
    add_inspection(
        session, "Sinh hoạt", year=2025, due=date(2025, 2, 28), member_ids=(people[0].id, gone.id),
        owner_id=gone.id, done_on=date(2025, 2, 1), result="Tốt",
    )  # fmt: skip
    add_inspection(session, "Đảng phí", year=2025)
    add_inspection(session, "đảng  phí", year=2026)
    assert inspections.programme(session, 2026).last_year == 1
    inspections.copy_last_year(session, 2026)
    fresh = inspections.items_of(session, 2026)[0]
    assert (fresh.text, fresh.due, fresh.member_ids) == ("Sinh hoạt", date(2026, 2, 28), (people[0].id,))
    assert (fresh.owner_id, fresh.done_on, fresh.result) == (None, None, "")
    with pytest.raises(UserError, match="không còn mục nào"):
        inspections.copy_last_year(session, 2026)
    session.undo()
    assert len(inspections.items_of(session, 2026)) == 1


def test_deleting_can_be_undone(session):
    item = add_inspection(session, "Sinh hoạt")
    inspections.delete_inspection(session, item.id)
    assert inspections.items_of(session, 2026) == []
    session.undo()
    assert inspections.items_of(session, 2026) == [item]


def test_the_programme_is_a_draft_until_it_bears_its_one_number(session, tmp_path):
    people = add_people(session)
    with pytest.raises(UserError, match="chưa có mục nào"):
        inspections.issue_number(session, 2026)
    add_inspection(
        session, "Thu nộp đảng phí\ncủa tổ 1", due=end_of_month(2026, 6), owner_id=people[1].id, subject="Tổ 1"
    )
    draft = inspections.programme_of(session, 2026)
    assert draft.draft
    assert "Số .....-CTr/CB" in programme_text(draft)
    inspections.issue_number(session, 2026)
    inspections.issue_number(session, 2026)
    add_inspection(session, "x", year=2027)
    inspections.issue_number(session, 2027)
    assert [inspections.number_of(session, year).number for year in (2026, 2027)] == [1, 2]
    words = programme_text(inspections.programme_of(session, 2026))
    for part in (
        "ĐẢNG BỘ XÃ NẬM KHAO", "CHI BỘ BẢN HUỔI LÓNG", "Số 01-CTr/CB", "ngày 03 tháng 11 năm 2026", "CHƯƠNG TRÌNH",
        "kiểm tra, giám sát năm 2026", "gồm 01 nội dung",
        "1 | Thu nộp đảng phí; của tổ 1 | Kiểm tra | Tổ 1 | Đ/c Cà Thị Ân | Tháng 6", "T/M CHI BỘ\nBÍ THƯ",
        "- Lưu Chi bộ.",
    ):  # fmt: skip
        assert part in words
    target = inspections.save_programme(session, 2026, tmp_path / inspections.suggested_name(2026))
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(target.read_bytes())).pages)
    assert "CHƯƠNG TRÌNH" in printed
    assert "BẢN NHÁP" not in printed
