"""The content as one shape can tell it: what its pages do not show, a reader cannot know."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from queson_crawler.demo.model import Block, Category, Content, DemoArticle, Paragraph, Picture, Story
from tests.lab.options import LabOptions
from tests.lab.skin_shapes.shape import Shape

UPLOADS = "/Portals/0/"
PARENT = Category("1", "Tin tổng hợp", "activity")


def retell(content: Content, shape: Shape, options: LabOptions) -> Content:
    """The content with the paths, fields, precision and order of the shape; with `parent`, one more list of all."""
    stories = tuple(_story(story, shape) for story in content.stories)
    told = replace(content, stories=tuple(map(_in_parent, stories)) if options.parent else stories)
    listings, categories = dict(content.listings), content.categories
    if options.parent:
        listings[PARENT.id] = tuple(story.article.native_id for story in stories)
        categories = (*categories, PARENT)
    if shape.oldest_first:
        listings = {one: ids[::-1] for one, ids in listings.items()}
    return replace(told, categories=categories, listings=listings)


def _in_parent(story: Story) -> Story:
    article = replace(story.article, categories=(*story.article.categories, PARENT.title))
    return replace(story, article=article, category_ids=(*story.category_ids, PARENT.id))


def _story(story: Story, shape: Shape) -> Story:
    return replace(
        story,
        article=_article(story.article, shape),
        blocks=tuple(_block(block, shape.uploads) for block in story.blocks),
    )


def _article(article: DemoArticle, shape: Shape) -> DemoArticle:
    when = datetime.fromisoformat(article.published)
    day = shape.day_only
    return replace(
        article,
        author=article.author if shape.author else None,
        poster=article.poster if shape.poster else None,
        source=article.source if shape.source else None,
        published=when.replace(hour=0, minute=0).isoformat() if day else article.published,
        precision="day" if day else article.precision,
        images=tuple((_moved(path, shape.uploads), caption) for path, caption in article.images),
        attachments=tuple(_moved(path, shape.uploads) for path in article.attachments),
    )


def _block(block: Block, uploads: str) -> Block:
    match block:
        case Picture():
            return replace(block, path=_moved(block.path, uploads))
        case Paragraph(link=link) if link:
            return replace(block, link=_moved(link, uploads))
        case _:
            return block


def _moved(path: str, uploads: str) -> str:
    return path.replace(UPLOADS, uploads, 1)
