"""Notice and invitation to a meeting as papers (thông báo họp, giấy mời)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.cell import Cell
from chibo_desktop.domain.letterheads import commune_of, letterhead_of
from chibo_desktop.domain.meetings import AgendaItem, Guest, GuestKind, Meeting, MeetingKind, MeetingMode
from chibo_desktop.domain.members import Member, Role
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.numbering import DocumentType, symbol
from chibo_desktop.domain.paper import Blank, Block, Bullet, Letterhead, Paragraph, Signature
from chibo_desktop.domain.wording import DOTS, clock_time, comrade, long_date, sentence, short_date

DRAFT_MARK = "BẢN NHÁP – chưa lấy số"
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """A notice or invitation as words, in reading order."""

    head: Letterhead
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    recipients: tuple[str, ...]
    on_behalf: str
    signature: Signature
    draft: bool


def compose_notice(
    *,
    cell: Cell,
    meeting: Meeting,
    agenda: Sequence[AgendaItem],
    members: Sequence[Member],
    guests: Sequence[Guest] = (),
    number: int | None,
    day: date,
    sitting: Sequence[Meeting] = (),
) -> NoticePaper:
    """Return the notice of a meeting; `day` is the paper's own, `sitting` what is held after it."""
    committee = meeting.kind is MeetingKind.COMMITTEE
    commune = commune_of(cell, meeting)
    before = meeting.date - timedelta(days=1)
    chair = next((m.name for m in members if m.id == meeting.chair_id), "")
    blocks: list[Block] = [
        Paragraph(_addressed(meeting, commune), "Kính gửi:"),
        Paragraph(f"{_subject(meeting, sitting)} như sau:"),
        Paragraph(f"{when(meeting)}.", "Thời gian:"),
        Paragraph(where(meeting), "Địa điểm:"),
        Paragraph(_who(meeting, guests), "Thành phần:"),
        *_contents(agenda, sitting, besides=chair),
        *([Paragraph(sentence(comrade(chair)), "Chủ trì:")] if chair else []),
    ]
    papers = list(dict.fromkeys(clean_line(item.papers) for item in agenda if clean_line(item.papers)))
    blocks.append(
        Paragraph(
            sentence(f"nghiên cứu trước {'; '.join(papers)}") if papers
            else "đọc trước tài liệu, chuẩn bị ý kiến phát biểu; báo cáo kết quả nhiệm vụ được giao.",
            "Chuẩn bị:",
        )
    )  # fmt: skip
    blocks.append(
        Paragraph(
            "dự họp đầy đủ, đúng giờ. Đồng chí nào vắng báo cáo lý do với đồng chí bí thư "
            f"trước ngày {short_date(before)}.",
            "Yêu cầu:",
        )
    )
    supervisor = () if committee else ("Cấp ủy viên theo dõi chi bộ,",)
    return NoticePaper(
        head=letterhead_of(cell, meeting, symbol(number, DocumentType.NOTICE), day),
        title="THÔNG BÁO",
        subtitle=f"{_lower(meeting_title(meeting, cell))}",
        blocks=tuple(blocks),
        recipients=("Như trên,", *supervisor, "Lưu Chi bộ."),
        on_behalf="T/M CHI ỦY" if committee else "T/M CHI BỘ",
        signature=Signature("BÍ THƯ", secretary_of(members, meeting.date)),
        draft=number is None,
    )


def compose_invitation(
    *,
    cell: Cell,
    meeting: Meeting,
    agenda: Sequence[AgendaItem],
    members: Sequence[Member],
    guest: Guest | None,
    day: date,
    sitting: Sequence[Meeting] = (),
) -> NoticePaper:
    """Return an invitation for a guest, or with dots for whom it is; an invitation bears no number."""
    known = {m.id: m.name for m in members}
    chair = known.get(meeting.chair_id or b"", "")
    whom = f"{DOTS * 3}"
    if guest is not None:
        whom = ", ".join(filter(None, (comrade(guest.name), clean_line(guest.office))))
    blocks: list[Block] = [
        Paragraph(whom, "Trân trọng kính mời:"),
        Paragraph(sentence(_lower(meeting_title(meeting, cell))), "Đến dự:"),
        Paragraph(f"{when(meeting)}.", "Thời gian:"),
        Paragraph(where(meeting), "Địa điểm:"),
        *_contents(agenda, sitting, persons=False),
        Paragraph(sentence(comrade(chair)) if chair else f"Đ/c {DOTS}", "Chủ trì:"),
        Paragraph("Rất mong đồng chí đến dự đúng giờ."),
    ]
    return NoticePaper(
        head=letterhead_of(cell, meeting, "", day),
        title="GIẤY MỜI",
        subtitle="",
        blocks=tuple(blocks),
        recipients=("Như trên,", "Lưu Chi bộ."),
        on_behalf="T/M CHI ỦY" if meeting.kind is MeetingKind.COMMITTEE else "T/M CHI BỘ",
        signature=Signature("BÍ THƯ", secretary_of(members, meeting.date)),
        draft=False,
    )


def notice_text(paper: NoticePaper) -> str:
    """Return the paper as plain text, to be compared or sent as a message."""
    head = paper.head
    lines = [head.upper, head.cell, head.party, *([head.number] if head.number else []), head.place, ""]
    lines += [DRAFT_MARK, ""] if paper.draft else []
    lines += [paper.title, *([paper.subtitle] if paper.subtitle else []), ""]
    for block in paper.blocks:
        match block:
            case Paragraph(text, lead):
                lines.append(f"{lead} {text}".strip())
            case Bullet(text, lead):
                lines.append(f"{block.sign} {f'{lead} {text}'.strip()}")
            case Blank(count):
                lines += [DOTS * 4] * count
            case _:
                lines.append(block.text)
    lines += ["", "Nơi nhận:", *(f"- {line}" for line in paper.recipients), ""]
    lines += [paper.on_behalf, paper.signature.caption, paper.signature.name]
    return "\n".join(lines) + "\n"


def when(meeting: Meeting) -> str:
    """Return "19 giờ 30 phút, thứ Ba, ngày 03 tháng 11 năm 2026"."""
    return f"{clock_time(meeting.starts)}, {_WEEKDAYS[meeting.date.weekday()]}, {long_date(meeting.date)}"


def where(meeting: Meeting) -> str:
    """Return the place as a sentence, dots where it is not known, and that it is held online."""
    place = clean_line(meeting.place)
    if meeting.mode is MeetingMode.ONLINE:
        return sentence(f"họp trực tuyến; điểm cầu: {place or DOTS * 2}")
    return sentence(place) if place else DOTS * 3


def secretary_of(members: Sequence[Member], day: date) -> str:
    """Return the name of the secretary on a day, or dots."""
    return next((m.name for m in members if m.role_on(day) is Role.SECRETARY), DOTS)


def _addressed(meeting: Meeting, commune: str) -> str:
    if meeting.kind is MeetingKind.COMMITTEE:
        return "Các đồng chí chi ủy viên."
    supervisor = f"đồng chí cấp ủy viên Đảng ủy {commune or DOTS} theo dõi chi bộ"
    who = "đảng viên của tổ đảng" if meeting.kind is MeetingKind.GROUP else "đảng viên trong chi bộ"
    return f"Các đồng chí {who}; {supervisor}."


def _subject(meeting: Meeting, sitting: Sequence[Meeting]) -> str:
    body = {MeetingKind.COMMITTEE: "Chi ủy", MeetingKind.GROUP: "Tổ đảng"}.get(meeting.kind, "Chi bộ")
    what = _lower(meeting_title(meeting))
    for prefix in ("họp chi ủy", "họp chi bộ", "sinh hoạt chi bộ", "sinh hoạt tổ đảng"):
        if what.startswith(prefix):
            what = (
                f"{prefix.split(maxsplit=1)[0] if prefix.startswith('họp') else 'sinh hoạt'}{what[len(prefix) :]}"
            )
            break
    more = "".join(f", họp liền với {_lower(meeting_title(other))}" for other in sitting)
    return f"{body} thông báo {what}{more}"


def _who(meeting: Meeting, guests: Sequence[Guest]) -> str:
    whole = {
        MeetingKind.COMMITTEE: "các đồng chí chi ủy viên",
        MeetingKind.GROUP: "toàn thể đảng viên của tổ đảng",
    }.get(meeting.kind, "toàn thể đảng viên của chi bộ")
    invited = [
        ", ".join(filter(None, (comrade(guest.name), clean_line(guest.office))))
        for guest in sorted(guests, key=lambda g: (g.kind is not GuestKind.SUPERVISOR, g.position, g.id))
    ]
    return sentence("; ".join([whole, *(["kính mời " + "; ".join(invited)] if invited else [])]))


def _contents(
    agenda: Sequence[AgendaItem], sitting: Sequence[Meeting], *, persons: bool = True, besides: str = ""
) -> list[Block]:
    """Return the agenda with who presents each item; the chair, named `besides`, is not said each time."""
    items = sorted(agenda, key=lambda item: (item.position, item.id))
    if not items:
        return [Paragraph("", "Nội dung:"), Blank(3)]
    blocks: list[Block] = [Paragraph("", "Nội dung:")]
    for item in items:
        person = clean_line(item.person)
        by = comrade(person) if persons and person and comrade(person) != comrade(besides) else ""
        text = clean_line(item.title).rstrip(".;")
        blocks.append(Bullet(f"{text} ({by});" if by else f"{text};"))
    for other in sitting:
        theme = f" “{clean_line(other.title)}”" if clean_line(other.title) else ""
        start = f", từ {clock_time(other.starts)}" if other.starts else ""
        blocks.append(Bullet(f"Sinh hoạt chuyên đề{theme}{start};"))
    last = blocks[-1]
    if isinstance(last, Bullet):
        blocks[-1] = Bullet(f"{last.text.rstrip(';')}.")
    return blocks


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
