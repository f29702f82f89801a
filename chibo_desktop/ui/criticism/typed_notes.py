"""What is being typed in a note and is not yet saved: in the book under the second key, and at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chibo_desktop.domain.criticism import CriticismForm
from chibo_desktop.services.criticism import NoteRow
from chibo_desktop.services.session import Session
from chibo_desktop.ui.criticism import work
from chibo_desktop.ui.criticism.work import Owner
from chibo_desktop.ui.screen import Screen


class TypedNotes:
    """The drafts of the place; a form for owner stands for the new note that is no record yet."""

    def __init__(self, screen: Screen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._words: dict[str, str] = {}

    def load(self, drafts: Mapping[str, str]) -> None:
        """Take what the book kept when the program ended."""
        self._words = dict(drafts)

    def begun(self, rows: Sequence[NoteRow]) -> Owner | None:
        """Return the first note something is kept of, None where nothing is."""
        owners: list[Owner] = [*CriticismForm, *(row.id for row in rows)]
        return next((owner for owner in owners if self.of(owner)), None)

    def of(self, owner: Owner) -> dict[str, str]:
        """Return what is kept of a note, by field."""
        start = work.place(owner)
        return {k.removeprefix(start): words for k, words in self._words.items() if k.startswith(start)}

    def keep(self, owner: Owner, key: str, words: str) -> None:
        """Keep what stands in a field; survives a crash."""
        self._words[work.place(owner, key)] = words
        self._screen.desk.tasks.run(
            lambda _: work.keep_draft(self._session, owner, key, words),
            lambda _: self._screen.desk.changes.announce_draft(),
            owner=self._screen,
        )

    def forget(self, owner: Owner, key: str = "") -> None:
        """Forget words that the book has already dropped; without a key all of the note."""
        where = work.place(owner, key)
        self._words = {k: w for k, w in self._words.items() if k != where and (key or not k.startswith(where))}
