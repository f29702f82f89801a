"""Score sheets: computed points with their reasons, overriding, sums, levels and gates."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.common.ids import named_id
from chibo_desktop.common.resources import resource
from chibo_desktop.domain.meetings import MeetingLevel
from chibo_desktop.domain.score_explained import Facts
from chibo_desktop.domain.score_frames import Band, Criterion, Gate, Group, LevelRule, ScoreFrame, Source
from chibo_desktop.domain.score_sheets import ScoreLine, ScoreSheet
from chibo_desktop.domain.scoring import MET, as_lines, scored, year_summary


def shipped(name: str) -> ScoreFrame:
    raw = tomllib.loads(resource("rules", name).read_text(encoding="utf-8"))
    return msgspec.convert(raw["score_frame"], ScoreFrame)


HD42 = shipped("meeting-hd42-2025.toml")
WARD = shipped("meeting-hd42-ward8.toml")
HD12 = shipped("meeting-hd12-2018.toml")
GOOD = Facts(length=100, least=90, present=18, due=18, spoke=12, here=20, met=9, targets=10, too_often=())


def sheet(*lines: ScoreLine, frame: ScoreFrame = HD42) -> ScoreSheet:
    return ScoreSheet(id=named_id("s"), meeting_id=named_id("m"), frame=frame.id, lines=lines)


def points(facts: Facts, code: str, frame: ScoreFrame = WARD) -> tuple[float | None, str]:
    line = scored(frame, facts, None).line(code)
    assert line is not None
    return line.points, line.explained


def facts(**changes) -> Facts:
    return msgspec.convert({**_plain(GOOD), **changes}, Facts)


def _plain(value: Facts) -> dict[str, object]:
    return {name: getattr(value, name) for name in Facts.__dataclass_fields__}


@pytest.mark.parametrize(
    ("changes", "code", "expected"),
    [
        ({"length": 90}, "1", (5, "Họp 90 phút, tối thiểu 90 phút nên đủ 5 điểm.")),
        ({"length": 75}, "1", (4, "Họp 75 phút, tối thiểu 90 phút, thiếu 15 phút nên 4/5 điểm.")),
        ({"length": 74}, "1", (3, "Họp 74 phút, tối thiểu 90 phút, thiếu 16 phút nên 3/5 điểm.")),
        ({"length": 60}, "1", (3, "Họp 60 phút, tối thiểu 90 phút, thiếu 30 phút nên 3/5 điểm.")),
        ({"length": 45}, "1", (2, "Họp 45 phút, tối thiểu 90 phút, thiếu 45 phút nên 2/5 điểm.")),
        ({"length": 44}, "1", (1, "Họp 44 phút, tối thiểu 90 phút, thiếu 46 phút nên 1/5 điểm.")),
        ({"length": 130, "least": 120, "sitting": True}, "1",
         (5, "Cả buổi họp 130 phút, tối thiểu 120 phút nên đủ 5 điểm.")),
        ({"present": 16, "due": 18}, "2.1", (3, "Dự 16/18 (88,9%), chưa đủ 90% nên 3/4 điểm.")),
        ({"present": 9, "due": 10}, "2.1", (4, "Dự 9/10 (90%), từ 90% trở lên nên đủ 4 điểm.")),
        ({"present": 3, "due": 4}, "2.1", (3, "Dự 3/4 (75%), chưa đủ 90% nên 3/4 điểm.")),
        ({"present": 13, "due": 20}, "2.1", (2, "Dự 13/20 (65%), chưa đủ 75% nên 2/4 điểm.")),
        ({"present": 12, "due": 20}, "2.1", (1, "Dự 12/20 (60%), chưa đủ 65% nên 1/4 điểm.")),
        ({"unexcused": ("Lò Văn An",)}, "2.1",
         (1, "Dự 18/18 (100%), có 1 đồng chí vắng không lý do nên 1/4 điểm.")),
        ({}, "2.2", (1, "Không ai vắng có lý do quá 3 lần liên tiếp nên đủ 1 điểm.")),
        ({"too_often": ("Lò Văn An",)}, "2.2",
         (0, "Đ/c Lò Văn An vắng có lý do quá 3 lần liên tiếp nên 0/1 điểm.")),
        ({"spoke": 11, "here": 20}, "4.5", (5, "11/20 đảng viên có mặt phát biểu (55%), trên 50% nên đủ 5 điểm.")),
        ({"spoke": 8, "here": 20}, "4.5", (4, "8/20 đảng viên có mặt phát biểu (40%), chưa quá 50% nên 4/5 điểm.")),
        ({"spoke": 1, "here": 20}, "4.5", (2, "1/20 đảng viên có mặt phát biểu (5%), chưa đủ 30% nên 2/5 điểm.")),
        ({"met": 9, "targets": 10}, "7", (30, "Xong 9/10 nhiệm vụ đến hạn (90%), từ 90% trở lên nên đủ 30 điểm.")),
        ({"met": 89, "targets": 100}, "7", (27, "Xong 89/100 nhiệm vụ đến hạn (89%), chưa đủ 90% nên 27/30 điểm.")),
        ({"met": 0, "targets": 3}, "7", (10, "Xong 0/3 nhiệm vụ đến hạn (0%), chưa đủ 50% nên 10/30 điểm.")),
    ],
)  # fmt: skip
def test_computed_points_say_their_numbers_and_reason(changes, code, expected):
    assert points(facts(**changes), code) == expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"length": 59}, "1"), ({"length": 46}, "1"), ({"spoke": 10, "here": 20}, "4.5")],
)
def test_what_the_frame_leaves_open_is_for_the_person(changes, code):
    given_points, told = points(facts(**changes), code)
    assert given_points is None
    assert "Khung không nói trường hợp này" in told


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"length": None}, "1", "Chưa có giờ bắt đầu hoặc giờ kết thúc để tính."),
        ({"due": 0, "present": 0}, "2.1", "Chưa điểm danh nên chưa tính được."),
        ({"too_often": None}, "2.2", "Chưa điểm danh nên chưa tính được."),
        ({"here": 0, "spoke": 0}, "4.5", "Chưa điểm danh nên chưa tính được."),
        ({"targets": 0, "met": 0}, "7", "Không có chỉ tiêu, nhiệm vụ nào đến hạn để tính: đồng chí tự chấm."),
    ],
)
def test_what_is_not_recorded_is_not_scored(changes, code, told):
    assert points(facts(**changes), code) == (None, told)


def test_all_or_nothing_gives_nothing_with_the_reason():
    assert points(facts(present=16, due=18), "2", HD42) == (0, "Dự 16/18 (88,9%), chưa đủ 90% nên 0/5 điểm.")
    told = points(facts(unexcused=("Lò Văn An",)), "2", HD42)[1]
    assert told == "Dự 18/18 (100%), có 1 đồng chí vắng không lý do nên 0/5 điểm."


def test_nothing_to_measure_is_full_where_the_frame_says_so():
    criterion = Criterion(
        code="7", title="Chỉ tiêu", max=30, automatic=Source.TARGETS, not_applicable_full=True,
        bands=(Band(points=30, at_least=0.9),),
    )  # fmt: skip
    frame = ScoreFrame(
        id="f", title="F", basis="", groups=(Group(number=1, title="G", max=30, criteria=(criterion,)),)
    )
    line = scored(frame, Facts(), None).line("7")
    assert line is not None
    assert (line.points, line.explained) == (
        30,
        "Không có chỉ tiêu, nhiệm vụ nào đến hạn, theo khung được đủ 30 điểm.",
    )


def test_a_person_s_word_goes_before_the_computed_one_and_shows_why():
    line = scored(HD42, GOOD, sheet(ScoreLine(code="2", self_score=3, overridden=True, note="đến muộn"))).line("2")
    assert line is not None
    assert (line.computed, line.points, line.note) == (5, 3, "đến muộn")
    stale = scored(HD42, GOOD, sheet(ScoreLine(code="2", self_score=3, note="tính lúc trước"))).line("2")
    assert stale is not None
    assert (stale.points, stale.note) == (5, "")


def test_a_closed_sheet_keeps_what_was_written_whatever_the_numbers_say_later():
    before = scored(HD42, GOOD, sheet(*(ScoreLine(code=c.code, self_score=c.max) for c in HD42.criteria)))
    kept = sheet(*as_lines(before))
    after = scored(HD42, facts(present=1, due=18), kept, fixed=True)
    assert (after.total, after.level) == (before.total, before.level) == (100, MeetingLevel.GOOD)
    line = after.line("2")
    assert line is not None
    assert line.explained == "Dự 18/18 (100%), từ 90% trở lên nên đủ 5 điểm."


def gated(**changes) -> ScoreFrame:
    levels = ((MeetingLevel.GOOD, 90), (MeetingLevel.FAIR, 70), (MeetingLevel.AVERAGE, 50), (MeetingLevel.POOR, 0))
    values = {
        "levels": tuple(LevelRule(level=level, at_least=least) for level, least in levels),
        "gates": (Gate(level=MeetingLevel.GOOD, full=("1", "2")),), **changes,
    }  # fmt: skip
    return msgspec.structs.replace(HD42, **values)


def test_a_gate_that_is_not_met_leads_to_the_next_lower_level():
    lines = [ScoreLine(code=c.code, self_score=c.max) for c in HD42.criteria]
    good = scored(gated(), GOOD, sheet(*lines))
    assert (good.level, good.held_back) == (MeetingLevel.GOOD, ())
    held = scored(gated(), facts(present=16, due=18), sheet(*lines))
    assert (held.total, held.level) == (95, MeetingLevel.FAIR)
    assert [criterion.code for criterion in held.held_back] == ["2"]


def test_no_level_while_a_criterion_is_open():
    open_sheet = scored(HD42, GOOD, None)
    assert (open_sheet.total, open_sheet.level, open_sheet.complete) == (10, None, False)
    assert open_sheet.missing == len(HD42.criteria) - 2


@pytest.mark.parametrize(
    ("total", "level"),
    [(90, MeetingLevel.GOOD), (89.5, MeetingLevel.FAIR), (70, MeetingLevel.FAIR), (69.5, MeetingLevel.AVERAGE),
     (50, MeetingLevel.AVERAGE), (49.5, MeetingLevel.POOR), (0, MeetingLevel.POOR)],
)  # fmt: skip
def test_levels_begin_at_their_points(total, level):
    left = total
    lines = []
    for criterion in HD42.criteria:
        given_points = min(left, criterion.max or 0)
        lines.append(ScoreLine(code=criterion.code, self_score=given_points, overridden=True, note="x"))
        left -= given_points
    whole = scored(HD42, GOOD, sheet(*lines))
    assert (whole.total, whole.level) == (total, level)


def test_appraised_points_stand_beside_and_have_a_level_of_their_own():
    lines = [ScoreLine(code=c.code, self_score=c.max, appraised_score=(c.max or 0) * 0.8) for c in HD42.criteria]
    both = scored(HD42, GOOD, sheet(*lines))
    assert (both.total, both.level) == (100, MeetingLevel.GOOD)
    assert (both.appraised_total, both.appraised_level) == (80, MeetingLevel.FAIR)
    partly = scored(HD42, GOOD, sheet(*lines[:-1]))
    assert (partly.appraised_total, partly.appraised_level) == (None, None)


def test_frame_without_points_has_ticks_and_no_sum():
    ticks = scored(HD12, GOOD, sheet(ScoreLine(code="1", self_score=MET), frame=HD12))
    assert (ticks.total, ticks.level, ticks.missing) == (None, None, len(HD12.criteria) - 1)
    line = ticks.line("1")
    assert line is not None
    assert (line.points, line.full, line.explained) == (1, True, "Dự 18/18 (100%).")


def test_a_year_is_good_with_no_low_meeting_and_seven_good_ones():
    good, fair, average = MeetingLevel.GOOD, MeetingLevel.FAIR, MeetingLevel.AVERAGE
    assert year_summary([good] * 7 + [fair] * 5).good
    assert not year_summary([good] * 6 + [fair] * 6).good
    assert not year_summary([good] * 11 + [average]).good
    summary = year_summary([good, fair, None], [90, None, 80])
    assert (summary.judged, summary.average, summary.counts[fair]) == (2, 85, 1)


COUNT = st.integers(0, 120)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    due, here, targets = draw(COUNT), draw(COUNT), draw(COUNT)
    return Facts(
        length=draw(st.none() | st.integers(0, 600)), least=draw(st.none() | st.integers(1, 300)),
        present=draw(st.integers(0, due)), due=due, unexcused=tuple("x" * draw(st.integers(0, 2))),
        spoke=draw(st.integers(0, here)), here=here, met=draw(st.integers(0, targets)), targets=targets,
        too_often=draw(st.sampled_from([None, (), ("Lò Văn An",)])),
    )  # fmt: skip


@st.composite
def any_sheet(draw: st.DrawFn) -> ScoreSheet:
    score = st.none() | st.floats(0, 100)
    return sheet(*(
        ScoreLine(code=c.code, self_score=draw(score), appraised_score=draw(score), overridden=draw(st.booleans()))
        for c in WARD.criteria if draw(st.booleans())
    ))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(any_facts(), any_sheet(), st.booleans())
def test_points_are_never_above_the_maximum_and_sums_are_sums(known, written, fixed):
    whole = scored(WARD, known, written, fixed=fixed)
    assert all(line.points is None or 0 <= line.points <= line.maximum for line in whole.lines)
    assert all(group.points <= (group.group.max or 0) for group in whole.groups)
    assert whole.total == pytest.approx(sum(line.points or 0 for line in whole.lines))
    assert whole.total <= 100
    assert (whole.level is None) == (not whole.complete)
    assert all(line.explained for line in whole.lines if line.computed is not None)


@settings(max_examples=30, deadline=None)
@given(any_facts(), any_sheet())
def test_closing_changes_no_point_and_closing_twice_is_closing_once(known, written):
    whole = scored(WARD, known, written)
    once = as_lines(whole)
    fixed = scored(WARD, known, sheet(*once, frame=WARD), fixed=True)
    assert [line.points for line in fixed.lines] == [line.points for line in whole.lines]
    assert as_lines(fixed) == once


@given(st.integers(1, 120))
@settings(max_examples=20, deadline=None)
def test_more_attendance_never_costs_points(due):
    given_points = [points(facts(present=present, due=due), "2.1")[0] for present in range(due + 1)]
    assert all((low or 0) <= (high or 0) for low, high in pairwise(given_points))
