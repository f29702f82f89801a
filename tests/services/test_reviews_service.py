"""Rounds of reviews: who is in them, what is noted, what is told, who may read."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from review_samples import ABSENT, ARDENT, SECRET, SECRETARY, ids
from service_samples import add_members

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.meetings import AttendanceState, MeetingKind
from chibo_desktop.domain.members import Standing, StandingPeriod, Status, StatusPeriod
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import (
    LaterChange,
    RatingVote,
    Review,
    ReviewComment,
    ReviewExemption,
    ReviewForm,
    ReviewRound,
    ReviewText,
)
from chibo_desktop.services import (
    meetings,
    members,
    review_findings,
    review_marks,
    review_meeting,
    review_overview,
    review_packs,
    review_texts,
    reviews,
    reviews_todo,
)
from chibo_desktop.services.session import Session
from chibo_desktop.services.todo import Level


@pytest.fixture
def round_id(cell: Session) -> bytes:
    add_members(cell)
    return reviews.open_round(cell, 2026)


def of(session: Session, round_id: bytes, name: str) -> bytes:
    return reviews.review_id(round_id, ids(session)[name])


def sentences(session: Session, round_id: bytes) -> str:
    return "\n".join(f.sentence for f in review_findings.round_findings(session, round_id))


# -- rounds -----------------------------------------------------------------------------------------


def test_a_round_has_everyone_of_the_day_with_exemption_and_reason(cell, round_id):
    view = reviews.load_round(cell, round_id)
    assert view.title == "Kiểm điểm, xếp loại năm 2026"
    assert view.rows[0].is_cell
    assert view.rows[0].review.form is ReviewForm.CELL
    assert view.rows[1].name == SECRETARY
    exempt = {row.name: row.review.exempt_note for row in view.members if not row.reviewed}
    assert exempt == {"Quàng Văn Hải": "Miễn công tác và sinh hoạt từ 01/01/2026"}
    (away,) = [row for row in view.members if row.needs_outside_opinion]
    assert away.name == "Vàng A Dơ"
    assert {row.review.form for row in view.members if row.review} == {ReviewForm.VILLAGER}


def test_the_secretary_is_asked_for_the_form_and_none_is_preset(cell, round_id):
    (row,) = [row for row in reviews.load_round(cell, round_id).rows if row.needs_form]
    assert (row.name, row.review, row.last_form, row.state) == (SECRETARY, None, None, "Chưa chọn mẫu")
    assert "chưa chọn mẫu 2A hay 2C" in sentences(cell, round_id)
    reviews.choose_form(cell, round_id, row.member_id, ReviewForm.LEADER)
    assert reviews.load_review(cell, of(cell, round_id, SECRETARY)).review.form is ReviewForm.LEADER
    with pytest.raises(UserError):
        reviews.choose_form(cell, round_id, row.member_id, ReviewForm.CELL)


def test_the_form_of_an_earlier_year_is_a_hint_only(cell):
    add_members(cell)
    before = reviews.open_round(cell, 2025)
    reviews.choose_form(cell, before, ids(cell)[SECRETARY], ReviewForm.LEADER)
    (row,) = [r for r in reviews.load_round(cell, reviews.open_round(cell, 2026)).rows if r.needs_form]
    assert row.last_form is ReviewForm.LEADER


def test_opened_twice_nothing_is_made_twice(cell, round_id):
    before = cell.book.find(Review)
    assert reviews.open_round(cell, 2026) == round_id
    assert not reviews.refresh_round(cell, round_id).kinds
    assert cell.book.find(Review) == before
    assert len(reviews.list_rounds(cell)) == 1


def test_opening_is_one_act_that_can_be_taken_back(cell, round_id):
    cell.undo()
    assert not cell.book.find(Review)
    assert not cell.book.find(ReviewRound)


def test_refresh_adds_newcomers_and_touches_nobody_else(cell, round_id):
    chosen = of(cell, round_id, ARDENT)
    review_marks.set_exemption(cell, chosen, ReviewExemption.OTHER_CELL, "Theo thông báo")
    new = msgspec.structs.replace(
        members.new_member(cell), name="Mùa A Sử",
        standings=(StandingPeriod(since=date(2026, 8, 1), standing=Standing.PROBATIONARY),),
    )  # fmt: skip
    members.save_member(cell, new)
    assert reviews.refresh_round(cell, round_id).kinds == {"review"}
    rows = {row.name: row for row in reviews.load_round(cell, round_id).members}
    assert rows["Mùa A Sử"].exempt is ReviewExemption.UNDER_SIX_MONTHS
    assert rows[ARDENT].exempt is ReviewExemption.OTHER_CELL


def test_a_quarter_is_for_the_leading_members_and_has_no_report_of_the_cell(cell):
    add_members(cell)
    view = reviews.load_round(cell, reviews.open_round(cell, 2026, 3))
    assert [row.name for row in view.rows] == [SECRETARY]
    assert (view.title, view.cell) == ("Kiểm điểm, xếp loại quý III năm 2026", None)
    assert review_overview.form_words(view.round, view.rows[0].review) == "05"


def test_rounds_of_a_year_to_come_or_without_members_are_refused(cell):
    with pytest.raises(UserError, match="chưa có đảng viên"):
        reviews.open_round(cell, 2026)
    add_members(cell)
    with pytest.raises(UserError, match="Chưa đến kỳ"):
        reviews.open_round(cell, 2027)
    assert not cell.book.find(ReviewRound)


def test_years_stand_before_their_quarters_and_the_newest_first(cell):
    add_members(cell)
    for year, quarter in ((2025, 0), (2026, 1), (2026, 0), (2026, 3)):
        reviews.open_round(cell, year, quarter)
    assert [(r.year, r.quarter) for r in reviews.list_rounds(cell)] == [(2026, 0), (2026, 3), (2026, 1), (2025, 0)]


def test_only_a_round_in_which_nothing_was_done_is_taken_away(cell, round_id):
    review_texts.save_section(cell, of(cell, round_id, ARDENT), "I.1", "Chấp hành tốt")
    with pytest.raises(UserError, match="đã có bản kiểm điểm"):
        reviews.remove_round(cell, round_id)
    other = reviews.open_round(cell, 2025)
    reviews.remove_round(cell, other)
    assert [r.year for r in reviews.list_rounds(cell)] == [2026]


def test_what_is_gone_is_said_in_words(cell, round_id):
    for call in (reviews.load_round, reviews.load_review, reviews.refresh_round):
        with pytest.raises(UserError):
            call(cell, b"0" * 16)


# -- points, votes, results -------------------------------------------------------------------------


def test_points_stay_within_the_line_and_sum_up_on_both_sides(cell, round_id):
    known = of(cell, round_id, ARDENT)
    view = reviews.load_review(cell, known)
    for line in view.lines:
        review_marks.set_points(cell, known, line.code, line.max)
    review_marks.set_points(cell, known, "II.3", 10, cell=True, note="Ít tham gia")
    row = reviews.load_review(cell, known).row
    assert (row.own.total, row.given.total, row.given.so_far) == (100, None, 10)
    assert next(p for p in row.review.points if p.code == "II.3").note == "Ít tham gia"
    for code, points in (("I.1", 20.5), ("I.1", -1), ("IX", 1)):
        with pytest.raises(UserError):
            review_marks.set_points(cell, known, code, points)
    review_marks.set_points(cell, known, "I.1", None)
    assert reviews.load_review(cell, known).row.own.missing == ("I.1",)


def test_a_counted_vote_gives_the_level_and_impossible_numbers_are_refused(cell, round_id):
    known = of(cell, round_id, ARDENT)
    review_marks.set_vote(cell, known, RatingVote(base=5, issued=5, collected=5, excellent=1, good=3))
    assert reviews.load_review(cell, known).review.cell_rating is YearRating.GOOD
    with pytest.raises(UserError, match="Thu về 6 phiếu"):
        review_marks.set_vote(cell, known, RatingVote(base=5, issued=5, collected=6))
    review_marks.set_vote(cell, known, RatingVote(base=5, issued=5, collected=5, excellent=2, good=2, completed=1))
    assert reviews.load_review(cell, known).review.cell_rating is None
    assert "chưa mức nào quá nửa (cần 3/5 phiếu" in sentences(cell, round_id)
    review_marks.set_cell_rating(cell, known, YearRating.GOOD)
    assert reviews.load_review(cell, known).review.cell_rating is YearRating.GOOD


def test_several_votes_are_written_together_or_not_at_all(cell, round_id):
    first, second = of(cell, round_id, ARDENT), of(cell, round_id, ABSENT)
    good = RatingVote(base=5, issued=5, collected=5, good=5)
    with pytest.raises(UserError):
        review_marks.set_votes(cell, round_id, {first: good, second: RatingVote(base=5, issued=6)})
    assert reviews.load_review(cell, first).review.vote is None
    review_marks.set_votes(cell, round_id, {first: good, second: good, b"1" * 16: good})
    assert {reviews.load_review(cell, i).review.cell_rating for i in (first, second)} == {YearRating.GOOD}


def test_voters_are_full_members_neither_away_nor_exempt(cell, round_id):
    assert review_marks.vote_base_of(cell, reviews.load_round(cell, round_id)) == 5


def test_the_meeting_of_the_day_gives_the_roll_and_another_day_is_told(cell, round_id):
    meeting_id = meetings.create_meeting(cell, MeetingKind.REVIEW, date(2026, 12, 17))
    found = reviews.load_round(cell, round_id).round
    assert review_meeting.meeting_of(cell, found) is None
    assert "Sổ có cuộc họp kiểm điểm ngày 17/12/2026, kỳ này chưa ghi ngày họp." in sentences(cell, round_id)
    reviews.save_round(cell, msgspec.structs.replace(found, held_on=date(2026, 12, 16)))
    assert "kỳ này ghi ngày 16/12/2026" in sentences(cell, round_id)
    reviews.save_round(cell, msgspec.structs.replace(found, held_on=date(2026, 12, 17)))
    view = reviews.load_round(cell, round_id)
    assert review_meeting.meeting_of(cell, view.round).id == meeting_id
    assert "Sổ có cuộc họp" not in sentences(cell, round_id)
    assert review_marks.vote_base_of(cell, view) == 5
    meetings.call_roll(cell, meeting_id)
    exempt = next(r for r in meetings.load(cell, meeting_id).roll if r.name == "Quàng Văn Hải")
    cell.save(msgspec.structs.replace(exempt, state=AttendanceState.EXEMPT_PRESENT))
    assert review_marks.vote_base_of(cell, view) == 6
    named = msgspec.structs.replace(view.round, held_on=None, meeting_id=meeting_id)
    assert review_meeting.meeting_of(cell, named).id == meeting_id


def test_result_and_later_change_stand_beside_one_another(cell, round_id):
    known = of(cell, round_id, ARDENT)
    change = LaterChange(rating=YearRating.COMPLETED, date=date(2027, 3, 1), paper="9-QĐ/ĐU", reason="Vi phạm")
    with pytest.raises(UserError, match="Chưa có kết quả"):
        review_marks.set_change(cell, known, change)
    review_marks.set_cell_rating(cell, known, YearRating.EXCELLENT)
    review_marks.set_results(cell, {known: YearRating.GOOD}, " 7-QĐ/ĐU ", date(2027, 1, 9))
    review_marks.set_told(cell, [known], date(2027, 1, 12))
    assert reviews.load_review(cell, known).review.result is YearRating.GOOD
    review_marks.set_change(cell, known, change)
    review = reviews.load_review(cell, known).review
    assert (review.result, review.upper_rating, review.upper_paper) == (
        YearRating.COMPLETED,
        YearRating.GOOD,
        "7-QĐ/ĐU",
    )
    row = next(r for r in reviews.load_round(cell, round_id).rows if r.review and r.review.id == known)
    assert review_overview.remark_of(row) == ("Xếp loại lại 01/03/2027, 9-QĐ/ĐU; trước: Hoàn thành tốt nhiệm vụ")
    review_marks.set_result(cell, known, None, "", None)
    assert review_overview.ratings_through_years(cell) == {ids(cell)[ARDENT]: {2026: YearRating.COMPLETED}}


# -- at a glance ------------------------------------------------------------------------------------


def test_overview_counts_members_only_and_names_who_is_missing(cell, round_id):
    here = [of(cell, round_id, name) for name in (ARDENT, ABSENT)]
    review_marks.set_handed_in(cell, here, date(2026, 11, 20))
    review_marks.set_discussed(cell, here[:1], date(2026, 12, 15))
    review_marks.set_cell_rating(cell, here[0], YearRating.GOOD)
    review_marks.set_told(cell, here[:1], date(2027, 1, 1))
    found = review_overview.overview_of(reviews.load_round(cell, round_id))
    assert found.sentence == "2/6 đã nộp, 1/6 đã kiểm điểm, 1/6 đã xếp loại, 1/6 đã báo kết quả."
    assert {row.name for row in found.missing} == {SECRETARY, "Giàng A Chu", "Lò Thị Dung", "Vàng A Dơ"}
    assert [row.name for row in found.by_rating[YearRating.GOOD]] == [ARDENT]
    assert [row.name for row in found.exempt] == ["Quàng Văn Hải"]
    columns, rows = review_overview.review_table(cell, round_id)
    assert len(rows) == 7
    assert {len(row) for row in rows} == {len(columns)}


def test_the_cap_is_told_with_its_formula_and_forbids_nothing(cell, round_id):
    for name in (ARDENT, ABSENT):
        review_marks.set_cell_rating(cell, of(cell, round_id, name), YearRating.EXCELLENT)
    finding = next(f for f in review_findings.round_findings(cell, round_id) if "xuất sắc" in f.sentence)
    assert finding.sentence == (
        "2 đồng chí xếp loại Hoàn thành xuất sắc nhiệm vụ. "
        "20% × 0 đồng chí xếp loại Hoàn thành tốt nhiệm vụ = 0: nhiều nhất 0 đồng chí."
    )
    assert finding.basis == "QĐ 366-QĐ/TW Điều 11"


def test_days_of_the_round_are_watched(cell, round_id):
    found = reviews.load_round(cell, round_id).round
    reviews.save_round(cell, msgspec.structs.replace(found, held_on=date(2027, 1, 5), hand_in_by=date(2026, 11, 1)))
    told = sentences(cell, round_id)
    assert "Hội nghị kiểm điểm ngày 05/01/2027, sau 31/12/2026." in told
    assert "chưa nộp bản kiểm điểm (hạn 01/11/2026)" in told
    late = msgspec.structs.replace(found, held_on=date(2026, 12, 17), drafts_out_on=date(2026, 12, 15))
    reviews.save_round(cell, late)
    assert "chậm hơn 14/12/2026" in sentences(cell, round_id)
    reviews.save_round(cell, msgspec.structs.replace(late, drafts_out_on=date(2026, 12, 14)))
    assert "chậm hơn" not in sentences(cell, round_id)
    with pytest.raises(UserError, match="đứng sau ngày họp"):
        reviews.save_round(cell, msgspec.structs.replace(late, drafts_out_on=date(2026, 12, 18)))


def test_dossier_is_ticked_paper_by_paper(cell, round_id):
    found = reviews.load_round(cell, round_id).round
    reviews.save_round(cell, msgspec.structs.replace(found, held_on=date(2026, 12, 17)))
    reviews.set_dossier(cell, round_id, "minutes", date(2026, 12, 18), "2 bản")
    reviews.set_dossier(cell, round_id, "reviews", date(2026, 12, 18))
    view = reviews.load_round(cell, round_id)
    assert [(i.code, i.note) for i in view.round.dossier] == [("reviews", ""), ("minutes", "2 bản")]
    assert "Hồ sơ còn thiếu: nhận xét nơi cư trú; tổng hợp thẩm định; kết luận" in sentences(cell, round_id)


def test_a_status_that_changed_since_the_round_was_opened_is_told(cell, round_id):
    member = next(m for m in members.all_members(cell) if m.name == ARDENT)
    period = StatusPeriod(since=date(2026, 10, 1), status=Status.SUSPENDED)
    members.save_member(cell, msgspec.structs.replace(member, periods=(period,)))
    assert f"{ARDENT}: Đình chỉ sinh hoạt đảng từ 01/10/2026, không thuộc diện kiểm điểm." in sentences(
        cell, round_id
    )
    review_marks.set_exemption(cell, of(cell, round_id, ARDENT), ReviewExemption.SUSPENDED, "Đình chỉ")
    assert f"{ARDENT}: Đình chỉ" not in sentences(cell, round_id)


@pytest.mark.parametrize("rating", [None, YearRating.GOOD])
def test_who_left_before_the_meeting_is_reviewed_elsewhere_unless_rated_already(cell, round_id, rating):
    before = len(reviews.load_round(cell, round_id).reviewed)
    review_marks.set_cell_rating(cell, of(cell, round_id, ARDENT), rating)
    member = next(m for m in members.all_members(cell) if m.name == ARDENT)
    period = StatusPeriod(since=date(2026, 11, 1), status=Status.TRANSFERRED)
    members.save_member(cell, msgspec.structs.replace(member, periods=(period,)))
    view = reviews.load_round(cell, round_id)
    assert len(view.reviewed) == before - (rating is None)
    left = [row.state for row in view.members if row.left]
    assert left == (["Đã rời chi bộ"] if rating is None else [])
    told = f"{ARDENT} đã rời chi bộ trước ngày {view.day:%d/%m/%Y}, không kiểm điểm ở đây."
    assert (told in sentences(cell, round_id)) is (rating is None)
    found = review_overview.overview_of(reviews.load_round(cell, round_id))
    assert ARDENT not in {row.name for row in found.missing} or rating is not None


def test_who_leaves_after_the_meeting_was_reviewed_here(cell, round_id):
    before = len(reviews.load_round(cell, round_id).reviewed)
    held = msgspec.structs.replace(reviews.load_round(cell, round_id).round, held_on=date(2026, 10, 31))
    reviews.save_round(cell, held)
    member = next(m for m in members.all_members(cell) if m.name == ARDENT)
    period = StatusPeriod(since=date(2026, 11, 1), status=Status.TRANSFERRED)
    members.save_member(cell, msgspec.structs.replace(member, periods=(period,)))
    assert len(reviews.load_round(cell, round_id).reviewed) == before


def test_the_opinion_of_the_other_cell_is_asked_for(cell, round_id):
    words = "chưa có nhận xét của chi bộ nơi đó"
    assert words in sentences(cell, round_id)
    review = reviews.load_review(cell, of(cell, round_id, "Vàng A Dơ")).review
    review_marks.save_review(cell, msgspec.structs.replace(review, outside_opinion_on=date(2026, 11, 2)))
    assert words not in sentences(cell, round_id)


# -- sealed words -----------------------------------------------------------------------------------


def test_words_are_sealed_and_lie_nowhere_in_the_open(cell, round_id):
    known = of(cell, round_id, ARDENT)
    text = ReviewText(comments=(ReviewComment(author="Bình", text=f"  {SECRET}\r\n"), ReviewComment()))
    review_texts.save_text(cell, known, text.with_section("II.1", SECRET))
    found = review_texts.text_of(cell, known)
    assert (found.section("II.1"), found.section("III")) == (SECRET, "")
    assert [c.text for c in found.comments] == [SECRET]
    cell.book.execute("PRAGMA wal_checkpoint(TRUNCATE)", ())
    for file in cell.folder.iterdir():
        assert SECRET.encode() not in file.read_bytes()


def test_undo_brings_the_words_of_before_back(cell, round_id):
    known = of(cell, round_id, ARDENT)
    review_texts.save_section(cell, known, "I.1", "Lần một")
    review_texts.save_section(cell, known, "I.1", "Lần hai")
    cell.undo()
    assert review_texts.text_of(cell, known).section("I.1") == "Lần một"
    cell.undo()
    assert not review_texts.text_of(cell, known).written


def test_without_the_right_nothing_is_read_or_written(cell, round_id, monkeypatch):
    known = of(cell, round_id, ARDENT)
    review_texts.save_section(cell, known, "I.1", SECRET)
    monkeypatch.setattr(cell, "sealed_keys", ())
    for call in (
        lambda: review_texts.text_of(cell, known),
        lambda: review_texts.save_section(cell, known, "I.1", "x"),
    ):
        with pytest.raises(UserError, match="niêm phong"):
            call()


def test_an_empty_text_makes_no_entry_and_an_emptied_heading_goes(cell, round_id):
    known = of(cell, round_id, ARDENT)
    before = cell.head()
    review_texts.save_text(cell, known, ReviewText())
    assert cell.head() == before
    review_texts.save_section(cell, known, "I.1", "Tốt")
    review_texts.save_section(cell, known, "I.1", "  ")
    assert not review_texts.text_of(cell, known).written
    with pytest.raises(UserError, match="quá dài"):
        review_texts.save_section(cell, known, "I.1", "a" * 20_001)


# -- rules of the place -----------------------------------------------------------------------------


def test_points_of_the_place_count_for_an_open_round_only_when_it_is_named(cell, round_id):
    found = reviews.load_round(cell, round_id).round
    review_packs.set_line_points(cell, {"I.1": 15, "I.2": 15})
    assert reviews.load_round(cell, round_id).pack.groups[0].lines[0].max == 20
    review_packs.set_line_points(cell, {"I.1": 15, "I.2": 15}, found)
    assert [line.max for line in reviews.load_round(cell, round_id).pack.groups[0].lines] == [15, 15]
    later = reviews.open_round(cell, 2025)
    assert reviews.load_round(cell, later).round.pack == "review.qd366-2025 I.1=15 I.2=15"
    review_packs.set_line_points(cell, {})
    assert reviews.load_round(cell, later).pack.groups[0].lines[0].max == 15
    for points in ({"I.1": 25}, {"IX": 3}, {"I.1": 31, "I.2": -1}):
        with pytest.raises(UserError):
            review_packs.set_line_points(cell, points)


PACK = """
id = "review.dien-bien-2026"
title = "Của tỉnh"
legal_basis = "HD 9-HD/TU"
effective_from = 2026-01-01
based_on = "review.qd366-2025"
[cap]
percent = 15
"""


def test_a_pack_from_above_counts_from_its_day_and_stays_while_a_round_bears_it(cell, tmp_path):
    add_members(cell)
    file = tmp_path / "tinh.toml"
    file.write_text(PACK, encoding="utf-8")
    pack, changed = review_packs.replace_review_pack(cell, file)
    assert changed.kinds == {"setting"}
    assert not review_packs.replace_review_pack(cell, file)[1].kinds
    assert reviews.load_round(cell, reviews.open_round(cell, 2025)).pack.id == "review.qd366-2025"
    assert reviews.load_round(cell, reviews.open_round(cell, 2026)).pack.cap.percent == 15
    with pytest.raises(UserError, match="Đã có kỳ kiểm điểm"):
        review_packs.remove_review_pack(cell, pack.id)
    file.write_text(PACK.replace("15", "10"), encoding="utf-8")
    with pytest.raises(UserError, match="nội dung khác tệp này"):
        review_packs.replace_review_pack(cell, file)
    file.write_text(PACK.replace("15", '"x"'), encoding="utf-8")
    with pytest.raises(UserError, match="dòng 8"):
        review_packs.replace_review_pack(cell, file)
    reviews.remove_round(cell, reviews.round_id(2026))
    review_packs.remove_review_pack(cell, pack.id)
    assert [p.id for p in review_packs.review_packs(cell)] == ["review.qd366-2025"]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a" * 70_000, b"", b"id = 3"])
def test_files_that_are_no_pack_are_refused(cell, tmp_path, data):
    file = tmp_path / "la.toml"
    file.write_bytes(data)
    with pytest.raises(UserError, match=r"la\.toml"):
        review_packs.replace_review_pack(cell, file)
    with pytest.raises(UserError, match=r"khong-co\.toml"):
        review_packs.replace_review_pack(cell, tmp_path / "khong-co.toml")


# -- what is to be done -----------------------------------------------------------------------------


def keys(session: Session) -> dict[str, Level]:
    return {t.key: t.level for t in reviews_todo.reviews_todo(session)}


def test_from_november_the_round_is_asked_for_then_its_form_its_day_its_people(cell):
    assert keys(cell) == {}
    add_members(cell)
    assert keys(cell) == {"review_open": Level.SOON}
    round_id = reviews.open_round(cell, 2026)
    assert keys(cell) == {"review_form-2026-0": Level.DUE}
    reviews.choose_form(cell, round_id, ids(cell)[SECRETARY], ReviewForm.VILLAGER)
    assert keys(cell) == {}
    meetings.create_meeting(cell, MeetingKind.REVIEW, date(2026, 11, 5))
    assert keys(cell) == {"review_day-2026-0": Level.DUE}
    found = msgspec.structs.replace(reviews.load_round(cell, round_id).round, held_on=date(2026, 11, 5))
    reviews.save_round(cell, found)
    assert keys(cell) == {"review_drafts-2026-0": Level.LATE, "review_missing-2026-0": Level.DUE}
    reviews.save_round(cell, msgspec.structs.replace(found, drafts_out_on=date(2026, 10, 30)))
    everyone = [row.review.id for row in reviews.load_round(cell, round_id).reviewed]
    review_marks.set_handed_in(cell, everyone, date(2026, 11, 1))
    assert keys(cell) == {}
    review_marks.set_discussed(cell, everyone, date(2026, 11, 5))
    assert keys(cell) == {"review_rate-2026-0": Level.DUE}
    review_marks.set_results(cell, dict.fromkeys(everyone, YearRating.GOOD), "7-QĐ/ĐU", date(2026, 11, 20))
    assert keys(cell) == {"review_tell-2026-0": Level.SOON}
    sent = msgspec.structs.replace(reviews.load_round(cell, round_id).round, reported_on=date(2026, 11, 6))
    reviews.save_round(cell, sent)
    assert keys(cell) == {"review_tell-2026-0": Level.SOON}
    review_marks.set_told(cell, everyone, date(2026, 11, 21))
    assert keys(cell) == {}


def test_a_round_whose_time_is_over_and_a_quarter_are_asked_for_their_day(cell):
    add_members(cell)
    reviews.open_round(cell, 2026, 4)
    past = reviews.open_round(cell, 2025)
    reviews.choose_form(cell, past, ids(cell)[SECRETARY], ReviewForm.VILLAGER)
    assert keys(cell) == {"review_open": Level.SOON, "review_day-2026-4": Level.SOON}
    cell.clock.moment = cell.clock.moment.replace(year=2026, month=2)
    assert keys(cell)["review_day-2025-0"] is Level.LATE


def test_the_office_is_told_nothing_of_reviews(office):
    assert reviews_todo.reviews_todo(office) == []
