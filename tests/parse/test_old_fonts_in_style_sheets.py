"""Pages whose style sheet alone names a font from before Unicode, beside menus that were typed later."""

from __future__ import annotations

import pytest

from tests.parse.test_what_belongs_to_an_article import article, page

TITLE = "Khaùnh thaønh traïm bôm soá 2"
TEXT = (
    "UÛy ban nhaân daân xaõ ñaõ khaùnh thaønh traïm bôm ñieän phuïc vuï töôùi cho hôn hai traêm heùc-ta luùa cuûa "
    "baø con noâng daân trong xaõ."
)


@pytest.mark.parametrize("names", ["VNI-Helve, Arial", "'VNI-Times'"])
def test_a_text_in_an_old_font_is_read_beside_real_letters(names: str) -> None:
    head = f"<style>body {{font-family: {names}}}</style>"
    read = article(page(f"<h1>{TITLE}</h1><div>02/05/2003</div><div><p>{TEXT}</p><p>{TEXT}</p></div>", head, "Tin xa"))
    assert read.title == "Khánh thành trạm bơm số 2"
    assert read.body.startswith(
        "Ủy ban nhân dân xã đã khánh thành trạm bơm điện phục vụ tưới cho hơn hai trăm héc-ta lúa"
    )
