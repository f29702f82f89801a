"""Settings that belong to the book and travel with it."""

from __future__ import annotations

from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.records import Line, Note, Record, kind


@kind("setting")
class Setting(Record, frozen=True, kw_only=True):
    """One value under its name; its id follows from the name, so there is one of each."""

    name: Line
    value: Note


def setting(name: str, value: str) -> Setting:
    """Return the setting record of that name."""
    return Setting(id=named_id(f"setting:{name}"), name=name, value=value)
