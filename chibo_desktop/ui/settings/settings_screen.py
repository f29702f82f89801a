"""Cài đặt: sections at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget

from chibo_desktop.services.session import Session
from chibo_desktop.ui.preferences import Preferences
from chibo_desktop.ui.screen import Desk, Screen, scrolled
from chibo_desktop.ui.settings.about import AboutSection
from chibo_desktop.ui.settings.keys import PasswordSection, RecoverySection
from chibo_desktop.ui.settings.look import LookSection
from chibo_desktop.ui.settings.names import NamesSection
from chibo_desktop.ui.settings.safety import BackupSection, CheckSection
from chibo_desktop.ui.settings.section import Section
from chibo_desktop.ui.theme import GRID, scaled


class SettingsScreen(Screen):
    """`enter("backup")` opens a section by its key."""

    concerns: ClassVar[frozenset[str]] = frozenset({"cell"})

    def __init__(
        self, desk: Desk, session: Session, preferences: Preferences, preferences_changed: Callable[[], None]
    ) -> None:
        super().__init__(desk, "Cài đặt", "Chọn một mục ở bên trái.")
        self.sections: list[Section] = [
            LookSection(desk, session, preferences, preferences_changed),
            BackupSection(desk, session),
            PasswordSection(desk, session),
            RecoverySection(desk, session),
            NamesSection(desk, session),
            CheckSection(desk, session),
            AboutSection(desk, session),
        ]
        self.list = QListWidget()
        self.list.setAccessibleName("Các mục cài đặt")
        self.list.setFixedWidth(scaled(220))
        self._pages = QStackedWidget()
        for section in self.sections:
            self.list.addItem(section.name)
            self._pages.addWidget(scrolled(section))
        sides = QHBoxLayout()
        sides.setSpacing(3 * GRID)
        sides.addWidget(self.list)
        sides.addWidget(self._pages, 1)
        self.body.addLayout(sides, 1)
        self.list.currentRowChanged.connect(self._chosen)
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
        self.sections[row].fill()

    def refresh(self) -> None:
        self.sections[self._pages.currentIndex()].fill()
