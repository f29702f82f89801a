"""The rules of reviews in force: packs that ship, packs from above, points of the place (quy định kiểm điểm)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from chibo_desktop.common.errors import UserError
from chibo_desktop.common.resources import resource
from chibo_desktop.domain.pack_text import PackFaultError
from chibo_desktop.domain.records import Record
from chibo_desktop.domain.review_pack import (
    ReviewPack,
    in_force_on,
    parse_review_pack,
    review_pack_problems,
)
from chibo_desktop.domain.review_rules import period_of
from chibo_desktop.domain.reviews import ReviewRound
from chibo_desktop.domain.settings import Setting, setting
from chibo_desktop.domain.wording import decimal
from chibo_desktop.services.session import Changed, Session
from chibo_desktop.storage.book import OWN

_SHIPPED = ("review-qd366-2025.toml",)
_PACK = "review.pack."
_LINE = "review.points."
_PIECE = 4_000
_MOST = 60_000


@cache
def shipped_review_packs() -> tuple[ReviewPack, ...]:
    """Return the packs that come with the program."""
    texts = [resource("rules", name).read_text(encoding="utf-8") for name in _SHIPPED]
    return tuple(parse_review_pack(text) for text in texts)


@lru_cache(maxsize=16)
def _kept_pack(data: str) -> ReviewPack | None:
    try:
        pack = msgspec.json.decode(data, type=ReviewPack)
        wrong = next(review_pack_problems(pack), None)
    except (msgspec.MsgspecError, RecursionError):
        return None
    return None if wrong else pack


def _settings(session: Session, book: int) -> dict[str, str]:
    return {s.name: s.value for s in session.book.find(Setting, book=book) if s.name.startswith("review.")}


def _all(settings: Mapping[str, str]) -> tuple[ReviewPack, ...]:
    pieces: dict[str, dict[str, str]] = {}
    for name, value in settings.items():
        if name.startswith(_PACK):
            pack_id, _, number = name[len(_PACK) :].rpartition("/")
            pieces.setdefault(pack_id, {})[number] = value
    found = [_kept_pack("".join(parts[number] for number in sorted(parts))) for parts in pieces.values()]
    shipped = shipped_review_packs()
    own = {pack.id for pack in shipped}
    kept = sorted((p for p in found if p and p.id not in own), key=lambda p: (p.effective_from, p.id))
    return (*shipped, *kept)


def review_packs(session: Session, *, book: int = OWN) -> list[ReviewPack]:
    """Return the packs that ship and those kept in the book, which travel with it."""
    return list(_all(_settings(session, book)))


def review_pack_on(session: Session, day: date, *, book: int = OWN) -> ReviewPack:
    """Return the rules in force on a day, with the points of the place."""
    settings = _settings(session, book)
    return in_force_on(_all(settings), day).with_points(_points(settings))


def pack_of_round(session: Session, found: ReviewRound, *, book: int = OWN) -> ReviewPack:
    """Return the rules a round is held under: those noted when it was opened, with its points."""
    settings = _settings(session, book)
    name, *details = found.pack.split() or [""]
    pack = next((p for p in _all(settings) if p.id == name), None)
    if pack is None:
        day = period_of(found.year, found.quarter)[1]
        return in_force_on(_all(settings), day).with_points(_points(settings))
    pairs = dict(part.split("=", 1) for part in details if "=" in part)
    return pack.with_points({code: value for code, text in pairs.items() if (value := _number(text)) is not None})


def review_pack_mark(session: Session, day: date) -> str:
    """Return what a round notes of the rules in force: pack and the points of the place."""
    settings = _settings(session, OWN)
    pack = in_force_on(_all(settings), day)
    return _mark(pack, _points(settings))


def _mark(pack: ReviewPack, points: Mapping[str, float]) -> str:
    own = pack.with_points(points)
    told = [
        f"{line.code}={line.max:g}"
        for group, usual in zip(own.groups, pack.groups, strict=True)
        if group != usual
        for line in group.lines
    ]
    return " ".join([pack.id, *told])[:200]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None


def _points(settings: Mapping[str, str]) -> dict[str, float]:
    return {
        name[len(_LINE) :]: value
        for name, text in settings.items()
        if name.startswith(_LINE) and (value := _number(text)) is not None
    }


def set_line_points(session: Session, points: Mapping[str, float], found: ReviewRound | None = None) -> Changed:
    """Set the points of the lines as the upper committee divides them; an open round follows if it is named.

    No points go back to those of the pack. Raises UserError when the lines of a group do not add up to the
    group's points.
    """
    pack = in_force_on(_all(_settings(session, OWN)), session.clock.today())
    known = {line.code for group in pack.groups for line in group.lines}
    if strange := sorted(set(points) - known):
        raise UserError(f"Không có tiêu chí {strange[0]}.", "Hãy mở lại bảng điểm rồi ghi lại.")
    for group in pack.groups:
        values = [points.get(line.code, line.max) for line in group.lines]
        if any(value < 0 for value in values) or abs(sum(values) - group.max) > 1e-9:
            raise UserError(
                f"{group.title}: các dòng cộng lại {decimal(sum(values), 2)} điểm, phải đủ {group.max:g}.",
                "Hãy sửa điểm từng dòng cho đủ rồi lưu lại.",
            )
    usual = {line.code: line.max for group in pack.groups for line in group.lines}
    items: list[Record] = [setting(f"{_LINE}{code}", f"{value:g}") for code, value in points.items()]
    gone = _own_points(session)
    if all(usual[code] == value for code, value in points.items()):
        items = []
    kept = {item.id for item in items}
    if found is not None:
        items.append(msgspec.structs.replace(found, pack=_mark(pack, points)))
    return session.save(*items, delete=[s for s in gone if s.id not in kept], what="Đặt điểm từng dòng")


def _own_points(session: Session) -> list[Setting]:
    return [s for s in session.book.find(Setting) if s.name.startswith(_LINE)]


# -- a pack from above ----------------------------------------------------------------------------


def replace_review_pack(session: Session, path: Path) -> tuple[ReviewPack, Changed]:
    """Take a pack from a file into the book, where it travels; raises UserError with line and reason.

    A pack under an id that ships or that a round was held under is refused unless it is the same.
    """
    pack = _read(session, path)
    settings = _settings(session, OWN)
    old = next((p for p in _all(settings) if p.id == pack.id), None)
    if old == pack:
        return pack, Changed()
    if old is not None and (old in shipped_review_packs() or _in_use(session, pack.id)):
        raise UserError(
            f"Đã có bộ quy định mang mã {pack.id}, nội dung khác tệp này.",
            "Hãy đổi mã ở dòng id của tệp (ví dụ thêm -2) rồi chọn lại; kỳ kiểm điểm đã lập giữ bộ cũ.",
        )
    data = msgspec.json.encode(pack).decode()
    pieces: list[Record] = [
        setting(f"{_PACK}{pack.id}/{number:02}", data[start : start + _PIECE])
        for number, start in enumerate(range(0, len(data), _PIECE))
    ]
    kept = {piece.id for piece in pieces}
    gone = [s for s in _pieces(session, pack.id) if s.id not in kept]
    return pack, session.save(*pieces, delete=gone, what=f"Thay quy định: {pack.title}"[:100])


def remove_review_pack(session: Session, pack_id: str) -> Changed:
    """Take a pack out of the book; raises UserError when a round was held under it."""
    if _in_use(session, pack_id):
        raise UserError(
            "Đã có kỳ kiểm điểm lập theo bộ quy định này.", "Hãy giữ lại, hoặc thay bằng tệp mới có mã khác."
        )
    return session.save(delete=_pieces(session, pack_id), what="Bỏ bộ quy định")


def _pieces(session: Session, pack_id: str) -> list[Setting]:
    return [s for s in session.book.find(Setting) if s.name.startswith(f"{_PACK}{pack_id}/")]


def _in_use(session: Session, pack_id: str) -> bool:
    return any(found.pack.split()[:1] == [pack_id] for found in session.book.find(ReviewRound))


def _read(session: Session, path: Path) -> ReviewPack:
    try:
        text = path.read_bytes()[: 4 * _MOST].decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"Không đọc được tệp {path.name}.", "Hãy cắm lại USB hoặc chọn tệp khác.") from error
    except UnicodeDecodeError as error:
        raise UserError(
            f"Tệp {path.name}: chữ không phải bảng mã Unicode (UTF-8).",
            "Hãy mở tệp bằng Notepad, lưu lại với mã UTF-8 rồi chọn lại.",
        ) from error
    if len(text) > _MOST:
        raise UserError(f"Tệp {path.name} quá lớn, không phải bộ quy định.", "Hãy chọn đúng tệp của cấp trên.")
    raws = {pack.id: msgspec.to_builtins(pack, builtin_types=(date,)) for pack in review_packs(session)}
    try:
        return parse_review_pack(text, raws.get)
    except PackFaultError as fault:
        raise UserError(
            f"Tệp {path.name}, dòng {fault.line}: {fault.reason}.",
            "Quy định đang dùng vẫn giữ nguyên. Hãy báo nơi gửi tệp sửa dòng này rồi chọn lại.",
        ) from fault
