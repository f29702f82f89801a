"""The rules of the review as a pack: what ships, what is refused and where."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from chibo_desktop.common.resources import resource
from chibo_desktop.domain.pack_text import PackFaultError
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_pack import ReviewPack, in_force_on, is_review_text, parse_review_pack
from chibo_desktop.domain.reviews import ReviewForm

TEXT = resource("rules", "review-qd366-2025.toml").read_text(encoding="utf-8")


@pytest.fixture
def pack() -> ReviewPack:
    return parse_review_pack(TEXT)


def test_shipped_pack_has_groups_of_30_and_70_and_four_levels(pack):
    assert [(g.code, g.max) for g in pack.groups] == [("I", 30), ("II", 70)]
    assert [(rule.level, rule.at_least) for rule in pack.levels] == [
        (YearRating.EXCELLENT, 90),
        (YearRating.GOOD, 70),
        (YearRating.COMPLETED, 50),
        (YearRating.FAILED, 0),
    ]
    assert (pack.cap.percent, pack.cap.outstanding_percent) == (20, 25)
    assert (pack.effective_from, pack.forms_from) == (date(2025, 8, 30), date(2025, 10, 31))
    assert is_review_text(TEXT)


def test_form_2c_has_the_headings_of_the_official_copy(pack):
    form = pack.form(ReviewForm.VILLAGER)
    assert form.code == "Mẫu 02C-HD KĐ.ĐG 2025"
    assert form.title == "BẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CÁ NHÂN"
    assert [h.code for h in form.headings] == [
        "I", "I.1", "I.2", "I.3", "II", "II.1", "II.2", "III", "IV", "V", "VI",
    ]  # fmt: skip
    assert form.heading("I.1").title.endswith(
        'Liên hệ các biểu hiện về suy thoái, "tự diễn biến", "tự chuyển hoá".'
    )
    assert form.heading("I.2").title == (
        "2. Việc thực hiện quyền và nghĩa vụ của đảng viên theo các nhiệm vụ chính trị được cấp uỷ, "
        "chi bộ phân công."
    )


def test_forms_2a_and_2b_differ_from_2c_in_i_2_alone(pack):
    base = pack.form(ReviewForm.VILLAGER).headings
    for form in (ReviewForm.LEADER, ReviewForm.OFFICIAL):
        other = [h.code for h, b in zip(pack.form(form).headings, base, strict=True) if h.title != b.title]
        assert other == ["I.2"]
    assert "lãnh đạo, chỉ đạo, quản lý, điều hành" in pack.form(ReviewForm.LEADER).heading("I.2").title


def test_a_quarter_uses_form_05_for_members_and_01_never_changes(pack):
    assert pack.form(ReviewForm.VILLAGER, quarter=3).code.startswith("Mẫu 05")
    assert pack.form(ReviewForm.CELL, quarter=3).code.startswith("Mẫu 01")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('id = "review.qd366-2025"', 'id = "meeting.qd366"', "phải bắt đầu bằng review."),
        ("max = 40\n", "max = 41\n", "các dòng của nhóm II cộng lại 71 điểm"),
        ("max = 30\n\n[[groups.lines]]", "max = 20\n\n[[groups.lines]]", "nhóm ghi 20 điểm"),
        ('level = "good"\nat_least = 70', 'level = "good"\nat_least = 95', "giảm dần"),
        ('level = "good"', 'level = "excellent"', "phải có đủ bốn mức"),
        ('level = "failed"\nat_least = 0', 'level = "failed"\nat_least = 10', "bắt đầu từ 0 điểm"),
        ("end_day = 31", "end_day = 31\nfeast = 1", "không có ô nào tên như vậy"),
        ("end_month = 12", "end_month = 2", "ngày không có thật"),
        ("percent = 20", 'percent = "hai mươi"', "phải là số nguyên"),
        ('vote = "Điều lệ Đảng 9.5"', "", "thiếu căn cứ của vote"),
        ('vote = "Điều lệ Đảng 9.5"', 'voting = "Điều lệ Đảng 9.5"', "không có quy định nào tên là voting"),
        ('code = "II.2"\ntitle = "Học', 'code = "II.1"\ntitle = "Học', "mã tiêu chí II.1 có hai lần"),
        ('code = "residence"', 'code = "reviews"', "mã giấy tờ reviews có hai lần"),
        ("[forms.2A]", "[forms.2D]", "thiếu mẫu 2A"),
        ('like = "2C"\nother = { "I.2"', 'like = "2B"\nother = { "I.2"', "phải dựa vào một mẫu có đề mục"),
        ('other = { "I.2" = "2. Việc', 'other = { "I.9" = "2. Việc', "không có đề mục I.9"),
        ('fact = "unexcused"', 'fact = "weather"', "không nằm trong các giá trị"),
        ('by = "tasks"', 'by = tasks"', "giá trị"),
    ],
)
def test_faulty_pack_is_refused_with_line_and_reason(old, new, reason):
    assert old in TEXT
    with pytest.raises(PackFaultError) as refused:
        parse_review_pack(TEXT.replace(old, new, 1))
    assert reason in refused.value.reason
    assert 1 <= refused.value.line <= len(TEXT.splitlines())


def test_the_line_named_is_the_one_to_mend():
    lines = TEXT.splitlines()
    place = lines.index("end_day = 31")
    with pytest.raises(PackFaultError) as refused:
        parse_review_pack(TEXT.replace("end_day = 31", "end_day = 41", 1))
    assert refused.value.line == place + 1


def test_a_pack_of_the_province_says_only_what_it_has_otherwise(pack):
    own = 'id = "review.dien-bien"\ntitle = "Của tỉnh"\nlegal_basis = "HD 9"\neffective_from = 2026-01-01\n'
    own += 'based_on = "review.qd366-2025"\n[cap]\npercent = 15\n'
    found = parse_review_pack(own, {"review.qd366-2025": tomllib.loads(TEXT)}.get)
    assert (found.cap.percent, found.cap.outstanding_percent) == (15, 25)
    assert found.groups == pack.groups
    assert in_force_on((pack, found), date(2026, 12, 1)) is found
    assert in_force_on((pack, found), date(2025, 12, 1)) is pack
    assert in_force_on((pack, found), date(2020, 1, 1)) is pack


def test_own_points_count_where_the_group_still_adds_up(pack):
    own = pack.with_points({"I.1": 15, "I.2": 15, "II.1": 10})
    assert [line.max for line in own.groups[0].lines] == [15, 15]
    assert own.groups[1] == pack.groups[1]


@pytest.mark.parametrize("text", ["[[", 'id = "meeting.x"', "", "id = 3"])
def test_other_texts_are_no_review_pack(text):
    assert not is_review_text(text)
