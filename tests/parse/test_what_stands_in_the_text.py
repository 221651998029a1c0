"""Boxes, captions and headings within the element of the text: each is told by where it stands, not by its words."""

from __future__ import annotations

import pytest

from queson_crawler.parse.article.furniture import Template
from queson_crawler.parse.article.reading import explain_article, region_blocks
from queson_crawler.parse.document import Document
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms.selectors import BY_STRUCTURE, ArticleSelectors

URL = "http://bencau.example/tin-tuc/bai-2001.html"
TITLE = "Thôn Bến Cau hoàn thành tuyến đường hoa dài hai cây số"
FIRST = "Sáng 3/8, bà con thôn Bến Cau trồng xong tuyến đường hoa dài hai cây số dọc theo bờ kênh chính của xã."
SECOND = "Giống hoa do các hộ trong thôn tự ươm từ đầu năm, mỗi hộ nhận chăm sóc một đoạn trước cổng nhà mình."
DATE = "<div class=ngay>04/08/2021 09:15</div>"
OTHERS = "".join(
    f"<li><a href=/tin-tuc/bai-{number}.html>Thôn Bến Cau làm mới {number} bảng chỉ đường</a> (02/08/2021)</li>"
    for number in (11, 12, 13)
)
BOX = f"<div class=x><h4>Tin cùng chuyên mục</h4><ul>{OTHERS}</ul></div>"
FACTS = "<div>Tác giả: Lê Thị Cau</div><div>Nguồn: Báo Bến Cau</div>"
FILE = "<div class=t><b>Tệp đính kèm</b><br><a href=/u/12-KH.pdf>12-KH.pdf</a></div>"
FIELD = ArticleSelectors(title=("h1",), body=(".nd",))


def read(inner: str, selectors: ArticleSelectors = BY_STRUCTURE, above: str = "") -> RawArticle:
    foot = "<div id=cuoi>Cổng thông tin điện tử xã Cau. Địa chỉ: thôn Bến Cau.</div>"
    page = f"<html><head><title>{TITLE}</title></head><body>{above}{inner}{foot}</body></html>"
    found = explain_article(Document(URL, page), selectors).result
    assert isinstance(found, RawArticle), found
    return found


def story(text: str, behind: str = "", selectors: ArticleSelectors = BY_STRUCTURE) -> RawArticle:
    head = f"<h1>{TITLE}</h1>{DATE}"
    return read(f"<div class=trong>{head}<div class=nd>{text}</div>{behind}</div>", selectors)


@pytest.mark.parametrize("selectors", [BY_STRUCTURE, FIELD], ids=["structure", "selectors"])
def test_what_stands_behind_the_text_is_read_where_other_news_end_the_text_within(selectors: ArticleSelectors) -> None:
    article = story(f"<p>{FIRST}</p><p>{SECOND}</p>{BOX}", FACTS + FILE, selectors)
    assert article.body == f"{FIRST}\n\n{SECOND}"
    assert (article.author, article.source) == ("Lê Thị Cau", "Báo Bến Cau")
    assert [file.url for file in article.attachments] == ["http://bencau.example/u/12-KH.pdf"]
    without_file = story(f"<p>{FIRST}</p><p>{SECOND}</p>{BOX}", FACTS, selectors)
    assert (without_file.author, without_file.source) == ("Lê Thị Cau", "Báo Bến Cau")


def test_lines_of_other_boxes_behind_the_text_are_none_of_the_article() -> None:
    box = "<div><p>Đọc nhiều trong tuần qua</p><div>Tác giả: Trần Văn Kênh</div></div>"
    article = story(f"<p>{FIRST}</p><p>{SECOND}</p>{BOX}", box)
    assert (article.body, article.author) == (f"{FIRST}\n\n{SECOND}", None)


@pytest.mark.parametrize("words", ["Liên kết", "LỊCH CÔNG TÁC", "Tin liên quan", "Ý kiến bạn đọc"])
def test_links_outside_the_element_of_the_text_do_not_make_an_end_of_its_last_heading(words: str) -> None:
    neighbour = "<div>« Bài trước: <a href=/tin-tuc/bai-11.html>Thôn Bến Cau làm mới bảng chỉ đường</a></div>"
    heading = f"<p><strong>{words}</strong></p><p><img src=/u/so-do.jpg></p>"
    article = story(f"<p>{FIRST}</p><p>{SECOND}</p>{heading}", neighbour)
    assert article.body == f"{FIRST}\n\n{SECOND}\n\n{words}"
    assert [image.url for image in article.images] == ["http://bencau.example/u/so-do.jpg"]


@pytest.mark.parametrize("words", ["LỊCH CÔNG TÁC", "Tin Liên Quan", "THÔNG BÁO"])
def test_a_known_heading_in_bold_type_is_no_signature(words: str) -> None:
    article = story(f"<p>{FIRST}</p><p>{SECOND}</p><p><b>{words}</b></p><p><img src=/u/a.jpg></p>")
    assert article.author is None
    assert article.body.endswith(words)


CAPTION = "Bà con thôn Bến Cau cùng nhau trồng hoa dọc bờ kênh trong buổi sáng chủ nhật vừa qua, có đoàn viên giúp sức."


@pytest.mark.parametrize(
    "form",
    [
        "<div class=h><img src=/u/a.jpg><div style='font-size:11px'>{}</div></div>",
        "<p><img src=/u/a.jpg></p><p class=chu-thich>{}</p>",
        "<figure><img src=/u/a.jpg><figcaption>{}</figcaption></figure>",
    ],
)
def test_a_line_that_its_markup_calls_a_caption_is_no_text_even_where_there_is_none(form: str) -> None:
    article = story(form.format(CAPTION), "<div>Tác giả: Lê Thị Cau</div>")
    assert article.body == ""
    assert [image.caption for image in article.images] == [CAPTION]


def test_a_paragraph_alone_with_a_picture_is_the_text_where_there_is_no_other() -> None:
    article = story(f"<img src=/u/a.jpg><p>{CAPTION}</p>", "<div>Tác giả: Lê Thị Cau</div>")
    assert article.body == CAPTION


def test_one_long_caption_beside_a_short_paragraph_stays_a_caption() -> None:
    short = "Hoa được trồng thành hai hàng, mỗi hàng cách nhau chừng ba gang tay."
    picture = "<p style='text-align:center'><img src=/u/a.jpg></p>"
    article = story(f"<p>{short}</p>{picture}<p style='text-align:center'><em>{CAPTION}</em></p>")
    assert article.body == short
    assert [image.caption for image in article.images] == [CAPTION]


@pytest.mark.parametrize("logo", ["<img src=/anh/logo.png>", "<a href=/><img src=/anh/logo.png></a>"])
def test_a_logo_above_a_title_that_no_text_parts_from_it_is_no_picture_of_the_article(logo: str) -> None:
    text = f"<div class=trong><p class=Title>{TITLE}</p>{DATE}<p class=sapo>{FIRST}</p><p>{SECOND}</p></div>"
    assert read(text, above=f"<div id=dau>{logo}</div>").images == ()


def test_a_picture_above_a_title_in_the_element_of_the_article_is_one_of_its_pictures() -> None:
    article = read(
        f"<div class=trong><p><img src=/u/a.jpg></p><h1>{TITLE}</h1>{DATE}<p>{FIRST}</p><p>{SECOND}</p></div>"
    )
    assert [image.url for image in article.images] == ["http://bencau.example/u/a.jpg"]


@pytest.mark.parametrize("behind", [FACTS + FILE, FILE], ids=["credits and files", "files"])
def test_a_short_text_ends_at_its_files_where_their_element_closes(behind: str) -> None:
    line = "<p>Bà con có thể gửi ý kiến về trang tin của xã vào giờ hành chính các ngày trong tuần.</p>"
    text = "Mời bà con xem toàn văn trong tệp kèm theo."
    page = f"<div class=trong><h1>{TITLE}</h1>{DATE}<div class=nd><p>{text}</p></div>{behind}</div>{line}{line}"
    article = read(f"<div class=ngoai>{page}</div>")
    assert article.body == text
    assert [file.url for file in article.attachments] == ["http://bencau.example/u/12-KH.pdf"]


def test_a_short_line_above_credits_and_the_text_itself_does_not_end_it() -> None:
    head = f"<h1>{TITLE}</h1>{DATE}<div class=tren><p>Đường hoa nối liền ba xóm.</p></div>{FACTS}"
    article = read(f"<div class=trong>{head}<div class=nd><p>{FIRST}</p><p>{SECOND}</p></div>{FILE}</div>")
    assert FIRST in article.body
    assert SECOND in article.body


def test_other_news_in_a_table_cell_of_the_text_hide_nothing_below_the_table() -> None:
    table = f"<table><tr><td><p>{FIRST}</p><p>{SECOND}</p>{BOX}</td></tr></table>"
    article = read(f"<div class=trong><h1>{TITLE}</h1>{DATE}{table}{FACTS}</div>")
    assert (article.body, article.source) == (f"{FIRST}\n\n{SECOND}", "Báo Bến Cau")


def test_the_lead_is_the_first_element_of_its_class_where_the_text_bears_the_same() -> None:
    article = read(
        f"<div class=trong><h1>{TITLE}</h1>{DATE}<div class=sapo>{FIRST}</div>"
        f"<div class=sapo><p>{SECOND}</p><p>{CAPTION}</p></div></div>"
    )
    assert (article.lead, article.body) == (FIRST, f"{SECOND}\n\n{CAPTION}")


def test_headings_that_sibling_pages_share_end_a_text_as_others_do() -> None:
    def doc(number: int) -> Document:
        reader = f"<div><b>Trần Thị Kênh {number}</b> <i>10:2{number} 05/08/2021</i><p>{CAPTION} {number}</p></div>"
        text = f"<h1>{TITLE} {number}</h1>{DATE}<div class=nd><p>{FIRST} {number}</p><p>{SECOND} {number}</p></div>"
        inner = f"<div class=trong>{text}</div><div class=y><h3>Ý kiến độc giả</h3>{reader}</div>"
        return Document(URL, f"<html><head><title>{TITLE}</title></head><body>{inner}</body></html>")

    keys = [{block.key for block in region_blocks(doc(number))} for number in (1, 2)]
    heading = frozenset(key for key in keys[0] & keys[1] if key.words == "ý kiến độc giả")
    found = explain_article(doc(1), template=Template(heading)).result
    assert heading
    assert isinstance(found, RawArticle)
    assert found.body == f"{FIRST} 1\n\n{SECOND} 1"


LONG = f"{FIRST} {SECOND} {CAPTION}"


def test_a_long_heading_is_the_lead_above_the_element_of_the_text_and_none_among_its_paragraphs() -> None:
    text = f"<p>{SECOND}</p><p>{CAPTION}</p>"
    above = read(f"<div class=trong><h1>{TITLE}</h1>{DATE}<h2 class=a>{LONG}</h2><div class=nd>{text}</div></div>")
    assert above.lead == LONG
    assert story(f"<h2>{LONG}</h2>{text}").lead == ""


@pytest.mark.parametrize(("lead_field", "lead"), [((), FIRST), ((".tom-tat",), "")])
def test_a_bold_paragraph_is_no_lead_where_the_cms_has_a_field_for_one(lead_field: tuple[str, ...], lead: str) -> None:
    selectors = ArticleSelectors(root=(".trong",), title=("h1",), lead=lead_field, body=(".nd",), required=True)
    article = story(f"<p><b>{FIRST}</b></p><p>{SECOND}</p><p>{CAPTION}</p>", selectors=selectors)
    assert article.lead == lead


@pytest.mark.parametrize("words", ["« Bài trước:", "Bài sau:", "Tin kế tiếp:", "Bài viết cũ hơn:"])
def test_a_link_to_the_neighbour_of_an_article_is_none_of_its_text(words: str) -> None:
    neighbour = f"<div>{words} <a href=/tin-tuc/bai-11.html>Thôn Bến Cau làm mới bảng chỉ đường trong xóm</a></div>"
    picture = f"<h1>{TITLE}</h1>{DATE}<div class=nd><p><img src=/u/a.jpg></p></div>"
    assert read(f"<div class=ngoai><div class=trong>{picture}</div>{neighbour}</div>").body == ""
    assert story(f"<p>{FIRST}</p><p>{SECOND}</p>", neighbour).body == f"{FIRST}\n\n{SECOND}"


def test_a_link_that_ends_a_text_is_of_it() -> None:
    line = "Đăng ký tại: <a href=/dang-ky>Mẫu đăng ký tham gia trồng đường hoa năm 2021 của thôn</a>"
    assert story(f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p>").body.endswith("của thôn")


def boxed(words: str, others: str = OTHERS) -> str:
    return f"<table class=k align=right><tr><td><b>{words}</b><ul>{others}</ul></td></tr></table>"


@pytest.mark.parametrize("words", ["Xem thêm", "Tin liên quan"])
def test_a_box_of_links_among_the_paragraphs_is_left_out_and_the_text_goes_on(words: str) -> None:
    """However much text stands before it, and whatever holds the text behind it."""
    assert story(f"<p>{FIRST}</p>{boxed(words)}<p>{SECOND}</p>").body == f"{FIRST}\n\n{SECOND}"
    assert story(f"<p>{FIRST}</p>{boxed(words)}<blockquote><div>{SECOND}</div></blockquote>").body.endswith(SECOND)
    many = "".join(f"<p>{number}. {FIRST}</p>" for number in range(7))
    assert story(f"{many}{boxed(words)}<p>{SECOND}</p>").body == story(f"{many}<p>{SECOND}</p>").body


def test_a_list_of_links_below_a_heading_of_the_text_is_of_it() -> None:
    many = "".join(f"<p>{number}. {FIRST}</p>" for number in range(7))
    text = f"{many}<p><b>Xem thêm</b></p><p>{SECOND}</p>"
    assert story(text).body.endswith(f"Xem thêm\n\n{SECOND}")


@pytest.mark.parametrize("words", ["Bình luận", "Các tin khác"])
def test_items_of_the_text_below_a_heading_go_on_with_it(words: str) -> None:
    items = f"<ul><li>{FIRST}</li><li>{SECOND}</li></ul>"
    for heading in (f"<h3>{words}</h3>", f"<p><b>{words}</b></p>"):
        assert story(f"<div>{FIRST}</div>{heading}{items}").body.endswith(f"{words}\n\n{FIRST}\n{SECOND}")


def test_readers_below_a_heading_are_none_of_the_text() -> None:
    items = f"<ul><li>Lê Thị Mơ: {FIRST}</li><li>Trần Văn Cau: {SECOND}</li></ul>"
    assert story(f"<div>{FIRST}</div><h3>Bình luận</h3>{items}").body == FIRST


def test_what_heads_the_files_of_an_article_is_no_title_of_it() -> None:
    """The portal names its pages all alike, the date stands below the files, and a counter above them."""
    text = "".join(f"<div>{number}. {FIRST * 3}</div>" for number in range(8))
    counter = "<div class=x><p>Số người đang truy cập: 52</p><p>Hôm nay: 800</p></div>"
    files = "<div class=t><b>Tài liệu đính kèm</b><br><a href=/u/12-KH.pdf>12-KH.pdf</a></div>"
    head = f"<h2>{TITLE}</h2><div><span>372 lượt xem</span></div>"
    inner = f"{head}<div class=nd>{text}{counter}</div>{files}<div>Đăng ngày: 04/08/2021 - 09:15</div>"
    foot = "<div>Cổng thông tin điện tử xã Cau - Cơ quan quản lý: Ủy ban nhân dân xã - Số 69 phố Chính</div>"
    page = f"<html><head><title>Cổng thông tin xã Cau</title></head><body><div>{inner}</div>{foot}</body></html>"
    found = explain_article(Document(URL, page), BY_STRUCTURE).result
    assert isinstance(found, RawArticle)
    assert found.title == TITLE


def test_the_heading_of_a_box_below_the_text_is_no_title_however_near_the_date_stands() -> None:
    text = "".join(f"<p>{number}. {FIRST}</p>" for number in range(5))
    prices = (
        "<div class=x><h4>Giá cả thị trường</h4><p>Lúa tẻ thường: 7.900 đồng/kg</p><p>Cà phê: 98.500 đồng/kg</p></div>"
    )
    title = f"<div>Ngày đăng: 04/08/2021 09:15</div><div><b>{TITLE}</b></div>"
    foot = "<div>Cổng thông tin điện tử xã Cau - Cơ quan quản lý: Ủy ban nhân dân xã - Số 69 phố Chính</div>"
    inner = f"{title}<div class=nd>{text}{prices}</div><div>Người đăng: Lê Thị Cau</div>"
    page = f"<html><head><title>Cổng thông tin xã Cau</title></head><body><div>{inner}</div>{foot}</body></html>"
    found = explain_article(Document(URL, page), BY_STRUCTURE).result
    assert isinstance(found, RawArticle)
    assert found.title == TITLE


def test_the_name_of_the_list_above_a_title_is_none_where_only_the_breadcrumb_links_to_it() -> None:
    way = "<div class=way><a href=/>Trang chủ</a> &raquo; <a href=/moi-truong>Môi trường</a></div>"
    head = f"<h1>Môi trường</h1><h2>{TITLE}</h2>{DATE}"
    inner = f"{way}<div class=x>{head}<div class=nd><p>{FIRST}</p><p>{SECOND}</p></div></div>"
    page = f"<html><head><title>Cổng thông tin xã Cau</title></head><body>{inner}</body></html>"
    found = explain_article(Document(URL, page), BY_STRUCTURE).result
    assert isinstance(found, RawArticle)
    assert (found.title, found.lead) == (TITLE, "")


def test_a_name_just_behind_the_table_of_a_text_signs_it() -> None:
    cell = f"<table><tbody><tr><td class=o><p>{FIRST}</p><p>{SECOND}</p></td></tr></tbody></table>"
    assert story(f"{cell}<p class=ten-k>Lê Thị Cau</p>").author == "Lê Thị Cau"


def test_paragraphs_that_each_have_wrappers_of_their_own_stand_in_one_text() -> None:
    wrapped = "".join(
        f"<div><div style='text-align:justify'><span>{text}</span></div></div>" for text in (FIRST, SECOND)
    )
    ways = "".join(
        f"<div>{words}: <a href=/tin-tuc/bai-{number}.html>Thôn Bến Cau làm mới bảng chỉ đường số {number}</a></div>"
        for words, number in (("« Bài trước", 11), ("Bài sau", 12))
    )
    article = story(wrapped, ways)
    assert article.body == f"{FIRST}\n\n{SECOND}"
    signed = story(f"{wrapped}<p align=right><em>(Lê Thị Cau)</em></p>", ways)
    assert (signed.body, signed.author) == (f"{FIRST}\n\n{SECOND}", "Lê Thị Cau")


@pytest.mark.parametrize(
    "box", [f"<div class=x><ul>{OTHERS}</ul></div>", f"<div class=x><b>Tin của xã</b><ul>{OTHERS}</ul></div>"]
)
def test_sentences_below_a_box_of_links_that_begins_the_text_go_on_behind_a_lead(box: str) -> None:
    short = ("Đường hoa dài hai cây số, rộng một mét mỗi bên bờ.", "Mỗi hộ nhận chăm sóc một đoạn trước cổng nhà.")
    text = "".join(f"<p>{sentence} Việc ấy đã thành nếp.</p>" for sentence in short)
    head = f"<h1>{TITLE}</h1>{DATE}<div class=sapo><b>{FIRST}</b></div>"
    article = read(f"<div class=trong>{head}<div class=nd>{box}{text}</div></div>")
    assert article.lead == FIRST
    assert article.body == "\n\n".join(f"{sentence} Việc ấy đã thành nếp." for sentence in short)
