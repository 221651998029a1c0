"""Every shape of the demo portal, walked by a plain reader that knows the shape, and its faults."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from tests.lab import SHAPES, SMALL, DemoCategory, Faults, LabPortal
from tests.lab.skin_shapes.shape import shape as shape_of

Answer = tuple[int, Message, bytes]
BOUNDARY = "----demo"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(url: str, form: dict[str, str] | None = None, multipart: bool = True) -> Answer:
    data, headers = None, {}
    if form is not None and multipart:
        parts = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in form.items())
        data = ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    elif form is not None:
        data = urllib.parse.urlencode(form).encode()
    opener = urllib.request.build_opener(Stay, urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, data, headers), timeout=300) as told:
            return told.status, told.headers, told.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def page(url: str, form: dict[str, str] | None = None) -> html.HtmlElement:
    status, _, body = ask(url, form)
    assert status == 200, (status, url)
    return html.document_fromstring(body.decode())


def hidden(tree: html.HtmlElement) -> dict[str, str]:
    """What a browser sends back of a form that nobody touched: its buttons not."""
    empty = {str(one): "" for one in tree.xpath("//input[@type='text'][not(@value)]/@name")}
    return empty | {str(name): str(value or "") for name, value in tree.forms[0].form_values()}


def links_of(tree: html.HtmlElement) -> list[str]:
    shown = "//*[@id='content']//a[starts-with(@href, '/')][not(ancestor::*[@class='pagination-box'])]/@href"
    return list(dict.fromkeys(tree.xpath(shown)))


def walk(portal: LabPortal, category: DemoCategory) -> Iterator[list[str]]:
    """The links of every page of a list, by the pager alone."""
    base, shape = portal.base_url, shape_of(portal.options.shape)
    tree = page(base + category.path)
    if shape.link == "button":
        yield from by_api(base, tree.xpath("//*[@data-api]/@data-api")[0])
    elif shape.link == "more":
        yield links_of(tree)
        following = tree.xpath("//button/@data-url")
        while following:
            told = json.loads(ask(urljoin(base, following[0]))[2])
            yield links_of(html.fromstring(f"<div><div id='content'>{told['html']}</div></div>"))
            following = [told["next"]] if told["next"] else []
    elif shape.link == "postback":
        yield from by_postback(base + category.path, tree)
    else:
        yield from by_address(base, category.path, tree)


def by_api(base: str, api: str) -> Iterator[list[str]]:
    number, last = 1, 1
    while number <= last:
        told = json.loads(ask(base + api + str(number))[2])
        assert 'href="/' not in told["pager"]
        last, number = told["pages"], number + 1
        yield [one["url"] for one in told["items"]]


def by_postback(url: str, tree: html.HtmlElement) -> Iterator[list[str]]:
    number = 1
    while True:
        yield links_of(tree)
        number += 1
        hrefs = [(a.text or "", a.get("href")) for a in tree.xpath("//a[contains(@href, '__doPostBack')]")]
        wanted = [href for word, href in hrefs if word in (str(number), "Trang sau")]
        wanted = wanted or [href for word, href in hrefs[-1:] if word == "…"]
        if not wanted:
            return
        target, argument = re.findall(r"'([^']*)'", unescape(wanted[0]))
        tree = page(url, hidden(tree) | {"__EVENTTARGET": target, "__EVENTARGUMENT": argument})


def by_address(base: str, path: str, tree: html.HtmlElement) -> Iterator[list[str]]:
    pager = "//*[@class='pagination-box']//a/@href | //select[@onchange]/option/@value"
    seen, waiting = {path}, [tree]
    while waiting:
        tree = waiting.pop(0)
        yield links_of(tree)
        for href in tree.xpath(pager):
            if href not in seen:
                seen.add(href)
                waiting.append(page(base + href))


@pytest.fixture(params=SHAPES)
def portal(request: pytest.FixtureRequest) -> Iterator[LabPortal]:
    with LabPortal(replace(SMALL, shape=request.param)) as running:
        yield running


def test_every_article_is_reached_from_the_home_page_and_shows_what_truth_says(portal: LabPortal) -> None:
    home = page(portal.base_url + "/")
    menu = home.xpath("//*[@id='menu']//a/@href")
    by_path = {path: one.native_id for one in portal.truth() for path in portal.article_paths(one.native_id)}
    for category in portal.categories():
        assert category.path in menu
        found = [by_path[path] for links in walk(portal, category) for path in links if path in by_path]
        expected = [one for one in category.native_ids if one not in portal.unreadable()]
        assert sorted(set(found)) == sorted(expected)
    day_only = shape_of(portal.options.shape).day_only
    for one in portal.truth():
        for path in portal.article_paths(one.native_id):
            text = " ".join(page(portal.base_url + path).xpath("//*[@id='content']")[0].text_content().split())
            for label, value in (("Tác giả: ", one.author), ("Người đăng: ", one.poster), ("Nguồn: ", one.source)):
                assert (f"{label}{value}" in text) if value else (label not in text)
        assert one.precision == "day" or not day_only


def test_files_stand_where_truth_says(portal: LabPortal) -> None:
    for one in portal.truth():
        for path in (*(image for image, _ in one.images), *one.attachments):
            assert ask(portal.base_url + path)[2][:4] in (b"\x89PNG", b"%PDF")


def test_no_two_articles_share_an_address(portal: LabPortal) -> None:
    paths = [path for one in portal.truth() for path in portal.article_paths(one.native_id)]
    assert len(paths) == len(set(paths))


def first_list(portal: LabPortal) -> DemoCategory:
    return portal.categories()[0]


def shaped(shape: str, **more: object) -> LabPortal:
    return LabPortal(replace(SMALL, shape=shape, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("damage", ["missing", "extra", "enctype", "stale"])
def test_a_strict_form_refuses_what_it_did_not_hand_out(damage: str) -> None:
    with shaped("dnn-window", per_page=1) as portal:
        url = portal.base_url + first_list(portal).path
        asked = {"__EVENTTARGET": "dnn$ctr502$View$Pager", "__EVENTARGUMENT": "Page_2"}
        fields = hidden(page(url)) | asked
        assert ask(url, fields)[0] == 200
        if damage == "missing":
            del fields["__dnnVariable"]
        elif damage == "extra":
            fields["dnn$cmdLogin"] = "x"
        elif damage == "stale":
            fields["__EVENTARGUMENT"] = "Page_9"
        status, _, body = ask(url, fields, multipart=damage != "enctype")
        assert (status, b"viewstate MAC failed" in body) == (500, True)


@pytest.mark.parametrize(
    ("beyond", "status", "page_like"),
    [("404", 404, 0), ("redirect-base", 302, 0), ("empty", 200, 0), ("repeat-first", 200, 1), ("repeat-last", 200, 4)],
)
def test_what_stands_beyond_the_last_page(beyond: str, status: int, page_like: int) -> None:
    with shaped("vnpt", beyond=beyond) as portal:
        category = first_list(portal)
        pages = -(-category.declared // SMALL.per_page)
        assert pages == 4
        told = ask(f"{portal.base_url}{category.path}?page={pages + 1}")
        assert told[0] == status
        if status == 200:
            like = page(f"{portal.base_url}{category.path}?page={page_like}") if page_like else None
            assert links_of(html.document_fromstring(told[2].decode())) == (links_of(like) if like is not None else [])


def test_a_lost_page_may_answer_200() -> None:
    with shaped("vnpt", soft_404=True) as portal:
        status, _, body = ask(portal.base_url + "/khong-co-1")
        assert (status, "không tồn tại" in body.decode()) == (200, True)


def test_an_article_appears_while_the_lists_are_read() -> None:
    with shaped("vnpt", shift=True) as portal:
        category, newest = first_list(portal), portal.truth()[0].native_id
        assert newest in category.native_ids
        before, after = (links_of(page(portal.base_url + category.path)) for _ in range(2))
        new = set(portal.article_paths(newest))
        assert (bool(new & set(before)), after[0] in new) == (False, True)


def test_a_parent_category_repeats_all() -> None:
    portal = shaped("vnpt", parent=True)
    assert {one.native_id for one in portal.truth()} <= set(portal.categories()[-1].native_ids)
    assert all(portal.categories()[-1].title in one.categories for one in portal.truth())


def test_feeds_tell_the_newest_only() -> None:
    with shaped("wordpress", feeds=4) as portal:
        base = portal.base_url
        assert f"Sitemap: {base}/sitemap.xml" in ask(base + "/robots.txt")[2].decode()
        assert ask(base + "/sitemap.xml")[2].count(b"<loc>") == 4
        assert ask(base + "/feed/")[2].count(b"<item>") == 4
        _, headers, body = ask(base + "/wp-json/wp/v2/posts?per_page=10&page=2")
        assert int(headers["X-WP-Total"]) == len(portal.truth()) == 10 + len(json.loads(body))


def faulty(kind: str) -> LabPortal:
    faults = Faults(kinds=(kind,), every=1, slow=0.3)  # type: ignore[arg-type]
    return LabPortal(replace(SMALL, shape="vnpt", faults=faults))


@pytest.mark.parametrize("kind", ["502", "429", "slow", "gzip", "junk", "charset", "loop"])
def test_a_fault_does_what_it_says_once(kind: str) -> None:
    with faulty(kind) as portal:
        url = portal.base_url + first_list(portal).path
        status, headers, body = ask(url)
        match kind:
            case "502":
                assert status == 502
            case "429":
                assert (status, headers["Retry-After"]) == (429, "1")
            case "gzip":
                assert (headers["Content-Encoding"], body[:2]) == ("gzip", b"\x1f\x8b")
            case "junk":
                assert body.startswith(bytes(range(256)))
            case "charset":
                assert "utf-16" in headers["Content-Type"]
            case "loop":
                assert (status, headers["Location"]) == (302, urlsplit(url).path)
        again = ask(url)
        assert again[0] == 200
        links_of(html.document_fromstring(again[2].decode()))
        if kind == "slow":
            assert again[0] == status == 200


def test_a_flood_is_asked_to_wait() -> None:
    with LabPortal(replace(SMALL, shape="vnpt", faults=Faults(flood=(3, 30.0)))) as portal:
        told = [ask(portal.base_url + "/") for _ in range(4)]
        assert [one[0] for one in told] == [200, 200, 200, 429]
        assert "Hãy đợi…" in told[-1][2].decode()
