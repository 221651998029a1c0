"""What pages are shown with: the addresses that they name, and what came of asking for each.

What was stored once stays, whatever its address answers later; else the latest answer holds. How many pages name an
address counts each page's address once, however often it was captured.
"""

from __future__ import annotations

from sqlite3 import Connection

from archive.records import NOT_STORED, Capture, Page, Resource

MAX_ROWS = 5000
"""At most this many addresses are noted of one portal: scripts and visits make up new ones without end."""
_LASTING = ", ".join(f"'{state}'" for state in sorted(NOT_STORED))
_COUNT = "select count(*) from resources where portal = ?"
_IS_FIRST = """
select not exists (select 1 from captures where url = ? and role = ? and id < ? and status = 200)
"""
_NOTE = """
insert into resources (portal, url, use, depth, pages, at_home)
select :portal, :url, :use, :depth, :pages, :at_home
where :has_room or exists (select 1 from resources where portal = :portal and url = :url)
on conflict (portal, url) do update set
    use = min(use, excluded.use), depth = min(depth, excluded.depth), pages = pages + excluded.pages,
    at_home = max(at_home, excluded.at_home)
"""
_NAMED_AGAIN = """
update resources set use = min(use, :use), depth = min(depth, :depth), pages = pages + :pages,
    at_home = max(at_home, :at_home)
where portal = :portal and url = :url
"""
_ANSWER = f"""
insert into resources (portal, url, use, depth, state, tries, observed_at, capture_id, media_type, bytes, sha256)
values (:portal, :url, :use, :depth, :state, 1, :at, :capture, :media_type, :bytes, :sha256)
on conflict (portal, url) do update set
    tries = tries + 1, state = excluded.state, observed_at = excluded.observed_at, capture_id = excluded.capture_id,
    media_type = excluded.media_type, bytes = excluded.bytes, sha256 = excluded.sha256
where state is null or (excluded.state not in ({_LASTING}), excluded.observed_at, coalesce(excluded.capture_id, 0))
    >= (state not in ({_LASTING}), observed_at, coalesce(capture_id, 0))
"""
_TRIED_AGAIN = "update resources set tries = tries + 1 where portal = :portal and url = :url"


def note(connection: Connection, portal: str, page: Page, capture: Capture) -> None:
    """Note what a page, or a style sheet, is shown with."""
    pages = 0
    if page.resource is None:
        (pages,) = connection.execute(_IS_FIRST, (capture.url, capture.role, capture.id)).fetchone()
    fresh: list[tuple[int, dict[str, object]]] = []
    for place, each in enumerate(page.needs):
        values = {
            "portal": portal, "url": each.url, "use": each.use, "depth": each.depth, "pages": pages,
            "at_home": page.is_home,
        }  # fmt: skip
        if connection.execute(_NAMED_AGAIN, values).rowcount == 0:
            fresh.append((place, values))
    if fresh:
        _note_fresh(connection, portal, fresh)


def _note_fresh(connection: Connection, portal: str, fresh: list[tuple[int, dict[str, object]]]) -> None:
    """Note addresses that no page has named before, each with its place on the page, as long as there is room."""
    (known,) = connection.execute(_COUNT, (portal,)).fetchone()
    for place, values in fresh:
        connection.execute(_NOTE, values | {"has_room": known + place < MAX_ROWS})


def store(
    connection: Connection, portal: str, found: Resource, capture: Capture | None, observed_at: str | None
) -> None:
    """Note what came of asking for a resource."""
    values = {
        "portal": portal, "url": found.needed.url, "use": found.needed.use, "depth": found.needed.depth,
        "state": found.state, "media_type": found.media_type, "bytes": found.bytes, "sha256": found.sha256,
        "at": capture.fetched_at if capture else observed_at, "capture": capture.id if capture else None,
    }  # fmt: skip
    if connection.execute(_ANSWER, values).rowcount == 0:
        connection.execute(_TRIED_AGAIN, values)
