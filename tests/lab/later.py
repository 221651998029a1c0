"""The same portal some time later: articles published, edited and taken down since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from queson_crawler.demo.compose import Writer
from queson_crawler.demo.model import Category, Content, Paragraph, Story, plain

CORRECTION = "Tin số {} đã được bổ sung số liệu vào cuối ngày."


@dataclass(frozen=True, slots=True)
class Changes:
    """The native ids of what was published, edited and taken down."""

    added: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


def later(
    content: Content, added: int, edited: int | Sequence[str], deleted: int | Sequence[str], seed: int
) -> tuple[Content, Changes]:
    """The content after so many changes, and which they are; numbers are drawn by the seed, ids taken as they are."""
    rng = Random(seed)
    ids = [story.article.native_id for story in content.stories if not story.login_only and not story.article.copy_of]
    copied = {story.article.copy_of for story in content.stories}
    free = [one for one in ids if one not in copied and one != content.aliased]
    gone = tuple(rng.sample(free, deleted) if isinstance(deleted, int) else deleted)
    left = [one for one in free if one not in gone]
    changed = tuple(rng.sample(left, edited) if isinstance(edited, int) else edited)
    stories = [
        _edited(one) if one.article.native_id in changed else one
        for one in content.stories
        if one.article.native_id not in gone
    ]
    born = _born(content, added, rng)
    listings = {
        one.id: (*(each.article.native_id for each in born if one.id in each.category_ids),
                 *(each for each in content.listings[one.id] if each not in gone))
        for one in content.categories
    }  # fmt: skip
    after = replace(content, stories=(*born, *stories), listings=listings)
    return after, Changes(tuple(one.article.native_id for one in born), changed, gone)


def _edited(story: Story) -> Story:
    """The story with one more paragraph."""
    blocks = (*story.blocks, Paragraph(CORRECTION.format(story.article.native_id)))
    return replace(story, blocks=blocks, article=replace(story.article, body=plain(blocks)))


def _born(content: Content, count: int, rng: Random) -> list[Story]:
    """New stories, newest first, spread over the lists."""
    writer = Writer(rng, content.site, taken=(story.article.title for story in content.stories))
    newest = content.stories[0].article
    native_id, day = int(newest.native_id), datetime.fromisoformat(newest.published)
    born: list[Story] = []
    for number in range(count):
        native_id += rng.randint(1, 9)
        day += timedelta(days=rng.randint(0, 2), minutes=rng.randint(1, 400))
        category: Category = content.categories[number % len(content.categories)]
        # Numbers go on, and with them the traits that follow from them.
        born.insert(0, writer.write(len(content.stories) + number, category, str(native_id), day))
    return born
