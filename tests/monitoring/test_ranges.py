"""Numbers of pages as people write them."""

from queson_crawler.cli.views.runs import ranges


def test_pages_in_a_row_are_told_as_one_range() -> None:
    assert ranges([]) == ""
    assert ranges([3]) == "3"
    assert ranges([9, 4, 7, 8, 11]) == "4, 7–9, 11"
    assert ranges(range(11, 2026)) == "11–2025"
