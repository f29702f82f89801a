"""Where the files that ship with the program lie: source tree, wheel or frozen folder."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resource_root() -> Path:
    """Return the folder that holds fonts, icons, rules and style."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent.parent
    candidates = [package / "_resources", package.parent / "resources"]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "resources")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError("resources")


def resource(*parts: str) -> Path:
    """Return the path of one shipped file."""
    return resource_root().joinpath(*parts)
