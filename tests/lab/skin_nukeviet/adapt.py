"""The demo's content as NukeViet keeps it: uploads in its own folders, and no page tells who posted an article."""

from __future__ import annotations

from dataclasses import replace

from queson_crawler.demo.compose import slug
from queson_crawler.demo.model import Block, Content, Paragraph, Picture, Story

OLD, NEW = "/Portals/0/", "/uploads/news/"
HOME_IMAGE, NOTE = "-anh-dai-dien.png", "Ảnh: Cộng tác viên"
HOME_IMAGE_EACH = 4


def adapted(content: Content) -> Content:
    """The content with NukeViet's addresses of pictures and files, and without posters."""
    return replace(content, stories=tuple(map(_story, content.stories)))


def alias(title: str) -> str:
    """A title as it stands in addresses."""
    return slug(title).lower()


def _home_image(story: Story) -> tuple[tuple[str, str], ...]:
    number = story.article.native_id
    return ((f"{NEW}{number}{HOME_IMAGE}", NOTE),) if int(number) % HOME_IMAGE_EACH == 0 else ()


def _story(story: Story) -> Story:
    article = replace(
        story.article,
        poster=None,
        images=_home_image(story) + tuple((path.replace(OLD, NEW), caption) for path, caption in story.article.images),
        attachments=tuple(path.replace(OLD, NEW) for path in story.article.attachments),
    )
    return replace(story, article=article, blocks=tuple(map(_block, story.blocks)))


def _block(block: Block) -> Block:
    match block:
        case Picture(path=path):
            return replace(block, path=path.replace(OLD, NEW))
        case Paragraph(link=link) if link:
            return replace(block, link=link.replace(OLD, NEW))
        case _:
            return block
