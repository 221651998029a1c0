"""Saved files as a WARC file of their own, which is read like any other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from archive.warc import block, fields
from queson_crawler.imports.saved.page import SavedFile


def write(several: Iterable[SavedFile], to: BinaryIO) -> int:
    """A `resource` record for each file, under the address and with the time that it tells; how many there are. Of a
    page whose links were led back to addresses the digest of the file on disk is kept."""
    count = 0
    for one in several:
        headers = [
            ("WARC-Type", "resource"), ("WARC-Record-ID", block.new_id()), ("WARC-Date", one.at),
            ("WARC-Target-URI", fields.uri(one.url)), ("WARC-Payload-Digest", block.digest(one.body)),
            ("X-Claimed-File", fields.uri(one.source)), ("Content-Type", one.media_type),
        ]  # fmt: skip
        if one.changed_from:
            headers.append(("X-Claimed-File-Digest", one.changed_from))
        to.write(block.record(headers, one.body))
        count += 1
    return count
