"""A folder of ArchiveBox: what its `index.json` says of a page that was saved beside it. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from queson_crawler.imports.saved.page import iso
from queson_crawler.urls import clean

INDEX = "index.json"
OUTPUTS = ("singlefile.html", "output.html")
"""The files that hold the page, the best first."""
_STEPS = {"singlefile.html": "singlefile", "output.html": "dom"}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The page of a folder: its address, when it was added, when each of its files was made; "" where untold."""

    url: str
    at: str
    made: dict[str, str]

    def time_of(self, name: str) -> str:
        """When a file of the folder was made."""
        return self.made.get(name) or self.at


def snapshot(text: bytes) -> Snapshot | None:
    """What an index says; None where it is none of ArchiveBox."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not clean(str(told.get("url", ""))) or "timestamp" not in told:
        return None
    history = told.get("history")
    made = {}
    for name, step in _STEPS.items():
        for run in _runs(history, step):
            made[name] = _at(run.get("start_ts"))
    return Snapshot(str(told["url"]), _added(told["timestamp"]), made)


def _runs(history: Any, step: str) -> Iterator[dict[str, Any]]:
    """The runs of a step that came to a good end, as far as the history tells any."""
    if not isinstance(history, dict):
        return
    several = history.get(step)
    if not isinstance(several, list):
        return
    for run in several:
        if isinstance(run, dict) and run.get("status") == "succeeded":
            yield run


def _at(text: Any) -> str:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return ""
    return iso(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _added(seconds: Any) -> str:
    try:
        return iso(datetime.fromtimestamp(float(seconds), UTC))
    except (ValueError, TypeError, OverflowError, OSError):
        return ""
