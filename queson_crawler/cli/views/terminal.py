"""The one way to the screen: whatever portals, files and archives of others say, nothing of it steers a terminal."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

REPLACEMENT = "\ufffd"
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line end
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u2028\u2029\ud800-\udfff]"  # line ends of Unicode, halves of characters
)


def cleaned(text: str) -> str:
    """Text that can be printed: what would steer a terminal or hide letters becomes a replacement character each."""
    return _STEERING.sub(REPLACEMENT, text)


class Screen(Console):
    """A console that cleans all text on its way out, however deep in tables and trees it stands."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of what is printed; those that rich itself makes to steer the terminal stay as they are."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(cleaned(segment.text), segment.style)


OUT = Screen(highlight=False, markup=False)  # what portals say is no markup either


def readable() -> None:
    """What a stream cannot write in its encoding is replaced: that a screen lacks letters is no failure of what was
    done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with suppress(OSError):  # of a stream that another took the place of, where it cannot tell how far it is
                stream.reconfigure(errors="replace")


def is_unicode() -> bool:
    """Whether standard output can write every letter."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return encoding.lower().replace("-", "").startswith("utf")


def say(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Print a sentence, on the error stream if it is no result."""
    click.echo(cleaned(text) + end, nl=False, err=err)


def progress(text: str) -> None:
    """Show how far a command is, in the place of what was shown before; nothing where nobody looks."""
    if sys.stderr.isatty():
        click.echo(f"\r{cleaned(text)}", nl=False, err=True)


def print_json(value: object) -> None:
    """Print a value as JSON, with every character escaped that would steer a terminal, or that it cannot write."""
    text = json.dumps(value, ensure_ascii=not is_unicode(), indent=2)
    click.echo(_STEERING.sub(_escaped, text))


def print_records(records: Iterable[Any]) -> None:
    """Print dataclasses as a JSON list of objects."""
    print_json([dataclasses.asdict(record) for record in records])


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
