"""What one page brought, row by row, within the transaction its caller has begun."""

from __future__ import annotations

from dataclasses import replace
from sqlite3 import Connection

from archive.records import MERGED, Article, Capture, Page, PortalRecord
from archive.store import articles, documents, files, gone, lists, portal_pages, resources, signs
from archive.text import alike, one_line


def store(connection: Connection, page: Page) -> None:
    """Store everything a page brought. A page that holds a category or an article has a capture.

    What is imported was captured elsewhere and earlier: it proves nothing of what stands in the lists now, or is gone;
    only what a run of another archive was answered counts, by its time.
    """
    portal, origin = connection.execute(
        "select portal, (select name from imports i where i.run_id = r.id) from runs r where id = ?", (page.run_id,)
    ).fetchone()
    imported = origin is not None
    if imported:
        page = _as_imported(page, origin)
    if page.portal is not None:
        note_portal(connection, page.portal, older=imported)
    if page.capture is not None and not page.again:
        note_capture(connection, page.capture)
    _lists(connection, portal, page)
    if page.absence is not None:
        gone.note(connection, portal, page)
    _addresses(connection, portal, page)
    if page.article is not None:
        _article(connection, page, page.article)
    else:
        signs.note(connection, page)
    _documents(connection, page)
    if page.file is not None:
        files.store(connection, portal, page.file, page.capture, page.observed_at)
    _resources(connection, portal, page)
    _portal_pages(connection, portal, page)
    _problems(connection, page)


def _article(connection: Connection, page: Page, shown: Article) -> None:
    """The article that the page shows, and the signs that it gives."""
    capture = _needed(page.shown_by or page.capture)
    article = articles.as_known(connection, shown, capture.id)
    signs.note(connection, replace(page, article=article))
    articles.store(connection, article, capture)
    if page.is_unlisted:
        lists.store_unlisted(connection, article, page.above)


def _documents(connection: Connection, page: Page) -> None:
    """The documents that the page shows, in the rows of a list or as its own."""
    if page.documents:
        source = page.listing.category_url if page.listing is not None else _needed(page.capture).url
        documents.store(connection, page.documents, _needed(page.capture), is_own=False, source=source)
    if page.document is not None:
        documents.store(connection, (page.document,), _needed(page.capture), is_own=True)


def _as_imported(page: Page, origin: str) -> Page:
    """What counts of a page that was captured elsewhere."""
    if not origin.startswith(MERGED):
        page = replace(page, absence=None)
    return replace(page, walked=None, left=())


def _lists(connection: Connection, portal: str, page: Page) -> None:
    """What the page says of lists."""
    if page.category is not None:
        lists.store_category(connection, portal, page.category, page.capture)
    if page.listing is not None:
        lists.store_listing(connection, portal, page.run_id, page.listing, page.capture)
    if page.walked is not None:
        lists.store_walked(connection, portal, page.run_id, page.walked)
    if page.left:
        lists.store_left(connection, portal, page.run_id, page.left)


def _resources(connection: Connection, portal: str, page: Page) -> None:
    """What the page is shown with, or what came of asking for such a thing."""
    if page.resource is not None:
        resources.store(connection, portal, page.resource, page.capture, page.observed_at)
    is_new = not page.again or page.resource is not None
    if page.needs and page.capture is not None and is_new:
        resources.note(connection, portal, page, page.capture)


def _portal_pages(connection: Connection, portal: str, page: Page) -> None:
    """Where the page leads and what it is, in a crawl that keeps the whole portal; within which bounds that did so."""
    if page.leads and page.capture is not None:
        portal_pages.note(connection, portal, page.leads, page.capture)
    if page.answer is not None:
        portal_pages.store(connection, portal, page.answer, page.capture, page.observed_at)
    if page.rest is not None:
        portal_pages.store_bounds(connection, page.run_id, page.rest)


def _addresses(connection: Connection, portal: str, page: Page) -> None:
    """The addresses under which the page names articles."""
    if page.addresses:
        lists.store_addresses(connection, portal, page.addresses)
    if page.witness:
        lists.store_witness(connection, page.run_id, page.witness, page.addresses)


def _needed(capture: Capture | None) -> Capture:
    if capture is None:
        raise ValueError("an article was not seen without a capture")
    return capture


_PARTS = ("title", "base_url", "platform", "owner", "address", "phone", "email")
_NEWER = ", ".join(f"{name} = coalesce(nullif(excluded.{name}, ''), {name})" for name in _PARTS)
_OLDER = ", ".join(f"{name} = coalesce(nullif({name}, ''), excluded.{name})" for name in _PARTS)


def note_portal(connection: Connection, portal: PortalRecord, *, older: bool) -> None:
    """What a portal says of itself; what it does not say now, and what it said later, stays as it was said.

    Where another site answers at its address, the portal stays what it was.
    """
    known = connection.execute("select title from portals where slug = ?", (portal.slug,)).fetchone()
    if known and not alike(known[0], portal.title):
        return
    connection.execute(
        "insert into portals (slug, title, base_url, platform, owner, address, phone, email) "
        f"values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (slug) do update set {_OLDER if older else _NEWER}",
        (
            portal.slug, one_line(portal.title), portal.base_url, portal.platform,
            one_line(portal.owner), one_line(portal.address), one_line(portal.phone), one_line(portal.email),
        ),
    )  # fmt: skip


def note_capture(connection: Connection, capture: Capture) -> None:
    """Note where an exchange is kept."""
    connection.execute(
        "insert into captures (id, run_id, url, fetched_at, status, media_type, sha256, warc_file, warc_offset, "
        "warc_length, role) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture.id, capture.run_id, capture.url, capture.fetched_at, capture.status, capture.media_type,
            capture.sha256, capture.warc_file, capture.warc_offset, capture.warc_length, capture.role,
        ),
    )  # fmt: skip


def _problems(connection: Connection, page: Page) -> None:
    capture_id, observed_at = None, page.observed_at
    if page.capture is not None:
        capture_id, observed_at = page.capture.id, page.capture.fetched_at
    for each in page.problems:
        connection.execute(
            "insert into problems (run_id, capture_id, url, kind, detail, observed_at) values (?, ?, ?, ?, ?, ?)",
            (page.run_id, capture_id, one_line(each.url), each.kind, one_line(each.detail), observed_at),
        )
