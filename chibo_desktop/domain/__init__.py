"""Records and rules of a party cell; knows no file, clock, screen or database.

Importing the package enters every kind of record in the register.
"""

from chibo_desktop.domain import (
    cell,
    duties,
    meetings,
    members,
    numbering,
    partners,
    resolutions,
    settings,
    votes,
)

__all__ = [
    "cell",
    "duties",
    "meetings",
    "members",
    "numbering",
    "partners",
    "resolutions",
    "settings",
    "votes",
]
