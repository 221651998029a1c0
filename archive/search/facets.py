"""How many of the articles found are of each year, portal and category."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from sqlite3 import Connection
from typing import Any

from archive.rows import shaped

_FACTS = """
select a.portal, substr(a.published_at, 1, 4), count(*)
from json_each(?) j join articles a indexed by articles_facts on a.id = j.value group by 1, 2
"""
_CATEGORIES = """
select c.portal, c.title, count(distinct x.article_id) from json_each(?) j
join article_categories x on x.article_id = j.value join categories c on c.id = x.category_id
group by 1, 2 order by 3 desc, 1, 2
"""


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """How many articles a category of a portal has among those found."""

    portal: str
    category: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over what was found: years (newest first; None is no date), portals and categories (most first).

    ``more``: there are more matches than were counted, so the counts are those of the best matches.
    """

    years: dict[str | None, int]
    portals: dict[str, int]
    categories: tuple[CategoryCount, ...]
    more: bool = False

    def as_json(self) -> dict[str, Any]:
        """Names and counts, most or newest first; the year of what has no date is ``null``."""
        return {
            "years": _counts("year", self.years),
            "portals": _counts("portal", self.portals),
            "categories": list(map(asdict, self.categories)),
            "more": self.more,
        }


def _counts(kind: str, counts: Mapping[Any, int]) -> list[dict[str, Any]]:
    return [{kind: name, "count": count} for name, count in counts.items()]


def counted(connection: Connection, ids: Sequence[int], *, more: bool) -> Facets:
    """The facets of the articles with these ids."""
    chosen = json.dumps(list(ids))
    years: Counter[str | None] = Counter()
    portals: Counter[str] = Counter()
    for portal, year, number in connection.execute(_FACTS, (chosen,)):
        years[year] += number
        portals[portal] += number
    categories = shaped(CategoryCount, connection.execute(_CATEGORIES, (chosen,)))
    newest_first = sorted(years, key=lambda year: year or "", reverse=True)
    return Facets({year: years[year] for year in newest_first}, dict(portals.most_common()), categories, more)
