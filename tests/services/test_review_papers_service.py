"""Papers of the review from a book: what needs the right, what the meeting adds, names of files."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from pypdf import PdfReader
from review_samples import ARDENT, SECRET, SECRETARY, ids, year_of_work

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import LaterChange, RatingVote, ReviewForm
from chibo_desktop.services import review_marks, review_papers, review_texts, reviews
from chibo_desktop.services.session import Session


@pytest.fixture
def round_id(cell: Session) -> bytes:
    meeting_id = year_of_work(cell)
    made = reviews.open_round(cell, 2026)
    reviews.choose_form(cell, made, ids(cell)[SECRETARY], ReviewForm.LEADER)
    found = reviews.load_round(cell, made).round
    tellers = (ids(cell)[ARDENT],)
    reviews.save_round(
        cell, msgspec.structs.replace(found, meeting_id=meeting_id, held_on=date(2026, 12, 17), tellers=tellers)
    )
    known = reviews.review_id(made, ids(cell)[ARDENT])
    review_texts.save_section(cell, known, "II.1", SECRET)
    review_marks.set_vote(cell, known, RatingVote(base=5, issued=5, collected=5, good=4))
    return made


@pytest.fixture
def ardent(cell: Session, round_id: bytes) -> bytes:
    return reviews.review_id(round_id, ids(cell)[ARDENT])


def text(file) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(file).pages)


def test_words_are_printed_by_who_may_read_them_alone(cell, round_id, ardent, tmp_path, monkeypatch):
    assert SECRET in text(review_papers.save_form(cell, ardent, tmp_path / "a.pdf"))
    assert SECRET in text(review_papers.save_review_minutes(cell, round_id, tmp_path / "b.pdf"))
    monkeypatch.setattr(cell, "sealed_keys", ())
    for save in (
        lambda target: review_papers.save_form(cell, ardent, target),
        lambda target: review_papers.save_review_minutes(cell, round_id, target),
        lambda target: review_papers.save_forms(cell, round_id, target, blank=False),
    ):
        with pytest.raises(UserError, match="niêm phong"):
            save(tmp_path / "c.pdf")
        assert not (tmp_path / "c.pdf").exists()


def test_papers_without_words_need_no_right_and_bear_none(cell, round_id, ardent, tmp_path, monkeypatch):
    monkeypatch.setattr(cell, "sealed_keys", ())
    made = [
        review_papers.save_form(cell, ardent, tmp_path / "1.pdf", blank=True),
        review_papers.save_forms(cell, round_id, tmp_path / "2.pdf"),
        review_papers.save_blank_form(cell, round_id, ReviewForm.VILLAGER, tmp_path / "3.pdf"),
        review_papers.save_blank_form(cell, round_id, ReviewForm.CELL, tmp_path / "4.pdf"),
        review_papers.save_ballots(cell, round_id, tmp_path / "5.pdf"),
        review_papers.save_count(cell, round_id, tmp_path / "6.pdf"),
        review_papers.save_tally(cell, round_id, tmp_path / "7.pdf"),
    ]
    shown = [text(file) for file in made]
    assert not any(SECRET in words for words in shown)
    assert [ARDENT in words for words in shown] == [True, True, False, False, True, True, True]
    assert shown[1].count("Mẫu 02C") == 5
    assert shown[1].count("Mẫu 02A") == shown[1].count("Mẫu 01-HD") + 1 == 1


def test_the_meeting_gives_place_chair_and_people(cell, round_id, tmp_path):
    words = text(review_papers.save_review_minutes(cell, round_id, tmp_path / "a.pdf"))
    assert "Địa điểm: Nhà văn hóa bản." in words
    assert f"Chủ trì: Đ/c {SECRETARY}." in words
    assert "Có mặt: 04/07 đồng chí; vắng 03." in words
    count = text(review_papers.save_count(cell, round_id, tmp_path / "b.pdf"))
    assert f"Đ/c {ARDENT}, tổ trưởng." in count
    assert "Số người có quyền biểu quyết: 05; số phiếu phát ra: 05; số phiếu thu về: 05." in count


def test_the_list_of_papers_tells_what_is_there_and_what_is_missing(cell, round_id, tmp_path):
    reviews.set_dossier(cell, round_id, "reviews", date(2026, 12, 18), "6 bản")
    words = text(review_papers.save_dossier(cell, round_id, tmp_path / "a.pdf"))
    assert "Mẫu 04-HD KĐ.ĐG 2025" in words
    assert "1 Bản kiểm điểm 18/12/2026 6 bản" in words
    assert "8 Hồ sơ khiếu nại nếu có" in words
    assert "Hồ sơ: còn thiếu: nhận xét nơi cư trú; biên bản hội nghị; tổng hợp thẩm định; kết luận" in words
    for code in ("residence", "minutes", "appraisal", "result"):
        reviews.set_dossier(cell, round_id, code, date(2026, 12, 19))
    assert "Hồ sơ: đủ giấy tờ bắt buộc." in text(review_papers.save_dossier(cell, round_id, tmp_path / "b.pdf"))


def test_a_later_change_and_who_is_away_are_remarked_in_the_table(cell, round_id, ardent, tmp_path):
    review_marks.set_result(cell, ardent, YearRating.GOOD, "7-QĐ/ĐU", date(2027, 1, 5))
    review_marks.set_change(cell, ardent, LaterChange(rating=YearRating.FAILED, date=date(2027, 3, 1)))
    words = text(review_papers.save_tally(cell, round_id, tmp_path / "a.pdf"))
    assert "Xếp loại lại 01/03/2027; trước: Hoàn thành tốt nhiệm vụ" in words
    assert "Sinh hoạt tạm thời nơi khác" in words
    assert "Đ/c Quàng Văn Hải: miễn công tác và sinh hoạt từ 01/01/2026." in words


def test_a_round_with_nobody_to_print_says_so(cell, round_id, tmp_path, monkeypatch):
    quarter = reviews.open_round(cell, 2026, 2)
    (row,) = reviews.load_round(cell, quarter).rows
    assert "Mẫu 05" in text(review_papers.save_forms(cell, quarter, tmp_path / "a.pdf"))
    cell.save(delete=[row.review])
    with pytest.raises(UserError, match="chưa có ai để in"):
        review_papers.save_forms(cell, quarter, tmp_path / "b.pdf")


def test_file_names_are_plain():
    assert review_papers.suggested_name("ban-kiem-diem", 2026, 0, ARDENT) == "ban-kiem-diem-2026-ca-thi-an.pdf"
    assert review_papers.suggested_name("phieu", 2026, 3) == "phieu-2026-quy-3.pdf"
