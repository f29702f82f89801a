"""The steps of one review: the bar that names them and what each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, ClassVar, Literal

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.domain.accounts import MAY_READ_SEALED
from chibo_desktop.domain.reviews import Review, ReviewText
from chibo_desktop.services import accounts, review_facts, review_marks, review_texts, reviews, sealed
from chibo_desktop.services.review_facts import PointsHelp, Section
from chibo_desktop.services.review_views import ReviewRow, ReviewView, RoundView
from chibo_desktop.services.sealed import Shared
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.flow import FlowLayout
from chibo_desktop.ui.form import commit_fields
from chibo_desktop.ui.messages import Banner, Level
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.reviews.low_area import tall_area
from chibo_desktop.ui.reviews.work import Work
from chibo_desktop.ui.theme import GRID

Sign = Literal["", "done", "due"]


@dataclass(frozen=True, slots=True)
class ReviewState:
    """One review as it is in the book now, with all its steps need."""

    view: ReviewView
    whole: RoundView
    text: ReviewText | None = field(repr=False)
    """None without the right to the sealed part"""
    today: date
    base: int
    """how many may vote on a rating"""
    sections: tuple[Section, ...] = field(default=(), repr=False)
    """the headings of the form; empty without the right to the sealed part"""
    help: PointsHelp | None = None
    openers: tuple[str, ...] = ()
    """the users who have the right to the sealed part"""
    shared: Shared | None = None
    """the text as it was chosen for the commune"""
    drafts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """what was being typed when the program ended, by the code of the field; read once"""

    @property
    def review(self) -> Review:
        """The record."""
        return self.view.review

    @property
    def row(self) -> ReviewRow:
        """The line of the round."""
        return self.view.row


def read_review(session: Session, review_id: bytes, *, drafts: bool) -> ReviewState:
    """Read a review with all its steps need; raises UserError if it is gone."""
    view = reviews.load_review(session, review_id)
    whole = reviews.load_round(session, view.round.id)
    may_read = sealed.may_read(session)
    return ReviewState(
        view=view,
        whole=whole,
        text=review_texts.text_of(session, review_id) if may_read else None,
        today=session.clock.today(),
        base=review_marks.vote_base_of(session, whole),
        sections=review_facts.sections_of(session, review_id) if may_read else (),
        help=review_facts.points_help(session, review_id),
        openers=tuple(a.name for a in accounts.list_accounts(session) if a.role in MAY_READ_SEALED),
        shared=_shared(session, review_id),
        drafts=_drafts(session, review_id) if drafts and may_read else {},
    )


def _shared(session: Session, review_id: bytes) -> Shared | None:
    found = [item for item in sealed.shared(session) if item.subject_id == review_id]
    return found[-1] if found else None


def _drafts(session: Session, review_id: bytes) -> dict[str, str]:
    prefix = review_texts.draft_place(review_id, "")
    return {place.removeprefix(prefix): words for place, words in sealed.drafts(session, prefix).items()}


class Step(QWidget):
    """One step of a review; what it holds scrolls."""

    name: ClassVar[str] = ""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.work = work
        self.state: ReviewState | None = None
        inside = QWidget()
        inside.setObjectName("content")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 2 * GRID, GRID)
        self.body.setSpacing(2 * GRID)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        self._area = tall_area(inside)
        outside.addWidget(self._area)

    @property
    def review_id(self) -> bytes:
        """Whose step is shown."""
        return self.state.review.id if self.state else b""

    def show_review(self, state: ReviewState, *, fresh: bool) -> None:
        """Show the newest state and leave what is being typed alone; `fresh` where a review was just opened."""
        self.state = state
        self.fill(state, fresh=fresh)

    def fill(self, state: ReviewState, *, fresh: bool) -> None:
        """Fill the parts; override."""
        raise NotImplementedError

    def sign(self, state: ReviewState) -> Sign:
        """Return whether the step is done, or due; override."""
        del state
        return ""

    def first(self) -> QWidget | None:
        """Return where the work of the step begins; override."""
        return None

    def start(self) -> None:
        """Put the focus where the work of the step begins."""
        first = self.first()
        if first is not None and first.isEnabled():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            # A step shown for the first time has no heights yet by which to scroll.
            QTimer.singleShot(0, self, self._reveal)

    @Slot()
    def _reveal(self) -> None:
        first = self.first()
        self._area.verticalScrollBar().setValue(0)
        if first is not None and first.hasFocus():
            self._area.ensureWidgetVisible(first, 0, 4 * GRID)

    def leave(self) -> None:
        """Commit what was typed before another step or review is shown."""
        commit_fields(self)

    def save(self, what: str, **values: Any) -> None:
        """Write attributes of the review's record as it stands in the book."""
        found = self.review_id

        def act(session: Session) -> Changed:
            current = reviews.review_record(session, found)
            return review_marks.save_review(session, msgspec.structs.replace(current, **values), what)

        self.work.act(act)


def chain(*widgets: QWidget) -> None:
    """Let Tab go through widgets in this order, however late they were made."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


class SealedBanner(Banner):
    """What stands where words would be shown to who has the right: who can open them."""

    def show_openers(self, names: Sequence[str]) -> None:
        """Name those who have the right."""
        who = f" ({', '.join(names)})" if names else ""
        self.say(
            Level.INFO,
            "Lời kiểm điểm và góp ý được niêm phong.",
            f"Bí thư, phó bí thư, chi ủy viên{who} mở được, khi mở sổ bằng mật khẩu riêng của mình. "
            "Ngày nộp, điểm, phiếu và kết quả vẫn ghi được ở các bước khác.",
        )


class StepBar(QWidget):
    """The steps by name, all of them reachable at any time; Ctrl and a number chooses one."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Các bước")
        self._names = tuple(names)
        self.buttons: list[QPushButton] = []
        group = QButtonGroup(self)
        for number, name in enumerate(names):
            made = button(name, self._chooser(number))
            made.setObjectName("step")
            made.setCheckable(True)
            made.setToolTip(f"Ctrl+{number + 1}")
            made.setShortcut(f"Ctrl+{number + 1}")
            group.addButton(made)
            self.buttons.append(made)
        layout = FlowLayout(self, GRID // 2)
        for made in self.buttons:
            layout.addWidget(made)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _chooser(self, number: int) -> Any:
        def choose() -> None:
            self.chosen.emit(number)

        return choose

    def show_step(self, number: int) -> None:
        """Mark the step that is shown."""
        self.buttons[number].setChecked(True)

    def show_signs(self, signs: Sequence[Sign]) -> None:
        """Mark with a sign and a word which steps are done and which are due."""
        told = {"done": ("✓ ", ", đã xong"), "due": ("! ", ", cần làm"), "": ("", "")}
        for made, name, sign in zip(self.buttons, self._names, signs, strict=True):
            mark, word = told[sign]
            keys = made.shortcut()
            made.setText(f"{mark}{name}")
            made.setShortcut(keys)
            made.setAccessibleName(f"Bước {name}{word}")

    def show_only(self, numbers: Sequence[int]) -> None:
        """Show only the steps that this review has."""
        for number, made in enumerate(self.buttons):
            made.setVisible(number in numbers)
