"""Pages that only a browser shows in full, and how they are told: by places that scripts would fill. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter

from lxml import etree, html

from queson_crawler.parse.document import MAX_LINKS, Document, squeeze, text_of

MARK = "data-queson-press"
"""The attribute by which a browser marks what can be pressed before it hands the page on."""
_LOADING = re.compile(r"^\W*(?:đang tải|đang nạp|vui lòng (?:chờ|đợi)|xin (?:chờ|đợi)|loading|please wait)", re.I)
_ASKING = {
    "fetch": re.compile(r"\bfetch\s*\("),
    "$.": re.compile(r"\$\.(?:ajax|get|post|getJSON)\b"),
    ".load": re.compile(r"\.load\s*\("),
    **dict.fromkeys(("XMLHttpRequest", "axios", "angular", "createApp", "ReactDOM"), re.compile("")),
}
"""By what a script asks for data: the word to look for, which is found fast, and how it then goes on."""
_ROOT = re.compile(r"^(?:app|root|main-?app|__next|__nuxt|q-app)$", re.I)
_HOLDS = re.compile(r"list|news|content|data|grid|items?|result|tin|bai|ds|article|post|container|loading|main", re.I)
_TEMPLATE = re.compile(r"\{\{[^{}]{1,80}\}\}")
_INLINE = etree.XPath("//script/text()")
_TEXTS = ("div", "main", "section", "ul", "ol", "tbody", "p", "span", "table")
_PLACES = etree.XPath(
    "descendant::*[@id != ''][not(*)][self::div or self::main or self::section or self::ul or self::ol or self::tbody]"
)
"""The elements with a name that may hold data and hold no other element."""
_COMPONENTS = etree.XPath(
    "self::*[not(.//a[@href] or .//img or .//iframe or .//form)]"
    "/*[contains(name(), '-')][not(*)][not(normalize-space())]"
)
"""The empty elements of names that a program made up (`<app-root>`), in a body without links and pictures."""
_NAMES = (("#", "id"), (".", "class"))
"""How the selectors of a place begin, with the attribute each is made of."""
MAX_WORDS = 40
MAX_BLANKS, MAX_NAME = 20, 80
"""At most so many places of a page are named, with so many characters each."""
MAX_AROUND = 6
"""Elements around a place that may name it."""
MAX_SCRIPT = 100_000
MAX_SEARCHED = 200_000


@dataclass(frozen=True, slots=True)
class Blank:
    """A place where nothing stands and a script may put something. `place` names it, alike on all pages of a template;
    it `is_sure` where the page itself says that something is to come, and not merely the name of the place."""

    place: str
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class _Scripts:
    """The scripts of a page: the text of those within it, whether that asks for data, and whether any script may."""

    inline: str
    asks_inline: bool
    asks: bool

    def fill(self, name: str) -> bool:
        """Whether scripts that ask for data speak of an element by its id."""
        return self.asks_inline and name in self.inline


def blanks_of(doc: Document) -> tuple[Blank, ...]:
    """The places of a page that its scripts may fill: words of a page still loading, templates, and empty elements
    where data would stand. () where the page has no scripts."""
    scripts = _scripts_of(doc)
    if scripts is None:
        return ()
    found: dict[str, Blank] = {}
    for blank in chain(_loading(doc), _templates(doc), _empty(doc, scripts), _components(doc)):
        known = found.get(blank.place, blank)
        found[blank.place] = max(known, blank, key=attrgetter("is_sure"))
    return tuple(islice(found.values(), MAX_BLANKS))


def _scripts_of(doc: Document) -> _Scripts | None:
    scripts = list(islice(doc.root.iter("script"), MAX_LINKS))
    if not scripts:
        return None
    inline = " ".join(text[:MAX_SCRIPT] for text in _INLINE(doc.root)[:MAX_LINKS])
    asks_inline = _asks(inline)
    return _Scripts(inline, asks_inline, asks_inline or any(script.get("src") for script in scripts))


def _asks(script: str) -> bool:
    """Whether a script asks for data."""
    return any(word in script and calling.search(script) for word, calling in _ASKING.items())


def _loading(doc: Document) -> Iterator[Blank]:
    """Words such as `Đang tải…`."""
    for element in islice(doc.body.iter(*_TEXTS), MAX_LINKS):
        text = squeeze(element.text)
        if len(text) < MAX_WORDS and _LOADING.match(text):
            yield Blank(f"{_name(element)} {text}"[:MAX_NAME], is_sure=True)


def _templates(doc: Document) -> Iterator[Blank]:
    """Names in braces that a script puts values for."""
    if doc.metas.get("generator") or "{{" not in doc.text:
        return
    text = text_of(doc.body)[:MAX_SEARCHED]
    for match in islice(_TEMPLATE.finditer(text), MAX_BLANKS):
        yield Blank(match.group()[:MAX_NAME], is_sure=True)


def _empty(doc: Document, scripts: _Scripts) -> Iterator[Blank]:
    """Elements where nothing stands: those that a script speaks of, or that are named like a place for data."""
    for element in _PLACES(doc.body)[:MAX_LINKS]:
        name = element.get("id", "")
        if squeeze(element.text):
            continue
        if _ROOT.match(name) or scripts.fill(name):
            yield Blank(f"#{name}"[:MAX_NAME], is_sure=True)
        elif scripts.asks and _HOLDS.search(f"{name} {element.get('class', '')}"):
            yield Blank(f"#{name}"[:MAX_NAME])


def _components(doc: Document) -> Iterator[Blank]:
    """The components in which a program draws a whole page."""
    for element in _COMPONENTS(doc.body)[:MAX_BLANKS]:
        yield Blank(str(element.tag)[:MAX_NAME], is_sure=True)


def is_undrawn(doc: Document) -> bool:
    """Whether a page is nothing but the empty component in which a program draws it."""
    return bool(_COMPONENTS(doc.body))


def _name(element: html.HtmlElement) -> str:
    """What a place is called: by its id or class, else by that of what it stands in."""
    for step in chain((element,), islice(element.iterancestors(), MAX_AROUND)):
        for mark, attribute in _NAMES:
            name = step.get(attribute)
            if name:
                return f"{mark}{name}"
    return str(element.tag)
