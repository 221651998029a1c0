"""Whatever a portal sends, reading it ends soon and never raises."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.records import Capture
from queson_crawler.parse.answer import Answer, understand
from queson_crawler.platforms import PLATFORMS, detect, named
from queson_crawler.portals import Portal
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import Role, task_of
from tests.harness.processor import within

URL = "http://bausen.example/tin-tuc/bai-12345.html"
LONGEST = 5.0
EXAMPLES = int(os.environ.get("QUESON_FUZZ", "50"))
ROLES = (Role.ARTICLE, Role.LIST, Role.PAGE)

WORDS = st.sampled_from(
    "Ngày đăng: 24/07/2020|Người đăng:|Tác giả: Kim Ngân|Nguồn:|Lượt xem: 7|Các tin khác|Trang 2/9|Tổng số: 12 tin|"
    "Hiển thị 1 - 2 of 9|Theo Báo X|không tìm thấy|Hãy đợi…|&amp;amp;#x;|&#xD800;|&#0;|\x00|\u200b|\ufffe|1|2|»|"
    "Sáng nay, bà con ra đồng gặt lúa từ rất sớm để tránh cơn mưa giông được báo trước vào buổi chiều.".split("|")
)
HREFS = st.sampled_from(
    "/tin/bai-12345.html|/tin?page=2|?page=3|http://[|//|#|javascript:__doPostBack('a','b')|/a.pdf|mailto:a|\x01|http://a:x/|".split(
        "|"
    )
)
TAGS = st.sampled_from(
    "div p table tr td ul li h1 h2 span b a form br img o:p figure pre iframe base meta font".split()
)
CLASSES = st.sampled_from("asset-full-content|asset-content|lfr-pagination|sapo|title|menu|related|".split("|"))


@st.composite
def markup(draw: st.DrawFn) -> bytes:
    """Something like a page: tags of portals in any order, most of them never closed."""
    parts = ["<html><head><title>", draw(WORDS), "</title></head><body>"]
    for _ in range(draw(st.integers(0, 40))):
        tag, css, href, words = draw(TAGS), draw(CLASSES), draw(HREFS), draw(WORDS)
        parts.append(f'<{tag} class="{css}" id="_{css}_1" href="{href}" src="{href}">{words}')
        parts.append(f"</{draw(TAGS)}>" if draw(st.booleans()) else "")
    return "".join(parts).encode("utf-8", "surrogatepass")


def read(body: bytes, charset: str | None = None) -> None:
    """Read a page in every way in which the flow could."""
    answer = Answer(URL, 200, body, charset=charset)
    if body.strip():
        detect(answer.document())
    for platform in PLATFORMS:
        for role in ROLES:
            reader = Reader(Portal("any", URL, platform=platform.name), 1)
            note = {"role": role, "category": URL, "number": 2, "native_id": "12345", "listed": True}
            task = task_of(URL, note)
            capture = Capture(1, 1, URL, "2026-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0)
            normalised(reader.read(task, answer, capture)[1])


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from([None, "utf-16", "idna", "punycode", "no-such", "zlib", "x" * 50]))
@example(b"<", None)
@example(b"<!-- x -->", None)
@example(b"<?xml version='1.0'?><rss/>", None)
@example(b"\xff\xfe<\x00p\x00>", None)
@example(b"<meta charset=unicode_escape><p>\\x\xff</p>", None)
@example(b"<html><frameset><frame src=a></frameset></html>", None)
def test_no_bytes_make_reading_raise(body: bytes, charset: str | None) -> None:
    with within(LONGEST):
        read(body, charset)


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(markup())
def test_no_markup_makes_reading_raise(body: bytes) -> None:
    with within(LONGEST):
        read(body)


def rows(count: int) -> str:
    return "".join(
        f"<li><a href='/tin/bai-so-{n}-cua-muc-{10000 + n}.html'>Bài số {n} của mục</a> 24/07/2020</li>"
        for n in range(count)
    )


HEAD = "<html><head><title>Một bài dài</title></head><body><h1>Một bài dài</h1><p>Ngày đăng: 24/07/2020</p>"
EXTREMES = {
    "divs nested 100,000 deep": HEAD + "<div>" * 100_000 + "x",
    "inline tags nested 100,000 deep": HEAD + "<b>x" * 100_000,
    "tables nested 1,000 deep": HEAD + "<table><tr><td>chữ " * 1000,
    "lists nested 1,000 deep": HEAD + "<ul><li>mục <a href='/tin/a-12345.html'>một liên kết khá dài</a>" * 1000,
    "2 MB of <": "<" * 2_000_000,
    "2 MB of &": HEAD + "&" * 2_000_000,
    "500 KB of blanks": HEAD + "<p>" + " " * 500_000,
    "2 MB of digits": HEAD + "<p>" + "1" * 2_000_000,
    "1 MB of NUL": "\x00" * 1_000_000 + HEAD,
    "an attribute of 1 MB": f"{HEAD}<p title='{'x' * 1_000_000}'>a",
    "an address of 1 MB": f"{HEAD}<a href='/{'x' * 1_000_000}'>a</a>",
    "a class of 100,000 names": f"{HEAD}<div class='{'lead ' * 100_000}'><p>a",
    "3,000 links in a list": f"{HEAD}<ul>{rows(3000)}</ul>",
    "5,000 paragraphs": HEAD + "<p>Một đoạn văn ngắn</p>" * 5000,
    "2,000 lines of labels": HEAD + "<p>Ngày đăng: 24/07/2020 Lượt xem: 3</p>" * 2000,
    "5,000 pictures": HEAD + "<div>" + "<img src='/a.jpg'>" * 5000,
    "5,000 numbered links": f"{HEAD}<ul>{rows(5)}</ul>" + "".join(f"<a href='?page={n}'>{n}</a>" for n in range(5000)),
    "numbers of 5,000 digits": f"{HEAD}<ul>{rows(5)}</ul>"
    + f"<p>Lượt xem: {'9' * 5000}</p><p>Tổng số: {'9' * 5000} tin</p><p>Trang 1/{'9' * 5000}</p>"
    + f"<p>Hiển thị 1 - 2 of {'9' * 5000}</p><a href='?page={'9' * 5000}'>2</a><a href='?page=3'>3</a>",
    "broken entities": HEAD + "<p>&#x110000; &#0; &#xD800; &#99999999999999; &amp;amp;#x; &bogus; &#xFFFF;" * 100,
    "addresses that are none": HEAD
    + "".join(f"<a href='{h}'>một liên kết dài</a>" for h in ("http://[", "//[x", "http://x:99999/", "http://é/", "%")),
    "a base that is none": "<base href='http://[::1'>" + HEAD + "<a href='x'>x</a>",
}


LONGER = ("5,000 numbered links", "lists nested 1,000 deep")
"""What takes some seconds for each role: read in `make test-all`, its likes in `make test`."""


def extremes() -> Iterator[Any]:
    for name in EXTREMES:
        yield pytest.param(name, marks=pytest.mark.slow if name in LONGER else ())


@pytest.mark.parametrize("name", list(extremes()))
@pytest.mark.parametrize("platform", ["generic", pytest.param("liferay-6.2", marks=pytest.mark.slow)])
def test_the_most_hostile_page_is_read_within_seconds(name: str, platform: str) -> None:
    answer = Answer(URL, 200, EXTREMES[name].encode())
    for role in ROLES:
        with within(LONGEST):
            understand(answer, named(platform), role)
