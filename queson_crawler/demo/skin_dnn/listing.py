"""The pages of a category's list, and other lists of articles."""

from __future__ import annotations

from html import escape

from queson_crawler.demo.model import Content, Story
from queson_crawler.demo.skin_dnn import address
from queson_crawler.demo.skin_dnn.article import LIST_DATE, published
from queson_crawler.demo.skin_dnn.links import Links
from queson_crawler.demo.skin_dnn.pager import Href, Pager

HOME_ITEMS = 4


def listing_html(
    content: Content, category_id: str, ids: tuple[str, ...], pager: Pager, page_href: Href, links: Links
) -> str:
    """The content pane of one page of a list: the items `ids`, then the pager."""
    title = next(one.title for one in content.categories if one.id == category_id)
    total = len(content.listings[category_id])
    return (
        f'<div class="CategoryTitle">{title}</div>\n<div class="NewsList" id="dnn_ctr812_View_pnlList">\n'
        f"{items_html(content, category_id, ids, links)}</div>\n{pager.render(page_href, total)}"
    )


def items_html(content: Content, category_id: str, ids: tuple[str, ...], links: Links) -> str:
    """The items of a list; an id without a story becomes a dead link."""
    stories = content.by_id()
    return "".join(
        _item(content, stories[one], category_id, links) if one in stories else _dead(one, category_id, links)
        for one in ids
    )


def _item(content: Content, story: Story, category_id: str, links: Links) -> str:
    article = story.article
    path = address.article_path(story, category_id)
    if article.native_id == content.aliased:
        path = address.alias_paths(story)[0]
    images = article.images[:1]
    thumb = "".join(f'<a {links.href(path)}><img {links.src(image)} alt="" /></a>' for image, _ in images)
    return (
        f"<div class='item'>{thumb}<a class=ItemTitle {links.href(path)}>{escape(article.title)}</a>"
        f" <i>({published(story, LIST_DATE)})</i>\n<p>{escape(article.lead)}</p>"
        f"<a {links.href(path)}>Xem tiếp &raquo;</a></div>\n"
    )


def _dead(native_id: str, category_id: str, links: Links) -> str:
    path = address.tab_path(address.NEWS, Group=category_id, NID=native_id)
    return f"<div class='item'><a class=ItemTitle {links.href(path)}>Tin đã được gỡ bỏ</a> <i>(01/01/2016)</i></div>\n"


def home_html(content: Content, links: Links) -> str:
    """The content pane of the home page: the newest of every category."""
    return "".join(
        f'<div class="CategoryTitle"><a {links.href(address.category_path(one.id))}>{one.title}</a></div>\n'
        + items_html(content, one.id, content.listings[one.id][:HOME_ITEMS], links)
        for one in content.categories
    )


def search_html(content: Content, words: str, links: Links) -> str:
    """The content pane of the search results: articles whose title contains the words."""
    wanted = words.casefold()
    found = [story for story in content.stories if wanted and wanted in story.article.title.casefold()]
    rows = (f"<li><a {links.href(address.article_path(one))}>{escape(one.article.title)}</a></li>" for one in found)
    return f'<div class="CategoryTitle">Search Results</div><p>{len(found)} kết quả</p><ul>{"".join(rows)}</ul>'
