"""A public copy as a real process, attacked for a short while; `make attack` does it for two minutes."""

from pathlib import Path

import pytest

from tests.attack.attack import MAX_MEMORY, MAX_WAIT, attack
from tests.attack.target import ARTICLES, published

SLACK = 3
"""A machine that runs other tests beside this one is slower."""


@pytest.mark.slow
def test_a_public_copy_goes_on_answering_while_it_is_attacked(tmp_path: Path) -> None:
    seen = attack(published(tmp_path), seconds=15, seed=3, captures=ARTICLES + 20)
    assert sum(seen.statuses.values()) > 20
    assert seen.longest < SLACK * MAX_WAIT
    assert 0 < seen.memory < MAX_MEMORY
    assert not seen.told
    assert not seen.wrong
