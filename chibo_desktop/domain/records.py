"""What a record is, and the register of all kinds the book keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
Line = Annotated[str, Meta(max_length=200)]
Title = Annotated[str, Meta(min_length=1, max_length=300)]
Note = Annotated[str, Meta(max_length=4_000)]
LongText = Annotated[str, Meta(max_length=60_000)]
Count = Annotated[int, Meta(ge=0, le=10_000)]
Position = Annotated[int, Meta(ge=0, le=100_000)]
Year = Annotated[int, Meta(ge=1930, le=2200)]
Amount = Annotated[int, Meta(ge=0, le=1_000_000_000)]
"""đồng"""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One small value of the book; `id` is its own, book and revision are kept beside it."""

    id: Id


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value inside a record, without an identity of its own."""


class Dated(Part, frozen=True, kw_only=True):
    """Something true from a day on, to `until` (the last day, inclusive) or for good."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it is true on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


R = TypeVar("R", bound=Record)

_kinds: dict[str, type[Record]] = {}
_names: dict[type[Record], str] = {}
_private: set[str] = set()

KINDS: Mapping[str, type[Record]] = MappingProxyType(_kinds)


def kind(name: str, *, private: bool = False) -> Callable[[type[R]], type[R]]:
    """Enter a record class in the register under its name in journal and tables.

    The bodies of a private kind stay in the book: what is sent carries their digests only.
    """

    def enter(cls: type[R]) -> type[R]:
        _kinds[name] = cls
        _names[cls] = name
        if private:
            _private.add(name)
        return cls

    return enter


def kind_of(item: Record | type[Record]) -> str:
    """Return the name under which a record (or its class) is kept."""
    return _names[item if isinstance(item, type) else type(item)]


def is_private(name: str) -> bool:
    """Whether the bodies of a kind never leave the book."""
    return name in _private


def at(values: tuple[D, ...], day: date) -> D | None:
    """Return what is true on a day; of several, the one that began last, of one day the one written last."""
    found = [value for value in reversed(values) if value.covers(day)]
    return max(found, key=lambda value: value.since) if found else None


D = TypeVar("D", bound=Dated)
