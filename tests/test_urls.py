"""Addresses: one spelling each, and which are never asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queson_crawler.urls import (
    canonical,
    clean,
    forward,
    grows,
    host,
    is_foreign,
    is_page,
    is_refused,
    parameters,
    without_language,
)

HOME = "http://bausen.example"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTP://BauSen.Example:80/Tin#top", f"{HOME}/Tin"),
        ("https://bausen.example:443", "https://bausen.example/"),
        (f"{HOME}/a?tc=3&cn=1&gd=2", f"{HOME}/a?cn=1&gd=2&tc=3"),
        (f"{HOME}/a;jsessionid=AB12?x=1", f"{HOME}/a?x=1"),
        (f"{HOME}/(S(abc123))/a.aspx", f"{HOME}/a.aspx"),
        (f"{HOME}/a?_afrLoop=12&_adf.ctrl-state=x&page=2", f"{HOME}/a?page=2"),
        (f"{HOME}/a?utm_source=x&fbclid=y&id=7", f"{HOME}/a?id=7"),
        (f"{HOME}/tin tức", f"{HOME}/tin%20t%E1%BB%A9c"),
    ],
)
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


def test_a_parameter_without_a_value_is_kept() -> None:
    assert canonical(f"{HOME}//Content/bai?1234") == f"{HOME}//Content/bai?1234"


def test_an_address_is_asked_in_the_order_of_the_portal() -> None:
    assert clean(f"{HOME}/a?gd=2&cn=1&fbclid=x#y") == f"{HOME}/a?gd=2&cn=1"


@pytest.mark.parametrize(
    "url", ["", "javascript:void(0)", "mailto:a@b", "http://", "http://[", "http://a:99999/", "/a"]
)
def test_what_is_no_web_address_has_no_spelling(url: str) -> None:
    assert canonical(url) == clean(url) == ""


@given(st.text(max_size=80).map(lambda tail: f"{HOME}/{tail}"))
def test_a_canonical_address_is_its_own_spelling(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(st.text(max_size=60))
def test_no_text_makes_the_rules_of_addresses_raise(text: str) -> None:
    canonical(text), clean(text), host(text), clean(f"{HOME}/{text}"), is_refused(f"{HOME}/{canonical(text)}")


def test_the_host_of_an_address_is_without_www_and_account() -> None:
    assert host("https://u:p@WWW.bausen.example:8080/") == "bausen.example:8080"


@pytest.mark.parametrize(
    "path",
    [
        "/Default.aspx?tabid=1&ctl=Login",
        "/Home/tabid/1/ctl/Register/Default.aspx",
        "/login?returnurl=%2f",
        "/vi/news/print/a/b-12.html",
        "/vi/news/savefile/a/b-12.html",
        "/vi/news/sendmail/a/b-12.html",
        "/tin/-/view_content/pop_up/12-x.html",
        "/tim-kiem?q=a",
        "/tin-tuc?keyword=a",
        "/rss.aspx",
        "/wp-json/wp/v2/posts",
        "/tin?p_p_lifecycle=1",
        "/a?dnnprintmode=true",
        "/Lists/TinTuc/AllItems.aspx",
    ],
)
def test_logins_searches_prints_and_feeds_are_never_asked(path: str) -> None:
    assert is_refused(HOME + path)


@pytest.mark.parametrize(
    "path",
    [
        "/Default.aspx?tabid=246&Group=15&NID=20203&lich",
        "/webcenter/portal/queson/pages_tin-tuc?catalog=vhnt&page=17",
        "/web/guest/xem/-/asset_publisher//Content/bai?61283",
        "/tin-tuc/dang-nhap-vao-cong-dich-vu-cong-12345.html",
        "/tin-tuc/nguoi-su-dung-user-12345.html",
        "/tin?q=",
    ],
)
def test_news_is_not_refused_for_the_words_in_its_address(path: str) -> None:
    assert not is_refused(HOME + path)


@pytest.mark.parametrize(
    "url",
    [
        f"{HOME}/vi/vi/vi/tin",
        f"{HOME}/language/vi-VN/language/vi-VN/language/vi-VN/Default.aspx",
        f"{HOME}/tin/tin/tin/a",
        HOME + "/a" + "/b-{}" * 15,
        f"{HOME}/?redirect=" + "x" * 2000,
        f"{HOME}/a?b=%25252Fx%25252F",
    ],
)
def test_endless_spaces_are_refused(url: str) -> None:
    assert grows(url)
    assert is_refused(url)


def test_equal_numbers_side_by_side_are_a_date_not_an_endless_space() -> None:
    assert not grows(f"{HOME}/2020/11/11/bai")


def test_a_file_is_no_page() -> None:
    assert not is_page(f"{HOME}/a/B%C3%A1o.PDF?x=1")
    assert is_page(f"{HOME}/a.pdf.html")
    assert is_page(f"{HOME}/chi-tiet.aspx")


def test_another_language_is_foreign_and_vietnamese_is_not() -> None:
    assert is_foreign(f"{HOME}/en/news")
    assert is_foreign(f"{HOME}/Home/language/en-US/Default.aspx")
    assert not is_foreign(f"{HOME}/vi/news")
    assert not is_foreign(f"{HOME}/Default.aspx?language=vi-VN")
    assert not is_foreign(f"{HOME}/english-la-gi-12345.html")


def test_a_page_is_the_same_with_and_without_its_language() -> None:
    assert without_language("/vi/tin-tuc") == without_language("/tin-tuc") == "/tin-tuc"
    assert without_language("/vi") == "/"
    assert without_language("/vi-tri") == "/vi-tri"


def test_of_repeated_parameters_the_last_wins() -> None:
    assert parameters(f"{HOME}/?a=1&b=&a=2") == {"a": "2", "b": ""}


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc/tim-kiem-cuu-nan-tren-bien-12.html",
        "/searching-for-martyrs-5",
        "/?q=node/17",
        "/index.php?q=tin-tuc",
        "/webxa/index.php?q=tin-tuc",
        "/calendar-2020/bai-9",
        "/tin.aspx?id=4&lang=vn",
        "/lang/nghe-truyen-thong-22.html",
        "/sendmails-a-7.html",
    ],
)
def test_a_word_at_the_start_of_an_address_refuses_no_article(path: str) -> None:
    assert not is_refused(f"http://a.vn{path}")
    assert not is_foreign(f"http://a.vn{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/@@search?Subject:list=xa",
        "/search_rss?S=xa",
        "/tim-kiem?q=xa",
        "/search?q=xa",
        "/?s=xa",
        "/tim-kiem.html",
        "/ket-qua.aspx?keyword=xa",
        "/sendmail/a-7",
    ],
)
def test_searches_are_refused(path: str) -> None:
    assert is_refused(f"http://a.vn{path}")


def test_backslashes_of_a_path_are_slashes_as_in_every_browser() -> None:
    assert canonical("http://x.vn\\tin-tuc\\a-1.html?b=c\\d") == "http://x.vn/tin-tuc/a-1.html?b=c%5Cd"
    assert forward("\\tin-tuc\\a-1.html#\\") == "/tin-tuc/a-1.html#\\"
    assert forward("/tin-tuc") == "/tin-tuc"


def test_an_address_has_one_spelling_whether_it_is_written_as_asked_or_not() -> None:
    for url in ("http://a.vn/?0&{", "http://a.vn/?z=1&đ=2", r"http://a.vn\[", r"http://a.vn\x?b=2&a=1"):
        asked = clean(url)
        assert asked, url
        assert canonical(asked) == canonical(url), url
        assert not is_refused(url)
        assert host(url) == "a.vn"
