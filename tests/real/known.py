"""What the crawler still gets wrong on real systems: (variant, claim) -> why. Who mends one removes its line."""

from __future__ import annotations

_FAULTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("fluid",),
        "the_crawl_asks_no_more_than_it_must",
        "its trees of categories name articles that are asked before a list names them",
    ),
    (
        ("uno",),
        "every_article_is_stored",
        "eight titles without dates or a pager, and no list beside them",
    ),
    (("uno",), "texts_are_right_word_by_word", "nothing is stored"),
    (("uno",), "what_was_added_is_found", "nothing is stored"),
    (("uno",), "edits_are_revisions_and_nothing_else_is", "nothing is stored"),
    (("uno",), "what_was_taken_away_is_gone_and_nothing_else_is", "nothing is stored"),
    (("uno",), "edits_that_a_crawl_must_see_are_found_by_the_next", "nothing is stored"),
    (("uno",), "no_run_fails", "nothing is stored"),
    (("keep", "redefine"), "authors_are_right", "a rank stands beside the author's name, in the same element: `… Lv5`"),
    (
        ("redefine",),
        "categories_are_right",
        "the tags of each article stand beside its categories and are taken for such",
    ),
    (("stellar",), "categories_are_right", "a pinned article stands in the list of every category"),
    (
        ("keep", "stellar", "diaspora"),
        "what_was_taken_away_is_gone_and_nothing_else_is",
        "what left the middle of its lists is not missed: it is found when its turn comes, within forty crawls",
    ),
)

KNOWN = {(variant, claim): reason for variants, claim, reason in _FAULTS for variant in variants}
