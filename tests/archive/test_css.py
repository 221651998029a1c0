"""What a style sheet refers to, however it is spelled."""

from __future__ import annotations

import codecs

from archive.css import MAX_REFERENCES, decoded, references, replaced
from archive.records import Use

SHEET = r"""@charset "utf-8"; @import "a.css" screen and (min-width: 1px);
@IMPORT url( 'b.css' );@import url(c.css) layer(x);
@namespace svg url(http://www.w3.org/2000/svg);
/* url(not.png) @import "not.css"; */ p::before { content: "url(not.png)"; content: 'it\'s url(not.png)' }
@font-face { font-family: x; src: url(f.eot); src: url("f.eot?#iefix") format("eot"), url(f\.woff2) format("woff2") }
.a { background: URL( "with space.png" ) no-repeat } .b { background: image-set("one.png" 1x, url(two.png) 2x) }
.c { background: url() } .d { background: url(data:image/gif;base64,R0lGOD) } .e { background: url("\71uoted.png") }"""
FOUND = [
    ("a.css", Use.SHEET), ("b.css", Use.SHEET), ("c.css", Use.SHEET),
    ("f.eot", Use.FONT), ("f.eot?#iefix", Use.FONT), ("f.woff2", Use.FONT),
    ("with space.png", Use.PICTURE), ("one.png", Use.PICTURE), ("two.png", Use.PICTURE),
    ("data:image/gif;base64,R0lGOD", Use.PICTURE), ("quoted.png", Use.PICTURE),
]  # fmt: skip


def test_what_a_sheet_refers_to_is_found_and_nothing_else() -> None:
    found = list(references(SHEET))
    assert [(each.url, each.use) for each in found] == FOUND
    assert [each.condition for each in found[:3]] == ["screen and (min-width: 1px)", "", "layer(x)"]
    assert [each.is_bare for each in found if each.is_bare] == [True]


def test_each_reference_stands_where_it_says() -> None:
    assert replaced(SHEET, lambda each: SHEET[each.start : each.end]) == SHEET
    without = replaced(SHEET, lambda each: "")
    assert not list(references(without))
    assert 'content: "url(not.png)"' in without


def test_a_sheet_without_end_is_looked_at_so_far() -> None:
    assert len(list(references("a { background: url(x.png) }" * 3000))) == MAX_REFERENCES


def test_a_sheet_is_read_in_its_own_encoding() -> None:
    text = "a::before { content: 'Quế Sơn' }"
    assert decoded(text.encode()) == text
    assert decoded(codecs.BOM_UTF8 + text.encode(), "latin-1") == text
    assert decoded(codecs.BOM_UTF16_LE + text.encode("utf-16-le")) == text
    assert decoded("é".encode("latin-1"), "iso-8859-1") == "é"
    assert decoded('@charset "windows-1252"; é'.encode("cp1252")).endswith("é")
    assert decoded("é".encode(), "unicode_escape") == "é"
