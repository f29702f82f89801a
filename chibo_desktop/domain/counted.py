"""A number that knows what was counted (con số và những ghi chép đằng sau)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with the ids of what was counted."""

    ids: tuple[bytes, ...] = ()

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.ids)

    def share_of(self, whole: Counted) -> float | None:
        """Return the share of a whole in per cent; None of nothing."""
        return 100 * self.number / whole.number if whole.number else None


class Identified(Protocol):
    """Anything with an id of its own."""

    @property
    def id(self) -> bytes:
        """Its identifier."""


def counted(items: Iterable[Identified]) -> Counted:
    """Count items by their ids, in the order given."""
    return Counted(tuple(item.id for item in items))


def together(*parts: Counted) -> Counted:
    """Return several numbers as one."""
    return Counted(tuple(item for part in parts for item in part.ids))


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Return items in lists by key, each list in the order given."""
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found
