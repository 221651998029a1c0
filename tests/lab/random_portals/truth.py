"""What a drawn portal really holds: the answers that a person reading its pages would give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Whether an article can be had at all."""

    OPEN = "open"
    PASSWORD = "password"
    MEMBERS = "members"
    MISSING = "missing"
    GONE = "gone"
    FORBIDDEN = "forbidden"


@dataclass
class Block:
    """One block of a body. `lines` are content; `caption` is printed, but is no content."""

    kind: str
    lines: list[str] = field(default_factory=list)
    caption: str = ""
    image: str = ""


@dataclass
class Article:
    """One news item. `addresses` are path and query as links print them, the canonical one first."""

    number: int
    ident: str
    title: str
    published: datetime
    categories: list[int]
    state: State = State.OPEN
    slug: str = ""
    lead: str = ""
    blocks: list[Block] = field(default_factory=list)
    second_page: int = 0
    author: str | None = None
    signature: str = ""
    poster: str | None = None
    source: str | None = None
    views: int | None = None
    published_at: str | None = None
    precision: str | None = None
    files: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    in_lists: bool = True

    @property
    def paragraphs(self) -> list[str]:
        """The lines of the body, in order."""
        return [line for block in self.blocks for line in block.lines]

    @property
    def images(self) -> list[str]:
        return [block.image for block in self.blocks if block.image]

    @property
    def optional(self) -> list[str]:
        """Lines that may stand in the body or not: a signature beside a label that names the author."""
        return [self.signature] if self.signature and self.signature != self.author else []


@dataclass
class Category:
    """One list of the menu. `members` are numbers of articles, newest first."""

    number: int
    title: str
    slug: str
    parent: int | None = None
    members: list[int] = field(default_factory=list)
    size: int = 8
    address: str = ""

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.members) // self.size))


@dataclass
class Truth:
    """The whole portal. `unreachable` are listed articles that cannot be had."""

    articles: list[Article]
    categories: list[Category]

    @property
    def open(self) -> list[Article]:
        return [article for article in self.articles if article.state is State.OPEN]

    @property
    def unreachable(self) -> list[Article]:
        return [article for article in self.articles if article.state is not State.OPEN]

    @property
    def exit_code(self) -> int:
        """Of a crawl that got everything that can be had."""
        return 3 if self.unreachable else 0

    @property
    def least_requests(self) -> int:
        """Articles, their second pages and the pages of lists."""
        second = sum(1 for article in self.open if article.second_page)
        return len(self.articles) + second + sum(category.pages for category in self.categories)

    def titles_of(self, article: Article) -> set[str]:
        """The lists that name an article."""
        return {self.categories[number].title for number in article.categories}
