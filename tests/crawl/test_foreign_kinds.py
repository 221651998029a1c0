"""Foreign files mean what their makers meant: forms of WARC that other tools write, each read or named."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.crawl.foreign import BASE, Foreign, digest, wacz
from tests.crawl.test_import import assert_rebuilds
from tests.crawl.tools import Ran, assert_sound, here, news, rows, value

SITE = {path: told for path, told in news().items() if path != "/robots.txt"}
ARTICLES = [path for path in SITE if "100" in path]
HTTP = {"Content-Type": "application/http; msgtype=response"}
HTML = "Content-Type: text/html; charset=utf-8\r\n"


def take(folder: Path, *files: object) -> Ran:
    return here("import", *files, "--archive", folder)


def message(body: bytes, lines: str = HTML) -> bytes:
    return f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + body


def pages(
    file: Foreign,
    paths: Iterable[str] = SITE,
    *,
    lines: str = HTML,
    base: str = BASE,
    more: dict[str, str] | None = None,
) -> Foreign:
    """A response for each page, with header lines of HTTP and headers of WARC."""
    for path in paths:
        file.record("response", base + path, message(SITE[path].body, lines), HTTP if more is None else more)
    return file


def articles(folder: Path) -> int:
    return int(value(folder, "select count(*) from articles"))


@pytest.mark.parametrize(
    ("lines", "more"),
    [
        ("Content-Type:\ttext/html; charset=utf-8\r\n", HTTP),
        ("Content-Type : text/html; charset=utf-8\r\n", HTTP),
        ("CONTENT-TYPE:\r\n  TEXT/HTML;\r\n\tcharset=utf-8\r\n", HTTP),
        ("Server: IIS\r\n", HTTP),
        ("Server: IIS\r\n", {**HTTP, "WARC-Identified-Payload-Type": "text/html"}),
        (HTML, {}),
        (HTML, {"Content-Type": "Application/HTTP;msgtype=response"}),
    ],
)
def test_a_page_is_one_however_its_type_is_written(tmp_path: Path, lines: str, more: dict[str, str]) -> None:
    file = pages(Foreign(), lines=lines, more=more).save(tmp_path / "a.warc.gz")
    assert take(tmp_path / "data", file).code == 0
    assert articles(tmp_path / "data") == 6
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


@pytest.mark.parametrize("base", ["HTTP://tin.example", "<http://tin.example", "hTTp://TIN.example"])
def test_an_address_is_one_however_its_scheme_is_written(tmp_path: Path, base: str) -> None:
    assert take(tmp_path / "data", pages(Foreign(), base=base).save(tmp_path / "a.warc.gz")).code == 0
    assert articles(tmp_path / "data") == 6
    assert value(tmp_path / "data", "select count(*) from captures where url not like 'http://%'") == 0
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


@pytest.mark.parametrize(
    ("date", "fetched"),
    [
        ("2022-05-01T09:03:04+07:00", "2022-05-01T02:03:04Z"),
        ("2022-05-01T02:03:04.123456789Z", "2022-05-01T02:03:04Z"),
        ("2022-05-01T00:33:04-0130", "2022-05-01T02:03:04Z"),
        ("20220501020304", "2022-05-01T02:03:04Z"),
        ("2022-05-01T02:03Z", "2022-05-01T02:03:00Z"),
        ("2022-05", "2022-05-01T00:00:00Z"),
        ("2022", "2022-01-01T00:00:00Z"),
    ],
)
def test_a_date_is_read_in_every_form_that_warc_allows(tmp_path: Path, date: str, fetched: str) -> None:
    file = pages(Foreign(date=date)).save(tmp_path / "a.warc.gz")
    assert take(tmp_path / "data", file).code == 0
    assert rows(tmp_path / "data", "select distinct fetched_at from captures") == [(fetched,)]
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


@pytest.mark.parametrize("date", ["yesterday", "2022-13-45T00:00:00Z", "2022-05-01T02:03:04+99:99"])
def test_a_date_that_cannot_be_read_is_named(tmp_path: Path, date: str) -> None:
    file = pages(Foreign(), ["/tin-tuc", *ARTICLES[:5]])
    file.date = date
    ran = take(tmp_path / "data", pages(file, ARTICLES[5:]).save(tmp_path / "a.warc.gz"))
    assert ran.code == 3
    assert date[:10] in ran.said
    assert articles(tmp_path / "data") == 5


def test_of_two_captures_within_a_second_the_fraction_tells_the_later_one(tmp_path: Path) -> None:
    late = Foreign(date="2022-05-01T02:03:04.900Z")
    changed = SITE[ARTICLES[0]].body.replace("đại biểu".encode(), "khách mời".encode())
    late.record("response", BASE + ARTICLES[0], message(changed), HTTP)
    early = pages(Foreign(date="2022-05-01T02:03:04.100Z"))
    file = tmp_path / "a.warc.gz"
    file.write_bytes(late.data + early.data)
    assert take(tmp_path / "data", file).code == 0
    shown = "select lead || body like '%khách mời%' from articles where url = ?"
    assert value(tmp_path / "data", shown, BASE + ARTICLES[0]) == 1
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


def test_bodies_in_zstd_are_read_and_in_what_nobody_knows_they_are_named(tmp_path: Path) -> None:
    import zstandard

    known, unknown = Foreign(), Foreign()
    for path, told in SITE.items():
        packed = zstandard.ZstdCompressor().compress(told.body)
        known.record("response", BASE + path, message(packed, HTML + "Content-Encoding: zstd\r\n"), HTTP)
        hidden = bytes(255 - byte for byte in told.body)
        unknown.record("response", BASE + path, message(hidden, HTML + "Content-Encoding: dcz\r\n"), HTTP)
    assert take(tmp_path / "known", known.save(tmp_path / "a.warc.gz")).code == 0
    assert articles(tmp_path / "known") == 6
    ran = take(tmp_path / "unknown", unknown.save(tmp_path / "b.warc.gz"))
    assert ran.code == 3
    assert "dcz" in ran.said


def test_a_record_that_says_it_is_cut_is_named_and_a_whole_one_is_preferred(tmp_path: Path) -> None:
    path = ARTICLES[0]
    body = SITE[path].body
    half = message(body[: len(body) * 2 // 3])
    file = pages(Foreign(), [each for each in SITE if each != path])
    file.record("response", BASE + path, half, {**HTTP, "WARC-Truncated": "length"})
    ran = take(tmp_path / "cut", file.save(tmp_path / "a.warc.gz"))
    assert ran.code == 3
    assert "only a part was kept (length)" in " ".join(ran.said.split())
    assert value(tmp_path / "cut", "select count(*) from problems where kind = 'cut off' and url = ?", BASE + path) == 1
    assert_rebuilds(tmp_path / "cut", tmp_path / "anew")
    whole = take(tmp_path / "whole", pages(Foreign(date="2020-01-01T00:00:00Z")).save(tmp_path / "b.warc.gz"))
    assert whole.code == 0
    text = "select body from articles where url = ?"
    before = value(tmp_path / "whole", text, BASE + path)
    assert take(tmp_path / "whole", tmp_path / "a.warc.gz").code == 3
    assert value(tmp_path / "whole", text, BASE + path) == before


def segmented(paths: Iterable[str], *, last: bool) -> Foreign:
    """Each page in three segments, or without the last of them."""
    file = Foreign()
    for path in paths:
        block = message(SITE[path].body)
        third = len(block) // 3
        name = file.record("response", BASE + path, block[:third], {**HTTP, "WARC-Segment-Number": "1"})
        more = {"WARC-Segment-Origin-ID": name, "Content-Type": "application/octet-stream"}
        file.record("continuation", BASE + path, block[third : 2 * third], {**more, "WARC-Segment-Number": "2"})
        if last:
            end = {"WARC-Segment-Number": "3", "WARC-Segment-Total-Length": str(len(block))}
            file.record("continuation", BASE + path, block[2 * third :], {**more, **end})
    return file


def test_segments_are_joined_and_a_missing_one_is_named(tmp_path: Path) -> None:
    assert take(tmp_path / "plain", pages(Foreign()).save(tmp_path / "a.warc.gz")).code == 0
    assert take(tmp_path / "joined", segmented(SITE, last=True).save(tmp_path / "b.warc.gz")).code == 0
    texts = "select url, title, lead, body from articles order by url"
    assert rows(tmp_path / "joined", texts) == rows(tmp_path / "plain", texts)
    assert_sound(tmp_path / "joined")
    assert_rebuilds(tmp_path / "joined", tmp_path / "anew")
    ran = take(tmp_path / "torn", segmented(SITE, last=False).save(tmp_path / "c.warc.gz"))
    assert ran.code == 3
    assert "last segment is not there" in " ".join(ran.said.split())


def test_the_part_of_a_warc_that_holds_only_pictures_goes_to_the_portal_of_its_host(tmp_path: Path) -> None:
    shown = SITE[ARTICLES[0]].body.replace(b"</h1>", b"</h1><p><img src='/anh/1.gif'></p>", 1)
    file = pages(Foreign(), [path for path in SITE if path != ARTICLES[0]])
    file.record("response", BASE + ARTICLES[0], message(shown), HTTP)
    picture = Foreign()
    gif = b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF89a" + bytes(900)
    picture.record("response", f"{BASE}/anh/1.gif", gif, HTTP)
    part = picture.save(tmp_path / "b.warc.gz")
    ran = take(tmp_path / "other", part)
    assert ran.code == 1
    assert "--portal" in ran.err
    assert take(tmp_path / "data", file.save(tmp_path / "a.warc.gz")).code == 0
    wanted = value(tmp_path / "data", "select count(*) from images where capture_id is null")
    assert take(tmp_path / "data", part).code == 0
    assert value(tmp_path / "data", "select count(*) from images where capture_id is not null") == wanted
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")


def test_a_file_without_the_home_page_loses_no_article(tmp_path: Path) -> None:
    first = pages(Foreign(), [path for path in SITE if path not in ARTICLES]).save(tmp_path / "a.warc.gz")
    second = pages(Foreign(), ARTICLES).save(tmp_path / "b.warc.gz")
    take(tmp_path / "data", first)
    assert take(tmp_path / "data", second).code == 0
    assert articles(tmp_path / "data") == 6
    take(tmp_path / "second", second)
    assert articles(tmp_path / "second") == 6
    take(tmp_path / "one", pages(Foreign(), ARTICLES[:1]).save(tmp_path / "c.warc.gz"))
    assert articles(tmp_path / "one") == 1
    assert_rebuilds(tmp_path / "one", tmp_path / "anew")


@pytest.mark.parametrize("size", [700, 5000, 65280])
def test_gzip_blocks_that_do_not_follow_the_records_are_read_as_one_stream(tmp_path: Path, size: int) -> None:
    file = Foreign(gzipped=False)
    noise = b"".join(digest(b"%d" % number).encode() for number in range(4000))
    file.record("response", f"{BASE}/to.bin", message(noise, "Content-Type: application/octet-stream\r\n"), HTTP)
    data = pages(file).data
    blocks = [zlib.compress(data[at : at + size], 6, 31) for at in range(0, len(data), size)]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(blocks))
    assert gzip.decompress(path.read_bytes()) == data
    assert take(tmp_path / "data", path).code == 0
    assert articles(tmp_path / "data") == 6


def revisits(date: str, profile: str, *, block: bytes, said: bool = True) -> Foreign:
    """A second crawl: the home page has changed, all else refers to what the first one brought."""
    file = Foreign(date=date)
    file.record("response", f"{BASE}/", message(SITE["/"].body + b"<!-- 2 -->"), HTTP)
    for path, told in SITE.items():
        if path != "/":
            named = {"WARC-Refers-To-Target-URI": BASE + path, "WARC-Refers-To-Date": "2022-05-01T02:03:04Z"}
            if said:
                named["WARC-Payload-Digest"] = digest(told.body)
            kind = {"WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}"}
            file.record("revisit", BASE + path, block, {**kind, **named, **(HTTP if block else {})})
    return file


REVISITS: list[tuple[str, bytes, bool]] = [
    ("identical-payload-digest", message(b""), True),
    ("identical-payload-digest", b"", True),
    ("identical-payload-digest", b"", False),
    ("server-not-modified", b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n", False),
]


@pytest.mark.parametrize(("profile", "block", "said"), REVISITS)
def test_a_revisit_is_resolved_by_what_the_archive_holds(
    tmp_path: Path, profile: str, block: bytes, said: bool
) -> None:
    first = pages(Foreign(date="2022-05-01T02:03:04Z")).save(tmp_path / "a.warc.gz")
    second = revisits("2022-06-01T02:03:04Z", profile, block=block, said=said).save(tmp_path / "b.warc.gz")
    june = "select count(*) from captures where fetched_at like '2022-06%' and role in ('article', 'list', 'page')"
    folder = tmp_path / "after"
    assert take(folder, first).code == 0
    ran = take(folder, second)
    assert ran.code == 0, ran.said
    assert value(folder, june) == len(SITE)
    assert articles(folder) == 6
    assert value(folder, "select count(*) from revisions") == 6
    assert value(folder, "select count(*) from articles where last_seen_at like '2022-06%'") == 6
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


def test_a_file_of_revisits_is_taken_in_again_when_its_originals_have_come(tmp_path: Path) -> None:
    first = pages(Foreign(date="2022-05-01T02:03:04Z")).save(tmp_path / "a.warc.gz")
    second = revisits("2022-06-01T02:03:04Z", "identical-payload-digest", block=message(b"")).save(
        tmp_path / "b.warc.gz"
    )
    folder = tmp_path / "data"
    assert take(folder, second).code == 3
    size = sum(path.stat().st_size for path in (folder / "warc").iterdir())
    again = take(folder, second)
    assert "has all of it already" in again.said
    assert sum(path.stat().st_size for path in (folder / "warc").iterdir()) == size
    assert take(folder, first).code == 0
    assert take(folder, second).code == 0
    june = "select count(*) from captures where fetched_at like '2022-06%'"
    assert value(folder, june) == len(SITE)
    assert "has all of it already" in take(folder, second).said
    assert_sound(folder)
    assert_rebuilds(folder, tmp_path / "anew")


def test_a_revisit_is_not_resolved_by_another_page_of_its_address(tmp_path: Path) -> None:
    other = Foreign(date="2022-05-01T02:03:04Z")
    for path, told in SITE.items():
        other.record("response", BASE + path, message(told.body + b"<!-- another -->"), HTTP)
    second = revisits("2022-06-01T02:03:04Z", "identical-payload-digest", block=message(b"")).save(
        tmp_path / "b.warc.gz"
    )
    assert take(tmp_path / "data", other.save(tmp_path / "a.warc.gz")).code == 0
    assert take(tmp_path / "data", second).code == 3


def packed_in_zstd(file: Foreign, *, frames: bool, dictionary: bool) -> bytes:
    """The records in zstd: as one frame or one for each, with a dictionary at the beginning (itself packed) or none."""
    import zstandard

    parts = [b"WARC/1.1" + part for part in file.data.split(b"WARC/1.1")[1:]] if frames else [file.data]
    if not dictionary:
        return b"".join(map(zstandard.ZstdCompressor().compress, parts))
    words = zstandard.train_dictionary(4096, [part[at : at + 300] for part in parts for at in range(0, len(part), 100)])
    data = zstandard.ZstdCompressor().compress(words.as_bytes())
    head = b"\x5d\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data
    return head + b"".join(map(zstandard.ZstdCompressor(dict_data=words).compress, parts))


@pytest.mark.parametrize(("frames", "dictionary"), [(False, False), (True, False), (True, True)])
def test_a_warc_in_zstd_is_read_as_far_as_it_goes(tmp_path: Path, frames: bool, dictionary: bool) -> None:
    data = packed_in_zstd(pages(Foreign(gzipped=False)), frames=frames, dictionary=dictionary)
    (tmp_path / "a.warc.zst").write_bytes(data)
    assert take(tmp_path / "data", tmp_path / "a.warc.zst").code == 0
    assert articles(tmp_path / "data") == 6
    assert_rebuilds(tmp_path / "data", tmp_path / "anew")
    if frames:
        garbled = data[:-40] + bytes(40)
        (tmp_path / "b.warc.zst").write_bytes(garbled)
        assert take(tmp_path / "torn", tmp_path / "b.warc.zst").code == 3
        assert articles(tmp_path / "torn") == 5


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_that_lies_in_a_wacz_is_read(tmp_path: Path, method: int) -> None:
    first = wacz(tmp_path / "1.wacz", [("archive/a.warc.gz", pages(Foreign(), list(SITE)[:4]).data)], method)
    second = wacz(tmp_path / "2.wacz", [("archive/a.warc.gz", pages(Foreign(), list(SITE)[4:]).data)], method)
    several = [("1.wacz", first.read_bytes()), ("2.wacz", second.read_bytes())]
    outer = wacz(tmp_path / "all.wacz", several, method)
    assert take(tmp_path / "data", outer).code == 0
    assert articles(tmp_path / "data") == 6
    deep = outer
    for number in range(3):
        deep = wacz(tmp_path / f"deep{number}.wacz", [("x.wacz", deep.read_bytes())], method)
    assert take(tmp_path / "deep", deep).code in (1, 3)


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1"])
def test_a_segment_of_no_possible_number_breaks_no_import(tmp_path: Path, number: str) -> None:
    file = pages(Foreign())
    told = {"WARC-Segment-Number": number, "WARC-Segment-Origin-ID": "<urn:uuid:x>"}
    file.record("continuation", f"{BASE}/", b"abc", told)
    assert take(tmp_path / "data", file.save(tmp_path / "a.warc.gz")).code == 3
