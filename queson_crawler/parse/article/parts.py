"""The blocks of an article by what they are, and why others are left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import html

from queson_crawler.parse.article.blocks import indices_of
from queson_crawler.parse.article.title import Heading
from queson_crawler.parse.article.trimming import Cuts
from queson_crawler.parse.evidence import Sign, Verdict
from queson_crawler.parse.flow import Block

NO_FURNITURE: frozenset[int] = frozenset()
FURNITURE, CAPTION, REPEATED = "sibling pages show it too", "the caption of a picture", "the title once more"
UNWANTED, TOOL = "the platform's selectors say that it is none of the body", "a tool below the text"
CLOSED = "stands below the lines that close the article"
"""Why a block is left out of an article."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of an article by what they are; `end` is the index of the first block that is no part of it."""

    heading: Heading
    lead: tuple[Block, ...]
    body: tuple[Block, ...]
    after: tuple[Block, ...]
    container: html.HtmlElement
    end: int
    cuts: Cuts = field(default_factory=Cuts)
    verdicts: tuple[Verdict, ...] = ()


def known_of(heading: Heading) -> set[int]:
    """The blocks of the title and of the lines about the article."""
    return indices_of((heading.title, *heading.meta))


def body_verdict(container: html.HtmlElement, reason: str) -> Verdict:
    """Why an element was taken for that of the text."""
    return Verdict("body", _name(container), (Sign(reason, 1),))


def _name(element: html.HtmlElement) -> str:
    """An element as people write it: `div.noidung`."""
    name = str(element.tag)
    if element.get("id"):
        name += f"#{element.get('id')}"
    return ".".join((name, *element.get("class", "").split()[:2]))
