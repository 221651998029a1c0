"""A whole crawl of NukeViet portals: several themes and forms of addresses, and what real ones put in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from queson_crawler.platforms.nukeviet import NUKEVIET
from tests.crawl.tools import Ran, crawl, crawled_offline, rows, value
from tests.lab import LabOptions, LabPortal
from tests.lab.skin_nukeviet.options import NukeViet

PER_PAGE = 3
SHAPES = {
    "default": NukeViet(),
    "dropped": NukeViet(module="", language=""),
    "gov": NukeViet(theme="gov", module="tin-tuc", list_view="list"),
    "foreign": NukeViet(theme="foreign"),
    "own-module": NukeViet(theme="gov", module="thong-tin", front="pages"),
    "mobile": NukeViet(theme="mobile", list_view="grid"),
    "v3": NukeViet(theme="v3"),
    "unrewritten": NukeViet(rewrite=False),
    "boxes": NukeViet(list_view="main", tree="boxes", rewrite=False, front="pages"),
    "repeats": NukeViet(list_view="main", tree="repeats", wall=True),
}


THROUGH_SOCKETS = ("default", "repeats")
"""The others are crawled without, by `tests.lab.offline`."""


def portal_of(shape: NukeViet, **more: object) -> LabPortal:
    options = {"sizes": (33, 16, 9), "per_page": PER_PAGE, "login_only": True, **more}
    return LabPortal(LabOptions(shape="nukeviet", nukeviet=shape, **options))  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=SHAPES)
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[LabPortal, Path, Ran, str]:
    shape = SHAPES[request.param]
    folder = tmp_path_factory.mktemp(request.param) / "data"
    if request.param in THROUGH_SOCKETS:
        with portal_of(shape) as portal:
            ran = crawl(portal.base_url, folder)
    else:
        portal, ran = crawled_offline(portal_of(shape).options, folder)
    space = f"{shape.module}:" if shape.module not in ("", "news", "tin-tuc") else ""
    return portal, folder, ran, space


def test_every_article_is_stored_once_to_the_letter(crawled: tuple[LabPortal, Path, Ran, str]) -> None:
    portal, folder, ran, space = crawled
    fields = "title, lead, body, author, poster, source, published_at, published_precision"
    stored = {row[0]: row[1:] for row in rows(folder, f"select native_id, {fields} from articles")}
    expected = {
        space + one.native_id: (
            one.title, one.lead, one.body, one.author, one.poster, one.source, one.published, one.precision
        )
        for one in portal.truth()
    }  # fmt: skip
    assert stored.keys() == expected.keys(), ran.said
    for native_id in expected:
        assert stored[native_id] == expected[native_id]
    assert value(folder, "select platform from portals") == "nukeviet"
    for one in portal.truth():
        query = "select k.title from categories k join article_categories c on c.category_id = k.id join articles a "
        found = rows(folder, query + "on a.id = c.article_id where a.native_id = ?", space + one.native_id)
        assert sorted(title for (title,) in found) == sorted(one.categories)
        for table, label, told in (("images", "caption", one.images), ("attachments", "''", one.attachments)):
            query = f"select url, {label} from {table} where article_id = (select id from articles where native_id = ?)"
            pairs = [each if isinstance(each, tuple) else (each, "") for each in told]
            assert rows(folder, query + " order by id", space + one.native_id) == [
                (portal.base_url + path, text) for path, text in pairs
            ]


def test_what_may_not_be_read_is_named_and_little_is_asked_in_vain(crawled: tuple[LabPortal, Path, Ran, str]) -> None:
    portal, folder, ran, _ = crawled
    (barred,) = portal.unreadable()
    problems = rows(folder, "select kind, url from problems")
    assert {kind for kind, url in problems if f"-{barred}" in url} == {"login wall"}, ran.said
    # Besides it only the two that a side box still shows, scheduled and expired, are told of.
    assert all(any(f"-{each}" in url for each in (barred, "7001", "7002")) for _, url in problems), problems
    assert ran.code == 3
    pages = sum(-(-one.declared // PER_PAGE) for one in portal.categories())
    asked = [one.target for one in portal.requests]
    # Feeds, sitemaps and pages of the menu are asked whatever the size of the portal.
    assert len(asked) <= len(portal.truth()) + pages + 17, sorted(asked)
    assert not [
        target for target in asked if any(word in target for word in ("print", "savefile", "sendmail", "nvvi", "users"))
    ]


@pytest.mark.parametrize(
    ("path", "native_id"),
    [
        ("/vi/news/thong-bao/nghi-le-30-4-2020-512.html", "512"),
        ("/tin-tuc/thong-bao/nghi-le-512.html", "512"),
        ("/thong-bao/nghi-le-512.html", "512"),
        ("/index.php/vi/news/thong-bao/nghi-le-512.html", "512"),
        ("/ubnd/vi/news/thong-bao/nghi-le-512.html", "512"),
        ("/vi/thong-bao/moi-nhat/nghi-le-512.html", "thong-bao:512"),
        ("/vi/video-clip/phong-su/le-hoi-dau-xuan-7.html", "video-clip:7"),
        ("/vi/news/thong-bao/nghi-le-512/", "512"),
        ("/thong-bao/lich-nghi-le-quoc-khanh-512/", "512"),
        ("/index.php?language=vi&nv=news&op=thong-bao/nghi-le-512", "512"),
        ("/index.php?language=vi&nv=thong-bao&op=moi-nhat/nghi-le-512.html", "thong-bao:512"),
        ("/vi/news/quy-hoach-2020/", None),
        ("/vi/news/quy-hoach-12/", None),
        ("/quy-hoach-2020/", None),
        ("/thong-bao/ke-hoach-2020/", None),
        ("/vi/news/quy-hoach-12/page-3/", None),
        ("/index.php?language=vi&nv=news&op=quy-hoach-12/page-3", None),
        ("/vi/news/print/thong-bao/nghi-le-512.html", None),
        ("/vi/news/savefile/thong-bao/nghi-le-512.html", None),
        ("/index.php?language=vi&nv=news&op=print/thong-bao/nghi-le-512", None),
        ("/vi/news/topic/xay-dung-nong-thon-moi-3/", None),
        ("/vi/news/tag/quy-2-2020/", None),
        ("/vi/about/ke-hoach-2020.html", None),
        ("/vi/laws/detail/quyet-dinh-so-15-2020-12/", None),
        ("/vi/organs/person/nguyen-van-a-12/", None),
    ],
)
def test_an_address_tells_the_article(path: str, native_id: str | None) -> None:
    assert NUKEVIET.native_id("https://huyen.example" + path) == native_id


def test_other_views_of_articles_and_lists_that_repeat_are_told_by_their_address() -> None:
    other = (
        "print/thong-bao/a-1.html",
        "sendmail/thong-bao/a-1.html",
        "thong-bao/a-1.html?download=1&id=0",
        "tag/huyen/",
    )
    assert all(NUKEVIET.is_variant(f"https://huyen.example/vi/news/{path}") for path in other)
    assert not NUKEVIET.is_variant("https://huyen.example/vi/news/thong-bao/in-an-12.html")


LIMITS = {
    "two windows": {"flood_also": (24, 4.0), "fixed": True},
    "in words only": {"flood_says": "nothing", "theme": "v3"},
    "as a page": {"flood_says": "page", "flood_status": 200},
    "without a word": {"flood_says": "bare", "flood_status": 503},
}


@pytest.mark.slow
def test_a_refusal_without_a_word_loses_no_page_of_a_small_portal(tmp_path: Path) -> None:
    shape = NukeViet(flood=(15, 2.0), hidden=False, **LIMITS["without a word"])  # type: ignore[arg-type]
    with portal_of(shape, sizes=(14, 6, 4), per_page=2, login_only=False) as portal:
        ran = crawl(portal.base_url, tmp_path / "data")
        assert ran.code == 0, ran.said
        assert value(tmp_path / "data", "select count(*) from articles") == len(portal.truth())


@pytest.mark.slow
@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_a_flood_limit_costs_time_but_no_article_and_few_requests(limit: dict[str, object], tmp_path: Path) -> None:
    shape = NukeViet(flood=(15, 2.0), hidden=False, **limit)  # type: ignore[arg-type]
    with portal_of(shape, sizes=(14, 6, 4), per_page=5, login_only=False) as portal:
        ran = crawl(portal.base_url, tmp_path / "data")
        stored = [native_id for (native_id,) in rows(tmp_path / "data", "select native_id from articles")]
        assert sorted(stored) == sorted(one.native_id for one in portal.truth())
        assert ran.code == 0, ran.said
        addresses = {one.target for one in portal.requests}
        # A refusal without a word is waited out page by page (fetch/overloads.py): each may cost a request more.
        most = len(addresses) if limit.get("flood_says") == "bare" else 20
        assert len(portal.requests) - len(addresses) <= most, "of forty, in four windows"


def test_an_article_that_is_only_a_link_to_another_site_is_named_and_not_followed(tmp_path: Path) -> None:
    shape = NukeViet(external=True, hidden=False)
    with portal_of(shape, sizes=(5, 4, 4), login_only=False) as portal:
        ran = crawl(portal.base_url, tmp_path / "data")
        (external,) = portal.unreadable()
        assert ran.code == 3
        problems = rows(tmp_path / "data", "select kind, url, detail from problems")
        assert [kind for kind, url, _ in problems if f"-{external}" in url] == ["another site"]
        assert "baotinh.example" in problems[0][2]
        assert value(tmp_path / "data", "select count(*) from articles") == len(portal.truth())
