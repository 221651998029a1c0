"""What the demo portal publishes, before any skin turns it into pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Markup = Literal["p", "word", "div", "br"]
Quirk = Literal["nfd", "nbsp", "entities", "files-below"]


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article as a perfect reader would keep it: NFC, plain spaces, no markup.

    `body` has its paragraphs parted by a blank line; list items, and table cells, stand one to a line; captions are
    no part of it. `lead` and `body` are "" when the article has none.
    `published` is ISO 8601 with +07:00; `images` are (address path, caption), the caption "" when there is none;
    `attachments` are address paths; `copy_of` is the native id of the earlier article whose text this one repeats.
    """

    native_id: str
    title: str
    lead: str
    body: str
    author: str | None
    poster: str | None
    source: str | None
    published: str
    precision: Literal["minute", "day"]
    categories: tuple[str, ...]
    images: tuple[tuple[str, str], ...] = ()
    attachments: tuple[str, ...] = ()
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """One list of the portal: where it begins, how many items it claims, and which, newest first."""

    id: str
    title: str
    path: str
    declared: int
    native_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; with `link`, its last two words lead to that path."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    path: str
    caption: str


Block = Paragraph | Items | Table | Picture


def plain(blocks: tuple[Block, ...]) -> str:
    """The blocks as the plain text of `DemoArticle.body`."""
    return "\n\n".join(text for text in map(_plain, blocks) if text)


def _plain(block: Block) -> str:
    match block:
        case Paragraph(text=text):
            return text
        case Items(lines=lines):
            return "\n".join(lines)
        case Table(rows=rows):
            return "\n".join(cell for row in rows for cell in row)
        case Picture():
            return ""


@dataclass(frozen=True, slots=True)
class Story:
    """An article with what a skin must know to show it: its blocks, its kind of HTML and its oddities."""

    article: DemoArticle
    blocks: tuple[Block, ...]
    category_ids: tuple[str, ...]
    markup: Markup
    quirks: frozenset[Quirk] = frozenset()
    login_only: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    title: str
    topic: str


@dataclass(frozen=True, slots=True)
class Site:
    """An invented district."""

    name: str
    province: str
    town: str
    slogan: str
    address: str
    phone: str
    email: str
    developer: str
    communes: tuple[str, ...]
    hamlets: tuple[str, ...]
    categories: tuple[Category, ...]

    @property
    def district(self) -> str:
        return f"huyện {self.name}"


@dataclass(frozen=True, slots=True)
class Content:
    """All that one demo portal publishes. `stories` are newest first; `listings` hold native ids, newest first.

    `aliased` is the article that is linked under several addresses; a native id in a listing without a story is a
    dead link.
    """

    site: Site
    about: tuple[str, ...]
    categories: tuple[Category, ...]
    stories: tuple[Story, ...]
    listings: Mapping[str, tuple[str, ...]]
    aliased: str

    def by_id(self) -> dict[str, Story]:
        return {story.article.native_id: story for story in self.stories}

    def file_paths(self) -> frozenset[str]:
        """Every path of an image or attachment."""
        shown = (story.article for story in self.stories)
        return frozenset(path for one in shown for path in (*(image for image, _ in one.images), *one.attachments))
