"""Dues: the month's list, amounts copied, the year, the sentence for the minutes, and what stays unsaid."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers_samples import NAMES, add_people
from pypdf import PdfReader

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.dues import Dues
from chibo_desktop.domain.dues_months import DuesState, months_from
from chibo_desktop.domain.meetings import Meeting, MeetingKind
from chibo_desktop.domain.members import Status, StatusPeriod
from chibo_desktop.services import dues, meetings, members, papers
from chibo_desktop.services.documents_todo import documents_todo
from chibo_desktop.storage.epochs import entries_of

NOV = "2026-11"


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def people(session):
    return add_people(session)


@given(st.integers(1950, 2150), st.integers(1, 12), st.integers(-400, 400))
def test_months_are_counted_forth_and_back(year, month, steps):
    start = f"{year:04d}-{month:02d}"
    there = months_from(start, steps)
    assert months_from(there, -steps) == start
    assert 1 <= int(there[5:]) <= 12


def test_everyone_on_the_list_of_the_month_stands_by_given_name(session, people):
    left = msgspec.structs.replace(
        people[0], periods=(StatusPeriod(since=date(2026, 10, 15), status=Status.TRANSFERRED),)
    )
    exempt = msgspec.structs.replace(
        people[2], periods=(StatusPeriod(since=date(2020, 1, 1), status=Status.EXEMPT),)
    )
    members.save_member(session, left)
    members.save_member(session, exempt)
    october = [row.name for row in dues.month_sheet(session, "2026-10").rows]
    assert october == list(NAMES)
    assert [row.name for row in dues.month_sheet(session, NOV).rows] == list(NAMES[1:])


def test_who_paid_stays_on_the_month_also_after_leaving(session, people):
    dues.set_paid(session, NOV, people[0].id, True)
    left = msgspec.structs.replace(
        people[0], periods=(StatusPeriod(since=date(2026, 10, 1), status=Status.TRANSFERRED),)
    )
    members.save_member(session, left)
    assert dues.month_sheet(session, NOV).rows[0].name == NAMES[0]


def test_paying_takes_the_last_amount_and_a_line_that_says_nothing_is_not_kept(session, people):
    dues.set_amount(session, "2026-09", people[0].id, 24_000)
    dues.set_paid(session, "2026-10", people[0].id, True)
    dues.set_paid(session, NOV, people[1].id, True)
    assert dues.month_sheet(session, "2026-10").total == 24_000
    assert dues.month_sheet(session, NOV).rows[1].amount is None
    dues.set_paid(session, NOV, people[1].id, False)
    dues.set_amount(session, "2026-10", people[0].id, None)
    dues.set_paid(session, "2026-10", people[0].id, False)
    assert [d.month for d in session.book.find(Dues) if d.month != "2026-09"] in ([], ["2026-10"])
    dues.set_amount(session, "2026-10", people[0].id, None)
    assert [d.month for d in session.book.find(Dues)] == ["2026-09"]


def test_an_amount_is_typed_once_and_copied(session, people):
    dues.set_amount(session, NOV, people[1].id, 20_000)
    dues.set_amount(session, NOV, people[3].id, 35_000)
    dues.copy_down(session, NOV, people[1].id)
    assert [row.amount for row in dues.month_sheet(session, NOV).rows] == [None, 20_000, 20_000, 35_000, 20_000]
    with pytest.raises(UserError, match="chưa có số tiền"):
        dues.copy_down(session, NOV, people[0].id)
    dues.as_last_month(session, "2026-12")
    assert [row.amount for row in dues.month_sheet(session, "2026-12").rows] == [
        None,
        20_000,
        20_000,
        35_000,
        20_000,
    ]
    with pytest.raises(UserError, match="chưa có số tiền nào"):
        dues.as_last_month(session, "2026-12")
    dues.pay_all(session, "2026-12")
    sheet = dues.month_sheet(session, "2026-12")
    assert (sheet.paid, sheet.total) == (5, 95_000)
    session.undo()
    assert dues.month_sheet(session, "2026-12").paid == 0


@pytest.mark.parametrize("amount", [-1, dues.MOST + 1])
def test_no_such_amount(session, people, amount):
    with pytest.raises(UserError, match="Số tiền không đúng"):
        dues.set_amount(session, NOV, people[0].id, amount)


def test_there_is_one_line_of_a_member_and_month_whoever_writes_it(session, people):
    assert dues.dues_id(NOV, people[0].id) == dues.dues_id(NOV, people[0].id)
    assert len({dues.dues_id(month, p.id) for month in (NOV, "2026-12") for p in people}) == 10
    dues.set_paid(session, NOV, people[0].id, True)
    dues.set_amount(session, NOV, people[0].id, 1)
    assert session.book.count(Dues) == 1


def fill_year(session, people, unpaid_months):
    """From January to October all pay but the last member, who misses some months."""
    for number in range(1, 11):
        for person in people:
            if person is not people[-1] or number not in unpaid_months:
                dues.set_amount(session, f"2026-{number:02d}", person.id, 10_000)
                dues.set_paid(session, f"2026-{number:02d}", person.id, True)


@pytest.mark.parametrize(("months", "told"), [({2, 5}, []), ({2, 5, 9}, [("Vàng A Dơ", 3)])])
def test_three_months_of_the_year_without_dues_are_told_from_the_third_on(session, people, months, told):
    fill_year(session, people, months)
    rows = dues.year_overview(session, 2026)
    assert dues.long_unpaid(rows) == told
    assert rows[0].months[:10] == (DuesState.PAID,) * 10
    assert rows[0].months[10:] == (DuesState.UNWRITTEN,) * 2
    assert rows[0].total == 100_000


def test_a_month_in_which_nothing_was_written_and_the_present_one_count_for_nobody(session, people, clock):
    for number in (1, 2, 11):
        dues.set_paid(session, f"2026-{number:02d}", people[0].id, True)
    rows = dues.year_overview(session, 2026)
    assert rows[1].unpaid == 2
    assert dues.long_unpaid(rows) == []
    clock.at = datetime.combine(date(2026, 12, 1), time(8))
    assert [count for _, count in dues.long_unpaid(dues.year_overview(session, 2026))] == [3, 3, 3, 3]


def test_who_was_not_on_the_list_owes_nothing(session, people):
    newcomer = add_people(session, ("Sùng A Tủa",), since=date(2026, 9, 10))[0]
    fill_year(session, people, set())
    row = next(r for r in dues.year_overview(session, 2026) if r.member_id == newcomer.id)
    assert row.months[:9] == (*(DuesState.ABSENT,) * 8, DuesState.UNPAID)
    assert row.unpaid == 2


def everything_that_leaves(session, tmp_path):
    """All words of the papers, the tables and the reminders that dues could reach."""
    found = [str(dues.dues_table(session, 2026)), str(documents_todo(session))]
    for month in ("2026-10", NOV):
        paper = dues.save_dues_paper(session, month, tmp_path / f"{month}.pdf")
        found.append("".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.read_bytes())).pages))
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    dues.write_into_minutes(session, NOV)
    found.append(papers.minutes_text(papers.minutes_of(session, meeting_id)))
    found.extend(row.body.decode() for row in entries_of(session.book) if row.kind == "dues" and row.body)
    return "\n".join(found)


def test_the_hint_of_three_months_is_on_no_paper_table_or_reminder(session, people, tmp_path):
    fill_year(session, people, {2, 5})
    before = everything_that_leaves(session, tmp_path)
    session.undo()
    session.undo()
    dues.set_paid(session, "2026-09", people[-1].id, False)
    dues.set_amount(session, "2026-09", people[-1].id, None)
    assert dues.long_unpaid(dues.year_overview(session, 2026)) == [("Vàng A Dơ", 3)]
    after = everything_that_leaves(session, tmp_path)
    for words in ("ba tháng", " 3 tháng", "8.1", "Điều lệ Đảng 8", "không đóng", "nợ"):
        assert words not in after
    for todo in documents_todo(session):
        assert not any(name in f"{todo.title} {todo.why}" for name in NAMES)
    assert before.count("Vàng A Dơ") == after.count("Vàng A Dơ")


def test_the_month_goes_into_the_open_minutes_and_is_replaced_there(session, people):
    with pytest.raises(UserError, match="không có cuộc họp thường kỳ"):
        dues.write_into_minutes(session, NOV)
    meeting_id = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    meeting = session.book.get(Meeting, meeting_id)
    meetings.save_meeting(session, msgspec.structs.replace(meeting, dues_note="Tổ 2 nộp chậm."))
    dues.set_amount(session, NOV, people[0].id, 1_250_000)
    dues.set_paid(session, NOV, people[0].id, True)
    dues.write_into_minutes(session, NOV)
    dues.pay_all(session, NOV)
    dues.write_into_minutes(session, NOV)
    note = session.book.get(Meeting, meeting_id).dues_note
    assert note == ("Tổ 2 nộp chậm.\nĐã thu đảng phí tháng 11 năm 2026 của 05/05 đồng chí, tổng số 1.250.000 đồng.")
    meetings.save_meeting(session, msgspec.structs.replace(session.book.get(Meeting, meeting_id), ends=time(21, 0)))
    meetings.close_meeting(session, meeting_id)
    assert dues.month_sheet(session, NOV).meeting is None


def test_the_list_of_a_month_is_printed_with_its_sum(session, people, tmp_path):
    dues.set_amount(session, NOV, people[0].id, 24_000)
    dues.set_amount(session, NOV, people[1].id, 99_000)
    dues.set_paid(session, NOV, people[0].id, True)
    paper = dues.dues_paper(session, NOV)
    assert paper.table.rows[0] == ("1", "Lò Văn An", "x", "24.000", "")
    assert paper.table.rows[1] == ("2", "Cà Thị Ân", "", "", "")
    assert paper.table.rows[-1] == ("", "Cộng", "01", "24.000", "")
    target = dues.save_dues_paper(session, NOV, tmp_path / "phi.pdf")
    printed = PdfReader(io.BytesIO(target.read_bytes())).pages[0].extract_text()
    assert "BẢNG THU ĐẢNG PHÍ" in printed
    assert "Tháng 11 năm 2026" in printed
    columns, rows = dues.dues_table(session, 2026)
    assert len(columns) == len(rows[0]) == 14
    assert rows[0][11:] == ("Đã đóng", "Chưa ghi", 24_000)


def test_last_month_is_reminded_of_only_while_nothing_is_written(session, people, clock):
    assert documents_todo(session) == []
    meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 10, 3))
    assert documents_todo(session) == []  # a cell that never wrote dues here is not asked for them
    dues.set_paid(session, "2026-09", people[0].id, True)
    todo = documents_todo(session)[0]
    assert (todo.place, todo.target) == ("documents", ("dues", "2026-10"))
    dues.set_paid(session, "2026-10", people[0].id, True)
    assert documents_todo(session) == []


def test_the_hint_is_asked_for_in_one_place_only():
    package = Path(dues.__file__).resolve().parent.parent
    asking = {
        str(path.relative_to(package)).replace("\\", "/")
        for path in package.rglob("*.py")
        if "long_unpaid" in path.read_text(encoding="utf-8")
    }
    assert asking == {"services/dues.py", "ui/documents/dues.py"}
