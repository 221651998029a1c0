"""Who wrote an article and where it was taken from: labelled lines, and names that stand alone at its end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.names import LAST_PARENTHESIS, is_name, is_person, unbracketed
from queson_crawler.parse.article.signature import MAX_BYLINE, SIGNATURE, Line, names_author, names_source, stands_right
from queson_crawler.parse.dress import stands_alike
from queson_crawler.parse.evidence import Sign, Verdict, signs
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import SENTENCE

MAX_PASSED, MAX_AFTER_SIGNATURE = 160, 200
"""Characters of other text behind which a byline is still sought, and of the little that may stand after it."""
NO_FIELDS: Mapping[str, str] = MappingProxyType({})
_CREDITED = frozenset((words.AUTHOR, words.WRITER, words.SOURCE))
_NAMES = (words.AUTHOR, words.POSTER, words.WRITER)
_TAKEN_FROM = re.compile(r"^(theo|nguồn)\s*:?\s+(.+)$", re.I)
_GOES_ON = (",", ";", ":", "./.")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+$")
_URL = re.compile(r"https?://\S+$")
_ACCOUNT = re.compile(r"[\w.@-]{2,30}(?: [\w.@-]{2,30}){0,3}")


@dataclass(slots=True)
class Byline:
    """What the lines about an article say of its author and source, and which blocks said it. `account` is a second
    name below the author's: the CMS user who posted; `repeated` are lines that only say a known name once more."""

    author: str | None = None
    source: str | None = None
    account: str | None = None
    blocks: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    by_label: bool = False
    by_selector: bool = False
    verdict: Verdict | None = None

    def name(self, author: str | None, reason: str) -> None:
        """Take an author, and why; nothing where there is none."""
        if author:
            self.author = author
            self.verdict = Verdict("byline", author, (Sign(reason, 1),))

    def filled_by(self, other: Byline) -> Byline:
        """This byline with what another, read further below, says more; its blocks stay its own."""
        author = self.author or other.author
        verdict = self.verdict if self.author else other.verdict
        return Byline(
            author=author,
            source=self.source or other.source,
            account=self.account or other.account,
            blocks=self.blocks,
            repeated=self.repeated,
            by_label=self.by_label or other.by_label,
            verdict=verdict,
        )


def _labelled(line: Line, found: Byline) -> bool:
    """Take what a line says by label, or as `Theo Báo A`; False where it is no such line."""
    text = line.name
    fields = labels.cut(text)
    if words.PUBLISHED not in fields and not _CREDITED.isdisjoint(fields):
        return _take_fields(fields, found)
    if not _says_taken_from(text):
        return False
    credit(found, text)
    return True


def _take_fields(fields: Mapping[str, str], found: Byline) -> bool:
    author = fields.get(words.AUTHOR, fields.get(words.WRITER, ""))
    source = fields.get(words.SOURCE, "")
    if _is_no_credit(author, source):
        return False
    if author and not found.by_label:
        found.name(author, "the line of its label names the author")
        found.by_label = True
    found.source = found.source or source or None
    return True


def _is_no_credit(author: str, source: str) -> bool:
    """Whether the values of labels are prose: `Thực hiện: …` opens sentences too."""
    if len(author) > MAX_BYLINE or ";" in author:
        return True
    return len(source) > MAX_BYLINE and not _URL.match(source)


def _says_taken_from(text: str) -> bool:
    """Whether a line is `Theo Báo A` or `Nguồn b.vn`, and no sentence that opens with these words."""
    taken = _TAKEN_FROM.match(text)
    if taken is None or len(text) > MAX_BYLINE or text.endswith(_GOES_ON):
        return False
    return taken[2][0].isupper() or _HOST.match(taken[2]) is not None


def credit(found: Byline, text: str, *, anew: bool = False) -> None:
    """Put a line such as `Theo Báo A`, `Nguồn Cổng B` or a bare name where it belongs; `anew` replaces what a guess
    has put there."""
    if anew:
        found.author, found.by_selector = None, True
    taken = _TAKEN_FROM.match(text)
    value = taken[2].strip() if taken else text.strip()
    if taken and (taken[1].lower() == "nguồn" or not is_person(value)):
        found.source = found.source or value
    elif found.author is None:
        found.name(value, "a line of the page names the author")


def _bare(line: Line, found: Byline) -> bool:
    """A name alone on its line that is set apart: to the right, in brackets, or by the page's own class."""
    if line.is_heading or _heads_something(line.name):
        return False
    if not is_name(line.text):
        return _account(line, found)
    if names_source(line):
        found.source = found.source or line.name
        return True
    held = signs(SIGNATURE, line)
    if held and not found.by_label:
        # Read upwards: of two names the upper one wrote, the lower one posted.
        found.account = found.account or found.author
        found.author = line.name
        found.verdict = Verdict("byline", line.name, held)
    return bool(held)


def _heads_something(name: str) -> bool:
    """Whether the words of a line are known as a button's or a heading's: bold type makes no signature of them."""
    return labels.is_tool(name) or labels.is_box(name) or labels.ends_article(name)


def _account(line: Line, found: Byline) -> bool:
    """Take the name of a CMS user that is set apart."""
    if not _ACCOUNT.fullmatch(line.name) or not (names_author(line) or stands_right(line)):
        return False
    found.account = found.account or line.name
    return True


def read_byline(blocks: list[Block], *, depth: int = 6, known: Mapping[str, str] = NO_FIELDS) -> Byline:
    """The author and source that the last `depth` blocks name, read from the end.

    Reading goes on past a little text (`MAX_PASSED` characters: a call to readers, tags), but not past prose. `known`
    are the fields that labels of the page name: a line that only repeats one of these names is none of the text.
    """
    found = Byline()
    names = {unbracketed(known[field]).casefold() for field in _NAMES if field in known}
    passed = 0
    for block, before in _upwards(blocks, depth):
        line = Line(block, before, passed)
        if _take(line, found, names):
            continue
        _take_closing(line, found)
        passed += len(line.text)
        if passed > MAX_PASSED:
            break
    return found


def _upwards(blocks: list[Block], depth: int) -> Iterator[tuple[Block, Block | None]]:
    """The last blocks from the end on, each with the one before it."""
    before: list[Block | None] = [None, *blocks[:-1]]
    yield from list(zip(blocks, before, strict=False))[: -depth - 1 : -1]


def _take(line: Line, found: Byline, names: Collection[str]) -> bool:
    """Take what a line says of author and source; False where it is no line of a byline."""
    own = (line.block.index,)
    if _URL.match(line.text):
        found.source = found.source or line.text
        return True
    if not line.passed and line.name.casefold() in names:
        if not _bare(line, found):  # who posted an article and signs it wrote it
            found.repeated += own
        found.blocks += own
        return True
    if not _labelled(line, found) and not (line.is_short and _bare(line, found)):
        return False
    if line.is_short:  # a long line, such as `Nguồn: <address>`, is read but stays text
        found.blocks += own
    return True


def _take_closing(line: Line, found: Byline) -> None:
    """Take the name in brackets with which a paragraph ends."""
    closing = LAST_PARENTHESIS.search(line.text)
    if closing is None or line.passed or found.author:
        return
    if is_person(closing[1]):
        found.name(closing[1], "a person's name in brackets ends the text")


def without_signature(body: list[Block], byline: Byline) -> list[Block]:
    """The text without its byline, and without the little (a call to readers, tags) that stands after it."""
    own = [block for block in body if block.index not in byline.blocks]
    if not byline.blocks:
        return own
    first = min(byline.blocks)
    above = [block for block in own if block.index < first]
    below = own[len(above) :]
    if _text_goes_on(above, below):
        return own
    return above if sum(len(block.text) for block in below) <= MAX_AFTER_SIGNATURE else own


def _text_goes_on(above: list[Block], below: list[Block]) -> bool:
    """Whether a paragraph below stands just as the last one above."""
    last = next(filter(_is_long, reversed(above)), None)
    if last is None:
        return False
    return any(stands_alike(block, last) for block in filter(_is_long, below))


def _is_long(block: Block) -> bool:
    return len(block.text) >= SENTENCE
