"""The drawn portals themselves: all that they hold can be reached and read, and the grader sees what is wrong."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import escape
from pathlib import Path

import pytest

from tests.lab.random_portals import Portal, Served, grade, serve
from tests.lab.random_portals.by_hand import walk

SEEDS = range(1, 31)
TABLES = """
create table articles (id integer primary key, url, title, lead, body, author, poster, source, published_at,
    published_precision, published_raw, view_count);
create table article_urls (url, article_id);
create table categories (id integer primary key, title);
create table article_categories (article_id, category_id);
create table images (article_id, url);
create table attachments (article_id, url);
create table problems (url);
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_person_reaches_every_listed_article(seed: int) -> None:
    portal = Portal(seed)
    assert walk(portal) >= {article.number for article in portal.listed}


@pytest.mark.parametrize("seed", SEEDS)
def test_pages_show_what_the_truth_says(seed: int) -> None:
    portal = Portal(seed)
    for article in portal.truth().open:
        page = portal.answer("GET", article.addresses[0], {}).text
        if article.second_page:
            page += portal.answer("GET", portal.second_address(article), {}).text
        for said in (article.title, article.lead, article.author, article.poster, article.source, *article.paragraphs):
            assert escape(said or "") in page


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_draws_one_portal(seed: int) -> None:
    assert Portal(seed).articles == Portal(seed).articles


@pytest.fixture
def served() -> Iterator[Served]:
    with serve(1) as portal:
        yield portal


def keep(served: Served, folder: Path) -> None:
    """An archive as it should be."""
    portal, base = served.portal, served.url.rstrip("/")
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        db.executescript(TABLES)
        for category in portal.categories:
            db.execute("insert into categories values (?, ?)", (category.number, category.title))
        for article in portal.truth().open:
            body = "\n\n".join(article.paragraphs)
            row = (article.number, base + article.addresses[0], article.title, article.lead, body, article.author)
            more = (article.poster, article.source, article.published_at, article.precision, "", article.views)
            db.execute(f"insert into articles values ({', '.join('?' * 12)})", (*row, *more))
            for address in article.addresses:
                db.execute("insert into article_urls values (?, ?)", (base + address, article.number))
            for number in article.categories:
                db.execute("insert into article_categories values (?, ?)", (article.number, number))
            for table, files in (("images", article.images), ("attachments", article.files)):
                for file in files:
                    db.execute(f"insert into {table} values (?, ?)", (article.number, base + file))
        for article in portal.truth().unreachable:
            db.execute("insert into problems values (?)", (base + article.addresses[0],))


def test_an_archive_as_it_should_be_is_right(served: Served, tmp_path: Path) -> None:
    keep(served, tmp_path)
    graded = grade(served, tmp_path, served.portal.truth().exit_code)
    assert dict(graded.wrong) == {}
    assert graded.recall == 1.0


BROKEN = {
    "missing": "delete from articles where id = (select max(id) from articles)",
    "stray": "update articles set url = url || '/khac' where id = (select max(id) from articles)",
    "merged": "update article_urls set article_id = (select min(id) from articles)",
    "doubled": "update articles set url = (select url from articles where id = (select min(id) from articles))",
    "title": "update articles set title = title || ' x'",
    "day": "update articles set published_at = '2001-01-01T00:00:00+07:00'",
    "author": "update articles set author = 'Không Ai'",
    "categories": "delete from article_categories",
    "extra-category": "insert into article_categories select a.id, c.id from articles a, categories c",
    "cut": "update articles set body = ''",
    "added": "update articles set body = body || char(10, 10) || 'In bài viết'",
    "lead": "update articles set lead = lead || '.x'",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_the_grader_sees(kind: str, served: Served, tmp_path: Path) -> None:
    keep(served, tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db, db:
        db.execute(BROKEN[kind])
    graded = grade(served, tmp_path, 0)
    assert graded.wrong[kind]
    assert not graded.right


def test_complete_though_something_is_missing_is_the_worst(served: Served, tmp_path: Path) -> None:
    keep(served, tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db, db:
        db.execute(BROKEN["missing"])
    assert grade(served, tmp_path, 0).complete_but_wrong
    assert not grade(served, tmp_path, 3).wrong["exit"]
