"""Articles that are not there any more: what the portal answered, and what may be concluded from it.

An article is gone after two answers at least a day apart, or one where its lists no longer name it either. A portal
that loses many at once has broken, closed or changed hands: nothing is concluded from what such a run was answered,
nor from a few of them in the runs after it, until they are there again or a keeper confirms it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from archive.records import RECORD, Page

APART = timedelta(days=1)
FEW, SHARE = 5, 0.2
"""Up to FEW articles, or up to this share of all, may be away and be believed to be gone."""
HALF = 2
"""Of articles that their lists still name, or that no list was asked about, no more than one in HALF may vanish."""

_COUNTS = """
select
    (select count(*) from articles a join captures f on f.id = a.id
        where a.portal = :portal and a.gone_at is null and f.run_id < :run),
    (select count(distinct p.article_id) from captures p join captures f on f.id = p.article_id
        where p.run_id = :run and f.run_id < :run),
    (select count(distinct n.native_id) from absences n join runs o on o.id = n.run_id
        join articles a on a.portal = n.portal and a.native_id = n.native_id
        where n.portal = :portal and n.run_id <= :run and a.gone_at is null and o.accepted_at is null
        and n.run_id > (select max(run_id) from captures where article_id = a.id)),
    coalesce(sum(not b.left_list), 0),
    exists (select 1 from list_pages where run_id = :run and state = 'read'),
    exists (select 1 from problems where run_id = :run and capture_id is null and kind = 'another site')
from absences b join articles a on a.portal = b.portal and a.native_id = b.native_id
join captures f on f.id = a.id
where b.run_id = :run and f.run_id < :run
and not exists (select 1 from captures p where p.article_id = a.id and p.run_id = :run)
"""
# An article that was there in the same run, under another of its addresses, was there. Of what was imported the time
# says what came after what.
_ANSWERS = """
select a.id, b.observed_at, b.run_id, b.left_list, b.kind, b.detail, r.accepted_at is not null
from absences b join articles a on a.portal = b.portal and a.native_id = b.native_id join runs r on r.id = b.run_id
where b.portal = ? and b.counts and not exists (
    select 1 from captures c where c.article_id = a.id and iif(
        c.run_id in (select run_id from imports) or b.run_id in (select run_id from imports),
        c.run_id = b.run_id or c.fetched_at >= b.observed_at, c.run_id >= b.run_id))
order by b.observed_at, b.run_id
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One believed answer that an article is not there, after it was last seen; whether a keeper confirmed it."""

    observed_at: str
    run_id: int
    left: bool
    reason: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """Since when an article is gone (the first answer), why, and the run whose answer settled it."""

    at: str
    reason: str
    run_id: int


def note(connection: Connection, portal: str, page: Page) -> None:
    """Note an answer that an article is not there; of several in one run the last stays, and that it left its lists."""
    absence, capture = page.absence, page.capture
    if absence is None or capture is None:
        return
    connection.execute(
        "insert into absences (run_id, portal, native_id, observed_at, kind, detail, left_list, capture_id) "
        "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (portal, native_id, run_id) do update set "
        "observed_at = iif(excluded.capture_id > capture_id, excluded.observed_at, observed_at), "
        "kind = iif(excluded.capture_id > capture_id, excluded.kind, kind), "
        "detail = iif(excluded.capture_id > capture_id, excluded.detail, detail), "
        "left_list = max(left_list, excluded.left_list), capture_id = max(capture_id, excluded.capture_id)",
        (
            page.run_id, portal, absence.native_id, capture.fetched_at, absence.kind, absence.detail, absence.left,
            capture.id,
        ),
    )  # fmt: skip


def reckon(connection: Connection, run_id: int) -> int:
    """Conclude from everything answered until this run; how many articles its answers settled."""
    (portal,) = connection.execute("select portal from runs where id = ?", (run_id,)).fetchone()
    counts = connection.execute(_COUNTS, {"portal": portal, "run": run_id}).fetchone()
    connection.execute(
        "update absences set counts = :counts or exists (select 1 from runs where id = :run "
        "and accepted_at is not null) where run_id = :run",
        {"counts": is_believable(*counts), "run": run_id},
    )
    found = all_settled(connection, _ANSWERS, portal)
    connection.execute(
        "update articles set gone_at = null, gone_reason = null where portal = ? and gone_at is not null "
        "and capture_id not in (select id from captures where role = ?)",  # a record says so itself
        (portal, RECORD),
    )
    connection.executemany(
        "update articles set gone_at = ?, gone_reason = ? where id = ?",
        [(gone.at, gone.reason, article) for article, gone in found.items()],
    )
    return sum(gone.run_id == run_id for gone in found.values())


def all_settled(connection: Connection, query: str, portal: str) -> dict[int, Gone]:
    """What of a portal is gone, by its number, as the answers settle that a query gives in the order of time."""
    answers: dict[int, list[Answer]] = defaultdict(list)
    for number, at, run, left, kind, detail, confirmed in connection.execute(query, (portal,)).fetchall():
        reason = f"{kind}: {detail}" if detail else kind
        answers[number].append(Answer(at, run, bool(left), reason, bool(confirmed)))
    found: dict[int, Gone] = {}
    for number, told in answers.items():
        gone = settled(told)
        if gone is not None:
            found[number] = gone
    return found


def settled(answers: Iterable[Answer]) -> Gone | None:
    """What answers in the order of time settle, if they do."""
    first: Answer | None = None
    for answer in answers:
        first = first or answer
        if answer.left:
            return Gone(first.observed_at, f"{answer.reason}; no list names it any more", answer.run_id)
        if answer.confirmed:
            return Gone(first.observed_at, f"{answer.reason}; confirmed by the keeper", answer.run_id)
        if _time(answer.observed_at) - _time(first.observed_at) >= APART:
            return Gone(first.observed_at, answer.reason, answer.run_id)
    return None


def is_believable(living: int, seen: int, absent: int, unlisted: int, lists_read: int, another_site: int) -> bool:
    """Whether the portal was itself in a run: of `living` articles, `absent` are away by the last answer about each;
    `seen` were there in this run, and `unlisted` were not, though they were not known to have left their lists."""
    if not lists_read or another_site or absent > max(FEW, SHARE * living):
        return False
    return unlisted < FEW or HALF * unlisted <= seen + unlisted


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
