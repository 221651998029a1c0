"""No word alone cuts a text; what belongs to an article is told by markup, links, labels and the dates for machines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.article.ending import until_end
from queson_crawler.parse.article.furniture import Part, Template
from queson_crawler.parse.article.reading import explain_article, region_blocks
from queson_crawler.parse.article.trimming import Cuts
from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import read_flow
from queson_crawler.parse.links import read_links
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.platforms import GENERIC

URL = "http://suoimo.example/tin-tuc/bai-1001.html"
TITLE = "Thôn Suối Mơ khánh thành cây cầu treo mới qua suối"
FIRST = (
    "Sáng 12/5, bà con thôn Suối Mơ cùng cán bộ xã dự lễ khánh thành cây cầu treo dài sáu mươi mét bắc qua suối Cạn."
)
SECOND = "Cây cầu được làm trong bốn tháng, phần lớn ngày công do chính người dân hai bên bờ suối góp lại với nhau."
DATE = "<div class=ngay>14/05/2021 07:30</div>"
FETCHED = datetime(2024, 3, 9, 2, 15, tzinfo=UTC)


def page(inner: str, head: str = "", title: str = TITLE, above: str = "") -> Document:
    menu = "<div><a href=/>Trang chủ</a> <a href=/tin>Tin tức</a></div>"
    foot = "<div id=footer>Cổng thông tin điện tử xã Mơ. Địa chỉ: thôn Mơ.</div>"
    text = f"<html><head><title>{title}</title>{head}</head><body>{menu}{above}<div id=main>{inner}</div>{foot}</body>"
    return Document(URL, text, FETCHED)


def article(doc: Document) -> RawArticle:
    found = explain_article(doc).result
    assert isinstance(found, RawArticle), found
    return found


def story(text: str, date: str = DATE) -> RawArticle:
    return article(page(f"<h1>{TITLE}</h1>{date}<div class=noidung>{text}</div>"))


@pytest.mark.parametrize("words", ["THÔNG BÁO", "Lịch công tác", "Bình luận", "Thống kê", "Tin mới", "Phản hồi"])
def test_a_word_that_heads_boxes_never_cuts_a_text(words: str) -> None:
    read = story(f"<p>{FIRST}</p><p>{words}</p><p>Điều 1. Thời gian.</p><p>{SECOND}</p>")
    assert read.body == f"{FIRST}\n\n{words}\n\nĐiều 1. Thời gian.\n\n{SECOND}"


@pytest.mark.parametrize(
    "line", ["Thời gian: 08h00 ngày 20/05/2021", "Khai mạc: 20/5/2021", "Thứ Năm, ngày 20/5/2021", "Hạn: 20/5/2021."]
)
def test_an_event_in_the_text_is_neither_cut_nor_the_date(line: str) -> None:
    for text in (f"<p>{line}</p><p>{FIRST}</p><p>{SECOND}</p>", f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p>"):
        read = story(text)
        assert line in read.body
        assert read.published_at == "2021-05-14T07:30:00+07:00"


@pytest.mark.parametrize("heading", ["3 bình luận", "Bạn đọc bình luận", "Phản hồi", "Trao đổi"])
def test_comments_are_none_of_the_text_whatever_they_are_called(heading: str) -> None:
    said = "<div class=muc><b>Lê Thị Mơ</b> <i>10:20 15/05/2021</i><p>Mừng quá, trẻ đi học đỡ phải lội suối.</p></div>"
    inner = f"<h1>{TITLE}</h1>{DATE}<div class=noidung><p>{FIRST}</p><p>{SECOND}</p></div>"
    read = article(page(f"{inner}<div class=abc><h3>{heading}</h3>{said}</div>"))
    assert read.body == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize("clock", ["Thứ Bảy, 09/03/2024", "09/03/2024 | 09:15", "Thứ bảy, 9/3/2024 09:14"])
def test_the_clock_of_the_page_is_no_date_of_publication(clock: str) -> None:
    top = f"<div class=top>{clock}</div>"
    bare = page(f"<h1>{TITLE}</h1><div class=noidung><p>{FIRST}</p><p>{SECOND}</p></div>", above=top)
    assert article(bare).published_at is None
    meta = '<meta property="og:published_time" content="2021-05-14T07:30:00+07:00">'
    told = page(f"<h1>{TITLE}</h1><div class=noidung><p>{FIRST}</p><p>{SECOND}</p></div>", meta, above=top)
    assert article(told).published_at == "2021-05-14T07:30:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        '<time datetime="2021-05-14T07:30:00+07:00">14/05/2021</time>',
        '<time datetime="2021-05-14T00:30:00Z">3 năm trước</time>',
        '<span itemprop=datePublished content="2021-05-14T07:30+07:00">14/05/2021</span>',
        "<div>14/5/2021 7:30'</div>",
        "<div>14/5/2021 7:30</div>",
    ],
)
def test_the_minute_is_read_where_machines_are_told_it(line: str) -> None:
    read = story(f"<p>{FIRST}</p><p>{SECOND}</p>", f"<div class=meta>{line}</div>")
    assert (read.published_at, read.published_precision) == ("2021-05-14T07:30:00+07:00", "minute")


def test_a_time_for_machines_of_another_day_does_not_beat_what_readers_see() -> None:
    read = story(f"<p>{FIRST}</p>", '<div><time datetime="2020-01-01T07:30:00+07:00">14/05/2021</time></div>')
    assert read.published_at == "2021-05-14T00:00:00+07:00"


@pytest.mark.parametrize(("text", "count"), [("1.2K", 1200), ("1,5 nghìn", 1500), ("2 345", 2345), ("1.234", 1234)])
def test_views_are_counted_with_their_unit(text: str, count: int) -> None:
    assert story(f"<p>{FIRST}</p>", f"<div>14/05/2021 07:30 - Lượt xem: {text}</div>").view_count == count


def test_a_label_beats_a_signature_and_a_signature_is_the_author_where_no_label_says_otherwise() -> None:
    signed = f"<p>{FIRST}</p><p>{SECOND}</p><p>Lê Thị Mơ</p>"
    assert story(signed).author == "Lê Thị Mơ"
    assert story(signed).body == f"{FIRST}\n\n{SECOND}"
    below = "<div><p>Tác giả: Trần Văn Suối</p></div>"
    inner = f"<h1>{TITLE}</h1>{DATE}<div class=noidung>{signed}</div>{below}"
    assert article(page(inner)).author == "Trần Văn Suối"


def test_the_first_paragraph_is_the_lead_where_type_or_class_sets_it_apart() -> None:
    for dress in ("<p><b>{}</b></p>", "<p class=dau-bai>{}</p>", "<p class=sapo>{}</p>"):
        read = story(f"{dress.format(FIRST)}<p>{SECOND}</p><p>{SECOND}</p>")
        assert read.lead == FIRST, dress
    assert story(f"<p>{FIRST}</p><p>{SECOND}</p>").lead == ""


def test_a_caption_goes_to_its_picture_and_not_into_the_text() -> None:
    picture = "<figure><img src=/u/cau.jpg><figcaption>Cây cầu mới</figcaption></figure>"
    read = story(f"<p>{FIRST}</p>{picture}<p>{SECOND}</p>")
    assert read.body == f"{FIRST}\n\n{SECOND}"
    assert [image.caption for image in read.images] == ["Cây cầu mới"]


def test_a_form_for_a_password_is_a_login_wall_and_no_article() -> None:
    form = "<form><p>Hãy nhập mật khẩu để xem bài này:</p><input type=password name=p></form>"
    found = understand(Answer(URL, 200, page(f"<h1>{TITLE}</h1>{DATE}{form}").text.encode()), GENERIC, "article").result
    assert isinstance(found, NotContent)
    assert found.why is Why.LOGIN
    beside = page(f"<h1>{TITLE}</h1>{DATE}<div><p>{FIRST}</p><p>{SECOND}</p></div>", above=form)
    assert isinstance(explain_article(beside).result, RawArticle)


@pytest.mark.parametrize("way", ["?p=2", "?page=2", "?trang=2", "/2", "/trang-2"])
def test_the_other_pages_of_an_article_are_named_and_are_none_of_its_text(way: str) -> None:
    links = f'<p>Trang: <b>1</b> <a href="{URL}{way}">2</a></p>'
    read = story(f"<p>{FIRST}</p><p>{SECOND}</p>{links}")
    assert [(part.number, part.url) for part in read.further] == [(2, URL + way)]
    assert read.body == f"{FIRST}\n\n{SECOND}"
    assert story(f"<p>{FIRST}</p><p><a href=/tin-tuc/bai-1002.html>2</a></p>").further == ()


def test_the_breadcrumb_names_the_lists_above_an_article() -> None:
    crumb = "<ul class=breadcrumb><li><a href=/>Trang chủ</a></li><li><a href=/tin>Tin tức</a></li><li>Bài</li></ul>"
    read = article(page(f"{crumb}<h1>{TITLE}</h1>{DATE}<div><p>{FIRST}</p></div>"))
    assert [(each.title, each.url) for each in read.breadcrumb] == [("Tin tức", "http://suoimo.example/tin")]


@pytest.mark.parametrize("form", ["<p class=Title>{}</p>", '<div><span id=lblTieuDe class="tieude">{}</span></div>'])
def test_a_title_that_only_a_class_names_is_found(form: str) -> None:
    read = article(page(f"{form.format(TITLE)}<p>{FIRST}</p><p>{SECOND}</p>", title="Trang thông tin điện tử xã Mơ"))
    assert read.title == TITLE


def test_a_picture_alone_does_not_get_the_footer_for_a_text() -> None:
    read = article(page(f"<h1>{TITLE}</h1>{DATE}<div class=noidung><p><img src=/u/lich.jpg></p></div>"))
    assert (read.body, [image.url for image in read.images]) == ("", ["http://suoimo.example/u/lich.jpg"])


def test_blocks_that_sibling_pages_share_are_left_out_and_named() -> None:
    line = "Hãy theo dõi trang của xã trên mạng xã hội để nhận tin nhanh nhất mỗi ngày."
    docs = [
        page(f"<h1>{TITLE} {number}</h1>{DATE}<div class=noidung><p>{FIRST} {number}</p><p class=theo>{line}</p></div>")
        for number in ("một", "hai")
    ]
    first, second = ({block.key for block in region_blocks(doc)} for doc in docs)
    shared = frozenset(first & second)
    read = explain_article(docs[0], template=Template(shared))
    assert isinstance(read.result, RawArticle)
    assert read.result.body == f"{FIRST} một"
    assert read.result.published_at == "2021-05-14T07:30:00+07:00"
    assert [block.reason for block in read.left_out if block.text == line] == ["sibling pages show it too"]
    assert {block.part for block in region_blocks(docs[0])} == {Part.TITLE, Part.ABOUT, Part.BODY, Part.REST}


def test_a_verdict_names_the_evidence_for_and_against() -> None:
    read = explain_article(page(f"<h1>{TITLE}</h1>{DATE}<div class=noidung><p>{FIRST}</p><p>{SECOND}</p></div>"))
    title = next(verdict for verdict in read.verdicts if verdict.part == "title")
    assert title.chosen == TITLE
    assert "is a heading" in [sign.name for sign in title.signs]


def test_who_posted_an_article_and_signs_it_wrote_it() -> None:
    line = "<div>Người đăng: Lê Thị Mơ - 14/05/2021 07:30</div>"
    read = story(f"<p>{FIRST}</p><p>{SECOND}</p><p style='text-align:right'><b>Lê Thị Mơ</b></p>", line)
    assert (read.author, read.poster, read.body) == ("Lê Thị Mơ", "Lê Thị Mơ", f"{FIRST}\n\n{SECOND}")


def test_the_text_ends_at_credits_that_stand_outside_its_element() -> None:
    line = "Bà con có thể gửi ý kiến về trang tin của xã vào giờ hành chính các ngày trong tuần."
    text = f"<div class=khung><div class=nd><p>{FIRST}</p></div><div>Tác giả: Lê Thị Mơ</div><p>{line}</p></div>"
    read = article(page(f"<h1>{TITLE}</h1>{DATE}{text}"))
    assert (read.body, read.author) == (FIRST, "Lê Thị Mơ")


@pytest.mark.parametrize(
    "menu",
    [
        "<select onchange='location.href=this.value'><option value=/thong-bao>Thông báo</option></select>",
        "<map><area href=/thong-bao alt='Thông báo'></map>",
        "<table><tr><td onclick=\"location.href='/thong-bao'\">Thông báo</td></tr></table>",
        "<iframe src=/thong-bao title='Thông báo'></iframe>",
        "<object data=/thong-bao type=text/html>Thông báo</object>",
        "<div data-url=/thong-bao>Thông báo</div>",
        "<svg><a xlink:href=/thong-bao><text>Thông báo</text></a></svg>",
    ],
)
def test_menus_that_are_no_links_lead_on_all_the_same(menu: str) -> None:
    found = read_links(page(menu), GENERIC).candidates
    assert ("http://suoimo.example/thong-bao", "Thông báo") in [(each.url, each.title) for each in found]


@pytest.mark.parametrize("words", ["QUYẾT ĐỊNH", "THÔNG BÁO", "Liên kết"])
def test_a_heading_near_the_end_is_no_signature_and_ends_nothing(words: str) -> None:
    assert story(f"<p>{FIRST}</p><p>{words}</p><p>{SECOND}</p>").body == f"{FIRST}\n\n{words}\n\n{SECOND}"
    assert story(f"<p>{FIRST}</p><p><b>{words}</b></p><p>{SECOND}</p>").body == f"{FIRST}\n\n{words}\n\n{SECOND}"
    read = story(f"<p>{FIRST}</p><p>{SECOND}</p><p>{words}</p><p><img src=/u/a.jpg></p>")
    assert words in read.body or words == "QUYẾT ĐỊNH"
    assert len(read.images) == 1


def test_a_heading_behind_a_list_of_the_text_ends_nothing() -> None:
    items = f"<ul><li>{FIRST}</li><li>{SECOND}</li></ul>"
    read = story(f"<p>{FIRST}</p>{items}<p><strong>Tin liên quan</strong></p><p>{SECOND}</p><p><img src=/u/a.jpg></p>")
    assert read.body.endswith(f"Tin liên quan\n\n{SECOND}")
    assert len(read.images) == 1


def test_a_picture_behind_a_known_heading_is_of_the_text_even_above_a_box() -> None:
    box = "<div class=k7><h4>Đọc nhiều</h4><p>Lịch tiếp công dân tháng này</p><p>Bảng giá đất mới nhất</p></div>"
    read = story(f"<p>{FIRST}</p><p><strong>Tin liên quan</strong></p><p><img src=/u/a.jpg></p>{box}")
    assert read.body.endswith("Tin liên quan")
    assert len(read.images) == 1


@pytest.mark.parametrize(
    "above", ["", "<div id=menu><p>Trang chủ</p><p>Giới thiệu</p><p>Tin tức</p><p>Liên hệ</p></div>"]
)
def test_where_a_text_ends_does_not_depend_on_what_stands_above_it(above: str) -> None:
    links = (
        "<p><a href=/tin/a-1.html>Đại hội thể dục thể thao toàn huyện năm nay</a></p>"
        "<p><a href=/tin/a-2.html>Hội nghị tổng kết công tác năm của huyện</a></p>"
    )
    inner = f"<p>{FIRST}</p><div class=khung>{links}<h1>{TITLE}</h1></div><p>{SECOND}</p>"
    flow = read_flow(Document(URL, f"<body>{above}<div id=noidung>{inner}</div></body>", FETCHED).body)
    title = next(block for block in flow.blocks if block.text == TITLE)
    kept = until_end(flow.blocks[above.count("<p>") :], flow, title, Cuts())
    assert [block.text for block in kept] == [FIRST]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("Gửi bởi Lê Thị Mơ ngày 14/05/2021 07:30", "Lê Thị Mơ"),
        ("Được đăng bởi Lê Thị Mơ vào lúc 14/05/2021 07:30", "Lê Thị Mơ"),
        ("By Lê Thị Mơ, 14/05/2021 07:30", "Lê Thị Mơ"),
        ("Lê Thị Mơ - 14/05/2021 07:30", "Lê Thị Mơ"),
        ("14/05/2021 07:30 - Lê Thị Mơ", "Lê Thị Mơ"),
        ("14/05/2021, 07:30 (Lê Thị Mơ)", "Lê Thị Mơ"),
        ("Lê Thị Mơ lúc 07:30 ngày 14/05/2021", "Lê Thị Mơ"),
        ("Biên tập: Lê Thị Mơ - 14/05/2021 07:30", None),
    ],
)
def test_a_line_of_name_and_minute_tells_both_and_is_no_text(line: str, who: str | None) -> None:
    read = story(f"<p>{FIRST}</p><p>{SECOND}</p>", f"<div>{line}</div>")
    assert read.published_at == "2021-05-14T07:30:00+07:00"
    assert read.body == f"{FIRST}\n\n{SECOND}"
    assert who in (None, read.author, read.poster)


@pytest.mark.parametrize(
    "line", ["Hội An, 12/5/2021", "Nguyễn Văn Mơ - 12/03/1945", "Cập nhật đến 17h00 ngày 12/5/2021"]
)
def test_a_line_of_the_text_with_name_and_day_stays(line: str) -> None:
    for text in (f"<p>{line}</p><p>{FIRST}</p><p>{SECOND}</p>", f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p>"):
        read = story(text)
        assert line in read.body
        assert read.published_at == "2021-05-14T07:30:00+07:00"


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("", "<span title='14/05/2021 07:30'>2 năm trước</span>"),
        ("", "<abbr title='2021-05-14T07:30:00+07:00'>2 năm trước</abbr>"),
        ("<meta name=parsely-pub-date content='2021-05-14T07:30:00+07:00'>", ""),
    ],
)
def test_a_date_that_only_a_title_or_metadata_tells_is_read(head: str, shown: str) -> None:
    read = article(page(f"<h1>{TITLE}</h1>{shown}<div class=nd><p>{FIRST}</p><p>{SECOND}</p></div>", head))
    assert read.published_at == "2021-05-14T07:30:00+07:00"


@pytest.mark.parametrize("views", ["Hits: 987", "Lượt xem bài viết: 987"])
def test_more_labels_of_a_count(views: str) -> None:
    assert story(f"<p>{FIRST}</p>", f"<div>14/05/2021 07:30 | {views}</div>").view_count == 987


def test_a_row_of_stars_above_a_text_is_a_tool() -> None:
    stars = "<div>Đánh giá bài viết: <span>★★★★★</span> (5/5, 2 lượt)</div>"
    assert story(f"<p>{FIRST}</p><p>{SECOND}</p>", DATE + stars).body == f"{FIRST}\n\n{SECOND}"


def test_a_caption_that_names_a_person_behind_an_inset_of_links_ends_nothing() -> None:
    inset = "<div><b>Tin liên quan</b><ul><li><a href=/tin/12.html>Xã Mơ trồng rừng đầu xuân</a></li></ul></div>"
    picture = "<p style='text-align:center'><img src=/u/a.jpg><br><em>Ông Lê Mơ (bìa trái) trao đổi với bà con</em></p>"
    assert story(f"<p>{FIRST}</p>{inset}{picture}<p>{SECOND}</p>").body == f"{FIRST}\n\n{SECOND}"
