"""Nothing that a stranger can write breaks a reader: some seconds in the suite, as long as one likes with `make fuzz`."""
# ruff: noqa: E501 (strategies read best as they are)

from __future__ import annotations

import os
import string
import unicodedata
from contextlib import suppress
from functools import cache
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.records import Capture, FileState
from archive.text import one_line
from queson_crawler.files.formats import sniff
from queson_crawler.files.names import safe, sent_as
from queson_crawler.files.sandbox import Sandbox
from queson_crawler.parse.answer import Answer
from queson_crawler.platforms import PLATFORMS
from queson_crawler.portals import Portal, UnknownPortal, load
from queson_crawler.text import find_date, normalise, read_date
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import Role, task_of
from queson_crawler.urls import canonical, clean, grows, host, is_refused
from tests.files import make
from tests.files.hostile import FILES
from tests.harness.processor import within

SECONDS = 5.0
"""Time of the processor for one example."""
ROUNDS = int(os.environ.get("QUESON_FUZZ", "40"))
fuzz = settings(max_examples=ROUNDS, deadline=None, suppress_health_check=list(HealthCheck), derandomize=ROUNDS <= 100)

TAGS = "html head body title meta base div p a table tr td h1 h2 ul li span form input select option script style img svg".split()
WORDS = (
    "Ngày đăng: 12/03/2020 08:30|Tác giả:|Lượt xem: 12|Trang 1/3|Các tin khác|Tin tức - Sự kiện|Hiển thị 1 - 20 of 2.952|"
    "javascript:__doPostBack('a$b','Page_2')|/tin-1234.html|?page=2|//khac.vn/x|http://127.0.0.1:9/|&#0;|&lt;b&gt;|\x1b[31m|"
    "\u202e|=1+1|' or 1=1--|../../etc|%00|[red]x[/red]|</script><script>alert(1)</script>|]]>|<!--|<![CDATA["
).split("|")
words = st.one_of(st.sampled_from(WORDS), st.text(max_size=30))
attributes = st.dictionaries(
    st.sampled_from(("href", "src", "class", "id", "style", "name", "content", "value", "action", "onclick")),
    words,
    max_size=3,
)


def written(tag: str, given: dict[str, str], parts: list[str], closed: bool) -> str:
    said = " ".join(f'{key}="{text}"' for key, text in given.items())
    return f"<{tag} {said}>{''.join(parts)}" + (f"</{tag}>" if closed else "")


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        written,
        st.sampled_from(TAGS),
        attributes,
        st.lists(inner, max_size=4),
        st.booleans(),
    )


pages = st.recursive(words, element, max_leaves=25)


@fuzz
@given(
    pages, st.sampled_from((Role.PAGE, Role.LIST, Role.ARTICLE, Role.FEED)), st.sampled_from(PLATFORMS), st.booleans()
)
def test_no_page_breaks_the_reader(text: str, role: str, platform: object, start: bool) -> None:
    with within(SECONDS):
        portal = Portal("a", "http://a.vn/", platform=platform.name)  # type: ignore[attr-defined]
        capture = Capture(1, 1, "http://a.vn/x", "2020-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0, role)
        note = {"role": role, "number": 1, "native_id": "1", "listed": True, "start": start}
        task = task_of("http://a.vn/x", {"category": "http://a.vn/x", **note})
        _, page = Reader(portal, 1).read(task, Answer("http://a.vn/x", 200, text.encode("utf-8", "replace")), capture)
        stored = normalised(page)
        assert not any(each.kind == "not readable by this parser" for each in stored.problems), stored.problems
        if stored.article is not None:
            for value in (stored.article.title, stored.article.body, stored.article.lead):
                assert value == unicodedata.normalize("NFC", value)
                assert not set(value) & set("\x00\x1b\x9b\u202e")


@fuzz
@given(st.one_of(st.text(max_size=200), st.lists(words, max_size=6).map(" ".join)))
def test_no_text_breaks_dates_and_normalising(text: str) -> None:
    with within(SECONDS):
        read_date(text)
        find_date(text)
        assert normalise(normalise(text)) == normalise(text)
        assert "\n" not in one_line(text)


urls = st.one_of(
    st.text(max_size=120),
    st.builds("{}://{}{}".format, st.sampled_from(("http", "https", "ftp", "javascript", "file")), st.text(max_size=30), words),
    st.builds("http://a.vn/{}?{}#{}".format, words, words, words),
)  # fmt: skip


@fuzz
@given(urls)
def test_no_address_breaks_anything_and_one_that_is_asked_is_of_the_web(url: str) -> None:
    with within(SECONDS):
        asked = clean(url)
        host(url)
        is_refused(url) if canonical(url) else None
        if asked:
            assert urlsplit(asked).scheme in ("http", "https")
            assert asked == clean(asked)
            assert canonical(asked) == canonical(url)
            assert not set(asked) & set(' \n\r\t\x00\x1b<>"')
            grows(asked)


toml = st.one_of(
    st.text(alphabet=string.printable, max_size=200),
    st.builds(
        'start = "http://a.vn/"\n{} = {}\n'.format,
        st.sampled_from(("delay", "ids", "refuse", "hosts", "article", "list", "categories", "render", "files", "file_megabytes", "x")),
        st.one_of(
            st.integers().map(str), st.floats().map(str), st.sampled_from(("true", "[]", "{}", '""', "1979-05-27", '{title = "h1["}')),
            st.lists(st.text(string.printable, max_size=9).map(lambda text: "'" + text.replace("'", "").replace("\n", "") + "'"), max_size=3)
            .map(lambda several: f"[{', '.join(several)}]"),
        ),
    ),
)  # fmt: skip


@fuzz
@given(st.text(max_size=8), toml)
def test_a_portal_file_is_read_or_refused_in_one_sentence(slug: str, text: str) -> None:
    with within(SECONDS), suppress(UnknownPortal):
        assert load(slug, text).start.startswith("http")


SANDBOX = Sandbox(2)


@cache
def seeds() -> list[bytes]:
    """Files to damage: the small ones of those that mean harm, and one of each kind that means none."""
    harmful = [made() for made, _ in FILES.values()]
    return [data for data in harmful if len(data) < 20_000] + [
        make.pdf(["Xin chao"]), make.docx(make.paragraph("Xin")), make.doc([("Xin\r", "Arial")]), make.xls([["a"]]), make.xlsx([["a"]])
    ]  # fmt: skip


@fuzz
@given(
    st.deferred(lambda: st.sampled_from(seeds())),
    st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=4)), max_size=6),
    st.integers(0, 20_000),
)
def test_no_damage_to_a_file_breaks_a_reader(data: bytes, patches: list[tuple[int, bytes]], cut: int) -> None:
    with within(SECONDS):
        torn = bytearray(data)
        for place, patch in patches:
            at = place % (len(torn) + 1)
            torn[at : at + len(patch)] = patch
        whole = bytes(torn[: cut or None])
        sniff(whole)
        assert SANDBOX.read(whole).state in FileState  # libraries in C do crash


@fuzz
@given(st.one_of(st.text(max_size=80), words), st.text(max_size=60))
def test_a_name_is_safe_whatever_was_sent(disposition: str, name: str) -> None:
    with within(SECONDS):
        for shown in (
            sent_as([("Content-Disposition", f"attachment; filename={disposition}")]),
            safe(name),
            safe(disposition),
        ):
            assert not set(shown) & set("/\\\x00\x1b\n\r\u202e")
            assert shown not in (".", "..")
            assert len(shown) <= 250


@pytest.mark.parametrize(
    "bomb", ["(" * 5000, "[" * 50_000, "a = " + "[" * 5000, "a" + ".b" * 5000 + " = 1", "x = '" + "\\" * 9999]
)
def test_deep_toml_is_refused(bomb: str) -> None:
    with within(SECONDS), pytest.raises(UnknownPortal):
        load("a", bomb)
