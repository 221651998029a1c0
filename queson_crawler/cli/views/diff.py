"""A difference between two revisions, for people: coloured on a terminal, marked by signs elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from archive.diff import FIELDS, Difference, Piece

_STYLES = {"gone": "red strike", "new": "green", "same": ""}
_SIGNS = {"gone": ("[-", "-]"), "new": ("{+", "+}"), "same": ("", "")}
CONTEXT = 160
"""Characters of unchanged text that are shown on each side of a change."""


def difference(console: Console, found: Difference) -> None:
    """The fields that changed, one below the other."""
    old, new = found.old, found.new
    head = f"{found.key}: revision {old.number} ({old.captured_at}) → {new.number} ({new.captured_at})"
    console.print(Text(head, style="bold"), soft_wrap=True)
    for name in FIELDS:
        if name in found.changed:
            console.print(Text(name, style="cyan"))
            console.print(_told(found.fields[name], plain=not console.is_terminal), soft_wrap=True)
    if not found.changed:
        console.print("The two have the same words.")


def _told(pieces: Iterable[Piece], *, plain: bool) -> Text:
    shown = list(pieces)
    told = Text()
    for place, piece in enumerate(shown):
        text = piece.text
        if piece.kind == "same":
            text = _near(text, first=place == 0, last=place == len(shown) - 1)
        words = text.rstrip()
        marked = words
        if plain:
            opening, closing = _SIGNS[piece.kind]
            marked = f"{opening}{words}{closing}"
        told.append(marked, style=_STYLES[piece.kind])
        told.append(text[len(words) :])
    return told


def _near(text: str, *, first: bool, last: bool) -> str:
    """What stands near the changes, cut at words."""
    if len(text) <= 2 * CONTEXT:
        return text
    after = before = ""
    if not first:
        after = text[:CONTEXT].rsplit(None, 1)[0] + " "
    if not last:
        before = " " + text[-CONTEXT:].split(None, 1)[-1]
    return f"{after}…{before}"


def as_json(found: Difference) -> dict[str, object]:
    """The whole difference as plain values: the pieces of each field in order."""
    fields = {}
    for name, pieces in found.fields.items():
        fields[name] = [{"kind": piece.kind, "text": piece.text} for piece in pieces]
    return {
        "key": found.key,
        "from": {"number": found.old.number, "captured_at": found.old.captured_at},
        "to": {"number": found.new.number, "captured_at": found.new.captured_at},
        "changed": list(found.changed),
        "fields": fields,
    }
