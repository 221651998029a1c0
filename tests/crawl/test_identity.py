"""A portal's identity rule through whole crawls: learned, kept, replayed, met again, overruled by a portal's file."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.crawl.tools import Told, assert_equal_tables, assert_sound, begun, crawl, news, queson, rows, site, value
from tests.lab.random_portals.grade import grade
from tests.lab.random_portals.wire import Served, serve

pytestmark = pytest.mark.slow

SEVERAL, SENT_ON = 38, 44
"""Drawn portals whose articles have an address in each category: all of them answer, or all but one lead on."""


def graded(served: Served, folder: Path, code: int) -> str:
    """What is wrong with the articles of an archive."""
    notes = grade(served, folder, code, 1.0)
    return ", ".join(name for name in ("missing", "doubled", "stray", "merged", "categories") if notes.wrong[name])


@pytest.mark.parametrize("seed", [SEVERAL, pytest.param(SENT_ON, marks=pytest.mark.slow)])
def test_an_article_of_several_categories_is_kept_once_by_its_rule_and_rebuilt_so(seed: int, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    with serve(seed) as served:
        ran = crawl(served.url, folder)
        assert ran.code == 0, ran.said
        assert graded(served, folder, ran.code) == ""
        before = rows(folder, "select id, key from articles order by id")
        profile = value(folder, "select content from profiles")
        ran = crawl(served.url, folder, day=1)
        assert ran.code == 0, ran.said
    assert rows(folder, "select id, key from articles order by id") == before
    assert value(folder, "select content from profiles") == profile
    assert value(folder, "select new from runs order by id desc limit 1") == 0
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


def test_a_crawl_killed_before_it_knows_the_rule_is_continued(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    with serve(SEVERAL) as served:
        process = begun(served.url, folder, "--delay", "0", "--no-files")
        while process.poll() is None and not _has_entries(folder):
            time.sleep(0.02)
        process.kill()
        process.communicate()
        ran = crawl(served.url, folder)
        assert ran.code == 0, ran.said
        assert graded(served, folder, ran.code) == ""


def _has_entries(folder: Path) -> bool:
    if not (folder / "archive.db").exists():
        return False
    try:
        return bool(value(folder, "select exists (select 1 from list_entries)"))
    except Exception:  # noqa: BLE001 (the database is being made at this moment)
        return False


def test_ids_of_a_portal_file_are_not_judged(tmp_path: Path) -> None:
    with serve(SEVERAL) as served:
        file = tmp_path / "drawn.toml"
        file.write_text(f"start = {json.dumps(served.url)}\nids = ['-(\\d+)$']\n", "utf-8")
        ran = crawl(file, tmp_path / "a")
        assert ran.code == 0, ran.said
        keys = [key for (key,) in rows(tmp_path / "a", "select key from articles")]
        assert all(key.removeprefix("drawn/").isdigit() for key in keys)


def test_a_probe_tells_what_tells_articles_apart() -> None:
    with serve(SEVERAL) as served:
        ran = queson("probe", served.url, "--delay", 0)
        assert "articles told apart by" in ran.out
        assert "the number at the end of the last path segment" in " ".join(ran.out.split())


OLD, NEW = "/tin-tuc/khanh-thanh-cong-trinh-3-1003.html", "/van-hoa/hoi-thi-ke-chuyen-1003.html"


def test_two_articles_that_a_later_crawl_finds_under_one_id_are_split(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    answers = news()
    with site(answers.get) as running:
        assert crawl(running.base, folder).code == 0
        key = value(folder, "select key from articles where url like '%1003.html'")
        assert key.endswith("/1003")
        title = "Hội thi kể chuyện của các trường trong huyện"
        _add_another(answers, title)
        ran = crawl(running.base, folder, day=1)
        assert ran.code == 0, ran.said
        assert crawl(running.base, folder, day=2).code == 0
    assert value(folder, "select count(*) from articles") == 7
    assert value(folder, "select key from articles where url like ?", f"%{OLD}") == key, "what was published stays"
    assert value(folder, "select title from articles where url like ?", f"%{NEW}") == title
    listed = "select count(*) from article_categories c join articles a on a.id = c.article_id where a.url like ?"
    assert [value(folder, listed, f"%{path}") for path in (OLD, NEW)] == [1, 1], "each in its own list"
    claimed = "select count(*) from article_urls u join articles a on a.id = u.article_id where a.url like ?"
    assert [value(folder, claimed, f"%{path}") for path in (OLD, NEW)] == [1, 1]
    assert value(folder, "select count(*) from revisions where number > 1") == 0
    assert_sound(folder)
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


def _add_another(answers: dict[str, Told], title: str) -> None:
    """Another list, whose article has the number of one that is stored."""
    home, frame = answers["/"].body.decode(), answers["/tin-tuc"].body.decode()
    answers["/"] = Told(home.replace("</ul>", "<li><a href='/van-hoa'>Văn hóa</a></li></ul>").encode())
    items = frame[frame.index("<li class='item'>") : frame.rindex("</ul>")]
    one = f"<li class='item'><h3><a href='{NEW}'>{title}</a></h3><span>20/04/2020</span><p>Chiều nay.</p></li>"
    answers["/van-hoa"] = Told(frame.replace(items, one * 1).replace("Tin tức", "Văn hóa").encode())
    page = answers[OLD].body.decode()
    shown = page[page.index("<h1>") + 4 : page.index("</h1>")]
    answers[NEW] = Told(page.replace(shown, title).replace("/03/2020", "/04/2020").encode())
