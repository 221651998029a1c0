"""Pages typed in fonts from before Unicode whose letters stand there as references, as page editors wrote them."""

from __future__ import annotations

from html.entities import codepoint2name

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.results import RawArticle
from queson_crawler.platforms.registry import GENERIC

READ = "huyện vừa tổ chức hội nghị, có đông đảo đại biểu các xã đến dự và phát biểu ý kiến về việc làm đường"
TYPED = {
    "tcvn3": "huyÖn võa tæ chøc héi nghÞ, cã ®«ng ®¶o ®¹i biÓu c¸c x· ®Õn dù vµ ph¸t biÓu ý kiÕn vÒ "
    "viÖc lµm ®\xad\xeang",
    "vni": "huyeän vöøa toå chöùc hoäi nghò, coù ñoâng ñaûo ñaïi bieåu caùc xaõ ñeán döï vaø phaùt bieåu yù kieán veà "
    "vieäc laøm ñöôøng",
}


def by_name(letter: str) -> str:
    name = codepoint2name.get(ord(letter))
    return f"&{name};" if name else by_number(letter)


def by_number(letter: str) -> str:
    return f"&#{ord(letter)};"


def read(text: str) -> str:
    lines = f"<h1>Tin hoat dong cua huyen</h1><p>12/10/2003</p><p>{text}.</p><p>{text}.</p>"
    page = f"<html><head><title>Tin hoat dong cua huyen</title></head><body><div>{lines}</div></body></html>"
    found = understand(Answer("http://huyen.example/tin/12.html", 200, page.encode("ascii")), GENERIC, "article").result
    assert isinstance(found, RawArticle), found
    return found.body


@pytest.mark.parametrize("form", [by_name, by_number])
@pytest.mark.parametrize("encoding", TYPED)
def test_letters_of_old_fonts_may_be_references(encoding: str, form: object) -> None:
    assert callable(form)
    written = "".join(letter if letter.isascii() else form(letter) for letter in TYPED[encoding])
    assert READ in read(written)


def test_references_to_real_letters_stay_what_they_are() -> None:
    written = "".join(letter if letter.isascii() else by_name(letter) for letter in READ)
    assert READ in read(written)
