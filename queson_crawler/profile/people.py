"""Where the pages of a portal's articles name their authors: above the text, or as a signature below it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from queson_crawler.parse import labels
from queson_crawler.parse.article.field_places import FieldPlace, FieldRole
from queson_crawler.parse.article.furniture import FurnitureKey, Part, RegionBlock
from queson_crawler.parse.article.looks import LINK
from queson_crawler.parse.article.names import is_name, is_person, signs_surely, unbracketed
from queson_crawler.parse.article.signature import MAX_BYLINE
from queson_crawler.parse.lines import MAX_BELOW, SENTENCE
from queson_crawler.profile.counted import most_agree
from queson_crawler.profile.regions import Region

MAX_TAIL = 3
"""Lines behind the last paragraph among which a signature stands."""
MIN_NAMES, SURE = 2, 1 / 3
"""Different names at a place that are surely those of people or offices, at least, and their share of all names there:
what is the same on all pages names no author."""
Said = dict[FieldPlace, list[str]]
"""What the pages say at each place, one line a page."""


def learn_people(pages: Iterable[Region], furniture: frozenset[FurnitureKey]) -> Iterator[FieldPlace]:
    """The places at which most pages that show something there name a person, or sign."""
    above: Said = {}
    below: Said = {}
    for page in pages:
        _note(_above(page, furniture), FieldRole.AUTHOR, above)
        _note(_below(page, furniture), FieldRole.SIGNATURE, below)
    yield from _names(above, is_person)
    yield from _names(below, is_name)


def _note(lines: Iterable[RegionBlock], role: FieldRole, said: Said) -> None:
    """Note the first line of a page at each place."""
    firsts: dict[FieldPlace, str] = {}
    for block in lines:
        firsts.setdefault(FieldPlace(role, block.key.path, block.look), unbracketed(block.text))
    for place, text in firsts.items():
        said.setdefault(place, []).append(text)


def _above(page: Region, furniture: frozenset[FurnitureKey]) -> Iterator[RegionBlock]:
    """The short lines between a title and its text."""
    for block in page[1 : 1 + MAX_BELOW]:
        if len(block.text) >= SENTENCE:
            return
        if _may_name(block, furniture):
            yield block


def _below(page: Region, furniture: frozenset[FurnitureKey]) -> Iterator[RegionBlock]:
    """The short lines behind the last paragraph of a text that do not look as it does."""
    paragraphs = [at for at, block in enumerate(page) if _is_paragraph(block, furniture)]
    if not paragraphs:
        return
    last = paragraphs[-1]
    style = _style(page[last])
    for block in page[last + 1 : last + 1 + MAX_TAIL]:
        if _may_name(block, furniture) and _style(block) != style:
            yield block


def _is_paragraph(block: RegionBlock, furniture: frozenset[FurnitureKey]) -> bool:
    if block.part is not Part.BODY or block.key in furniture:
        return False
    return len(block.text) >= SENTENCE


def _style(block: RegionBlock) -> tuple[str, str]:
    """The place of a block, and how it looks."""
    return block.key.path, block.look


def _may_name(block: RegionBlock, furniture: frozenset[FurnitureKey]) -> bool:
    if block.key in furniture or LINK in block.look:
        return False
    if len(block.text) > MAX_BYLINE:
        return False
    if labels.is_tool(block.text):
        return False
    return not labels.cut(block.text)


def _names(said: Said, is_of_kind: Callable[[str], bool]) -> Iterator[FieldPlace]:
    """The places at which most pages say a name: different ones, of which some are so for sure."""
    for place, texts in said.items():
        names = list(filter(is_of_kind, texts))
        if most_agree(len(names), len(texts)) and _are_surely_names(set(names)):
            yield place


def _are_surely_names(different: set[str]) -> bool:
    sure = list(filter(signs_surely, different))
    return len(sure) >= max(MIN_NAMES, SURE * len(different))
