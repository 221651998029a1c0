"""What the crawler still gets wrong on real systems: (variant, claim) -> why. Who mends one removes its line."""

from __future__ import annotations

_FAULTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
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
)

KNOWN = {(variant, claim): reason for variants, claim, reason in _FAULTS for variant in variants}
