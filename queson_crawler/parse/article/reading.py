"""Reading an article: the platform's selectors first, the page's labels second, its structure last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.blocks import indices_of, without
from queson_crawler.parse.article.byline import (
    Byline,
    credit,
    read_byline,
    without_signature,
)
from queson_crawler.parse.article.furniture import NO_FURNITURE, FurnitureKey, Part, RegionBlock, key_of, path_of
from queson_crawler.parse.article.media import attachments_of, images_of
from queson_crawler.parse.article.named_people import author_by_markup
from queson_crawler.parse.article.names import unbracketed
from queson_crawler.parse.article.parts import Parts, by_selector, by_structure
from queson_crawler.parse.article.protected import asks_for_password
from queson_crawler.parse.article.published import published
from queson_crawler.parse.article.series import breadcrumb_of, further_parts
from queson_crawler.parse.article.signature import MAX_BYLINE
from queson_crawler.parse.article.title import Heading, find_heading
from queson_crawler.parse.article.trimming import trim
from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import LeftOut, Sign, Verdict
from queson_crawler.parse.flow import Block, Flow, read_flow, render
from queson_crawler.parse.lines import is_meta, lines_about, name_beside_date
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.platforms.selectors import BY_STRUCTURE, ArticleSelectors, find, find_all
from queson_crawler.urls import clean

MAX_BELOW = 8
"""Blocks below a text among which lines about the article are sought."""
_PLAYERS = ("video", "audio", "iframe", "embed", "object")


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """What a page was read as, which evidence chose its parts, and what stands in its region without being part of
    it."""

    result: RawArticle | NotContent
    verdicts: tuple[Verdict, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def read_article(
    doc: Document, selectors: ArticleSelectors = BY_STRUCTURE, furniture: frozenset[FurnitureKey] = NO_FURNITURE
) -> RawArticle | NotContent:
    """The article a page shows. Without a title, or without any text, picture or file, there is none."""
    return explain_article(doc, selectors, furniture).result


def explain_article(
    doc: Document, selectors: ArticleSelectors = BY_STRUCTURE, furniture: frozenset[FurnitureKey] = NO_FURNITURE
) -> ArticleReading:
    """The article a page shows, with the reasons; `furniture` are blocks that sibling pages are known to share."""
    page, parts = _parts(doc, selectors, furniture)
    if page is None:
        return _nothing("nothing on the page is where this platform keeps its articles")
    return _nothing("no title found") if parts is None else _assemble(page, parts)


def _parts(
    doc: Document, selectors: ArticleSelectors, furniture: frozenset[FurnitureKey]
) -> tuple[_Page | None, Parts | None]:
    """The region of the article and its parts; None for the region where a required one is not there, and None for the
    parts where there is no title."""
    root = find(doc.root, selectors.root)
    if root is None:
        if selectors.required:
            return None, None
        root = doc.body
    flow = read_flow(root)
    page = _Page(doc, flow, root, selectors)
    heading = _heading(doc, flow, root, selectors)
    if heading.title is None:
        if root is not doc.body and not selectors.required:
            return _parts(doc, BY_STRUCTURE, furniture)  # the skin keeps its articles elsewhere
        return page, None
    known = _indices(flow, furniture)
    field = find(root, selectors.body)
    if field is not None:
        return page, by_selector(flow, heading, root, field, selectors, known)
    return page, by_structure(flow, heading, known)


def region_blocks(
    doc: Document, selectors: ArticleSelectors = BY_STRUCTURE, furniture: frozenset[FurnitureKey] = NO_FURNITURE
) -> tuple[RegionBlock, ...]:
    """All blocks from the title of an article to the end of its page, in order, each with what it was read as; () where
    the page shows no title."""
    page, parts = _parts(doc, selectors, furniture)
    if page is None or parts is None or parts.heading.title is None:
        return ()
    title = parts.heading.title
    body = _text(page, parts, _byline(page, parts, {}))
    roles: dict[int, Part] = {}
    for part, blocks in (
        (Part.BODY, body),
        (Part.LEAD, parts.lead),
        (Part.ABOUT, parts.heading.meta),
        (Part.TITLE, (title,)),
    ):
        roles |= dict.fromkeys(indices_of(blocks), part)
    region: list[RegionBlock] = []
    for block in page.flow.blocks[title.index :]:
        region.append(RegionBlock(key_of(block), block.text, roles.get(block.index, Part.REST)))
    return tuple(region)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with the region its article is sought in."""

    doc: Document
    flow: Flow
    root: html.HtmlElement
    selectors: ArticleSelectors


def _nothing(detail: str) -> ArticleReading:
    return ArticleReading(NotContent(Why.NO_ARTICLE, detail))


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


def _heading(doc: Document, flow: Flow, root: html.HtmlElement, selectors: ArticleSelectors) -> Heading:
    title = _first_block(flow, root, selectors.title)
    if title is None:
        return find_heading(doc, flow)
    verdict = Verdict("title", title.text, (Sign("the platform's selector finds it", 1),))
    chosen: list[Block] = []
    for line in find_all(root, selectors.meta):
        chosen += flow.inside(line)
    return Heading(title, tuple(chosen) or lines_about(title, flow.blocks), verdict)


def _first_block(flow: Flow, root: html.HtmlElement, selectors: tuple[str, ...]) -> Block | None:
    """The first block inside the element that selectors find."""
    element = find(root, selectors)
    if element is None:
        return None
    return next(iter(flow.inside(element)), None)


def _assemble(page: _Page, parts: Parts) -> ArticleReading:
    title = parts.heading.title
    assert title is not None
    doc, flow, selectors = page.doc, page.flow, page.selectors
    about, below = parts.heading.meta, parts.after[:MAX_BELOW]
    fields = labels.fields_of(block.text for block in (*about, *below))
    byline = _byline(page, parts, fields)
    body = _text(page, parts, byline)
    date = published(doc, flow, title, about, below, selectors.half_days)
    by_field = find(page.root, selectors.body) is not None
    end = _end(parts, body, byline, flow)
    images = images_of(doc, flow, parts.container, title.index, end, above=by_field, about=about)
    files = attachments_of(doc, flow, title.index, parts.end)
    lead = render(parts.lead)
    verdicts = _verdicts(parts, byline)
    if asks_for_password(page.root, [*parts.lead, *body]):
        return ArticleReading(NotContent(Why.LOGIN, "asks for a password"), verdicts)
    is_empty = not (body or lead or images or files)
    if is_empty and not (date is not None and (selectors.title or _plays(parts.container))):
        return ArticleReading(NotContent(Why.NO_ARTICLE, "a title, but neither text nor picture nor file"), verdicts)
    article = RawArticle(
        title=title.text,
        lead=lead,
        body=render(body),
        author=byline.author,
        poster=_poster(page) or fields.get(words.POSTER) or byline.account,
        source=byline.source or fields.get(words.SOURCE) or None,
        view_count=_views(parts, fields),
        images=images,
        attachments=files,
        canonical=_canonical(doc),
        further=further_parts(doc, flow, title.index),
        breadcrumb=breadcrumb_of(doc),
    )
    if date is not None:
        article = replace(article, published_at=date.stored, published_precision=date.precision, published_raw=date.raw)
    return ArticleReading(article, verdicts, _left_out(page, parts, body, byline))


def _verdicts(parts: Parts, byline: Byline) -> tuple[Verdict, ...]:
    verdicts: list[Verdict] = []
    if parts.heading.verdict is not None:
        verdicts.append(parts.heading.verdict)
    verdicts += parts.verdicts
    if byline.verdict is not None:
        verdicts.append(byline.verdict)
    return tuple(verdicts)


def _text(page: _Page, parts: Parts, byline: Byline) -> list[Block]:
    """The body without its byline, and without the little (a call to readers, tags) that stands after it."""
    body = _without_part_links(page, list(parts.body), parts)
    if find(page.root, page.selectors.body) is None:
        return trim(without_signature(body, byline), parts.cuts, page.flow)
    kept: list[Block] = []
    for block in body:
        if block.index not in byline.blocks or not (labels.cut(block.text) or block.index in byline.repeated):
            kept.append(block)
    return kept


def _without_part_links(page: _Page, body: list[Block], parts: Parts) -> list[Block]:
    """The text without the line that leads to the other pages of the article."""
    further = {way.url for way in further_parts(page.doc, page.flow, 0)}
    if not further:
        return body
    lines: set[int] = set()
    for at, link in page.flow.links:
        if clean(page.doc.join(link.get("href", ""))) in further:
            lines.add(at)
    unwanted: list[Block] = []
    for block in body:
        if block.index in lines and len(block.text) <= MAX_BYLINE:
            unwanted.append(block)
    parts.cuts.add(unwanted, "leads to the other pages of the article")
    return without(body, indices_of(unwanted))


def _end(parts: Parts, body: list[Block], byline: Byline, flow: Flow) -> int:
    """The index of the first block behind the text and its signature."""
    if body:
        return max(body[-1].index, *byline.blocks, 0) + 1
    return parts.after[0].index if parts.after else len(flow.blocks)


def _left_out(page: _Page, parts: Parts, body: list[Block], byline: Byline) -> tuple[LeftOut, ...]:
    """What stands between the title and the end of the article's element without being part of it."""
    assert parts.heading.title is not None
    kept = indices_of((*parts.lead, *body, *parts.heading.meta))
    reasons = parts.cuts.reasons | dict.fromkeys(byline.blocks, "the byline")
    start = parts.heading.title.index + 1
    end = max(page.flow.spans.get(parts.container, (0, 0))[1], parts.end)
    found: list[LeftOut] = []
    for block in without(page.flow.blocks[start:end], kept):
        reason = reasons.get(block.index) or "stands outside the text"
        found.append(LeftOut(block.text, reason, path_of(block.element)))
    return tuple(found)


def _plays(container: html.HtmlElement) -> bool:
    """Whether an element holds a film or a sound: an article may be nothing else."""
    return next(container.iter(*_PLAYERS), None) is not None


def _byline(page: _Page, parts: Parts, fields: Mapping[str, str]) -> Byline:
    """What a selector or a label says, then the page's markup, then the last lines of the body."""
    byline = read_byline(list(parts.body), known=fields)
    if not (byline.author and byline.source):
        near: list[Block] = []
        for block in parts.after[:6]:
            if labels.cut(block.text) or len(block.text) < MAX_BYLINE:
                near.append(block)
        byline = byline.filled_by(read_byline(near))
    author = _labelled(unbracketed(_line(page, page.selectors.author)), words.AUTHOR)
    if author:
        credit(byline, author, anew=True)
    byline.source = _labelled(unbracketed(_line(page, page.selectors.source)), words.SOURCE) or byline.source
    _by_labels(byline, fields)
    if byline.author is None and fields.get(words.POSTER) is None and _poster(page) is None:
        title = parts.heading.title
        assert title is not None
        byline.name(author_by_markup(page.flow, title.index, parts.end), "its markup names an author")
        byline.name(_beside_date(parts.heading.meta), "it stands beside the date")
    return byline


def _beside_date(lines: Sequence[Block]) -> str | None:
    """The person whose name stands beside the date, in one line about the article."""
    for block in lines:
        name = name_beside_date(block.text)
        if name:
            return name
    return None


def _by_labels(byline: Byline, fields: Mapping[str, str]) -> None:
    """The author that a label names beats a signature. What a CMS prints of its account is the author only where no
    other is named."""
    if fields.get(words.AUTHOR) and not byline.by_selector:
        byline.name(fields[words.AUTHOR], "the line of its label names the author")
    account = fields.get(words.WRITER) or None
    if byline.author is None:
        byline.name(account, "the CMS says who wrote it")
    elif account and account != byline.author:
        byline.account = byline.account or account


def _line(page: _Page, selectors: tuple[str, ...]) -> str:
    """The first line inside a selected element: an unclosed tag may put half the page into it."""
    first = _first_block(page.flow, page.root, selectors)
    if first is None or len(first.text) > MAX_BYLINE:
        return ""
    return first.text


def _labelled(text: str, field: str) -> str:
    """What a line says of a field by its label; the whole line where it has no such label."""
    return labels.cut(text).get(field) or text


def _poster(page: _Page) -> str | None:
    return _labelled(_line(page, page.selectors.poster), words.POSTER) or None


def _views(parts: Parts, fields: Mapping[str, str]) -> int | None:
    if words.VIEWS in fields:
        return labels.number(fields[words.VIEWS])
    for block in (*parts.heading.meta, *parts.after[:6]):
        count = labels.views(block.text)
        if count is not None:
            return count
    return None


def _canonical(doc: Document) -> str | None:
    for link in doc.root.iter("link"):
        href = link.get("href", "")
        if href and link.get("rel", "").lower() == "canonical":
            return doc.join(href)
    return None
