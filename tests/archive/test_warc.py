"""What is written comes back, other tools can read it, and a kill costs at most the record in hand."""

import gzip
import itertools
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import WarcDamaged, WarcFailed
from archive.events import Event, RunCutOff, Unknown
from archive.records import Capture, Page
from archive.store import Archive
from archive.warc import Exchange, Mended, Place, StoredEvent, StoredExchange, mend, names, output, read_all, read_at
from archive.warc.coding import decoded, is_damaged
from tests.archive.make import capture, exchange, moment, opened, writer, zipped
from tests.harness.processes import python, run


def checked(folder: Path) -> str:
    """What `warcio check -v` and `gzip -t` say; both have to be content."""
    files = [str(path) for path in names.in_order(folder)]
    subprocess.run(["gzip", "-t", *files], check=True)
    found = run(python("-m", "warcio.cli", "check", "-v", *files))
    found.check_returncode()
    assert found.stderr == ""
    return found.stdout


def stored(of: Exchange, place: Place) -> Capture:
    return capture(
        1, url=of.url, sha256=place.sha256, warc_file=place.file, warc_offset=place.offset, warc_length=place.length
    )


def test_what_is_written_comes_back_in_order(tmp_path: Path) -> None:
    sent = [
        exchange(1),
        zipped(2),
        exchange(3, b"", status=404, reason="Not Found", method="POST", request_body=b"a=1"),
    ]
    with writer(tmp_path) as warc:
        warc.write_event(Event(1, moment(0), Unknown("moon", {"portal": "quế sơn", "run": 1})))
        places = [warc.write(each) for each in sent]
        warc.write_event(Event(1, moment(9), RunCutOff()))
    event, *answers, end = read_all(tmp_path)
    assert isinstance(event, StoredEvent)
    assert event.event == Event(1, moment(0), Unknown("moon", {"portal": "quế sơn", "run": 1}))
    assert isinstance(end, StoredEvent)
    assert end.event == Event(1, moment(9), RunCutOff())
    assert answers == [StoredExchange(each, place) for each, place in zip(sent, places, strict=True)]
    assert [read_at(tmp_path, Place(place.file, place.offset, place.length)) for place in places] == answers


def test_other_tools_verify_every_record(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        for number in range(1, 4):
            warc.write(zipped(number))
        warc.write_event(Event(1, moment(9), RunCutOff()))
    said = checked(tmp_path)
    assert said.count("digest pass") == 1 + 3 * 2 + 1
    assert "no digest" not in said


def test_a_flipped_bit_is_noticed_by_other_tools(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        place = warc.write(exchange())
    path = tmp_path / place.file
    data = path.read_bytes()
    end = place.offset + place.length
    record = gzip.decompress(data[place.offset : end]).replace(b"<p>", b"<q>", 1)
    path.write_bytes(data[: place.offset] + gzip.compress(record) + data[end:])
    with pytest.raises(subprocess.CalledProcessError):
        checked(tmp_path)


def test_a_payload_seen_before_becomes_a_revisit_that_needs_no_index(tmp_path: Path) -> None:
    known: dict[str, Capture] = {}
    with writer(tmp_path, find_payload=known.get) as warc:
        first = warc.write(exchange(1))
        known[first.sha256] = stored(exchange(1), first)
        again = warc.write(exchange(2))
    assert (again.record_type, again.sha256) == ("revisit", first.sha256)
    assert read_at(tmp_path, again) == StoredExchange(exchange(2), again)
    record = gzip.decompress((tmp_path / again.file).read_bytes()[again.offset :][: again.length]).decode()
    for line in ("WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
                 "WARC-Refers-To-Target-URI: http://queson.example/bai?id=1", f"WARC-Refers-To-Date: {moment(1)}",
                 "WARC-Refers-To: <urn:uuid:"):  # fmt: skip
        assert line in record
    assert "not checked (revisit)" in checked(tmp_path)


def test_only_what_is_really_there_is_referred_to(tmp_path: Path) -> None:
    known: dict[str, Capture] = {}
    with writer(tmp_path, find_payload=known.get) as warc:
        gone = warc.write(zipped(1))
        known[gone.sha256] = stored(zipped(1), gone)
        other_bytes = warc.write(zipped(2))
        assert (other_bytes.record_type, other_bytes.sha256) == ("response", gone.sha256), "equal text, other bytes"
        assert warc.write(zipped(1)).record_type == "revisit"
        known[gone.sha256] = replace(known[gone.sha256], warc_file="lost.warc.gz")
        assert warc.write(zipped(1)).record_type == "response"
        tiny = warc.write(exchange(3, b"tiny"))
        known[tiny.sha256] = stored(exchange(3), tiny)
        assert warc.write(exchange(4, b"tiny")).record_type == "response"


@pytest.mark.parametrize(
    "headers",
    [
        (("Set-Cookie", "a=1\r\nInjected: yes\r\n\r\nWARC/1.1"),),
        (("Na me\r\n:", "v"), ("", ""), ("Tên", "x"), ("\n", "\n")),
        (("Server", "Qu\u00e1\u00ba\u00bf"), ("X", "Quế Sơn"), ("Y", "\ud800"), ("Z", "\x00\x85\xa0\x1c")),
        (("X-Huge", "x" * 300_000), *(("X-Many", str(number)) for number in range(2000))),
        (("Transfer-Encoding", "chunked"), ("Content-Length", "5"), ("Content-Encoding", "gzip")),
        (("Content-Encoding", "deflate"),),
        (("Content-Type", " "),),
    ],
)
def test_no_header_breaks_a_record(tmp_path: Path, headers: tuple[tuple[str, str], ...]) -> None:
    sent = exchange(1, response_headers=headers, request_headers=headers, reason="Bad\r\nX: y", ip="", method="G T\n")
    with writer(tmp_path) as warc:
        place = warc.write(sent)
        warc.write(exchange(2))
    assert "digest pass" in checked(tmp_path)
    back, following = read_all(tmp_path)
    assert isinstance(back, StoredExchange)
    assert (back.place, back.exchange.body, len(back.exchange.response_headers)) == (place, sent.body, len(headers))
    assert isinstance(following, StoredExchange)
    assert following.exchange == exchange(2)


HEADER = st.tuples(st.text(max_size=20), st.text(max_size=60))


@given(headers=st.lists(HEADER, max_size=5), reason=st.text(max_size=20), url=st.text(max_size=40), body=st.binary())
def test_no_text_breaks_a_record(
    tmp_path_factory: pytest.TempPathFactory, headers: list[tuple[str, str]], reason: str, url: str, body: bytes
) -> None:
    folder = tmp_path_factory.mktemp("warc")
    sent = exchange(1, body, response_headers=tuple(headers), reason=reason, url=f"http://x/{url}")
    with writer(folder) as warc:
        place = warc.write(sent)
    back = read_at(folder, place).exchange
    assert (back.url, back.body, back.status, back.note) == (sent.url, body, 200, sent.note)
    assert len(back.response_headers) == len(headers)


@pytest.mark.parametrize(
    "url", ["http://x/a b\tc", "http://x/Quế Sơn?q=đ", "http://x/[", "http://x/\r\nX: y", "http://é.vn/%C4%91"]
)
def test_any_address_gives_a_valid_target_and_comes_back_as_it_was(tmp_path: Path, url: str) -> None:
    with writer(tmp_path) as warc:
        place = warc.write(exchange(1, url=url))
    record = gzip.decompress((tmp_path / place.file).read_bytes()[place.offset :]).decode("ascii", "replace")
    (target,) = [line for line in record.split("\r\n") if line.startswith("WARC-Target-URI: ")][:1]
    assert target.isascii()
    assert " " not in target.removeprefix("WARC-Target-URI: ")
    assert read_at(tmp_path, place).exchange.url == url
    checked(tmp_path)


def test_files_are_named_by_date_portal_and_number_and_turn_over(tmp_path: Path) -> None:
    with writer(tmp_path, name="queson", max_bytes=2000) as warc:
        places = [warc.write(exchange(number)) for number in (1, 2, 3)]
    with writer(tmp_path, name="Thị trấn/..") as warc:
        places.append(warc.write(exchange(0)))
    assert [place.file for place in places] == [
        "20260101000001-queson-00001.warc.gz",
        "20260101000001-queson-00001.warc.gz",
        "20260101000003-queson-00002.warc.gz",
        "20260101000000-Th-tr-n-..-00003.warc.gz",
    ]
    assert [each.exchange.fetched_at for each in read_all(tmp_path) if isinstance(each, StoredExchange)] == [
        moment(1), moment(2), moment(3), moment(0),
    ], "a clock that was turned back does not change the order"  # fmt: skip
    for path in tmp_path.iterdir():
        assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.1\r\nWARC-Type: warcinfo")


def test_reading_may_go_on_behind_a_place(tmp_path: Path) -> None:
    with writer(tmp_path, max_bytes=1500) as warc:
        places = [warc.write(exchange(number)) for number in range(1, 9)]
    for number, place in enumerate(places, 1):
        later = [each.exchange for each in read_all(tmp_path, after=place) if isinstance(each, StoredExchange)]
        assert later == [exchange(each) for each in range(number + 1, 9)]


def test_every_cut_is_mended_and_costs_only_what_was_torn(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        places = [warc.write(exchange(number)) for number in (1, 2)]
    path = tmp_path / places[0].file
    whole = path.read_bytes()
    for size in range(places[0].offset + places[0].length, len(whole), 7):
        path.write_bytes(whole[:size])
        mended = mend(tmp_path, after=places[0])
        kept = path.read_bytes()
        assert whole.startswith(kept)
        assert mended in (None, Mended(path.name, len(kept), size - len(kept)))
        assert sum(isinstance(each, StoredExchange) for each in read_all(tmp_path)) == (
            1 + (size >= places[1].offset + places[1].length)
        )
        assert mend(tmp_path) is None
        with writer(tmp_path / "next") as after:
            after.write(exchange())


def test_damage_before_whole_records_is_never_cut_off(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        places = [warc.write(exchange(number)) for number in (1, 2, 3)]
    path = tmp_path / places[0].file
    data = bytearray(path.read_bytes())
    data[places[1].offset + 40] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(WarcDamaged, match=rf"byte {places[1].offset}"):
        mend(tmp_path)
    assert path.read_bytes() == data
    with pytest.raises(WarcDamaged):
        list(read_all(tmp_path))
    assert read_at(tmp_path, places[2]).exchange == exchange(3)


@pytest.mark.parametrize(
    "place", [Place("no.warc.gz", 0, 10), Place("", 3, 100), Place("", 0, 10**6), Place("", 10**6, 9)]
)
def test_a_place_where_no_answer_is_says_so(tmp_path: Path, place: Place) -> None:
    with writer(tmp_path) as warc:
        file = warc.write(exchange()).file
    with pytest.raises(WarcDamaged, match=r"\.warc\.gz .*\.$"):
        read_at(tmp_path, replace(place, file=place.file or file))


def test_a_full_disk_leaves_the_last_whole_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warc = writer(tmp_path)
    place = warc.write(exchange(1))
    real = output.os.write

    def full(descriptor: int, data: memoryview) -> int:
        if len(data) < 300:
            raise OSError(28, "No space left on device")
        return real(descriptor, data[: len(data) // 2])

    monkeypatch.setattr(output.os, "write", full)
    with pytest.raises(WarcFailed, match="No space left"):
        warc.write(exchange(2))
    monkeypatch.undo()
    warc.write(exchange(3))
    warc.close()
    assert [each.exchange for each in read_all(tmp_path) if isinstance(each, StoredExchange)] == [
        exchange(1),
        exchange(3),
    ]
    assert place.file


def test_bytes_are_in_the_kernel_when_write_returns(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    place = warc.write(exchange())
    assert read_at(tmp_path, place).exchange == exchange()
    warc.close()


def test_an_answer_that_nothing_changed_refers_to_what_was_sent(tmp_path: Path) -> None:
    told = (("ETag", '"2"'), ("Content-Type", "text/plain"), ("Content-Length", "0"))
    again = replace(zipped(1), status=304, reason="Not Modified", response_headers=told, body=b"", fetched_at=moment(2))
    with writer(tmp_path) as warc:
        first = warc.write(zipped(1))
        second = warc.write(again, stored(zipped(1), first))
        third = warc.write(replace(again, fetched_at=moment(3)), replace(stored(again, second), sha256=first.sha256))
    for place in (second, third):
        back = read_at(tmp_path, place)
        assert (back.place.record_type, back.place.sha256, place.sha256) == ("revisit", first.sha256, first.sha256)
        assert (back.exchange.status, back.exchange.content) == (304, zipped(1).content)
        assert dict(back.exchange.response_headers) == {"ETag": '"2"', **dict(zipped(1).response_headers)}
    assert "server-not-modified" in gzip.decompress(names.in_order(tmp_path)[0].read_bytes()).decode("latin-1")
    checked(tmp_path)


def test_ids_go_on_behind_what_a_killed_crawl_wrote_but_did_not_store(tmp_path: Path) -> None:
    with opened(tmp_path) as archive, writer(archive.warc) as warc:
        place = warc.write(exchange(1))
        archive.store(Page(1, stored(exchange(1), place)))
        warc.write(exchange(2))
        warc.write(exchange(3))
        assert archive.next_capture_id() == 4
    path = names.in_order(tmp_path / "warc")[-1]
    path.write_bytes(path.read_bytes()[:-1])
    with Archive.open(tmp_path) as archive:
        assert archive.mend() is not None
        assert archive.next_capture_id() == 4


@pytest.mark.parametrize(
    ("body", "encoding", "content"),
    [
        (b"plain", "", b"plain"),
        (gzip.compress(b"a" * 9), "GZIP", b"a" * 9),
        (gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0", "x-gzip", b"ab"),
        (gzip.compress(bytes(range(256)) * 8, 0)[:1000], "gzip", (bytes(range(256)) * 8)[:985]),
        (gzip.compress(gzip.compress(b"twice")), "gzip, gzip", b"twice"),
        (b"x\x9cKL\x04\x00\x01%\x00\xc3", "deflate", b"aa"),
        (b"KL\x04\x00", "deflate", b"aa"),
        (b"<html>not encoded at all</html>", "gzip", b"<html>not encoded at all</html>"),
        (b"<html>not encoded at all</html>", "deflate", b"<html>not encoded at all</html>"),
        (b"", "gzip", b""),
        (b"?", "zstd", b"?"),
    ],
    ids=map(
        str, itertools.count()
    ),  # what gzip writes holds the time, and every worker of pytest-xdist must find the same tests
)
def test_content_encodings_come_off_as_far_as_they_can(body: bytes, encoding: str, content: bytes) -> None:
    assert decoded(body, encoding) == content


def test_a_body_that_breaks_off_within_its_encoding_is_damaged() -> None:
    whole = gzip.compress(b"<html>" + bytes(range(256)) * 8 + b"</html>", mtime=0)
    assert is_damaged(whole[: len(whole) // 2] + bytes(9), "gzip")
    assert is_damaged(whole[:-12], "gzip")
    assert not is_damaged(whole, "gzip")
    assert not is_damaged(whole + b"\0\0", "gzip")
    assert not is_damaged(b"<html>not encoded at all</html>", "gzip")
    assert not is_damaged(whole[:100], "")


@given(st.binary(), st.sampled_from(["gzip", "deflate", "gzip, deflate"]))
def test_no_body_breaks_the_decoder(body: bytes, encoding: str) -> None:
    decoded(body, encoding)
