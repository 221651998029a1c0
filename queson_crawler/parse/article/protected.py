"""Pages that show a form for a password, or for members to enter, where the text of an article would stand."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from queson_crawler.parse.flow import Block

MAX_BESIDE = 200
"""Characters of text outside the form that an article behind a password shows at most."""


def asks_for_password(root: html.HtmlElement, text: Sequence[Block]) -> bool:
    """Whether the text of an article is a form that asks for a password. A box for members beside a text is none."""
    forms = {_form_of(field) for field in root.iter("input") if (field.get("type") or "").lower() == "password"}
    if not forms or not text:
        return False
    inside = outside = 0
    for block in text:
        if any(step in forms for step in (block.element, *block.element.iterancestors())):
            inside += len(block.text)
        else:
            outside += len(block.text)
    return inside > 0 and outside <= MAX_BESIDE


def is_password_form(root: html.HtmlElement) -> bool:
    """Whether a page has a form that asks for a password and for nothing else: one for members asks for a name too."""
    for field in root.iter("input"):
        if (field.get("type") or "").lower() != "password":
            continue
        form = _form_of(field)
        if form is not None and not _asks_for_text(form):
            return True
    return False


def _asks_for_text(form: html.HtmlElement) -> bool:
    for field in form.iter("input", "textarea"):
        kind = (field.get("type") or "text").lower()
        if field.tag == "textarea" or kind in ("text", "email", "search", "tel"):
            return True
    return False


def _form_of(field: html.HtmlElement) -> html.HtmlElement | None:
    return next(field.iterancestors("form"), None)
