"""Portals drawn at random are archived as a person would read them: nothing missing, merged, doubled, cut or added.

More seeds: `QUESON_SEEDS=1-200 pytest tests/crawl/test_random_portals.py`; what is wrong with one, told line by line:
`python -m tests.lab.random_portals --seeds 7 --verbose`.
"""

import os
from pathlib import Path

import pytest

from tests.lab.random_portals.__main__ import crawl, seeds_of

FIXED = "1-6"
KNOWN: dict[int, str] = {
    2: "paragraphs that all articles share, at the head of the text's own box, are in the body",
    3: "captions in the second row of a table are in the body",
    4: "captions in the second row of a table are in the body",
    5: "the heading of a box of files is in the body",
}
"""Seeds that fail today, and why: each is to be mended, and then taken from here."""

CHOSEN = seeds_of(os.environ.get("QUESON_SEEDS", FIXED))
SEEDS = [
    pytest.param(seed, marks=pytest.mark.xfail(reason=KNOWN[seed], strict=True)) if seed in KNOWN else seed
    for seed in CHOSEN
]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_drawn_portal_is_archived_as_it_is_read(seed: int, tmp_path: Path) -> None:
    graded = crawl(seed, tmp_path / "archive")
    assert graded.right, f"{graded.line}\n{graded.examples}"
