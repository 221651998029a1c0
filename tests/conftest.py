"""What every test may lean on."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture
def needs() -> Callable[[str, object], None]:
    """`needs(reason, condition)`: without the condition the test fails in CI and is skipped elsewhere."""

    def check(reason: str, condition: object) -> None:
        if condition:
            return
        if os.environ.get("CI", "") not in ("", "0", "false"):
            pytest.fail(f"missing in CI: {reason}", pytrace=False)
        pytest.skip(reason)

    return check


@pytest.fixture
def shared() -> Path:
    """The study folder beside the checkout. Few machines have it, so its absence only ever skips."""
    if not SHARED.is_dir():
        pytest.skip("the study folder ../shared is not beside this checkout")
    return SHARED
