"""The steps of the schema: what was released is never edited, and leans on nothing that may change."""

import hashlib
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive import schema
from tests.conftest import ROOT
from tests.test_import_law import imports

RELEASED = {
    "m001_first": "32e9e0eaa7344576",
    "m002_witnesses": "4870664758222d29",
    "m003_signs": "41e6b8446460e119",
    "m004_accepted": "b6ec921209630a5d",
    "m005_two_indexes": "8a3cd0106ddfbafd",
    "m006_again": "c82595505a0fbf71",
    "m007_imports": "b3718aac62f6b92c",
    "m008_files": "d08d19189f5e7cac",
    "m009_near_copies": "1001591263b9d56c",
    "m010_connections": "2a1c45a340f65227",
    "m011_tallies": "ccd80b65c7ada42f",
    "m012_short_copies": "ccd80b65c7ada42f",
    "m013_copies_elsewhere": "3f0a0b8c8c1e4ba9",
    "m014_profiles": "32006288f0f30027",
    "m015_recognised": "91ff100d2c49eb93",
    "m016_documents": "063ee74e520bfa18",
    "m017_resources": "ea55e375cef7f4f3",
    "m018_fleet": "8c6160c6196cac2b",
    "m019_pages": "580f6c955c0388c1",
    "m020_document_revisions": "12e418b127e680e8",
    "m021_troubles": "4c2075083fe7bb3b",
    "m022_page_files": "1d7d248bddb15eea",
    "m023_files_once_offered": "0617744a190eee3b",
}
"""Digests of what stands in the database after each step: a new step adds a line, an old line never changes."""
STEPS = [step.name for step in schema.MIGRATIONS.pending(Database(memory=True))]


def made(up_to: str) -> str:
    """The digest of the schema after a step."""
    db = Database(memory=True)
    later = STEPS[STEPS.index(up_to) + 1 :]
    schema.MIGRATIONS.apply(db, stop_before=later[0] if later else None)
    rows = db.execute("select type, name, sql from sqlite_master where name not like '\\_%' escape '\\' order by 1, 2")
    return hashlib.sha256(repr(rows.fetchall()).encode()).hexdigest()[:16]


@pytest.mark.parametrize("step", STEPS)
def test_a_released_step_is_never_edited(step: str) -> None:
    digest = made(step)
    assert step in RELEASED, f'a new step: add its line to RELEASED, "{step}": "{digest}"'
    assert digest == RELEASED[step]


@pytest.mark.parametrize(
    "file", [ROOT / "archive/schema.py", *(ROOT / "archive/steps").glob("*.py")], ids=lambda file: file.stem
)
def test_a_step_leans_on_nothing_that_can_change(file: Path) -> None:
    found = imports(f"archive.{'steps.' if 'steps' in str(file) else ''}{file.stem}", file)
    ours = {name for name in found if name.startswith("archive")}
    assert ours <= {
        "archive",
        "archive.sqlite",
        "archive.sqlite.Database",
        "archive.sqlite.Migrations",
        "archive.steps",
        "archive.steps.counts",
        "archive.steps.document_revisions",
        "archive.steps.documents",
        "archive.steps.first",
        "archive.steps.fleet",
        "archive.steps.troubles",
        "archive.steps.full_text",
        "archive.steps.near_copies",
        "archive.steps.page_files",
        "archive.steps.pages",
        "archive.steps.resources",
    }
