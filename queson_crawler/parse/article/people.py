"""Who wrote and who posted an article: selectors and labels first, then the last lines of the text, then markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import filterfalse

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.byline import read_byline
from queson_crawler.parse.article.credits import Byline, credit_anew
from queson_crawler.parse.article.field_places import FieldRole
from queson_crawler.parse.article.named_people import author_by_markup
from queson_crawler.parse.article.names import unbracketed
from queson_crawler.parse.article.parts import Parts
from queson_crawler.parse.article.region import Region, names_author_at
from queson_crawler.parse.article.signature import MAX_BYLINE
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import credits_by_links, name_beside_date, person_said

_OF_TABLES = frozenset(("tr", "tbody", "table"))
MAX_LINES = 6
"""Lines below a text among which its author is sought."""


def byline_of(region: Region, parts: Parts, fields: Mapping[str, str]) -> Byline:
    """Author and source of an article; `fields` is what the labels of the lines about it say."""
    byline = read_byline(list(parts.body), region.known, known=fields)
    if byline.author is None:
        byline.name(_said_by(parts.heading.meta), "the line above the text says by whom it is")
    if byline.author is None:
        near = _lines_beside(parts)
        byline.fill(read_byline([*parts.body[-1:], *near], region.known, depth=len(near)))
    if byline.author is None or byline.source is None:
        byline.fill(read_byline(_lines_below(parts), region.known))
    _by_selectors(byline, region)
    _by_labels(byline, fields)
    if byline.author is None:
        byline.name(_at_place(region, parts), "stands where sibling pages name their author")
    if byline.author is None and not _names_poster(region, fields):
        _by_markup(byline, region, parts)
    return byline


def _at_place(region: Region, parts: Parts) -> str:
    """The person who is named where sibling pages name their author, "" where none is."""
    places = region.known.of(FieldRole.AUTHOR)
    named = (block.text for block in parts.heading.meta if names_author_at(block, places))
    return unbracketed(next(named, ""))


def poster_of(region: Region) -> str:
    """The account that the platform's selector finds, "" where there is none."""
    return _labelled(region.line(region.selectors.poster), words.POSTER)


def _lines_below(parts: Parts) -> list[Block]:
    """The lines below a text that are labelled or short."""
    below = parts.after[:MAX_LINES]
    return [block for block in below if labels.cut(block.text) or len(block.text) < MAX_BYLINE]


def _lines_beside(parts: Parts) -> list[Block]:
    """The short lines just behind the element of the text, in the one that holds it or its table: a signature may stand
    there."""
    around = next(filterfalse(_is_of_table, parts.container.iterancestors()), parts.container)
    found: list[Block] = []
    for block in parts.after[:MAX_LINES]:
        if len(block.text) >= MAX_BYLINE or around not in block.element.iterancestors():
            break
        found.append(block)
    return found


def _is_of_table(element: html.HtmlElement) -> bool:
    return element.tag in _OF_TABLES


def _by_selectors(byline: Byline, region: Region) -> None:
    author = _labelled(unbracketed(region.line(region.selectors.author)), words.AUTHOR)
    if author:
        credit_anew(byline, author)
    source = _labelled(unbracketed(region.line(region.selectors.source)), words.SOURCE)
    byline.source = source or byline.source


def _labelled(text: str, field: str) -> str:
    """What a line says of a field by its label; the whole line where it has no such label."""
    return labels.cut(text).get(field) or text


def _by_labels(byline: Byline, fields: Mapping[str, str]) -> None:
    """The author that a label names beats a signature. What a CMS prints of its account is the author only where no
    other is named."""
    if not byline.by_selector:
        byline.name(fields.get(words.AUTHOR), "the line of its label names the author")
    account = fields.get(words.WRITER)
    account = name_beside_date(f"by {account}") or account
    if byline.author is None:
        byline.name(account, "the CMS says who wrote it")
    elif account != byline.author:
        byline.fill_account(account)


def _names_poster(region: Region, fields: Mapping[str, str]) -> bool:
    return words.POSTER in fields or bool(poster_of(region))


def _by_markup(byline: Byline, region: Region, parts: Parts) -> None:
    title = parts.heading.title.index
    byline.name(author_by_markup(region.flow, title, parts.end), "its markup names an author")
    byline.name(_beside_date(parts.heading.meta), "it stands beside the date")


def _said_by(lines: Sequence[Block]) -> str:
    """The person behind a `by` in the lines about an article; "" where none is."""
    return _first(lambda block: person_said(block.text), filter(credits_by_links, lines))


def _beside_date(lines: Sequence[Block]) -> str:
    """The person whose name stands beside the date, in one line about the article; "" where none does."""
    return _first(lambda block: name_beside_date(block.text), lines)


def _first(name_in: Callable[[Block], str], lines: Iterable[Block]) -> str:
    """The first name that is found in some lines, "" where none is."""
    return next(filter(None, map(name_in, lines)), "")
