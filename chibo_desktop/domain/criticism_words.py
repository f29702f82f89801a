"""A note of criticism as words, for paper and for those it is shown to (cách ghi)."""

from __future__ import annotations

from chibo_desktop.common.text import clean_line
from chibo_desktop.domain.criticism import Criticism, CriticismForm, CriticismText
from chibo_desktop.domain.paper import Block, Bullet, Heading, Paragraph
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import DOTS, comrade, lines_of, sentence, short_date

SOMEBODY = "người chưa ghi tên"


def note_title(record: Criticism, text: CriticismText) -> str:
    """Return "Tự phê bình của Đ/c Lò Văn Pâng, ngày 03/11/2026", or who criticised whom."""
    who = _named(text.from_name)
    if record.form is CriticismForm.SELF:
        return f"Tự phê bình của {who}, ngày {short_date(record.date)}"
    return f"Phê bình, góp ý của {who} với {_named(text.to_name)}, ngày {short_date(record.date)}"


def _named(name: str) -> str:
    return comrade(name) if clean_line(name) else SOMEBODY


def note_blocks(record: Criticism, text: CriticismText) -> tuple[Block, ...]:
    """Return a whole note as blocks of a paper, its title first; what was left empty is left out."""
    blocks: list[Block] = [Heading(note_title(record, text), 1)]
    blocks += _paragraphs("Nội dung:", text.content)
    for answer in text.answers:
        blocks.append(Heading(answer.question, 2))
        blocks += [Paragraph(sentence(line)) for line in lines_of(answer.text)]
    blocks += _paragraphs("Tiếp thu:", text.acceptance)
    blocks += _paragraphs("Việc sẽ sửa:", text.fix)
    if text.due is not None:
        blocks.append(Paragraph(f"{short_date(text.due)}.", "Sửa xong trước ngày:"))
    blocks.append(Paragraph(f"{label(record.mending)}.", "Tình trạng:"))
    for seen in text.follow_ups:
        words = " ".join(lines_of(seen.text))
        said = f"{label(seen.mending)}. {sentence(words)}".strip()
        blocks.append(Bullet(said, f"Hỏi lại ngày {short_date(seen.date)}:"))
    return tuple(blocks)


def _paragraphs(lead: str, words: str) -> list[Block]:
    lines = lines_of(words)
    return [Paragraph(sentence(line), lead if place == 0 else "") for place, line in enumerate(lines)]


def note_words(record: Criticism, text: CriticismText) -> str:
    """Return a whole note as plain text without its title."""
    lines = []
    for block in note_blocks(record, text)[1:]:
        match block:
            case Heading(words):
                lines.append(words)
            case Paragraph(words, lead):
                lines.append(f"{lead} {words}".strip())
            case Bullet(words, lead):
                lines.append(f"{block.sign} {lead} {words}".rstrip())
            case _:
                lines.append(DOTS)
    return "\n".join(lines)
