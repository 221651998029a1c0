"""How often an article was read, as its page says: by a label, or before words such as `lượt xem`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.field_places import NO_FIELDS, FieldRole, Fields
from queson_crawler.parse.article.furniture import blocks_at, path_of
from queson_crawler.parse.article.sightings import UNLABELLED, count_in, lines_with_digits
from queson_crawler.parse.document import text_of
from queson_crawler.parse.flow import Block

_EYES = etree.XPath(
    ".//*[self::i or self::span or self::svg or self::img]"
    "[contains(concat(' ', translate(concat(@class, ' ', @src), '-_./', '    '), ' '), ' eye ')]"
)
"""Pictures of an eye, by the name of their class or file: `fa fa-eye`, `images/eye.png`."""
_ALONE = re.compile(r"\W{0,3}\d[\d.,]{0,11}\s{0,3}(?=$|[|•·,;(])")


@dataclass(frozen=True, slots=True)
class CountedPage:
    """A page whose number of views is sought: the lines about its article and below it that may label one (`lines`),
    those that may tell one without a label (`bare`), and what is `known` of its siblings. `where` are the blocks among
    which the place of these is looked for."""

    lines: Sequence[Block]
    bare: Sequence[Block]
    where: Sequence[Block] = ()
    known: Fields = NO_FIELDS


def view_count(page: CountedPage) -> int | None:
    """The number of views: where sibling pages have theirs, else as one page alone tells it; never the counter of a
    portal."""
    counts = chain(_at_places(page), _told(page))
    return next(counts, None)


def _at_places(page: CountedPage) -> Iterator[int]:
    """The numbers that stand where sibling pages have theirs."""
    for path, block in blocks_at(page.known.paths(FieldRole.VIEWS), lines_with_digits(page.where)):
        counted = count_in(block)
        if counted is not None and page.known.has(FieldRole.VIEWS, path, counted[0]):
            yield counted[1]


def _told(page: CountedPage) -> Iterator[int]:
    for block, form, number in counts_told(page):
        if not page.known.has(FieldRole.NO_VIEWS, path_of(block.element), form):
            yield number


def counts_told(page: CountedPage) -> Iterator[tuple[Block, str, int]]:
    """The numbers of views that one page alone tells, each with its line and the field of its label; the surest
    first."""
    for block in page.lines:
        value = labels.fields_of([block.text]).get(words.VIEWS, "")
        number = labels.number(value)
        if number is not None:
            yield block, words.VIEWS, number
    for block in page.bare:
        number = labels.views(block.text)
        if number is None:
            number = _beside_eye(block)
        if number is not None:
            yield block, UNLABELLED, number


def _beside_eye(block: Block) -> int | None:
    """The number just behind the picture of an eye; None where there is none."""
    for eye in _EYES(block.element):
        number = _ALONE.match(eye.tail or "".join(map(text_of, eye.itersiblings())))
        if number:
            return labels.number(number[0])
    return None
