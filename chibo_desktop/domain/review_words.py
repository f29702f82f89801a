"""The rules of reviews as sentences with their basis, for the screen (quy định kiểm điểm)."""

from __future__ import annotations

from collections.abc import Iterator

from chibo_desktop.domain.review_pack import RatingRule, ReviewPack
from chibo_desktop.domain.rule_words import RuleLine
from chibo_desktop.domain.terms import label
from chibo_desktop.domain.wording import counted, decimal


def review_lines(pack: ReviewPack) -> tuple[RuleLine, ...]:
    """Return every rule of a review pack in the order it is shown."""
    return tuple(RuleLine("Kiểm điểm", title, words, pack.basis_of(key)) for title, words, key in _said(pack))


def _said(pack: ReviewPack) -> Iterator[tuple[str, str, str]]:
    days = pack.deadlines
    months = counted(days.months_of_membership)
    yield (
        "Không kiểm điểm",
        f"miễn công tác và sinh hoạt đảng, đình chỉ sinh hoạt đảng, kết nạp chưa đủ {months} tháng",
        "exempt",
    )
    yield "Gửi bản kiểm điểm", f"trước hội nghị ít nhất {counted(days.drafts_working_days)} ngày làm việc", "drafts"
    yield "Kết thúc", f"trước {counted(days.end_day)}/{counted(days.end_month)}", "end"
    for group in pack.groups:
        lines = "; ".join(f"{line.title} ({decimal(line.max, 2)})" for line in group.lines)
        yield f"{group.title}, {decimal(group.max, 2)} điểm", lines, "points"
    for rule in pack.levels:
        yield label(rule.level), _level(rule), "levels"
    cap = pack.cap
    yield (
        "Giới hạn xuất sắc",
        (
            f"không quá {cap.percent}% số đồng chí xếp loại Hoàn thành tốt nhiệm vụ ({cap.outstanding_percent}% "
            "nơi được cấp trên công nhận xuất sắc tiêu biểu)"
        ),
        "cap",
    )
    yield "Phiếu xếp loại", "mức được quá nửa số người có quyền biểu quyết tán thành", "vote"
    yield "Hồ sơ", "; ".join(rule.title.lower() for rule in pack.dossier), "dossier"


def _level(rule: RatingRule) -> str:
    parts = [f"từ {decimal(rule.at_least, 2)} điểm"]
    parts += ["xong 100% nhiệm vụ"] if rule.all_done else []
    parts += ["đúng tiến độ, bảo đảm chất lượng"] if rule.on_time else []
    parts += [f"ít nhất {rule.beyond_percent}% nhiệm vụ vượt mức"] if rule.beyond_percent is not None else []
    parts += ["mọi hạn chế đã chỉ ra được khắc phục"] if rule.faults_mended else []
    parts += [f"không quá {rule.late_percent}% nhiệm vụ chậm"] if rule.late_percent is not None else []
    if rule.undone_over_percent is not None:
        parts.append(f"hoặc quá {rule.undone_over_percent}% nhiệm vụ không hoàn thành")
    return "; ".join(parts)
