"""`queson ocr`: text for scans, after the crawl."""

from __future__ import annotations

from pathlib import Path

import click

from archive.store import Archive
from queson_crawler.cli.base import archive_option, fail, jobs_option, json_option
from queson_crawler.cli.views.terminal import print_json, say
from queson_crawler.files.ocr.tesseract import MISSING, engine
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.recording.recognition import Read, recognise_scans


@click.command(epilog="Example: queson ocr --archive data --limit 100")
@archive_option
@click.option("--portal", metavar="SLUG", help="Only files of this portal.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N files; the next call goes on.")
@jobs_option
@json_option
def ocr(folder: Path, portal: str | None, limit: int | None, jobs: int, as_json: bool) -> None:
    """Read scanned files with Tesseract, so that they can be searched.

    Scanned PDF files and pictures that articles offer as files get the text that the program makes out, marked as read
    by machine, with its confidence. What was read once is not read again, and a call that is broken off goes on where
    it stopped.
    """
    if not engine():
        fail(MISSING)
    done: list[Read] = []
    with Archive.open(folder, create=False) as archive:
        for read in recognise_scans(archive, portal, limit, jobs):
            done.append(read)
            if not as_json:
                say(_told(read))
    if as_json:
        print_json([_as_json(read) for read in done])
    if any(read.found is None or read.found.problem for read in done):
        raise click.exceptions.Exit(Exit.INCOMPLETE)


def _told(read: Read) -> str:
    if read.found is None:
        return f"{read.scan.url}: its bytes are not in the archive's WARC files"
    if not read.found.text:
        return f"{read.scan.url}: no text {read.found.problem}".rstrip()
    told = f"{read.scan.url}: {read.found.pages} page(s), confidence {read.found.percent} %"
    return f"{told}; {read.found.problem}" if read.found.problem else told


def _as_json(read: Read) -> dict[str, object]:
    told: dict[str, object] = {"url": read.scan.url, "sha256": read.scan.sha256}
    if read.found is not None:
        told |= {
            "pages": read.found.pages,
            "confidence": read.found.percent / 100,
            "letters": len(read.found.text),
            "problem": read.found.problem,
        }
    return told
