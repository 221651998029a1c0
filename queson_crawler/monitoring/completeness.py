"""What a run brought, held against what the portal says of itself: the findings, and the outcome they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.ledger import ListLedger, RunLedger, ledger_of
from archive.records import Alarm, Extent, Outcome
from archive.store import Archive

MAX_REASONS = 3
NO_LIST = "the start page leads to no list of articles that queson can read"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or wrong, in a sentence. `fatal` ones mean that nothing was found at all."""

    text: str
    fatal: bool = False


def findings(archive: Archive, run_id: int) -> tuple[Finding, ...]:
    """Everything that keeps a run from being complete. Empty means: all that the portal's lists name is stored."""
    return judge(ledger_of(archive, run_id))


def judge(ledger: RunLedger) -> tuple[Finding, ...]:
    """The findings about one run, from its ledger alone."""
    if ledger.another_site:
        text = f"another site answers there, which calls itself {ledger.another_site!r} and names no known article"
        return (Finding(text, fatal=True),)
    if _found_nothing(ledger):
        return (Finding(ledger.first_problem or NO_LIST, fatal=True),)
    sentences = (
        *_of_no_list(ledger),
        *_of_lists(ledger),
        *_of_witnesses(ledger),
        *_of_vanished(ledger),
        *_of_parts(ledger),
        *_of_lost_pages(ledger),
        *_of_other_pages(ledger),
    )
    return tuple(map(Finding, sentences))


def _found_nothing(ledger: RunLedger) -> bool:
    """Whether a run met neither a list nor an article, and no account of any: a home page that names articles which
    are all stored already is one."""
    if ledger.lists or ledger.articles:
        return False
    return bool(ledger.first_problem) or not any(witness.named for witness in ledger.witnesses)


def _of_no_list(ledger: RunLedger) -> Iterator[str]:
    """No list where the home page was read, and is the only account of how many articles there are."""
    if not ledger.lists and len(ledger.witnesses) == 1:
        yield "no list of articles was found: there may be more than those that the home page and its menus lead to"


def _of_lists(ledger: RunLedger) -> Iterator[str]:
    """What is wrong with the lists, but for those that only repeat another."""
    main = [category for category in ledger.lists if not category.same_as]
    for category in main:
        for fault in _faults(category):
            yield f"{category.name}: {fault}"


def _faults(category: ListLedger) -> Iterator[str]:
    listed = category.listed
    if category.missing:
        yield f"page {ranges(category.missing)} of the list could not be read ({category.url})"
    if category.stored < listed:
        absent = listed - category.stored
        yield f"{absent} of {listed} listed articles are not stored{_reasons(category)}"
    if category.extent == Extent.UNPROVEN:
        yield f"{_why_unproven(category)} ({category.url})"
    if category.declared is not None and listed < category.declared:
        yield f"the portal declares {category.declared} articles and lists {listed}"


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as people write them: `4, 7–12`."""
    spans: list[list[int]] = []
    for each in sorted(numbers):
        if spans and each == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], each]
        else:
            spans.append([each])
    return ", ".join("–".join(map(str, span)) for span in spans)


def _why_unproven(category: ListLedger) -> str:
    if category.needs_browser:
        return f"it goes on after {category.listed} articles: {category.needs_browser}"
    return f"nothing shows that the list ends after {category.listed} articles"


def _reasons(category: ListLedger) -> str:
    """Why articles of a list were not stored, in parentheses; "" where nobody knows."""
    reasons = [f"{count} {kind}" for kind, count in category.unread]
    if not reasons:
        return ""
    return f" ({', '.join(reasons)})"


def _of_witnesses(ledger: RunLedger) -> Iterator[str]:
    for witness in ledger.witnesses:
        if witness.missing:
            count = len(witness.missing)
            yield f"{witness.source} names {count} article(s) that are neither listed nor stored"


def _of_vanished(ledger: RunLedger) -> Iterator[str]:
    if ledger.vanished:
        why = "too many at once to believe, so none counts as gone"
        yield f"{ledger.vanished} stored article(s) were not there: {why}"


def _of_parts(ledger: RunLedger) -> Iterator[str]:
    if ledger.parts_missing:
        yield f"{ledger.parts_missing} further page(s) of articles in several pages could not be read"


def _of_lost_pages(ledger: RunLedger) -> Iterator[str]:
    if not ledger.lost_pages:
        return
    _, counts = zip(*ledger.lost_pages, strict=True)
    reasons = [f"{detail} ({count})" for detail, count in ledger.lost_pages[:MAX_REASONS]]
    yield f"{sum(counts)} page(s) that may lead to further lists could not be read: {'; '.join(reasons)}"


def _of_other_pages(ledger: RunLedger) -> Iterator[str]:
    for reason, count in ledger.pages_missing:
        yield f"{count} address(es) of other pages of the portal: {reason}"


def outcome_of(found: tuple[Finding, ...], alarms: tuple[Alarm, ...] = ()) -> Outcome:
    """How a run that came to its end went: an alarm counts like something missing."""
    if any(finding.fatal for finding in found):
        return Outcome.FAILED
    if found or alarms:
        return Outcome.INCOMPLETE
    return Outcome.COMPLETE
