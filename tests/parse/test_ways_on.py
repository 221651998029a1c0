"""A list leads on by what its controls do: addresses, forms and scripts, before any wording."""

from __future__ import annotations

import pytest

from queson_crawler.parse.document import Document
from queson_crawler.parse.listing.reading import read_listing
from queson_crawler.parse.pager import read_pager
from queson_crawler.parse.pager.steps import step_between
from queson_crawler.parse.pager.ways import Listed, ways_on
from queson_crawler.parse.results import NO_PAGER, Pager
from queson_crawler.platforms import GENERIC

HOME = "http://suoimo.example/tin-xa"
ITEMS = "".join(f'<p><a href="/tin-xa/bai-so-{n}">Bài số {n} của bản tin xã trong tuần</a></p>' for n in range(5))


def pager(control: str, url: str = HOME, head: str = "") -> Pager:
    doc = Document(url, f"<html><head>{head}</head><body><div id=list>{ITEMS}{control}</div></body></html>")
    return read_pager(doc, doc.body, "", Listed(tuple(f"{HOME}/bai-so-{n}" for n in range(5))))


@pytest.mark.parametrize(
    "control",
    [
        '<a href="{}"><i class=xkcd></i></a>',
        '<a href="{}"><img src=/anh/sau.gif alt=""></a>',
        '<a href="{}">Các tin trước đó</a>',
        '<a href="{}">Tin cũ hơn</a>',
        '<a href="{}">Older Posts →</a>',
        '<a href="{}" rel=next>Đi tới</a>',
        '<a href="{}" aria-label="Trang sau"></a>',
        "<button type=button onclick=\"window.location='{}'\">Bài cũ</button>",
        "<a href=# onclick=\"location.href='{}'; return false\">Xem thêm</a>",
    ],
)
@pytest.mark.parametrize("way", ["?xq=2", "?page=1", "/trang-2", "/page/2/", "?start=5"])
def test_one_control_of_any_wording_leads_on(control: str, way: str) -> None:
    following = pager(control.format(HOME + way)).following
    assert following is not None
    assert following.url == HOME + way


def test_a_next_page_named_in_the_head_leads_on() -> None:
    following = pager("", head=f'<link rel=next href="{HOME}?trang=2">').following
    assert following is not None
    assert following.url == f"{HOME}?trang=2"


@pytest.mark.parametrize(
    "control",
    [
        '<a href="/thong-bao">Xem thêm</a>',
        '<a href="/tin-xa/bai-so-9">Bài tiếp theo</a>',
        '<a href="?thang=2">2</a>',
        '<a href="?lang=2"><i class=vi></i></a>',
        '<a href="http://khac.example/tin-xa?page=2">Trang sau của báo</a>',
    ],
)
def test_links_to_other_lists_and_other_things_lead_nowhere(control: str) -> None:
    assert pager(control).following is None


def test_the_way_back_is_not_the_way_on() -> None:
    url = f"{HOME}?xq=3"
    found = pager(f'<a href="{HOME}?xq=2"><i class=a></i></a> <a href="{HOME}?xq=4"><i class=a></i></a>', url)
    assert found.following is not None
    assert found.following.url == f"{HOME}?xq=4"


def test_every_control_is_given_as_a_way_with_its_evidence() -> None:
    doc = Document(HOME, f'<html><body><a href="{HOME}?x=2">Đi</a> <a href="{HOME}?cu=abc">Tin cũ</a></body></html>')
    ways = ways_on(doc, doc.body)
    assert [way.link.url for way in ways] == [f"{HOME}?x=2", f"{HOME}?cu=abc"]
    assert [sign.name for sign in ways[1].signs] == ["its words lead on"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["select", "buttons"])
def test_forms_number_the_pages(method: str, kind: str) -> None:
    hidden = "<input type=hidden name=cat value=7>"
    options = "".join(f"<option value={n}{' selected' * (n == 2)}>Trang {n}</option>" for n in (1, 2, 3))
    buttons = "".join(f"<input type=submit name=trang value={n}{' disabled' * (n == 2)}>" for n in (1, 2, 3))
    inner = f"<select name=trang>{options}</select><input type=submit value=Xem>" if kind == "select" else buttons
    found = pager(f"<form action=/tin-xa method={method}>{hidden}{inner}</form>")
    assert found.current == 2
    assert [link.number for link in found.links] == [1, 3]
    third = found.link(3)
    assert third is not None
    if method == "get":
        assert third.url == f"{HOME}?cat=7&trang=3"
    else:
        assert third.postback is not None
        assert third.postback.fields == (("cat", "7"), ("trang", "3"))


def test_a_search_form_is_no_pager() -> None:
    assert pager("<form><input type=text name=q><select name=n><option>1<option>2</select></form>").links == ()


@pytest.mark.parametrize(
    ("own", "other", "step"),
    [
        ("/tin", "/tin?p=2", 1),
        ("/tin?p=2", "/tin?p=3", 1),
        ("/tin?p=3", "/tin?p=2", -1),
        ("/tin?p=2", "/tin", -1),
        ("/tin?start=20", "/tin?start=30", 1),
        ("/tin", "/tin/trang-2.html", 1),
        ("/tin/page/4/", "/tin/page/5/", 1),
        ("/tin.html", "/tin-p2.html", 1),
        ("/tin.htm", "/tin.htm/page-2/", 1),
        ("/tin.htm/page-2/", "/tin.htm", -1),
        ("/tin", "/tin?id=2", 0),
        ("/tin", "/tin/2021", 0),
        ("/tin", "/van-ban?p=2", 0),
    ],
)
def test_the_step_between_two_addresses(own: str, other: str, step: int) -> None:
    assert step_between(f"http://a.vn{own}", f"http://a.vn{other}", 10) == step


def test_a_form_that_stands_apart_and_is_sent_to_the_list_turns_its_pages() -> None:
    buttons = "<input type=submit name=trang value=1 disabled><input type=submit name=trang value=2>"
    form = f'<div><form action="/tin-xa" method=post><input type=hidden name=cat value=0>{buttons}</form></div>'
    items = ITEMS.replace("<p>", "<li>").replace("</p>", "<span>23/06/2016</span></li>")
    listed = f"<div><div><div><div><ul class=tin>{items}</ul></div></div></div><div>{form}</div></div>"
    doc = Document(HOME, f"<html><body><h1>Tin xã</h1><div>{listed}</div></body></html>")
    listing = read_listing(doc, GENERIC)
    assert listing is not None
    assert [link.number for link in listing.pager.links] == [2]


@pytest.mark.parametrize(
    "control",
    [
        '<li data-href="?trang={0}">{0}</li>',
        '<span data-url="?trang={0}">{0}</span>',
        "<td onclick=\"window.location='?trang={0}'\">{0}</td>",
    ],
)
def test_numbers_that_a_script_follows_are_a_pager(control: str) -> None:
    found = pager("<ul>" + "".join(control.format(number) for number in (2, 3, 4)) + "</ul>")
    assert [(link.number, link.url) for link in found.links] == [(n, f"{HOME}?trang={n}") for n in (2, 3, 4)]
    assert not any(link.press for link in found.links), "no browser is needed"


def form(said: str, *values: str, method: str = "post") -> str:
    hidden = "".join(f'<input type=hidden name=trang value="{value}">' for value in values)
    return f'<form method={method} action="{HOME}">{hidden}<input type=submit value="{said}"></form>'


def test_the_one_button_of_a_form_leads_to_what_its_hidden_field_says() -> None:
    following = pager(form("Trang sau", "2")).following
    assert following is not None
    assert following.postback is not None
    assert following.postback.fields == (("trang", "2"),)
    found = pager(form("1", "1") + form("2", "2", method="get") + form("3", "3"))
    assert {link.number: link.url for link in found.links}[2] == f"{HOME}?trang=2"
    assert [link.number for link in found.links] == [1, 2, 3]


def test_a_button_that_says_nothing_of_pages_leads_nowhere() -> None:
    found = pager(form("Gửi góp ý", "2") + form("Trang sau"))
    assert (found.links, found.following) == ((), None), "nor does a form that would send nothing"


@pytest.mark.parametrize("mark", ["⟩", "❯", "▶", "⇉", "➔"])
def test_any_arrow_leads_on(mark: str) -> None:
    following = pager(f'<a href="/khac/x">⟨</a> <a href="{HOME}/x9">{mark}</a>').following
    assert following is not None
    assert following.url == f"{HOME}/x9"


@pytest.mark.parametrize(
    ("own", "url", "step"),
    [
        ("/", "/index2.html", 1),
        ("/", "/index-7.html", 6),
        ("/index-7.html", "/index-6.html", -1),
        ("/index2.html", "/index.html", -1),
        ("/muc/tin.html", "/muc/tin2.html", 1),
        ("/muc/tin2.html", "/muc/tin3.html", 0),
        ("/muc/tin.html", "/muc/tin-2.html", 0),
        ("/muc/tin.html", "/tin2.html", 0),
    ],
)
def test_pages_that_are_files_are_counted_by_the_number_behind_their_name(own: str, url: str, step: int) -> None:
    assert step_between(f"http://a.example{own}", f"http://a.example{url}") == step


def test_the_next_page_may_bear_an_earlier_number_where_the_page_calls_it_the_next() -> None:
    following = pager('<a href="/tin-xa/index-6.html" rel=next>Trang kia</a>', f"{HOME}/index-7.html").following
    assert following is not None
    assert following.url == f"{HOME}/index-6.html"
    assert pager('<a href="/tin-xa/index-6.html">Trang kia</a>', f"{HOME}/index-7.html").following is None


def test_days_of_an_archive_are_no_pages() -> None:
    days = "".join(f"<div><a href=/luu-tru/2019-03-{day:02}>{day}</a></div>" for day in range(1, 32))
    found = pager(f"<p><a href=/tin?p=2>2</a> <a href=/tin?p=3>3</a></p><div><b>Tháng 3/2019</b>{days}</div>")
    assert [link.number for link in found.links] == [2, 3]


def test_the_month_before_and_after_are_no_pages_of_a_list() -> None:
    """A calendar of any elements: its arrows lead to the archives of months."""
    days = "".join(f"<div><a href='/luu-tru/2019-03-{day:02}'>{day}</a></div>" for day in range(1, 32))
    month = "<a href='/luu-tru/2019-02'>«</a> <b>Tháng 3/2019</b> <a href='/luu-tru/2019-04'>»</a>"
    assert pager(f"<div><div>{month}</div><div>{days}</div></div>") == NO_PAGER
    assert pager(f"<div><a href='{HOME}?trang=2'>»</a></div><div>{month}</div>").following is not None
