"""What can be chosen about a NukeViet demo portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["default", "gov", "foreign", "mobile", "v3"]


@dataclass(frozen=True, slots=True)
class NukeViet:
    """The theme `gov` keeps only the id of the body field, `foreign` none of NukeViet's names.

    `module` is the segment of the news module in addresses, "" where the rewriting drops it, `language` likewise.

    `flood` answers (requests, seconds) with 429 to more than that; None is no limit. `hidden` adds one article that is
    scheduled and one that expired: no list shows them, a side box does. `front` is what the module's own page shows:
    the newest of every category, or all articles, page by page. `moved` drops the language by redirects, as a portal
    does that once had it. `rewrite` off gives `index.php?language=vi&nv=…&op=…`.
    """

    theme: Theme = "default"
    module: str = "news"
    language: str = "/vi"
    flood: tuple[int, float] | None = None
    hidden: bool = True
    front: Literal["teasers", "pages"] = "teasers"
    list_view: Literal["page", "list", "grid"] = "page"
    rewrite: bool = True
