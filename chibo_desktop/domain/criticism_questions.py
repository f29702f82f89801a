"""Guiding questions, and the words that empty criticism of its sense (câu hỏi gợi ý, lời hình thức)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from chibo_desktop.domain.criticism import CriticismForm, GuidedAnswer
from chibo_desktop.domain.records import Line


class FactKind(Enum):
    """What sort of thing the book knows of a member."""

    DUTY = "duty"
    ABSENCE = "absence"
    REMINDER = "reminder"
    PROMISE = "promise"
    """what was promised before and is not mended"""
    PRAISE = "praise"


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question; nobody has to answer it."""

    form: CriticismForm
    text: Line
    hint: Line = ""
    field: Literal["", "fix"] = ""
    """ "fix": its answer is what will be mended, not an answer of its own"""
    facts: tuple[FactKind, ...] = ()
    """what of the book is offered for it"""
    lines: Annotated[int, Meta(ge=1, le=12)] = 3
    """dotted lines on the printed sheet"""


class Formal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that say nothing by themselves, and how to say it better."""

    phrases: tuple[Line, ...]
    better: Line


class Tone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words about the person, and words that go too far."""

    attack: tuple[Line, ...] = ()
    sweeping: tuple[Line, ...] = ()


class Guide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that guides the writing of a note."""

    question: tuple[Question, ...] = ()
    formal: tuple[Formal, ...] = ()
    tone: Tone = Tone()

    def questions(self, form: CriticismForm) -> tuple[Question, ...]:
        """Return the questions of one form that have an answer of their own."""
        return tuple(q for q in self.question if q.form is form and not q.field)

    def fix_question(self, form: CriticismForm) -> Question | None:
        """Return the question whose answer is what will be mended."""
        return next((q for q in self.question if q.form is form and q.field == "fix"), None)


def guide_of(words: Mapping[str, Any]) -> Guide:
    """Return the guide from a TOML document; raises msgspec.ValidationError where it is not one."""
    return msgspec.convert(words, Guide)


def asked(guide: Guide, form: CriticismForm, answers: Sequence[GuidedAnswer]) -> tuple[tuple[Question, str], ...]:
    """Return the questions of a form with their answers.

    What was answered before the questions were changed comes after them.
    """
    given = {answer.question: answer.text for answer in answers}
    found = [(question, given.pop(question.text, "")) for question in guide.questions(form)]
    return (*found, *((Question(form, question), text) for question, text in given.items() if text))
