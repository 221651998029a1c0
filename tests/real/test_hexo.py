"""Hexo with themes of many hands: a portal of files crawled, graded, changed by its editors and crawled again."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.real import hexo
from tests.real.cases import cases
from tests.real.story import Story

pytestmark = [pytest.mark.slow, pytest.mark.real]

THEMES = tuple(os.environ.get("QUESON_TESTS_THEMES", "").split()) or hexo.THEMES
"""`QUESON_TESTS_THEMES="fluid yun"` tries others; `all` tries every one."""


@pytest.mark.parametrize(("variant", "claim"), cases(hexo.VARIANTS if THEMES == ("all",) else THEMES))
def test_hexo(
    variant: str,
    claim: Callable[[Story], None],
    needs: Callable[[str, object], None],
    hexo_story: Callable[[str], Story],
) -> None:
    lacking = hexo.missing(variant)
    needs(f"not installed: {lacking} (make .node-real/.installed)", not lacking)
    claim(hexo_story(variant))
