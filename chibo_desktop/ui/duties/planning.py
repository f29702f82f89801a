"""The year's assignment on its way from last year's to this year's duties."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.services import duty_plans
from chibo_desktop.services.duty_plans import Plan
from chibo_desktop.services.session import Session
from chibo_desktop.ui.duties import desk_work
from chibo_desktop.ui.duties.desk_work import Done
from chibo_desktop.ui.duties.plan_page import PlanPage
from chibo_desktop.ui.messages import Level, MessageBar
from chibo_desktop.ui.screen import Desk


class Planning(QObject):
    """Drafts, keeps and gives the plan of a page; `begun()` when it is shown, `given(Done)` when it was given."""

    begun = Signal()
    given = Signal(object)

    def __init__(self, desk: Desk, session: Session, owner: QWidget, page: PlanPage, message: MessageBar) -> None:
        super().__init__(owner)
        self._desk = desk
        self._session = session
        self._owner = owner
        self._page = page
        self._message = message
        page.changed.connect(self._keep)

    def start(self, year: int) -> None:
        """Draft a year's assignment, or go on where the draft was left."""
        self._desk.tasks.run(lambda _: duty_plans.draft(self._session, year), self._show, owner=self._owner)

    def _show(self, plan: Plan) -> None:
        if not plan.people:
            self._message.show_message(
                Level.INFO, "Sổ chưa có đảng viên nào để giao việc.", "Hãy ghi danh sách đảng viên trước.",
                button="Mở mục Đảng viên", action=lambda: self._desk.go("members", None),
            )  # fmt: skip
            return
        self._message.clear()
        self._page.show_plan(plan)
        self.begun.emit()

    @Slot()
    def _keep(self) -> None:
        plan, rows = self._page.plan, tuple(self._page.rows)
        if plan is not None:
            self._desk.tasks.run(
                lambda _: duty_plans.keep(self._session, plan, rows),
                lambda _: self._desk.changes.announce_draft(), owner=self._owner,
            )  # fmt: skip

    def give(self) -> None:
        """Give every row that is taken as one act."""
        if self._page.plan is None or not self._page.commit():
            return
        year, rows, count = self._page.plan.year, tuple(self._page.rows), self._page.count

        def work(_: object) -> Done:
            changed = duty_plans.give_plan(self._session, year, rows)
            return desk_work.after(self._session, changed, f"Đã giao {count} việc của năm {year}")

        def failed(error: UserError) -> None:
            self._message.show_error(error)
            self._page.select_first_lacking()

        self._desk.tasks.run(work, self.given.emit, failed, owner=self._owner)
