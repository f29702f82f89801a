"""What the tests of books and papers share: a book with members, documents and files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec

from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.inspections import Inspection, InspectionForm
from chibo_desktop.domain.members import Member, Standing, StandingPeriod
from chibo_desktop.services import incoming, inspections, members
from chibo_desktop.services.session import Session

NAMES = ("Lò Văn An", "Cà Thị Ân", "Đặng Đức Bình", "Giàng A Chu", "Vàng A Dơ")


def add_people(session: Session, names: tuple[str, ...] = NAMES, since: date = date(2010, 1, 1)) -> list[Member]:
    made = []
    for name in names:
        member = msgspec.structs.replace(
            members.new_member(session),
            name=name,
            standings=(StandingPeriod(since=since, standing=Standing.FULL),),
        )
        members.save_member(session, member)
        made.append(member)
    return made


def add_inspection(session: Session, text: str, *, year: int = 2026, **changes: object) -> Inspection:
    blank = inspections.new_inspection(session, year)
    item = msgspec.structs.replace(blank, **({"text": text, "form": InspectionForm.INSPECTION} | changes))
    inspections.save_inspection(session, item)
    return item


def add_document(session: Session, symbol: str, title: str, **changes: object) -> IncomingDocument:
    blank = incoming.new_document(session)
    document = msgspec.structs.replace(blank, **({"symbol": symbol, "title": title} | changes))
    incoming.save_document(session, document)
    return document


def a_file(folder: Path, name: str = "huong-dan-42.pdf", data: bytes = b"%PDF-1.7 planted words 4711") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def naughty(folder: Path) -> list[str]:
    """The big list of naughty strings, those that leave something when cleaned."""
    found = json.loads((folder / "blns.json").read_text(encoding="utf-8"))
    return found if isinstance(found, list) else found["strings"]
