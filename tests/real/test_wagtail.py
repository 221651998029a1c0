"""Wagtail CRX, stock and themed: a portal crawled, graded, changed by its editors and crawled again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.real import wagtail
from tests.real.cases import cases
from tests.real.story import Story

pytestmark = [pytest.mark.slow, pytest.mark.real]


@pytest.mark.parametrize(("variant", "claim"), cases(wagtail.VARIANTS, "wagtail"))
def test_wagtail(
    variant: str,
    claim: Callable[[Story], None],
    needs: Callable[[str, object], None],
    wagtail_story: Callable[[str], Story],
) -> None:
    lacking = wagtail.missing()
    needs(f"not installed: {lacking}", not lacking)
    claim(wagtail_story(variant))
