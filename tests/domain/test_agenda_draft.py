"""Every rule of the draft agenda, what it leaves alone, and that it is the same each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.common.ids import named_id
from chibo_desktop.domain.agenda import usual_agenda
from chibo_desktop.domain.agenda_draft import OpenMatters, draft_agenda, mentioned_documents, missing, place_for
from chibo_desktop.domain.checklist import checklist
from chibo_desktop.domain.duties import Duty, DutyState
from chibo_desktop.domain.meetings import AgendaItem, AgendaPart, Meeting, MeetingKind
from chibo_desktop.domain.mentions import Mention, MentionKind
from chibo_desktop.domain.proposals import Proposal, ProposalState
from chibo_desktop.domain.resolutions import Resolution, ResolutionState
from chibo_desktop.domain.targets import Target
from chibo_desktop.domain.thematic import Theme, ThemeState

DAY = date(2026, 12, 3)
LAST = date(2026, 11, 3)
AN, BINH = named_id("an"), named_id("binh")
NAMES = {AN: "Lò Văn An", BINH: "Cà Thị Bình"}
QUARTERLY = "quý IV chưa có sinh hoạt chuyên đề (CT 50-CT/TW mục 2)"


def meeting(day: date = LAST, kind: MeetingKind = MeetingKind.REGULAR, **more: object) -> Meeting:
    return Meeting(id=named_id(f"{kind.value}{day}"), kind=kind, date=day, **more)


THEMATIC = meeting(date(2026, 10, 20), MeetingKind.THEMATIC)
QUIET = OpenMatters(
    kind=MeetingKind.REGULAR, day=DAY, template=usual_agenda(MeetingKind.REGULAR), chair="Lò Văn An", names=NAMES,
    meetings=(meeting(), THEMATIC),
)  # fmt: skip


def duty(name: str, owner: bytes | None, due: date | None, **more: object) -> Duty:
    return Duty(id=named_id(name), text=name, owner_id=owner, due=due, meeting_id=meeting().id, **more)


def added(matters: OpenMatters) -> list[tuple[str, str]]:
    return [(s.title, s.reason) for s in draft_agenda(matters) if not s.usual]


def test_a_quiet_month_has_the_usual_agenda_only():
    draft = draft_agenda(QUIET)
    assert [s.title for s in draft] == [line.title for line in usual_agenda(MeetingKind.REGULAR)]
    assert draft[0].reason == "theo chương trình thường dùng của sinh hoạt thường kỳ"
    assert draft[0].person == "Lò Văn An"


def test_overdue_duties_are_grouped_with_their_owners():
    duties = [
        duty("a", AN, date(2026, 11, 20)), duty("b", AN, date(2026, 11, 10)), duty("c", BINH, date(2026, 12, 2)),
        duty("d", None, date(2026, 12, 1)), duty("done", AN, date(2026, 11, 10), state=DutyState.DONE_LATE),
    ]  # fmt: skip
    owners = "Đ/c Lò Văn An (2 việc), Đ/c Cà Thị Bình (1 việc)"
    assert added(replace(QUIET, duties=duties)) == [
        (
            f"Kiểm điểm nhiệm vụ quá hạn: {owners}, 1 việc chưa rõ người làm",
            "vì 4 nhiệm vụ quá hạn tính đến ngày họp, hạn sớm nhất 10/11/2026",
        )
    ]


def test_a_duty_due_on_the_day_is_open_and_not_overdue():
    ((title, reason),) = added(replace(QUIET, duties=[duty("a", BINH, DAY)]))
    assert title == "Báo cáo tiến độ nhiệm vụ đã giao: Đ/c Cà Thị Bình (1 việc)"
    assert reason == "vì 1 nhiệm vụ đã giao còn đang làm"


def test_a_resolution_with_open_items_is_reviewed_and_its_items_not_told_twice():
    resolution = Resolution(id=named_id("nq"), title="Làm đường nội bản", date=LAST, state=ResolutionState.ADOPTED)
    duties = [duty("a", AN, None, resolution_id=resolution.id), duty("b", BINH, None, resolution_id=resolution.id)]
    assert added(replace(QUIET, duties=duties, resolutions=[resolution])) == [
        (
            "Rà soát nghị quyết “Làm đường nội bản”: 2 việc chưa xong",
            "vì nghị quyết ngày 03/11/2026 còn 2 việc chưa xong",
        )
    ]


def test_reminders_of_the_last_meeting_are_followed_up_and_older_ones_and_commendations_not():
    older = meeting(date(2026, 10, 3))

    def said(where: Meeting, member: bytes, kind: MentionKind, number: int) -> Mention:
        return Mention(id=named_id(f"m{number}"), meeting_id=where.id, position=1, kind=kind, member_id=member)

    mentions = [
        said(meeting(), BINH, MentionKind.REMINDER, 1),
        said(meeting(), AN, MentionKind.COMMENDATION, 2),
        said(older, AN, MentionKind.REMINDER, 3),
    ]
    assert added(replace(QUIET, meetings=(*QUIET.meetings, older), mentions=mentions)) == [
        (
            "Kết quả khắc phục sau nhắc nhở: Đ/c Cà Thị Bình",
            "vì 1 đồng chí được nhắc nhở tại cuộc họp ngày 03/11/2026",
        )
    ]


@pytest.mark.parametrize(
    ("state", "told"), [(ProposalState.OPEN, 1), (ProposalState.FORWARDED, 1), (ProposalState.ANSWERED, 0)]
)
def test_proposals_wait_until_they_are_answered(state, told):
    proposal = Proposal(
        id=named_id("p"), meeting_id=meeting().id, position=1, by="Mùa A Vừ", text="Xin xi măng", state=state
    )
    own = msgspec.structs.replace(proposal, id=named_id("q"), by="Mùa A Vừ", member_id=AN)
    found = added(replace(QUIET, proposals=[own]))
    assert len(found) == told
    if told:
        assert found[0] == (
            "Trả lời kiến nghị: Đ/c Mùa A Vừ",
            "vì 1 kiến nghị chưa trả lời, sớm nhất từ ngày 03/11/2026",
        )
    people = msgspec.structs.replace(proposal, by="Nhân dân nhóm 2")
    named = [title for title, _ in added(replace(QUIET, proposals=[people]))]
    assert named == ["Trả lời kiến nghị: Nhân dân nhóm 2"][:told]


def test_a_resolution_with_open_targets_is_reviewed_until_they_are_met():
    resolution = Resolution(id=named_id("nq"), title="Làm đường nội bản", date=LAST, state=ResolutionState.ADOPTED)
    wanted = Target(id=named_id("t"), resolution_id=resolution.id, text="Hộ góp công", planned=10.0, unit="hộ")

    def told(*targets, duties=()):
        return added(replace(QUIET, targets=targets, duties=duties, resolutions=[resolution]))

    assert told(wanted) == [
        (
            "Rà soát nghị quyết “Làm đường nội bản”: 1 chỉ tiêu chưa đạt",
            "vì nghị quyết ngày 03/11/2026 còn 1 chỉ tiêu chưa đạt",
        )
    ]
    ((title, reason),) = told(wanted, duties=[duty("a", AN, None, resolution_id=resolution.id)])
    assert title.endswith(": 1 việc chưa xong, 1 chỉ tiêu chưa đạt")
    assert reason.endswith(" còn 1 việc chưa xong; 1 chỉ tiêu chưa đạt")
    assert told(msgspec.structs.replace(wanted, reached=10.0)) == []


def test_a_quarter_without_thematic_meeting_or_plan_asks_for_a_theme():
    ((title, reason),) = added(replace(QUIET, meetings=(meeting(),)))
    assert title == "Thống nhất chuyên đề quý IV: tên chuyên đề, người soạn, ngày sinh hoạt"
    assert reason == f"vì {QUARTERLY}, kế hoạch năm cũng chưa ghi"


def test_a_planned_theme_is_prepared_by_its_author():
    theme = Theme(id=named_id("t"), year=2026, quarter=4, topic="Nêu gương: nói đi đôi với làm", author_id=BINH)
    draft = draft_agenda(replace(QUIET, meetings=(meeting(),), themes=[theme]))
    (line,) = [s for s in draft if not s.usual]
    assert line.title == "Chuẩn bị sinh hoạt chuyên đề “Nêu gương: nói đi đôi với làm”"
    assert line.reason == f"vì chuyên đề này có trong kế hoạch quý IV, {QUARTERLY}"
    assert line.person == "Cà Thị Bình"
    others = [
        Theme(id=named_id("u"), year=2026, quarter=3, topic="Quý trước"),
        Theme(id=named_id("v"), year=2026, quarter=4, topic="Xong rồi", state=ThemeState.HELD),
    ]
    assert added(replace(QUIET, themes=others)) == []


def test_papers_named_since_the_last_meeting_and_not_yet_read_out_are_proposed():
    committee = meeting(date(2026, 11, 28), MeetingKind.COMMITTEE)
    texts = [
        (meeting().id, "Quán triệt Chỉ thị 50-CT/TW"),
        (committee.id, "Bàn việc theo Kế hoạch 12-KH/ĐU và 50-CT/TW; thông qua 07-NQ/CB"),
    ]
    draft = draft_agenda(replace(QUIET, meetings=(*QUIET.meetings, committee), texts=texts))
    (line,) = [s for s in draft if not s.usual]
    assert line.title == "Quán triệt văn bản mới: 12-KH/ĐU"
    assert line.papers == "12-KH/ĐU"
    assert line.reason == (
        "vì 1 văn bản được nhắc đến từ ngày 28/11/2026 mà chi bộ chưa quán triệt"
    )  # fmt: skip
    assert draft.index(line) == 1


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Luật số 117/2025/QH15, Nghị định 356/2025/NĐ-CP", ("117/2025/QH15", "356/2025/NĐ-CP")),
        ("HD 42-HD/BTCTW. 42-HD/BTCTW", ("42-HD/BTCTW",)),
        ("ngày 03/11/2026, điện thoại 0912-345", ()),
        ("05-NQ/CB", ()),
    ],
)
def test_symbols_of_papers_are_found_once_and_dates_are_none(text, symbols):
    assert mentioned_documents(text) == symbols


def test_new_lines_stand_in_their_part_and_the_voted_conclusion_stays_last():
    draft = draft_agenda(replace(QUIET, meetings=(meeting(),), duties=[duty("a", AN, date(2026, 11, 20))]))
    assert [s.part for s in draft] == sorted((s.part for s in draft), key=list(AgendaPart).index)
    assert draft[-1].needs_vote
    assert place_for([], AgendaPart.PLAN) == 0


def test_what_is_on_the_agenda_is_not_proposed_again_even_when_its_numbers_changed():
    draft = draft_agenda(replace(QUIET, duties=[duty("a", AN, date(2026, 11, 20))]))
    agenda = [
        AgendaItem(id=named_id(s.key), meeting_id=named_id("m"), position=n, title=s.title)
        for n, s in enumerate(draft)
    ]
    later = draft_agenda(
        replace(QUIET, duties=[duty("a", AN, date(2026, 11, 20)), duty("b", BINH, date(2026, 11, 21))])
    )
    assert missing(later, agenda) == ()
    assert [s.title for s in missing(later, agenda[1:])] == [draft[0].title]


@pytest.mark.parametrize("kind", [MeetingKind.REVIEW, MeetingKind.CONGRESS, MeetingKind.EXTRAORDINARY])
def test_kinds_with_a_matter_of_their_own_get_their_template_only(kind):
    matters = replace(QUIET, kind=kind, template=usual_agenda(kind), duties=[duty("a", AN, date(2026, 11, 20))])
    assert added(matters) == []


def test_a_thematic_draft_names_the_author_of_the_only_theme():
    theme = Theme(id=named_id("t"), year=2026, quarter=4, topic="Nêu gương", author_id=BINH)
    matters = replace(QUIET, kind=MeetingKind.THEMATIC, template=usual_agenda(MeetingKind.THEMATIC), themes=[theme])
    assert [s.person for s in draft_agenda(matters)].count("Cà Thị Bình") == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([AN, BINH, None]), st.integers(-40, 40), st.sampled_from(list(DutyState))),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_draft_does_not_depend_on_the_order_of_records(rows, random):
    duties = [
        duty(str(n), owner, DAY + timedelta(days=days), state=state) for n, (owner, days, state) in enumerate(rows)
    ]
    shuffled = list(duties)
    random.shuffle(shuffled)
    first, second = (draft_agenda(replace(QUIET, duties=d)) for d in (duties, shuffled))
    assert first == second
    assert all(1 <= len(s.title) <= 300 and s.reason for s in first)


@pytest.mark.parametrize(
    ("today", "done", "late", "state"),
    [
        (date(2026, 12, 2), None, False, "Chưa làm, hạn 02/12/2026."),
        (date(2026, 12, 3), None, True, "Chưa làm, đã quá hạn 02/12/2026."),
        (date(2026, 12, 9), date(2026, 12, 1), False, "Đã làm ngày 01/12/2026."),
        (date(2026, 12, 9), date(2026, 12, 3), True, "Đã làm ngày 03/12/2026, muộn 1 ngày so với hạn 02/12/2026."),
    ],
)
def test_documents_are_due_one_day_before_the_meeting(today, done, late, state):
    documents = checklist(meeting(DAY, documents_on=done), today)[1]
    assert (documents.field, documents.late, documents.state) == ("documents_on", late, state)


def test_the_committee_sends_nothing_out_before_its_own_meeting():
    assert checklist(meeting(DAY, MeetingKind.COMMITTEE), DAY) == ()
