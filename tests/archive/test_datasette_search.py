"""Stock Datasette finds what readers type into the search box of a table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette

from tests.archive.make import article, opened, shown

TITLES = ("Huyện Đông Anh", "Đảng bộ thị trấn", "Quyết định 1117/QĐ-UBND", "Con đường hoà bình")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("datasette")
    pages = [shown(n, article(str(n), title=title, body=f"Bài số {n}")) for n, title in enumerate(TITLES, 1)]
    with opened(folder, *pages):
        yield folder / "archive.db"


async def found(database: Path, typed: str, column: str = "") -> list[str]:
    datasette = Datasette([str(database)])
    answer = await datasette.client.get(
        "/archive/articles.json", params={f"_search{column}": typed, "_shape": "array", "_sort": "id"}
    )
    assert answer.status_code == 200, answer.text
    return [row["title"] for row in answer.json()]


@pytest.mark.parametrize(
    ("typed", "title"),
    [("đông anh", 0), ("dong anh", 0), ("Đảng", 1), ("1117/QĐ-UBND", 2), ("1117/qd-ubnd", 2), ("đường hòa bình", 3)],
)
async def test_the_search_box_of_a_table_finds_words_with_and_without_marks(
    archive: Path, typed: str, title: int
) -> None:
    assert await found(archive, typed) == [TITLES[title]]


async def test_the_box_of_one_column_looks_there_alone(archive: Path) -> None:
    assert await found(archive, "đông anh", "_title") == [TITLES[0]]
    assert await found(archive, "đông anh", "_body") == []


@pytest.mark.parametrize("typed", ['"', "AND", "a OR", "(", "*", "NOT a", "C#", "' --"])
async def test_nothing_typed_into_it_is_an_error(archive: Path, typed: str) -> None:
    await found(archive, typed)


async def test_databases_that_are_not_archives_are_left_alone(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("create virtual table notes_fts using fts5 (note)")
        other.execute("insert into notes_fts values ('đông')")
    answer = await Datasette([str(tmp_path / "other.db")]).client.get(
        "/other.json", params={"sql": "select escape_fts('đông') as typed", "_shape": "array"}
    )
    assert answer.json() == [{"typed": '"đông"'}]
