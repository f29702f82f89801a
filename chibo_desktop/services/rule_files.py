"""Packs of either kind from a file of the committee above: of meetings, of reviews (tệp quy định)."""

from __future__ import annotations

from pathlib import Path

from chibo_desktop.domain.review_pack import ReviewPack, is_review_text
from chibo_desktop.domain.review_words import review_lines
from chibo_desktop.domain.rule_words import RuleLine
from chibo_desktop.domain.rules import RulePack
from chibo_desktop.services import review_packs, rules
from chibo_desktop.services.session import Changed, Session

AnyPack = RulePack | ReviewPack
_MOST = 240_000


def take_pack(session: Session, path: Path) -> tuple[AnyPack, Changed]:
    """Take a pack from a file into the book, by its id one of reviews or of meetings.

    Raises UserError with line and reason.
    """
    try:
        text = path.read_bytes()[:_MOST].decode("utf-8-sig", errors="replace")
    except OSError:
        text = ""
    if is_review_text(text):
        return review_packs.replace_review_pack(session, path)
    return rules.replace_pack(session, path)


def kept_packs(session: Session) -> list[AnyPack]:
    """Return the packs that came from above and are kept in the book."""
    shipped = {pack.id for pack in review_packs.shipped_review_packs()}
    meetings = [pack for pack in rules.packs(session) if not rules.is_shipped(pack)]
    return [*meetings, *(pack for pack in review_packs.review_packs(session) if pack.id not in shipped)]


def remove_pack(session: Session, pack: AnyPack) -> Changed:
    """Take a pack out of the book; raises UserError when something was held under it."""
    if isinstance(pack, ReviewPack):
        return review_packs.remove_review_pack(session, pack.id)
    return rules.remove_pack(session, pack.id)


def what_follows(pack: AnyPack) -> str:
    """Return what a pack that is in force now changes, in a sentence."""
    if isinstance(pack, ReviewPack):
        return "Kỳ kiểm điểm mở từ nay theo bộ này; kỳ đã mở giữ bộ cũ."
    return "Các buổi họp chưa chốt theo bộ này; buổi đã chốt giữ bộ cũ."


def what_is_left(pack: AnyPack) -> str:
    """Return what counts once a pack is taken out, in words."""
    if isinstance(pack, ReviewPack):
        return "kỳ kiểm điểm mở từ nay theo bộ có trước nó"
    return "các buổi họp chưa chốt theo bộ có trước nó"


def review_rule_lines(session: Session) -> tuple[RuleLine, ...]:
    """Return the rules of reviews in force today as sentences."""
    return review_lines(review_packs.review_pack_on(session, session.clock.today()))
