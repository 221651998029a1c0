"""What one run over one portal has met and concluded: the state of the frontier, and what is learned from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from archive.events import Conclusion
from archive.records import Entry
from queson_crawler.frontier.articles import Articles
from queson_crawler.frontier.candidates import Candidates
from queson_crawler.frontier.feeds import Feeds
from queson_crawler.frontier.follow_up import FollowUp
from queson_crawler.frontier.identities import IdentityLearner
from queson_crawler.frontier.lists import Lists
from queson_crawler.frontier.rendering import Rendering
from queson_crawler.frontier.revisit import Revisit
from queson_crawler.frontier.small_lists import SmallLists
from queson_crawler.parse.imprint import Imprint
from queson_crawler.parse.legal.names import document_id
from queson_crawler.parse.links import list_url
from queson_crawler.platforms import Platform
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.profile.siblings import Siblings
from queson_crawler.understand.tasks import ArticleTask, PageTask, Task

MAX_SAMPLE = 30
"""Articles from which the furniture of a portal is learned before the others are asked for."""


@dataclass(slots=True)
class RunState:
    """The state of one run over one portal, by what it is about."""

    portal: Portal
    articles: Articles = field(default_factory=Articles)
    lists: Lists = field(default_factory=Lists)
    revisit: Revisit = field(default_factory=Revisit)
    candidates: Candidates = field(default_factory=Candidates)
    rendering: Rendering = field(default_factory=Rendering)
    identities: IdentityLearner = field(default_factory=IdentityLearner)
    siblings: Siblings = field(default_factory=Siblings)
    small_lists: SmallLists = field(default_factory=SmallLists)
    concluded: list[Conclusion] = field(default_factory=list)
    keeps_whole: bool = False
    """Whether the crawl keeps the whole portal, and not only its lists and articles."""
    profile: Profile = field(init=False)
    feeds: Feeds = field(init=False)
    follow_up: FollowUp = field(init=False)

    def __post_init__(self) -> None:
        self.profile = Profile.of(self.portal)
        self.feeds = Feeds(self.portal)
        self.follow_up = FollowUp(self.portal.start, self.revisit, self.articles, self.lists)

    @property
    def platform(self) -> Platform:
        """The platform, as far as it is known by now."""
        return self.profile.platform

    def remember(self, revisit: Revisit) -> None:
        """Take up what is known of the portal."""
        self.revisit = revisit
        self.follow_up = FollowUp(self.portal.start, revisit, self.articles, self.lists)
        self.articles.stored = frozenset(revisit.memory.articles)
        self.articles.known = frozenset() if revisit.full else self.articles.stored
        self.articles.held = revisit.held
        for known in revisit.memory.articles.values():
            if not known.is_document:
                self.identities.came(known.url, known.native_id)
        self.lists.known = revisit.memory
        self.lists.short = not revisit.full
        self.lists.anew = revisit.lists_anew()

    def conclusions(self) -> list[Conclusion]:
        """What was concluded since this was last asked."""
        new: list[Conclusion] = [
            *self.rendering.concluded,
            *self.follow_up.concluded,
            *self.lists.concluded,
            *self.concluded,
        ]
        self.concluded.clear()
        self.rendering.concluded.clear()
        self.follow_up.concluded.clear()
        self.lists.concluded.clear()
        return new

    def as_of_now(self, task: Task) -> Task:
        """A task with what is known by now. An answer is judged by that, and not by what was known when its request was
        queued."""
        if self.keeps_whole and isinstance(task, PageTask | ArticleTask):
            task = replace(task, kept=True)
        if isinstance(task, ArticleTask):
            return self.articles.as_of_now(task)
        return task

    def learn_identity(self) -> bool:
        """Learn what tells the portal's articles apart; whether that is known otherwise now than it was before."""
        learned = self.identities.learned(self.profile)
        if learned is None:
            return False
        was_merged = self.profile.is_identity_learned
        self.profile = learned
        self.articles.name_anew(learned.identify)
        if was_merged:
            # Some of what lists show was taken for an article that is known.
            for shown in self.identities.listed():
                self.articles.want(Entry(learned.identify(shown.url), shown.url, shown.title), listed=True)
        self.lists.name_anew(self.identities.renamed(learned))
        self.concluded.append(learned.kept())
        return True

    def note_title(self, imprint: Imprint | None) -> None:
        """Take in what the start page calls the site."""
        if imprint is not None:
            self.revisit.title = imprint.title or self.revisit.title

    def release_when_known(self) -> list[ArticleTask]:
        """The articles that waited until it was known whose portal this is, and what tells them apart: first those from
        which it is learned what their pages have in common."""
        if self.revisit.held or not self.profile.is_identity_learned:
            return []
        if self.profile.template.furniture or self.siblings.is_enough:
            return self.articles.release()
        return self.articles.release_sample(MAX_SAMPLE)

    def release_rest(self) -> list[ArticleTask]:
        """The articles that waited until the first ones were read."""
        if not self.articles.is_sampled:
            return []
        return self.articles.release()

    def learn_template(self) -> bool:
        """Learn what the articles' pages have in common, where those that were read tell more than is known; whether
        they did."""
        found = self.siblings.learned(self.profile.template)
        if found is None:
            return False
        self.profile = self.profile.sharing(found)
        self.concluded.append(self.profile.kept())
        return True

    def was_met(self, url: str) -> bool:
        """Whether an address is that of an article or a legal document that is known, or was asked for."""
        if self.articles.was_met(document_id(url)):
            return True
        return self.articles.was_met(self.profile.identify(url))

    def is_kept_elsewhere(self, url: str) -> bool:
        """Whether an address is that of a page of a list, of an article or of a legal document."""
        if self.was_met(url) or self.lists.is_page(url):
            return True
        name = self.platform.name_of(list_url(self.platform, url))
        return any(name == self.platform.name_of(home) for home in self.lists.walks)
