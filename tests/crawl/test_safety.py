"""Politeness and safety on the wire: old TLS, other networks, distances that robots.txt asks for, who is asking."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from queson_crawler.fetch import address_guard
from queson_crawler.fetch.address_guard import Guard, allow_targets, is_public, target_refusal
from queson_crawler.fetch.private import SWITCH
from queson_crawler.fetch.throttle import Throttle
from tests.crawl.tools import Told, assert_equal_tables, crawl, news, page, queson, rows, site, value
from tests.harness.processes import python, run


def self_signed(folder: Path, name: str, bits: int) -> Path:
    key = rsa.generate_private_key(65537, bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day + datetime.timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = serialization.PrivateFormat.TraditionalOpenSSL
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def old_server(folder: Path, version: ssl.TLSVersion, ciphers: str) -> Iterator[str]:
    """The small portal behind TLS as it was: one version, weak keys, a certificate of another host, long expired."""
    answers = news(2)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.load_cert_chain(self_signed(folder, "khac.example", 1024))
    with pytest.warns(DeprecationWarning, match="TLSv1") if version < ssl.TLSVersion.TLSv1_2 else nothing():
        context.minimum_version = version
        context.maximum_version = version

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            told = answers.get(self.path) or Told(b"<h1>404</h1>", 404)
            self.send_response(told.status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def nothing() -> Iterator[None]:
    yield


OLD = {"TLS 1.0": (ssl.TLSVersion.TLSv1, "AES128-SHA"), "TLS 1.2": (ssl.TLSVersion.TLSv1_2, "AES128-SHA")}


@pytest.mark.parametrize(("version", "ciphers"), OLD.values(), ids=OLD.keys())
def test_old_tls_and_a_broken_certificate_are_tolerated_and_recorded(
    tmp_path: Path, version: ssl.TLSVersion, ciphers: str
) -> None:
    with old_server(tmp_path, version, ciphers) as base:
        ran = crawl(base, tmp_path / "data")
    assert ran.code == 0, ran.said
    assert value(tmp_path / "data", "select count(*) from articles") == 2
    ((host, protocol, cipher, wrong),) = rows(
        tmp_path / "data", "select host, protocol, cipher, wrong from connections"
    )
    assert (host, cipher) == ("127.0.0.1", ciphers)
    assert protocol == {ssl.TLSVersion.TLSv1: "TLSv1", ssl.TLSVersion.TLSv1_2: "TLSv1.2"}[version]
    assert wrong == "expired, for another host, self-signed"
    assert queson("rebuild", "--archive", tmp_path / "data", "--to", tmp_path / "anew").code == 0
    assert_equal_tables(tmp_path / "data", tmp_path / "anew")


def test_addresses_that_are_not_public_are_told_from_those_that_are() -> None:
    inner = (
        "127.0.0.1 127.1.2.3 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 ::1 fe80::1 "
        "fe80::1%eth0 fd00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: [::1] :: 255.255.255.255 "
        "::127.0.0.1 ::ffff:0:127.0.0.1 ::169.254.169.254 ::ffff:0:10.0.0.1 64:ff9b::169.254.169.254"
    )
    assert not [address for address in inner.split() if is_public(address)]
    assert all(map(is_public, ("8.8.8.8", "113.160.1.1", "2001:4860:4860::8888", "::ffff:8.8.8.8")))


def test_a_crawl_of_the_public_net_asks_nothing_within(tmp_path: Path) -> None:
    """A name that leads home, and an address in figures: refused before a connection is made."""
    with site({"/": page("Trong", "mạng riêng")}) as within:
        port = within.base.rpartition(":")[2]
        code = (
            "import sys; from pathlib import Path; from queson_crawler.runs.crawl import Options, crawl\n"
            "from queson_crawler.portals import resolve\n"
            "import queson_crawler.spiders.portal as s; s.allow_targets = lambda urls: None\n"
            "print(crawl(resolve(sys.argv[1]), sys.argv[1], Path(sys.argv[2]), Options(delay=0)).error)"
        )
        for number, host in enumerate(("localhost", "127.0.0.1", "0x7f.1", "2130706433")):
            done = run(python("-c", code, f"http://{host}:{port}/", tmp_path / str(number)))
            assert "not public" in done.stdout, (host, done.stdout, done.stderr)
        assert within.asked == []


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "no portal has"),
        ("http://[fe80::1]/", "no portal has"),
        ("http://[::ffff:169.254.169.254]/", "no portal has"),
        ("http://100.100.100.200/", "no portal has"),
        ("http://0.0.0.0:8001/", "no portal has"),
        ("http://10.11.12.13/", "--private"),
        ("http://192.168.1.1/", "--private"),
        ("http://[fd00::1]/", "--private"),
    ],
)
def test_a_target_within_is_refused_before_it_is_asked(tmp_path: Path, start: str, why: str) -> None:
    """Also where a portal file names it."""
    (tmp_path / "a.toml").write_text(f'start = "{start}"\n', "utf-8")
    for target in (start, tmp_path / "a.toml"):
        ran = queson("crawl", target, "--archive", tmp_path / "data", "--delay", "0")
        assert ran.code == 3, ran.said
        assert why in ran.said


def test_private_targets_are_allowed_by_a_switch_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    assert target_refusal("http://127.0.0.1:8070/") == target_refusal("http://[::1]/") == ""
    assert target_refusal("http://8.8.8.8/") == ""
    monkeypatch.setenv(SWITCH, "1")
    assert target_refusal("http://10.11.12.13/") == ""
    assert target_refusal("http://169.254.1.1/")


def test_further_hosts_of_a_public_portal_are_not_within(monkeypatch: pytest.MonkeyPatch) -> None:
    targets: dict[str, frozenset[str]] = {}
    monkeypatch.setattr(address_guard, "_TARGETS", targets)
    allow_targets(["http://8.8.8.8/", "http://127.0.0.1:8001/"])
    assert targets == {}
    allow_targets(["http://127.0.0.1/", "http://127.0.0.2:8001/"])
    assert targets.keys() == {"127.0.0.1", "127.0.0.2"}


def test_the_distance_that_robots_txt_asks_for_is_kept(tmp_path: Path) -> None:
    times: list[float] = []
    answers = news(2)
    answers["/robots.txt"] = Told(b"User-agent: *\nCrawl-delay: 1\n", headers={"Content-Type": "text/plain"})

    def answer(path: str) -> Told | None:
        times.append(time.monotonic())
        return answers.get(path)

    with site(answer) as running:
        assert crawl(running.base, tmp_path).code == 0
    gaps = [later - earlier for earlier, later in pairwise(times[1:])]
    assert len(gaps) >= 3
    assert sum(gaps) >= 0.5 * len(gaps)  # a busy machine notices a single request late
    assert Throttle(None).interval == 0.0  # type: ignore[arg-type]


def test_a_portal_is_told_who_asks_and_whom_to_write_to(tmp_path: Path) -> None:
    asked: list[str] = []
    answers = news(1)
    with site(answers) as running:
        ran = crawl(running.base, tmp_path, "--contact", "luu-tru@example.vn")
        assert ran.code == 0, ran.said
    from archive.warc import StoredExchange, read_all

    for stored in read_all(tmp_path / "warc"):
        if isinstance(stored, StoredExchange):
            asked += [text for name, text in stored.exchange.request_headers if name.lower() == "user-agent"]
    assert set(asked) == {"queson/0.1 (archive of Vietnamese district portals; +luu-tru@example.vn)"}
    refused = queson("crawl", running.base, "--contact", "a\r\nX-Evil: 1", "--archive", tmp_path / "b")
    assert refused.code == 2


def test_guard_refuses_what_is_no_address_of_the_web() -> None:
    from scrapy import Request
    from scrapy.exceptions import IgnoreRequest

    for url in ("file:///etc/passwd", "ftp://a.vn/x", "data:text/html,x", "http://[::1]/", "http://10.1.2.3/"):
        with pytest.raises(IgnoreRequest):
            Guard().process_request(Request(url))
    Guard().process_request(Request("https://a.gov.vn/x"))
    assert ipaddress.ip_address("10.1.2.3").is_private


@pytest.mark.slow
def test_all_hosts_of_a_portal_share_one_distance(tmp_path: Path) -> None:
    answers, times = news(3), []

    def told(path: str) -> Told | None:
        times.append(time.monotonic())
        return answers.get(path)

    with site(told) as one, site(told, "127.0.0.2") as other:
        moved = next(path for path in answers if "1003" in path)
        answers["/tin-tuc"] = Told(answers["/tin-tuc"].body.replace(moved.encode(), f"{other.base}{moved}".encode()))
        other_host = other.base.removeprefix("http://")
        (tmp_path / "two.toml").write_text(f'start = "{one.base}/"\nhosts = ["{other_host}"]\n')
        ran = queson("crawl", tmp_path / "two.toml", "--archive", tmp_path / "data", "--delay", "1.5", "--no-files")
    assert ran.code == 0, ran.said
    assert other.asked == ["/robots.txt", moved]
    gaps = sorted(after - before for before, after in pairwise(sorted(times)))
    assert gaps[0] > 0.1, gaps  # Scrapy's delay varies by half


def with_robots(*robots: Told) -> Callable[[str], Told | None]:
    """The small portal; its robots.txt answers so, one after the other, the last one from then on."""
    told = news(3)
    left = list(robots)

    def answer(path: str) -> Told | None:
        if path == "/robots.txt":
            return left.pop(0) if len(left) > 1 else left[0]
        return told.get(path)

    return answer


def test_a_robots_txt_that_fails_once_is_asked_again_and_obeyed(tmp_path: Path) -> None:
    forbids = Told(b"User-agent: *\nDisallow: /tin-tuc/\n")
    with site(with_robots(Told(b"", 503), forbids)) as running:
        crawl(running.base, tmp_path / "data")
        asked = [path for path in running.asked if path.startswith("/tin-tuc/")]
    assert running.asked.count("/robots.txt") == 2
    assert asked == []


@pytest.mark.slow
def test_of_a_portal_whose_robots_txt_cannot_be_had_nothing_is_asked(tmp_path: Path) -> None:
    with site(with_robots(Told(b"", 503))) as running:
        ran = crawl(running.base, tmp_path / "data")
        assert set(running.asked) == {"/robots.txt"}
    assert ran.code == 3
    assert "robots.txt cannot be had: it answers 503" in ran.said


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_robots_txt_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    forbids = Told("User-agent: *\r\nDisallow: /tin-tuc/\r\n".encode(encoding))
    with site(with_robots(forbids)) as running:
        crawl(running.base, tmp_path / "data")
        assert not [path for path in running.asked if path.startswith("/tin-tuc/")]
