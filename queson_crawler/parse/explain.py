"""Why a page was read as it was: the evidence for and against each choice, for `queson probe --why`. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.article.furniture import NO_TEMPLATE, Template
from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import LeftOut, Sign, Verdict
from queson_crawler.parse.listing.structure import by_structure
from queson_crawler.parse.results import Listing, NotContent, RawArticle, Redirect
from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import find_all

MAX_WAYS = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """A page, what it was read as (`list`, `article`, or what it is instead), and why."""

    url: str
    kind: str
    verdicts: tuple[Verdict, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def explain(answer: Answer, platform: Platform, role: str, template: Template = NO_TEMPLATE) -> Explanation:
    """Why an answer is read as it is, given what it was asked for and what the pages of articles are known to share (as
    in `answer.understand`)."""
    understood = understand(answer, platform, role, template=template)
    match understood.result:
        case Listing() as listing:
            return Explanation(answer.url, "list", _of_list(answer.document(), platform, listing))
        case RawArticle():
            return Explanation(answer.url, "article", understood.verdicts, understood.left_out)
        case NotContent() as refusal:
            return Explanation(answer.url, f"{refusal.why}: {refusal.detail}")
        case Redirect() as redirect:
            return Explanation(answer.url, f"leads to {redirect.target}")
        case _:
            return Explanation(answer.url, "a feed")


def _of_list(doc: Document, platform: Platform, listing: Listing) -> tuple[Verdict, ...]:
    """Why the entries of a list are its entries, and where each of its controls leads."""
    verdicts = [Verdict("list", f"{len(listing.entries)} entries", _reasons(doc, platform, listing))]
    for way in listing.pager.ways[:MAX_WAYS]:
        verdicts.append(Verdict("way on", f"{way.said or 'an icon'}: {way.link.url}", way.signs))
    return tuple(verdicts)


def _reasons(doc: Document, platform: Platform, listing: Listing) -> tuple[Sign, ...]:
    root = next(iter(find_all(doc.body, platform.listing.root)), doc.body)
    if not listing.shape and find_all(root, platform.listing.item):
        return (Sign("the platform's selectors find them", 1),)
    found = by_structure(doc, root, platform, listing.shape)
    if found is None:
        return (Sign("their addresses stand directly below the list's", 1),)
    return found.signs
