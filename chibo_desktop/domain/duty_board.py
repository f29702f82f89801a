"""The board of duties: by member and by date, who has none, who has too many (bảng nhiệm vụ)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import Enum
from statistics import median

from chibo_desktop.common.text import fold, name_key
from chibo_desktop.domain.attendance import members_on
from chibo_desktop.domain.duties import DONE, OPEN, Duty, DutyState, given_day, is_overdue
from chibo_desktop.domain.members import Member, Status
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import comrade, decimal

NOT_ASKED = frozenset({
    Status.EXEMPT, Status.TEMPORARILY_EXEMPT, Status.SUSPENDED, Status.TEMPORARY_OUT, Status.TEMPORARY_IN,
})  # fmt: skip
"""members to whom the cell need not give a duty: exempt, suspended, or another cell's to give"""
_NAMED = 4


class When(Enum):
    """Groups of the board by date, in their order."""

    OVERDUE = "Quá hạn"
    THIS_MONTH = "Tháng này"
    NEXT_MONTH = "Tháng sau"
    LATER = "Sau nữa"
    NO_DAY = "Không hạn"
    SETTLED = "Đã xong"
    FAILED = "Không hoàn thành"


class Shown(Enum):
    """Which duties a board shows."""

    OPEN = "Đang làm"
    OVERDUE = "Quá hạn"
    UNCLEAR = "Thiếu người, hạn"
    DONE = "Đã xong"
    NOT_DONE = "Không hoàn thành"
    ALL = "Tất cả"


@dataclass(frozen=True, slots=True)
class Group:
    """Duties that stand together on a board, and whose they are or when they are due."""

    title: str
    duties: tuple[Duty, ...]
    member_id: bytes | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures at the top of the board."""

    open: int
    overdue: int
    this_month: int
    nobody: int
    """open ones that no member has"""
    done: int
    not_done: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of those to whom a duty must be given have one (100 % đảng viên được phân công)."""

    due: int
    without: tuple[Member, ...]

    @property
    def covered(self) -> int:
        """How many have a duty."""
        return self.due - len(self.without)

    @property
    def whole(self) -> bool:
        """Whether everyone has one."""
        return not self.without

    @property
    def words(self) -> str:
        """Return "27/30 đảng viên được phân công nhiệm vụ"."""
        return f"{self.covered}/{self.due} đảng viên được phân công nhiệm vụ"


def when_due(duty: Duty, today: date) -> When:
    """Return the group of the board by date that a duty stands in."""
    if duty.state not in OPEN:
        return When.SETTLED if duty.state in DONE else When.FAILED
    if duty.due is None:
        return When.NO_DAY
    if duty.due < today:
        return When.OVERDUE
    months = (duty.due.year - today.year) * 12 + duty.due.month - today.month
    return (When.THIS_MONTH, When.NEXT_MONTH, When.LATER)[min(months, 2)]


def is_shown(duty: Duty, shown: Shown, today: date) -> bool:
    """Whether a duty passes the filter of a board."""
    match shown:
        case Shown.OPEN:
            return duty.state in OPEN
        case Shown.OVERDUE:
            return is_overdue(duty, today)
        case Shown.UNCLEAR:
            return duty.state in OPEN and (duty.owner_id is None or duty.due is None)
        case Shown.DONE:
            return duty.state in DONE
        case Shown.NOT_DONE:
            return duty.state is DutyState.NOT_DONE
        case Shown.ALL:
            return True


def has_words(duty: Duty, words: str, names: Mapping[bytes, str]) -> bool:
    """Whether a duty holds every word, tones and marks ignored, in its text or the names of its people."""
    if not words.strip():
        return True
    people = [names.get(member, "") for member in (duty.owner_id or b"", *duty.co_owner_ids)]
    own = fold(" ".join((duty.text, duty.area, duty.output, duty.progress, label(duty.state), *people)))
    return all(word in own for word in fold(words).split())


def by_date(duties: Iterable[Duty], today: date) -> tuple[Group, ...]:
    """Return the groups that have any, the late first; of what is settled the last comes first."""
    groups: dict[When, list[Duty]] = {when: [] for when in When}
    for duty in duties:
        groups[when_due(duty, today)].append(duty)
    for when, found in groups.items():
        found.sort(key=_by_day)
        if when in {When.SETTLED, When.FAILED}:
            found.sort(key=lambda d: d.done_on or d.due or date.min, reverse=True)
    return tuple(Group(when.value, tuple(found), when=when) for when, found in groups.items() if found)


def by_member(
    duties: Iterable[Duty], members: Iterable[Member], today: date, *, everyone: bool = True
) -> tuple[Group, ...]:
    """Return a group for each member of the day by given name, then for those gone, then for nobody's duties.

    With `everyone` also members with nothing have their group. A duty stands with its owner only.
    """
    known = {m.id: m for m in members}
    here = members_on(known.values(), today)
    own: dict[bytes | None, list[Duty]] = {}
    for duty in duties:
        own.setdefault(duty.owner_id if duty.owner_id in known else None, []).append(duty)
    for found in own.values():
        found.sort(key=lambda d: (d.state not in OPEN, *_by_day(d)))
    groups = [Group(m.name, tuple(own.get(m.id, ())), m.id) for m in here if everyone or m.id in own]
    left = [known[i] for i in own if i is not None and i not in {m.id for m in here}]
    left.sort(key=lambda m: (name_key(m.name), m.id))
    groups += [Group(f"{m.name} (đã rời chi bộ)", tuple(own[m.id]), m.id) for m in left]
    if None in own:
        groups.append(Group("Chưa giao cho ai", tuple(own[None])))
    return tuple(groups)


def _by_day(duty: Duty) -> tuple[date, int, bytes]:
    return duty.due or date.max, duty.position, duty.id


def counts(duties: Iterable[Duty], today: date, members: AbstractSet[bytes]) -> Counts:
    """Count all duties for the top of the board; `members` are those of the day."""
    found = list(duties)
    open_now = [d for d in found if d.state in OPEN]
    when = Counter(when_due(d, today) for d in open_now)
    return Counts(
        open=len(open_now),
        overdue=when[When.OVERDUE],
        this_month=when[When.THIS_MONTH],
        nobody=sum(d.owner_id not in members for d in open_now),
        done=sum(d.state in DONE for d in found),
        not_done=sum(d.state is DutyState.NOT_DONE for d in found),
    )


def asked_on(members: Iterable[Member], day: date) -> list[Member]:
    """Return to whom a duty must be given: the members of the day less the exempt, by given name."""
    return [m for m in members_on(members, day) if m.status_on(day) not in NOT_ASKED]


def coverage(
    duties: Iterable[Duty], members: Iterable[Member], day: date, meetings: Mapping[bytes, date]
) -> Coverage:
    """Return who has a duty: owner or co-owner of one that is open or belongs to the year of the day.

    `meetings` are days of meetings by id. (Điều lệ 24.2; 100 % đảng viên được phân công nhiệm vụ)
    """
    having: set[bytes] = set()
    for duty in duties:
        if duty.state in OPEN or year_of(duty, meetings) == day.year:
            having |= {duty.owner_id or b"", *duty.co_owner_ids}
    asked = asked_on(members, day)
    return Coverage(len(asked), tuple(m for m in asked if m.id not in having))


def year_of(duty: Duty, meetings: Mapping[bytes, date]) -> int | None:
    """Return the year whose work a duty is: of the plan, else of its day, else in which it was given."""
    if duty.plan_year is not None:
        return duty.plan_year
    day = duty.due or given_day(duty, meetings)
    return day.year if day else None


def loads(duties: Iterable[Duty], members: Iterable[Member], day: date) -> dict[bytes, int]:
    """Return how many open duties each member owns to whom duties are given; helping is not counted."""
    own = Counter(d.owner_id for d in duties if d.state in OPEN)
    return {m.id: own[m.id] for m in asked_on(members, day)}


def overloaded(load: Mapping[bytes, int]) -> list[bytes]:
    """Return who has more than twice the median and at least three more than it, the most first.

    Those with as many stay in the order given.
    """
    if not load:
        return []
    middle = median(load.values())
    heavy = [member for member, number in load.items() if number > 2 * middle and number >= middle + 3]
    return sorted(heavy, key=lambda member: -load[member])


def load_hint(duties: Sequence[Duty], members: Sequence[Member], day: date) -> str:
    """Return "Đ/c A đang nhận 7 việc, đ/c B chưa có việc nào.", "" while the load is fair."""
    load = loads(duties, members, day)
    heavy = overloaded(load)
    if not heavy:
        return ""
    names = {m.id: comrade(m.name) for m in members}
    words = [f"{names[member]} đang nhận {load[member]} việc" for member in heavy[:_NAMED]]
    helping = {member for d in duties if d.state in OPEN for member in d.co_owner_ids}
    idle = [names[m.id] for m in asked_on(members, day) if not load[m.id] and m.id not in helping]
    if idle:
        more = f" và {len(idle) - _NAMED} đồng chí nữa" if len(idle) > _NAMED else ""
        words.append(f"{', '.join(idle[:_NAMED])}{more} chưa có việc nào")
    else:
        words.append(f"mức thường là {decimal(median(load.values()))} việc mỗi đồng chí")
    return f"{', '.join(words)}."
