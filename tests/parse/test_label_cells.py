"""Labels that have an element of their own, and their values in the next."""

from __future__ import annotations

import pytest

from queson_crawler.parse.article.reading import explain_article
from queson_crawler.parse.document import Document
from queson_crawler.parse.results import RawArticle

TEXT = (
    "Sáng nay, xã tổ chức lễ phát động trồng cây với sự tham gia của đông đảo nhân dân các thôn trong xã.",
    "Theo kế hoạch, mỗi thôn trồng năm trăm cây trong tháng này và chăm sóc đến khi cây lớn hẳn lên.",
)
FACTS = (("Người đăng", "Lê Thị Hồng"), ("Ngày đăng", "07/12/2022 17:53"), ("Đã xem", "6628"))


def read(head: str, text: str = "") -> RawArticle:
    body = text or "".join(f"<p>{each}</p>" for each in TEXT)
    page = f"<html><body><div><h1>Xã phát động trồng cây đầu năm mới</h1>{head}<div class=nd>{body}</div></div></body>"
    found = explain_article(Document("http://a.example/tin/1", page)).result
    assert isinstance(found, RawArticle)
    return found


@pytest.mark.parametrize(
    ("form", "around"),
    [
        ("<dt>{}</dt><dd>{}</dd>", "dl"),
        ("<dt>{}:</dt><dd>{}</dd>", "dl"),
        ("<tr><td>{}:</td><td>{}</td></tr>", "table"),
        ("<div class=o><div class=l>{}</div><div class=v>{}</div></div>", "div"),
    ],
)
def test_a_label_and_its_value_are_one_line(form: str, around: str) -> None:
    lines = "".join(form.format(*fact) for fact in FACTS)
    found = read(f"<{around} class=tt>{lines}</{around}>")
    assert (found.poster, found.published_at, found.view_count) == ("Lê Thị Hồng", "2022-12-07T17:53:00+07:00", 6628)
    assert found.body == "\n\n".join(TEXT)


def test_a_table_of_a_text_stays_as_it_is() -> None:
    rows = "<tr><td>Tác giả</td><td>Nguồn</td></tr><tr><td>Lê Thị Hồng</td><td>Báo huyện</td></tr>"
    paragraphs = "".join(f"<p>{each}</p>" for each in TEXT)
    found = read("", f"{paragraphs}<table border=1>{rows}</table>{paragraphs.replace('Sáng', 'Chiều')}")
    assert "Tác giả\nNguồn\nLê Thị Hồng\nBáo huyện" in found.body


@pytest.mark.parametrize("wrapped", ["<div><div style='text-align:justify'><span>{}</span></div></div>", "<p>{}</p>"])
def test_a_long_paragraph_in_elements_of_its_own_is_not_the_whole_text(wrapped: str) -> None:
    long = " ".join([TEXT[0]] * 6)
    found = read("", wrapped.format(long) + wrapped.format(TEXT[1]))
    assert found.body == f"{long}\n\n{TEXT[1]}"


def test_a_paragraph_before_a_list_is_no_lead_because_of_a_class_that_others_have() -> None:
    item = f"<li>{TEXT[1]}</li>"
    found = read("", f"<p class=Mso>{TEXT[0]}</p><ul>{item}{item.replace('mỗi', 'các')}</ul><p class=Mso>{TEXT[1]}</p>")
    assert found.lead == ""


def test_a_labelled_date_above_the_title_stands_before_a_clock_below_a_short_text() -> None:
    text = "<p>Sáng nay, xã tổ chức lễ phát động trồng cây.</p><p>Nhân dân các thôn cùng tham gia rất đông.</p>"
    long = f"<p>{' '.join(TEXT)}</p>"
    page = (
        "<html><body><div><div>Ngày đăng: 19-09-2018</div><h1>Xã phát động trồng cây đầu năm mới</h1>"
        f"<div class=nd>{text}{long}</div><div>Thứ Bảy, 28/11/2026 15:22</div></div></body>"
    )
    found = explain_article(Document("http://a.example/tin/1", page)).result
    assert isinstance(found, RawArticle)
    assert found.published_at == "2018-09-19T00:00:00+07:00"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<span>Ngày đăng 28/12/2020 16:10</span><span>879 lượt xem</span>", ("2020-12-28T16:10:00+07:00", 879, None)),
        (
            "<span>Ngày đăng: 01/01/2017 | 07:29 PM</span><span>Người đăng: Lê Thị Hồng</span><b>Đã xem: 8241</b>",
            ("2017-01-01T19:29:00+07:00", 8241, "Lê Thị Hồng"),
        ),
    ],
)
def test_facts_in_elements_of_their_own_are_told_apart_without_a_space(
    line: str, told: tuple[str, int, str | None]
) -> None:
    found = read(f"<div class=tt>{line}</div>")
    assert (found.published_at, found.view_count, found.poster) == told


def test_parts_of_a_word_stay_together() -> None:
    found = read(
        "", f"<p>{TEXT[0]}</p><p>Chào <span>m</span><span>ừng</span> các đại biểu về dự, 5<b>0</b> hộ nhận quà.</p>"
    )
    assert "Chào mừng các đại biểu về dự, 50 hộ nhận quà." in found.body
