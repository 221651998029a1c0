"""Which habits of real themes a portal has, beyond its skin: drawn apart, and only from a seed on."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.lab.random_portals import words
from tests.lab.random_portals.skins import around, content, more_rows, near_text
from tests.lab.random_portals.skins.rows import Row
from tests.lab.random_portals.truth import Article, Block

FIRST_REAL = 9000
"""The first seed whose portal has such habits."""
CHOICES = {
    "around": tuple(around.FORMS),
    "list": tuple(more_rows.FORMS),
    "holds": tuple(content.FILLS),
    "inside": tuple(near_text.INSIDE),
    "under": tuple(near_text.BELOW),
}
LEAST, MOST = 2, 4


def draw(seed: int) -> dict[str, str]:
    """Two to four habits with their values; none of a seed before the first."""
    if seed < FIRST_REAL:
        return {}
    random = Random(f"real {seed}")
    names = random.sample(sorted(CHOICES), random.randint(LEAST, MOST))
    return {name: random.choice(CHOICES[name]) for name in names}


class Real:
    """What a portal's habits make of its pages."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.values = draw(seed)
        random = Random(f"real names {seed}")
        self.classes = [words.token(random, 2) for _ in range(6)]

    @property
    def told(self) -> str:
        """The habits, for a report."""
        return " ".join(f"{name}={value}" for name, value in sorted(self.values.items()))

    def fill(self, article: Article) -> None:
        """What the text of an article holds besides."""
        form = content.FILLS.get(self.values.get("holds", ""))
        if form is not None:
            form(Random(f"real {self.seed} {article.number}"), article)

    def block(self, block: Block, shown: Callable[[Block], str]) -> str:
        """A block of a text; those that no template knows as they are."""
        return content.SHAPES.get(block.kind, shown)(block)

    def entries(self, rows: list[Row]) -> str:
        """The entries of a list; "" where they are left as they are."""
        form = more_rows.FORMS.get(self.values.get("list", ""))
        return form(self.classes[0], rows) if form and rows else ""

    def around(self, page: Callable[[str], around.Around], main: str) -> str:
        """The markup of a list with what stands around it."""
        form = around.FORMS.get(self.values.get("around", ""))
        return form(page(self.classes[1])) if form else main

    def inside(self, near: Callable[[str], near_text.Near], text: str) -> str:
        """The text of an article with what stands in its element."""
        form = near_text.INSIDE.get(self.values.get("inside", ""))
        return form(near(self.classes[2])) if form else text

    def under(self, near: Callable[[str], near_text.Near]) -> str:
        """What stands below an article."""
        form = near_text.BELOW.get(self.values.get("under", ""))
        return form(near(self.classes[3])) if form else ""
