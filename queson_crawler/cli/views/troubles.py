"""What people see of what is wrong: portal by portal, with what was accepted of it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from archive.troubles import KnownTrouble
from queson_crawler.cli.views.runs import line


def troubles(console: Console, found: Iterable[KnownTrouble], kinds: Iterable[tuple[str, str]]) -> None:
    """A line for each trouble, below its portal; then the kinds that are accepted altogether."""
    last = None
    for each in found:
        if each.is_over:
            continue
        if each.portal != last:
            last = each.portal
            console.print(Text(each.portal or "this machine", style="bold"))
        _line(console, each)
    for portal, kind in kinds:
        line(console, f"Accepted of {portal or 'every portal'}: {kind}", "dim")
    if last is None:
        line(console, "Nothing is wrong with any portal.")


def accepted(console: Console, found: Iterable[KnownTrouble]) -> None:
    """A line for each trouble of a portal that was accepted and stands."""
    for each in found:
        if each.is_accepted and not each.is_over:
            _line(console, each)


def _line(console: Console, each: KnownTrouble) -> None:
    words = f"{each.kind}: {each.detail} (since {each.since}) {each.subject}".rstrip()
    if each.is_accepted:
        line(console, f"  accepted: {words}", "dim")
    else:
        line(console, f"  {words}", "yellow")
