"""What the crawler still gets wrong on real systems: (variant, claim) -> why. Who mends one removes its line."""

from __future__ import annotations

WORDPRESS = ("classic", "block", "blog")
WAGTAIL = ("stock", "themed")

_FAULTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("block",),
        "every_article_is_stored",
        "36 of 116: without a sitemap or API only lists lead to articles, and each list's one link 'Next Page' or "
        "'Older Posts' (wp-block-query-pagination-next) is not followed",
    ),
    (
        ("themed",),
        "every_article_is_stored",
        "57 of 116: each list's one link on, 'Tin cũ hơn', is not followed",
    ),
    (WORDPRESS, "nothing_else_is_stored", "a page that asks for a password becomes an article with the form's words"),
    (WORDPRESS, "times_are_right_to_the_minute", "the day is read from the words; <time datetime> holds the minute"),
    (("stock",), "times_are_right_to_the_minute", "the day is read from the words; JSON-LD holds the minute"),
    (WORDPRESS, "leads_are_right", "a first paragraph in bold on every page is left in the body"),
    (("classic",), "authors_are_right", "rel=author in the article's footer is not read"),
    (("block", "blog"), "authors_are_right", "10 and 16 of 116: the author's block is not read on some pages"),
    (("stock",), "authors_are_right", "neither .article-author nor JSON-LD's author nor meta name=author is read"),
    (
        WORDPRESS,
        "categories_are_right",
        "the walk of a list ends where the API has named all that follows, or at its first page; tags count instead",
    ),
    (WORDPRESS, "only_categories_are_categories", "tags, months and authors are walked as lists of the portal"),
    (
        WORDPRESS,
        "nothing_is_cut_from_a_text",
        "six articles in three pages keep the first page only; from six, a line 'THÔNG BÁO' is cut",
    ),
    (WAGTAIL, "nothing_is_cut_from_a_text", "the line 'THÔNG BÁO' within a text is cut"),
    (WORDPRESS, "nothing_foreign_is_in_a_text", "the captions of pictures stay in the body"),
    (("stock",), "nothing_foreign_is_in_a_text", "the cards under 'Related' are read as the end of the body"),
    (WORDPRESS, "texts_are_right_word_by_word", "captions in, later pages of an article out"),
    (("stock",), "texts_are_right_word_by_word", "the cards under 'Related' are read as the end of the body"),
    (WORDPRESS, "the_exit_code_tells_what_is_missing", "0, though an article behind a password (or 36) is missing"),
    (WORDPRESS, "a_password_is_named_once", "the form is stored as an article, so nothing is named"),
    (WAGTAIL, "a_password_is_named_once", "asked three times and shown by a browser: 'no article', 'needs a browser'"),
    (("classic", "blog"), "the_crawl_asks_no_more_than_it_must", "tags, months and authors are walked too"),
    (("stock",), "the_crawl_asks_no_more_than_it_must", "nine pages are shown by a browser, with all that they load"),
    (WORDPRESS, "a_second_crawl_is_cheap", "tags, months and authors are asked again"),
    (WAGTAIL, "a_second_crawl_is_cheap", "home page and locked pages are shown by a browser again"),
    (
        WORDPRESS,
        "edits_are_revisions_and_nothing_else_is",
        "the form of an article that was given a password becomes its revision; on block, one edit is not stored",
    ),
    (
        ("stock",),
        "edits_are_revisions_and_nothing_else_is",
        "no edit is seen, for the sitemap's lastmod is not asked; new 'Related' cards become four revisions",
    ),
    (("themed",), "edits_are_revisions_and_nothing_else_is", "no edit is seen: the sitemap's lastmod is not asked"),
    (("themed",), "what_was_taken_away_is_gone_and_nothing_else_is", "one of the three was never stored"),
    (WAGTAIL, "no_page_is_shown_by_a_browser", "a standing page, the home page and a password form are rendered"),
)

KNOWN = {(variant, claim): reason for variants, claim, reason in _FAULTS for variant in variants}
