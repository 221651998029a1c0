"""Commands in a locale that lacks the letters: all is done as ever, and what cannot be shown is replaced."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.crawl.tools import command, crawl, news, rows, site
from tests.harness.processes import environment

LATIN = {"PYTHONIOENCODING": "latin-1"}
ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kho") / "data"
    with site(news(3)) as portal:
        assert crawl(f"{portal.base}/", folder).code == 0
    return folder


def said(words: tuple[str, ...], locale: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(command(*words), env=environment() | locale, capture_output=True)
    assert b"Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("locale", [LATIN, ASCII], ids=["Latin-1", "ASCII"])
def test_what_is_not_there_is_replaced_and_json_loses_nothing(locale: dict[str, str], archive: Path) -> None:
    at = ("--archive", str(archive))
    done = said(("search", "khánh thành", *at), locale)
    assert done.returncode == 0
    assert b"Kh" in done.stdout
    assert b"?" in done.stdout
    done = said(("search", "khanh", "--json", *at), locale)
    titles = {each["title"] for each in json.loads(done.stdout)["hits"]}
    assert titles == {title for (title,) in rows(archive, "select title from articles")}


@pytest.mark.slow
@pytest.mark.parametrize("locale", [LATIN, ASCII], ids=["Latin-1", "ASCII"])
@pytest.mark.parametrize("words", ["status", "portals", "doctor", "verify", "copies", "schedule"])
def test_every_command_ends_as_it_should(words: str, locale: dict[str, str], archive: Path) -> None:
    at = () if words == "portals" else ("--archive", str(archive))
    assert said((words, *at), locale).returncode == 0
