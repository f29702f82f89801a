"""The text of a resolution: drafted from a meeting's records, and read back part by part (nội dung nghị quyết)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from chibo_desktop.common.text import clean_line, fold, name_key
from chibo_desktop.domain.duties import Duty
from chibo_desktop.domain.meetings import AgendaItem, AgendaPart, Conclusion, ConclusionKind
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.paper import Block, Body, Bullet, Heading, Paragraph
from chibo_desktop.domain.wording import DOTS, comrade, lines_of, month_number, sentence, short_date

TABLE_LINE = "[Bảng nhiệm vụ đã đề ra]"
"""where the table of carried-over duties stands in the text"""
LETTERS = (
    "a",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "x",
    "y",
)
_FIRST_HALF = 15
_SECTION = re.compile(r"^(?:[IVX]{1,5})[.\-]\s+\S")
_NUMBERED = re.compile(r"^\d{1,2}[.\-]\s+\S")
_POINTS = re.compile(r"(?<=[.;:]) (?=[a-zđ]\) )")
_LETTERED = re.compile(r"^[a-zđ]{1,2}\)\s+(?P<text>\S.*)$")


def months_of(day: date) -> tuple[date, date]:
    """Return the first days of the month a meeting reviews and of the one it leads.

    Meetings are held on the 3rd (HD 37): they look back on the month before and set the tasks of
    this one. One in the second half looks back on its own month.
    """
    this = day.replace(day=1)
    if day.day <= _FIRST_HALF:
        return (this - timedelta(days=1)).replace(day=1), this
    return this, date(day.year + day.month // 12, day.month % 12 + 1, 1)


def usual_title(day: date) -> str:
    """Return what a monthly resolution is called: the tasks of the month it leads (form (c) 1)."""
    month = months_of(day)[1]
    return f"Lãnh đạo thực hiện nhiệm vụ tháng {month_number(month)} năm {month.year}"


def lettered(texts: Sequence[str]) -> list[str]:
    """Return points as papers list them: a), b), c), d), đ), e) ...; one alone bears no letter."""
    if len(texts) < 2:
        return list(texts)
    return [f"{_letter(place)}) {text}" for place, text in enumerate(texts)]


def _letter(place: int) -> str:
    first, second = divmod(place, len(LETTERS))
    return LETTERS[second] if not first else LETTERS[(first - 1) % len(LETTERS)] + LETTERS[second]


def draft(
    *,
    day: date,
    agenda: Sequence[AgendaItem],
    conclusions: Sequence[Conclusion],
    duties: Sequence[Duty],
    mentions: Sequence[Mention],
    known: Mapping[bytes, str],
    weak_points: str = "",
) -> str:
    """Return parts I to III of form (c) from what the meeting recorded; dots where nothing was."""
    reviewed, coming = months_of(day)

    def outcomes(*parts: AgendaPart) -> list[str]:
        items = sorted((i for i in agenda if i.part in parts), key=lambda i: (i.position, i.id))
        return [" ".join(lines_of(item.outcome)) for item in items if item.outcome.strip()]

    said = sorted(conclusions, key=lambda c: (c.position, c.id))
    tasks = [point for text in outcomes(AgendaPart.PLAN) for point in points_in(text)]
    for conclusion in said:
        if conclusion.kind is ConclusionKind.CONCLUSION:
            tasks += [point for line in lines_of(conclusion.text) for point in points_in(line)]
    lines = [
        f"I. ĐÁNH GIÁ KẾT QUẢ LÃNH ĐẠO THỰC HIỆN NHIỆM VỤ THÁNG {month_number(reviewed)}",
        "1. Công tác chính trị, tư tưởng",
        *(lettered(outcomes(AgendaPart.NEWS, AgendaPart.IDEOLOGY)) or [DOTS * 3]),
        "2. Lãnh đạo thực hiện nhiệm vụ chính trị",
        *(lettered(outcomes(AgendaPart.REVIEW, AgendaPart.OTHER)) or [DOTS * 3]),
        "3. Kết quả thực hiện nhiệm vụ đã đề ra",
        TABLE_LINE,
        "4. Biểu dương, nhắc nhở",
        *_mentioned(mentions, known),
        "5. Hạn chế, nguyên nhân",
        *_weak(weak_points),
        "",
        f"II. PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG {month_number(coming)}",
        *(lettered([sentence(t) for t in tasks]) or [DOTS * 3]),
        "",
        "III. PHÂN CÔNG VÀ TỔ CHỨC THỰC HIỆN",
        *_assigned(duties, known),
        "Mỗi đảng viên chịu trách nhiệm phần việc được giao.",
        "Bí thư theo dõi, báo cáo kết quả tại kỳ sinh hoạt sau.",
    ]
    return "\n".join(lines)


def points_in(text: str) -> list[str]:
    """Return the points of a paragraph that was written as "a) ...; b) ...", else the paragraph."""
    parts = [part.strip() for part in _POINTS.split(text)]
    return [match["text"] if (match := _LETTERED.match(part)) else part for part in parts if part]


def _mentioned(mentions: Sequence[Mention], known: Mapping[bytes, str]) -> list[str]:
    lines = []
    for kind, word in ((MentionKind.COMMENDATION, "Biểu dương"), (MentionKind.REMINDER, "Nhắc nhở")):
        own = sorted((m for m in mentions if m.kind is kind), key=lambda m: (m.position, m.id))
        for mention in own:
            why = " ".join(lines_of(mention.text))
            name = comrade(known.get(mention.member_id, DOTS))
            lines.append(f"- {word} {sentence(f'{name}: {why}' if why else name)}")
    return lines or ["Không có."]


def _weak(text: str) -> list[str]:
    counts = ("Một là", "Hai là", "Ba là", "Bốn là", "Năm là")
    points = lines_of(text)
    if not points:
        return [f"Một là: {DOTS * 2}"]
    return [f"{counts[i]}: {sentence(p)}" if i < len(counts) else f"- {sentence(p)}" for i, p in enumerate(points)]


def _assigned(duties: Sequence[Duty], known: Mapping[bytes, str]) -> list[str]:
    lines = []
    for duty in sorted(duties, key=lambda d: (d.position, d.id)):
        name = comrade(known.get(duty.owner_id or b"", DOTS))
        helpers = ", ".join(
            comrade(n) for n in sorted((known[m] for m in duty.co_owner_ids if m in known), key=name_key)
        )
        text = f"{name}: {'; '.join(line.rstrip('.;') for line in lines_of(duty.text))}"
        text += f"; phối hợp: {helpers}" if helpers else ""
        text += f"; kết quả cần có: {clean_line(duty.output)}" if clean_line(duty.output) else ""
        text += f"; thời hạn: {short_date(duty.due)}" if duty.due else ""
        lines.append(f"- {sentence(text)}")
    return lines


def blocks_of(text: str, table: Callable[[], Sequence[Body]]) -> list[Body]:
    """Return the blocks of a text; `table` gives what stands at TABLE_LINE, else after part I.

    A line is a part when it begins "I.", a numbered line a heading when it is short, "- " a point.
    """
    blocks: list[Body] = []
    sections, placed = 0, TABLE_LINE in text
    for line in lines_of(text):
        if line == TABLE_LINE:
            blocks.extend(table())
        elif _SECTION.match(line):
            sections += 1
            if sections == 2 and not placed:
                blocks.extend(table())
                placed = True
            blocks.append(Heading(line))
        else:
            blocks.append(_block(line))
    if not placed:
        blocks.extend(table())
    return blocks


def _block(line: str) -> Block:
    if _NUMBERED.match(line) and len(line) <= 100 and line[-1] not in ".;:":
        return Heading(line, 2)
    if line.startswith(("- ", "– ", "+ ")):
        return Bullet(line[2:].strip(), level=2 if line[0] == "+" else 1)
    return Paragraph(line)


def sections_in(text: str) -> int:
    """Count the parts of a text: lines that begin with a Roman number."""
    return sum(bool(_SECTION.match(line)) for line in lines_of(text))


def tasks_in(text: str) -> list[str]:
    """Return the points of part II, what a resolution sets as tasks, without their letters."""
    found: list[str] = []
    section = 0
    for line in lines_of(text):
        if _SECTION.match(line):
            section += 1
            continue
        if section != 2 or _NUMBERED.match(line) or not line.strip(". "):
            continue
        match = _LETTERED.match(line)
        if match or line.startswith(("- ", "– ")):
            found.append(match["text"] if match else line[2:].strip())
    return found


def same_task(one: str, other: str) -> bool:
    """Whether two tasks read the same but for marks, case and the full stop."""
    return fold(clean_line(one)).rstrip(".; ") == fold(clean_line(other)).rstrip(".; ")
