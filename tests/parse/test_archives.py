"""Archives of months, authors and tags are known by their words, their addresses or what their links say they are."""

import pytest

from archive.records import Capture
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.archives import is_archive, is_category
from queson_crawler.parse.links import read_links
from queson_crawler.platforms import GENERIC
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.tasks import Role, task_of

HOME = "http://bausen.example"


@pytest.mark.parametrize(
    ("path", "said", "relation"),
    [
        ("/luu/3-2019", "Tháng 3/2019", ""),
        ("/luu/3-2019", "Tháng Ba 2019", ""),
        ("/luu/3-2019", "tháng 12 năm 2019 (14)", ""),
        ("/luu/3-2019", "03/2019", ""),
        ("/luu/3-2019", "March 2019", ""),
        ("/2019/03/", "Xem thêm", ""),
        ("/?m=201903", "Xem thêm", ""),
        ("/luu-tru/2018-00", "Năm 2018", ""),
        ("/luu-tru/2019-03-14", "14", ""),
        ("/tag/cau-moi/", "cầu mới", ""),
        ("/?tag=cau-moi", "cầu mới", ""),
        ("/tu-khoa/cau-moi.html", "cầu mới", ""),
        ("/author/ban-bien-tap/", "Ban biên tập", ""),
        ("/?author=2", "Ban biên tập", ""),
        ("/chu-de/cau-moi", "cầu mới", "tag"),
        ("/nguoi-viet/lan", "Lan", "nofollow author"),
    ],
)
def test_archives(path: str, said: str, relation: str) -> None:
    assert is_archive(HOME + path, said, relation)


@pytest.mark.parametrize(
    ("path", "said", "relation"),
    [
        ("/tin-tuc", "Tin tức", ""),
        ("/van-hoa/", "Văn hóa", "category tag"),
        ("/category/van-hoa/", "Văn hóa", "tag"),
        ("/?cat=4", "Văn hóa", "tag"),
        ("/2019/bau-cu/", "Bầu cử 2019", ""),
        ("/cong-bao/2019", "Năm 2019", ""),
        ("/thang-thanh-nien", "Tháng Thanh niên 2019", ""),
        ("/lich-cong-tac", "Lịch công tác tháng 3/2019", ""),
        ("/tac-gia", "Tác giả", ""),
        ("/?cat=4", "Giáo dục", ""),
        ("/index.php?m=tin", "Tin", ""),
        ("/ke-hoach", "Kế hoạch 5 năm 2016", ""),
    ],
)
def test_categories(path: str, said: str, relation: str) -> None:
    assert not is_archive(HOME + path, said, relation)


@pytest.mark.parametrize("url", ["http://[::1", "http://[link]/", "//[", "http://a\\@[b/"])
def test_an_address_that_is_none_leads_to_no_list_and_breaks_no_page(url: str) -> None:
    assert not is_archive(url, "Tin")
    assert not is_category(url, "")
    html = f"<title>Tin</title><h1>Bài viết của huyện</h1><a href='{url}'>x</a><p>{'Huyện họp bàn. ' * 30}</p>"
    task = task_of("http://a.vn/x-1.html", {"role": Role.ARTICLE, "native_id": "1", "listed": True})
    capture = Capture(1, 1, "http://a.vn/x-1.html", "2020-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0, "article")
    answer = Answer("http://a.vn/x-1.html", 200, html.encode(), "text/html")
    _, page = Reader(Portal("a", "http://a.vn/"), 1).read(task, answer, capture)
    assert page.problems == ()
    assert page.article is not None


def test_an_archive_whose_address_ends_in_a_number_is_no_article() -> None:
    shown = (
        "<ul><li><a href='/luu-tru/2018-00'>Năm 2018</a></li><li><a href='/luu-tru/2018-05'>Tháng 5/2018</a></li></ul>"
    )
    page = f"<title>Tin</title><h1>Tin</h1>{shown}<a href='/tin/bai-so-1-71002.html'>Khánh thành cầu dân sinh xã An</a>"
    links = read_links(Answer(f"{HOME}/tin", 200, page.encode()).document(), GENERIC)
    assert [entry.url for entry in links.mentions] == [f"{HOME}/tin/bai-so-1-71002.html"]
    assert [candidate.archive for candidate in links.candidates] == [True, True]
