"""No process of the tests asks a name server."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys

import pytest

from tests.harness.processes import python, run

LOOK = "import socket; socket.getaddrinfo({!r}, 80); socket.gethostbyname({!r})"
NAMES = ("khac.example", "www.quangnam.gov.vn", "khac.example.", "a.localhost.vn", "ế.vn", b"tin.example")


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_leads_nowhere(name: str) -> None:
    for look in (socket.gethostbyname, socket.gethostbyname_ex, lambda host: socket.getaddrinfo(host, 80)):
        with pytest.raises(socket.gaierror, match="Name or service not known"):
            look(name)
    with pytest.raises(socket.gaierror):
        await asyncio.get_running_loop().getaddrinfo(name, 80)


@pytest.mark.parametrize("fork", [True, False])
def test_nor_does_one_in_any_process(fork: bool) -> None:
    words = python("-c", LOOK.format("khac.example", "khac.example"))
    ran = run(words) if fork else subprocess.run(words, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "startup/sitecustomize.py" in ran.stderr
    assert "Name or service not known" in ran.stderr


def test_this_machine_is_found() -> None:
    for host in ("127.0.0.1", "localhost", "::1", "127.1", "0x7f000001"):
        assert socket.getaddrinfo(host, 80)
    subprocess.run([sys.executable, "-c", LOOK.format("127.0.0.1", "localhost")], check=True)
    assert socket.getfqdn("127.0.0.5") == "127.0.0.5"
