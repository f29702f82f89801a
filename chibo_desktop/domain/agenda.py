"""Usual agendas by kind of meeting (chương trình họp)."""

from __future__ import annotations

from collections.abc import Mapping

from chibo_desktop.domain.meetings import AgendaPart, MeetingKind
from chibo_desktop.domain.records import Count, Part, Title


class AgendaLine(Part, frozen=True):
    """One line of a usual agenda."""

    part: AgendaPart
    title: Title
    minutes: Count
    by_chair: bool = True
    needs_vote: bool = False


_REGULAR = (
    AgendaLine(AgendaPart.NEWS, "Thông tin thời sự; quán triệt văn bản mới của cấp trên", 15),
    AgendaLine(AgendaPart.REVIEW, "Đánh giá kết quả lãnh đạo thực hiện nhiệm vụ tháng qua", 15),
    AgendaLine(AgendaPart.IDEOLOGY, "Tình hình tư tưởng đảng viên, nhân dân; biểu dương, nhắc nhở", 15),
    AgendaLine(AgendaPart.IDEOLOGY, "Tự phê bình và phê bình", 10),
    AgendaLine(AgendaPart.PLAN, "Phương hướng, nhiệm vụ tháng tới; phân công nhiệm vụ cho đảng viên", 15),
    AgendaLine(AgendaPart.PLAN, "Thảo luận, kết luận, biểu quyết", 20, needs_vote=True),
)
_THEMATIC = (
    AgendaLine(AgendaPart.OTHER, "Nêu mục đích, yêu cầu của chuyên đề", 5),
    AgendaLine(AgendaPart.OTHER, "Trình bày nội dung chuyên đề", 25, by_chair=False),
    AgendaLine(AgendaPart.OTHER, "Thảo luận, liên hệ thực tế của chi bộ và từng đảng viên", 40),
    AgendaLine(AgendaPart.OTHER, "Kết luận: nhiệm vụ, giải pháp, người thực hiện, thời hạn", 20, needs_vote=True),
)
_COMMITTEE = (
    AgendaLine(AgendaPart.REVIEW, "Kiểm điểm kết quả công tác tháng qua", 20),
    AgendaLine(AgendaPart.PLAN, "Thống nhất nội dung, chương trình buổi sinh hoạt chi bộ", 20),
    AgendaLine(AgendaPart.PLAN, "Dự kiến nhiệm vụ tháng tới, những việc đưa ra chi bộ biểu quyết", 20),
)
_SHORT = (
    AgendaLine(AgendaPart.OTHER, "Nêu lý do và nội dung cuộc họp", 10),
    AgendaLine(AgendaPart.OTHER, "Thảo luận, kết luận, biểu quyết", 50, needs_vote=True),
)
_BY_KIND = {
    MeetingKind.REGULAR: _REGULAR,
    MeetingKind.GROUP: _REGULAR,
    MeetingKind.THEMATIC: _THEMATIC,
    MeetingKind.COMMITTEE: _COMMITTEE,
}


def usual_agenda(
    kind: MeetingKind, templates: Mapping[MeetingKind, tuple[AgendaLine, ...]] | None = None
) -> tuple[AgendaLine, ...]:
    """Return the agenda a meeting of a kind usually has (sections 2.2 C-D, 2.4).

    `templates` are those of a rule pack; a kind without one has the program's own.
    """
    return (templates or {}).get(kind) or _BY_KIND.get(kind, _SHORT)
