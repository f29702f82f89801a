"""The words of a review, which are sealed: sections, prompts, comments, conclusion (lời kiểm điểm)."""

from __future__ import annotations

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.text import clean, clean_line
from chibo_desktop.domain.reviews import ReviewPrompt, ReviewText, SectionText
from chibo_desktop.services.reviews import review_record
from chibo_desktop.services.sealed import read_text, require_right, sealed_record
from chibo_desktop.services.session import Changed, Session


def text_of(session: Session, review_id: bytes) -> ReviewText:
    """Return the words of a review, empty where none are written; raises UserError without the right."""
    return read_text(session, ReviewText, review_id) or ReviewText()


def save_text(session: Session, review_id: bytes, text: ReviewText, what: str = "Sửa bản kiểm điểm") -> Changed:
    """Seal the words of a review; raises UserError without the right or for a text that is too long."""
    require_right(session)
    review = review_record(session, review_id)
    tidy = _tidy(text)
    if not tidy.written and read_text(session, ReviewText, review_id) is None:
        return Changed()
    return session.save(review, sealed_record(session, review_id, tidy), what=what)


def save_section(session: Session, review_id: bytes, code: str, words: str) -> Changed:
    """Seal what stands under one heading."""
    return save_text(session, review_id, text_of(session, review_id).with_section(code, clean(words)))


def draft_place(review_id: bytes, code: str) -> str:
    """Return where a field of a review keeps what is being typed (sealed.save_draft)."""
    return f"review/{review_id.hex()}/{code}"


def _tidy(text: ReviewText) -> ReviewText:
    tidy = ReviewText(
        sections=tuple(
            SectionText(code=part.code, text=words) for part in text.sections if (words := clean(part.text))
        ),
        prompts=tuple(
            ReviewPrompt(by=clean_line(p.by), text=clean(p.text), answer=clean(p.answer))
            for p in text.prompts
            if clean(p.text) or clean(p.answer)
        ),
        comments=tuple(
            msgspec.structs.replace(
                c, author=clean_line(c.author), text=clean(c.text), acceptance=clean(c.acceptance)
            )
            for c in text.comments
            if clean(c.text) or clean(c.acceptance)
        ),
        conclusion=clean(text.conclusion),
    )
    try:
        return msgspec.convert(msgspec.to_builtins(tidy), type=ReviewText)
    except msgspec.ValidationError as error:
        raise UserError("Có phần kiểm điểm quá dài.", "Hãy rút ngắn rồi lưu lại.") from error
