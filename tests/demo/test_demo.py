"""What the demo portal promises to the tests, and to newcomers, who crawl it."""

from __future__ import annotations

import http.client
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from html import unescape
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, build_opener

import pytest

from queson_crawler.demo.content import build
from tests.harness.processor import within
from tests.lab import SMALL, DemoArticle, DemoCategory, Faults, LabOptions, LabPortal

PAGER = "dnn$ctr812$View$Pager"
BOUNDARY = "----queson7MA4YWxk"
Fields = dict[str, str]
OPENER = build_opener()


@pytest.fixture(scope="module")
def portal() -> Iterator[LabPortal]:
    with LabPortal() as running:
        yield running


def fetch(url: str, data: bytes | None = None, media_type: str = "") -> tuple[int, str]:
    headers = {"Content-Type": media_type} if media_type else {}
    try:
        with OPENER.open(Request(url, data, headers), timeout=300) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def post(url: str, fields: Fields, multipart: bool = True) -> tuple[int, str]:
    if not multipart:
        return fetch(url, urlencode(fields).encode(), "application/x-www-form-urlencoded")
    parts = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return fetch(url, f"{parts}--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}")


def hidden(page: str) -> Fields:
    return {
        match["name"]: unescape(match["value"] or "")
        for match in re.finditer(r'<input[^>]*?name="(?P<name>__\w+)"[^>]*?(?:value="(?P<value>[^"]*)")? />', page)
        if 'type="hidden"' in match[0]
    }


def turn(page: str, number: int) -> Fields:
    return hidden(page) | {"__EVENTTARGET": PAGER, "__EVENTARGUMENT": f"Page_{number}"}


def items(page: str) -> list[str]:
    ids = []
    for tag in re.findall(r"<a class=ItemTitle [^>]*>", page):
        found = re.search(r"NID[=/](\d+)", unescape(tag))
        assert found
        ids.append(found[1])
    return ids


def walk(base: str, category: DemoCategory) -> list[str]:
    """The ids of all pages, each page asked for with the state of the page before, the two encodings in turn."""
    _, page = fetch(base + category.path)
    ids, number = items(page), 1
    while f"&#39;Page_{number + 1}&#39;" in page:
        number += 1
        status, page = post(base + category.path, turn(page, number), multipart=number % 2 == 0)
        assert status == 200
        assert f"Trang {number}/" in page
        ids += items(page)
    return ids


def shown(html: str) -> str:
    """The text of a page as a reader compares it: tags and doubled spaces gone, letters composed."""
    text = unescape(re.sub(r"<[^>]*>", " ", html)).replace("\u00a0", " ")
    return " ".join(unicodedata.normalize("NFC", text).split())


def body_lines(article: DemoArticle) -> list[str]:
    return [line for line in article.body.split("\n") if line]


def test_it_starts_at_once_on_loopback_only() -> None:
    build.cache_clear()
    with ExitStack() as stack:
        with within(0.3):
            portal = stack.enter_context(LabPortal())
        assert portal.base_url.startswith("http://127.0.0.1:")


def test_home_answers_with_the_marks_of_the_platform(portal: LabPortal) -> None:
    status, page = fetch(portal.base_url + "/")
    assert status == 200
    assert 'enctype="multipart/form-data"' in page
    assert {"__VIEWSTATE", "__EVENTVALIDATION", "__EVENTTARGET", "__VIEWSTATEENCRYPTED"} <= hidden(page).keys()
    assert 'alt="Select the search type"' in page
    for words in ("Blue Orange Green", "Site Web", "Tổng số lượt truy cập", "Bản quyền thuộc", "Phát triển bởi"):
        assert words in shown(page)


def test_postbacks_reach_every_article_of_every_category_once(portal: LabPortal) -> None:
    listed = set()
    for category in portal.categories():
        ids = walk(portal.base_url, category)
        assert ids == list(category.native_ids)
        assert max(Counter(ids).values()) == 1
        assert len(ids) == category.declared
        listed |= set(ids)
    assert listed == {article.native_id for article in portal.truth()} | set(portal.unreadable())


def test_the_default_portal_is_large_enough_to_page_through(portal: LabPortal) -> None:
    assert [category.declared for category in portal.categories()] == [52, 28, 20, 13, 9]
    assert len(portal.truth()) == 119
    assert len(portal.unreadable()) == 1


def test_the_declared_total_stands_beside_the_pager(portal: LabPortal) -> None:
    for category in portal.categories():
        _, page = fetch(portal.base_url + category.path)
        assert f"Tổng số: {category.declared} tin" in shown(page)


@pytest.mark.parametrize("field", ["__VIEWSTATE", "__EVENTVALIDATION"])
@pytest.mark.parametrize("value", ["", "/wEPMjQ2LzE1L3wxAAAA", "không phải base64"])
def test_forged_state_answers_500(portal: LabPortal, field: str, value: str) -> None:
    url = portal.base_url + portal.categories()[0].path
    _, page = fetch(url)
    status, answer = post(url, turn(page, 2) | {field: value})
    assert status == 500
    assert "Validation of viewstate MAC failed" in answer


def test_state_of_another_list_or_another_server_answers_500(portal: LabPortal) -> None:
    first, second, *_ = portal.categories()
    _, page = fetch(portal.base_url + first.path)
    assert post(portal.base_url + second.path, turn(page, 2))[0] == 500
    with LabPortal() as other:
        assert post(other.base_url + first.path, turn(page, 2))[0] == 500


def test_only_pages_that_the_pager_shows_can_be_asked_for() -> None:
    with LabPortal(LabOptions(per_page=3)) as portal:
        url = portal.base_url + portal.categories()[0].path
        _, first = fetch(url)
        assert {number: post(url, turn(first, number))[0] for number in (1, 5, 6, 7, 17, 18, 19)} == {
            1: 500, 5: 200, 6: 200, 7: 500, 17: 500, 18: 200, 19: 500,
        }  # fmt: skip
        _, sixth = post(url, turn(first, 6))
        assert post(url, turn(sixth, 5))[0] == 200
        assert post(url, turn(sixth, 10))[0] == 200
        assert post(url, turn(sixth, 4))[0] == 500


def test_counters_and_views_change_with_every_request(portal: LabPortal) -> None:
    url = portal.base_url + portal.article_paths(portal.truth()[0].native_id)[0]
    seen = [shown(fetch(url)[1]) for _ in range(3)]
    for words in (r"Lượt xem: (\d+)", r"Tổng số lượt truy cập (\d{12})", r"Số người đang Online: (\d+)"):
        assert len({match[1] for page in seen if (match := re.search(words, page))}) == 3


def test_an_article_page_holds_every_field_of_the_truth(portal: LabPortal) -> None:
    for article in portal.truth():
        status, page = fetch(portal.base_url + portal.article_paths(article.native_id)[0])
        assert status == 200
        text = shown(page)
        year, month, day, clock = re.fullmatch(r"(....)-(..)-(..)T(..:..):00\+07:00", article.published).groups()  # type: ignore[union-attr]
        byline = f"Người đăng: {article.poster or ''} Ngày đăng: {clock} | {day}/{month}/{year} Lượt xem: "
        assert " ".join(byline.split()) in text
        assert (clock == "00:00") == (article.precision == "day")
        for words in (article.title, article.lead, *body_lines(article), *(caption for _, caption in article.images)):
            assert words in text
        assert (f"Tác giả: {article.author}" in text) == (article.author is not None)
        assert (f"Nguồn: {article.source}" in text) == (article.source is not None)
        for path in (*(image for image, _ in article.images), *article.attachments):
            assert path[1:] in page
        assert article.categories[0] in text


def test_images_and_attachments_can_be_fetched(portal: LabPortal) -> None:
    image = next(path for article in portal.truth() for path, _ in article.images)
    attachment = next(path for article in portal.truth() for path in article.attachments)
    for path, mark in ((image, b"\x89PNG"), (attachment, b"%PDF")):
        with OPENER.open(portal.base_url + path) as response:
            assert response.read().startswith(mark)


def test_the_truth_holds_every_irregularity(portal: LabPortal) -> None:
    truth = portal.truth()
    assert any(len(article.categories) == 2 for article in truth)
    assert {article.precision for article in truth} == {"minute", "day"}
    for field in ("author", "poster", "source"):
        assert {getattr(article, field) is None for article in truth} == {True, False}
    assert any(not article.lead for article in truth)
    assert all(unicodedata.is_normalized("NFC", article.title + article.lead + article.body) for article in truth)
    assert not any("\u00a0" in article.lead + article.body for article in truth)
    copies = [article for article in truth if article.copy_of]
    assert len(copies) == 1
    original = next(article for article in truth if article.native_id == copies[0].copy_of)
    assert (original.title, original.lead, original.body) == (copies[0].title, copies[0].lead, copies[0].body)


def test_articles_are_really_distinct(portal: LabPortal) -> None:
    own = [article for article in portal.truth() if not article.copy_of]
    assert len({article.title for article in own}) == len(own)
    sets = [frozenset(re.split(r"[.\n]+ ?", article.body)) for article in own]
    assert max(len(a & b) / len(a | b) for i, a in enumerate(sets) for b in sets[:i]) < 0.5


def test_one_article_answers_under_every_address_it_is_linked_by(portal: LabPortal) -> None:
    aliased = max(portal.truth(), key=lambda article: len(portal.article_paths(article.native_id)))
    paths = portal.article_paths(aliased.native_id)
    assert len(paths) >= 4
    assert all(aliased.title in shown(fetch(portal.base_url + path)[1]) for path in paths)


def test_a_login_only_article_is_refused_with_status_200(portal: LabPortal) -> None:
    (native_id,) = portal.unreadable()
    status, page = fetch(portal.base_url + portal.article_paths(native_id)[0])
    assert status == 200
    assert "Thông báo từ chối truy cập" in page
    assert "Ngày đăng" not in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/Default.aspx?tabid=58", "Giới thiệu"),
        ("/Lien-he/tabid/60/language/vi-VN/Default.aspx", "Mọi ý kiến xin gửi về"),
        ("/Login/tabid/112/Default.aspx?returnurl=%2fDefault.aspx", "Mật khẩu"),
        ("/Default.aspx?tabid=36&ctl=Register", "Đăng ký"),
        ("/Default.aspx?tabid=37&Search=thôn", "kết quả"),
        ("/robots.txt", "Disallow: /admin/"),
    ],
)
def test_pages_that_are_no_news_answer(portal: LabPortal, path: str, words: str) -> None:
    status, page = fetch(portal.base_url + quote(path, safe="/?=&%"))
    assert status == 200
    assert words in page
    assert "Ngày đăng" not in page


def test_the_print_view_shows_the_article_alone(portal: LabPortal) -> None:
    article = portal.truth()[0]
    path = portal.article_paths(article.native_id)[0]
    _, page = fetch(f"{portal.base_url}{path}&dnnprintmode=true&SkinSrc=%5bG%5dSkins")
    assert body_lines(article)[0] in shown(page)
    assert "Tin nổi bật" not in page


def test_what_is_unknown_answers_404(portal: LabPortal) -> None:
    for path in ("/khong-co", "/Default.aspx?tabid=999", "/Default.aspx?tabid=246&NID=1", "/Portals/0/x.pdf"):
        assert fetch(portal.base_url + path)[0] == 404


def test_the_query_pager_needs_no_postback() -> None:
    with LabPortal(LabOptions(pager="query")) as portal:
        category = portal.categories()[0]
        pages = [fetch(f"{portal.base_url}{category.path}&page={number}")[1] for number in range(1, 8)]
        assert [one for page in pages for one in items(page)] == list(category.native_ids)
        assert PAGER not in pages[0]


def test_the_same_options_give_the_same_articles() -> None:
    first = LabPortal(SMALL).truth()
    build.cache_clear()
    assert LabPortal(SMALL).truth() == first
    assert len(first) == 15
    assert not {article.native_id for article in first} <= {article.native_id for article in LabPortal().truth()}


def test_requests_are_recorded_with_the_page_they_ask_for() -> None:
    with LabPortal(SMALL) as portal:
        category = portal.categories()[0]
        walk(portal.base_url, category)
    asked = [(one.method, one.argument) for one in portal.requests]
    assert asked == [("GET", ""), *(("POST", f"Page_{number}") for number in (2, 3, 4))]
    assert {one.target for one in portal.requests} == {category.path}


@pytest.mark.parametrize("kind", ["500", "503"])
def test_injected_errors_pass_after_their_tries(kind: str) -> None:
    faults = Faults(kinds=(kind,), every=1, tries=2)  # type: ignore[arg-type]
    with LabPortal(LabOptions(faults=faults)) as portal:
        url = portal.base_url + portal.categories()[0].path
        assert [fetch(url)[0] for _ in range(3)] == [int(kind), int(kind), 200]
        assert fetch(portal.base_url + "/robots.txt")[0] == 200


def test_503_says_when_to_come_back() -> None:
    with LabPortal(LabOptions(faults=Faults(kinds=("503",), every=1, retry_after=3))) as portal:
        with pytest.raises(HTTPError) as caught:
            OPENER.open(portal.base_url + portal.categories()[0].path)
        with caught.value as error:
            assert error.headers["Retry-After"] == "3"


def test_a_connection_can_be_reset_and_a_body_cut_short() -> None:
    with LabPortal(LabOptions(faults=Faults(kinds=("reset", "truncated"), every=1))) as portal:
        first, second, *_ = (portal.base_url + category.path for category in portal.categories())
        with pytest.raises(ConnectionError):
            fetch(first)
        with pytest.raises(http.client.IncompleteRead):
            fetch(second)
        assert (fetch(first)[0], fetch(second)[0]) == (200, 200)


def test_only_every_nth_address_fails() -> None:
    with LabPortal(LabOptions(faults=Faults(kinds=("500",), every=3))) as portal:
        urls = [portal.base_url + portal.article_paths(article.native_id)[0] for article in portal.truth()[:7]]
        assert [fetch(url)[0] for url in urls] == [200, 200, 500, 200, 200, 500, 200]


def test_a_list_page_can_be_missing_for_good() -> None:
    lost = (("15", 2),)
    with LabPortal(LabOptions(faults=Faults(missing_pages=lost))) as portal:
        url = portal.base_url + portal.categories()[0].path
        _, page = fetch(url)
        assert [post(url, turn(page, 2))[0] for _ in range(2)] == [404, 404]
        assert post(url, turn(page, 3))[0] == 200
    with LabPortal(LabOptions(faults=Faults(missing_pages=lost, missing_as="empty"))) as portal:
        url = portal.base_url + portal.categories()[0].path
        status, page = post(url, turn(fetch(url)[1], 2))
        assert (status, items(page)) == (200, [])


def test_a_dead_link_is_there_only_when_asked_for() -> None:
    with LabPortal(LabOptions(dead_link=True, login_only=False)) as portal:
        (dead,) = portal.unreadable()
        category = portal.categories()[0]
        assert dead in items(fetch(portal.base_url + category.path)[1])
        assert category.declared == 53
        assert fetch(f"{portal.base_url}/Default.aspx?tabid=246&Group=15&NID={dead}")[0] == 404


def test_contradictory_options_are_refused() -> None:
    for wrong in ({"per_page": 0}, {"sizes": (5,)}, {"sizes": (5, 2)}):
        with pytest.raises(ValueError, match="DemoOptions"):
            LabOptions(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no demo site"):
        LabPortal(LabOptions(site="atlantis"))
    with pytest.raises(ValueError, match="only 3 categories"):
        LabPortal(LabOptions(site="con-say"))


def test_it_starts_only_once_and_can_start_again() -> None:
    portal = LabPortal(SMALL)
    portal.start()
    with pytest.raises(RuntimeError):
        portal.start()
    portal.stop()
    portal.stop()
    with portal:
        assert fetch(portal.base_url + "/")[0] == 200
        assert len(portal.requests) == 1
