"""Captions belong to their pictures; the lines of a series of pictures are its text."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms import GENERIC
from queson_crawler.understand.tasks import Role

PARAGRAPH = "Sáng nay bà con thôn Bến Mảng cùng nhau dọn sạch con mương dài hơn hai cây số trước mùa mưa lũ. " * 2
CAPTION = "Bà con dọn mương ở thôn Bến Mảng"
IN_ITALICS = "<p style='text-align:center'><img src='/a{0}.png'></p><p style='text-align:center'><em>{1}</em></p>"
IN_A_TABLE = "<table><tr><td><img src='/a{0}.png'></td></tr><tr><td>{1}</td></tr></table>"
WITH_A_CREDIT = "<p style='text-align:center'><img src='/a{0}.png'></p><p style='text-align:center'>{1}. Ảnh: T.M</p>"
IN_A_BOX = "<div class=anh><img src='/a{0}.png'><span class=chuthich>{1}</span></div>"
IN_ONE_PARAGRAPH = "<p align=center><img src='/a{0}.png'><br><i>{1}</i></p>"


def read(text: str) -> RawArticle:
    page = (
        "<html><head><title>Dọn mương trước mùa mưa</title></head><body><div id=a><h1>Dọn mương trước mùa mưa</h1>"
        f"<div class=ngay>Ngày đăng: 09/06/2016 08:23</div><div class=noi-dung>{text}</div></div></body></html>"
    )
    found = understand(Answer("http://a.example/tin-67.html", 200, page.encode()), GENERIC, Role.ARTICLE).result
    assert isinstance(found, RawArticle)
    return found


@pytest.mark.parametrize("form", [WITH_A_CREDIT, IN_A_BOX])
def test_a_photographer_or_a_class_tells_a_caption_too(form: str) -> None:
    article = read(f"<p>{PARAGRAPH}</p>{form.format(1, CAPTION)}<p>{PARAGRAPH}</p>")
    assert article.body == f"{PARAGRAPH.strip()}\n\n{PARAGRAPH.strip()}"
    assert article.images[0].caption.startswith(CAPTION)


@pytest.mark.parametrize("form", [IN_ITALICS, IN_A_TABLE, IN_ONE_PARAGRAPH], ids=["italics", "table", "one paragraph"])
def test_a_line_that_its_look_ties_to_a_picture_among_a_text_is_its_caption(form: str) -> None:
    article = read(f"<p>{PARAGRAPH}</p>{form.format(1, CAPTION)}<p>{PARAGRAPH}</p>")
    assert article.body.count("Bến Mảng") == 4
    assert CAPTION not in article.body
    assert [image.caption for image in article.images] == [CAPTION]


@pytest.mark.parametrize("form", [IN_ITALICS, IN_A_TABLE], ids=["italics", "table"])
def test_the_lines_of_a_series_of_pictures_are_its_text(form: str) -> None:
    series = "".join(form.format(number, f"{CAPTION}, ảnh {number}") for number in (1, 2, 3))
    article = read(f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>{series}")
    assert article.body.endswith(f"{CAPTION}, ảnh 3")
    assert CAPTION in read(series).body


def test_an_opening_in_italics_below_a_picture_is_no_caption() -> None:
    article = read(f"<p><img src='/a.png'></p><p><em>{PARAGRAPH}</em></p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>")
    assert f"{article.lead} {article.body}".count("Bến Mảng") == 6


def test_the_heading_of_files_is_no_text_wherever_the_files_stand() -> None:
    files = "<div class=tep><b>Tài liệu đính kèm</b><br><a href='/u/91-QD.pdf'>91-QD.pdf</a></div>"
    tags = "<div>Từ khóa: <a href='/t/x'>xã</a>, <a href='/t/y'>nông thôn</a></div>"
    others = "".join(
        f"<li><a href='/tin-{n}.html'>Một bài khác cùng mục số {n}</a> (12/08/2018)</li>" for n in (1, 2, 3)
    )
    article = read(
        f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div>{files}{tags}<div><h4>Các tin khác</h4><ul>{others}</ul>"
    )
    assert article.body.endswith(PARAGRAPH.strip())
    assert [file.url for file in article.attachments] == ["http://a.example/u/91-QD.pdf"]


def test_a_picture_is_all_of_an_article_that_has_no_text() -> None:
    box = "".join(f"<li><a href='/tin-{n}.html'>Một bài khác trong mục tin nổi bật số {n}</a></li>" for n in (1, 2, 3))
    page = (
        "<html><head><title>Bảng lúa</title></head><body><div><div><h1>Ruộng lúa ở thôn Bến Mảng</h1><div>Ngày đăng "
        "01/10/2018 | 10:06</div><div><p align=center><img src='/u/7.png' width=320></p></div></div>"
        f"<div><h3>Tin nổi bật</h3><ul>{box}</ul></div></div><div><p>Cổng thông tin điện tử huyện - Cơ quan quản lý: "
        "Ủy ban nhân dân huyện - Số 27 phố Chính</p></div></body></html>"
    )
    found = understand(Answer("http://a.example/tin-67.html", 200, page.encode()), GENERIC, Role.ARTICLE).result
    assert isinstance(found, RawArticle)
    assert found.body == ""
    assert len(found.images) == 1
