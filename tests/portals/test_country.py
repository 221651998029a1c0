"""The table of portals beyond Quảng Nam: every row can be put on a keeper's list, and says how sure it is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from archive import fleet
from archive.checks import is_slug, is_web_address
from archive.store import Archive
from queson_crawler.platforms import PLATFORMS
from queson_crawler.portals import FOLDER, shipped
from tests.crawl.tools import here

TABLE = list(csv.DictReader((FOLDER / "country.csv").read_text("utf-8").splitlines()))
PROVINCES_BEFORE, PROVINCES_NOW = 63, 34


def test_every_row_is_a_portal_of_a_unit_and_says_how_sure_it_is() -> None:
    platforms = {"", *(platform.name for platform in PLATFORMS)}
    for row in TABLE:
        assert is_slug(row["slug"]), row
        assert is_web_address(row["start"]), row
        assert row["platform"] in platforms, row
        assert row["sure"].split(":")[0] in ("Assumed", "Seen"), row
        assert row["unit_before"], row
    slugs = [row["slug"] for row in TABLE]
    assert len(set(slugs)) == len(slugs)
    assert not set(slugs) & set(shipped())


def test_all_provinces_are_there_before_and_after_they_were_merged() -> None:
    provinces = [row for row in TABLE if "," not in row["unit_before"]]
    assert len(provinces) == PROVINCES_BEFORE
    assert len({row["group"] for row in provinces}) == PROVINCES_NOW
    merged = {row["unit_before"]: row["unit_now"] for row in provinces}
    assert (merged["Quảng Nam"], merged["Bình Định"], merged["Hà Nội"]) == ("Đà Nẵng", "Gia Lai", "Hà Nội")


def test_the_table_is_printed_and_can_be_imported(tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text(here("portals", "known").out, "utf-8")
    assert len(json.loads(here("portals", "known", "--json").out)) == len(TABLE)
    folder = tmp_path / "data"
    assert here("portals", "import", tmp_path / "all.csv", "--archive", folder).code == 0
    with Archive.open(folder) as archive:
        found = {each.portal.slug: each.portal for each in fleet.everything(archive)}
    assert len(found) == len(TABLE)
    assert found["quangnam-gov-vn"].group == "Đà Nẵng"
    assert found["quangnam-gov-vn"].endangered
