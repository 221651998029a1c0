"""A label in an element of its own, whose value stands in the next one: both are one line for a reader."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.document import is_hidden, parent_of, text_of

_VALUES = {"dt": "dd", "td": "td", "th": "td", "div": "div"}
"""Where the value of a label stands that has an element of its own, by the tag of that."""
LABEL_TAGS = tuple(_VALUES)
_PAIR, _CELLS = (2,), (2, 4, 6)
"""How many elements stand in a row of labels with their values."""
MAX_VALUE = 60


def joint_of(said: str, label: html.HtmlElement, blocks: Iterable[str]) -> str:
    """What joins the words of an element to those of the next one, where they are a label alone and its value; ""
    where they are none. `blocks` are the tags that a value does not hold."""
    tag = _VALUES[str(label.tag)]
    is_marked = said.endswith((":", "："))
    if not labels.is_label(said) or not _may_have_value(label, tag, is_marked=is_marked):
        return ""
    if not _is_value(_words_beside(label, tag, blocks)):
        return ""
    return " " if is_marked else ": "


def _may_have_value(label: html.HtmlElement, tag: str, *, is_marked: bool) -> bool:
    """Whether the value of a label may stand in an element of a tag: in a <dd> always, else where the two stand alone;
    in a cell only behind a colon."""
    if tag == "dd":
        return True
    if tag == "td" and not is_marked:
        return False
    return len(parent_of(label)) in (_CELLS if tag == "td" else _PAIR)


def _words_beside(label: html.HtmlElement, tag: str, blocks: Iterable[str]) -> str:
    """The words of the element next to a label, where it is of a tag and holds one line; else ""."""
    value = label.getnext()
    if value is None or value.tag != tag or is_hidden(value):
        return ""
    if next(value.iterchildren(*blocks), None) is not None:
        return ""
    return text_of(value)


def _is_value(told: str) -> bool:
    return 0 < len(told) <= MAX_VALUE and not labels.is_label(told)
