"""A member list becomes a plan: who is taken, who is not and why."""

import json
from datetime import date

import pytest

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.members import Member, Role, Standing, StandingPeriod, Status
from chibo_desktop.domain.roll_columns import Field, guess_field, guess_mapping, is_private
from chibo_desktop.domain.roll_import import (
    UNKNOWN_SINCE,
    Severity,
    convert_rows,
    guess_legacy_rows,
    plan_import,
)
from chibo_desktop.domain.roll_values import name_of, same_name, suggested_name, year_month

TODAY = date(2026, 11, 22)

REAL_LIST = [
    ["ĐẢNG BỘ XÃ NẬM KHAO", "", "", "", "", "", "", ""],
    ["DANH SÁCH ĐẢNG VIÊN CHI BỘ BẢN HUỔI LÓNG", "", "", "", "", "", "", ""],
    ["TT", "Họ và tên", "Ngày, tháng, năm sinh", "", "Dân tộc", "Ngày vào Đảng", "", "Ghi chú"],
    ["", "", "Nam", "Nữ", "", "Dự bị", "Chính thức", ""],
    ["1", "2", "3", "4", "5", "6", "7", "8"],
    ["1", "Lò Văn Pành", "01/02/1970", "", "Thái", "03/02/1995", "03/02/1996", "Bí thư"],
    ["2", "GIÀNG THỊ MỶ", "", "05/06/1990", "Mông", "19/05/2018", "19/05/2019", "Miễn sinh hoạt"],
    ["3", "Ðiêu Văn Sơn", "1999", "", "Thái", "15/8/2026", "", ""],
    ["", "Tổng số: 3 đảng viên", "", "", "", "", "", ""],
    ["", "", "", "", "", "", "NGƯỜI LẬP", ""],
]


class Numbered:
    def __init__(self):
        self._next = 0

    def new(self):
        self._next += 1
        return self._next.to_bytes(16, "big")


def plan(rows, mapping=None, existing=()):
    return plan_import(rows, mapping or guess_mapping(rows), existing, TODAY, Numbered())


def member(name, joined=""):
    return Member(
        id=b"m" * 16,
        name=name,
        joined=joined,
        standings=(StandingPeriod(since=date(2000, 1, 1), standing=Standing.FULL),),
    )


def test_real_list_with_title_lines_and_two_heading_rows():
    mapping = guess_mapping(REAL_LIST)
    assert mapping.header_row == 3
    assert mapping.index_of(Field.NAME) == 1
    assert mapping.index_of(Field.PROBATIONARY) == 5
    assert mapping.index_of(Field.FULL_SINCE) == 6
    assert [c.index for c in mapping.columns if c.private] == [2, 3, 4]
    done = plan(REAL_LIST)
    assert [m.name for m in done.members] == ["Lò Văn Pành", "GIÀNG THỊ MỶ", "Ðiêu Văn Sơn"]
    assert [m.joined for m in done.members] == ["1995-02", "2018-05", "2026-08"]
    assert done.members[1].status_on(TODAY) is Status.EXEMPT
    assert done.members[2].standing_on(TODAY) is Standing.PROBATIONARY
    assert done.ignored == (5, 9, 10)
    assert len(done.kept_out) == 3


def test_birth_dates_and_ethnicity_reach_no_record():
    text = repr(plan(REAL_LIST).members)
    assert "1970" not in text
    assert "1999" not in text
    assert "Thái" not in text


@pytest.mark.parametrize(
    "heading",
    [
        "Ngày sinh",
        "Số CCCD",
        "Số thẻ đảng",
        "Dân tộc",
        "Tôn giáo",
        "Giới tính",
        "Quê quán",
        "Điện thoại",
        "Nam/Nữ",
    ],
)
def test_private_columns_are_never_taken(heading):
    rows = [["Họ và tên", heading, "Ghi chú"], ["Lò Văn Pành", "bí mật", ""]]
    mapping = guess_mapping(rows)
    assert is_private(heading)
    with pytest.raises(UserError):
        mapping.with_field(1, Field.NOTE)
    assert "bí mật" not in repr(plan(rows).members)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên", Field.NAME),
        ("HỌ TÊN ĐẢNG VIÊN", Field.NAME),
        ("Họ tên", Field.NAME),
        ("Họ và đệm", Field.FAMILY_PART),
        ("Chính thức/Dự bị", Field.STANDING),
        ("Ngày chính thức", Field.FULL_SINCE),
        ("Tháng, năm vào Đảng", Field.JOINED),
        ("Ngày vào Đảng (mm/yyyy)", Field.JOINED),
        ("Chức vụ", Field.ROLE),
        ("Tình trạng", Field.STATUS),
        ("Miễn sinh hoạt", Field.STATUS),
        ("Tổ Đảng số", Field.GROUP),
        ("Ghi chú", Field.NOTE),
        ("Trình độ", None),
        ("Tuổi Đảng", None),
    ],
)
def test_headings_are_understood(heading, field):
    assert guess_field(heading) is field


def test_name_in_two_columns():
    for headings in (["Họ đệm", "Tên"], ["Họ và tên", ""], ["Họ và tên", "Tên"]):
        rows = [["TT", *headings, "Ghi chú"], ["1", "Lò Thị", "Hoa", ""]]
        assert [m.name for m in plan(rows).members] == ["Lò Thị Hoa"]


def test_column_without_heading_is_not_taken_for_names_when_it_holds_none():
    rows = [["Họ và tên", "", "Ghi chú"], ["Lò Thị Hoa", "12", ""], ["Lò Văn Pành", "đã nộp", ""]]
    assert [m.name for m in plan(rows).members] == ["Lò Thị Hoa", "Lò Văn Pành"]


def test_list_without_headings_finds_names():
    rows = [["1", "Lò Văn Pành"], ["2", "Giàng A Tủa"]]
    assert [m.name for m in plan(rows).members] == ["Lò Văn Pành", "Giàng A Tủa"]


def test_person_can_change_what_a_column_is():
    rows = [["Người", "Vào năm"], ["Lò Văn Pành", "1995"]]
    mapping = guess_mapping(rows).with_header(rows, 0).with_field(0, Field.NAME).with_field(1, Field.JOINED)
    assert mapping.has_name
    assert plan(rows, mapping).members[0].joined == "1995"
    assert mapping.with_field(1, Field.NAME).index_of(Field.NAME) == 1


def test_row_without_name_is_blocked_and_named():
    done = plan([["Họ và tên", "Vào Đảng", "Ghi chú"], ["", "1995", "ở nhóm 2"]])
    assert done.members == ()
    assert done.blocked == 1
    assert [(p.row, p.severity) for p in done.problems] == [(2, Severity.BLOCKS)]
    assert done.with_choice(2, take=True).members == ()


@pytest.mark.parametrize("wrong", ["31/02/2004", "đầu năm", "13/2004", "05/2031", "1900"])
def test_bad_date_leaves_the_row_out_until_taken(wrong):
    done = plan([["Họ và tên", "Ngày vào Đảng"], ["Lò Văn Pành", wrong]])
    assert done.members == ()
    assert done.skipped == 1
    taken = done.with_choice(2, take=True).members[0]
    assert taken.joined == ""
    assert taken.standings[0].since == UNKNOWN_SINCE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/02/2004", "2004-02"),
        ("2004-02-03", "2004-02"),
        ("3.2.2004", "2004-02"),
        ("02/2004", "2004-02"),
        ("2004", "2004"),
        ("tháng 3 năm 2004", "2004-03"),
        ("3/98", "1998-03"),
        ("19/5/18", "2018-05"),
        ("29/02/2004", "2004-02"),
        ("", ""),
        ("-", ""),
        ("29/02/2005", None),
        ("hôm qua", None),
    ],
)
def test_months_are_read_as_people_write_them(text, expected):
    assert year_month(text) == expected


def test_too_long_name_is_blocked():
    done = plan([["Họ và tên", "Ghi chú"], ["Lò " + "Văn " * 40, ""], ["Lò Văn Pành", "x " * 2_500]])
    assert done.blocked == 2


def test_same_name_twice_can_both_be_kept():
    rows = [["Họ và tên", "Vào Đảng"], ["Lò Văn Pành", ""], ["LÒ VĂN PÀNH", ""], ["Lò Văn Pành", "2001"]]
    done = plan(rows)
    assert len(done.members) == 1
    both = done.with_choice(3, take=True).with_choice(4, take=True)
    assert len({m.id for m in both.members}) == 3


def test_same_name_with_different_dates_are_two_people():
    done = plan([["Họ và tên", "Vào Đảng"], ["Lò Văn Pành", "1995"], ["Lò Văn Pành", "2011"]])
    assert len(done.members) == 2
    assert {p.severity for p in done.problems} == {Severity.WARNS}


def test_member_already_in_the_book_is_left_out_until_taken():
    rows = [["Họ và tên"], ["lò văn pành"], ["Lo Van Hoa"], ["Lò Văn Hoà"]]
    done = plan(rows, existing=[member("Lò Văn Pành"), member("Lò Văn Hòa")])
    assert done.members == ()
    assert done.skipped == 3
    assert [m.name for m in done.with_choice(2, take=True).members] == ["lò văn pành"]


def test_other_tone_is_another_person():
    assert not same_name("Lò Thị Hoa", "Lò Thị Hòa")
    done = plan([["Họ và tên"], ["Lò Thị Hoa"]], existing=[member("Lò Thị Hòa")])
    assert len(done.members) == 1
    assert [p.severity for p in done.problems] == [Severity.WARNS]


def test_better_spelling_is_only_offered():
    rows = [["Họ và tên"], ["LÒ VĂN PÀNH"], ["Ðiêu Văn Sơn"], ["Giàng A Tủa"]]
    done = plan(rows)
    assert [r.suggestion for r in done.rows] == ["Lò Văn Pành", "Điêu Văn Sơn", ""]
    assert [m.name for m in done.members][:2] == ["LÒ VĂN PÀNH", "Ðiêu Văn Sơn"]
    assert done.with_suggestion(3).members[1].name == "Điêu Văn Sơn"
    assert done.with_all_suggestions().members[0].name == "Lò Văn Pành"


def test_names_are_cleaned():
    assert name_of("  1.  Đ/c  Lo\u0300   Va\u0306n\u200b Pa\u0300nh ") == "Lò Văn Pành"
    assert suggested_name("H'MÔNG Y-BAN") == "H'Mông Y-Ban"


def test_posts_and_standings():
    rows = [
        ["Họ và tên", "Chức vụ", "Loại đảng viên", "Tình trạng", "Tổ đảng"],
        ["Lò Văn Pành", "Bí thư chi bộ, Trưởng bản", "Chính thức", "", "Tổ 1"],
        ["Giàng A Tủa", "PBT", "Dự bị", "Sinh hoạt tạm thời đi nơi khác", "Tổ 2"],
        ["Lò Thị Hoa", "Bí thư chi đoàn", "", "tạm miễn sinh hoạt", ""],
        ["Vàng A Dơ", "Bí thư", "CT", "đã chuyển sinh hoạt đi xã khác", ""],
    ]
    done = plan(rows)
    first, second, third = done.members
    assert first.role_on(TODAY) is Role.SECRETARY
    assert first.note == "Trưởng bản"
    assert first.group == "Tổ 1"
    assert second.role_on(TODAY) is Role.DEPUTY_SECRETARY
    assert second.standing_on(TODAY) is Standing.PROBATIONARY
    assert second.status_on(TODAY) is Status.TEMPORARY_OUT
    assert third.role_on(TODAY) is None
    assert third.status_on(TODAY) is Status.TEMPORARILY_EXEMPT
    assert done.skipped == 1
    assert any("bí thư" in p.sentence for p in done.problems if p.row == 5)


def test_section_lines_tell_the_standing():
    rows = [
        ["TT", "Họ và tên", "Ghi chú"],
        ["I. Đảng viên chính thức", "", ""],
        ["1", "Lò Văn Pành", ""],
        ["II. Đảng viên dự bị", "", ""],
        ["1", "Giàng A Tủa", ""],
    ]
    assert [m.standing_on(TODAY) for m in plan(rows).members] == [Standing.FULL, Standing.PROBATIONARY]


def test_numbers_of_cards_do_not_hide_in_notes():
    done = plan([["Họ và tên", "Ghi chú"], ["Lò Văn Pành", "sđt 0912 345 678 ở bản"]])
    assert done.members[0].note == "sđt ở bản"
    assert done.problems[0].severity is Severity.WARNS


@pytest.mark.parametrize("note", ["từ 03.02.2020", "nhiệm kỳ 2015 - 2020", "01.01.2015 - 01.01.2020", "12 hộ"])
def test_dates_and_terms_stay_in_notes(note):
    done = plan([["Họ và tên", "Ghi chú"], ["Lò Văn Pành", note]])
    assert done.members[0].note == note
    assert done.problems == ()


def test_two_thousand_namesakes_are_planned():
    done = plan([["Họ và tên"], *[["Lò Văn Pành"]] * 2_000])
    assert len(done.members) == 1
    assert done.skipped == 1_999


def test_list_in_old_font_is_recognised_and_converted():
    rows = [["Hä vµ tªn", "Chøc vô"], ["Lß V¨n Hßa", "BÝ th­"], ["NguyÔn ThÞ BÝch", ""]]
    assert guess_legacy_rows(rows) == "tcvn3"
    assert [m.name for m in plan(convert_rows(rows, "tcvn3")).members] == ["Lò Văn Hòa", "Nguyễn Thị Bích"]


def test_empty_list_gives_an_empty_plan():
    for rows in ([], [[]], [["", ""]]):
        assert plan(rows).rows == ()


def test_naughty_strings_never_break_the_plan(shared_vectors):
    naughty = json.loads((shared_vectors / "blns.json").read_text(encoding="utf-8"))
    rows = [["Họ và tên", "Vào Đảng", "Chức vụ", "Tình trạng", "Tổ đảng", "Ghi chú"]]
    rows += [[text] * 6 for text in naughty]
    rows += [["Lò Văn Pành", *[text] * 5] for text in naughty]
    done = plan(rows)
    assert len(done.rows) + len(done.ignored) >= len(naughty)
    assert all(row.name == row.member.name for row in done.rows if row.member)
    guess_mapping([[text] * 3 for text in naughty])
