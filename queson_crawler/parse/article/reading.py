"""Reading an article: the platform's selectors first, the page's labels second, its structure last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree, html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.attached import attachments_of, unreached_files
from queson_crawler.parse.article.blocks import among, indices_of, without
from queson_crawler.parse.article.breadcrumb import breadcrumb_of
from queson_crawler.parse.article.byline import without_signature
from queson_crawler.parse.article.counts import CountedPage, view_count
from queson_crawler.parse.article.credits import Byline
from queson_crawler.parse.article.furniture import (
    NO_FURNITURE,
    NO_SIBLING,
    NO_TEMPLATE,
    Part,
    RegionBlock,
    Sibling,
    Template,
    blocks_at,
    key_of,
    path_of,
)
from queson_crawler.parse.article.looks import look_of
from queson_crawler.parse.article.media import Bounds, images_of
from queson_crawler.parse.article.page_sightings import sightings_of
from queson_crawler.parse.article.parts import Parts
from queson_crawler.parse.article.people import byline_of, poster_of
from queson_crawler.parse.article.protected import asks_for_password
from queson_crawler.parse.article.published import DatedPage, published, verdict_on_date
from queson_crawler.parse.article.region import Region, parts_of
from queson_crawler.parse.article.series import further_parts
from queson_crawler.parse.article.signature import MAX_BYLINE
from queson_crawler.parse.article.trimming import trim
from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import LeftOut, Verdict
from queson_crawler.parse.flow import Block, render
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.platforms.selectors import BY_STRUCTURE, ArticleSelectors
from queson_crawler.text import PublishedDate
from queson_crawler.urls import clean

MAX_BELOW, MAX_COUNT_BELOW = 8, 6
"""Blocks below a text among which lines about the article, and the count of its views, are sought."""
_CANONICAL = etree.XPath("//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical'][@href != '']/@href")
_PLAYERS = ("video", "audio", "iframe", "embed", "object")


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """What a page was read as, which evidence chose its parts, and what stands in its region without being part of
    it."""

    result: RawArticle | NotContent
    verdicts: tuple[Verdict, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def explain_article(
    doc: Document, selectors: ArticleSelectors = BY_STRUCTURE, template: Template = NO_TEMPLATE
) -> ArticleReading:
    """The article a page shows, with the reasons; without a title, or without any text, picture or file, there is none.
    `template` is what its sibling pages are known to share; what is all of an article is none of that."""
    asked = (explain_article, selectors, template)
    reading: ArticleReading | None = doc.made.get(asked)
    if reading is None:
        reading = doc.made[asked] = _explained(doc, selectors, template)
    return reading


def _explained(doc: Document, selectors: ArticleSelectors, template: Template) -> ArticleReading:
    reading = _nothing("no title found")
    for known in dict.fromkeys((template, replace(template, furniture=NO_FURNITURE), NO_TEMPLATE)):
        region, parts = parts_of(doc, selectors, known)
        if region is None:
            return _nothing("nothing on the page is where this platform keeps its articles")
        if parts is None:
            return reading
        reading = _assemble(region, parts)
        if isinstance(reading.result, RawArticle):
            break
    return reading


def _nothing(detail: str) -> ArticleReading:
    return ArticleReading(NotContent(Why.NO_ARTICLE, detail))


def region_blocks(
    doc: Document, selectors: ArticleSelectors = BY_STRUCTURE, template: Template = NO_TEMPLATE
) -> tuple[RegionBlock, ...]:
    """All blocks from the title of an article to the end of its page, in order, each with what it was read as; () where
    the page shows no title."""
    return sibling_of(doc, selectors, template).region


def sibling_of(doc: Document, selectors: ArticleSelectors = BY_STRUCTURE, template: Template = NO_TEMPLATE) -> Sibling:
    """What the profile of a portal compares of an article's page; nothing where the page shows no title."""
    region, parts = parts_of(doc, selectors, template)
    if region is None or parts is None:
        return NO_SIBLING
    return Sibling(_blocks_of(region, parts), sightings_of(_dated(region, parts), _counted(region, parts)))


def _blocks_of(region: Region, parts: Parts) -> tuple[RegionBlock, ...]:
    title = parts.heading.title
    byline = byline_of(region, parts, {})
    body = _text(region, parts, byline)
    roles: dict[int, Part] = dict.fromkeys((*byline.blocks, *byline.repeated), Part.ABOUT)
    for part, blocks in (
        (Part.BODY, body),
        (Part.LEAD, parts.lead),
        (Part.ABOUT, parts.heading.meta),
        (Part.TITLE, (title,)),
    ):
        roles |= dict.fromkeys(indices_of(blocks), part)
    found: list[RegionBlock] = []
    for block in region.flow.blocks[title.index :]:
        part = roles.get(block.index, Part.REST)
        found.append(RegionBlock(key_of(block), block.text, part, look=look_of(block)))
    found[0] = replace(found[0], is_first=_is_first(title, region))
    return tuple(found)


def _is_first(title: Block, region: Region) -> bool:
    """Whether no block before a title stands in such a place."""
    place = frozenset((path_of(title.element),))
    before = blocks_at(place, region.flow.blocks[: title.index])
    return next(before, None) is None


def _assemble(region: Region, parts: Parts) -> ArticleReading:
    """An article of its parts; none where they show nothing but a title, or where a form asks for a password."""
    fields = labels.fields_of(block.text for block in _lines(parts))
    byline = byline_of(region, parts, fields)
    body = _text(region, parts, byline)
    dated = _dated(region, parts)
    date = published(dated, region.selectors.half_days)
    article = _article(region, parts, fields, byline, body)
    verdicts = _verdicts(parts, byline, verdict_on_date(dated))
    if asks_for_password(region.root, [*parts.lead, *body]):
        return ArticleReading(NotContent(Why.LOGIN, "asks for a password"), verdicts)
    if _is_empty(article) and not _may_be_empty(region, parts, date):
        return ArticleReading(NotContent(Why.NO_ARTICLE, "a title, but neither text nor picture nor file"), verdicts)
    if date is not None:
        article = replace(article, published_at=date.stored, published_precision=date.precision, published_raw=date.raw)
    return ArticleReading(article, verdicts, _left_out(region, parts, body, byline))


def _article(region: Region, parts: Parts, fields: Mapping[str, str], byline: Byline, body: list[Block]) -> RawArticle:
    """An article without its date."""
    doc, flow, title = region.doc, region.flow, parts.heading.title
    bounds = Bounds(parts.container, title.index, _end(region, parts, body, byline), region.body_field is not None)
    return RawArticle(
        title=title.text,
        lead=render(parts.lead),
        body=render(body),
        author=byline.author,
        poster=poster_of(region) or fields.get(words.POSTER) or byline.account,
        source=byline.source or fields.get(words.SOURCE) or None,
        view_count=view_count(_counted(region, parts)),
        images=images_of(doc, flow, bounds, parts.heading.meta),
        attachments=attachments_of(doc, flow, title.index, parts.end),
        unreached=unreached_files(doc, flow, title.index, parts.end),
        canonical=_canonical(doc),
        further=further_parts(region.part_links, title.index),
        breadcrumb=breadcrumb_of(doc),
    )


def _is_empty(article: RawArticle) -> bool:
    """Whether an article shows nothing but its title."""
    shown = (article.body, article.lead, article.images, article.attachments)
    return not any(shown)


def _may_be_empty(region: Region, parts: Parts, date: PublishedDate | None) -> bool:
    """Whether a dated page without text is an article all the same: a selector finds its title, or it plays a film."""
    if date is None:
        return False
    return bool(region.selectors.title) or _plays(parts.container)


def _plays(container: html.HtmlElement) -> bool:
    """Whether an element holds a film or a sound: an article may be nothing else."""
    return next(container.iter(*_PLAYERS), None) is not None


def _verdicts(parts: Parts, byline: Byline, date: Verdict | None) -> tuple[Verdict, ...]:
    return tuple(filter(None, (parts.heading.verdict, *parts.verdicts, date, byline.verdict)))


def _text(region: Region, parts: Parts, byline: Byline) -> list[Block]:
    """The body without its byline, and without the little (a call to readers, tags) that stands after it."""
    body = _without_part_links(region, list(parts.body), parts)
    if region.body_field is None:
        return trim(without_signature(body, byline), parts.cuts)
    labelled = [block for block in among(body, byline.blocks) if labels.cut(block.text)]
    return without(body, {*byline.repeated, *indices_of(labelled)})


def _without_part_links(region: Region, body: list[Block], parts: Parts) -> list[Block]:
    """The text without the line that leads to the other pages of the article."""
    further = {way.url for way in further_parts(region.part_links, 0)}
    if not further:
        return body
    short = indices_of(block for block in body if len(block.text) <= MAX_BYLINE)
    join = region.doc.join
    lines = {at for at, link in region.flow.links if at in short and clean(join(link.get("href", ""))) in further}
    unwanted = among(body, lines)
    parts.cuts.add(unwanted, "leads to the other pages of the article")
    return without(body, indices_of(unwanted))


def _end(region: Region, parts: Parts, body: list[Block], byline: Byline) -> int:
    """The index of the first block behind the text and its signature."""
    if body:
        return max(body[-1].index, *byline.blocks, 0) + 1
    return min(indices_of(parts.after[:1]), default=len(region.flow.blocks))


def _left_out(region: Region, parts: Parts, body: list[Block], byline: Byline) -> tuple[LeftOut, ...]:
    """What stands between the title and the end of the article's element without being part of it."""
    kept = indices_of((*parts.lead, *body, *parts.heading.meta))
    reasons = parts.cuts.reasons | dict.fromkeys(byline.blocks, "the byline")
    start = parts.heading.title.index + 1
    end = max(region.flow.spans.get(parts.container, (0, 0))[1], parts.end)
    found: list[LeftOut] = []
    for block in without(region.flow.blocks[start:end], kept):
        reason = reasons.get(block.index, "stands outside the text")
        found.append(LeftOut(block.text, reason, path_of(block.element)))
    return tuple(found)


def _lines(parts: Parts) -> tuple[Block, ...]:
    """The lines that may tell something about an article by a label."""
    return (*parts.heading.meta, *parts.after[:MAX_BELOW])


def _dated(region: Region, parts: Parts) -> DatedPage:
    """What the date of an article is told by."""
    about, below = parts.heading.meta, parts.after[:MAX_BELOW]
    return DatedPage(region.doc, region.flow, parts.heading.title, about, below, _where(region, parts), region.known)


def _counted(region: Region, parts: Parts) -> CountedPage:
    """What the number of views is told by."""
    bare = (*parts.heading.meta, *parts.after[:MAX_COUNT_BELOW])
    return CountedPage(_lines(parts), bare, _where(region, parts), region.known)


def _where(region: Region, parts: Parts) -> Sequence[Block]:
    """The blocks that may stand where sibling pages have their date or count."""
    if region.lines_are_chosen:
        return _lines(parts)
    return region.flow.blocks


def _canonical(doc: Document) -> str | None:
    """The address that a page calls its own."""
    for href in _CANONICAL(doc.root)[:1]:
        return doc.join(href)
    return None
