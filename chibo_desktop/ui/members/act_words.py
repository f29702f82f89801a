"""The words of admission, recognition and transfer: steps, fields, buttons."""

from __future__ import annotations

from dataclasses import dataclass

from chibo_desktop.domain.act_steps import Step, day_of, skipped
from chibo_desktop.domain.member_acts import ActKind, MemberAct
from chibo_desktop.services.member_acts import ActView
from chibo_desktop.ui.labels import date_text


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step is called, what its day is called, and what its button says."""

    short: str
    title: str
    day: str
    button: str


_VOTED = StepWords("Biểu quyết", "Chi bộ biểu quyết", "Ngày biểu quyết", "Ghi kết quả biểu quyết")
_SENT = StepWords("Gửi hồ sơ", "Gửi hồ sơ lên xã", "Ngày gửi", "Ghi đã gửi hồ sơ hôm nay")
_DECISION = StepWords("Quyết định", "Quyết định của cấp trên", "Ngày ký", "Ghi quyết định")
ACT_NAMES = {
    ActKind.ADMISSION: "Kết nạp",
    ActKind.RECOGNITION: "Công nhận",
    ActKind.TRANSFER_OUT: "Chuyển đi",
    ActKind.TRANSFER_IN: "Chuyển đến",
}
"""the acts, short enough for a column"""
WORDS: dict[tuple[ActKind, Step], StepWords] = {
    (ActKind.ADMISSION, Step.VOTED): _VOTED,
    (ActKind.ADMISSION, Step.SENT): _SENT,
    (ActKind.ADMISSION, Step.DECIDED): _DECISION,
    (ActKind.ADMISSION, Step.DONE): StepWords(
        "Lễ kết nạp", "Lễ kết nạp", "Ngày làm lễ", "Ghi vào danh sách đảng viên"
    ),
    (ActKind.RECOGNITION, Step.VOTED): _VOTED,
    (ActKind.RECOGNITION, Step.SENT): _SENT,
    (ActKind.RECOGNITION, Step.DECIDED): _DECISION,
    (ActKind.RECOGNITION, Step.DONE): StepWords(
        "Công nhận", "Ngày công nhận chính thức", "Chính thức từ ngày", "Ghi là đảng viên chính thức"
    ),
    (ActKind.TRANSFER_OUT, Step.SENT): _SENT,
    (ActKind.TRANSFER_OUT, Step.DECIDED): StepWords(
        "Giấy giới thiệu", "Giấy giới thiệu sinh hoạt đảng", "Ngày ký", "Ghi giấy giới thiệu"
    ),
    (ActKind.TRANSFER_OUT, Step.DONE): StepWords(
        "Chuyển đi", "Chuyển đi", "Không còn ở chi bộ từ ngày", "Ghi đã chuyển đi"
    ),
    (ActKind.TRANSFER_IN, Step.DECIDED): StepWords(
        "Giấy giới thiệu", "Giấy giới thiệu sinh hoạt đảng", "Ngày ký", "Ghi giấy giới thiệu"
    ),
    (ActKind.TRANSFER_IN, Step.DONE): StepWords(
        "Tiếp nhận", "Về sinh hoạt ở chi bộ", "Ở chi bộ từ ngày", "Ghi vào danh sách đảng viên"
    ),
}


def step_words(kind: ActKind, step: Step) -> StepWords:
    """Return the words of a step."""
    return WORDS[kind, step]


def next_words(view: ActView) -> str:
    """Return the next step as the list shows it, or how the act ended."""
    if view.act.done_on is not None:
        return f"✓ Xong {date_text(view.act.done_on)}"
    if view.act.given_up_on is not None:
        return f"Đã thôi {date_text(view.act.given_up_on)}"
    return step_words(view.act.kind, view.step).short if view.step else ""


def state_words(act: MemberAct, step: Step, following: Step | None) -> str:
    """Return the sign and word before a step's title: done, next, left out, or still to come."""
    if day_of(act, step) is not None:
        return "✓ Đã xong"
    if step is following:
        return "→ Bước tiếp theo"
    return "– Bỏ qua, chưa rõ ngày" if skipped(act, step) else "Chưa tới"


def vote_state(view: ActView) -> str:
    """Return how far the vote has come, with how many are needed."""
    act = view.act
    needed = f"; {view.needed}" if view.needed else ""
    if act.voted_on is not None and act.base:
        where = "Biên bản ghi " if view.vote is not None else ""
        return f"{where}{act.agree}/{act.base} tán thành, ngày {date_text(act.voted_on)}{needed}."
    if view.meeting is not None:
        held = "kết quả tự về đây khi cuộc họp đã điểm danh và ghi phiếu"
        return f"Đã có trong cuộc họp ngày {date_text(view.meeting.date)}; {held}{needed}."
    return f"Chưa biểu quyết{needed}." if needed else "Cần ít nhất hai phần ba đảng viên chính thức tán thành."
