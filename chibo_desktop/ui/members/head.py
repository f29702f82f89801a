"""What the head of the members' place shows for the page in front."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """What the screen's head shows: title, sentence, the red button and the way back."""

    title: str
    sentence: str
    primary: str
    action: Callable[[], None]
    icon_name: str
    enabled: bool = True
    shown: bool = True
    back: str = ""
    back_action: Callable[[], None] | None = None
