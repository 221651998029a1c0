"""Word of a run that went wrong reaches the keeper, by mail and on the web; a failing way is told, never raised."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_string, policy
from pathlib import Path

import pytest

from archive.steering import cleaned
from queson_crawler.monitoring.notification import check, tell
from tests.crawl.tools import crawl
from tests.harness.notices import listening

DATA = {"portal": "queson", "exit_code": 3}
LINES = ("Cổng Quế Sơn: danh sách trống.",)


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, object]]]]:
    with listening() as heard:
        yield heard


@pytest.fixture
def post_office() -> Iterator[tuple[str, list[str]]]:
    """A mail server that says yes to everything."""
    mails: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            lines: list[str] | None = None
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                if lines is not None and line != ".":
                    lines.append(line)
                    continue
                if lines is not None:
                    mails.append("\n".join(lines))
                    lines = None
                lines = [] if line.upper() == "DATA" else lines
                if line.upper() == "QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                self.wfile.write(b"354 go on\r\n" if lines == [] else b"250 yes\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", mails
        server.shutdown()


def test_a_web_address_gets_json(hook: tuple[str, list[dict[str, object]]]) -> None:
    address, heard = hook
    assert tell([address], "queson: a look", LINES, DATA) == []
    assert heard == [{"subject": "queson: a look", "text": f"{LINES[0]}\n", **DATA}]


def test_a_mail_goes_by_the_server_that_is_named(
    post_office: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, mails = post_office
    monkeypatch.setenv("QUESON_SMTP", server)
    assert tell(["mailto:keeper@example.vn"], "queson: a\r\nBcc: x@y.z", LINES, DATA) == []
    (mail,) = mails
    assert "To: keeper@example.vn" in mail
    assert "\nBcc:" not in mail


def test_nothing_in_a_mail_steers_what_shows_it(
    post_office: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, mails = post_office
    monkeypatch.setenv("QUESON_SMTP", server)
    hostile = "Cổng\x1b[2J\x00\u202e\u061c\ud800 Quế Sơn\x85\r\nBcc: x@y.z\r\n\r\nbody"
    assert tell(["mailto:keeper@example.vn"], hostile, [hostile], DATA) == []
    mail = message_from_string(mails[0], policy=policy.default)
    assert mail["Subject"] == "Cổng\ufffd[2J\ufffd\ufffd\ufffd\ufffd Quế Sơn Bcc: x@y.z body"
    assert mail["Bcc"] is None
    assert cleaned(mail.get_content()) == mail.get_content()


def test_a_mail_goes_by_sendmail_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "sendmail"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/mail\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("QUESON_SMTP", raising=False)
    assert tell(["mailto:keeper@example.vn"], "queson: a look", LINES, DATA) == []
    assert "Subject: queson: a look" in (tmp_path / "mail").read_text()


def test_a_way_that_fails_is_told_and_the_others_are_gone(hook: tuple[str, list[dict[str, object]]]) -> None:
    address, heard = hook
    (failed,) = tell(["http://127.0.0.1:9/", address], "queson: a look", LINES, DATA)
    assert failed.startswith("no word could be sent to http://127.0.0.1:9/: ")
    assert len(heard) == 1


@pytest.mark.parametrize(
    "address", ["keeper@example.vn", "file:///etc/passwd", "mailto:keeper", "https://", "mailto:a@b c"]
)
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is neither"):
        check(address)


def test_a_crawl_that_fails_sends_word(tmp_path: Path, hook: tuple[str, list[dict[str, object]]]) -> None:
    address, heard = hook
    assert crawl("http://127.0.0.1:9/", tmp_path / "data", "--notify", address).code == 3
    (notice,) = heard
    assert (notice["exit_code"], notice["missing"]) == (3, [])
    assert "Nothing was found" in str(notice["error"])
