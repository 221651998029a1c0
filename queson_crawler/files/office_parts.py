"""The parts of DOCX, PPTX, XLSX and OpenDocument files: XML in a ZIP, each read up to a limit. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from archive.records import FileState
from queson_crawler.files.formats import MAX_ENTRIES
from queson_crawler.files.readings import Unreadable

MAX_PART = 64 * 1024 * 1024
"""Bytes of one XML part, unpacked."""
MAX_PARTS = 1000
"""At most this many parts of one kind (slides, headers) are read."""
_NUMBER = re.compile(r"\d{1,6}")
_TORN = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    NotImplementedError,
    EOFError,
    KeyError,
    etree.XMLSyntaxError,
)
"""What a damaged ZIP or a damaged part raises."""


class Parts:
    """The parts of an opened file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        if len(archive.infolist()) > MAX_ENTRIES:
            raise Unreadable(FileState.TOO_MUCH, f"holds more than {MAX_ENTRIES} parts")
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def bytes(self, name: str) -> bytes:
        """A part, unpacked.

        Raises:
            Unreadable: it is larger than allowed.
        """
        with self._archive.open(name) as part:
            data = part.read(MAX_PART + 1)
        if len(data) > MAX_PART:
            raise Unreadable(FileState.TOO_MUCH, f"its part {name[:80]} grows beyond {MAX_PART >> 20} MiB")
        return data

    def root(self, name: str) -> etree._Element:
        """The XML of a part.

        Raises:
            Unreadable: it is none, or larger than allowed.
        """
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True,
            remove_pis=True, recover=True, huge_tree=False,
        )  # fmt: skip
        data = self.bytes(name)
        if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
            raise Unreadable(FileState.BROKEN, "declares entities, which no office program does")
        root = etree.fromstring(data, parser)
        if root is None:
            raise Unreadable(FileState.BROKEN, f"its part {name[:80]} is no XML")
        return root

    def roots(self, *names: str) -> list[etree._Element]:
        """The XML of those of some parts that the file has."""
        found: list[etree._Element] = []
        for name in names:
            if name in self.names:
                found.append(self.root(name))
        return found

    def numbered(self, pattern: re.Pattern[str]) -> list[str]:
        """The names of the parts of one kind, by the number in them."""
        found = list(filter(pattern.fullmatch, self.names))
        found.sort(key=_number)
        return found


def _number(name: str) -> tuple[int, str]:
    match = _NUMBER.search(name)
    return int(match[0]) if match else 0, name


@contextmanager
def opened(data: bytes) -> Iterator[Parts]:
    """The parts of a file.

    Raises:
        Unreadable: torn, encrypted, no XML, or larger than allowed; also for what is raised while they are read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Parts(archive)
    except _TORN as error:
        raise Unreadable(FileState.BROKEN, f"{type(error).__name__}: {error}"[:200]) from error
    except RuntimeError as error:  # zipfile: "File … is encrypted, password required"
        raise Unreadable(FileState.ENCRYPTED, "its parts need a password") from error
