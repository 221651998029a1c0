"""The numbers by month, category and year are those of the articles, whatever happens to these."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from archive import doctor, schema, tallies
from archive.sqlite import Database
from archive.store import Archive
from tests.archive.make import article, listed, opened, rows, shown

CHANGES = (
    "update articles set published_at = '{}-0{}-01T08:00:00+07:00' where id = {}",
    "update articles set published_at = null where id = {2}",
    "update articles set id = id + 1000 where id = {2} and not exists (select 1 from articles where id = {2} + 1000)",
    "insert or ignore into article_categories select {2}, id from categories where {2} in (select id from articles)",
    "delete from article_categories where article_id = {2}",
    "update categories set id = -id - 1000 * {1}",
)  # fmt: skip


def test_the_numbers_stay_in_step_with_every_change(tmp_path: Path) -> None:
    dice = random.Random(1)
    pages = [shown(n, article(str(n), published_at=f"20{n:02}-05-06T08:00:00+07:00")) for n in range(10, 20)]
    with opened(tmp_path, *pages, listed(30, *map(str, range(10, 20)))) as archive:
        assert rows(archive, "select sum(articles) from month_counts") == [(10,)]
        assert rows(archive, "select year, articles from category_counts limit 1") == [("2010", 1)]
        for _ in range(150):
            change = dice.choice(CHANGES).format(2000 + dice.randint(0, 2), dice.randint(1, 9), dice.randint(10, 19))
            archive.db.execute(change)
            assert tallies.drifted(archive.db.conn) == (), change
        archive.db.execute("delete from article_categories")
        assert rows(archive, "select * from category_counts") == []


def test_an_older_archive_is_counted_when_it_is_opened(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as older:
        schema.MIGRATIONS.apply(Database(older), stop_before="m011_tallies")
        older.execute("insert into portals (slug) values ('queson')")
        older.execute(
            "insert into articles (id, key, portal, native_id, url, title, published_at, content_sha256, word_count, "
            "first_seen_at, last_seen_at, capture_id) values (1, 'queson/1', 'queson', '1', '', 'Bài', "
            "'2020-05-06T08:00:00+07:00', '', 1, '', '', 1)"
        )
    with Archive.open(tmp_path) as archive:
        assert rows(archive, "select month, articles from month_counts") == [("2020-05", 1)]
        assert tallies.drifted(archive.db.conn) == ()


def test_doctor_mends_numbers_that_drifted(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, article(published_at="2020-05-06T08:00:00+07:00"))) as archive:
        archive.db.execute("update month_counts set articles = 7")
        found = [each for each in doctor.examine(archive, repair=True) if each.kind == "drifted numbers"]
        assert [(each.examples, each.mended) for each in found] == [(["month_counts"], True)]
        assert rows(archive, "select articles from month_counts") == [(1,)]
