"""What can be chosen about a lab portal beside its content: its platform, and how badly it behaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from queson_crawler.demo.options import DemoOptions
from tests.lab.skin_nukeviet.options import NukeViet

FaultKind = Literal[
    "500", "502", "503", "429", "slow", "reset", "truncated", "gzip", "junk", "charset", "loop", "flood"
]
Demand = Literal["exact", "split", "previous", "session", "latest", "options"]
Beyond = Literal["repeat-last", "repeat-first", "404", "empty", "redirect-base"]


@dataclass(frozen=True, slots=True)
class Faults:
    """How the portal fails. By default it does not.

    Every `every`-th distinct address (a postback to another page of a list is another address; robots.txt and home
    are spared) fails on its first `tries` requests, with the `kinds` taken in turn, then answers as it should.
    "slow" answers after `slow` seconds. More than `flood` requests in as many seconds (0, 0 for no limit) are
    answered with 429 and a page that asks to wait. `missing_pages` are (category id, page) pairs that never answer:
    as 404, or as a list without items.
    """

    kinds: tuple[FaultKind, ...] = ()
    every: int = 5
    tries: int = 1
    retry_after: int = 1
    missing_pages: tuple[tuple[str, int], ...] = ()
    missing_as: Literal["404", "empty"] = "404"
    slow: float = 2.0
    flood: tuple[int, float] = (0, 0.0)

    def __post_init__(self) -> None:
        if self.every < 1 or self.tries < 0 or self.retry_after < 0:
            raise ValueError("Faults: every must be at least 1; tries and retry_after must not be negative")


@dataclass(frozen=True, slots=True)
class LabOptions(DemoOptions):
    """The portal to build. What the demo's options say holds here too.

    `shape` names the platform; the rest is for any but "dnn": what pages `beyond` the last answer, whether what is
    lost answers 200 (`soft_404`), whether an article appears while lists are read (`shift`), whether a `parent`
    category repeats all, and how many of the newest sitemap and feed tell (`feeds`). With `etags`, articles have
    validators and are not sent again while they are unchanged. `demands` are what the postbacks of a shape that has
    them must bring: every field and the form's own encoding ("exact"), the state in several fields ("split"),
    __PREVIOUSPAGE, a session, one of the latest states; "options" writes their links the long way.
    """

    faults: Faults = Faults()
    shape: str = "dnn"
    nukeviet: NukeViet = field(default_factory=NukeViet)
    beyond: Beyond = "404"
    soft_404: bool = False
    shift: bool = False
    parent: bool = False
    feeds: int = 0
    etags: bool = False
    demands: tuple[Demand, ...] = ()


SMALL = LabOptions(site="con-say", sizes=(8, 5, 3), per_page=3, seed=7)
"""A second, small portal: another district, three categories, sixteen articles."""
