"""Criticism: the questions, what makes it empty, and when a promise is asked after."""

import tomllib
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.common.resources import resource
from chibo_desktop.domain.criticism import (
    Criticism,
    CriticismForm,
    CriticismText,
    FollowUp,
    GuidedAnswer,
    Mending,
)
from chibo_desktop.domain.criticism_counts import year_counts
from chibo_desktop.domain.criticism_findings import Flaw, criticism_findings, holds, is_concrete
from chibo_desktop.domain.criticism_follow_up import (
    a_month_after,
    broken_before,
    followed_up,
    is_due,
    next_asking,
    same_promise,
    times_not_mended,
)
from chibo_desktop.domain.criticism_questions import FactKind, asked, guide_of
from chibo_desktop.domain.reviews import ReviewComment, ReviewPrompt, ReviewText, SectionText

GUIDE = guide_of(tomllib.loads(resource("phrases", "tu-phe-binh.toml").read_text(encoding="utf-8")))
DAY = date(2026, 11, 3)
WHO, OTHER = b"a" * 16, b"b" * 16
NAMES = ["Lò Văn Pâng", "Giàng A Chu"]
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def note(form=CriticismForm.SELF, day=DAY, number=1, mending=Mending.OPEN, **text):
    who = {"from_id": WHO, "from_name": "Lò Văn Pâng"} if form is CriticismForm.SELF else {"to_id": WHO}
    record = Criticism(id=bytes([number]) * 16, date=day, form=form, mending=mending)
    return record, CriticismText(**{**who, **text})


def flaws(record, text, **more):
    return {(f.flaw, f.place) for f in criticism_findings(record, text, GUIDE, names=NAMES, **more)}


# -- questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", list(CriticismForm))
def test_each_form_has_four_to_six_questions_one_of_them_for_what_will_be_mended(form):
    questions = GUIDE.questions(form)
    assert 4 <= len(questions) + 1 <= 6
    assert GUIDE.fix_question(form) is not None
    assert {kind for q in questions for kind in q.facts} >= {FactKind.DUTY, FactKind.ABSENCE, FactKind.PROMISE}


def test_answers_to_questions_that_are_no_longer_asked_are_still_shown():
    old = GuidedAnswer(question="Câu hỏi cũ?", text="Trả lời cũ.")
    first = GUIDE.questions(CriticismForm.SELF)[0]
    shown = asked(GUIDE, CriticismForm.SELF, (GuidedAnswer(question=first.text, text="Có."), old))
    assert shown[0] == (first, "Có.")
    assert (shown[-1][0].text, shown[-1][1]) == ("Câu hỏi cũ?", "Trả lời cũ.")


def test_misspelt_guide_is_refused():
    with pytest.raises(msgspec.ValidationError):
        guide_of({"question": [{"form": "self_criticism", "text": "?", "hnit": ""}]})


# -- findings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Tôi còn nể nang.",
        "Đôi lúc tôi chưa nhiệt tình.",
        "Bản thân CHƯA THẬT SỰ gương mẫu.",
        "Cần cố gắng hơn trong thời gian tới.",
        "Lò Văn Pâng còn nể nang.",
    ],
)
def test_formal_phrase_alone_is_pointed_out(words):
    record, text = note(content=words, fix="Trực đủ 2 buổi", due=DAY + timedelta(30))
    assert (Flaw.FORMAL, "content") in flaws(record, text)


@pytest.mark.parametrize(
    "words",
    [
        "Tôi còn nể nang: ngày 12/10 không lập biên bản nhà anh Chu.",
        "Đôi lúc tôi chưa nhiệt tình. Hai buổi trực tháng trước tôi về sớm.",
        "Tôi còn nể nang anh Chu khi thu quỹ.",
        "Thứ bảy vừa rồi tôi đôi lúc bỏ gác.",
    ],
)
def test_formal_phrase_beside_something_concrete_is_let_be(words):
    record, text = note(content=words, fix="Trực đủ 2 buổi", due=DAY + timedelta(30))
    assert flaws(record, text) == set()


def test_a_duty_of_the_book_counts_as_concrete():
    record, text = note(content="Tôi còn nể nang khi vận động hộ dân làm nhà tiêu.", fix="Đi 3 hộ", due=DAY)
    assert (Flaw.FORMAL, "content") in flaws(record, text)
    assert flaws(record, text, duties=["Vận động hộ dân làm nhà tiêu hợp vệ sinh"]) == set()


def test_something_concrete_two_sentences_away_is_not_beside():
    words = "Còn nể nang. Tôi sẽ nghĩ thêm. Mọi người góp ý đúng. Ngày 12/10 bản họp."
    record, text = note(content=words, fix="Trực 2 buổi", due=DAY)
    assert (Flaw.FORMAL, "content") in flaws(record, text)


def test_points_in_numbers_end_no_sentence():
    record, text = note(content="Còn nể nang ngày 12.10 khi thu 1.500 đồng.", fix="Thu đủ 3 hộ", due=DAY)
    assert flaws(record, text) == set()


@pytest.mark.parametrize(("words", "attacks"), [
    ("Đồng chí lười biếng, ngày 12/10 bỏ trực.", True),
    ("Đồng chí NGU DỐT.", True),
    ("Ngày 12/10 đồng chí ngủ quên, bỏ trực.", False),
    ("Đồng chí nói ngữ điệu nhỏ ngày 12/10.", False),
])  # fmt: skip
def test_words_about_the_person_are_pointed_out(words, attacks):
    record, text = note(CriticismForm.CRITICISM, content=words, fix="Trực bù 1 buổi", due=DAY)
    assert ((Flaw.TONE, "content") in flaws(record, text)) is attacks


def test_sweeping_words_are_pointed_out():
    record, text = note(
        CriticismForm.CRITICISM, content="Đồng chí chẳng bao giờ họp đúng 19 giờ.", fix="x", due=DAY
    )
    assert (Flaw.SWEEPING, "content") in flaws(record, text)


def test_criticism_without_an_act_is_pointed_out_but_self_criticism_is_not():
    words = "Đồng chí chưa làm tròn việc được giao."
    record, text = note(CriticismForm.CRITICISM, content=words, fix="Làm xong 1 việc", due=DAY)
    assert flaws(record, text) == {(Flaw.NO_ACT, "content")}
    record, text = note(content=words, fix="Làm xong 1 việc", due=DAY)
    assert flaws(record, text) == set()


def test_answers_are_looked_at_by_their_number():
    answers = (GuidedAnswer(question="a"), GuidedAnswer(question="b", text="Nhìn chung tốt."))
    record, text = note(answers=answers, fix="Trực 2 buổi", due=DAY)
    assert flaws(record, text) == {(Flaw.FORMAL, "answer:1")}


@pytest.mark.parametrize(("fix", "due", "flaw", "place"), [
    ("", None, Flaw.NO_FIX, "fix"),
    ("Làm xong trước 30/11", None, Flaw.NO_DAY, "due"),
    ("Làm xong 1 việc", None, Flaw.NO_DAY, "due"),
    ("Làm xong 1 việc", DAY - timedelta(1), Flaw.EARLY_DAY, "due"),
    ("Làm xong 1 việc", DAY + timedelta(184), Flaw.FAR_DAY, "due"),
])  # fmt: skip
def test_promise_needs_words_and_a_day_in_reach(fix, due, flaw, place):
    record, text = note(content="Ngày 12/10 tôi bỏ trực.", fix=fix, due=due)
    assert flaws(record, text) == {(flaw, place)}


def test_promise_on_the_day_itself_and_half_a_year_off_are_well():
    for due in (DAY, DAY + timedelta(183)):
        record, text = note(content="Ngày 12/10 tôi bỏ trực.", fix="Trực bù 1 buổi", due=due)
        assert flaws(record, text) == set()


def test_day_in_the_words_is_asked_to_stand_in_its_field():
    record, text = note(content="Bỏ trực 12/10.", fix="Xong trước ngày 30/11", due=None)
    found = criticism_findings(record, text, GUIDE)
    assert "Sửa xong trước ngày" in found[0].better


def test_empty_note_is_not_scolded():
    assert flaws(*note()) == set()


def test_findings_show_no_words_of_the_note_in_logs():
    record, text = note(CriticismForm.CRITICISM, content="Đồng chí lười biếng, bỏ trực 12/10.", fix="x", due=DAY)
    assert "lười" not in repr(criticism_findings(record, text, GUIDE))


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_is_looked_at_without_harm(content, fix):
    record, text = note(CriticismForm.CRITICISM, content=content, fix=fix)
    for found in criticism_findings(record, text, GUIDE, names=NAMES, duties=["Trực đêm"]):
        assert found.sentence
        assert found.place in {"content", "fix", "due"}


@given(st.text(max_size=60))
def test_a_number_always_makes_concrete(words):
    assert is_concrete(f"{words} 12")


def test_phrases_are_whole_words_in_either_normal_form():
    assert holds("Còn nê\u0309 nang", "nể nang")
    assert not holds("nể nangx", "nể nang")


# -- asking again ------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "after"), [
    (date(2026, 1, 31), date(2026, 2, 28)),
    (date(2028, 1, 31), date(2028, 2, 29)),
    (date(2026, 12, 15), date(2027, 1, 15)),
    (date(2026, 3, 31), date(2026, 4, 30)),
])  # fmt: skip
def test_month_after(day, after):
    assert a_month_after(day) == after


@given(DAYS)
def test_month_after_is_in_the_next_month(day):
    after = a_month_after(day)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == 1
    assert after.day <= day.day


def test_promise_comes_back_on_its_day_and_not_the_day_before():
    record, text = note(fix="x", due=date(2026, 11, 20))
    assert not is_due(record, text, date(2026, 11, 19))
    assert is_due(record, text, date(2026, 11, 20))


def test_promise_without_a_day_comes_back_after_a_month():
    record, text = note(fix="x")
    assert not is_due(record, text, date(2026, 12, 2))
    assert is_due(record, text, date(2026, 12, 3))


@pytest.mark.parametrize("mending", [Mending.MENDED, Mending.NOT_MENDED])
def test_settled_promise_never_comes_back(mending):
    record, text = note(fix="x", due=DAY, mending=mending)
    assert next_asking(record, text) is None
    assert not is_due(record, text, DAY + timedelta(400))


def test_after_an_asking_it_rests_a_month_and_the_history_is_kept():
    record, text = note(fix="x", due=date(2026, 11, 20))
    record, text = followed_up(record, text, date(2026, 11, 25), Mending.IN_PROGRESS, "Đã làm một nửa.")
    assert record.mending is Mending.IN_PROGRESS
    assert next_asking(record, text) == date(2026, 12, 25)
    record, text = followed_up(record, text, date(2026, 12, 26), Mending.OPEN)
    assert [f.mending for f in text.follow_ups] == [Mending.IN_PROGRESS, Mending.OPEN]
    assert times_not_mended(text.follow_ups) == 1
    record, text = followed_up(record, text, date(2027, 1, 27), Mending.MENDED)
    assert next_asking(record, text) is None


def test_the_same_said_twice_on_one_day_counts_once_unless_there_are_words():
    once = followed_up(*note(fix="x"), DAY, Mending.OPEN)
    assert followed_up(*once, DAY, Mending.OPEN) == once
    assert len(followed_up(*once, DAY, Mending.OPEN, "Đã gặp lại.")[1].follow_ups) == 2
    assert len(followed_up(*once, DAY, Mending.MENDED)[1].follow_ups) == 2
    assert len(followed_up(*once, DAY + timedelta(1), Mending.OPEN)[1].follow_ups) == 2


def test_asked_before_its_day_it_comes_back_on_its_day():
    record, text = note(fix="x", due=date(2026, 12, 1))
    record, text = followed_up(record, text, date(2026, 11, 10), Mending.IN_PROGRESS)
    assert next_asking(record, text) == date(2026, 12, 1)


@given(DAYS, st.none() | DAYS, st.lists(DAYS, max_size=4), DAYS, DAYS)
def test_what_is_due_stays_due(day, due, askings, one, other):
    entries = tuple(FollowUp(date=d, mending=Mending.OPEN) for d in askings)
    record, text = note(day=day, due=due, follow_ups=entries)
    early, late = sorted((one, other))
    assert is_due(record, text, late) or not is_due(record, text, early)


# -- the same promise --------------------------------------------------------------------------

PROMISE = "Trực đủ hai buổi đêm ở chốt đầu bản"


def test_same_promise_not_mended_before_is_found_newest_first():
    now = note(day=DAY, number=9, fix="Sẽ trực đủ hai buổi đêm ở chốt")
    old = note(day=date(2026, 8, 3), number=1, fix=PROMISE)
    newer = note(day=date(2026, 9, 3), number=2, fix=PROMISE, mending=Mending.NOT_MENDED)
    found = broken_before(*now, [old, newer, now])
    assert [b.day for b in found] == [date(2026, 9, 3), date(2026, 8, 3)]


@pytest.mark.parametrize("change", [
    {"mending": Mending.MENDED},
    {"fix": "Trả sổ cho kho thóc"},
    {"day": DAY + timedelta(1)},
    {"from_id": OTHER},
    {"from_id": None},
    {"fix": ""},
])  # fmt: skip
def test_mended_other_later_or_somebody_else_s_promises_are_not_the_same(change):
    earlier = note(**{"day": date(2026, 8, 3), "number": 1, "fix": PROMISE, **change})
    assert broken_before(*note(number=9, fix=PROMISE), [earlier]) == ()


def test_promise_of_self_criticism_and_of_criticism_is_the_same_member_s():
    earlier = note(CriticismForm.CRITICISM, day=date(2026, 8, 3), number=1, fix=PROMISE)
    assert len(broken_before(*note(number=9, fix=PROMISE), [earlier])) == 1


def test_one_word_promises_are_the_same_only_word_for_word():
    assert same_promise("Trực", "trực")
    assert not same_promise("Trực", "Họp")
    assert not same_promise("", "")


@given(st.text(max_size=60), st.text(max_size=60))
def test_being_the_same_goes_both_ways(one, other):
    assert same_promise(one, other) == same_promise(other, one)


# -- counts and secrecy ------------------------------------------------------------------------


def test_counts_by_month_and_their_sum():
    records = [
        note(number=1)[0],
        note(number=2, mending=Mending.MENDED)[0],
        note(CriticismForm.CRITICISM, number=3, day=date(2026, 1, 31))[0],
        note(number=4, day=date(2025, 11, 3))[0],
    ]
    counts = year_counts(records, 2026)
    november, january = counts.months[10], counts.months[0]
    assert (november.self_criticisms, november.criticisms, november.mended, november.promises) == (2, 0, 1, 2)
    assert (january.criticisms, january.promises) == (1, 1)
    assert (counts.total.self_criticisms, counts.total.criticisms, counts.total.mended) == (2, 1, 1)


@given(st.lists(st.tuples(DAYS, st.sampled_from(CriticismForm), st.sampled_from(Mending)), max_size=20))
def test_months_add_up_to_the_year(made):
    records = [Criticism(id=WHO, date=d, form=f, mending=m) for d, f, m in made]
    counts = year_counts(records, 2026)
    assert sum(m.promises for m in counts.months) == counts.total.promises
    assert counts.total.mended <= counts.total.promises


def test_sealed_words_are_not_in_the_repr_of_records():
    _, text = note(
        content="MẬT1", fix="MẬT2", answers=(GuidedAnswer(question="?", text="MẬT3"),),
        follow_ups=(FollowUp(date=DAY, text="MẬT4", mending=Mending.OPEN),),
    )  # fmt: skip
    for item in (text, text.answers, text.follow_ups, [text]):
        assert "MẬT" not in repr(item)
        assert "Pâng" not in str(item)


def test_words_of_a_review_are_not_in_the_repr_of_records():
    text = ReviewText(
        sections=(SectionText(code="a", text="MẬT1"),), prompts=(ReviewPrompt(by="MẬT2", text="MẬT3"),),
        comments=(ReviewComment(author="MẬT4", text="MẬT5"),), conclusion="MẬT6",
    )  # fmt: skip
    for item in (text, text.with_section("b", "MẬT7"), text.sections, text.prompts, text.comments, [text]):
        assert "MẬT" not in repr(item)
