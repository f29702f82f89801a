"""Records and rules of a party cell; knows no file, clock, screen or database.

Importing the package enters every kind of record in the register.
"""

from chibo_desktop.domain import (
    cell,
    corrections,
    duties,
    meetings,
    members,
    mentions,
    numbering,
    partners,
    phrases,
    proposals,
    resolutions,
    score_sheets,
    settings,
    thematic,
    votes,
)

__all__ = [
    "cell",
    "corrections",
    "duties",
    "meetings",
    "members",
    "mentions",
    "numbering",
    "partners",
    "phrases",
    "proposals",
    "resolutions",
    "score_sheets",
    "settings",
    "thematic",
    "votes",
]
