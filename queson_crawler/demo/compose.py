"""Writing one article out of the phrases: deterministic, given the random source and the article's number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import Any, Literal

from queson_crawler.demo.model import (
    Block,
    Category,
    DemoArticle,
    Items,
    Markup,
    Paragraph,
    Picture,
    Quirk,
    Site,
    Story,
    Table,
    plain,
)
from queson_crawler.demo.phrases import Slots, decimal, phrases

MARKUPS: tuple[Markup, ...] = ("p", "word", "div", "br")


def slug(title: str) -> str:
    """The title as ASCII words joined by hyphens, as it stands in addresses."""
    bare = unicodedata.normalize("NFD", title.replace("đ", "d").replace("Đ", "D"))
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in bare if not unicodedata.combining(c)).split()
    return "-".join(words)


def every(number: int, step: int, offset: int) -> bool:
    """Whether the article of this number is one of each `step`: so a trait surely occurs even in a small portal."""
    return number % step == offset


class Writer:
    """Writes the articles of one site. `write` must be called with numbers 0, 1, 2… for the same result each time."""

    def __init__(self, rng: Random, site: Site, taken: Iterable[str] = ()) -> None:
        self._rng, self._site = rng, site
        self._slots = Slots(rng, site)
        self._common: dict[str, Any] = phrases()["common"]
        self._titles: set[str] = set(taken)

    def write(self, number: int, category: Category, native_id: str, when: datetime) -> Story:
        """Article `number`, whose traits follow from that number and whose words follow from the random source."""
        topic = phrases()[category.topic]
        self._slots.begin_article()
        title = self._title(topic["titles"])
        blocks, attachments = self._blocks(number, topic["clauses"], f"{when:%Y}/{native_id}")
        precision: Literal["minute", "day"] = "day" if every(number, 5, 0) else "minute"
        shown = when.replace(hour=0, minute=0) if precision == "day" else when
        article = DemoArticle(
            native_id=native_id,
            title=title,
            lead="" if every(number, 23, 11) else self._slots.sentence(self._rng.choice(topic["leads"])),
            body=plain(blocks),
            author=None if every(number, 7, 6) else self._pick("authors"),
            poster=None if every(number, 29, 13) else self._slots["nguoi"],
            source=self._pick("sources") if every(number, 10, 7) else None,
            published=shown.isoformat(),
            precision=precision,
            categories=(category.title,),
            images=tuple((block.path, block.caption) for block in blocks if isinstance(block, Picture)),
            attachments=attachments,
        )
        return Story(article, blocks, (category.id,), MARKUPS[number % len(MARKUPS)], _quirks(number))

    def _pick(self, name: str) -> str:
        return self._slots.sentence(self._rng.choice(self._common[name]))

    def _title(self, templates: list[str]) -> str:
        while (title := self._slots.sentence(self._rng.choice(templates))) in self._titles:
            self._slots.begin_article()
        self._titles.add(title)
        return title

    def _blocks(self, number: int, clauses: list[str], place: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
        """The body's blocks and the paths of the attached files."""
        blocks: list[Block] = [*self._paragraphs(clauses)]
        if every(number, 5, 2):
            blocks[2:2] = self._list()
        if every(number, 9, 4):
            blocks[-1:-1] = self._table()
        for index in range(number % 3 if number % 6 else 1):
            folder = "Hinh%20anh" if every(number, 4, 2) else "Hinhanh"
            picture = Picture(f"/Portals/0/{folder}/{place}-{index + 1}.png", self._pick("captions"))
            blocks.insert(1 + 2 * index, picture)
        if not every(number, 8, 5):
            return tuple(blocks), ()
        path = f"/Portals/0/Tailieu/{place}-KH-UBND.pdf"
        if "files-below" not in _quirks(number):
            blocks.append(Paragraph(self._common["download"], path))
        return tuple(blocks), (path,)

    def _paragraphs(self, clauses: list[str]) -> list[Paragraph]:
        rng = self._rng
        own, common = rng.sample(clauses, len(clauses)), rng.sample(self._common["clauses"], 14)
        paragraphs = []
        for _ in range(rng.randint(3, 7)):
            drawn = [(own if rng.random() < 0.7 else common).pop() for _ in range(rng.randint(1, 2))]
            paragraphs.append(Paragraph(" ".join(self._sentence(clause) for clause in drawn)))
        return paragraphs

    def _sentence(self, clause: str) -> str:
        opener = self._rng.choice(self._common["openers"]) if self._rng.random() < 0.45 else ""
        return self._slots.sentence(opener + clause) + "."

    def _list(self) -> list[Block]:
        items = self._rng.sample(self._common["list_items"], self._rng.randint(3, 5))
        return [Paragraph(self._pick("list_intros")), Items(tuple(self._slots.sentence(item) for item in items))]

    def _table(self) -> list[Block]:
        rng = self._rng
        communes = rng.sample(self._site.communes, rng.randint(3, min(5, len(self._site.communes))))
        head = tuple(rng.choice(self._common["table_heads"]))
        rows = ((name, str(rng.randint(40, 990)), f"{decimal(rng, 50, 120)}%") for name in communes)
        return [Paragraph(self._pick("table_intros")), Table((head, *rows))]


def _quirks(number: int) -> frozenset[Quirk]:
    found: dict[Quirk, bool] = {
        "nfd": every(number, 11, 3),
        "nbsp": every(number, 4, 1),
        "entities": every(number, 6, 2),
        "files-below": every(number, 16, 5),
    }
    return frozenset(quirk for quirk, holds in found.items() if holds)
