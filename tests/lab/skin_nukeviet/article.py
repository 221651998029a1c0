"""The page of one article in each of the themes."""

from __future__ import annotations

from datetime import datetime
from html import escape

from queson_crawler.demo.model import Content, Story
from queson_crawler.demo.skin_dnn.body import body_html, text_html
from queson_crawler.demo.skin_dnn.links import Links
from tests.lab.skin_nukeviet.adapt import HOME_IMAGE
from tests.lab.skin_nukeviet.address import Addresses

NEIGHBOURS = 4
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
NO_PERMISSION = (
    '<div class="alert alert-info">\n\tRất tiếc, bạn chưa được cấp quyền xem bài viết này. '
    "Vui lòng liên hệ Quản trị site để biết thêm chi tiết\n</div>"
)


def published(story: Story) -> str:
    """The date of an article as its page prints it."""
    when = datetime.fromisoformat(story.article.published)
    return f"{WEEKDAYS[when.weekday()]} - {when:%d/%m/%Y %H:%M}"


def article_html(content: Content, story: Story, places: Addresses, links: Links) -> str:
    """The main pane of an article's page."""
    theme = {"default": _default, "gov": _gov, "foreign": _gov, "mobile": _mobile, "v3": _v3}[places.options.theme]
    return theme(story, places, links) + _others(content, story, places)


def _default(story: Story, places: Addresses, links: Links) -> str:
    article = story.article
    return f"""<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope>
<div class="panel-body"><h1 class="title margin-bottom-lg" itemprop="headline">{text_html(story, article.title)}</h1>
<div class="hidden hide d-none" itemprop="author" itemtype="http://schema.org/Person" itemscope>
<span itemprop="name">{article.author or "Ban biên tập"}</span></div>
<span class="hidden hide d-none" itemprop="datePublished">{article.published}</span>
<span class="hidden hide d-none" itemprop="publisher" itemscope><span itemprop="name">Cổng thông tin</span></span>
<div class="row margin-bottom-lg"><div class="col-md-12"><span class="h5">{published(story)}</span></div>
<div class="col-md-12">{_tools(story, places, "list-inline text-right")}</div></div>
<div class="clearfix">
<div class="hometext m-bottom" itemprop="description">{text_html(story, article.lead)}</div>{_figure(story)}</div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">
{body_html(story, links)}</div>
{_files(story, places)}<div class="margin-bottom-lg">{_byline(story, "h5 text-right")}</div>
<div class="alert alert-info margin-bottom-lg">Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</div></div></div>
{_after(story, places)}"""


def _gov(story: Story, places: Addresses, links: Links) -> str:
    article = story.article
    lead = f'<div class="tom-tat-tin"><p>{text_html(story, article.lead)}</p></div>' if article.lead else ""
    return f"""<section class="vn-chitiet"><h1 class="vn-tieude">{text_html(story, article.title)}</h1>
<div class="vn-thoigian d-flex"><i class="bi bi-clock"></i> {published(story)}</div>
{_tools(story, places, "vn-congcu")}{lead}{_figure(story)}
<div{' id="news-bodyhtml"' if places.options.theme == "gov" else ""} class="vn-noidung">
{body_html(story, links)}</div>
{_files(story, places)}{_byline(story, "vn-tacgia text-end")}</section>
{_after(story, places)}"""


def _mobile(story: Story, places: Addresses, links: Links) -> str:
    article = story.article
    return f"""<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope>
<div class="panel-body"><h1 itemprop="headline">{text_html(story, article.title)}</h1>
<span class="hidden hide d-none" itemprop="datePublished">{article.published}</span>
<span class="hidden hide d-none" itemprop="description">{escape(article.lead)}</span>
<em class="time">{published(story)}</em><hr />
<div id="hometext"><div class="h2" itemprop="description">{text_html(story, article.lead)}</div></div>{_picture(story)}
<div class="bodytext">
{body_html(story, links)}</div>
{_files(story, places)}{_byline(story, "text-right")}<hr /></div></div>
{_after(story, places)}"""


def _v3(story: Story, places: Addresses, links: Links) -> str:
    article = story.article
    return f"""<div class="news_column" style="padding:0 !important"><div id="news_detail">
<h1>{text_html(story, article.title)}</h1><span class="time">{published(story)}</span>
<div class="control">{_tools(story, places, "control")}</div><div style="clear: both;"></div>
<div id="hometext">{text_html(story, article.lead)}</div>{_picture(story)}
<div class="bodytext">
{body_html(story, links)}</div>
{_files(story, places)}{_byline(story, "right")}</div>
{_after(story, places)}</div>"""


def _figure(story: Story) -> str:
    """The picture that stands for the article, where it has one."""
    shown = [image for image in story.article.images if image[0].endswith(HOME_IMAGE)]
    return "".join(
        f'<figure class="article center"><img alt="{note}" src="{path}" width="460" class="img-thumbnail" />'
        f"<figcaption>{note}</figcaption></figure>"
        for path, note in shown
    )


def _picture(story: Story) -> str:
    """The same in the older themes."""
    shown = [image for image in story.article.images if image[0].endswith(HOME_IMAGE)]
    return "".join(
        f'<div style="max-width:460px;margin:10px auto;"><img alt="{note}" src="{path}" width="460" />'
        f'<p style="text-align: center;"><em>{note}</em></p></div>'
        for path, note in shown
    )


def _tools(story: Story, places: Addresses, css: str) -> str:
    send, print_, save = (escape(places.article(story, op=op)) for op in ("sendmail", "print", "savefile"))
    return (
        f'<ul class="{css}"><li><a title="Giới thiệu bài viết cho bạn bè" href="{send}"><em>&nbsp;</em></a></li>'
        f'<li><a title="In ra" href="javascript: void(0)" onclick="nv_open_browse(\'{print_}\',\'\',840,500)">'
        f'<em>&nbsp;</em></a></li><li><a title="Lưu bài viết này" href="{save}"><em>&nbsp;</em></a></li></ul>'
    )


def _files(story: Story, places: Addresses) -> str:
    if "files-below" not in story.quirks or not story.article.attachments:
        return ""
    rows = "".join(
        f'<div class="list-group-item"><a href="{escape(path)}" title="Tập tin" download>Tập tin : '
        f"<strong>ke-hoach-{story.article.native_id}.pdf</strong></a></div>"
        for path in story.article.attachments
    )
    return (
        '<div class="panel panel-default"><div class="panel-heading"><strong>File đính kèm</strong></div>'
        f'<div class="list-group news-download-file">{rows}</div></div>\n'
    )


def _byline(story: Story, css: str) -> str:
    article = story.article
    author = f'<p class="{css}"><strong>Tác giả: </strong>{article.author}</p>\n' if article.author else ""
    source = f'<p class="{css}"><strong>Nguồn tin: </strong>{article.source}</p>\n' if article.source else ""
    return author + source


def _after(story: Story, places: Addresses) -> str:
    tag = places.of(places.news, "tag", "nong-thon-moi")
    return f"""<div class="news_column panel panel-default"><div class="panel-body"><div class="h5">
<em class="fa fa-tags">&nbsp;</em><strong>Tags: </strong>
<a title="nông thôn mới" href="{escape(tag)}"><em>nông thôn mới</em></a></div>
</div></div><div class="news_column panel panel-default"><div class="panel-body"><form id="form3B" action="">
<p id="stringrating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p>
<div><input class="hover-star" type="radio" value="1" /><span id="hover-test">Click để đánh giá bài viết</span></div>
</form></div></div>
<div class="news_column panel panel-default"><div class="panel-body"><div id="idcomment"><h3>Ý kiến bạn đọc</h3>
<form><textarea name="content"></textarea></form></div></div></div>"""


def _others(content: Content, story: Story, places: Addresses) -> str:
    one = story.category_ids[0]
    stories, ids = content.by_id(), list(content.listings[one])
    at = ids.index(story.article.native_id) if story.article.native_id in ids else 0
    newer = [stories[each] for each in ids[max(0, at - NEIGHBOURS) : at] if each in stories]
    older = [stories[each] for each in ids[at + 1 : at + 1 + NEIGHBOURS] if each in stories]
    boxes = _box("Những tin mới hơn", newer, one, places) + _box("Những tin cũ hơn", older, one, places)
    return f'<div class="news_column panel panel-default"><div class="panel-body other-news">{boxes}</div></div>'


def _box(heading: str, stories: list[Story], category_id: str, places: Addresses) -> str:
    rows = "".join(
        f'<li><em class="fa fa-angle-right">&nbsp;</em><h4><a href="{escape(places.article(each, category_id))}" '
        f'data-content="{escape(each.article.lead)}" title="{escape(each.article.title)}">{escape(each.article.title)}'
        f"</a></h4> <em>({datetime.fromisoformat(each.article.published):%d/%m/%Y})</em></li>\n"
        for each in stories
    )
    box = f'<p class="h3"><strong>{heading}</strong></p><div class="clearfix"><ul class="related">{rows}</ul></div>'
    return box if rows else ""
