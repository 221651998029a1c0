"""What can be chosen about a demo portal: its size, its pager and its irregularities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Pager = Literal["postback", "query"]
SMALLEST_CATEGORY = 3


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """The portal to build: `site` names a district of sites.toml, `sizes` the articles born in each of its categories.

    A category's declared total may be larger than its size: some articles stand in two categories. `login_only`
    hides one listed article behind a refusal; `dead_link` adds one entry to the first category whose article does
    not exist. The same options always give the same articles.
    """

    site: str = "suoi-may"
    sizes: tuple[int, ...] = (50, 28, 20, 13, 9)
    per_page: int = 10
    seed: int = 2020
    pager: Pager = "postback"
    login_only: bool = True
    dead_link: bool = False

    def __post_init__(self) -> None:
        if self.per_page < 1:
            raise ValueError("DemoOptions: per_page must be at least 1")
        if len(self.sizes) < 2 or min(self.sizes) < SMALLEST_CATEGORY:
            raise ValueError(f"DemoOptions: sizes needs at least two numbers, each at least {SMALLEST_CATEGORY}")
