"""Forms (c) and (g): the resolution and the score sheet, in words and on paper."""

from __future__ import annotations

import os
import tomllib
import unicodedata
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path

import meeting_sample as sample
import msgspec
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from chibo_desktop.common.ids import named_id
from chibo_desktop.common.resources import resource
from chibo_desktop.domain.attendance import tally
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.follow_up import carried_duties
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.resolution_paper import (
    DRAFT_MARK,
    Quality,
    QualityRow,
    compose_resolution,
    resolution_text,
)
from chibo_desktop.domain.resolution_text import (
    TABLE_LINE,
    draft,
    lettered,
    months_of,
    points_in,
    tasks_in,
    usual_title,
)
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.score_explained import Facts
from chibo_desktop.domain.score_frames import ScoreFrame
from chibo_desktop.domain.score_paper import compose_score_sheet, score_sheet_text
from chibo_desktop.domain.score_sheets import ScoreLine, ScoreSheet
from chibo_desktop.domain.scoring import scored
from chibo_desktop.domain.votes import Vote
from chibo_desktop.papers.resolution import render_resolution
from chibo_desktop.papers.score_sheet import render_score_sheet

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def shipped_frame(name: str) -> ScoreFrame:
    raw = tomllib.loads(resource("rules", name).read_text(encoding="utf-8"))
    return msgspec.convert(raw["score_frame"], ScoreFrame)


FRAME = shipped_frame("meeting-hd42-2025.toml")
BEFORE = Meeting(id=named_id("before"), date=date(2026, 1, 3), starts=time(19, 30), roll_called=True)
OLDER = Meeting(id=named_id("older"), date=date(2025, 12, 3), starts=time(19, 30), roll_called=True)


def assert_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("CHIBO_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def duty(name: str, given: Meeting, **changes) -> Duty:
    return Duty(id=named_id(name), text=name, meeting_id=given.id, due=given.date + timedelta(days=25), **changes)


def earlier_duties() -> list[Duty]:
    return [
        duty("Phát quang đường biên", BEFORE, state=DutyState.DONE_ON_TIME, done_on=date(2026, 1, 20)),
        duty("Làm lại cổng chào", BEFORE, state=DutyState.IN_PROGRESS, progress="Xong móng."),
        duty("Rà soát hộ nghèo", OLDER, state=DutyState.DONE_LATE, done_on=date(2026, 1, 10)),
        duty("Đã xong từ trước", OLDER, state=DutyState.DONE_ON_TIME, done_on=date(2025, 12, 20)),
        duty("Xong sau buổi họp", BEFORE, state=DutyState.DONE_LATE, done_on=date(2026, 2, 20)),
    ]


def carried():
    meeting = sample.meeting()
    return carried_duties(meeting, earlier_duties(), [OLDER, BEFORE, meeting])


def the_resolution(**changes) -> Resolution:
    words = sample.records()
    names = {m.id: m.name for m in sample.members()}
    text = draft(
        day=sample.DAY, agenda=words["agenda"], conclusions=words["conclusions"], duties=words["duties"],
        mentions=words.get("mentions", []), known=names, weak_points="Vài đồng chí đến muộn\nÍt người phát biểu",
    )  # fmt: skip
    values = {"title": usual_title(sample.DAY), "text": text, "state": ResolutionState.ADOPTED, **changes}
    return Resolution(id=named_id("resolution"), meeting_id=sample.MEETING_ID, date=sample.DAY, **values)


def resolution_paper(**changes):
    people = sample.members()
    rows = sample.attendance(people)
    vote = Vote(
        id=named_id("vote"), meeting_id=sample.MEETING_ID, position=1, title="NQ", base=16, agree=15, other=1
    )
    values = {
        "cell": sample.cell(), "meeting": sample.meeting(), "resolution": the_resolution(), "members": people,
        "attendance": rows, "carried": carried(), "vote": vote, "number": 5,
        "quality": Quality(
            (QualityRow("Thời gian", "5", "5"), QualityRow("Tổ chức", "36", "40")), "92,5/100", "Tốt"
        ),
    }  # fmt: skip
    return compose_resolution(**{**values, **changes})


def score_paper(*, lines=(), **changes):
    people = sample.members()
    rows = sample.attendance(people)
    counted = tally(rows)
    facts = Facts(
        length=105, least=90, present=counted.present_due, due=counted.due, spoke=6, here=17, met=3, targets=4,
        too_often=(),
    )  # fmt: skip
    written = ScoreSheet(id=named_id("sheet"), meeting_id=sample.MEETING_ID, frame=FRAME.id, lines=tuple(lines))
    sheet = scored(FRAME, facts, written)
    values = {
        "cell": sample.cell(), "meeting": sample.meeting(), "members": people, "guests": sample.records()["guests"],
        "sheet": sheet, "written": written, "score": sheet.total if sheet.complete else None, "level": sheet.level,
    }  # fmt: skip
    return compose_score_sheet(**{**values, **changes})


def full_lines() -> list[ScoreLine]:
    lines = [ScoreLine(code=c.code, self_score=c.max, appraised_score=(c.max or 1) - 1) for c in FRAME.criteria]
    lines[1] = replace(lines[1], self_score=3.0, overridden=True, note="Nhiều đồng chí đến muộn")
    return lines


def words_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf), strict=True).pages
    return unicodedata.normalize("NFC", "".join("".join(p.extract_text().split()) for p in pages))


def test_resolution_reads_as_the_golden_text():
    assert_golden("resolution.txt", resolution_text(resolution_paper()))


def test_score_sheet_reads_as_the_golden_text():
    assert_golden("score-sheet.txt", score_sheet_text(score_paper(lines=full_lines())))


@pytest.mark.parametrize(
    ("render", "paper", "text"),
    [
        (render_resolution, resolution_paper, resolution_text),
        (render_score_sheet, score_paper, score_sheet_text),
    ],
)
def test_every_word_of_the_text_stands_on_the_paper_and_twice_the_same(render, paper, text):
    pdf = render(paper())
    assert pdf == render(paper())
    printed = words_of(pdf)
    # The cells of a table come out one after the other, their bars are only in the text.
    parts = [cell for line in text(paper()).splitlines() for cell in line.split(" | ")]
    assert [part for part in parts if "".join(part.split()) not in printed] == []


def test_a_draft_says_so_and_leaves_number_and_vote_to_be_written():
    paper = resolution_paper(resolution=the_resolution(state=ResolutionState.DRAFT), vote=None, number=None)
    assert paper.draft
    assert paper.head.number == "Số .....-NQ/CB"
    assert "...................." in paper.adoption
    assert DRAFT_MARK in resolution_text(paper)


def test_a_lost_vote_is_told_as_lost():
    vote = Vote(id=named_id("v"), meeting_id=sample.MEETING_ID, position=1, title="NQ", base=16, agree=8)
    assert "không được chi bộ thông qua: 08/16" in resolution_paper(vote=vote).adoption


def test_the_table_stands_where_the_text_says_or_after_part_one():
    own = the_resolution(text="I. MỘT\nĐã làm.\nII. HAI\na) Sẽ làm.")
    lines = resolution_text(resolution_paper(resolution=own)).splitlines()
    assert lines.index("TT | Nhiệm vụ đề ra | Tình trạng đầu kỳ | Kết quả") < lines.index("II. HAI")
    marked = the_resolution(text=f"I. MỘT\nII. HAI\n{TABLE_LINE}\nIII. BA")
    lines = resolution_text(resolution_paper(resolution=marked)).splitlines()
    assert lines.index("II. HAI") < lines.index("TT | Nhiệm vụ đề ra | Tình trạng đầu kỳ | Kết quả")
    assert "IV. TỰ ĐÁNH GIÁ CHẤT LƯỢNG KỲ SINH HOẠT" in lines


def test_carried_duties_are_those_open_at_the_meeting_before_as_they_stood_that_day():
    rows = carried()
    assert [(r.duty.text, r.new, r.done) for r in rows] == [
        ("Rà soát hộ nghèo", False, True),
        *[(t, True, t.startswith("Phát")) for t in sorted(
            ("Phát quang đường biên", "Làm lại cổng chào", "Xong sau buổi họp"), key=named_id)],
    ]  # fmt: skip
    later = next(r for r in rows if r.duty.text == "Xong sau buổi họp")
    assert later.result == "Đang làm, đã quá hạn"


def test_points_are_lettered_as_papers_do_and_tasks_are_read_back():
    assert [text.split(")")[0] for text in lettered(["x"] * 7)] == ["a", "b", "c", "d", "đ", "e", "g"]
    assert lettered(["một"]) == ["một"]
    text = "I. A\na) cũ\nII. B\n1. Về kinh tế\na) Làm đường;\nđ) Trồng rừng.\n- Dạy chữ\nIII. C\na) khác"
    assert tasks_in(text) == ["Làm đường;", "Trồng rừng.", "Dạy chữ"]


@pytest.mark.parametrize(
    ("day", "reviewed", "led"),
    [
        (date(2026, 1, 3), (2025, 12), (2026, 1)),
        (date(2026, 11, 3), (2026, 10), (2026, 11)),
        (date(2026, 12, 30), (2026, 12), (2027, 1)),
    ],
)
def test_an_early_meeting_reviews_the_month_before_and_leads_its_own(day, reviewed, led):
    assert tuple((d.year, d.month) for d in months_of(day)) == (reviewed, led)


def test_points_written_in_one_paragraph_come_apart():
    assert points_in("a) Làm đường; b) Trồng rừng. đ) Dạy chữ") == ["Làm đường;", "Trồng rừng.", "Dạy chữ"]
    assert points_in("Họp tổ (a) và (b).") == ["Họp tổ (a) và (b)."]


def test_frame_without_points_prints_ticks_and_the_chosen_level():
    frame = shipped_frame("meeting-hd12-2018.toml")
    written = ScoreSheet(
        id=named_id("s"), meeting_id=sample.MEETING_ID, frame=frame.id,
        lines=(ScoreLine(code="1", self_score=1.0), ScoreLine(code="2", self_score=0.0)),
    )  # fmt: skip
    sheet = scored(frame, Facts(present=16, due=17), written)
    text = score_sheet_text(score_paper(sheet=sheet, written=written, score=None, level=sample.meeting().level))
    assert "TT | Nội dung tiêu chí | Đạt / chưa đạt | Cấp ủy thẩm định | Ghi chú" in text
    assert "| Đạt |  | Dự 16/17 (94,1%)." in text
    assert "| Chưa đạt |" in text
