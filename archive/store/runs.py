"""Runs: begun, and reckoned up in SQL when they end."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection

from archive.records import Alarm, Handshake, Origin, Outcome, RunStart
from archive.store import documents_gone, fleet, gone
from archive.store.standing import STANDING, document_of

_COUNTERS = f"""
with standing as ({STANDING})
update runs set
    requests = (select count(*) from captures where run_id = :run and role <> 'rendered')
        + (select count(*) from problems where run_id = :run and capture_id is null
            and kind <> 'another site'),
    new = (select count(*) from revisions v join captures c on c.id = v.capture_id
        where c.run_id = :run and v.number = 1),
    revised = (select count(distinct v.article_id) from revisions v join captures c on c.id = v.capture_id
        where c.run_id = :run and v.number > 1),
    unchanged = (select count(distinct c.article_id) from captures c where c.run_id = :run
        and not exists (select 1 from revisions v join captures r on r.id = v.capture_id
            where v.article_id = c.article_id and r.run_id = :run)),
    gone = :gone,
    failed = (select count(distinct e.native_id) from standing e join categories k on k.id = e.category_id
        left join articles a on a.portal = k.portal and a.native_id = e.native_id
        where a.id is null and {document_of("k", "e")} is null)
        + (select count(*) from list_pages where run_id = :run and state <> 'read')
where id = :run
"""

_COVERAGE = f"""
insert or replace into coverage (run_id, category_id, declared, listed, stored, pages, gaps, missing, extent)
with standing as ({STANDING})
select :run, w.category_id,
    (select declared_total from list_pages p where p.run_id = :run and p.category_id = w.category_id
        and declared_total is not null order by coalesce(capture_id, 0) desc, number desc limit 1),
    (select count(*) from standing e where e.category_id = w.category_id),
    (select count(*) from standing e join categories k on k.id = e.category_id
        left join articles a on a.portal = k.portal and a.native_id = e.native_id
        where e.category_id = w.category_id and (a.id is not null or {document_of("k", "e")} is not null)),
    sum(w.state = 'read'),
    sum(w.state <> 'read'),
    coalesce((select group_concat(number, ', ') from (select number from list_pages p where p.run_id = :run
        and p.category_id = w.category_id and p.state <> 'read' order by number)), ''),
    coalesce((select extent from walks x where x.run_id = :run and x.category_id = w.category_id), 'part')
from list_pages w where w.run_id = :run group by w.category_id
"""

_WALKED = """
update categories set walked_at = :at, declared_total = coalesce(v.declared, declared_total)
from coverage v where v.run_id = :run and v.category_id = categories.id and v.pages > 0
"""


NAME = "name"
"""The kind of an alarm whose subject is what the site calls itself now."""
UNFINISHED = "select id from runs where finished_at is null and outcome is null"


def _settle(connection: Connection, run_id: int) -> int:
    """Conclude what is gone by what was answered until a run; how many articles its answers settled."""
    settled = gone.reckon(connection, run_id)
    (portal,) = connection.execute("select portal from runs where id = ?", (run_id,)).fetchone()
    documents_gone.reckon(connection, portal)
    return settled


def cut_off(connection: Connection, run_id: int) -> None:
    """Mark a run that never came to its end, and reckon up what it did."""
    connection.execute(_COUNTERS, {"run": run_id, "gone": _settle(connection, run_id)})
    connection.execute("update runs set outcome = ? where id = ?", (Outcome.CUT_OFF, run_id))
    fleet.ended(connection, run_id, Outcome.CUT_OFF)


def begin(connection: Connection, run: RunStart, origin: Origin | None = None) -> int:
    """The id of the new run; ``origin`` is the file it reads, where it is an import.

    Earlier runs of the portal without an end get their counters and the outcome ``cut off``.
    """
    for (earlier,) in connection.execute(f"{UNFINISHED} and portal = ?", (run.portal,)).fetchall():
        cut_off(connection, earlier)
    connection.execute("insert or ignore into portals (slug) values (?)", (run.portal,))
    connection.execute("insert or ignore into about (name, value) values ('parser', ?)", (run.parser,))
    (run_id,) = connection.execute(
        "insert into runs (id, portal, target, parser, started_at) "
        "values ((select coalesce(max(id), 0) + 1 from runs), ?, ?, ?, ?) returning id",
        (run.portal, run.target, run.parser, run.started_at),
    ).fetchone()
    if origin is None:
        fleet.begun(connection, run_id, run)
    else:
        connection.execute(
            "insert into imports (run_id, name, sha256, bytes, about) values (?, ?, ?, ?, ?)",
            (run_id, origin.name, origin.sha256, origin.bytes, origin.about),
        )
    return int(run_id)


def accept(connection: Connection, run_id: int, at: str) -> None:
    """Take what a run found as how its portal is now: its name, and that the articles that were away are gone."""
    connection.execute("update runs set accepted_at = ? where id = ?", (at, run_id))
    connection.execute(
        "update portals set title = coalesce((select subject from alarms where run_id = :run and kind = :kind), title) "
        "where slug = (select portal from runs where id = :run)",
        {"run": run_id, "kind": NAME},
    )
    settled = _settle(connection, run_id)
    connection.execute("update runs set gone = ? where id = ?", (settled, run_id))


def end_cut_off(connection: Connection) -> int:
    """Give the runs that never came to an end their counters and outcome; how many there were."""
    earlier = connection.execute(UNFINISHED).fetchall()
    for (run_id,) in earlier:
        cut_off(connection, run_id)
    return len(earlier)


def finish(
    connection: Connection, run_id: int, finished_at: str, outcome: Outcome, alarms: Iterable[Alarm] = ()
) -> None:
    """Write a run's counters, outcome and coverage, when its categories were walked, and its alarms."""
    named = {"run": run_id, "at": finished_at, "gone": _settle(connection, run_id)}
    connection.execute(_COUNTERS, named)
    connection.execute(_COVERAGE, named)
    connection.execute(_WALKED, named)
    connection.execute("update runs set finished_at = ?, outcome = ? where id = ?", (finished_at, outcome, run_id))
    fleet.ended(connection, run_id, outcome)
    connection.execute("delete from alarms where run_id = ?", (run_id,))
    connection.executemany(
        "insert into alarms (run_id, kind, subject, detail, example, since) values (?, ?, ?, ?, ?, ?)",
        [(run_id, each.kind, each.subject, each.detail, each.example, each.since) for each in alarms],
    )


def met(connection: Connection, run_id: int, handshake: Handshake) -> None:
    """Note how a host was spoken to in a run."""
    connection.execute(
        "insert or ignore into connections (run_id, host, protocol, cipher, wrong, address) values (?, ?, ?, ?, ?, ?)",
        (run_id, handshake.host, handshake.protocol, handshake.cipher, handshake.wrong, handshake.address),
    )
