"""One record of an imported file, and what may be made of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from archive.warc.dates import exactly, moment
from archive.warc.foreign import Found
from queson_crawler.urls import clean

ANSWERS = ("response", "revisit", "conversion", "resource")
PAGES = ("text/html", "application/xhtml+xml")
REVISIT = "revisit"
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Held:
    """One record: the number of its WARC within the file, and where it is in that; `rest` are its further segments."""

    window: int
    found: Found
    rest: tuple[Held, ...] = ()

    @property
    def when(self) -> str:
        """The time it was fetched, to the second; "" where it tells none."""
        return moment(self.found.date)

    @property
    def order(self) -> tuple[str, str]:
        """The time it was fetched, as exactly as it tells."""
        return exactly(self.found.date)

    @property
    def is_rendered(self) -> bool:
        """Whether it is a page as a browser showed it."""
        return self.found.kind == "conversion"

    @property
    def is_web(self) -> bool:
        """Whether it is the answer of an address of the web, with or without a time."""
        return self.found.kind in ANSWERS and self.found.url.startswith(_WEB)

    @property
    def is_answer(self) -> bool:
        """Whether it is a portal's answer with a time, which a capture can be made of."""
        return self.is_web and self.when != ""

    @property
    def is_page(self) -> bool:
        """Whether it is an answer that holds a page."""
        one = self.found
        is_markup = one.media_type in PAGES and one.status in (0, 200)
        return is_markup and self.is_answer and clean(one.url) != ""

    @property
    def is_cut(self) -> bool:
        """Whether it says that it holds only a part of what was sent."""
        return self.found.truncated != ""
