"""A draft of the next agenda, made by rules from what is open, each line with its reason (gợi ý chương trình)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from chibo_desktop.common.text import clean_line, fold, name_key
from chibo_desktop.domain.agenda import AgendaLine
from chibo_desktop.domain.duties import OPEN, Duty, DutySource, given_day, is_overdue
from chibo_desktop.domain.incoming import IncomingDocument
from chibo_desktop.domain.meetings import AgendaItem, AgendaPart, Meeting, MeetingKind
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.targets import Target, TargetState, state_on
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.thematic import Theme, ThemeState
from chibo_desktop.domain.wording import comrade, roman, short_date

MONTHLY = frozenset({MeetingKind.REGULAR, MeetingKind.COMMITTEE, MeetingKind.GROUP})
"""kinds whose agenda follows up what is open; the others have a matter of their own"""
THEMATIC_BASIS = "CT 50-CT/TW mục 2"
_TITLE_LIMIT = 300
_NAMED = 4
"""how many people or papers a line names before it says how many more there are"""
_SYMBOL = re.compile(
    r"(?<![\w/-])\d{1,4}(?:/\d{4})?[-/][A-ZĐ]{2,5}\d{0,2}(?:[-/][A-ZĐ][A-ZĐa-zđ0-9]{0,9})*(?![\w/-])"
)
_OWN_BODY = "/CB"
_ORDER = {part: place for place, part in enumerate(AgendaPart)}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line that the draft proposes, and why; it can be taken or left."""

    key: str
    """the same for the same reason, however its numbers change"""
    part: AgendaPart
    title: str
    reason: str
    minutes: int
    person: str = ""
    papers: str = ""
    needs_vote: bool = False
    usual: bool = False
    """whether it comes from the usual agenda of the kind"""
    stem: str = ""
    """the folded words by which a line of the agenda is known to be this one"""


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenMatters:
    """What the book says on the day an agenda is drafted for."""

    kind: MeetingKind
    day: date
    template: Sequence[AgendaLine] = ()
    chair: str = ""
    names: Mapping[bytes, str] = field(default_factory=dict)
    """members by id"""
    meetings: Sequence[Meeting] = ()
    duties: Sequence[Duty] = ()
    resolutions: Sequence[Resolution] = ()
    targets: Sequence[Target] = ()
    proposals: Sequence[Proposal] = ()
    mentions: Sequence[Mention] = ()
    themes: Sequence[Theme] = ()
    incoming: Sequence[IncomingDocument] = ()
    texts: Sequence[tuple[bytes, str]] = ()
    """what was written at earlier meetings: meeting and text"""


def quarter_of(day: date) -> int:
    """Return the quarter of the year, 1 to 4."""
    return (day.month - 1) // 3 + 1


def draft_agenda(open_matters: OpenMatters) -> tuple[Suggestion, ...]:
    """Return the whole draft in the order of the minutes' parts; the same matters give the same draft."""
    matters = open_matters
    usual = [_usual(line, matters) for line in matters.template]
    added: list[Suggestion] = []
    if matters.kind in MONTHLY:
        added = [
            *_incoming(matters), *_documents(matters), *_duties(matters), *_resolutions(matters),
            *_reminders(matters), *_themes(matters), *_proposals(matters),
        ]  # fmt: skip
    elif matters.kind is MeetingKind.THEMATIC:
        usual = _with_theme(usual, matters)
    ordered = list(usual)
    for suggestion in added:
        ordered.insert(place_for([(s.part, s.needs_vote) for s in ordered], suggestion.part), suggestion)
    return tuple(ordered)


def missing(draft: Iterable[Suggestion], agenda: Iterable[AgendaItem]) -> tuple[Suggestion, ...]:
    """Return what of a draft is not on the agenda yet."""
    have = [fold(item.title) for item in agenda]
    return tuple(s for s in draft if not any(title.startswith(s.stem) for title in have))


def place_for(lines: Sequence[tuple[AgendaPart, bool]], part: AgendaPart) -> int:
    """Return where a new line of a part goes among (part, whether it is voted on): after its part.

    A last line that is voted on, the conclusion, stays last.
    """
    end = len(lines) - 1 if lines and lines[-1][1] else len(lines)
    after = [place for place, (other, _) in enumerate(lines[:end], start=1) if _ORDER[other] <= _ORDER[part]]
    return max(after, default=0)


def mentioned_documents(text: str) -> tuple[str, ...]:
    """Return the symbols of papers a text names, such as 50-CT/TW, the cell's own left out."""
    found = (match[0] for match in _SYMBOL.finditer(text))
    return tuple(dict.fromkeys(symbol for symbol in found if not symbol.endswith(_OWN_BODY)))


# -- the rules, one each --------------------------------------------------------------------------


def _usual(line: AgendaLine, matters: OpenMatters) -> Suggestion:
    return Suggestion(
        key=f"usual:{fold(line.title)}",
        part=line.part,
        title=line.title,
        reason=f"theo chương trình thường dùng của {_lower(label(matters.kind))}",
        minutes=line.minutes,
        person=matters.chair if line.by_chair else "",
        needs_vote=line.needs_vote,
        usual=True,
        stem=fold(line.title),
    )


def _last(matters: OpenMatters) -> Meeting | None:
    """Return the meeting before, of the kind whose minutes follow up: a regular one, or the group's."""
    kind = MeetingKind.GROUP if matters.kind is MeetingKind.GROUP else MeetingKind.REGULAR
    before = [m for m in matters.meetings if m.kind is kind and m.date < matters.day]
    return max(before, key=lambda m: (m.date, m.id), default=None)


def _incoming(matters: OpenMatters) -> list[Suggestion]:
    """Return a line for each document received and not made known yet, the oldest first, the rest in one."""
    waiting = [d for d in matters.incoming if d.meeting_id is None and (d.received_on or date.min) <= matters.day]
    waiting.sort(key=lambda d: (d.received_on or date.max, d.id))
    one_by_one = waiting if len(waiting) <= _NAMED else waiting[: _NAMED - 1]
    found = []
    for document in one_by_one:
        came = f"nhận ngày {short_date(document.received_on)} mà" if document.received_on else "đã nhận mà"
        name = clean_line(f"{document.symbol} {document.title}")
        found.append(
            _suggest(
                f"incoming:{document.id.hex()}", AgendaPart.NEWS, f"Quán triệt: {name}", "",
                f"vì văn bản này {came} chi bộ chưa quán triệt", 5, matters.chair, papers=document.symbol,
            )
        )  # fmt: skip
    if rest := waiting[len(one_by_one) :]:
        names = [clean_line(d.symbol) or clean_line(d.title) for d in rest]
        found.append(
            _suggest(
                "incoming:rest", AgendaPart.NEWS, "Quán triệt các văn bản đến khác", _listed(names, "văn bản"),
                f"vì còn {len(rest)} văn bản đã nhận mà chi bộ chưa quán triệt", 10, matters.chair,
                papers=", ".join(names[:_NAMED]),
            )
        )  # fmt: skip
    return found


def _documents(matters: OpenMatters) -> list[Suggestion]:
    last = _last(matters)
    days = {m.id: m.date for m in matters.meetings}
    told = last.date if last else date.min
    here = [(days[i], words) for i, words in matters.texts if i in days and days[i] < matters.day]
    known = {s for day, words in here if day <= told for s in mentioned_documents(words)}
    known |= {d.symbol for d in matters.incoming}
    new: dict[str, date] = {}
    for day, words in sorted(here):
        if day > told:
            for symbol in mentioned_documents(words):
                if symbol not in known:
                    new.setdefault(symbol, day)
    if not new:
        return []
    symbols = list(new)
    return [
        _suggest(
            "documents", AgendaPart.NEWS, "Quán triệt văn bản mới", _listed(symbols, "văn bản"),
            f"vì {len(symbols)} văn bản được nhắc đến từ ngày {short_date(min(new.values()))} "
            "mà chi bộ chưa quán triệt",
            5 * min(len(symbols), 3), matters.chair, papers=", ".join(symbols[:_NAMED]),
        )
    ]  # fmt: skip


def _given_before(matters: OpenMatters) -> list[Duty]:
    """Return the open duties of every source given before the day; whose day nobody wrote count too."""
    days = {m.id: m.date for m in matters.meetings}
    return [d for d in matters.duties if d.state in OPEN and (given_day(d, days) or date.min) < matters.day]


def _duties(matters: OpenMatters) -> list[Suggestion]:
    open_now = _given_before(matters)
    resolved = {r.id for r in matters.resolutions}
    overdue = [d for d in open_now if is_overdue(d, matters.day)]
    others = [d for d in open_now if not is_overdue(d, matters.day) and d.resolution_id not in resolved]
    found = []
    if overdue:
        oldest = min(d.due for d in overdue if d.due is not None)
        found.append(
            _suggest(
                "duties:overdue", AgendaPart.REVIEW, "Kiểm điểm nhiệm vụ quá hạn", _owners(overdue, matters),
                f"vì {len(overdue)} nhiệm vụ quá hạn tính đến ngày họp, hạn sớm nhất {short_date(oldest)}",
                min(5 * len(overdue), 20), matters.chair,
            )
        )  # fmt: skip
    if others:
        found.append(
            _suggest(
                "duties:open", AgendaPart.REVIEW, "Báo cáo tiến độ nhiệm vụ đã giao", _owners(others, matters),
                f"vì {len(others)} nhiệm vụ đã giao còn đang làm{_of_plan(others)}",
                min(3 * len(others), 15), "",
            )
        )  # fmt: skip
    return found


def _of_plan(duties: Sequence[Duty]) -> str:
    planned = sum(d.source is DutySource.PLAN for d in duties)
    return f", trong đó {planned} việc theo phân công năm" if planned else ""


def _resolutions(matters: OpenMatters) -> list[Suggestion]:
    left = Counter(d.resolution_id for d in _given_before(matters))
    late = Counter(d.resolution_id for d in _given_before(matters) if is_overdue(d, matters.day))
    short = Counter(t.resolution_id for t in matters.targets if state_on(t, matters.day) is TargetState.OPEN)
    found = []
    for resolution in sorted(matters.resolutions, key=lambda r: (r.date, r.id)):
        duties, targets = left[resolution.id], short[resolution.id]
        if not duties + targets or resolution.date >= matters.day:
            continue
        tail = f", trong đó {late[resolution.id]} việc quá hạn" if late[resolution.id] else ""
        name = clean_line(resolution.title)
        parts = [f"{duties} việc chưa xong"] if duties else []
        parts += [f"{targets} chỉ tiêu chưa đạt"] if targets else []
        told = [f"{parts[0]}{tail}", *parts[1:]]
        found.append(
            _suggest(
                f"resolution:{resolution.id.hex()}", AgendaPart.REVIEW, f"Rà soát nghị quyết “{name}”",
                ", ".join(parts), f"vì nghị quyết ngày {short_date(resolution.date)} còn {'; '.join(told)}",
                5, matters.chair,
            )
        )  # fmt: skip
    return found


def _reminders(matters: OpenMatters) -> list[Suggestion]:
    last = _last(matters)
    if last is None:
        return []
    said = [m for m in matters.mentions if m.meeting_id == last.id and m.kind is MentionKind.REMINDER]
    people = sorted({m.member_id for m in said if m.member_id in matters.names}, key=lambda i: _by_name(i, matters))
    if not people:
        return []
    names = [comrade(matters.names[member]) for member in people]
    return [
        _suggest(
            "reminders", AgendaPart.IDEOLOGY, "Kết quả khắc phục sau nhắc nhở", _listed(names, "đồng chí"),
            f"vì {len(people)} đồng chí được nhắc nhở tại cuộc họp ngày {short_date(last.date)}",
            min(5 * len(people), 15), "",
        )
    ]  # fmt: skip


def _proposals(matters: OpenMatters) -> list[Suggestion]:
    days = {m.id: m.date for m in matters.meetings}
    made = {p.id: p.received_on or days.get(p.meeting_id or b"", date.max) for p in matters.proposals}
    waiting = [p for p in matters.proposals if p.state is not ProposalState.ANSWERED and made[p.id] < matters.day]
    if not waiting:
        return []
    waiting.sort(key=lambda p: (made[p.id], p.position, p.id))
    asked = [comrade(p.by) if p.member_id is not None else clean_line(p.by) for p in waiting if clean_line(p.by)]
    people = list(dict.fromkeys(asked))
    oldest = made[waiting[0].id]
    return [
        _suggest(
            "proposals", AgendaPart.OTHER, "Trả lời kiến nghị", _listed(people, "người khác"),
            f"vì {len(waiting)} kiến nghị chưa trả lời, sớm nhất từ ngày {short_date(oldest)}",
            min(5 * len(waiting), 15), matters.chair,
        )
    ]  # fmt: skip


def _themes(matters: OpenMatters) -> list[Suggestion]:
    day = matters.day
    quarter = quarter_of(day)
    name = f"quý {roman(quarter)}"
    of_quarter = [
        m for m in matters.meetings
        if m.kind is MeetingKind.THEMATIC and m.date.year == day.year and quarter_of(m.date) == quarter
    ]  # fmt: skip
    themes = [t for t in _planned(matters) if t.meeting_id is None]
    lacking = f"{name} chưa có sinh hoạt chuyên đề ({THEMATIC_BASIS})"
    found = [
        _suggest(
            f"theme:{theme.id.hex()}", AgendaPart.PLAN, f"Chuẩn bị sinh hoạt chuyên đề “{clean_line(theme.topic)}”",
            "", f"vì chuyên đề này có trong kế hoạch {name}" + ("" if of_quarter else f", {lacking}"),
            5, matters.names.get(theme.author_id or b"", ""),
        )
        for theme in themes
    ]  # fmt: skip
    if not of_quarter and not themes:
        found.append(
            _suggest(
                f"thematic:{day.year}-{quarter}", AgendaPart.PLAN, f"Thống nhất chuyên đề {name}",
                "tên chuyên đề, người soạn, ngày sinh hoạt", f"vì {lacking}, kế hoạch năm cũng chưa ghi",
                5, matters.chair,
            )
        )  # fmt: skip
    return found


def _planned(matters: OpenMatters) -> list[Theme]:
    """Return the themes of the quarter that are still to be held."""
    when = matters.day.year, quarter_of(matters.day)
    themes = [t for t in matters.themes if (t.year, t.quarter) == when and t.state is not ThemeState.HELD]
    return sorted(themes, key=lambda t: (fold(t.topic), t.id))


def _with_theme(usual: list[Suggestion], matters: OpenMatters) -> list[Suggestion]:
    planned = _planned(matters)
    author = matters.names.get(planned[0].author_id or b"", "") if len(planned) == 1 else ""
    if not author:
        return usual
    return [replace(s, person=s.person or author) for s in usual]


# -- words ----------------------------------------------------------------------------------------


def _suggest(
    key: str, part: AgendaPart, stem: str, details: str, reason: str, minutes: int, person: str, *, papers: str = ""
) -> Suggestion:
    title = f"{stem}: {details}" if details else stem
    if len(title) > _TITLE_LIMIT:
        title = f"{title[: _TITLE_LIMIT - 1].rstrip()}…"
    known_by = fold(stem[: _TITLE_LIMIT - 1].rstrip())
    return Suggestion(key, part, title, reason, minutes, person, papers[:200], stem=known_by)


def _listed(words: Sequence[str], more: str) -> str:
    shown = ", ".join(words[:_NAMED])
    rest = len(words) - _NAMED
    return f"{shown} và {rest} {more}" if rest > 0 else shown


def _by_name(member_id: bytes, matters: OpenMatters) -> tuple[object, bytes]:
    return name_key(matters.names.get(member_id, "")), member_id


def _owners(duties: Sequence[Duty], matters: OpenMatters) -> str:
    """Return who has how many: "Đ/c Lò Văn An (2 việc), Đ/c Cà Thị Ân (1 việc)"."""
    count = Counter(d.owner_id for d in duties if d.owner_id in matters.names)
    owners = sorted((o for o in count if o is not None), key=lambda o: _by_name(o, matters))
    words = [f"{comrade(matters.names[owner])} ({count[owner]} việc)" for owner in owners]
    nobody = sum(d.owner_id not in matters.names for d in duties)
    if nobody:
        words.append(f"{nobody} việc chưa rõ người làm")
    return _listed(words, "người khác")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
