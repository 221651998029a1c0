"""What a run brought too little of, as troubles that a keeper may accept one by one, or by their kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum

from archive import gaps
from archive.gaps import Unread
from archive.ledger import ListLedger, RunLedger
from archive.records import Extent, Trouble
from archive.store import Archive

MAX_NAMED = 100
"""Of more troubles of one kind only their number is kept."""


class GapKind(StrEnum):
    """What is missing, where no problem with a page says so: its kind stands for itself."""

    UNREAD = "not read"
    """A listed article that is not stored, with which no run had a problem."""
    LIST_PAGE = "list page"
    UNPROVEN = "end of a list"
    FEWER = "fewer than declared"
    UNLISTED = "in no list"
    VANISHED = "vanished"
    OTHER = "other"


def gaps_of(archive: Archive, ledger: RunLedger) -> tuple[Trouble, ...]:
    """Everything that keeps a run from being complete, but for its alarms."""
    found = [
        *_unread(gaps.articles(archive, ledger.run_id), "listed, and not stored"),
        *_unread(gaps.pages(archive, ledger.run_id), "may lead to further lists"),
        *_unread(gaps.parts(archive, ledger.run_id), "a further page of an article"),
        *_of_lists(ledger),
        *_of_witnesses(ledger),
    ]
    if ledger.vanished:
        detail = "stored articles were not there: too many at once to believe, so none counts as gone"
        found.append(Trouble(GapKind.VANISHED, "", f"{ledger.vanished} {detail}", size=ledger.vanished))
    return tuple(_bounded(found))


def _unread(found: Iterable[Unread], what: str) -> Iterator[Trouble]:
    for each in found:
        kind = each.kind or GapKind.UNREAD
        reason = each.detail or kind
        yield Trouble(kind, each.url, f"{what}: {reason}", each.url)


def _of_lists(ledger: RunLedger) -> Iterator[Trouble]:
    for each in ledger.lists:
        if not each.same_as:
            yield from _of_list(each)


def _of_list(found: ListLedger) -> Iterator[Trouble]:
    for number in found.missing:
        detail = f"{found.name}: page {number} of the list could not be read"
        yield Trouble(GapKind.LIST_PAGE, f"{found.url}#page={number}", detail, found.url)
    if found.extent == Extent.UNPROVEN:
        detail = found.needs_browser or "nothing shows that the list ends"
        yield Trouble(GapKind.UNPROVEN, found.url, f"{found.name}: {detail}", found.url)
    declared = found.declared or 0
    if declared > found.listed:
        detail = f"{found.name}: the portal declares {declared} articles and lists {found.listed}"
        yield Trouble(GapKind.FEWER, found.url, detail, found.url, size=declared - found.listed)


def _of_witnesses(ledger: RunLedger) -> Iterator[Trouble]:
    for witness in ledger.witnesses:
        for url in witness.missing:
            yield Trouble(GapKind.UNLISTED, url, f"{witness.source} names it; it is neither listed nor stored", url)


def _bounded(found: Iterable[Trouble]) -> Iterator[Trouble]:
    """Each trouble once, and of the kinds that have too many only one that counts them."""
    kinds: dict[str, dict[str, Trouble]] = defaultdict(dict)
    for each in found:
        kinds[each.kind].setdefault(each.subject, each)
    for kind, of_kind in kinds.items():
        if len(of_kind) <= MAX_NAMED:
            yield from of_kind.values()
            continue
        first = next(iter(of_kind.values()))
        yield Trouble(kind, "", f"{len(of_kind)} addresses, such as {first.example}", first.example, len(of_kind))
