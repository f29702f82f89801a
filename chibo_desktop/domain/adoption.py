"""What a vote makes of a resolution, and the number it bears from then on (thông qua nghị quyết)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, next_number
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.votes import Law, Matter, Vote, carries


def settled(resolution: Resolution, votes: Iterable[Vote], laws: Mapping[Matter, Law] | None = None) -> Resolution:
    """Return the resolution as its vote leaves it: adopted, rejected, or a draft without a vote taken."""
    vote = next((v for v in votes if v.id == resolution.vote_id), None)
    if vote is None or not vote.agree + vote.disagree + vote.other:
        return resolution
    state = ResolutionState.ADOPTED if carries(vote, laws) else ResolutionState.REJECTED
    return msgspec.structs.replace(resolution, state=state)


def number_of(resolution: Resolution, given: Iterable[DocumentNumber]) -> DocumentNumber | None:
    """Return the number a resolution bears, None while it has none."""
    return next((n for n in given if n.type is DocumentType.RESOLUTION and n.subject_id == resolution.id), None)


def settlement(
    *,
    cell: Cell,
    meeting: Meeting,
    resolutions: Iterable[Resolution],
    votes: Sequence[Vote],
    given: Sequence[DocumentNumber],
    new_id: Callable[[], bytes],
    laws: Mapping[Matter, Law] | None = None,
) -> list[Record]:
    """Return what is to be saved so that voted resolutions stand decided and adopted ones numbered.

    A number is given once: asked again for the same records it returns nothing new.
    """
    term = cell.term_on(meeting.date)
    name = term.name if term else ""
    known = list(given)
    records: list[Record] = []
    for resolution in sorted(resolutions, key=lambda r: r.id):
        after = settled(resolution, votes, laws)
        if after != resolution:
            records.append(after)
        if after.state is ResolutionState.ADOPTED and number_of(after, known) is None:
            number = DocumentNumber(
                id=new_id(), type=DocumentType.RESOLUTION, term=name,
                number=next_number(known, DocumentType.RESOLUTION, name), date=meeting.date,
                subject=after.title, subject_id=after.id,
            )  # fmt: skip
            known.append(number)
            records.append(number)
    return records
