"""Runs queson commands in processes of their own that need not start Python anew: each is a fork of this one.

Reads a JSON list of arguments per line; answers with the process's id, then with its exit code (-9: killed).
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import queson_crawler.spiders.portal  # noqa: F401 (what a crawl would import)
from queson_crawler.cli import main


def serve() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(order)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(order: dict[str, Any]) -> None:
    with Path(order["log"]).open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.environ.update(order["environ"])
    if most_bytes := order["most_bytes"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    code = 1
    try:
        main(order["arguments"])
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
