"""The note that WARC keeps beside an exchange: what a rebuild needs to know of it and its records do not say.

It is a JSON object in the header `Queson-Note`: the fields of `Note`, and those of the task beside them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from archive.codec import Json, as_json, from_json
from archive.errors import BadRecord
from archive.records import Handshake

ROLE = "role"


@dataclass(frozen=True, slots=True)
class ForeignPlace:
    """Where a record lies in the file it was imported from: the name of the WARC within that file, and a byte."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted of an exchange: the run it belongs to and the id of its capture.

    ``task`` is what was asked (`understand.tasks.Task.note`), with its role. ``handshake`` is how the host was spoken
    to, where that is new in its run; ``source`` where the record was imported from.
    """

    run: int
    id: int
    task: Json = field(default_factory=dict)
    handshake: Handshake | None = None
    source: ForeignPlace | None = None

    @property
    def role(self) -> str:
        """What the exchange was asked for (`records.Capture.role`)."""
        return str(self.task.get(ROLE, ""))


def encoded(note: Note) -> str:
    """The note as JSON."""
    told: Json = {"run": note.run, "id": note.id, **note.task}
    if note.handshake is not None:
        told["tls"] = as_json(note.handshake)
    if note.source is not None:
        told["from"] = [note.source.name, note.source.offset]
    return json.dumps(told)


def decoded(text: str) -> Note:
    """The note in a header's value.

    Raises:
        BadRecord: it is no JSON object, or one of its fields is missing or holds something else than it may.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRecord("the note is no JSON") from error
    if not isinstance(found, dict):
        raise BadRecord("the note is no JSON object")
    task = {name: value for name, value in found.items() if name not in ("run", "id", "tls", "from")}
    told = {"run": found.get("run"), "id": found.get("id"), "task": task, "handshake": found.get("tls")}
    note = from_json(Note, {**told, "source": _source(found.get("from"))}, "note")
    if not isinstance(task.get(ROLE, ""), str):
        raise BadRecord("note.role is no str")
    return note


def _source(found: object) -> Json | None:
    if found is None:
        return None
    if not isinstance(found, list) or len(found) != 2:
        raise BadRecord("note.from is no name with an offset")
    return {"name": found[0], "offset": found[1]}
