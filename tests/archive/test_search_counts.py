"""Counts mean what they say: for each of forty queries a scan of the texts, written apart from the search, counts the
same as the library, the command, the room and the exports."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from datasette.app import Datasette

from archive.search import Query, count, facets, find, search
from archive.store import Archive
from archive.text import fold, tone_key
from queson_crawler.cli import main
from tests.archive.make import article, opened, shown
from tests.bench.synthetic import Writer

ARTICLES = 40
SPECIAL = (
    ("Ông Phan Lan Tú thăm xã", "Ông Phan Lan Tú, Giám đốc Sở, đến thăm."),
    ("Phần việc của Tú", "Lần này phần việc lan sang người tên Tú."),
    ("Phan lan tu hú", "Cây phan, hoa lan; tu hú kêu."),
    ("Đường về quế sơn", "Đường làng, con dương cầm; quê sơn mài ở hoà bình."),
    ("Dương cầm", "Dưỡng lão, dương cầm và hòa tấu. Quế Son là tên gọi sai."),
    ("Quyết định 05/QĐ-UBND", "Theo 5/QĐ-UBND và 1117/qd-ubnd ngày 5/6/2020; nghị quyết 05/NQ-HĐND."),
    ("Người Việt Nam dùng hàng Việt Nam", "Cuộc vận động người Việt Nam ưu tiên dùng hàng Việt Nam."),
    ("Tỷ lệ hộ nghèo", "Tỉ lệ hộ nghèo giảm, kỹ thuật và kĩ năng tăng."),
    ("Đường sá", "Đường sá; đương nhiên. Quế ở gần đây, rồi tới sơn."),
)
Held = Callable[[list[str]], bool]
"""Whether the words of an article, in lower case and in order, hold everything."""


@cache
def is_word(word: str, typed: str) -> bool:
    """A word typed with marks is that word alone, whatever the style of its tone, i or y; one without them is open."""
    if fold(typed) == typed:
        return _i(fold(word)) == _i(typed)
    return _i(tone_key(word)) == _i(tone_key(typed))


def _i(word: str) -> str:
    """The syllables in which i and y are one sound, with i."""
    return re.sub(r"\A([hklmst]|qu)[y]\Z", r"\1i", word).translate(_Y) if len(word) <= 3 else word


_Y = str.maketrans({"ý": "í", "ỳ": "ì", "ỷ": "ỉ", "ỹ": "ĩ", "ỵ": "ị"})


def has(typed: str) -> Held:
    """All these words, each anywhere."""
    return lambda words: all(any(is_word(word, one) for word in words) for one in typed.lower().split())


def row(typed: str) -> Held:
    """All these words in a row; a day or number below ten with or without its zero."""
    wanted = re.findall(r"[^\W_]+", typed.lower())

    def held(words: list[str]) -> bool:
        for start in range(len(words)):
            some = words[start : start + len(wanted)]
            if len(some) == len(wanted) and all(map(_same, some, wanted)):
                return True
        return False

    return held


def _same(word: str, typed: str) -> bool:
    return is_word(word, typed) or (typed.isdecimal() and word.isdecimal() and int(word) == int(typed) < 10)


def both(*parts: Held) -> Held:
    return lambda words: all(part(words) for part in parts)


def either(*parts: Held) -> Held:
    return lambda words: any(part(words) for part in parts)


def no(part: Held) -> Held:
    return lambda words: not part(words)


QUERIES: dict[str, Held] = {
    **{
        typed: has(typed)
        for typed in (
            "đường", "duong", "dương", "Phan Lan Tú", "phan lan tu", "phan lan", "tú", "quế sơn", "que son", "quế son",
            "que sơn", "huyện", "huyen nhan", "nhân dân", "nhan dân", "hoà bình", "hòa binh", "tỷ lệ", "tỉ le", "ti lệ",
            "kỹ thuật", "Người Việt Nam ưu tiên dùng hàng Việt Nam", "nguoi viet nam uu tien dung hang viet nam",
            "kế hoạch đầu tư dự án nhiệm vụ kết quả", "ở đâu", "của các", "zzzz", "xã zzzz",
        )
    },
    '"quế sơn"': row("quế sơn"),
    '"quế son"': row("quế son"),
    '"que son"': row("que son"),
    '"phan lan tú"': row("phan lan tú"),
    "05/QĐ-UBND": row("05 qđ ubnd"),
    "1117/QĐ-UBND": row("1117 qđ ubnd"),
    "1117/qd-ubnd": row("1117 qd ubnd"),
    "05/nq-hdnd": row("05 nq hdnd"),
    "5/6/2020": row("5 6 2020"),
    "duong NOT dương": both(has("duong"), no(has("dương"))),
    "đường NOT duong": both(has("đường"), no(has("duong"))),
    "đường OR tu": either(has("đường"), has("tu")),
    "(quế OR dương) cam": both(either(has("quế"), has("dương")), has("cam")),
    '"quế sơn" NOT "phan lan"': both(row("quế sơn"), no(row("phan lan"))),
    'xa NOT "quế son"': both(has("xa"), no(row("quế son"))),
}  # fmt: skip
assert len(QUERIES) >= 40
OUTPUTS = ("Phan Lan Tú", "Người Việt Nam ưu tiên dùng hàng Việt Nam", '"quế son"', "05/QĐ-UBND", "xã zzzz")


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    writer = Writer(3)
    made = (writer.article() for _ in range(ARTICLES))
    return [*((each.title, f"{each.lead}\n\n{each.body}") for each in made), *SPECIAL]


@pytest.fixture(scope="module")
def folder(texts: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("counts")
    pages = []
    for number, (title, body) in enumerate(texts, 1):
        told = article(str(number), title=title, body=body, published_at=f"20{number % 12 + 10}-05-24T08:00:00+07:00")
        pages.append(shown(number, told))
    with opened(made, *pages):
        return made


@pytest.fixture(scope="module")
def archive(folder: Path) -> Iterable[Archive]:
    with Archive.open(folder) as opened_again:
        yield opened_again


def scanned(texts: list[tuple[str, str]], typed: str) -> set[str]:
    """The ids of the articles that hold everything, by their texts alone."""
    held = set()
    for number, text in enumerate(texts, 1):
        if QUERIES[typed](re.findall(r"[^\W_]+", " ".join(text).lower())):
            held.add(str(number))
    return held


def ids(keys: Iterable[str]) -> set[str]:
    return {key.rpartition("/")[2] for key in keys}


@pytest.mark.parametrize("typed", QUERIES)
def test_what_is_counted_is_what_a_scan_of_the_texts_finds(
    archive: Archive, texts: list[tuple[str, str]], typed: str
) -> None:
    held = scanned(texts, typed)
    query = Query(typed, fold_copies=False)
    found = find(archive, query, limit=500)
    assert ids(hit.key for hit in found.hits if hit.complete) == held
    assert (found.total, found.articles, found.more) == (len(held), len(held), False)
    assert len(found.hits) == found.total + found.near
    assert [hit.complete for hit in found.hits] == [True] * found.total + [False] * found.near
    assert count(archive, query) == len(held)
    assert sum(facets(archive, query).years.values()) == sum(facets(archive, query).portals.values()) == len(held)
    near = Query(typed, fold_copies=False, near=True)
    assert count(archive, near) == sum(facets(archive, near).years.values()) == found.shown


def test_the_queries_tell_marks_apart(texts: list[tuple[str, str]]) -> None:
    """The scan itself can fail: what is open holds more than what binds."""
    number = {typed: len(scanned(texts, typed)) for typed in QUERIES}
    assert 0 < number["đường"] < number["duong"]
    assert 0 < number["Phan Lan Tú"] < number["phan lan"]
    assert number["1117/QĐ-UBND"] == 0 < number["1117/qd-ubnd"]
    assert number['"quế son"'] > 0 == number["zzzz"]


@pytest.mark.parametrize("near", [False, True])
async def test_every_output_counts_the_same_and_says_of_what(
    folder: Path, texts: list[tuple[str, str]], near: bool
) -> None:
    room = Datasette([str(folder / "archive.db")])
    for typed in (
        "Phan Lan Tú",
        "đường",
        "Người Việt Nam ưu tiên dùng hàng Việt Nam",
        '"quế son"',
        "05/QĐ-UBND",
        "xã zzzz",
    ):
        held = scanned(texts, typed)
        told = command(folder, "search", typed, "--copies", "--facets", "--limit", "500", "--json", near=near)
        as_json = json.loads(told)
        others = as_json["near"]["total"]
        expected = len(held) + others * near
        assert as_json["part"] == ("whole and near" if near else "whole")
        assert as_json["total"] == len(held)
        assert len(as_json["hits"]) == sum(each["count"] for each in as_json["facets"]["years"]) == expected
        lines = command(folder, "export", "csv", typed, near=near)
        assert len(list(csv.DictReader(io.StringIO(lines)))) == expected
        path = f"/-/search?{urlencode({'q': typed, 'copies': 'all', 'near': '1' if near else ''})}"
        rows = (await room.client.get(f"{path}&_format=json")).json()
        assert rows["total"] == len(rows["rows"]) == expected
        assert rows["near"]["total"] == (0 if near else others)
        answer = await room.client.get(f"{path}&_format=csv")
        assert len(list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))) == expected
        assert json.loads(answer.headers["x-queson-result"])["total"] == expected
        entries = ElementTree.fromstring((await room.client.get(f"{path}&_format=atom")).text)
        assert len(entries.findall("{http://www.w3.org/2005/Atom}entry")) == min(50, expected)
        page = (await room.client.get(f"{path}&lang=en")).text
        assert f"<strong>{len(held)}</strong> results hold everything" in page or not expected + others


def command(folder: Path, *words: str, near: bool) -> str:
    given = [*words, "--archive", str(folder)]
    if near:
        given.append("--near")
    done = CliRunner().invoke(main, given)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_says_what_holds_everything_and_what_comes_near(folder: Path, texts: list[tuple[str, str]]) -> None:
    said = command(folder, "search", "Phan Lan Tú", "--copies", near=False)
    held = len(scanned(texts, "Phan Lan Tú"))
    counted = re.search(r"(\d+) of (\d+) articles that hold everything; (\d+) others come near", said)
    assert counted
    assert (int(counted[1]), int(counted[2])) == (held, held)
    assert int(counted[3]) > 0
    assert "These come near" in said
    said = command(folder, "search", "xã zzzz", near=False)
    assert "No article holds all of it" in said
    done = CliRunner().invoke(main, ["export", "csv", "Phan Lan Tú", "--archive", str(folder)])
    assert f"{held} articles that hold everything; {counted[3]} more come near and are left out" in done.stderr


def test_json_tells_how_a_query_was_understood(folder: Path) -> None:
    told: dict[str, Any] = json.loads(
        command(folder, "search", 'Phan Lan Tú NOT "quế sơn"', "--since", "24/5/2012", "--json", near=False)
    )
    assert told["understood"] == {
        "words": 'Phan Lan Tú NOT "quế sơn"', "expression": '(("phan" AND "lan" AND "tu") NOT "que son")',
        "bound": ["tú"], "open": ["phan", "lan"], "without": ['"quế sơn"'], "question": False, "copies": "folded",
        "since": "2012-05-24",
    }  # fmt: skip
    assert told["suggestion"] is None


@pytest.mark.parametrize("day", ["24/05/2015", "24-5-2015", "2015-05-24", "24.5.2015"])
def test_an_export_reads_dates_as_a_search_does(folder: Path, day: str) -> None:
    lines = command(folder, "export", "csv", "--since", day, "--until", day, near=False)
    found = json.loads(command(folder, "search", "--since", day, "--until", day, "--json", "--copies", near=False))
    assert len(list(csv.DictReader(io.StringIO(lines)))) == found["total"] == 4


def test_hits_come_in_one_order_page_by_page(archive: Archive) -> None:
    for typed in ("Phan Lan Tú", "đường", "kế hoạch đầu tư dự án nhiệm vụ kết quả"):
        every = search(archive, typed, limit=300)
        paged = [search(archive, typed, limit=1, offset=at)[0] for at in range(min(40, len(every)))]
        assert paged == list(every[:40])
