"""What is stored of runs: questions that others ask of the tables `runs`, `imports`, `alarms` and `problems`."""

from __future__ import annotations

from dataclasses import dataclass

from archive.rows import column, shaped
from archive.store import Archive


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """A run without an end, and what is stored of its portal."""

    id: int
    portal: str
    base_url: str
    platform: str


ORIGINAL_MISSING = "original missing"
"""The kind of problem that a revisit is of which nobody has the original."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a run came to: how many of each; None where it goes on, or broke off."""

    id: int
    portal: str
    outcome: str | None
    started_at: str
    finished_at: str | None
    requests: int | None
    new: int | None
    revised: int | None
    gone: int | None
    failed: int | None


_ENDED = """
select id, portal, outcome, started_at, finished_at, requests, new, revised, gone, failed from runs where id = ?
"""
_UNFINISHED = """
select r.id, p.slug, coalesce(p.base_url, ''), coalesce(p.platform, '') from runs r join portals p on p.slug = r.portal
where r.finished_at is null and r.outcome is null and ? in (0, r.id)
"""
_IMPORTED = """
select 1 from imports i join runs r on r.id = i.run_id where i.sha256 = ? and r.finished_at is not null
"""


def last_of(archive: Archive, portal: str) -> int:
    """The last run of a portal; 0 without."""
    (run_id,) = archive.db.execute("select max(id) from runs where portal = ?", [portal]).fetchone()
    return int(run_id or 0)


def ids(archive: Archive) -> set[int]:
    """The ids of all runs."""
    return set(column(archive.db.execute("select id from runs")))


def is_known(archive: Archive, run_id: int) -> bool:
    """Whether there is a run of that number."""
    return archive.db.execute("select 1 from runs where id = ?", [run_id]).fetchone() is not None


def unfinished(archive: Archive, only: int = 0) -> list[UnfinishedRun]:
    """The runs without an end; of one run, with `only`."""
    return list(shaped(UnfinishedRun, archive.db.execute(_UNFINISHED, [only])))


def portal_of(archive: Archive, run_id: int) -> str:
    """The slug of a run's portal."""
    return str(archive.db.execute("select portal from runs where id = ?", [run_id]).fetchone()[0])


def ended(archive: Archive, run_id: int) -> Ended | None:
    """What a run came to; None where there is none of that number."""
    return next(iter(shaped(Ended, archive.db.execute(_ENDED, [run_id]))), None)


def outcome_of(archive: Archive, run_id: int) -> str:
    """How a run ended (`records.Outcome`)."""
    (outcome,) = archive.db.execute("select outcome from runs where id = ?", [run_id]).fetchone()
    return str(outcome)


def started_at(archive: Archive, run_id: int) -> str:
    """When a run began (UTC)."""
    (at,) = archive.db.execute("select started_at from runs where id = ?", [run_id]).fetchone()
    return str(at)


def counts_of(archive: Archive, run_id: int) -> dict[str, int]:
    """How many articles were new, revised and unchanged in a run; zeros where there is none."""
    row = archive.db.execute("select new, revised, unchanged from runs where id = ?", [run_id]).fetchone()
    return dict(zip(("new", "revised", "unchanged"), row or (0, 0, 0), strict=True))


def warc_bytes_of(archive: Archive, run_id: int) -> int:
    """How many bytes the answers of a run take in the WARC files."""
    query = "select coalesce(sum(warc_length), 0) from captures where run_id = ?"
    return int(archive.db.execute(query, [run_id]).fetchone()[0])


def last_began(archive: Archive, but: frozenset[int] = frozenset()) -> str:
    """The latest time at which a run began, of all but some; "" where there is none."""
    rows = archive.db.execute("select id, started_at from runs order by started_at desc")
    return next((str(at) for run_id, at in rows if run_id not in but), "")


def is_imported(archive: Archive, sha256: str) -> bool:
    """Whether the file with that digest (hex) was imported, to its end."""
    return archive.db.execute(_IMPORTED, [sha256]).fetchone() is not None


def lacks_originals(archive: Archive, sha256: str) -> bool:
    """Whether the file with that digest holds revisits of which the archive had no original when it was imported."""
    query = "select 1 from imports i join problems p on p.run_id = i.run_id where i.sha256 = ? and p.kind = ? limit 1"
    return archive.db.execute(query, [sha256, ORIGINAL_MISSING]).fetchone() is not None


def is_empty(archive: Archive) -> bool:
    """Whether the archive has no run at all."""
    return archive.db.execute("select 1 from runs").fetchone() is None


def first_problem(archive: Archive, run_id: int) -> str:
    """The detail of the first problem of a run; "" where it had none."""
    query = "select coalesce((select detail from problems where run_id = ? order by rowid limit 1), '')"
    return str(archive.db.execute(query, [run_id]).fetchone()[0])


def last_problem_of(archive: Archive, run_id: int, url: str) -> str:
    """The detail of the last problem that a run had with an address; "" where it had none."""
    problem = "select detail from problems where run_id = ? and url = ? order by rowid desc limit 1"
    return str(archive.db.execute(f"select coalesce(({problem}), '')", [run_id, url]).fetchone()[0])


def has_problem(archive: Archive, run_id: int, url: str, observed_at: str) -> bool:
    """Whether a problem that a run had with an address at a time is stored."""
    query = "select 1 from problems where run_id = ? and url = ? and observed_at = ?"
    return archive.db.execute(query, [run_id, url, observed_at]).fetchone() is not None


def is_known_problem(archive: Archive, url: str, kind: str, detail: str) -> bool:
    """Whether any run had this very problem."""
    query = "select 1 from problems where url = ? and kind = ? and detail = ? limit 1"
    return archive.db.execute(query, [url, kind, detail]).fetchone() is not None
