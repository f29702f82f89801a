"""Cài đặt: sections at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget

from chibo_desktop.services.session import Session
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.preferences import Preferences
from chibo_desktop.ui.screen import Desk, Screen, scrolled
from chibo_desktop.ui.settings.about import AboutSection
from chibo_desktop.ui.settings.handover import HandoverSection
from chibo_desktop.ui.settings.keys import PasswordSection, RecoverySection
from chibo_desktop.ui.settings.look import LookSection
from chibo_desktop.ui.settings.names import NamesSection
from chibo_desktop.ui.settings.rules import RulesSection
from chibo_desktop.ui.settings.safety import BackupSection, CheckSection
from chibo_desktop.ui.settings.section import Section
from chibo_desktop.ui.settings.users import UsersSection
from chibo_desktop.ui.theme import GRID, scaled

_NARROW = 780
"""width in pixels below which the list of sections becomes one line"""


class SettingsScreen(Screen):
    """`enter("backup")` opens a section by its key."""

    concerns: ClassVar[frozenset[str]] = frozenset({"cell", "setting", "account"})

    def __init__(
        self,
        desk: Desk,
        session: Session,
        preferences: Preferences,
        look_changed: Callable[[], None],
        idle_changed: Callable[[], None],
        handed_over: Callable[[], None],
    ) -> None:
        super().__init__(desk, "Cài đặt", "Chọn một mục.")
        self.sections: list[Section] = [
            LookSection(desk, session, preferences, look_changed, idle_changed),
            BackupSection(desk, session),
            PasswordSection(desk, session),
            RecoverySection(desk, session),
            UsersSection(desk, session),
            HandoverSection(desk, session, handed_over),
            NamesSection(desk, session),
            RulesSection(desk, session),
            CheckSection(desk, session),
            AboutSection(desk, session),
        ]
        self.list = QListWidget()
        self.list.setAccessibleName("Các mục cài đặt")
        self.list.setFixedWidth(scaled(220))
        # Without it the rows would keep the height they had before the stylesheet came.
        self.list.ensurePolished()
        self.narrow_list: Choice[int] = Choice([(row, part.name) for row, part in enumerate(self.sections)])
        self.narrow_list.setAccessibleName("Các mục cài đặt")
        self.narrow_list.hide()
        self._pages = QStackedWidget()
        for section in self.sections:
            self.list.addItem(section.name)
            self._pages.addWidget(scrolled(section))
        sides = QHBoxLayout()
        sides.setSpacing(3 * GRID)
        sides.addWidget(self.list)
        sides.addWidget(self._pages, 1)
        self.body.addWidget(self.narrow_list)
        self.body.addLayout(sides, 1)
        self.list.currentRowChanged.connect(self._chosen)
        self.narrow_list.committed.connect(self.list.setCurrentRow)
        self.list.setCurrentRow(0)

    def section(self, key: str) -> Section:
        """Return a section by its key."""
        return next(section for section in self.sections if section.key == key)

    def enter(self, target: object = None) -> None:
        super().enter(target)
        for row, section in enumerate(self.sections):
            if section.key == target:
                self.list.setCurrentRow(row)
        self.refresh()

    @Slot(int)
    def _chosen(self, row: int) -> None:
        self._pages.setCurrentIndex(row)
        self.narrow_list.set_value(row)
        self.sections[row].fill()

    def refresh(self) -> None:
        self.sections[self._pages.currentIndex()].fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < scaled(_NARROW)
        self.list.setHidden(narrow)
        self.narrow_list.setHidden(not narrow)
