"""Legal documents are known by what is said of them, whatever their portal draws around it; other pages are not."""

from __future__ import annotations

import unicodedata

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.legal.names import document_id
from queson_crawler.parse.legal.own_page import read_document, read_promised
from queson_crawler.parse.legal.words import Field, column_of, cut, field_of
from queson_crawler.parse.results import Listing, NotContent, RawArticle, RawDocument
from queson_crawler.platforms.registry import GENERIC

BASE = "http://huyen.example"
TABLE = """
<table><tr><td>STT</td><td><b>Số/Kí hiệu</b></td><td>Ngày BH</td><td>Trích yếu</td><td>Tệp</td></tr>
<tr><td>1</td><td>1117/QĐ-UBND</td><td>24/5/2019</td><td>Về việc giao đất ở xã Quế Châu</td>
<td><a href="/f/1.pdf">Tải</a></td></tr>
<tr><td>2</td><td>05-NQ/TW</td><td>15/5/2016</td><td>Về phát triển nông thôn mới</td>
<td><a href="/f/2.pdf">Tải</a></td></tr>
</table>
"""
NEWS = "".join(
    f"<li><a href='/tin/{number}.html'>Huyện khánh thành công trình thủy lợi số {number}</a> "
    f"<span>1{number}/03/2020</span></li>"
    for number in range(8)
)
PROSE = (
    "<p>Sáng nay, huyện tổ chức hội nghị tổng kết công tác năm, có đông đảo đại biểu tham dự và phát biểu ý kiến.</p>"
)


def read(main: str, role: str = "page", shape: str = "", path: str = "/van-ban") -> object:
    page = f"<!DOCTYPE html><html><head><title>Văn bản</title></head><body><div id='c'>{main}</div></body></html>"
    return understand(Answer(BASE + path, 200, page.encode()), GENERIC, role, shape).result


def listed(main: str) -> list[tuple[str, str | None, str, tuple[str, ...]]]:
    found = read(main)
    assert isinstance(found, Listing), found
    return [
        (one.number, one.issued_on, one.abstract, tuple(file.url.removeprefix(BASE) for file in one.files))
        for one in found.documents
    ]


FIRST = ("1117/QĐ-UBND", "2019-05-24", "Về việc giao đất ở xã Quế Châu", ("/f/1.pdf",))
SECOND = ("05-NQ/TW", "2016-05-15", "Về phát triển nông thôn mới", ("/f/2.pdf",))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_table_is_read_by_its_header(form: str) -> None:
    found = [
        tuple(unicodedata.normalize("NFC", str(part)) for part in row)
        for row in listed(unicodedata.normalize(form, TABLE))
    ]
    assert found == [tuple(map(str, FIRST)), tuple(map(str, SECOND))]


def test_a_column_may_tell_number_and_day() -> None:
    main = """<table><tr><th>Số hiệu, ngày ban hành</th><th>Nội dung trích yếu</th><th>Loại văn bản</th></tr>
    <tr><td>1117/QĐ-UBND<br>ngày 24/5/2019</td><td>Về việc giao đất ở xã Quế Châu <a href="/f/1.pdf">(tải)</a></td>
    <td>Quyết định</td></tr></table>"""
    assert [row[:2] for row in listed(main)] == [FIRST[:2]]


def test_cells_may_bear_their_labels_once_more() -> None:
    labels = ("STT", "Số kí hiệu", "Ngày ban hành", "Trích yếu")
    head = "".join(f"<div>{label}</div>" for label in labels)
    cells = (
        "1",
        "<span>Số kí hiệu:</span><a href='/vb/1/'>Thông tư số: 26 /2012/TT-BGDĐT</a>",
        "<span>Ngày ban hành:</span>10/07/2012",
        "Quy chế bồi dưỡng giáo viên",
    )
    row = "".join(f"<div>{cell}</div>" for cell in cells)
    assert listed(f"<div class='t'><div class='r'>{head}</div><div class='r'>{row}</div></div>") == [
        ("Thông tư số: 26 /2012/TT-BGDĐT", "2012-07-10", "Quy chế bồi dưỡng giáo viên", ())
    ]


def test_short_labels_are_columns_beside_others() -> None:
    main = TABLE.replace("Số/Kí hiệu", "Số").replace("Ngày BH", "Ngày tháng")
    assert listed(main) == [FIRST, SECOND]


def test_a_row_may_have_a_second_line_as_wide_as_the_table() -> None:
    rows = ""
    for number, _, abstract, files in (FIRST, SECOND):
        rows += f"<tr><td>{number}</td><td>24/5/2019</td><td>UBND huyện</td></tr>"
        rows += f"<tr><td colspan=3>{abstract} <a href='{files[0]}'>Tải về</a></td></tr>"
    head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Cơ quan ban hành</th></tr>"
    expected = [FIRST, ("05-NQ/TW", "2019-05-24", *SECOND[2:])]
    assert listed(f"<table>{head}{rows}</table>") == expected
    assert listed(f"<table>{head}{rows}<tr><td colspan=3><a href='/van-ban?p=2'>2</a></td></tr></table>") == expected
    linked = rows.replace("<tr><td>", "<tr><td><a href='/vb/1.html'>").replace("</td><td>24", "</a></td><td>24")
    last = "<tr><td><a href='/vb/7.html'>7/QĐ-UBND</a></td><td>25/5/2019</td><td>UBND huyện</td></tr>"
    assert listed(f"<table>{head}{linked}{last}</table>")[-1][:2] == ("7/QĐ-UBND", "2019-05-25")


def test_a_line_above_several_rows_is_the_second_of_none() -> None:
    head = "<tr><td>Số ký hiệu</td><td>Ngày ban hành</td><td>Trích yếu</td></tr>"
    rows = ""
    for number, _, abstract, files in (FIRST, SECOND):
        rows += f"<tr><td colspan=3>Năm 2019</td></tr><tr><td>{number}</td><td>24/5/2019</td>"
        rows += f"<td><a href='{files[0]}'>{abstract}</a></td></tr>"
    assert listed(f"<table>{head}{rows}</table>") == [FIRST, ("05-NQ/TW", "2019-05-24", *SECOND[2:])]


def test_columns_may_be_named_in_english() -> None:
    main = TABLE.replace("STT", "No.").replace("Số/Kí hiệu", "Document number").replace("Ngày BH", "Issued date")
    assert listed(main.replace("Trích yếu", "Summary").replace("Tệp", "Attachment")) == [FIRST, SECOND]


def test_one_list_of_terms_may_tell_of_all_documents() -> None:
    terms = ""
    for number, _, abstract, files in (FIRST, SECOND):
        terms += f"<dt>Số ký hiệu</dt><dd>{number}</dd><dt>Ngày ban hành</dt><dd>24/5/2019</dd>"
        terms += f"<dt>Trích yếu</dt><dd><a href='{files[0]}'>{abstract}</a></dd>"
    assert listed(f"<dl>{terms}</dl>") == [FIRST, ("05-NQ/TW", "2019-05-24", *SECOND[2:])]


def test_boxes_and_lists_are_read_label_by_label() -> None:
    item = """<div class="vb"><label>Số ký hiệu</label><span>{}</span><div><b>Ngày ban hành:</b> {}</div>
    <p>Trích yếu: {}</p><a href="{}"><img src="i.gif"></a></div>"""
    main = "".join(item.format(row[0], row[1], row[2], row[3][0]) for row in (FIRST, SECOND))
    assert listed(main) == [FIRST, SECOND]


def test_a_form_for_searching_and_a_box_of_news_are_no_documents() -> None:
    labels = ("Số ký hiệu", "Trích yếu", "Ngày ban hành")
    form = "".join(f"<span>{label}</span><input name=a>" for label in labels)
    assert listed(f"{form}{TABLE}") == [FIRST, SECOND]


def test_a_few_documents_beside_a_list_of_news_do_not_take_its_place() -> None:
    pager = "<div class='pages'><span>1</span> <a href='/tin?page=2'>2</a></div>"
    found = read(f"<h1>Tin tức</h1><ul>{NEWS}</ul>{pager}<div class='side'>{TABLE}</div>", path="/tin")
    assert isinstance(found, Listing)
    assert not found.documents
    assert len(found.entries) == 8


def test_a_table_in_an_article_makes_no_list_of_it() -> None:
    main = f"<h1>Danh mục văn bản hết hiệu lực</h1><p>Ngày đăng: 03/02/2020 08:30</p>{PROSE * 9}{TABLE}"
    found = read(main, "article")
    assert isinstance(found, RawArticle)
    assert found.published_at == "2020-02-03T08:30:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        "<div class='date'>Ngày ban hành: 12/03/2020</div>",
        "<div class='date'>Ngày ban hành 12/03/2020 - Ngày hiệu lực: 01/04/2020</div>",
        "<table><tr><td>Ngày ký</td><td>12/03/2020</td></tr></table>",
    ],
)
def test_the_day_of_issue_is_no_day_of_publication(line: str) -> None:
    main = f"<h1>Huyện giao đất cho nhân dân trong xã</h1>{{}}<div class='body'>{PROSE * 5}</div>"
    found = read(main.format(line), "article")
    assert isinstance(found, RawArticle)
    assert found.published_at is None
    both = read(main.format(f"{line}<p>Ngày đăng: 15/03/2020</p>"), "article")
    assert isinstance(both, RawArticle)
    assert both.published_at == "2020-03-15T00:00:00+07:00"


def test_news_that_quotes_a_document_stays_news() -> None:
    quoted = "<p>Số ký hiệu: 1117/QĐ-UBND</p><p>Ngày ban hành: 24/5/2019</p><p>Trích yếu: Về việc giao đất</p>"
    main = f"<h1>Huyện giao đất cho nhân dân</h1><p>Ngày đăng: 30/05/2019 08:30</p>{PROSE * 20}{quoted}"
    assert isinstance(read(main, "article"), RawArticle)


def test_a_box_of_documents_beside_short_news_does_not_make_it_one() -> None:
    item = "<div><p>Số ký hiệu: {}/QĐ-UBND</p><p>Ngày ban hành: 24/5/2019</p></div>"
    side = "".join(map(item.format, range(3)))
    main = (
        f"<div><h1>Huyện giao đất</h1><p>Ngày đăng: 30/05/2019 08:30</p>{PROSE * 3}</div><div class='side'>{side}</div>"
    )
    assert isinstance(read(main, "article"), RawArticle)


def test_the_page_of_a_document_is_one_whoever_asks_for_it() -> None:
    main = """<h2>Chi tiết văn bản</h2><table><tr><td>Số ký hiệu</td><td>1117/QĐ-UBND</td><td>Ngày ban hành</td>
    <td>24/5/2019</td></tr><tr><td>Người ký</td><td>Nguyễn Văn A</td><td>Ngày có hiệu lực</td><td></td></tr>
    <tr><td>Trích yếu</td><td colspan=3>Về việc giao đất<br>ở xã Quế Châu</td></tr></table>
    <object data="/f/1.pdf"></object><h3>Văn bản liên quan</h3><a href="/f/9.pdf">9</a>"""
    for role in ("article", "document"):
        found = read(main, role)
        assert isinstance(found, RawDocument)
        assert (found.number, found.issued_on, found.signer) == ("1117/QĐ-UBND", "2019-05-24", "Nguyễn Văn A")
        assert (found.effective, found.abstract) == ("", "Về việc giao đất ở xã Quế Châu")
        assert [file.url for file in found.files] == [f"{BASE}/f/1.pdf"]
    assert isinstance(read(main, "page"), NotContent)
    others = "<div><p>Số ký hiệu: 45/2013/QH13</p><p>Ngày ban hành: 29/11/2013</p></div>" * 2
    found = read(main + others, "article")
    assert isinstance(found, RawDocument)
    assert found.number == "1117/QĐ-UBND"


def test_a_page_that_a_list_promised_may_show_nothing_but_its_file() -> None:
    main = "<h1>Quyết định giao đất cho nhân dân</h1><iframe src='/viewer.html?file=/f/1.pdf'></iframe>"
    found = read(main, "document")
    assert isinstance(found, RawDocument)
    assert [file.url for file in found.files] == [f"{BASE}/f/1.pdf"]
    assert isinstance(read("<h1>Trang chủ</h1>", "document"), NotContent)


def test_further_pages_of_a_list_of_documents_are_that_list_or_none() -> None:
    one_row = TABLE[: TABLE.index("<tr><td>2")] + "</table>"
    found = read(one_row, "list", "documents")
    assert isinstance(found, Listing)
    assert len(found.documents) == 1
    assert isinstance(read(f"<ul>{NEWS}</ul>", "list", "documents"), NotContent)


@pytest.mark.parametrize("path", ["/vi/van-ban/7.html", "/van-ban/7.aspx", "/van-ban/7/"])
def test_an_id_is_what_the_address_tells(path: str) -> None:
    assert document_id(BASE + path) == "vb:van-ban/7"
    assert document_id(f"{BASE}/vb?b=2&a=1") == "vb:vb?a=1&b=2"


def test_labels_are_known_in_every_dress() -> None:
    assert field_of("SỐ KÝ HIỆU:") is Field.NUMBER
    assert field_of("Số, kí hiệu") is Field.NUMBER
    assert field_of("Ngày đăng") is Field.OTHER
    assert field_of("Huyện") is None
    assert column_of("Số hiệu/Ngày ban hành") == (Field.NUMBER, Field.ISSUED)
    assert cut("Số ký hiệu: 5/QĐ-UBND | Ngày ban hành: 24/5/2019") == [
        (Field.NUMBER, "5/QĐ-UBND"),
        (Field.ISSUED, "24/5/2019"),
    ]
    assert cut("Theo đó, ngày ban hành: hôm nay") == []


TOLD = (("Số ký hiệu", "12/QĐ-UBND"), ("Tình trạng hiệu lực", "Còn hiệu lực"), ("Người ký", "Lê An"))
ABOVE = "<h2>Chi tiết văn bản</h2>"


@pytest.mark.parametrize(
    ("around", "row"),
    [
        ("<table>{}</table>", "<tr><td>{}</td><td>:</td><td>{}</td></tr>"),
        ("<table><tr><td colspan=2>THUỘC TÍNH VĂN BẢN</td></tr>{}</table>", "<tr><th>{}</th><td>{}</td></tr>"),
        ("<ul>{}</ul>", "<li><i class='fa'></i> {} <span>{}</span></li>"),
    ],
)
def test_a_page_of_a_document_may_label_it_in_any_form(around: str, row: str) -> None:
    rows = "".join(row.format(*pair) for pair in (*TOLD, ("Trích yếu", "Về việc giao đất ở xã Quế Châu")))
    found = read_document(Answer(BASE + "/vb/1", 200, f"<html><body>{ABOVE}{around.format(rows)}".encode()).document())
    assert found is not None
    assert (found.number, found.status, found.signer) == ("12/QĐ-UBND", "Còn hiệu lực", "Lê An")
    assert found.abstract == "Về việc giao đất ở xã Quế Châu"


def test_a_promised_page_may_tell_its_document_in_a_table_of_one_row() -> None:
    told = (*TOLD, ("Ngày ban hành", "24/05/2019"))
    labels = "".join(f"<th>{label}</th>" for label, _ in told)
    values = "".join(f"<td>{value}</td>" for _, value in told)
    page = f"<html><body><table><tr>{labels}</tr><tr>{values}</tr></table></body></html>"
    found = read_promised(Answer(BASE + "/vb/1", 200, page.encode()).document())
    assert found is not None
    assert (found.number, found.status, found.signer) == ("12/QĐ-UBND", "Còn hiệu lực", "Lê An")
