"""Findings: what of a meeting is missing or against a rule, with the rule's source (nhắc việc).

They warn and quote the rule and never forbid: local variations are lawful.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from chibo_desktop.domain.votes import Vote, VoteMethod, carries, needed, rule_of

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
) -> tuple[Finding, ...]:
    """Return what to look at before closing, the heaviest first."""
    found = [*_form(meeting, agenda, speeches, conclusions), *_people(meeting, rows), *_votes(votes, rows)]
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
) -> list[Finding]:
    missing = Severity.MISSING
    found = []
    if meeting.starts is None:
        found.append(Finding(missing, Stage.PREPARATION, "starts", "Chưa ghi giờ bắt đầu."))
    if meeting.chair_id is None:
        found.append(Finding(missing, Stage.PREPARATION, "chair", "Chưa ghi ai chủ trì."))
    if meeting.minute_taker_id is None:
        found.append(Finding(missing, Stage.PREPARATION, "minute_taker", "Chưa cử thư ký ghi biên bản."))
    if not meeting.place:
        found.append(Finding(missing, Stage.PREPARATION, "place", "Chưa ghi địa điểm họp."))
    if not any(item.outcome for item in agenda):
        found.append(
            Finding(missing, Stage.PROCEEDINGS, "agenda", "Chưa ghi nội dung nào đã trình bày tại cuộc họp.")
        )
    if not speeches:
        found.append(Finding(Severity.WARNING, Stage.PROCEEDINGS, "speeches", "Chưa ghi ý kiến phát biểu nào."))
    if not conclusions:
        found.append(Finding(Severity.WARNING, Stage.VOTING, "conclusions", "Chưa ghi kết luận của chủ trì."))
    if meeting.ends is None:
        found.append(Finding(missing, Stage.MINUTES, "ends", "Chưa ghi giờ kết thúc."))
    least = MINIMUM_LENGTH.get(meeting.kind)
    if least is not None and meeting.length is not None and meeting.length < least:
        found.append(
            Finding(
                Severity.WARNING,
                Stage.MINUTES,
                "ends",
                f"Họp {meeting.length} phút, tối thiểu {least} phút.",
                "HD 42-HD/BTCTW",
            )
        )
    return found


def _people(meeting: Meeting, rows: Sequence[Attendance]) -> list[Finding]:
    counts = tally(rows)
    found = []
    if not meeting.roll_called:
        found.append(Finding(Severity.MISSING, Stage.ROLL_CALL, "roll", "Chưa điểm danh."))
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


def _votes(votes: Sequence[Vote], rows: Sequence[Attendance]) -> list[Finding]:
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
        if not carries(vote):
            found.append(
                Finding(
                    Severity.HINT,
                    Stage.VOTING,
                    "votes",
                    f"“{vote.title}” chưa đủ phiếu: {vote.agree}/{vote.base}, "
                    f"cần {needed(vote.matter, vote.base)}.",
                    rule_of(vote.matter).basis,
                )
            )
        if rule_of(vote.matter).secret and vote.method is not VoteMethod.SECRET_BALLOT:
            found.append(
                Finding(
                    Severity.WARNING,
                    Stage.VOTING,
                    "votes",
                    f"“{vote.title}” phải bỏ phiếu kín.",
                    rule_of(vote.matter).basis,
                )
            )
    return found
