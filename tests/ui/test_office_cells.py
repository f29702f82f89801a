"""The office sees its cells, what has arrived of each, and reads and prints their minutes."""

import shutil
from datetime import date, time

import msgspec
import pytest
from exchange_desk import add_member, pair_both
from PySide6.QtCore import QCoreApplication

from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.reviews import Review, ReviewForm, ReviewRound
from chibo_desktop.services import meetings, receiving, sealed, sending
from chibo_desktop.services.reviews import round_id
from chibo_desktop.ui.exchange.cell_home import EXCHANGED
from chibo_desktop.ui.office import CellsScreen
from chibo_desktop.ui.office import screen as office_screen
from chibo_desktop.ui.screen import Desk


class Place:
    """The screen with what a test does to it."""

    def __init__(self, qtbot, tasks, changes, session):
        self.tasks, self.session, self.went = tasks, session, []
        self.screen = CellsScreen(Desk(tasks, changes, lambda *where: self.went.append(where)), session)
        changes.changed.connect(self.screen.records_changed)
        qtbot.addWidget(self.screen)
        self.screen.resize(1150, 660)
        self.screen.show()
        self.screen.enter()
        self.settle()

    def settle(self):
        self.tasks.wait_idle()
        QCoreApplication.processEvents()
        self.tasks.wait_idle()

    def row(self, table, number=0):
        model = table.rows_model
        return [model.data(model.index(number, column)) for column in range(model.columnCount())]

    def open(self, number=0):
        self.screen.table.row_activated.emit(self.screen.table.rows_model.rows[number])
        self.settle()


@pytest.fixture
def office(opened, office_folder):
    return opened(office_folder)


@pytest.fixture
def cell(opened, cell_folder, office):
    """A paired cell with three members and one meeting of two closed."""
    session = opened(cell_folder)
    pair_both(session, office)
    for name in ("Lò Văn Ánh", "Cà Thị Biên", "Vừ A Chớ"):
        add_member(session, name)
    first = meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 10, 3))
    meetings.call_roll(session, first)
    meeting = msgspec.structs.replace(meetings.load(session, first).meeting, ends=time(21, 0))
    meetings.save_meeting(session, meeting)
    meetings.close_meeting(session, first)
    meetings.create_meeting(session, MeetingKind.REGULAR, date(2026, 11, 3))
    return session


@pytest.fixture
def place(qtbot, tasks, changes, office):
    made = Place(qtbot, tasks, changes, office)
    yield made
    made.screen.hide()
    made.settle()


def carry(cell, office, folder):
    folder.mkdir(exist_ok=True)
    sending.send(cell, folder)
    return receiving.receive_at_office(office, folder)


def test_without_cells_the_first_step_leads_to_the_own_card(place):
    assert place.screen.list_pane.currentWidget() is place.screen.list_pane.empty
    place.screen.list_pane.empty.button.click()
    assert place.went == [("exchange", "card")]


def test_a_paired_cell_stands_in_the_list_before_anything_came(place, cell, changes):
    changes.announce({"partner"})
    place.settle()
    assert place.row(place.screen.table)[0] == "Chi bộ bản Huổi Lóng"
    assert place.row(place.screen.table)[-1] == "Chưa nhận gì"


def test_what_arrived_shows_at_once(place, cell, office, changes, tmp_path):
    changes.announce(carry(cell, office, tmp_path / "usb").kinds)
    place.settle()
    assert place.row(place.screen.table) == [
        "Chi bộ bản Huổi Lóng", "03/11/2026", "03/11/2026", "1", "3", "Nhận đủ"
    ]  # fmt: skip


def test_an_open_cell_moves_on_when_only_sealed_things_arrive(place, cell, office, changes, tmp_path):
    changes.announce(carry(cell, office, tmp_path / "usb").kinds)
    place.settle()
    place.open()
    note = Criticism(id=cell.new_id(), date=date(2026, 11, 3), form=CriticismForm.CRITICISM)
    cell.save(note, sealed.sealed_record(cell, note.id, CriticismText(content="Vắng họp không báo")))
    before = place.screen.page.facts.text()
    changes.announce(carry(cell, office, tmp_path / "usb").kinds | EXCHANGED)
    place.settle()
    assert place.screen.page.facts.text() != before
    assert f"Đã nhận đến mục {place.screen.cell.received_seq} " in place.screen.page.facts.text()
    assert "1 lượt phê bình, góp ý" in place.screen.page.work.figures.text()


def test_a_cells_meetings_and_members_are_listed_and_its_minutes_read(place, cell, office, changes, tmp_path):
    changes.announce(carry(cell, office, tmp_path / "usb").kinds)
    place.settle()
    place.open()
    page = place.screen.page
    assert place.screen.title == "Chi bộ bản Huổi Lóng"
    assert cell.head_code() in page.facts.text()
    assert [row.member.name for row in page.members.rows_model.rows] == ["Lò Văn Ánh", "Cà Thị Biên", "Vừ A Chớ"]
    assert page.meetings.rows_model.rowCount() == 2
    assert page.meetings.current().meeting.closed
    page.read_button.click()
    assert place.went == [("meetings", (page.meetings.current().meeting.id, page.meetings.current().book))]
    place.screen.go_back()
    assert place.screen.title == "Chi bộ"


def test_closed_minutes_are_printed_and_opened(place, cell, office, changes, monkeypatch, tmp_path):
    shown = []
    monkeypatch.setattr(
        office_screen.QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or True
    )
    changes.announce(carry(cell, office, tmp_path / "usb").kinds)
    place.settle()
    place.open()
    place.screen.print_to(place.screen.page.meetings.current(), tmp_path / "bien-ban.pdf")
    place.settle()
    assert (tmp_path / "bien-ban.pdf").read_bytes().startswith(b"%PDF")
    assert shown == [str(tmp_path / "bien-ban.pdf")]
    assert "Đã lưu biên bản" in place.screen.message.all_words


def test_two_books_of_one_cell_are_told(place, cell, office, opened, changes, tmp_path):
    carry(cell, office, tmp_path / "usb")
    folder = cell.folder
    cell.close()
    shutil.copytree(folder, tmp_path / "ban-sao")
    for path, name in ((folder, "Máy Một"), (tmp_path / "ban-sao", "Máy Hai")):
        session = opened(path)
        add_member(session, name)
        carry(session, office, tmp_path / "usb")
    changes.announce({"member"})
    place.settle()
    assert place.row(place.screen.table)[-1] == "Hai sổ khác nhau"
    place.open()
    assert "Dùng tiếp sổ trên máy này" in place.screen.page.advice.text()


def test_the_find_box_ignores_tones(place, cell, changes, write):
    changes.announce({"partner"})
    place.settle()
    write(place.screen.finder, "huoi")
    assert place.screen.table.rows_model.rowCount() == 1
    write(place.screen.finder, " khong co")
    assert place.screen.table.rows_model.rowCount() == 0


def test_duties_figures_and_only_chosen_texts_of_a_cell_are_shown(place, cell, office, changes, tmp_path):
    owner = cell.book.find(Member)[0]
    cell.save(
        Duty(id=cell.new_id(), text="Sửa đường nước", owner_id=owner.id, due=date(2026, 10, 20)),
        Review(
            id=cell.new_id(), round_id=round_id(2025), member_id=owner.id, form=ReviewForm.VILLAGER,
            cell_rating=YearRating.GOOD,
        ),
        ReviewRound(id=round_id(2025), year=2025),
    )  # fmt: skip
    for number, form in enumerate(CriticismForm):
        note = Criticism(id=cell.new_id(), date=date(2026, 11, 3), form=form)
        text = CriticismText(content=f"Lời phê bình số {number}")
        cell.save(note, sealed.sealed_record(cell, note.id, text))
    sealed.share(cell, "criticism", note.id, "Phê bình tháng 11 năm 2026", text.content)
    changes.announce(carry(cell, office, tmp_path / "usb").kinds)
    place.settle()
    place.open()
    work = place.screen.page.work
    assert place.row(work.duties)[:2] == ["Sửa đường nước", owner.name]
    assert "Quá hạn" in place.row(work.duties)[-1]
    assert "1 lượt tự phê bình, 1 lượt phê bình, góp ý; đã sửa 0/2." in work.figures.text()
    assert "Xếp loại năm 2025: hoàn thành tốt nhiệm vụ 1." in work.figures.text()
    assert place.row(work.shared)[1] == "Phê bình tháng 11 năm 2026"
    assert work.words.toPlainText() == "Lời phê bình số 1"
    assert work.words.isReadOnly()
