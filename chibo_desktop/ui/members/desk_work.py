"""What the members' place asks of the book; every function here runs on the book's worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.member_edits import with_role, with_standing
from chibo_desktop.domain.members import Member, Role, Standing
from chibo_desktop.services import members
from chibo_desktop.services.members import MemberRow
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.ui.members.edits import Edit

DRAFTS = "members/"
NEW = "new"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the place shows, read at one moment."""

    rows: tuple[MemberRow, ...]
    blank: Member
    """who would be added next"""
    undo_name: str | None
    drafts: Mapping[str, str] = field(default_factory=dict)
    """what was being typed when the program ended; read once"""

    def find(self, member_id: bytes) -> Member | None:
        """Return a member by identifier."""
        return next((row.member for row in self.rows if row.member.id == member_id), None)


@dataclass(frozen=True, slots=True)
class Saved:
    """A member after a save, the kinds it touched, and what the person may want to know."""

    changed: Changed
    snapshot: Snapshot
    member: Member
    same_name: Sequence[Member] = ()
    other_secretary: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, and how the place looks since."""

    changed: Changed
    snapshot: Snapshot
    what: str


def place(member_id: bytes | None, key: str = "") -> str:
    """Return where a field's draft is kept; None stands for the person who is no record yet."""
    return f"{DRAFTS}{member_id.hex() if member_id else NEW}/{key}"


def read(session: Session, *, with_drafts: bool = False) -> Snapshot:
    """Read the whole place."""
    return Snapshot(
        rows=tuple(members.list_members(session, gone=True)),
        blank=members.new_member(session),
        undo_name=session.undo_name,
        drafts=session.drafts(DRAFTS) if with_drafts else {},
    )


def save(session: Session, member_id: bytes, base: Member | None, edit: Edit) -> Saved:
    """Apply an edit to what the book holds now (or to `base`, who is no record yet) and save it.

    The drafts the edit came from are dropped. Raises UserError.
    """
    current = base or _find(session, member_id)
    if current is None:
        raise UserError("Đồng chí này không còn trong danh sách.", "Bấm Hoàn tác nếu vừa xóa nhầm, rồi ghi lại.")
    changed = members.save_member(session, edit.change(current))
    drop(session, member_id, edit.key)
    if base is not None:
        drop(session, None, "")
    saved = _find(session, member_id) or current
    return Saved(
        changed=changed,
        snapshot=read(session),
        member=saved,
        same_name=members.same_name(session, saved) if edit.key == "name" else (),
        other_secretary=_other_secretary(session, saved) if edit.key == "role" else "",
    )


def remove(session: Session, member: Member) -> tuple[Changed, Snapshot]:
    """Delete a member and what was being typed about them."""
    changed = members.delete_member(session, member)
    drop(session, member.id, "")
    return changed, read(session)


def undo(session: Session) -> Undone:
    """Take back the last act."""
    what = session.undo_name or ""
    changed = session.undo()
    return Undone(changed, read(session), what)


def _find(session: Session, member_id: bytes) -> Member | None:
    return next((m for m in members.all_members(session) if m.id == member_id), None)


def drop(session: Session, member_id: bytes | None, key: str) -> None:
    """Drop the draft of one field; an empty key, or one that ends in a stroke, drops all below it."""
    wanted = place(member_id, key)
    if not key or key.endswith("/"):
        found = session.drafts(wanted)
        if found:
            session.drop_drafts(*found)
    else:
        session.drop_drafts(wanted)


def _other_secretary(session: Session, member: Member) -> str:
    today = session.clock.today()
    if member.role_on(today) is not Role.SECRETARY:
        return ""
    rows = members.list_members(session, day=today)
    return next((r.member.name for r in rows if r.role is Role.SECRETARY and r.member.id != member.id), "")


def chosen_edits(drafts: Mapping[str, str], today: date) -> list[Edit]:
    """Return the edits of what had been chosen for somebody who had no name yet when the program ended."""
    edits = []
    standings = {standing.value: standing for standing in Standing}
    roles = {role.value: role for role in Role}
    standing = standings.get(drafts.get("standing", ""))
    if standing is not None:
        edits.append(Edit("standing", partial(with_standing, standing=standing, recognised=None, today=today)))
    role = roles.get(drafts.get("role", ""))
    if role is not None:
        edits.append(Edit("role", partial(with_role, role=role, since=today, today=today)))
    return edits
