"""Telling the lead of an article from its text."""

from __future__ import annotations

import re
from itertools import islice
from unicodedata import normalize

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.ending import WORDY
from queson_crawler.parse.document import squeeze
from queson_crawler.parse.flow import HEADINGS, Block
from queson_crawler.parse.lines import SENTENCE, is_about
from queson_crawler.platforms.selectors import ancestors

_LEAD_HINT = re.compile(r"sapo|lead|summary|hometext|tom-?_?tat|trich|intro|chapeau|head-?noi-?dung|mota|short", re.I)
MAX_LEAD = 220
"""Characters of a lead that only its place tells."""


def split_lead(before: list[Block], inner: list[Block], container: html.HtmlElement) -> tuple[list[Block], list[Block]]:
    """Lead and body: what stands between heading and body field, else what the page marks as lead within it."""
    before = [block for block in before if not block.text.startswith((">>", "»"))]
    outside = [
        b for b in before if len(b.text) >= 30 and not b.is_link and not is_about(b) and not labels.is_tool(b.text)
    ]
    inner = skip_opening(inner)
    if outside:
        said = {block.text for block in outside}
        return outside[-2:], [block for block in inner if block.text not in said]
    lead: list[Block] = []
    for block in inner:
        near = islice(ancestors(block.element, container), 3)
        if not any(_LEAD_HINT.search(f"{e.get('class', '')} {e.get('id', '')}") for e in near):
            break
        lead.append(block)
    if not lead and len(inner) > 1 and _is_bold_opening(inner):
        lead = inner[:1]
    return (lead, inner[len(lead) :]) if len(lead) < len(inner) else ([], inner)


def _is_bold_opening(inner: list[Block]) -> bool:
    """Whether the first block is set apart by its type and stands otherwise than the next: bold type alone makes no
    lead, and a heading of a few words heads the text."""
    first, second = inner[0].element, inner[1].element
    alike = first.tag == second.tag and first.get("class") == second.get("class")
    if alike or len(inner[0].text) < SENTENCE or inner[1].is_strong:
        return False
    if first.tag in HEADINGS:
        return inner[0].text.endswith(".") and len(inner[0].text) <= MAX_LEAD
    # Text that stands bare in its container has all that stands there as children: captions too.
    texts = (_plain("".join(child.itertext())) for child in islice(first.iter("em", "i", "b", "strong"), 4))
    whole = _plain(inner[0].text)
    return any(len(text) >= 0.9 * len(whole) and text in whole for text in texts)


def _plain(text: str) -> str:
    return squeeze(normalize("NFC", text))


def skip_opening(blocks: list[Block]) -> list[Block]:
    for place, block in enumerate(blocks):
        if not (labels.is_tool(block.text) or is_about(block) or not WORDY.search(block.text)):
            return blocks[place:]
    return []
