"""Portal files: those shipped, what a file may change of its platform, and what is refused."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from archive.records import Capture
from queson_crawler.frontier.frontier import Frontier
from queson_crawler.parse.answer import Answer, Understood, understand
from queson_crawler.parse.results import Listing, RawArticle, Redirect
from queson_crawler.platforms import GENERIC, PLATFORMS
from queson_crawler.portals import Portal, UnknownPortal, load, resolve, shipped
from queson_crawler.portals.file import ARTICLE_PARTS, KEYS, LIST_PARTS
from queson_crawler.portals.rules import complaint
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.tasks import ArticleTask
from tests.conftest import ROOT

START = 'start = "http://bausen.example/"\n'
GOLDEN = ROOT / "tests/portals/generic/lead-of-its-own-class.html"
DISTRICTS = {
    "bactramy": "huyện Bắc Trà My",
    "dailoc": "huyện Đại Lộc",
    "dienban": "thị xã Điện Bàn",
    "donggiang": "huyện Đông Giang",
    "duyxuyen": "huyện Duy Xuyên",
    "hiepduc": "huyện Hiệp Đức",
    "hoian": "thành phố Hội An",
    "namgiang": "huyện Nam Giang",
    "namtramy": "huyện Nam Trà My",
    "nongson": "huyện Nông Sơn",
    "nuithanh": "huyện Núi Thành",
    "phuninh": "huyện Phú Ninh",
    "phuocson": "huyện Phước Sơn",
    "queson": "huyện Quế Sơn",
    "tamky": "thành phố Tam Kỳ",
    "taygiang": "huyện Tây Giang",
    "thangbinh": "huyện Thăng Bình",
    "tienphuoc": "huyện Tiên Phước",
}


def portal(more: str = "") -> Portal:
    return load("bausen", START + more)


def read(made: Portal, body: bytes, url: str = "http://bausen.example/tin/bai-12345.html") -> Understood:
    capture = Capture(1, 1, url, "2026-01-01T00:00:00Z", 200, "text/html", "", "", 0, 0)
    return Reader(made, 1).read(ArticleTask(url, listed=True), Answer(url, 200, body), capture)[0]


def article(made: Portal) -> RawArticle:
    result = read(made, GOLDEN.read_bytes()).result
    assert isinstance(result, RawArticle)
    return result


@pytest.mark.parametrize("slug", shipped())
def test_every_shipped_file_loads_and_says_how_sure_it_is(slug: str) -> None:
    made = resolve(slug)
    assert made.title, "a file that comes with queson says `title`"
    assert made.owner, "a file that comes with queson says `owner`"
    assert re.search("confirmed|assumed", made.known, re.I), "`known` says what was confirmed and what is assumed"


def test_the_page_on_portal_files_names_every_key() -> None:
    page = (ROOT / "docs/add-a-portal.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`\[?(\w+)\]?`", "".join(rows)))
    assert {*KEYS, *ARTICLE_PARTS, *LIST_PARTS} <= named


def test_every_district_of_quang_nam_is_there() -> None:
    for slug, name in DISTRICTS.items():
        assert (resolve(slug).title, resolve(slug).owner) == (f"Cổng thông tin điện tử {name}", f"UBND {name}")
    assert set(shipped()) >= {*DISTRICTS, "queson-webcenter"}


def test_a_file_that_says_nothing_changes_nothing() -> None:
    for platform in PLATFORMS:
        assert portal().platform_of(platform) is platform


def test_selectors_of_a_file_come_before_structure() -> None:
    plain = article(portal())
    own = article(portal('[article]\ntitle = ".article-body h3"\nauthor = [".no-such", "h1"]\n'))
    assert (plain.title, plain.author) == ("Một cửa lưu động về tận thôn", None)
    assert (own.title, own.author) == ("Không để dân chờ", "Một cửa lưu động về tận thôn")


def test_a_selector_that_finds_nothing_falls_back() -> None:
    assert article(portal('[article]\ntitle = ".no-such"\n')) == article(portal())


def test_not_body_takes_text_out() -> None:
    body = '[article]\nbody = ".article-body"\n'
    assert "Không để dân chờ" in article(portal(body)).body
    assert "Không để dân chờ" not in article(portal(body + 'not_body = ".article-body h3"\n')).body


def test_platform_selectors_stay_behind_those_of_a_file() -> None:
    liferay = next(platform for platform in PLATFORMS if platform.name == "liferay-6.2")
    made = portal('[article]\nbody = ".own"\nnot_body = ".advert"\n[list]\nitem = ".tin"\n').platform_of(liferay)
    assert made.article.body == (".own", *liferay.article.body)
    assert made.article.not_body == (f".advert, {liferay.article.not_body[0]}",)
    assert made.listing.item == (".tin", *liferay.listing.item)
    assert (made.listing.link, made.article.required) == (liferay.listing.link, True)


def test_ids_and_page_parameters_are_added() -> None:
    made = portal("ids = '/xem/([a-z]+)'\npage_parameter = '^tr$'\n").platform_of(GENERIC)
    assert made.native_id("http://bausen.example/xem/abc") == "abc"
    assert made.native_id("http://bausen.example/tin/bai-12345.html") == "12345"
    assert made.is_state("tr")
    assert made.is_state("page")
    assert not made.is_state("nhom")


HOME = b"""<html><body><div id="menu"><a href="/tin-tuc">Tin</a> <a href="/lich">L</a>
<a href="http://cu.bausen.example/thong-bao">B</a> <a href="http://khac.example/x">K</a></div></body></html>"""


def candidates(made: Portal) -> list[str]:
    answer = Answer("http://bausen.example/", 200, HOME)
    return [one.url for one in understand(answer, made.platform_of(GENERIC), "page").links.candidates]


def test_refused_addresses_are_never_candidates_and_further_hosts_are() -> None:
    tin, lich = "http://bausen.example/tin-tuc", "http://bausen.example/lich"
    assert candidates(portal()) == [tin, lich]
    assert candidates(portal('refuse = "^/lich"')) == [tin]
    assert candidates(portal('not_categories = ["^/lich"]')) == [tin]
    assert candidates(portal('hosts = ["cu.bausen.example"]')) == [tin, lich, "http://cu.bausen.example/thong-bao"]


def test_a_redirect_to_a_further_host_is_followed() -> None:
    moved = Answer("http://bausen.example/", 302, b"", location="http://cu.bausen.example/")
    made = portal('hosts = "cu.bausen.example"').platform_of(GENERIC)
    assert understand(moved, made, "page").result == Redirect("http://cu.bausen.example/")
    assert not isinstance(understand(moved, GENERIC, "page").result, Redirect)


def test_list_selectors_of_a_file_choose_the_list() -> None:
    side = "".join(f'<li><a href="/tin/ben-{n}1111.html">Tin bên lề số {n} của huyện</a></li>' for n in range(9))
    own = "".join(f'<p class="tin"><a href="/tin/bai-{n}2222.html">Bài số {n} trong ngày</a></p>' for n in range(3))
    body = f"<html><body><ul>{side}</ul><div>{own}</div></body></html>".encode()
    made = portal('[list]\nitem = ".tin"\nlink = "a"\n').platform_of(GENERIC)
    result = understand(Answer("http://bausen.example/tin", 200, body), made, "list").result
    assert isinstance(result, Listing)
    assert [entry.native_id for entry in result.entries] == ["02222", "12222", "22222"]


def test_categories_may_have_titles() -> None:
    made = portal('categories = ["http://bausen.example/a", { url = "http://bausen.example/b", title = "Văn bản" }]')
    assert [task.title for task in Frontier(made).start()] == ["", "", "Văn bản"]


def test_a_portal_survives_the_note_that_a_rebuild_reads() -> None:
    made = portal('refuse = "x"\nhosts = "a.example"\n[article]\nbody = ".a"\n[list]\nitem = ".b"\nlink = "a"\n')
    assert Portal.from_json(json.loads(json.dumps(asdict(made)))) == made
    assert Portal.from_json({"slug": "a", "start": "http://a.example/", "categories": ["x"], "newer": 1}) == Portal(
        "a", "http://a.example/", categories=("x",)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("strat = 'x'", "unknown keys: strat"),
        ("[article]\nauthr = '.a'", "unknown keys in [article]: authr"),
        ("[article]\nhalf_days = '.a'", "unknown keys in [article]: half_days"),
        ("[list]\nrow = '.a'", "unknown keys in [list]: row"),
        ("article = '.a'", "needs article as a table"),
        ("[article]\nbody = '..a['", "'..a[' for body in [article], which is no CSS selector"),
        ("[list]\nitem = 3", "list of texts, for item in [list]"),
        ("ids = '/tin/\\d+'", "in ids, which needs a group"),
        ("ids = ['(']", "is no regular expression"),
        ("refuse = '(a+)+$'", "can take for ever"),
        ("refuse = '(?:ab|a.)*c'", "can take for ever"),
        ("refuse = '.*a.*b.*c.*d'", "repeats without end more than 3 times"),
        ("refuse = '.*'", "matches everything"),
        (f"refuse = '{'a' * 201}'", "longer than 200"),
        ("render = 'sometimes'", "unknown render 'sometimes'; known are auto, never, always"),
        ("platform = 'frontpage'", "unknown platform 'frontpage'"),
        ("hosts = ['http://a.example/']", "needs host names"),
        ("categories = ['not an address']", "needs categories"),
        ("categories = [{ url = 'http://a.example/', name = 'x' }]", "unknown keys in [categories]: name"),
        ("delay = -1", "needs delay"),
        ("delay = nan", "needs delay"),
        ("title = 3", "needs text for title"),
        ("title = ", "is not TOML"),
    ],
)
def test_what_a_file_may_not_say_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(UnknownPortal) as refused:
        portal(text)
    sentence = str(refused.value)
    assert said in sentence
    assert "bausen.toml" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence or "TOML" in sentence


@pytest.mark.parametrize(
    "rule", [r"/tin/(\d+)-[\w-]+\.html$", r"(?:lich|van-ban)/", r"[?&]id=([0-9a-f-]{36})", r"^/\w+/\d+"]
)
def test_usual_expressions_are_allowed(rule: str) -> None:
    assert complaint(rule) == ""


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownPortal, match=r"nothing\.toml cannot be read"):
        resolve(str(tmp_path / "nothing.toml"))
