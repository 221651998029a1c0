"""What articles of an office really share is content: formulas, headings, tables, lines with other numbers."""

import pytest

from queson_crawler.parse.article.formulas import reads_as_text
from queson_crawler.parse.article.furniture import FurnitureKey, Part, Template
from queson_crawler.parse.article.reading import explain_article, region_blocks
from queson_crawler.parse.document import Document
from queson_crawler.parse.results import RawArticle
from queson_crawler.profile.furniture import learn_furniture
from queson_crawler.profile.siblings import MAX_FURNITURE, Siblings
from queson_crawler.profile.titles import learn_title

PLACES = "Đông Tây Nam Bắc Thượng Hạ Trung An Bình Phú Lộc Thọ Hòa Lâm Hải Giang".split()
LINKS = "<ul><li><a href='/vb'>Văn bản điều hành</a></li></ul>"
CALL = "Mọi góp ý xin gửi về văn phòng tiếp dân của xã trong giờ hành chính."


def sentence(number: int, part: int = 0) -> str:
    place = PLACES[number]
    return f"<p>Sáng nay, nhân dân thôn {place} Sơn dự lễ khánh thành cây cầu mới dài {number + part} mét qua suối.</p>"


def document(number: int, main: str) -> Document:
    text = f"<html><head><title>Xã Suối Mơ</title></head><body>{LINKS}<div id=main>{main}</div></body></html>"
    return Document(f"http://suoimo.example/{number}", text)


def article(number: int, text: str) -> Document:
    title = f"Khánh thành cầu {PLACES[number]} Sơn qua suối lớn"
    return document(number, f"<h1>{title}</h1><p>Ngày đăng: {number + 10}/05/2021</p><div class=noidung>{text}</div>")


def fields(doc: Document, template: Template) -> tuple[str | None, ...]:
    read = explain_article(doc, template=template).result
    assert isinstance(read, RawArticle), read
    return read.title, read.lead, read.body, read.author, read.source


def taught_by(docs: list[Document]) -> Template:
    pages = [region_blocks(doc) for doc in docs]
    return Template(learn_furniture(pages), learn_title(pages))


SHARED = {
    "closing": "{0}{1}<p>Trân trọng thông báo đến toàn thể bà con nhân dân trong xã được biết.</p>",
    "official": "{0}{1}<p>Yêu cầu các cơ quan, đơn vị, địa phương nghiêm túc triển khai thực hiện./.</p>",
    "opening": "<p>Ủy ban nhân dân xã Suối Mơ thông báo đến toàn thể bà con nhân dân trong xã như sau:</p>{0}{1}",
    "receivers": "{0}{1}<p>Nơi nhận:</p><p>- Như trên;</p><p>- Lưu VT.</p><p>TM. ỦY BAN NHÂN DÂN</p><p>CHỦ TỊCH</p>",
    "signature": "{0}{1}<table><tr><td>Nơi nhận:<br>- Lưu VT.</td><td>TM. ỦY BAN XÃ<br>CHỦ TỊCH</td></tr></table>",
    "receivers in a box": "{0}{1}<div class=chan><p>Nơi nhận: Như trên; lưu văn thư của Ủy ban nhân dân xã.</p></div>",
    "headings": "{0}<h3>I. Mục đích, yêu cầu</h3>{1}<h3>II. Tổ chức thực hiện</h3>{0}",
    "obituary": "<center>TIN BUỒN</center><p>Gia đình vô cùng thương tiếc báo tin:</p>{0}{1}<p>Kính báo.</p>",
    "table": "<table><tr><th>Thời gian</th><th>Nội dung</th></tr><tr><td>Thứ Hai</td><td>{0}</td></tr></table>{1}",
    "week": "<p>Lịch công tác từ ngày {n}/5 đến ngày {n}/6 năm 2021 của lãnh đạo xã.</p>{0}{1}",
    "price": "{0}{1}<p>Giá khởi điểm của khu đất được đưa ra đấu giá lần này là {n} đồng.</p>",
    "list": "{0}<ul><li>Thời gian: 8 giờ</li><li>Địa điểm: Hội trường Ủy ban nhân dân xã</li></ul>{1}",
    "class": "{0}<p class=MsoNormal>Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;</p>{1}",
    "quotation": "{0}<blockquote>Không có gì quý hơn độc lập, tự do.</blockquote>{1}",
    "author": "{0}{1}<p style='text-align:right'><strong>Nguyễn Văn Lan</strong></p>",
    "source": "{0}{1}<p><em>Theo Báo Quảng Nam</em></p>",
}


@pytest.mark.parametrize("shape", SHARED)
@pytest.mark.parametrize("count", [8, 16])
def test_nothing_of_an_article_is_cut_because_others_say_it_too(shape: str, count: int) -> None:
    drawn = []
    for number in range(count):
        drawn.append(article(number, SHARED[shape].format(sentence(number), sentence(number, 1), n=number + 7)))
    taught = taught_by(drawn)
    for doc in drawn:
        assert fields(doc, taught) == fields(doc, Template())


def test_what_is_all_of_an_article_is_kept() -> None:
    drawn = [article(number, f"{sentence(number)}<div class=hop><p>{CALL}</p></div>") for number in range(16)]
    taught = taught_by(drawn)
    assert CALL not in str(fields(drawn[0], taught))
    assert CALL in str(fields(article(0, f"<div class=hop><p>{CALL}</p></div>"), taught))


def test_a_line_about_the_author_is_none_of_the_text() -> None:
    blocks = region_blocks(article(1, SHARED["author"].format(sentence(1), sentence(1, 1))))
    assert [block.part for block in blocks if block.text == "Nguyễn Văn Lan"] == [Part.ABOUT]


def test_a_whole_sentence_about_the_portal_is_no_text() -> None:
    assert not reads_as_text(CALL)
    assert reads_as_text("Trân trọng kính mời quý vị đại biểu và bà con nhân dân đến dự.")
    assert reads_as_text("ỦY BAN NHÂN DÂN XÃ")


def other(number: int, main: str) -> Document:
    title = f"Phê duyệt quy hoạch chợ {PLACES[number]} Sơn của xã"
    return document(number, main.format(title, f"<p>Ngày đăng: {number + 10}/05/2021</p>", sentence(number)))


OTHERS = {
    "category": "<h1>Văn bản điều hành</h1><h2>{0}</h2>{1}<div class=noidung>{2}</div>",
    "heading in the text": "<h2>{0}</h2>{1}{2}<h1>Những điều còn lại của dự án</h1>{2}",
    "heading below the text": "<h2>{0}</h2>{1}<div class=noidung>{2}{2}</div><h1>Các tin mới trong tuần</h1>",
}


@pytest.mark.parametrize("shape", OTHERS)
def test_pages_of_another_layout_keep_their_titles(shape: str) -> None:
    taught = taught_by([article(number, sentence(number) + sentence(number, 1)) for number in range(14)])
    assert taught.title.endswith("h1")
    doc = other(15, OTHERS[shape])
    assert fields(doc, taught) == fields(doc, Template())
    assert fields(doc, taught)[0] == "Phê duyệt quy hoạch chợ Giang Sơn của xã"


def test_a_profile_that_is_full_takes_up_no_more() -> None:
    boxes = "".join(f"<div class=hop><p>{CALL} {name}.</p></div>" for name in PLACES)
    drawn = [region_blocks(article(number, f"{sentence(number)}{boxes}")) for number in range(16)]
    merged = frozenset(FurnitureKey("p", str(number)) for number in range(MAX_FURNITURE + 3))
    found = Siblings(pages=drawn).learned(Template(merged))
    assert found is None or not found.furniture
