"""The window moves between places, saves on leaving, and says what happened."""

import sys

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.ui import labels
from chibo_desktop.ui.crash import CrashHandler, report
from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.fields import LineEdit, NoteEdit
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import Form
from chibo_desktop.ui.main_window import MainWindow, Place
from chibo_desktop.ui.messages import Banner, Level, MessageBar, ask, tell
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.screen import Screen
from chibo_desktop.ui.tables import EmptyState
from chibo_desktop.ui.theme import apply_theme


class Sample(Screen):
    concerns = frozenset({"member"})

    def __init__(self, desk):
        super().__init__(
            desk, "Đảng viên của chi bộ bản Púng Giắt 1", "Bấm vào một đồng chí để xem và sửa.", scroll=True
        )
        self.reads, self.targets, self.saved, self.back = 0, [], [], 0
        self.name = LineEdit()
        self.name.committed.connect(self.saved.append)
        self.body.addWidget(self.name)
        self.set_primary("Thêm đảng viên", lambda: self.saved.append("primary"), "add")
        self.add_action("Đưa danh sách vào", lambda: None, "import")
        self.set_back("Danh sách", self._count_back)

    def _count_back(self):
        self.back += 1

    def enter(self, target=None):
        super().enter(target)
        self.targets.append(target)

    def refresh(self):
        self.reads += 1


PLACES = [
    Place("home", "Việc cần làm", "home", Sample),
    Place("meetings", "Cuộc họp", "meetings", Sample),
    Place("members", "Đảng viên", "members", Sample),
    Place("duties", "Nhiệm vụ", "duties", Sample),
    Place("criticism", "Phê bình", "criticism", Sample),
    Place("documents", "Sổ và giấy tờ", "documents", Sample),
    Place("exchange", "Gửi và nhận", "exchange", Sample),
    Place("settings", "Cài đặt", "settings", Sample, foot=True),
    Place("help", "Hướng dẫn", "help", Sample, foot=True),
]


HIDDEN = Place("minutes", "Biên bản", "minutes", Sample, hidden=True)


@pytest.fixture
def window(qtbot, tasks, changes, clock):
    made = MainWindow("Chi bộ bản Púng Giắt 1", [PLACES[0], HIDDEN, *PLACES[1:]], tasks, changes, clock)
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    made.activateWindow()
    return made


def test_screens_are_built_when_first_entered(window):
    assert list(window._screens) == ["home"]
    window.go("members", 7)
    assert list(window._screens) == ["home", "members"]
    assert window.screen_of("members").targets == [7]


def test_alt_and_a_number_goes_to_a_place(window, qtbot):
    with qtbot.waitSignal(window.place_changed):
        qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.here == "members"


def test_a_hidden_place_is_entered_from_others_only(window, qtbot):
    window.go("minutes")
    assert window.here == "minutes"
    assert not window._buttons["minutes"].isVisible()
    assert not any(window._buttons[place.key].isChecked() for place in PLACES)
    name = window.screen_of("minutes").name
    name.setFocus()
    qtbot.waitUntil(name.hasFocus)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window._buttons["home"].hasFocus()
    assert "Alt+2" in window._buttons["meetings"].toolTip()


def test_esc_goes_the_way_back_and_commits_what_was_typed(window, qtbot):
    window.go("members")
    screen = window.screen_of("members")
    screen.name.setFocus()
    qtbot.waitUntil(screen.name.hasFocus)
    qtbot.keyClicks(screen.name, "Ly")
    qtbot.keyClick(screen.name, Qt.Key.Key_Escape)
    assert (screen.back, screen.saved) == (1, ["Ly"])
    screen.set_back("", None)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.back == 1


def test_f10_presses_the_red_button_from_the_rail_too(window, qtbot):
    window.go("members")
    screen = window.screen_of("members")
    qtbot.waitUntil(window._buttons["members"].hasFocus)
    qtbot.keyClick(window._buttons["members"], Qt.Key.Key_F10)
    assert screen.saved == ["primary"]
    screen.primary.setEnabled(False)
    qtbot.keyClick(window._buttons["members"], Qt.Key.Key_F10)
    assert screen.saved == ["primary"]


def test_field_with_the_focus_is_seen_whole_and_stays_so_while_it_grows(window, qtbot):
    window.go("members")
    screen = window.screen_of("members")
    note = NoteEdit(rows=2, max_rows=5)
    screen.body.addSpacing(700)
    screen.body.addWidget(note)
    screen.body.addSpacing(700)
    qtbot.waitUntil(note.isVisible)
    area = screen.findChild(QScrollArea, "scrolled")

    def whole():
        top = note.mapTo(area.viewport(), QPoint()).y()
        return top >= 0 and top + note.height() <= area.viewport().height()

    assert not whole()
    note.setFocus()
    qtbot.waitUntil(whole)
    low = note.height()
    qtbot.keyClicks(note, "ba bon dong chu " * 20)
    qtbot.waitUntil(lambda: note.height() > low and whole())


def test_f6_moves_between_rail_and_place(window, qtbot):
    window.go("members")
    name = window.screen_of("members").name
    name.setFocus()
    qtbot.waitUntil(name.hasFocus)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window._buttons["members"].hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert name.hasFocus()


@pytest.mark.parametrize("way", ["go", "lock", "close", "back"])
def test_what_was_typed_is_committed_on_every_way_out(window, write, way):
    home = window.screen_of("home")
    home.name.setFocus()
    write(home.name, "Lò Văn Á")
    if way == "go":
        window.go("members")
    elif way == "lock":
        window.lock()
    elif way == "back":
        home.go_back()
    else:
        window.close()
    assert home.saved == ["Lò Văn Á"]


def test_saved_state_shows_the_time(window, changes):
    changes.announce_draft()
    assert window._saved.text() == "Đã lưu 19:42"


def test_only_concerned_screens_refresh_and_hidden_ones_later(window, changes):
    home = window.screen_of("home")
    window.go("members")
    members = window.screen_of("members")
    assert (home.reads, members.reads) == (1, 1)
    changes.announce(["meeting"])
    changes.announce(["member"], members)
    assert (home.reads, members.reads) == (1, 1)
    changes.announce(["member"])
    assert (home.reads, members.reads) == (1, 2)
    window.go("home")
    assert home.reads == 2


def test_refused_work_is_shown_on_the_screen_that_asked(window, tasks):
    def refuse(_job):
        raise UserError("Chưa ghi được lên USB vì USB đã đầy.", "Cắm USB khác rồi bấm Gửi lại.")

    home = window.screen_of("home")
    tasks.run(refuse, lambda _: None, owner=home.name)
    tasks.wait_idle()
    assert not home.message.isHidden()
    assert home.message.all_words == "Chưa ghi được lên USB vì USB đã đầy. Cắm USB khác rồi bấm Gửi lại."
    assert window.message.isHidden()


def test_primary_button_does_its_work_and_alt_left_goes_back(window, qtbot):
    home = window.screen_of("home")
    qtbot.mouseClick(home.primary, Qt.MouseButton.LeftButton)
    assert home.saved == ["primary"]
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert home.back == 1


@pytest.mark.parametrize(
    ("size", "large"),
    [((1366, 768), True), ((1024, 600), False), ((1024, 600), True), ((911, 512), True), ((683, 400), False)],
)
def test_nothing_is_cut_off_on_small_screens(qtbot, tasks, changes, clock, themed, size, large):
    apply_theme(themed, large)
    try:
        window = MainWindow("Chi bộ bản Púng Giắt 1", PLACES, tasks, changes, clock)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        QApplication.processEvents()
        assert (window.width(), window.height()) == size
        home = window.screen_of("home")
        for part in (home.primary, home._title, home._back_button, window.lock_button):
            spot = part.mapTo(window, part.rect().bottomRight())
            assert window.rect().contains(spot), part
            assert part.width() >= part.minimumSizeHint().width()
        title = home._title
        assert title.height() >= title.heightForWidth(title.width())
        rail = window._buttons["help"]
        assert rail.accessibleName() == "Hướng dẫn"
    finally:
        apply_theme(themed)


def test_the_focus_is_scrolled_into_view(window, qtbot):
    home = window.screen_of("home")
    home.content.setMinimumHeight(3_000)
    home.body.addStretch(1)
    last = LineEdit()
    home.body.addWidget(last)
    QApplication.processEvents()
    last.setFocus()
    qtbot.waitUntil(last.hasFocus)
    assert not last.visibleRegion().isEmpty()


class _Shown(QObject):
    """Every widget that appeared as a window of its own."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def test_no_part_flashes_as_a_window_while_it_is_built(themed, window, qtbot):
    shown = _Shown()
    themed.installEventFilter(shown)
    try:
        form = Form()
        form.add("Nơi họp", LineEdit(), "Ghi rõ nhà văn hoá nào.")
        for part in (
            form,
            EmptyState("members", "Chưa có ai", "Ghi từng đồng chí.", label="Thêm", action=lambda: None),
            Banner(Level.DUE, "Sắp đến hạn", "Xem lại.", button="Mở", closable=True),
            Dialog(window, "Xóa?", "Không lấy lại được.", yes="Xóa", no="Giữ"),
        ):
            qtbot.addWidget(part)
        window.go("members")
    finally:
        themed.removeEventFilter(shown)
    assert shown.windows == []


def test_message_has_a_word_a_sign_and_a_way_on(qtbot):
    bar, pressed = MessageBar(), []
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.show_message(Level.ERROR, "Chưa gửi.", "Cắm USB.", button="Gửi lại", action=lambda: pressed.append(1))
    assert bar._word.text() == "Chưa được"
    assert not bar._icon.pixmap().isNull()
    assert bar.accessibleName() == "Chưa được: Chưa gửi."
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert pressed == [1]
    assert bar.isHidden()


@pytest.mark.parametrize(("press", "answer"), [("yes_button", "yes"), ("no_button", "no")])
def test_asking_does_not_block_and_frees_its_dialog(window, qtbot, press, answer):
    answers = []
    dialog = ask(
        window,
        "Xóa bản nháp?",
        "Không lấy lại được.",
        yes="Xóa bản nháp",
        no="Giữ lại",
        on_yes=lambda: answers.append("yes"),
        on_no=lambda: answers.append("no"),
        danger=True,
    )
    assert answers == []
    assert dialog.no_button.isDefault()
    qtbot.mouseClick(getattr(dialog, press), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert answers == [answer]


def test_telling_has_one_button(window, qtbot):
    dialog = tell(window, "Đã gửi", "Rút USB được rồi.")
    assert dialog.no_button.isHidden()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))


def raise_secret():
    speech = "ý kiến mật của đồng chí"
    try:
        raise KeyError(speech)
    except KeyError as error:
        raise ValueError(f"bad {speech}") from error


def test_crash_report_holds_places_but_no_text(tmp_path):
    with pytest.raises(ValueError, match="bad") as caught:
        raise_secret()
    words = report(caught.value)
    assert "builtins.ValueError" in words
    assert "builtins.KeyError" in words
    assert "raise_secret" in words
    assert "ý kiến" not in words
    assert "speech" not in words
    assert str(tmp_path.home()) not in words


def test_a_crash_saves_first_then_logs_then_shows(qtbot, tmp_path, monkeypatch):
    steps = []
    log = tmp_path / "nhật ký" / "chibo.log"
    handler = CrashHandler(log, lambda: steps.append("saved"))
    monkeypatch.setattr(sys, "excepthook", handler.handle)
    try:
        raise_secret()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert steps == ["saved"]
    assert "ValueError" in log.read_text("utf-8")
    assert "ý kiến" not in log.read_text("utf-8")
    assert handler.window.isVisible()
    assert handler.window.details.isHidden()
    qtbot.mouseClick(handler.window.more_button, Qt.MouseButton.LeftButton)
    assert "ValueError" in handler.window.details.toPlainText()
    qtbot.mouseClick(handler.window.close_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: handler.window is None)


def test_a_crash_while_saving_is_logged_too(qtbot, tmp_path):
    log = tmp_path / "chibo.log"
    handler = CrashHandler(log, raise_secret)
    handler.handle(ZeroDivisionError, ZeroDivisionError(), None)
    words = log.read_text("utf-8")
    assert "ZeroDivisionError" in words
    assert "ValueError" in words
    qtbot.addWidget(handler.window)


def test_every_enumeration_of_the_domain_has_words():
    from enum import Enum

    from chibo_desktop.domain import (
        cell,
        duties,
        meetings,
        members,
        numbering,
        partners,
        resolutions,
        votes,
    )

    silent = [
        value
        for module in (cell, duties, meetings, members, numbering, partners, resolutions, votes)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Enum) and found not in {Enum, votes.VoteRule}
        for value in found
        if not labels.LABELS.get(value)
    ]
    assert silent == []


def test_numbers_dates_and_lengths_as_people_write_them():
    from datetime import date, datetime, time

    assert labels.number_text(1_234) == "1.234"
    assert labels.number_text(1_234.56) == "1.234,6"
    assert labels.percent_text(19 / 21) == "90,5%"
    assert labels.date_text(date(2026, 11, 3)) == "03/11/2026"
    assert labels.time_text(time(0, 5)) == "00:05"
    assert labels.moment_text(datetime(2026, 11, 3, 19, 30)) == "19:30 ngày 03/11/2026"  # noqa: DTZ001
    assert labels.year_month_text("1998-03") == "03/1998"
    assert labels.year_month_text("1998") == "1998"
    assert labels.length_text(135) == "2 giờ 15 phút"
    assert labels.length_text(120) == "2 giờ"
    assert labels.length_text(0) == "0 phút"
    assert labels.size_text(3_400_000) == "3,4 MB"
    assert labels.size_text(10) == "1 KB"


def test_a_row_of_buttons_wraps_and_stays_whole(qtbot):
    made = [button(f"Nút thứ {number}") for number in range(6)]
    row = flow(*made)
    holder = QWidget()
    holder.setLayout(QVBoxLayout())
    holder.layout().addWidget(row)
    qtbot.addWidget(holder)
    holder.resize(300, 500)
    holder.show()
    QApplication.processEvents()
    assert len({part.y() for part in made}) >= 3
    assert all(part.geometry().right() <= row.width() for part in made)
    assert row.height() >= made[-1].geometry().bottom()
    holder.resize(1_200, 500)
    QApplication.processEvents()
    assert len({part.y() for part in made}) == 1


def test_enter_presses_a_button_as_the_space_bar_does(qtbot, themed):
    pressed = []
    made = button("Gửi lên xã", lambda: pressed.append(1))
    qtbot.addWidget(made)
    made.show()
    qtbot.keyClick(made, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pressed == [1])
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert pressed == [1, 1]
