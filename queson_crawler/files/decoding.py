"""From runs of text to text as it is stored: fonts from before Unicode decide, else what the words look like. Pure.

A font's name tells the encoding of what it draws; but text typed in Unicode keeps such a name too, so it is looked at
before the font is believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, groupby
from typing import NamedTuple

from queson_crawler.files.fonts import as_signs, draws_capitals, encoding_of
from queson_crawler.files.readings import MAX_CHARACTERS, NEXT_CELL, Paragraph, Run
from queson_crawler.files.segment import Segment, share_of_syllables
from queson_crawler.files.shifted import is_shifted, shifted_back
from queson_crawler.text import DECODERS, detect_legacy, normalise

_REAL_LETTER = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_READABLE = 0.7
"""A decoded text of which fewer words are Vietnamese may be in another encoding."""
_COMMON = frozenset(("tcvn3", "vni"))


_Segments = list[Segment]


class Plain(NamedTuple):
    """Text as it is stored; whether it was cut at the limit; the encodings that parts of it were in."""

    text: str
    cut: bool
    encodings: tuple[str, ...]


def plain(paragraphs: Iterable[Paragraph], drawn: bool = False) -> Plain:
    """The text of paragraphs, a blank line between them, as article text is stored.

    Letters are kept as typed, like transcripts of such documents do; with `drawn` those of capital fonts are capitals.
    """
    kept, cut = _within_limit(paragraphs)
    lines: list[_Segments] = []
    for paragraph in kept:
        lines.append(_segments(paragraph))
    if _trusted(lines):
        _decode_by_fonts(lines)
        _decode_by_words(lines, _usual_encoding(lines))
    texts: list[str] = []
    for line in lines:
        if drawn:
            line = list(map(_as_drawn, line))
        texts.append(_text_of(line))
    return Plain(normalise("\n\n".join(filter(str.strip, texts))), cut, _encodings(lines))


def _encodings(lines: list[_Segments]) -> tuple[str, ...]:
    """The names of the encodings met, in order; `unicode` where marks or letters of other languages stand in it."""
    met: set[str] = set()
    for segment in chain.from_iterable(lines):
        if segment.decoded:
            met.add(segment.decoded)
        elif not segment.text.isascii():
            met.add("unicode")
    return tuple(sorted(met))


def _within_limit(paragraphs: Iterable[Paragraph]) -> tuple[list[Paragraph], bool]:
    """The first paragraphs, up to MAX_CHARACTERS; whether there are more."""
    kept: list[Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        size += sum([len(run.text) for run in paragraph]) + 2
        if size > MAX_CHARACTERS:
            return kept, True
        kept.append(paragraph)
    return kept, False


def _segments(paragraph: Paragraph) -> _Segments:
    """Runs of one encoding are decoded together, since a word may stand in several of them; a cell stands alone."""
    segments: _Segments = []
    for (encoding, real, capitals, _), runs in groupby(paragraph, key=_way):
        text = "".join([as_signs(run.text, run.font) for run in runs])
        segments.append(Segment(text, encoding, real, capitals))
    return segments


def _way(run: Run) -> tuple[str, bool, bool, bool]:
    """The encoding of a run by its font; whether it is Unicode nevertheless, is drawn in capitals, parts two cells."""
    encoding = encoding_of(run.font)
    real = encoding != "" and _REAL_LETTER.search(run.text) is not None
    return encoding, real, draws_capitals(run.font), run.text == NEXT_CELL


def _trusted(lines: list[_Segments]) -> bool:
    """Whether the fonts are to be believed: not where most of what they draw holds real Vietnamese letters."""
    drawn = real = 0
    for segment in chain.from_iterable(lines):
        drawn += segment.is_drawn
        real += segment.is_drawn and segment.real and not _is_around(segment)
    return 2 * real <= drawn


def _decode_by_fonts(lines: list[_Segments]) -> None:
    """Some fonts bear the name of another encoding, and some texts were given another font without being converted:
    what reads badly is tried in the other common encoding, short text only where longer text was in it."""
    doubtful: list[Segment] = []
    met: set[str] = set()
    for segment in chain.from_iterable(lines):
        if not segment.is_drawn:
            continue
        if segment.real:
            _decode_around(segment)
            continue
        encoding = _likely_encoding(segment)
        if encoding in (segment.encoding, *_COMMON):
            met.add(encoding)
            segment.decode(encoding)
        else:
            doubtful.append(segment)
    for segment in doubtful:
        segment.decode(_encoding_of_all(segment, met & _COMMON))


def _decode_around(segment: Segment) -> None:
    """Text in an old font among which single letters of Unicode stand: those stay as they are."""
    if _is_around(segment):
        segment.decode(_likely_encoding(segment))


def _is_around(segment: Segment) -> bool:
    """Whether a text with letters of Unicode is one in an old font nevertheless, by far the most of it."""
    encoding = _likely_encoding(segment)
    if not encoding:
        return False
    return share_of_syllables(segment.text) < _READABLE <= share_of_syllables(segment.read_in(encoding))


def _likely_encoding(segment: Segment) -> str:
    """The encoding that the font tells, where the text is readable in it, else what the words look like."""
    if share_of_syllables(segment.read_in(segment.encoding)) >= _READABLE:
        return segment.encoding
    return detect_legacy(segment.letters) or ""


def _encoding_of_all(segment: Segment, encodings: set[str]) -> str:
    """The encoding in which all words of a text are Vietnamese, else what its font tells."""
    for encoding in sorted(encodings):
        if share_of_syllables(segment.read_in(encoding)) == 1:
            return encoding
    return segment.encoding


def _usual_encoding(lines: list[_Segments]) -> str | None:
    """The encoding that most letters of a document are in, by their fonts."""
    letters: Counter[str] = Counter()
    for segment in chain.from_iterable(lines):
        if segment.encoding:
            letters[segment.encoding] += len(segment.text)
    return max(letters, key=letters.__getitem__, default=None)


def _decode_by_words(lines: list[_Segments], expected: str | None) -> None:
    """What no font told: text whose words are Vietnamese only in an old encoding, or when moved by a fixed step."""
    loose = list(map(_without_encoding, lines))
    whole = "\n".join(map(_text_of, loose))
    if whole.isascii():
        return
    if is_shifted(whole):
        for segment in chain.from_iterable(loose):
            segment.text = shifted_back(segment.text)
        return
    encoding = detect_legacy(whole, expected)
    for line in loose:
        around = encoding or detect_legacy(_text_of(line), expected)
        for segment in line:
            found = around or detect_legacy(segment.text, expected)
            if found and not segment.text.isascii():
                segment.text, segment.decoded = DECODERS[found](segment.text), found


def _as_drawn(segment: Segment) -> Segment:
    return replace(segment, text=segment.text.upper()) if segment.capitals else segment


def _without_encoding(line: _Segments) -> _Segments:
    return [segment for segment in line if not segment.encoding]


def _text_of(line: _Segments) -> str:
    return "".join([segment.text for segment in line])
