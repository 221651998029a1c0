"""Whatever stands in a file or an archive of others, it is taken in safely or refused in a sentence: `make fuzz`."""

from __future__ import annotations

import copy
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.checks import is_moment
from archive.store import Archive
from queson_crawler.imports.web_archives.rows import rows
from queson_crawler.urls import clean
from tests.crawl.foreign import wacz
from tests.fuzz.structured import databases, oracle, records
from tests.fuzz.structured.changes import Change, How, apply, changes, places, read, written
from tests.fuzz.structured.records import Frame, framed, frames
from tests.fuzz.structured.seeds import HOST, Seeds, lines_of, warc_of
from tests.fuzz.structured.session import SECONDS
from tests.harness.processor import within

ROUNDS = int(os.environ.get("QUESON_FUZZ", "40"))
fuzz = settings(
    max_examples=max(ROUNDS // 8, 4),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=ROUNDS <= 100,
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Seeds:
    return Seeds(tmp_path_factory.mktemp("seeds"))


@pytest.mark.slow
@fuzz
@given(changes, frames)
def test_a_warc_of_others(seeds: Seeds, plan: list[Change], frame: Frame) -> None:
    with oracle.copied(seeds.ours) as folder:
        file = folder.parent / "khac.warc.gz"
        file.write_bytes(warc_of(plan, frame, seeds.foreign))
        oracle.taken_in(folder, "import", file, is_of_others="tin.example" not in repr(plan))


@fuzz
@given(
    changes, frames, st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)), st.floats(0.3, 1.4), st.floats(0, 1.5)
)
@pytest.mark.slow
def test_a_wacz_of_others(
    seeds: Seeds, plan: list[Change], frame: Frame, method: int, cut: float, flipped: float
) -> None:
    with oracle.copied(seeds.ours) as folder:
        data = warc_of(plan, frame, seeds.foreign)
        names = ("archive/a.warc.gz", "../../a.warc.gz", "archive/\x1b[31m.warc", "/etc/passwd.warc.gz")
        file = wacz(folder.parent / "khac.wacz", [(names[len(plan) % 4], data), ("indexes/index.cdx", b"\0")], method)
        whole = bytearray(file.read_bytes())
        if flipped < 1:
            whole[int(len(whole) * flipped)] ^= 0x15
        file.write_bytes(whole[: int(len(whole) * cut)])
        oracle.taken_in(folder, "import", file, is_of_others="tin.example" not in repr(plan))


@pytest.mark.slow
@fuzz
@given(changes, st.booleans(), st.booleans())
def test_another_archive(seeds: Seeds, plan: list[Change], empty: bool, without_database: bool) -> None:
    with oracle.copied(seeds.ours) as folder:
        other = Path(shutil.copytree(seeds.theirs, folder.parent / "theirs"))
        (other / "warc" / seeds.name).write_bytes(warc_of(plan, records.whole, seeds.own))
        if without_database:
            (other / "archive.db").unlink()
        into = folder
        if empty:
            into = folder.parent / "new"
            Archive.open(into).close()
        oracle.taken_in(into, "merge", other, is_of_others="tin.example" not in repr(plan))


@fuzz
@given(changes, frames, st.sampled_from((b"\n", b"\r\n", b"\n\n\xef\xbb\xbf", b"\0\n", b"\n{}\n", b"\n[[[\n")))
def test_json_lines_of_others(seeds: Seeds, plan: list[Change], frame: Frame, end: bytes) -> None:
    with oracle.copied(seeds.ours) as folder:
        file = folder.parent / "khac.jsonl"
        lines = [line.encode("utf-8", "surrogatepass") + end for line in lines_of(seeds, plan)]
        file.write_bytes(framed(frame, lines))
        oracle.taken_in(folder, "import", file, is_of_others="tin-example" not in repr(plan))


@fuzz
@given(changes, st.booleans(), st.one_of(st.just(-1), st.integers(0, 5)), st.one_of(st.just(-1.0), st.floats(0, 0.999)))
def test_a_database_of_others(seeds: Seeds, plan: list[Change], alone: bool, view: int, flipped: float) -> None:
    with oracle.copied(seeds.ours) as folder:
        other = Path(shutil.copytree(seeds.theirs, folder.parent / "theirs"))
        databases.spoil(other / "archive.db", plan, view, flipped)
        if not alone:
            first = next((other / "warc").iterdir())
            first.write_bytes(warc_of([Change(0, How.DROP, None), Change(1, How.DROP, None)], records.whole, seeds.own))
        named = shutil.move(other / "archive.db", folder.parent / "khac.db") if alone else other
        oracle.taken_in(folder, "merge", named, is_of_others="tin-example" not in repr(plan))


LOOKS = (
    ("status",),
    ("search", "công trình"),
    ("export", "jsonl", "--out", "{folder}/x.jsonl"),
    ("export", "csv", "--out", "{folder}/x.csv"),
    ("export", "wacz", "{folder}/x.wacz"),
    ("verify", "--bytes"),
    ("doctor",),
    ("cite", "tin-example/1001"),
    ("diff", "tin-example/1001"),
    ("copies",),
    ("publish", "--to", "{folder}/public"),
    ("doctor", "--repair"),
    ("doctor", "--json"),
    ("rebuild", "--to", "{folder}/anew"),
    ("rebuild",),
    ("doctor", "--json"),
)
"""What is done with an archive, one after the other."""


@fuzz
@given(changes, frames, st.sampled_from(("warc", "database", "both")), st.one_of(st.just(-1.0), st.floats(0, 0.999)))
def test_an_archive_of_ours_that_was_damaged(
    seeds: Seeds, plan: list[Change], frame: Frame, what: str, flipped: float
) -> None:
    with oracle.copied(seeds.ours) as folder:
        if what != "database":
            (warc,) = (folder / "warc").iterdir()
            warc.write_bytes(warc_of(plan, frame, records.records_in(warc)))
        if what != "warc":
            databases.spoil(folder / "archive.db", plan, -1, flipped)
        oracle.looked_at(folder, LOOKS)


INDEX = read(
    json.dumps(
        [
            ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
            ["example,khac)/", "20200314010203", f"{HOST}/", "text/html", "200", "ABC", "9"],
            ["example,khac)/tin", "20200314010203", f"{HOST}/tin", "warc/revisit", "-", "ABC", "9"],
            [],
            ["a key to go on with"],
        ]
    )
)
CDXJ = read(json.dumps({"timestamp": "20200314010203", "url": f"{HOST}/", "mime": "text/html", "status": "200"}))


@settings(fuzz, max_examples=max(ROUNDS, 40))
@given(changes, st.binary(max_size=200), st.floats(0, 1))
def test_an_index_of_a_web_archive(plan: list[Change], more: bytes, cut: float) -> None:
    trees = [copy.deepcopy(INDEX), copy.deepcopy(CDXJ), copy.deepcopy(CDXJ)]
    for change in plan:
        found = places([trees[change.place % 3]])[1:]
        if found:
            apply(change, found[change.place * 7919 % len(found)])
    whole, one, other = (written(tree).encode("utf-8", "surrogatepass") for tree in trees)
    line = f"example,khac)/ 20200314010203 {HOST}/a text/html 200 ABC 9".encode()
    for body in (whole, b"\n".join((one, line, more, other)), more, whole[: int(len(whole) * cut)]):
        with within(SECONDS):
            named, resume, others = rows(body)
        assert isinstance(resume, str)
        assert others >= 0
        for row in named:
            assert is_moment(row.date)
            assert clean(row.url).startswith(("http://", "https://"))
            assert not any(isinstance(each, bytes | None) for each in (row.kind, row.status, row.digest))


def test_a_value_that_is_put_into_itself_is_a_copy() -> None:
    """Else the tree has no end, and what walks through it takes all memory."""
    tree = [[0]]
    value: list[object] = [None]
    apply(Change(0, How.SET, value), (tree, 0))
    apply(Change(0, How.SET, value), (tree[0], 0))
    assert tree == [[[None]]]
    assert value == [None]
