"""What a key slot gives: the book's key and the sealed keys, and texts under them (chùm khóa)."""

from __future__ import annotations

import os
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta

KEY_SIZE = 32
NONCE_SIZE = 12
_BLOCK = 256
"""texts are filled up to a multiple of it, so that a length tells little"""

Key = Annotated[bytes, Meta(min_length=KEY_SIZE, max_length=KEY_SIZE)]


class Keyring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys one way of opening gives."""

    book: Key
    former: Key | None = None
    """the book's key before, while the file may not have been rewritten under the new one yet"""
    sealed: tuple[Key, ...] = ()
    """keys of the sealed texts, the newest last; empty for who may not read them"""

    def __repr__(self) -> str:
        return f"Keyring(sealed={len(self.sealed)})"


def granted(ring: Keyring, public: bytes, bound: bytes) -> bytes:
    """Return a keyring that only the holder of the private key opens; `bound` says whose it is."""
    own = X25519PrivateKey.generate()
    ephemeral = own.public_key().public_bytes_raw()
    key = _agreed(own.exchange(X25519PublicKey.from_public_bytes(public)), ephemeral, public)
    # The key is used once, so a fixed nonce is a fresh one.
    return ephemeral + ChaCha20Poly1305(key).encrypt(bytes(NONCE_SIZE), msgspec.json.encode(ring), bound)


def opened(grant: bytes, private: bytes, bound: bytes) -> Keyring | None:
    """Return the keyring of a grant; None when it is not for this key or not as it was written."""
    own = X25519PrivateKey.from_private_bytes(private)
    ephemeral, box = grant[:KEY_SIZE], grant[KEY_SIZE:]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        key = _agreed(shared, ephemeral, own.public_key().public_bytes_raw())
        plain = ChaCha20Poly1305(key).decrypt(bytes(NONCE_SIZE), box, bound)
        return msgspec.json.decode(plain, type=Keyring)
    except (InvalidTag, ValueError, msgspec.DecodeError):
        return None


def _agreed(shared: bytes, ephemeral: bytes, public: bytes) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=ephemeral + public, info=b"chibo grant 2")
    return kdf.derive(shared)


def new_private_key() -> bytes:
    """Return the private half of a new pair."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """Return the public half of a pair."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(key: bytes, words: bytes, bound: bytes) -> tuple[bytes, bytes]:
    """Encrypt a text; return nonce and box. `bound` names what it belongs to."""
    nonce = os.urandom(NONCE_SIZE)
    filled = words + b" " * (-len(words) % _BLOCK)
    return nonce, ChaCha20Poly1305(_text_key(key)).encrypt(nonce, filled, bound)


def unseal(key: bytes, nonce: bytes, box: bytes, bound: bytes) -> bytes | None:
    """Return a text (spaces may follow it); None when key, place or bytes are not those it was sealed with."""
    try:
        return ChaCha20Poly1305(_text_key(key)).decrypt(nonce, box, bound)
    except (InvalidTag, ValueError):
        return None


def _text_key(key: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=None, info=b"chibo sealed text 1").derive(key)
