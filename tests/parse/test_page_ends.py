"""What stands behind an end tag of a page that comes too early is content, as browsers show it."""

from __future__ import annotations

import pytest

from archive.page_ends import without_ends
from queson_crawler.parse.document import Document, text_of

BEFORE, BEHIND = "<p>Trước thẻ đóng.</p>", "<div><p>Sau thẻ đóng.</p></div>"
PAGES = [
    f"<html><head><title>A</title></head></html></html><body>{BEFORE}{BEHIND}</body>",
    f"<html><head><title>A</title></head></html>{BEFORE}{BEHIND}",
    f"<html><head></head><body>{BEFORE}</body></html>{BEHIND}",
    f"<html><body>{BEFORE}</html></html>{BEHIND}</html>",
    f"<html><body>{BEFORE}</BODY >{BEHIND}</HTML\n>",
    f"{BEFORE}</html><html><body>{BEHIND}</body></html>",
    f"<html><body>{BEFORE}</body></html>\n<!-- x -->{BEHIND}<html><body></body></html>",
    f"<html><body><script>document.write('</body></html>')</script>{BEFORE}{BEHIND}</body></html>",
]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_behind_an_end_is_lost(page: str) -> None:
    doc = Document("http://portal.example/", page)
    paragraphs = [text_of(element) for element in doc.body.iter("p")]
    assert paragraphs == ["Trước thẻ đóng.", "Sau thẻ đóng."]


def test_only_ends_of_pages_go() -> None:
    kept = "<tbody></tbody><x-body></x-body></body-x><p>&lt;/html></p>"
    assert without_ends(f"{kept}</body></html>") == kept
