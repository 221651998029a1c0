"""Retry-After as strangers write it."""

from __future__ import annotations

import pytest

from queson_crawler.fetch.limits import seconds_of


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7", 7.0),
        ("²", None),
        ("9" * 5000, None),
        ("nan", None),
        ("inf", None),
        ("-1", None),
        ("1e9", None),
        ("", None),
    ],
)
def test_what_is_no_number_asks_for_nothing(asked: str, seconds: float | None) -> None:
    assert seconds_of(asked) == seconds
