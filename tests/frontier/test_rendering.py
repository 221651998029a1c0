"""Which pages a browser is asked to show: those those that it may bring to life, and few where it brings nothing."""

from __future__ import annotations

from dataclasses import replace

from queson_crawler.frontier.rendering import IDLE, MAX_BARREN, NOTHING_SAID, STILL_EMPTY, Rendering
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.scripted import Blank, blanks_of
from queson_crawler.portals import Portal
from queson_crawler.profile.profile import Profile
from queson_crawler.understand.reader import Reader
from queson_crawler.understand.reading import Kind, Reading
from queson_crawler.understand.tasks import MAX_ATTEMPTS, ArticleTask, PageTask, Task

HOME = "http://bausen.example"
PROFILE = Profile.of(Portal("bausen", f"{HOME}/"))
SCRIPT = '<script src="/js/trang.js"></script>'
EMPTY = '<div id="tin-list"></div>'
ITEMS = "".join(
    f'<li><a href="/tin/cau-moi-so-{n}-1234{n}.html">Khánh thành cây cầu mới số {n} của xã</a> 0{n}/03/2020</li>'
    for n in range(1, 7)
)
LIST = f"<h1>Tin tức</h1><ul>{ITEMS}</ul>"
PROSE = "<p>" + "Huyện có mười bốn xã và thị trấn, dân số hơn một trăm nghìn người. " * 6 + "</p>"


def html(main: str, title: str = "Trang") -> bytes:
    return f"<html><head><title>{title}</title>{SCRIPT}</head><body>{main}</body></html>".encode()


def read(reader: Reader, path: str, main: str, *, title: str = "Trang") -> Reading:
    url = HOME + path
    return reader.reading(PageTask(url, title=title, depth=1), Answer(url, 200, html(main, title)))


def reader() -> Reader:
    return Reader(Portal("bausen", f"{HOME}/"), 1)


def missed(path: str, *blanks: Blank, says_enough: bool = False, task: Task | None = None) -> Reading:
    """The reading of a page that showed nothing as it was sent."""
    asked = task or PageTask(HOME + path, depth=1)
    kind = Kind.NO_CONTENT if asked.render else Kind.UNRENDERED
    result = read(reader(), path, "<h1>Trang</h1>").result
    return Reading(asked, asked.url, PROFILE, kind, result, blanks=blanks, says_enough=says_enough)


WEAK, SURE = Blank("#tin-list"), Blank("#ds Đang tải", is_sure=True)


def test_a_place_that_stays_empty_on_whole_pages_is_no_reason_for_a_browser() -> None:
    one = reader()
    assert read(one, "/lien-he", EMPTY).kind is Kind.UNRENDERED, "not known yet"
    assert read(one, "/tin", LIST + EMPTY).kind is Kind.LIST
    assert read(one, "/lien-he", EMPTY).kind is Kind.NO_CONTENT
    assert read(one, "/khac", '<div id="tin-content"></div>').kind is Kind.UNRENDERED


def test_a_page_that_waited_is_not_asked_when_the_others_explain_it() -> None:
    rendering = Rendering()
    assert rendering.take(missed("/lien-he", WEAK)) == []
    assert rendering.release(PROFILE.shown_whole((WEAK,))) == []
    assert rendering.take(missed("/tin", WEAK)) == []
    (task,) = rendering.release(PROFILE)
    assert task.render
    assert rendering.concluded == []


def test_what_is_promised_waits_for_nothing() -> None:
    for asked in (PageTask(f"{HOME}/a", f"{HOME}/a"), ArticleTask(f"{HOME}/b", "b")):
        tasks = Rendering().take(missed("/", WEAK, task=asked))
        assert tasks == [replace(asked, render=True)]


def test_a_start_page_waits_where_nothing_but_the_name_of_an_empty_place_speaks_for_a_browser() -> None:
    start = PageTask(f"{HOME}/", start=True)
    assert Rendering().take(missed("/", SURE, task=start)) == [replace(start, render=True)]
    rendering = Rendering()
    assert rendering.take(missed("/", WEAK, task=start)) == []
    assert rendering.release(PROFILE.shown_whole((WEAK,))) == [], "the lists of its menu have the same empty place"
    assert rendering.take(missed("/", WEAK, task=start)) == []
    assert rendering.release(PROFILE) == [replace(start, render=True)]


def shown(rendering: Rendering, path: str, *blanks: Blank, says_enough: bool = False) -> Task:
    """A page is asked with a browser."""
    rendering.take(missed(path, *blanks, says_enough=says_enough))
    tasks = rendering.release(PROFILE)
    assert len(tasks) == 1
    return tasks[0]


def test_a_template_on_which_a_browser_brings_nothing_is_left_alone() -> None:
    rendering = Rendering()
    for number in range(MAX_BARREN):
        task = shown(rendering, f"/trang-{number}", WEAK)
        assert rendering.take(missed("", WEAK, task=task)) is None
    rendering.take(missed("/trang-9", WEAK))
    assert rendering.release(PROFILE) == []
    assert rendering.concluded == []
    article = ArticleTask(f"{HOME}/tin/1.html", "1")
    assert rendering.take(missed("", WEAK, task=article)) is None
    assert [(each.url, each.reason) for each in rendering.concluded] == [(article.url, IDLE)]
    assert shown(rendering, "/khac", SURE).render, "another template"


def test_a_template_on_which_it_brought_something_goes_on() -> None:
    rendering = Rendering()
    task = shown(rendering, "/tin", WEAK)
    whole = replace(read(reader(), "/tin", LIST), task=task)
    assert rendering.take(whole) is None
    for number in range(MAX_BARREN + 1):
        task = shown(rendering, f"/tin-{number}", WEAK)
        for _ in range(MAX_ATTEMPTS - 1):
            (task,) = rendering.take(missed("", WEAK, task=task)) or []
        assert rendering.take(missed("", WEAK, task=task)) is None
    assert [each.reason for each in rendering.concluded] == [STILL_EMPTY] * (MAX_BARREN + 1)


def test_what_is_said_to_come_and_does_not_is_named() -> None:
    rendering = Rendering()
    task = shown(rendering, "/tin", SURE)
    attempts = 1
    while again := rendering.take(missed("", SURE, task=task)):
        (task,) = again
        attempts += 1
    assert attempts == MAX_ATTEMPTS
    assert [each.reason for each in rendering.concluded] == [STILL_EMPTY]


def test_without_a_browser_a_standing_page_is_not_named() -> None:
    rendering = Rendering("no browser")
    for path, says_enough in (("/gioi-thieu", True), ("/tin", False)):
        rendering.take(missed(path, WEAK, says_enough=says_enough))
    assert rendering.release(PROFILE) == []
    assert [each.url for each in rendering.concluded] == [f"{HOME}/tin"]


def test_a_standing_page_says_enough_unless_it_says_that_more_is_to_come() -> None:
    assert read(reader(), "/gioi-thieu", f"<h1>Giới thiệu</h1>{PROSE}{EMPTY}").says_enough
    assert read(
        reader(), "/so", f"<h1>Chuyển đổi số</h1><p>Chuyên mục đang được cập nhật.</p>{EMPTY}", title="Chuyển đổi số"
    ).says_enough
    loading = '<div id="ds">Đang tải dữ liệu...</div>'
    assert not read(reader(), "/tin", f"<h1>Tin</h1>{PROSE}{loading}").says_enough


def test_blanks_are_named_alike_on_all_pages_of_a_template() -> None:
    def blanks(main: str) -> list[tuple[str, bool]]:
        doc = Answer(f"{HOME}/", 200, html(main)).document()
        return [(blank.place, blank.is_sure) for blank in blanks_of(doc)]

    assert blanks(f"<p>A</p>{EMPTY}") == blanks(f"{EMPTY}<p>B</p>") == [("#tin-list", False)]
    assert blanks('<div id="app"></div>') == [("#app", True)]
    assert blanks('<div id="ds"><p>Đang tải…</p></div>') == [("#ds Đang tải…", True)]
    assert blanks('<div class="tin"><h3>{{ tin.ten }}</h3></div>') == [("{{ tin.ten }}", True)]
    assert blanks(
        "<div id='cho'></div><script>fetch('/api').then(r => r.text()).then(t => cho.innerHTML = t)</script>"
    ) == [("#cho", True)]


def test_an_entry_of_a_menu_that_shows_nothing_is_named_where_no_browser_is_asked() -> None:
    rendering = Rendering()
    for path, stands in (("/lien-he", True), ("/van-hoa", False)):
        bare = missed(path, WEAK, task=PageTask(HOME + path, depth=1, menu=True))
        rendering.take(replace(bare, stands=stands))
    assert rendering.release(PROFILE.shown_whole((WEAK,))) == []
    assert [(each.url, each.reason) for each in rendering.concluded] == [(f"{HOME}/van-hoa", NOTHING_SAID)]


def test_an_empty_element_of_a_made_up_name_is_drawn_by_scripts() -> None:
    def blanks(main: str) -> list[str]:
        doc = Answer(f"{HOME}/", 200, html(main)).document()
        return [blank.place for blank in blanks_of(doc) if blank.is_sure]

    assert blanks("<app-root></app-root>") == ["app-root"]
    assert blanks("&lt;meta name=x&gt;<is-a></is-a>") == ["is-a"]
    assert blanks("<app-root>Cổng thông tin</app-root>") == []
    assert blanks(f"{LIST}<chat-box></chat-box>") == []


def test_what_stands_on_a_page_that_a_program_is_yet_to_draw_is_no_article() -> None:
    def kind(main: str) -> Kind:
        task = ArticleTask(f"{HOME}/bai-1", "1", listed=True)
        return reader().reading(task, Answer(task.url, 200, html(f"<h1>Bài một</h1>{PROSE}{main}", "Bài một"))).kind

    assert kind("") is Kind.ARTICLE
    assert kind("<app-root></app-root>") is Kind.UNRENDERED
