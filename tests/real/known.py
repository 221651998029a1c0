"""What the crawler still gets wrong on real systems: (variant, claim) -> why. Who mends one removes its line."""

from __future__ import annotations

WAGTAIL = ("stock", "themed")

_FAULTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (WAGTAIL, "a_second_crawl_is_cheap", "home page and locked pages are shown by a browser again"),
    (("block",), "edits_are_revisions_and_nothing_else_is", "one of the three edited articles was never stored"),
    (
        ("stock",),
        "edits_are_revisions_and_nothing_else_is",
        "no edit is seen, for the sitemap's lastmod is not asked; new 'Related' cards become four revisions",
    ),
    (("themed",), "edits_are_revisions_and_nothing_else_is", "no edit is seen: the sitemap's lastmod is not asked"),
    (
        ("block", "blog"),
        "what_was_taken_away_is_gone_and_nothing_else_is",
        "two of three are not seen to be gone after the second crawl",
    ),
    (WAGTAIL, "no_page_is_shown_by_a_browser", "a standing page, the home page and a password form are rendered"),
)

KNOWN = {(variant, claim): reason for variants, claim, reason in _FAULTS for variant in variants}
