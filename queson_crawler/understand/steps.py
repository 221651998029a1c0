"""What the pipelines do to a page between reading and storing, as functions; they only look at what is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from itemadapter import ItemAdapter

from archive.dedup import content_sha256, judge, read, sketch
from archive.dedup.made import is_made
from archive.records import Article, Category, Document, ListPage, Page, PageAnswer, PageLead, StandingPage, Verdict
from archive.store import Archive
from queson_crawler.text import normalise

Thing = TypeVar("Thing")
_OF_DOCUMENTS = ("number", "kind", "issuer", "signer", "issued", "effective", "status", "field", "abstract")
_TEXTS = ("title", "lead", "body", "author", "poster", "source")


def normalised(page: Page) -> Page:
    """The page with its text as it is stored."""
    return replace(
        page,
        article=_changed(page.article, _normal_article),
        listing=_changed(page.listing, _normal_listing),
        category=_changed(page.category, _normal_category),
        above=_changed(page.above, _normal_category),
        document=_changed(page.document, _normal_document),
        documents=tuple(map(_normal_document, page.documents)),
        leads=tuple(map(_normal_lead, page.leads)),
        answer=_changed(page.answer, _normal_answer),
    )


def _changed(thing: Thing | None, change: Callable[[Thing], Thing]) -> Thing | None:
    """A part of a page that was changed; None where the page has no such part."""
    if thing is None:
        return None
    return change(thing)


def _normal_category(category: Category) -> Category:
    return replace(category, title=normalise(category.title))


def _normal_lead(lead: PageLead) -> PageLead:
    return replace(lead, way=tuple(map(normalise, lead.way)))


def _normal_answer(answer: PageAnswer) -> PageAnswer:
    return replace(answer, shown=_changed(answer.shown, _normal_standing))


def _normal_standing(shown: StandingPage) -> StandingPage:
    way = tuple(map(normalise, shown.way))
    return replace(shown, title=normalise(shown.title), text=normalise(shown.text), way=way)


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
