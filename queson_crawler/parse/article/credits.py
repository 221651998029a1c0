"""What the lines about an article say of its author and source, and the lines of text that say so: `Theo Báo A`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from queson_crawler.parse.article.names import is_person
from queson_crawler.parse.article.signature import MAX_BYLINE
from queson_crawler.parse.evidence import Sign, Verdict

_TAKEN_FROM = re.compile(r"^(theo|nguồn)\s*:?\s+(.+)$", re.I)
_SOURCE = "nguồn"
_GOES_ON = (",", ";", ":", "./.")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+$")


@dataclass(slots=True)
class Byline:
    """What the lines about an article say of its author and source, and which blocks said it. `account` is a second
    name below the author's: the CMS user who posted; `repeated` are lines that only say a known name once more."""

    author: str | None = None
    source: str | None = None
    account: str | None = None
    blocks: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    by_label: bool = False
    by_selector: bool = False
    verdict: Verdict | None = None

    def name(self, author: str | None, reason: str) -> None:
        """Take an author, and why; nothing where there is none."""
        if author:
            self.author = author
            self.verdict = Verdict("byline", author, (Sign(reason, 1),))

    def fill_source(self, source: str | None) -> None:
        """Take a source where none is known."""
        self.source = self.source or source or None

    def fill_account(self, account: str | None) -> None:
        """Take the name of a CMS user where none is known."""
        self.account = self.account or account or None

    def fill(self, other: Byline) -> None:
        """Take what another byline, read further below, says more; the blocks stay this one's."""
        self.fill_source(other.source)
        self.fill_account(other.account)
        self.by_label |= other.by_label
        if not self.author:
            self.author, self.verdict = other.author, other.verdict


def says_taken_from(text: str) -> bool:
    """Whether a line is `Theo Báo A` or `Nguồn b.vn`, and no sentence that opens with these words."""
    taken = _TAKEN_FROM.match(text)
    if taken is None:
        return False
    if len(text) > MAX_BYLINE or text.endswith(_GOES_ON):
        return False
    return taken[2][0].isupper() or _HOST.match(taken[2]) is not None


def credit(found: Byline, text: str) -> None:
    """Put a line such as `Theo Báo A`, `Nguồn Cổng B` or a bare name where it belongs."""
    taken = _TAKEN_FROM.match(text)
    if taken is None:
        _credit_author(found, text.strip())
        return
    value = taken[2].strip()
    if taken[1].lower() == _SOURCE or not is_person(value):
        found.fill_source(value)
    else:
        _credit_author(found, value)


def credit_anew(found: Byline, text: str) -> None:
    """The same for a line that the page's own selector finds: it replaces the author that a guess has put there."""
    found.author, found.by_selector = None, True
    credit(found, text)


def _credit_author(found: Byline, name: str) -> None:
    if found.author is None:
        found.name(name, "a line of the page names the author")
