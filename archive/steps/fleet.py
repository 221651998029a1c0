"""The keeper's list of portals, filled with what was crawled before there was one, as it was released: never edited."""

from __future__ import annotations

_OWN = "id not in (select run_id from imports)"

STATEMENTS = (
    """create table fleet (
        slug text primary key, target text not null, name text not null default '',
        file_text text not null default '', delay real, contact text not null default '',
        every integer not null default 86400, max_requests integer not null default 0,
        max_minutes integer not null default 0, group_name text not null default '',
        state text not null default 'active', endangered integer not null default 0,
        former text not null default '', listed_at text not null, decided_at text, last_run integer references runs(id),
        last_begun text, last_round text, last_outcome text, last_whole text) without rowid""",
    "create index fleet_last_run on fleet (last_run)",
    "create index fleet_name on fleet (name) where name <> ''",
    f"""insert into fleet (slug, target, listed_at, last_run, last_begun, last_round, last_outcome, last_whole)
        select n.portal, n.target, (select started_at from runs where id = f.first), n.id, n.started_at, n.started_at,
            n.outcome, (select started_at from runs r where r.portal = n.portal and r.outcome = 'complete' and r.{_OWN}
                order by r.id desc limit 1)
        from (select min(id) as first, max(id) as last from runs where {_OWN} group by portal) f
        join runs n on n.id = f.last""",
)
