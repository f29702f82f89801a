"""Rewards as a person works with them: facts, one press to propose, the form, the records behind, the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from work_desk import work_year

from chibo_desktop.domain.rewards import RewardState
from chibo_desktop.services import rewards
from chibo_desktop.ui.documents import DocumentsScreen
from chibo_desktop.ui.screen import Desk


@pytest.fixture
def session(cell_folder, opened):
    return opened(cell_folder)


@pytest.fixture
def screen(qtbot, session, tasks, changes):
    gone = []
    made = DocumentsScreen(Desk(tasks, changes, lambda place, target=None: gone.append((place, target))), session)
    made.gone = gone
    qtbot.addWidget(made)
    made.resize(1240, 700)
    made.show()
    return made


def enter(screen, tasks, target="rewards"):
    screen.enter(target)
    tasks.wait_idle()
    return screen.current


def saved(session):
    return [row.reward for row in rewards.of_year(session, 2026).rewards]


def test_a_book_without_members_says_what_the_place_is_for(screen, tasks):
    section = enter(screen, tasks)
    assert section.list.currentWidget() is section.empty
    section.empty.button.click()
    assert screen.gone == [("members", None)]


def test_the_best_by_facts_stands_first_with_the_facts_in_words(screen, tasks, session):
    work_year(session)
    section = enter(screen, tasks)
    names = [row.name for row in section.table.rows_model.rows]
    assert names[0] == "Cà Thị Ân"
    assert len(names) == 7
    assert "được biểu dương 1 lần (Hiến 40 m² đất làm đường)" in section.facts.text()
    section.table.selectRow(names.index("Đặng Đức Bình"))
    assert "Phải nhắc: bị nhắc nhở 1 lần (Nộp báo cáo chậm); còn 1 nhiệm vụ quá hạn." in section.facts.text()
    section.table.selectRow(len(names) - 1)
    assert "Sổ chưa ghi điều gì nổi bật" in section.facts.text()


def test_f10_proposes_with_the_facts_as_reason_and_undo_takes_it_back(screen, tasks, session, qtbot):
    work_year(session)
    section = enter(screen, tasks)
    assert screen.primary.text() == "Đề nghị khen thưởng"
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    (reward,) = saved(session)
    assert reward.reason.startswith("Được biểu dương 1 lần")
    assert section.table.current().reward == reward
    assert screen.primary.text() == "Mở đề nghị"
    section.message.button.click()
    tasks.wait_idle()
    assert saved(session) == []


def test_whoever_was_proposed_stays_chosen_for_enter(screen, tasks, session, qtbot):
    work_year(session)
    section = enter(screen, tasks)
    section.table.selectRow(1)
    name = section.table.current().name
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    chosen = section.table.current()
    assert (chosen.name, chosen.reward) == (name, saved(session)[0])


def test_form_reason_and_result_are_written_by_the_person(screen, tasks, session, qtbot, write):
    meeting_id = work_year(session)
    section = enter(screen, tasks)
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Return)
    tasks.wait_idle()
    assert section.on_form
    assert section.page.name.text() == "Cà Thị Ân, năm 2026"
    section.page.kind.selectAll()
    write(section.page.kind, "Bằng khen của Tỉnh ủy")
    section.page.reason.selectAll()
    write(section.page.reason, "Hiến đất làm đường.")
    section.page.meeting.setFocus()
    qtbot.keyClick(section.page.meeting, Qt.Key.Key_Down)
    tasks.wait_idle()
    section.page.state.set_value(RewardState.GRANTED)
    section.page.state.committed.emit(RewardState.GRANTED)
    write(section.page.paper, "45-QĐ/ĐU")
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    tasks.wait_idle()
    (reward,) = saved(session)
    assert (reward.form, reward.reason) == ("Bằng khen của Tỉnh ủy", "Hiến đất làm đường.")
    assert (reward.state, reward.paper) == (RewardState.GRANTED, "45-QĐ/ĐU")
    assert reward.meeting_id == meeting_id
    assert not section.on_form
    assert section.summary.text() == "1 đề nghị, 1 đã được khen thưởng."


def test_enter_on_someone_not_proposed_shows_the_records_behind_the_facts(screen, tasks, session, qtbot):
    meeting_id = work_year(session)
    section = enter(screen, tasks)
    qtbot.keyClick(section.table, Qt.Key.Key_Return)
    notes = [r.note for r in section.records.rows_model.rows]
    assert "Hiến 40 m² đất làm đường." in notes
    assert "được biểu dương 1 lần" in section.behind_facts.text()
    section.records.selectRow(notes.index("Hiến 40 m² đất làm đường."))
    qtbot.keyClick(section.records, Qt.Key.Key_Return)
    assert screen.gone[-1] == ("meetings", (meeting_id, 1))
    screen.go_back()
    tasks.wait_idle()
    assert screen.primary.isVisible()


def test_all_commendations_and_reminders_of_the_year_are_a_list_too(screen, tasks, session):
    work_year(session)
    section = enter(screen, tasks)
    section.mentions_button.click()
    assert {r.words for r in section.records.rows_model.rows} == {"Cà Thị Ân", "Đặng Đức Bình"}


def test_a_proposal_is_opened_by_its_id_and_taken_back_from_its_form(screen, tasks, session):
    work_year(session)
    member = rewards.reward_candidates(session, 2026)[0].member_id
    reward = rewards.new_reward(session, 2026, member)
    rewards.propose(session, reward)
    section = enter(screen, tasks, ("rewards", reward.id))
    assert section.on_form
    section.delete_button.click()
    tasks.wait_idle()
    assert saved(session) == []
    assert not section.on_form


def test_the_list_is_printed_where_somebody_is_proposed(screen, tasks, session, tmp_path):
    work_year(session)
    section = enter(screen, tasks)
    assert not section.print_button.isVisible()
    section.add()
    tasks.wait_idle()
    assert section.print_button.isVisible()
    target = tmp_path / "ds.pdf"
    section.write_to("danh sách", target, lambda path: rewards.save_reward_list(session, 2026, path), open_it=False)
    tasks.wait_idle()
    assert target.read_bytes().startswith(b"%PDF")


def test_another_year_is_chosen_at_the_top(screen, tasks, session):
    work_year(session)
    section = enter(screen, tasks)
    section.year.set_options([(2026, "2026"), (2025, "2025")])
    section.year.committed.emit(2025)
    tasks.wait_idle()
    assert section.shown.year == 2025
    assert section.table.rows_model.rows[0].name == "Lò Văn An"
