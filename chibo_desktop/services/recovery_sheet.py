"""Whether the recovery key was proved to be on paper (tờ khóa phục hồi); never the key itself."""

from __future__ import annotations

from datetime import datetime

from chibo_desktop.services.session import Session

_KEPT = "recovery_kept"


def note_recovery_kept(session: Session) -> None:
    """Remember that the person proved today to have the recovery key on paper; not journaled."""
    session.book.keep_secret(_KEPT, session.clock.now().isoformat().encode())


def forget_recovery_kept(session: Session) -> None:
    """Ask for a new sheet from now on: the one that is kept does not open all of the book."""
    session.book.keep_secret(_KEPT, b"")


def recovery_kept_at(session: Session) -> datetime | None:
    """Return when the person last proved to have it (UTC), None if never on this computer."""
    value = session.book.secret(_KEPT)
    return datetime.fromisoformat(value.decode()) if value else None
