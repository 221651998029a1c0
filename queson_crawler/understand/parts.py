"""Articles in several pages: the first waits until the others were read, and one text is made of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from archive.records import Article, Page, Problem
from queson_crawler.parse.results import NotContent, PageLink, RawArticle, Why
from queson_crawler.understand.reading import Kind, Reading
from queson_crawler.understand.tasks import ArticleTask


@dataclass(slots=True)
class _Waiting:
    """An article whose first page was read. `expected` are the numbers of the others, `texts` what they held; of those
    that could not be read None. An article that `is_stored` has its whole text already."""

    first: Page
    article: Article
    expected: set[int]
    is_stored: bool
    texts: dict[int, Article | None] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return self.expected <= self.texts.keys()

    def whole(self) -> Article | None:
        """The article with the texts of all its pages, in their order."""
        article = self.article
        if self.is_stored and None in self.texts.values():
            return None  # what was stored when all pages could be read is no less true now
        bodies, images, attachments = [article.body], [*article.images], [*article.attachments]
        author, source = article.author, article.source
        for part in self._in_order():
            if part.lead != article.lead:
                bodies.append(part.lead)
            bodies.append(part.body)
            images += part.images
            attachments += part.attachments
            author, source = author or part.author, source or part.source  # a signature stands below the last page
        return replace(
            article,
            body="\n\n".join(filter(None, bodies)),
            author=author,
            source=source,
            images=tuple(dict.fromkeys(images)),
            attachments=tuple(dict.fromkeys(attachments)),
        )

    def _in_order(self) -> Iterator[Article]:
        """What the further pages held; one that only shows the first page once more holds nothing."""
        for _, part in sorted(self.texts.items()):
            if part is not None and part.body != self.article.body:
                yield part


@dataclass(slots=True)
class Parts:
    """The articles of one run that wait for their further pages, by native id. With `waits` off, as in runs from before
    such pages were asked for, none does."""

    waits: bool = False
    _waiting: dict[str, _Waiting] = field(default_factory=dict)

    def joined(self, reading: Reading, page: Page) -> Page:
        """What is stored of a page, now that it is known whether the article it belongs to is whole."""
        task = reading.task
        if not isinstance(task, ArticleTask):
            return page
        if task.part:
            return self._further(task, reading, page)
        numbers = further_numbers(reading)
        if not numbers or not self.waits:
            return page
        if page.article is None or page.capture is None:
            return page
        self._waiting[reading.native_id] = _Waiting(page, page.article, set(numbers), task.is_stored)
        return replace(page, article=None, is_unlisted=False, above=None)

    def _further(self, task: ArticleTask, reading: Reading, page: Page) -> Page:
        """A further page holds no article of its own; the last one to come brings the whole."""
        page = replace(page, absence=None, is_unlisted=False, above=None)
        part, page = page.article, replace(page, article=None)
        waiting = self._waiting.get(task.native_id)
        if waiting is None or reading.is_asked_again or reading.kind is Kind.REDIRECT:
            return page
        if part is None:
            page = replace(page, problems=(_missing(reading),))
        waiting.expected.update(further_numbers(reading))
        waiting.texts[task.part] = part
        if not waiting.is_whole:
            return page
        del self._waiting[task.native_id]
        first = waiting.first
        return replace(
            page, article=waiting.whole(), shown_by=first.capture, is_unlisted=first.is_unlisted, above=first.above
        )


def further_numbers(reading: Reading) -> tuple[int, ...]:
    """The numbers of the further pages of an article, as one of its pages links to them."""
    return tuple(link.number for link in further_of(reading))


def further_of(reading: Reading) -> tuple[PageLink, ...]:
    """The ways to those pages."""
    if not isinstance(reading.result, RawArticle):
        return ()
    return tuple(link for link in reading.result.further if link.number > 1)


def _missing(reading: Reading) -> Problem:
    """What is told of a page that holds no part of its article."""
    why = "it shows something else"
    if isinstance(reading.result, NotContent):
        why = f"{reading.result.why}, {reading.result.detail}"
    return Problem(reading.url, Why.PART, f"a further page of {reading.native_id}: {why}")
