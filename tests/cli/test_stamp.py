"""Time stamps by a service on loopback (openssl ts): they verify, by openssl too, and a changed byte breaks them."""

from __future__ import annotations

import errno
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive import stamps
from archive.stamps import MAX_STAMP
from tests.archive.make import article, opened, shown
from tests.crawl.foreign import Foreign
from tests.crawl.test_foreign_kinds import pages, take
from tests.crawl.tools import here

CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
[stamping]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = CA:FALSE
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[req]
distinguished_name = name
[name]
"""


def openssl(folder: Path, *words: object, given: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *map(str, words)], cwd=folder, input=given, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root and a time-stamping certificate of its own."""
    folder = tmp_path_factory.mktemp("tsa")
    if subprocess.run(["which", "openssl"], capture_output=True).returncode:
        pytest.skip("openssl is not there: apt install openssl")
    (folder / "a.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    made = ("-newkey", "rsa:2048", "-nodes", "-config", "a.cnf")
    openssl(
        folder,
        "req",
        "-x509",
        *made,
        "-keyout",
        "root.key",
        "-out",
        "root.pem",
        "-subj",
        "/CN=Root",
        "-extensions",
        "ca",
    )
    openssl(folder, "req", "-new", *made, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Stamps")
    signed = (
        "-CA",
        "root.pem",
        "-CAkey",
        "root.key",
        "-CAcreateserial",
        "-extfile",
        "a.cnf",
        "-extensions",
        "stamping",
    )
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-out", "tsa.pem", *signed)
    return folder


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "asked.tsq").write_bytes(asked)
            body = openssl(folder, "ts", "-reply", "-config", "a.cnf", "-queryfile", "asked.tsq")
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr"
    finally:
        server.shutdown()
        server.server_close()


def verified(folder: Path) -> tuple[int, str]:
    ran = here("verify", "--bytes", "--archive", folder)
    return ran.code, ran.said


def test_files_are_stamped_once_and_a_changed_byte_breaks_the_stamp(authority: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert take(folder, pages(Foreign()).save(tmp_path / "a.warc.gz")).code == 0
    with serving(authority) as service:
        asked = ("stamp", "--service", service, "--roots", authority / "root.pem", "--archive", folder)
        ran = here(*asked)
        assert ran.code == 0, ran.said
        assert "proved since" in ran.out
        assert "0 files were stamped" in here(*asked).out
    (warc,) = (folder / "warc").glob("*.warc.gz")
    token = folder / "stamps" / f"{warc.name}.tsr"
    told = openssl(folder, "ts", "-verify", "-data", warc, "-in", token, "-CAfile", authority / "root.pem")
    assert b"OK" in told
    code, said = verified(folder)
    assert code == 0, said
    assert "proved since" in said
    data = bytearray(warc.read_bytes())
    data[-1] ^= 1
    warc.write_bytes(data)
    code, said = verified(folder)
    assert code == 3
    assert "other bytes" in said


def test_a_stamp_of_another_authority_or_none_at_all_is_refused(authority: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert take(folder, pages(Foreign()).save(tmp_path / "a.warc.gz")).code == 0
    with serving(authority) as service:
        assert here("stamp", "--service", service, "--archive", folder).code == 0
    openssl(tmp_path, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", authority / "a.cnf", "-keyout", "k",
            "-out", "other.pem", "-subj", "/CN=Other", "-extensions", "ca")  # fmt: skip
    assert verified(folder)[0] == 0
    (folder / "stamps" / "roots.pem").write_bytes((tmp_path / "other.pem").read_bytes())
    code, said = verified(folder)
    assert (code, "does not hold" in said) == (3, True)
    (token,) = (folder / "stamps").glob("*.tsr")
    token.write_bytes(b"no stamp")
    assert verified(folder)[0] == 3


def test_a_service_that_gives_no_stamp_is_named(tmp_path: Path) -> None:
    with opened(tmp_path, shown(1, article("1"))) as archive:
        folder = archive.folder
    assert here("stamp", "--service", "ftp://x", "--archive", folder).code == 2
    ran = here("stamp", "--service", "http://127.0.0.1:9/tsr", "--archive", folder)
    assert ran.code in (0, 1)


@contextmanager
def endless() -> Iterator[tuple[str, list[int]]]:
    """A service whose answer has no end, and how many bytes of it were taken."""
    taken = [0]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while taken[0] < 64 * MAX_STAMP:
                    self.wfile.write(bytes(MAX_STAMP))
                    taken[0] += MAX_STAMP

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/tsr", taken
        server.shutdown()


def test_an_answer_without_an_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert take(folder, pages(Foreign()).save(tmp_path / "a.warc.gz")).code == 0
    with endless() as (service, taken):
        ran = here("stamp", "--service", service, "--archive", folder)
    assert ran.code == 1
    assert "gave no stamp" in ran.said
    assert taken[0] < 64 * MAX_STAMP  # what one sends ahead is some megabytes


def test_half_a_stamp_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full, or a process that was killed, leaves nothing that would never be asked for again."""

    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space"):
        stamps.keep(tmp_path, "a.warc.gz", b"a stamp")
    assert not stamps.place(tmp_path, "a.warc.gz").exists()
