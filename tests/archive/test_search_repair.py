"""Queries typed wrong find what was meant, and queries typed right are never touched."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from datasette.app import Datasette

from archive.search import Query, count, find, repaired
from archive.store import Archive
from queson_crawler.cli import main
from tests.archive.make import article, opened, shown

TITLES = (
    "Đẩy mạnh chuyển đổi số trong cơ quan nhà nước",
    "Đồng chí Bí thư thăm làng nghề mây tre",
    "Thông báo lịch tiếp công dân tháng bảy",
    "Quyết định 1841/QĐ-UBND về giao đất",
    "Tuyên truyền phòng chống cháy rừng mùa khô",
    "Sơ kết phong trào thi đua yêu nước",
    "Tiếng hát học sinh trung học cơ sở",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    pages = [
        shown(n, article(str(n), title=title, body=f"{title}. Nội dung bài thứ {n} kể thêm vài điều khác nhau."))
        for n, title in enumerate(TITLES, 1)
    ]
    with opened(tmp_path_factory.mktemp("repair"), *pages) as made:
        yield made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chuyển đồi số", "chuyển đổi số"), ("chuyendoiso", "chuyển đổi số"), ("chuyểnđổisố", "chuyển đổi số"),
        ("ddoongf chis bis thuw", "đồng chí bí thư"), ("tie61ng ha1t ho5c sinh", "tiếng hát học sinh"),
        ("1841qđubnd", "1841 qđ ubnd"), ("phong cohng cháy rừng", "phòng chống cháy rừng"),
        ("thông báo licj tiếp công dân", "thông báo lịch tiếp công dân"), ("phong trào thi đuâ", "phong trào thi đua"),
    ],
)  # fmt: skip
def test_what_was_typed_wrong_is_put_right(archive: Archive, typed: str, meant: str) -> None:
    assert repaired(archive, typed) == meant
    found = find(archive, typed)
    assert (found.repaired, found.total) == (meant, count(archive, meant))
    verbatim = find(archive, Query(typed, verbatim=True))
    assert (verbatim.repaired, verbatim.total) == (None, 0)


def test_what_is_right_is_never_touched(archive: Archive) -> None:
    for title in TITLES:
        words = re.findall(r"[^\W_]+", title)
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                assert repaired(archive, " ".join(words[start:end])) is None


@pytest.mark.parametrize(
    "typed", ["", "zzzz", '"chuyển đồi số"', "1842/QĐ-UBND", "xyz OR cháy", "cháy NOT rừng", "ab*"]
)
def test_what_means_what_it_says_is_left(archive: Archive, typed: str) -> None:
    assert repaired(archive, typed) is None


async def test_the_command_and_the_room_say_what_they_looked_for(archive: Archive) -> None:
    folder = str(archive.folder)
    said = CliRunner().invoke(main, ["search", "chuyển đồi số", "--archive", folder]).output
    assert "Shown is: chuyển đổi số" in " ".join(said.split())
    told = json.loads(CliRunner().invoke(main, ["search", "chuyển đồi số", "--json", "--archive", folder]).stdout)
    assert (told["repaired"], told["total"], told["understood"]["words"]) == ("chuyển đổi số", 1, "chuyển đổi số")
    options = ["search", "chuyển đồi số", "--verbatim", "--json", "--archive", folder]
    told = json.loads(CliRunner().invoke(main, options).stdout)
    assert (told["repaired"], told["total"]) == (None, 0)
    room = Datasette([str(Path(folder) / "archive.db")])
    page = (await room.client.get("/-/search?q=chuyển đồi số&lang=vi")).text
    assert "Đang hiện kết quả cho: <em>chuyển đổi số</em>" in page
    assert "Tìm đúng nguyên văn: chuyển đồi số" in page
    page = (await room.client.get("/-/search?q=chuyển đồi số&lang=vi&verbatim=1")).text
    assert "Đang hiện kết quả cho" not in page


def test_a_question_of_known_words_is_no_slip_though_no_article_holds_them_all(archive: Archive) -> None:
    assert repaired(archive, "dong chi tham lang may tre bay khac nhau la gi") is None
