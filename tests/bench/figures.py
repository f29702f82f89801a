"""Measuring and printing: every figure stands beside a baseline of the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Return the median time of a piece of work."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def heading(words: str) -> None:
    """Begin a group of figures."""
    print(f"\n{words}")


def figure(name: str, value: float, unit: str, baseline: float | None = None, against: str = "") -> None:
    """Print one figure and how many times its baseline it is."""
    line = f"  {name:<46} {value:>10.1f} {unit:<4}"
    if baseline:
        line += f"  = {value / baseline:>7.2f} x {against} ({baseline:.1f} {unit})"
    print(line, flush=True)
