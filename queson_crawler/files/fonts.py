"""From runs of text to text as it is stored: fonts from before Unicode decide, else what the words look like. Pure.

A font such as .VnTime (TCVN3) or VNI-Times draws Vietnamese letters for Western characters, so the file holds
`ViÖt Nam`. The font's name tells the encoding; but text typed in Unicode keeps such a name too, so each paragraph is
looked at before it is believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from queson_crawler.files.readings import MAX_CHARACTERS, Paragraph, Run
from queson_crawler.text import DECODERS, detect_legacy, normalise

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONTS = (
    ("tcvn3", re.compile(r"^\.vn[a-z3]|^vn(?!i[ -])[a-z3]|^\.tmc|tcvn", re.I)),
    ("vni", re.compile(r"^vni[ -]", re.I)),
    ("vps", re.compile(r"^vps[ -]", re.I)),
    ("viscii", re.compile(r"^(?:vi[ -](?:arial|times|courier)|.*viscii)", re.I)),
)
_CAPITALS = re.compile(r"^\.?Vn[A-Za-z -]*H(?:[,-].*|$)")
"""TCVN3 has no toned capitals: a twin of each font, its name ending in H, draws small letters as capitals. As with bold
and Word's own "all capitals", that is how letters are drawn, not what was typed."""
_REAL_LETTER = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_SHIFT = 0x19FC
_SHIFTED = re.compile(f"[{chr(0x1EA0 - _SHIFT)}-{chr(0x1EF9 - _SHIFT)}]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\xc0-\u024f]")
_TRUE_CYRILLIC = re.compile("[\u0400-\u0481\u048a-\u04a3]")


@lru_cache(maxsize=1000)
def encoding_of(font: str) -> str | None:
    """The key of `DECODERS` that a font's name stands for, or None."""
    name = _SUBSET.sub("", font.strip())
    for encoding, pattern in _FONTS:
        if pattern.search(name):
            return encoding
    return None


def plain(paragraphs: Iterable[Paragraph], drawn: bool = False) -> tuple[str, bool]:
    """The text of paragraphs, a blank line between them, as article text is stored; whether it was cut at the limit.

    Letters are kept as typed, like transcripts of such documents do; with `drawn` those of capital fonts are capitals.
    """
    kept, cut = _within_limit(paragraphs)
    trusted = _trusted(kept)
    texts = []
    for paragraph in kept:
        texts.append(_decoded(paragraph, trusted, drawn))
    whole = "\n\n".join(filter(str.strip, _by_words(texts, _usual_encoding(kept))))
    return normalise(whole), cut


def _within_limit(paragraphs: Iterable[Paragraph]) -> tuple[list[Paragraph], bool]:
    """The first paragraphs, up to MAX_CHARACTERS; whether there are more."""
    kept: list[Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        size += len(_text_of(paragraph)) + 2
        if size > MAX_CHARACTERS:
            return kept, True
        kept.append(paragraph)
    return kept, False


def _text_of(paragraph: Paragraph) -> str:
    return "".join([run.text for run in paragraph])


def _trusted(paragraphs: list[Paragraph]) -> bool:
    """Whether the fonts are to be believed: not where most of what they draw holds real Vietnamese letters."""
    drawn = real = 0
    for paragraph in paragraphs:
        legacy = _text_of([run for run in paragraph if encoding_of(run.font)])
        if legacy.isascii():
            continue
        drawn += 1
        if _REAL_LETTER.search(legacy):
            real += 1
    return 2 * real <= drawn


def _decoded(paragraph: Paragraph, trusted: bool, drawn: bool) -> str:
    """The text of a paragraph; runs of one encoding are decoded together, since a word may stand in several."""
    if not trusted:
        return _text_of(paragraph)
    texts: list[str] = []
    for (encoding, capitals), runs in groupby(paragraph, key=_way):
        text = _text_of(list(runs))
        if encoding is not None:
            text = DECODERS[encoding](_PRIVATE.sub(_as_byte, text))
        texts.append(text.upper() if drawn and capitals else text)
    return "".join(texts)


def _way(run: Run) -> tuple[str | None, bool]:
    """The encoding of a run, and whether its font draws capitals."""
    encoding = encoding_of(run.font)
    if encoding is None or _REAL_LETTER.search(run.text):
        return None, False
    return encoding, bool(_CAPITALS.search(_SUBSET.sub("", run.font.strip())))


def _as_byte(match: re.Match[str]) -> str:
    return chr(ord(match[0]) & 0xFF)


def _usual_encoding(paragraphs: list[Paragraph]) -> str | None:
    """The encoding that most letters of a document are in, by their fonts."""
    letters: Counter[str] = Counter()
    for paragraph in paragraphs:
        for run in paragraph:
            letters[encoding_of(run.font) or ""] += len(run.text)
    del letters[""]
    return max(letters, key=letters.__getitem__, default=None)


def _by_words(texts: list[str], expected: str | None) -> list[str]:
    """What no font told: text whose words are Vietnamese only in an old encoding, or when moved by a fixed step."""
    whole = "\n".join(texts)
    if whole.isascii():
        return texts
    if _is_shifted(whole):
        texts = list(map(_shifted_back, texts))
    encoding = detect_legacy(whole, expected)
    decoded = []
    for text in texts:
        found = encoding or detect_legacy(text, expected)
        if found:
            text = DECODERS[found](text)
        decoded.append(text)
    return decoded


def _shifted_back(text: str) -> str:
    return _SHIFTED.sub(lambda match: chr(ord(match[0]) + _SHIFT), text)


def _is_shifted(text: str) -> bool:
    """Whether a PDF's table of letters is off by 0x19FC, so that ế is shown as Ӄ: then words mix Latin letters with
    rare Cyrillic ones, and hold none of the common ones."""
    if not _SHIFTED.search(text):
        return False
    mixed = other = 0
    for word in _WORD.findall(text):
        if not _SHIFTED.search(word):
            continue
        if len(word) == 1 or (_LATIN.search(word) and not _TRUE_CYRILLIC.search(word)):
            mixed += 1
        else:
            other += 1
    return mixed > other
