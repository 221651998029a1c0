"""What is kept while RTF is read: what holds within a pair of braces, and the text of each story. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.readings import Run, once, trimmed
from queson_crawler.files.rtf.words import CHARSETS, CODEPAGES, Story, Table

MAX_NAMES = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """What holds within a pair of braces. `skip` is how many fallback characters follow a \\u; `table` is the table of
    fonts or styles that is read."""

    hidden: bool = False
    twin: bool = False
    vanished: bool = False
    in_table: bool = False
    table: Table | None = None
    story: Story = Story.MAIN
    style: int = -1
    font: int = 0
    skip: int = 1

    @property
    def shown(self) -> bool:
        return not (self.hidden or self.twin or self.vanished or self.table)


@dataclass(slots=True)
class Text:
    """What was read of one story: its paragraphs, and the runs of the one that is not ended."""

    paragraphs: list[list[Run]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def end(self) -> None:
        runs, self.runs = trimmed(self.runs), []
        if runs:
            self.paragraphs.append(runs)


@dataclass(slots=True)
class Fonts:
    """The names of fonts by number, and how their bytes become letters."""

    names: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, str] = field(default_factory=dict)
    usual: str = "cp1252"

    def name(self, font: int, raw: bytes) -> None:
        """A name, or the next part of one."""
        known = self.names.get(font, "")
        if len(self.names) < MAX_NAMES or known:
            self.names[font] = (known + raw.decode("latin-1")).partition(";")[0].strip()[:100]

    def charset(self, font: int, number: int) -> None:
        if number in CHARSETS and len(self.charsets) < MAX_NAMES:
            self.charsets[font] = CHARSETS[number]

    def codepage(self, number: int) -> None:
        if number in CODEPAGES:
            self.usual = f"cp{number}"

    def decode(self, font: int, raw: bytes) -> str:
        """Fonts from before Unicode hold Western letters, whatever the file calls their charset."""
        if encoding_of(self.names.get(font, "")):
            return raw.decode("cp1252", "replace")
        return raw.decode(self.charsets.get(font, self.usual), "replace")


def all_of(stories: dict[Story, Text]) -> Iterator[list[Run]]:
    """All paragraphs; headers and footers, which each section says again, once."""
    for story, text in stories.items():
        if story is Story.HEADERS:
            yield from once(text.paragraphs)
        else:
            yield from text.paragraphs
