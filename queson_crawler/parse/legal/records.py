"""What a page says of one legal document: the record that rows and labels fill. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import html

from queson_crawler.parse.flow import Block
from queson_crawler.parse.legal.words import Field, are_of_documents

_IS_DAY = re.compile(r"^(?:từ )?(?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$", re.I)
"""What is a day and nothing else."""
MAX_VALUE_BLOCKS = 12
"""Blocks of one value: an abstract may have several lines."""


@dataclass(slots=True, eq=False)
class Record:
    """What is said of one document: the blocks of each field, and the range of blocks in which it stands.

    `values` are the texts of the fields; `is_table` says that the header of a table labels them.
    """

    blocks: dict[Field, tuple[Block, ...]] = field(default_factory=dict)
    values: dict[Field, str] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    home: html.HtmlElement | None = None
    below: tuple[html.HtmlElement, ...] = ()
    """What stands in the second line of a row that has two."""
    is_table: bool = False
    day: str = ""
    """A day beside the number that nothing labels (ISO 8601)."""

    def text(self, name: Field) -> str:
        """What is said of a field; "" where nothing is."""
        return self.values.get(name, "")

    def note(self, name: Field, value: str, blocks: Sequence[Block]) -> None:
        """Note what is said of a field; what was said first stays. `Hiệu lực` before a day says since when."""
        if name is Field.OTHER:
            return
        if name is Field.STATUS and _IS_DAY.match(value):
            name = Field.EFFECTIVE
        if not self.values.get(name):
            self.values[name] = value
            self.blocks[name] = tuple(blocks)

    def has(self, name: Field) -> bool:
        """Whether a field is labelled, filled or not."""
        return name in self.values

    @property
    def is_of_document(self) -> bool:
        """Whether the fields are those of a document, and its number or its abstract is told."""
        name = self.text(Field.NUMBER) or self.text(Field.ABSTRACT)
        return bool(name) and are_of_documents(frozenset(self.values))


def joined(blocks: Iterable[Block]) -> str:
    """The text of some blocks as one line."""
    return " ".join(block.text for block in blocks)
