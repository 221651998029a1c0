"""What a page tells machines of its article, in JSON-LD: a hint beside what it shows to readers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain, islice
from typing import Any

from lxml import etree

from queson_crawler.parse.document import Document, squeeze

_FRAME = re.compile(r"//\s{0,9}<!\[CDATA\[|//\s{0,9}\]\]>|<!\[CDATA\[|\]\]>|<!--|-->")
_TRAILING_COMMA = re.compile(r",\s{0,99}([}\]])")
_SCRIPTS = etree.XPath("//script[contains(@type, 'ld+json')]/text()")
_ARTICLE = re.compile(r"Article|BlogPosting|Report\b")
_NAMED_WORDS = re.compile(r'"(@type|datePublished)"\s{0,9}:\s{0,9}"([^"]{1,60})"')
_INNER = ("@graph", "mainEntity", "itemListElement")
"""Where a thing holds others."""
MAX_SCRIPTS, MAX_JSON, DEEPEST = 200, 100_000, 4


@dataclass(frozen=True, slots=True)
class Told:
    """Title and time of publication as JSON-LD states them; "" where it does not."""

    headline: str = ""
    published: str = ""


def told(doc: Document) -> Told:
    """What the first thing on the page that has a headline says, or the first that is called an article. Never
    raises."""
    if "ld+json" not in doc.text:
        return Told()
    scripts = _SCRIPTS(doc.root)[:MAX_SCRIPTS]
    things = list(chain.from_iterable(map(_things, scripts)))
    for thing in (*filter(_has_headline, things), *filter(_is_article, things)):
        return Told(squeeze(_words(thing, "headline")[:500]), _words(thing, "datePublished"))
    return Told()


def _has_headline(thing: dict[str, Any]) -> bool:
    return bool(_words(thing, "headline").strip())


def _is_article(thing: dict[str, Any]) -> bool:
    """Whether a thing is called an article, with or without a headline."""
    return _ARTICLE.search(str(thing.get("@type"))) is not None


def _words(thing: dict[str, Any], name: str) -> str:
    value = thing.get(name)
    if isinstance(value, str):
        return value
    return ""


def _json(text: str) -> Any:
    """What a script says, without the frame some themes put around it (CDATA, a comment), commas too many and
    characters written as HTML; of one that is no JSON, such as with quotes in its headline, type and day alone."""
    plain = _FRAME.sub("", text)
    for each in (plain, _TRAILING_COMMA.sub(r"\1", plain), unescape(plain)):
        try:
            return json.loads(each, strict=False)
        except (ValueError, RecursionError):
            continue
    return dict(_NAMED_WORDS.findall(plain))


def _things(text: str) -> Iterator[dict[str, Any]]:
    data = _json(text[:MAX_JSON])
    yield from islice(_walk(data, DEEPEST), 50)


def _walk(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        data = list(filter(None, map(data.get, _INNER)))
    if isinstance(data, list) and depth:
        for item in data[:50]:
            yield from _walk(item, depth - 1)
