"""What the minutes say, before any page: form (a) of section 7."""

from __future__ import annotations

import os
from datetime import date, time
from pathlib import Path

import meeting_sample as sample
import pytest
from msgspec.structs import replace

from chibo_desktop.domain.attendance import tally
from chibo_desktop.domain.cell import CellName
from chibo_desktop.domain.meetings import AttendanceState, MeetingKind
from chibo_desktop.domain.members import Role, RoleTerm, Status, StatusPeriod
from chibo_desktop.domain.minutes import DRAFT_MARK, meeting_title, minutes_text
from chibo_desktop.domain.paper import Bullet, Heading, Paragraph
from chibo_desktop.domain.votes import Matter
from chibo_desktop.domain.wording import DOTS, comrade, counted, decimal, lines_of, long_date, percent, roman

GOLDEN = Path(__file__).resolve().parent.parent / "golden"

EMPTY = {
    "attendance": [], "agenda": [], "speeches": [], "conclusions": [], "votes": [], "duties": [],
    "resolutions": [], "mentions": [], "proposals": [], "guests": [], "chain_code": "",
}  # fmt: skip


def draft_meeting(**changes):
    values = {
        "starts": None, "ends": None, "chair_id": None, "minute_taker_id": None, "place": "",
        "roll_called": False, "dues_note": "", "score": None, "level": None,
    }  # fmt: skip
    return sample.meeting(**{**values, **changes})


def assert_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("CHIBO_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_regular_minutes_read_as_the_golden_text():
    assert_golden("minutes-regular.txt", minutes_text(sample.minutes()))


def test_empty_draft_reads_as_the_golden_text():
    assert_golden("minutes-draft.txt", minutes_text(sample.minutes(meeting=draft_meeting(), **EMPTY)))


def test_thematic_minutes_read_as_the_golden_text():
    meeting = sample.meeting(
        kind=MeetingKind.THEMATIC,
        title="Giữ gìn đường biên, mốc giới và an ninh bản làng",
        closing=sample.closing(sample.attendance(sample.members())),
    )
    assert_golden("minutes-thematic.txt", minutes_text(sample.minutes(meeting=meeting)))


def test_sections_stand_in_the_order_of_form_a():
    headings = [b.text for b in sample.minutes().blocks if isinstance(b, Heading) and b.level < 2]
    assert headings == [
        "Thành phần",
        "NỘI DUNG",
        "I. Thông tin thời sự, quán triệt văn bản",
        "II. Đánh giá kết quả lãnh đạo thực hiện nhiệm vụ tháng trước",
        "III. Tình hình tư tưởng đảng viên, nhân dân; thực hiện nhiệm vụ, biểu dương, phê bình",
        "IV. Phương hướng, nhiệm vụ tháng tới",
        "V. Nội dung khác",
        "VI. Ý kiến thảo luận",
        "VII. Giải trình, tiếp thu, kết luận của chủ trì",
        "VIII. Phân công nhiệm vụ",
        "IX. Biểu quyết",
        "X. Đánh giá chất lượng buổi sinh hoạt",
    ]


def test_absent_members_are_named_in_the_order_of_given_names():
    absent = [b.text for b in sample.minutes().blocks if isinstance(b, Bullet) and b.level == 2]
    assert [line.split(",")[0] for line in absent] == [
        "Đ/c Thào A Chứ",
        "Đ/c Lường Văn Êm",
        "Đ/c Lầu A Nhè",
        "Đ/c Vàng A Páo",
    ]
    assert absent[2] == "Đ/c Lầu A Nhè, vắng không lý do;"


def test_rate_is_shown_with_its_formula():
    text = minutes_text(sample.minutes())
    count = tally(sample.records()["attendance"])
    assert (count.present_due, count.due, count.total) == (13, 17, 20)
    assert "13/17 đồng chí phải dự, đạt 76,5%" in text
    assert "tổng số 20, trừ 02 được miễn sinh hoạt, 01 sinh hoạt tạm thời nơi khác" in text


def test_names_come_from_the_snapshot_not_from_todays_list():
    renamed = [replace(m, name="Tên Mới") if m.name == "Lò Văn Ánh" else m for m in sample.members()]
    minutes = sample.minutes(members=renamed)
    assert minutes.right.name == "Lò Văn Ánh"
    assert "Tên Mới" not in minutes_text(minutes)


def test_closed_minutes_keep_the_cells_name_of_closing():
    cell = replace(sample.cell(), names=(CellName(since=date(2020, 1, 1), name="Chi bộ mới", commune="xã Khác"),))
    minutes = sample.minutes(cell=cell)
    assert (minutes.head.upper, minutes.head.cell) == ("ĐẢNG BỘ XÃ MƯỜNG MƯƠN", "CHI BỘ BẢN PÚNG GIẮT 1")
    assert minutes.head.place == "Xã Mường Mươn, ngày 03 tháng 02 năm 2026"
    assert minutes.head.number == "Số 13-BB/CB"


@pytest.mark.parametrize("commune", ["Đảng ủy xã Mường Mươn", "Đảng bộ xã Mường Mươn"])
def test_commune_typed_with_its_body_is_not_doubled(commune):
    cell = replace(sample.cell(), names=(CellName(since=sample.LONG_AGO, name="Chi bộ A", commune=commune),))
    head = sample.minutes(cell=cell, meeting=sample.meeting()).head
    assert head.upper == "ĐẢNG BỘ XÃ MƯỜNG MƯƠN"
    assert head.place.startswith("Xã Mường Mươn, ")


def test_unclosed_minutes_are_marked_as_a_draft():
    minutes = sample.minutes(meeting=sample.meeting())
    assert minutes.draft
    assert DRAFT_MARK in minutes_text(minutes)
    assert minutes.head.number == "Số .....-BB/CB"
    assert not sample.minutes().draft
    assert DRAFT_MARK not in minutes_text(sample.minutes())


def test_missing_chair_and_time_become_dots():
    minutes = sample.minutes(meeting=draft_meeting())
    assert minutes.left.name == minutes.right.name == DOTS
    assert Paragraph(f"Đ/c {DOTS}", "Chủ trì:") in minutes.blocks
    assert "........ giờ ........ phút" in minutes.closing


def test_attendance_is_left_open_until_the_roll_is_called():
    text = minutes_text(sample.minutes(meeting=draft_meeting(), attendance=[]))
    assert "Tổng số đảng viên của chi bộ: 20 đồng chí" in text
    assert "Tỷ lệ dự" not in text


def test_meeting_past_midnight_ends_on_the_next_day():
    minutes = sample.minutes(meeting=sample.meeting(starts=time(22, 30), ends=time(0, 15)))
    assert minutes.closing.startswith("Biên bản kết thúc lúc 0 giờ 15 phút ngày 04/02/2026, ")
    assert "cùng ngày" in sample.minutes().closing


def test_nobody_absent_is_said_so():
    rows = [
        replace(row, state=AttendanceState.PRESENT) if row.status is Status.ACTIVE else row
        for row in sample.attendance(sample.members())
    ]
    text = minutes_text(sample.minutes(attendance=rows))
    assert "- Vắng: không có đồng chí nào." in text
    assert "17/17 đồng chí phải dự, đạt 100%" in text


def test_suspended_members_are_counted_and_not_named():
    people = [
        replace(m, periods=(StatusPeriod(since=sample.LONG_AGO, status=Status.SUSPENDED),))
        if m.name == "Sùng A Dế"
        else m
        for m in sample.members()
    ]
    records = {
        "members": people,
        "attendance": sample.attendance(people),
        "speeches": [],
        "duties": [],
        "votes": [],
        "proposals": [],
    }
    text = minutes_text(sample.minutes(**records))
    assert "- Đảng viên bị đình chỉ sinh hoạt: 01 đồng chí." in text
    assert "Sùng A Dế" not in text


def test_committee_minutes_count_committee_members_only():
    text = minutes_text(sample.minutes(meeting=sample.meeting(kind=MeetingKind.COMMITTEE)))
    assert "Tổng số chi ủy viên: 03 đồng chí" in text
    assert "Họp chi ủy tháng 02 năm 2026" in text
    assert "nghe và nhất trí" in text
    assert "đọc lại cho chi ủy" in text


def test_committee_without_posts_falls_back_to_the_whole_roll():
    people = [replace(m, roles=()) for m in sample.members()]
    minutes = sample.minutes(members=people, meeting=sample.meeting(kind=MeetingKind.COMMITTEE))
    assert "20 đồng chí" in minutes_text(minutes)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (MeetingKind.REGULAR, "Sinh hoạt chi bộ thường kỳ tháng 02 năm 2026"),
        (MeetingKind.THEMATIC, "Sinh hoạt chi bộ chuyên đề tháng 02 năm 2026"),
        (MeetingKind.COMMITTEE, "Họp chi ủy tháng 02 năm 2026"),
        (MeetingKind.EXTRAORDINARY, "Họp chi bộ bất thường ngày 03 tháng 02 năm 2026"),
        (MeetingKind.REVIEW, "Hội nghị kiểm điểm tự phê bình và phê bình năm 2026"),
        (MeetingKind.GROUP, "Sinh hoạt tổ đảng tháng 02 năm 2026"),
        (MeetingKind.CONGRESS, "Đại hội chi bộ nhiệm kỳ 2025 - 2027"),
    ],
)
def test_every_kind_of_meeting_has_its_title_and_prints(kind, title):
    meeting = sample.meeting(kind=kind)
    assert meeting_title(meeting, sample.cell()) == title
    assert title in minutes_text(sample.minutes(meeting=meeting))


def test_typed_title_wins_and_congress_without_term_still_has_one():
    assert meeting_title(sample.meeting(title="Họp bàn việc đường")) == "Họp bàn việc đường"
    assert meeting_title(sample.meeting(kind=MeetingKind.CONGRESS)) == "Đại hội chi bộ"


def test_vote_names_threshold_and_result():
    votes = sample.records()["votes"]
    admission = replace(votes[0], matter=Matter.ADMISSION, base=18, agree=11, disagree=7)
    text = minutes_text(sample.minutes(votes=[admission]))
    assert "tán thành 11/18 đồng chí, tỷ lệ 61,1%; không tán thành 07 đồng chí" in text
    assert "Kết quả: không đạt (cần ít nhất hai phần ba" in text
    assert "12/18 đồng chí tán thành" in text


def test_vote_not_yet_counted_in_a_draft_is_left_open():
    vote = replace(sample.records()["votes"][0], agree=0, disagree=0, other=0)
    text = minutes_text(sample.minutes(votes=[vote], meeting=sample.meeting()))
    assert f"Tán thành: {DOTS}" in text
    assert "Kết quả" not in text.split("Biểu quyết")[1].split("Nghị quyết “")[0]


def test_closed_meeting_with_nothing_in_it_says_so():
    text = minutes_text(sample.minutes(**{**EMPTY, "attendance": sample.attendance(sample.members())}))
    assert text.count("Không có.") == 5
    assert "Không có ý kiến phát biểu." in text
    assert "Không có nội dung biểu quyết." in text


def test_duty_without_owner_or_day_leaves_room_in_a_draft_only():
    duty = replace(sample.records()["duties"][2], owner_id=None, due=None)
    assert f"- Đ/c {DOTS}: Khắc phục đoạn mương sạt; thời hạn: {DOTS}." in minutes_text(
        sample.minutes(duties=[duty], meeting=sample.meeting())
    )
    assert f"- Đ/c {DOTS}: Khắc phục đoạn mương sạt.\n" in minutes_text(sample.minutes(duties=[duty]))


def test_records_are_put_in_their_own_order_whatever_order_they_come_in():
    records = sample.records()
    turned = {
        key: list(reversed(value))
        for key, value in records.items()
        if isinstance(value, list) and key != "resolutions"
    }
    assert sample.minutes(**turned) == sample.minutes()


def test_roles_are_named_beside_chair_and_minute_taker():
    people = [
        replace(m, roles=(RoleTerm(since=sample.LONG_AGO, role=Role.DEPUTY_SECRETARY),))
        if m.name == "Trần Thị Hòa"
        else m
        for m in sample.members()
    ]
    closing = sample.closing(sample.attendance(people), people)
    blocks = sample.minutes(members=people, meeting=sample.meeting(closing=closing)).blocks
    assert Paragraph("Đ/c Lò Văn Ánh, Bí thư chi bộ.", "Chủ trì:") in blocks
    assert Paragraph("Đ/c Trần Thị Hòa, Phó Bí thư chi bộ.", "Thư ký:") in blocks


def test_dates_are_padded_as_section_8_rules():
    assert long_date(date(2026, 2, 3)) == "ngày 03 tháng 02 năm 2026"
    assert long_date(date(2026, 3, 3)) == "ngày 03 tháng 3 năm 2026"
    assert long_date(date(2026, 12, 13)) == "ngày 13 tháng 12 năm 2026"


def test_shares_use_a_decimal_comma_and_never_round_up_to_the_whole():
    assert percent(13, 17) == "76,5%"
    assert percent(3, 4) == "75%"
    assert percent(9999, 10_000) == "99,9%"
    assert percent(1, 10_000) == "0,1%"
    assert percent(0, 5) == "0%"
    assert percent(5, 5) == "100%"
    assert percent(0, 0) == DOTS


def test_numbers_and_names_are_written_as_papers_do():
    assert [counted(n) for n in (0, 5, 10, 21)] == ["0", "05", "10", "21"]
    assert [decimal(92.5, 2), decimal(90, 2), decimal(90, 0), decimal(92.25, 2)] == ["92,5", "90", "90", "92,25"]
    assert [roman(n) for n in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]
    assert comrade("Lò Văn A") == "Đ/c Lò Văn A"
    assert comrade("đồng chí A") == "đồng chí A"
    assert comrade("Ong Văn Bình") == "Đ/c Ong Văn Bình"
    assert lines_of("một\r\n\n hai \u2028ba") == ["một", "hai", "ba"]
