"""Lists of legal documents that bear no labels, or bear them elsewhere; lists of news about documents stay news."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.legal.leads import lead_of
from queson_crawler.parse.legal.own_page import read_document
from queson_crawler.parse.results import Listing, RawDocument
from queson_crawler.platforms.registry import GENERIC

BASE = "http://huyen.example"
ROWS = (
    ("1117/QĐ-UBND", "Quyết định", "24/05/2019", "01/06/2019", "Về việc giao đất ở xã Quế Châu"),
    ("08/CT-UBND", "Chỉ thị", "02/04/2019", "02/04/2019", "Về tăng cường phòng cháy, chữa cháy rừng"),
    ("45/2018/NQ-HĐND", "Nghị quyết", "19/12/2018", "01/01/2019", "Quy định mức thu phí vệ sinh ở thị trấn"),
    ("212/KH-UBND", "Kế hoạch", "06/11/2018", "06/11/2018", "Tổ chức Ngày hội Đại đoàn kết toàn dân tộc"),
)
DAYS = ("2019-05-24", "2019-04-02", "2018-12-19", "2018-11-06")
FORCE = ("2019-06-01", "2019-04-02", "2019-01-01", "2018-11-06")


def read(main: str, title: str = "Văn bản") -> Listing:
    page = (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h2>{title}</h2><div>{main}</div></body></html>"
    )
    found = understand(Answer(BASE + "/danh-muc", 200, page.encode()), GENERIC, "page").result
    assert isinstance(found, Listing), found
    return found


def drawn(form: str) -> str:
    """The rows, each in this form."""
    rows = []
    for place, (number, kind, issued, effective, about) in enumerate(ROWS):
        row = form.format(i=place, number=number, kind=kind, issued=issued, effective=effective, about=about)
        rows.append(row)
    return "".join(rows)


def documents(main: str) -> tuple[RawDocument, ...]:
    found = read(main).documents
    assert [one.number for one in found] == [row[0] for row in ROWS]
    return found


def pages(found: tuple[RawDocument, ...]) -> list[str]:
    return [one.url.removeprefix(BASE) for one in found]


ABOUT = [row[4] for row in ROWS]
OWN_PAGES = [f"/vb/{place}" for place in range(len(ROWS))]


def test_a_header_of_two_rows_tells_both_days() -> None:
    header = (
        "<tr><th rowspan=2>TT</th><th colspan=2>Văn bản</th><th colspan=2>Ngày</th><th rowspan=2>Trích yếu</th></tr>"
        "<tr><th>Số ký hiệu</th><th>Loại</th><th>Ban hành</th><th>Có hiệu lực</th></tr>"
    )
    row = (
        "<tr><td>{i}</td><td>{number}</td><td>{kind}</td><td>{issued}</td><td>{effective}</td>"
        "<td><a href=/vb/{i}>{about}</a></td></tr>"
    )
    found = documents(f"<table>{header}{drawn(row)}</table>")
    assert [one.issued_on for one in found] == list(DAYS)
    assert [one.effective_on for one in found] == list(FORCE)
    assert [one.kind for one in found] == [row[1] for row in ROWS]
    assert [one.abstract for one in found] == ABOUT


def test_a_row_that_heads_a_group_is_no_document() -> None:
    header = "<tr><th>Số, trích yếu văn bản</th><th>Ngày ban hành</th><th>Tải về</th></tr>"
    row = (
        "<tr><td><a href=/vb/{i}><b>{number}</b><br>{about}</a></td><td>{issued}</td>"
        "<td><a href=/f/{i}.pdf>Tải</a></td></tr>"
    )
    rows = drawn(row).split("</tr>")
    grouped = "<tr><td colspan=3><b>Năm 2019</b></td></tr>" + "</tr>".join(rows[:2]) + "</tr>"
    grouped += "<tr><td colspan=3><b>Năm 2018</b></td></tr>" + "</tr>".join(rows[2:])
    found = documents(f"<table>{header}{grouped}</table>")
    assert [one.issued_on for one in found] == list(DAYS)
    assert [one.abstract for one in found] == ABOUT


def test_cells_may_bear_their_labels_as_attributes() -> None:
    row = (
        "<div class=r><div data-label='Số ký hiệu'>{number}</div><div data-label='Ngày ban hành'>{issued}</div>"
        "<div data-label='Trích yếu'><a href=/vb/{i}>{about}</a></div></div>"
    )
    found = documents(drawn(row))
    assert [one.issued_on for one in found] == list(DAYS)
    assert pages(found) == OWN_PAGES


def test_cards_bear_the_number_and_a_title() -> None:
    card = (
        "<div class=card><span class=badge>{number}</span><h5><a href=/vb/{i}>{about}</a></h5>"
        "<p><small>Ngày ban hành: {issued}</small> <small>Tình trạng: Còn hiệu lực</small></p></div>"
    )
    found = documents(f"<div class=row>{drawn(card)}</div>")
    assert [one.abstract for one in found] == ABOUT
    assert [one.issued_on for one in found] == list(DAYS)
    assert {one.status for one in found} == {"Còn hiệu lực"}
    assert pages(found) == OWN_PAGES


def test_in_force_since_a_day_is_no_status() -> None:
    item = (
        "<li><p class=title><a href=/vb/{i}>{kind} {number}</a></p><div><p>{about}</p></div>"
        "<p><label>Ban hành:</label> {issued}</p><p><label>Hiệu lực:</label> {effective}</p></li>"
    )
    found = documents(f"<ul>{drawn(item)}</ul>")
    assert [one.effective_on for one in found] == list(FORCE)
    assert {one.status for one in found} == {""}
    assert [one.kind for one in found] == [row[1] for row in ROWS]


def test_titles_begin_with_the_number() -> None:
    found = documents(f"<ul>{drawn('<li><a href=/vb/{i}>{kind} số {number} ngày {issued} {about}</a></li>')}</ul>")
    assert [one.issued_on for one in found] == list(DAYS)
    assert [one.abstract for one in found] == ABOUT
    assert pages(found) == OWN_PAGES


def test_links_to_files_are_documents_without_pages() -> None:
    found = documents(drawn("<p><a href=/f/{i}.pdf>{kind} số {number} {about}</a></p>"))
    assert pages(found) == [""] * len(ROWS)
    assert [file.url for one in found for file in one.files] == [f"{BASE}/f/{i}.pdf" for i in range(len(ROWS))]


NEWS = (
    "Triển khai Quyết định số 12/QĐ-UBND về cụm công nghiệp",
    "Quán triệt Nghị quyết số 23/NQ-HĐND tới cán bộ chủ chốt",
    "Nghị quyết 05-NQ/TW đi vào cuộc sống",
    "Chỉ thị 05/CT-UBND được người dân đồng tình",
    "Nghị định 34/2016/NĐ-CP qua ba năm thực hiện ở cơ sở",
)
LED = NEWS[2:]
POSTED = "<span>Ngày đăng: 12/03/2019 | Lượt xem: 31</span>"


@pytest.mark.parametrize(
    ("titles", "beside"),
    [
        pytest.param(NEWS, "<span>(12/03/2019)</span>", id="numbers within titles"),
        pytest.param(LED, "<span>(12/03/2019)</span>", id="titles go on as news"),
        pytest.param([f"{row[1]} số {row[0]} {row[4]}" for row in ROWS], POSTED, id="posted like news"),
    ],
)
def test_news_about_documents_stay_news(titles: list[str], beside: str) -> None:
    items = "".join(f"<li><a href=/tin/{i}-bai.html>{title}</a> {beside}</li>" for i, title in enumerate(titles))
    found = read(f"<ul>{items}</ul>", "Tin tức")
    assert not found.documents
    assert len(found.entries) == len(titles)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("Quyết định số 12/2019/QĐ-UBND về việc giao đất", "12/2019/QĐ-UBND", "về việc giao đất"),
        ("12/QĐ-UBND – Giao đất ở xã Quế Châu", "12/QĐ-UBND", "Giao đất ở xã Quế Châu"),
        ("Công văn số: 764/UBND-NN ngày 2 tháng 3 năm 2019 V/v tiêm phòng", "764/UBND-NN", "V/v tiêm phòng"),
    ],
)
def test_a_text_may_begin_with_a_number(text: str, number: str, rest: str) -> None:
    found = lead_of(text)
    assert found is not None
    assert (found.number, found.title) == (number, rest)


@pytest.mark.parametrize(
    "text", ["Triển khai Quyết định số 12/QĐ-UBND", "12 xã đạt chuẩn", "Hội nghị 5 năm", "30/4/2019 tại huyện"]
)
def test_other_texts_do_not(text: str) -> None:
    assert lead_of(text) is None


def test_a_header_may_stand_in_a_table_of_its_own() -> None:
    header = "<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr></table>"
    row = "<tr><td>{number}</td><td>{issued}</td><td><a href=/vb/{i}>{about}</a></td></tr>"
    found = documents(f"<div>{header}</div><div><table>{drawn(row)}</table></div>")
    assert [one.issued_on for one in found] == list(DAYS)
    assert [one.abstract for one in found] == ABOUT


def test_a_line_that_names_files_is_no_part_of_the_abstract() -> None:
    header = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
    row = (
        "<tr><td>{number}</td><td>{issued}</td><td><a href=/vb/{i}>{about}</a>"
        "<div>Đính kèm: <a href=/f/{i}.pdf>{i}.signed.pdf</a></div></td></tr>"
    )
    found = documents(f"<table>{header}{drawn(row)}</table>")
    assert [one.abstract for one in found] == ABOUT
    assert [len(one.files) for one in found] == [1] * len(ROWS)


def test_number_and_status_may_stand_side_by_side_without_labels_and_a_bare_day_is_not_taken_for_that_of_issue() -> (
    None
):
    card = (
        "<article><div><span>{number}</span><span>{issued}</span><span>Còn hiệu lực</span></div>"
        "<h3><a href=/vb/{i}>{about}</a></h3></article>"
    )
    found = documents(f"<div>{drawn(card)}</div>")
    assert {(one.issued, one.issued_on) for one in found} == {("", None)}
    assert [one.abstract for one in found] == ABOUT
    assert {one.status for one in found} == {"Còn hiệu lực"}


def test_a_bare_day_tells_documents_of_one_number_apart() -> None:
    item = "<li><b>12/QĐ-UBND</b> ({issued}) {about} <a href='/f/{i}.pdf'>Tải về</a></li>"
    found = read(f"<ul>{drawn(item)}</ul>")
    assert [one.issued_on for one in found.documents] == [None] * len(ROWS)
    assert len({entry.native_id for entry in found.entries}) == len(ROWS)


def test_a_list_drawn_as_a_table_by_its_style_sheet_is_read_by_its_header() -> None:
    header = "<li><span>Số ký hiệu</span><span>Ngày ban hành</span><span>Trích yếu</span><span>Đính kèm</span></li>"
    row = (
        "<li><span>{number}</span><span>{issued}</span><span><a href=/vb/{i}>{about}</a></span>"
        "<span><a href=/f/{i}.pdf>Xem</a></span></li>"
    )
    found = documents(f"<ul>{header}{drawn(row)}</ul>")
    assert [one.issued_on for one in found] == list(DAYS)
    assert [one.abstract for one in found] == ABOUT
    assert pages(found) == OWN_PAGES
    assert [len(one.files) for one in found] == [1] * len(ROWS)


def test_items_are_a_list_whether_more_of_each_is_links_or_not() -> None:
    items = ""
    for number in range(21, 29):
        about = "về việc giao đất " + "ở xã Quế Châu " * (number % 4)
        items += f"<li>{number}/QĐ-UBND ngày 2/5/2019 của UBND huyện <a href=/vb/{number}>{about}</a></li>"
    found = read(f"<ul>{items}</ul>").documents
    assert [one.number for one in found] == [f"{number}/QĐ-UBND" for number in range(21, 29)]


def test_a_document_without_a_number_stands_in_its_list_as_well() -> None:
    numbered = "".join(
        f"<li><a href=/vb/{number}>Quyết định số {number}/QĐ-UBND về việc giao đất đợt {number}</a></li>"
        for number in range(21, 30)
    )
    other = "<li><a href=/vb/luat>Luật Đất đai sửa đổi, bổ sung năm ấy</a></li>"
    found = read(f"<ul>{numbered[: len(numbered) // 9]}{other}{numbered[len(numbered) // 9 :]}</ul>").documents
    assert len(found) == 10
    assert (found[1].number, found[1].abstract) == ("", "Luật Đất đai sửa đổi, bổ sung năm ấy")


def test_labels_and_values_may_be_parts_of_one_line() -> None:
    told = (
        ("Số/Ký hiệu", "12/QĐ-UBND"), ("Người ký duyệt", "Lê An"), ("Hiệu lực", "Còn hiệu lực"),
        ("Ngày ký", "24/05/2019"), ("Trích yếu nội dung", ABOUT[0]),
    )  # fmt: skip
    lines = "".join(f"<li><span>{label}</span><span>{value}</span></li>" for label, value in told)
    page = f"<html><head><title>Văn bản</title></head><body><h1>Quyết định 12</h1><ul>{lines}</ul></body></html>"
    found = read_document(Answer(BASE + "/vb/1", 200, page.encode()).document())
    assert found is not None
    assert (found.number, found.signer, found.status) == ("12/QĐ-UBND", "Lê An", "Còn hiệu lực")
    assert (found.issued_on, found.abstract) == ("2019-05-24", ABOUT[0])


TITLES = "<tr><th>Tên văn bản</th><th>Ngày ban hành</th><th>Tải về</th></tr>"


def test_titles_of_a_table_may_begin_with_the_number() -> None:
    row = (
        "<tr><td><a href=/vb/{i}>{kind} {number} {about}</a></td><td>{issued}</td>"
        "<td><a href=/f/{i}.pdf>Tải về</a></td></tr>"
    )
    found = documents(f"<table>{TITLES}{drawn(row)}</table>")
    assert [one.issued_on for one in found] == list(DAYS)
    assert [one.abstract for one in found] == ABOUT


def test_a_table_of_news_is_none_of_documents() -> None:
    rows = "".join(
        f"<tr><td><a href=/tin/{i}-bai.html>{title}</a></td><td>12/03/2019</td><td></td></tr>"
        for i, title in enumerate(NEWS)
    )
    found = read(f"<table><tr><th>Tiêu đề</th><th>Ngày</th><th>Tải về</th></tr>{rows}</table>", "Tin tức")
    assert not found.documents


def test_labels_may_say_that_they_are_those_of_documents() -> None:
    header = "<tr><th>Số/ký hiệu VB</th><th>Ngày, tháng, năm ban hành</th><th>Trích yếu nội dung VB</th></tr>"
    row = "<tr><td>{number}</td><td>{issued}</td><td><a href=/vb/{i}>{about}</a></td></tr>"
    found = documents(f"<table>{header}{drawn(row)}</table>")
    assert [one.issued_on for one in found] == list(DAYS)
    assert [one.abstract for one in found] == ABOUT


def test_a_value_may_stand_in_the_element_of_its_label() -> None:
    item = (
        "<div><div><small>Số ký hiệu</small><div>{number}</div></div><div><small>Ngày ban hành</small>"
        "<div>{issued}</div></div><div><small>Trích yếu</small><div><a href=/vb/{i}>{about}</a></div></div></div>"
    )
    assert [one.issued_on for one in documents(drawn(item))] == list(DAYS)


def test_labels_in_brackets_end_with_them() -> None:
    item = (
        "<div><p><b><a href=/vb/{i}>{kind} {number}</a></b></p><p>(Ban hành: {issued}; Hiệu lực: {effective})</p>"
        "<p>{about}</p></div>"
    )
    found = documents(drawn(item))
    assert [(one.issued_on, one.effective_on, one.status) for one in found] == [
        (issued, effective, "") for issued, effective in zip(DAYS, FORCE, strict=True)
    ]


def test_a_label_may_say_how_its_days_are_written() -> None:
    header = "<tr><th>Số ký hiệu</th><th>Ngày ban hành (dd/mm/yyyy)</th><th>Trích yếu</th></tr>"
    row = "<tr><td>{number}</td><td>{issued}</td><td><a href=/vb/{i}>{about}</a></td></tr>"
    assert [one.issued_on for one in documents(f"<table>{header}{drawn(row)}</table>")] == list(DAYS)


def test_items_that_are_one_link_each_tell_their_own_days() -> None:
    item = (
        "<a href=/vb/{i}><h5>{number}</h5><p>{about}</p><small>Ngày ban hành: {issued} - Người ký: An {i}</small></a>"
    )
    found = documents(f"<div>{drawn(item)}</div>")
    assert [(one.issued_on, one.signer) for one in found] == [(day, f"An {at}") for at, day in enumerate(DAYS)]
    assert [one.abstract for one in found] == ABOUT


def test_a_header_of_the_shortest_labels_is_enough_above_numbers() -> None:
    header = "<tr><th>Loại</th><th>Số</th><th>Ngày</th><th>Về việc</th></tr>"
    row = "<tr><td>{kind}</td><td>{number}</td><td>{issued}</td><td><a href=/vb/{i}>{about}</a></td></tr>"
    found = documents(f"<table>{header}{drawn(row)}</table>")
    assert [(one.kind, one.issued_on) for one in found] == [(row[1], day) for row, day in zip(ROWS, DAYS, strict=True)]


def test_a_line_below_the_abstract_may_tell_another_field() -> None:
    header = "<tr><th>Số ký hiệu</th><th>Trích yếu</th><th>Ngày ký</th></tr>"
    row = (
        "<tr><td>{number}</td><td><p><a href=/vb/{i}>{about}</a></p><p>Lĩnh vực: Đất đai</p></td><td>{issued}</td></tr>"
    )
    found = documents(f"<table>{header}{drawn(row)}</table>")
    assert [one.abstract for one in found] == ABOUT
    assert {one.field for one in found} == {"Đất đai"}
