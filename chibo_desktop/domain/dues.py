"""Dues by month: paid or not, and how much (đảng phí); nothing else is kept."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.records import Amount, Id, Record, kind

Month = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
""" "2026-11" """


@kind("dues")
class Dues(Record, frozen=True, kw_only=True):
    """One member's dues of one month (QĐ 01-QĐ/TW 03/02/2026; the amount is free)."""

    month: Month
    member_id: Id
    paid: bool = False
    amount: Amount | None = None
