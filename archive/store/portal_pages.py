"""Pages that are neither lists nor news: every address that is known, and each page once, whatever it is called.

What an address shows now is what its newest answer shows. Addresses of one portal that show the same are one page: its
id and its address are those of the one that was captured first, so that they do not depend on the order of storing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from sqlite3 import Connection

from archive.dedup import content_sha256
from archive.page_records import PAGE_ID, STEP, PageAnswer, PageLead, RestOfPortal, StandingPage
from archive.records import Capture
from archive.store import page_files

MAX_ROWS = 20_000
"""At most this many addresses are noted of one portal: spaces without end have more."""
MIN_TELLING = 200
"""Characters of text that tell a page from others whatever pictures it shows."""
_DIGITS = re.compile(r"\d+")
_SCHEME = re.compile(r"^https?://")
_COUNT = "select count(*) from page_urls where portal = ?"
_NOTE = """
insert into page_urls (portal, url, way, in_menu, depth, noted_by)
select :portal, :url, :way, :in_menu, :depth, :capture
where :has_room or exists (select 1 from page_urls where portal = :portal and url = :url)
on conflict (portal, url) do update set depth = iif(noted_by = 0, excluded.depth, min(depth, excluded.depth)),
    way = iif({better}, excluded.way, way), noted_by = iif({better}, excluded.noted_by, noted_by),
    in_menu = max(in_menu, excluded.in_menu)
""".format(better="noted_by = 0 or (excluded.in_menu, -excluded.noted_by) > (in_menu, -noted_by)")
_ANSWER = """
insert into page_urls (portal, url, state, tries, observed_at)
values (:portal, :url, :state, 1, :at)
on conflict (portal, url) do update set tries = tries + 1,
    state = iif({newer}, excluded.state, state), observed_at = iif({newer}, excluded.observed_at, observed_at)
""".format(
    newer="state is null or (excluded.observed_at, excluded.state = 'kept', excluded.state) "
    "> (observed_at, state = 'kept', state)"
)
"""The latest answer holds; of two in one second that which shows a page."""
_CONTENT = """
update page_urls set capture_id = :capture, content_sha256 = :sha256, gist = :gist, crumbs = :crumbs
where portal = :portal and url = :url and (capture_id is null
    or (select fetched_at, id from captures where id = :capture)
    >= (select fetched_at, id from captures where id = page_urls.capture_id))
"""
_FIRST = """
update page_urls set first_capture_id = :capture
where portal = :portal and url = :url and (first_capture_id is null
    or (select fetched_at, id from captures where id = :capture)
    <= (select fetched_at, id from captures where id = page_urls.first_capture_id))
"""
_MEMBERS = """
select u.url, u.way, u.crumbs, u.first_capture_id, u.capture_id, first.fetched_at, last.fetched_at
from page_urls u join captures first on first.id = u.first_capture_id join captures last on last.id = u.capture_id
where u.portal = ? and u.content_sha256 = ? order by first.fetched_at, u.first_capture_id, u.url
"""
_FOLDED = "replace(replace({}, 'đ', 'd'), 'Đ', 'D')"
"""unicode61 takes every Vietnamese mark off but leaves đ."""
_INDEX = f"""
insert into pages_fts (rowid, title, way, text, files)
select id, {_FOLDED.format("title")}, {_FOLDED.format("way")}, {_FOLDED.format("text")},
    coalesce((select group_concat({_FOLDED.format("text")}, char(10)) from ({page_files.TEXTS})), '')
from pages where id = ?
"""
Text = tuple[str, str]
"""The title and the text of a page."""


def note(connection: Connection, portal: str, leads: Iterable[PageLead], capture: Capture) -> None:
    """Note the addresses to which a page leads."""
    (count,) = connection.execute(_COUNT, (portal,)).fetchone()
    for place, lead in enumerate(leads):
        values = {
            "portal": portal, "url": lead.url, "way": STEP.join(lead.way), "in_menu": lead.in_menu,
            "depth": lead.depth, "capture": capture.id, "has_room": count + place < MAX_ROWS,
        }  # fmt: skip
        connection.execute(_NOTE, values)
        _show_way(connection, portal, lead.url)


def _show_way(connection: Connection, portal: str, url: str) -> None:
    """Tell a page that stands at an address the way that is known now."""
    found = connection.execute(
        "select p.id, iif(u.crumbs = '', u.way, u.crumbs) as way from pages p "
        "join page_urls u on u.portal = p.portal and u.url = p.url "
        "where p.portal = ? and p.url = ? and p.way <> iif(u.crumbs = '', u.way, u.crumbs)",
        (portal, url),
    ).fetchone()
    if found is None:
        return
    page_id, way = found
    connection.execute("update pages set way = ? where id = ?", (way, page_id))
    _index(connection, page_id)


def store(
    connection: Connection, portal: str, answer: PageAnswer, capture: Capture | None, observed_at: str | None
) -> None:
    """Store what came of asking for a page. Only the address that answered itself can be that of the page: to those
    that led to it the page belongs as well."""
    at = capture.fetched_at if capture else observed_at
    texts: dict[str, Text] = {}
    for url in answer.urls:
        _remember(connection, portal, url, texts)
        connection.execute(_ANSWER, {"portal": portal, "url": url, "state": answer.state, "at": at})
    if answer.shown is not None and capture is not None:
        _keep(connection, portal, answer.urls, answer.shown, capture)
        texts[digest_of(answer.shown)] = (answer.shown.title, answer.shown.text)
    _show(connection, portal, texts)


def _keep(connection: Connection, portal: str, urls: tuple[str, ...], shown: StandingPage, capture: Capture) -> None:
    """Note what addresses show now."""
    values = {
        "portal": portal, "capture": capture.id, "sha256": digest_of(shown), "gist": _gist(shown),
        "crumbs": STEP.join(shown.way),
    }  # fmt: skip
    for url in urls:
        connection.execute(_CONTENT, {**values, "url": url})
        page_files.keep(connection, portal, url, shown.files, capture)
    connection.execute(_FIRST, {"portal": portal, "url": urls[0], "capture": capture.id})


def digest_of(shown: StandingPage) -> str:
    """What two pages have in common that are the same."""
    more = ""
    if len(shown.text) < MIN_TELLING:
        more = "\n".join(shown.marks)
    return content_sha256(shown.title, more, shown.text)


def _gist(shown: StandingPage) -> str:
    """What pages have in common that differ in numbers alone, as those of a calendar do."""
    words = _DIGITS.sub("#", f"{shown.title}\n{shown.text}")
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def _remember(connection: Connection, portal: str, url: str, texts: dict[str, Text]) -> None:
    """Add the text of the page that an address belongs to: what is left of its addresses is shown anew."""
    row = connection.execute(
        "select p.content_sha256, p.title, p.text from page_urls u join pages p on p.id = u.page_id "
        "where u.portal = ? and u.url = ?",
        (portal, url),
    ).fetchone()
    if row is not None:
        digest, title, text = row
        texts.setdefault(digest, (title, text))


def _show(connection: Connection, portal: str, texts: dict[str, Text]) -> None:
    """Make the pages with these texts anew, each of the addresses that show it."""
    for digest in texts:
        for (page_id,) in connection.execute(
            "select id from pages where portal = ? and content_sha256 = ?", (portal, digest)
        ).fetchall():
            connection.execute("delete from pages_fts where rowid = ?", (page_id,))
            connection.execute("delete from pages where id = ?", (page_id,))
    for digest, (title, text) in texts.items():
        members = connection.execute(_MEMBERS, (portal, digest)).fetchall()
        if members:
            _make(connection, portal, digest, title, text, members)


def _make(
    connection: Connection, portal: str, digest: str, title: str, text: str, members: list[tuple[str, ...]]
) -> None:
    """Make one page of the addresses that show it, that which was captured first at the beginning."""
    url, way, crumbs, page_id, _, _, _ = members[0]
    seen: list[str] = []
    captures: list[int] = []
    for *_, last, first_at, last_at in members:
        captures.append(int(last))
        seen += (first_at, last_at)
    key = f"{portal}/{PAGE_ID}{_SCHEME.sub('', url)}"
    connection.execute(
        "insert into pages (id, key, portal, url, title, way, text, word_count, content_sha256, first_seen_at, "
        "last_seen_at, capture_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            page_id, key, portal, url, title, crumbs or way, text, len(text.split()), digest, min(seen), max(seen),
            max(captures),
        ),
    )  # fmt: skip
    connection.execute(
        "update page_urls set page_id = ? where portal = ? and content_sha256 = ?", (page_id, portal, digest)
    )
    _index(connection, int(page_id))


def _index(connection: Connection, page_id: int) -> None:
    """Put what a page says into the full-text index."""
    connection.execute("delete from pages_fts where rowid = ?", (page_id,))
    connection.execute(_INDEX, (page_id, page_id))


def read_anew(connection: Connection, page_ids: Iterable[int]) -> None:
    """Take up that the files of some pages say something else."""
    for page_id in page_ids:
        _index(connection, page_id)


def store_bounds(connection: Connection, run_id: int, rest: RestOfPortal) -> None:
    """Store within which bounds a run asked for the rest of its portal, and what it left out."""
    connection.execute(
        "insert or replace into whole_runs (run_id, max_pages, max_bytes, max_depth, max_of_host) "
        "values (?, ?, ?, ?, ?)",
        (run_id, rest.max_pages, rest.max_bytes, rest.max_depth, rest.max_of_host),
    )
    connection.execute("delete from pages_left_out where run_id = ?", (run_id,))
    for each in rest.left:
        connection.execute(
            "insert into pages_left_out (run_id, reason, count, example) values (?, ?, ?, ?)",
            (run_id, each.reason, each.count, each.example),
        )
