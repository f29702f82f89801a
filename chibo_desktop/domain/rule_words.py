"""Every rule of a pack as a sentence with its basis, for the screen and the command line (quy định)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from chibo_desktop.domain.meetings import MeetingKind
from chibo_desktop.domain.rules import NUMBERS, RequiredPart, RulePack
from chibo_desktop.domain.score_frames import ScoreFrame
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import decimal

RuleGroup = Literal[
    "Thời lượng",
    "Lịch",
    "Điểm danh",
    "Biểu quyết",
    "Phải có",
    "Chương trình",
    "Nội dung",
    "Chấm điểm",
    "Kiểm điểm",
]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in force; `key` names a number that the cell may set, "" for any other rule."""

    group: RuleGroup
    title: str
    words: str
    basis: str
    key: str = ""

    @property
    def sentence(self) -> str:
        """The whole rule: "Họp thường kỳ tối thiểu 90 phút — HD 42-HD/BTCTW"."""
        joint = " " if self.key else ": "
        return f"{self.title}{joint}{self.words} — {self.basis}"


REQUIRED_WORDS = {
    RequiredPart.STARTS: "giờ bắt đầu",
    RequiredPart.ENDS: "giờ kết thúc",
    RequiredPart.PLACE: "địa điểm",
    RequiredPart.CHAIR: "người chủ trì",
    RequiredPart.MINUTE_TAKER: "thư ký",
    RequiredPart.ROLL: "điểm danh",
    RequiredPart.AGENDA: "nội dung đã trình bày",
    RequiredPart.SPEECHES: "ý kiến phát biểu",
    RequiredPart.CONCLUSIONS: "kết luận",
    RequiredPart.THEME: "tên chuyên đề",
    RequiredPart.LEVEL: "mức chất lượng",
}


def rule_lines(pack: RulePack) -> tuple[RuleLine, ...]:
    """Return every rule of a pack in the order it is shown."""
    return (
        *_numbers(pack),
        *_votes(pack),
        *_required(pack),
        *_agendas(pack),
        *_content(pack),
        *_score(pack.score_frame),
    )


def _numbers(pack: RulePack) -> Iterator[RuleLine]:
    groups: dict[str, RuleGroup] = {"length": "Thời lượng", "calendar": "Lịch", "": "Điểm danh"}
    for rule in NUMBERS:
        group = groups[rule.key.rpartition(".")[0]]
        yield RuleLine(group, rule.title, rule.words(pack.number(rule.key)), pack.basis_of(rule.key), rule.key)


def _votes(pack: RulePack) -> Iterator[RuleLine]:
    for matter, law in pack.votes.items():
        ballots = "; bỏ phiếu kín" if law.secret else ""
        yield RuleLine(
            "Biểu quyết", label(matter), f"{label(law.threshold).lower()} {law.base}{ballots}", law.basis
        )


def _required(pack: RulePack) -> Iterator[RuleLine]:
    for kind, parts in pack.required.items():
        words = ", ".join(REQUIRED_WORDS[part] for part in parts)
        yield RuleLine("Phải có", label(kind), words, pack.basis_of("required"))


def _agendas(pack: RulePack) -> Iterator[RuleLine]:
    for kind in MeetingKind:
        if lines := pack.agenda(kind):
            minutes = sum(line.minutes for line in lines)
            words = f"{len(lines)} nội dung, {minutes} phút: {'; '.join(line.title for line in lines)}"
            yield RuleLine("Chương trình", label(kind), words, "Chương trình mẫu, sửa được ở từng buổi họp")


def _content(pack: RulePack) -> Iterator[RuleLine]:
    for number, words in enumerate(pack.content, start=1):
        yield RuleLine("Nội dung", f"Nội dung {number}", words, pack.basis_of("content"))


def _score(frame: ScoreFrame) -> Iterator[RuleLine]:
    for group in frame.groups:
        points = f"{decimal(group.max)} điểm" if group.max is not None else "không cho điểm"
        yield RuleLine("Chấm điểm", f"{group.number}. {group.title}", points, frame.basis)
    if frame.levels:
        levels = "; ".join(f"{label(rule.level)} từ {decimal(rule.at_least)} điểm" for rule in frame.levels)
        yield RuleLine("Chấm điểm", "Xếp mức", levels, frame.basis)
    for gate in frame.gates:
        yield RuleLine(
            "Chấm điểm",
            f"Điều kiện của mức {label(gate.level)}",
            f"đủ điểm ở tiêu chí {', '.join(gate.full)}",
            frame.basis,
        )
