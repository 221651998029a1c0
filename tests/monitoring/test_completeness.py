"""What a run brought, held against what the portal says of itself."""

from __future__ import annotations

from dataclasses import replace

from archive.ledger import ListLedger, RunLedger, Witness
from queson_crawler.monitoring.completeness import judge, ranges

HOME, SITEMAP = Witness("http://a.example/", 8, 0, ()), Witness("http://a.example/sitemap.xml", 91, 0, ())


def ledger(*lists: ListLedger, articles: int, witnesses: tuple[Witness, ...]) -> RunLedger:
    return RunLedger(1, lists, articles, (), "", witnesses)


def test_articles_without_any_list_are_never_a_whole_portal() -> None:
    (finding,) = judge(ledger(articles=8, witnesses=(HOME,)))
    assert finding.text.startswith("no list of articles was found")
    assert not finding.fatal
    assert judge(ledger(articles=91, witnesses=(HOME, SITEMAP))) == ()
    assert judge(ledger(articles=1, witnesses=())) == (), "a file of one article is no portal"
    whole = ListLedger("Tin tức", "http://a.example/tin/", None, 8, 8, 1, (), None, extent="whole")
    assert judge(ledger(whole, articles=8, witnesses=(HOME,))) == ()


def test_a_portal_without_lists_at_which_nothing_is_new_was_found_all_the_same() -> None:
    """A further crawl asks for no article that is stored: what the home page and the feed name tells that all is."""
    assert judge(ledger(articles=0, witnesses=(HOME, SITEMAP))) == ()
    (finding,) = judge(ledger(articles=0, witnesses=(HOME,)))
    assert finding.text.startswith("no list of articles was found")
    for nothing in ((), (replace(HOME, named=0),)):
        (finding,) = judge(ledger(articles=0, witnesses=nothing))
        assert finding.fatal
    (finding,) = judge(replace(ledger(articles=0, witnesses=(HOME, SITEMAP)), first_problem="answered 500"))
    assert finding.fatal


def test_missing_pages_are_told_as_ranges() -> None:
    cut = ListLedger("Tin tức", "http://a.example/tin/", None, 8, 8, 3, (4, *range(11, 2026)), None, extent="whole")
    (finding,) = judge(ledger(cut, articles=8, witnesses=(HOME,)))
    assert "page 4, 11–2025 of the list could not be read" in finding.text
    assert ranges([]) == ""
    assert ranges([9, 4, 7, 8, 11]) == "4, 7–9, 11"
