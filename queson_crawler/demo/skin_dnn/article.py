"""The page of one article: heading, byline, body, and the two lists of its neighbours."""

from __future__ import annotations

from datetime import datetime

from queson_crawler.demo.model import Content, Story
from queson_crawler.demo.skin_dnn import address
from queson_crawler.demo.skin_dnn.body import body_html, text_html
from queson_crawler.demo.skin_dnn.links import Links

NEIGHBOURS = 5
LIST_DATE = "%d/%m/%Y"
DENIED = (
    '<div class="dnnFormMessage"><h2>Thông báo từ chối truy cập</h2>'
    "<p>Bạn không có quyền xem nội dung này. Vui lòng đăng nhập để tiếp tục.</p></div>"
)


def published(story: Story, form: str = "%H:%M | %d/%m/%Y") -> str:
    """The date of publication as pages print it."""
    return datetime.fromisoformat(story.article.published).strftime(form)


def article_html(content: Content, story: Story, category_id: str, views: int, links: Links) -> str:
    """The content pane of an article seen in one of its categories."""
    article = story.article
    category = next(one for one in content.categories if one.id == category_id)
    newer, older = _neighbours(content, article.native_id, category_id)
    return f"""<div class="CategoryTitle"><a {links.href(address.category_path(category.id))}>{category.title}</a></div>
<div id="dnn_ctr814_View_pnlDetail" class="DnnModule-814">
<div id="dnn_ctr814_View_lblTitle" class="NewsTitle">{text_html(story, article.title)}</div>
<div class='NewsInfo'>Người đăng: <span>{article.poster or ""}</span>&nbsp;
Ngày đăng: <span>{published(story)}</span> &nbsp;Lượt xem: <span id="dnn_ctr814_View_lblViews">{views}</span></div>
<div class="NewsLead" id="dnn_ctr814_View_lblLead">{text_html(story, article.lead)}</div>
<div class="NewsContent" id=dnn_ctr814_View_lblContent>
{body_html(story, links)}</div>
{_byline(story)}{_files(story, links)}<div class="NewsBack"><a href="javascript:history.back();">[Trở về]</a></div>
<div class="NewsOther"><b>Các tin mới:</b>
{_titles(newer, category_id, links)}</div>
<div class="NewsOther"><b>Các tin khác:</b>
{_titles(older, category_id, links)}</div>
</div>"""


def print_html(story: Story, views: int) -> str:
    """The article without anything around it, as in the print view."""
    article = story.article
    return (
        f"<h2>{article.title}</h2><p>Ngày đăng: {published(story)} Lượt xem: {views}</p>"
        f"<p><b>{article.lead}</b></p>{body_html(story, Links('', '/'))}{_byline(story)}"
    )


def _byline(story: Story) -> str:
    article = story.article
    source = f'<p style="text-align: right"><i>Nguồn: {article.source}</i></p>\n' if article.source else ""
    author = f'<p class="NewsAuthor">Tác giả: {article.author}</p>\n' if article.author else ""
    return author + source


def _files(story: Story, links: Links) -> str:
    if "files-below" not in story.quirks or not story.article.attachments:
        return ""
    rows = (f"<a {links.href(path)}>{path.rsplit('/', 1)[-1]}</a>" for path in story.article.attachments)
    return f'<div class="NewsFiles">File đính kèm: {"<br />".join(rows)}</div>\n'


def _neighbours(content: Content, native_id: str, category_id: str) -> tuple[list[Story], list[Story]]:
    stories = content.by_id()
    ids = [one for one in content.listings[category_id] if one in stories]
    at = ids.index(native_id)
    newer, older = ids[max(0, at - NEIGHBOURS) : at], ids[at + 1 : at + 1 + NEIGHBOURS]
    return [stories[one] for one in newer], [stories[one] for one in older]


def _titles(stories: list[Story], category_id: str, links: Links) -> str:
    if not stories:
        return ""
    rows = (
        f"<li><a {links.href(address.article_path(story, category_id))}>{story.article.title}</a>"
        f" <i>({published(story, LIST_DATE)})</i></li>\n"
        for story in stories
    )
    return f"<ul>{''.join(rows)}</ul>"
