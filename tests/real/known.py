"""What the crawler still gets wrong on real systems: (variant, claim) -> why. Who mends one removes its line."""

from __future__ import annotations

WAGTAIL = ("stock", "themed")

_FAULTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("stock",),
        "titles_are_right",
        "3 of 116: a card under 'Related' is taken for the article, where it has a picture",
    ),
    (("stock",), "times_are_right_to_the_minute", "no day is read from .article-date 'Ngày 26 tháng 4 năm 2025'"),
    (("stock",), "leads_are_right", "3 of 116: a card under 'Related' is taken for the article"),
    (("stock",), "authors_are_right", "3 of 116: a card under 'Related' is taken for the article"),
    (("stock",), "nothing_is_cut_from_a_text", "3 of 116: a card under 'Related' is taken for the article"),
    (("stock",), "nothing_foreign_is_in_a_text", "the cards under 'Related' are read as the end of the body"),
    (("stock",), "texts_are_right_word_by_word", "the cards under 'Related' are read as the end of the body"),
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
