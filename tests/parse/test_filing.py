"""The categories that only articles name, and the classes by which WordPress tells them on every article it shows."""

from __future__ import annotations

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.document import Document
from queson_crawler.parse.links import read_links
from queson_crawler.platforms import GENERIC
from queson_crawler.platforms.wordpress import WORDPRESS
from queson_crawler.understand.tasks import Role

HOME = "http://bausen.example"
TEXT = "Tại xã Núi Khói, nghệ nhân Phan Khánh Khoát thuộc hơn 67 bài hò mà chưa từng chép ra giấy."


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<a href="/category/van-hoa/" rel="tag">Văn hóa</a>', [(f"{HOME}/category/van-hoa", "Văn hóa")]),
        ('<a href="/van-hoa" rel="category tag">Văn hóa</a>', [(f"{HOME}/van-hoa", "Văn hóa")]),
        ('<a href="/tag/hat-ho/" rel="tag">hát hò</a>', []),
        ('<a href="/van-hoa">Văn hóa</a>', []),
        ('<a href="http://khac.example/category/van-hoa/" rel="tag">Văn hóa</a>', []),
    ],
    ids=["theme of blocks", "classic theme", "tag", "unsaid", "elsewhere"],
)
def test_an_article_leads_to_its_categories(link: str, expected: list[tuple[str, str]]) -> None:
    html = (
        "<html><head><title>Tin</title></head><body class='single'><main><h1 class='entry-title'>Hội hát hò khoan</h1>"
        f"<div class='posted'><time datetime='2025-01-15T10:32:00+07:00'>15/01/2025</time> {link}</div>"
        f"<div class='entry-content'><p>{TEXT}</p><p>{TEXT}</p></div></main></body></html>"
    )
    found = understand(Answer(f"{HOME}/hoi-hat/", 200, html.encode()), WORDPRESS, Role.ARTICLE).links
    assert [(each.url.rstrip("/"), each.title) for each in found.candidates] == expected
    assert not any(each.menu for each in found.candidates)


@pytest.mark.parametrize(
    ("classes", "menu"),
    [
        ("post-212 post type-post hentry category-van-hoa tag-hat-ho", False),
        ("wp-block-post post-212 category-nong-thon-moi", False),
        ("category-list", True),
        ("menu post-212 hentry category-van-hoa", True),
    ],
)
def test_the_category_of_an_article_makes_no_menu_of_its_card(classes: str, menu: bool) -> None:
    card = f"<li class='{classes}'><h2><a href='/hoi-hat'>Hội hát hò khoan</a></h2></li>"
    html = f"<html><body><ul>{card}</ul></body></html>"
    (found,) = read_links(Document(HOME, html), GENERIC).candidates
    assert found.menu is menu


@pytest.mark.parametrize(
    ("name", "menu"),
    [
        ("nav", True), ("navbar", True), ("nav-main", True), ("navigation", True), ("topmenu", True),
        ("navu", False), ("navy-box", False), ("tin", False),
    ],
)  # fmt: skip
def test_a_class_that_merely_begins_like_that_of_a_menu_is_none(name: str, menu: bool) -> None:
    page = f"<html><body><div class='{name}'><ul><li><a href='/van-hoa'>Văn hóa</a></li></ul></div></body></html>"
    found = read_links(Document(f"{HOME}/", page), GENERIC)
    assert [each.menu for each in found.candidates] == [menu]
