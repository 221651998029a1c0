"""Pages that only a browser shows in full, and how they are told: by places that scripts would fill. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

from queson_crawler.parse.document import MAX_LINKS, Document, squeeze

MARK = "data-queson-press"
"""The attribute by which a browser marks what can be pressed before it hands the page on."""
_LOADING = re.compile(r"^\W*(?:đang tải|đang nạp|vui lòng (?:chờ|đợi)|xin (?:chờ|đợi)|loading|please wait)", re.I)
_ASKS = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|\$\.(?:ajax|get|post|getJSON)\b|axios|\.load\s*\(|angular|createApp|ReactDOM"
)
_ROOT = re.compile(r"^(?:app|root|main-?app|__next|__nuxt|q-app)$", re.I)
_HOLDS = re.compile(r"list|news|content|data|grid|items?|result|tin|bai|ds|article|post|container|loading|main", re.I)
_TEMPLATE = re.compile(r"\{\{[^{}]{1,80}\}\}")
_TEXTS = ("div", "main", "section", "ul", "ol", "tbody", "p", "span", "table")
_PLACES = ("div", "main", "section", "ul", "ol", "tbody")
MAX_WORDS = 40
MAX_BLANKS, MAX_NAME = 20, 80
"""At most so many places of a page are named, with so many characters each."""
MAX_SCRIPT = 100_000
MAX_SEARCHED = 200_000


@dataclass(frozen=True, slots=True)
class Blank:
    """A place where nothing stands and a script may put something. `place` names it, alike on all pages of a template;
    it `is_sure` where the page itself says that something is to come, and not merely the name of the place."""

    place: str
    is_sure: bool = False


def blanks_of(doc: Document) -> tuple[Blank, ...]:
    """The places of a page that its scripts may fill: words of a page still loading, templates, and empty elements
    where data would stand. () where the page has no scripts."""
    scripts = list(islice(doc.root.iter("script"), MAX_LINKS))
    if not scripts:
        return ()
    found: dict[str, Blank] = {}
    for blank in (*_loading(doc), *_templates(doc), *_empty(doc, scripts)):
        known = found.get(blank.place)
        if known is None or blank.is_sure:
            found[blank.place] = blank
    return tuple(islice(found.values(), MAX_BLANKS))


def _loading(doc: Document) -> Iterator[Blank]:
    for element in islice(doc.body.iter(*_TEXTS), MAX_LINKS):
        text = (element.text or "").strip()
        if text and len(text) < MAX_WORDS and _LOADING.match(text):
            yield Blank(f"{_name(element)} {squeeze(text)}"[:MAX_NAME], is_sure=True)


def _templates(doc: Document) -> Iterator[Blank]:
    if doc.metas.get("generator") or "{{" not in doc.text:
        return
    text = squeeze("".join(doc.body.itertext()))[:MAX_SEARCHED]
    for match in islice(_TEMPLATE.finditer(text), MAX_BLANKS):
        yield Blank(match.group()[:MAX_NAME], is_sure=True)


def _empty(doc: Document, scripts: list[html.HtmlElement]) -> Iterator[Blank]:
    """Elements where nothing stands: those that a script speaks of, or that are named like a place for data."""
    inline = " ".join((script.text or "")[:MAX_SCRIPT] for script in scripts)
    asks_inline = bool(_ASKS.search(inline))
    asks = asks_inline or any(script.get("src") for script in scripts)
    for element in islice(doc.body.iter(*_PLACES), MAX_LINKS):
        name = element.get("id") or ""
        if not name or len(element) or (element.text or "").strip():
            continue
        is_spoken_of = asks_inline and name in inline
        if _ROOT.match(name) or is_spoken_of:
            yield Blank(f"#{name}"[:MAX_NAME], is_sure=True)
        elif asks and _HOLDS.search(f"{name} {element.get('class', '')}"):
            yield Blank(f"#{name}"[:MAX_NAME])


def _name(element: html.HtmlElement) -> str:
    """What a place is called: by its id or class, else by that of what it stands in."""
    for step in (element, *islice(element.iterancestors(), 6)):
        if step.get("id"):
            return f"#{step.get('id')}"
        if step.get("class"):
            return f".{step.get('class')}"
    return str(element.tag)
