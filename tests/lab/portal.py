"""A lab portal as one object: what it publishes, how that changes, and the server that publishes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from threading import Thread

from queson_crawler.demo.content import build
from queson_crawler.demo.model import DemoArticle, DemoCategory
from queson_crawler.demo.server import HOST
from queson_crawler.demo.wire import Skin
from tests.lab.later import Changes, later
from tests.lab.options import LabOptions
from tests.lab.server import Desk, LabRequest, LabServer, Served
from tests.lab.skin_dnn import FaultyDnnSkin
from tests.lab.skin_nukeviet.skin import NukeVietSkin
from tests.lab.skin_shapes import ShapeSkin


class LabPortal:
    """A small district portal on loopback. As a context manager it runs inside the block.

    What it publishes depends on the options and the changes asked for alone, and is known before it starts. View
    counts, visits and the key of its forms live from `start` to `stop`; `requests` stays readable after `stop`.
    """

    def __init__(self, options: LabOptions = LabOptions()) -> None:  # noqa: B008 - frozen
        self.options = options
        self._source = self._content = build(options)
        self._skin = self._dressed()
        self._server: LabServer | None = None
        self._was: LabServer | Served | None = None
        self._thread: Thread | None = None

    def __reduce__(self) -> tuple[Callable[..., LabPortal], tuple[object, ...]]:
        """Another process gets a portal that was served: what it publishes, where it was and what it was asked."""
        assert self._source is build(self.options), "a portal that has changed stays in its process"
        return served, (self.options, self.base_url, self.requests)

    def _dressed(self) -> Skin:
        if self.options.shape == "dnn":
            self._content = self._source
            return FaultyDnnSkin(self._content, self.options)
        dress = NukeVietSkin if self.options.shape == "nukeviet" else ShapeSkin
        skin = dress(self._source, self.options)
        self._content = skin.content
        return skin

    def change(
        self, added: int = 0, edited: int | Sequence[str] = 0, deleted: int | Sequence[str] = 0, seed: int = 1
    ) -> Changes:
        """Let time pass: publish, edit and take down articles, also while the portal is running.

        Numbers are drawn by the seed; native ids are taken as they are. Counters begin anew.
        """
        self._source, changes = later(self._source, added, edited, deleted, seed)
        self._skin = self._dressed()
        if self._server:
            self._server.desk.skin = self._skin
            self._server.desk.tags = self._tags()
        return changes

    def _tags(self) -> dict[str, str]:
        """The ETag of each article's address, where the portal gives them: it changes with the text alone."""
        if not self.options.etags:
            return {}
        return {
            path: f'"{sha256(repr(story.article).encode()).hexdigest()[:16]}"'
            for story in self._content.stories
            if not story.login_only
            for path in self._skin.article_paths(story.article.native_id)
        }

    def desk(self) -> Desk:
        """What answers in its place, with counters of its own."""
        self._skin = self._dressed()
        desk = Desk(self._skin, self.options.faults)
        desk.tags = self._tags()
        return desk

    def start(self, port: int = 0, host: str = HOST) -> str:
        """Serves on loopback, on a free port by default; returns the address, without a slash at the end.

        Raises RuntimeError when already started, OSError when the port is taken.
        """
        if self._thread:
            raise RuntimeError(f"the lab portal is already at {self.base_url}")
        self._server = LabServer(port, self.desk(), host)
        self._was = self._server
        self._thread = self._server.in_background()
        return self.base_url

    def stop(self) -> None:
        """Stops serving and hangs up on every client. Does nothing when not started."""
        if self._server and self._thread:
            self._server.stop()
            self._thread.join()
            self._thread = None

    def __enter__(self) -> LabPortal:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        """The address, without a slash at the end. Raises RuntimeError before the first start."""
        if not self._was:
            raise RuntimeError("the lab portal was not started")
        return self._was.base

    @property
    def requests(self) -> tuple[LabRequest, ...]:
        """Every request received since the last start, in the order of arrival."""
        return self._was.received() if self._was else ()

    @property
    def title(self) -> str:
        """The district whose portal this is."""
        return self._content.site.district

    def truth(self) -> tuple[DemoArticle, ...]:
        """Every article that anyone may read, newest first."""
        return tuple(story.article for story in self._content.stories if not story.login_only)

    def unreadable(self) -> tuple[str, ...]:
        """The native ids that lists show and no crawler can read: behind the login, or dead."""
        readable = {article.native_id for article in self.truth()}
        listed = {one: None for ids in self._content.listings.values() for one in ids}
        return tuple(one for one in listed if one not in readable)

    def categories(self) -> tuple[DemoCategory, ...]:
        """The lists, in the order of the menu."""
        listings = self._content.listings
        return tuple(
            DemoCategory(one.id, one.title, self._skin.category_path(one.id), len(listings[one.id]), listings[one.id])
            for one in self._content.categories
        )

    def article_paths(self, native_id: str) -> tuple[str, ...]:
        """Every path under which the portal links an article, the usual one first."""
        return self._skin.article_paths(native_id)


def served(options: LabOptions, base: str, requests: tuple[LabRequest, ...]) -> LabPortal:
    """A portal that was served elsewhere."""
    portal = LabPortal(options)
    portal._was = Served(base, requests)
    return portal
