"""The figures of members and work as they stand in a real book, and the lists written as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from service_samples import DAY, NAMES
from work_samples import working_book

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.criticism import CriticismForm, Mending
from chibo_desktop.domain.duties import Duty, DutySource, DutyState
from chibo_desktop.domain.inspections import InspectionForm
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Status
from chibo_desktop.domain.proposals import ProposalState
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.statistics import YearFigures
from chibo_desktop.domain.targets import TargetState
from chibo_desktop.services import exports, meetings, members, statistics
from chibo_desktop.services.session import Session
from chibo_desktop.services.statistics_tables import counts, mentions_of, tables, year_counts


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A book with a year of work; the tests of this module read it only."""
    made = working_book(tmp_path_factory.mktemp("cong-viec") / "so")
    yield made
    made.close()


@pytest.fixture(scope="module")
def shown(session: Session) -> YearFigures:
    """The year 2026."""
    return statistics.of_year(session, 2026)


def test_members_are_counted_as_of_the_day(shown: YearFigures) -> None:
    assert shown.roll.day == date(2026, 11, 3)
    assert (shown.roll.total.number, shown.roll.expected.number) == (len(NAMES), len(NAMES) - 2)
    assert shown.roll.statuses[Status.EXEMPT].number == shown.roll.statuses[Status.TEMPORARY_OUT].number == 1
    assert [counts.day for counts in shown.months][-2:] == [date(2026, 10, 31), date(2026, 11, 3)]


def test_a_past_year_is_counted_as_of_its_last_day(session: Session) -> None:
    last = statistics.of_year(session, 2025)
    assert last.roll.day == date(2025, 12, 31)
    assert last.roll.expected.number == len(NAMES)
    assert len(last.months) == 12


def test_duties_belong_to_the_year_of_their_plan_or_day(shown: YearFigures) -> None:
    duties = shown.duties
    assert sum(found.number for found in duties.by_state.values()) == 6
    assert duties.by_source[DutySource.PLAN].number == 1
    assert (duties.due.number, duties.due_on_time.number, duties.overdue.number) == (5, 3, 1)
    assert duties.on_time_rate == 60
    assert len(shown.records.still_open) == 1


def test_coverage_counts_co_owners_and_what_is_still_open_from_earlier_years(shown: YearFigures) -> None:
    assert (shown.duties.asked.number, shown.duties.covered.number) == (5, 4)
    without = next(line for line in year_counts(shown) if line.words.startswith("Đảng viên chưa được phân công"))
    assert (without.counted.number, without.warns) == (1, True)


def test_a_member_knows_what_was_done_on_time_and_with_others(shown: YearFigures) -> None:
    by_name = {m.name: m for m in shown.members}
    own = by_name["Cà Thị Ân"].duties
    assert (own.given.number, own.on_time.number, own.beyond.number, own.on_time_rate) == (2, 2, 1, 100)
    assert by_name["Đặng Đức Bình"].duties.shared.number == 1
    assert (by_name["Cà Thị Ân"].commended.number, by_name["Đặng Đức Bình"].reminded.number) == (1, 1)


def test_what_stands_beside_the_meetings_is_counted_within_the_year(shown: YearFigures) -> None:
    work = shown.work
    assert (
        work.criticism.forms[CriticismForm.SELF].number == work.criticism.forms[CriticismForm.CRITICISM].number == 1
    )
    assert work.criticism.months[10][CriticismForm.SELF].number == 1
    assert work.criticism.mending[Mending.MENDED].number == 1
    assert (work.targets.met.number, work.targets.all.number, work.targets.rate) == (1, 2, 50)
    assert work.targets.states[TargetState.OPEN].number == 1
    inspection, supervision = (work.inspections[form] for form in InspectionForm)
    assert (inspection.done.number, inspection.late.number) == (1, 0)
    assert (supervision.done.number, supervision.late.number) == (0, 1)
    assert shown.proposals[ProposalState.OPEN].number == 1


def test_dues_are_months_only(shown: YearFigures) -> None:
    (month,) = shown.work.dues
    assert (month.month, month.listed, month.paid) == (10, 2, 1)
    assert ("Đảng phí tháng 10: đã đóng, trên 2 đồng chí", 1) in counts(shown)


def test_ratings_are_of_yearly_rounds_and_the_one_that_counts_today(shown: YearFigures) -> None:
    last, this = shown.ratings
    assert (last.year, this.year) == (2025, 2026)
    assert last.levels[YearRating.EXCELLENT].number == last.levels[YearRating.COMPLETED].number == 1
    assert last.cell is YearRating.GOOD
    assert (this.rated.number, this.waiting.number, this.exempt.number, this.cell) == (1, 1, 1, None)
    assert this.levels[YearRating.FAILED].number == 0


def test_behind_every_number_stand_its_records_and_a_place(session: Session, shown: YearFigures) -> None:
    for line in year_counts(shown):
        records = statistics.behind(shown, line.counted)
        assert {r.id for r in records} == set(line.counted.ids), line.words
        assert all(r.words and r.place for r in records)
    (target,) = statistics.behind(shown, shown.work.targets.met)
    assert (target.words, target.note, target.place) == ("Hộ nghèo dưới 5%", "Đạt", "documents")
    for ratings in shown.ratings:
        assert {r.place for r in statistics.behind(shown, ratings.rated)} == {"reviews"}
    (row,) = statistics.behind(shown, shown.ratings[1].waiting)
    assert (row.words, row.note, row.where) == ("Đặng Đức Bình", "Chưa xếp loại", "Kiểm điểm năm 2026")
    assert {r.place for r in statistics.behind(shown, shown.duties.overdue)} == {"duties"}
    (proposal,) = statistics.behind(shown, shown.proposals[ProposalState.OPEN])
    assert (proposal.place, proposal.target) == ("documents", ("proposals", proposal.id))
    assert proposal.day == date(2026, 8, 1)


def test_every_table_is_as_wide_as_its_head(shown: YearFigures) -> None:
    for table in tables(shown, "Chi bộ"):
        assert all(len(row) == len(table.columns) for row in table.rows), table.name


def test_criticism_is_a_table_of_months_and_the_year(shown: YearFigures) -> None:
    (table,) = [table for table in tables(shown, "Chi bộ") if table.name == "Phê bình"]
    rows = list(table.rows)
    assert (len(rows), rows[10], rows[-1]) == (13, ("Tháng 11", 1, 1), ("Cả năm", 1, 1))
    assert ("Chỉ tiêu đạt và vượt, trên 2 chỉ tiêu", 1) in counts(shown)


def test_mentions_open_their_meeting(shown: YearFigures) -> None:
    rows = mentions_of(shown)
    assert [(row.name, row.text) for row in rows] == [
        ("Cà Thị Ân", "Hiến 40 m² đất làm đường."), ("Đặng Đức Bình", "Nộp báo cáo chậm"),
    ]  # fmt: skip
    assert {row.meeting_id for row in rows} == {shown.meetings[0].id}


def test_attendance_has_states_as_words_sums_and_the_formula(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "diem-danh.xlsx"
    assert exports.export_attendance(session, file, 2026) == len(NAMES)
    sheet = load_workbook(file).active
    head = [cell.value for cell in sheet[3]]
    assert head[:4] == ["TT", "Họ và tên", "03/11", "Phải dự"]
    assert head[4:] == ["Có mặt", "Vắng có lý do", "Vắng không lý do", "Tỷ lệ (%)", "Ghi chú"]
    rows = {row[1]: row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]}
    assert rows["Lò Văn An"][2:] == ("Có mặt", 1, 1, 0, 0, 100, None)
    assert rows["Quàng Văn Hải"][2:] == ("Được miễn, vắng", 0, 0, 0, 0, None, "Miễn công tác và sinh hoạt")
    assert rows["Có mặt/phải dự"][2:5] == ("5/5", 5, 5)
    assert any(str(row[0]).startswith("Tỷ lệ = có mặt / phải dự") for row in sheet.iter_rows(values_only=True))


def test_two_meetings_of_one_day_are_told_apart(tmp_path: Path) -> None:
    made = working_book(tmp_path / "so")
    try:
        meetings.call_roll(made, meetings.create_meeting(made, MeetingKind.THEMATIC, DAY))
        table = exports.attendance_table(statistics.of_year(made, 2026), "Chi bộ")
    finally:
        made.close()
    assert set(table.columns[2:4]) == {"03/11 sinh hoạt thường kỳ", "03/11 sinh hoạt chuyên đề"}
    assert exports.suggested_name("attendance", 2026) == "diem-danh-2026.xlsx"


def test_duties_of_a_year_are_written_with_dates_as_dates(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "nhiem-vu.xlsx"
    assert exports.export_duties(session, file, 2026) == 6
    sheet = load_workbook(file).active
    head = [cell.value for cell in sheet[3]]
    assert {row[head.index("Hạn")].value.year for row in sheet.iter_rows(min_row=4)} == {2026}
    assert exports.export_duties(session, tmp_path / "tat-ca.xlsx") == 8


def test_members_of_an_earlier_year_are_those_of_its_last_day(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "dang-vien.xlsx"
    assert exports.export_members(session, file, 2025) == len(NAMES)
    assert "31/12/2025" in load_workbook(file).active["A1"].value


@pytest.mark.parametrize("what", sorted(exports.EXPORTS))
def test_an_export_never_writes_over_the_book(session: Session, what: str) -> None:
    kept = (session.folder / "so-chi-bo.db").stat().st_ino
    with pytest.raises(UserError, match="tên tệp riêng của sổ"):
        exports.EXPORTS[what](session, session.folder / "SO-CHI-BO.db", 2026)
    with pytest.raises(UserError, match="không phải tên tệp bảng tính"):
        exports.EXPORTS[what](session, session.folder / "danh-sach.pdf", 2026)
    assert (session.folder / "so-chi-bo.db").stat().st_ino == kept


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    made = working_book(tmp_path / "so")
    try:
        owner = members.all_members(made)[0]
        made.save(Duty(id=made.new_id(), text=text, owner_id=owner.id, plan_year=2026, state=DutyState.IN_PROGRESS))
        exports.export_duties(made, tmp_path / "a.xlsx", 2026)
    finally:
        made.close()
    cells = [cell for row in load_workbook(tmp_path / "a.xlsx").active for cell in row if cell.value == text]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
