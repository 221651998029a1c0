"""Articles in several pages are one article, with the text of all of them."""

from __future__ import annotations

from pathlib import Path

from tests.crawl.tools import Told, assert_equal_tables, assert_sound, crawl, news, queson, rows, site, value

ENTRY = "/tin-tuc/khanh-thanh-cong-trinh-3-1003.html"
BODY = "select body from articles where url like '%1003.html'"


def in_pages(count: int) -> dict[str, Told]:
    """The small portal, one article of which goes on for some pages."""
    answers = news()
    shown = answers[ENTRY].body.decode()
    for number in range(1, count + 1):
        links = []
        for other in range(1, count + 1):
            address = ENTRY if other == 1 else f"{ENTRY}?trang={other}"
            links.append(f"<b>{other}</b>" if other == number else f"<a href='{address}'>{other}</a>")
        pager = f"<div class='so-trang'>Trang: {' '.join(links)}</div></body>"
        text = shown.replace("phục vụ nhân dân", f"phục vụ nhân dân ở trang thứ {number}").replace("</body>", pager)
        answers[ENTRY if number == 1 else f"{ENTRY}?trang={number}"] = Told(text.encode())
    return answers


def test_the_texts_of_all_pages_are_one_article(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with site(in_pages(3)) as running:
        ran = crawl(running.base, folder)
        assert ran.code == 0, ran.out
        assert crawl(running.base, folder, day=2).code == 0
    body = value(folder, BODY)
    places = [body.index(f"trang thứ {number}") for number in (1, 2, 3)]
    assert places == sorted(places)
    assert "Trang:" not in body
    assert value(folder, "select count(*) from articles") == 6
    assert value(folder, "select count(*) from revisions") == 6
    assert value(folder, "select count(*) from problems") == 0
    shown = "select c.url from articles a join captures c on c.id = a.capture_id where a.url like '%1003.html'"
    assert value(folder, shown).endswith(ENTRY), "it is cited by its first page"
    assert_sound(folder)
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(folder, tmp_path / "anew")


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_kept(tmp_path: Path) -> None:
    answers = in_pages(3)
    answers[f"{ENTRY}?trang=2"] = Told(b"", 404)
    with site(answers) as running:
        ran = crawl(running.base, tmp_path)
    assert ran.code == 3
    assert "1 further page(s) of articles in several pages could not be read" in ran.out
    body = value(tmp_path, BODY)
    assert "trang thứ 1" in body
    assert "trang thứ 3" in body
    assert rows(tmp_path, "select kind, detail from problems") == [
        ("part of an article", "a further page of 1003: not found, answered 404")
    ]
    assert rows(tmp_path, "select count(*) from absences") == [(0,)]
    assert_sound(tmp_path)


def test_a_page_that_fails_later_takes_nothing_from_what_is_stored(tmp_path: Path) -> None:
    answers = in_pages(3)
    with site(answers.get) as running:
        assert crawl(running.base, tmp_path).code == 0
        before = rows(tmp_path, "select title, lead, body from articles order by key")
        answers[f"{ENTRY}?trang=2"] = Told(b"", 404)
        ran = crawl(running.base, tmp_path, "--full", day=40)
    assert "further page(s) of articles in several pages could not be read" in ran.out
    assert rows(tmp_path, "select title, lead, body from articles order by key") == before
    assert value(tmp_path, "select count(*) from revisions") == 6
    assert_sound(tmp_path)


def test_the_signature_below_the_last_page_names_the_author(tmp_path: Path) -> None:
    answers = in_pages(2)
    last = f"{ENTRY}?trang=2"
    text = answers[last].body.decode()
    end = "<div class='so-trang'>"
    assert end in text
    answers[last] = Told(
        text.replace(end, f"<p style='text-align:right'><b>Nguyễn Thị Lan Hương</b></p>{end}").encode()
    )
    with site(answers) as running:
        assert crawl(running.base, tmp_path).code == 0
    assert value(tmp_path, "select author from articles where url like '%1003.html'") == "Nguyễn Thị Lan Hương"
