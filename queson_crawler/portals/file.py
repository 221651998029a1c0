"""Reading a portal's TOML file: what it may say, and everything else refused in one sentence."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Never

from cssselect import HTMLTranslator, SelectorError

from queson_crawler.platforms import PLATFORMS
from queson_crawler.platforms.selectors import ArticleSelectors, ListSelectors
from queson_crawler.portals.portal import NO_LIST_SELECTORS, Portal
from queson_crawler.portals.rules import complaint
from queson_crawler.urls import clean

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
RENDER = ("auto", "never", "always")
FILES = ("all", "documents", "none")
MAX_MEGABYTES = 500
MAX_DELAY = 3600
"""Seconds between two requests."""
MAX_OF_A_KIND, MAX_CSS = 200, 300
"""Values of one key, and characters of a selector."""
TEXTS = ("title", "owner", "address", "phone", "email", "known")
_HOW = ("platform", "delay", "render", "files", "file_megabytes", "categories", "refuse", "not_categories", "ids")
KEYS = ("start", *TEXTS, *_HOW, "page_parameter", "hosts", "article", "list")
_NO_SELECTORS = frozenset(("required", "half_days"))
ARTICLE_PARTS = tuple(name for name in ArticleSelectors.__slots__ if name not in _NO_SELECTORS)
LIST_PARTS = tuple(ListSelectors.__slots__)
_HOST = re.compile(r"[a-z0-9.-]{1,253}(?::\d{1,5})?")


class UnknownPortal(Exception):
    """A target that is no slug, file or address; the message says what to give instead. The command ends with 2."""


def load(slug: str, text: str) -> Portal:
    """The portal a TOML text describes. Unknown keys, wrong types, expressions and selectors are refused by name.

    Raises:
        UnknownPortal: it is not TOML, or not a portal's.
    """
    if not SLUG.fullmatch(slug):
        raise UnknownPortal(f"A portal file's name is its slug, of a-z, 0-9 and -: {slug!r} is none.")
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        _refuse(slug, f"is not TOML: {error}")
    file = _Table(slug, data, KEYS)
    start = file.start()
    categories, titles = file.categories()
    return Portal(
        slug=slug,
        start=start,
        **{name: file.text(name) for name in TEXTS},
        platform=file.one_of("platform", tuple(platform.name for platform in PLATFORMS)),
        delay=file.delay(),
        render=file.one_of("render", RENDER),
        files=file.one_of("files", FILES),
        file_megabytes=file.megabytes(),
        categories=categories,
        titles=titles,
        refuse=(*file.rules("refuse"), *file.rules("not_categories")),
        ids=file.rules("ids", groups=1),
        page_parameter="|".join(f"(?:{rule})" for rule in file.rules("page_parameter")),
        hosts=file.hosts(),
        article=ArticleSelectors(**file.selectors("article", ARTICLE_PARTS)),
        listing=ListSelectors(**{"link": NO_LIST_SELECTORS.link, **file.selectors("list", LIST_PARTS)}),
    )


def _refuse(slug: str, why: str) -> Never:
    raise UnknownPortal(f"The portal file {slug}.toml {why}.")


class _Table:
    """The file of a portal, or a table within it; `name` is that of the table, for the sentences that refuse it."""

    def __init__(self, slug: str, data: dict[str, Any], allowed: tuple[str, ...], name: str = "") -> None:
        self.slug, self.data, self.name = slug, data, name
        self._where = f" in [{name}]" if name else ""
        unknown = sorted(set(data) - set(allowed))
        if unknown:
            known = ", ".join(sorted(allowed))
            self.refuse(f"has unknown keys{self._where}: {', '.join(unknown)}; known are {known}")

    def refuse(self, why: str) -> Never:
        _refuse(self.slug, why)

    def need(self, is_met: bool, what: str) -> None:
        """Refuse the file unless a need of it is met."""
        if not is_met:
            self.refuse(f"needs {what}")

    def start(self) -> str:
        value = self.data.get("start")
        self.need(_address(value) != "", 'start = "http(s)://…", the page a crawl begins at')
        return str(value)

    def table(self, key: str, allowed: tuple[str, ...]) -> _Table:
        """A table within this one."""
        data = self.data.get(key, {})
        self.need(isinstance(data, dict), f"{key} as a table: [{key}]")
        return _Table(self.slug, data, allowed, key)

    def text(self, key: str) -> str:
        value: str = self.data.get(key, "")
        self.need(isinstance(value, str), f"text for {key}")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in ("", *allowed):
            self.refuse(f"names the unknown {key} {value!r}; known are {', '.join(allowed)}")
        return value

    def delay(self) -> float | None:
        value: float | None = self.data.get("delay")
        is_delay = value is None or _is_number(value, (int, float), MAX_DELAY)
        self.need(is_delay, "delay as a number of seconds, from 0 to an hour")
        return value

    def megabytes(self) -> int:
        value = self.data.get("file_megabytes", 0)
        is_size = _is_number(value, (int,), MAX_MEGABYTES + 1)
        self.need(is_size, f"file_megabytes as a whole number up to {MAX_MEGABYTES}")
        return int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of them."""
        several = self.data.get(key, [])
        if isinstance(several, str):
            several = [several]
        are_texts = isinstance(several, list) and all(map(_is_text, several))
        self.need(are_texts, f"text, or a list of texts, for {key}{self._where}")
        if len(several) > MAX_OF_A_KIND:
            self.refuse(f"has more than {MAX_OF_A_KIND} values for {key}{self._where}")
        return tuple(several)

    def categories(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The addresses of categories, and their titles where any is given: each an address, or a table of both."""
        several = self.data.get("categories", [])
        are_few = isinstance(several, list) and len(several) <= MAX_OF_A_KIND
        self.need(are_few, f"categories as a list of at most {MAX_OF_A_KIND} addresses")
        urls, titles = [], []
        for each in several:
            url, title = self._category(each)
            urls.append(url)
            titles.append(title)
        if not any(titles):
            titles = []
        return tuple(urls), tuple(titles)

    def _category(self, value: object) -> tuple[str, str]:
        if isinstance(value, str):
            value = {"url": value}
        if not isinstance(value, dict) or not _address(value.get("url")):
            self.refuse("needs categories as a list of addresses, or of tables with url and title")
        table = _Table(self.slug, value, ("url", "title"), "categories")
        return _address(value["url"]), table.text("title")

    def rules(self, key: str, groups: int = 0) -> tuple[str, ...]:
        """Regular expressions that compile, cannot run away, and have the group they need."""
        rules = self.texts(key)
        for rule in rules:
            why = complaint(rule, groups)
            if why:
                self.refuse(f"has the expression {rule[:60]!r} in {key}, which {why}")
        return rules

    def hosts(self) -> tuple[str, ...]:
        hosts = []
        for text in self.texts("hosts"):
            name = text.strip().lower().removeprefix("www.")
            is_host = _HOST.fullmatch(name) is not None
            self.need(is_host, f"host names, without http:// or a path, in hosts: {name!r} is none")
            hosts.append(name)
        return tuple(hosts)

    def selectors(self, name: str, parts: tuple[str, ...]) -> dict[str, Any]:
        """The CSS selectors of a table, by part of a page."""
        table = self.table(name, parts)
        found = {key: table.texts(key) for key in table.data}
        for key, several in found.items():
            for css in several:
                if not _is_css(css):
                    self.refuse(f"has {css[:60]!r} for {key} in [{name}], which is no CSS selector")
        return found


def _is_number(value: Any, kinds: tuple[type, ...], end: int) -> bool:
    """Whether a value is a number of some kinds from 0 to below an end; a truth value is none."""
    return type(value) in kinds and 0 <= value < end


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _address(value: object) -> str:
    """An address as it is asked; "" where the value is none."""
    if not isinstance(value, str):
        return ""
    return clean(value)


def _is_css(css: str) -> bool:
    if len(css) > MAX_CSS:
        return False
    try:
        return bool(HTMLTranslator().css_to_xpath(css))
    except SelectorError:
        return False
