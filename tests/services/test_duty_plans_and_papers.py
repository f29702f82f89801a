from __future__ import annotations

from dataclasses import replace as with_changes
from datetime import date, timedelta
from io import BytesIO

import pytest
from duty_samples import give, people
from msgspec.structs import replace
from pypdf import PdfReader
from service_samples import DAY, add_members, make_book

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.duties import Duty, DutySource, DutyState, Recurrence
from chibo_desktop.domain.duty_paper import COLUMNS, assignment_text
from chibo_desktop.domain.members import Status, StatusPeriod
from chibo_desktop.papers.assignment import render_assignment
from chibo_desktop.services import duties, duty_papers, duty_plans, members
from chibo_desktop.services.duties_todo import duties_todo
from chibo_desktop.services.todo import Level


@pytest.fixture
def session(tmp_path):
    made = make_book(tmp_path / "cell")
    add_members(made)
    yield made
    made.close()


def of_plan(session, text, owner, due=None, **more):
    return give(session, text, owner, due, source=DutySource.PLAN, plan_year=2026, **more)


# -- the plan -------------------------------------------------------------------------------------


def test_the_plan_of_a_year_is_one_act(session):
    of_plan(session, "Phụ trách Tổ 1", "Lò Văn An", date(2026, 12, 31))
    of_plan(session, "Giao ban", "Cà Thị Ân", date(2026, 11, 30), recurrence=Recurrence.QUARTERLY)
    before = session.book.find(Duty)
    plan = duty_plans.draft(session, 2027)
    assert (plan.from_last_year, plan.given, len(plan.rows)) == (2, 0, 5)
    assert len(plan.people) == 7
    duty_plans.give_plan(session, 2027, plan.rows)
    made = [d for d in session.book.find(Duty) if d.plan_year == 2027]
    assert {(d.text, d.due) for d in made} == {
        ("Phụ trách Tổ 1", date(2027, 12, 31)), ("Giao ban", date(2027, 2, 28)),
    }  # fmt: skip
    assert session.undo_name == "Phân công năm 2027"
    assert duty_plans.draft(session, 2027).from_last_year == 0
    session.undo()
    assert session.book.find(Duty) == before


def test_rows_without_words_or_owner_are_told(session):
    gone = people(session)["Giàng A Chu"]
    of_plan(session, "Phụ trách Tổ 3", "Giàng A Chu")
    left = (StatusPeriod(since=DAY, status=Status.TRANSFERRED),)
    members.save_member(session, replace(gone, periods=left))
    plan = duty_plans.draft(session, 2027)
    first, *rest = plan.rows
    assert first.gone == "Giàng A Chu"
    with pytest.raises(UserError, match="chưa có người nhận"):
        duty_plans.give_plan(session, 2027, plan.rows)
    with pytest.raises(UserError, match="Chưa chọn việc nào"):
        duty_plans.give_plan(session, 2027, rest)
    with pytest.raises(UserError, match="chưa ghi việc"):
        duty_plans.give_plan(session, 2027, [with_changes(rest[0], taken=True)])
    owner = rest[0].duty.owner_id
    duty_plans.give_plan(session, 2027, [with_changes(first, duty=replace(first.duty, owner_id=owner)), *rest])
    assert [d.owner_id for d in session.book.find(Duty) if d.plan_year == 2027] == [owner]


# -- the paper ------------------------------------------------------------------------------------


def test_the_paper_has_the_headings_of_the_form_and_the_secretary_first(session):
    binh = people(session)["Đặng Đức Bình"]
    of_plan(
        session, "Vận động các hộ", "Lò Văn An", date(2026, 12, 31), area="Tổ 1", households=12,
        co_owner_ids=(binh.id,), output="Không có hộ vi phạm",
    )  # fmt: skip
    late = give(session, "Sửa đường", "Cà Thị Ân", DAY - timedelta(days=2))
    give(session, "Giao ban", "Cà Thị Ân", date(2026, 12, 1), recurrence=Recurrence.MONTHLY)
    give(session, "Việc chung")
    give(session, "Năm khác", "Lò Văn An", date(2025, 5, 1), given_on=date(2025, 1, 1))
    paper = duty_papers.assignment_of(session, 2026)
    assert paper.table.columns == COLUMNS
    assert " | ".join(COLUMNS) == (
        "TT | Họ và tên, chức vụ trong chi bộ | Lĩnh vực/địa bàn phụ trách (số hộ, nhóm hộ) | Nhiệm vụ cụ thể | "
        "Sản phẩm/kết quả | Thời hạn | Người phối hợp | Tiến độ | "
        "Đánh giá (hoàn thành xuất sắc/tốt/hoàn thành/không) | Ghi chú"
    )
    rows = paper.table.rows
    assert rows[0][:8] == (
        "1", "Lò Văn An, bí thư", "Tổ 1 (12 hộ)", "Vận động các hộ", "Không có hộ vi phạm", "31/12/2026",
        "Đặng Đức Bình", "Chưa làm",
    )  # fmt: skip
    words = {row[3]: row for row in rows}
    assert words["Sửa đường"][7] == "Chưa làm, đã quá hạn"
    assert words["Giao ban"][:2] == ("", "")
    assert words["Giao ban"][5] == "01/12/2026, hằng tháng"
    assert words["Việc chung"][1] == "Chưa giao"
    assert "Năm khác" not in words
    # Bình helps; Chu and Dung have nothing and stand with an empty row.
    assert [row[1] for row in rows if not row[3]] == ["Giàng A Chu", "Lò Thị Dung"]
    assert (paper.on_behalf, paper.signature.caption, paper.signature.name) == ("T/M CHI BỘ", "BÍ THƯ", "Lò Văn An")
    assert paper.closing == "Có 3/5 đảng viên được phân công nhiệm vụ."
    duties.log(session, late.id, DAY, "", DutyState.DONE_LATE)
    assert "Xong quá hạn ngày 03/11/2026" in assignment_text(duty_papers.assignment_of(session, 2026))


def test_the_paper_of_all_open_duties_leaves_out_settled_ones(session):
    done = give(session, "Xong rồi", "Lò Văn An", date(2026, 12, 1))
    give(session, "Từ năm trước", "Lò Văn An", date(2025, 5, 1), given_on=date(2025, 1, 1))
    duties.log(session, done.id, DAY, "", DutyState.DONE_ON_TIME)
    text = assignment_text(duty_papers.assignment_of(session))
    assert "Từ năm trước" in text
    assert "Xong rồi" not in text
    assert "đang thực hiện đến ngày 03/11/2026" in text


def test_the_paper_lies_across_and_is_the_same_each_time(session, tmp_path):
    give(session, "Vận động các hộ", "Lò Văn An", date(2026, 12, 31), area="Tổ 1")
    paper = duty_papers.assignment_of(session, 2026)
    data = render_assignment(paper)
    assert data == render_assignment(paper)
    pages = PdfReader(BytesIO(data)).pages
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    assert "BÍ THƯ" in pages[-1].extract_text()
    written = duty_papers.save_assignment(session, tmp_path / duty_papers.suggested_name(2026), year=2026)
    assert (written.name, written.read_bytes()) == ("bang-phan-cong-2026.pdf", data)
    assert duty_papers.suggested_name(None) == "bang-phan-cong-dang-lam.pdf"


# -- to do ----------------------------------------------------------------------------------------


def test_home_is_told_of_late_and_due_duties_and_of_who_has_none(session):
    assert duties_todo(session) == []
    for n in range(4):
        give(session, f"Việc {n}", "Lò Văn An", DAY - timedelta(days=9 - n))
    soon = give(session, "Trong tháng " + "dài " * 30, "", DAY + timedelta(days=3))
    give(session, "Sang tháng", "Cà Thị Ân", date(2026, 12, 3))
    found = {todo.key: todo for todo in duties_todo(session)}
    assert set(found) == {"overdue", "month", "coverage"}
    assert {todo.place for todo in found.values()} == {"duties"}
    overdue = found["overdue"]
    assert (overdue.level, overdue.title, overdue.target) == (Level.LATE, "4 nhiệm vụ quá hạn", "overdue")
    assert overdue.why.splitlines()[0] == "Lò Văn An: Việc 0 (25/10/2026)"
    assert overdue.why.splitlines()[-1] == "và 1 việc nữa"
    assert found["month"].why.startswith("Chưa rõ ai: Trong tháng dài")
    assert (found["month"].action, found["month"].target) == ("Mở nhiệm vụ", soon.id)
    coverage = found["coverage"]
    assert coverage.title == "3 đồng chí chưa được phân công nhiệm vụ"
    assert coverage.target == people(session)["Đặng Đức Bình"].id
    for name in ("Đặng Đức Bình", "Giàng A Chu", "Lò Thị Dung"):
        give(session, "Phụ trách hộ", name, date(2027, 1, 1))
    assert {todo.key for todo in duties_todo(session)} == {"overdue", "month"}


def test_home_reminds_of_the_new_years_plan_in_december(session):
    of_plan(session, "Phụ trách Tổ 1", "Lò Văn An", date(2026, 12, 31))
    session.clock.moment = session.clock.moment.replace(month=12, day=5)
    (plan,) = [todo for todo in duties_todo(session) if todo.key == "plan"]
    assert (plan.target, plan.title) == ("plan", "Phân công nhiệm vụ năm 2027")
    assert "Còn 1 việc của năm 2026 chưa xong" in plan.why
    duty_plans.give_plan(session, 2027, duty_plans.draft(session, 2027).rows)
    assert "plan" not in {todo.key for todo in duties_todo(session)}


def test_a_book_without_members_is_asked_nothing(tmp_path):
    empty = make_book(tmp_path / "empty")
    assert duties_todo(empty) == []
    empty.close()


def test_a_plan_half_changed_is_there_again(session):
    of_plan(session, "Phụ trách Tổ 1", "Lò Văn An", date(2026, 12, 31))
    plan = duty_plans.draft(session, 2027)
    first, second, *rest = plan.rows
    binh = people(session)["Đặng Đức Bình"].id
    changed = [
        with_changes(first, taken=False),
        with_changes(second, duty=replace(second.duty, text="Giao ban", owner_id=binh, households=3, due=None)),
        *rest,
    ]
    duty_plans.keep(session, plan, changed)
    again = duty_plans.draft(session, 2027)
    assert [row.taken for row in again.rows] == [row.taken for row in changed]
    kept = again.rows[1].duty
    assert (kept.text, kept.owner_id, kept.households, kept.due) == ("Giao ban", binh, 3, None)
    assert session.undo_name == "Giao nhiệm vụ"
    session.save_draft("duties/plan/2027", '{"x": 1}')
    assert [row.taken for row in duty_plans.draft(session, 2027).rows] == [row.taken for row in plan.rows]
    session.save_draft("duties/plan/2027", "hỏng")
    assert len(duty_plans.draft(session, 2027).rows) == len(plan.rows)


def test_a_kept_row_of_a_member_who_left_since_needs_another(session):
    of_plan(session, "Phụ trách Tổ 1", "Giàng A Chu", date(2026, 12, 31))
    plan = duty_plans.draft(session, 2027)
    duty_plans.keep(session, plan, plan.rows)
    gone = people(session)["Giàng A Chu"]
    left = (StatusPeriod(since=DAY, status=Status.TRANSFERRED),)
    members.save_member(session, replace(gone, periods=left))
    first = duty_plans.draft(session, 2027).rows[0]
    assert (first.gone, first.lacks_owner) == ("Giàng A Chu", True)
