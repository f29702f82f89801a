"""All resolutions with what became of their items and targets (theo dõi nghị quyết)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.duties import DONE, OPEN, Duty, is_overdue
from chibo_desktop.domain.members import Member
from chibo_desktop.domain.numbering import DocumentNumber, DocumentType, symbol
from chibo_desktop.domain.resolutions import Resolution
from chibo_desktop.domain.targets import REACHED, Target, TargetState, planned_words, reached_words
from chibo_desktop.domain.terms import label
from chibo_desktop.services.session import Session
from chibo_desktop.services.targets import TargetRow, row_of
from chibo_desktop.sheets.writer import Value
from chibo_desktop.storage.book import OWN

OTHERS = "Chỉ tiêu không theo nghị quyết nào"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One duty that a resolution gave."""

    duty: Duty
    owner: str
    overdue: bool

    @property
    def id(self) -> bytes:
        """The duty's."""
        return self.duty.id


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A resolution with its items and targets; `resolution` is None for the targets of no resolution."""

    resolution: Resolution | None
    symbol: str
    """ "Số 05-NQ/CB", "" while it has no number"""
    items: tuple[ItemRow, ...]
    targets: tuple[TargetRow, ...]

    @property
    def id(self) -> bytes:
        """The resolution's, b"" for the targets of no resolution."""
        return self.resolution.id if self.resolution else b""

    @property
    def title(self) -> str:
        """What it is about."""
        return self.resolution.title if self.resolution else OTHERS

    @property
    def day(self) -> date | None:
        """Its date."""
        return self.resolution.date if self.resolution else None

    @property
    def done(self) -> int:
        """How many items are done."""
        return sum(row.duty.state in DONE for row in self.items)

    @property
    def open(self) -> int:
        """How many items are still to be done, late ones included."""
        return sum(row.duty.state in OPEN for row in self.items)

    @property
    def overdue(self) -> int:
        """How many items are late."""
        return sum(row.overdue for row in self.items)

    @property
    def met(self) -> int:
        """How many targets are met."""
        return sum(row.state in REACHED for row in self.targets)

    @property
    def unfinished(self) -> bool:
        """Whether something is still to be done or measured."""
        return bool(self.open) or any(row.state is TargetState.OPEN for row in self.targets)

    @property
    def waiting(self) -> int:
        """How many targets have passed their day without a result."""
        return sum(row.overdue for row in self.targets)


def list_resolutions(session: Session, *, year: int | None = None, book: int = OWN) -> list[ResolutionRow]:
    """Return the resolutions of a year (or all), the newest first; last the targets of no resolution."""
    names = {m.id: m.name for m in session.book.find(Member, book=book)}
    resolutions = session.book.find(Resolution, book=book)
    duties = session.book.find(Duty, book=book)
    targets = session.book.find(Target, book=book)
    numbers = {
        n.subject_id: n.number
        for n in session.book.find(DocumentNumber, book=book)
        if n.type is DocumentType.RESOLUTION
    }
    today = session.clock.today()
    rows = [
        ResolutionRow(
            resolution=found,
            symbol=symbol(numbers[found.id], DocumentType.RESOLUTION) if found.id in numbers else "",
            items=_items((d for d in duties if d.resolution_id == found.id), names, today),
            targets=_targets((t for t in targets if t.resolution_id == found.id), names, today),
        )
        for found in sorted(resolutions, key=lambda r: (r.date, r.id), reverse=True)
        if year is None or found.date.year == year
    ]
    known = {r.id for r in resolutions}
    loose = [t for t in targets if t.resolution_id not in known]
    loose = [t for t in loose if year is None or t.due is None or t.due.year == year]
    if loose:
        rows.append(ResolutionRow(None, "", (), _targets(loose, names, today)))
    return rows


def _items(duties: Iterable[Duty], names: dict[bytes, str], today: date) -> tuple[ItemRow, ...]:
    ordered = sorted(duties, key=lambda d: (d.position, d.id))
    return tuple(
        ItemRow(d, names.get(d.owner_id or b"", "Người đã rời chi bộ" if d.owner_id else ""), is_overdue(d, today))
        for d in ordered
    )


def _targets(targets: Iterable[Target], names: dict[bytes, str], today: date) -> tuple[TargetRow, ...]:
    return tuple(row_of(t, names, today) for t in sorted(targets, key=lambda t: (t.position, t.id)))


def years(session: Session, *, book: int = OWN) -> list[int]:
    """Return the years that have resolutions, and this one, the newest first."""
    found = {r.date.year for r in session.book.find(Resolution, book=book)}
    return sorted(found | {session.clock.today().year}, reverse=True)


def target_words(row: TargetRow) -> str:
    """Return how a target stands: "Đạt: 82/80%", "Chưa có kết quả, quá hạn"."""
    if row.overdue and row.target.reached is None:
        return "Chưa có kết quả, quá hạn"
    told = reached_words(row.target)
    words = f"{label(row.state)}: {told}" if told else label(row.state)
    return f"{words}, quá hạn" if row.overdue else words


COLUMNS = (
    "Số, ký hiệu", "Ngày", "Nghị quyết", "Trạng thái", "Loại", "Nội dung", "Người phụ trách", "Thời hạn", "Đơn vị",
    "Kế hoạch", "Đạt được", "Ngày ghi kết quả", "Kết quả", "Quá hạn",
)  # fmt: skip


def resolution_table(
    session: Session, *, book: int = OWN, year: int | None = None
) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    """Return (columns, rows) for a spreadsheet: one row for each item and target; an idle resolution has one."""
    rows: list[tuple[Value, ...]] = []
    for found in list_resolutions(session, year=year, book=book):
        state = label(found.resolution.state) if found.resolution else ""
        head: tuple[Value, ...] = (found.symbol, found.day, found.title, state)
        parts = [*_item_cells(found.items), *_target_cells(found.targets)]
        rows += [(*head, *part) for part in parts or [("",) * (len(COLUMNS) - len(head))]]
    return COLUMNS, rows


def _item_cells(items: Sequence[ItemRow]) -> list[tuple[Value, ...]]:
    return [
        (
            "Nhiệm vụ", row.duty.text, row.owner, row.duty.due, "", "", "", row.duty.done_on, label(row.duty.state),
            "quá hạn" if row.overdue else "",
        )
        for row in items
    ]  # fmt: skip


def _target_cells(targets: Sequence[TargetRow]) -> list[tuple[Value, ...]]:
    return [
        (
            "Chỉ tiêu", row.target.text, row.owner, row.target.due, row.target.unit,
            planned_words(row.target) if row.target.at_most else row.target.planned, row.target.reached,
            row.target.measured_on, label(row.state), "quá hạn" if row.overdue else "",
        )
        for row in targets
    ]  # fmt: skip
