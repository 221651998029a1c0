"""What is changed: files and archives as they should be, made once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.events import Event, encoded
from tests.archive.test_events import EVENTS
from tests.crawl.foreign import Foreign
from tests.crawl.tools import here, news
from tests.fuzz.structured import records
from tests.fuzz.structured.changes import Change, Fields, apply, places, read, written
from tests.fuzz.structured.records import AUTO, Frame, Record, framed

HOST = "http://khac.example"
WHEN = "2021-05-04T03:02:01Z"


def site_of(base: str, *, date: str = "2022-08-27T03:44:45Z") -> Foreign:
    """A small portal as others keep it, with a revisit, a page of a browser and a file."""
    foreign = Foreign(date=date)
    payload = ""
    for path, told in news().items():
        payload = foreign.response(base + path, told)
    foreign.revisit(f"{base}/lap-lai", list(news())[-1], payload)
    foreign.record("conversion", f"{base}/tin-tuc", news()["/tin-tuc"].body, {"Content-Type": "text/html"})
    foreign.record("resource", f"{base}/tep.txt", b"Xin", {"Content-Type": "text/plain"})
    foreign.record("metadata", f"{base}/", b"a: b", {"Content-Type": "application/warc-fields"})
    return foreign


class Seeds:
    """What is changed: made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ours = self._archive("ours", "http://tin.example")
        self.theirs = self._archive("theirs", HOST)
        file = site_of(HOST).save(folder / "foreign.warc.gz")
        self.foreign = records.records_in(file)
        (warc,) = (self.theirs / "warc").iterdir()
        self.name = warc.name
        self.own = [*records.records_in(warc), *map(event_of, EVENTS)]
        self.lines = here("export", "jsonl", "--archive", self.theirs).out.splitlines()

    def _archive(self, name: str, base: str) -> Path:
        file = site_of(base).save(self.folder / f"{name}.warc.gz")
        ran = here("import", file, "--archive", self.folder / name)
        assert ran.code in (0, 3), ran.said
        return self.folder / name


def event_of(what: Any) -> Record:
    """One of our events as a record of an archive."""
    kind, told = encoded(Event(1, WHEN, what))
    return event_record(kind, read(json.dumps(told)))


def event_record(kind: str, tree: Any) -> Record:
    """A record of an event that holds a tree."""
    headers = Fields(
        [
            ["WARC-Type", "metadata"],
            ["WARC-Record-ID", f"<urn:uuid:{kind}>"],
            ["WARC-Date", WHEN],
            ["WARC-Target-URI", f"urn:queson:event:{kind}"],
            ["Content-Type", "application/json"],
            ["WARC-Block-Digest", AUTO],
            ["Content-Length", AUTO],
        ]
    )
    return Record(b"WARC/1.1", headers, b"", tree)


def warc_of(plan: Sequence[Change], frame: Frame, seed: list[Record]) -> bytes:
    return framed(frame, records.parts_of(records.changed(seed, plan)))


def lines_of(seeds: Seeds, plan: Sequence[Change]) -> list[str]:
    """The lines of an export, some of them changed; of the first change's place the line is chosen."""
    trees = [read(line) for line in seeds.lines]
    for change in plan:
        found = places([trees[change.place % len(trees)]])[1:]
        if found:
            apply(change, found[change.place * 7919 % len(found)])
    return [written(tree) for tree in trees]
