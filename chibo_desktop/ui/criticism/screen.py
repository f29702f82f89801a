"""The place "Phê bình": what is to be asked after, the notes to the left, one note to the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.criticism import CriticismForm, Mending
from chibo_desktop.services.criticism import NoteRow, says_something
from chibo_desktop.services.criticism_todo import ASK_AGAIN
from chibo_desktop.services.session import Session
from chibo_desktop.ui.criticism import work
from chibo_desktop.ui.criticism.counts_page import CountsPage
from chibo_desktop.ui.criticism.note_form import NoteForm
from chibo_desktop.ui.criticism.note_list import NoteList, Shown
from chibo_desktop.ui.criticism.printing import Printing
from chibo_desktop.ui.criticism.questions import ask_removal, ask_share, ask_withdraw, nothing_chosen
from chibo_desktop.ui.criticism.typed_notes import TypedNotes
from chibo_desktop.ui.criticism.work import Detail, Done, Edit, Note, Snapshot
from chibo_desktop.ui.messages import Level
from chibo_desktop.ui.screen import Desk, Screen, scrolled
from chibo_desktop.ui.theme import GRID, scaled

TITLE = "Phê bình"
_WIDE = 900
"""pixels of the content from which list and note stand side by side"""

_LOW = 560
"""pixels of height below which the list keeps its room for the table"""


class CriticismScreen(Screen):
    """Criticism and self-criticism. `enter` takes a note's id, or "ask" for what is to be asked after."""

    concerns: ClassVar[frozenset[str]] = frozenset({
        "criticism", "sealed_text", "shared_text", "member", "meeting", "duty", "account",
    })  # fmt: skip

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, TITLE, "")
        self._session = session
        self._snapshot: Snapshot | None = None
        self._blank: Note | None = None
        self._typed = TypedNotes(self, session)
        self.printing = Printing(self, session)
        self._saves = 0
        self._wanted: object = None
        self._wide = True
        self._open = False
        self.list = NoteList()
        self.form = NoteForm(session.clock.today())
        self.counts = CountsPage()
        self.nothing = nothing_chosen()
        self.right = QStackedWidget()
        self.right.addWidget(self.nothing)
        self.right.addWidget(self.form)
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID)
        # The usual policy scrolls below the height the content wishes for, which a table never has.
        self._list_area = scrolled(self.list)
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        row.addWidget(self._list_area, 1)
        row.addWidget(self.right, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._both)
        self._pages.addWidget(self.counts)
        self.body.addWidget(self._pages)
        self.criticism_button = self.add_action("Ghi phê bình, góp ý", lambda: self.begin(CriticismForm.CRITICISM))
        self.set_primary("Ghi tự phê bình", lambda: self.begin(CriticismForm.SELF), "add")
        self._connect()
        self._show_head()

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.pointed.connect(self._pointed)
        self.list.opened.connect(self._opened)
        self.list.ask_asked.connect(self.show_due)
        self.list.self_asked.connect(lambda: self.begin(CriticismForm.SELF))
        self.list.sheet_asked.connect(self.printing.ask_sheet)
        self.list.month_asked.connect(self.printing.ask_month)
        self.list.undo_asked.connect(self.undo)
        self.counts.sheet_asked.connect(self.printing.ask_sheet)
        self.form.edited.connect(self._edited)
        self.form.drafted.connect(self._draft)
        self.form.follow_asked.connect(self._follow)
        self.form.print_asked.connect(self._print_note)
        self.form.share_asked.connect(self._ask_share)
        self.form.withdraw_asked.connect(self._ask_withdraw)
        self.form.removal_asked.connect(self._ask_removal)
        self.form.note_asked.connect(self.show_note)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undo)

    # -- what is shown ------------------------------------------------------------------------

    def enter(self, target: object = None) -> None:
        """Show the place, on a note's id or on what is to be asked after if one is named."""
        self._wanted = target
        # Acts of other places change what undo would take back, so the place is always read again.
        self._stale = True
        super().enter(target)

    def refresh(self) -> None:
        """Read the place again; fields being typed in are left alone."""
        first = self._snapshot is None
        self.desk.tasks.run(lambda _: work.read(self._session, with_drafts=first), self._show, owner=self)

    def _show(self, snapshot: Snapshot) -> None:
        first = self._snapshot is None
        self._snapshot = snapshot
        self._pages.setCurrentWidget(self._both if snapshot.may_read else self.counts)
        if not snapshot.may_read:
            self.form.forget()
            self.counts.set_snapshot(snapshot)
            self._show_head()
            return
        self.list.set_snapshot(snapshot)
        if first:
            self._typed.load(snapshot.drafts)
            self._tell_of_drafts(snapshot)
        shown = self.form.note_id
        if shown is not None and not self.form.is_new and not self._saves:
            row = snapshot.find(shown)
            if row is None:
                self._show_nothing()
            else:
                self.form.update_note((row.record, row.text), snapshot, row)
                self._ask_detail()
        wanted, self._wanted = self._wanted, None
        if wanted == ASK_AGAIN:
            self.show_due()
        elif isinstance(wanted, bytes):
            self.show_note(wanted)
        self._show_head()

    def _tell_of_drafts(self, snapshot: Snapshot) -> None:
        owner = self._typed.begun(snapshot.rows)
        if owner is None:
            return
        action = partial(self.show_note, owner) if isinstance(owner, bytes) else partial(self.begin, owner)
        self.message.show_message(
            Level.INFO,
            "Lần trước chương trình tắt khi đang ghi dở ở đây.",
            "Những chữ đã gõ vẫn còn, và vẫn niêm phong.",
            button="Mở để ghi tiếp",
            action=action,
        )

    def _show_head(self) -> None:
        snapshot = self._snapshot
        alone = self._open and not self._wide
        may = snapshot is not None and snapshot.may_read
        sentence = ""
        if snapshot is not None and not may:
            sentence = "Số lượt tự phê bình và phê bình của chi bộ."
        elif alone:
            sentence = "Rời khỏi ô nào là ô đó đã lưu."
        elif snapshot is not None:
            year = next((c for c in snapshot.counts if c.year == snapshot.today.year), None)
            sentence = (
                f"Năm {year.year}: {year.total.promises} lượt tự phê bình, góp ý; {year.total.mended} đã sửa xong."
                if year and year.total.promises
                else ("Ghi lời tự phê bình, góp ý của từng tháng; đến hẹn sổ nhắc hỏi lại.")
            )
        self.set_title(TITLE, sentence)
        primary = self.set_primary("Ghi tự phê bình", lambda: self.begin(CriticismForm.SELF), "add")
        primary.setVisible(may and not alone and (self._open or not self.list.is_empty))
        self.criticism_button.setVisible(may and not alone)
        self.set_back("Danh sách ghi chép" if alone else "", self.show_list if alone else None)
        self._list_area.setVisible(not alone)
        self.right.setVisible(self._open or (self._wide and not self.list.is_empty))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.set_low(low=self.height() < scaled(_LOW))
        wide = self.width() - 8 * GRID >= scaled(_WIDE)
        if wide != self._wide:
            self._wide = wide
            self._show_head()

    # -- moving about -------------------------------------------------------------------------

    @Slot()
    def show_list(self) -> None:
        """Leave the note for the list, where both have no room side by side."""
        if not self._wide:
            self.form.commit()
            self._open = False
            self._show_head()
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def show_due(self) -> None:
        """Show what is to be asked after, the longest waiting opened."""
        due = self._snapshot.due if self._snapshot else ()
        self.list.show_only(Shown.DUE if due else Shown.OPEN)
        if due:
            self.show_note(due[0].id)
            self.form.ask_again()

    @Slot(object)
    def show_note(self, note_id: bytes) -> None:
        """Show one note, chosen in the list."""
        if self.list.select(note_id):
            row = self.list.table.current()
            if row is not None:
                self._open_row(row)

    @Slot(object)
    def _chosen(self, row: NoteRow) -> None:
        if self._wide and self.form.note_id != row.id and not (self.form.is_new and self._open):
            self._open_row(row)

    @Slot(object)
    def _pointed(self, row: NoteRow) -> None:
        if not self._wide or self.form.is_new:
            self._open_row(row)

    @Slot(object)
    def _opened(self, row: NoteRow) -> None:
        self._open_row(row)
        follow = self.form.follow
        first = follow.words if row.due and not follow.isHidden() else self.form.date
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_row(self, row: NoteRow) -> None:
        if self._snapshot is None:
            return
        if self.form.note_id != row.id:
            self.form.commit()
            drafts = self._typed.of(row.id)
            self.form.show_note((row.record, row.text), self._snapshot, row, drafts=drafts)
            self._ask_detail()
        self._show_right()

    def _show_right(self) -> None:
        self._open = True
        self.right.setCurrentWidget(self.form)
        self._show_head()

    def _show_nothing(self) -> None:
        self._open = False
        self.form.forget()
        self.right.setCurrentWidget(self.nothing)
        self._show_head()

    def begin(self, form: CriticismForm) -> None:
        """Show an empty note of a form; it is a record as soon as something stands in it."""
        if self._snapshot is None or not self._snapshot.may_read:
            return
        self.form.commit()

        def show(note: Note) -> None:
            if self._snapshot is None:
                return
            self._blank = note
            self.list.table.clearSelection()
            self.form.show_note(note, self._snapshot, None, drafts=self._typed.of(form), new=True)
            self._show_right()
            self.form.speaker.setFocus(Qt.FocusReason.OtherFocusReason)

        self.desk.tasks.run(lambda _: work.new(self._session, form), show, owner=self)

    # -- writing ------------------------------------------------------------------------------

    @Slot(object)
    def _edited(self, edit: Edit) -> None:
        note_id = self.form.note_id
        if note_id is None:
            return
        base = None
        if self.form.is_new and self._blank is not None:
            base = self._blank = edit.change(*self._blank)
            if not says_something(base[1]):
                return

        def failed(error: UserError) -> None:
            self._saves -= 1
            self.message.show_error(error)

        def done(result: Done) -> None:
            self._saves -= 1
            self._saved(result, note_id, edit.key, new=base is not None)

        self._saves += 1
        self.desk.tasks.run(lambda _: work.save(self._session, note_id, base, edit), done, failed, owner=self)

    def _saved(self, result: Done, note_id: bytes, key: str, *, new: bool) -> None:
        self._typed.forget(note_id, key)
        if new and self._blank is not None and self._blank[0].id == note_id and not self._saves:
            form = self._blank[0].form
            self._blank = None
            self._typed.forget(form)
            if self.form.note_id == note_id:
                self.form.is_new = False
        self._show(result.snapshot)
        if self.form.note_id == note_id and not self._saves:
            self.list.select(note_id)
        self.desk.changes.announce(result.changed.kinds, self)

    def _ask_detail(self) -> None:
        note, snapshot = self.form.note, self._snapshot
        if note is None or snapshot is None:
            return

        def show(detail: Detail) -> None:
            self.form.set_detail(detail)

        self.desk.tasks.run(lambda _: work.detail(self._session, note[0], note[1], snapshot.rows), show, owner=self)

    @Slot(object, str)
    def _follow(self, mending: Mending, words: str) -> None:
        note_id = self.form.note_id
        if note_id is None or self.form.is_new:
            return
        self.form.follow.words.forget()
        self.form.commit()

        def done(result: Done) -> None:
            self._typed.forget(note_id, "follow")
            self._show(result.snapshot)
            self.message.show_message(Level.DONE, "Đã ghi việc hỏi lại.", button="Hoàn tác", action=self.undo)
            self.desk.changes.announce(result.changed.kinds, self)

        self.desk.tasks.run(lambda _: work.follow(self._session, note_id, mending, words), done, owner=self)

    def leave(self) -> None:
        """Commit every field."""
        self.form.commit()

    @Slot()
    def undo(self) -> None:
        """Take back the last act, whichever place it was made in, and say which."""
        if self._snapshot is None or not self._snapshot.may_read:
            return

        def done(result: Done) -> None:
            self._show(result.snapshot)
            if result.what:
                self.message.show_message(Level.INFO, f"Đã hoàn tác: {result.what}.")
                self.desk.changes.announce(result.changed.kinds, self)

        self.desk.tasks.run(lambda _: work.undo(self._session), done, owner=self)

    @Slot()
    def _ask_removal(self) -> None:
        note_id = self.form.note_id
        if note_id is None:
            return
        ask_removal(self, lambda: self._act(lambda _: work.remove(self._session, note_id), "Đã xóa ghi chép."))

    def _act(self, what: Callable[[object], Done], said: str, remedy: str = "", *, undo: bool = True) -> None:
        def done(result: Done) -> None:
            self._show(result.snapshot)
            button, action = ("Hoàn tác", self.undo) if undo else ("", None)
            self.message.show_message(Level.DONE, said, remedy, button=button, action=action)
            self.desk.changes.announce(result.changed.kinds, self)

        self.desk.tasks.run(what, done, owner=self)

    @Slot(str, str)
    def _draft(self, key: str, words: str) -> None:
        note = self.form.note
        if note is not None:
            # A new note that is being saved is a record by the time these words are kept.
            new = self.form.is_new and not self._saves
            self._typed.keep(note[0].form if new else note[0].id, key, words)

    # -- what the commune may see -------------------------------------------------------------

    @Slot()
    def _ask_share(self) -> None:
        note_id = self.form.note_id
        if note_id is not None:
            self.form.commit()
            said = partial(self._act, said="Đã chọn cho xã xem.", remedy="Sẽ đi theo lần gửi sau.", undo=False)
            ask_share(self, lambda: said(lambda _: work.share(self._session, note_id)))

    @Slot()
    def _ask_withdraw(self) -> None:
        note_id = self.form.note_id
        if note_id is not None:
            said = partial(self._act, said="Đã rút lại, các lần gửi sau không có nữa.", undo=False)
            ask_withdraw(self, lambda: said(lambda _: work.withdraw(self._session, note_id)))

    @Slot()
    def _print_note(self) -> None:
        note = self.form.note
        if note is not None:
            self.form.commit()
            self.printing.ask_note(note[0].id, note[0].date)
