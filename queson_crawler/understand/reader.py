"""Reads the answers of one run in their order, and learns the portal's profile from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from archive.events import ProfileLearned
from archive.records import Capture, Page
from archive.warc import Exchange
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.headers import NOT_MODIFIED, location_of, media_type
from queson_crawler.parse.results import Why
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.profile.siblings import MAX_COMPARED, MAX_COMPARED_AGAIN
from queson_crawler.understand import judge, pages
from queson_crawler.understand.ahead import Ahead
from queson_crawler.understand.parts import Parts
from queson_crawler.understand.reading import SHOWN_WHOLE, Kind, Reading
from queson_crawler.understand.tasks import Task

PARSER = "11"
"""Counts the versions of parsing: one more whenever the same bytes may give another article."""
WITHOUT_PROFILES = frozenset(("", "1", "2", "3"))
"""The versions of parsing whose runs knew no profile of a portal."""
WITHOUT_PARTS = WITHOUT_PROFILES | {"4"}
"""Those whose runs did not ask for the further pages of an article."""


def answer_of(exchange: Exchange) -> Answer:
    """A stored exchange as it is read. An answer that nothing was modified is read as what it refers to."""
    kind, charset = media_type(exchange.response_headers)
    status = exchange.status
    if status == NOT_MODIFIED and exchange.body:
        status = 200
    return Answer(
        exchange.url,
        status,
        exchange.content,
        kind,
        charset,
        location_of(exchange.response_headers),
        exchange.fetched_at,
        exchange.is_damaged,
    )


@dataclass(slots=True)
class Reader:
    """The reader of one run. Its `profile` is what the portal's file says and what the pages read so far have told."""

    portal: Portal
    run_id: int
    gathers: bool = False
    """Whether the blocks of the first articles are gathered, from which the portal's furniture is learned."""
    profile: Profile = field(init=False)
    parts: Parts = field(default_factory=Parts)
    gathered: int = 0

    def __post_init__(self) -> None:
        self.profile = Profile.of(self.portal)

    def begin(self, parser: str, learned: ProfileLearned | None, *, is_known: bool) -> None:
        """Begin a run with what was learned in earlier ones. A portal that `is_known` from before profiles keeps the
        rule that its articles have; one that is not known has none yet."""
        self.parts.waits = parser not in WITHOUT_PARTS
        if learned is not None:
            self.profile = self.profile.taken_up(learned)
        elif not is_known and parser not in WITHOUT_PROFILES:
            self.profile = self.profile.without_identity()

    def take_up(self, learned: ProfileLearned) -> None:
        """Read on with what the frontier, or the run that is replayed, has learned."""
        self.profile = self.profile.taken_up(learned)

    def reading(self, task: Task, answer: Answer, ahead: Ahead | None = None) -> Reading:
        """What an answer is. `ahead` is how it was parsed in another process; it counts where that knew what this
        reader knows now."""
        self.profile = self.profile.learned(answer)
        parsed = None
        if ahead is not None and ahead.basis.fits(self.profile):
            parsed = ahead.parsed
        reading = judge.read(answer, task, self.profile, parsed)
        if reading.kind in SHOWN_WHOLE and not task.render:
            self.profile = self.profile.shown_whole(reading.blanks)
        if reading.kind is not Kind.ARTICLE or not self.may_gather:
            return reading
        self.gathered += 1
        if parsed is not None and parsed.sibling is not None:
            return replace(reading, sibling=parsed.sibling)
        return replace(reading, sibling=judge.compared(answer, self.profile))

    @property
    def may_gather(self) -> bool:
        """Whether the blocks of one more article are wanted."""
        most = MAX_COMPARED
        if self.profile.template.furniture:
            most = MAX_COMPARED_AGAIN
        return self.gathers and self.gathered < most

    def read(
        self, task: Task, answer: Answer, capture: Capture | None, ahead: Ahead | None = None
    ) -> tuple[Reading, Page]:
        """What an answer is, and everything of it that is stored."""
        reading = self.reading(task, answer, ahead)
        return reading, self.parts.joined(reading, pages.page_of(reading, self.run_id, capture))

    def unanswered(self, task: Task, why: Why, detail: str, observed_at: str) -> Page:
        """What is stored when no answer came."""
        reading = judge.unanswered(task, why, detail, self.profile)
        return self.parts.joined(reading, pages.page_of(reading, self.run_id, None, observed_at))
