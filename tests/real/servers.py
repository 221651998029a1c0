"""Real systems as processes of this machine: a database and web servers, all on loopback, all stopped at the end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 600.0
"""At most this many seconds until a server answers, or a database is made: others may have the processor meanwhile."""
STARTS = 3
"""How often a server is started that ends before it answers: another may have taken its port."""
WORKERS = 3
Process = subprocess.Popen[bytes]
REQUEST = re.compile(r"asked: [A-Z]+ (\S+)")
"""What each of our servers logs of a request: how it was asked, and for what."""


@dataclass(frozen=True)
class Server:
    """A running portal, and the file into which it logs every request."""

    home: str
    log: Path

    def requests(self) -> list[str]:
        """Every path asked for so far, in order."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        found = [REQUEST.search(line) for line in lines]
        return [match[1] for match in found if match]


@contextmanager
def mariadb() -> Iterator[Path]:
    """A database server of our own: its socket, in a folder with a short name (a socket's path has 107 letters)."""
    with tempfile.TemporaryDirectory(prefix="real-") as name:
        folder = Path(name)
        shared = ("--no-defaults", f"--datadir={folder}/data", *_as_root())
        install = ("mariadb-install-db", *shared, "--auth-root-authentication-method=normal", "--skip-test-db")
        subprocess.run(install, check=True, capture_output=True, timeout=PATIENCE)
        where = folder / "s"
        small = ("--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin")
        server = (_mariadbd(), *shared, f"--socket={where}", f"--pid-file={folder}/pid", "--skip-networking", *small)
        process = _started(lambda: _begun(server, folder / "log", {}), lambda: _answers_sql(where))
        try:
            yield where
        finally:
            _stop(process)


def sql(where: Path, text: str) -> None:
    """Statements for the server at the socket `where`."""
    command = ("mariadb", "--no-defaults", f"--socket={where}", "--user=root")
    subprocess.run(command, input=text, text=True, check=True, capture_output=True, timeout=PATIENCE)


@contextmanager
def web_server(
    command: Callable[[int], tuple[str, ...]],
    log: Path,
    more: Mapping[str, str],
    folder: Path | None = None,
    *,
    port: int = 0,
) -> Iterator[Server]:
    """The portal that `command(port)` serves from `folder`, at any port where none is given; `more` is added to its
    environment ({port} is the port)."""
    taken = [port]

    def begin() -> Process:
        taken[0] = port or free_port()
        environment = {name: text.format(port=taken[0]) for name, text in more.items()}
        return _begun(command(taken[0]), log, environment, folder)

    process = _started(begin, lambda: _answers(_home(taken[0])))
    try:
        yield Server(_home(taken[0]), log)
    finally:
        _stop(process)


def _home(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _started(begin: Callable[[], Process], is_ready: Callable[[], bool]) -> Process:
    """A server that answers; it is started anew where it ended instead."""
    for _ in range(STARTS):
        process = begin()
        try:
            if _answered(process, is_ready):
                return process
        except BaseException:
            _stop(process)
            raise
        _stop(process)
    raise ChildProcessError(f"{process.args!r} ended before it answered")


def _answered(process: Process, is_ready: Callable[[], bool]) -> bool:
    """Whether a server answers; False where it ends. What else answers in its place does not count."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None:
        if is_ready() and process.poll() is None:
            return True
        if time.monotonic() > until:
            raise TimeoutError(f"{process.args!r} does not answer")
        time.sleep(0.1)
    return False


def _begun(command: tuple[str, ...], log: Path, more: Mapping[str, str], folder: Path | None = None) -> Process:
    """A process in a group of its own, that writes to `log`."""
    with log.open("ab") as told:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            env={**os.environ, **more},
            cwd=folder,
            start_new_session=True,
        )


def _stop(process: Process) -> None:
    """The process and its children: PHP's server leaves its workers behind when it alone is told to end."""
    _tell(process, signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        _tell(process, signal.SIGKILL)
        process.wait()


def _tell(process: Process, sign: signal.Signals) -> None:
    """Send a signal to a group that may have ended."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, sign)


def _answers(home: str) -> bool:
    """Any answer of HTTP counts: an empty system has none but errors."""
    try:
        urllib.request.urlopen(f"{home}/favicon.ico", timeout=PATIENCE).close()
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


def _answers_sql(where: Path) -> bool:
    try:
        sql(where, "select 1")
    except subprocess.CalledProcessError:
        return False
    return True


def _as_root() -> tuple[str, ...]:
    """MariaDB refuses to run as root unless it is told so."""
    return ("--user=root",) if os.geteuid() == 0 else ()


def _mariadbd() -> str:
    """Debian keeps it where only root's PATH looks."""
    return shutil.which("mariadbd", path=os.environ.get("PATH", "") + ":/usr/sbin") or "mariadbd"
