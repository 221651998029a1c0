"""A captured page wears the styles, fonts and pictures that are kept, and leads to the pages that are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from archive.addresses import clean
from archive.datasette import sanitize
from archive.datasette.styles import pasted
from archive.records import FileState, Needed, Page, Resource, RunStart, Use
from archive.store import Archive
from tests.archive.make import article
from tests.archive.rich import SITE, Keeper, png

KEPT = {
    "/skin/a.css": (
        b"@import 'b.css' screen; @import url(/skin/a.css); @import 'http://evil.example/x.css';"
        b".a { background: url('i/bg.png') } .b { background: url(http://evil.example/x.png) }"
        b"@font-face { font-family: x; src: url(f.eot), url(f.woff) } .c { background: \\75rl(http://evil.example/y) }",
        "text/css", Use.SHEET,
    ),
    "/skin/b.css": (b".d { background: url(i/bg.png) } } </style><script>alert(1)</script>", "text/css", Use.SHEET),
    "/skin/i/bg.png": (png(), "image/png", Use.PICTURE),
    "/skin/i/sign.svg": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "image/svg+xml",
        Use.PICTURE,
    ),
    "/skin/f.woff": (b"wOFF" + bytes(40), "font/woff", Use.FONT),
    "/skin/f.eot": (b"no font at all", "application/octet-stream", Use.FONT),
}  # fmt: skip
PAGE = """<html><head><link rel=stylesheet media=print href="/skin/a.css"><style data-kept="">
p { background: url(/skin/i/bg.png) } q { background: url(//evil.example/z) } i { background: url(/skin/i/sign.svg) }
\ufdd00\ufdd1 \\fdd0 1\\fdd1 </style></head>
<body background="/skin/i/bg.png"><p style="background: url('/skin/i/bg.png')">
<img data-src="/skin/i/bg.png" src="http://evil.example/1x1.gif"><input type=image src="/skin/i/bg.png">
<img src="data:image/svg+xml,%3Csvg onload='alert(1)'/%3E"><img src="data:text/html,x">
<a href="/tin/1?b=2&amp;a=1#y">one</a> <a href="/khong-co">none</a> <a href="javascript:alert(1)">x</a>
<a href="#cuoi">down</a> <a href="http://evil.example/">out</a>
<a href="/tin/alias" data-absent title=x>alias</a></body></html>"""


@pytest.fixture
def made(tmp_path: Path) -> html.HtmlElement:
    """The page as the room shows it."""
    with Archive.open(tmp_path) as archive:
        run = archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
        keeper = Keeper(archive)
        with keeper.writer:
            for path, (body, kind, use) in KEPT.items():
                capture = keeper.capture(run, f"{SITE}{path}", body, kind=kind, role="resource")
                found = Resource(Needed(f"{SITE}{path}", use), FileState.KEPT, kind, len(body), capture.sha256)
                archive.store(Page(run, capture, resource=found))
            for _ in range(2):
                one = keeper.capture(run, clean(f"{SITE}/tin/1?b=2&a=1"), b"<p>x", role="article")
                shown = article("1", title="T", url=f"{SITE}/tin/1", urls=(f"{SITE}/tin/alias",))
                archive.store(Page(run, one, article=shown))
        text = sanitize.harmless(archive.db.conn, f"{SITE}/bai", PAGE.encode(), "/kho", 7)
    assert "evil" not in text
    assert "<script" not in text
    assert "javascript:" not in text
    return html.document_fromstring(text)


def test_styles_refer_to_what_is_kept_and_to_nothing_else(made: html.HtmlElement) -> None:
    styles = [style.text for style in made.iter("style")]
    assert [style.get("media") for style in made.iter("style")] == ["print", "print", None, None]
    assert "@media screen" in styles[0]
    addresses = set(re.findall(r'url\("([^"]*)"\)', " ".join(styles)))
    fonts = {address for address in addresses if address.startswith("data:font/woff;base64,d09GR")}
    drawings = {address for address in addresses if address.startswith("data:image/svg+xml;base64,")}
    assert addresses - fonts - drawings == {"/kho/-/file/3", "data:,"}
    assert (len(fonts), len(drawings)) == (1, 1)
    assert " ".join(styles).lower().count("url(") == len(re.findall(r'url\("', " ".join(styles)))
    assert "@import" not in " ".join(styles)
    assert not made.xpath("//@data-kept | //script | //link")


def test_pictures_are_shown_wherever_they_stand(made: html.HtmlElement) -> None:
    assert made.xpath("//body/@background") == ["/kho/-/file/3"]
    assert made.xpath("//p/@style") == ['background: url("/kho/-/file/3")']
    first, drawn, nothing = made.xpath("//img")
    assert first.get("src") == "/kho/-/file/3"
    assert drawn.get("src") is None
    assert nothing.get("src") is None
    assert made.xpath("//input/@src") == ["/kho/-/file/3"]


def test_links_lead_to_captures_and_others_are_marked(made: html.HtmlElement) -> None:
    told = {a.text: (a.get("href"), a.get("data-absent")) for a in made.iter("a")}
    assert told == {
        "one": ("/kho/-/captured/7", None), "none": ("#", ""), "x": ("#", ""), "down": ("#cuoi", None),
        "out": ("#", ""), "alias": ("/kho/-/captured/8", None),
    }  # fmt: skip
    assert "data-absent" in " ".join(style.text for style in made.iter("style"))


def test_what_a_page_holds_itself_is_a_picture_or_nothing() -> None:
    assert pasted("data:image/png;base64,AA AA") == "data:image/png;base64,AAAA"
    assert pasted('data:image/svg+xml;utf8,<svg a="b"/>') == "data:image/svg+xml;base64,PHN2ZyBhPSJiIi8+"
    for address in ("data:text/html,x", 'data:image/png;base64,A"', "data:image/svg+xml;base64,%%%", "http://a.vn/"):
        assert pasted(address) in ("", "data:image/svg+xml;base64,")


@pytest.mark.parametrize(
    ("first", "shown"),
    [
        ("<!doctype HTML>", "<!DOCTYPE html>"),
        ("", "<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 4.0 Transitional//EN'>"),
        (
            '<?xml version="1.0"?>\n<!-- a --><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://evil.example/">',
            "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/TR/html4/'>",
        ),
        ('<!DOCTYPE html PUBLIC "\'><script>">', "<!DOCTYPE html>"),
    ],
)
def test_a_page_is_laid_out_by_the_rules_it_names(first: str, shown: str, tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        made = sanitize.harmless(archive.db.conn, SITE, f"{first}<p>x".encode())
    assert made.startswith(f"{shown}<html>")
