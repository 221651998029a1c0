"""What a page is shown with, wherever its markup names it."""

from __future__ import annotations

from archive.records import Needed, Use
from queson_crawler.parse.document import Document
from queson_crawler.parse.resources import MAX_NEEDED, needed_by, needed_by_sheet

PAGE = b"""<html><head><base href="/b/"><link rel="shortcut icon" href=f.ico>
<link rel="Alternate StyleSheet" href="a\\b.css">
<link rel=preload as=font href=f.woff2 crossorigin><link rel=preload as=fetch href=data.json>
<link rel=next href=2.html>
<style>@import "x.css"; body { background: url( "bg i.png" ) }</style><script src="s.js;jsessionid=AB?v=1"></script>
<script>var a = "no.js"</script></head><body background=back.gif><table><tr><td background="cell.gif">
<img src="1.jpg" srcset="1a.jpg 1x, 1b.jpg 2x" data-src="lazy.jpg">
<div style="background:url(&quot;d.png&quot;)"></div>
<picture><source srcset="wide,1.webp 100w"></picture><input type=image src=go.gif>
<video poster=still.jpg src=film.mp4></video>
<svg><use xlink:href="/i.svg#a"/><use xlink:href="#within"/></svg><img src="javascript:x">
<img src="data:image/png;base64,AA">
<img src="http://cdn.example/a.png"><a href="page.html"></a>
<iframe src="frame.html"></iframe><img src="1.jpg"></body></html>"""


def test_everything_a_page_is_shown_with_is_found_once() -> None:
    found = needed_by(Document.from_bytes("http://a.vn/x/y.html", PAGE))
    told = [(each.url.removeprefix("http://a.vn"), each.use) for each in found]
    assert told == [
        ("/b/f.ico", Use.ICON), ("/b/a/b.css", Use.SHEET), ("/b/f.woff2", Use.FONT), ("/b/x.css", Use.SHEET),
        ("/b/bg%20i.png", Use.PICTURE), ("/b/s.js?v=1", Use.SCRIPT), ("/b/back.gif", Use.PICTURE),
        ("/b/cell.gif", Use.PICTURE), ("/b/1.jpg", Use.PICTURE), ("/b/lazy.jpg", Use.PICTURE),
        ("/b/1a.jpg", Use.PICTURE), ("/b/1b.jpg", Use.PICTURE), ("/b/d.png", Use.PICTURE),
        ("/b/wide,1.webp", Use.PICTURE), ("/b/go.gif", Use.PICTURE), ("/b/still.jpg", Use.PICTURE),
        ("/i.svg", Use.PICTURE), ("http://cdn.example/a.png", Use.PICTURE),
    ]  # fmt: skip
    assert {each.depth for each in found} == {0}


def test_what_a_sheet_names_is_meant_from_the_sheet() -> None:
    found = needed_by_sheet(b"@import 'n.css'; a { background: url(../i/a.png) }", None, "http://a.vn/c/s.css?v=2", 1)
    assert found == (Needed("http://a.vn/c/n.css", Use.SHEET, 1), Needed("http://a.vn/i/a.png", Use.PICTURE, 1))


def test_a_page_without_end_is_looked_at_so_far() -> None:
    page = b"".join(b"<img src=%d.png>" % number for number in range(3 * MAX_NEEDED))
    assert len(needed_by(Document.from_bytes("http://a.vn/", page))) == MAX_NEEDED
