"""A folder of files, served on a port of this machine as a web server does: `python serve.py FOLDER PORT`."""

from __future__ import annotations

import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(SimpleHTTPRequestHandler):
    """One line for each request, in the words the tests look for; no listings of folders."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".html": "text/html; charset=utf-8"}

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.log_message("asked: %s %s", self.command, self.path)

    def list_directory(self, path: object) -> None:
        self.send_error(404)


def main(folder: Path, port: int) -> None:
    ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Handler, directory=str(folder))).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
