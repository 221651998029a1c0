"""The region of a page that shows its article: by the platform's selectors, or the whole page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import html

from queson_crawler.parse.article.candidate import MAX_TITLE
from queson_crawler.parse.article.field_places import NO_FIELDS, FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.furniture import (
    FurnitureKey,
    Template,
    all_words,
    blocks_at,
    changing_places,
    key_of,
    path_of,
    words_of,
)
from queson_crawler.parse.article.kinds import counts_views, has_labels, is_any
from queson_crawler.parse.article.looks import looks_as
from queson_crawler.parse.article.names import is_person, unbracketed
from queson_crawler.parse.article.parts import Parts
from queson_crawler.parse.article.selected import Field, by_selector
from queson_crawler.parse.article.series import part_links
from queson_crawler.parse.article.signature import MAX_BYLINE
from queson_crawler.parse.article.structure import by_structure
from queson_crawler.parse.article.title import MIN_CHARACTERS, Heading, find_heading, is_named
from queson_crawler.parse.document import Document, text_of
from queson_crawler.parse.evidence import Sign, Verdict
from queson_crawler.parse.flow import Block, Flow, flow_of, read_flow
from queson_crawler.parse.lines import MAX_BELOW, is_meta, is_sentence, key, lines_about
from queson_crawler.parse.results import PageLink
from queson_crawler.platforms.selectors import BY_STRUCTURE, ArticleSelectors, find, find_all


@dataclass(frozen=True)
class Region:
    """A page, with the element that its article is sought in and the blocks of that element; `known` is where its
    siblings have their fields."""

    doc: Document
    root: html.HtmlElement
    selectors: ArticleSelectors
    flow: Flow = field(repr=False)
    known: Fields = NO_FIELDS

    @cached_property
    def body_field(self) -> html.HtmlElement | None:
        """The CMS's own field for the text, where selectors find it."""
        return find(self.root, self.selectors.body)

    @cached_property
    def part_links(self) -> list[tuple[int, PageLink]]:
        """The links to what may be other pages of the article, each with its block."""
        return part_links(self.doc, self.flow)

    @cached_property
    def lines_are_chosen(self) -> bool:
        """Whether selectors find the lines about the article: no other tells its date or count."""
        return find(self.root, self.selectors.meta) is not None

    def line(self, selectors: tuple[str, ...]) -> str:
        """The first line inside the element that selectors find: an unclosed tag may put half the page into it."""
        first = self.first_block(selectors)
        if first is None or len(first.text) > MAX_BYLINE:
            return ""
        return first.text

    def first_block(self, selectors: tuple[str, ...]) -> Block | None:
        """The first block inside the element that selectors find."""
        element = find(self.root, selectors)
        if element is None:
            return None
        return next(iter(self.flow.inside(element)), None)


def parts_of(doc: Document, selectors: ArticleSelectors, template: Template) -> tuple[Region | None, Parts | None]:
    """The region of the article and its parts; None for the region where a required one is not there, and None for the
    parts where there is no title. They are found once, however many ask for them."""
    asked = (parts_of, selectors, template)
    if asked not in doc.made:
        doc.made[asked] = _sought(doc, selectors, template)
    found: tuple[Region | None, Parts | None] = doc.made[asked]
    return found


def _sought(doc: Document, selectors: ArticleSelectors, template: Template) -> tuple[Region | None, Parts | None]:
    region = _region(doc, selectors, template)
    if region is None:
        return None, None
    heading = _heading(region, template)
    if heading is not None:
        return region, _parts(region, _with_author(region, heading), template.furniture)
    if region.root is doc.body or selectors.required:
        return region, None
    return parts_of(doc, BY_STRUCTURE, template)  # the skin keeps its articles elsewhere


def _region(doc: Document, selectors: ArticleSelectors, template: Template) -> Region | None:
    """The region that selectors find, else the whole page; None where one is required and not there."""
    root = find(doc.root, selectors.root)
    if root is None and selectors.required:
        return None
    if root is None or root is doc.body:
        return Region(doc, doc.body, selectors, flow_of(doc), template.fields)
    return Region(doc, root, selectors, read_flow(root), template.fields)


def _parts(region: Region, heading: Heading, furniture: frozenset[FurnitureKey]) -> Parts:
    known = _indices(region.flow, furniture)
    body_field = region.body_field
    if body_field is None:
        return by_structure(region.flow, heading, known, region.known)
    return by_selector(Field(region.flow, region.root, body_field, region.selectors, region.known), heading, known)


def _heading(region: Region, template: Template) -> Heading | None:
    title = region.first_block(region.selectors.title)
    if title is None:
        found = find_heading(region.doc, region.flow)
        return _by_siblings(region, found, template.title) or found
    verdict = Verdict("title", title.text, (Sign("the platform's selector finds it", 1),))
    chosen: list[Block] = []
    for line in find_all(region.root, region.selectors.meta):
        chosen += region.flow.inside(line)
    return Heading(title, tuple(chosen) or lines_about(title, region.flow.blocks), verdict)


def _with_author(region: Region, heading: Heading) -> Heading:
    """The heading with the line that names the author where sibling pages name theirs, between title and text."""
    places = region.known.of(FieldRole.AUTHOR)
    if not places:
        return heading
    first = heading.title.index + 1
    for block in region.flow.blocks[first : first + MAX_BELOW]:
        if is_sentence(block):
            break
        if names_author_at(block, places):
            return replace(heading, meta=(*heading.meta, block))
    return heading


def names_author_at(block: Block, places: tuple[FieldPlace, ...]) -> bool:
    """Whether a line stands where sibling pages name their author, and is a person's name."""
    return looks_as(block, places) and is_person(unbracketed(block.text))


def _by_siblings(region: Region, found: Heading | None, place: str) -> Heading | None:
    """The heading at the `place` where sibling pages have their titles; None where it stands nowhere, or where the page
    itself speaks for the one that was found."""
    title = _title_at(place, region.flow)
    if title is None:
        return None
    if found is not None and _speaks_for(found.title, title, region):
        return None
    verdict = Verdict("title", title.text, (Sign("stands where sibling pages have theirs", 1),))
    return Heading(title, lines_about(title, region.flow.blocks), verdict)


def _speaks_for(found: Block, other: Block, region: Region) -> bool:
    """Whether a page itself speaks for the title that was found, and against the one where siblings have theirs: it
    has both in that place, names itself so, has text above the other, or has the other as the words of a link, as
    categories are, without a line about the article below."""
    if path_of(found.element) == path_of(other.element):
        return True
    if is_named(region.doc, found) and not is_named(region.doc, other):
        return True
    above, below = _between(found, other, region.flow), _between(other, found, region.flow)
    if any(map(is_sentence, above)):
        return True
    return not any(map(is_meta, below)) and _is_linked(other, region.flow)


def _between(first: Block, last: Block, flow: Flow) -> list[Block]:
    """The blocks that stand behind one and before another."""
    return flow.blocks[first.index + 1 : last.index]


def _is_linked(title: Block, flow: Flow) -> bool:
    """Whether a link of the page has the words of a block that is none."""
    words = key(title.text)
    return any(at != title.index and key(text_of(link)) == words for at, link in flow.links)


def _title_at(place: str, flow: Flow) -> Block | None:
    """The first block in a place, where that is known and the block is no longer and no shorter than titles are."""
    if not place:
        return None
    for _, block in blocks_at(frozenset((place,)), flow.blocks):
        if MIN_CHARACTERS <= len(block.text) <= MAX_TITLE:
            return block
        break
    return None


def _indices(flow: Flow, furniture: frozenset[FurnitureKey]) -> frozenset[int]:
    """The blocks that are known as furniture. A line about the article never is: it only looks alike on many pages."""
    if not furniture:
        return frozenset()
    words = all_words(furniture)
    said = [block for block in flow.blocks if words_of(block) in words and key_of(block) in furniture]
    changing = [block for _, block in blocks_at(changing_places(furniture), flow.blocks)]
    return frozenset(block.index for block in (*said, *changing) if not is_any(_TELLING, block))


_TELLING = (is_meta, has_labels, counts_views)
"""Lines that say something about their article: such lines look alike on many pages."""
