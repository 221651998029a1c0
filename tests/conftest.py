"""What every test may lean on."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

LONG = (
    "test_real_portal",
    "test_first_hour",
    "test_shapes",
    "test_hostile_wire",
    "test_again",
    "test_gone",
    "test_nukeviet",
)
"""Modules of a minute and more: they begin first, so that no core waits for one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first, in that order."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


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
