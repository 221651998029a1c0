"""What the pipelines do to a page between reading and storing, as functions; they only look at what is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from itemadapter import ItemAdapter

from archive.dedup import content_sha256, judge, read, sketch
from archive.dedup.made import is_made
from archive.records import Article, Document, ListPage, Page, Verdict
from archive.store import Archive
from queson_crawler.text import normalise

_OF_DOCUMENTS = ("number", "kind", "issuer", "signer", "issued", "effective", "status", "field", "abstract")
_TEXTS = ("title", "lead", "body", "author", "poster", "source")


def normalised(page: Page) -> Page:
    """The page with its text as it is stored."""
    article, listing, category = page.article, page.listing, page.category
    if article is not None:
        article = _normal_article(article)
    if listing is not None:
        listing = _normal_listing(listing)
    if category is not None:
        category = replace(category, title=normalise(category.title))
    above = page.above
    if above is not None:
        above = replace(above, title=normalise(above.title))
    document = page.document
    if document is not None:
        document = _normal_document(document)
    documents = tuple(map(_normal_document, page.documents))
    page = replace(page, document=document, documents=documents)
    if page.leads or page.answer is not None:
        page = _normal_rest(page)
    return replace(page, article=article, listing=listing, category=category, above=above)


def _normal_rest(page: Page) -> Page:
    """What a page is to a crawl that keeps the whole portal."""
    leads = []
    for lead in page.leads:
        leads.append(replace(lead, way=tuple(map(normalise, lead.way))))
    answer = page.answer
    if answer is not None and answer.shown is not None:
        shown = answer.shown
        way = tuple(map(normalise, shown.way))
        shown = replace(shown, title=normalise(shown.title), text=normalise(shown.text), way=way)
        answer = replace(answer, shown=shown)
    return replace(page, leads=tuple(leads), answer=answer)


def _normal_listing(listing: ListPage) -> ListPage:
    entries = []
    for entry in listing.entries:
        entries.append(replace(entry, title=normalise(entry.title)))
    return replace(listing, entries=tuple(entries))


def _normal_article(article: Article) -> Article:
    texts: dict[str, Any] = {}
    item = ItemAdapter(article)
    for name in _TEXTS:
        text = item[name]
        if text:
            texts[name] = normalise(text)
    images = tuple(replace(image, caption=normalise(image.caption)) for image in article.images)
    files = tuple(replace(file, filename=normalise(file.filename)) for file in article.attachments)
    return replace(article, **texts, images=images, attachments=files)


def _normal_document(document: Document) -> Document:
    texts: dict[str, Any] = {}
    item = ItemAdapter(document)
    for name in _OF_DOCUMENTS:
        texts[name] = normalise(item[name])
    files = tuple(replace(file, filename=normalise(file.filename)) for file in document.files)
    return replace(document, **texts, files=files)


def judged(page: Page, archive: Archive) -> Page:
    """The page with the digest of its article's text, and what the article is to the archive."""
    if page.article is None:
        return page
    sha256 = content_sha256(page.article.title, page.article.lead, page.article.body)
    article = replace(page.article, content_sha256=sha256)
    verdict = judge(archive.known(article.key), sha256)
    if verdict is not Verdict.SAME and not is_made(sha256):
        # Storing will want it; made here it does not lengthen the transaction.
        sketch(read(article.title, article.lead, article.body))
    return replace(page, article=article, verdict=verdict)
