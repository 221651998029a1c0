"""The way to the other pages of a list: numbers, words, rules of addresses, postbacks."""

import pytest

from queson_crawler.parse.document import Document
from queson_crawler.parse.pager import read_pager
from queson_crawler.parse.pager.postback import form_read, postback
from queson_crawler.parse.pager.template import template_of
from queson_crawler.parse.pager.ways import Listed
from queson_crawler.parse.results import Pager, PageTemplate

HOME = "http://bausen.example"
ARTICLES = tuple(f"{HOME}/bai-{n}" for n in range(10))


def pager(markup: str, url: str = f"{HOME}/tin", text: str = "") -> Pager:
    doc = Document(
        url, f"<html><body><form action='{url}'><input type=hidden name=s value=1>{markup}</form></body></html>"
    )
    return read_pager(doc, doc.body, text, Listed(ARTICLES))


def links(pattern: str, *numbers: int, shift: int = 0, step: int = 1) -> str:
    return "".join(f"<a href='{pattern.format((n - shift) * step)}'>{n}</a> " for n in numbers)


@pytest.mark.parametrize(
    ("pattern", "shift", "step"),
    [
        ("/tin?page={}", 0, 1),
        ("/tin?catalog=vhnt&page={}", 0, 1),
        ("/tin?page={}", 1, 1),
        ("/tin?start={}", 1, 10),
        ("/tin/trang-{}.html", 0, 1),
        ("/tin/page-{}/", 0, 1),
        ("/tin/PhanTrang/1747/{}/bai.html", 0, 1),
        ("/tin?p_p_id=101&_101_delta=20&_101_cur={}", 0, 1),
    ],
)
def test_addresses_of_pages_not_shown_follow_from_those_shown(pattern: str, shift: int, step: int) -> None:
    found = pager(links(pattern, 2, 3, 4, shift=shift, step=step))
    wanted = HOME + pattern.format((9 - shift) * step)
    assert found.template is not None
    assert found.template.url(9) == wanted
    assert found.link(9).url == wanted


def test_numbers_that_do_not_count_pages_make_no_rule() -> None:
    assert template_of({2: f"{HOME}/bai-5120.html", 3: f"{HOME}/bai-4411.html"}) is None


def test_one_link_makes_a_rule_only_where_its_parameter_counts_pages() -> None:
    assert template_of({2: f"{HOME}/tin?page=2"}) == PageTemplate(f"{HOME}/tin?page=", "")
    assert template_of({2: f"{HOME}/tin?loai=2"}) is None


def test_the_page_itself_is_the_number_without_a_link() -> None:
    assert pager("<a href='?page=1'>1</a> <span>2</span> <a href='?page=3'>3</a>").current == 2


def test_a_window_with_dots_shows_the_last_page_as_a_way() -> None:
    found = pager(
        links("/tin?page={}", 1, 2) + "<b>3</b>" + links("/tin?page={}", 4) + "… " + links("/tin?page={}", 37)
    )
    assert found.current == 3
    assert [link.number for link in found.links] == [1, 2, 4, 37]


def test_a_last_link_names_the_last_page() -> None:
    assert pager(links("/tin?page={}", 2, 3) + "<a href='/tin?page=41'>Trang cuối</a>").last == 41


@pytest.mark.parametrize(
    ("text", "current", "last"),
    [
        ("Trang 3/811", 3, 811),
        ("Page 2 of 12", 2, 12),
        ("1/811 trang", 1, 811),
        ("Trang: 4 / 9", 4, 9),
        ("", None, None),
    ],
)
def test_the_last_page_is_read_from_words(text: str, current: int | None, last: int | None) -> None:
    found = pager("", text=text)
    assert (found.current, found.last) == (current, last)


def test_a_date_before_the_page_count_is_not_part_of_it() -> None:
    found = pager("", text="20/04/2020 Trang 2/811")
    assert (found.current, found.last) == (2, 811)


def test_an_absurd_last_page_is_not_believed() -> None:
    assert pager("", text="Trang 1/999999").last is None


@pytest.mark.parametrize(
    ("href", "event"),
    [
        ("javascript:__doPostBack('a$b','Page_2')", ("a$b", "Page_2")),
        ("javascript:__doPostBack(&#39;a$b&#39;,&#39;&#39;)", ("a$b", "")),
        (
            'javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("a$b", "", true, "", "", 0, 1))',
            ("a$b", ""),
        ),
        ("/tin?page=2", None),
        ("javascript:void(0)", None),
    ],
)
def test_a_postback_is_known_by_its_script(href: str, event: tuple[str, str] | None) -> None:
    assert postback(href) == event


def test_a_postback_carries_the_state_of_its_form() -> None:
    found = pager(
        "<a href=\"javascript:__doPostBack('a$b','Page_2')\">2</a> "
        "<a href=\"javascript:__doPostBack('a$b','Page_3')\">3</a>"
    )
    link = found.link(2)
    assert link.postback.target == "a$b"
    assert link.postback.argument == "Page_2"
    assert ("s", "1") in link.postback.fields
    assert found.template is None


def test_a_form_is_read_once_whatever_asks_for_it() -> None:
    doc = Document(f"{HOME}/tin", "<form action=a><input name=s value=1><input name=t value=2 disabled></form>")
    form = next(doc.root.iter("form"))
    assert form_read(doc, form) is form_read(doc, form)
    assert form_read(doc, form).fields == (("s", "1"),)


def test_the_dots_of_a_postback_pager_lead_to_the_page_their_argument_names() -> None:
    found = pager(
        "<span>10</span> <a href=\"javascript:__doPostBack('g','Page$9')\">9</a> "
        "<a href=\"javascript:__doPostBack('g','Page$11')\">...</a>"
    )
    assert found.link(11).postback.argument == "Page$11"


def test_a_link_to_another_host_is_no_page_of_this_list() -> None:
    assert pager("<a href='http://other.example/?page=2'>2</a><a href='http://other.example/?page=3'>3</a>").links == ()


def test_the_word_next_leads_on_from_a_known_page() -> None:
    assert pager("<a href='/tin?p=4'>Trang sau</a>", text="Trang 3/9").link(4).url == f"{HOME}/tin?p=4"


def test_the_word_next_alone_leads_from_the_first_page_to_the_second() -> None:
    assert pager("<a href='/tin/page/2/'>Trang sau</a>").link(2).url == f"{HOME}/tin/page/2/"


def test_a_postback_sends_what_a_browser_would_send() -> None:
    fields = """<form action='/ds.aspx' method='post'><input type='hidden' name='__VIEWSTATE' value='abc'>
    <input type='hidden' name='__VIEWSTATEENCRYPTED' value=''><input name='tim' value='xã'>
    <input type='search' name='q'>
    <select name='nam'><option value='0'>Tất cả</option><option selected>2020</option></select>
    <select name='thang'><option value='1'>Một</option><option value='2'>Hai</option></select>
    <input type='checkbox' name='a' checked><input type='checkbox' name='b' value='1'>
    <input type='radio' name='c' value='x'><input type='radio' name='c' value='y' checked>
    <textarea name='loi'>chào</textarea><input type='submit' name='gui' value='Gửi'>
    <input name='tat' disabled value='1'><input type='image' name='anh'><input type='file' name='tep'>
    <a href="javascript:__doPostBack('g','Page$2')">2</a></form>"""
    doc = Document.from_bytes("http://bausen.example/ds.aspx", f"<html><body>{fields}</body></html>".encode())
    (link,) = read_pager(doc, doc.body, "", Listed(ARTICLES)).links
    assert link.postback is not None
    assert link.postback.fields == (
        ("__VIEWSTATE", "abc"),
        ("__VIEWSTATEENCRYPTED", ""),
        ("tim", "xã"),
        ("q", ""),
        ("nam", "2020"),
        ("thang", "1"),
        ("a", "on"),
        ("c", "y"),
        ("loi", "chào"),
    )


def _events(*marks: str) -> str:
    parts = []
    for at, mark in enumerate(marks):
        if mark.startswith("("):
            parts.append(f"<span>{mark.strip('()')}</span>")
        else:
            parts.append(f"<a href=\"javascript:__doPostBack('p$c{at}','')\">{mark}</a>")
    return f"<div>{' '.join(parts)}</div>"


def test_marks_that_end_a_window_of_postbacks_lead_behind_it() -> None:
    found = pager(_events("1", "2", "3", "4", "(5)", "..."))
    beyond = found.link(6)
    assert beyond is not None
    assert beyond.postback is not None
    assert beyond.postback.target == "p$c5"


def test_marks_that_begin_a_window_lead_back() -> None:
    found = pager(_events("...", "6", "(7)", "8"))
    assert found.link(9) is None


def drop_down(name: str, first: int, last: int) -> str:
    entries = "".join(f"<option value={n}>{n}</option>" for n in range(first, last + 1))
    return f"<select name={name}>{entries}</select>"


def test_drop_downs_of_a_date_are_no_pages() -> None:
    date = drop_down("d", 1, 31) + drop_down("m", 1, 12) + drop_down("y", 2010, 2026)
    assert not pager(f"<select name=p><option>1</option></select>{date}").links
    assert pager(drop_down("p", 1, 4)).links


MORE = "<a href=\"javascript:__doPostBack('{}','')\">{}</a>"


def test_one_event_whose_words_lead_on_is_the_way() -> None:
    following = pager(MORE.format("ctl$tin", "Xem tin tiếp theo...")).following
    assert following is not None
    assert following.postback is not None
    assert following.postback.target == "ctl$tin"


def test_events_that_lead_back_or_stand_beside_every_entry_are_none() -> None:
    assert pager(MORE.format("ctl$tin", "Quay lại tin trước")).following is None
    assert pager(MORE.format("ctl$1", "Xem tiếp...") + MORE.format("ctl$2", "Xem tiếp...")).following is None
