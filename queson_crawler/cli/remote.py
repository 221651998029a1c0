"""`queson push` and `queson pull`: copies of an archive elsewhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

import click

from archive.remote.place import NoPlace, Place
from archive.remote.pull import Pulled
from archive.remote.pull import pull as fetch
from archive.remote.push import Pushed
from archive.remote.push import push as send
from archive.store import Archive
from queson_crawler.cli.base import archive_option, fail, json_option
from queson_crawler.cli.views.terminal import print_json, progress, say
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.recording.session import SOFTWARE


@click.command(epilog="Example: queson push s3://bucket/queson --archive data")
@click.argument("place")
@archive_option
@json_option
def push(place: str, folder: Path, as_json: bool) -> None:
    """Send a copy of the archive to another place: its WARC files and its database as it is now.

    PLACE is an address: file:///folder, s3://bucket/folder or sftp://user@host/folder.

    What is there already is not sent again; what was sent is read back and held against its digest. Nothing is ever
    deleted there, and every database that was sent stays. Keep the place private: the archive's key goes along. A crawl
    must not be running when the copy begins.
    """
    result = Pushed()
    with Archive.open(folder, create=False) as archive:
        _shown(send(archive, _place(place), SOFTWARE, result))
    if as_json:
        print_json(dataclasses.asdict(result))
        return
    for name in result.damaged:
        say(f"queson: {name} was not there as it was sent: it was sent anew.", err=True)
    if not result.files:
        say(f"{place} has all {result.known:,} files already.")
    else:
        say(f"{result.files:,} files ({result.bytes / 1e6:,.1f} MB) sent to {place}; {result.known:,} were there.")


@click.command(epilog="Example: queson pull s3://bucket/queson --archive restored")
@click.argument("place")
@archive_option
@json_option
def pull(place: str, folder: Path, as_json: bool) -> None:
    """Make an archive again from a copy: in a new folder, byte for byte.

    PLACE is an address: file:///folder, s3://bucket/folder or sftp://user@host/folder.

    The newest copy that is whole is taken. Every file is held against its digest before it takes its place, the
    database last. A call that was broken off goes on where it was.
    """
    result = Pulled()
    _shown(fetch(_place(place), folder, result))
    if as_json:
        print_json(dataclasses.asdict(result))
        return
    told = f"{result.files:,} files ({result.bytes / 1e6:,.1f} MB) fetched into {folder}, as they were at {result.at}"
    say(f"{told}; {result.known:,} were here." if result.known else f"{told}.")


def _place(url: str) -> Place:
    try:
        return Place.at(url)
    except NoPlace as error:
        fail(str(error), Exit.USAGE)


def _shown(paths: Iterable[str]) -> None:
    for path in paths:
        progress(path)
