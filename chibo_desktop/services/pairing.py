"""Cards and pairing: two books come to know each other's keys (ghép đôi)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from chibo_desktop.bundles.card import Card, read_card, write_card
from chibo_desktop.bundles.drives import card_name, safe_code
from chibo_desktop.bundles.format import CARD_SUFFIX, Kind
from chibo_desktop.bundles.identities import Identity, age_identity_file, fingerprint
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import read_limited
from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.cell import CellKind
from chibo_desktop.domain.partners import Partner, PartnerRole
from chibo_desktop.services.books import AGE_NAME, SEED_NAME
from chibo_desktop.services.outputs import write_out
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.errors import damaged


@dataclass(frozen=True, slots=True)
class CardPreview:
    """A card before a person said that its fingerprint is right."""

    card: Card
    fingerprint: tuple[str, ...]
    """six groups that both sides read aloud"""
    known: Partner | None
    """who this book is already paired with under the same identity"""

    @property
    def same_keys(self) -> bool:
        """Whether the card brings nothing new."""
        return self.known is not None and self.known.trusted and self.known.sign_key == self.card.sign_key


def identity_of(session: Session) -> Identity:
    """Return the book's own key pairs; raises DamagedError when they are not in it."""
    seed, age = session.book.secret(SEED_NAME), session.book.secret(AGE_NAME)
    if seed is None or age is None:
        raise damaged("thiếu khóa gửi nhận của sổ")
    return Identity(sign_seed=seed, age_secret=age.decode())


def my_card(session: Session) -> Card:
    """Return the card of this book."""
    cell, identity = session.cell(), identity_of(session)
    names = cell.name_on(session.clock.today())
    return Card(
        book_id=session.book.book_id,
        role=PartnerRole.OFFICE if cell.kind is CellKind.OFFICE else PartnerRole.CELL,
        name=names.name,
        commune=names.commune,
        code=safe_code(names.name),
        sign_key=identity.sign_public,
        age_recipient=identity.age_recipient,
        made_at=session.clock.now(),
    )


def my_card_file(session: Session) -> tuple[str, bytes]:
    """Return the name and the bytes of this book's card file."""
    card, identity = my_card(session), identity_of(session)
    return card_name(card.code, identity.key_id), write_card(identity, card, card_id=session.new_id())


def save_my_card(session: Session, target: Path) -> Path:
    """Write the card to a file, or under its own name into a folder; return where it is."""
    name, data = my_card_file(session)
    if target.is_dir():
        target /= name
    write_out(target, data, verify=True)
    return target


def card_in(path: Path) -> Card:
    """Read a card file; in a folder or drive, the one card that lies in it. Raises UserError."""
    if path.is_dir():
        found = sorted(path.glob(f"*{CARD_SUFFIX}"))
        if len(found) != 1:
            raise UserError(
                f"Trong {path} có {len(found)} thẻ." if found else f"Trong {path} không có thẻ nào.",
                f"Hãy chọn đúng tệp thẻ (đuôi {CARD_SUFFIX}).",
            )
        path = found[0]
    return read_card(read_limited(path, Kind.CARD.max_sealed))


def preview(session: Session, card: Card) -> CardPreview:
    """Say what pairing with a card would mean; raises UserError for a card of the wrong kind."""
    mine = my_card(session)
    if card.book_id == mine.book_id:
        raise UserError("Đây là thẻ của chính sổ này.", "Hãy chọn thẻ của bên kia.")
    if card.role is mine.role:
        said = "thẻ của một chi bộ khác" if card.role is PartnerRole.CELL else "thẻ của một đảng ủy khác"
        raise UserError(
            f"Đây là {said}.",
            "Chi bộ ghép với Đảng ủy xã, Đảng ủy xã ghép với chi bộ. Hãy chọn đúng thẻ.",
        )
    return CardPreview(card, card.fingerprint, session.book.get(Partner, partner_id(card.book_id)))


def partner_id(book_id: bytes) -> bytes:
    """Return the identity of the partner record of a book."""
    return named_id(f"partner:{book_id.hex()}")


def pair(session: Session, card: Card) -> Changed:
    """Trust a card after a person compared its fingerprint; replaces the keys of a known book."""
    preview(session, card)
    partner = Partner(
        id=partner_id(card.book_id),
        book_id=card.book_id,
        role=card.role,
        name=card.name,
        commune=card.commune,
        code=card.code,
        sign_key=card.sign_key,
        age_recipient=card.age_recipient,
        confirmed_at=_after_all(session, card.role),
    )
    return session.save(partner, what=f"Ghép với {card.name}")


def _after_all(session: Session, role: PartnerRole) -> datetime:
    """Return now, or the moment after the last pairing where the clock was set back since."""
    earlier = [p.confirmed_at for p in partners(session) if p.role is role and p.confirmed_at is not None]
    return max([session.clock.now(), *(moment + timedelta(seconds=1) for moment in earlier)])


def revoke(session: Session, partner: Partner) -> Changed:
    """Stop trusting a partner's keys (lost laptop, new keys to come)."""
    revoked = msgspec.structs.replace(partner, revoked_at=session.clock.now())
    return session.save(revoked, what=f"Thôi ghép với {partner.name}")


def partners(session: Session) -> list[Partner]:
    """Return everyone this book was ever paired with, by name."""
    return sorted(session.book.find(Partner), key=lambda p: (p.name, p.id))


def trusted_partners(session: Session, role: PartnerRole) -> list[Partner]:
    """Return the partners of a role whose keys are accepted."""
    return [p for p in partners(session) if p.role is role and p.trusted]


def office_of(session: Session) -> Partner | None:
    """Return the office a cell sends to: the one confirmed last."""
    found = trusted_partners(session, PartnerRole.OFFICE)
    return max(found, key=lambda p: str(p.confirmed_at), default=None)


def fingerprint_of(partner: Partner) -> tuple[str, ...]:
    """Return the six groups of a partner's keys."""
    return fingerprint(partner.sign_key, partner.age_recipient, partner.book_id)


def save_age_identity(session: Session, target: Path) -> None:
    """Write the age identity, so that an archive opens with the standard tools without this program."""
    text = age_identity_file(identity_of(session), session.clock.now())
    write_out(target, text.encode())
