"""What is typed in a dialog is kept until it is written or given up: a power cut loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot

from chibo_desktop.ui.dialogs import Dialog
from chibo_desktop.ui.documents.section import Section
from chibo_desktop.ui.fields import Line, NoteEdit


class KeptWords(QObject):
    """Drafts of a dialog's fields under `place`; shown again when the same dialog is opened after a crash."""

    def __init__(self, section: Section, dialog: Dialog, place: str, fields: Mapping[str, Line | NoteEdit]) -> None:
        super().__init__(dialog)
        self._section = section
        self._fields = {f"{place}:{name}": field for name, field in fields.items()}
        for name, field in self._fields.items():
            field.draft_changed.connect(self._keeper(name))
        dialog.finished.connect(self._finished)
        section.desk.tasks.run(lambda _: section.session.drafts(f"{place}:"), self._restore, owner=dialog)

    def _restore(self, kept: dict[str, str]) -> None:
        for name, words in kept.items():
            field = self._fields.get(name)
            if field is not None and not field.dirty:
                field.restore_draft(words)

    def _keeper(self, name: str) -> Callable[[str], None]:
        def keep(words: str) -> None:
            desk, session = self._section.desk, self._section.session
            desk.tasks.run(
                lambda _: session.save_draft(name, words),
                lambda _: desk.changes.announce_draft(),
                owner=self._section,
            )

        return keep

    @Slot(int)
    def _finished(self, _result: int) -> None:
        session, names = self._section.session, tuple(self._fields)
        self._section.desk.tasks.run(lambda _: session.drop_drafts(*names), _nothing, owner=self._section)


def _nothing(_done: None) -> None:
    """Take the end of an act that nobody waits for."""
