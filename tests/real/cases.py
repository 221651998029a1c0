"""The tests of a system: every claim for every variant, the known faults marked as such."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.real.claims import CLAIMS
from tests.real.known import KNOWN


def cases(variants: Iterable[str], group: str = "") -> list[Any]:
    """(variant, claim), variant after variant. A known fault that is mended fails until its line in known.py goes.

    What belongs to one variant, or to all of a `group`, is tested in one process, which tells the story once."""
    found = []
    for variant in variants:
        for claim in CLAIMS:
            reason = KNOWN.get((variant, claim.__name__))
            known = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)] if reason else []
            together = pytest.mark.xdist_group(group or variant)
            found.append(pytest.param(variant, claim, marks=[together, *known], id=f"{variant}-{claim.__name__}"))
    return found
