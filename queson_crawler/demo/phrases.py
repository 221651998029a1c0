"""The hand-written sentences of the demo's news, and how their slots are filled."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from queson_crawler.demo.model import Category, Site

Filler = Callable[[], str]
KEPT = ("cay", "mua", "truong")
FIRST_YEAR, LAST_YEAR = 2014, 2019


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("queson_crawler.demo").joinpath(name).read_text("utf-8"))


@cache
def phrases() -> dict[str, Any]:
    """phrases.toml: a table of sentences per topic, and the common one."""
    return _read("phrases.toml")


def load_site(slug: str) -> Site:
    """The district `slug` of sites.toml. Raises ValueError, naming the known ones, when there is no such district."""
    known = _read("sites.toml")
    if slug not in known:
        raise ValueError(f"no demo site {slug!r}; there are: {', '.join(known)}")
    table = dict(known[slug])
    categories = tuple(Category(**row) for row in table.pop("categories"))
    communes, hamlets = tuple(table.pop("communes")), tuple(table.pop("hamlets"))
    return Site(categories=categories, communes=communes, hamlets=hamlets, **table)


def decimal(rng: Random, low: float, high: float) -> str:
    """A number between the two with one digit after the Vietnamese decimal comma."""
    return f"{rng.uniform(low, high):.1f}".replace(".", ",")


class Slots(dict[str, str]):
    """The slots of a sentence: places, people and figures are drawn anew at every use."""

    def __init__(self, rng: Random, site: Site) -> None:
        super().__init__(huyen=site.district, tinh=site.province, town=site.town)
        self._rng = rng
        common = phrases()["common"]
        self._fillers: dict[str, Filler] = {
            "xa": lambda: rng.choice(site.communes),
            "thon": lambda: rng.choice(site.hamlets),
            "nguoi": lambda: self[rng.choice(("ong", "ba"))],
            "ong": lambda: self._name("middles_men"),
            "ba": lambda: self._name("middles_women"),
            "chuc": lambda: self.fill(rng.choice(common["offices"])),
            "so": lambda: str(rng.randint(12, 95)),
            "tram": lambda: str(rng.randint(110, 980)),
            "le": lambda: decimal(rng, 1.1, 9.9),
            "phan": lambda: f"{decimal(rng, 41, 99)}%",
            "nam": lambda: str(rng.randint(FIRST_YEAR, LAST_YEAR)),
            "ngay": lambda: f"ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}",
            "mua": lambda: rng.choice(common["seasons"]),
            "cay": lambda: rng.choice(common["crops"]),
            "truong": lambda: f"Trường {rng.choice(common['schools'])}",
        }

    def _name(self, middles: str) -> str:
        common = phrases()["common"]
        return " ".join(self._rng.choice(common[part]) for part in ("families", middles, "givens"))

    def __missing__(self, slot: str) -> str:
        return self._fillers[slot]()

    def begin_article(self) -> None:
        """Draws what one article keeps from its title to its last line."""
        self.update((slot, self._fillers[slot]()) for slot in KEPT)

    def fill(self, template: str) -> str:
        """`template` with its slots filled."""
        return template.format_map(self)

    def sentence(self, template: str) -> str:
        """`template` with its slots filled and a capital at the front."""
        text = self.fill(template)
        return text[:1].upper() + text[1:]
