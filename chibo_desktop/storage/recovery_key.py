"""The recovery key that is kept on paper (khóa phục hồi)."""

from __future__ import annotations

import hashlib
import hmac
import os

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RECOVERY_SYMBOLS = 26
_CHECK_SYMBOLS = 4
_GROUP = 5


def new_recovery_key() -> str:
    """Return 130 random bits as six groups of five, the last symbols a checksum."""
    number = int.from_bytes(os.urandom(17), "big") >> 6
    symbols = _symbols(number, _RECOVERY_SYMBOLS)
    return _grouped(symbols + _checksum(symbols))


def parse_recovery_key(text: str) -> str | None:
    """Return a recovery key in its one spelling, or None when it is not one (or mistyped)."""
    symbols = "".join(c for c in text.upper() if c.isalnum()).translate(_READ_AS)
    if len(symbols) != _RECOVERY_SYMBOLS + _CHECK_SYMBOLS or any(c not in _ALPHABET for c in symbols):
        return None
    body, check = symbols[:_RECOVERY_SYMBOLS], symbols[_RECOVERY_SYMBOLS:]
    return _grouped(symbols) if hmac.compare_digest(_checksum(body), check) else None


def _symbols(number: int, count: int) -> str:
    return "".join(_ALPHABET[(number >> 5 * i) & 31] for i in reversed(range(count)))


def _checksum(symbols: str) -> str:
    digest = hashlib.sha256(b"chibo recovery 1" + symbols.encode()).digest()
    return _symbols(int.from_bytes(digest[:3], "big") >> 4, _CHECK_SYMBOLS)


def _grouped(symbols: str) -> str:
    return "-".join(symbols[i : i + _GROUP] for i in range(0, len(symbols), _GROUP))
