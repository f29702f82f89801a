"""The one kind of error a person can act on."""

from __future__ import annotations


class UserError(Exception):
    """Say what happened (`title`) and the one next step (`remedy`), in Vietnamese.

    Anything else that is raised is a bug.
    """

    exit_code = 1

    def __init__(self, title: str, remedy: str) -> None:
        super().__init__(f"{title} {remedy}")
        self.title = title
        self.remedy = remedy


class DamagedError(UserError):
    """The book, its keys or a file that came in is not as it was written."""

    exit_code = 3


class WrongPasswordError(UserError):
    """No key slot opens with what was typed."""

    exit_code = 4


class CancelledError(Exception):
    """The person stopped a long job; nothing was changed."""
