"""The region of a page that shows its article: by the platform's selectors, or the whole page."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.furniture import FurnitureKey, key_of
from queson_crawler.parse.article.parts import Parts
from queson_crawler.parse.article.selected import Field, by_selector
from queson_crawler.parse.article.signature import MAX_BYLINE
from queson_crawler.parse.article.structure import by_structure
from queson_crawler.parse.article.title import Heading, find_heading
from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import Sign, Verdict
from queson_crawler.parse.flow import Block, Flow, read_flow
from queson_crawler.parse.lines import is_meta, lines_about
from queson_crawler.platforms.selectors import BY_STRUCTURE, ArticleSelectors, find, find_all


@dataclass(frozen=True, slots=True)
class Region:
    """A page, with the element that its article is sought in and the blocks of that element."""

    doc: Document
    root: html.HtmlElement
    selectors: ArticleSelectors
    flow: Flow = field(repr=False)

    @property
    def body_field(self) -> html.HtmlElement | None:
        """The CMS's own field for the text, where selectors find it."""
        return find(self.root, self.selectors.body)

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


def parts_of(
    doc: Document, selectors: ArticleSelectors, furniture: frozenset[FurnitureKey]
) -> tuple[Region | None, Parts | None]:
    """The region of the article and its parts; None for the region where a required one is not there, and None for the
    parts where there is no title."""
    root = find(doc.root, selectors.root)
    if root is None and selectors.required:
        return None, None
    region = _region(doc, doc.body if root is None else root, selectors)
    heading = _heading(region)
    if heading.title is not None:
        return region, _parts(region, heading, furniture)
    if region.root is doc.body or selectors.required:
        return region, None
    return parts_of(doc, BY_STRUCTURE, furniture)  # the skin keeps its articles elsewhere


def _region(doc: Document, root: html.HtmlElement, selectors: ArticleSelectors) -> Region:
    return Region(doc, root, selectors, read_flow(root))


def _parts(region: Region, heading: Heading, furniture: frozenset[FurnitureKey]) -> Parts:
    known = _indices(region.flow, furniture)
    body_field = region.body_field
    if body_field is None:
        return by_structure(region.flow, heading, known)
    return by_selector(Field(region.flow, region.root, body_field, region.selectors), heading, known)


def _heading(region: Region) -> Heading:
    title = region.first_block(region.selectors.title)
    if title is None:
        return find_heading(region.doc, region.flow)
    verdict = Verdict("title", title.text, (Sign("the platform's selector finds it", 1),))
    chosen: list[Block] = []
    for line in find_all(region.root, region.selectors.meta):
        chosen += region.flow.inside(line)
    return Heading(title, tuple(chosen) or lines_about(title, region.flow.blocks), verdict)


def _indices(flow: Flow, furniture: frozenset[FurnitureKey]) -> frozenset[int]:
    """The blocks that are known as furniture. A line about the article never is: it only looks alike on many pages."""
    if not furniture:
        return frozenset()
    known: set[int] = set()
    for block in flow.blocks:
        if key_of(block) in furniture and not _tells_something(block):
            known.add(block.index)
    return frozenset(known)


def _tells_something(block: Block) -> bool:
    """Whether a line says something about its article: such lines look alike on many pages."""
    if is_meta(block) or labels.cut(block.text):
        return True
    return labels.views(block.text) is not None
