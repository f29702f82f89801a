"""A book's card: its names and public keys, signed by itself, for pairing (thẻ ghép đôi)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chibo_desktop.bundles.envelope import build_container, make_header, read_outer, signature_holds
from chibo_desktop.bundles.format import FORMAT, BundleError, Kind, Reason
from chibo_desktop.bundles.identities import Identity, fingerprint, is_age_recipient
from chibo_desktop.bundles.strict_json import decode
from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.partners import Key, PartnerRole
from chibo_desktop.domain.records import Id, Line, Title

Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z")]
AgeRecipient = Annotated[str, Meta(min_length=62, max_length=62, pattern=r"^age1[a-z0-9]+\Z")]


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who a book is, as it says itself; trusted only after the fingerprint was read aloud."""

    book_id: Id
    role: PartnerRole
    name: Title
    commune: Line = ""
    code: Code
    sign_key: Key
    age_recipient: AgeRecipient
    made_at: Annotated[datetime, Meta(tz=True)]

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The six groups that both sides compare."""
        return fingerprint(self.sign_key, self.age_recipient, self.book_id)


_encoder = msgspec.json.Encoder(order="deterministic")


def write_card(identity: Identity, card: Card, *, card_id: bytes) -> bytes:
    """Return the card as a signed, unsealed file; `card_id` is 16 fresh bytes.

    Raises ValueError when the card names other keys than the identity's.
    """
    if (card.sign_key, card.age_recipient) != (identity.sign_public, identity.age_recipient):
        raise ValueError("the card is not of this identity")
    header = make_header(Kind.CARD, card_id, identity, (), card.made_at)
    data = build_container(header, _encoder.encode(card), identity)
    read_card(data)
    return data


def read_card(data: bytes) -> Card:
    """Read a card whose own signature holds; this proves possession of the keys, not who holds them.

    Raises BundleError.
    """
    outer = read_outer(data)
    if outer.header.kind is not Kind.CARD:
        raise BundleError(Reason.WRONG_KIND, outer.header.kind.value)
    if not signature_holds(outer):
        raise BundleError(Reason.BAD_SIGNATURE)
    newer = outer.header.format > FORMAT
    card = decode(outer.payload, Card, Kind.CARD.max_sealed, Reason.BAD_MANIFEST, newer=newer)
    if card.sign_key != outer.header.sender_key:
        raise BundleError(Reason.BAD_MANIFEST, "signed by another key than the card's")
    if outer.header.recipient_key_ids or not is_age_recipient(card.age_recipient):
        raise BundleError(Reason.BAD_MANIFEST, "recipient")
    if any(clean_line(text) != text for text in (card.name, card.commune)):
        raise BundleError(Reason.BAD_MANIFEST, "unprintable characters in a name")
    return card
