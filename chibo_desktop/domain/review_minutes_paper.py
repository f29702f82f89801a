"""Minutes of the review meeting (biên bản hội nghị kiểm điểm tự phê bình và phê bình), form (h) of section 7."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo_desktop.domain.attendance import tally
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.meetings import Attendance, Meeting
from chibo_desktop.domain.numbering import DocumentType
from chibo_desktop.domain.paper import Blank, Body, Bullet, Grid, Heading, Paragraph, Signature
from chibo_desktop.domain.ratings import YearRating
from chibo_desktop.domain.review_paper import ReviewPaper, head_on, when_words
from chibo_desktop.domain.review_rules import votes_for
from chibo_desktop.domain.review_vote_paper import SHORT
from chibo_desktop.domain.reviews import RatingVote, ReviewText
from chibo_desktop.domain.wording import DOTS, clock_time, comrade, comrades, counted, lines_of, long_date, sentence

PURPOSE = (
    "Hội nghị kiểm điểm tự phê bình và phê bình, tự đánh giá, xếp loại chất lượng {when} theo {basis}; "
    "thẳng thắn, khách quan, nói rõ ưu điểm, hạn chế, nguyên nhân và hướng khắc phục."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPart:
    """One review as the minutes tell it."""

    name: str
    whole_cell: bool = False
    text: ReviewText
    vote: RatingVote | None = None
    rating: YearRating | None = None
    own_rating: YearRating | None = None


def compose_review_minutes(
    *,
    cell: Cell,
    year: int,
    quarter: int,
    basis: str,
    day: date | None,
    today: date,
    parts: Sequence[MinutesPart],
    names: Mapping[bytes, str],
    meeting: Meeting | None = None,
    roll: Sequence[Attendance] = (),
) -> ReviewPaper:
    """Return the minutes; what the book does not know stays as dots."""
    chair = names.get(meeting.chair_id or b"", "") if meeting else ""
    taker = names.get(meeting.minute_taker_id or b"", "") if meeting else ""
    in_order = sorted(parts, key=lambda part: not part.whole_cell)
    blocks: list[Body] = [
        Heading("1. THÔNG TIN VỀ HỘI NGHỊ"),
        *_about(meeting, roll, day, chair, taker),
        Heading("2. MỤC ĐÍCH, YÊU CẦU"),
        Paragraph(PURPOSE.format(when=when_words(year, quarter), basis=basis)),
        Heading("3. ĐÁNH GIÁ VỀ CÔNG TÁC ĐẢNG VIÊN"),
        *(block for part in in_order for block in _reviewed(part)),
        Heading("4. PHÁT BIỂU Ý KIẾN"),
        *(block for part in in_order for block in _spoken_of(part, names)),
        Heading("5. KẾT LUẬN VÀ CAM KẾT"),
        *(block for part in in_order for block in _concluded(part)),
        Heading("6. XẾP LOẠI CHẤT LƯỢNG"),
        _ratings(in_order),
        Paragraph(
            f"Biên bản kết thúc lúc {clock_time(meeting.ends if meeting else None)}, đã đọc lại cho hội nghị nghe "
            "và nhất trí."
        ),
    ]
    return ReviewPaper(
        head=head_on(cell, day, year, today, DocumentType.MINUTES),
        title="BIÊN BẢN",
        subtitle=f"Hội nghị kiểm điểm tự phê bình và phê bình {when_words(year, quarter)}",
        blocks=tuple(blocks),
        signatures=(Signature("THƯ KÝ", taker or DOTS), Signature("CHỦ TRÌ", chair or DOTS)),
        sealed=True,
    )


def _about(
    meeting: Meeting | None, roll: Sequence[Attendance], day: date | None, chair: str, taker: str
) -> list[Body]:
    begins = clock_time(meeting.starts if meeting else None)
    when = long_date(day) if day else f"ngày {DOTS[:6]} tháng {DOTS[:6]} năm {DOTS[:8]}"
    people = f"{DOTS} đồng chí; vắng {DOTS}"
    if meeting is not None and meeting.roll_called:
        count = tally(roll)
        here = count.present_full + count.present_probationary
        people = f"{counted(here)}/{comrades(count.total)}; vắng {counted(count.total - here)}"
    return [
        Paragraph(f"{begins}, {when}.", "Thời gian:"),
        Paragraph(sentence(meeting.place if meeting and meeting.place else DOTS * 2), "Địa điểm:"),
        Paragraph(f"{people}.", "Có mặt:"),
        Paragraph(f"{comrade(chair) if chair else DOTS}.", "Chủ trì:"),
        Paragraph(f"{comrade(taker) if taker else DOTS}.", "Thư ký:"),
    ]


def _reviewed(part: MinutesPart) -> list[Body]:
    text = part.text
    blocks: list[Body] = [Heading(_title(part), 2)]
    blocks += _said("Ưu điểm:", [text.section(code) for code in ("I.1", "I.2", "I.3", "I.4")])
    blocks += _said("Hạn chế, khuyết điểm tự nhận:", [text.section("II.1")])
    return blocks


def _title(part: MinutesPart) -> str:
    return part.name if part.whole_cell else comrade(part.name)


def _spoken_of(part: MinutesPart, names: Mapping[bytes, str]) -> list[Body]:
    blocks: list[Body] = [Heading(_title(part), 2)]
    if not part.text.comments:
        return [*blocks, Paragraph("", "Ý kiến góp ý (của ai):"), Blank(2), Paragraph(DOTS * 3, "Tiếp thu:")]
    blocks.append(Paragraph("", "Ý kiến góp ý:"))
    for comment in part.text.comments:
        who = names.get(comment.author_id or b"", "") or comment.author
        blocks.append(Bullet("; ".join(lines_of(comment.text)), f"{comrade(who) if who else 'Ý kiến'}:"))
        if comment.acceptance:
            blocks.append(Bullet("; ".join(lines_of(comment.acceptance)), "Tiếp thu:", 2))
    return blocks


def _concluded(part: MinutesPart) -> list[Body]:
    blocks: list[Body] = [Heading(_title(part), 2), *_said("Kết luận của chủ trì:", [part.text.conclusion])]
    return blocks + _said("Cam kết:", [part.text.section("VI")])


def _said(lead: str, texts: Sequence[str]) -> list[Body]:
    lines = [line for text in texts for line in lines_of(text)]
    if not lines:
        return [Paragraph("", lead), Blank(1)]
    return [Paragraph(lines[0], lead), *(Paragraph(line) for line in lines[1:])]


def _ratings(parts: Sequence[MinutesPart]) -> Grid:
    rows = []
    for number, part in enumerate(parts, start=1):
        vote = part.vote
        ballots = [str(votes_for(vote, level)) if vote else "" for level in YearRating]
        level = SHORT[part.rating] if part.rating else ""
        rows.append((str(number), part.name, str(vote.base) if vote else "", *ballots, level))
    columns = ("TT", "Họ và tên", "Có quyền biểu quyết", *SHORT.values(), "Mức")
    widths = (0.06, 0.29, 0.12, 0.09, 0.07, 0.12, 0.12, 0.13)
    return Grid(columns, tuple(rows), widths, centred=frozenset(range(2, 8)) | {0})
