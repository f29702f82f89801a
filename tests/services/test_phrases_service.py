"""The phrase bank: what is shipped until the cell changes it, then the cell's own."""

import msgspec
import pytest

from chibo_desktop.common.errors import UserError
from chibo_desktop.domain.phrases import Phrase, expansion, matching_phrases, shortcut_key
from chibo_desktop.services import phrases


def by_shortcut(session, shortcut):
    return next(phrase for phrase in phrases.list_phrases(session) if phrase.shortcut == shortcut)


def test_25_phrases_are_shipped_each_under_its_own_shortcut():
    shipped = phrases.shipped_phrases()
    assert len(shipped) == 25
    assert len({shortcut_key(phrase.shortcut) for phrase in shipped}) == 25


def test_nothing_is_written_until_a_phrase_is_changed(cell):
    before = cell.head().seq
    assert phrases.list_phrases(cell) == phrases.shipped_phrases()
    assert cell.head().seq == before
    assert cell.book.find(Phrase) == []


def test_first_change_makes_all_phrases_the_cells_own_and_undo_takes_it_back(cell):
    agreed = by_shortcut(cell, "nt")
    phrases.save_phrase(cell, msgspec.structs.replace(agreed, text="Đồng ý với báo cáo."))
    assert by_shortcut(cell, "nt").text == "Đồng ý với báo cáo."
    assert len(cell.book.find(Phrase)) == 25
    cell.undo()
    assert phrases.list_phrases(cell) == phrases.shipped_phrases()


def test_added_phrase_stands_last_and_all_can_be_removed_for_good(cell):
    phrases.save_phrase(cell, phrases.new_phrase(cell, "ruong", "Đề nghị sửa mương trước vụ cấy."))
    assert phrases.list_phrases(cell)[-1].shortcut == "ruong"
    for phrase in phrases.list_phrases(cell):
        phrases.remove_phrase(cell, phrase)
    assert phrases.list_phrases(cell) == ()


def test_removing_a_shipped_phrase_first_keeps_the_other_24(cell):
    phrases.remove_phrase(cell, by_shortcut(cell, "kty"))
    assert len(phrases.list_phrases(cell)) == 24
    cell.undo()
    assert len(phrases.list_phrases(cell)) == 25


@pytest.mark.parametrize(
    ("shortcut", "text", "title"),
    [
        ("NT", "Câu khác", "Chữ tắt này đã dùng cho câu “Nhất trí với báo cáo"),
        ("hai chữ", "Câu khác", "Chữ tắt chỉ gồm chữ cái và số"),
        ("", "Câu khác", "Chữ tắt chỉ gồm chữ cái và số"),
        ("moi", "  ", "Hãy ghi câu mẫu."),
    ],
)
def test_a_phrase_that_cannot_be_called_is_refused(cell, shortcut, text, title):
    with pytest.raises(UserError) as error:
        phrases.save_phrase(cell, phrases.new_phrase(cell, shortcut, text))
    assert error.value.title.startswith(title)
    assert cell.book.find(Phrase) == []


@pytest.mark.parametrize(
    ("before", "letters", "shortcut"),
    [("nt", 2, "nt"), ("Ý kiến: NT", 2, "nt"), ("xong.đn", 2, "dn"), ("tutưởng", 7, "tutuong")],
)
def test_letters_before_the_cursor_name_a_phrase_whatever_their_marks(before, letters, shortcut):
    found = expansion(phrases.shipped_phrases(), before)
    assert found is not None
    assert (found[0], found[1].shortcut) == (letters, shortcut)


@pytest.mark.parametrize("before", ["", "nt ", "xnt", "nt.", "không có"])
def test_what_is_no_shortcut_is_left_alone(before):
    assert expansion(phrases.shipped_phrases(), before) is None


def test_search_puts_shortcuts_before_words():
    found = matching_phrases(phrases.shipped_phrases(), "dn")
    assert [phrase.shortcut for phrase in found] == ["dn", "dnx"]
    words = matching_phrases(phrases.shipped_phrases(), "dang uy xa")
    assert [phrase.shortcut for phrase in words] == ["dnx"]
    assert matching_phrases(phrases.shipped_phrases(), " ") == list(phrases.shipped_phrases())
