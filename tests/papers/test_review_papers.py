"""Papers of the review: exact headings, dots where the book keeps nothing, ballots without a voter's name."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from chibo_desktop.common.ids import named_id
from chibo_desktop.common.resources import resource
from chibo_desktop.domain.cell import Cell, CellName
from chibo_desktop.domain.paper import Grid
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_minutes_paper import MinutesPart, compose_review_minutes
from chibo_desktop.domain.review_pack import parse_review_pack
from chibo_desktop.domain.review_paper import compose_cell_report, compose_form, review_paper_text
from chibo_desktop.domain.review_rules import excellent_cap, points_of
from chibo_desktop.domain.review_vote_paper import (
    VoteLine,
    VoteTime,
    compose_ballot,
    compose_count,
    compose_tally,
)
from chibo_desktop.domain.reviews import RatingVote, ReviewComment, ReviewForm, ReviewPoints, ReviewText
from chibo_desktop.papers.review import render_review_papers

PACK = parse_review_pack(resource("rules", "review-qd366-2025.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 12, 1)
CELL = Cell(
    id=named_id("cell"),
    names=(CellName(since=date(2020, 1, 1), name="Chi bộ bản Huổi Lóng", commune="xã Nậm Khao"),),
)
TIME = VoteTime(year=2026, day=date(2026, 12, 17), today=TODAY, place="Nhà văn hóa", chair="Lò Văn An",
                tellers=("Cà Thị Ân", "Giàng A Chu"))  # fmt: skip


def form_2c(**changes):
    form = PACK.form(ReviewForm.VILLAGER)
    return compose_form(cell=CELL, form=form, groups=PACK.groups, year=2026, today=TODAY, **changes)


def pages(*papers) -> list[str]:
    data = render_review_papers(papers)
    assert data == render_review_papers(papers)
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


# -- forms ------------------------------------------------------------------------------------------


def test_blank_form_2c_has_every_heading_in_order_and_dots_for_what_is_not_kept():
    text = review_paper_text(form_2c())
    places = [text.index(h.title) for h in PACK.form(ReviewForm.VILLAGER).headings]
    assert places == sorted(places)
    assert text.index("A. NỘI DUNG KIỂM ĐIỂM") < places[0]
    assert places[-1] < text.index("B. NỘI DUNG TỰ ĐÁNH GIÁ, XẾP LOẠI")
    assert "Mẫu 02C-HD KĐ.ĐG 2025\nBẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CÁ NHÂN\nNăm 2026\n" in text
    assert "(Đảng viên không làm việc trong hệ thống chính trị)" in text
    assert "Ngày sinh: ...." in text
    assert "Đơn vị công tác: ...." in text
    assert "Chi bộ: bản Huổi Lóng" in text
    assert "Xã Nậm Khao, ngày ...... tháng ...... năm 2026" in text
    assert "1. Nhóm tiêu chí chung: ......../30" in text
    assert "[Hoàn thành xuất sắc nhiệm vụ; Hoàn thành tốt nhiệm vụ;" in text
    assert text.endswith("NGƯỜI TỰ KIỂM ĐIỂM\n....................\n")


def test_filled_form_bears_words_points_and_level():
    lines = PACK.lines_for(ReviewForm.VILLAGER)
    own = points_of([ReviewPoints(code=line.code, self_points=line.max - 0.5) for line in lines], lines, cell=False)
    words = ReviewText().with_section("I.1", "Chấp hành tốt.\nKhông vi phạm.").with_section("VI", "Sẽ phát biểu.")
    paper = form_2c(
        name="Lò Văn An", day=date(2026, 11, 25), text=words, own=own, rating=YearRating.GOOD
    )  # fmt: skip
    text = review_paper_text(paper)
    assert paper.sealed
    assert "Họ và tên: Lò Văn An. Ngày sinh: ...." in text
    assert "Chấp hành tốt.\nKhông vi phạm.\n" in text
    assert "1. Nhóm tiêu chí chung: 29/30" in text
    assert "2. Nhóm tiêu chí về kết quả thực hiện nhiệm vụ: 68,5/70" in text
    assert "Tổng điểm: 97,5/100" in text
    assert "II. Đề xuất xếp loại mức chất lượng: Hoàn thành tốt nhiệm vụ." in text
    assert "ngày 25 tháng 11 năm 2026" in text
    shown = " ".join(pages(paper))
    assert "Sẽ phát biểu." in shown
    assert not form_2c(text=ReviewText()).sealed


def test_every_form_prints_with_its_code():
    for form in (ReviewForm.LEADER, ReviewForm.OFFICIAL, ReviewForm.VILLAGER):
        paper = compose_form(cell=CELL, form=PACK.form(form), groups=PACK.groups, year=2026, today=TODAY)
        assert f"Mẫu 0{form.value}-HD KĐ.ĐG 2025" in pages(paper)[0]
    quarter = compose_form(
        cell=CELL, form=PACK.form(ReviewForm.VILLAGER, 3), groups=PACK.groups, year=2026, quarter=3, today=TODAY
    )
    assert "BẢN TỰ ĐÁNH GIÁ Quý III năm 2026" in pages(quarter)[0]


def test_the_cells_report_goes_to_the_commune():
    paper = compose_cell_report(
        cell=CELL, form=PACK.form(ReviewForm.CELL), groups=PACK.cell_groups, year=2026, secretary="Lò Văn An",
        day=date(2026, 12, 17), today=TODAY,
    )  # fmt: skip
    text = review_paper_text(paper)
    assert "Mẫu 01-HD KĐ.ĐG 2025\nBÁO CÁO\nKiểm điểm, tự đánh giá, xếp loại chất lượng của tập thể năm 2026" in text
    assert "V. Trách nhiệm của tập thể, cá nhân" in text
    assert "- Đảng ủy xã Nậm Khao (để báo cáo),\n- Lưu Chi bộ.\n\nT/M CHI BỘ\n\nBÍ THƯ\nLò Văn An" in text
    assert "Nơi nhận:" in pages(paper)[-1]


def test_a_long_text_runs_over_pages_and_hostile_words_stay_words():
    words = ReviewText().with_section("I.2", "<b>Đậm</b> & “lạ” 😀\n" + "Làm việc chăm chỉ. " * 400)
    shown = pages(form_2c(name="<i>Lò</i> & Văn", text=words))
    assert len(shown) > 3
    assert "<b>Đậm</b> &" in shown[0]


# -- the vote ---------------------------------------------------------------------------------------


def test_ballot_lists_everyone_with_four_boxes_and_no_voter():
    paper = compose_ballot(CELL, TIME, ["Lò Văn An", "Cà Thị Ân"])
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    assert grid.columns[2:] == (
        "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ",
        "Không hoàn thành nhiệm vụ",
    )  # fmt: skip
    assert grid.rows == (("1", "Lò Văn An", "", "", "", ""), ("2", "Cà Thị Ân", "", "", "", ""))
    assert not paper.signatures
    assert "Người bỏ phiếu không ghi tên, không ký." in review_paper_text(paper)
    whole = compose_ballot(CELL, TIME, ["Chi bộ bản Huổi Lóng"], whole_cell=True)
    shown = pages(paper, whole)
    assert len(shown) == 2
    assert not shown[1].startswith("2")
    assert "Xếp loại chất lượng chi bộ năm 2026" in shown[1]


def counted_lines() -> list[VoteLine]:
    vote = RatingVote(base=21, issued=20, collected=20, excellent=2, good=15, completed=2)
    return [
        VoteLine(name="Lò Văn An", role="Bí thư", own_points=92, own_rating=YearRating.EXCELLENT, cell_points=88.5,
                 vote=vote, rating=YearRating.GOOD),
        VoteLine(name="Cà Thị Ân", vote=RatingVote(base=21, issued=20, collected=20, excellent=10, good=10)),
    ]  # fmt: skip


def test_minutes_of_the_count_show_valid_and_invalid_ballots_and_who_counted():
    paper = compose_count(CELL, TIME, counted_lines())
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    assert grid.rows[0][2:] == ("20", "20", "19", "1", "2", "15", "2", "0", "Tốt")
    assert grid.rows[1][-1] == "Chưa quá nửa"
    text = review_paper_text(paper)
    assert "- Đ/c Cà Thị Ân, tổ trưởng;\n- Đ/c Giàng A Chu, thành viên." in text
    assert "Số người có quyền biểu quyết: 21; số phiếu phát ra: 20; số phiếu thu về: 20." in text
    assert text.endswith("TỔ TRƯỞNG TỔ KIỂM PHIẾU\nCà Thị Ân\n\nCHỦ TRÌ\nLò Văn An\n")
    assert "Không hợp lệ" in pages(paper)[0]


def test_minutes_of_the_count_before_the_vote_are_a_form_to_fill_in():
    paper = compose_count(CELL, VoteTime(year=2026, today=TODAY), [VoteLine(name="Lò Văn An")])
    text = review_paper_text(paper)
    assert "số phiếu phát ra: ...." in text
    assert "Đ/c ...................., tổ trưởng;" in text
    assert "1 | Lò Văn An |  |  |" in text


def test_the_table_tells_counts_cap_cell_and_who_is_left_out():
    lines = counted_lines()
    cap = excellent_cap(PACK.cap, [line.rating for line in lines])
    paper = compose_tally(
        CELL, TIME, lines, own=VoteLine(name="Chi bộ", own_points=91, rating=YearRating.GOOD),
        exempt=[("Quàng Văn Hải", "Miễn công tác từ 01/01/2026")], cap=cap, basis="QĐ 366-QĐ/TW Điều 11",
        secretary="Lò Văn An",
    )  # fmt: skip
    text = review_paper_text(paper)
    assert "1 | Lò Văn An | Bí thư | 92 | Xuất sắc | 88,5 | 15/21 | Tốt | " in text
    assert "- Hoàn thành tốt nhiệm vụ: 01 (50%);" in text
    assert "- Không hoàn thành nhiệm vụ: 0 (0%);\n- Chưa xếp loại: 01 (50%)." in text
    assert "Giới hạn xuất sắc: 20% × 1 đồng chí xếp loại Hoàn thành tốt nhiệm vụ = 0,2, làm tròn xuống" in text
    assert "Tập thể chi bộ: 91/100 điểm; đề nghị: Hoàn thành tốt nhiệm vụ." in text
    assert "- Đ/c Quàng Văn Hải: miễn công tác từ 01/01/2026." in text
    assert len(pages(paper)) == 1


# -- the minutes ------------------------------------------------------------------------------------


def minutes(*parts: MinutesPart, **changes):
    return compose_review_minutes(
        cell=CELL, year=2026, quarter=0, basis=PACK.legal_basis, day=date(2026, 12, 17), today=TODAY, parts=parts,
        names={b"n" * 16: "Giàng A Chu"}, **changes,
    )  # fmt: skip


def test_minutes_tell_of_each_what_was_said_taken_and_concluded_and_the_ballots():
    text = ReviewText(
        comments=(
            ReviewComment(author_id=b"n" * 16, text="Nên đi họp sớm.", acceptance="Xin nhận."),
            ReviewComment(author="Ông Bình", text="Đồng ý."),
        ),
        conclusion="Hoàn thành tốt.",
    ).with_section("II.1", "Còn đi muộn.")
    text = text.with_section("VI", "Đi họp đúng giờ.")
    vote = RatingVote(base=5, issued=5, collected=5, good=4, completed=1)
    own = MinutesPart(name="Chi bộ (tập thể)", whole_cell=True, text=ReviewText())
    paper = minutes(own, MinutesPart(name="Lò Văn An", text=text, vote=vote, rating=YearRating.GOOD))
    shown = review_paper_text(paper)
    assert paper.sealed
    order = [
        "1. THÔNG TIN", "2. MỤC ĐÍCH", "3. ĐÁNH GIÁ", "Chi bộ (tập thể)", "Đ/c Lò Văn An",
        "Hạn chế, khuyết điểm tự nhận: Còn đi muộn.", "4. PHÁT BIỂU", "Đ/c Lò Văn An",
        "- Đ/c Giàng A Chu: Nên đi họp sớm.", "+ Tiếp thu: Xin nhận.", "- Ông Bình: Đồng ý.",
        "5. KẾT LUẬN VÀ CAM KẾT", "Đ/c Lò Văn An", "Kết luận của chủ trì: Hoàn thành tốt.",
        "Cam kết: Đi họp đúng giờ.", "6. XẾP LOẠI",
        "2 | Lò Văn An | 5 | 0 | 4 | 1 | 0 | Tốt",
    ]  # fmt: skip
    place = -1
    for words in order:
        place = shown.index(words, place + 1)
    assert "ngày 17 tháng 12 năm 2026" in shown
    assert len(pages(paper)) >= 1


def test_report_and_minutes_have_room_for_their_number():
    report = compose_cell_report(
        cell=CELL, form=PACK.form(ReviewForm.CELL), groups=PACK.cell_groups, year=2026, secretary="", today=TODAY
    )
    assert "Số .....-BC/CB" in review_paper_text(report)
    assert "Số .....-BB/CB" in review_paper_text(minutes())


@pytest.mark.parametrize("number", [0, 108])
def test_minutes_without_words_are_a_form_to_fill_in(number):
    paper = minutes(*(MinutesPart(name=f"Người {n}", text=ReviewText()) for n in range(number)))
    shown = review_paper_text(paper)
    assert shown.count("Ý kiến góp ý (của ai):") == number
    assert "THƯ KÝ\n...................." in shown
    assert pages(paper)
