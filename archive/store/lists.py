"""Categories and the pages of their lists. Of two accounts of one thing the newer capture's holds, however stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from sqlite3 import Connection

from archive.records import Article, Capture, Category, Entry, Left, ListPage, Walked

# What an import met is older than what a crawl met: that stays as it is.
_KEPT = "(:imported and last_run_id not in (select run_id from imports))"
_NEWER = f"excluded.capture_id > capture_id and not {_KEPT}"

_ENTRY = f"""
insert into list_entries
    (category_id, native_id, url, title, page, position, first_run_id, last_run_id, capture_id)
values (:category, :native_id, :url, :title, :page, :position, :run, :run, :capture)
on conflict (category_id, native_id) do update set
    url = iif({_NEWER}, excluded.url, url),
    title = iif({_NEWER}, excluded.title, title),
    page = iif({_NEWER}, excluded.page, page),
    position = iif({_NEWER}, excluded.position, position),
    first_run_id = min(first_run_id, excluded.first_run_id),
    last_run_id = iif({_KEPT}, last_run_id, max(last_run_id, excluded.last_run_id)),
    capture_id = iif({_KEPT}, capture_id, max(capture_id, excluded.capture_id))
"""

_PAGE = """
insert into list_pages (run_id, category_id, number, url, capture_id, state, entries, declared_total, declared_pages)
values (:run, :category, :number, :url, :capture, :state, :entries, :declared_total, :declared_pages)
on conflict (run_id, category_id, number) do update set
    url = excluded.url, capture_id = excluded.capture_id, state = excluded.state, entries = excluded.entries,
    declared_total = excluded.declared_total, declared_pages = excluded.declared_pages
where state <> 'repeated' and (excluded.state = 'repeated'
    or (excluded.state = 'read', coalesce(excluded.capture_id, 0)) >= (state = 'read', coalesce(capture_id, 0)))
"""

# The lesser id keeps an address: the first article wins, whichever was stored first.
CLAIM = """
insert into article_urls (url, article_id) values (?, ?)
on conflict (url) do update set article_id = excluded.article_id where excluded.article_id < article_id
"""


def store_category(connection: Connection, portal: str, category: Category, capture: Capture | None) -> None:
    """Note a category as a page describes it, and tie it to the categories it speaks of or that speak of it."""
    seen = capture.id if capture else 0
    connection.execute(
        """update categories set
            title = iif(:title <> '' and :seen >= coalesce(capture_id, 0), :title, title),
            capture_id = iif(:title <> '', max(coalesce(capture_id, 0), :seen), capture_id),
            parent_url = coalesce(:parent, parent_url), same_as_url = coalesce(:same, same_as_url)
        where id = :id""",
        {
            "title": category.title, "seen": seen, "id": _category_id(connection, portal, category.url, seen),
            "parent": category.parent_url, "same": category.same_as,
        },
    )  # fmt: skip
    connection.execute(
        """update categories as k set
            parent_id = (select id from categories p where p.portal = k.portal and p.url = k.parent_url),
            same_as = (select id from categories p where p.portal = k.portal and p.url = k.same_as_url)
        where portal = ? and (url = ? or parent_url = ? or same_as_url = ?)""",
        (portal, category.url, category.url, category.url),
    )


def store_listing(connection: Connection, portal: str, run_id: int, page: ListPage, capture: Capture | None) -> None:
    """Note one page of a list, read or not, and tie its entries to the articles that are stored already."""
    category_id = _category_id(connection, portal, page.category_url, capture.id if capture else 0)
    common = {"run": run_id, "category": category_id, "capture": capture.id if capture else None}
    imported = connection.execute("select 1 from imports where run_id = ?", (run_id,)).fetchone() is not None
    connection.execute(
        _PAGE,
        {
            **common, "number": page.number, "url": page.url, "state": page.state, "entries": len(page.entries),
            "declared_total": page.declared_total, "declared_pages": page.declared_pages,
        },
    )  # fmt: skip
    for position, entry in enumerate(page.entries):
        values = {
            "native_id": entry.native_id, "url": entry.url, "title": entry.title, "page": page.number,
            "position": position, "imported": imported,
        }  # fmt: skip
        connection.execute(_ENTRY, common | values)
        stored = connection.execute(
            "select id from articles where portal = ? and native_id = ?", (portal, entry.native_id)
        ).fetchone()
        if stored is not None:
            link(connection, stored[0], category_id, entry.url)


def store_walked(connection: Connection, portal: str, run_id: int, walked: Walked) -> None:
    """Note how far a run read a list."""
    category_id = _category_id(connection, portal, walked.category_url, 0)
    connection.execute(
        "insert or replace into walks (run_id, category_id, extent) values (?, ?, ?)",
        (run_id, category_id, walked.extent),
    )


def store_left(connection: Connection, portal: str, run_id: int, left: Iterable[Left]) -> None:
    """Note which articles a list no longer names."""
    connection.executemany(
        "update list_entries set left_run_id = max(coalesce(left_run_id, 0), ?) where native_id = ? and category_id = "
        "(select id from categories where portal = ? and url = ?)",
        [(run_id, each.native_id, portal, each.category_url) for each in left],
    )


def store_addresses(connection: Connection, portal: str, met: Iterable[Entry]) -> None:
    """Note addresses under which articles were met, also of articles that are not stored yet."""
    pairs = [(portal, entry.native_id, entry.url) for entry in met]
    connection.executemany("insert or ignore into met_addresses (portal, native_id, url) values (?, ?, ?)", pairs)
    for _, native_id, url in pairs:
        connection.execute(
            "insert into article_urls (url, article_id) select ?, id from articles where portal = ? and native_id = ? "
            "on conflict (url) do update set article_id = excluded.article_id where excluded.article_id < article_id",
            (url, portal, native_id),
        )


def store_witness(connection: Connection, run_id: int, source: str, named: Iterable[Entry]) -> None:
    """Note which articles a page beside the lists names; of several addresses of one article the least is kept."""
    connection.executemany(
        "insert into witnesses (run_id, source, native_id, url, changed) values (?, ?, ?, ?, ?) "
        "on conflict (run_id, source, native_id) do update set url = min(url, excluded.url), "
        "changed = max(changed, excluded.changed)",
        [(run_id, source, entry.native_id, entry.url, entry.changed) for entry in named],
    )


def link_addresses(connection: Connection, portal: str, native_id: str, article_id: int) -> None:
    """Give an article the addresses under which it was met before it was stored."""
    met = connection.execute(
        "select url from met_addresses where portal = ? and native_id = ?", (portal, native_id)
    ).fetchall()
    connection.executemany(CLAIM, [(url, article_id) for (url,) in met])


def link_entries(connection: Connection, portal: str, native_id: str, article_id: int) -> None:
    """Tie an article to every list that was seen to hold it."""
    for category_id, url in connection.execute(
        "select e.category_id, e.url from list_entries e join categories k on k.id = e.category_id "
        "where e.native_id = ? and k.portal = ?",
        (native_id, portal),
    ).fetchall():
        link(connection, article_id, category_id, url)


def link(connection: Connection, article_id: int, category_id: int, url: str) -> None:
    connection.execute(
        "insert or ignore into article_categories (article_id, category_id) values (?, ?)", (article_id, category_id)
    )
    connection.execute(CLAIM, (url, article_id))


_ABOVE_ADDRESS = """
select id from categories
where portal = :portal and substr(:url, 1, length(rtrim(url, '/')) + 1) = rtrim(url, '/') || '/'
    and instr(substr(rtrim(url, '/'), 9), '/') > 0
order by length(url) desc, id limit 1
"""


def store_unlisted(connection: Connection, article: Article, above: Category | None) -> None:
    """Put an article that no list names into the category that its page names, else into the one above its address."""
    if above is not None:
        category_id = _category_id(connection, article.portal, above.url, 0)
        connection.execute("update categories set title = ? where id = ? and title = ''", (above.title, category_id))
    else:
        row = connection.execute(_ABOVE_ADDRESS, {"portal": article.portal, "url": article.url}).fetchone()
        if row is None:
            return
        category_id = row[0]
    connection.execute(
        "insert or ignore into article_categories (article_id, category_id) select id, ? from articles where key = ?",
        (category_id, article.key),
    )


def _category_id(connection: Connection, portal: str, url: str, seen: int) -> int:
    """The id of a category: that of the first capture (``seen``) that showed it, also when that one is stored later.

    A category no page of which was ever answered (``seen`` is 0) has a negative id, so that it can be a gap.
    """
    row = connection.execute("select id from categories where portal = ? and url = ?", (portal, url)).fetchone()
    taken = connection.execute("select 1 from categories where id = ?", (seen,)).fetchone()
    first = seen if seen and not taken else _unseen(portal, url)
    if row is None:
        connection.execute("insert into categories (id, portal, url) values (?, ?, ?)", (first, portal, url))
        return first
    category_id = int(row[0])
    if first > 0 and (category_id < 0 or first < category_id):
        connection.execute("update categories set id = ? where id = ?", (first, category_id))
        return first
    return category_id


def _unseen(portal: str, url: str) -> int:
    return -1 - int.from_bytes(hashlib.sha256(f"{portal} {url}".encode("utf-8", "replace")).digest()[:6], "big")
