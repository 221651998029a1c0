"""The way through one list: what its pages have told of how further ones are reached, and which is the last. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from queson_crawler.parse.results import NO_PAGER, PageLink, Pager, PageTemplate

MAX_PAGES = 20_000
"""At most this many pages of one list are read."""


@dataclass(slots=True)
class Route:
    """The `pager` that was read last, and the page on which it stands (`pager_of`); the `template` of the addresses of
    pages; the number of the last page, as the list itself tells it."""

    pager: Pager = NO_PAGER
    pager_of: int = 0
    template: PageTemplate | None = None
    last: int | None = None

    def learn(self, number: int, pager: Pager) -> None:
        """Take in the pager of page `number`."""
        self.pager = pager
        self.pager_of = number
        self.template = self.template or pager.template
        self.last = pager.last or self.last
        if self.last is None:
            return
        for link in pager.links:
            self.last = max(self.last, link.number)

    def shows(self, number: int) -> bool:
        """Whether the pager links page `number`."""
        return any(link.number == number for link in self.pager.links)

    def promises(self, number: int) -> bool:
        """Whether the list tells that it has page `number`."""
        return self.last is not None and number <= self.last

    def is_beyond_last(self, number: int) -> bool:
        """Whether the list tells that it has no page `number`."""
        if self.last is None or number <= self.last:
            return False
        return not self.shows(number)

    def promised_from(self, number: int) -> range:
        """The pages from `number` on that the list tells of."""
        if self.last is None:
            return range(0)
        return range(number, min(self.last, MAX_PAGES) + 1)

    def way(self, number: int, *, is_after_gap: bool) -> tuple[PageLink | None, bool]:
        """How page `number` is reached, and whether anything says that it exists."""
        if self.shows(number):
            return self.pager.link(number), True
        following = self.pager.following
        if following is not None and self.pager_of == number - 1:
            return replace(following, number=number), True
        is_promised = self.promises(number)
        if self.template is not None and (is_promised or is_after_gap):
            return PageLink(number, self.template.url(number)), is_promised
        return None, is_promised
