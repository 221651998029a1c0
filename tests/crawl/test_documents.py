"""Portals that publish legal documents: every field of every document is right, and none of them is an article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.numbers import normal_number
from tests.crawl.tools import assert_equal_tables, assert_sound, crawl, queson, rows, site, value
from tests.lab.legal import OFFICES, Office

FIELDS = ("number", "kind", "issuer", "signer", "issued", "effective", "status", "field", "abstract")


def truth(office: Office) -> dict[int, dict[str, Any]]:
    """What a perfect reader finds, by the number that stands last in each abstract."""
    found = {}
    for paper in office.papers:
        told: dict[str, Any] = {}
        for name in FIELDS:
            told[name] = "" if name in office.hides else getattr(paper, name)
        found[paper.id] = told | {"number": normal_number(paper.number), "files": paper.files}
    return found


def stored(folder: Path, base: str) -> dict[int, dict[str, Any]]:
    found = {}
    for number, *values in rows(folder, f"select id, {', '.join(FIELDS)} from documents"):
        files = rows(folder, "select url from document_files where document_id = ? order by position", number)
        told = dict(zip(FIELDS, values, strict=True))
        told["effective"] = told["effective"] or ""
        found[_id(told["abstract"])] = told | {"files": tuple(url.removeprefix(base) for (url,) in files)}
    return found


def _id(abstract: str) -> int:
    return int(abstract.rpartition("(")[2].rstrip(")"))


@pytest.mark.parametrize("layout", OFFICES)
def test_every_field_of_every_document_is_right_and_none_is_an_article(layout: str, tmp_path: Path) -> None:
    office = OFFICES[layout]()
    archive = tmp_path / "archive"
    with site(office.answers) as portal:
        ran = crawl(portal.base, archive)
        first = len(portal.asked)
        again = crawl(portal.base, archive, day=1 / 24)
        asked = len(portal.asked) - first
        assert stored(archive, portal.base) == truth(office)
    assert (ran.code, again.code) == (0, 0), ran.said + again.said
    assert value(archive, "select count(*) from documents") == len(office.papers)
    titles = rows(archive, "select title from articles")
    assert len(titles) == 6
    assert all(title.startswith("Khánh thành") for (title,) in titles)
    assert rows(archive, "select kind, url, detail from problems") == []
    extents = rows(archive, "select extent, listed = stored from coverage where run_id = 1")
    assert set(extents) == {("whole", 1)}
    assert asked <= 16
    assert_sound(archive)
    assert queson("rebuild", "--archive", archive, "--to", tmp_path / "anew").code == 0
    assert_equal_tables(archive, tmp_path / "anew")
