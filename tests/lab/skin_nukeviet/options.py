"""What can be chosen about a NukeViet demo portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["default", "gov", "foreign", "mobile", "v3"]


@dataclass(frozen=True, slots=True)
class NukeViet:
    """The theme `gov` keeps only the id of the body field, `foreign` none of NukeViet's names.

    `module` is the segment of the news module in addresses, "" where the rewriting drops it, `language` likewise.

    `flood` answers (requests, seconds) with 429 to more than that; None is no limit. `flood_also` is a second, wider
    window; `fixed` windows begin with their first request, else they slide. `flood_says` is where the answer tells
    the time to wait ("bare": not even why), `flood_status` what it is answered with. `tree` makes the second and
    third category children of the first, whose page shows boxes of theirs, or lists their articles too. `external`
    makes one listed article lead to another site. `wall` answers who brings no cookie with one, and sends him to
    where he came from. `hidden` adds one article that is scheduled and one that expired: no list shows them, a side
    box does. `front` is what the module's own page shows: the newest of every category, or all articles, page by
    page. `rewrite` off gives `index.php?language=vi&nv=…&op=…`.
    """

    theme: Theme = "default"
    module: str = "news"
    language: str = "/vi"
    flood: tuple[int, float] | None = None
    flood_also: tuple[int, float] | None = None
    fixed: bool = False
    flood_says: Literal["header", "page", "nothing", "bare"] = "header"
    flood_status: int = 429
    tree: Literal["", "boxes", "repeats"] = ""
    external: bool = False
    wall: bool = False
    hidden: bool = True
    front: Literal["teasers", "pages"] = "teasers"
    list_view: Literal["page", "list", "grid", "main", "two-column"] = "page"
    rewrite: bool = True
