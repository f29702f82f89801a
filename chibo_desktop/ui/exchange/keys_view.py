"""Own card and everyone this book was paired with; stop using a key (thẻ và khóa)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from chibo_desktop.services import pairing
from chibo_desktop.services.session import Changed
from chibo_desktop.ui.exchange.drives import LastPlace
from chibo_desktop.ui.exchange.explained import ExplainedTable
from chibo_desktop.ui.exchange.groups import SixGroups
from chibo_desktop.ui.exchange.own_card import OwnCard
from chibo_desktop.ui.exchange.state import KeysState, PartnerRow, read_keys
from chibo_desktop.ui.exchange.view import Head, Place, View
from chibo_desktop.ui.flow import flow
from chibo_desktop.ui.labels import date_text
from chibo_desktop.ui.messages import Level, ask
from chibo_desktop.ui.parts import button
from chibo_desktop.ui.tables import Column, Tone
from chibo_desktop.ui.theme import GRID


def _state(row: PartnerRow) -> str:
    partner = row.partner
    if partner.revoked_at is not None:
        return f"Thôi dùng từ {date_text(partner.revoked_at.astimezone().date())}"
    return "Đang dùng" if partner.trusted else "Chưa đối chiếu"


def _tone(row: PartnerRow) -> Tone:
    return "done" if row.partner.trusted else "error"


def _since(row: PartnerRow) -> str:
    confirmed = row.partner.confirmed_at
    return date_text(confirmed.astimezone().date()) if confirmed else "–"


def _explain(row: PartnerRow) -> tuple[str, str]:
    if row.partner.trusted:
        return (
            f"Sáu nhóm của {row.partner.name} ở dưới đây.",
            "Nếu bên ấy mất máy hoặc thay máy, bấm “Thôi dùng khóa này” rồi lấy thẻ mới.",
        )
    return f"Không nhận gì từ {row.partner.name} bằng khóa này nữa.", "Lấy thẻ mới của bên ấy để ghép lại."


class KeysView(View):
    """Own card above, partners below; `new_card_wanted` leads to another card of the other side."""

    new_card_wanted = Signal()

    def __init__(self, place: Place, last: LastPlace, *, office: bool) -> None:
        self._office = office
        other = "các chi bộ" if office else "Đảng ủy xã"
        super().__init__(
            place,
            Head(
                "Thẻ và khóa",
                f"Thẻ để {other} nhận ra sổ này, và những bên đã ghép với sổ này.",
                f"Ghi thẻ của {'Đảng ủy xã' if office else 'chi bộ'} lên USB",
                "usb",
                self.write,
            ),
        )
        self.own = OwnCard(place, last, office=office)
        self.partners: ExplainedTable[PartnerRow] = ExplainedTable(
            "Đã ghép với",
            [
                Column("Tên", lambda r: r.partner.name, stretch=True, width=200),
                Column("Đối chiếu ngày", _since, width=160),
                Column("Khóa", _state, width=220, tone=_tone, icon=_tone),
            ],
            _explain,
            identity=lambda row: row.id,
        )
        self.partners.table.row_selected.connect(self._selected)
        self.groups = SixGroups("bên đã ghép")
        self.revoke_button = button("Thôi dùng khóa này", self._ask_revoke, icon_name="key", role="danger")
        self.new_button = button("Lấy thẻ mới", self.new_card_wanted.emit, icon_name="receive")
        self.of_partner = QWidget()
        column = QVBoxLayout(self.of_partner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.groups)
        column.addWidget(flow(self.new_button, self.revoke_button) if not office else flow(self.revoke_button))
        if office:
            self.new_button.setParent(self)
            self.new_button.hide()
        self.body.addWidget(self.own)
        self.body.addWidget(self.partners)
        self.body.addWidget(self.of_partner)
        self.body.addStretch(1)
        self.of_partner.hide()

    @Slot()
    def write(self) -> None:
        """Write the own card to the chosen drive."""
        self.own.write()

    def refresh(self) -> None:
        """Read the card and the partners again."""
        session = self.session
        self.desk.tasks.run(lambda _job: read_keys(session), self.show_keys, owner=self)

    def show_keys(self, state: KeysState) -> None:
        """Show own card and partners."""
        self.own.show_card(state)
        self.partners.show_rows(state.partners)
        self._selected(self.partners.table.current())

    @Slot(object)
    def _selected(self, row: PartnerRow | None) -> None:
        self.of_partner.setVisible(row is not None)
        if row is not None:
            self.groups.show_groups(row.fingerprint, row.partner.name)
            self.groups.setVisible(row.partner.trusted)
            self.revoke_button.setVisible(row.partner.trusted)

    @Slot()
    def _ask_revoke(self) -> None:
        row = self.partners.table.current()
        if row is None:
            return
        then = (
            "Tệp gửi bằng khóa này sẽ không được nhận nữa."
            if self._office
            else "Chi bộ sẽ chưa gửi lên xã được cho đến khi lấy và đối chiếu thẻ mới."
        )
        ask(
            self,
            f"Thôi dùng khóa của {row.partner.name}?",
            f"Làm việc này khi bên ấy mất máy, lộ mật khẩu hoặc thay máy. {then}",
            yes="Thôi dùng khóa này",
            no="Vẫn dùng",
            on_yes=lambda: self.revoke(row),
            danger=True,
        )

    def revoke(self, row: PartnerRow) -> None:
        """Stop trusting a partner's keys."""
        session = self.session

        def work(_job: object) -> tuple[Changed, KeysState]:
            return pairing.revoke(session, row.partner), read_keys(session)

        def done(result: tuple[Changed, KeysState]) -> None:
            changed, state = result
            self.show_keys(state)
            self.message.show_message(
                Level.DONE,
                f"Đã thôi dùng khóa của {row.partner.name}.",
                "Khi bên ấy có thẻ mới, lấy thẻ và đối chiếu sáu nhóm để ghép lại.",
            )
            self.desk.changes.announce(changed.kinds)

        self.desk.tasks.run(work, done, owner=self, busy=self.revoke_button)
