"""`queson read`: what is read of a file, in the way in which attachments are read."""

from __future__ import annotations

from pathlib import Path

import click

from queson_crawler.cli.base import fail, json_option
from queson_crawler.cli.views.terminal import print_json, say
from queson_crawler.files.readings import UNREAD, FileReading, FileState
from queson_crawler.files.sandbox import Sandbox

SECONDS = 60
"""Processor time for a file that a person waits for."""


@click.command("read", epilog="Example: queson read thong-bao.doc")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--drawn", is_flag=True, help="Letters of capital fonts (.VnTimeH) as capitals; else as they were typed.")
@json_option
def read_document(file: Path, drawn: bool, as_json: bool) -> None:
    """Print the text of a document as it would be stored.

    FILE may be PDF, Word, Excel, PowerPoint, OpenDocument, RTF, HTML or text, in Unicode or in a font from before
    (TCVN3, VNI, VPS, VISCII). Its bytes show what it is, not its name.
    """
    with Sandbox(SECONDS, drawn=drawn) as sandbox:
        reading = sandbox.read(file.read_bytes())
    if as_json:
        print_json(_as_json(file, reading))
    elif reading.text:
        say(reading.text)
    if reading.state in UNREAD:
        fail(f"{file}: {_problems(reading)[0]}.")
    if not as_json and not reading.text:
        say(f"{file} ({reading.kind.value}): {reading.state.value}.", err=True)


def _as_json(file: Path, reading: FileReading) -> dict[str, object]:
    return {
        "file": str(file),
        "kind": reading.kind.value,
        "state": reading.state.value,
        "encodings": list(reading.encodings),
        "problems": _problems(reading),
        "text": reading.text,
    }


def _problems(reading: FileReading) -> list[str]:
    """What kept the file from being read whole."""
    if reading.state is FileState.TEXT:
        return []
    if reading.detail:
        return [f"{reading.state.value}: {reading.detail}"]
    return [reading.state.value]
