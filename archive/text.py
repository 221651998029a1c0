"""The keys of search and deduplication, made from display text: pure, standard library only.

Display text keeps the spelling that was published. Two keys are made from it: `fold` for a reader who types without
diacritics, and `tone_key` for one who types them, in either of the two styles of placing a tone (hoà, hòa).
"""

import re
import unicodedata
from functools import lru_cache

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TONES = frozenset((_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT))
_WITHOUT_TONES = dict.fromkeys(map(ord, _TONES))

# đ and its look-alikes have no canonical decomposition: removing marks alone would leave them.
_D_STROKES = dict.fromkeys(map(ord, "đĐðÐɖƉ"), "d")
_MARKS = dict.fromkeys(range(0x300, 0x370))


def _bare_letters() -> dict[int, str]:
    """Code point of each precomposed letter of Unicode's European blocks -> its base letter."""
    bases = {}
    for code in range(0xC0, 0x2000):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1 and all("\u0300" <= mark <= "\u036f" for mark in parts[1:]):
            bases[code] = parts[0]
    return bases


_FOLD = {**_bare_letters(), **_MARKS, **_D_STROKES}


_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")


def one_line(text: str) -> str:
    """Text that can stand in a log, a terminal or a table: nothing that steers, hides or turns letters, on one line."""
    if not _STEERING.search(text):
        return text
    return _STEERING.sub(" ", text).strip()


def fold(text: str) -> str:
    """Lower case, without diacritics, đ as d: `Người Việt` -> `nguoi viet`. Composed and decomposed text fold alike.

    Nothing but letters changes: words, digits and punctuation stay where they are, so that a match in the folded text
    marks the same word in the original.
    """
    return unicodedata.normalize("NFC", text).lower().translate(_FOLD)


# A written syllable without its tone: onset, nucleus, coda. `gi` and `qu` are onsets when a vowel follows.
_SYLLABLE = re.compile(
    r"(?P<onset>qu(?=[aăâeêiơôoy])|gi(?=[aăâeêoôơuư])|ngh|ng|nh|n|ch|c|gh|g|kh|k|ph|p|th|tr|t|b|d|đ|h|l|m|r|s|v|x)?"
    r"(?P<nucleus>iêu|yêu|oai|oao|oay|oeo|uao|uây|uôi|uya|uyê|uyu|uêu|ươi|ươu|"
    r"ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|yê|oa|oă|oe|oi|ôi|ơi|oo|ôô|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|"
    r"[aăâeêioôơuưy])"
    r"(?P<coda>ch|c|ng|nh|n|m|p|t)?"
)
_QUALITY = "ăâêôơư"
_STOPS = frozenset(("c", "ch", "p", "t"))


def _split_tone(word: str) -> tuple[str, str]:
    """A word -> (the word without tones, its tones in order of writing)."""
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(filter(_TONES.__contains__, parts))
    if not tones:
        return word, ""
    return unicodedata.normalize("NFC", parts.translate(_WITHOUT_TONES)), tones


def is_syllable(word: str) -> bool:
    """Whether the word is built like one written Vietnamese syllable with at most one tone (it need not exist)."""
    bare, tones = _split_tone(word.lower())
    match = _SYLLABLE.fullmatch(bare)
    if match is None or len(tones) > 1:
        return False
    return match["coda"] not in _STOPS or tones in (_ACUTE, _DOT)


def _tone_seat(syllable: re.Match[str]) -> int:
    """Where the old style writes the tone: an index into the syllable."""
    start, end = syllable.span("nucleus")
    nucleus = syllable["nucleus"]
    for index in range(end - 1, start - 1, -1):
        if nucleus[index - start] in _QUALITY:
            return index
    if syllable["coda"]:
        return end - 1
    return start + 1 if len(nucleus) == 3 else start


@lru_cache(maxsize=1 << 16)
def _old_style(word: str) -> str:
    bare, tones = _split_tone(word)
    if len(tones) != 1 or len(bare) != len(word):
        return word
    syllable = _SYLLABLE.fullmatch(bare.lower())
    if syllable is None:
        return word
    seat = _tone_seat(syllable)
    return bare[:seat] + unicodedata.normalize("NFC", bare[seat] + tones) + bare[seat + 1 :]


# Only a word with two neighbouring vowels offers its tone a choice of seat.
_CHOICE = re.compile(r"[^\W\d_]*[aeiouyà-ỹ]{2}[^\W\d_]*", re.IGNORECASE)


def tone_key(text: str) -> str:
    """The text in NFC with every tone where the old style writes it: `hoà` and `hòa` -> `hòa`, `qúy` -> `quý`.

    Case and words that are no Vietnamese syllables (`Chloé`) stay as they are. i and y are never exchanged.
    """
    return _CHOICE.sub(lambda match: _old_style(match[0]), unicodedata.normalize("NFC", text))


_WORDS = re.compile(r"\w+")
_OF_ANY_SITE = frozenset("cong thong tin dien tu trang chu chinh thuc website portal cua uy ban nhan dan ubnd".split())


def alike(one: str, other: str) -> bool:
    """Whether two titles may be those of one site: at least half of the words of the shorter stand in the other.

    Words that the title of any office has do not count; where one says nothing else, it may be any.
    """
    words = [set(_WORDS.findall(fold(text))) - _OF_ANY_SITE for text in (one, other)]
    least = min(map(len, words))
    return 2 * len(words[0] & words[1]) >= least
