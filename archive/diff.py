"""What changed between two revisions of an article: word by word, in time that any text keeps bounded.

A word is what white space and punctuation leave (Vietnamese: a syllable); white space is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter
from typing import Literal

from archive.dedup.align import shared_start
from archive.errors import NoArticle, NoRevision
from archive.store import Archive

FIELDS = ("title", "lead", "body")
MAX_WORK = 1_000_000
"""Words of one side times words of the other: above it a passage counts as replaced as a whole. difflib's time grows
with this product; a passage of a thousand words on both sides is told word by word."""

_WORD = re.compile(r"\w+|[^\w\s]")
_LINE = re.compile(r"(?<![^\n])[^\S\n]*+\S[^\n]*")

Kind = Literal["same", "gone", "new"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both revisions have (as the later one writes it), or only one of them."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One distinct text of an article."""

    number: int
    captured_at: str
    title: str
    lead: str
    body: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two revisions of one article and the pieces of each of `FIELDS`: of a field that is the same one, or none."""

    key: str
    old: Revision
    new: Revision
    fields: dict[str, tuple[Piece, ...]]

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that differ."""
        return tuple(filter(self._differs, self.fields))

    def _differs(self, name: str) -> bool:
        return any(piece.kind != "same" for piece in self.fields[name])


def difference(archive: Archive, key: str, old: int | None = None, new: int | None = None) -> Difference | None:
    """Two revisions of an article, the last two where none are named; None where there is only one.

    Raises:
        NoArticle: nothing is stored under the key.
        NoRevision: the article has no revision of that number.
    """
    found = _revisions(archive, key)
    last = max(found)
    later = last if new is None else new
    earlier = max(later - 1, 1) if old is None else old
    for number in (earlier, later):
        if number not in found:
            raise NoRevision(f"{key} has no revision {number}: it has 1 to {last}.")
    if earlier == later and old is None:
        return None
    one, other = found[earlier], found[later]
    fields = {name: tuple(compare(getattr(one, name), getattr(other, name))) for name in FIELDS}
    return Difference(key, one, other, fields)


def _revisions(archive: Archive, key: str) -> dict[int, Revision]:
    """The revisions of an article by their numbers; at least one."""
    rows = archive.db.execute(
        "select number, captured_at, v.title, v.lead, v.body from revisions v join articles a "
        "on a.id = v.article_id where a.key = ? order by number",
        [key],
    )
    found = {row[0]: Revision(*row) for row in rows}
    if not found:
        raise NoArticle(f"The archive holds no article {key!r}: queson search finds keys (queson search WORDS --json).")
    return found


def compare(old: str, new: str) -> Iterator[Piece]:
    """The pieces that lead from one text to the other; what both have is told as `new` writes it."""
    return _joined(_compare(_Parts.of(_LINE, old), _Parts.of(_LINE, new), inner=True))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The lines or words of a stretch of text that ends at `end`."""

    text: str
    spans: list[Span]
    end: int

    @classmethod
    def of(cls, pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> _Parts:
        if end is None:
            end = len(text)
        return cls(text, [match.span() for match in pattern.finditer(text, start, end)], end)

    def bounds(self, first: int, last: int) -> Span:
        """Where the parts from `first` to the one before `last` stand, with the white space up to the next one."""
        start = self.spans[first][0]
        if last < len(self.spans):
            return start, self.spans[last][0]
        return start, self.end

    def slice(self, first: int, last: int) -> str:
        start, end = self.bounds(first, last)
        return self.text[start:end]

    def keys(self) -> list[str]:
        """The parts as they are compared: white space within them is no difference either."""
        return [" ".join(self.text[start:end].split()) for start, end in self.spans]


def _compare(old: _Parts, new: _Parts, *, inner: bool) -> Iterator[Piece]:
    """Compare part by part; with `inner`, parts that were replaced are compared word by word."""
    for kind, a, b, c, d in _opcodes(old.keys(), new.keys()):
        if kind == "equal":
            yield Piece("same", new.slice(c, d))
        elif inner and kind == "replace":
            before, after = old.bounds(a, b), new.bounds(c, d)
            yield from _compare(_Parts.of(_WORD, old.text, *before), _Parts.of(_WORD, new.text, *after), inner=False)
        else:
            if b > a:
                yield Piece("gone", old.slice(a, b))
            if d > c:
                yield Piece("new", new.slice(c, d))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As difflib's, with what both begin and end with set aside, and a middle too large to compare replaced."""
    head = shared_start(old, new)
    tail = shared_start(old[head:][::-1], new[head:][::-1])
    end, new_end = len(old) - tail, len(new) - tail
    if head:
        yield "equal", 0, head, 0, head
    if (end - head) * (new_end - head) > MAX_WORK:
        yield "replace", head, end, head, new_end
    else:
        matcher = SequenceMatcher(None, old[head:end], new[head:new_end], autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            yield kind, a + head, b + head, c + head, d + head
    if tail:
        yield "equal", end, len(old), new_end, len(new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    for kind, several in groupby(pieces, key=attrgetter("kind")):
        yield Piece(kind, "".join(map(attrgetter("text"), several)))
