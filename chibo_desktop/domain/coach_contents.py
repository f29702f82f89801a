"""What the coach remarks on the words of a meeting: who spoke, what was copied, what was passed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from chibo_desktop.common.text import excerpt
from chibo_desktop.domain.attendance import is_present
from chibo_desktop.domain.coach_evidence import Contents, Evidence
from chibo_desktop.domain.duties import is_overdue
from chibo_desktop.domain.findings import Finding, Severity
from chibo_desktop.domain.likeness import likeness, mentions, shingles, words_of
from chibo_desktop.domain.meetings import AgendaPart, MeetingKind, Stage
from chibo_desktop.domain.proposals import ProposalState
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import comrade, percent, roman, short_date

ALIKE = 0.8
"""share of copied word triples from which minutes are called alike"""
ONE_VOICE = 0.6
"""share of all words spoken that one person should not exceed"""
_FEW_SPEAKERS = 2
_SMALL_ROOM = 5
_NAMED = 3
_HD42 = "HD 42-HD/BTCTW"
_SECTIONS = (AgendaPart.NEWS, AgendaPart.REVIEW, AgendaPart.IDEOLOGY, AgendaPart.PLAN)


def _and_more(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return "; ".join(names[:_NAMED]) + (f"; và {more} việc nữa" if more > 0 else "")


def voices(seen: Evidence) -> Iterable[Finding]:
    """Say when one or two people spoke, or one of them nearly alone (by words)."""
    speeches = [speech for speech in seen.contents.speeches if speech.text]
    if not speeches:
        return
    words: dict[bytes | str, int] = {}
    names: dict[bytes | str, str] = {}
    for speech in speeches:
        who = speech.member_id or speech.guest_id or speech.speaker
        words[who] = words.get(who, 0) + len(words_of(speech.text))
        names[who] = speech.speaker
    present = sum(is_present(row) for row in seen.rows)
    members = {speech.member_id for speech in speeches if speech.member_id is not None}
    if present >= _SMALL_ROOM and len(members) <= _FEW_SPEAKERS:
        yield Finding(
            Severity.WARNING,
            Stage.PROCEEDINGS,
            "speeches",
            f"Mới có {len(members)}/{present} đồng chí có mặt phát biểu.",
            f"{_HD42}; CT 50-CT/TW",
        )
        return
    most, total = max(words, key=lambda who: words[who]), sum(words.values())
    if total and len(words) > 1 and words[most] > ONE_VOICE * total:
        share = percent(words[most], total)
        yield Finding(
            Severity.HINT,
            Stage.PROCEEDINGS,
            "speeches",
            f"Ý kiến của {comrade(names[most])} chiếm {share} phần phát biểu; ghi thêm ý kiến đồng chí khác.",
            f"{_HD42}; CT 50-CT/TW",
        )


def alike(seen: Evidence) -> Iterable[Finding]:
    """Compare each part with the same part of the last meeting of this kind (see likeness)."""
    if seen.before is None:
        return
    when = short_date(seen.before.date)
    earlier = dict(_parts(seen.contents_before))
    for (words, stage, place), text in _parts(seen.contents):
        share = likeness(text, earlier.get((words, stage, place), ""))
        if share is not None and share >= ALIKE:
            yield Finding(
                Severity.WARNING,
                stage,
                place,
                f"{words} giống {int(100 * share)}% biên bản ngày {when}.",
                "CT 50-CT/TW",
            )


_Part = tuple[str, Stage, str]


def _parts(contents: Contents) -> Iterable[tuple[_Part, str]]:
    for number, part in enumerate(_SECTIONS, start=1):
        text = "\n".join(item.outcome for item in contents.agenda if item.part is part)
        yield (f"Phần {roman(number)} ({label(part).lower()})", Stage.PROCEEDINGS, "agenda"), text
    other = "\n".join(item.outcome for item in contents.agenda if item.part is AgendaPart.OTHER)
    yield ("Phần việc khác", Stage.PROCEEDINGS, "agenda"), other
    yield ("Phần phát biểu", Stage.PROCEEDINGS, "speeches"), "\n".join(s.text for s in contents.speeches)
    yield ("Phần kết luận", Stage.VOTING, "conclusions"), "\n".join(c.text for c in contents.conclusions)


def overdue_duties(seen: Evidence) -> Iterable[Finding]:
    """Name duties past their day of which nothing in this meeting speaks."""
    late = [duty for duty in seen.duties if is_overdue(duty, seen.meeting.date)]
    if not late or seen.meeting.kind is not MeetingKind.REGULAR:
        return
    told = seen.contents
    written = "\n".join(
        [
            *(f"{item.title}\n{item.outcome}" for item in told.agenda),
            *(speech.text for speech in told.speeches),
            *(conclusion.text for conclusion in told.conclusions),
        ]
    )
    pairs = shingles(words_of(written), 2)
    silent = [duty for duty in late if not mentions(pairs, duty.text)]
    if silent:
        silent.sort(key=lambda duty: (duty.due or date.max, duty.id))
        named = _and_more([excerpt(duty.text.rstrip(" .;,"), 60) for duty in silent])
        yield Finding(
            Severity.WARNING,
            Stage.PROCEEDINGS,
            "agenda",
            f"{len(silent)} nhiệm vụ quá hạn chưa được nhắc đến: {named}.",
            _HD42,
        )


def unanswered_proposals(seen: Evidence) -> Iterable[Finding]:
    """Name proposals of earlier meetings that have no answer yet."""
    waiting = [p for p in seen.proposals if p.state is ProposalState.OPEN]
    if waiting and seen.meeting.kind is MeetingKind.REGULAR:
        named = _and_more([excerpt(proposal.text.rstrip(" .;,"), 60) for proposal in waiting])
        yield Finding(
            Severity.HINT,
            Stage.VOTING,
            "proposals",
            f"{len(waiting)} kiến nghị từ những lần họp trước chưa trả lời: {named}.",
            _HD42,
        )
