"""Pagers that are forms of one button each: hidden fields, or their address alone, say which page follows."""

from __future__ import annotations

import pytest

from queson_crawler.parse.document import Document
from queson_crawler.parse.pager import read_pager
from queson_crawler.parse.results import PostBack

HOME = "http://suoimo.example/tin"


def following(markup: str) -> tuple[str, PostBack | None] | None:
    """Where the next page is and what is posted there."""
    doc = Document(HOME, f"<html><body><h1>Tin</h1>{markup}</body></html>")
    way = read_pager(doc, doc.body, "").following
    return None if way is None else (way.url, way.postback)


@pytest.mark.parametrize("words", ["Xem tiếp", "Xem thêm", "Trang sau"])
def test_a_button_that_asks_for_more_leads_on(words: str) -> None:
    fields = f'<input type="hidden" name="page" value="2"><input type="submit" value="{words}">'
    assert following(f'<form action="/tin">{fields}</form>') == (f"{HOME}?page=2", None)


def test_a_form_without_fields_leads_on_by_its_address() -> None:
    form = '<form method="post" action="/tin?page=2"><input type="submit" value="Trang sau"></form>'
    assert following(form) == (f"{HOME}?page=2", PostBack("", "", (), False))


def test_several_buttons_that_ask_for_more_are_those_of_entries() -> None:
    form = '<form action="/xem"><input type="hidden" name="id" value="{}"><input type="submit" value="Xem tiếp"></form>'
    assert following("".join(map(form.format, (7, 8)))) is None


@pytest.mark.parametrize("action", ["/tin", ""])
def test_a_form_that_sends_nothing_to_the_page_itself_leads_nowhere(action: str) -> None:
    assert following(f'<form method="post" action="{action}"><button>Trang sau</button></form>') is None
