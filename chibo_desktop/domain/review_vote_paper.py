"""Papers of the rating vote: ballots, minutes of the count, the table of results (phiếu, kiểm phiếu, tổng hợp)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.letterheads import commune_on
from chibo_desktop.domain.paper import Body, Bullet, Grid, Heading, Paragraph, Signature
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_paper import RECIPIENTS, ReviewPaper, head_on, when_words
from chibo_desktop.domain.review_rules import Cap, invalid_votes, valid_votes, votes_for, winner
from chibo_desktop.domain.reviews import RatingVote
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import DOTS, comrade, comrades, counted, decimal, percent

BOXES = tuple(label(level) for level in YearRating)
SHORT = {
    YearRating.EXCELLENT: "Xuất sắc",
    YearRating.GOOD: "Tốt",
    YearRating.COMPLETED: "Hoàn thành",
    YearRating.FAILED: "Không hoàn thành",
}
HOW = "Đánh dấu × vào một ô cho mỗi dòng. Dòng không đánh dấu hoặc đánh dấu nhiều ô là không hợp lệ."
UNSIGNED = "Người bỏ phiếu không ghi tên, không ký."


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLine:
    """One member (or the cell) as the papers of the vote show them."""

    name: str
    role: str = ""
    own_points: float | None = None
    own_rating: YearRating | None = None
    cell_points: float | None = None
    vote: RatingVote | None = None
    rating: YearRating | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTime:
    """Which round, and when and where it was held."""

    year: int
    quarter: int = 0
    day: date | None = None
    today: date
    place: str = ""
    chair: str = ""
    tellers: tuple[str, ...] = ()


def compose_ballot(cell: Cell, time: VoteTime, names: Sequence[str], *, whole_cell: bool = False) -> ReviewPaper:
    """Return a ballot with every name and four boxes; it has no room for the voter's name."""
    rows = tuple((str(n), clean_line(name), "", "", "", "") for n, name in enumerate(names, start=1))
    what = "chi bộ" if whole_cell else "đảng viên"
    grid = Grid(
        ("TT", "Tập thể" if whole_cell else "Họ và tên", *BOXES), rows,
        (0.07, 0.33, 0.15, 0.15, 0.15, 0.15), centred=frozenset({0}),
    )  # fmt: skip
    return ReviewPaper(
        head=head_on(cell, time.day, time.year, time.today),
        title="PHIẾU BIỂU QUYẾT",
        subtitle=f"Xếp loại chất lượng {what} {when_words(time.year, time.quarter)}",
        blocks=(Paragraph(HOW), grid, Paragraph(UNSIGNED)),
    )


def compose_count(
    cell: Cell, time: VoteTime, lines: Sequence[VoteLine], own: VoteLine | None = None
) -> ReviewPaper:
    """Return the minutes of the count; what was not counted yet stays empty, to be written by hand."""
    shown = [*([own] if own else []), *lines]
    votes = [line.vote for line in shown if line.vote is not None]
    blocks: list[Body] = [
        Paragraph(time.place or DOTS * 2, "Địa điểm:"),
        Heading("Tổ kiểm phiếu"),
        *_tellers(time.tellers),
        Heading("Số phiếu"),
        *_ballots(votes),
        Heading("Kết quả"),
        _count_grid(shown),
        Paragraph(
            "Mức được chọn khi quá nửa số người có quyền biểu quyết tán thành. Phiếu không hợp lệ là phiếu thu về "
            "không chọn hoặc chọn nhiều mức.",
            "Cách tính:",
        ),
    ]
    head_teller = time.tellers[0] if time.tellers else DOTS
    return ReviewPaper(
        head=head_on(cell, time.day, time.year, time.today),
        title="BIÊN BẢN KIỂM PHIẾU",
        subtitle=f"Biểu quyết xếp loại chất lượng {when_words(time.year, time.quarter)}",
        blocks=tuple(blocks),
        signatures=(Signature("TỔ TRƯỞNG TỔ KIỂM PHIẾU", head_teller), Signature("CHỦ TRÌ", time.chair or DOTS)),
        small=True,
    )


def _tellers(names: Sequence[str]) -> list[Body]:
    if not names:
        return [Bullet(f"Đ/c {DOTS}, tổ trưởng;"), Bullet(f"Đ/c {DOTS}, thành viên.")]
    posts = ["tổ trưởng", *["thành viên"] * (len(names) - 1)]
    ends = [*[";"] * (len(names) - 1), "."]
    return [Bullet(f"{comrade(n)}, {post}{end}") for n, post, end in zip(names, posts, ends, strict=True)]


def _ballots(votes: Sequence[RatingVote]) -> list[Body]:
    same = {(v.base, v.issued, v.collected) for v in votes}
    if len(same) > 1:
        return [Paragraph("Số phiếu phát ra, thu về của từng đồng chí ghi trong bảng.")]
    base, issued, collected = next(iter(same), (0, 0, 0))

    def shown(number: int) -> str:
        return counted(number) if votes else DOTS[:10]

    return [
        Paragraph(
            f"Số người có quyền biểu quyết: {shown(base)}; số phiếu phát ra: {shown(issued)}; "
            f"số phiếu thu về: {shown(collected)}."
        )
    ]


def _count_grid(lines: Sequence[VoteLine]) -> Grid:
    rows = []
    for number, line in enumerate(lines, start=1):
        vote = line.vote
        if vote is None:
            rows.append((str(number), line.name, *[""] * 9))
            continue
        rows.append((
            str(number), line.name, str(vote.issued), str(vote.collected), str(valid_votes(vote)),
            str(invalid_votes(vote)), *(str(votes_for(vote, level)) for level in YearRating),
            SHORT[found] if (found := winner(vote)) else "Chưa quá nửa",
        ))  # fmt: skip
    columns = ("TT", "Họ và tên", "Phát ra", "Thu về", "Hợp lệ", "Không hợp lệ", *SHORT.values(), "Mức được chọn")
    widths = (0.05, 0.19, 0.065, 0.065, 0.065, 0.095, 0.08, 0.07, 0.095, 0.095, 0.13)
    return Grid(columns, tuple(rows), widths, centred=frozenset(range(2, 11)) | {0})


def compose_tally(
    cell: Cell,
    time: VoteTime,
    lines: Sequence[VoteLine],
    *,
    own: VoteLine | None,
    exempt: Sequence[tuple[str, str]],
    cap: Cap,
    basis: str,
    secretary: str,
) -> ReviewPaper:
    """Return the table of results: members, points, votes, the level proposed; the cap with its formula."""
    rows = tuple(_tally_row(number, line) for number, line in enumerate(lines, start=1))
    columns = ("TT", "Họ và tên", "Chức vụ", "Tự chấm", "Tự xếp loại", "Chi bộ chấm", "Phiếu",
               "Chi bộ đề nghị", "Ghi chú")  # fmt: skip
    widths = (0.05, 0.19, 0.1, 0.075, 0.11, 0.075, 0.08, 0.12, 0.2)
    blocks: list[Body] = [
        Grid(columns, rows, widths, centred=frozenset({0, 3, 5, 6})),
        Heading("Tổng hợp"),
        *_counts(lines),
        Paragraph(f"{cap.formula} ({basis}).", "Giới hạn xuất sắc:"),
        *_cell_line(own),
        *_left_out(exempt),
    ]
    commune = commune_on(cell, time.day or time.today) or DOTS
    return ReviewPaper(
        head=head_on(cell, time.day, time.year, time.today),
        title="BẢNG TỔNG HỢP",
        subtitle=f"Kết quả tự đánh giá, xếp loại chất lượng {when_words(time.year, time.quarter)}",
        blocks=tuple(blocks),
        signatures=(Signature("BÍ THƯ", secretary or DOTS),),
        on_behalf="T/M CHI BỘ",
        recipients=tuple(line.format(commune=commune) for line in RECIPIENTS),
        small=True,
    )


def _points(value: float | None) -> str:
    return "" if value is None else decimal(value, 2)


def _tally_row(number: int, line: VoteLine) -> tuple[str, ...]:
    vote, rating = line.vote, line.rating
    ballots = f"{votes_for(vote, rating)}/{vote.base}" if vote and rating else ""
    return (
        str(number), line.name, line.role, _points(line.own_points),
        SHORT[line.own_rating] if line.own_rating else "", _points(line.cell_points), ballots,
        SHORT[rating] if rating else "", line.remark,
    )  # fmt: skip


def _counts(lines: Sequence[VoteLine]) -> list[Body]:
    whole = len(lines)
    found: list[Body] = [Paragraph(f"{comrades(whole)} được kiểm điểm, xếp loại.", "Tổng số:")]
    rated = [line.rating for line in lines]
    told = [(label(level), rated.count(level)) for level in YearRating]
    if None in rated:
        told.append(("Chưa xếp loại", rated.count(None)))
    for place, (words, number) in enumerate(told, start=1):
        end = "." if place == len(told) else ";"
        found.append(Bullet(f"{words}: {counted(number)} ({percent(number, whole)}){end}"))
    return found


def _cell_line(own: VoteLine | None) -> list[Body]:
    if own is None:
        return []
    level = label(own.rating) or DOTS
    points = f"{decimal(own.own_points, 2)}/100 điểm" if own.own_points is not None else f"{DOTS[:8]}/100 điểm"
    ballots = ""
    if own.vote and own.rating:
        ballots = f", {votes_for(own.vote, own.rating)}/{own.vote.base} phiếu"
    return [Paragraph(f"{points}; đề nghị: {level}{ballots}.", "Tập thể chi bộ:")]


def _left_out(exempt: Sequence[tuple[str, str]]) -> list[Body]:
    if not exempt:
        return []
    return [
        Heading("Không thuộc diện kiểm điểm, xếp loại"),
        *(Bullet(f"{comrade(name)}: {why[:1].lower()}{why[1:]}.") for name, why in exempt),
    ]
