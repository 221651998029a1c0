"""Many ways at once in which a file of others may lie: of what is ours nothing changes, and the archive stays sound."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from archive.warc import names
from tests.crawl.foreign import BASE, Foreign
from tests.crawl.tools import Row, assert_equal_tables, here, news, page, rows

OURS = "/tin-tuc/khanh-thanh-cong-trinh-1-1001.html"
FORGED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    + page("Giả", f"<h1>Bài giả mạo</h1><div class='content'>{'<p>Nội dung do người khác viết.</p>' * 9}</div>").body
)
BEFORE_THE_NAME = ("", " ", "\t", "\0", "\ufeff", "\x0b", "X: a\r", "X: a\n", "X: a\x85", "X: a\u2028", "Junk\r\n")
"""What may stand before a header of ours to smuggle it past who looks for its name."""
EVENTS = (
    "WARC-Type: metadata\r\nWARC-Target-URI: <{}>",
    "WARC-Type: METADATA\r\nWARC-Target-URI: {}",
    "WARC-Type: request\r\nWARC-Target-URI: {}",
    "WARC-Type: resource\r\nWARC-Target-URI: {}",
    "WARC-Type: response\r\nWARC-Type: metadata\r\nWARC-Target-URI: {}",
    "WARC-Type: metadata\r\nWARC-Target-URI: http://khac.example/\r\nWARC-Target-URI: {}",
    "WARC-Type: metadata\r\nWARC-Target-URI:\r\n {}",
)
LINE: dict[str, Any] = {
    **{"record": "article", "key": "khac/1", "url": "http://khac.example/1", "title": "Bài", "body": "Nội dung"},
    "last_seen_at": "2021-01-01T00:00:00Z",
}
LINES: tuple[dict[str, Any], ...] = (
    *({"view_count": value} for value in (True, -1, 10**30, 2**63, 1.5, "7", [])),
    *({"key": key} for key in ("khac/../tin-example/1001", "../1", "KHAC/1", "khac/a\nb", "khac/")),
    *(
        {"url": url}
        for url in ("javascript:alert(1)", "http://[::1/1", "http:///1", f"{BASE}{OURS}", f"{BASE}@khac.vn/")
    ),
    *({"last_seen_at": at} for at in ("2999-01-01T00:00:00Z", "2021-02-30T00:00:00Z", "2016-12-31T23:59:60Z", 0)),
    *({"published_at": at} for at in ("0000-01-01", "2020-01-01T00:00+99:99", "9999-12-31", "hôm qua")),
    *({"addresses": [f"{BASE}{OURS}"]}, {"categories": [f"{BASE}/tin-tuc"]}, {"images": [{"url": "data:,"}]}),
    {"copies": [{"original": "tin-example/1001", "kind": "exact", "similarity": 1.0, "is_first": 0}]},
    {"revisions": [{"number": 1, "captured_at": "2021-01-01T00:00:00Z", "title": "khác", "body": "khác"}]},
    {"content_sha256": "0" * 64},
    {"record": "portal", "slug": "tin-example", "title": "giả", "base_url": "http://khac.example/"},
    {"record": "category", "portal": "khac", "title": "giả", "parent_url": f"{BASE}/tin-tuc"},
    {"record": "document", "key": "tin-example/1001", "native_id": "1001", "number": "1/QĐ"},
)
"""What each line says otherwise than one that is a record."""

LATE = "2025-01-01T00:00:00Z"
NEW = f"{BASE}/tin-tuc/bai-sau-7-1977.html"
OF_ANOTHER: tuple[dict[str, Any], ...] = (
    {"key": "tin-example/1001"},
    {"key": "tin-example/1001", "last_seen_at": LATE},
    {"key": "tin-example/9999"},
    {"record": "portal", "slug": "tin-example", "base_url": "http://khac.example/", "phone": "1"},
    {"record": "category", "portal": "tin-example", "url": "http://khac.example/x", "title": "giả"},
    {"record": "document", "key": "tin-example/vb:1", "native_id": "vb:1", "number": "1/QĐ"},
    *({"url": url} for url in (NEW, NEW.replace(".example", ".example.:80"), NEW.replace("tin.", "ｔｉｎ。"))),
    *({"addresses": [url]} for url in (NEW, NEW.replace("//", "//a@WWW."))),
    {"categories": [f"{BASE}/tin-tuc"]},
    {"record": "category", "portal": "khac", "title": "giả", "parent_url": f"{BASE}/tin-tuc"},
)
"""Records of a portal that is here at the host of another, and of another portal with addresses of ours."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound archive; no test writes to it."""
    folder = tmp_path_factory.mktemp("ours")
    assert here("import", Foreign().site(news()).save(folder / "a.warc.gz"), "--archive", folder / "data").code == 0
    return folder / "data"


def what_is_ours(folder: Path) -> list[list[Row]]:
    return [
        rows(folder, "select * from portals where slug = 'tin-example'"),
        rows(folder, "select url, title, parent_id from categories where portal = 'tin-example' order by url"),
        rows(folder, "select * from articles where portal = 'tin-example' order by key"),
        rows(folder, "select r.* from revisions r join articles a on a.id = article_id where portal = 'tin-example'"),
        rows(folder, "select u.url, a.key from article_urls u join articles a on a.id = article_id "
                     "where portal = 'tin-example' order by u.url"),
    ]  # fmt: skip


def assert_ours_stays(archive: Path, folder: Path) -> None:
    assert what_is_ours(folder) == what_is_ours(archive)
    ran = here("doctor", "--archive", folder)
    assert ran.code == 0, ran.said
    assert here("rebuild", "--archive", folder, "--to", folder.parent / "anew").code == 0
    assert_equal_tables(folder, folder.parent / "anew")


def records_that_lie(archive: Path) -> bytes:
    """Every event and note of our own, as somebody else would put them into a file of his."""
    (ours,) = names.in_order(archive / "warc")
    lines = gzip.decompress(ours.read_bytes()).decode("latin-1").split("\r\n")
    note = next(line for line in lines if line.startswith("Queson-Note:"))
    events = {line.partition(": ")[2] for line in lines if line.startswith("WARC-Target-URI: urn:queson:event:")}
    assert events
    answer = "WARC-Type: response\r\nWARC-Target-URI: http://khac.example/x.html\r\nContent-Type: application/http"
    heads = [f"{answer}\r\n{before}{note}" for before in BEFORE_THE_NAME]
    heads += [f'{answer}\r\nQueson-URL: "{BASE}{OURS}"', f"{answer}\r\nQueson-Refers-To: ../a.warc.gz 0 9"]
    heads += [event.format(kind) for event in EVENTS for kind in sorted(events)]
    return b"".join(_record(head, number) for number, head in enumerate(heads))


def _record(head: str, number: int) -> bytes:
    block = FORGED if "msgtype" in head or "application/http" in head else b'{"run": 1}'
    named = f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2022-08-27T03:44:45Z\r\nContent-Length: {len(block)}"
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n{named}\r\n\r\n".encode() + block + b"\r\n\r\n")


def test_no_record_of_others_becomes_an_event_or_speaks_of_our_portal(archive: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(archive, tmp_path / "data"))
    (tmp_path / "b.warc.gz").write_bytes(Foreign().data + records_that_lie(archive))
    assert here("import", tmp_path / "b.warc.gz", "--archive", folder).code in (0, 3)
    assert_ours_stays(archive, folder)


def test_no_line_of_others_changes_what_is_ours(archive: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(archive, tmp_path / "data"))
    lines = [json.dumps({**LINE, **said}) for said in LINES]
    lines += ["[" * 100_000, '{"a":' * 50_000, '{"record":"article","view_count":' + "9" * 10_000 + "}", "NaN", "\0"]
    (tmp_path / "b.jsonl").write_text(json.dumps({**LINE, "key": "khac/0"}) + "\n" + "\n".join(lines), "utf-8")
    assert here("import", tmp_path / "b.jsonl", "--archive", folder).code == 3
    assert_ours_stays(archive, folder)


def test_no_line_speaks_of_a_portal_from_the_host_of_another(archive: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(archive, tmp_path / "data"))
    lines = [json.dumps({**LINE, **said}) for said in OF_ANOTHER]
    (tmp_path / "b.jsonl").write_text("\n".join([json.dumps({**LINE, "key": "khac/0"}), *lines]), "utf-8")
    ran = here("import", tmp_path / "b.jsonl", "--archive", folder)
    assert ran.code == 3
    assert "line 2: tin-example is at tin.example here, and not at khac.example" in ran.said
    assert "line 8: tin.example is the host of tin-example here, and not of khac" in ran.said
    assert_ours_stays(archive, folder)
    assert rows(folder, "select key from articles where portal <> 'tin-example'") == [("khac/0",)]


def test_of_a_portal_that_only_a_file_brought_that_file_says_where_it_is(tmp_path: Path) -> None:
    """Its own export comes in again, also after a kill, with articles at all of its hosts."""
    told = [{**LINE, "key": f"khac/{number}", "url": f"http://{number}.khac.example/"} for number in range(3)]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, told)), "utf-8")
    folder = tmp_path / "data"
    assert here("import", tmp_path / "b.jsonl", "--archive", folder).code == 0
    (tmp_path / "c.jsonl").write_text(here("export", "jsonl", "--archive", folder).out, "utf-8")
    assert here("import", tmp_path / "c.jsonl", "--archive", folder).code == 0
    (tmp_path / "d.jsonl").write_text(json.dumps({**LINE, "key": "khac/0"}), "utf-8")
    assert "khac is at 0.khac.example, 1.khac" in here("import", tmp_path / "d.jsonl", "--archive", folder).said


def test_no_record_of_an_archive_that_is_merged_speaks_of_a_portal_that_is_here(archive: Path, tmp_path: Path) -> None:
    """There nobody knew that portal."""
    folder, other = Path(shutil.copytree(archive, tmp_path / "data")), tmp_path / "other"
    lines = [json.dumps({**LINE, **said}) for said in ({"key": "khac/0"}, *OF_ANOTHER[:4])]
    (tmp_path / "b.jsonl").write_text("\n".join(lines), "utf-8")
    assert here("import", tmp_path / "b.jsonl", "--archive", other).code == 0
    ran = here("merge", other, "--archive", folder)
    assert ran.code == 3
    assert "tin-example is at tin.example here, and not at khac.example" in ran.said
    assert_ours_stays(archive, folder)


def test_a_pipe_is_no_file_that_can_be_imported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.warc")
    ran = here("import", tmp_path / "a.warc", "--archive", tmp_path / "data")
    assert ran.code == 1
    assert "none of the kinds" in ran.said
