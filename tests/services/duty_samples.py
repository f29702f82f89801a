"""Duties for the tests of their service and screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from chibo_desktop.domain.duties import Duty, DutySource
from chibo_desktop.domain.members import Member
from chibo_desktop.services import duties, members
from chibo_desktop.services.session import Session


def people(session: Session) -> dict[str, Member]:
    return {m.name: m for m in members.all_members(session)}


def give(session: Session, text: str, owner: str = "", due: date | None = None, **more: Any) -> Duty:
    owner_id = people(session)[owner].id if owner else None
    blank = replace(duties.new_duty(session, owner_id=owner_id), text=text, due=due)
    duty = replace(blank, **{"source": DutySource.OTHER, **more})
    duties.save_duty(session, duty)
    saved = session.book.get(Duty, duty.id)
    assert saved is not None
    return saved


def read(session: Session, duty: Duty) -> Duty:
    found = session.book.get(Duty, duty.id)
    assert found is not None
    return found
