"""Debian's WordPress under three guises: a portal crawled, graded, changed by its editors and crawled again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.real import wordpress
from tests.real.cases import cases
from tests.real.story import Story

pytestmark = [pytest.mark.slow, pytest.mark.real]


@pytest.mark.parametrize(("variant", "claim"), cases(wordpress.VARIANTS, "wordpress"))
def test_wordpress(
    variant: str,
    claim: Callable[[Story], None],
    needs: Callable[[str, object], None],
    wordpress_story: Callable[[str], Story],
) -> None:
    lacking = wordpress.missing()
    needs(f"WordPress is not installed: {lacking} (make real)", not lacking)
    claim(wordpress_story(variant))
