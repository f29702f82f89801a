"""Reviews shown and printed from the command line."""

from __future__ import annotations

import json
from datetime import date

import msgspec
import pytest
from pypdf import PdfReader

from chibo_desktop.domain.members import Role, RoleTerm
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import RatingVote, ReviewForm
from chibo_desktop.services import members, review_marks, review_texts, reviews

SECRET = "hay nể nang"


NAMES = ("Lò Văn Pành", "Giàng A Tủa", "Lò Thị Hoa")


@pytest.fixture
def reviewed(cell_folder, opened):
    """A cell of three with a round of 2025 in which the secretary is rated."""
    session = opened(cell_folder)
    for name in NAMES:
        roles = (RoleTerm(since=date(2025, 1, 1), role=Role.SECRETARY),) if name == NAMES[0] else ()
        member = msgspec.structs.replace(members.new_member(session), name=name, roles=roles)
        members.save_member(session, member)
    round_id = reviews.open_round(session, 2025)
    (asked,) = [row for row in reviews.load_round(session, round_id).rows if row.needs_form]
    reviews.choose_form(session, round_id, asked.member_id, ReviewForm.LEADER)
    known = reviews.review_id(round_id, asked.member_id)
    review_marks.set_handed_in(session, [known], date(2025, 11, 20))
    vote = RatingVote(base=15, issued=15, collected=15, good=14)
    review_marks.set_vote(session, known, vote)
    review_texts.save_section(session, known, "II.1", SECRET)
    return cell_folder, asked.name


@pytest.fixture
def run_here(run, password):
    """Run a command with the password of the copied book."""

    def run_command(*words: object):
        return run(*words, password=password)

    return run_command


def text(file) -> str:
    return " ".join(page.extract_text() for page in PdfReader(file).pages)


def test_show_reviews_as_words_and_as_json_without_a_sealed_word(run_here, reviewed):
    cell, name = reviewed
    words, data = run_here("show", cell, "reviews"), run_here("show", cell, "reviews", "--year", 2025, "--json")
    (found,) = data.data["reviews"]
    row = next(r for r in found["rows"] if r["name"] == name)
    assert (row["form"], row["result"], row["vote"]["good"]) == ("2A", YearRating.GOOD.value, 14)
    assert (found["handed_in"], found["rated"], found["excellent_allowed"]) == (1, 1, 0)
    assert found["excellent_formula"].startswith("20% × 1 đồng chí")
    assert "Kiểm điểm, xếp loại năm 2025" in words.out
    assert "0/14/0/0 (15)" in words.out
    assert SECRET not in words.out + data.out + json.dumps(data.data, ensure_ascii=False)
    assert run_here("show", cell, "reviews", "--year", 2024, "--json").data["reviews"] == []
    assert "Chưa có kỳ kiểm điểm" in run_here("show", cell, "reviews", "--year", 2024).out


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("review-forms", "BẢN KIỂM ĐIỂM"),
        ("review-ballots", "PHIẾU BIỂU QUYẾT"),
        ("review-count", "BIÊN BẢN KIỂM PHIẾU"),
        ("review-tally", "BẢNG TỔNG HỢP"),
        ("review-dossier", "DANH MỤC HỒ SƠ"),
        ("review-minutes", "BIÊN BẢN"),
    ],
)
def test_papers_of_the_round_are_printed(run_here, reviewed, tmp_path, what, words):
    cell, name = reviewed
    target = tmp_path / "giay.pdf"
    printed = run_here("print", cell, what, "--output", target, "--json")
    assert (printed.code, printed.data["year"], printed.data["paper"]) == (0, 2025, what)
    shown = text(target)
    assert words in shown
    assert name in shown
    assert (SECRET in shown) is (what == "review-minutes")
    assert ("không để người ngoài" in printed.err) is (what == "review-minutes")


def test_a_members_own_form_is_printed_by_name_and_the_cells_without(run_here, reviewed, tmp_path):
    cell, name = reviewed
    own, whole = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert run_here("print", cell, "review", "--member", name.upper(), "--year", 2025, "--output", own).code == 0
    assert SECRET in text(own)
    assert run_here("print", cell, "review", "--output", whole).code == 0
    assert "của tập thể năm 2025" in text(whole)


@pytest.mark.parametrize("words", [("--member", "Không Có Ai"), ("--member", "Lò"), ("--year", "2020")])
def test_what_is_not_there_is_refused_with_the_next_step(run_here, reviewed, tmp_path, words):
    cell, _ = reviewed
    answer = run_here("print", cell, "review", *words, "--output", tmp_path / "a.pdf")
    assert answer.code == 1
    assert "chibo show FOLDER reviews" in answer.err
    assert not (tmp_path / "a.pdf").exists()


def test_at_the_office_the_table_is_printed_and_the_words_are_not(run, office, tmp_path):
    target = tmp_path / "a.pdf"
    assert run("print", office, "review-tally", "--cell", "huoi long", "--output", target).code == 0
    assert "BẢNG TỔNG HỢP" in text(target)
    for what in ("review", "review-forms", "review-minutes"):
        answer = run("print", office, what, "--cell", "huoi long", "--output", tmp_path / "b.pdf")
        assert answer.code == 1
        assert "không gửi lên xã" in answer.err
    assert not (tmp_path / "b.pdf").exists()
