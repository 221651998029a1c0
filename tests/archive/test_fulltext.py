"""The indexes hold what the articles hold, whoever writes and in whatever order."""

import random
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from archive import fulltext
from archive.schema import MIGRATIONS
from archive.store import Archive
from tests.archive.make import article, opened, rows, shown
from tests.crawl.tools import here

WORDS = ("Đông", "anh", "Quế", "Sơn", "đường")
TEXTS = (None, "", "Đông anh", "quế sơn đường", "Sơn")


def assert_in_step(db: sqlite3.Connection) -> None:
    """An index made anew holds the same words at the same places."""
    for table, marks in ((fulltext.FOLDED, 2), (fulltext.EXACT, 0)):
        texts = [f"replace(replace({each}, 'đ', 'd'), 'Đ', 'D')" if marks else each for each in fulltext.COLUMNS]
        columns = ", ".join(fulltext.COLUMNS)
        db.execute(f"create virtual table temp.anew using fts5 ({columns}, content='', "
                   f"tokenize='unicode61 remove_diacritics {marks}')")  # fmt: skip
        db.execute(f"insert into temp.anew (rowid, {columns}) select id, {', '.join(texts)} from articles_text")
        db.execute("create virtual table temp.wanted using fts5vocab ('temp', 'anew', 'instance')")
        db.execute(f"create virtual table temp.held using fts5vocab ('main', '{table}', 'instance')")
        query = "select * from temp.{} order by term, doc, col, offset"
        assert db.execute(query.format("held")).fetchall() == db.execute(query.format("wanted")).fetchall()
        for name in ("held", "wanted", "anew"):
            db.execute(f"drop table temp.{name}")
        db.execute(f"insert into {table} ({table}) values ('integrity-check')")


def disturb(db: sqlite3.Connection, dice: random.Random, number: int) -> None:
    """One change that a store, a shell or a cascade may make."""
    ids = [row[0] for row in db.execute("select id from articles")]
    files = [row[0] for row in db.execute("select id from attachments")] or [0]
    text = dice.choice(TEXTS)
    statement, values = dice.choice((
        ("insert or ignore into attachments (id, article_id, url, text, shown_by) values (?, ?, ?, ?, 1)",
         (number, dice.choice(ids), f"u{dice.randrange(9)}", text)),
        ("insert into attachments (id, article_id, url, text, shown_by) select ?, article_id, url, ?, 1 from "
         "attachments where id = ? on conflict (article_id, url) do update set id = min(id, excluded.id), "
         "text = excluded.text",
         (number, text, dice.choice(files))),
        ("update attachments set text = ? where id = ?", (text, dice.choice(files))),
        ("update attachments set id = id + 5000 where article_id = ?", (dice.choice(ids),)),
        ("update or ignore attachments set article_id = ? where id = ?", (dice.choice(ids), dice.choice(files))),
        ("delete from attachments where id = ?", (dice.choice(files),)),
        ("update articles set id = id + 1000 where id = ?", (dice.choice(ids),)),
        ("update articles set title = ?, lead = ? where id = ?", (" ".join(dice.sample(WORDS, 2)), text or "",
                                                                 dice.choice(ids))),
    ))  # fmt: skip
    db.execute(statement, values)


def test_the_indexes_follow_every_change_of_articles_and_files(tmp_path: Path) -> None:
    dice = random.Random(1)
    with opened(tmp_path, *(shown(n, article(str(n), title=f"Đường {n}")) for n in range(1, 6))) as archive:
        for number in range(100, 700):
            disturb(archive.db.conn, dice, number)
            if number % 20 == 0:
                assert_in_step(archive.db.conn)


def test_a_plain_shell_writes_and_the_archive_stays_whole(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, article())):
        pass
    with sqlite3.connect(tmp_path / "archive.db") as shell:
        shell.execute("update articles set title = 'Đường về Quế Sơn'")
        shell.execute("insert into attachments (id, article_id, url, text, shown_by) values (9, 1, 'u', 'phụ lục', 1)")
        assert_in_step(shell)
        found = "select title, snippet(articles_fts, 3, '[', ']', '…', 24) from articles_fts where articles_fts match ?"
        assert shell.execute(found, ["duong AND phu"]).fetchall() == [("Đường về Quế Sơn", "[phụ] lục")]


def test_an_archive_of_the_first_release_gets_the_two_indexes(tmp_path: Path) -> None:
    first = Database(tmp_path / "archive.db")
    MIGRATIONS.apply(first, stop_before="m002_witnesses")
    first.execute("insert into portals (slug) values ('a')")
    first.execute(
        "insert into articles (id, key, portal, native_id, url, title, content_sha256, first_seen_at, last_seen_at, "
        "capture_id) values (1, 'a/1', 'a', '1', '', 'Đường về', '', '', '', 1)"
    )
    first.close()
    with Archive.open(tmp_path) as archive:
        assert_in_step(archive.db.conn)
        assert rows(archive, "select rowid from articles_fts_exact where articles_fts_exact match 'đường'") == [(1,)]
        archive.db.execute("update articles set title = 'Đông'")
        assert_in_step(archive.db.conn)


def test_the_index_is_found_by_datasette_and_sqlite_utils(tmp_path: Path) -> None:
    from datasette.utils import detect_fts

    with opened(tmp_path) as archive:
        assert archive.db.table("articles").detect_fts() == detect_fts(archive.db.conn, "articles") == "articles_fts"


def test_an_index_made_anew_is_the_same(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, article(title="Đường"))) as archive:
        fulltext.fill(archive.db.conn)
        assert_in_step(archive.db.conn)


def test_an_index_that_another_program_made_anew_is_known_and_told(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, article("1", title="Đường về quê"))) as archive:
        assert not fulltext.is_made_by_others(archive.db.conn)
        archive.db.conn.execute("insert into articles_fts (articles_fts) values ('rebuild')")
        assert fulltext.is_made_by_others(archive.db.conn)
        folder = archive.folder
    said = here("search", "duong", "--archive", folder).err
    assert "doctor --repair" in said
    assert here("doctor", "--repair", "--archive", folder).code in (0, 1, 3)
    ran = here("search", "duong", "--archive", folder)
    assert "doctor" not in ran.err
    assert "Đường về quê" in ran.out


def test_the_table_for_excel_tells_of_cells_that_excel_cuts(tmp_path: Path) -> None:
    long = article("1", title="Một", body="Điều một. " * 4000)
    with opened(tmp_path, shown(1, long), shown(2, article("2", title="Hai", body="Điều hai. " * 3000))) as archive:
        folder = archive.folder
    told = here("export", "csv", "--bom", "--out", tmp_path / "a.csv", "--archive", folder)
    assert told.code == 0
    assert "1 cells are longer than the 32,767 characters" in told.err
