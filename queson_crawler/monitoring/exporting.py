"""How the fleet stands, as a text file that Prometheus reads (by the text file collector of its node_exporter)."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from archive.errors import ArchiveError, reason
from archive.fleet_status import PortalLine
from archive.records import Outcome

Value = Callable[[PortalLine], float | None]


def _time(text: str | None) -> float | None:
    return datetime.fromisoformat(text).timestamp() if text else None


def _last_begun(line: PortalLine) -> float | None:
    return _time(line.crawls.last_begun)


def _last_whole(line: PortalLine) -> float | None:
    return _time(line.crawls.last_whole)


def _due(line: PortalLine) -> float | None:
    return line.listed.due_at.timestamp() if line.listed else None


_GAUGES: tuple[tuple[str, str, Value], ...] = (
    ("articles", "Articles that are kept.", lambda line: line.articles),
    ("complete", "Whether the last crawl found the portal complete.", lambda line: line.verdict == Outcome.COMPLETE),
    ("failing", "Whether somebody has to look at the portal.", lambda line: line.is_failing),
    ("late", "Whether the portal should have been crawled long since.", lambda line: line.late),
    ("wrong", "Things that are wrong and not accepted.", lambda line: line.wrong),
    ("accepted", "Things that are wrong and accepted.", lambda line: line.accepted),
    ("last_run_requests", "Requests of the last crawl.", lambda line: line.requests),
    ("last_run_new", "New articles of the last crawl.", lambda line: line.new),
    ("last_run_missing", "What the last crawl did not get.", lambda line: line.failed),
    ("last_begun_timestamp_seconds", "When the last crawl began.", _last_begun),
    ("last_whole_timestamp_seconds", "When the last complete crawl began.", _last_whole),
    ("due_timestamp_seconds", "From when on the portal is to be crawled.", _due),
)
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def text(lines: Sequence[PortalLine]) -> str:
    """All metrics, in the text format of Prometheus (0.0.4)."""
    return "\n".join(_lines(lines)) + "\n"


def _lines(lines: Sequence[PortalLine]) -> Iterator[str]:
    for name, about, value in _GAUGES:
        yield f"# HELP queson_portal_{name} {about}"
        yield f"# TYPE queson_portal_{name} gauge"
        for line in lines:
            found = value(line)
            if found is not None:
                yield f"queson_portal_{name}{{{_labels(line)}}} {float(found):.10g}"
    yield "# HELP queson_portals Portals by their state."
    yield "# TYPE queson_portals gauge"
    for state, count in sorted(_states(lines).items()):
        yield f'queson_portals{{state="{state}"}} {count}'


def _labels(line: PortalLine) -> str:
    return f'portal="{_escaped(line.slug)}",group="{_escaped(line.group)}",state="{_escaped(line.state)}"'


def _escaped(label: str) -> str:
    return label.translate(_ESCAPES)


def _states(lines: Iterable[PortalLine]) -> dict[str, int]:
    return Counter(line.state for line in lines)


def write(file: Path, lines: Sequence[PortalLine]) -> None:
    """Write the metrics into a file, which a reader sees whole or as it was. Raises ArchiveError."""
    passing = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        passing.write_text(text(lines), "utf-8")
        passing.replace(file)
    except OSError as error:
        passing.unlink(missing_ok=True)
        raise ArchiveError(f"{file} cannot be written: {reason(error)}.") from error
