"""From runs of text to text as it is stored: fonts from before Unicode decide, else what the words look like. Pure.

A font such as .VnTime (TCVN3) or VNI-Times draws Vietnamese letters for Western characters, so the file holds
`ViÖt Nam`. The font's name tells the encoding; but text typed in Unicode keeps such a name too, so each paragraph is
looked at before it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from queson_crawler.files.shapes import MAX_CHARACTERS, Paragraph, Run
from queson_crawler.text import DECODERS, detect_legacy, normalise

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONTS = (
    ("tcvn3", re.compile(r"^\.vn[a-z3]|^vn(?!i[ -])[a-z3]|^\.tmc|tcvn", re.I)),
    ("vni", re.compile(r"^vni[ -]", re.I)),
    ("vps", re.compile(r"^vps[ -]", re.I)),
    ("viscii", re.compile(r"^(?:vi[ -](?:arial|times|courier)|.*viscii)", re.I)),
)
_CAPITALS = re.compile(r"^\.?Vn[A-Za-z -]*H(?:[,-].*|$)")
"""TCVN3 has no toned capitals: a twin of each font, its name ending in H, draws small letters as capitals."""
_REAL_LETTER = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_SHIFT = 0x19FC
_SHIFTED = re.compile(f"[{chr(0x1EA0 - _SHIFT)}-{chr(0x1EF9 - _SHIFT)}]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\xc0-\u024f]")
_TRUE_CYRILLIC = re.compile("[\u0400-\u0481\u048a-\u04a3]")


def encoding_of(font: str) -> str | None:
    """The key of `DECODERS` that a font's name stands for, or None."""
    name = _SUBSET.sub("", font.strip())
    return next((encoding for encoding, pattern in _FONTS if pattern.search(name)), None)


def plain(paragraphs: Iterable[Paragraph]) -> tuple[str, bool]:
    """The text of paragraphs, a blank line between them, as article text is stored; whether it was cut at the limit."""
    kept, size, cut = [], 0, False
    for paragraph in paragraphs:
        size += sum(len(run.text) for run in paragraph) + 2
        if size > MAX_CHARACTERS:
            cut = True
            break
        kept.append(paragraph)
    trusted = _trusted(kept)
    texts = [_decoded(paragraph, trusted) for paragraph in kept]
    texts = _by_words(texts)
    whole = "\n\n".join(text for text in texts if text.strip())
    return normalise(whole), cut


def _trusted(paragraphs: list[Paragraph]) -> bool:
    """Whether the fonts are to be believed: not where most of what they draw holds real Vietnamese letters."""
    legacy = ["".join(run.text for run in paragraph if encoding_of(run.font)) for paragraph in paragraphs]
    said = [text for text in legacy if not text.isascii()]
    return 2 * sum(bool(_REAL_LETTER.search(text)) for text in said) <= len(said)


def _decoded(paragraph: Paragraph, trusted: bool) -> str:
    whole = "".join(run.text for run in paragraph)
    if not trusted or not any(run.font for run in paragraph):
        return whole
    return "".join(map(_of_run, paragraph))


def _of_run(run: Run) -> str:
    encoding = encoding_of(run.font)
    if encoding is None or _REAL_LETTER.search(run.text):
        return run.text
    text = DECODERS[encoding](_PRIVATE.sub(lambda match: chr(ord(match[0]) & 0xFF), run.text))
    capitals = encoding == "tcvn3" and _CAPITALS.search(_SUBSET.sub("", run.font.strip()))
    return text.upper() if capitals else text


def _by_words(texts: list[str]) -> list[str]:
    """What no font told: text whose words are Vietnamese only in an old encoding, or when moved by a fixed step."""
    whole = "\n".join(texts)
    if _is_shifted(whole):
        texts = [_SHIFTED.sub(lambda match: chr(ord(match[0]) + _SHIFT), text) for text in texts]
    if whole.isascii():
        return texts
    if encoding := detect_legacy(whole):
        return [DECODERS[encoding](text) for text in texts]
    return [DECODERS[found](text) if (found := detect_legacy(text)) else text for text in texts]


def _is_shifted(text: str) -> bool:
    """Whether a PDF's table of letters is off by 0x19FC, so that ế is shown as Ӄ: then words mix Latin letters with
    rare Cyrillic ones, and hold none of the common ones."""
    if not _SHIFTED.search(text):
        return False
    mixed = other = 0
    for word in _WORD.findall(text):
        if _SHIFTED.search(word):
            real = len(word) == 1 or (_LATIN.search(word) and not _TRUE_CYRILLIC.search(word))
            mixed, other = mixed + bool(real), other + (not real)
    return mixed > other
