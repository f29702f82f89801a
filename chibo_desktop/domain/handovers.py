"""The book given from one secretary to the next (bàn giao)."""

from __future__ import annotations

from datetime import date

from chibo_desktop.domain.records import Id, Line, Note, Part, Record, Title, kind


class HandoverItem(Part, frozen=True, kw_only=True):
    """One thing given over."""

    text: Title
    amount: Line = ""
    note: Line = ""


@kind("handover")
class Handover(Record, frozen=True, kw_only=True):
    """Who gave the book to whom, with what, before whom."""

    date: date
    from_account_id: Id
    to_account_id: Id
    from_name: Line
    to_name: Line
    witness: Line = ""
    witness_office: Line = ""
    place: Line = ""
    items: tuple[HandoverItem, ...] = ()
    code: Line = ""
    """short code of the journal's head on that day"""
    note: Note = ""
