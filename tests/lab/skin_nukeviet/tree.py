"""Categories below a category: what the parent's list repeats, and the boxes its page shows of its children."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from queson_crawler.demo.model import Category, Content, Story
from tests.lab.skin_nukeviet.address import Addresses
from tests.lab.skin_nukeviet.options import NukeViet

CHILDREN = slice(1, 3)
IN_BOX, IN_FULL = 4, 2
OTHER_SITE = "https://baotinh.example/tin-tuc/bai-viet-tren-bao-tinh-88123.html"


def children(content: Content, one: Category, options: NukeViet) -> tuple[Category, ...]:
    """The categories below one."""
    return content.categories[CHILDREN] if options.tree and one == content.categories[0] else ()


def external_id(content: Content, options: NukeViet) -> str:
    """The article that only leads to another site; "" for none."""
    ids = content.listings[content.categories[-1].id]
    return ids[len(ids) // 2] if options.external else ""


def grown(content: Content, options: NukeViet) -> Content:
    """The content with what stands in a child also in its parent, and what leads elsewhere not to be read here."""
    stories = tuple(_barred(story, external_id(content, options)) for story in content.stories)
    if options.tree != "repeats":
        return replace(content, stories=stories)
    parent, below = content.categories[0], content.categories[CHILDREN]
    ids = {one.id for one in below}
    stories = tuple(_also_in(story, parent) if ids & set(story.category_ids) else story for story in stories)
    listed = tuple(story.article.native_id for story in stories if parent.id in story.category_ids)
    return replace(content, stories=stories, listings={**content.listings, parent.id: listed})


def _barred(story: Story, external: str) -> Story:
    return replace(story, login_only=True) if story.article.native_id == external else story


def _also_in(story: Story, parent: Category) -> Story:
    if parent.id in story.category_ids:
        return story
    article = replace(story.article, categories=(*story.article.categories, parent.title))
    return replace(story, article=article, category_ids=(*story.category_ids, parent.id))


def boxes(content: Content, below: tuple[Category, ...], places: Addresses, *, columns: bool = False) -> str:
    """The newest of each category, below its heading."""
    stories = content.by_id()
    shown = []
    for one in below:
        newest = [stories[each] for each in content.listings[one.id] if each in stories][:IN_BOX]
        rows = "".join(f"<li>{_link(each, one, places)}</li>" for each in newest[1:])
        shown.append(
            f'<div class="news_column{" two_column col-md-12" if columns else ""}"><div class="panel panel-default '
            f'clearfix"><div class="panel-heading"><h4 class="cat-icon"><a title="{one.title}" '
            f'href="{escape(places.category(one))}"><span>{one.title}</span></a></h4></div><div class="panel-body">'
            f"<h3>{_link(newest[0], one, places)}</h3>"
            f'<p>{escape(newest[0].article.lead)}</p><ul class="related list-items">{rows}</ul></div></div></div>'
        )
    return "".join(shown)


def top(content: Content, one: Category, ids: tuple[str, ...], places: Addresses) -> str:
    """A category's own articles as its page shows them above those of its children: a few whole, then titles only."""
    stories = [(each, content.by_id().get(each)) for each in ids]
    full = "".join(
        f'<h2>{_link(story, one, places)}</h2><div class="text-muted"><ul class="list-unstyled list-inline">'
        f"<li>{story.article.published[:10]}</li><li>Đã xem: 12</li></ul></div>"
        f'<p class="text-justify">{escape(story.article.lead)}</p><hr />'
        for _, story in stories[:IN_FULL]
        if story
    )
    rows = "".join(f"<li>{_link(story, one, places)}</li>" for _, story in stories[IN_FULL:] if story)
    return (
        '<div class="news_column"><div class="panel panel-default"><div class="panel-body featured">'
        f'{full}<ul class="related">{rows}</ul></div></div></div>'
    )


def _link(story: Story, one: Category, places: Addresses) -> str:
    title = escape(story.article.title)
    return f'<a href="{escape(places.article(story, one.id))}" title="{title}">{title}</a>'
