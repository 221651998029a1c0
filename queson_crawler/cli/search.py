"""`queson search`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from archive import fulltext
from archive import search as searching
from archive.search import Facets, Found, Query
from archive.search.documents import NO_DOCUMENTS, DocumentHit, DocumentsFound, find_documents
from archive.search.nowhere import repaired_of_all
from archive.search.pages import NO_PAGES, PagesFound, find_pages
from archive.store import Archive
from queson_crawler.cli.base import archive_option, iso_option, json_option, typed
from queson_crawler.cli.views import runs as show
from queson_crawler.cli.views.terminal import OUT, print_json, say

_MAX_FACETS = 12
MADE_BY_OTHERS = (
    "queson: another program has made the full-text index anew, so words with đ are not found without their mark: "
    "queson doctor --repair makes it as it was."
)
NOTHING = Found((), 0, more=False, articles=0, near=0, more_near=False)


@click.command(epilog='Example: queson search "que son" --portal queson --since 2019 --facets')
@click.argument("words", nargs=-1)
@archive_option
@click.option("--portal", help="Only this portal (slug).")
@click.option(
    "--category", metavar="TITLE", help="Only this category and those below it; a title, with or without marks."
)
@click.option("--since", metavar="DATE", callback=iso_option, help="Published then or later: a year, a month or a day.")
@click.option("--until", metavar="DATE", callback=iso_option, help="Published then or earlier.")
@click.option("--author", metavar="NAME", help="Only by authors whose name holds this.")
@click.option(
    "--sort", type=click.Choice(("rank", "date")), default="rank", show_default=True, help="Best or newest first."
)
@click.option(
    "--what",
    type=click.Choice(("all", "articles", "documents", "pages")),
    default="all",
    show_default=True,
    help="Articles, legal documents (văn bản; their dates are those of issue), other pages (kept by crawl --whole), or "
    "all of them.",
)
@click.option("--copies", is_flag=True, help="Show copies too, not folded under their original.")
@click.option(
    "--near",
    is_flag=True,
    help="Counts, facets and JSON are of what comes near too: the words with other marks, or some of them.",
)
@click.option("--verbatim", is_flag=True, help="Look for just what is typed, even if nothing has it.")
@click.option("--facets", "with_facets", is_flag=True, help="Count what is found per year, portal and category.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, metavar="N", help="Show at most N."
)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="Skip the first N.")
@json_option
def search(
    words: tuple[str, ...],
    folder: Path,
    what: str,
    copies: bool,
    with_facets: bool,
    limit: int,
    offset: int,
    as_json: bool,
    **filters: Any,
) -> None:
    """Find articles, legal documents and other pages, with or without diacritics.

    A word typed with marks binds (đường is not dương), one without them is open. What holds everything comes first and
    is what is counted; what only comes near follows, apart.

    All words are looked for. "Double quotes" make a phrase, as do signs inside a word (1117/QĐ-UBND). AND, OR, NOT and
    NEAR in capitals; wor* is a beginning. No query is refused, whatever is typed.
    """
    query = Query(typed(" ".join(words)), fold_copies=not copies, **filters)
    if not query.words.strip() and not query.filtered:
        raise click.UsageError("Name words to look for, or a filter such as --portal.")
    with Archive.open(folder, create=False) as archive:
        repaired = _repaired(archive, query, what)
        query = dataclasses.replace(query, words=repaired or query.words, verbatim=True)
        found, documents, pages = _found(archive, query, what, (limit, offset), as_json=as_json)
        facets = searching.facets(archive, query) if with_facets else None
        is_little = found.total <= searching.FEW and not (documents.total or pages.total)
        meant = searching.suggest(archive, query) if is_little else None
        _tell_if_odd(archive)
    if as_json:
        print_json(_as_json(query, found, documents, pages) | {"repaired": repaired} | _told(query, facets, meant))
        return
    if repaired:
        OUT.print(
            f"Nothing holds what was typed (--verbatim looks for just that). Shown is: {repaired}\n", style="bold"
        )
    if what in ("all", "articles"):
        _show(query, found, facets, meant)
    if documents.total or what == "documents":
        _show_documents(query, documents)
    if pages.total or what == "pages":
        _show_pages(query, pages)


def _found(
    archive: Archive, query: Query, what: str, window: tuple[int, int], *, as_json: bool
) -> tuple[Found, DocumentsFound, PagesFound]:
    """The articles, documents and pages of a query, of each kind as many as the window (limit, offset) shows."""
    limit, offset = window
    marks = ("[", "]") if as_json else show.MARKS
    found, documents, pages = NOTHING, NO_DOCUMENTS, NO_PAGES
    if what in ("all", "articles"):
        with_near = query.near or not as_json
        found = searching.find(archive, query, limit=limit, offset=offset, marks=marks, with_near=with_near)
    if what in ("all", "documents"):
        documents = find_documents(archive, query, limit=limit, offset=offset)
    if what in ("all", "pages"):
        pages = find_pages(archive, query, limit=limit, offset=offset, marks=marks)
    return found, documents, pages


def _repaired(archive: Archive, query: Query, what: str) -> str | None:
    """The words that were meant, where nothing holds those that were typed, and articles hold these."""
    if what not in ("all", "articles"):
        return None
    return repaired_of_all(archive, query)


def _tell_if_odd(archive: Archive) -> None:
    """Say so where another program has made the full-text index anew."""
    if fulltext.is_made_by_others(archive.db.conn):
        say(MADE_BY_OTHERS, err=True)


def _as_json(query: Query, found: Found, documents: DocumentsFound, pages: PagesFound) -> dict[str, Any]:
    """The hits, and how many there are: ``total`` articles hold everything (``articles`` with copies), others come
    ``near``. Hits of these are there if they are asked for; `part` says so."""
    hits = list(map(dataclasses.asdict, found.hits))
    for each in documents.hits:
        hits.append(_document_as_json(each))
    for page in pages.hits:
        as_hit = {"date": None, "precision": None, "copies": 0, "complete": True}
        hits.append({"record": "page", **dataclasses.asdict(page), **as_hit})
    near = {"total": found.near, "more": found.more_near}
    return {
        "part": "whole and near" if query.near else "whole",
        "total": found.total, "more": found.more, "articles": found.articles, "near": near,
        "documents": documents.total, "pages": pages.total, "hits": hits,
    }  # fmt: skip


def _told(query: Query, facets: Facets | None, meant: str | None) -> dict[str, Any]:
    """What is told of a query beside its hits."""
    told: dict[str, Any] = {"understood": searching.understood(query), "suggestion": meant}
    if facets is not None:
        told["facets"] = facets.as_json()
    return told


def _document_as_json(hit: DocumentHit) -> dict[str, Any]:
    """A document with the fields of an article's hit, and its own."""
    as_hit = {"title": hit.title, "date": hit.issued, "precision": "day", "snippet": hit.abstract, "copies": 0}
    return {"record": "document", **dataclasses.asdict(hit), **as_hit, "complete": True}


def _show_documents(query: Query, found: DocumentsFound) -> None:
    """The documents found, one below the other."""
    show.documents(OUT, found.hits)
    _show_number(query, found, "document")


def _show_pages(query: Query, found: PagesFound) -> None:
    """The other pages found, one below the other."""
    show.pages(OUT, found.hits)
    _show_number(query, found, "other page")


def _show_number(query: Query, found: DocumentsFound | PagesFound, name: str) -> None:
    """How many of how many were shown."""
    if not found.total:
        OUT.print(f"No {name} holds {query.words!r}.")
    else:
        OUT.print(f"{len(found.hits)} of {found.total:,} {name}s")


def _show_facets(counted: Facets) -> None:
    """How many articles of each year, portal and category were found."""
    years, portals, categories = [], [], []
    for year, count in counted.years.items():
        years.append(f"{year or 'no date'} {show.number(count)}")
    for portal, count in counted.portals.items():
        portals.append(f"{portal} {show.number(count)}")
    for each in counted.categories[:_MAX_FACETS]:
        categories.append(f"{each.category} ({each.portal}) {show.number(each.count)}")
    for name, counts in (("years", years), ("portals", portals), ("categories", categories)):
        OUT.print(f"{name}: {' · '.join(counts)}")
    OUT.print("There is more than was counted.\n" if counted.more else "")


def _show(query: Query, found: Found, facets: Facets | None, meant: str | None) -> None:
    near = [hit for hit in found.hits if not hit.complete]
    whole = [hit for hit in found.hits if hit.complete]
    show.hits(OUT, whole)
    if facets is not None:
        _show_facets(facets)
    if not found.shown and not found.more_near:
        OUT.print(f"No article holds {query.words!r}.")
    elif not found.total:
        OUT.print(f"No article holds all of it; {_number(found.near, more=found.more_near)} come near.")
    else:
        OUT.print(_counted(len(whole), found))
    if near:
        OUT.print("\nThese come near: the words with other marks than typed, or some of them.\n", style="bold")
        show.hits(OUT, near)
    if meant:
        OUT.print(f"Did you mean: {meant}", style="bold")


def _counted(shown: int, found: Found) -> str:
    told = f"{shown} of {_number(found.total, more=found.more)} articles that hold everything"
    if found.articles > found.total:
        told += f" ({found.articles:,} with copies)"
    if found.near or found.more_near:
        told += f"; {_number(found.near, more=found.more_near)} others come near"
    return told


def _number(number: int, *, more: bool) -> str:
    if not more:
        return f"{number:,}"
    return f"more than {number:,}" if number else "many"
