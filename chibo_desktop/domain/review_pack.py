"""Rule packs of the review: forms, groups of criteria, levels, cap, dossier, as data (bộ quy định kiểm điểm)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Annotated

import msgspec
from msgspec import Meta

from chibo_desktop.domain.pack_text import Raw, parse_as
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.records import Line, Note, Part
from chibo_desktop.domain.reviews import ReviewForm
from chibo_desktop.domain.rules import PackId
from chibo_desktop.domain.score_frames import Code, Points, Problem, Words

PREFIX = "review."
"""how the id of every review pack begins, so that a file can be told from one of meetings"""
QUARTER_FORM = "05"
"""bản tự đánh giá quý, năm"""
FORM_KEYS = (*(form.value for form in ReviewForm), QUARTER_FORM)
WHOLE = 100.0

Percent = Annotated[int, Meta(ge=0, le=100)]


class Less(Enum):
    """What takes points from a suggestion."""

    UNEXCUSED = "unexcused"
    """each absence without a reason"""
    REMINDERS = "reminders"
    """each time the member was reminded"""
    FAULTS_OPEN = "faults_open"
    """each earlier fault that is not mended"""
    SILENT = "silent"
    """who never spoke at a meeting"""


class Measure(Enum):
    """What a suggestion of points is computed from."""

    NONE = ""
    """a person judges"""
    FULL = "full"
    """all points, less what `less` says"""
    TASKS = "tasks"
    """share of the tasks done in time; a late one counts half"""
    ATTENDANCE = "attendance"
    """present among the meetings one had to attend"""
    MEETINGS = "meetings"
    """levels of the year's meetings"""


class Topic(Enum):
    """A matter on which the book has facts to put under a heading."""

    ATTENDANCE = "attendance"
    DUES = "dues"
    COMMENDATIONS = "commendations"
    TASKS = "tasks"
    SPEECHES = "speeches"
    PROPOSALS = "proposals"
    UNDONE = "undone"
    ABSENCES = "absences"
    REMINDERS = "reminders"
    EARLIER = "earlier"
    MENDINGS = "mendings"
    PROMPTS = "prompts"
    CELL_MEETINGS = "cell_meetings"
    CELL_ATTENDANCE = "cell_attendance"
    CELL_LEVELS = "cell_levels"
    CELL_TASKS = "cell_tasks"
    CELL_TARGETS = "cell_targets"
    CELL_PROPOSALS = "cell_proposals"
    CELL_THEMES = "cell_themes"
    CELL_MENTIONS = "cell_mentions"
    CELL_CRITICISM = "cell_criticism"
    CELL_GAPS = "cell_gaps"
    CELL_UNDONE = "cell_undone"


class LessRule(Part, frozen=True, kw_only=True):
    """How many points of a suggestion one fact takes, and the most it may take."""

    fact: Less
    each: Points
    most: Points


class PointLine(Part, frozen=True, kw_only=True):
    """One line of a group of criteria; its points are the upper committee's to set (HD 43, 7.12)."""

    code: Code
    title: Words
    max: Points
    by: Measure = Measure.NONE
    less: tuple[LessRule, ...] = ()


class PointGroup(Part, frozen=True, kw_only=True):
    """A group of criteria: 30 or 70 points."""

    code: Code
    title: Words
    max: Points
    lines: Annotated[tuple[PointLine, ...], Meta(min_length=1)]


class RatingRule(Part, frozen=True, kw_only=True):
    """From how many points on a level is reached, and what else it asks for (QĐ 366 Điều 11)."""

    level: YearRating
    at_least: Points
    all_done: bool = False
    on_time: bool = False
    beyond_percent: Percent | None = None
    """of the tasks at least so many beyond what was asked (vượt mức)"""
    faults_mended: bool = False
    late_percent: Percent | None = None
    """of the tasks at most so many behind schedule"""
    undone_over_percent: Percent | None = None
    """reached, whatever the points, when more of the tasks than this are not done"""


class CapRule(Part, frozen=True, kw_only=True):
    """How many may be excellent: a share of those rated good."""

    percent: Percent
    outstanding_percent: Percent


class Deadlines(Part, frozen=True, kw_only=True):
    """Days of the review."""

    from_month: Annotated[int, Meta(ge=1, le=12)]
    end_month: Annotated[int, Meta(ge=1, le=12)]
    end_day: Annotated[int, Meta(ge=1, le=31)]
    drafts_working_days: Annotated[int, Meta(ge=0, le=30)]
    months_of_membership: Annotated[int, Meta(ge=0, le=24)]
    """who was admitted later than so many months ago is not reviewed"""


class DossierRule(Part, frozen=True, kw_only=True):
    """One paper of the dossier (QĐ 366 Điều 17)."""

    code: Code
    title: Words
    if_any: bool = False
    """needed only where there is one"""


class FormHeading(Part, frozen=True, kw_only=True):
    """One heading of a form; without `lines` others stand below it."""

    code: Code
    title: Words
    lines: Annotated[int, Meta(ge=0, le=40)] = 0
    """dotted lines printed where nothing is written"""
    hint: Note = ""
    facts: tuple[Topic, ...] = ()

    @property
    def written(self) -> bool:
        """Whether a text stands under it."""
        return self.lines > 0


class FormText(Part, frozen=True, kw_only=True):
    """A form with its exact headings."""

    code: Words
    """as printed in its corner: "Mẫu 02C-HD KĐ.ĐG 2025" """
    title: Words
    subject: Words
    signer: Words
    part_a: Words
    part_b: Words
    headings: tuple[FormHeading, ...] = ()
    like: Line = ""
    """the form whose headings it has, but for `other`"""
    other: dict[Code, Words] = msgspec.field(default_factory=dict)

    def heading(self, code: str) -> FormHeading | None:
        """Return the heading of a code."""
        return next((heading for heading in self.headings if heading.code == code), None)


class ReviewPack(Part, frozen=True, kw_only=True):
    """All rules of one guidance on reviews; what has an id never changes."""

    id: PackId
    title: Words
    legal_basis: Words
    effective_from: date
    forms_from: date | None = None
    replaces: PackId | None = None
    basis: dict[str, Line]
    deadlines: Deadlines
    cap: CapRule
    levels: Annotated[tuple[RatingRule, ...], Meta(min_length=1)]
    """the best first"""
    groups: Annotated[tuple[PointGroup, ...], Meta(min_length=1)]
    cell_groups: Annotated[tuple[PointGroup, ...], Meta(min_length=1)]
    dossier: tuple[DossierRule, ...]
    forms: dict[str, FormText]
    note: Note = ""

    def basis_of(self, key: str) -> str:
        """Return where a rule comes from."""
        return self.basis.get(key, self.legal_basis)

    def groups_for(self, form: ReviewForm) -> tuple[PointGroup, ...]:
        """Return the groups of criteria of a member's or of the cell's form."""
        return self.cell_groups if form is ReviewForm.CELL else self.groups

    def lines_for(self, form: ReviewForm) -> tuple[PointLine, ...]:
        """Return every line of the groups in order."""
        return tuple(line for group in self.groups_for(form) for line in group.lines)

    def form(self, form: ReviewForm, quarter: int = 0) -> FormText:
        """Return the headings of a form; in a quarter's round members fill in form 05."""
        key = QUARTER_FORM if quarter and form is not ReviewForm.CELL else form.value
        found = self.forms[key]
        if not found.like:
            return found
        headings = tuple(
            msgspec.structs.replace(heading, title=found.other.get(heading.code, heading.title))
            for heading in self.forms[found.like].headings
        )
        return msgspec.structs.replace(found, headings=headings)

    def rule(self, level: YearRating) -> RatingRule:
        """Return the rule of a level."""
        return next(rule for rule in self.levels if rule.level is level)

    def with_points(self, points: Mapping[str, float]) -> ReviewPack:
        """Return the pack with other points for the members' lines; groups that do not add up keep theirs."""
        groups = []
        for group in self.groups:
            lines = tuple(
                msgspec.structs.replace(line, max=float(points.get(line.code, line.max))) for line in group.lines
            )
            fits = abs(sum(line.max for line in lines) - group.max) < 1e-9 and all(line.max >= 0 for line in lines)
            groups.append(msgspec.structs.replace(group, lines=lines) if fits else group)
        return msgspec.structs.replace(self, groups=tuple(groups))


BASES = ("exempt", "points", "levels", "cap", "drafts", "end", "outside", "vote", "result", "dossier")
"""the rules whose basis a pack must name"""


def review_pack_problems(pack: ReviewPack) -> Iterator[Problem]:
    """Yield what the types cannot see: sums, levels out of order, forms and bases that are missing."""
    if not pack.id.startswith(PREFIX):
        yield ("id",), f"mã bộ quy định kiểm điểm phải bắt đầu bằng {PREFIX}"
    if pack.replaces == pack.id:
        yield ("replaces",), "bộ quy định không thể thay chính nó"
    for key in pack.basis:
        if key not in BASES:
            yield ("basis", key), f"không có quy định nào tên là {key}"
    for key in BASES:
        if key not in pack.basis:
            yield ("basis",), f"thiếu căn cứ của {key}"
    yield from _group_problems(pack.groups, "groups")
    yield from _group_problems(pack.cell_groups, "cell_groups")
    yield from _level_problems(pack)
    yield from _form_problems(pack)
    try:
        date(2025, pack.deadlines.end_month, pack.deadlines.end_day)
    except ValueError:
        yield ("deadlines", "end_day"), "ngày không có thật"
    codes = [item.code for item in pack.dossier]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield ("dossier", number, "code"), f"mã giấy tờ {code} có hai lần"


def _group_problems(groups: tuple[PointGroup, ...], name: str) -> Iterator[Problem]:
    codes: set[str] = set()
    for g, group in enumerate(groups):
        for n, line in enumerate(group.lines):
            if line.code in codes:
                yield (name, g, "lines", n, "code"), f"mã tiêu chí {line.code} có hai lần"
            codes.add(line.code)
        total = sum(line.max for line in group.lines)
        if abs(total - group.max) > 1e-9:
            yield (
                (name, g, "max"),
                f"các dòng của nhóm {group.code} cộng lại {total:g} điểm, nhóm ghi {group.max:g} điểm",
            )
    total = sum(group.max for group in groups)
    if abs(total - WHOLE) > 1e-9:
        yield (name,), f"các nhóm cộng lại {total:g} điểm, phải đủ 100 điểm"


def _level_problems(pack: ReviewPack) -> Iterator[Problem]:
    levels = [rule.level for rule in pack.levels]
    if levels != list(YearRating):
        yield ("levels",), "phải có đủ bốn mức, xếp từ cao xuống thấp, mỗi mức một lần"
    marks = [rule.at_least for rule in pack.levels]
    if marks != sorted(set(marks), reverse=True):
        yield ("levels",), "điểm của các mức phải giảm dần, không trùng nhau"
    if marks[-1] != 0:
        yield ("levels", len(marks) - 1, "at_least"), "mức thấp nhất phải bắt đầu từ 0 điểm"


def _form_problems(pack: ReviewPack) -> Iterator[Problem]:
    for key in FORM_KEYS:
        if key not in pack.forms:
            yield ("forms",), f"thiếu mẫu {key}"
    for key, form in pack.forms.items():
        if key not in FORM_KEYS:
            yield ("forms", key), f"không dùng mẫu nào tên là {key}"
        below = pack.forms.get(form.like)
        if form.like and (below is None or below.like or form.headings):
            yield ("forms", key, "like"), "mẫu này phải dựa vào một mẫu có đề mục, và không ghi đề mục riêng"
        if not form.like and not any(heading.written for heading in form.headings):
            yield ("forms", key), f"mẫu {key} chưa có đề mục nào để ghi"
        codes = [heading.code for heading in form.headings]
        for number, code in enumerate(codes):
            if code in codes[:number]:
                yield ("forms", key, "headings", number, "code"), f"mã đề mục {code} có hai lần"
        known = [heading.code for heading in below.headings] if below else codes
        for code in form.other:
            if code not in known:
                yield ("forms", key, "other", code), f"không có đề mục {code}"


def parse_review_pack(text: str, base: Callable[[str], Raw | None] = lambda _: None) -> ReviewPack:
    """Return the review pack a TOML text declares; raises PackFaultError with line and reason."""
    return parse_as(text, ReviewPack, review_pack_problems, base)


def is_review_text(text: str) -> bool:
    """Whether a TOML text calls itself a review pack; False where it cannot be read."""
    try:
        return str(tomllib.loads(text).get("id", "")).startswith(PREFIX)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False


def in_force_on(packs: tuple[ReviewPack, ...], day: date) -> ReviewPack:
    """Return the pack that counts on a day: the latest in force that nothing in force replaces.

    Before the first there is the first.
    """
    open_ = [pack for pack in packs if pack.effective_from <= day]
    gone = {pack.replaces for pack in open_}
    left = [pack for pack in open_ if pack.id not in gone]
    if not left:
        return min(packs, key=lambda pack: pack.effective_from)
    return max(enumerate(left), key=lambda item: (item[1].effective_from, item[0]))[1]
