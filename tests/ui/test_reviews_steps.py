"""One review step by step: form, sealed words, prompts, comments, points, ballots, result, all by keys."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from review_room import ReviewPlace, add_people, add_work, open_year, review_of

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import (
    LaterChange,
    ReviewComment,
    ReviewExemption,
    ReviewForm,
    ReviewPrompt,
    ReviewText,
)
from chibo_desktop.services import review_marks, review_texts, reviews, sealed
from chibo_desktop.services.session import Changed
from chibo_desktop.ui.points_field import parse_points
from chibo_desktop.ui.reviews.words import points_words

DAY = date(2026, 12, 5)
NAME = "Cà Thị Ân"
WHO, WORDS, PROMPTS, COMMENTS, POINTS, VOTE, RESULT = range(7)


@pytest.fixture
def session(cell_folder, opened, clock):
    clock.at = datetime(2026, 12, 5, 19, 42)  # noqa: DTZ001  wall time has no zone
    return opened(cell_folder)


@pytest.fixture
def people(session):
    found = add_people(session)
    add_work(session, found)
    return found


@pytest.fixture
def round_id(session, people):
    return open_year(session)


@pytest.fixture
def place(qtbot, tasks, changes, session, round_id):
    made = ReviewPlace(qtbot, tasks, changes, session)
    yield made
    made.put_away()


@pytest.fixture
def page(place, session, round_id):
    """The review of Cà Thị Ân, who was away once and has one duty done."""
    place.enter(review_of(session, round_id, NAME).id)
    return place.screen.review


def record(session, round_id, name=NAME):
    return review_of(session, round_id, name)


def words_of(session, round_id, name=NAME):
    return review_texts.text_of(session, review_of(session, round_id, name).id)


def type_into(field, typed):
    """Type over what stands in a field of one line, then Enter."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)


def dialog_of(place):
    return next(found for found in place.screen.findChildren(QDialog) if found.isVisible())


def shown_words(page):
    """Return all labels and notes one can see."""
    labels = [found.text() for found in page.findChildren(QLabel) if found.isVisible()]
    notes = [step.note.toPlainText() for step in page.words.fields.values() if step.note.isVisible()]
    return " ".join([*labels, *notes])


# -- going from step to step ----------------------------------------------------------------------


def test_red_button_goes_through_the_steps_and_on_to_the_next_person(place, page):
    said = []
    for _ in range(7):
        said.append(place.screen.primary.text())
        QTest.keyClick(place.screen, Qt.Key.Key_F10)
        place.settle()
    assert said == [
        "Tiếp: Bản kiểm điểm", "Tiếp: Gợi ý", "Tiếp: Góp ý", "Tiếp: Điểm, mức", "Tiếp: Phiếu", "Tiếp: Kết quả",
        "Tiếp: đồng chí Đặng Đức Bình",
    ]  # fmt: skip
    assert place.screen.title == "Đặng Đức Bình"
    assert page.step == WHO
    place.screen.before_button.click()
    place.settle()
    assert place.screen.title == NAME


def test_number_keys_choose_a_step(qtbot, place, page):
    QTest.keyClick(place.screen, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.step == POINTS)
    assert QApplication.focusWidget() is page.points.grid.rows["I.1"].own


def test_last_person_leads_back_to_the_table(place, page, session, round_id):
    place.enter(record(session, round_id, "Vàng A Dơ").id)
    page.show_step(RESULT)
    assert place.screen.primary.text() == "Về bảng chung"
    place.screen.primary.click()
    place.settle()
    assert place.screen.title == "Kiểm điểm, xếp loại năm 2026"


def test_exempt_member_has_the_first_step_only(place, page, session, round_id):
    place.enter(record(session, round_id, "Quàng Văn Dinh").id)
    assert [made.isVisible() for made in page.bar.buttons] == [True] + [False] * 6
    assert page.who.note.value().startswith("Miễn công tác")
    page.who.exempt.setCurrentIndex(0)
    page.who.exempt.activated.emit(0)
    place.settle()
    assert record(session, round_id, "Quàng Văn Dinh").exempt is None
    assert all(made.isVisible() for made in page.bar.buttons)


def test_exemption_chosen_by_hand_keeps_its_reason(place, page, session, round_id):
    row = list(ReviewExemption).index(ReviewExemption.SUSPENDED) + 1
    page.who.exempt.setCurrentIndex(row)
    page.who.exempt.activated.emit(row)
    place.settle()
    assert record(session, round_id).exempt is ReviewExemption.SUSPENDED
    type_into(page.who.note, "QD 15")
    place.settle()
    assert record(session, round_id).exempt_note == "QD 15"


def test_form_and_days_are_written_at_once(place, page, session, round_id):
    page.who.form.setCurrentIndex(1)
    page.who.form.activated.emit(1)
    page.who.handed_in.today_button.click()
    type_into(page.who.discussed.field, "12/12/2026")
    place.settle()
    found = record(session, round_id)
    assert found.form is ReviewForm.LEADER
    assert (found.handed_in_on, found.discussed_on) == (DAY, date(2026, 12, 12))
    assert "lãnh đạo" in page.who.when.text()


# -- sealed words -----------------------------------------------------------------------------------


def test_prefill_brings_facts_with_their_source_and_overwrites_nothing(place, page, session, round_id, write):
    page.show_step(WORDS)
    note = page.words.fields["I.1"].note
    note.setFocus()
    write(note, "Luôn giữ gìn đoàn kết.")
    QTest.keyClick(page.words.fill_button, Qt.Key.Key_Space)
    place.settle()
    text = words_of(session, round_id)
    assert not page.words.print_button.hasFocus()
    assert page.words.fields["I.1"].note.hasFocus()
    assert text.section("I.1") == "Luôn giữ gìn đoàn kết."
    assert "Vận động các hộ làm đường bản" in text.section("I.2")
    assert "Đã điền số liệu của sổ" in place.screen.message.all_words
    place.screen.work.undo()
    place.settle()
    assert words_of(session, round_id).section("I.2") == ""
    assert words_of(session, round_id).section("I.1") == "Luôn giữ gìn đoàn kết."


def test_one_fact_is_put_after_what_is_written(place, page, session, round_id, write):
    page.show_step(WORDS)
    field = page.words.fields["I.1"]
    field.note.setFocus()
    write(field.note, "Gương mẫu.")
    fact = field._facts[0]
    fact.button.click()
    place.settle()
    first, second = words_of(session, round_id).section("I.1").split("\n")
    assert first == "Gương mẫu."
    assert "1/2 buổi" in second
    assert not fact.button.isVisible()


def test_headings_follow_the_form(qtbot, place, page, session, round_id):
    page.show_step(WORDS)
    before = page.words.fields["I.2"]
    reviews.choose_form(session, round_id, record(session, round_id).member_id, ReviewForm.LEADER)
    page.refresh()
    place.settle()
    assert page.words.fields["I.2"] is not before
    qtbot.waitUntil(lambda: "lãnh đạo, chỉ đạo" in shown_words(page))


def test_words_being_typed_are_kept_sealed_and_come_back(place, page, session, round_id, write):
    page.show_step(WORDS)
    note = page.words.fields["II.1"].note
    note.setFocus()
    write(note, "Còn nể nang")
    note.draft_changed.emit(note.toPlainText())
    place.settle()
    found = record(session, round_id)
    assert sealed.drafts(session, review_texts.draft_place(found.id, "")) == {
        review_texts.draft_place(found.id, "II.1"): "Còn nể nang"
    }
    assert not any("nể nang" in words for words in session.drafts().values())
    note.set_value("")
    page.open(found.id, WORDS)
    place.settle()
    assert page.words.fields["II.1"].note.toPlainText() == "Còn nể nang"
    page.leave()
    place.settle()
    assert words_of(session, round_id).section("II.1") == "Còn nể nang"
    assert sealed.drafts(session) == {}


def test_prompts_are_added_answered_and_taken_away(place, page, session, round_id, write):
    page.show_step(PROMPTS)
    QTest.keyClick(page.prompts.add_button, Qt.Key.Key_Space)
    row = page.prompts.rows.rows[0]
    write(row.words, "Việc nộp báo cáo chậm.")
    row.by.setFocus()
    write(row.by, "Chi ủy")
    row.answer.setFocus()
    write(row.answer, "Đã nộp tháng sau.")
    page.leave()
    place.settle()
    assert words_of(session, round_id).prompts == (
        ReviewPrompt(by="Chi ủy", text="Việc nộp báo cáo chậm.", answer="Đã nộp tháng sau."),
    )
    assert page.prompts.rows.rows == [row]
    row.remove_button.click()
    place.settle()
    assert words_of(session, round_id).prompts == ()


def test_comments_keep_author_and_acceptance(place, page, people, session, round_id, write):
    page.show_step(COMMENTS)
    for _ in range(2):
        QTest.keyClick(page.comments.add_button, Qt.Key.Key_Space)
        row = page.comments.rows.rows[-1]
        write(row.words, "Cần phát biểu nhiều hơn.")
        page.leave()
        place.settle()
    first, second = page.comments.rows.rows
    first.author.setCurrentIndex(2)
    first.author.activated.emit(2)
    second.author.setCurrentIndex(second.author.count() - 1)
    second.author.activated.emit(second.author.count() - 1)
    assert second.other.isVisible()
    second.other.setFocus()
    write(second.other, "Trưởng bản")
    page.comments.conclusion.setFocus()
    write(page.comments.conclusion, "Đồng chí cầu thị.")
    page.leave()
    place.settle()
    text = words_of(session, round_id)
    assert text.comments == (
        ReviewComment(author_id=people[2].id, text="Cần phát biểu nhiều hơn."),
        ReviewComment(author="Trưởng bản", text="Cần phát biểu nhiều hơn."),
    )
    assert text.conclusion == "Đồng chí cầu thị."


def test_rows_left_empty_are_no_records(place, page, session, round_id):
    page.show_step(PROMPTS)
    page.prompts.add_button.click()
    page.prompts.add_button.click()
    assert len(page.prompts.rows.rows) == 1
    page.leave()
    place.settle()
    assert not words_of(session, round_id).written


def test_drafts_of_rows_come_back(place, page, session, round_id):
    found = record(session, round_id)
    review_texts.save_text(session, found.id, ReviewText(prompts=(ReviewPrompt(text="Một"),)))
    sealed.save_draft(session, review_texts.draft_place(found.id, "prompts/1/text"), "Hai dở dang")
    sealed.save_draft(session, review_texts.draft_place(found.id, "conclusion"), "Kết dở dang")
    page.open(found.id, PROMPTS)
    place.settle()
    assert [row.words.toPlainText() for row in page.prompts.rows.rows] == ["Một", "Hai dở dang"]
    assert page.comments.conclusion.toPlainText() == "Kết dở dang"


def test_going_to_another_person_leaves_no_words_behind(place, page, session, round_id):
    found = record(session, round_id)
    review_texts.save_text(session, found.id, ReviewText(conclusion="Riêng của Ân").with_section("I.1", "Của Ân"))
    page.open(found.id, WORDS)
    place.settle()
    assert page.words.fields["I.1"].note.toPlainText() == "Của Ân"
    page.open(record(session, round_id, "Giàng A Chu").id, WORDS)
    place.settle()
    assert page.words.fields["I.1"].note.toPlainText() == ""
    assert page.comments.conclusion.toPlainText() == ""


def test_filled_form_asks_before_sealed_words_go_on_paper(place, page, tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(
        place.screen.work,
        "save_paper",
        lambda _owner, _what, name, save: written.append((name, save(tmp_path / name))),
    )
    page.show_step(WORDS)
    page.words.blank_button.click()
    assert [name for name, _ in written] == ["mau-kiem-diem-2026-ca-thi-an.pdf"]
    page.words.print_button.click()
    assert len(written) == 1
    dialog = dialog_of(place)
    assert "niêm phong" in dialog.accessibleDescription()
    dialog.yes_button.click()
    assert [name for name, _ in written][1] == "ban-kiem-diem-2026-ca-thi-an.pdf"


def test_without_the_right_words_are_not_shown_and_the_rest_works(place, page, session, round_id):
    found = record(session, round_id)
    review_texts.save_text(session, found.id, ReviewText(conclusion="Lời kín").with_section("I.1", "Lời rất kín"))
    keys, session.sealed_keys = session.sealed_keys, ()
    page.open(found.id, WORDS)
    place.settle()
    assert "Bí thư, phó bí thư, chi ủy viên (Bí thư chi bộ) mở được" in shown_words(page)
    assert not page.words.print_button.isVisible()
    for step in (WORDS, PROMPTS, COMMENTS):
        page.show_step(step)
        assert "kín" not in shown_words(page)
        assert page.steps[step].sealed.isVisible()
    page.show_step(POINTS)
    type_into(page.points.grid.rows["I.1"].own, "18")
    place.settle()
    assert record(session, round_id).points[0].self_points == 18.0
    place.screen.go_back()
    place.settle()
    assert not place.screen.round.papers.buttons["minutes"].isEnabled()
    session.sealed_keys = keys
    assert words_of(session, round_id).conclusion == "Lời kín"


# -- points and level -------------------------------------------------------------------------------


def test_points_are_typed_down_the_column_and_lead_to_a_level(place, page, session, round_id):
    page.show_step(POINTS)
    grid = page.points.grid
    for code, typed in (("I.1", "18"), ("I.2", "9,5"), ("II.1", "35"), ("II.2", "12"), ("II.3", "10")):
        assert QApplication.focusWidget() is grid.rows[code].own
        QTest.keyClicks(grid.rows[code].own, typed)
        QTest.keyClick(grid.rows[code].own, Qt.Key.Key_Return)
        place.settle()
    assert grid._total.own.text() == "84,5"
    card = page.points.own_card
    assert card.title.text() == "Theo điểm tự chấm: Hoàn thành tốt nhiệm vụ"
    assert [check.text() for check in card.checks if check.isVisible()] == [
        "✓ Đạt: hoàn thành 100% nhiệm vụ (1/1 nhiệm vụ xong).",
        "✓ Đạt: đúng tiến độ, bảo đảm chất lượng (0 nhiệm vụ xong quá hạn, 0 bị đánh giá không hoàn thành).",
    ]
    assert not page.points.given_card.isVisible()


def test_points_above_the_line_are_refused_where_they_stand(place, page, session, round_id):
    page.show_step(POINTS)
    row = page.points.grid.rows["I.2"]
    type_into(row.own, "11")
    place.settle()
    assert row.own.problem == "Điểm từ 0 đến 10."
    assert record(session, round_id).points == ()


def test_suggested_points_fill_empty_lines_only_and_the_cell_copies_them(place, page, session, round_id):
    page.show_step(POINTS)
    type_into(page.points.grid.rows["I.1"].own, "15")
    QTest.keyClick(page.points.suggest_button, Qt.Key.Key_Space)
    place.settle()
    own = {part.code: part.self_points for part in record(session, round_id).points}
    assert own["I.1"] == 15.0
    assert own["II.1"] == 40.0
    assert "II.3" not in own
    QTest.keyClick(page.points.copy_button, Qt.Key.Key_Space)
    place.settle()
    given = {part.code: part.cell_points for part in record(session, round_id).points}
    assert given == own


def test_points_other_than_suggested_take_a_reason(place, page, session, round_id):
    page.show_step(POINTS)
    row = page.points.grid.rows["I.1"]
    assert not row.note.isVisible()
    assert not row.open_words.isVisible()
    type_into(row.own, "15")
    place.settle()
    assert row.note.isVisible()
    assert row.open_words.isVisible()
    assert "không niêm phong" in row.open_words.text()
    type_into(row.note, "tu nhan")
    place.settle()
    part = record(session, round_id).points[0]
    assert (part.self_points, part.note) == (15.0, "tu nhan")


def test_self_rating_is_chosen(place, page, session, round_id):
    page.show_step(POINTS)
    page.points.self_rating.setCurrentIndex(1)
    page.points.self_rating.activated.emit(1)
    place.settle()
    assert record(session, round_id).self_rating is YearRating.EXCELLENT


@pytest.mark.parametrize(
    ("typed", "points"), [("37,5", 37.5), ("37.5", 37.5), (" 8 ", 8.0), ("", None), ("ba", None)]
)
def test_points_are_read_as_people_write_them(typed, points):
    assert parse_points(typed) == points


def test_points_are_shown_with_a_comma():
    assert (points_words(37.5), points_words(40.0), points_words(None)) == ("37,5", "40", "")


# -- ballots and result -------------------------------------------------------------------------------


def test_ballots_are_checked_while_they_are_typed(place, page, session, round_id):
    page.show_step(VOTE)
    fields = page.vote.fields
    for code, typed in (("issued", "4"), ("collected", "4"), ("good", "9")):
        fields[code].setFocus()
        QTest.keyClicks(fields[code], typed)
    assert page.vote.told.text().startswith("✗ Bốn mức cộng lại 9 phiếu")
    QTest.keyClick(fields["good"], Qt.Key.Key_Return)
    place.settle()
    found = record(session, round_id)
    assert (found.vote.issued, found.vote.good) == (4, 0)
    type_into(fields["good"], "3")
    place.settle()
    assert page.vote.told.text() == "✓ Hoàn thành tốt nhiệm vụ: 3/4 phiếu, quá nửa. Phiếu không hợp lệ: 1."
    found = record(session, round_id)
    assert (found.vote.good, found.cell_rating) == (3, YearRating.GOOD)
    assert page.vote.rating.value() is YearRating.GOOD


def test_ballots_are_typed_one_after_another_while_each_is_being_written(place, page, session, round_id):
    page.show_step(VOTE)
    fields = page.vote.fields
    fields["issued"].setFocus()
    for code, typed in (("issued", "4"), ("collected", "4"), ("excellent", "0"), ("good", "4")):
        assert fields[code].hasFocus()
        QTest.keyClicks(fields[code], typed)
        QTest.keyClick(fields[code], Qt.Key.Key_Return)
        place.settle()
    found = record(session, round_id).vote
    assert (found.issued, found.collected, found.good) == (4, 4, 4)


def test_tie_is_said_and_the_level_stays_open(place, page, session, round_id):
    page.show_step(VOTE)
    for code, typed in (("issued", "4"), ("collected", "4"), ("good", "2"), ("completed", "2")):
        type_into(page.vote.fields[code], typed)
    place.settle()
    assert page.vote.told.text().startswith("! Chưa mức nào được quá nửa: cần ít nhất 3/4 phiếu.")
    assert record(session, round_id).cell_rating is None


def test_cap_warns_beside_the_choice_with_its_rule(place, page, session, round_id):
    page.show_step(VOTE)
    page.vote.rating.setCurrentIndex(1)
    page.vote.rating.activated.emit(1)
    place.settle()
    assert record(session, round_id).cell_rating is YearRating.EXCELLENT
    assert page.vote.cap.title.text() == "! Hoàn thành xuất sắc: 1 đồng chí, quá 1 so với mức trần 0."
    assert "QĐ 366-QĐ/TW Điều 11" in page.vote.cap.formula.text()


def test_result_is_written_by_keys_and_put_right_later(place, page, session, round_id, write):
    page.show_step(RESULT)
    step = page.result
    step.rating.setFocus()
    QTest.keyClick(step.rating, Qt.Key.Key_Down)
    QTest.keyClick(step.rating, Qt.Key.Key_Down)
    step.rating.activated.emit(step.rating.currentIndex())
    type_into(step.paper, "12-QD/DU")
    type_into(step.day.field, "28/12/2026")
    type_into(step.told_on.field, "30/12/2026")
    place.settle()
    found = record(session, round_id)
    assert (found.upper_rating, found.upper_paper) == (YearRating.GOOD, "12-QD/DU")
    assert (found.upper_on, found.told_on) == (date(2026, 12, 28), date(2026, 12, 30))
    step.change_button.click()
    dialog = dialog_of(place)
    dialog.rating.setCurrentIndex(2)
    dialog.day.setText("05/12/2026")
    dialog.paper.setText("QD 20")
    dialog.yes_button.click()
    place.settle()
    assert record(session, round_id).change == LaterChange(rating=YearRating.COMPLETED, date=DAY, paper="QD 20")
    assert step.change_words.text().startswith("↻ Xếp loại lại: Hoàn thành nhiệm vụ, 05/12/2026, QD 20.")
    step.undo_change.click()
    dialog_of(place).yes_button.click()
    place.settle()
    assert record(session, round_id).change is None


def test_change_needs_its_day(place, page, session, round_id):
    found = record(session, round_id)
    review_marks.set_result(session, found.id, YearRating.GOOD, "", DAY)
    page.open(found.id, RESULT)
    place.settle()
    page.result.change_button.click()
    dialog = dialog_of(place)
    dialog.yes_button.click()
    assert dialog.isVisible()
    assert dialog.day.problem == "Hãy ghi ngày của quyết định."
    dialog.reject()


# -- the cell -----------------------------------------------------------------------------------------


def test_cell_has_form_01_with_its_own_facts_and_no_form_to_choose(place, page, session, round_id):
    cell = reviews.load_round(session, round_id).cell.review
    place.enter(cell.id)
    assert not page.who.form.isVisible()
    page.show_step(WORDS)
    assert "I.4" in page.words.fields
    page.words.prefill()
    place.settle()
    assert "2 buổi" in review_texts.text_of(session, cell.id).section("I.1")
    page.show_step(POINTS)
    assert list(page.points.grid.rows) == ["I.1", "II.1"]
    page.show_step(VOTE)
    assert not page.vote.cap.isVisible()


def test_review_that_is_gone_leads_to_its_round(place, page, session, round_id):
    found = record(session, round_id)
    session.save(delete=[found])
    page.refresh()
    place.settle()
    assert place.screen.stack.currentWidget() is place.screen.round


def test_quarter_uses_form_05(place, page, session, round_id):
    quarter = reviews.open_round(session, 2026, 3)
    view = reviews.load_round(session, quarter)
    place.enter(view.members[0].review.id)
    assert not page.who.form.isVisible()
    assert place.screen._sentence.text().startswith("Mẫu 05.")
    page.show_step(WORDS)
    assert list(page.words.fields) == ["I.1", "I.2", "II.1"]


def test_changed_record_is_read_anew_without_losing_what_is_typed(place, page, session, round_id, changes, write):
    page.show_step(WORDS)
    note = page.words.fields["I.1"].note
    note.setFocus()
    write(note, "Đang gõ")
    found = record(session, round_id)
    session.save(msgspec.structs.replace(found, handed_in_on=DAY))
    changes.announce({"review"})
    place.settle()
    assert note.toPlainText() == "Đang gõ"
    assert place.screen._sentence.text().endswith("Đã nộp.")


def test_review_is_shown_to_the_commune_only_when_chosen_and_taken_back(
    place, page, session, round_id, monkeypatch
):
    found = record(session, round_id)
    review_texts.save_text(session, found.id, ReviewText().with_section("I.1", "Gương mẫu."))
    page.open(found.id, WORDS)
    place.settle()
    page.words.share_button.click()
    dialog_of(place).yes_button.click()
    place.settle()
    assert "chưa ghép với Đảng ủy xã" in place.screen.message.all_words
    chosen = []
    monkeypatch.setattr(sealed, "share", lambda *args: chosen.append(args[1:]) or Changed())
    page.words.share_button.click()
    dialog_of(place).yes_button.click()
    place.settle()
    kind, subject, title, words = chosen[0]
    assert (kind, subject, title) == ("review", found.id, f"Bản kiểm điểm: {NAME}")
    assert "Gương mẫu." in words
    shared = sealed.Shared(b"s" * 16, found.id, DAY, "", "")
    monkeypatch.setattr(sealed, "shared", lambda _session: [shared])
    monkeypatch.setattr(sealed, "withdraw", lambda _session, shared_id: chosen.append(shared_id) or Changed())
    page.refresh()
    place.settle()
    assert page.words.shared.text() == "Đã cho xã xem ngày 05/12/2026, đúng như lời ghi hôm ấy."
    page.words.withdraw_button.click()
    dialog_of(place).yes_button.click()
    place.settle()
    assert chosen[1] == shared.id


def test_low_screen_lets_the_way_back_bear_the_name(place, page, monkeypatch):
    # Without the stylesheet the screen cannot be made as low as it is on a small display.
    monkeypatch.setattr("chibo_desktop.ui.reviews.screen._LOW", 640)
    place.screen.resize(820, 600)
    place.settle()
    assert not place.screen._title.isVisible()
    assert place.screen._back_button.text() == place.screen.title
    place.screen.resize(1140, 760)
    place.settle()
    assert place.screen._title.isVisible()
    assert place.screen._back_button.text() != place.screen.title
