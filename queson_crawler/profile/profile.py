"""With what the pages of one portal are read: its file's rules, and what its own pages have told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from queson_crawler.parse.answer import Answer
from queson_crawler.platforms import GENERIC, Platform, detect, named
from queson_crawler.portals import Portal


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a portal. It never changes: learning from an answer gives another profile, and the same answers
    in the same order give the same one.

    `platform` is the platform as this portal runs it; until `is_recognised` it is the generic one.
    """

    portal: Portal
    platform: Platform
    is_recognised: bool = False

    @classmethod
    def of(cls, portal: Portal, platform: str = "") -> Profile:
        """What is known before any page was read: the platform of that name, else the one that the portal's file names,
        else none."""
        name = platform or portal.platform
        if name:
            return cls(portal, portal.platform_of(named(name)), is_recognised=True)
        return cls(portal, portal.platform_of(GENERIC))

    def learned(self, answer: Answer) -> Profile:
        """The profile after an answer: the first page that can be read tells the platform."""
        if self.is_recognised or not is_readable(answer):
            return self
        platform = self.portal.platform_of(detect(answer.document()))
        return replace(self, platform=platform, is_recognised=True)


def is_readable(answer: Answer) -> bool:
    """Whether an answer is a page that can be read at all."""
    return answer.status == 200 and bool(answer.body)
