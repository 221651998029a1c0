"""What a portal is like: each trait has ordinary values and odd ones; a portal is odd in one to four traits.

Any change here gives every seed another portal.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

ORDINARY: dict[str, str] = {
    "address": "cat-slug-id.html cat-slug-id slug-id.htm query-id id-slug",
    "membership": "one",
    "pager": "numbers numbers-next window",
    "pager_address": "query",
    "beyond": "empty first 404 redirect",
    "declared": "none total pages",
    "items": "li div",
    "extras": "small none",
    "tree": "flat flat nested",
    "menu": "ul ul nested",
    "finding": "none none sitemap",
    "title_tag": "h1 h1 h2",
    "page_title": "both both portal",
    "date_place": "before",
    "date_form": "common",
    "machine_date": "none none meta",
    "lead": "none class div",
    "author": "label-after right none",
    "meta_order": "common",
    "labels": "common",
    "bodies": "plain",
    "special": "none",
    "comments": "none",
    "furniture": "outside none",
    "clock": "none none header",
    "captions": "none none none",
    "related": "heading heading none",
    "locked": "none",
    "charset": "utf-8 utf-8 meta",
    "wire": "plain gzip chunked",
    "twins": "none",
    "dates_in_list": "yes",
}

ODD: dict[str, str] = {
    "address": (
        "cat-slug-short cat-slug-id7 valueless-cut unknown-param unknown-param guid-param guid-path q-node slug-only "
        "cut-id date-path lang-param vi-segment case backslash spaces glued front per-category parens two-numbers "
        "slug-first-param"
    ),
    "membership": "several several redirect",
    "pager": (
        "next-words next-words next-icon next-rel head-rel next-aria next-title next-image more trang-x select "
        "post-buttons post-select postback postback-window onclick button-onclick window-dots last-only"
    ),
    "pager_address": "path path-page path-file offset zero odd-param",
    "beyond": "always-next last-repeated",
    "declared": "showing total-colon",
    "items": "table dl h3p card bare",
    "extras": "large pinned months tags large-first",
    "tree": "dashes tin-tuc parent-all nested-all tiny",
    "menu": "select onclick area iframe frameset table javascript",
    "finding": "sitemap-gz sitemap-txt sitemap-index rss-relative rss-guid sitemap-only",
    "title_tag": "div p span h3",
    "page_title": "portal",
    "date_place": "after none",
    "date_form": "rare rare",
    "machine_date": "time time-more jsonld itemprop",
    "lead": "bold bold strong-plain italic h2-lead",
    "author": "label-before photo both brackets",
    "meta_order": "glued shuffled",
    "labels": "varied",
    "bodies": "picture-only short two-pages tables",
    "special": "notice schedule first-time last-time headings",
    "comments": "open one",
    "furniture": "inside inside-top",
    "clock": "header-minute",
    "captions": "figcaption italic small-div table",
    "related": "bare sibling-inside",
    "locked": "password members dead gone forbidden login",
    "charset": "undeclared utf-16 windows-1258 nfd",
    "wire": "cookie robots broken-gzip",
    "twins": "twins",
    "dates_in_list": "no",
}


@dataclass(frozen=True)
class Traits:
    """The drawn values; `odd` names the traits that are out of the ordinary."""

    values: dict[str, str]
    odd: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def told(self) -> str:
        """The odd traits, for a report."""
        return " ".join(f"{name}={self.values[name]}" for name in self.odd)


OFTEN = "address address address pager pager pager membership menu finding bodies special locked items".split()
"""Traits of many values are odd more often than others."""


def _odd(random: Random, count: int) -> tuple[str, ...]:
    """Different traits, the many-valued ones with more weight."""
    pool = [*sorted(ODD), *OFTEN]
    chosen: set[str] = set()
    while len(chosen) < count:
        chosen.add(random.choice(pool))
    return tuple(sorted(chosen))


def draw(random: Random, most: int = 4) -> Traits:
    """Ordinary in most traits, odd in one to four (or another number)."""
    values = {name: random.choice(choices.split()) for name, choices in ORDINARY.items()}
    odd = _odd(random, random.randint(min(1, most // 4), most))
    for name in odd:
        values[name] = random.choice(ODD[name].split())
    _agree(values)
    kept = tuple(name for name in odd if values[name] in ODD[name].split())
    return Traits(values, kept)


NO_CATEGORY_IN_ADDRESS = frozenset(
    (
        "slug-id.htm query-id unknown-param guid-param guid-path q-node slug-only lang-param two-numbers "
        "slug-first-param"
    ).split()
)
STATEFUL = frozenset("postback postback-window post-buttons post-select select".split())


def _agree(values: dict[str, str]) -> None:
    """Takes back what cannot stand together."""
    if values["address"] == "per-category":
        values["membership"] = "one"
        values["tree"] = "flat" if values["tree"] in ("parent-all", "nested-all") else values["tree"]
    if values["membership"] == "redirect" and values["address"] in NO_CATEGORY_IN_ADDRESS:
        values["address"] = "cat-slug-id"
    if values["pager"] in STATEFUL:
        values["pager_address"] = "query"
        values["beyond"] = "empty" if values["beyond"] == "always-next" else values["beyond"]
    if values["pager"] in ("select", "trang-x") and values["beyond"] == "always-next":
        values["beyond"] = "empty"
    if values["date_place"] == "none":
        values["machine_date"] = "none"
        values["dates_in_list"] = "no"
    if values["special"] in ("first-time", "last-time") and values["bodies"] == "picture-only":
        values["bodies"] = "plain"
    if values["lead"] == "h2-lead":
        values["title_tag"] = "h1"
    if values["address"] == "q-node":
        values["pager_address"] = "query"
    if values["address"] == "spaces" and values["charset"] == "windows-1258":
        values["charset"] = "utf-8"
    if values["menu"] == "frameset" and values["finding"] == "none":
        values["extras"] = "none"
