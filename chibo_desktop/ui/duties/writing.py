"""What a person writes of a duty, on its way into the book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.duties import DutyState
from chibo_desktop.services.session import Session
from chibo_desktop.ui.duties import desk_work
from chibo_desktop.ui.duties.desk_work import Done, Edit, place
from chibo_desktop.ui.duties.duty_form import DutyForm
from chibo_desktop.ui.messages import Level, MessageBar, ask
from chibo_desktop.ui.screen import Desk


class Writing(QObject):
    """The form's edits, drafts and log lines as acts; `acted(Done)` comes after each.

    `created(bytes)` carries the id of a duty that became a record.
    """

    acted = Signal(object)
    created = Signal(object)

    def __init__(self, desk: Desk, session: Session, owner: QWidget, form: DutyForm, message: MessageBar) -> None:
        super().__init__(owner)
        self._desk = desk
        self._session = session
        self._owner = owner
        self._form = form
        self._message = message
        self._saves = 0
        self._drafts: dict[str, str] = {}
        self._pending: dict[str, str] = {}
        form.edited.connect(self._edited)
        form.drafted.connect(self._draft)
        form.log.logged.connect(self._log)
        form.log.removed.connect(self._unlog)

    @property
    def saving(self) -> bool:
        """Whether an edit is still on its way."""
        return self._saves > 0

    def take_drafts(self, drafts: Mapping[str, str]) -> None:
        """Take what the book keeps as being typed."""
        self._drafts = dict(drafts)

    def drafts_of(self, duty_id: bytes | None) -> dict[str, str]:
        """Return what is being typed of a duty, by field; None stands for the one that is no record yet."""
        start = place(duty_id)
        kept = {**self._drafts, **self._pending}
        return {key.removeprefix(start): words for key, words in kept.items() if key.startswith(start)}

    def _shows(self, duty_id: bytes) -> bool:
        return self._form.duty is not None and self._form.duty.id == duty_id

    @Slot(object)
    def _edited(self, edit: Edit) -> None:
        shown = self._form.duty
        if shown is None:
            return
        base = None
        if self._form.is_new:
            base = edit.change(shown)
            self._form.hold(base)
            if not base.text:
                return
        new, duty_id = base is not None, shown.id

        def failed(error: UserError) -> None:
            self._saves -= 1
            if self._shows(duty_id):
                self._form.refuse(edit.key, error)
            else:
                self._message.show_error(error)

        def done(found: Done) -> None:
            self._saves -= 1
            if new and self._shows(duty_id):
                self._form.is_new = False
            self.acted.emit(found)
            if new and self._shows(duty_id):
                self.created.emit(duty_id)

        self._saves += 1
        self._desk.tasks.run(
            lambda _: desk_work.save(self._session, duty_id, base, edit), done, failed, owner=self._owner
        )

    @Slot(str, str)
    def _draft(self, key: str, words: str) -> None:
        shown = self._form.duty
        if shown is not None:
            where = place(None if self._form.is_new else shown.id, key)
            self._pending[where] = words

            def kept(_: object) -> None:
                if self._pending.get(where) == words:
                    del self._pending[where]
                self._drafts[where] = words
                self._desk.changes.announce_draft()

            self._desk.tasks.run(lambda _: self._keep(where, words), kept, owner=self._owner)

    def _keep(self, where: str, words: str) -> None:
        # An emptied entry of the log has no field's save that would drop its draft.
        if words or not where.endswith("/log"):
            self._session.save_draft(where, words)
        else:
            self._session.drop_drafts(where)

    @Slot(object, str, object)
    def _log(self, day: date, words: str, state: DutyState) -> None:
        shown = self._form.duty
        if shown is None or self._form.is_new:
            return
        duty_id = shown.id

        def done(found: Done) -> None:
            duty = found.snapshot.board.find(duty_id)
            if duty is not None and self._shows(duty_id):
                rows = found.snapshot.logs.get(duty_id, ())
                self._form.log.show_log(duty, rows, found.snapshot.board.today, fresh=True)
            self.acted.emit(found)

        def failed(error: UserError) -> None:
            self._form.log.words.set_problem(f"{error.title} {error.remedy}")

        self._desk.tasks.run(
            lambda _: desk_work.log(self._session, duty_id, day, words, state), done, failed, owner=self._owner
        )

    @Slot(object)
    def _unlog(self, progress_id: bytes) -> None:
        self._desk.tasks.run(
            lambda _: desk_work.unlog(self._session, progress_id), self.acted.emit, owner=self._owner
        )

    def undo(self) -> None:
        """Take back the last act and say which."""

        def done(found: Done) -> None:
            self.acted.emit(found)
            if found.what:
                self._message.show_message(Level.INFO, f"Đã hoàn tác: {found.what}.")

        self._desk.tasks.run(lambda _: desk_work.undo(self._session), done, owner=self._owner)

    def give_up(self) -> None:
        """Forget a duty that is no record yet, with what was typed of it."""

        def work(_: object) -> Done:
            desk_work.drop(self._session, None, "")
            return desk_work.read(self._session)

        self._desk.tasks.run(work, self.acted.emit, owner=self._owner)

    def ask_removal(self) -> None:
        """Ask whether the duty is to be deleted."""
        shown = self._form.duty
        if shown is not None:
            ask(
                self._owner,
                "Xóa nhiệm vụ này?",
                "Chỉ xóa khi giao nhầm; tiến độ đã ghi cũng mất theo. Việc không làm nữa thì ghi tiến độ là Không "
                "hoàn thành và nêu lý do.",
                yes="Xóa", no="Giữ lại", on_yes=partial(self._remove, shown.id), danger=True,
            )  # fmt: skip

    def _remove(self, duty_id: bytes) -> None:
        def done(found: Done) -> None:
            self.acted.emit(found)
            self._message.show_message(Level.DONE, "Đã xóa nhiệm vụ.", button="Hoàn tác", action=self.undo)

        self._desk.tasks.run(lambda _: desk_work.remove(self._session, duty_id), done, owner=self._owner)
