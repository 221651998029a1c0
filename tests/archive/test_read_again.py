"""An article that is read once more from its captures is stored as if it had been read so in the first place."""

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.dedup import content_sha256
from archive.events import ProfileLearned
from archive.records import Article, Attachment, File, Image, Page
from archive.store import Archive
from tests.archive.make import SITE, article, capture, opened, rows, shown, tables

SHARED = "Hãy cùng giữ gìn thôn xóm sáng, xanh, sạch, đẹp."
PICTURE, OTHER = Image(f"{SITE}/a.jpg", "Cầu mới"), Image(f"{SITE}/b.jpg", "Hội làng")
FILE = Attachment(f"{SITE}/58.pdf", "58.pdf")


def whole(of: Article) -> Article:
    return replace(of, content_sha256=content_sha256(of.title, of.lead, of.body))


def with_shared(of: Article, **changes: Any) -> Article:
    return whole(replace(of, body=f"{of.body}\n\n{SHARED}", content_sha256="", **changes))


def learn(archive: Archive, *again: tuple[Article, int]) -> None:
    read = [(found, capture(number)) for found, number in again]
    archive.learn(1, "2026-01-02T00:00:00Z", ProfileLearned(2, ()), lambda url: url, read)


def stored(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """All rows, but for the profile, and for what the run counted on the pages as it first read them."""
    return {name: found for name, found in tables(archive).items() if name not in ("profiles", "signs")}


ONE = whole(article("1", author="Lan", view_count=7, images=(OTHER, PICTURE), attachments=(FILE,)))
TWO = whole(article("2", published_at="2020-01-01T08:00:00+07:00"))
AGAIN = whole(replace(ONE, body=ONE.body + " Sửa.", view_count=9, content_sha256=""))
READ = ((1, ONE), (2, TWO), (3, AGAIN))
"""Three captures of two articles, as they are read when it is known what their pages share."""


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_rows_are_those_of_a_first_reading(tmp_path: Path, order: tuple[int, ...]) -> None:
    before = [(number, with_shared(found, published_at="2019-05-05T00:00:00+07:00")) for number, found in READ]
    with opened(tmp_path / "a", *(shown(number, found) for number, found in before)) as archive:
        learn(archive, *((READ[place][1], READ[place][0]) for place in order))
        with opened(tmp_path / "b", *(shown(number, found) for number, found in READ)) as anew:
            assert stored(archive) == stored(anew)


def test_pictures_that_were_none_of_the_article_go_and_others_keep_what_is_known_of_them(tmp_path: Path) -> None:
    file = File(FILE.url, "stored", "application/pdf", 9, "0" * 64, "58.pdf", "Quyết định số 58")
    fetched = Page(1, capture(9, url=FILE.url, role="file"), file=file)
    before = with_shared(replace(ONE, images=(Image(f"{SITE}/logo.png", ""), *ONE.images)))
    with opened(tmp_path / "a", shown(1, before), fetched) as archive:
        known = rows(archive, "select url, state, text, sha256, capture_id from attachments")
        learn(archive, (ONE, 1))
        with opened(tmp_path / "b", shown(1, ONE), fetched) as anew:
            assert stored(archive) == stored(anew)
        assert rows(archive, "select url, state, text, sha256, capture_id from attachments") == known
        assert known[0][1:3] == ("stored", "Quyết định số 58")


def test_two_texts_that_differ_only_in_what_is_shared_become_one_revision(tmp_path: Path) -> None:
    pages = (shown(1, ONE), shown(2, with_shared(ONE)))
    with opened(tmp_path, *pages) as archive:
        assert rows(archive, "select count(*) from revisions") == [(2,)]
        learn(archive, (ONE, 1), (ONE, 2))
        assert rows(archive, "select number, capture_id from revisions") == [(1, 1)]


def test_an_article_that_is_gone_stays_gone(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, with_shared(ONE))) as archive:
        archive.db.conn.execute("update articles set gone_at = '2026-01-01T09:00:00Z', gone_reason = 'not found'")
        learn(archive, (ONE, 1))
        assert rows(archive, "select body, gone_reason from articles") == [(ONE.body, "not found")]


def test_a_capture_that_shows_no_stored_article_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, ONE)) as archive:
        before = stored(archive)
        learn(archive, (TWO, 5))
        assert stored(archive) == before
