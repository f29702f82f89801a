"""The phrase bank: those that come with the program until the cell writes its own (câu mẫu)."""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.ids import named_id
from chibo_desktop.common.resources import resource
from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.phrases import Phrase, phrase_problem
from chibo_desktop.domain.records import Line, Note, Record
from chibo_desktop.domain.settings import setting
from chibo_desktop.services.session import Changed, Session

_OWN = "phrases.own"
"""the setting that tells that the cell has its own phrases, be they none"""


class _Shipped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    shortcut: Line
    text: Note


@cache
def shipped_phrases() -> tuple[Phrase, ...]:
    """Return the phrases that come with the program, in their order."""
    words = tomllib.loads(resource("phrases", "sinh-hoat.toml").read_text(encoding="utf-8"))
    lines = msgspec.convert(words["phrase"], list[_Shipped])
    return tuple(
        Phrase(id=named_id(f"phrase:{line.shortcut}"), shortcut=line.shortcut, text=line.text, position=place)
        for place, line in enumerate(lines, start=1)
    )


def list_phrases(session: Session) -> tuple[Phrase, ...]:
    """Return the cell's phrases in their order: its own, or those shipped while it never changed one."""
    if session.setting(_OWN) != "1":
        return shipped_phrases()
    return tuple(sorted(session.book.find(Phrase), key=lambda phrase: (phrase.position, phrase.id)))


def new_phrase(session: Session, shortcut: str = "", text: str = "") -> Phrase:
    """Return a phrase placed last; not saved."""
    last = max((phrase.position for phrase in list_phrases(session)), default=0)
    return Phrase(id=session.new_id(), shortcut=shortcut, text=text, position=last + 1)


def save_phrase(session: Session, phrase: Phrase) -> Changed:
    """Keep a phrase, added or changed; raises UserError where its shortcut is none or another's."""
    tidy = msgspec.structs.replace(phrase, shortcut=clean_line(phrase.shortcut), text=phrase.text.strip("\n"))
    problem = phrase_problem(list_phrases(session), tidy)
    if problem:
        raise UserError(problem, "Hãy sửa rồi ghi lại.")
    return session.save(*_made_own(session, without=tidy), tidy, what="Sửa câu mẫu")


def remove_phrase(session: Session, phrase: Phrase) -> Changed:
    """Take a phrase out of the bank; can be undone."""
    return session.save(
        *_made_own(session, without=phrase),
        delete=(phrase,) if session.book.get(Phrase, phrase.id) is not None else (),
        what="Xóa câu mẫu",
    )


def _made_own(session: Session, *, without: Phrase) -> list[Record]:
    """Return the records that make the shipped phrases the cell's own, where they are not yet."""
    if session.setting(_OWN) == "1":
        return []
    shipped = [phrase for phrase in shipped_phrases() if phrase.id != without.id]
    return [setting(_OWN, "1"), *shipped]
