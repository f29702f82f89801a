"""Sổ và giấy tờ: sections at the left, the chosen one at the right."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from chibo_desktop.services.session import Session
from chibo_desktop.ui.documents.dues import DuesSection
from chibo_desktop.ui.documents.incoming import IncomingSection
from chibo_desktop.ui.documents.inspections import InspectionsSection
from chibo_desktop.ui.documents.numbers import NumbersSection
from chibo_desktop.ui.documents.proposals import ProposalsSection
from chibo_desktop.ui.documents.resolutions import ResolutionsSection
from chibo_desktop.ui.documents.rewards import RewardsSection
from chibo_desktop.ui.documents.section import Section
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.screen import Desk, Screen, scrolled
from chibo_desktop.ui.theme import GRID, scaled

SECTIONS: tuple[type[Section], ...] = (
    ResolutionsSection, ProposalsSection,
    InspectionsSection, DuesSection, IncomingSection,
    RewardsSection, NumbersSection,
)  # fmt: skip
"""in the order of the list: resolutions, proposals, inspections, dues, incoming, rewards, numbers"""
_TITLE = "Sổ và giấy tờ"
_SAVE_LIST = "Lưu ra Excel"
_TIGHT = 640
"""width in pixels below which the lesser button is a sign only"""
_LOW = 600
"""height in pixels below which the page's edges give their room to the lists"""
_LOWEST = 450
"""height in pixels below which the sentence under the title gives its room as well"""
_NARROW = 900
"""width in pixels below which the list of sections becomes one line"""


class DocumentsScreen(Screen):
    """`enter("dues")` opens a section by its key, `enter(("incoming", id))` a record in it."""

    concerns: ClassVar[frozenset[str]] = frozenset[str]().union(*(made.concerns for made in SECTIONS))

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, _TITLE, "")
        self.sections: tuple[Section, ...] = tuple(made(desk, session) for made in SECTIONS)
        self.list = QListWidget()
        self.list.setAccessibleName("Các sổ và giấy tờ")
        self.list.setFixedWidth(scaled(212))
        # Without it the rows would keep the height they had before the stylesheet came.
        self.list.ensurePolished()
        self.narrow_list: Choice[int] = Choice([(row, part.name) for row, part in enumerate(self.sections)])
        self.narrow_list.setAccessibleName("Các sổ và giấy tờ")
        self.narrow_list.hide()
        self._pages = QStackedWidget()
        for section in self.sections:
            section.initiator = self
            section.head_changed.connect(self._show_head)
            self.list.addItem(section.name)
            area = scrolled(section)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._pages.addWidget(_with_news(section, area))
            # A section's own table or form scrolls first; the whole only where even its least has no room.
            section.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        sides = QHBoxLayout()
        sides.setSpacing(2 * GRID)
        sides.addWidget(self.list)
        sides.addWidget(self._pages, 1)
        self.body.setSpacing(GRID)
        self.narrow_list.setFixedWidth(scaled(232))
        self._buttons.insertWidget(0, self.narrow_list)
        self.body.addLayout(sides, 1)
        self.list_button = self.add_action(_SAVE_LIST, self._save_list, "export")
        self.list_button.setToolTip(_SAVE_LIST)
        self.list_button.setAccessibleName(_SAVE_LIST)
        self.list_button.hide()
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self._chosen)
        self.narrow_list.committed.connect(self.list.setCurrentRow)
        self._show_head()

    @property
    def current(self) -> Section:
        """The section in front."""
        return self.sections[self._pages.currentIndex()]

    def section(self, key: str) -> Section:
        """Return a section by its key."""
        return next(section for section in self.sections if section.key == key)

    def enter(self, target: object = None) -> None:
        """Be shown; on a section's key, or on a record of it: (key, id)."""
        key, record = target if isinstance(target, tuple) else (target, None)
        rows = {section.key: row for row, section in enumerate(self.sections)}
        if isinstance(key, str) and key in rows:
            self._stale = False
            if record is not None:
                self.section(key).enter(record)
            if self.list.currentRow() == rows[key]:
                self.refresh()
            else:
                self.list.setCurrentRow(rows[key])
            return
        super().enter()

    @Slot(int)
    def _chosen(self, row: int) -> None:
        self.leave()
        self._pages.setCurrentIndex(row)
        self.narrow_list.set_value(row)
        self._show_head()
        self.current.fill()

    @Slot()
    def _show_head(self) -> None:
        section = self.current
        if section.back is None:
            self.set_title(_TITLE, section.sentence if self.height() >= scaled(_LOWEST) else "")
        else:
            self.set_title(section.name, "")
        self._show_list()
        self.list_button.setVisible(bool(section.exported) and section.listed and section.back is None)
        words, action = section.back or ("", None)
        self.set_back(words, action)
        if section.primary is not None:
            self.set_primary(*section.primary)
        if self.primary is not None:
            self.primary.setVisible(section.primary is not None)
        self._arrange_head()

    def _save_list(self) -> None:
        self.current.save_list()

    def refresh(self) -> None:
        """Read the section in front again."""
        self.current.fill()

    def leave(self) -> None:
        """Commit what was typed in the section in front; its news is over, for its undo would meet later acts."""
        self.current.message.clear()
        self.current.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_head()

    def _arrange_head(self) -> None:
        super()._arrange_head()
        if self.height() < scaled(_LOW):
            self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
            self._column.setSpacing(GRID)

    def _show_list(self) -> None:
        """Show the sections at the left, or in one line; a form on a narrow screen needs the room of the line."""
        narrow = self.width() < scaled(_NARROW)
        tight = self.width() < scaled(_TIGHT)
        self.list_button.setText("" if tight else _SAVE_LIST)
        self.list.setHidden(narrow)
        self.narrow_list.setHidden(not narrow or self.current.back is not None)
        # The list of sections says the place as well as the title does, and stands in its line.
        self._title.setHidden(self.narrow_list.isVisibleTo(self) and self.height() < scaled(_LOW))
        self._arrange_head()


def _with_news(section: Section, area: QWidget) -> QWidget:
    """Put a section's messages above what scrolls: news that is scrolled away is not read."""
    page = QWidget()
    page.setObjectName("content")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    column.addWidget(section.message)
    column.addWidget(area, 1)
    return page
