"""Characters that look right and are not: foreign d-strokes, Cyrillic and Greek in Latin words, full-width forms."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "Ð": "Đ",  # eth: &ETH; and many Vietnamese fonts
        "ð": "đ",
        "Ɖ": "Đ",
        "ɖ": "đ",
        "Ƣ": "Ư",  # the letter OI: a conversion fault of PDF and Office
        "ƣ": "ư",
    }
)
LETTER = re.compile("[ÐðƉɖƢƣ]")

CARON = re.compile("[ǎǍ](?=[cmnptCMNPT])")  # for ă, which unlike the ǎ of pinyin always has a final consonant
_BREVE = {"ǎ": "ă", "Ǎ": "Ă"}

FOREIGN = re.compile("[\u0370-\u052f]")
_FOREIGN_WORD = re.compile(r"(?<![^\W_])[^\W_]*[\u0370-\u052f][^\W_]*")
_LATIN = re.compile("[A-Za-zÀ-\u024f\u1e00-\u1eff]")
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԚԜаеѕіјорсухԁԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXQWaesijopcyxdqw" + "ABEZHIKMNOPTYXo",
)
# A PDF fault moves the whole block 1EA0-1EF9 down by 19FC, into Cyrillic: tiếng -> tiӃng.
_SHIFTED = re.compile("[\u04a4-\u04fd]")
_SHIFT = 0x19FC

WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_WIDE_RUN = re.compile("[\uff01-\uff5e]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def latin_letters(text: str) -> str:
    """đ, Đ, ư, Ư for the foreign letters that fonts and converters put in their place."""
    return text.translate(_LETTERS)


def breves(text: str) -> str:
    """ă for a caron before a final consonant: `nǎm` -> `năm`."""
    return CARON.sub(lambda match: _BREVE[match[0]], text)


def _one_script(match: re.Match[str]) -> str:
    word = match[0]
    if _LATIN.search(word) is None:
        return word
    shifted_back = _SHIFTED.sub(lambda letter: chr(ord(letter[0]) + _SHIFT), word)
    latin = unicodedata.normalize("NFD", shifted_back).translate(_TWINS)
    # All or nothing: a word with a letter that has no Latin twin (TGFβ, kΩ) means what it says.
    if FOREIGN.search(latin):
        return word
    return unicodedata.normalize("NFC", latin)


def latin_words(text: str) -> str:
    """Cyrillic and Greek twins made Latin inside words that also hold a Latin letter; pure foreign words stay."""
    return _FOREIGN_WORD.sub(_one_script, text)


def _narrow(match: re.Match[str]) -> str:
    run = match[0]
    if not WIDE.search(run):
        return run
    return run.translate(_NARROW)


def narrow(text: str) -> str:
    """Full-width letters and digits, with the signs between them, as ASCII; East Asian punctuation alone stays."""
    return _WIDE_RUN.sub(_narrow, text)
