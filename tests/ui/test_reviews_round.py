"""A round of reviews as the secretary works through it, by keys: open, hand in, count, results, papers."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from review_room import NAMES, ReviewPlace, add_people, add_work, open_year, review_of

from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import RatingVote, ReviewForm
from chibo_desktop.services import review_marks, reviews
from chibo_desktop.ui.reviews.round_state import Next, next_step, read_round

DAY = date(2026, 12, 5)


@pytest.fixture
def session(cell_folder, opened, clock):
    clock.at = datetime(2026, 12, 5, 19, 42)  # noqa: DTZ001  wall time has no zone
    return opened(cell_folder)


@pytest.fixture
def people(session):
    return add_people(session)


@pytest.fixture
def place(qtbot, tasks, changes, session):
    made = ReviewPlace(qtbot, tasks, changes, session)
    yield made
    made.put_away()


def dialog_of(place):
    """Return the dialog that is open."""
    return next(found for found in place.screen.findChildren(QDialog) if found.isVisible())


def press(widget, *keys):
    for key in keys:
        QTest.keyClick(widget, key)


def type_count(grid, count):
    """Type a number into the cell and press Enter; Qt takes the number once events are handled."""
    QTest.keyClicks(grid, count)
    press(grid.findChild(QLineEdit), Qt.Key.Key_Return)
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_empty_place_says_what_it_is_for_and_opens_the_year_by_a_key(qtbot, place, people):
    place.enter()
    page = place.screen.list
    assert page.list.currentWidget() is page.empty
    assert page.empty.button.text() == "Mở kỳ kiểm điểm năm 2026"
    press(page.empty.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.screen.title == "Kiểm điểm, xếp loại năm 2026")
    place.settle()
    shown = [row.name for row in place.screen.round.overview.table.rows_model.rows]
    assert shown == ["Chi bộ (tập thể)", *NAMES]


def test_cell_without_members_is_told_what_to_do(place, session):
    place.enter()
    place.screen.open_year()
    place.settle()
    assert "Sổ chưa có đảng viên nào" in place.screen.message.all_words


def test_form_of_the_secretary_is_asked_and_not_preset(place, people, session):
    place.enter()
    place.screen.open_year()
    place.settle()
    assert place.screen.primary.text() == Next.FORM.value
    press(place.screen, Qt.Key.Key_F10)
    dialog = dialog_of(place)
    assert dialog.value() is None
    dialog.yes_button.click()
    assert dialog.isVisible()
    press(dialog.choices[ReviewForm.LEADER], Qt.Key.Key_Space)
    dialog.yes_button.click()
    place.settle()
    assert review_of(session, reviews.round_id(2026), "Lò Văn An").form is ReviewForm.LEADER
    assert place.screen.primary.text() == Next.SCHEDULE.value


def test_red_button_follows_the_state(session, people):
    round_id = reviews.open_round(session, 2026)
    said = [next_step(read_round(session, round_id))]
    reviews.choose_form(session, round_id, people[0].id, ReviewForm.VILLAGER)
    said.append(next_step(read_round(session, round_id)))
    found = reviews.load_round(session, round_id).round
    reviews.save_round(session, msgspec.structs.replace(found, hand_in_by=DAY))
    said.append(next_step(read_round(session, round_id)))
    ids = [row.review.id for row in reviews.load_round(session, round_id).reviewed]
    review_marks.set_handed_in(session, ids, DAY)
    said.append(next_step(read_round(session, round_id)))
    review_marks.set_discussed(session, ids, DAY)
    said.append(next_step(read_round(session, round_id)))
    votes = {i: RatingVote(base=4, issued=4, collected=4, good=4) for i in ids}
    review_marks.set_votes(session, round_id, votes)
    said.append(next_step(read_round(session, round_id)))
    found = reviews.load_round(session, round_id).round
    reviews.save_round(session, msgspec.structs.replace(found, reported_on=DAY))
    said.append(next_step(read_round(session, round_id)))
    review_marks.set_results(session, dict.fromkeys(ids, YearRating.GOOD), "QĐ 12", DAY)
    said.append(next_step(read_round(session, round_id)))
    review_marks.set_told(session, ids, DAY)
    said.append(next_step(read_round(session, round_id)))
    assert said == list(Next)


def test_who_did_not_hand_in_holds_up_nobody_once_the_meeting_was_held(session, people):
    round_id = open_year(session)
    review_marks.set_handed_in(session, [review_of(session, round_id, "Giàng A Chu").id], DAY)
    assert next_step(read_round(session, round_id)) is Next.HAND_IN
    found = reviews.load_round(session, round_id).round
    reviews.save_round(session, msgspec.structs.replace(found, held_on=DAY))
    assert next_step(read_round(session, round_id)) is Next.DISCUSS


def test_who_handed_in_is_ticked_by_the_space_bar(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    place.screen.round.ask_handed_in()
    dialog = dialog_of(place)
    assert [dialog.list.item(n).text() for n in range(dialog.list.count())] == [
        "Lò Văn An", "Cà Thị Ân", "Đặng Đức Bình", "Giàng A Chu", "Vàng A Dơ",
    ]  # fmt: skip
    dialog.yes_button.click()
    assert dialog.isVisible()
    press(dialog.list, Qt.Key.Key_Space, Qt.Key.Key_Space)
    dialog.yes_button.click()
    place.settle()
    assert review_of(session, round_id, "Cà Thị Ân").handed_in_on == DAY
    assert review_of(session, round_id, "Giàng A Chu").handed_in_on is None
    assert "2/5 đã nộp" in place.screen._sentence.text()
    assert "Đặng Đức Bình, Giàng A Chu, Vàng A Dơ" in place.screen.round.overview.missing.text()


def test_exempt_member_stands_there_with_the_reason(place, people, session):
    place.enter(open_year(session))
    overview = place.screen.round.overview
    overview.table.select(people[4].id)
    assert "Quàng Văn Dinh không kiểm điểm" in overview.about.text()
    assert "NQ số 02" in overview.about.text()
    assert not overview.handed_in.isEnabled()


def test_chosen_person_hands_in_today_and_it_can_be_undone(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    overview = place.screen.round.overview
    overview.table.select(people[1].id)
    overview.handed_in.setFocus()
    press(overview.handed_in, Qt.Key.Key_Space)
    assert overview.table.hasFocus()
    place.settle()
    assert review_of(session, round_id, "Cà Thị Ân").handed_in_on == DAY
    assert overview.table.current().name == "Cà Thị Ân"
    QTest.keyClick(overview.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    place.settle()
    assert review_of(session, round_id, "Cà Thị Ân").handed_in_on is None


def test_member_away_shows_that_the_other_cell_must_be_heard(place, people, session):
    place.enter(open_year(session))
    table = place.screen.round.overview.table
    row = next(row for row in table.rows_model.rows if row.name == "Vàng A Dơ")
    assert table.rows_model.columns[3].text(row) == "– chưa"
    place.screen.round.overview.look_button.click()
    cards = place.screen.round.overview.side.findChildren(QLabel)
    assert any("chưa có nhận xét của chi bộ nơi đó" in card.text() for card in cards)


def test_all_ballots_are_typed_by_keys(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    place.screen.round.show_tab(1)
    tab = place.screen.round.votes
    tab.all_button.click()
    place.settle()
    grid = tab.grid
    assert grid.lines_model.lines[0].name == "Lò Văn An"
    grid.setCurrentIndex(grid.lines_model.index(0, 3))
    for count in ("3", "1", "0", "0", "0", "4", "0", "0"):
        type_count(grid, count)
    assert grid.currentIndex().row() == 2
    place.settle()
    first, second = review_of(session, round_id, "Lò Văn An"), review_of(session, round_id, "Cà Thị Ân")
    assert (first.vote.excellent, first.vote.good, first.vote.collected) == (3, 1, 4)
    assert first.cell_rating is YearRating.EXCELLENT
    assert second.cell_rating is YearRating.GOOD
    assert grid.lines_model.lines[0].verdict == ("✓ Xuất sắc 3/4", "done")


def test_digits_being_typed_outlive_news_of_the_book(place, people, session):
    place.enter(open_year(session))
    place.screen.round.show_tab(1)
    grid = place.screen.round.votes.grid
    grid.setCurrentIndex(grid.lines_model.index(1, 4))
    QTest.keyClicks(grid, "4")
    place.screen.round.refresh()
    place.settle()
    assert grid.findChild(QLineEdit).text() == "4"
    press(grid.findChild(QLineEdit), Qt.Key.Key_Return)
    QCoreApplication.processEvents()
    assert grid.lines_model.lines[1].counts["good"] == 4


def test_count_that_cannot_be_is_said_and_not_written(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    place.screen.round.show_tab(1)
    tab = place.screen.round.votes
    tab.all_button.click()
    place.settle()
    grid = tab.grid
    grid.setCurrentIndex(grid.lines_model.index(0, 4))
    type_count(grid, "9")
    grid.write()
    place.settle()
    assert grid.lines_model.lines[0].verdict[0].startswith("✗ Bốn mức cộng lại 9 phiếu")
    assert review_of(session, round_id, "Lò Văn An").vote.good == 0
    assert grid.lines_model.lines[0].counts["good"] == 9


def test_cap_is_shown_with_its_formula_while_ballots_are_typed(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    place.screen.round.show_tab(1)
    tab = place.screen.round.votes
    assert tab.cap.title.text() == "✓ Hoàn thành xuất sắc: 0 đồng chí, trong mức trần 0."
    for line in tab.grid.lines_model.lines[:1]:
        line.counts = {"issued": 4, "collected": 4, "excellent": 4}
        line.dirty = True
    tab.grid.typed.emit()
    assert tab.cap.title.text() == "! Hoàn thành xuất sắc: 1 đồng chí, quá 1 so với mức trần 0."
    assert "20% × 0 đồng chí" in tab.cap.formula.text()
    assert "QĐ 366-QĐ/TW Điều 11" in tab.cap.formula.text()
    tab.grid.write()
    place.settle()
    assert review_of(session, round_id, "Lò Văn An").cell_rating is YearRating.EXCELLENT


def test_level_chosen_by_hand_where_no_level_has_the_majority(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    place.screen.round.show_tab(1)
    tab = place.screen.round.votes
    tab.grid.setCurrentIndex(tab.grid.lines_model.index(1, 3))
    assert tab.person.text() == "Đề nghị xếp loại Cà Thị Ân:"
    tab.rating.setCurrentIndex(2)
    tab.rating.activated.emit(2)
    place.settle()
    assert review_of(session, round_id, "Cà Thị Ân").cell_rating is YearRating.GOOD


def test_results_of_the_upper_level_for_those_ticked(place, people, session):
    round_id = open_year(session)
    one, two = review_of(session, round_id, "Lò Văn An"), review_of(session, round_id, "Cà Thị Ân")
    review_marks.set_cell_rating(session, one.id, YearRating.GOOD)
    review_marks.set_cell_rating(session, two.id, YearRating.COMPLETED)
    place.enter(round_id)
    place.screen.round.ask_results()
    dialog = dialog_of(place)
    assert dialog.list.item(1).text() == "Cà Thị Ân: Hoàn thành nhiệm vụ"
    press(dialog.list, Qt.Key.Key_Down, Qt.Key.Key_Space)
    QTest.keyClicks(dialog.paper, "12-QD/DU")
    dialog.yes_button.click()
    place.settle()
    one, two = review_of(session, round_id, "Lò Văn An"), review_of(session, round_id, "Cà Thị Ân")
    assert (one.upper_rating, one.upper_paper, one.upper_on) == (YearRating.GOOD, "12-QD/DU", DAY)
    assert two.upper_rating is None


def test_days_and_tellers_are_written_as_they_are_left(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    place.screen.round.show_tab(3)
    tab = place.screen.round.schedule
    QTest.keyClicks(tab.held.field, "12/12/2026")
    press(tab.held.field, Qt.Key.Key_Return)
    tab.tellers[0].setCurrentIndex(2)
    tab.tellers[0].activated.emit(2)
    place.settle()
    found = reviews.load_round(session, round_id).round
    assert found.held_on == date(2026, 12, 12)
    assert found.tellers == (people[1].id,)
    assert "09/12/2026" in tab.drafts_told.text()


def test_refused_day_goes_back_to_what_the_book_has(place, people, session):
    round_id = open_year(session)
    found = reviews.load_round(session, round_id).round
    reviews.save_round(session, msgspec.structs.replace(found, held_on=date(2026, 12, 12)))
    place.enter(round_id)
    tab = place.screen.round.schedule
    tab.drafts_out.field.setText("20/12/2026")
    tab.drafts_out.field.commit()
    place.settle()
    assert "đứng sau ngày họp" in place.screen.message.all_words
    assert tab.drafts_out.value() is None


def test_dossier_is_ticked_with_its_day(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    tab = place.screen.round.papers
    tab.rows["minutes"].day.today_button.click()
    place.settle()
    items = reviews.load_round(session, round_id).round.dossier
    assert [(item.code, item.done_on) for item in items] == [("minutes", DAY)]
    assert tab.rows["minutes"].sign.text() == "✓ Đã có"
    assert tab.rows["residence"].sign.text() == "! Còn thiếu"


@pytest.mark.parametrize("which", ["blank", "plain", "ballots", "count", "tally", "dossier"])
def test_papers_without_sealed_words_are_written_at_once(place, people, session, tmp_path, monkeypatch, which):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    place.enter(open_year(session))
    tab, target = place.screen.round.papers, tmp_path / "giay.pdf"
    asked = []
    monkeypatch.setattr(
        place.screen.work, "save_paper", lambda _owner, what, name, save: asked.append((what, name, save(target)))
    )
    tab.buttons[which].click()
    assert asked[0][1].endswith(".pdf")
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("which", ["minutes", "report"])
def test_papers_with_sealed_words_ask_first(place, people, session, tmp_path, monkeypatch, which):
    place.enter(open_year(session))
    tab, target = place.screen.round.papers, tmp_path / "giay.pdf"
    monkeypatch.setattr(place.screen.work, "save_paper", lambda _owner, _what, _name, save: save(target))
    tab.buttons[which].click()
    dialog = dialog_of(place)
    dialog.no_button.click()
    assert not target.exists()
    tab.buttons[which].click()
    next(found for found in place.screen.findChildren(QDialog) if found.isVisible()).yes_button.click()
    assert target.read_bytes().startswith(b"%PDF")


def test_written_paper_is_opened_and_named(place, people, session, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.fileName()) or True)
    place.enter(open_year(session))
    target = tmp_path / "phieu.pdf"
    place.screen.work.write_paper("phiếu biểu quyết", target, lambda path: path.write_bytes(b"%PDF") and path)
    place.settle()
    assert shown == ["phieu.pdf"]
    assert "Đã lưu phiếu biểu quyết" in place.screen.message.all_words


def test_round_opened_by_mistake_is_taken_away(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    place.screen.round.schedule.remove_button.click()
    dialog_of(place).yes_button.click()
    place.settle()
    assert reviews.list_rounds(session) == []
    assert place.screen.stack.currentWidget() is place.screen.list


def test_other_rounds_are_listed_and_opened_by_enter(place, people, session):
    open_year(session)
    place.enter()
    place.screen.other_button.click()
    dialog = dialog_of(place)
    dialog.quarter.setCurrentIndex(3)
    dialog.yes_button.click()
    place.settle()
    assert place.screen.title == "Kiểm điểm, xếp loại quý III năm 2026"
    assert [row.name for row in place.screen.round.overview.table.rows_model.rows] == ["Lò Văn An"]
    place.screen.go_back()
    place.settle()
    table = place.screen.list.table
    assert [table.rows_model.columns[0].text(row) for row in table.rows_model.rows] == [
        "Năm 2026", "Quý III năm 2026",
    ]  # fmt: skip
    table.selectRow(1)
    press(table, Qt.Key.Key_Return)
    place.settle()
    assert place.screen.title == "Kiểm điểm, xếp loại quý III năm 2026"


def test_targets_of_other_places_lead_to_the_round_the_review_or_the_list(place, people, session):
    round_id = open_year(session)
    place.enter(review_of(session, round_id, "Giàng A Chu").id)
    assert place.screen.title == "Giàng A Chu"
    place.enter(round_id)
    assert place.screen.title == "Kiểm điểm, xếp loại năm 2026"
    place.enter("new")
    assert place.screen.round.round_id == round_id
    place.enter(b"\x00" * 16)
    assert place.screen.stack.currentWidget() is place.screen.list


def test_change_made_elsewhere_is_shown(place, people, session, changes):
    round_id = open_year(session)
    place.enter(round_id)
    review_marks.set_handed_in(session, [review_of(session, round_id, "Giàng A Chu").id], DAY)
    changes.announce({"review"})
    place.settle()
    assert "1/5 đã nộp" in place.screen._sentence.text()


def test_newcomer_is_added_without_touching_the_others(place, people, session):
    round_id = open_year(session)
    review_marks.set_handed_in(session, [review_of(session, round_id, "Giàng A Chu").id], DAY)
    add_people(session, ("Lò Thị Mới", "Quàng Văn Hai", "Vàng A Ba"))
    place.enter(round_id)
    place.screen.round.schedule.add_button.click()
    place.settle()
    names = [row.name for row in place.screen.round.overview.table.rows_model.rows]
    assert "Vàng A Ba" in names
    assert review_of(session, round_id, "Giàng A Chu").handed_in_on == DAY


def test_cell_of_108_members_is_one_table(place, session):
    add_people(session, tuple(f"Lò Văn {number}" for number in range(108)))
    place.enter(open_year(session))
    assert len(place.screen.round.overview.table.rows_model.rows) == 109
    assert len(place.screen.round.votes.grid.lines_model.lines) == 108
    assert place.screen.round.overview.look_button.text().startswith("Cần để ý (")


def test_meetings_and_duties_of_the_year_stand_beside_the_cells_own_review(place, people, session):
    add_work(session, people)
    round_id = open_year(session)
    cell = reviews.load_round(session, round_id).cell.review
    place.enter(cell.id)
    assert place.screen.title == "Chi bộ (tập thể)"
    place.screen.review.show_step(4)
    assert place.screen.review.points.levels.isVisible()
    assert place.screen.review.points.levels.text()


def test_points_of_the_lines_follow_the_upper_committee(place, people, session):
    round_id = open_year(session)
    place.enter(round_id)
    place.screen.round.show_tab(3)
    place.screen.round.schedule.points_button.click()
    dialog = dialog_of(place)
    assert dialog.sums["I"].text() == "✓ 30/30"
    dialog.fields["I.1"].selectAll()
    QTest.keyClicks(dialog.fields["I.1"], "15")
    assert dialog.sums["I"].text() == "✗ 25/30"
    dialog.yes_button.click()
    assert dialog.isVisible()
    dialog.fields["I.2"].selectAll()
    QTest.keyClicks(dialog.fields["I.2"], "15")
    dialog.yes_button.click()
    place.settle()
    lines = reviews.load_round(session, round_id).pack.groups[0].lines
    assert [line.max for line in lines] == [15.0, 15.0]


def test_meeting_of_the_round_brings_its_day_and_opens(place, people, session):
    add_work(session, people)
    round_id = open_year(session)
    place.enter(round_id)
    tab = place.screen.round.schedule
    tab.meeting.setCurrentIndex(1)
    tab.meeting.activated.emit(1)
    place.settle()
    found = reviews.load_round(session, round_id).round
    assert found.held_on == date(2026, 10, 3)
    place.screen.round.show_tab(3)
    tab.meeting_button.click()
    assert place.went == [("meetings", (found.meeting_id, 1))]
