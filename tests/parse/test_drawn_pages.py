"""The pages of portals drawn with skins, each read by itself: entries and ways of lists, fields of articles.

More seeds: `QUESON_READ=3000-3100 pytest tests/parse/test_drawn_pages.py`; what is wrong with one, line by
line: `python -m tests.lab.random_portals --read --seeds 3003 --verbose`.
"""

import os

import pytest

from tests.lab.random_portals.__main__ import seeds_of
from tests.lab.random_portals.reading import read_portal

FIRST, FIXED = (
    "3024,3102",
    "886,2009,2110,3003,3010,3017,3022,3039,3043,3047,3052,3104,9013,9333,9353,9378,9607,9609,9610,9716,8308,9109,9829",
)
"""Seeds that were wrong once: two for every run, the others for those of `make test-all`."""


def seeds() -> list[object]:
    asked = os.environ.get("QUESON_READ", "")
    if asked:
        return list(seeds_of(asked))
    later = [pytest.param(seed, marks=pytest.mark.slow) for seed in seeds_of(FIXED)]
    return [*seeds_of(FIRST), *later]


@pytest.mark.parametrize("seed", seeds())
def test_the_pages_of_a_drawn_portal_are_read_as_they_are(seed: int) -> None:
    graded = read_portal(seed)
    assert graded.right, f"{graded.line}\n{graded.examples}"
