"""`queson stamp`: since when the bytes of an archive are proved."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import stamps
from archive.store import Archive
from queson_crawler.cli.base import archive_option, fail, json_option
from queson_crawler.cli.views.terminal import OUT, print_json, progress
from queson_crawler.urls import clean

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

TIMEOUT = 30.0
_PART = 1 << 16
_QUESTION, _ANSWER = "application/timestamp-query", "application/timestamp-reply"


def _service(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not clean(value):
        raise click.BadParameter("give the address of a time-stamping service, beginning with http:// or https://")
    return value


@click.command(epilog="Example: queson stamp --service https://tsa.example/tsr --roots tsa-root.pem --archive data")
@archive_option
@click.option(
    "--service",
    envvar="QUESON_TSA",
    required=True,
    callback=_service,
    metavar="URL",
    help="A time-stamping service (RFC 3161; else $QUESON_TSA). It is sent digests, nothing else.",
)
@click.option(
    "--roots",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The root certificates (PEM) to which its signatures must lead; kept with the stamps.",
)
@json_option
def stamp(folder: Path, service: str, roots: Path | None, as_json: bool) -> None:
    """Have each WARC file stamped that has no stamp yet: proof of since when its bytes are what they are.

    The stamps are kept in the archive's folder (stamps/). queson verify checks them without any network, and so does
    openssl ts -verify; a file of which one byte was changed afterwards fits its stamp no more.
    """
    try:
        import rfc3161_client  # noqa: F401 (what the extra brings)
    except ImportError:
        fail("This needs the extra export: pip install 'queson[export]'.")
    told: list[dict[str, Any]] = []
    with Archive.open(folder, create=False) as archive, archive.lock():
        archive.mend()
        if roots is not None:
            stamps.trust(folder, roots.read_bytes())
        for path in stamps.lacking(folder):
            progress(f"{path.name} ")
            digest = stamps.digest_of(path)
            answer = _asked(service, stamps.question(digest))
            given = stamps.checked(path.name, answer, digest, stamps.roots_of(folder))
            stamps.keep(folder, path.name, answer)
            told.append(dataclasses.asdict(given))
    if as_json:
        print_json(told)
        return
    for each in told:
        OUT.print(f"{each['file']}: proved since {each['at']}{'' if each['is_trusted'] else ' (no root was given)'}")
    OUT.print(f"{len(told):,} files were stamped.")


def _asked(service: str, question: bytes) -> bytes:
    """The answer of a service. The command fails where there is none."""
    import urllib3

    headers = {"Content-Type": _QUESTION, "Accept": _ANSWER}
    try:
        response = urllib3.request(
            "POST", service, body=question, headers=headers, timeout=TIMEOUT, redirect=False, retries=False,
            preload_content=False, decode_content=False,
        )  # fmt: skip
        answer = _read(response)
    except urllib3.exceptions.HTTPError as error:
        fail(f"{service} did not answer ({type(error).__name__}): what was stamped is kept; try again later.")
    if response.status != 200 or answer is None:
        fail(f"{service} gave no stamp (it answered {response.status}): what was stamped is kept; try again later.")
    return answer


def _read(response: BaseHTTPResponse) -> bytes | None:
    """The bytes of an answer; None where it is larger than a stamp, or trickles in."""
    until = time.monotonic() + TIMEOUT
    answer = b""
    while len(answer) <= stamps.MAX_STAMP and time.monotonic() < until:
        part = response.read1(_PART)
        if not part:
            return answer
        answer += part
    response.close()
    return None


def proved(folder: Path, *, as_json: bool) -> tuple[list[dict[str, Any]], bool]:
    """What the stamps of an archive prove, and whether all hold; told to people where that is not JSON."""
    if not (folder / stamps.FOLDER).is_dir():
        return [], True
    told: list[dict[str, Any]] = []
    is_well = True
    for each in stamps.proved(folder):
        if isinstance(each, stamps.NoStamp):
            is_well = False
            told.append({"why": str(each)})
            sentence = str(each)
        else:
            told.append(dataclasses.asdict(each))
            sentence = f"{each.file}: proved since {each.at}"
        if not as_json:
            OUT.print(sentence, soft_wrap=True)
    return told, is_well
