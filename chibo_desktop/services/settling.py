"""What closing a meeting fixes besides the minutes: its score sheet and its resolutions (khi chốt)."""

from __future__ import annotations

from dataclasses import replace as with_changes

import msgspec

from chibo_desktop.domain.adoption import settlement
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.numbering import DocumentNumber
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.scoring import as_lines
from chibo_desktop.services.meeting_view import MeetingView
from chibo_desktop.services.score_facts import scored_of
from chibo_desktop.services.session import Session


def settled_with(session: Session, view: MeetingView, meeting: Meeting) -> tuple[Meeting, list[Record]]:
    """Return the meeting with its score, and the records to save with its closing.

    `meeting` is the meeting as it will be closed, its end time known. Points computed so far are
    written down with their explanation; resolutions whose vote carried are adopted and numbered once.
    """
    records: list[Record] = []
    if view.score_sheet is not None:
        sheet = scored_of(session, with_changes(view, meeting=msgspec.structs.replace(meeting, closing=None)))
        records.append(msgspec.structs.replace(view.score_sheet, frame=sheet.frame.id, lines=as_lines(sheet)))
        if sheet.frame.scored:
            score = sheet.total if sheet.complete else None
            meeting = msgspec.structs.replace(meeting, score=score, level=sheet.level)
    settled = settlement(
        cell=view.cell, meeting=meeting, resolutions=view.resolutions, votes=view.votes,
        given=session.book.find(DocumentNumber), new_id=session.new_id, laws=view.pack.votes,
    )  # fmt: skip
    adopted = [r for r in settled if isinstance(r, Resolution) and r.state is ResolutionState.ADOPTED]
    if adopted:
        loose = [duty for duty in view.duties if duty.resolution_id is None]
        settled += [msgspec.structs.replace(duty, resolution_id=adopted[0].id) for duty in loose]
    return meeting, records + settled
