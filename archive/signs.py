"""What runs found, read back: the signs by which one run is held against those before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from archive.common_texts import Alike as Alike
from archive.common_texts import Gained, alike_texts, gained
from archive.records import Alarm
from archive.rows import column, shaped
from archive.store import Archive

RUNS = 30
"""At most this many earlier runs are compared."""


@dataclass(frozen=True, slots=True)
class Count:
    """Of `seen` articles `held` had what was looked for; `example` is the address of one that had not."""

    seen: int
    held: int
    example: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The first page of a list: how many entries it showed, what total it declared (None where it declares none).

    `listed` is how many articles are known to stand in the list; `astray` are the pages of it that only showed another
    page once more, or to which no way led, and `pages` is how many of it were read.
    """

    title: str
    url: str
    read: bool
    entries: int
    declared: int | None
    listed: int = 0
    astray: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The class names of pages of one kind, with the number of pages that bear each."""

    pages: int
    tokens: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RunSigns:
    """One run: `counts` by sign, `problems` of pages that had none before by kind, `heads` by the list's address,
    `layouts` by kind of page; `gained` is the paragraph that most of the revised articles gained alike."""

    run_id: int
    started_at: str
    outcome: str
    requests: int
    unchanged_answers: int
    warc_bytes: int
    counts: Mapping[str, Count]
    problems: Mapping[str, Count]
    heads: Mapping[str, Head]
    layouts: Mapping[str, Layout]
    alarms: tuple[Alarm, ...]
    gained: Gained | None = None
    line: Alike | None = None
    title: Alike | None = None

    def alarmed(self, kind: str, subject: str) -> Alarm | None:
        """The alarm of that kind about that subject, if the run gave one."""
        return next((each for each in self.alarms if (each.kind, each.subject) == (kind, subject)), None)


_RUN = "select id, started_at, coalesce(outcome, '') from runs where id = ?"
_EARLIER = f"""
select id from runs where portal = (select portal from runs where id = :run) and id < :run
and outcome in ('complete', 'incomplete') and id not in (select run_id from imports)
and id >= coalesce((select max(o.id) from runs o
    where o.portal = runs.portal and o.accepted_at is not null
    and o.id not in (select run_id from imports)), 0) order by id desc limit {RUNS}
"""
_WARC = """
select count(*), coalesce(sum(status = 304), 0), coalesce(sum(warc_length), 0) from captures
where run_id = ? and role not in ('rendered', 'file', 'resource')
"""
_COUNTS = "select sign, seen, held, example from signs where run_id = ?"
# What was a problem in a sound run before is one for good: pages that are no lists, articles behind a login.
_PROBLEMS = """
select p.kind, count(*), 0, min(p.url) from problems p join runs r on r.id = p.run_id
where p.run_id = ? and p.kind not like 'file %' and p.kind not like 'resource %' and not exists (
    select 1 from problems o join runs b on b.id = o.run_id
    where o.url = p.url and o.kind = p.kind and o.run_id < p.run_id and b.portal = r.portal and not exists (
        select 1 from alarms a where a.run_id = o.run_id and a.kind = 'problem' and a.subject = p.kind))
group by p.kind
"""
_HEADS = """
select k.url, k.title, k.url, p.state = 'read', p.entries, p.declared_total,
    coalesce((select v.listed from coverage v where v.run_id = p.run_id and v.category_id = k.id), 0),
    (select count(*) from list_pages o where o.run_id = p.run_id and o.category_id = k.id
        and (o.state = 'repeated' or (o.state = 'missing' and o.number > 1 and o.url = k.url))),
    coalesce((select v.pages from coverage v where v.run_id = p.run_id and v.category_id = k.id), 0)
from list_pages p join categories k on k.id = p.category_id
where p.run_id = ? and p.number = 1 and k.same_as is null order by k.url
"""
_LAYOUTS = "select role, pages, tokens from layouts where run_id = ?"
_ALARMS = """
select kind, subject, detail, example, since from alarms where run_id = :run and not exists (
    select 1 from runs r where r.id = :run and r.accepted_at is not null) order by kind, subject
"""


def signs_of(archive: Archive, run_id: int, *, texts: bool = True) -> RunSigns:
    """What a run found; without `texts`, not what its texts have in common."""
    db = archive.db
    line, title = alike_texts(archive, run_id) if texts else (None, None)
    found, started_at, outcome = db.execute(_RUN, [run_id]).fetchone()
    requests, unchanged, warc_bytes = db.execute(_WARC, [run_id]).fetchone()
    return RunSigns(
        run_id=found,
        started_at=started_at,
        outcome=outcome,
        requests=requests,
        unchanged_answers=unchanged,
        warc_bytes=warc_bytes,
        counts={sign: Count(*row) for sign, *row in db.execute(_COUNTS, [run_id])},
        problems={kind: Count(*row) for kind, *row in db.execute(_PROBLEMS, [run_id])},
        heads={url: Head(title, own, bool(read), *row) for url, title, own, read, *row in db.execute(_HEADS, [run_id])},
        layouts={role: Layout(pages, json.loads(tokens)) for role, pages, tokens in db.execute(_LAYOUTS, [run_id])},
        alarms=alarms_of(archive, run_id),
        gained=gained(archive, run_id),
        line=line,
        title=title,
    )


def earlier(archive: Archive, run_id: int) -> tuple[RunSigns, ...]:
    """The runs of the same portal before a run that came to their end, newest first."""
    ids = column(archive.db.execute(_EARLIER, {"run": run_id}))
    return tuple(signs_of(archive, each, texts=False) for each in ids)


def alarms_of(archive: Archive, run_id: int) -> tuple[Alarm, ...]:
    """The alarms that a run gave and nobody accepted."""
    return shaped(Alarm, archive.db.execute(_ALARMS, {"run": run_id}))
