"""What people see of a probe: what it believes of a portal, its lists, one article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from queson_crawler.cli.views.runs import number
from queson_crawler.parse.results import RawArticle
from queson_crawler.runs.found_lists import FoundList
from queson_crawler.runs.probe import Probed
from queson_crawler.text import normalise
from queson_crawler.urls import local

MAX_LISTS, MAX_BODY, MAX_FILES = 24, 300, 3
"""Lines of the menu after which only what was looked at is shown; characters of a body, and files, that are shown."""


def probed(console: Console, probe: Probed) -> None:
    """What a look at a portal lets one believe."""
    found, said = probe.found, probe.said
    title = probe.portal.title or said.title or probe.portal.slug
    console.print(Text(title, style="bold"))
    facts: dict[str, str | Text] = {
        "start": probe.portal.start,
        "platform": _why(probe),
        "articles told apart by": found.identity,
        "owner": said.owner,
        "address": said.address,
        "phone": said.phone,
        "email": said.email,
        "delay": _delay(probe.delay),
        "requests": number(probe.requests),
    }
    console.print(_facts(facts))
    console.print()
    console.print(_tree(found.lists))
    console.print()
    if found.article is not None:
        _article(console, found.article_url, found.article)
    for sentence in found.missing:
        console.print(Text(f"missing: {sentence}", style="yellow"))


def probe_as_json(probe: Probed, *, why: bool = False) -> dict[str, Any]:
    """A probe as JSON; of platforms only their names and what was seen of them, of evidence nothing unless asked."""
    whole = asdict(replace(probe, reasons=()))
    if not why:
        del whole["why"]
    return whole | {"reasons": [{"platform": why.platform.name, "shown": why.shown} for why in probe.reasons]}


def _facts(facts: Mapping[str, str | Text]) -> Table:
    """A line for each fact; what is empty is left out."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, fact in facts.items():
        if fact:
            table.add_row(name, Text.assemble(fact))
    return table


def _delay(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:g} s, as robots.txt asks"


def _why(probe: Probed) -> Text:
    """The platform, and the marks on the start page that say so."""
    first = next(iter(probe.reasons), None)
    text = Text(probe.found.platform, style="bold")
    if first is None or not first.shown:
        return text.append(": no marks of a known platform; labels and structure decide", style="default")
    marks = ", ".join(" ".join(mark.split()) for mark in first.shown)
    counted = f"{len(first.shown)} of {len(first.platform.marks)} marks"
    if first.enough and first.platform.name == probe.found.platform:
        return text.append(f": {counted}: {marks}", style="not bold")
    return text.append(f": {first.platform.name} shows only {counted} ({marks})", style="not bold")


def _tree(lists: tuple[FoundList, ...]) -> Tree:
    """The menu: lists with their sizes, pages that are none, pages not looked at."""
    tree = Tree(Text("menu", style="bold"))
    branches: dict[str, Tree] = {}
    left = 0
    for one in lists:
        if one.kind == "not looked at" and len(branches) >= MAX_LISTS:
            left += 1
            continue
        above = branches.get(one.parent or "", tree)
        branches.setdefault(one.url, above.add(_line(one)))
    if left:
        tree.add(Text(f"and {left} more not looked at", style="dim"))
    return tree


def _line(one: FoundList) -> Text:
    name = normalise(one.title) or local(one.url)
    if one.kind == "teasers":
        return Text(f"start page: {one.entries} teasers of other lists", style="dim")
    if one.kind != "list":
        return Text(f"{name}: {one.kind}", style="dim")
    about = f"  {_size(one)}, {one.entries} on the first; pager: {one.pager}"
    return Text(name, style="green").append(about, style="default")


def _size(one: FoundList) -> str:
    """How many articles and pages a list has, as far as that is known."""
    size = _articles(one)
    if (one.pages or 0) > 1:
        size += f", {number(one.pages)} pages"
    return size


def _articles(one: FoundList) -> str:
    if one.articles is None:
        return "size unknown"
    size = "1 article" if one.articles == 1 else f"{number(one.articles)} articles"
    if one.estimated:
        return f"about {size}"
    return size


def _article(console: Console, url: str, article: RawArticle) -> None:
    """One article with every field, empty ones as a dash."""
    console.print(Text("one article", style="bold"))
    values = {
        "address": url,
        "title": article.title,
        "published": _date(article),
        "author": article.author,
        "poster": article.poster,
        "source": article.source,
        "views": number(article.view_count),
        "lead": article.lead,
        "body": _beginning(normalise(article.body)),
        "images": ", ".join(image.url for image in article.images[:MAX_FILES]),
        "attachments": ", ".join(file.filename or file.url for file in article.attachments[:MAX_FILES]),
    }
    console.print(_facts({name: normalise(value or "–") for name, value in values.items()}))
    console.print()


def _date(article: RawArticle) -> str:
    if not article.published_at:
        return ""
    return f"{article.published_at} ({article.published_precision}), printed {article.published_raw}"


def _beginning(body: str) -> str:
    """How long a text is, and how it begins."""
    if not body:
        return ""
    words = " ".join(body[:MAX_BODY].split())
    if len(body) > MAX_BODY:
        words += "…"
    return f"{len(body):,} characters: {words}"
