"""Pages that `queson crawl --whole` keeps, when they come again: unchanged, in another archive, in a file of others;
and the files to which they lead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.search import Query
from archive.search.pages import find_pages
from archive.store import Archive
from tests.crawl.tools import Told, assert_equal_tables, assert_sound, crawl, here, news, page, rows, site, value
from tests.files import make

MENU = (
    "<ul class='menu'><li><a href='/'>Trang chủ</a></li><li><a href='/gioi-thieu'>Giới thiệu</a></li>"
    "<li><a href='/bieu-mau'>Biểu mẫu</a></li><li><a href='/tin-tuc'>Tin tức</a></li></ul>"
)
FORMS = (
    "<h1>Biểu mẫu</h1><p>Các biểu mẫu dùng khi làm thủ tục tại bộ phận một cửa của huyện, áp dụng từ năm 2019.</p>"
    "<ul><li><a href='/tep/don.pdf'>Đơn đề nghị</a></li><li><a href='/tai-tep?download=5'>Tờ khai</a></li>"
    "<li><a href='/tep/mat.doc'>Phiếu yêu cầu</a></li></ul><footer><a href='/tep/chung.pdf'>Sơ đồ cổng</a></footer>"
)
TEXTS = {
    "/gioi-thieu": "<h1>Giới thiệu</h1><p>Huyện nằm ở phía tây của tỉnh, địa hình đồi núi, dân cư thưa.</p>" * 2,
    "/bieu-mau": FORMS,
}
FILES = {"/tep/don.pdf": "Don de nghi cap lai", "/tai-tep?download=5": "To khai dang ky ket hon"}
PAGES = "select key, url, title, way, text, content_sha256, first_seen_at, last_seen_at from pages order by key"
URLS = "select url, state, content_sha256, tries, observed_at from page_urls order by url"
PAGE_FILES = "select page_url, url, position, label, filename, state, sha256, text from page_files order by 1, 2"


class Portal:
    """A portal whose pages bear an ETag; what is `changed` says something else."""

    def __init__(self) -> None:
        self.changed = ""

    def __call__(self, path: str) -> Told | None:
        if path in FILES:
            return Told(make.pdf([FILES[path]]), headers={"Content-Type": "application/pdf"})
        told = news(2).get(path)
        if path == "/":
            told = page("Cổng thông tin", MENU)
        elif path in TEXTS:
            told = page("Trang", MENU + TEXTS[path].replace("thưa", self.changed or "thưa"))
        if told is None:
            return None
        return Told(told.body, headers={"ETag": f'"{hash(told.body)}"'})


def rebuilds(folder: Path, anew: Path) -> None:
    assert_sound(folder)
    ran = here("rebuild", "--archive", folder, "--to", anew)
    assert ran.code == 0, ran.said
    assert_equal_tables(folder, anew)


def test_unchanged_pages_and_their_files_stay(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with site(Portal()) as running:
        ran = crawl(running.base, folder, "--whole", "--files", day=-60)
        assert ran.code == 0, ran.said
        files = rows(folder, PAGE_FILES)
        assert [(page_url.removeprefix(running.base), url.removeprefix(running.base), *told[1:4], told[-1])
                for page_url, url, *told in files] == [
            ("/bieu-mau", "/tai-tep?download=5", "Tờ khai", "tai-tep", "text", "To khai dang ky ket hon"),
            ("/bieu-mau", "/tep/don.pdf", "Đơn đề nghị", "don.pdf", "text", "Don de nghi cap lai"),
            ("/bieu-mau", "/tep/mat.doc", "Phiếu yêu cầu", "mat.doc", "not found", None),
        ]  # fmt: skip
        with Archive.open(folder) as archive:
            assert [hit.title for hit in find_pages(archive, Query("kết hôn")).hits] == ["Biểu mẫu"]
        before = rows(folder, PAGES)
        assert {key.rpartition("/")[2] for key, *_ in before} >= {"gioi-thieu", "bieu-mau"}
        asked = len(running.asked)
        assert crawl(running.base, folder, "--whole", "--files").code == 0
        assert not [path for path in running.asked[asked:] if path in FILES], "a file that came is not asked for again"
    assert value(folder, "select count(*) from captures where status = 304 and role = 'standing'") >= 2
    after = rows(folder, PAGES)
    assert [row[:-1] for row in after] == [row[:-1] for row in before]
    assert all(late[-1] > early[-1] for early, late in zip(before, after, strict=True)), "they were seen again"
    assert [row for row in rows(folder, PAGE_FILES) if row[5] == "text"] == [row for row in files if row[5] == "text"]
    rebuilds(folder, tmp_path / "rebuilt")


@pytest.mark.slow
def test_archives_of_two_keepers_become_one(tmp_path: Path) -> None:
    portal = Portal()
    older, later = tmp_path / "older", tmp_path / "later"
    with site(portal) as running:
        crawl(running.base, older, "--whole", "--files", day=-60)
        portal.changed = "đông"
        crawl(running.base, later, "--whole", "--files", day=-10)
    one, other = tmp_path / "one", tmp_path / "other"
    shutil.copytree(older, one)
    shutil.copytree(later, other)
    for folder, more in ((one, later), (other, older)):
        ran = here("merge", more, "--archive", folder)
        assert ran.code == 0, ran.said
    for query in (PAGES, URLS, PAGE_FILES):
        assert rows(one, query) == rows(other, query), query
    texts: dict[str, str] = dict(rows(one, "select url, text from pages"))
    assert [text for url, text in texts.items() if url.endswith("/gioi-thieu") and "dân cư đông" in text]
    assert value(one, "select count(*) from page_files where state = 'text'") == 2
    rebuilds(one, tmp_path / "rebuilt")


def test_a_file_of_others_changes_no_page(tmp_path: Path) -> None:
    folder, others, exported = tmp_path / "data", tmp_path / "others", tmp_path / "others.wacz"
    portal = Portal()
    with site(portal) as running:
        crawl(running.base, folder, "--whole", "--files", day=-60)
        portal.changed = "đông"
        crawl(running.base, others, day=-10)
    assert here("export", "wacz", exported, "--archive", others).code == 0
    before = [rows(folder, query) for query in (PAGES, URLS, PAGE_FILES)]
    ran = here("import", exported, "--archive", folder)
    assert ran.code in (0, 3), ran.said
    assert [rows(folder, query) for query in (PAGES, URLS, PAGE_FILES)] == before
    rebuilds(folder, tmp_path / "rebuilt")
