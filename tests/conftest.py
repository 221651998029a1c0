"""What every test may lean on."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A deadline, and how long examples may take to draw, would be time on the wall."""
settings.register_profile("steady", UNTIMED, derandomize=True)
settings.register_profile("searching", UNTIMED)
# The same examples in every run: only `make fuzz` looks for others.
settings.load_profile("searching" if os.environ.get("QUESON_FUZZ") else "steady")

ROOT = Path(__file__).parent.parent
STARTUP = ROOT / "tests/harness/startup"
"""What every Python process of the tests begins with: none of them asks a name server."""
if str(STARTUP) not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
    others = filter(None, [os.environ.get("PYTHONPATH")])
    os.environ["PYTHONPATH"] = os.pathsep.join([str(STARTUP), *others])
sys.modules.pop("sitecustomize", None)  # that of the system, if there is one
sys.path.insert(0, str(STARTUP))
import_module("sitecustomize")
sys.path.remove(str(STARTUP))
SHARED = ROOT.parent / "shared"

LONG = (
    *("test_shapes", "test_any_page", "test_rebuild"),
    *("test_safely", "test_hostile", "test_identity", "test_import", "test_gone"),
)
"""The modules that work or wait longest: they begin first, so that no core waits for one of them at the end."""
SLOW = (
    *("test_real_portal", "test_first_hour", "test_random_portals", "test_broken_portals", "test_soak"),
    *("test_hostile_wire", "test_render", "test_room_in_a_browser", "test_full_disk", "test_told_to_stop"),
    *("test_attack", "test_fuzz", "test_pages", "test_expressions", "test_real_pages"),
    *("test_merge", "test_killed", "test_faults", "test_furniture", "test_nightly", "test_alarms", "test_again"),
    *("test_validated", "test_menu_entries", "test_documents_behind_json"),
    *("test_structured", "test_nukeviet", "test_offline"),
)
"""Modules that `make test` leaves to `make test-all`: they soak, use a browser, break portals, wait, or read long."""
CRAWLING = ROOT / "tests/crawl"
"""Of the cases of one test in here, which crawl one portal each, `make test` runs the first."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow modules, and all cases of a crawl but the first; begin with the long ones."""
    begun: set[str] = set()
    for item in items:
        test, _, case = item.nodeid.partition("[")
        is_further = bool(case) and test in begun and CRAWLING in item.path.parents
        if item.path.stem in SLOW or is_further:
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow") is None:
            begun.add(test)
    places = {name: place for place, name in enumerate((*SLOW, *LONG))}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


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
