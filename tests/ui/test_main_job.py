"""The whole main job through the window: first run to printed minutes, sealed bundle and receipt."""

from contextlib import contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from chibo_desktop.app import Program
from chibo_desktop.domain.meetings import Stage
from chibo_desktop.services import backups, meetings
from chibo_desktop.sheets.writer import write_xlsx
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.preferences import Preferences
from chibo_desktop.ui.theme import apply_theme

pytestmark = pytest.mark.usefixtures("cheap_keys", "themed")
PASSWORD = "hoa ban trắng đầu núi"
PEOPLE = [
    ("Lò Văn Pành", "Bí thư"), ("Giàng A Tủa", "Phó bí thư"), ("Lò Thị Hoa", ""), ("Điêu Chính Sơn", ""),
    ("Vàng A Chư", ""), ("Giàng Thị Mỷ", ""), ("Lường Văn Lú", ""),
]  # fmt: skip


class Person:
    """Somebody at the keyboard: opens the program, presses buttons by their words, writes."""

    def __init__(self, qtbot, program, write):
        self.qtbot, self.program, self.write = qtbot, program, write

    @property
    def page(self):
        return self.program.shell.page

    @property
    def window(self):
        return self.program.window

    def settle(self):
        for _ in range(3):
            self.program.tasks.wait_idle()
            QCoreApplication.processEvents()

    def press(self, words, within=None):
        """Press the one enabled, visible button of these words."""
        self.settle()
        shown = [
            b for b in (within or self.program.shell).findChildren(QPushButton) if b.isVisible() and b.isEnabled()
        ]
        found = [b for b in shown if b.text().replace("&", "") == words]
        assert found, f"no button “{words}” among {[b.text() for b in shown if b.text()]}"
        self.qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def go_on(self):
        """Press the screen's one red button."""
        self.settle()
        self.qtbot.mouseClick(self.window.screen_of(self.window.here).primary, Qt.MouseButton.LeftButton)
        self.settle()

    def fill(self, field, words):
        field.setFocus()
        field.selectAll()
        self.write(field, words)

    def answer(self, words):
        """Press a button of the open dialog."""
        dialog = next(d for d in self.program.shell.findChildren(Dialog) if d.isVisible())
        self.press(words, dialog)

    def first_run(self, name, folder, *, office=False):
        self.program.start(None)
        page = self.page
        page.about.agree.click()
        self.press("Tiếp tục", page)
        if office:
            page.place.of_office.click()
        self.fill(page.place.name, name)
        self.fill(page.place.commune, "xã Nậm Khao")
        page.place.folder.setText(str(folder))
        self.press("Tiếp tục", page)
        self.fill(page.password.first.line, PASSWORD)
        self.fill(page.password.second.line, PASSWORD)
        self.press("Lập sổ", page)
        groups = [label.text() for label in page.key.groups]
        self.press(page.next_button.text(), page)
        for line, number in zip(page.key.lines, page.key.asked, strict=True):
            line.setText(groups[number])
        self.press(page.next_button.text(), page)
        assert self.window is not None
        return groups


@pytest.fixture
def sit_down(qtbot, qapp, clock, tmp_path, write):
    """Give people at two computers, each with its own preferences."""

    @contextmanager
    def sitting(name):
        documents = tmp_path / name
        documents.mkdir(exist_ok=True)
        program = Program(qapp, Preferences(documents / "tuy-chon.ini"), clock, documents)
        try:
            yield Person(qtbot, program, write)
        finally:
            program.shell.close()
            program.shell.deleteLater()
            program.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            apply_theme(qapp)

    return sitting


def roll_file(folder):
    rows = [(i, name, role, "05/1998", "01/01/1970") for i, (name, role) in enumerate(PEOPLE, start=1)]
    path = folder / "danh sách.xlsx"
    path.write_bytes(write_xlsx("Danh sách", ("TT", "Họ và tên", "Chức vụ", "Vào Đảng", "Ngày sinh"), rows))
    return path


def bring_in_members(person, file):
    person.window.go("members", "import")
    person.settle()
    screen = person.window.screen_of("members")
    screen.wizard.read(file)
    person.settle()
    screen.wizard.show_preview()
    person.settle()
    person.press(f"Ghi {len(PEOPLE)} đảng viên vào sổ")


def record_meeting(person, minutes_file):
    person.press("Cuộc họp")
    person.press("Lập cuộc họp")
    person.answer("Lập cuộc họp")
    workspace = person.window.screen_of("meetings").workspace
    person.fill(workspace.preparation.place, "Nhà văn hóa bản")
    person.go_on()
    roll = workspace.roll_call.table
    roll.setFocus()
    person.qtbot.keyClicks(roll, "lu")
    person.settle()
    person.go_on()
    assert workspace.stage is Stage.PROCEEDINGS
    step = workspace.proceedings
    person.fill(step.outcome, "Bí thư báo cáo kết quả tháng qua, thông tin thời sự.")
    step.picker.field.setFocus()
    person.qtbot.keyClicks(step.picker.field, "gat")
    person.qtbot.keyClick(step.picker.field, Qt.Key.Key_Return)
    person.settle()
    speech = step.cards.cards[-1].text
    person.write(speech, "Nhất trí với báo cáo, đề nghị sửa đường ra suối trước mùa mưa.", compose=True)
    person.go_on()
    person.press("Thêm kết luận")
    conclusion = workspace.voting.conclusions.cards.cards[-1].text
    person.fill(conclusion, "Chi bộ thống nhất mỗi hộ góp một công.")
    person.go_on()
    person.fill(workspace.minutes.ends, "21:05")
    view = workspace.view
    taker = next(m.id for m in view.members if m.name == "Điêu Chính Sơn")
    workspace.show_stage(Stage.PREPARATION)
    workspace.preparation.minute_taker.set_value(taker)
    workspace.preparation.minute_taker.committed.emit(taker)
    person.settle()
    workspace.show_stage(Stage.MINUTES)
    person.settle()
    person.press("Chốt biên bản")
    person.answer("Chốt biên bản")
    assert workspace.view.meeting.closed
    workspace.minutes.print_to(minutes_file)
    person.settle()
    return workspace.view.meeting.id


def test_from_first_run_to_receipt(sit_down, tmp_path, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: True)
    usb = tmp_path / "usb"
    usb.mkdir()
    with sit_down("xã") as officer:
        officer.first_run("Đảng ủy xã Nậm Khao", tmp_path / "xã" / "sổ", office=True)
        officer.window.go("exchange", "card")
        officer.settle()
        keys = officer.window.screen_of("exchange").keys
        officer.window.screen_of("exchange")._last.choose(usb)
        keys.own.write()
        officer.settle()
    with sit_down("bản") as secretary:
        secretary.first_run("Chi bộ bản Huổi Lóng", tmp_path / "bản" / "sổ")
        bring_in_members(secretary, roll_file(tmp_path))
        minutes = tmp_path / "bản" / "biên bản.pdf"
        meeting_id = record_meeting(secretary, minutes)
        assert minutes.read_bytes().startswith(b"%PDF-")
        secretary.press("Gửi và nhận")
        exchange = secretary.window.screen_of("exchange")
        exchange._last.choose(usb)
        secretary.press("Lấy thẻ của Đảng ủy xã")
        read_aloud = exchange.pairing.compare.groups.groups
        secretary.press("Đúng cả sáu nhóm")
        secretary.press("Ghi thẻ của chi bộ lên USB")
        secretary.press("Xong, sang Gửi và nhận")
        secretary.press("Gửi lên xã")
        assert exchange.home.sent.isVisible()
        code = exchange.home.sent.code.text()
        head = secretary.program.session.head()
    with sit_down("xã") as officer:
        officer.program.start(tmp_path / "xã" / "sổ")
        officer.page.password.line.setText(PASSWORD)
        officer.page.try_it()
        officer.settle()
        own = officer.program.session
        officer.press("Gửi và nhận")
        exchange = officer.window.screen_of("exchange")
        exchange._last.choose(usb)
        officer.press("Nhận từ USB")
        officer.press("Đối chiếu thẻ")
        officer.press("Đúng cả sáu nhóm")
        assert own.head(2) == head
        assert own.head_code(2) == code
        assert meetings.load(own, meeting_id, book=2).meeting.closed
        assert list((usb / "CHIBO" / "ve-chi-bo").rglob("BN-*.chibo"))
        officer.press("Chi bộ")
        cells = officer.window.screen_of("cells")
        assert [row.name for row in cells.table.rows_model.rows] == ["Chi bộ bản Huổi Lóng"]
        assert backups.check(own, full=True) == []
        assert read_aloud
    with sit_down("bản") as secretary:
        secretary.program.start(tmp_path / "bản" / "sổ")
        secretary.page.password.line.setText(PASSWORD)
        secretary.page.try_it()
        secretary.settle()
        secretary.press("Gửi và nhận")
        exchange = secretary.window.screen_of("exchange")
        secretary.press("Nhận giấy báo từ USB")
        assert "Đảng ủy xã" in exchange.message.all_words
        assert backups.check(secretary.program.session, full=True) == []
