"""An article without a date counts where a list names it, also when another page mentioned it first."""

import re
from pathlib import Path

from tests.crawl.tools import Told, assert_equal_tables, crawl, news, page, queson, site, value


def undated() -> dict[str, Told]:
    """A small portal whose pages show no date anywhere, and whose home page mentions its first article."""
    told = news()
    first = next(path for path in told if path.startswith("/tin-tuc/"))
    for path, answer in told.items():
        told[path] = Told(re.sub(rb"\d\d/03/2020( 08:30)?", b"", answer.body), headers=answer.headers)
    menu = "<ul class='menu'><li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>"
    told["/"] = page("Cổng thông tin", f"{menu}<p>Đọc thêm: <a href='{first}'>Một công trình của huyện</a></p>")
    return told


def test_an_undated_article_that_the_home_page_mentions_first_is_stored(tmp_path: Path) -> None:
    with site(undated()) as running:
        assert crawl(running.base, tmp_path / "data", "--delay", "0").code == 0
    assert value(tmp_path / "data", "select count(*) from articles") == 6
    assert value(tmp_path / "data", "select count(*) from problems") == 0
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")
