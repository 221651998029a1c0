"""The pages of a category, and the module's own page."""

from __future__ import annotations

from datetime import datetime
from html import escape

from queson_crawler.demo.model import Category, Content, Story
from tests.lab.skin_nukeviet import tree
from tests.lab.skin_nukeviet.address import Addresses

TEASERS, FOLLOWING = 3, 3


def category_html(
    content: Content, one: Category, ids: tuple[str, ...], rest: tuple[str, ...], places: Addresses
) -> str:
    """The items of one page of a category; `rest` are the titles that follow on the next page."""
    stories = content.by_id()
    if places.options.list_view in ("main", "two-column"):
        return tree.top(content, one, ids, places)
    view = {"page": _panel, "list": _line, "grid": _tile}[places.options.list_view]
    theme = _gov if places.options.theme in ("gov", "foreign") else view
    items = "".join(theme(each, stories.get(each), one, places) for each in ids)
    return items + (_following(rest, stories, one, places) if places.options.list_view == "page" else "")


def front_html(content: Content, places: Addresses) -> str:
    """The newest of every category, under its heading."""
    stories = content.by_id()
    boxes = []
    for one in content.categories:
        newest = [stories[each] for each in content.listings[one.id] if each in stories][:TEASERS]
        rows = "".join(f"<li>{_link(each, one, places)}</li>" for each in newest[1:])
        boxes.append(
            '<div class="news_column"><div class="panel panel-default clearfix"><div class="panel-heading">'
            f'<ul class="list-inline"><li><h2><a title="{one.title}" href="{escape(places.category(one))}">'
            f'<span>{one.title}</span></a></h2></li></ul></div><div class="panel-body">'
            f'<h3>{_link(newest[0], one, places)}</h3><p class="text-justify">{escape(newest[0].article.lead)}</p>'
            f'<ul class="related">{rows}</ul></div></div></div>'
        )
    return "".join(boxes)


def _link(story: Story, one: Category, places: Addresses) -> str:
    title = escape(story.article.title)
    return f'<a class="show" href="{escape(places.article(story, one.id))}" title="{title}">{title}</a>'


def _dead(native_id: str, one: Category, places: Addresses) -> str:
    end = f"tin-da-go-{native_id}{places.ending}"
    return f'<a href="{escape(places.category(one).rstrip("/"))}/{end}">Tin đã được gỡ bỏ khỏi trang</a>'


def _anchor(native_id: str, story: Story | None, one: Category, places: Addresses) -> str:
    return _link(story, one, places) if story else _dead(native_id, one, places)


def _date(story: Story | None) -> str:
    return f"{datetime.fromisoformat(story.article.published):%d/%m/%Y %I:%M:%S %p}" if story else ""


def _panel(native_id: str, story: Story | None, one: Category, places: Addresses) -> str:
    lead = escape(story.article.lead) if story else ""
    return (
        f'<div class="news_column"><div class="panel panel-default"><div class="panel-body"><h3>'
        f"{_anchor(native_id, story, one, places)}</h3>"
        f'<div class="text-muted"><ul class="list-unstyled list-inline"><li><em class="fa fa-clock-o">&nbsp;</em> '
        f"{_date(story)}</li><li>Đã xem: 924</li><li>Phản hồi: 0</li></ul></div><p>{lead}</p></div></div></div>\n"
    )


def _line(native_id: str, story: Story | None, one: Category, places: Addresses) -> str:
    href = escape(places.article(story, one.id)) if story else "#"
    title = escape(story.article.title) if story else ""
    return (
        f'<a class="show h4" href="{href}" data-rel="tooltip" title="{title}"><h4 class="list-group-item-heading">'
        f'<span class="label label-default">1</span>&nbsp;&nbsp;{title}</h4></a>\n'
    )


def _tile(native_id: str, story: Story | None, one: Category, places: Addresses) -> str:
    return (
        '<div class="col-sm-12 col-md-8"><div class="thumbnail"><div class="caption text-center"><h4>'
        f"{_anchor(native_id, story, one, places)}</h4></div></div></div>\n"
    )


def _gov(native_id: str, story: Story | None, one: Category, places: Addresses) -> str:
    return (
        f'<article class="vn-muctin">{_anchor(native_id, story, one, places)}'
        f'<span class="vn-ngay">{_date(story)[:10]}</span></article>\n'
    )


def _following(rest: tuple[str, ...], stories: dict[str, Story], one: Category, places: Addresses) -> str:
    rows = "".join(f"<li>{_link(stories[each], one, places)}</li>" for each in rest[:FOLLOWING] if each in stories)
    return f'<hr/><h4>Các tin khác</h4><ul class="related">{rows}</ul>' if rows else ""
