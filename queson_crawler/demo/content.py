"""The whole content of a demo portal: its articles, their lists, and the irregularities real portals have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from random import Random

from queson_crawler.demo.compose import Writer
from queson_crawler.demo.model import Category, Content, Site, Story
from queson_crawler.demo.options import DemoOptions
from queson_crawler.demo.phrases import Slots, load_site, phrases

VIETNAM = timezone(timedelta(hours=7))
FIRST_DAY = datetime(2016, 3, 1, tzinfo=VIETNAM)
FIRST_ID = 9104
DEAD_ID = "99999"
DEAD_POSITION = 4


@lru_cache(maxsize=8)
def build(options: DemoOptions) -> Content:
    """The content for these options, always the same. Raises ValueError for more sizes than the site has lists."""
    site = load_site(options.site)
    if len(options.sizes) > len(site.categories):
        raise ValueError(f"demo site {options.site!r} has only {len(site.categories)} categories")
    categories = site.categories[: len(options.sizes)]
    born = _write(options, site, categories)
    aliased = born[0][-1].article.native_id
    _copy_one(born)
    _list_twice(born, categories)
    if options.login_only:
        born[-1][0] = replace(born[-1][0], login_only=True)
    newest_first = sorted((story for group in born for story in group), key=_number, reverse=True)
    return Content(
        site=site,
        about=tuple(Slots(Random(options.seed), site).sentence(text) for text in phrases()["about"]["paragraphs"]),
        categories=categories,
        stories=tuple(newest_first),
        listings={one.id: _listing(one, categories[0], newest_first, options.dead_link) for one in categories},
        aliased=aliased,
    )


def _number(story: Story) -> int:
    return int(story.article.native_id)


def _write(options: DemoOptions, site: Site, categories: Sequence[Category]) -> list[list[Story]]:
    """The articles of each category, oldest first; ids and dates grow together over all categories, with gaps."""
    rng = Random(options.seed)
    writer = Writer(rng, site)
    order = [index for index, size in enumerate(options.sizes) for _ in range(size)]
    rng.shuffle(order)
    born: list[list[Story]] = [[] for _ in categories]
    native_id, day = FIRST_ID, FIRST_DAY
    for number, index in enumerate(order):
        native_id += rng.randint(1, 9)
        day += timedelta(days=rng.randint(1, 24))
        when = day.replace(hour=rng.randint(7, 17), minute=rng.randint(0, 59))
        born[index].append(writer.write(number, categories[index], str(native_id), when))
    return born


def _copy_one(born: list[list[Story]]) -> None:
    """Gives the second-oldest articles of the first two categories one text: the later one repeats the earlier."""
    (_, original), (index, copy) = sorted(enumerate((born[0][1], born[1][1])), key=lambda pair: _number(pair[1]))
    source = original.article
    article = replace(
        copy.article,
        title=source.title,
        lead=source.lead,
        body=source.body,
        images=source.images,
        attachments=source.attachments,
        copy_of=source.native_id,
    )
    below = copy.quirks - {"files-below"} | (original.quirks & {"files-below"})
    born[index][1] = replace(copy, article=article, blocks=original.blocks, quirks=below)


def _list_twice(born: list[list[Story]], categories: Sequence[Category]) -> None:
    """Puts the newest article of the second (and third) category into the first category as well."""
    for index in (1, 2)[: len(categories) - 1]:
        story = born[index][-1]
        titles = (*story.article.categories, categories[0].title)
        ids = (*story.category_ids, categories[0].id)
        born[index][-1] = replace(story, article=replace(story.article, categories=titles), category_ids=ids)


def _listing(one: Category, first: Category, newest_first: Sequence[Story], dead_link: bool) -> tuple[str, ...]:
    ids = [story.article.native_id for story in newest_first if one.id in story.category_ids]
    if dead_link and one == first:
        ids.insert(DEAD_POSITION, DEAD_ID)
    return tuple(ids)
