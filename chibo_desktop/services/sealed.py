"""Texts under the second key: read and written by who has it, nothing to anybody else (phần niêm phong)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from chibo_desktop.bundles import envelope
from chibo_desktop.bundles.format import BundleError
from chibo_desktop.bundles.identities import Recipient
from chibo_desktop.common.errors import DamagedError, UserError
from chibo_desktop.domain.records import Part
from chibo_desktop.domain.sealed import SealedText, SharedText
from chibo_desktop.services import pairing
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.errors import damaged
from chibo_desktop.storage.keyring import seal, unseal
from chibo_desktop.storage.mapper import refuse_invalid

P = TypeVar("P", bound=Part)
_DRAFTS = "sealed/"


def may_read(session: Session) -> bool:
    """Whether who opened the book has the second key (bí thư, phó bí thư, chi ủy viên, or the recovery key)."""
    return bool(session.sealed_keys)


def require_right(session: Session) -> None:
    """Raise UserError unless who opened the book has the second key."""
    if not may_read(session):
        raise UserError(
            "Phần này được niêm phong.",
            "Chỉ bí thư, phó bí thư, chi ủy viên mở được, bằng mật khẩu riêng của mình.",
        )


def read_text(session: Session, cls: type[P], record_id: bytes) -> P | None:
    """Return a record's sealed text, None where there is none.

    Raises UserError without the right, DamagedError for a text that is not as it was sealed.
    """
    return read_texts(session, cls, [record_id]).get(record_id)


def read_texts(session: Session, cls: type[P], ids: Iterable[bytes], *, broken: P | None = None) -> dict[bytes, P]:
    """Return the sealed texts of records, by id; those that have none are left out.

    `broken` stands for a text that cannot be opened, so that one does not close a whole list; without it
    raises DamagedError.
    """
    require_right(session)
    found = {}
    for item in session.book.find(SealedText, id=set(ids)):
        try:
            found[item.id] = _opened(session, cls, item)
        except DamagedError:
            if broken is None:
                raise
            found[item.id] = broken
    return found


def sealed_record(session: Session, record_id: bytes, text: Part) -> SealedText:
    """Return a record's text sealed with the newest key, to be saved together with the record.

    A text that is already so comes back as it lies in the book, so that it makes no new entry. Raises
    UserError for one that breaks its declaration: it could never be read again.
    """
    require_right(session)
    refuse_invalid(text)
    current = session.book.get(SealedText, record_id)
    if current is not None and _opened(session, type(text), current) == text:
        return current
    nonce, box = seal(session.sealed_keys[-1], msgspec.json.encode(text), _bound(session, record_id))
    return SealedText(id=record_id, key=len(session.sealed_keys), nonce=nonce, box=box)


def _opened(session: Session, cls: type[P], item: SealedText) -> P:
    plain = None
    if item.key <= len(session.sealed_keys):
        plain = unseal(session.sealed_keys[item.key - 1], item.nonce, item.box, _bound(session, item.id))
    if plain is None:
        raise damaged("một ghi chép niêm phong không mở được")
    try:
        return msgspec.json.decode(plain, type=cls)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Not as the cause: what msgspec says would carry the words on.
        raise damaged("một ghi chép niêm phong không đúng khuôn") from None


def _bound(session: Session, name: bytes) -> bytes:
    return b"chibo sealed 1\0" + session.book.book_id + name


# -- what is being typed ----------------------------------------------------------------------


def save_draft(session: Session, place: str, text: str) -> None:
    """Keep sealed words that are being typed; in the book they lie under the second key."""
    require_right(session)
    place = _DRAFTS + place
    nonce, box = seal(session.sealed_keys[-1], text.encode(errors="replace"), _bound(session, place.encode()))
    session.save_draft(place, base64.b64encode(nonce + box).decode())


def drafts(session: Session, prefix: str = "") -> dict[str, str]:
    """Return the sealed drafts whose place begins so; what no key of ours opens is left out."""
    require_right(session)
    found = {}
    for place, body in session.drafts(_DRAFTS + prefix).items():
        try:
            raw = base64.b64decode(body)
        except ValueError:
            continue
        for key in reversed(session.sealed_keys):
            plain = unseal(key, raw[:12], raw[12:], _bound(session, place.encode()))
            if plain is not None:
                # The filling is spaces: those a person typed at the very end of a draft go with it.
                found[place.removeprefix(_DRAFTS)] = plain.decode().rstrip(" ")
                break
    return found


def drop_drafts(session: Session, *places: str) -> None:
    """Forget sealed drafts that became records or were given up."""
    session.drop_drafts(*(_DRAFTS + place for place in places))


# -- what the commune may see -----------------------------------------------------------------


class _Shown(Part, frozen=True, kw_only=True):
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A text that was chosen for the commune."""

    id: bytes
    subject_id: bytes
    date: date
    title: str
    """empty where this book cannot open it: it is sealed to the office alone"""
    words: str


def share(session: Session, subject_kind: str, record_id: bytes, title: str, words: str) -> Changed:
    """Let the commune read a text: it is encrypted to the office's key and goes with the next sending.

    Raises UserError without the right, or when the cell is not paired.
    """
    require_right(session)
    office = pairing.office_of(session)
    if office is None:
        raise UserError(
            "Chi bộ chưa ghép với Đảng ủy xã nên chưa cho xã xem được.", "Hãy ghép ở mục Gửi và nhận trước."
        )
    data = msgspec.json.encode(_Shown(title=title, words=words))
    return session.record(
        SharedText(
            id=session.new_id(), subject_id=record_id, subject_kind=subject_kind, date=session.clock.today(),
            recipient_book=office.book_id,
            box=envelope.seal(data, [Recipient.of(office.sign_key, office.age_recipient)]),
        )
    )  # fmt: skip


def shared(session: Session, *, book: int = OWN) -> list[Shared]:
    """Return what was chosen for the commune, the oldest first; the office's book reads the words."""
    found = []
    for item in sorted(session.book.find(SharedText, book=book), key=lambda s: (s.date, s.id)):
        shown = _shown(session, item) if book != OWN else _Shown(title="", words="")
        found.append(Shared(item.id, item.subject_id, item.date, shown.title, shown.words))
    return found


def _shown(session: Session, item: SharedText) -> _Shown:
    try:
        plain = envelope.open_sealed(item.box, pairing.identity_of(session))
        return msgspec.json.decode(plain, type=_Shown)
    except (BundleError, msgspec.DecodeError, UnicodeDecodeError):
        return _Shown(title="Không mở được", words="Bản chi bộ gửi bị hỏng hoặc gửi cho nơi khác.")


def withdraw(session: Session, shared_id: bytes) -> Changed:
    """Take back a choice; what a drive has carried to the commune already cannot be fetched back."""
    require_right(session)
    item = session.book.get(SharedText, shared_id)
    return session.record(redact=[item]) if item is not None else Changed()
