"""Reading a portal's TOML file: what it may say, and everything else refused in one sentence."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Never
from urllib.parse import urlsplit

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
MAX_OF_A_KIND, MAX_CSS = 200, 300
"""So many values of one key, and so many characters of a selector."""
TEXTS = ("title", "owner", "address", "phone", "email", "known")
KEYS = (
    *(
        "start",
        *TEXTS,
        "platform",
        "delay",
        "render",
        "files",
        "file_megabytes",
        "categories",
        "refuse",
        "not_categories",
        "ids",
    ),
    *("page_parameter", "hosts", "article", "list"),
)
ARTICLE_PARTS = tuple(name for name in ArticleSelectors.__slots__ if name != "required")
LIST_PARTS = tuple(ListSelectors.__slots__)


class UnknownPortal(Exception):
    """A target that is no slug, file or address; the message says what to give instead. The command ends with 2."""


def load(slug: str, text: str) -> Portal:
    """The portal a TOML text describes. Unknown keys, wrong types, expressions and selectors are refused by name.

    Raises:
        UnknownPortal: it is not TOML, or not a portal's.
    """
    file = _File(f"{slug}.toml")
    if not SLUG.fullmatch(slug):
        raise UnknownPortal(f"A portal file's name is its slug, of a-z, 0-9 and -: {slug!r} is none.")
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        file.refuse(f"is not TOML: {error}")
    file.only(data, KEYS)
    start = data.get("start")
    if not isinstance(start, str) or not clean(start):
        file.refuse('needs start = "http(s)://…", the page a crawl begins at')
    categories = file.categories(data)
    return Portal(
        slug=slug,
        start=start,
        **{name: file.text(data, name) for name in TEXTS},
        platform=file.one_of(data, "platform", tuple(platform.name for platform in PLATFORMS)),
        delay=file.delay(data),
        render=file.one_of(data, "render", RENDER),
        files=file.one_of(data, "files", FILES),
        file_megabytes=file.megabytes(data),
        categories=tuple(url for url, _ in categories),
        titles=tuple(title for _, title in categories) if any(title for _, title in categories) else (),
        refuse=(*file.rules(data, "refuse"), *file.rules(data, "not_categories")),
        ids=file.rules(data, "ids", groups=1),
        page_parameter="|".join(f"(?:{rule})" for rule in file.rules(data, "page_parameter")),
        hosts=file.hosts(data),
        article=ArticleSelectors(**file.selectors(data, "article", ARTICLE_PARTS)),
        listing=ListSelectors(**{"link": NO_LIST_SELECTORS.link, **file.selectors(data, "list", LIST_PARTS)}),
    )


class _File:
    """One file by its name, for the sentences that refuse it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def refuse(self, why: str) -> Never:
        raise UnknownPortal(f"The portal file {self.name} {why}.")

    def only(self, data: dict[str, Any], allowed: tuple[str, ...], table: str = "") -> None:
        if unknown := sorted(set(data) - set(allowed)):
            where = f" in [{table}]" if table else ""
            self.refuse(f"has unknown keys{where}: {', '.join(unknown)}; known are {', '.join(sorted(allowed))}")

    def text(self, data: dict[str, Any], key: str) -> str:
        value = data.get(key, "")
        if not isinstance(value, str):
            self.refuse(f"needs text for {key}")
        return value

    def one_of(self, data: dict[str, Any], key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(data, key)
        if value and value not in allowed:
            self.refuse(f"names the unknown {key} {value!r}; known are {', '.join(allowed)}")
        return value

    def delay(self, data: dict[str, Any]) -> float | None:
        value = data.get("delay")
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 3600:
            self.refuse("needs delay as a number of seconds, from 0 to an hour")
        return value

    def megabytes(self, data: dict[str, Any]) -> int:
        value = data.get("file_megabytes", 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_MEGABYTES:
            self.refuse(f"needs file_megabytes as a whole number up to {MAX_MEGABYTES}")
        return value

    def texts(self, data: dict[str, Any], key: str, name: str = "") -> tuple[str, ...]:
        """One text or a list of them."""
        value = data.get(key, [])
        several = [value] if isinstance(value, str) else value
        if not isinstance(several, list) or not all(isinstance(each, str) and each.strip() for each in several):
            self.refuse(f"needs text, or a list of texts, for {name or key}")
        if len(several) > MAX_OF_A_KIND:
            self.refuse(f"has more than {MAX_OF_A_KIND} values for {name or key}")
        return tuple(several)

    def categories(self, data: dict[str, Any]) -> list[tuple[str, str]]:
        """(address, title) of each category: an address, or a table with url and title."""
        several = data.get("categories", [])
        if not isinstance(several, list) or len(several) > MAX_OF_A_KIND:
            self.refuse(f"needs categories as a list of at most {MAX_OF_A_KIND} addresses")
        found = []
        for each in several:
            table = {"url": each} if isinstance(each, str) else each
            if not isinstance(table, dict) or not isinstance(table.get("url"), str) or not clean(table["url"]):
                self.refuse("needs categories as a list of addresses, or of tables with url and title")
            self.only(table, ("url", "title"), "categories")
            found.append((clean(table["url"]), self.text(table, "title")))
        return found

    def rules(self, data: dict[str, Any], key: str, groups: int = 0) -> tuple[str, ...]:
        """Regular expressions that compile, cannot run away, and have the group they need."""
        rules = self.texts(data, key)
        for rule in rules:
            if why := complaint(rule, groups):
                self.refuse(f"has the expression {rule[:60]!r} in {key}, which {why}")
        return rules

    def hosts(self, data: dict[str, Any]) -> tuple[str, ...]:
        hosts = tuple(name.strip().lower().removeprefix("www.") for name in self.texts(data, "hosts"))
        for name in hosts:
            if not re.fullmatch(r"[a-z0-9.-]{1,253}(?::\d{1,5})?", name) or not urlsplit(f"//{name}").hostname:
                self.refuse(f"needs host names, without http:// or a path, in hosts: {name!r} is none")
        return hosts

    def selectors(self, data: dict[str, Any], table: str, parts: tuple[str, ...]) -> dict[str, Any]:
        values = data.get(table, {})
        if not isinstance(values, dict):
            self.refuse(f"needs {table} as a table: [{table}]")
        self.only(values, parts, table)
        found = {key: self.texts(values, key, f"{key} in [{table}]") for key in values}
        for key, several in found.items():
            for css in several:
                if not _is_css(css):
                    self.refuse(f"has {css[:60]!r} for {key} in [{table}], which is no CSS selector")
        return found


def _is_css(css: str) -> bool:
    try:
        return len(css) <= MAX_CSS and bool(HTMLTranslator().css_to_xpath(css))
    except SelectorError:
        return False
