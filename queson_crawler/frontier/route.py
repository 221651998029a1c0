"""The way through one list: what its pages have told of how further ones are reached, and which is the last. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from queson_crawler.parse.results import NO_PAGER, PageLink, Pager, PageTemplate

MAX_PAGES = 20_000
"""At most this many pages of one list are read."""


@dataclass(frozen=True, slots=True)
class Onward:
    """How a page is reached: whether anything says that it exists (`is_promised`), and whether the pager shows its
    number."""

    link: PageLink
    is_promised: bool
    is_shown: bool = False

    @property
    def is_guess(self) -> bool:
        """Whether the page may not be there: nothing tells of it, or only a control that stays when the list ends."""
        if not self.is_promised:
            return True
        return bool(self.link.press) and not self.is_shown


@dataclass(slots=True)
class Route:
    """The `pager` that was read last, and the page on which it stands (`pager_of`); the `template` of the addresses of
    pages; the number of the `last` page, as the list itself tells it, 0 where it does not."""

    pager: Pager = NO_PAGER
    pager_of: int = 0
    template: PageTemplate | None = None
    last: int = 0

    def learn(self, number: int, pager: Pager) -> None:
        """Take in the pager of page `number`."""
        self.pager = pager
        self.pager_of = number
        self.template = self.template or pager.template
        self.last = pager.last or self.last
        if self.last:
            self.last = max(self.last, pager.furthest)

    def makes(self, url: str) -> bool:
        """Whether an address is that of a page of the list, as far as its template tells."""
        return self.template is not None and self.template.makes(url)

    def shown(self, number: int) -> PageLink | None:
        """The pager's link to page `number`; None where it has none."""
        for link in self.pager.links:
            if link.number == number:
                return link
        return None

    def promises(self, number: int) -> bool:
        """Whether the list tells that it has page `number`."""
        return number <= self.last

    def ends_by(self, number: int) -> bool:
        """Whether the list tells that it has no page behind page `number`."""
        return 0 < self.last <= number

    def is_beyond_last(self, number: int) -> bool:
        """Whether the list tells that it has no page `number`, or nobody would read so far."""
        if number > MAX_PAGES:
            return True
        return self.ends_by(number - 1) and self.shown(number) is None

    def promised_from(self, number: int) -> range:
        """The pages from `number` on that the list tells of."""
        return range(number, min(self.last, MAX_PAGES) + 1)

    def way(self, number: int, *, is_after_gap: bool) -> Onward | None:
        """How page `number` is reached; None where nobody knows."""
        shown = self.shown(number)
        if shown is not None:
            return Onward(shown, is_promised=True, is_shown=True)
        following = self.pager.following
        if following is not None and self.pager_of == number - 1:
            return Onward(replace(following, number=number), is_promised=True)
        if self.template is None:
            return None
        made = PageLink(number, self.template.url(number))
        if self.promises(number):
            return Onward(made, is_promised=True)
        if is_after_gap:
            return Onward(made, is_promised=False)
        return None

    def link_to_last(self, number: int) -> PageLink | None:
        """How page `number` is reached, made or shown as the last of all; None where it is neither."""
        if self.template is not None:
            return PageLink(number, self.template.url(number))
        shown = self.shown(number)
        if shown is None or shown.press:
            return None
        if self.pager.furthest > number:
            return None
        return shown


def leads_beyond(pager: Pager, number: int) -> bool:
    """Whether the pager of page `number` tells of a further one."""
    if pager.following is not None:
        return True
    return max(pager.furthest, pager.last or 0) > number
