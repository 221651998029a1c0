"""The stories of the real systems: each is told once, when the first test of its variant asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from tests.real import hexo, wagtail, wordpress
from tests.real.servers import mariadb
from tests.real.story import Story, told
from tests.real.system import Shape

pytest.register_assert_rewrite("tests.real.claims")

Teller = Callable[[str], Story]


@pytest.fixture(scope="module")
def wordpress_story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teller]:
    """Tells the story of a variant of WordPress; the database server runs until the last is told."""
    folder = tmp_path_factory.mktemp("wordpress")
    with ExitStack() as running:

        @cache
        def common() -> tuple[Path, Path]:
            return wordpress.copied(folder), running.enter_context(mariadb())

        @cache
        def tell(name: str) -> Story:
            root, where = common()
            own = folder / name
            own.mkdir()
            with wordpress.wordpress(name, root, where, own / "log") as system:
                return told(system, own, Shape(wordpress.VARIANTS[name].per_page))

        yield _once(tell)


@pytest.fixture(scope="module")
def wagtail_story(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    """Tells the story of a variant of Wagtail."""
    folder = tmp_path_factory.mktemp("wagtail")

    @cache
    def empty() -> Path:
        return wagtail.started(folder)

    @cache
    def tell(name: str) -> Story:
        own = folder / name
        own.mkdir()
        shape = Shape(home_list=False, nested=False, precise=16 if name == "themed" else 10, kept=wagtail.kept)
        with wagtail.wagtail(name, empty(), own, shape.per_page) as system:
            return told(system, own, shape)

    return _once(tell)


@pytest.fixture(scope="module")
def hexo_story(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    """Tells the story of a theme of Hexo."""
    folder = tmp_path_factory.mktemp("hexo")

    def tell(name: str) -> Story:
        own = folder / name
        own.mkdir()
        with hexo.hexo(name, own) as system:
            return told(system, own, hexo.VARIANTS[name].shape())

    return _once(cache(tell))


def _once(tell: Teller) -> Teller:
    """The same, but a story that failed is not begun again by every test that wants it."""
    failed: dict[str, Exception] = {}

    def careful(name: str) -> Story:
        if name in failed:
            raise RuntimeError(f"the story of {name} failed before") from failed[name]
        try:
            return tell(name)
        except Exception as error:
            failed[name] = error
            raise

    return careful
