"""One change that a field of the form makes to a member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chibo_desktop.domain.members import Member

NAMELESS = "?"
"""the name of a member who has none yet and is therefore no record"""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a member; `key` names the field it comes from, and its draft."""

    key: str
    change: Callable[[Member], Member]
