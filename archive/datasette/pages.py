"""The pages of the reading room, one function each: from a request to an answer."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from datasette.utils.asgi import Response

from archive import cite as citing
from archive.datasette import captured, charts, data, plain, reading
from archive.datasette.answers import page, unknown
from archive.datasette.base import Asked, ask, remembered
from archive.datasette.captures import capture, captured_page, file
from archive.datasette.documents import document, of_article
from archive.datasette.fleet import fleet
from archive.datasette.search_page import search
from archive.datasette.sitemap import part, sitemap
from archive.datasette.standing import standing
from archive.datasette.views import Page, named, view
from archive.datasette.words import day, number, words
from archive.errors import NoArticle, NoRevision

CARDS = 24
"""At most this many portals have a card on the home page; the others stand in a list below them."""
MAX_REVISIONS = 10**6
MAX_NAMED_MONTHS = 24


@view
async def home(datasette: Any, db: Any, asked: Asked) -> Response:
    seen = await ask(db, lambda conn: remembered(conn, "home", data.home))
    months = seen["months"]
    said = partial(number, lang=asked.lang)
    chart = charts.bars(months, words(asked.lang)["per_month"], said=said, names=_names_below(months))
    best = max(months, key=lambda month: month[1], default=None)
    portals = seen["portals"]
    return await page(datasette, asked, "home", {
        **seen, "rows": portals, "_chart": chart, "_best": best, "_healthy": plain.healthy(portals), "_cards": CARDS,
    })  # fmt: skip


def _names_below(months: list[tuple[str, int]]) -> list[str]:
    """Of many months, only each January has its name below its column."""
    names = [month for month, _ in months]
    if len(names) <= MAX_NAMED_MONTHS:
        return []
    return [name for name in names if name.endswith("-01")]


@view
async def portal(datasette: Any, db: Any, asked: Asked) -> Response:
    slug = named(asked, "slug")
    seen = await ask(db, lambda conn: remembered(conn, ("portal", slug), lambda c: data.portal(c, slug)))
    if seen is None:
        return await unknown(datasette, asked)
    return await page(datasette, asked, "portal", {
        "portal": seen, "rows": seen["lists"], "missing": plain.missing(seen, asked.lang),
        "_problems": plain.problems(seen, asked.lang),
    })  # fmt: skip


@view
async def category(datasette: Any, db: Any, asked: Asked) -> Response:
    chosen = int(asked.request.url_vars["number"])
    seen = await ask(db, lambda conn: remembered(conn, ("category", chosen), lambda c: data.category(c, chosen)))
    if seen is None:
        return await unknown(datasette, asked)
    spread, own = seen["heat"], seen["lists"][0]
    years = [(year, spread["rows"][0]["counts"].get(year, 0)) for year in spread["years"] if year]
    chart = charts.bars(years, words(asked.lang)["per_year"], said=partial(number, lang=asked.lang))
    about = {"runs": [], "lists": [own]}
    return await page(datasette, asked, "category", {
        "category": seen, "rows": seen["newest"], "missing": plain.missing(about, asked.lang), "_chart": chart,
        "_years": years, "_own": own,
    })  # fmt: skip


@view
async def article(datasette: Any, db: Any, asked: Asked) -> Response:
    key = named(asked, "key")
    seen = await ask(db, lambda conn: reading.article(conn, key))
    if seen is None:
        return await unknown(datasette, asked)
    chosen = asked.number("revision", MAX_REVISIONS)
    text: dict[str, Any] | None = seen
    if chosen:
        text = await ask(db, lambda conn: reading.revision(conn, seen["id"], chosen))
    if text is None:
        return await unknown(datasette, asked)
    against = asked.number("against", MAX_REVISIONS) or chosen - 1
    changed = None
    if against > 0:
        changed = await ask(db, lambda conn: reading.changes(conn, seen["id"], against, chosen))
    if asked.form == "json":
        return await page(datasette, asked, "article", _as_data(seen, changed))
    kept_here = await ask(db, captured.are_kept)
    return await page(datasette, asked, "article", {
        "article": seen, "rows": [_as_row(seen)], "_kept": kept_here, "_text": text, "_chart": _views(seen, asked.lang),
        "documents": await ask(db, lambda conn: of_article(conn, seen["id"])),
        "_changed": changed, "_chosen": chosen, "_against": against, "_paragraphs": _paragraphs(text["body"] or ""),
    })  # fmt: skip


def _as_data(seen: dict[str, Any], changed: dict[str, Any] | None) -> dict[str, Any]:
    if changed is None:
        return {"article": seen}
    return {"article": seen, "changed": changed}


def _as_row(seen: dict[str, Any]) -> dict[str, Any]:
    """An article as one row of a table: without the lists of what hangs on it."""
    return {name: value for name, value in seen.items() if not isinstance(value, list)}


def _views(seen: dict[str, Any], lang: str) -> str:
    """How the counter of an article rose, as a chart."""
    views = [(day(row["observed_at"], lang), row["views"]) for row in seen["views"]]
    return charts.line(views, words(lang)["views"], partial(number, lang=lang))


def _paragraphs(body: str) -> list[str]:
    return list(filter(str.strip, re.split(r"\n\s*\n", body)))


@view
async def cite(datasette: Any, db: Any, asked: Asked) -> Response:
    key = named(asked, "key")
    revision = asked.number("revision", MAX_REVISIONS) or None
    try:
        cited = await ask(db, lambda conn: citing.citation(conn, key, revision))
    except (NoArticle, NoRevision):
        return await unknown(datasette, asked)
    if asked.form == "json":
        return await page(datasette, asked, "cite", citing.csl(cited))
    forms = {name: make(cited) for name, make in citing.FORMATS.items()}
    return await page(datasette, asked, "cite", {"cited": cited, "forms": forms, "rows": [citing.csl(cited)]})


async def robots(datasette: Any, request: Any) -> Response:
    """Machines may read the pages; tables, queries and captures are for people."""
    barred = [f"/{name}" for name, db in datasette.databases.items() if not db.is_memory]
    barred += ["/-/search", "/-/fleet", "/-/captured/", "/-/file/"]
    lines = ["User-agent: *\n"]
    for path in barred:
        lines.append(f"Disallow: {path}\n")
    root = str(datasette.setting("base_url")).rstrip("/")
    lines.append(f"Sitemap: {datasette.absolute_url(request, f'{root}/sitemap.xml')}\n")
    return Response.text("".join(lines))


ROUTES: tuple[tuple[str, Page], ...] = (
    (r"^/$", home),
    (r"^/robots\.txt$", robots),
    (r"^/sitemap\.xml$", sitemap),
    (r"^/-/sitemap/(?P<table>[a-z]{1,20})-(?P<number>\d{1,9})\.xml$", part),
    (r"^/-/search$", search),
    (r"^/-/fleet$", fleet),
    (r"^/-/portal/(?P<slug>[^/]+)$", portal),
    (r"^/-/category/(?P<number>-?\d{1,18})$", category),
    (r"^/-/article/(?P<key>.+)$", article),
    (r"^/-/document/(?P<key>.+)$", document),
    (r"^/-/page/(?P<key>.+)$", standing),
    (r"^/-/capture/(?P<number>\d{1,18})$", capture),
    (r"^/-/captured/(?P<number>\d{1,18})$", captured_page),
    (r"^/-/file/(?P<number>\d{1,18})$", file),
    (r"^/-/cite/(?P<key>.+)$", cite),
)
