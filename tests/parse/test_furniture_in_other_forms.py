"""What stands about a text in other forms: none of it is text, lead, picture or date; rows of a table are no dates."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import NotContent, Why
from queson_crawler.platforms import GENERIC
from tests.parse.test_what_belongs_to_an_article import FIRST, SECOND, TITLE, URL, article, page, story

MINUTE = "2022-06-07T09:10:00+07:00"
LEAD = "Cây cầu rút ngắn đường đi học của trẻ em hai bên bờ suối hơn bốn cây số."
BOTH = f"{FIRST}\n\n{SECOND}"
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"


@pytest.mark.parametrize(
    "above",
    [
        f"<div><a href=/>Trang chủ</a> » <a href=/tin>Tin tức</a> » {TITLE}</div>",
        f"<div class=bar><span>{TITLE}</span><a href=#yk>Ý kiến</a></div>",
        f"<p><strong>{TITLE}</strong></p>",
        "<div><span>Độ tương phản</span> <span>Chế độ đọc</span></div>",
    ],
)
def test_a_bar_above_the_lead_is_no_text(above: str) -> None:
    read = article(page(f"<section><h1>{TITLE}</h1>{above}<p class=sapo>{LEAD}</p><div>{TEXT}</div></section>"))
    assert (read.lead, read.body) == (LEAD, BOTH)


def test_a_paragraph_that_says_the_title_is_text() -> None:
    assert TITLE in story(f"<p>{TITLE}</p>{TEXT}").body


def test_a_row_of_a_table_with_another_day_is_text() -> None:
    row = (
        "<table><tr><td>Thời gian</td><td>08h00 ngày 15/06/2022</td></tr><tr><td>Địa điểm</td><td>Xã</td></tr></table>"
    )
    read = story(row + TEXT)
    assert read.body.startswith("Thời gian\n08h00 ngày 15/06/2022\nĐịa điểm\nXã")
    assert read.published_at == "2021-05-14T07:30:00+07:00"


@pytest.mark.parametrize(
    "script",
    [
        '[{"@type":"BreadcrumbList"},{"@type":["NewsArticle"],"datePublished":"DATE"}]',
        '{"@type":"WebSite"}</script><script type="application/ld+json">{"@type":"Article","datePublished":"DATE"}',
        '{"@type":"NewsArticle","headline":"Phong trào "Trồng cây"","datePublished":"DATE"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;DATE&quot;}",
    ],
)
def test_an_article_in_json_needs_neither_headline_nor_perfect_form(script: str) -> None:
    head = f'<script type="application/ld+json">{script.replace("DATE", MINUTE)}</script>'
    assert article(page(f"<h1>{TITLE}</h1><div>{TEXT}</div>", head)).published_at == MINUTE


def test_the_time_that_drupal_tells_in_a_property_is_read() -> None:
    date = f'<span property="dc:date dc:created" content="{MINUTE}">hai năm trước</span>'
    assert story(TEXT, f"<div>{date}</div>").published_at == MINUTE


def test_the_time_of_a_comment_is_no_date_of_publication() -> None:
    said = f'<h3>Bình luận</h3><div>Lan <time datetime="{MINUTE}">7/6</time><p>Rất hay.</p></div>'
    box = f'<div class="comments">{said}</div>'
    assert article(page(f"<h1>{TITLE}</h1><div>{TEXT}</div>{box}")).published_at is None


def test_a_comment_that_its_markup_names_is_no_text() -> None:
    said = (
        f'<div itemprop="comment"><span itemprop="author">Trần Thị Mẫu</span><p itemprop="text">{SECOND} Hay!</p></div>'
    )
    assert article(page(f"<h1>{TITLE}</h1><div>07/06/2022</div><div class=nd>{TEXT}</div>{said}")).body == BOTH


def test_small_type_below_a_picture_is_its_caption() -> None:
    picture = "<div><img src=/u/a.jpg><small>Bà con đi qua cây cầu mới.</small></div>"
    assert story(f"<p>{FIRST}</p>{picture}<p>{SECOND}</p>").body == BOTH


@pytest.mark.parametrize(
    "mark",
    [
        '<a href="https://www.facebook.com/sharer/sharer.php?u=a"><img src="/img/f.png"></a>',
        '<img src="/img/star.png"><img src="/img/star-off.png">',
        '<img src="/skin/pdf.gif"> <a href="/u/a.pdf">Quyết định.pdf</a>',
        '<img src="/images/new.gif">',
    ],
)
def test_marks_of_the_page_are_no_pictures_of_an_article(mark: str) -> None:
    read = story(f'<p><img src="/u/star.jpg"></p>{TEXT}<p>{mark}</p>')
    assert [image.url.rpartition("/")[2] for image in read.images] == ["star.jpg"]


def test_labels_with_their_values_in_one_row_are_read() -> None:
    row = "<table><tr><td>Đăng bởi:</td><td>Trần Mẫu</td><td>Ngày đăng:</td><td>07/06/2022 09:10</td></tr></table>"
    read = story(TEXT, row)
    assert (read.poster, read.published_at) == ("Trần Mẫu", MINUTE)


def test_a_name_of_such_a_class_ends_before_its_date() -> None:
    line = f'<p class="author">Trần Mẫu vào <time datetime="{MINUTE}">07/06/2022</time></p>'
    assert story(TEXT, line).author == "Trần Mẫu"


@pytest.mark.parametrize("words", ["Bạn không được phép truy cập trang này.", "Vui lòng nhập mã xác nhận để xem bài:"])
def test_a_refusal_is_no_article(words: str) -> None:
    text = page(f"<h1>{TITLE}</h1><div>07/06/2022 09:10</div><p>{words}</p>").text
    found = understand(Answer(URL, 200, text.encode()), GENERIC, "article").result
    assert isinstance(found, NotContent), found
    assert found.why is Why.LOGIN
