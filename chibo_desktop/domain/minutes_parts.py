"""The sections of the minutes, each from its records (các phần của biên bản)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from chibo_desktop.common.text import clean_line, fold, name_key
from chibo_desktop.domain.attendance import Tally, is_present, tally
from chibo_desktop.domain.corrections import Correction
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import (
    AgendaItem,
    AgendaPart,
    Attendance,
    AttendanceState,
    Conclusion,
    ConclusionKind,
    Guest,
    Meeting,
    MeetingKind,
    MeetingLevel,
    Speech,
)
from chibo_desktop.domain.members import Status
from chibo_desktop.domain.paper import Blank, Block, Bullet, Heading, Paragraph
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.votes import Law, Matter, Threshold, Vote, VoteMethod, carries, needed, rule_of
from chibo_desktop.domain.wording import (
    DOTS,
    clock_time,
    comrade,
    comrades,
    counted,
    decimal,
    lines_of,
    percent,
    sentence,
    short_date,
)

PART_TITLES: Mapping[AgendaPart, str] = {
    AgendaPart.NEWS: "Thông tin thời sự, quán triệt văn bản",
    AgendaPart.REVIEW: "Đánh giá kết quả lãnh đạo thực hiện nhiệm vụ tháng trước",
    AgendaPart.IDEOLOGY: ("Tình hình tư tưởng đảng viên, nhân dân; thực hiện nhiệm vụ, biểu dương, phê bình"),
    AgendaPart.PLAN: "Phương hướng, nhiệm vụ tháng tới",
    AgendaPart.OTHER: "Nội dung khác",
}
LEVEL_WORDS: Mapping[MeetingLevel, str] = {
    MeetingLevel.GOOD: "Tốt",
    MeetingLevel.FAIR: "Khá",
    MeetingLevel.AVERAGE: "Trung bình",
    MeetingLevel.POOR: "Kém",
}
_METHOD_WORDS = {VoteMethod.SHOW_OF_HANDS: "giơ tay", VoteMethod.SECRET_BALLOT: "bỏ phiếu kín"}
_THRESHOLD_WORDS = {Threshold.MORE_THAN_HALF: "hơn một nửa", Threshold.TWO_THIRDS: "ít nhất hai phần ba"}
_ABSENT = (AttendanceState.ABSENT_EXCUSED, AttendanceState.ABSENT_UNEXCUSED)
_SCORED = frozenset({MeetingKind.REGULAR, MeetingKind.THEMATIC})


def paragraphs(text: str, lead: str = "") -> list[Block]:
    """Return a typed text as paragraphs, the first with its lead."""
    lines = lines_of(text) or [""]
    return [Paragraph(line, lead if i == 0 else "") for i, line in enumerate(lines) if line or lead]


def names(rows: Sequence[Attendance]) -> str:
    """Return people in the order of their given names: "Đ/c Lò Văn An, Đ/c Vàng A Páo"."""
    return ", ".join(comrade(row.name) for row in sorted(rows, key=_by_name))


def _by_name(row: Attendance) -> tuple[object, bytes]:
    return name_key(row.name), row.member_id


def membership(rows: Sequence[Attendance], body: str, *, called: bool) -> list[Block]:
    """Return the counts of item 4 of the minutes; with `called` false only what the list itself says."""
    count = tally(rows)
    whole = "Tổng số chi ủy viên:" if body == "chi ủy" else f"Tổng số đảng viên của {body}:"
    kinds = f"chính thức {comrades(count.full)}, dự bị {comrades(count.probationary)}"
    blocks: list[Block] = [Bullet(f"{comrades(count.total)}; trong đó {kinds}.", whole)]
    if not called:
        empty = f"{DOTS} đồng chí"
        blocks.append(Bullet(f"{empty} (chính thức {DOTS}, dự bị {DOTS}, sinh hoạt tạm thời {DOTS}).", "Có mặt:"))
        blocks.append(Bullet(f"{empty} (họ tên, lý do):", "Vắng:"))
        blocks.append(Blank(2))
    else:
        blocks.extend(_presence(rows, count))
    return blocks + _by_status(rows, called=called)


def _presence(rows: Sequence[Attendance], count: Tally) -> list[Block]:
    here = count.present_full + count.present_probationary + count.present_temporary_in
    parts = [f"chính thức {counted(count.present_full)}", f"dự bị {counted(count.present_probationary)}"]
    if count.present_temporary_in:
        parts.append(f"sinh hoạt tạm thời {counted(count.present_temporary_in)}")
    blocks: list[Block] = [Bullet(f"{comrades(here)} ({', '.join(parts)}).", "Có mặt:")]
    blocks.append(Bullet(attendance_rate(rows), "Tỷ lệ dự sinh hoạt:"))
    absent = sorted(
        (row for row in rows if row.state in _ABSENT and row.status is not Status.TEMPORARY_IN), key=_by_name
    )
    if not absent:
        blocks.append(Bullet("không có đồng chí nào.", "Vắng:"))
    else:
        reasons = f"có lý do {counted(count.absent_excused)}, không lý do {counted(count.absent_unexcused)}"
        blocks.append(Bullet(f"{comrades(len(absent))} ({reasons}), gồm:", "Vắng:"))
        blocks.extend(Bullet(f"{_absence(row)}{';' if row is not absent[-1] else '.'}", level=2) for row in absent)
    if moves := [_movement(row) for row in sorted(rows, key=_by_name) if row.arrived or row.left]:
        blocks.append(Bullet(f"{'; '.join(moves)}.", "Đến sau, về trước:"))
    return blocks


def attendance_rate(rows: Sequence[Attendance]) -> str:
    """Return the rate of attendance with its formula in words."""
    count = tally(rows)
    own: list[Status] = [row.status for row in rows if row.status is not Status.TEMPORARY_IN]
    less = [
        (sum(s is status for s in own), words)
        for status, words in (
            (Status.EXEMPT, "được miễn sinh hoạt"),
            (Status.TEMPORARILY_EXEMPT, "tạm miễn sinh hoạt"),
            (Status.TEMPORARY_OUT, "sinh hoạt tạm thời nơi khác"),
            (Status.SUSPENDED, "bị đình chỉ sinh hoạt"),
        )
    ]
    taken = ", ".join(f"{counted(number)} {words}" for number, words in less if number)
    formula = f"tổng số {counted(count.total)}" + (f", trừ {taken}" if taken else "")
    rate = percent(count.present_due, count.due)
    return (
        f"{counted(count.present_due)}/{comrades(count.due)} phải dự, đạt {rate} "
        "(số có mặt trong số phải dự, chia cho số phải dự; "
        f"số phải dự là {formula})."
    )


def _absence(row: Attendance) -> str:
    excused = row.state is AttendanceState.ABSENT_EXCUSED
    reason = clean_line(row.reason)
    return f"{comrade(row.name)}, vắng {'có' if excused else 'không'} lý do" + (f" ({reason})" if reason else "")


def _movement(row: Attendance) -> str:
    moves = []
    if row.arrived:
        moves.append(f"đến lúc {clock_time(row.arrived)}")
    if row.left:
        moves.append(f"về lúc {clock_time(row.left)}")
    return f"{comrade(row.name)} {', '.join(moves)}"


def _by_status(rows: Sequence[Attendance], *, called: bool) -> list[Block]:
    blocks: list[Block] = []
    for status, lead, named in (
        (Status.EXEMPT, "Đảng viên được miễn sinh hoạt:", False),
        (Status.TEMPORARILY_EXEMPT, "Đảng viên tạm miễn sinh hoạt:", False),
        (Status.TEMPORARY_OUT, "Giới thiệu sinh hoạt tạm thời đi nơi khác:", True),
        (Status.TEMPORARY_IN, "Đảng viên nơi khác sinh hoạt tạm thời tại chi bộ:", True),
        (Status.SUSPENDED, "Đảng viên bị đình chỉ sinh hoạt:", False),
    ):
        group = [row for row in rows if row.status is status]
        if not group:
            continue
        text = comrades(len(group))
        if named:
            text += f" ({names(group)})"
        if called and status in {Status.EXEMPT, Status.TEMPORARILY_EXEMPT, Status.TEMPORARY_OUT}:
            attending = [row for row in group if is_present(row)]
            text += f"; có dự sinh hoạt: {names(attending)}" if attending else ""
        if called and status is Status.TEMPORARY_IN:
            away = [row for row in group if not is_present(row)]
            text += f"; vắng: {names(away)}" if away else "; có mặt đủ"
        blocks.append(Bullet(f"{text}.", lead))
    return blocks


def invited(guests: Sequence[Guest]) -> list[Block]:
    """Return the guests with their offices, in the order of their given names."""
    if not guests:
        return []
    ordered = sorted(guests, key=lambda g: (name_key(g.name), g.id))
    shown = [comrade(g.name) + (f", {clean_line(g.office)}" if clean_line(g.office) else "") for g in ordered]
    return [Bullet(f"{comrades(len(guests))}: {'; '.join(shown)}.", "Đại biểu, khách mời:")]


def item_blocks(items: Sequence[AgendaItem], section: str, *, closed: bool) -> list[Block]:
    """Return agenda items with who presented them and what was said.

    Several are numbered from 1; a single one that is called as its section is not named again.
    """
    blocks: list[Block] = []
    for number, item in enumerate(items, start=1):
        title = clean_line(item.title)
        if len(items) > 1:
            blocks.append(Heading(f"{number}. {title}", 2))
        elif fold(title) != fold(section):
            blocks.append(Heading(title, 2))
        facts = []
        if clean_line(item.person):
            facts.append(f"Người trình bày: {comrade(item.person)}")
        if clean_line(item.papers):
            facts.append(f"Tài liệu: {clean_line(item.papers)}")
        if facts:
            blocks.append(Paragraph(sentence(". ".join(facts))))
        said = paragraphs(item.outcome)
        if not said and not closed:
            said = [Blank(2)]
        blocks.extend(said)
    return blocks


def discussion(speeches: Sequence[Speech], rows: Sequence[Attendance], *, closed: bool) -> list[Block]:
    """Return who spoke and what they said, a paragraph each (item 7 of the minutes)."""
    if not speeches:
        return [Paragraph("Không có ý kiến phát biểu.") if closed else Blank(3)]
    here = {row.member_id for row in rows if is_present(row)}
    spoke = {speech.member_id for speech in speeches if speech.member_id in here}
    share = ""
    if here:
        ratio = f"{counted(len(spoke))}/{counted(len(here))}"
        share = f"; {ratio} đảng viên có mặt phát biểu, đạt {percent(len(spoke), len(here))}"
    blocks: list[Block] = [Paragraph(f"Có {counted(len(speeches))} lượt ý kiến{share}.")]
    for speech in speeches:
        blocks.extend(paragraphs(speech.text, f"{comrade(speech.speaker)}:"))
    return blocks


def chair_words(conclusions: Sequence[Conclusion], *, closed: bool) -> list[Block]:
    """Return what the chair explained, accepted and concluded (item 8 of the minutes)."""
    if not conclusions:
        return [Paragraph("Không có.") if closed else Blank(3)]
    leads = {ConclusionKind.EXPLANATION: "Giải trình, tiếp thu:", ConclusionKind.CONCLUSION: "Kết luận:"}
    blocks: list[Block] = []
    for kind, group in groupby(conclusions, key=lambda c: c.kind):
        for i, conclusion in enumerate(group):
            blocks.extend(paragraphs(conclusion.text, leads[kind] if i == 0 else ""))
    return blocks


def assignments(duties: Sequence[Duty], known: Mapping[bytes, str], *, closed: bool) -> list[Block]:
    """Return who does what until when; `known` names members by their id."""
    blocks: list[Block] = []
    for duty in duties:
        owner = known.get(duty.owner_id) if duty.owner_id else None
        text = "; ".join(line.rstrip(".;") for line in lines_of(duty.text))
        helpers = sorted((known[m] for m in duty.co_owner_ids if m in known), key=name_key)
        for label, value in (
            ("địa bàn, lĩnh vực", clean_line(duty.area)),
            ("phối hợp", ", ".join(comrade(name) for name in helpers)),
            ("kết quả cần có", clean_line(duty.output)),
            ("thời hạn", short_date(duty.due) if duty.due else "" if closed else DOTS),
        ):
            text += f"; {label}: {value}" if value else ""
        blocks.append(Bullet(f"{text}.", f"{comrade(owner) if owner else f'Đ/c {DOTS}'}:"))
    return blocks


def ballots(
    votes: Sequence[Vote],
    resolutions: Sequence[Resolution],
    *,
    closed: bool,
    laws: Mapping[Matter, Law] | None = None,
) -> list[Block]:
    """Return each vote with its numbers and result, and the resolutions decided (item 9 of the minutes)."""
    if not votes and not resolutions:
        return [Paragraph("Không có nội dung biểu quyết.") if closed else Blank(3)]
    blocks: list[Block] = []
    for number, vote in enumerate(votes, start=1):
        title = clean_line(vote.title)
        blocks.append(Heading(f"{number}. {title}" if len(votes) > 1 else title, 2))
        if not closed and not vote.agree + vote.disagree + vote.other:
            blocks.append(
                Paragraph(f"Tán thành: {DOTS}; không tán thành: {DOTS}; ý kiến khác: {DOTS}; tỷ lệ: {DOTS}%.")
            )
            continue
        blocks.append(Paragraph(vote_sentence(vote, laws)))
        blocks.extend(
            paragraphs(vote.reserved_opinion, "Ý kiến bảo lưu:") if lines_of(vote.reserved_opinion) else []
        )
    outcome = {
        ResolutionState.ADOPTED: "đã được thông qua",
        ResolutionState.REJECTED: "không được thông qua",
        ResolutionState.DRAFT: "mới là dự thảo, chưa thông qua",
    }
    blocks.extend(
        Paragraph(f"Nghị quyết “{clean_line(r.title).rstrip('.')}” {outcome[r.state]}.") for r in resolutions
    )
    return blocks


def vote_sentence(vote: Vote, laws: Mapping[Matter, Law] | None = None) -> str:
    """Return one vote's numbers over its base and whether the share its rule needs was reached."""
    silent = vote.base - vote.agree - vote.disagree - vote.other
    parts = [
        f"tán thành {counted(vote.agree)}/{comrades(vote.base)}, tỷ lệ {percent(vote.agree, vote.base)}",
        f"không tán thành {comrades(vote.disagree)}",
        f"ý kiến khác {comrades(vote.other)}",
    ]
    if silent > 0:
        parts.append(f"vắng mặt hoặc không biểu quyết {comrades(silent)}")
    share = _THRESHOLD_WORDS[rule_of(vote.matter, laws).threshold]
    least = f"{counted(needed(vote.matter, vote.base, laws))}/{counted(vote.base)}"
    return (
        f"Hình thức {_METHOD_WORDS[vote.method]}: {'; '.join(parts)}. "
        f"Kết quả: {'đạt' if carries(vote, laws) else 'không đạt'} "
        f"(cần {share} số đảng viên chính thức được tính, từ {least} đồng chí tán thành)."
    )


def quality(meeting: Meeting) -> list[Block]:
    """Return score and level, or room for them; nothing for kinds that are not scored."""
    if meeting.kind not in _SCORED and meeting.score is None and meeting.level is None:
        return []
    score = decimal(meeting.score, 2) if meeting.score is not None else DOTS
    level = LEVEL_WORDS[meeting.level] if meeting.level else DOTS
    return [Paragraph(sentence(f"Điểm: {score}/100; xếp mức: {level}"))]


def end_sentence(meeting: Meeting, body: str, next_day: date | None) -> str:
    """Return the closing sentence; `next_day` is given when the meeting ran past midnight."""
    day = f" ngày {short_date(next_day)}" if next_day else " cùng ngày" if meeting.ends else ""
    return f"Biên bản kết thúc lúc {clock_time(meeting.ends)}{day}, đã đọc lại cho {body} nghe và nhất trí."


def amendments(corrections: Sequence[Correction]) -> list[Block]:
    """Return what was corrected after closing, both versions and the reason, in order."""
    return [
        Bullet(
            f"trước ghi “{clean_line(c.before) or '(trống)'}”, nay ghi “{clean_line(c.after) or '(trống)'}”. "
            f"Lý do: {sentence(clean_line(c.reason))}",
            f"{c.what} (ngày {short_date(c.at.astimezone().date())}):",
        )
        for c in sorted(corrections, key=lambda c: c.position)
    ]
