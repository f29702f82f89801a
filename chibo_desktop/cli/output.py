"""What the command line writes: words on the screen, or one JSON document."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chibo_desktop.common.errors import UserError


class WrongUsageError(UserError):
    """A command that lacks what only some of its papers need."""

    exit_code = 2


@dataclass(slots=True)
class Answer:
    """What a command has to say; `data` is the JSON document, `lines` the same for people."""

    data: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """sentences for standard error"""
    code: int = 0

    def say(self, line: str = "") -> None:
        """Add a line for people."""
        self.lines.append(line)

    def warn(self, sentence: str) -> None:
        """Add a sentence for standard error."""
        self.warnings.append(sentence)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Add aligned columns."""
        texts = [list(headings), *([str(cell) for cell in row] for row in rows)]
        widths = [max(len(row[i]) for row in texts) for i in range(len(headings))]
        for row in texts:
            self.say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def write(answer: Answer, *, as_json: bool) -> None:
    """Write an answer to standard output and its warnings to standard error."""
    for sentence in answer.warnings:
        print(sentence, file=sys.stderr)
    if as_json:
        json.dump(answer.data, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        for line in answer.lines:
            print(line)
    sys.stdout.flush()


def complain(title: str, remedy: str = "") -> None:
    """Write what happened and the next step to standard error."""
    print(f"{title} {remedy}".rstrip(), file=sys.stderr)


def use_utf8() -> None:
    """Write UTF-8 also where the console's code page has no Vietnamese (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
