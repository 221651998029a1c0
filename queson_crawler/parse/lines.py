"""The lines about an article (date, poster, counts, credits): how they are known, and which stand by a title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, takewhile

from queson_crawler.parse import labels, words
from queson_crawler.parse.document import names_of, parent_of, text_of
from queson_crawler.parse.dress import stands_alike, words_beside_links
from queson_crawler.parse.flow import Block
from queson_crawler.parse.glued import DATE_DRESSING
from queson_crawler.text import Order, PublishedDate
from queson_crawler.text import find_date as _find_date

_WORDS = re.compile(r"\w+")
_MAY_BE_META = re.compile(r"[\d:]|^\W{0,3}(?:[đĐ]ăng bởi|[nN]gười đ)")
PROSE, SENTENCE = 120, 50
"""Characters: so much is a paragraph for sure; so much is more than a heading or a name."""
_FIELDS = re.compile(r"\s{0,9}[•·|]\s{0,9}")
_LOOSE_FIELDS = re.compile(
    r"\s{0,9}[•·|]\s{0,9}|,\s{1,9}|\s{1,9}[–—-]\s{1,9}|[()]|\s(?:vào|lúc|đăng)\s|^(?:by|bởi)\s", re.I
)
_AROUND_NAME = " ,–—-"
_BESIDE_NAME = re.compile(
    r"^(?:by|bởi|biên tập|btv|pv|ctv)\b[\s:.]{1,9}|\s{1,9}(?:vào lúc|vào ngày|vào|lúc|ngày)$", re.I
)
"""What may stand before the name of a person, and between it and a date."""
_SAID_BY = re.compile(
    r"^(?:(?:written|posted|published|submitted) by|by|viết bởi|đăng bởi|bởi)"
    r"\s{1,9}([^\W\d_][^\d:;]{1,60}?)[\s,.–—-]{0,9}"
    r"(?:\s(?:on|at|vào|lúc|ngày|vào ngày))?\s{0,9}$",
    re.I,
)
"""A line that says whose an article is, without its date."""
_BEFORE_LINKS = re.compile(
    r"(?:(?:written|posted|published|filed) )?(?:by|in|under|bởi|trong)|(?:viết|đăng) (?:bởi|trong)|tags?", re.I
)
"""What stands before links to the author, the category or the tags of an article."""
MAX_BEFORE_LINKS = 24
MIN_NAME, MAX_NAME = 2, 5
"""Words of a person's name."""
_DATE_HINT = re.compile(r"date|time|ngay|created|posted|publish", re.I)
MAX_DRESSING = 12
"""Letters of unknown words beside a date, such as a place, in a line that the page's own names call its date."""
MAX_BETWEEN = 40
"""So much may stand between two lines about an article."""
MAX_META = 240
"""A line of labels and dates is at most this long; longer text with a date in it is prose."""
MAX_DATED, MAX_CREDITED, MAX_COUNTED, MAX_CREDITS = 120, 160, 60, 90
"""Characters of a line that labels a date, of one with a date that names an author or source, of one that tells a
count without a label, and of one that names an author or source alone."""
MAX_ENTRY = 24
"""More characters of links than these, and most of the line: an entry of a list, with its date."""
MAX_TOPICS = 8
"""At most so many categories stand beside the date of an article."""
MAX_BELOW, MAX_ABOVE = 8, 5
"""Blocks below and above a title among which the lines about an article stand."""
MAX_GAP = 3
"""The last of the lines above a title is one of so many blocks."""
_TELLING = frozenset((words.POSTER, words.VIEWS))
_DATES = frozenset((words.PUBLISHED, words.UPDATED))
_SOURCES = frozenset((words.AUTHOR, words.SOURCE))
_CREDITS = frozenset((words.AUTHOR, words.WRITER, words.SOURCE, words.CATEGORY))


@lru_cache(maxsize=4096)
def find_date(text: str) -> PublishedDate | None:
    """The first date in a line; remembered, since several steps look at the same lines of a page."""
    return _find_date(text)


def day_in(text: str) -> str | None:
    """The day of the first date in a line, ISO."""
    date = find_date(text)
    if date is None:
        return None
    return date.iso[:10]


def with_month_first(text: str) -> PublishedDate | None:
    """The first date in a line of a portal that writes the month before the day."""
    return _find_date(text, order=Order.MONTH_FIRST)


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The words of `text` alone, lower case: how titles are compared."""
    return " ".join(_WORDS.findall(text.casefold()))


def is_sentence(block: Block) -> bool:
    """Whether a block is text of more than a heading or a name."""
    return len(block.text) >= SENTENCE and not block.is_link


def is_meta(block: Block) -> bool:
    """Whether a block is a line about the article: labels with values, or a date with nothing but its dressing."""
    return _may_be_meta(block) and (_tells_by_label(block) or _tells_date(block))


def _may_be_meta(block: Block) -> bool:
    text = block.text
    if len(text) > MAX_META or _MAY_BE_META.search(text) is None:
        return False
    is_linked = block.linked * 10 > len(text) * 8 or (block.linked > MAX_ENTRY and block.is_link)
    return not is_linked or _names_topics(block)


def _names_topics(block: Block) -> bool:
    """Whether the links of a line are short and several, as categories beside a date are, and none is a date itself."""
    links = [text_of(link) for link in islice(block.element.iter("a"), MAX_TOPICS + 1)]
    if not 1 < len(links) <= MAX_TOPICS:
        return False
    return all(len(said) <= MAX_ENTRY and find_date(said) is None for said in links)


def _tells_by_label(block: Block) -> bool:
    """Whether a line tells the poster or the views."""
    if not _TELLING.isdisjoint(labels.cut(block.text)):
        return True
    return len(block.text) < MAX_COUNTED and labels.views(block.text) is not None


def _tells_date(block: Block) -> bool:
    """Whether a line is a date: by a label, beside an author or source, or with nothing but its dressing."""
    text = block.text
    date = find_date(text)
    if date is None or text.endswith(f"{date.raw}:"):  # `Tính đến 18h00 ngày 15/6/2022:` leads on to what follows
        return False
    fields = labels.cut(text)
    if not _DATES.isdisjoint(fields):
        return len(text) < MAX_DATED
    if date.precision == "month":
        return False
    if not _SOURCES.isdisjoint(fields):
        return len(text) < MAX_CREDITED
    unknown = _unknown_letters(block, date)
    if unknown <= 0 or name_beside_date(text) or _SAID_BY.match(text.replace(date.raw, " ").strip()):
        return True
    return unknown <= MAX_DRESSING and _is_named_date(block)


def _unknown_letters(block: Block, date: PublishedDate) -> int:
    """How many letters of a line are neither its date, nor what dresses dates, nor links."""
    rest = DATE_DRESSING.sub(" ", block.text.replace(date.raw, " "))
    return len(rest.replace(" ", "")) - block.linked


def name_beside_date(text: str) -> str:
    """The person's name in a line that has two fields, name and date (`Lê Thị Hồng • 07/01/2025`); "" in any other.

    A comma or dash parts them only where the date tells the minute: `Quế Sơn, ngày 7/1/2025` opens a letter.
    """
    date = find_date(text)
    if date is None or len(text) >= MAX_DATED:
        return ""
    said = person_said(text.replace(date.raw, " ").strip())
    if said:
        return said
    parting = _LOOSE_FIELDS if date.precision == "minute" else _FIELDS
    rest = text.replace(date.raw, " ")
    if parting.search(rest) is None:
        return ""
    fields = [field for field in parting.split(rest) if DATE_DRESSING.sub("", field)]
    if len(fields) != 1:
        return ""
    return _as_name(_BESIDE_NAME.sub("", fields[0]))


def person_said(text: str) -> str:
    """The person in a line such as `By Lê Thị Hồng`; "" in any other."""
    return _as_name("".join(_SAID_BY.findall(text)))


def _as_name(text: str) -> str:
    """A text as a person's name: two to five words, each with a capital; "" where it is none."""
    name = text.strip(_AROUND_NAME)
    parts = name.split()
    if not MIN_NAME <= len(parts) <= MAX_NAME:
        return ""
    return name if all(part[0].isupper() for part in parts) else ""


def _is_named_date(block: Block) -> bool:
    """Whether the page's own names say that a line tells when an article was published."""
    names = names_of(block.element)
    home = parent_of(block.element)
    if len(home) == 1:
        names = f"{names} {names_of(home)}"
    return _DATE_HINT.search(names) is not None


def credits_by_label(block: Block) -> bool:
    """Whether a line names author, source or category by a label."""
    return len(block.text) <= MAX_CREDITS and not _CREDITS.isdisjoint(labels.cut(block.text))


def is_about(block: Block) -> bool:
    """Whether a line says something about the article: its date, poster, counts, author, source, category or tags."""
    return is_meta(block) or credits_by_label(block) or credits_by_links(block)


def credits_by_links(block: Block) -> bool:
    """Whether a line is links to the author, the category or the tags of an article behind a word that says so: `By`,
    `In`."""
    own = len(block.text) - block.linked
    if not block.linked or own > MAX_BEFORE_LINKS:
        return False
    return _BEFORE_LINKS.fullmatch(words_beside_links(block).strip(" ,.:|·•")) is not None


def has_date(blocks: Iterable[Block]) -> bool:
    """Whether one of the blocks tells a date."""
    return any(find_date(block.text) for block in blocks)


def lines_about(title: Block, blocks: list[Block]) -> tuple[Block, ...]:
    """The lines that stand by the title: those between it and the first prose (or just after a lead), or else the one
    before it; that one, too, where it alone labels its date."""
    after = _lines_after(title, blocks)
    if any(map(_labels_date, after)):
        return tuple(after)
    before = _lines_before(title, blocks)
    if has_date(after) and not any(map(_labels_date, before)):
        return tuple(after)
    return (*before, *after)


def _labels_date(block: Block) -> bool:
    """Whether a line says that its date is that of publication."""
    return words.PUBLISHED in labels.cut(block.text) and find_date(block.text) is not None


def _lines_after(title: Block, blocks: list[Block]) -> list[Block]:
    after: list[Block] = []
    for block in blocks[title.index + 1 : title.index + 1 + MAX_BELOW]:
        if _opens_text(block, after, blocks):
            break
        if is_about(block):
            after.append(block)
        elif not after:
            if len(block.text) >= PROSE:
                return _lines_below_lead(block, blocks)
        elif not _stands_between(block, blocks):
            break
    return after


def _meta_behind(block: Block, blocks: list[Block]) -> list[Block]:
    """The block just behind another, if it is a line about the article."""
    return list(filter(is_meta, blocks[block.index + 1 : block.index + 2]))


def _lines_below_lead(lead: Block, blocks: list[Block]) -> list[Block]:
    """The line just below a lead, if it tells a date."""
    line = _meta_behind(lead, blocks)
    return line if has_date(line) else []


def _stands_between(block: Block, blocks: list[Block]) -> bool:
    """Whether a few words stand between two lines about the article."""
    return len(block.text) <= MAX_BETWEEN and bool(_meta_behind(block, blocks))


def _opens_text(block: Block, known: list[Block], blocks: list[Block]) -> bool:
    """Whether a bare date, behind a line that tells one already, stands just as the paragraph after it: it is text,
    such as `Thứ Hai, ngày 13/6/2022` of a calendar."""
    if labels.cut(block.text) or not has_date(known):
        return False
    if block.element.tag == "td" and _is_of_other_day(block, known):
        return True
    following = blocks[block.index + 1 : block.index + 2]
    if not following or not find_date(block.text):
        return False
    return len(following[0].text) >= SENTENCE and stands_alike(block, following[0])


def _is_of_other_day(block: Block, known: list[Block]) -> bool:
    """Whether a line tells another day than those before it."""
    return day_in(block.text) not in [None, *(day_in(line.text) for line in known)]


def _lines_before(title: Block, blocks: list[Block]) -> list[Block]:
    """The lines about the article that stand together just above its title, one of them with a date."""
    upwards = blocks[max(0, title.index - MAX_ABOVE) : title.index][::-1]
    for first, block in enumerate(upwards[:MAX_GAP]):
        if is_meta(block):
            lines = list(takewhile(_is_bare_meta, upwards[first:]))
            return lines[::-1] if has_date(lines) else []
    return []


def _is_bare_meta(block: Block) -> bool:
    return is_meta(block) and not block.is_link
