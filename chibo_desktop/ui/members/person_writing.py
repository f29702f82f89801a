"""What is typed in the form becomes a record: saving, refusing, drafts, deleting, taking back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.members import Member
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.members import desk_work
from chibo_desktop.ui.members.desk_work import Saved, Snapshot, Undone
from chibo_desktop.ui.members.edits import NAMELESS, Edit
from chibo_desktop.ui.members.member_form import MemberForm
from chibo_desktop.ui.members.typed_words import TypedWords
from chibo_desktop.ui.messages import Level, MessageBar, ask
from chibo_desktop.ui.screen import Desk


class PersonWriting(QObject):
    """Carry edits of the form to the book.

    `read_again(Snapshot)` comes after every act, `added(id)` when somebody new has become a record,
    `given_up()` when somebody new was dropped.
    """

    read_again = Signal(object)
    added = Signal(bytes)
    given_up = Signal()

    def __init__(self, desk: Desk, session: Session, form: MemberForm, message: MessageBar, place: QWidget) -> None:
        super().__init__(place)
        self._desk = desk
        self._session = session
        self._form = form
        self._message = message
        self._place = place
        self._snapshot: Snapshot | None = None
        self._blank: Member | None = None
        self._saves = 0
        self.typed = TypedWords(desk, session, place)
        form.edited.connect(self._edited)
        form.drafted.connect(self._draft)
        form.dropped.connect(self._drop_draft)
        form.removal_asked.connect(self._ask_removal)

    @property
    def busy(self) -> bool:
        """Whether a save is under way, so that the form knows more than the book."""
        return self._saves > 0

    def take(self, snapshot: Snapshot) -> None:
        """Note how the place looks now."""
        self._snapshot = snapshot

    def begin_new(self, blank: Member) -> None:
        """Show an empty form; whoever was begun and has no name yet is shown again."""
        if not self._form.is_new:
            self._form.commit()
            self._blank = self._blank or self._with_chosen(blank)
            self._form.show_member(self._blank, new=True, drafts=self.typed.of(None))

    def _with_chosen(self, blank: Member) -> Member:
        for edit in desk_work.chosen_edits(self.typed.of(None), self._session.clock.today()):
            blank = edit.change(blank)
        return blank

    @Slot(object)
    def _edited(self, edit: Edit) -> None:
        shown = self._form.member
        if shown is None:
            return
        base = None
        if self._form.is_new and self._blank is not None:
            self._blank = base = edit.change(self._blank)
            if base.name == NAMELESS:
                self._draft(edit.key, self._form.words_of(edit.key))
                return
        before = base or shown

        def work(_: object) -> Saved:
            return desk_work.save(self._session, before.id, base, edit)

        def failed(error: UserError) -> None:
            self._saves -= 1
            current = self._snapshot.find(before.id) if self._snapshot else None
            if self._is_shown(before.id):
                self._form.refuse(edit.key, error, current or before)
            else:
                self._message.show_error(error)

        self._saves += 1
        self._desk.tasks.run(
            work, lambda saved: self._saved(saved, edit, new=base is not None), failed, owner=self._place
        )

    def _is_shown(self, member_id: bytes) -> bool:
        return self._form.member is not None and self._form.member.id == member_id

    def _saved(self, saved: Saved, edit: Edit, *, new: bool) -> None:
        self._saves -= 1
        self.typed.forget(saved.member.id, edit.key)
        if new:
            self.typed.forget(None)
            if self._blank is not None and self._blank.id == saved.member.id and not self._saves:
                self._blank = None
        shown = self._is_shown(saved.member.id)
        if shown and new and not self._saves:
            self._form.update_member(saved.member)
        self.read_again.emit(saved.snapshot)
        if shown:
            if new:
                self.added.emit(saved.member.id)
            if edit.key in {"name", "role"}:
                self._form.warn_of(saved.same_name, saved.other_secretary)
        self._desk.changes.announce(saved.changed.kinds, self._place)

    @Slot(str, str)
    def _draft(self, key: str, words: str) -> None:
        if self._form.member is not None:
            self.typed.keep(None if self._form.is_new else self._form.member.id, key, words)

    @Slot(str)
    def _drop_draft(self, key: str) -> None:
        if self._form.member is not None:
            self.typed.drop(self._form.member.id, key)

    def undo(self) -> None:
        """Take back the last act, whichever place it was made in, and say which."""

        def done(undone: Undone) -> None:
            self.read_again.emit(undone.snapshot)
            if undone.what:
                self._message.show_message(Level.INFO, f"Đã hoàn tác: {undone.what}.")
                self._desk.changes.announce(undone.changed.kinds, self._place)

        self._desk.tasks.run(lambda _: desk_work.undo(self._session), done, owner=self._place)

    @Slot()
    def _ask_removal(self) -> None:
        member = self._form.member
        if member is None:
            return
        if self._form.is_new:
            self._blank = None
            self.typed.drop(None)
            self.given_up.emit()
            return
        ask(
            self._place,
            f"Xóa đồng chí {member.name} khỏi danh sách?",
            "Chỉ xóa khi ghi nhầm. Biên bản đã lập vẫn giữ tên này. Đồng chí chuyển đi hay không còn là đảng "
            "viên thì đừng xóa, hãy ghi ở Tình trạng sinh hoạt.",
            yes="Xóa",
            no="Giữ lại",
            on_yes=lambda: self._remove(member),
            danger=True,
        )

    def _remove(self, member: Member) -> None:
        def done(result: tuple[Changed, Snapshot]) -> None:
            changed, snapshot = result
            self.typed.forget(member.id)
            self.read_again.emit(snapshot)
            self._message.show_message(
                Level.DONE,
                f"Đã xóa đồng chí {member.name} khỏi danh sách.",
                button="Hoàn tác",
                action=self.undo,
            )
            self._desk.changes.announce(changed.kinds, self._place)

        self._desk.tasks.run(lambda _: desk_work.remove(self._session, member), done, owner=self._place)
