"""What a page tells machines of its article, in JSON-LD: a hint beside what it shows to readers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from queson_crawler.parse.document import Document, squeeze

_FRAME = re.compile(r"//\s{0,9}<!\[CDATA\[|//\s{0,9}\]\]>|<!\[CDATA\[|\]\]>|<!--|-->")
_TRAILING_COMMA = re.compile(r",\s{0,99}([}\]])")
_SCRIPTS = etree.XPath("//script[contains(@type, 'ld+json')]/text()")
_INNER = ("@graph", "mainEntity", "itemListElement")
"""Where a thing holds others."""
MAX_SCRIPTS, MAX_JSON, DEEPEST = 200, 100_000, 4


@dataclass(frozen=True, slots=True)
class Told:
    """Title and time of publication as JSON-LD states them; "" where it does not."""

    headline: str = ""
    published: str = ""


def told(doc: Document) -> Told:
    """What the first thing on the page that has a headline says. Never raises."""
    if "ld+json" not in doc.text:
        return Told()
    for script in _SCRIPTS(doc.root)[:MAX_SCRIPTS]:
        for thing in _things(script):
            headline = _words(thing, "headline")
            if headline.strip():
                return Told(squeeze(headline[:500]), _words(thing, "datePublished"))
    return Told()


def _words(thing: dict[str, Any], name: str) -> str:
    value = thing.get(name)
    if isinstance(value, str):
        return value
    return ""


def _json(text: str) -> Any:
    """What a script says, without the frame some themes put around it (CDATA, a comment) and commas too many."""
    plain = _FRAME.sub("", text)
    for each in (plain, _TRAILING_COMMA.sub(r"\1", plain)):
        try:
            return json.loads(each, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


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
