"""Pages that show a form for a password, or for members to enter, where the text of an article would stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import html

from queson_crawler.parse.dress import with_ancestors
from queson_crawler.parse.flow import Block

MAX_BESIDE = 200
"""Characters of text outside the form that an article behind a password shows at most."""
_TEXT_FIELDS = frozenset(("text", "email", "search", "tel"))


def asks_for_password(root: html.HtmlElement, text: Sequence[Block]) -> bool:
    """Whether the text of an article is a form that asks for a password, or stands above
    one that asks for nothing else. A box for members beside a text is none."""
    forms = set(_password_forms(root))
    if not forms:
        return False
    inside = outside = 0
    for block in text:
        if forms.isdisjoint(with_ancestors(block.element)):
            outside += len(block.text)
        else:
            inside += len(block.text)
    if outside > MAX_BESIDE:
        return False
    return inside > 0 or (outside > 0 and is_password_form(root))


def is_password_form(root: html.HtmlElement) -> bool:
    """Whether a page has a form that asks for a password and for nothing else: one for members asks for a name too."""
    for form in _password_forms(root):
        if not any(map(_is_text_field, form.iter("input", "textarea"))):
            return True
    return False


def _password_forms(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for field in root.iter("input"):
        if _kind_of(field) == "password":
            yield from islice(field.iterancestors("form"), 1)


def _is_text_field(field: html.HtmlElement) -> bool:
    return field.tag == "textarea" or _kind_of(field) in _TEXT_FIELDS


def _kind_of(field: html.HtmlElement) -> str:
    return (field.get("type") or "text").lower()
