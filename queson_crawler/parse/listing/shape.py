"""How a link stands on a page: the tags and classes it stands in, without what tells items of one list apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, islice

from lxml import html

from queson_crawler.parse.flow import HEADINGS

_STATE = re.compile(
    r"^(?:first|last|odd|even|alt\w*|active|current|item)$|\d+|[-_](?:odd|even|alt|first|last|\d+)$", re.I
)
_JOINT = " | "
MAX_CLASSES, MAX_CLASS_CHARACTERS, MIN_NAME = 4, 200, 3


def signature(link: html.HtmlElement) -> str:
    """Tag and first class of what a link stands in, four steps up; of a link that is a whole item also its own."""
    around = islice(link.iterancestors(), 4)
    is_item = next(link.iter(*HEADINGS, "div", "p"), None) is not None
    steps = chain((link,), around) if is_item else around
    return " ".join(map(_step, steps))


def joined(shapes: Iterable[str]) -> str:
    """Several signatures as one word of a task."""
    return _JOINT.join(dict.fromkeys(shapes))


def several(shape: str) -> list[str]:
    """The signatures that a word of a task holds, none of "", without what tells only the places of items apart."""
    return list(map(alike, filter(None, shape.split(_JOINT))))


def alike(shape: str) -> str:
    """A signature without what tells only the places of items apart; those of older archives have it."""
    steps: list[str] = []
    for step in shape.split(" "):
        tag, _, name = step.partition(".")
        steps.append(f"{tag}.{_name(name)}")
    return " ".join(steps)


def _step(element: html.HtmlElement) -> str:
    classes = element.get("class", "")
    return f"{element.tag!s}.{_name(classes[:MAX_CLASS_CHARACTERS])}"


@lru_cache(maxsize=2048)
def _name(classes: str) -> str:
    """The first of some class names that all items share: without number, parity or place."""
    for word in classes.split(" ")[:MAX_CLASSES]:
        name = _STATE.sub("", word)
        if name:
            return name if len(name) >= MIN_NAME else word  # `row1` is a row, `c1` any name
    return ""
