"""Finding the other side's card and comparing its six groups (đối chiếu thẻ)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.services import card_papers
from chibo_desktop.services.pairing import CardPreview
from chibo_desktop.ui.dialogs import choose_file
from chibo_desktop.ui.exchange.drives import DriveChoice, LastPlace
from chibo_desktop.ui.exchange.groups import SixGroups
from chibo_desktop.ui.exchange.view import Place
from chibo_desktop.ui.fields import Choice
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.form import FieldBox
from chibo_desktop.ui.parts import button, text
from chibo_desktop.ui.theme import GRID

CARD_FILTER = "Thẻ ghép đôi (*.chibo-the)"


class CardFinder(QWidget):
    """Take a card from the drive or from a file; `found` carries the CardPreview to be compared."""

    found = Signal(object)

    def __init__(self, place: Place, last: LastPlace, other: str, parent: QWidget | None = None) -> None:
        """`other` names the other side ("Đảng ủy xã")."""
        super().__init__(parent)
        self._place = place
        self._several: list[CardPreview] = []
        self.drive = DriveChoice(place.desk, last, "USB có thẻ")
        self.choice: Choice[CardPreview] = Choice()
        self._choice_box = FieldBox("Trên USB có nhiều thẻ. Lấy thẻ nào?", self.choice)
        self.use_button = button("Đối chiếu thẻ đã chọn", self._use, icon_name="next")
        self.file_button = button("Chọn tệp thẻ", self._ask_file, icon_name="file")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addWidget(
            text(
                f"Cắm USB mà {other} đã ghi thẻ, rồi bấm “Lấy thẻ của {other}”. "
                "Nếu thẻ được đưa bằng cách khác, bấm “Chọn tệp thẻ”."
            )
        )
        layout.addWidget(self.drive)
        layout.addWidget(flow(self.file_button))
        layout.addWidget(self._choice_box)
        layout.addWidget(flow(self.use_button))
        layout.addStretch(1)
        self._choice_box.hide()
        self.use_button.hide()

    def take(self) -> None:
        """Look for cards on the chosen drive."""
        place = self.drive.place()
        if place is not None:
            self.take_from(place)

    def take_from(self, path: Path) -> None:
        """Look for cards on a drive or in a file."""
        session = self._place.session
        self._place.message.clear()
        self._place.desk.tasks.run(
            lambda _job: card_papers.find_cards(session, path),
            self._show,
            self._refused,
            title="Đang tìm thẻ",
            owner=self,
        )

    def _refused(self, error: UserError) -> None:
        self._place.message.show_error(error, button="Tìm lại", action=self.take)

    def _show(self, cards: list[CardPreview]) -> None:
        several = len(cards) > 1
        self._choice_box.setVisible(several)
        self.use_button.setVisible(several)
        if several:
            self.choice.set_options([(seen, _title(seen)) for seen in cards])
            self.choice.setFocus()
        else:
            self.found.emit(cards[0])

    @Slot()
    def _use(self) -> None:
        seen = self.choice.value()
        if seen is not None:
            self.found.emit(seen)

    @Slot()
    def _ask_file(self) -> None:
        choose_file(self, "Chọn tệp thẻ", CARD_FILTER, self.take_from)


def _title(seen: CardPreview) -> str:
    return f"{seen.card.name}, {seen.card.commune}" if seen.card.commune else seen.card.name


class CardCompare(QWidget):
    """The six groups of a card to be read aloud; `agreed` and `differs` carry the CardPreview."""

    agreed = Signal(object)
    differs = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen: CardPreview | None = None
        self._name = text(role="sectionTitle")
        self._how = text()
        self._known = text(role="faint")
        self.groups = SixGroups("thẻ này")
        self.yes_button = button("Đúng cả sáu nhóm", self._agree, icon_name="check", role="primary")
        self.no_button = button("Không khớp", self._differ, icon_name="close")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for part in (self._name, self._how, self.groups, self._known):
            layout.addWidget(part)
        layout.addWidget(flow(self.yes_button, self.no_button))
        layout.addStretch(1)

    def show_card(self, seen: CardPreview, reads: str) -> None:
        """Show a card; `reads` says who reads from where."""
        self.seen = seen
        self._name.setText(f"Thẻ của {_title(seen)}")
        self._how.setText(reads)
        self.groups.show_groups(seen.fingerprint, seen.card.name)
        known = seen.known is not None and not seen.same_keys
        self._known.setText(
            "Nơi này đã ghép trước đây nhưng thẻ mang khóa mới. Xác nhận thì khóa mới thay khóa cũ."
            if known
            else ""
        )
        self._known.setVisible(known)
        self.groups.setFocus()

    @Slot()
    def _agree(self) -> None:
        if self.seen is not None:
            self.agreed.emit(self.seen)

    @Slot()
    def _differ(self) -> None:
        if self.seen is not None:
            self.differs.emit(self.seen)
