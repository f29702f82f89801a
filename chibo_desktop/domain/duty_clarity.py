"""Which of the six things that must be clear about a duty is not written yet ("6 rõ")."""

from __future__ import annotations

from chibo_desktop.domain.duties import Duty, Recurrence

ALL_CLEAR = "Đủ 6 rõ: người, việc, thời gian, trách nhiệm, phối hợp, kết quả."


def unclear(duty: Duty) -> tuple[str, ...]:
    """Return the words of what is missing, in the order they are spoken of; empty when all six are clear."""
    found = (
        (duty.owner_id is not None, "rõ người (ai nhận)"),
        (bool(duty.text.strip()), "rõ việc (làm việc gì)"),
        (duty.due is not None, "rõ thời gian (hạn)"),
        (bool(duty.area.strip()) or bool(duty.households), "rõ trách nhiệm (lĩnh vực, địa bàn hoặc số hộ)"),
        (bool(duty.co_owner_ids), "rõ phối hợp (cùng làm với ai)"),
        (bool(duty.output.strip()), "rõ kết quả (sản phẩm cần có)"),
    )
    return tuple(words for clear, words in found if not clear)


def clarity_words(duty: Duty) -> str:
    """Return one sentence beside the form."""
    missing = unclear(duty)
    if not missing:
        return ALL_CLEAR
    words = f"Đã rõ {6 - len(missing)}/6, còn thiếu: {'; '.join(missing)}."
    if duty.recurrence is not Recurrence.NONE and duty.due is None:
        words += " Việc định kỳ phải có hạn thì mới tự lập được kỳ sau."
    return words
