"""What is stored of a conclusion, which the frontier drew from several pages."""

from __future__ import annotations

from archive.events import (
    AnotherSite,
    Conclusion,
    ListPageMissing,
    ListPageRepeated,
    ListRepeats,
    ListWalked,
    PageNotRendered,
    ProfileLearned,
    RestOfPortal,
)
from archive.records import (
    ANOTHER_SITE,
    NEEDS_BROWSER,
    Category,
    Left,
    ListPage,
    Page,
    PageState,
    Problem,
    Walked,
)


def page_of(conclusion: Conclusion, run_id: int, at: str) -> Page:
    """The rows of a conclusion that a run drew at a time (UTC)."""
    match conclusion:
        case ListRepeats(category, original):
            return Page(run_id, category=Category(category, same_as=original), observed_at=at)
        case ListPageMissing(category, number):
            return _unread(category, number, PageState.MISSING, run_id, at)
        case ListPageRepeated(category, number):
            return _unread(category, number, PageState.REPEATED, run_id, at)
        case PageNotRendered(url, reason):
            return Page(run_id, problems=(Problem(url, NEEDS_BROWSER, reason),), observed_at=at)
        case AnotherSite(url, name):
            return Page(run_id, problems=(Problem(url, ANOTHER_SITE, name),), observed_at=at)
        case ProfileLearned():
            return Page(run_id, observed_at=at)  # `Archive.learn` stores it: what it means is known to the crawler
        case RestOfPortal():
            return Page(run_id, rest=conclusion, observed_at=at)
        case ListWalked(category, extent, unlisted):
            left = tuple(Left(category, native_id) for native_id in unlisted)
            return Page(run_id, walked=Walked(category, extent), left=left, observed_at=at)


def _unread(category: str, number: int, state: PageState, run_id: int, at: str) -> Page:
    return Page(run_id, listing=ListPage(category, number, category, state), observed_at=at)
