"""Reading an article: the platform's selectors first, the page's labels second, its structure last."""

from __future__ import annotations

import re

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.byline import MAX_BYLINE, Byline, credit, read_byline, unbracketed
from queson_crawler.parse.article.ending import trim
from queson_crawler.parse.article.machine_data import told
from queson_crawler.parse.article.media import attachments_of, images_of
from queson_crawler.parse.article.parts import Parts, by_selector, by_structure
from queson_crawler.parse.article.title import Heading, find_heading
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import Block, Flow, read_flow, render
from queson_crawler.parse.lines import is_meta, lines_about
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.platforms.selectors import BY_STRUCTURE, ArticleSelectors, find, find_all
from queson_crawler.text import PublishedDate, find_date, read_date

MAX_AFTER_SIGNATURE = 200
_ZONE_FOR_T = re.compile(r"^(\d{4}-\d\d-\d\d)(?:\+07|ICT)(\d\d:\d\d(?::\d\d)?)$")
"""NukeViet writes `Y-m-dTH:i:s`, of which PHP makes the name of the zone where the T should stand."""
_MACHINE_DATES = ("article:published_time", "datepublished", "dc.date.issued", "dc.date")


def read_article(doc: Document, selectors: ArticleSelectors = BY_STRUCTURE) -> RawArticle | NotContent:
    """The article a page shows. Without a title, or without any text, picture or file, there is none."""
    root = find(doc.root, selectors.root)
    if root is None:
        if selectors.required:
            return NotContent(Why.NO_ARTICLE, "nothing on the page is where this platform keeps its articles")
        root = doc.body
    flow = read_flow(root)
    heading = _heading(doc, flow, root, selectors)
    if heading.title is None:
        if root is not doc.body and not selectors.required:
            return read_article(doc, BY_STRUCTURE)  # the skin keeps its articles elsewhere
        return NotContent(Why.NO_ARTICLE, "no title found")
    field = find(root, selectors.body)
    parts = by_selector(flow, heading, root, field, selectors) if field is not None else by_structure(flow, heading)
    return _assemble(doc, flow, parts, root, selectors)


def _heading(doc: Document, flow: Flow, root: html.HtmlElement, selectors: ArticleSelectors) -> Heading:
    title = next(iter(flow.inside(element)), None) if (element := find(root, selectors.title)) is not None else None
    if title is None:
        return find_heading(doc, flow)
    chosen = [block for element in find_all(root, selectors.meta) for block in flow.inside(element)]
    if chosen:
        return Heading(title, tuple(chosen))
    return Heading(title, lines_about(title, flow.blocks))


def _assemble(
    doc: Document, flow: Flow, parts: Parts, root: html.HtmlElement, selectors: ArticleSelectors
) -> RawArticle | NotContent:
    assert parts.heading.title is not None
    body = list(parts.body)
    byline = _byline(flow, parts, root, selectors)
    by_field = find(root, selectors.body) is not None
    if not by_field:
        body = trim(_before_signature(body, byline))
    else:
        body = [block for block in body if block.index not in byline.blocks or not labels.cut(block.text)]
    fields = _fields([*parts.heading.meta, *parts.after[:8]])
    published = _published(parts, fields, doc, selectors.half_days)
    start = parts.heading.title.index
    end = body[-1].index + 1 if body else (parts.after[0].index if parts.after else len(flow.blocks))
    images = images_of(doc, flow, parts.container, start, end, above=by_field)
    files = attachments_of(doc, flow, start, parts.end)
    lead = render(parts.lead)
    if not (body or lead or images or files or (published and (selectors.title or _plays(parts.container)))):
        return NotContent(Why.NO_ARTICLE, "a title, but neither text nor picture nor file")
    author, account = byline.author or fields.get(words.AUTHOR) or None, fields.get(words.WRITER) or None
    author, account = (author, account) if author and author != account else (account, None)
    return RawArticle(
        title=parts.heading.title.text,
        lead=lead,
        body=render(body),
        author=author,
        poster=_poster(flow, root, selectors) or fields.get(words.POSTER) or byline.account or account,
        source=byline.source or fields.get(words.SOURCE) or None,
        published_at=published.stored if published else None,
        published_precision=published.precision if published else None,
        published_raw=published.raw if published else None,
        view_count=_views(parts, fields),
        images=images,
        attachments=files,
        canonical=next((doc.join(str(href)) for href in doc.root.xpath("//link[@rel='canonical']/@href")), None),
    )


def _plays(container: html.HtmlElement) -> bool:
    """Whether an element holds a film or a sound: an article may be nothing else."""
    return next(container.iter("video", "audio", "iframe", "embed", "object"), None) is not None


def _before_signature(body: list[Block], byline: Byline) -> list[Block]:
    """The body without its byline, and without the little (a call to readers, tags) that stands after it."""
    if byline.blocks:
        first = min(byline.blocks)
        rest = sum(len(block.text) for block in body if block.index > first and block.index not in byline.blocks)
        if rest <= MAX_AFTER_SIGNATURE:
            return [block for block in body if block.index < first]
    return [block for block in body if block.index not in byline.blocks]


def _byline(flow: Flow, parts: Parts, root: html.HtmlElement, selectors: ArticleSelectors) -> Byline:
    """Selectors, then the last lines of the body, then labelled lines just after it."""
    byline = read_byline(list(parts.body))
    if not (byline.author and byline.source):
        later = read_byline(
            [block for block in parts.after[:6] if labels.cut(block.text) or len(block.text) < 90], depth=6
        )
        account = byline.account or later.account
        byline = Byline(byline.author or later.author, byline.source or later.source, account, byline.blocks)
    if text := unbracketed(_line(flow, root, selectors.author)):
        byline.author = None
        credit(byline, labels.cut(text).get(words.AUTHOR) or text)
    if text := unbracketed(_line(flow, root, selectors.source)):
        byline.source = labels.cut(text).get(words.SOURCE) or text
    return byline


def _line(flow: Flow, root: html.HtmlElement, selectors: tuple[str, ...]) -> str:
    """The first line inside a selected element: an unclosed tag may put half the page into it."""
    element = find(root, selectors)
    first = next(iter(flow.inside(element)), None) if element is not None else None
    return first.text if first is not None and len(first.text) <= MAX_BYLINE else ""


def _poster(flow: Flow, root: html.HtmlElement, selectors: ArticleSelectors) -> str | None:
    text = _line(flow, root, selectors.poster)
    return labels.cut(text).get(words.POSTER) or text or None


def _fields(blocks: list[Block]) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in blocks:
        if len(block.text) <= 240:
            for name, value in labels.cut(block.text).items():
                found.setdefault(name, value)
    return found


def _published(parts: Parts, fields: dict[str, str], doc: Document, half_days: str) -> PublishedDate | None:
    """The date by its label, else the first on the lines by the title or below the text; machines' time fills in.

    What readers see decides; what the page tells machines gives the time of the same day, or a date where none shows.
    """
    shown = _shown_date(parts, fields)
    if shown is not None and re.search(half_days, shown.raw):
        shown = PublishedDate(shown.iso[:10], "day", shown.raw)
    if shown is not None and shown.precision == "minute":
        return shown
    stamps = [_ZONE_FOR_T.sub(r"\1T\2+07:00", doc.metas.get(name, "")) for name in _MACHINE_DATES]
    for stamp in (*stamps, told(doc).published):
        date = read_date(stamp) if stamp else None
        if date and (shown is None or (date.precision == "minute" and date.iso[:10] == shown.iso[:10])):
            return date
    return shown


def _shown_date(parts: Parts, fields: dict[str, str]) -> PublishedDate | None:
    by_title, below = list(parts.heading.meta), [block for block in parts.after[:8] if is_meta(block)]
    labelled = (fields.get(words.PUBLISHED), _fields(by_title).get(words.UPDATED))
    lines = (*labelled, *(block.text for block in by_title), fields.get(words.UPDATED), *(b.text for b in below))
    return next((date for line in lines if line and (date := find_date(line))), None)


def _views(parts: Parts, fields: dict[str, str]) -> int | None:
    if words.VIEWS in fields:
        return labels.number(fields[words.VIEWS])
    counted = (labels.views(block.text) for block in (*parts.heading.meta, *parts.after[:6]))
    return next((count for count in counted if count is not None), None)
