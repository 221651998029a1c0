"""What people see of a judgement: each part of a page, what was chosen, and the evidence for and against it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from queson_crawler.parse.evidence import LeftOut, Sign, Verdict
from queson_crawler.parse.explain import Explanation

MAX_CHOSEN, MAX_LEFT_OUT = 70, 40


def explained(console: Console, pages: Iterable[Explanation]) -> None:
    """Why pages were read as they were."""
    for page in pages:
        console.print(Text(f"why {page.url} is read as: {page.kind}", style="bold"))
        for verdict in page.verdicts:
            _verdict(console, verdict)
        for block in page.left_out[:MAX_LEFT_OUT]:
            _left_out(console, block)
        more = len(page.left_out) - MAX_LEFT_OUT
        if more > 0:
            console.print(Text(f"  and {more} more blocks left out", style="dim"))
        console.print()


def _verdict(console: Console, verdict: Verdict) -> None:
    console.print(Text(f"  {verdict.part}: {_short(verdict.chosen)}", style="cyan"))
    for sign in verdict.signs:
        against = sign.points < 1 if sign.factor else sign.points < 0
        console.print(Text(f"    {_weight(sign):>6}  {sign.name}", style="yellow" if against else "green"))


def _weight(sign: Sign) -> str:
    return f"×{sign.points:g}" if sign.factor else f"{sign.points:+g}"


def _left_out(console: Console, block: LeftOut) -> None:
    console.print(Text(f"  left out: {_short(block.text)}", style="dim"))
    console.print(Text(f"            {block.reason}", style="dim"))


def _short(text: str) -> str:
    return text if len(text) <= MAX_CHOSEN else f"{text[:MAX_CHOSEN]}…"
