"""What public themes of site generators show beside lists and articles, and what it must not be taken for."""

from __future__ import annotations

import re

import pytest

from archive.records import Capture
from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.archives import is_category
from queson_crawler.parse.document import Document
from queson_crawler.parse.links import read_links
from queson_crawler.parse.listing.name import list_name
from queson_crawler.parse.pager.reading import read_pager
from queson_crawler.parse.results import Listing, RawArticle
from queson_crawler.platforms import GENERIC
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.reading import Kind
from queson_crawler.understand.tasks import PageTask, Role

HOME = "http://portal.example"


def numbers(markup: str) -> list[int]:
    """The pages that a pager shows."""
    doc = Document(f"{HOME}/kho/", f"<html><body>{markup}</body></html>")
    return [page.number for page in read_pager(doc, doc.root, "").links]


def test_the_count_of_a_category_is_no_page() -> None:
    counts = "".join(
        f"<p><a href='/muc/{name}/'><i></i><span>{count}</span></a></p>" for name, count in (("tin", 65), ("bao", 14))
    )
    assert numbers(counts) == []
    assert numbers(counts.replace("/muc", "http://portal.example:8080/muc")) == []
    pages = "<a href='/kho/'>1</a><a href='/kho/trang/2/'>2</a><a href='/kho/trang/3/'>3</a>"
    assert numbers(f"<nav>{pages}</nav>{counts}") == [1, 2, 3]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/categories/Tin-tuc/Kinh-te/", True), ("/category/thong-bao", True), ("/categories/", False),
        ("/category/bai-viet-12.html", False), ("/categories/12", False), ("/danh-muc/tin/", False),
    ],
)  # fmt: skip
def test_a_folder_of_categories_says_where_an_article_is_filed(address: str, expected: bool) -> None:
    assert is_category(f"{HOME}{address}", "") is expected


@pytest.mark.parametrize(
    "title", ["Chuyên mục: Nông thôn mới", "Category: Nông thôn mới - Huyện Sơn Hà", "Nông thôn mới"]
)
def test_the_kind_of_a_list_is_no_part_of_its_name(title: str) -> None:
    assert list_name(Document(f"{HOME}/muc/", f"<title>{title}</title>")) == "Nông thôn mới"


def test_a_name_with_a_dash_is_whole_where_its_heading_says_the_kind_too() -> None:
    page = "<title>Chuyên mục: Kinh tế - Xã hội - Huyện Sơn Hà</title><h1>Chuyên mục: Kinh tế - Xã hội</h1>"
    assert list_name(Document(f"{HOME}/muc/", page)) == "Kinh tế - Xã hội"


def published(near: str, machine: str) -> str | None:
    """The day of an article with a card of another below its text."""
    text = "".join(
        f"<p>Bà con thôn {number} góp ngày công, hiến đất để làm tuyến đường này.</p>" for number in range(5)
    )
    body = f"<h1>Hương Thọ bàn giao cầu</h1><article>{text}</article>{near}"
    page = f"<html><head>{machine}</head><body>{body}</body></html>"
    result = understand(Answer(f"{HOME}/bai/", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    return result.published_at[:10] if result.published_at else None


def test_a_short_date_on_another_card_does_not_beat_what_machines_are_told() -> None:
    card = "<div><h5><a href='/bai-2/'>Tân An khánh thành hồ</a></h5><ul><li>25/01/08</li><li>12:13</li></ul></div>"
    told = "<meta property='article:published_time' content='2025-01-07T09:37:00Z'>"
    assert published(card, told) == "2025-01-07"
    assert published("<p>Ngày đăng: 08/01/25</p>", told) == "2025-01-08", "a label says more"
    assert published("<p>08/01/2025</p>", told) == "2025-01-08", "readers see a whole date"


def test_next_without_an_address_is_dead_where_the_way_back_has_one() -> None:
    items = "".join(
        f"<li><a href='/tin/bai-viet-{n}.html'>Khánh thành sân chơi số {n} ở xã</a></li>" for n in (71, 72, 73)
    )
    pager = "<a href='{back}'>Trang trước</a> <b>2</b> <a href='#'>Trang sau</a>"
    for back, is_dead in ((f"{HOME}/tin/page-1/", True), ("#", False)):
        page = (
            f"<html><head><title>Tin</title></head><body><h1>Tin</h1><div><ul>{items}</ul>"
            f"<div>{pager.format(back=back)}</div></div></body></html>"
        )
        found = understand(Answer(f"{HOME}/tin/page-2/", 200, page.encode()), GENERIC, Role.PAGE).result
        assert isinstance(found, Listing)
        following = found.pager.following
        assert (following is None or not following.press) == is_dead


@pytest.mark.parametrize("first", ["", "<p><img src='/anh/9.png'></p>", "<p>Sáng 16/3, tại Tân An: xã họp về chợ.</p>"])
def test_a_button_for_comments_above_the_text_does_not_end_it(first: str) -> None:
    text = first + "".join(f"<p>Bà con thôn {n} góp ngày công, hiến đất để làm tuyến đường này.</p>" for n in range(5))
    time = "<time datetime='2025-01-15T10:32:00+07:00'>2025-01-15 10:32</time>"
    about = f"<p><a href='.'>{time}</a></p><p class=commentline><a href=#disqus>Bình luận</a></p>"
    comments = "<section class=comments><h2>Bình luận</h2></section>"
    body = f"<article><header><h1>Tân An kiểm tra trạm y tế</h1><div>{about}</div></header><div>{text}</div>"
    page = f"<html><body>{body}{comments}</article></body></html>"
    result = understand(Answer(f"{HOME}/bai-9/", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    assert result.body.split("\n\n") == re.findall("<p>([BS].*?)</p>", text)
    assert result.published_at == "2025-01-15T10:32:00+07:00"


def candidates(links: str, url: str = f"{HOME}/") -> list[str]:
    page = f"<html><body><nav><ul>{links}</ul></nav></body></html>"
    return [candidate.url.removeprefix(HOME) for candidate in read_links(Document(url, page), GENERIC).candidates]


def test_what_turns_the_pages_of_a_list_is_no_category() -> None:
    links = "<li><a href='/muc/tin.html'>Tin</a><li><a href='/muc/tin-2.html'>Tin khác</a>"
    for turning in ("<a href='/muc/x9'>⟩</a>", "<a href='/muc/x9'>⇉</a>", "<a href='/index2.html'>Older Posts →</a>"):
        assert candidates(f"{links}<li>{turning}") == ["/muc/tin.html", "/muc/tin-2.html"]
    turned = candidates(f"{links}<li><a href='/muc/tin2.html'>Tiếp nữa</a>", f"{HOME}/muc/tin.html")
    assert turned == ["/muc/tin.html", "/muc/tin-2.html"]


TEXT = "".join(f"<p>Bà con thôn {n} góp ngày công, hiến đất để làm tuyến đường này.</p>" for n in range(5))

OTHER = "<div class=widget><h3 class=headline>Ủng Hộ Báo</h3><p>Gửi bài</p></div>"


@pytest.mark.parametrize(
    "about",
    [
        "<footer><abbr title='2025-01-15T10:32:00+07:00'>Published: Wed 15 January 2025</abbr><address>By"
        " <a href=/tg/h>Lê Thị Hồng</a></address><p>In <a href=/muc/d>Xây dựng Đảng</a>.</p>"
        "<p>tags: <a href=/t/a>Tân An</a> <a href=/t/b>Phú Hòa</a></p></footer>",
        "<ul><li>By <a href=/tg/h>Lê Thị Hồng</a></li><li>Wed 15 January 2025</li></ul>",
        "<p>written by Lê Thị Hồng on 2025-01-15</p>",
        "<p>Bởi <a href=/tg/h>Lê Thị Hồng</a></p><p>15/01/2025</p>",
    ],
)
def test_links_to_author_category_and_tags_above_a_text_are_none_of_it(about: str) -> None:
    page = f"<html><body><article><h2>Tân An kiểm tra trạm y tế</h2><div>{about}{TEXT}</div></article>{OTHER}"
    result = understand(Answer(f"{HOME}/bai-9/", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    assert result.body.split("\n\n") == re.findall("<p>(Bà.*?)</p>", TEXT)
    assert result.author == "Lê Thị Hồng"
    assert (result.published_at or "")[:10] == "2025-01-15"


@pytest.mark.parametrize(
    "about",
    [
        "<p>Published: <time datetime='2025-01-15T10:32:00+07:00'>Wed 15 January 2025</time></p><address>By"
        " <a href=/author/h.html>Lê Thị Hồng</a></address><p>Category: <a href=/muc/d>Xây dựng Đảng</a></p>",
        "<time>Created: Wed 15 January 2025.</time> <a href=/author/h.html>Lê Thị Hồng</a>",
    ],
)
def test_the_footer_of_an_article_is_none_of_its_text(about: str) -> None:
    for outer in ("article", "section"):
        page = f"<html><body><{outer}><h1>Tân An kiểm tra trạm y tế</h1>{TEXT}<footer>{about}</footer></{outer}>{OTHER}"
        result = understand(Answer(f"{HOME}/bai-9/", 200, page.encode()), GENERIC, "article").result
        assert isinstance(result, RawArticle)
        assert result.body.split("\n\n") == re.findall("<p>(Bà.*?)</p>", TEXT)
        assert result.author == "Lê Thị Hồng"
        assert (result.published_at or "")[:10] == "2025-01-15"


def test_the_footer_of_a_quotation_is_text() -> None:
    quoted = "<blockquote><p>Ta về ta tắm ao ta.</p><footer>Trích Ca dao, ngày 15/1/2025</footer></blockquote>"
    page = (
        f"<html><body><article><h1>Tân An kiểm tra trạm y tế</h1><p>9/1/2025</p>{TEXT}{quoted}</article></body></html>"
    )
    result = understand(Answer(f"{HOME}/bai-9/", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    assert result.body.endswith("Trích Ca dao, ngày 15/1/2025")


def test_a_button_that_counts_comments_above_a_text_is_none_of_it() -> None:
    for said in ("(<a href='#comments'>0 comments</a>)", "<a href='#y-kien'>3 bình luận</a>"):
        above = f"<h6>Posted by: <a href='/author/u2/'>Lê Thị Hồng</a> 9 months ago</h6><p>{said}</p>"
        page = f"<html><body><article><h1>Tân An kiểm tra trạm y tế</h1>{above}{TEXT}</article>{OTHER}"
        result = understand(Answer(f"{HOME}/bai-9/", 200, page.encode()), GENERIC, "article").result
        assert isinstance(result, RawArticle)
        assert result.body.split("\n\n") == re.findall("<p>(Bà.*?)</p>", TEXT)


def test_tags_that_commas_part_are_no_text() -> None:
    links = "<li><a href='/tag/a/'>Bình Lâm</a>, </li><li><a href='/tag/b/'>Tân An</a></li>"
    tags = f"<ul class=tags><li>Tags:</li>{links}</ul>"
    page = f"<html><body><article><h1>Tân An kiểm tra trạm y tế</h1><p>9/1/2025</p>{TEXT}{tags}</article>{OTHER}"
    result = understand(Answer(f"{HOME}/bai-9/", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    assert result.body.split("\n\n") == re.findall("<p>(Bà.*?)</p>", TEXT)


def test_a_link_to_an_authors_page_names_the_author_where_it_is_a_person() -> None:
    """`Xem thêm` may lead to that page, too."""
    link = "<p>08/02/2025</p><div><a href='/blog/author/u1/'>{}</a></div>"
    for said, author in (("Lê Thị Hồng", "Lê Thị Hồng"), ("Xem thêm bài viết", None)):
        page = f"<html><body><article><h1>Tân An kiểm tra trạm y tế</h1>{link.format(said)}{TEXT}</article>{OTHER}"
        result = understand(Answer(f"{HOME}/bai-9/", 200, page.encode()), GENERIC, "article").result
        assert isinstance(result, RawArticle)
        assert result.author == author


def test_the_mark_that_links_to_a_heading_is_none_of_the_title() -> None:
    heading = "<h1>Tân An kiểm tra trạm y tế<a class=x href='#tan-an' title='Link'>¶</a></h1>"
    page = f"<html><body><section>{heading}<p>15/01/2025</p>{TEXT}</section></body></html>"
    result = understand(Answer(f"{HOME}/bai-9/", 200, page.encode()), GENERIC, "article").result
    assert isinstance(result, RawArticle)
    assert result.title == "Tân An kiểm tra trạm y tế"


def test_the_category_of_an_article_may_be_a_file() -> None:
    assert is_category("/category/tin-tuc.html", "")
    assert is_category("/categories/Tin-tuc/", "")
    assert not is_category("/category/5.html", "")


@pytest.mark.parametrize(("second", "is_list"), [("/page/2", True), ("/khac/2", False)])
def test_a_home_page_that_leads_on_to_its_own_second_page_is_a_list(second: str, *, is_list: bool) -> None:
    links = [f"<a href='/bai-{n}/'>Khánh thành sân chơi số {n} ở xã</a>" for n in "abcde"]
    items = "".join(f"<article><h2>{link}</h2></article>" for link in links)
    markup = f"<title>Huyện</title><body><main>{items}<nav><a href='{second}'>Bài cũ hơn</a></nav></main></body>"
    capture = Capture(1, 1, f"{HOME}/", "2020-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0, "page")
    answer = Answer(f"{HOME}/", 200, f"<html>{markup}</html>".encode())
    read, _ = Reader(Portal("a", f"{HOME}/"), 1).read(PageTask(f"{HOME}/", start=True), answer, capture)
    assert (read.kind is Kind.LIST) == is_list
