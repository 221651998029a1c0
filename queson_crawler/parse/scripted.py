"""Pages that only a browser shows in full, and how they are told. Pure."""

from __future__ import annotations

import re
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
MAX_WORDS = 40


def needs_browser(doc: Document) -> bool:
    """Whether a page that shows nothing to a plain reader would show more in a browser: it has scripts that ask for
    data, and an empty place, a template or the words of a page still loading where the data would stand."""
    scripts = list(islice(doc.root.iter("script"), MAX_LINKS))
    if not scripts:
        return False
    for element in islice(
        doc.body.iter("div", "main", "section", "ul", "ol", "tbody", "p", "span", "table"), MAX_LINKS
    ):
        text = (element.text or "").strip()
        if text and len(text) < MAX_WORDS and _LOADING.match(text):
            return True
    if _TEMPLATE.search(squeeze("".join(doc.body.itertext()))[:200_000]) and not doc.metas.get("generator"):
        return True
    empty = [element for element in _empty(doc) if element.get("id")]
    if any(_ROOT.match(element.get("id") or "") for element in empty):
        return True
    inline = " ".join((script.text or "")[:100_000] for script in scripts)
    asks = bool(_ASKS.search(inline)) or any(script.get("src") for script in scripts)
    for element in empty:
        name = element.get("id") or ""
        named = name in inline and bool(_ASKS.search(inline))
        if named or (asks and _HOLDS.search(f"{name} {element.get('class', '')}")):
            return True
    return False


def _empty(doc: Document) -> list[html.HtmlElement]:
    """The places of a page where nothing stands."""
    places = islice(doc.body.iter("div", "main", "section", "ul", "ol", "tbody"), MAX_LINKS)
    return [place for place in places if len(place) == 0 and not (place.text or "").strip()]
