"""Identifiers: 16 random bytes, passed in as a source so that tests can repeat them."""

from __future__ import annotations

import hashlib
import os
from typing import Protocol

ID_SIZE = 16


class IdSource(Protocol):
    """Give identifiers that no other book will give."""

    def new(self) -> bytes:
        """Return 16 fresh bytes."""
        ...


class RandomIds:
    """Identifiers from the operating system's randomness."""

    def new(self) -> bytes:
        """Return 16 random bytes."""
        return os.urandom(ID_SIZE)


def named_id(name: str) -> bytes:
    """Return the identifier of the one record that bears a fixed name, such as a setting."""
    return hashlib.sha256(b"chibo name 1\0" + name.encode()).digest()[:ID_SIZE]
