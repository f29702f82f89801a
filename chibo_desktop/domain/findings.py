"""Findings: what of a meeting is missing or against a rule, with the rule's source (nhắc việc).

They warn and quote the rule and never forbid: local variations are lawful.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from chibo_desktop.domain.attendance import tally
from chibo_desktop.domain.meetings import (
    AgendaItem,
    Attendance,
    AttendanceState,
    Conclusion,
    Meeting,
    MeetingKind,
    Speech,
    Stage,
)
from chibo_desktop.domain.members import Standing
from chibo_desktop.domain.rules import RequiredPart, RulePack
from chibo_desktop.domain.votes import Law, Matter, Vote, VoteMethod, carries, needed, rule_of

MINIMUM_LENGTH = {MeetingKind.REGULAR: 90, MeetingKind.THEMATIC: 90}


class Severity(IntEnum):
    """How much a finding weighs; the heavier first."""

    HINT = 1
    WARNING = 2
    MISSING = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one place of the meeting."""

    severity: Severity
    stage: Stage
    """the step where it can be mended"""
    field: str
    sentence: str
    basis: str = ""


def meeting_findings(
    *,
    meeting: Meeting,
    rows: Sequence[Attendance],
    agenda: Sequence[AgendaItem],
    speeches: Sequence[Speech],
    conclusions: Sequence[Conclusion],
    votes: Sequence[Vote],
    has_committee: bool = False,
    pack: RulePack | None = None,
) -> tuple[Finding, ...]:
    """Return what to look at before closing, the heaviest first.

    Lengths, required parts and thresholds are those of the pack; without one the usual ones.
    """
    found = [
        *_form(meeting, agenda, speeches, conclusions, pack),
        *_reading(meeting),
        *_length(meeting, len(rows), pack),
        *_people(rows),
        *_votes(votes, rows, pack.votes if pack else {}),
    ]
    if has_committee and meeting.kind is MeetingKind.REGULAR and not agenda:
        found.append(
            Finding(Severity.WARNING, Stage.PREPARATION, "agenda", "Chưa có chương trình họp.", "HD 42-HD/BTCTW")
        )
    return tuple(sorted(found, key=lambda f: -f.severity))


def _form(
    meeting: Meeting,
    agenda: Sequence[AgendaItem],
    speeches: Sequence[Speech],
    conclusions: Sequence[Conclusion],
    pack: RulePack | None,
) -> list[Finding]:
    asked = pack.required_parts(meeting.kind) if pack else _USUAL_PARTS
    there = {
        RequiredPart.STARTS: meeting.starts is not None,
        RequiredPart.CHAIR: meeting.chair_id is not None,
        RequiredPart.MINUTE_TAKER: meeting.minute_taker_id is not None,
        RequiredPart.PLACE: bool(meeting.place),
        RequiredPart.ROLL: meeting.roll_called,
        RequiredPart.AGENDA: any(item.outcome for item in agenda),
        RequiredPart.THEME: bool(meeting.title),
        RequiredPart.SPEECHES: bool(speeches),
        RequiredPart.CONCLUSIONS: bool(conclusions),
        RequiredPart.LEVEL: meeting.level is not None,
        RequiredPart.ENDS: meeting.ends is not None,
    }
    return [_MISSING[part] for part in asked if not there[part]]


_USUAL_PARTS = tuple(part for part in RequiredPart if part not in {RequiredPart.THEME, RequiredPart.LEVEL})
_MISSING = {
    part: Finding(severity, stage, part.value, sentence)
    for part, severity, stage, sentence in (
        (RequiredPart.STARTS, Severity.MISSING, Stage.PREPARATION, "Chưa ghi giờ bắt đầu."),
        (RequiredPart.CHAIR, Severity.MISSING, Stage.PREPARATION, "Chưa ghi ai chủ trì."),
        (RequiredPart.MINUTE_TAKER, Severity.MISSING, Stage.PREPARATION, "Chưa cử thư ký ghi biên bản."),
        (RequiredPart.PLACE, Severity.MISSING, Stage.PREPARATION, "Chưa ghi địa điểm họp."),
        (RequiredPart.THEME, Severity.MISSING, Stage.PREPARATION, "Chưa ghi tên chuyên đề."),
        (RequiredPart.ROLL, Severity.MISSING, Stage.ROLL_CALL, "Chưa điểm danh."),
        (
            RequiredPart.AGENDA,
            Severity.MISSING,
            Stage.PROCEEDINGS,
            "Chưa ghi nội dung nào đã trình bày tại cuộc họp.",
        ),
        (RequiredPart.SPEECHES, Severity.WARNING, Stage.PROCEEDINGS, "Chưa ghi ý kiến phát biểu nào."),
        (RequiredPart.CONCLUSIONS, Severity.WARNING, Stage.VOTING, "Chưa ghi kết luận của chủ trì."),
        (RequiredPart.LEVEL, Severity.HINT, Stage.VOTING, "Chưa ghi mức chất lượng buổi sinh hoạt."),
        (RequiredPart.ENDS, Severity.MISSING, Stage.MINUTES, "Chưa ghi giờ kết thúc."),
    )
}


def _reading(meeting: Meeting) -> list[Finding]:
    """Remind that the minutes are read to the cell before they are closed: the paper says that they were."""
    if meeting.ends is None or meeting.read_out or meeting.closed:
        return []
    sentence = "Chưa đánh dấu đã đọc lại biên bản cho chi bộ nghe."
    return [Finding(Severity.HINT, Stage.MINUTES, "read_out", sentence)]


def _length(meeting: Meeting, members: int, pack: RulePack | None) -> list[Finding]:
    least = pack.minimum_length(meeting.kind, members=members) if pack else MINIMUM_LENGTH.get(meeting.kind)
    if least is None or meeting.length is None or meeting.length >= least:
        return []
    basis = pack.length_basis(meeting.kind, members=members) if pack else "HD 42-HD/BTCTW"
    sentence = f"Họp {meeting.length} phút, tối thiểu {least} phút."
    return [Finding(Severity.WARNING, Stage.MINUTES, "ends", sentence, basis)]


def _people(rows: Sequence[Attendance]) -> list[Finding]:
    counts = tally(rows)
    found = []
    if counts.full and 2 * counts.voters <= counts.full:
        found.append(
            Finding(
                Severity.WARNING,
                Stage.ROLL_CALL,
                "roll",
                f"Có {counts.voters}/{counts.full} đảng viên chính thức, chưa quá nửa.",
                "Điều lệ Đảng 9.5",
            )
        )
    unexcused = [row.name for row in rows if row.state is AttendanceState.ABSENT_UNEXCUSED]
    if unexcused:
        found.append(
            Finding(
                Severity.HINT,
                Stage.ROLL_CALL,
                "roll",
                f"Vắng không lý do: {', '.join(unexcused)}.",
                "HD 42-HD/BTCTW",
            )
        )
    without = [row.name for row in rows if row.state is AttendanceState.ABSENT_EXCUSED and not row.reason]
    if without:
        found.append(
            Finding(
                Severity.HINT,
                Stage.ROLL_CALL,
                "roll",
                f"Vắng có lý do nhưng chưa ghi lý do: {', '.join(without)}.",
            )
        )
    return found


def _votes(votes: Sequence[Vote], rows: Sequence[Attendance], laws: Mapping[Matter, Law]) -> list[Finding]:
    voters = sum(
        row.standing is Standing.FULL and row.state in {AttendanceState.PRESENT, AttendanceState.EXEMPT_PRESENT}
        for row in rows
    )
    found = []
    for vote in votes:
        cast = vote.agree + vote.disagree + vote.other
        if cast > vote.base or (rows and cast > voters):
            found.append(
                Finding(
                    Severity.WARNING,
                    Stage.VOTING,
                    "votes",
                    f"“{vote.title}”: {cast} phiếu, nhiều hơn số đảng viên chính thức có mặt ({voters}).",
                    "Điều lệ Đảng 3",
                )
            )
        if not carries(vote, laws):
            found.append(
                Finding(
                    Severity.HINT,
                    Stage.VOTING,
                    "votes",
                    f"“{vote.title}” chưa đủ phiếu: {vote.agree}/{vote.base}, "
                    f"cần {needed(vote.matter, vote.base, laws)}.",
                    rule_of(vote.matter, laws).basis,
                )
            )
        if rule_of(vote.matter, laws).secret and vote.method is not VoteMethod.SECRET_BALLOT:
            found.append(
                Finding(
                    Severity.WARNING,
                    Stage.VOTING,
                    "votes",
                    f"“{vote.title}” phải bỏ phiếu kín.",
                    rule_of(vote.matter, laws).basis,
                )
            )
    return found
