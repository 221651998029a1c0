"""The one way to the screen: whatever portals, files and archives of others say, nothing of it steers a terminal."""

from __future__ import annotations

import dataclasses
import io
import json
import logging
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from archive.steering import cleaned, escaped_in_json, in_one_line

__all__ = ["cleaned"]


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


class Line(logging.Formatter):
    """What is logged: one line an event, whatever it quotes; of a fault, its lines."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and what follows it."""
        line = {"msg": in_one_line(record.getMessage()), "args": None}
        return cleaned(super().format(logging.makeLogRecord(record.__dict__ | line)))


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
    click.echo(escaped_in_json(text))


def print_records(records: Iterable[Any]) -> None:
    """Print dataclasses as a JSON list of objects."""
    print_json([dataclasses.asdict(record) for record in records])
