"""What kind of file someone gives us, whatever its name says."""

import gzip
from pathlib import Path

import pytest

from queson_crawler.imports.kinds import FileKind, kind_of

BEGINNINGS = {
    b"WARC/1.1\r\nWARC-Type: warcinfo\r\n": FileKind.WARC,
    b"PK\x03\x04datapackage.json": FileKind.WACZ,
    b'{"queson": 1}\n': FileKind.JSONL,
    b'\xef\xbb\xbf \n{"key": "a/1"}\n': FileKind.JSONL,
    b"key,title\r\n": FileKind.UNKNOWN,
    b"": FileKind.UNKNOWN,
    b"\x1f\x8bnot gzip": FileKind.UNKNOWN,
}


@pytest.mark.parametrize(("begin", "kind"), BEGINNINGS.items())
def test_a_file_is_known_by_how_it_begins(tmp_path: Path, begin: bytes, kind: FileKind) -> None:
    path = tmp_path / "anything.txt"
    path.write_bytes(begin)
    assert kind_of(path) is kind
    if begin and kind is not FileKind.WACZ:
        path.write_bytes(gzip.compress(begin))
        assert kind_of(path) is kind
