"""What a page says it is instead of content: not found, closed, under repair, for members only. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from queson_crawler.parse import notice_words as words
from queson_crawler.parse.document import Document, squeeze
from queson_crawler.parse.flow import HEADINGS, Block, flow_of
from queson_crawler.parse.results import NotContent, RawArticle, Why

TINY_PAGE, MAX_NOTICE, OPENING = 200, 300, 45
SHORT_PAGE = 1500
"""A page that says it is missing or closed says little else: at most this many characters of text beside its frame."""
_UNSEEN = frozenset(("script", "style"))
_SECONDS = re.compile(r"(\d{1,3})\s*(?:giây|seconds?|secs?\b|s\b)", re.I)


def _pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, marks))})")


_EMPTY = _pattern(words.EMPTY_LIST)
_NO_MORE = _pattern(words.NO_MORE)
MAX_NO_MORE = 80
"""Characters of a line that says that a list has no more entries."""
_REFUSAL = _pattern(words.REFUSAL)
_SAID = (
    (Why.CHALLENGE, _pattern(words.CHALLENGE)),
    (Why.LOGIN, _REFUSAL),
    (Why.MAINTENANCE, _pattern(words.MAINTENANCE)),
    (Why.SOFT_NOT_FOUND, _pattern(words.NOT_FOUND)),
)
"""What a page may say that it is, in the order in which one sign outweighs another."""


def named(text: str) -> NotContent | None:
    """What a text says that it is instead of content, or None."""
    lowered = text.casefold()
    for why, pattern in _SAID:
        match = pattern.search(lowered)
        if match is not None:
            wait = time_to_wait(lowered) if why is Why.CHALLENGE else ""
            return NotContent(why, match.group() + wait)
    return None


def says_it_is_empty(text: str) -> bool:
    """Whether a text says that nothing was put on its page yet."""
    return _EMPTY.search(text.casefold()) is not None


def says_no_more(doc: Document) -> bool:
    """Whether a page of a list says, right below a heading, that there is nothing more on it."""
    neighbours = pairwise(flow_of(doc).blocks)
    return any(_is_no_more(block) for heading, block in neighbours if heading.element.tag in HEADINGS)


def _is_no_more(block: Block) -> bool:
    if block.is_link or len(block.text) > MAX_NO_MORE:
        return False
    return _NO_MORE.match(block.text.casefold()) is not None


def notice_of_article(found: RawArticle) -> NotContent | None:
    """What a short page says it is instead of the article that it seems to be."""
    if found.published_at is not None:
        return _notice_of_news(found)
    said = f"{found.title} {found.lead} {found.body}"
    if len(said) > 2 * MAX_NOTICE:
        said = said[: len(found.title) + 2 * OPENING]
    return named(said)


def notice_of_page(doc: Document) -> NotContent | None:
    """What a page without an article says."""
    text = visible(doc)
    if len(text) >= 4 * SHORT_PAGE:
        return None
    return named(spoken(doc, text))


def spoken(doc: Document, text: str) -> str:
    """What a page says that shows this text: all that it holds where that is next to nothing, scripts as well."""
    return text if len(text) >= TINY_PAGE else doc.text


def _notice_of_news(found: RawArticle) -> NotContent | None:
    """News with a date may speak of repairs and searches, so there only a body that refuses to be read counts."""
    if len(found.body) >= MAX_NOTICE or found.lead:
        return None
    refusal = _REFUSAL.search(found.body[:OPENING].casefold())
    # What news is about stands in its title too.
    if refusal is None or refusal.group() in found.title.casefold():
        return None
    return NotContent(Why.LOGIN, refusal.group())


def time_to_wait(text: str) -> str:
    """What a page that asks for patience says of the time, such as `, 45 s to wait`."""
    match = _SECONDS.search(text[:SHORT_PAGE])
    return f", {match.group(1)} s to wait" if match else ""


def visible(doc: Document) -> str:
    """All text of a page but its scripts."""
    # Not by XPath: sorting a large set of text nodes takes time by the square of their number.
    texts: list[str | None] = []
    for element in doc.root.iter():
        if element.tag not in _UNSEEN:
            texts.append(element.text)
        texts.append(element.tail)
    return squeeze(" ".join(filter(None, texts)))
