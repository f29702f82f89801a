"""The four levels of a year, a quarter or a duty (mức xếp loại)."""

from __future__ import annotations

from enum import Enum


class YearRating(Enum):
    """QĐ 366-QĐ/TW Điều 11; duties are judged by the same four."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    FAILED = "failed"
