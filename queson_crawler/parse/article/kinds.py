"""What a block may be besides text: named tests of its words and its links, from which tables of judgement are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from queson_crawler.parse import labels
from queson_crawler.parse.article.imprint_words import speaks_of_portal
from queson_crawler.parse.article.names import is_person
from queson_crawler.parse.evidence import holds_any
from queson_crawler.parse.flow import Block

BlockTest: TypeAlias = Callable[[Block], bool]
ONWARD = (">>", "»")
_OPEN_ENDS = (".", ";")


def is_any(tests: Iterable[BlockTest], block: Block) -> bool:
    """Whether a block is one of the kinds that a table names."""
    return holds_any(tests, block)


def is_link(block: Block) -> bool:
    """Whether more than half of it is links."""
    return block.is_link


def is_onward(block: Block) -> bool:
    """Whether it leads on: `>> Xem thêm`."""
    return block.text.startswith(ONWARD)


def is_tool(block: Block) -> bool:
    """Whether it is a button, a row of buttons or a way back."""
    return labels.is_tool(block.text)


def is_no_text(block: Block) -> bool:
    """Whether it is buttons, tags, or marks without a word."""
    return labels.is_no_text(block.text)


def is_box(block: Block) -> bool:
    """Whether its words head a box that stands beside articles."""
    return labels.is_box(block.text)


def ends_article(block: Block) -> bool:
    """Whether its words head what follows an article."""
    return labels.ends_article(block.text)


def heads_files(block: Block) -> bool:
    """Whether its words head the files of an article."""
    return labels.heads_files(block.text)


def has_labels(block: Block) -> bool:
    """Whether it holds a label of a fact about the article."""
    return bool(labels.cut(block.text))


def counts_views(block: Block) -> bool:
    """Whether it tells how often the article was read."""
    return labels.views(block.text) is not None


def names_person(block: Block) -> bool:
    """Whether its words are a person's name."""
    return is_person(block.text)


def is_imprint(block: Block) -> bool:
    """Whether its words are those of the portal's imprint."""
    return speaks_of_portal(block.text)


def is_phrase(block: Block) -> bool:
    """Whether it ends as a sentence or an item of a list does, and no heading."""
    return block.text.endswith(_OPEN_ENDS)
