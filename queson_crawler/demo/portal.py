"""The demo portal as one object: what it publishes, and the server that publishes it."""

from __future__ import annotations

from threading import Thread

from queson_crawler.demo.content import build
from queson_crawler.demo.options import DemoOptions
from queson_crawler.demo.server import DemoServer
from queson_crawler.demo.skin_dnn import DnnSkin


class DemoPortal:
    """A small district portal on loopback. As a context manager it runs inside the block.

    View counts, visits and the key of its forms live from `start` to `stop`.
    """

    def __init__(self, options: DemoOptions = DemoOptions()) -> None:  # noqa: B008 - frozen
        self._options = options
        self._content = build(options)
        self._server: DemoServer | None = None
        self._thread: Thread | None = None

    @property
    def title(self) -> str:
        """The district whose portal this is."""
        return self._content.site.district

    def start(self, port: int = 0) -> str:
        """Serves on 127.0.0.1, on a free port by default; returns the address, without a slash at the end.

        Raises RuntimeError when already started, OSError when the port is taken.
        """
        if self._server:
            raise RuntimeError(f"the demo portal is already at {self._server.base}")
        self._server = DemoServer(port, DnnSkin(self._content, self._options))
        self._thread = self._server.in_background()
        return self._server.base

    def stop(self) -> None:
        """Stops serving and hangs up on every client. Does nothing when not started."""
        if self._server and self._thread:
            self._server.stop()
            self._thread.join()
            self._server = self._thread = None

    def __enter__(self) -> DemoPortal:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
