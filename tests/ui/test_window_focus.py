"""The focus stays where a person works: no press of Enter reaches what nobody chose."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from chibo_desktop.ui.main_window import MainWindow, Place
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.screen import Screen


class Desk(Screen):
    def __init__(self, desk):
        super().__init__(desk, "Cuộc họp", "Chọn một cuộc họp.")
        self.undone = 0
        self.add_action("Hoàn tác", self._undo)
        self.inner = button("Đưa vào")
        self.body.addWidget(self.inner)

    def _undo(self):
        self.undone += 1


@pytest.fixture
def window(qtbot, tasks, changes, clock):
    places = [Place("home", "Việc cần làm", "home", Desk), Place("meetings", "Cuộc họp", "meetings", Desk)]
    made = MainWindow("Chi bộ bản Púng Giắt 1", places, tasks, changes, clock)
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_enter_after_a_jump_to_a_place_undoes_nothing(window, qtbot):
    window.screen_of("home").inner.setFocus()
    window.go("meetings")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.wait(150)
    assert window.here == "meetings"
    assert window.screen_of("meetings").undone == 0


@pytest.mark.parametrize("gone", [lambda made: made.setEnabled(False), lambda made: made.hide()])
def test_a_button_that_goes_leaves_the_focus_in_its_place(window, gone):
    screen = window.screen_of("home")
    screen.inner.setFocus()
    assert screen.inner.hasFocus()
    gone(screen.inner)
    assert QApplication.focusWidget() is screen


def test_tab_still_reaches_the_rail(window, qtbot):
    window.screen_of("home").inner.setFocus()
    reached = set()
    for _ in range(12):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget().accessibleName())
    assert "Việc cần làm" in reached
