"""A process that has imported the project and forks for every command: none of them has to start Python anew.

It is started by `tests.harness.processes` with one end of a socket pair as its standard input. Each message on it is an
`Order` as JSON, with four descriptors: standard input, output and error of the command, and a socket on which two lines
are written: its process id; then its exit code (negative for a signal) and the seconds of processor time it took.
It ends when the socket closes.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import re
import resource
import runpy
import selectors
import signal
import socket
import sys
import threading
import types
import warnings
from dataclasses import dataclass
from importlib import import_module

from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import archive
import queson_crawler

MAX_MESSAGE = 1 << 17
MAX_DESCRIPTOR = 1 << 16
PRELOADED = """
warcio.cli scrapy.dupefilters scrapy.logformatter scrapy.pqueues scrapy.robotstxt scrapy.squeues
scrapy.statscollectors scrapy.utils.engine encodings.idna protego requests rich.tree tldextract
tests.lab.offline
""".split()
"""What commands import when they need it, beside our own modules."""
LEFT_OUT = re.compile(r"\.__main__$|^archive\.datasette|\.worker$")
"""Our modules that few commands import, or that do something when imported."""
COMPONENTS = (
    *("DOWNLOADER_MIDDLEWARES", "DOWNLOADER_MIDDLEWARES_BASE", "DOWNLOAD_HANDLERS", "DOWNLOAD_HANDLERS_BASE"),
    *("EXTENSIONS", "EXTENSIONS_BASE", "ITEM_PIPELINES", "SPIDER_MIDDLEWARES", "SPIDER_MIDDLEWARES_BASE"),
)
"""Scrapy's settings that name what a crawl imports when it begins."""


@dataclass(frozen=True)
class Order:
    """One command: the words after `python`, where and in which environment it runs.

    `most_bytes` is the largest file that it may write; 0 for no limit.
    """

    words: list[str]
    folder: str
    environ: dict[str, str]
    most_bytes: int = 0


@dataclass(frozen=True)
class Begun:
    """An order in the process that shall carry it out, with its standard descriptors."""

    order: Order
    descriptors: list[int]


def preload() -> None:
    for package in (archive, queson_crawler):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not LEFT_OUT.search(module.name):
                import_module(module.name)
    for name in PRELOADED:
        import_module(name)
    settings = Settings()
    settings.setmodule("queson_crawler.settings")
    for kind in COMPONENTS:
        for key, value in settings.getdict(kind).items():
            path = key if "." in key else value
            if isinstance(path, str):
                load_object(path)


def serve(control: socket.socket) -> Begun | None:
    """Fork for every order. Returns in each child what it shall do, and None in this process at its end."""
    running: dict[int, tuple[int, socket.socket]] = {}
    selector = selectors.DefaultSelector()
    selector.register(control, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is control:
                message, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 4)
                if not message:
                    return None
                order = Order(**json.loads(message))
                pid = os.fork()
                if pid == 0:
                    return Begun(order, descriptors[:3])
                answer = socket.socket(fileno=descriptors[3])
                answer.sendall(f"{pid}\n".encode())
                for descriptor in descriptors[:3]:
                    os.close(descriptor)
                watch = os.pidfd_open(pid)
                running[watch] = (pid, answer)
                selector.register(watch, selectors.EVENT_READ)
            else:
                selector.unregister(key.fd)
                os.close(key.fd)
                _report(*running.pop(key.fd))


def _report(pid: int, answer: socket.socket) -> None:
    _, status, used = os.wait4(pid, 0)
    seconds = used.ru_utime + used.ru_stime
    with answer:
        try:
            answer.sendall(f"{os.waitstatus_to_exitcode(status)} {seconds}\n".encode())
        except BrokenPipeError:
            return  # nobody waits for it any more


def carry_out(begun: Begun) -> int:
    """Become the process that was asked for, and run it; its exit code."""
    order = begun.order
    for number, descriptor in enumerate(begun.descriptors):
        os.dup2(descriptor, number)
    os.closerange(3, MAX_DESCRIPTOR)
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environ)
    if order.most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.most_bytes, order.most_bytes))
    sys.path[0] = order.folder
    kind, what, *arguments = order.words
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="runpy")
    try:
        if kind == "-m":
            sys.argv = [what, *arguments]
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        else:
            sys.argv = ["-c", *arguments]
            main = types.ModuleType("__main__")
            sys.modules["__main__"] = main
            exec(compile(what, "<string>", "exec"), main.__dict__)
    except SystemExit as end:
        return _exit_code(end.code)
    except BaseException:  # noqa: BLE001 - what the interpreter itself does at this place
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        return 1
    return 0


def _exit_code(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    sys.stderr.write(f"{code}\n")
    return 1


def finish(code: int) -> None:
    """End as the interpreter would, but for taking every module apart."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def main() -> None:
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what it runs in the background
    control = socket.socket(fileno=os.dup(0))
    preload()
    assert "twisted.internet.reactor" not in sys.modules, "a reactor cannot be shared by forks"
    assert threading.active_count() == 1, "threads do not survive a fork"
    gc.collect()
    gc.freeze()
    begun = serve(control)
    if begun is not None:
        control.detach()
        finish(carry_out(begun))


if __name__ == "__main__":
    main()
