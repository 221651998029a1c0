"""What people see of portals: the list of them, and what a portal file changes."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from queson_crawler.cli.views.runs import number
from queson_crawler.parse.article.furniture import RegionBlock
from queson_crawler.portals import Portal
from queson_crawler.replay.left_out import LeftOutBlocks
from queson_crawler.replay.recheck import Effect


def portals(console: Console, known: Iterable[Portal]) -> None:
    """The portals that come with queson: name, where a crawl begins, how sure that is."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 1, 0))
    table.add_column("slug", style="bold", no_wrap=True)
    table.add_column("title, platform, start, what is known", overflow="fold")
    for portal in known:
        text = Text(portal.title or portal.slug)
        text.append(f" · {portal.platform or 'platform told by its pages'}", style="cyan")
        text.append(f"\n{portal.start}", style="cyan")
        text.append(f"\n{portal.known}", style="dim")
        table.add_row(portal.slug, text)
    console.print(table)


def effect(console: Console, effect: Effect) -> None:
    """How many pages have each field before and after, and examples of what changed."""
    console.print(_effect_table(effect))
    console.print()
    for change in sorted(effect.examples, key=attrgetter("field")):
        console.print(Text(f"{change.field}  {change.url}", style="cyan"), soft_wrap=True)
        console.print(Text(f"  - {change.old or '(nothing)'}", style="red"))
        console.print(Text(f"  + {change.new or '(nothing)'}", style="green"))
    _left_out(console, effect.left_out)
    _shared(console, effect.shared())
    verdict = "Something was lost." if effect.worse else "Nothing was lost."
    kinds = ", ".join(filter(effect.changed.get, effect.changed)) or "nothing"
    console.print(f"{number(effect.pages)} pages read once more; changed: {kinds}. {verdict}")


def _effect_table(effect: Effect) -> Table:
    columns = {"before": effect.before, "after": effect.after, "changed": effect.changed, "lost": effect.lost}
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("field")
    for name in columns:
        table.add_column(name, justify="right")
    for name in effect.before:
        counts = [number(column[name]) for column in columns.values()]
        table.add_row(name, *counts, style="yellow" if effect.lost[name] else "")
    return table


def _left_out(console: Console, blocks: LeftOutBlocks) -> None:
    """What was left out of the articles: how many blocks for each reason, then the blocks that most pages share."""
    if not blocks.reasons:
        return
    console.print("Left out of the articles, by reason:", style="bold")
    for reason, count in blocks.reasons.most_common():
        console.print(f"  {number(count)}  {reason}", highlight=False, markup=False)
    for cut, pages in blocks.listed():
        line = f"  on {number(pages)} page(s): {cut.text} ({cut.reason})"
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    console.print()


def _shared(console: Console, blocks: tuple[RegionBlock, ...]) -> None:
    """What nearly all articles show within their texts: a portal file can leave it out with `not_body`."""
    if not blocks:
        return
    console.print("Within the text of nearly all articles (leave it out with `not_body`):", style="bold")
    for block in blocks:
        line = f"  {block.text}  ({block.key.path})"
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    console.print()
