"""Who wrote an article and where it was taken from: labelled lines, and names that stand alone at its end."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.blocks import length_of, without
from queson_crawler.parse.article.credits import Byline, credit, says_taken_from
from queson_crawler.parse.article.field_places import NO_FIELDS as NO_PLACES
from queson_crawler.parse.article.field_places import Fields
from queson_crawler.parse.article.names import LAST_PARENTHESIS, is_name, is_person, unbracketed
from queson_crawler.parse.article.signature import (
    MAX_BYLINE,
    SIGNATURE,
    Line,
    is_right,
    names_author,
    names_source,
    signs_document,
)
from queson_crawler.parse.dress import stands_alike
from queson_crawler.parse.evidence import Sign, Verdict, holds_any, signs
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import SENTENCE

MAX_PASSED, MAX_AFTER_SIGNATURE = 160, 200
"""Characters of other text behind which a byline is still sought, and of the little that may stand after it."""
NO_FIELDS: Mapping[str, str] = MappingProxyType({})
_CREDITED = frozenset((words.AUTHOR, words.WRITER, words.SOURCE))
_NAMES = (words.AUTHOR, words.POSTER, words.WRITER)
_KNOWN_WORDS = (labels.is_tool, labels.is_box, labels.ends_article)
_URL = re.compile(r"https?://\S+$")
_ACCOUNT = re.compile(r"[\w.@-]{2,30}(?: [\w.@-]{2,30}){0,3}")


def read_byline(
    blocks: list[Block], places: Fields = NO_PLACES, *, depth: int = 6, known: Mapping[str, str] = NO_FIELDS
) -> Byline:
    """The author and source that the last `depth` blocks name, read from the end.

    Reading goes on past a little text (`MAX_PASSED` characters: a call to readers, tags), but not past prose. `known`
    are the fields that labels of the page name: a line that only repeats one of these names is none of the text.
    `places` is where sibling pages have their signatures.
    """
    found = Byline()
    names = _names_in(known)
    passed = 0
    for block, above in _upwards(blocks, depth):
        line = Line(block, above, passed, places)
        if _take(line, found, names):
            continue
        _take_closing(line, found)
        passed += len(line.text)
        if passed > MAX_PASSED:
            break
    return found


def _names_in(fields: Mapping[str, str]) -> set[str]:
    """The names that labels tell, in lower case."""
    return {unbracketed(name).casefold() for field, name in fields.items() if field in _NAMES}


def _upwards(blocks: list[Block], depth: int) -> Iterator[tuple[Block, str]]:
    """The last blocks from the end on, each with the words of the one above it."""
    words_above = ["", *(block.text for block in blocks)]
    yield from list(zip(blocks, words_above, strict=False))[: -depth - 1 : -1]


def _take(line: Line, found: Byline, names: Collection[str]) -> bool:
    """Take what a line says of author and source; False where it is no line of a byline."""
    if _URL.match(line.text):
        found.fill_source(line.text)
        return True
    if _repeats(line, names):
        if not _bare(line, found):  # who posted an article and signs it wrote it
            found.repeated += (line.block.index,)
        found.blocks += (line.block.index,)
        return True
    if not line.is_short:  # a long line, such as `Nguồn: <address>`, is read but stays text
        return _labelled(line, found)
    for form in _FORMS:
        if form(line, found):
            found.blocks += (line.block.index,)
            return True
    return False


def _repeats(line: Line, names: Collection[str]) -> bool:
    """Whether the last line of a text is a name that is known already."""
    return not line.passed and line.name.casefold() in names


def _labelled(line: Line, found: Byline) -> bool:
    """Take what a line says by label, or as `Theo Báo A`; False where it is no such line."""
    fields = labels.cut(line.name)
    if words.PUBLISHED not in fields and not _CREDITED.isdisjoint(fields):
        return _take_fields(fields, found)
    if not says_taken_from(line.name):
        return False
    credit(found, line.name)
    return True


def _take_fields(fields: Mapping[str, str], found: Byline) -> bool:
    """Take what labels say; False where it is prose: `Thực hiện: …` opens sentences too."""
    author = fields.get(words.AUTHOR, fields.get(words.WRITER, ""))
    source = fields.get(words.SOURCE, "")
    if len(author) > MAX_BYLINE or ";" in author:
        return False
    if len(source) > MAX_BYLINE and not _URL.match(source):
        return False
    if author and not found.by_label:
        found.name(author, "the line of its label names the author")
        found.by_label = True
    found.fill_source(source)
    return True


def _bare(line: Line, found: Byline) -> bool:
    """A name alone on its line that is set apart: to the right, in brackets, or by the page's own class."""
    if line.is_heading or _heads_something(line.name):
        return False
    if not is_name(line.text):
        return _account(line, found)
    if names_source(line):
        found.fill_source(line.name)
        return True
    held = signs(SIGNATURE, line)
    if not held or signs_document(line):
        return False
    if not found.by_label:
        _sign(found, line.name, held)
    return True


def _sign(found: Byline, name: str, held: tuple[Sign, ...]) -> None:
    """Take the name of a signature. Read upwards, of two names the upper one wrote, the lower one posted."""
    found.fill_account(found.author)
    found.author = name
    found.verdict = Verdict("byline", name, held)


def _heads_something(name: str) -> bool:
    """Whether the words of a line are known as a button's or a heading's: bold type makes no signature of them."""
    return holds_any(_KNOWN_WORDS, name)


def _account(line: Line, found: Byline) -> bool:
    """Take the name of a CMS user that is set apart."""
    if not _ACCOUNT.fullmatch(line.name):
        return False
    is_set_apart = names_author(line) or is_right(line)
    if is_set_apart:
        found.fill_account(line.name)
    return is_set_apart


_FORMS: tuple[Callable[[Line, Byline], bool], ...] = (_labelled, _bare)
"""The forms of a short line of a byline; the first that it has is taken."""


def _take_closing(line: Line, found: Byline) -> None:
    """Take the name in brackets with which a paragraph ends."""
    if line.passed or found.author:
        return
    closing = LAST_PARENTHESIS.search(line.text)
    if closing is not None and is_person(closing[1]):
        found.name(closing[1], "a person's name in brackets ends the text")


def without_signature(body: list[Block], byline: Byline) -> list[Block]:
    """The text without its byline, and without the little (a call to readers, tags) that stands after it."""
    own = without(body, byline.blocks)
    first = min(byline.blocks, default=sys.maxsize)
    above = [block for block in own if block.index < first]
    below = own[len(above) :]
    if length_of(below) > MAX_AFTER_SIGNATURE or _text_goes_on(above, below):
        return own
    return above


def _text_goes_on(above: list[Block], below: list[Block]) -> bool:
    """Whether a paragraph below stands just as the last one above."""
    last = next(filter(_is_long, reversed(above)), None)
    if last is None:
        return False
    return any(stands_alike(block, last) for block in below if _is_long(block))


def _is_long(block: Block) -> bool:
    return len(block.text) >= SENTENCE
