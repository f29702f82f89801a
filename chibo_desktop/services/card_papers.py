"""Cards that travel: found on a drive, written to one, printed with their code picture (thẻ ghép đôi)."""

from __future__ import annotations

import base64
from pathlib import Path

from chibo_desktop.bundles.drives import ROOT, TO_OFFICE, Drive
from chibo_desktop.bundles.format import CARD_SUFFIX
from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.partners import PartnerRole
from chibo_desktop.domain.terms import label
from chibo_desktop.papers.card import render_card
from chibo_desktop.services import pairing
from chibo_desktop.services.pairing import CardPreview
from chibo_desktop.services.papers import save_paper
from chibo_desktop.services.session import Session

_MOST_FILES = 500


def find_cards(session: Session, place: Path) -> list[CardPreview]:
    """Return the other side's cards on a drive (or in one file), one for each pair of keys, by name.

    Own cards, cards of our own role and files that are no cards are passed over; a file chosen by
    hand is not: what is wrong with it is raised as UserError, as is a drive without any card.
    """
    if place.is_file():
        return [pairing.preview(session, pairing.card_in(place))]
    found: dict[bytes, CardPreview] = {}
    for folder in (place, place / ROOT, place / ROOT / TO_OFFICE):
        for path in _card_files(folder):
            try:
                seen = pairing.preview(session, pairing.card_in(path))
            except UserError:
                continue
            found[seen.card.sign_key] = seen
    if not found:
        other = "chi bộ" if session.is_office else "Đảng ủy xã"
        raise UserError(
            f"Không thấy thẻ của {other} trên USB.",
            f"Hãy cắm đúng USB, hoặc chọn tệp thẻ (đuôi {CARD_SUFFIX}) mà {other} đã đưa.",
        )
    return sorted(found.values(), key=lambda seen: (seen.card.name, seen.card.sign_key))


def _card_files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob(f"*{CARD_SUFFIX}"))[:_MOST_FILES]
    except OSError:
        return []


def put_my_card(session: Session, place: Path) -> Path:
    """Write this book's card to a drive, where the other side looks for it; return the file.

    A cell's lies with what goes up, the office's open in the drive's first folder. Raises UserError.
    """
    if not session.is_office:
        return Drive(place).put_for_office(*pairing.my_card_file(session))
    if not place.is_dir():
        raise UserError("Không thấy USB hoặc thư mục đã chọn.", "Cắm lại USB, chọn lại nơi ghi rồi làm lại.")
    return pairing.save_my_card(session, place)


def card_paper(session: Session) -> bytes:
    """Return the card as a PDF page; its picture holds the card file in base64."""
    card = pairing.my_card(session)
    _, data = pairing.my_card_file(session)
    role = label(PartnerRole.OFFICE if session.is_office else PartnerRole.CELL)
    picture = base64.b64encode(data).decode()
    return render_card(card.name, card.commune, role, card.fingerprint, picture, session.clock.today())


def suggested_card_name(session: Session) -> str:
    """Return a plain file name for the printed card: "the-chi-bo-ban-na-u.pdf"."""
    return f"the-{pairing.my_card(session).code}.pdf"


def save_card_paper(session: Session, target: Path) -> Path:
    """Write the printed card; a file open elsewhere is left and a new name taken. Raises UserError."""
    return save_paper(card_paper(session), target)
