"""Text typed in the old fonts TCVN3 (.VnTime) and VNI (VNI-Times): recognise it and turn it into Unicode."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Legacy = Literal["tcvn3", "vni"]

_TCVN3_CODES = (
    "a1Ă a2Â a3Ê a4Ô a5Ơ a6Ư a7Đ a8ă a9â aaê abô acơ adư aeđ b5à b6ả b7ã b8á b9ạ bbằ bcẳ bdẵ beắ c6ặ "
    "c7ầ c8ẩ c9ẫ caấ cbậ ccè ceẻ cfẽ d0é d1ẹ d2ề d3ể d4ễ d5ế d6ệ d7ì d8ỉ dcĩ ddí deị dfò e1ỏ e2õ e3ó e4ọ "
    "e5ồ e6ổ e7ỗ e8ố e9ộ eaờ ebở ecỡ edớ eeợ efù f1ủ f2ũ f3ú f4ụ f5ừ f6ử f7ữ f8ứ f9ự faỳ fbỷ fcỹ fdý feỵ"
)
_TCVN3 = {int(code[:2], 16): code[2] for code in _TCVN3_CODES.split()}

_VNI_PAIRS = (
    "aùá aøà aûả aõã aïạ aêă aéắ aèằ aúẳ aüẵ aëặ aââ aáấ aàầ aåẩ aãẫ aäậ "
    "eùé eøè eûẻ eõẽ eïẹ eâê eáế eàề eåể eãễ eäệ "
    "oùó oøò oûỏ oõõ oïọ oâô oáố oàồ oåổ oãỗ oäộ ôùớ ôøờ ôûở ôõỡ ôïợ "
    "uùú uøù uûủ uõũ uïụ öùứ öøừ öûử öõữ öïự yùý yøỳ yûỷ yõỹ"
)
_VNI_SINGLES = "ôơ öư ñđ îỵ æỉ óĩ òị"
_VNI = {pair[:2]: pair[2] for pair in _VNI_PAIRS.split()}
_VNI |= {single[0]: single[1] for single in _VNI_SINGLES.split()}
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)

_WORD = re.compile(r"[^\W\d_]+(?:[^\W\d_]|[\xa1-\xbf\xd7])*|[\xa1-\xbf](?:[^\W\d_]|[\xa1-\xbf\xd7])+")
_GLUED = re.compile(r"\S*\d\S*|\S*[@/\\]\S*")
# Codes that stand inside words of TCVN3 and hardly ever inside words of other languages.
_TCVN3_MARKS = frozenset(map(chr, [*range(0xA1, 0xBF), 0xD7, 0xDF, 0xDE, 0xFE]))
_VNI_MARKS = re.compile("[aeoôuöy][åäãõø]|[aeo]á", re.IGNORECASE)

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    "(?:oai|oay|oeo|oao|uai|uay|uây|uôi|ươi|ươu|iêu|yêu|uyê|uya|uyu|uênh|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ươ|ưi|ưu|yê|"
    "[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?")
_STOPPED = re.compile("(?:ch|[cpt])$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONES_OF_STOPS = frozenset("\u0301\u0323")


def convert_legacy(text: str, encoding: Legacy) -> str:
    """Return the text in Unicode NFC, read as typed in that old encoding."""
    if encoding == "tcvn3":
        return unicodedata.normalize("NFC", text.translate(_TCVN3))
    return _VNI_PATTERN.sub(_vni_letter, unicodedata.normalize("NFC", text))


def _vni_letter(match: re.Match[str]) -> str:
    found = match[0]
    letter = _VNI[found.lower()]
    return letter.upper() if found[0].isupper() else letter


def guess_legacy(text: str) -> Legacy | None:
    """Tell which old encoding a text is in; None for Unicode Vietnamese and other languages.

    A word speaks for an encoding when it is no Vietnamese syllable as it stands and is one when
    converted; words that are none either way speak against. The person is asked, never overruled.
    """
    text = unicodedata.normalize("NFC", text)
    words = _WORD.findall(_GLUED.sub(" ", text))
    scores = {encoding: _score(words, encoding) for encoding in ("tcvn3", "vni")}
    best: Legacy = "tcvn3" if scores["tcvn3"] >= scores["vni"] else "vni"
    return best if scores[best] > 0 else None


def _score(words: list[str], encoding: Legacy) -> int:
    """Return how many words speak for the encoding, 0 when too much speaks against it."""
    speaking = against = marked = 0
    for word in words:
        if word.isascii():
            against += not (word.isupper() or _is_syllable(word))
        elif any(ord(c) > 0xFF for c in word):
            against += 1
        elif not _is_syllable(word):
            if _becomes_syllable(word, encoding):
                speaking += 1
                marked += _is_marked(word, encoding)
            else:
                against += 1
    if speaking <= against or (speaking == 1 and not marked):
        return 0
    return speaking


def _becomes_syllable(word: str, encoding: Legacy) -> bool:
    if encoding == "tcvn3" and any(ord(c) > 0x7F and ord(c) not in _TCVN3 for c in word):
        return False
    if encoding == "vni" and len(word) < 3:
        return False
    return _is_syllable(convert_legacy(word, encoding))


def _is_marked(word: str, encoding: Legacy) -> bool:
    if encoding == "vni":
        return _VNI_MARKS.search(word) is not None
    return not word.startswith("µ") and not _TCVN3_MARKS.isdisjoint(word)


def _is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable, with its tone anywhere on the vowels."""
    spread = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in spread if c in _TONES]
    plain = unicodedata.normalize("NFC", "".join(c for c in spread if c not in _TONES))
    if len(tones) > 1 or _SYLLABLE.fullmatch(plain) is None:
        return False
    if plain.startswith("d") and plain.endswith("y") and len(plain) == 2:
        return False
    return _STOPPED.search(plain) is None or word.isascii() or bool(_TONES_OF_STOPS & set(tones))
