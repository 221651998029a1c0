"""Parsing a page in another process, before its turn comes: what it needs to know of the portal goes along. Pure."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.dedup import Sketch, content_sha256, made, read, sketch
from archive.workers import Lost
from queson_crawler.parse.answer import Answer, Understood
from queson_crawler.parse.article.furniture import Template
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.platforms import Platform
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.text import normalise
from queson_crawler.understand.judge import Parsed, compared, parse
from queson_crawler.understand.tasks import Task


@dataclass(frozen=True, slots=True)
class Basis:
    """What of a profile counts when a page is parsed; `sent` is how it travels."""

    portal: Portal
    platform: Platform
    template: Template
    sent: bytes

    def fits(self, profile: Profile) -> bool:
        """Whether a page is parsed with a profile just as it is with this."""
        known = (self.portal, self.platform, self.template)
        return known == (profile.portal, profile.platform, profile.template)


@dataclass(frozen=True, slots=True)
class ToParse:
    """A page to be parsed: the answer to a task, and the basis as it travels; `explained` where it is to be told what
    was left out, and `is_sibling` where it may be compared with the other pages of its portal."""

    answer: Answer
    task: Task
    basis: bytes
    explained: bool = False
    is_sibling: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """What comes back: the page as it was parsed and, of an article, the sketch of its text under its digest."""

    parsed: Parsed
    sha256: str = ""
    sketch: Sketch | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A page that was parsed ahead of its turn, and what was known then."""

    parsed: Parsed
    basis: Basis


def basis_of(profile: Profile) -> Basis | None:
    """What of a profile counts when a page is parsed; None where another process could not know it."""
    if not profile.is_recognised:
        return None
    sent = pickle.dumps((profile.portal, profile.platform.name, profile.template), pickle.HIGHEST_PROTOCOL)
    if _profile(sent).platform != profile.platform:
        return None
    return Basis(profile.portal, profile.platform, profile.template, sent)


@lru_cache(maxsize=32)
def _profile(sent: bytes) -> Profile:
    portal, platform, template = pickle.loads(sent)
    return Profile.of(portal, platform).sharing(template)


def parse_ahead(page: ToParse) -> Worked:
    """Parse a page, and sketch the text of an article as it is stored."""
    parsed = parse(page.answer, page.task, _profile(page.basis))
    if not page.explained:  # what only people ask for does not travel
        parsed = replace(parsed, understood=replace(parsed.understood, verdicts=(), left_out=()))
    result = parsed.understood.result
    if not isinstance(result, RawArticle):
        return Worked(parsed)
    if page.is_sibling:
        parsed = replace(parsed, sibling=compared(page.answer, _profile(page.basis)))
    if result.further:
        return Worked(parsed)
    texts = (normalise(result.title), normalise(result.lead), normalise(result.body))
    return Worked(parsed, content_sha256(*texts), sketch(read(*texts)))


def parsed_of(result: Worked | Lost) -> Parsed:
    """The page that came back; its sketch is kept until its text is stored. One that took down the processes that
    parsed it is read like one that breaks the parser."""
    if isinstance(result, Lost):
        return Parsed(Understood(NotContent(Why.BROKEN, result.why)))
    if result.sha256:
        made.keep(result.sha256, result.sketch)
    return result.parsed
