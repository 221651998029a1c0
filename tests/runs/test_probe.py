"""What a look at a portal asks for, and what it concludes; the commands around it, on a demo portal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from queson_crawler.frontier.probe_frontier import MAX_REQUESTS, ProbeFrontier
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.document import Document
from queson_crawler.parse.results import Why
from queson_crawler.platforms import GENERIC, detect, reasons
from queson_crawler.portals import Portal, load, resolve
from queson_crawler.runs.discovery import conclude
from queson_crawler.understand.judge import read
from queson_crawler.understand.tasks import PageTask
from tests.crawl.tools import Told, assert_equal_tables, crawl, news, page, queson, rows, site, tables, value
from tests.lab import LabOptions, LabPortal

HOME = "http://bausen.example"


def explore(pages: dict[str, Told]) -> ProbeFrontier:
    """A frontier over pages that answer at once."""
    frontier = ProbeFrontier(Portal("bausen", f"{HOME}/"))
    tasks = frontier.start()
    while tasks:
        (task,) = tasks
        told = pages.get(task.url.removeprefix(HOME), Told(b"<p>404</p>", 404))
        answer = Answer(task.url, told.status, told.body)
        tasks = frontier.take(read(answer, task, frontier.profile))
    return frontier


def test_a_look_at_a_portal_finds_its_list_and_an_article() -> None:
    found = conclude(explore(news()))
    assert [(one.title, one.kind, one.articles, one.pager) for one in found.lists] == [
        ("Tin tức - Sự kiện", "list", 6, "none")
    ]
    assert found.article is not None
    assert found.article.published_at == "2020-03-10T08:30:00+07:00"
    assert found.article_url.startswith(f"{HOME}/tin-tuc/")
    assert found.missing == (
        "In the sample article no lead, author, poster, source, view count found: perhaps it has none.",
    )


def test_a_menu_without_end_is_not_followed_to_its_end() -> None:
    links = "".join(f'<li><a href="/muc-{number}">Mục {number}</a></li>' for number in range(99))
    frontier = explore({"/": page("Cổng", f"<ul class='menu'>{links}</ul>")})
    found = conclude(frontier)
    assert len(frontier.readings) == MAX_REQUESTS - 1
    assert sum(one.kind == "not looked at" for one in found.lists) == 99 - MAX_REQUESTS + 2
    assert any("No list of articles" in sentence for sentence in found.missing)


def test_pages_named_like_news_are_looked_at_first() -> None:
    menu = "".join(f'<li><a href="/{path}">{path}</a></li>' for path in ("gioi-thieu", "lien-he", "tin-tuc"))
    frontier = explore({**news(), "/": page("Cổng", f"<ul class='menu'>{menu}</ul>")})
    assert frontier.readings[1].url == f"{HOME}/tin-tuc"


def test_a_page_made_by_scripts_is_said_to_need_a_browser() -> None:
    frontier = explore({"/": Told(b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>")})
    assert "needs a browser" in conclude(frontier).missing[0]


def test_a_second_page_that_repeats_the_first_is_told() -> None:
    pages = news()
    pager = '<div class="pager"><b>1</b> <a href="/tin-tuc?page=2">2</a> <a href="/tin-tuc?page=3">3</a></div>'
    pages["/tin-tuc"] = Told(pages["/tin-tuc"].body.replace(b"</ul>", f"</ul>{pager}".encode()))
    pages["/tin-tuc?page=2"] = pages["/tin-tuc"]
    found = conclude(explore(pages))
    assert found.lists[0].pager == "query parameter page"
    assert any("shows what page 1 shows" in sentence for sentence in found.missing)


def test_no_answer_is_told() -> None:
    frontier = ProbeFrontier(Portal("bausen", f"{HOME}/"))
    (task,) = frontier.start()
    for _ in range(5):
        tasks = frontier.refused(task, Why.NO_ANSWER)
        if not tasks:
            break
        (task,) = tasks
    assert not tasks
    assert conclude(frontier).missing[0] == "The start page cannot be read: no answer."
    assert PageTask(f"{HOME}/") not in frontier.waiting


def test_the_reasons_are_those_of_detection() -> None:
    dnn = Document(HOME, '<div id="dnn_ctr1_x"> __dnnVariable <input name="__VIEWSTATE"> Liferay. </div>')
    first, *others = reasons(dnn)
    assert (first.platform, first.enough, any(other.enough for other in others)) == (detect(dnn), True, False)
    assert first.shown == ('id="dnn_ctr1_', "__dnnVariable", "__VIEWSTATE")
    assert reasons(Document(HOME, "<p>")) == ()
    assert detect(Document(HOME, "<p>Liferay.</p>")) is GENERIC


@pytest.fixture(scope="module")
def demo() -> Iterator[LabPortal]:
    with LabPortal(LabOptions(pager="query", login_only=False, sizes=(14, 6))) as portal:
        yield portal


def test_probe_prints_what_it_believes_and_writes_a_file_that_crawls(demo: LabPortal, tmp_path: Path) -> None:
    file, folder = tmp_path / "suoimay.toml", tmp_path / "data"
    before = len(demo.requests)
    ran = queson("probe", demo.base_url, "--delay", 0, "--write", file, cwd=tmp_path)
    assert ran.code == 0, ran.said
    assert len(demo.requests) - before <= MAX_REQUESTS
    assert "dnn: 5 of 5 marks" in ran.out
    assert "query parameter page" in ran.out
    for category in demo.categories():
        assert category.title in ran.out
    assert not (tmp_path / "data").exists()
    made = load("suoimay", file.read_text("utf-8"))
    assert (made.start, made.title, made.platform) == (f"{demo.base_url}/", resolve(str(file)).title, "")
    assert "huyện Suối Mây" in made.title
    assert crawl(file, folder).code == 0
    assert value(folder, "select count(*) from articles") == len(demo.truth())


def test_a_probe_keeps_its_exchanges_where_an_archive_is_named(demo: LabPortal, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    ran = queson("probe", demo.base_url, "--delay", 0, "--archive", folder, "--json")
    found = json.loads(ran.out)
    assert found["requests"] == value(folder, "select count(*) from captures") <= MAX_REQUESTS
    assert found["found"]["article"]["title"] in [title for (title,) in rows(folder, "select title from articles")]
    assert value(folder, "select outcome from runs") == "stopped"
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


@pytest.mark.slow
def test_robots_txt_sets_the_delay_of_a_written_file(tmp_path: Path) -> None:
    robots = {"/robots.txt": Told(b"User-agent: *\nCrawl-delay: 2\n", headers={"Content-Type": "text/plain"})}
    with site({**news(), **robots}) as running:
        ran = queson("probe", running.base, "--delay", 0, "--write", tmp_path / "a.toml")
    assert ran.code == 0, ran.said
    assert resolve(str(tmp_path / "a.toml")).delay == 2


def test_probe_refuses_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("mine")
    ran = queson("probe", "http://127.0.0.1:9/", "--write", tmp_path / "a.toml")
    assert ran.code == 2
    assert "exists already" in ran.err
    assert (tmp_path / "a.toml").read_text() == "mine"


def test_probe_of_a_portal_that_is_not_there_fails_in_a_sentence(tmp_path: Path) -> None:
    ran = queson("probe", "http://127.0.0.1:9/", "--delay", 0, "--write", tmp_path / "a.toml")
    assert ran.code == 3
    assert "127.0.0.1:9/ cannot be read" in ran.err
    assert not (tmp_path / "a.toml").exists()


def test_check_shows_what_a_file_changes_and_fails_on_a_loss(tmp_path: Path) -> None:
    file, folder = tmp_path / "bausen.toml", tmp_path / "data"
    with site(news()) as running:
        start = f'start = "{running.base}/"\n'
        file.write_text(start)
        assert crawl(file, folder).code == 0
    before = tables(folder)

    same = queson("portals", "check", file, "--archive", folder)
    assert same.code == 0
    assert "changed: nothing. Nothing was lost." in same.out

    file.write_text(start + '[article]\nauthor = "h1"\n')
    better = queson("portals", "check", file, "--archive", folder, "--json")
    told = json.loads(better.out)
    assert (better.code, told["before"]["author"], told["after"]["author"]) == (0, 0, 6)
    assert told["examples"][0]["field"] == "author"
    assert "Khánh thành" in told["examples"][0]["new"]

    file.write_text(start + '[article]\nbody = ".content"\nnot_body = ".content p"\n')
    worse = queson("portals", "check", file, "--archive", folder)
    assert worse.code == 3
    assert "Something was lost." in worse.out
    assert tables(folder) == before


def test_check_reads_saved_pages_without_an_archive(tmp_path: Path) -> None:
    pages = news()
    saved = tmp_path / "bai.html"
    saved.write_bytes(next(told.body for path, told in pages.items() if path.endswith(".html")))
    (tmp_path / "a.toml").write_text(f'start = "{HOME}/"\n[article]\nauthor = "h1"\n')
    ran = queson("portals", "check", tmp_path / "a.toml", saved)
    assert ran.code == 0
    assert "changed: author. Nothing was lost." in ran.out


def test_check_of_an_archive_without_the_portal_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with site(news()) as running:
        crawl(running.base, folder)
    ran = queson("portals", "check", "queson", "--archive", folder)
    assert ran.code == 1
    assert "holds no pages of http://queson" in ran.err


def test_a_crawl_by_a_file_with_overrides_is_rebuilt_the_same(tmp_path: Path) -> None:
    file, folder = tmp_path / "bausen.toml", tmp_path / "data"
    with site(news()) as running:
        file.write_text(f'start = "{running.base}/"\n[article]\nauthor = "h1"\n')
        assert crawl(file, folder).code == 0
    assert value(folder, "select count(author) from articles") == 6
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


def test_portals_lists_every_portal() -> None:
    ran = queson("portals")
    assert ran.code == 0
    assert all(word in ran.out for word in ("queson-webcenter", "huyện Nông Sơn", "pages_trang-chu"))
    assert {"slug", "start", "known"} <= json.loads(queson("portals", "--json").out)[0].keys()
