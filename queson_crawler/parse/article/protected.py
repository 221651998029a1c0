"""Pages that show a form for a password, or for members to enter, where the text of an article would stand."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree, html

from queson_crawler.parse.article.blocks import length_of
from queson_crawler.parse.dress import with_ancestors
from queson_crawler.parse.flow import Block
from queson_crawler.parse.pager.postback import type_of

MAX_BESIDE = 200
"""Characters of text outside the form that an article behind a password shows at most."""
_PASSWORD_FORMS = etree.XPath(
    "descendant-or-self::input[translate(@type, 'PASWORD', 'pasword') = 'password']/ancestor::form[1]"
)
_TEXT_FIELDS = frozenset(("text", "email", "search", "tel"))


def asks_for_password(root: html.HtmlElement, text: Sequence[Block]) -> bool:
    """Whether the text of an article is a form that asks for a password, or stands above
    one that asks for nothing else. A box for members beside a text is none."""
    forms = set(_PASSWORD_FORMS(root))
    if not forms:
        return False
    outside = [block for block in text if forms.isdisjoint(with_ancestors(block.element))]
    if length_of(outside) > MAX_BESIDE:
        return False
    if len(outside) < len(text):
        return True
    return bool(outside) and is_password_form(root)


def is_password_form(root: html.HtmlElement) -> bool:
    """Whether a page has a form that asks for a password and for nothing else: one for members asks for a name too."""
    return not all(map(_asks_for_text, _PASSWORD_FORMS(root)))


def _asks_for_text(form: html.HtmlElement) -> bool:
    return any(map(_is_text_field, form.iter("input", "textarea")))


def _is_text_field(field: html.HtmlElement) -> bool:
    return field.tag == "textarea" or type_of(field) in _TEXT_FIELDS
