"""What templates of older systems print, each as it stands on portals: credits, counts, archives, long addresses."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.archives import is_archive
from queson_crawler.parse.document import Document
from queson_crawler.parse.links import read_links
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import GENERIC, detect, named
from queson_crawler.platforms.base import Platform
from queson_crawler.understand.tasks import Role
from queson_crawler.urls import is_refused

HOME = "http://portal.example"
TITLE = "Khánh thành cầu dân sinh ở thôn Tân An sau nửa năm thi công"
LEAD = "Sáng nay, huyện tổ chức lễ khánh thành cây cầu dân sinh thứ ba trong năm ở vùng phía tây."
REST = "Cây cầu dài 48 mét, rộng 4 mét, giúp gần 300 hộ dân hai bờ sông đi lại thuận tiện quanh năm. " * 3
TEXT = f"<p>{REST}</p><p>{REST}</p>"


def article(inside: str, title: str = TITLE, platform: Platform = GENERIC) -> RawArticle:
    page = f"<html><head><title>{title}</title></head><body>{inside}</body></html>"
    found = understand(Answer(f"{HOME}/xem.asp?id=17", 200, page.encode()), platform, Role.ARTICLE).result
    assert isinstance(found, RawArticle), found
    return found


def test_by_and_an_account_beside_a_date_are_no_lead() -> None:
    found = article(
        f"<div><h2>{TITLE}</h2><div>08.06.2017 17:11 by <b>Ban biên tập</b></div><h4>{LEAD}</h4>{TEXT}</div>"
    )
    assert (found.published_at, found.poster, found.lead) == ("2017-06-08T17:11:00+07:00", "Ban biên tập", LEAD)


def test_a_weekday_behind_its_preposition_is_no_part_of_a_name() -> None:
    line = "Được đăng bởi <span>admin</span> vào Thứ hai, 29/05/2017 - 12:44"
    assert article(f"<h1>{TITLE}</h1><div class='meta'>{line}</div><div>{TEXT}</div>").poster == "admin"


def test_a_label_without_a_colon_is_no_part_of_an_author() -> None:
    found = article(
        f"<h1>{TITLE}</h1><p>Ngày đăng 05/03/2013</p><div>{TEXT}</div><div class='Tacgia'>Tác giả Võ Thu Tâm</div>"
    )
    assert found.author == "Võ Thu Tâm"


def test_an_eye_shows_how_often_an_article_was_read() -> None:
    line = "<p>Ngày đăng: 05/03/2013 <i class='fa fa-eye'></i> {} <i class='fa fa-comment'></i> 3</p>"
    assert article(f"<h1>{TITLE}</h1>{line.format('1.164 |')}<div>{TEXT}</div>").view_count == 1164
    assert article(f"<h1>{TITLE}</h1>{line.format('').replace('eye', 'star')}<div>{TEXT}</div>").view_count is None


def test_when_a_text_was_edited_is_none_of_it() -> None:
    edited = "<p>Chỉnh sửa lần cuối vào&nbsp;<span>Thứ sáu 05/02/2016 12:13</span></p>"
    found = article(f"<h1>{TITLE}</h1><p>Đăng ngày Thứ sáu 05/02/2016 09:13</p><div>{TEXT}{edited}</div>")
    assert "Chỉnh sửa" not in found.body


def test_the_name_of_a_category_is_no_title_where_the_page_bears_it() -> None:
    name = "Văn hóa - Giáo dục"
    cells = "".join(f"<td><a href='/{said}'>{said}</a></td>" for said in ("Trang chủ", "Tin tức", name))
    menu = f"<table><tr>{cells}</tr></table>"
    line = "<tr><td><span>Cập nhật ngày 05/03/2013 vào lúc 08:15</span> - <span>Số lượt xem: 12</span></td></tr>"
    rows = f"<tr><td><span class='tieude_ct'>{TITLE}</span></td></tr>{line}<tr><td><b>{LEAD}</b></td></tr>"
    inside = f"{menu}<span class='Head'>{name}</span><div><table>{rows}<tr><td>{TEXT}</td></tr></table></div>"
    assert article(inside, name, named("dnn")).title == TITLE


@pytest.mark.parametrize(
    ("path", "said", "archive"),
    [
        ("/luu-tru/2017", "Năm 2017", True),
        ("/modules.php?name=News&op=archive&year=2016", "Năm 2016", True),
        ("/2016/", "2016", True),
        ("/van-ban?nam=2016", "Năm 2016", False),
        ("/cong-bao/2016", "Năm 2016", False),
    ],
)
def test_archives_of_years(path: str, said: str, archive: bool) -> None:
    assert is_archive(f"{HOME}{path}", said) is archive


def test_the_labels_of_a_blog_are_no_searches() -> None:
    assert not is_refused(f"{HOME}/search/label/Tin%20x%C3%A3?updated-max=2016-01-17")
    assert is_refused(f"{HOME}/search/?q=ruong")


def test_old_nukeviet_is_not_the_nukeviet_of_now() -> None:
    mark = "<html><head><meta name='generator' content='NukeViet {}'></head><body></body></html>"
    assert detect(Document(HOME, mark.format("2.0"))).name == "generic"
    assert detect(Document(HOME, mark.format("4.5"))).name == "nukeviet"


def test_a_cms_that_names_its_pages_by_many_parameters() -> None:
    def found(query: str, form: str = "") -> int:
        links = "".join(f"<li><a href='/Default.aspx?{query.format(at)}'>Mục số {at}</a></li>" for at in range(4))
        return len(read_links(Document(f"{HOME}/", f"<ul class='menu'>{links}</ul>{form}"), GENERIC).candidates)

    assert found("sname=huyen&sid=12&pageid=29{0}&catid=61{0}&catname=muc-{0}") == 4
    assert found("tu=&linhvuc={0}&coquan=2&loai=3&nam=2019") == 0
    assert found("linhvuc={0}&coquan=2&loai=3&nam=2019&so=1", "<input name='coquan'><select name='loai'></select>") == 0
