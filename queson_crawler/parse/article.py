"""Reading an article: the platform's selectors first, the page's labels second, its structure last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, islice

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.byline import MOST_BYLINE, Byline, read_byline
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import Block, Flow, read_flow, render
from queson_crawler.parse.heading import Heading, find_heading, is_meta, key, lines_about
from queson_crawler.parse.media import attachments_of, has_file_link, images_of
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.parse.select import BY_STRUCTURE, ArticleSelectors, ancestors, find, find_all
from queson_crawler.text import PublishedDate, find_date, read_date

_LEAD_HINT = re.compile(r"sapo|lead|summary|hometext|tom-?_?tat|trich|intro|chapeau|head-?noi-?dung|mota|short", re.I)
_CONTAINERS = frozenset("div td table tbody tr form section article main center span font article fieldset".split())
MOST_AFTER_SIGNATURE = 200
_WORDY = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of an article by what they are; `end` is the index of the first block that is no part of it."""

    heading: Heading
    lead: tuple[Block, ...]
    body: tuple[Block, ...]
    after: tuple[Block, ...]
    container: html.HtmlElement
    end: int


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
        return NotContent(Why.NO_ARTICLE, "no title found")
    field = find(root, selectors.body)
    parts = _by_selector(flow, heading, root, field, selectors) if field is not None else _by_structure(flow, heading)
    return _assemble(doc, flow, parts, root, selectors)


def _heading(doc: Document, flow: Flow, root: html.HtmlElement, selectors: ArticleSelectors) -> Heading:
    title = next(iter(flow.inside(element)), None) if (element := find(root, selectors.title)) is not None else None
    if title is None:
        return find_heading(doc, flow)
    chosen = [block for element in find_all(root, selectors.meta) for block in flow.inside(element)]
    if chosen:
        return Heading(title, tuple(chosen))
    near = flow.blocks[max(0, title.index - 3) : title.index + 9]
    return Heading(title, lines_about(title, [block for block in near if is_meta(block)]))


def _until_end(blocks: list[Block]) -> list[Block]:
    """The blocks before the first heading of related lists, comments or footer; an inset near the top is left out."""
    kept: list[Block] = []
    place = 0
    while place < len(blocks):
        block = blocks[place]
        if not labels.ends_article(block.text):
            kept.append(block)
            place += 1
            continue
        after = _after_inset(blocks, place, sum(_weight(before) for before in kept))
        if after is None:
            break
        place = after
    return kept


def _after_inset(blocks: list[Block], place: int, weight_before: int) -> int | None:
    """Where the text goes on after a box of related links between lead and body, or None where it does not."""
    if weight_before > 500 or not labels.is_related(blocks[place].text):
        return None
    place += 1
    while place < len(blocks) and (blocks[place].linked * 10 >= len(blocks[place].text) * 7):
        place += 1
    prose = 0
    for block in blocks[place : place + 12]:
        if labels.ends_article(block.text):
            break
        prose += len(block.text) >= 120 and not block.is_link
    return place if prose >= 2 else None


def _by_selector(
    flow: Flow, heading: Heading, root: html.HtmlElement, field: html.HtmlElement, selectors: ArticleSelectors
) -> Parts:
    dropped = {
        block.index for css in selectors.not_body for found in find_all(root, (css,)) for block in flow.inside(found)
    }
    lead_field = find(root, selectors.lead)
    lead = [] if lead_field is None else flow.inside(lead_field)
    own = _known(heading) | {block.index for block in lead} | dropped
    kept = _until_end(flow.inside(field))
    body = [block for block in kept if block.index not in own]
    while body and labels.is_tool(body[-1].text):
        body.pop()
    last = body[-1].index if body else flow.spans[field][1] - 1
    after = [block for block in _until_end(flow.blocks[last + 1 :]) if block.index not in dropped]
    return Parts(heading, tuple(lead), tuple(body), tuple(after), field, after[-1].index + 1 if after else last + 1)


def _known(heading: Heading) -> set[int]:
    return {block.index for block in (heading.title, *heading.meta) if block is not None}


def _weight(block: Block) -> int:
    if labels.is_tool(block.text) or not _WORDY.search(block.text):
        return 0
    return max(0, len(block.text) - 2 * block.linked)


def _by_structure(flow: Flow, heading: Heading) -> Parts:
    assert heading.title is not None
    start = max([heading.title.index, *(block.index for block in heading.meta)]) + 1
    region = _until_end(flow.blocks[start:])
    kept = {block.index: block for block in region}
    end = region[-1].index + 1 if region else start
    sums = list(accumulate((_weight(kept[n]) if n in kept else 0 for n in range(end)), initial=0))
    container = _container(flow, heading, sums, start, end)
    span = flow.spans.get(container, (start, end))
    first, last = max(start, span[0]), min(end, span[1])
    name = key(heading.title.text)
    inner = [block for block in region if first <= block.index < last and key(block.text) != name]
    lead, body = _split_lead([block for block in region if block.index < first], inner, container)
    after = [block for block in region if block.index >= last]
    return Parts(heading, tuple(lead), tuple(_trim(body)), tuple(after), container, end)


def _container(flow: Flow, heading: Heading, sums: list[int], start: int, end: int) -> html.HtmlElement:
    """The innermost element that holds nearly all text between title and end, but never a single paragraph of it."""
    assert heading.title is not None

    def weight(element: html.HtmlElement) -> int:
        first, last = flow.spans.get(element, (0, 0))
        first, last = max(first, start), min(last, end)
        return sums[last] - sums[first] if last > first else 0

    current: html.HtmlElement = heading.title.element.getroottree().getroot()
    current = next((element for element in flow.spans if element.tag in ("body", "html")), current)
    if current not in flow.spans:
        current = next(iter(flow.spans))
    total = weight(current)
    while total:
        best = max((child for child in current if child.tag in _CONTAINERS), key=weight, default=None)
        if best is None or weight(best) < 0.8 * total or not _is_container(flow, best, start, end):
            break
        current, total = best, weight(best)
    return current


def _is_container(flow: Flow, element: html.HtmlElement, start: int, end: int) -> bool:
    """Whether it holds blocks of its children, not only a run of its own text."""
    first, last = flow.spans.get(element, (0, 0))
    blocks = flow.blocks[max(first, start) : min(last, end)]
    return any(block.element is not element for block in blocks)


def _split_lead(
    before: list[Block], inner: list[Block], container: html.HtmlElement
) -> tuple[list[Block], list[Block]]:
    """Lead and body: what stands between heading and body field, else what the page marks as lead within it."""
    outside = [
        b for b in before if len(b.text) >= 30 and not b.is_link and not is_meta(b) and not labels.is_tool(b.text)
    ]
    inner = _skip_opening(inner)
    if outside:
        said = {block.text for block in outside}
        return outside[-2:], [block for block in inner if block.text not in said]
    lead: list[Block] = []
    for block in inner:
        near = islice(ancestors(block.element, container), 3)
        if not any(_LEAD_HINT.search(f"{e.get('class', '')} {e.get('id', '')}") for e in near):
            break
        lead.append(block)
    if not lead and len(inner) > 2 and _is_bold_opening(inner):
        lead = inner[:1]
    return (lead, inner[len(lead) :]) if len(lead) < len(inner) else ([], inner)


def _is_bold_opening(inner: list[Block]) -> bool:
    first, second = inner[0], inner[1]
    return first.is_strong and len(first.text) >= 80 and first.element.tag not in ("h2", "h3") and not second.is_strong


def _skip_opening(blocks: list[Block]) -> list[Block]:
    for place, block in enumerate(blocks):
        if not (labels.is_tool(block.text) or is_meta(block) or not _WORDY.search(block.text)):
            return blocks[place:]
    return []


def _trim(blocks: list[Block]) -> list[Block]:
    """Without what follows the last text: tools, links to other articles, rows of marks."""
    while blocks and _is_rest(blocks[-1]):
        blocks = blocks[:-1]
    return blocks


def _is_rest(block: Block) -> bool:
    if labels.is_tool(block.text) or not _WORDY.search(block.text):
        return True
    leads_on = block.text.startswith((">>", "»")) or block.linked * 10 >= len(block.text) * 9
    return leads_on and not labels.cut(block.text) and not has_file_link(block.element)


def _assemble(
    doc: Document, flow: Flow, parts: Parts, root: html.HtmlElement, selectors: ArticleSelectors
) -> RawArticle | NotContent:
    assert parts.heading.title is not None
    body = list(parts.body)
    byline = _byline(flow, parts, root, selectors)
    if not selectors.body:
        body = _trim(_before_signature(body, byline))
    else:
        body = [block for block in body if block.index not in byline.blocks or not labels.cut(block.text)]
    fields = _fields([*parts.heading.meta, *parts.after[:8]])
    published = _published(parts.heading, fields, doc)
    start = parts.heading.title.index
    end = body[-1].index + 1 if body else (parts.after[0].index if parts.after else len(flow.blocks))
    images = images_of(doc, flow, parts.container, start, end)
    files = attachments_of(doc, flow, start, parts.end)
    lead = render(parts.lead)
    if not (body or lead or images or files or (selectors.title and published)):
        return NotContent(Why.NO_ARTICLE, "a title, but neither text nor picture nor file")
    return RawArticle(
        title=parts.heading.title.text,
        lead=lead,
        body=render(body),
        author=byline.author or fields.get(labels.AUTHOR) or None,
        poster=_poster(flow, root, selectors) or fields.get(labels.POSTER) or None,
        source=byline.source or fields.get(labels.SOURCE) or None,
        published_at=published.stored if published else None,
        published_precision=published.precision if published else None,
        published_raw=published.raw if published else None,
        view_count=_views(parts, fields),
        images=images,
        attachments=files,
        canonical=next((doc.join(str(href)) for href in doc.root.xpath("//link[@rel='canonical']/@href")), None),
    )


def _before_signature(body: list[Block], byline: Byline) -> list[Block]:
    """The body without its byline, and without the little (a call to readers, tags) that stands after it."""
    if byline.blocks:
        first = min(byline.blocks)
        rest = sum(len(block.text) for block in body if block.index > first and block.index not in byline.blocks)
        if rest <= MOST_AFTER_SIGNATURE:
            return [block for block in body if block.index < first]
    return [block for block in body if block.index not in byline.blocks]


def _byline(flow: Flow, parts: Parts, root: html.HtmlElement, selectors: ArticleSelectors) -> Byline:
    """Selectors, then the last lines of the body, then labelled lines just after it."""
    byline = read_byline(list(parts.body))
    if not (byline.author and byline.source):
        later = read_byline(
            [block for block in parts.after[:6] if labels.cut(block.text) or len(block.text) < 90], depth=6
        )
        byline = Byline(byline.author or later.author, byline.source or later.source, byline.blocks)
    for name in ("author", "source"):
        if text := _line(flow, root, getattr(selectors, name)):
            setattr(byline, name, labels.cut(text).get(name) or text)
    return byline


def _line(flow: Flow, root: html.HtmlElement, selectors: tuple[str, ...]) -> str:
    """The first line inside a selected element: an unclosed tag may put half the page into it."""
    element = find(root, selectors)
    first = next(iter(flow.inside(element)), None) if element is not None else None
    return first.text if first is not None and len(first.text) <= MOST_BYLINE else ""


def _poster(flow: Flow, root: html.HtmlElement, selectors: ArticleSelectors) -> str | None:
    text = _line(flow, root, selectors.poster)
    return labels.cut(text).get(labels.POSTER) or text or None


def _fields(blocks: list[Block]) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in blocks:
        if len(block.text) <= 240:
            for name, value in labels.cut(block.text).items():
                found.setdefault(name, value)
    return found


def _published(heading: Heading, fields: dict[str, str], doc: Document) -> PublishedDate | None:
    """The date by its label, else the first on the lines by the title, else what the page tells machines."""
    for name in (labels.PUBLISHED, labels.UPDATED):
        if name in fields and (date := find_date(fields[name])):
            return date
    for block in heading.meta:
        if date := find_date(block.text):
            return date
    for name in ("article:published_time", "datepublished", "dc.date.issued", "dc.date"):
        if name in doc.metas and (date := read_date(doc.metas[name])):
            return date
    return None


def _views(parts: Parts, fields: dict[str, str]) -> int | None:
    if labels.VIEWS in fields:
        return labels.number(fields[labels.VIEWS])
    counted = (labels.views(block.text) for block in (*parts.heading.meta, *parts.after[:6]))
    return next((count for count in counted if count is not None), None)
