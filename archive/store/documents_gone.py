"""Legal documents that are not there any more, concluded as of articles: by two answers a day apart, or by one where no
list names the document either; of one without a page of its own when its lists no longer name it."""

from __future__ import annotations

from sqlite3 import Connection

from archive.store.gone import FEW, SHARE, Gone, all_settled

_NAMES = """
(d.native_id = b.native_id or d.url in (select e.url from list_entries e join categories k on k.id = e.category_id
    where k.portal = d.portal and e.native_id = b.native_id))
"""
_ANSWERS = f"""
select d.id, b.observed_at, b.run_id, b.left_list, b.kind, b.detail, r.accepted_at is not null
from absences b join documents d on d.portal = b.portal and {_NAMES} join runs r on r.id = b.run_id
where b.portal = ? and b.counts and not exists (select 1 from document_accounts o join captures c on c.id = o.capture_id
    where o.document_id = d.id and o.is_own and c.fetched_at >= b.observed_at)
order by b.observed_at, b.run_id
"""
_LEFT = """
select d.id, r.started_at, r.id from documents d
join (select k.portal, e.native_id, max(coalesce(e.left_run_id, 0)) as left_run,
        max(coalesce(e.left_run_id, 0) <= e.last_run_id) as stands
    from list_entries e join categories k on k.id = e.category_id
    where k.portal = ? and e.native_id like 'vb:@%' group by e.native_id) l
    on l.portal = d.portal and l.native_id = d.native_id
join runs r on r.id = l.left_run
where not l.stands
"""
_NO_LIST = "no list names it any more"


def reckon(connection: Connection, portal: str) -> None:
    """Conclude from everything answered until now which documents are gone; nothing where too many would be."""
    found = _gone(connection, portal)
    (living,) = connection.execute("select count(*) from documents where portal = ?", (portal,)).fetchone()
    known = connection.execute(
        "select count(*) from documents where portal = ? and gone_at is not null", (portal,)
    ).fetchone()
    if len(found) - known[0] > max(FEW, SHARE * living):
        return
    connection.execute(
        "update documents set gone_at = null, gone_reason = null where portal = ? and gone_at is not null", (portal,)
    )
    for document_id, gone in found.items():
        connection.execute(
            "update documents set gone_at = ?, gone_reason = ? where id = ?", (gone.at, gone.reason, document_id)
        )


def _gone(connection: Connection, portal: str) -> dict[int, Gone]:
    """Since when each document is gone that is, and why."""
    found = all_settled(connection, _ANSWERS, portal)
    for document, at, run in connection.execute(_LEFT, (portal,)).fetchall():
        found[document] = Gone(at, _NO_LIST, run)
    return found
