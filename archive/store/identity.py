"""The profile of a portal as it is stored, and the rows whose native ids it changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from sqlite3 import Connection
from typing import Any

from archive.codec import as_json, from_json
from archive.errors import BadRecord, Malformed
from archive.events import ProfileLearned
from archive.store import lists

Identify = Callable[[str], str]
"""The native id of an address."""

_STORED = "select id from articles where portal = ? and native_id = ?"
_ENTRIES = """
select e.category_id, e.native_id, e.url, e.title, e.page, e.position, e.first_run_id, e.last_run_id, e.left_run_id,
    e.capture_id
from list_entries e join categories k on k.id = e.category_id
where k.portal = ? and e.native_id not like 'vb:%' order by e.category_id, e.page, e.position
"""
"""The ids of legal documents stay as they are."""
_ENTRY = """
insert into list_entries
    (category_id, native_id, url, title, page, position, first_run_id, last_run_id, left_run_id, capture_id)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (category_id, native_id) do update set
    first_run_id = min(first_run_id, excluded.first_run_id), last_run_id = max(last_run_id, excluded.last_run_id),
    left_run_id = max(left_run_id, excluded.left_run_id), capture_id = max(capture_id, excluded.capture_id)
"""
_UNTIE = """
delete from article_categories where (article_id, category_id) in (
    select a.id, e.category_id from list_entries e join categories k on k.id = e.category_id
    join articles a on a.portal = k.portal and a.native_id = e.native_id where k.portal = ?)
"""
_CLAIMS = """
select u.url, a.native_id from article_urls u join articles a on a.id = u.article_id
where a.portal = ? and u.url <> a.url and u.url not in (select url from captures)
"""
_WITNESSES = """
select run_id, source, native_id, url, changed from witnesses
where run_id in (select id from runs where portal = ?) order by run_id, source, url
"""
_WITNESS = """
insert into witnesses (run_id, source, native_id, url, changed) values (?, ?, ?, ?, ?)
on conflict (run_id, source, native_id) do update set changed = max(changed, excluded.changed)
"""


def profile_of(connection: Connection, portal: str) -> ProfileLearned | None:
    """What was learned of a portal last; None where nothing was.

    Raises:
        Malformed: the row holds no profile.
    """
    row = connection.execute("select content from profiles where portal = ?", (portal,)).fetchone()
    if row is None:
        return None
    try:
        return from_json(ProfileLearned, json.loads(row[0]), "profile")
    except (BadRecord, TypeError, ValueError, RecursionError) as error:
        raise Malformed(f"The database holds no profile of {portal}: make it anew with queson rebuild.") from error


def store_profile(connection: Connection, run_id: int, at: str, learned: ProfileLearned, identify: Identify) -> None:
    """Take up a profile: from now on every address of the portal has the native id that `identify` gives it."""
    (portal,) = connection.execute("select portal from runs where id = ?", (run_id,)).fetchone()
    connection.execute(
        "insert or replace into profiles (portal, run_id, learned_at, content) values (?, ?, ?, ?)",
        (portal, run_id, at, json.dumps(as_json(learned), ensure_ascii=False)),
    )
    _entries_anew(connection, portal, identify)
    _claims_anew(connection, portal, identify)
    _addresses_anew(connection, portal, identify)
    _witnesses_anew(connection, portal, identify)


def _entries_anew(connection: Connection, portal: str, identify: Identify) -> None:
    rows = connection.execute(_ENTRIES, (portal,)).fetchall()
    if _are_right(rows, 1, 2, identify):
        return
    connection.execute(_UNTIE, (portal,))
    connection.execute(
        "delete from list_entries where native_id not like 'vb:%' "
        "and category_id in (select id from categories where portal = ?)",
        (portal,),
    )
    for category, _, url, *rest in rows:
        native_id = identify(url)
        connection.execute(_ENTRY, (category, native_id, url, *rest))
        stored = connection.execute(_STORED, (portal, native_id)).fetchone()
        if stored is not None:
            lists.link(connection, stored[0], category, url)


def _claims_anew(connection: Connection, portal: str, identify: Identify) -> None:
    """Take from articles the addresses, never asked for, that are those of others now."""
    for url, native_id in connection.execute(_CLAIMS, (portal,)).fetchall():
        if identify(url) != native_id:
            connection.execute("delete from article_urls where url = ?", (url,))


def _addresses_anew(connection: Connection, portal: str, identify: Identify) -> None:
    rows = connection.execute("select url, native_id from met_addresses where portal = ?", (portal,)).fetchall()
    changed = []
    for url, native_id in rows:
        found = identify(url)
        if found != native_id:
            changed.append((found, portal, url))
    connection.executemany("update met_addresses set native_id = ? where portal = ? and url = ?", changed)
    for native_id, _, url in changed:
        stored = connection.execute(_STORED, (portal, native_id)).fetchone()
        if stored is not None:
            connection.execute(lists.CLAIM, (url, stored[0]))


def _witnesses_anew(connection: Connection, portal: str, identify: Identify) -> None:
    rows = connection.execute(_WITNESSES, (portal,)).fetchall()
    if _are_right(rows, 2, 3, identify):
        return
    connection.execute("delete from witnesses where run_id in (select id from runs where portal = ?)", (portal,))
    for run_id, source, _, url, changed in rows:
        connection.execute(_WITNESS, (run_id, source, identify(url), url, changed))


def _are_right(rows: Iterable[tuple[Any, ...]], native_id: int, url: int, identify: Identify) -> bool:
    """Whether all the rows have the native ids of their addresses already."""
    for row in rows:
        if row[native_id] != identify(row[url]):
            return False
    return True
