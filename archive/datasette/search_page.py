"""The search page: what was found, how it spreads over years, portals and categories."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, replace
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from archive.datasette import trend
from archive.datasette.answers import page, told
from archive.datasette.base import Asked, ask, remembered
from archive.datasette.search_files import FORMS, MARKS, MOST, PARQUET, atom, exported
from archive.datasette.views import view
from archive.datasette.words import words
from archive.search import Found, Query, facets, find, suggest
from archive.search.dates import NoDate, iso_date
from archive.search.documents import NO_DOCUMENTS, find_documents
from archive.search.nowhere import repaired_of_all
from archive.search.pages import NO_PAGES, find_pages

PER_PAGE, MAX_PAGES, MAX_FACETS = 20, 500, 12
MOST_DOCUMENTS, MOST_PAGES = 5, 5
"""Legal documents, and pages that are no news, above the articles of the first page."""
FEW = 3
"""Fewer hits than this, and the reader is asked whether something else was meant."""
_LABELS = {"copies": "with_copies", "near": "with_near", "vs": "compare"}
"""Names among the words, where they are others than those of the parameters."""
FILTERS = ("portal", "category", "since", "until", "author", "copies", "near")


def query_of(asked: Asked, said: str) -> Query:
    """The query that an address stands for. Raises NoDate."""
    return Query(
        said,
        portal=asked.given("portal"),
        category=asked.given("category"),
        since=_date(asked.get("since")),
        until=_date(asked.get("until")),
        author=asked.given("author"),
        sort="date" if asked.get("sort") == "date" else "rank",
        fold_copies=asked.get("copies") != "all",
        near=bool(asked.get("near")),
        verbatim=bool(asked.get("verbatim")),
    )


def _date(typed: str) -> str | None:
    if not typed:
        return None
    return iso_date(typed)


@view
async def search(datasette: Any, db: Any, asked: Asked) -> Response:
    """The page, or the same as JSON, CSV or an Atom feed."""
    try:
        query = query_of(asked, asked.get("q"))
    except NoDate:
        return await told(datasette, asked, "bad_date", 400)
    if asked.form in FORMS:
        return await exported(datasette, db, asked, query)
    if asked.form == "atom":
        return await atom(db, asked, query)
    number_of_page = max(1, asked.number("page", MAX_PAGES))
    other_words = asked.get("vs")
    versus = None
    if other_words:
        versus = replace(query, words=other_words)
    meant = await ask(db, lambda conn: remembered(conn, ("repaired", query), lambda c: repaired_of_all(c, query)))
    query = replace(query, words=meant or query.words, verbatim=True)
    share = trend.by_share(asked, query)
    seen = await ask(db, lambda conn: _look(conn, query, versus, (number_of_page - 1) * PER_PAGE, share=share))
    data = {
        "q": asked.get("q"), "repaired": meant, "found_for": query.words, "vs": other_words,
        "number": number_of_page, "per_page": PER_PAGE,
        "hits": _hits(seen["found"]), "last": _is_last(seen["found"], number_of_page),
        "chosen": _chosen(asked, seen["portals"]), "most": MOST, "most_facets": MAX_FACETS, "parquet": PARQUET,
        **seen, **trend.shown(asked, query, versus, seen),
    }  # fmt: skip
    return await page(datasette, asked, "search", data)


def _hits(found: Found | None) -> list[dict[str, Any]]:
    if found is None:
        return []
    apart = sorted(found.hits, key=lambda hit: not hit.complete)  # in each part the order stays
    return [asdict(hit) | {"snippet": marked(hit.snippet)} for hit in apart]


def _is_last(found: Found | None, number_of_page: int) -> bool:
    if found is None:
        return True
    return number_of_page * PER_PAGE >= found.shown or number_of_page >= MAX_PAGES


def _look(
    connection: sqlite3.Connection, query: Query, versus: Query | None, offset: int, *, share: bool
) -> dict[str, Any]:
    """Everything a page of results shows. What holds for each page of a result is counted once a minute."""
    sites = remembered(connection, "portals", _portals)
    if not query.words and not query.filtered:
        return {"found": None, "facets": None, "meant": None, "portals": sites, "documents": None, "others": None}
    found = remembered(
        connection, (query, offset), lambda conn: find(conn, query, limit=PER_PAGE, offset=offset, marks=MARKS)
    )
    documents, others = NO_DOCUMENTS, NO_PAGES
    if query.words and not offset:
        documents = remembered(
            connection, ("documents", query), lambda conn: find_documents(conn, query, limit=MOST_DOCUMENTS)
        )
        others = remembered(
            connection, ("pages", query), lambda conn: find_pages(conn, query, limit=MOST_PAGES, marks=MARKS)
        )
    same = replace(query, sort="rank")
    counted = meant = None
    if found.total or (query.near and found.near):
        counted = remembered(connection, ("facets", same), lambda conn: facets(conn, same))
    if found.total < FEW and not (documents.total or others.total):
        meant = remembered(connection, ("meant", same), lambda conn: suggest(conn, same))
    years = trend.counted(connection, same, versus, counted, share=share)
    named = [asdict(hit) | {"title": hit.title} for hit in documents.hits]
    about = {"documents": {"total": documents.total, "hits": named}, "others": asdict(others)}
    return {"found": found, "facets": counted, "meant": meant, "portals": sites, **about, **years}


def _portals(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return [tuple(row) for row in connection.execute("select slug, title from portals order by title, slug")]


def _chosen(asked: Asked, sites: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(parameter, name of the filter, what it was set to) of each filter in this address."""
    said = words(asked.lang)
    titles = dict(sites)
    given = {name: asked.get(name) for name in (*FILTERS, "vs")}
    written = {**given, "copies": "", "near": "", "portal": titles.get(given["portal"]) or given["portal"]}
    found = []
    for name, value in given.items():
        if value:
            found.append((name, said[_LABELS.get(name, name)], written[name]))
    return found


def marked(snippet: str) -> Markup:
    """A snippet as HTML, the hits in <mark>."""
    return Markup(str(escape(snippet)).replace(MARKS[0], "<mark>").replace(MARKS[1], "</mark>"))
