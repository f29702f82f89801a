"""Facts of the book for a review: sentences with their source, points suggested, never over a person's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from review_samples import ABSENT, ARDENT, SECRETARY, criticise, ids, year_of_work

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.criticism import Mending
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import Meeting, MeetingLevel
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_facts import ReviewFacts, fault_states, tasks_of
from chibo_desktop.domain.review_pack import Topic
from chibo_desktop.domain.review_points import halved, suggest
from chibo_desktop.domain.review_rules import Faults, Tasks
from chibo_desktop.domain.reviews import ReviewForm, ReviewPrompt, ReviewText
from chibo_desktop.services import review_facts, review_marks, review_packs, review_texts, reviews
from chibo_desktop.services.session import Session

PACK = review_packs.shipped_review_packs()[0]
LINES = {line.code: line for line in PACK.lines_for(ReviewForm.VILLAGER)}


@pytest.fixture
def round_id(cell: Session) -> bytes:
    year_of_work(cell)
    return reviews.open_round(cell, 2026)


def of(session: Session, round_id: bytes, name: str) -> bytes:
    return reviews.review_id(round_id, ids(session)[name])


def words(session: Session, known: bytes, topic: Topic) -> list[str]:
    return [line.sentence for line in review_facts.facts_of(session, known).lines if line.topic is topic]


# -- a member ---------------------------------------------------------------------------------------


def test_every_fact_of_the_ardent_has_its_number_and_source(cell, round_id):
    known = of(cell, round_id, ARDENT)
    assert words(cell, known, Topic.TASKS) == [
        (
            "Theo bảng nhiệm vụ năm 2026, được giao 4 nhiệm vụ, hoàn thành 4/4 nhiệm vụ đến hạn "
            "(3 đúng hạn, 1 vượt mức, 1 quá hạn)."
        ),
        "Theo bảng nhiệm vụ năm 2026, việc chính đã làm: Việc số 1 (vượt mức); Việc số 2; Việc số 3; Việc số 4.",
        "Theo bảng nhiệm vụ năm 2026, nhiệm vụ được đánh giá: 4 hoàn thành tốt nhiệm vụ.",
    ]
    assert words(cell, known, Topic.ATTENDANCE) == [
        "Theo sổ điểm danh năm 2026, dự 1/1 buổi sinh hoạt phải dự, đạt 100%."
    ]
    assert words(cell, known, Topic.COMMENDATIONS) == [
        "Theo biên bản sinh hoạt năm 2026, được chi bộ biểu dương 1 lần: 03/11/2026 (Vận động làm đường).",
        "Theo danh sách khen thưởng, được khen thưởng: Giấy khen.",
    ]
    assert words(cell, known, Topic.DUES) == ["Theo sổ theo dõi đảng phí năm 2026, nộp đảng phí 1/2 tháng có ghi."]
    assert words(cell, known, Topic.PROPOSALS) == [
        "Theo sổ kiến nghị năm 2026, nêu 1 kiến nghị, 1 kiến nghị đã được trả lời."
    ]
    assert words(cell, known, Topic.UNDONE) == [
        "Theo bảng nhiệm vụ năm 2026, có 1 nhiệm vụ xong quá hạn: Việc số 4 (hạn 04/05/2026)."
    ]


def test_what_went_wrong_is_told_as_plainly(cell, round_id):
    known = of(cell, round_id, ABSENT)
    facts = review_facts.facts_of(cell, known)
    assert facts.tasks == Tasks(undone=1, ahead=1)
    assert (facts.due, facts.present, facts.unexcused, facts.reminders) == (1, 0, 1, 1)
    assert words(cell, known, Topic.ABSENCES) == [
        "Theo sổ điểm danh năm 2026, vắng không lý do 1 buổi sinh hoạt: 03/11/2026."
    ]
    assert words(cell, known, Topic.REMINDERS) == [
        "Theo biên bản sinh hoạt năm 2026, được chi bộ nhắc nhở 1 lần: 03/11/2026 (Ra đồng muộn)."
    ]
    assert "Việc bỏ dở (hạn 01/10/2026)" in words(cell, known, Topic.UNDONE)[0]


def test_a_quarter_counts_its_own_time(cell, round_id):
    quarter = reviews.open_round(cell, 2026, 4)
    (row,) = reviews.load_round(cell, quarter).rows
    assert row.name == SECRETARY
    assert words(cell, row.review.id, Topic.SPEECHES) == [
        "Theo sổ biên bản quý IV năm 2026, chủ trì 1 cuộc họp.",
        "Theo biên bản sinh hoạt quý IV năm 2026, phát biểu 1 ý kiến tại 1 buổi sinh hoạt.",
    ]
    first = reviews.open_round(cell, 2026, 1)
    assert review_facts.facts_of(cell, reviews.load_round(cell, first).rows[0].review.id).lines == ()


# -- pre-filling ------------------------------------------------------------------------------------


def test_prefilling_puts_facts_under_empty_headings_and_never_over_words(cell, round_id):
    known = of(cell, round_id, ARDENT)
    review_texts.save_section(cell, known, "I.2", "Tôi tự viết.")
    head = cell.head()
    text = review_facts.prefill(cell, known)
    assert text.section("I.2") == "Tôi tự viết."
    assert text.section("I.1").startswith("Theo sổ điểm danh năm 2026")
    assert text.section("II.1").startswith("Theo bảng nhiệm vụ năm 2026, có 1 nhiệm vụ xong quá hạn")
    assert text.section("VI") == ""
    assert cell.head() == head
    section = next(s for s in review_facts.sections_of(cell, known) if s.heading.code == "I.2")
    assert (section.text, section.suggested.count("\n")) == ("Tôi tự viết.", 4)


def test_faults_of_the_year_before_and_promises_come_back_under_iii(cell, round_id):
    before = reviews.open_round(cell, 2025)
    review_texts.save_section(cell, of(cell, before, ARDENT), "II.1", "Ít phát biểu.\nNộp báo cáo muộn.")
    criticise(cell, ids(cell)[ARDENT], "Đi họp đúng giờ", Mending.MENDED)
    criticise(cell, ids(cell)[ABSENT], "Của người khác", Mending.OPEN)
    known = of(cell, round_id, ARDENT)
    text = review_facts.prefill(cell, known)
    lines = text.section("III").splitlines()
    assert lines[0].startswith("- Ít phát biểu: ....")
    assert lines[0].endswith("(theo bản kiểm điểm năm 2025).")
    assert lines[2] == "- Đi họp đúng giờ: đã được khắc phục (theo sổ tự phê bình và phê bình ngày 03/09/2026)."
    assert review_facts.facts_of(cell, known).faults == Faults(mended=1, unknown=2)
    review_texts.save_section(
        cell, known, "III", "- Ít phát biểu: đã khắc phục\n- Nộp muộn: đang khắc phục, được nửa"
    )
    assert review_facts.facts_of(cell, known).faults == Faults(mended=1, open=1)


def test_prompts_come_under_iv_with_room_for_the_explanation(cell, round_id):
    known = of(cell, round_id, ARDENT)
    prompts = (
        ReviewPrompt(by="Đảng ủy xã", text="Làm rõ việc thu quỹ"),
        ReviewPrompt(text="Việc hai", answer="Đã xong"),
    )
    review_texts.save_text(cell, known, ReviewText(prompts=prompts))
    lines = review_facts.prefill(cell, known).section("IV").splitlines()
    assert lines[0].startswith("Đảng ủy xã: Làm rõ việc thu quỹ. Giải trình: ....")
    assert lines[1] == "Việc hai. Giải trình: Đã xong"


def test_without_the_right_the_open_facts_remain(cell, round_id, monkeypatch):
    known = of(cell, round_id, ARDENT)
    criticise(cell, ids(cell)[ARDENT], "Đi họp đúng giờ", Mending.OPEN)
    monkeypatch.setattr(cell, "sealed_keys", ())
    facts = review_facts.facts_of(cell, known)
    assert facts.faults is None
    assert facts.tasks.done == 4
    assert not facts.of([Topic.EARLIER, Topic.MENDINGS, Topic.PROMPTS])
    assert review_facts.points_help(cell, known).suggestions[0].points == 20
    with pytest.raises(UserError, match="niêm phong"):
        review_facts.prefill(cell, known)


# -- the cell ---------------------------------------------------------------------------------------


def test_the_cells_report_tells_meetings_levels_targets_and_gaps(cell, round_id):
    known = reviews.review_id(round_id, None)
    facts = review_facts.facts_of(cell, known)
    text = review_facts.prefill(cell, known)
    assert "tổ chức 1 buổi họp: 1 sinh hoạt thường kỳ" in text.section("I.1")
    assert "tỷ lệ đảng viên dự sinh hoạt 80% (4/5 lượt phải dự; vắng không lý do 1 lượt)" in text.section("I.1")
    assert "đạt 1/2 chỉ tiêu nghị quyết, 1 vượt" in text.section("I.2")
    assert "hoàn thành 4/5 nhiệm vụ đến hạn, 1 xong quá hạn" in text.section("I.2")
    assert "biểu dương 1 lượt, nhắc nhở 1 lượt" in text.section("I.3")
    assert "chuyên đề" not in text.section("II.1")
    assert "có 1 chỉ tiêu không đạt: Hộ nghèo" in text.section("II.1")
    assert facts.tasks == Tasks(on_time=2, beyond=2, late=1, undone=2, ahead=1)


def test_a_quarter_without_a_thematic_meeting_is_told_only_since_the_book_began(cell, round_id):
    known = reviews.review_id(round_id, None)
    assert words(cell, known, Topic.CELL_GAPS) == []
    cell.save(Meeting(id=cell.new_id(), date=date(2026, 2, 3), roll_called=True))
    told = words(cell, known, Topic.CELL_GAPS)
    assert "Theo sổ biên bản năm 2026, chưa sinh hoạt chuyên đề quý II, III." in told
    assert "Theo sổ biên bản năm 2026, không sinh hoạt thường kỳ tháng 3, 4, 5, 6, 7, 8, 9, 10." in told


def test_levels_of_closed_meetings_feed_the_cells_points(cell, round_id):
    line = PACK.lines_for(ReviewForm.CELL)[0]
    facts = ReviewFacts(levels={MeetingLevel.GOOD: 8, MeetingLevel.FAIR: 2, MeetingLevel.POOR: 0})
    found = suggest(line, facts)
    assert found.points == 28.5  # 30 × (8 + 2 × 0.8) / 10 = 28.8, down to a half
    assert "8 buổi Tốt, 2 buổi Khá" in found.words
    assert suggest(line, ReviewFacts()).points is None


# -- suggested points -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "facts", "points"),
    [
        ("I.1", ReviewFacts(), 20),
        ("I.1", ReviewFacts(unexcused=2, reminders=1), 17),
        ("I.1", ReviewFacts(unexcused=9, reminders=9), 10),
        ("I.2", ReviewFacts(faults=Faults(open=1, mended=4)), 8),
        ("I.2", ReviewFacts(faults=None), 10),
        ("II.1", ReviewFacts(tasks=Tasks(on_time=2, beyond=1, late=1)), 35),
        ("II.1", ReviewFacts(tasks=Tasks(ahead=3)), None),
        ("II.1", ReviewFacts(tasks=Tasks(undone=3)), 0),
        ("II.2", ReviewFacts(due=3, present=2, speeches=1), 10),
        ("II.2", ReviewFacts(due=3, present=2), 7),
        ("II.2", ReviewFacts(due=3, present=2, led=2), 10),
        ("II.2", ReviewFacts(), None),
        ("II.3", ReviewFacts(due=3, present=3), None),
    ],
)
def test_points_are_suggested_from_facts_and_explained(code, facts, points):
    found = suggest(LINES[code], facts)
    assert found.points == points
    assert ("tự chấm" in found.words) is (points is None)


def test_suggestions_fill_only_lines_that_have_none(cell, round_id):
    known = of(cell, round_id, ARDENT)
    review_marks.set_points(cell, known, "I.1", 12)
    assert review_facts.suggested_points(cell, known) == {"I.2": 10, "II.1": 35, "II.2": 15}
    view = reviews.load_review(cell, known)
    review_marks.fill_points(cell, view, review_facts.suggested_points(cell, known))
    review_marks.set_points(cell, known, "II.3", 11)
    found = review_facts.points_help(cell, known)
    assert (found.own.by_points, found.own.level) == (YearRating.GOOD, None)
    assert "chưa mức nào hợp" in found.own.hint
    assert found.given.level is None
    assert found.of("II.1").points == 35
    assert found.of("IX") is None
    assert "suy thoái" in found.notes[0]


@pytest.mark.parametrize(("points", "half"), [(28.8, 28.5), (28.5, 28.5), (0.4, 0), (35, 35), (33.3333, 33)])
def test_halves_are_rounded_down(points, half):
    assert halved(points) == half


# -- counting ---------------------------------------------------------------------------------------


def test_a_task_without_a_day_or_still_to_come_is_not_due(cell):
    def duty(state=DutyState.NOT_STARTED, due=None, grade=None) -> Duty:
        return Duty(id=cell.new_id(), text="Việc", state=state, due=due, grade=grade)

    today = date(2026, 11, 3)
    duties = [
        duty(), duty(due=today), duty(due=date(2026, 11, 2)), duty(DutyState.NOT_DONE),
        duty(DutyState.DONE_LATE, grade=YearRating.FAILED), duty(DutyState.NOT_DONE, grade=YearRating.FAILED),
    ]  # fmt: skip
    assert tasks_of(duties, today) == Tasks(ahead=2, undone=3, late=1, poor=1)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", Faults()),
        ("- Ít nói: đã được khắc phục", Faults(mended=1)),
        ("ĐÃ KHẮC PHỤC XONG", Faults(mended=1)),
        ("Đi muộn: đã sửa\nChưa được khắc phục: nể nang", Faults(mended=1, open=1)),
        ("đang khắc phục, khoảng 50%", Faults(open=1)),
        ("Ít nói: ....................", Faults(unknown=1)),
        ("Đã có nhiều cố gắng", Faults(unknown=1)),
    ],
)
def test_what_became_of_a_fault_is_read_from_its_line(text, faults):
    assert fault_states(text) == faults


def test_sealed_facts_do_not_show_in_a_traceback(cell, round_id):
    criticise(cell, ids(cell)[ARDENT], "hứa riêng", Mending.OPEN)
    facts = review_facts.facts_of(cell, of(cell, round_id, ARDENT))
    assert "hứa riêng" not in repr(facts)
    assert "hứa riêng" in facts.of([Topic.MENDINGS])[0].words
    assert replace(facts.lines[0], words="x").words == "x"
