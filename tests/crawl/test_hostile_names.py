"""Whatever stands in the lines and files of others, nothing that a command prints steers what shows it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from queson_crawler.cli import main
from tests.crawl.foreign import Foreign, wacz
from tests.crawl.tools import command, environment, here, news

STEERING = "\x1b]0;x\x07\x9b2J\u202e\u2066\u061c\u200f\u2028\ufffa\U000e0041"
HOSTILE = f"a{STEERING}z"
TEXT = "Ủy ban nhân dân huyện thông báo lịch tiếp công dân. " * 9
SEEN = {"first_seen_at": "2021-01-01T00:00:00Z", "last_seen_at": "2021-01-02T00:00:00Z"}
REVISIONS = [
    {"number": 1, "captured_at": "2021-01-01T00:00:00Z", "title": HOSTILE, "lead": "", "body": HOSTILE},
    {"number": 2, "captured_at": "2021-01-02T00:00:00Z", "title": HOSTILE, "lead": HOSTILE, "body": TEXT + HOSTILE},
]
PEOPLE = dict.fromkeys(("author", "poster", "source", "published_raw", "gone_reason"), HOSTILE)
LINES = [
    {"record": "portal", "slug": "tin", "title": HOSTILE, "base_url": "http://tin.example/", "owner": HOSTILE},
    {"record": "category", "portal": "tin", "url": "http://tin.example/c\u202e", "title": HOSTILE},
    {
        **{
            "record": "article",
            "key": "tin/1",
            "url": "http://tin.example/1\u202e\u061c",
            "published_at": "2020-01-01",
        },
        **{"title": HOSTILE, "lead": HOSTILE, "body": TEXT + HOSTILE, "revisions": REVISIONS, **PEOPLE, **SEEN},
        "categories": ["http://tin.example/c\u202e"],
        "images": [{"url": "http://tin.example/i\u202e", "caption": HOSTILE}],
        "attachments": [{"url": "http://tin.example/f\u202e", "filename": HOSTILE, "label": HOSTILE}],
    },
    {"record": HOSTILE},
    {"record": "article", HOSTILE: HOSTILE},
]
LOOKED_AT = (("status",), ("status", "tin"), ("doctor",), ("verify",), ("search", "huyện"), ("diff", "tin/1"))
COMMANDS = [
    *(("cite", "tin/1", "--format", form) for form in ("apa", "bibtex", "csl-json", "ris")),
    *((*words, *form) for words in LOOKED_AT for form in ((), ("--json",))),
    ("search", "huyện", "--facets"),
    *(("export", form) for form in ("jsonl", "atom")),
    ("portals", "list"),
    ("accept", HOSTILE),
    ("accept", "tin", HOSTILE),
    ("export", HOSTILE),
    (HOSTILE,),
    (f"--{HOSTILE}",),
    ("crawl", f"http://{HOSTILE}/"),
    ("publish", "--to", "\u061cx"),
]


def steering(text: str) -> list[str]:
    """The characters of a text that are control characters or not seen, but for those of its lines."""
    return [
        each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") and each not in "\t\n"
    ]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a\u061c.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), "utf-8")
    ran = here("import", folder / "a\u061c.jsonl", "--archive", folder / "data")
    assert ran.code == 3
    assert steering(ran.said) == []
    return folder / "data"


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: re.sub(r"[^a-z0-9-]+", "_", " ".join(words)))
def test_nothing_that_is_printed_steers(archive: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(archive.parent)
    monkeypatch.setenv("QUESON_ARCHIVE", str(archive))
    ran = CliRunner().invoke(main, words)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    assert steering(ran.stdout + ran.stderr) == []


def test_names_within_a_package_steer_nothing_and_forge_no_line(tmp_path: Path) -> None:
    site = Foreign().site(news()).data
    names = [f"archive/{HOSTILE}\nqueson: done.warc.gz".replace("\x9b", ""), "archive/b\x1b[2J\u061c.warc.gz"]
    file = wacz(tmp_path / "a\u202e.wacz", [(names[0], site), (names[1], site[:500])])
    ran = here("import", file, "--archive", tmp_path / "data")
    assert ran.code == 3
    assert steering(ran.said) == []
    assert "\nqueson: done" not in ran.said


def test_a_feed_is_xml_and_lines_are_what_was_taken_in(archive: Path) -> None:
    ElementTree.fromstring(here("export", "atom", "--archive", archive).out)
    lines = map(json.loads, here("export", "jsonl", "--archive", archive).out.splitlines())
    titles = [line["title"] for line in lines if line["record"] == "article"]
    assert titles == [HOSTILE]


def test_a_table_on_a_terminal_steers_nothing(archive: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command("export", "csv", "--archive", archive), env=environment(), stdout=theirs)
    os.close(theirs)
    shown = b""
    try:
        while more := os.read(ours, 1 << 16):
            shown += more
    except OSError:  # Linux says so that nobody has it open any more
        pass
    assert process.wait(60) == 0
    os.close(ours)
    assert "tin/1" in shown.decode()
    assert steering(shown.decode().replace("\r\n", "\n")) == []
