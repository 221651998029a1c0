"""What a run brought, held against what the portal says of itself: findings, outcome, exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from archive.ledger import ListLedger, RunLedger, ledger_of
from archive.records import Alarm, Outcome
from archive.store import Archive


class Exit(IntEnum):
    """The exit codes of every command; cron and people depend on them."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    BUSY = 75


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or wrong, in a sentence. `fatal` ones mean that nothing was found at all."""

    text: str
    fatal: bool = False


MAX_REASONS = 3


def findings(archive: Archive, run_id: int) -> tuple[Finding, ...]:
    """Everything that keeps a run from being complete. Empty means: all that the portal's lists name is stored."""
    return judge(ledger_of(archive, run_id))


def judge(ledger: RunLedger) -> tuple[Finding, ...]:
    """The findings about one run, from its ledger alone."""
    if ledger.another_site:
        text = f"another site answers there, which calls itself {ledger.another_site!r} and names no known article"
        return (Finding(text, fatal=True),)
    if not ledger.lists and not ledger.articles:
        return (Finding(_nothing(ledger), fatal=True),)
    found = [finding for category in ledger.lists for finding in _of_list(category)]
    found += [
        Finding(f"{witness.source} names {len(witness.missing)} article(s) that are neither listed nor stored")
        for witness in ledger.witnesses
        if witness.missing
    ]
    if ledger.vanished:
        text = (
            f"{ledger.vanished} stored article(s) were not there: too many at once to believe, so none counts as gone"
        )
        found.append(Finding(text))
    if ledger.lost_pages:
        why = "; ".join(f"{detail} ({count})" for detail, count in ledger.lost_pages[:MAX_REASONS])
        pages = sum(count for _, count in ledger.lost_pages)
        found.append(Finding(f"{pages} page(s) that may lead to further lists could not be read: {why}"))
    return tuple(found)


def _nothing(ledger: RunLedger) -> str:
    if ledger.first_problem:
        return ledger.first_problem
    return "the start page leads to no list of articles that queson can read"


def _of_list(category: ListLedger) -> list[Finding]:
    if category.same_as:
        return []
    found, name = [], category.title or category.url
    if category.missing:
        pages = ", ".join(map(str, category.missing))
        found.append(Finding(f"{name}: page {pages} of the list could not be read ({category.url})"))
    if category.stored < category.listed:
        why = ", ".join(f"{count} {kind}" for kind, count in category.unread)
        found.append(
            Finding(
                f"{name}: {category.listed - category.stored} of {category.listed} listed articles are not stored"
                + (f" ({why})" if why else "")
            )
        )
    if category.declared is not None and category.listed < category.declared:
        found.append(Finding(f"{name}: the portal declares {category.declared} articles and lists {category.listed}"))
    return found


def outcome_of(found: tuple[Finding, ...], alarms: tuple[Alarm, ...] = ()) -> Outcome:
    """How a run that came to its end went: what is amiss counts as what is missing."""
    if any(finding.fatal for finding in found):
        return Outcome.FAILED
    return Outcome.INCOMPLETE if found or alarms else Outcome.COMPLETE


def exit_code(outcome: str | None) -> Exit:
    """The exit code for the outcome of a run."""
    codes = {Outcome.COMPLETE: Exit.DONE, Outcome.FAILED: Exit.FAILED}
    return codes.get(Outcome(outcome), Exit.INCOMPLETE) if outcome else Exit.FAILED
