"""Two books, a drive between them, and the exchange's screens on shown windows."""

from contextlib import contextmanager

import msgspec
from PySide6.QtCore import QCoreApplication

from chibo_desktop.services import members, pairing
from chibo_desktop.ui.exchange import ExchangeScreen, drives
from chibo_desktop.ui.messages import Dialog
from chibo_desktop.ui.screen import Desk


class Side:
    """One book's screen with what a test does to it."""

    def __init__(self, qtbot, tasks, changes, session, usb, size):
        self.tasks, self.session, self.usb = tasks, session, usb
        self.went = []
        self.screen = ExchangeScreen(Desk(tasks, changes, lambda *where: self.went.append(where)), session)
        changes.changed.connect(self.screen.records_changed)
        qtbot.addWidget(self.screen)
        self.screen.resize(*size)
        self.screen.show()
        qtbot.waitExposed(self.screen)
        self.enter()

    def settle(self):
        self.tasks.wait_idle()
        QCoreApplication.processEvents()
        self.tasks.wait_idle()

    def enter(self, target=None):
        self.screen.enter(target)
        self.settle()

    def press(self, button):
        assert button.isVisibleTo(self.screen)
        assert button.isEnabled()
        button.click()
        self.settle()

    def primary(self):
        self.press(self.screen.primary)

    @property
    def home(self):
        return self.screen.home

    @property
    def said(self):
        return self.screen.message.all_words if self.screen.message.isVisible() else ""

    def answer(self, accept=True):
        (dialog,) = [d for d in self.screen.findChildren(Dialog) if d.isVisible()]
        (dialog.yes_button if accept else dialog.no_button).click()
        self.settle()


@contextmanager
def sides(qtbot, tasks, changes, monkeypatch, opened, usb, folders, size=(1100, 640)):
    """Open the screens of several books that see the same drive; empty the workers in the end."""
    usb.mkdir(exist_ok=True)
    plugged = [drives.Place(usb, "USB thử")]
    monkeypatch.setattr(drives, "mounted_drives", lambda: list(plugged) if usb.is_dir() else [])
    made = [Side(qtbot, tasks, changes, opened(folder), usb, size) for folder in folders]
    yield made
    for side in made:
        side.screen.hide()
        side.settle()


def pair_both(cell, office):
    """Let two books know each other without the screens."""
    pairing.pair(cell, pairing.my_card(office))
    pairing.pair(office, pairing.my_card(cell))


def add_member(session, name):
    """Write one member more."""
    members.save_member(session, msgspec.structs.replace(members.new_member(session), name=name))
