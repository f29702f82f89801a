"""Old encodings are recognised, and nothing else is taken for them."""

import pytest

from chibo_desktop.domain import legacy_text
from chibo_desktop.domain.legacy_text import convert_legacy, guess_legacy

VIETNAMESE = [
    "Lò Văn Hòa",
    "Nguyễn Thị Bích",
    "Giàng A Páo",
    "Vàng Thị Dế",
    "Bản Huổi Lóng",
    "Đảng bộ xã Nậm Khao",
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Chi bộ họp ngày 03 tháng 11, vắng 2 đồng chí",
    "Những người vắng mặt có lý do; ủy ban, hỗ trợ, kỹ thuật, quyết nghị, nghĩa vụ",
]
OTHERS = [
    "Où est la bibliothèque ?",
    "où",
    "Loïc Durand",
    "Très tôt ce matin, l’été à la forêt",
    "naïve résumé café",
    "5µm and 10 µg, 50 °C, § 3, £5, ©Company Acme®",
    "The meeting starts at half past seven.",
    "Köln Straße München",
    "El niño de mañana",
    "São Paulo não é longe",
    "Smørrebrød på norsk",
    "Ðặng Văn Ðức",
    "có bé là",
    "hoà bình, hòa bình",
    "Krông Pắc, Đắk Lắk",
    "",
    "12345",
]

_TO_TCVN3 = {letter: chr(code) for code, letter in legacy_text._TCVN3.items()}
_TO_VNI = {letter: typed for typed, letter in legacy_text._VNI.items()}


def as_tcvn3(text):
    return "".join(_TO_TCVN3.get(c, c) for c in text)


def as_vni(text):
    return "".join(_TO_VNI.get(c.lower(), c.lower()).upper() if c.isupper() else _TO_VNI.get(c, c) for c in text)


@pytest.mark.parametrize("text", VIETNAMESE)
def test_tcvn3_is_recognised_and_converted(text):
    typed = as_tcvn3(text)
    assert typed != text
    assert guess_legacy(typed) == "tcvn3"
    assert convert_legacy(typed, "tcvn3") == text


@pytest.mark.parametrize("text", VIETNAMESE)
def test_vni_is_recognised_and_converted(text):
    typed = as_vni(text)
    assert guess_legacy(typed) == "vni"
    assert convert_legacy(typed, "vni") == text


@pytest.mark.parametrize("text", VIETNAMESE + OTHERS)
def test_unicode_and_other_languages_are_left_alone(text):
    assert guess_legacy(text) is None


def test_known_samples_of_the_old_fonts():
    assert convert_legacy("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert convert_legacy("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert convert_legacy("ÑAÛNG COÄNG SAÛN VIEÄT NAM", "vni") == "ĐẢNG CỘNG SẢN VIỆT NAM"


def test_every_letter_survives_both_encodings():
    letters = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
    assert convert_legacy(as_tcvn3(letters), "tcvn3") == letters
    assert [convert_legacy(as_vni(c), "vni") for c in letters] == list(letters)


def test_half_unicode_text_is_not_converted():
    assert guess_legacy("Lò Văn Hòa đã họp với " + as_tcvn3("Lường")) is None
