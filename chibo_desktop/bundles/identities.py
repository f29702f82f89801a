"""A book's two key pairs: one signs, one opens (khóa của sổ)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import pyrage  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyrage import x25519

KEY_ID_SIZE = 16
_KEY_ID_TAG = b"chibo key 1"
_FINGERPRINT_TAG = b"chibo fingerprint 1"
_GROUPS = 6
_GROUP_DIGITS = 5


@dataclass(frozen=True)
class Recipient:
    """Who may open a bundle: the id of the signing key, and the age recipient."""

    key_id: bytes
    age_recipient: str

    @classmethod
    def of(cls, sign_public: bytes, age_recipient: str) -> Recipient:
        """Return the recipient with these two public keys, as a card or a partner names them."""
        return cls(key_id(sign_public), age_recipient)


@dataclass(frozen=True)
class Identity:
    """The secret halves: a 32-byte Ed25519 seed and an `AGE-SECRET-KEY-1...` text."""

    sign_seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)

    @classmethod
    def generate(cls) -> Identity:
        """Make a new identity from the operating system's randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw(), str(x25519.Identity.generate()))

    @cached_property
    def sign_public(self) -> bytes:
        """The Ed25519 public key, 32 bytes."""
        public = Ed25519PrivateKey.from_private_bytes(self.sign_seed).public_key()
        return public.public_bytes(Encoding.Raw, PublicFormat.Raw)

    @cached_property
    def age_recipient(self) -> str:
        """The X25519 recipient, `age1...`."""
        return str(x25519.Identity.from_str(self.age_secret).to_public())

    @property
    def key_id(self) -> bytes:
        """The id of the signing key."""
        return key_id(self.sign_public)

    @property
    def recipient(self) -> Recipient:
        """The public half, as somebody to seal for."""
        return Recipient(self.key_id, self.age_recipient)

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature."""
        return Ed25519PrivateKey.from_private_bytes(self.sign_seed).sign(data)


def key_id(sign_public: bytes) -> bytes:
    """Return the 16 bytes that name a signing key in headers."""
    return hashlib.sha256(_KEY_ID_TAG + sign_public).digest()[:KEY_ID_SIZE]


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the Ed25519 signature over the data is by this key; malformed keys verify nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_age_recipient(text: str) -> bool:
    """Whether the text is an X25519 recipient that something can be sealed for."""
    try:
        return str(x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def fingerprint(sign_public: bytes, age_recipient: str, book_id: bytes) -> tuple[str, ...]:
    """Return six groups of five digits (99 bits) that two people compare by reading aloud."""
    digest = hashlib.sha256(_FINGERPRINT_TAG + book_id + sign_public + age_recipient.encode()).digest()
    digits = str(int.from_bytes(digest, "big") % 10 ** (_GROUPS * _GROUP_DIGITS))
    digits = digits.zfill(_GROUPS * _GROUP_DIGITS)
    return tuple(digits[i : i + _GROUP_DIGITS] for i in range(0, len(digits), _GROUP_DIGITS))


def age_identity_file(identity: Identity, made_at: datetime) -> str:
    """Return the secret key as `age-keygen` writes it, so that `age -d -i` opens an extracted file."""
    return (
        f"# created: {made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
        f"# public key: {identity.age_recipient}\n"
        f"{identity.age_secret}\n"
    )
