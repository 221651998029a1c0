"""Which archives have blocked, and until when: kept between calls, so that none is asked while it refuses."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.clock import moment

FILE = "blocked.json"


class Blocks:
    """The file that says so, beside what came."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._told: dict[str, tuple[str, int]] = {}
        with suppress(OSError, ValueError, TypeError, AttributeError):
            for base, (until, times) in json.loads(self._path.read_text("utf-8")).items():
                datetime.fromisoformat(until)
                self._told[str(base)] = (str(until), int(times))

    def of(self, base: str) -> tuple[datetime | None, int]:
        """Until when an archive has blocked, None where it may be asked; and how often in a row it did."""
        until, times = self._told.get(base, ("", 0))
        if not until:
            return None, times
        at = datetime.fromisoformat(until).astimezone(UTC)
        return (at if at > moment() else None), times

    def keep(self, base: str, until: datetime | None, times: int) -> None:
        """Note how an archive stands after a call."""
        self._told.pop(base, None)
        if until is not None:
            self._told[base] = (until.isoformat(), times)
        if self._told:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(self._told), "utf-8")
        else:
            self._path.unlink(missing_ok=True)
