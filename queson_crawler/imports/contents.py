"""What stands in the records of an imported file: segments joined, and revisits with what they refer to."""

from __future__ import annotations

import zlib

from archive.warc import Exchange
from archive.warc.digests import PAYLOAD, wrong
from archive.warc.headers import fields_of
from archive.warc.message import exchange_of
from archive.warc.shapes import Raw
from queson_crawler.imports.held import Held
from queson_crawler.imports.index import Index
from queson_crawler.imports.originals import Original, Originals
from queson_crawler.imports.package import NotReadable, Package
from queson_crawler.imports.segments import joined


class Contents:
    """Reads records of a file; what a revisit refers to may also be in the archive (`originals`)."""

    def __init__(self, package: Package, index: Index, originals: Originals) -> None:
        self._package, self._index, self._originals = package, index, originals

    def load(self, one: Held) -> Raw:
        """A record as it stands in the file. Raises NotReadable where the file changed meanwhile."""
        try:
            first = self._package.windows[one.window][1].load(one.found)
        except (ValueError, OSError, zlib.error) as error:
            raise NotReadable(
                f"{self._package.origin.name} changed while it was read ({error}): start again."
            ) from error
        if one.found.segment == "":
            return first
        return joined(first, [self.load(part) for part in one.rest], is_cut=one.is_cut)

    def exchange(self, one: Held, raw: Raw) -> Exchange | None:
        """The exchange in a record; None for a revisit of something that nobody has."""
        asked = self._index.requests.get(one.found.record_id)
        question = b"GET"
        if asked is not None:
            question = self.load(asked).block
        if one.found.kind != "revisit":
            return exchange_of(fields_of(raw.lines), raw.block, question)
        block = self._original_block(one)
        if block is None:
            return None
        return exchange_of(fields_of(raw.lines), raw.block, question, block)

    def _original_block(self, revisit: Held) -> bytes | None:
        """The block of the record that a revisit refers to, here or in the archive; None where nobody has it."""
        original = self._index.original(revisit.found)
        if original is not None:
            whole = self.load(original)
            if PAYLOAD in wrong(fields_of(whole.lines), whole.block):
                return None
            return whole.block
        stored = self.stored_original(revisit)
        if stored is None:
            return None
        return self._originals.block(stored)

    def stored_original(self, revisit: Held) -> Original | None:
        """What a revisit refers to, among the captures of the archive."""
        return self._originals.find(revisit.found)
