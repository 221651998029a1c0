"""The search page: what was found, how it spreads over years, portals and categories; the same as data or a feed."""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ElementTree
from dataclasses import asdict
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from archive.datasette import charts
from archive.datasette.base import Asked, article_path, as_csv, as_json, kept, page
from archive.search import Query, facets, find, suggest

PER_PAGE, MOST_EXPORTED, MOST_PAGES = 20, 1000, 50
FEW = 3
"""Fewer hits than this, and the reader is asked whether something else was meant."""
MARKS = ("\x02", "\x03")
ATOM = "http://www.w3.org/2005/Atom"


def query_of(asked: Asked, words: str) -> Query:
    """The query that an address stands for."""
    return Query(
        words,
        portal=asked.get("portal") or None,
        category=asked.get("category") or None,
        since=asked.get("since") or None,
        until=asked.get("until") or None,
        author=asked.get("author") or None,
        sort="date" if asked.get("sort") == "date" else "rank",
        fold_copies=asked.get("copies") != "all",
    )


def look(connection: sqlite3.Connection, query: Query, versus: Query | None, limit: int, offset: int) -> dict[str, Any]:
    """Everything a page of results shows."""
    if not query.words and not query.filtered:
        return {"found": None, "portals": _portals(connection)}
    found = find(connection, query, limit=limit, offset=offset, marks=MARKS)
    counted = facets(connection, query) if found.total else None
    other = facets(connection, versus) if versus else None
    meant = suggest(connection, query) if found.complete < FEW else None
    return {"found": found, "facets": counted, "other": other, "meant": meant, "portals": _portals(connection)}


def _portals(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return [tuple(row) for row in connection.execute("select slug, title from portals order by slug")]


def marked(snippet: str) -> Markup:
    """A snippet as HTML, the hits in <mark>."""
    text = str(escape(snippet)).replace(MARKS[0], "<mark>").replace(MARKS[1], "</mark>")
    return Markup(text)


async def search(datasette: Any, db: Any, asked: Asked) -> Response:
    """The page, or the same as JSON, CSV or an Atom feed."""
    words, versus = asked.get("q"), asked.get("vs")
    number = min(MOST_PAGES, max(1, int(asked.get("page")))) if asked.get("page").isdecimal() else 1
    exported = asked.form in ("json", "csv")
    limit = MOST_EXPORTED if exported else PER_PAGE
    query = query_of(asked, words)
    other = query_of(asked, versus) if versus else None
    offset = 0 if exported else (number - 1) * PER_PAGE

    def seek(connection: sqlite3.Connection) -> dict[str, Any]:
        return look(connection, query, other, limit, offset)

    seen = await db.execute_fn(seek if exported else lambda conn: kept(conn, (query, other, offset), seek))
    found = seen["found"]
    hits = [asdict(hit) for hit in found.hits] if found else []
    if exported:
        return _exported(asked, hits, found, seen)
    if asked.form == "atom":
        return _atom(asked, words, hits)
    for hit in hits:
        hit["snippet"] = marked(hit["snippet"])
    years = sorted((year, count) for year, count in seen["facets"].years.items() if year) if seen.get("facets") else []
    beside = sorted((year, count) for year, count in seen["other"].years.items() if year) if seen.get("other") else []
    names = sorted({year for year, _ in (*years, *beside)})
    second = [(year, dict(beside).get(year, 0)) for year in names] if versus else []
    both = [(year, dict(years).get(year, 0)) for year in names]
    data = {
        "q": words, "vs": versus, "found": found, "hits": hits, "number": number, "per_page": PER_PAGE,
        "facets": seen.get("facets"), "meant": seen.get("meant"), "portals": seen["portals"], "both": both,
        "beside": dict(beside), "chart": charts.bars(both, words, second),
        "last": found is None or number * PER_PAGE >= found.total or number >= MOST_PAGES,
    }  # fmt: skip
    return await page(datasette, asked, "search", data)


def _exported(asked: Asked, hits: list[dict[str, Any]], found: Any, seen: dict[str, Any]) -> Response:
    for hit in hits:
        hit["snippet"] = hit["snippet"].replace(MARKS[0], "[").replace(MARKS[1], "]")
    if asked.form == "csv":
        return as_csv(hits)
    counted = asdict(seen["facets"]) if seen.get("facets") else None
    total, more = (found.total, found.more) if found else (0, False)
    return as_json({"total": total, "more": more, "facets": counted, "rows": hits})


def _atom(asked: Asked, words: str, hits: list[dict[str, Any]]) -> Response:
    """The newest hits as a feed; ids are keys, which never change."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    here = f"{asked.request.scheme}://{asked.request.host}"
    _add(feed, "title", f"queson: {words}")
    _add(feed, "id", f"urn:queson:search:{words}")
    _add(feed, "updated", max([hit["date"] or "" for hit in hits] + ["1970-01-01T00:00:00Z"]))
    for hit in hits:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "title", hit["title"])
        _add(entry, "id", f"urn:queson:{hit['key']}")
        _add(entry, "updated", hit["date"] or "1970-01-01T00:00:00Z")
        ElementTree.SubElement(entry, f"{{{ATOM}}}link", href=here + article_path(hit["key"]))
        _add(ElementTree.SubElement(entry, f"{{{ATOM}}}author"), "name", hit["portal"])
        _add(entry, "summary", hit["snippet"].replace(MARKS[0], "").replace(MARKS[1], ""))
    body = ElementTree.tostring(feed, encoding="unicode", xml_declaration=True)
    return Response(
        body, 200, {"X-Content-Type-Options": "nosniff"}, content_type="application/atom+xml; charset=utf-8"
    )


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    clean = "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff"))
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = clean
