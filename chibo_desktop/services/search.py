"""Finding records by their words (tìm kiếm)."""

from __future__ import annotations

from dataclasses import dataclass

from chibo_desktop.domain.duties import Duty, DutyProgress
from chibo_desktop.domain.meetings import Meeting
from chibo_desktop.domain.minutes import meeting_title
from chibo_desktop.domain.records import KINDS, Record
from chibo_desktop.services.session import Session
from chibo_desktop.storage import search as index
from chibo_desktop.storage.book import OWN
from chibo_desktop.storage.mapper import words_of

KIND_WORDS = {
    "member": "Đảng viên",
    "meeting": "Cuộc họp",
    "agenda_item": "Nội dung họp",
    "guest": "Đại biểu",
    "speech": "Ý kiến phát biểu",
    "conclusion": "Kết luận",
    "vote": "Biểu quyết",
    "resolution": "Nghị quyết",
    "duty": "Nhiệm vụ",
    "mention": "Biểu dương, nhắc nhở",
    "proposal": "Kiến nghị",
    "theme": "Chuyên đề",
    "correction": "Đính chính",
    "target": "Chỉ tiêu",
    "inspection": "Kiểm tra, giám sát",
    "incoming_document": "Văn bản đến",
    "reward": "Đề nghị khen thưởng",
    "duty_progress": "Tiến độ nhiệm vụ",
}
_SECTIONS = {
    "target": "resolutions",
    "proposal": "proposals",
    "inspection": "inspections",
    "incoming_document": "incoming",
    "reward": "rewards",
}
"""in which book of the books and papers a kind stands"""
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Found:
    """A record that has the words, ready to show."""

    book: int
    kind: str
    id: bytes
    title: str
    text: str
    meeting_id: bytes | None
    place: str
    """where it is opened, "" where it can only be read"""
    target: object


def find(session: Session, words: str, *, most: int = 50) -> list[Found]:
    """Return records that have every word, tones and marks ignored, the best first."""
    return [found for hit in index.find(session.book.database, words, most=most) if (found := _shown(session, hit))]


def _shown(session: Session, hit: index.Hit) -> Found | None:
    item: Record | None = session.book.get(KINDS[hit.kind], hit.id, hit.book)
    if item is None:
        return None
    meeting_id = item.id if isinstance(item, Meeting) else getattr(item, "meeting_id", None)
    meeting = session.book.get(Meeting, meeting_id, hit.book) if meeting_id else None
    title = KIND_WORDS[hit.kind]
    if meeting is not None:
        title = f"{title} · {meeting_title(meeting)}"
    text = " ".join(words_of(item).split())
    place, target = _place(item, hit, meeting_id)
    return Found(
        book=hit.book,
        kind=hit.kind,
        id=hit.id,
        title=title,
        text=text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…",
        meeting_id=meeting_id,
        place=place,
        target=target,
    )


def _place(item: Record, hit: index.Hit, meeting_id: bytes | None) -> tuple[str, object]:
    if hit.book == OWN:
        if isinstance(item, Duty):
            return "duties", item.id
        if isinstance(item, DutyProgress):
            return "duties", item.duty_id
        if hit.kind in _SECTIONS and (meeting_id is None or hit.kind != "proposal"):
            return "documents", (_SECTIONS[hit.kind], item.id)
    if meeting_id is not None:
        return "meetings", (meeting_id, hit.book)
    return ("members", item.id) if hit.kind == "member" else ("", None)
