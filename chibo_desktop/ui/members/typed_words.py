"""What is being typed in the form and is no record yet, in the book and at hand (bản nháp)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from chibo_desktop.services.session import Session
from chibo_desktop.ui.members import desk_work
from chibo_desktop.ui.members.desk_work import DRAFTS, NEW, place
from chibo_desktop.ui.screen import Desk


class TypedWords:
    """The drafts of the place; `None` for a member stands for the one who has no name yet."""

    def __init__(self, desk: Desk, session: Session, owner: QWidget) -> None:
        self._desk = desk
        self._session = session
        self._owner = owner
        self._words: dict[str, str] = {}

    def load(self, drafts: Mapping[str, str]) -> None:
        """Take what the book kept when the program ended."""
        self._words = dict(drafts)

    def owners(self) -> list[bytes | None]:
        """Return of whom something is kept."""
        found = {key.removeprefix(DRAFTS).split("/")[0] for key in self._words}
        return [None if owner == NEW else bytes.fromhex(owner) for owner in sorted(found)]

    def of(self, member_id: bytes | None) -> dict[str, str]:
        """Return what is kept of a member, by field."""
        start = place(member_id)
        return {key.removeprefix(start): words for key, words in self._words.items() if key.startswith(start)}

    def keep(self, member_id: bytes | None, key: str, words: str) -> None:
        """Keep what stands in a field; survives a crash."""
        where = place(member_id, key)
        self._words[where] = words
        self._desk.tasks.run(
            lambda _: self._session.save_draft(where, words),
            lambda _: self._desk.changes.announce_draft(),
            owner=self._owner,
        )

    def drop(self, member_id: bytes | None, key: str = "") -> None:
        """Drop one field's words, or all of a member, from the book too."""
        self.forget(member_id, key)
        self._desk.tasks.run(
            lambda _: desk_work.drop(self._session, member_id, key), lambda _: None, owner=self._owner
        )

    def forget(self, member_id: bytes | None, key: str = "") -> None:
        """Forget words that the book has already dropped."""
        where = place(member_id, key)
        below = where if where.endswith("/") else f"{where}/"
        self._words = {k: words for k, words in self._words.items() if k != where and not k.startswith(below)}
