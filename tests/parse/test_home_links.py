"""A menu that nothing names so: its links are lists, though their addresses bear numbers as articles do."""

from __future__ import annotations

from queson_crawler.parse.document import Document
from queson_crawler.parse.links import read_links
from queson_crawler.platforms import GENERIC

LISTS = [f"/index.php?view=category&id={number}" for number in (8, 9, 10)]
NAMES = ("Kinh tế", "Y tế", "Giáo dục")
ARTICLES = "".join(
    f"<li><a href='/index.php?view=article&id={number}'>Xã phát động phong trào trồng cây số {number}</a></li>"
    for number in (71001, 71002, 71003)
)


def links(menu: str, rest: str = "") -> tuple[list[str], list[str]]:
    """The paths of what may be lists, and of mentioned articles."""
    page = f"<html><body><div id=sahe>{menu}</div><h2>Tin mới</h2><ul>{ARTICLES}</ul>{rest}</body></html>"
    found = read_links(Document("http://a.example/", page), GENERIC)
    candidates = [one.url.removeprefix("http://a.example") for one in found.candidates]
    return candidates, [one.url.removeprefix("http://a.example") for one in found.mentions]


def entries(first: str) -> str:
    items = "".join(f"<li><a href='{url}'>{name}</a></li>" for url, name in zip(LISTS, NAMES, strict=True))
    return f"<ul><li><a href='{first}'>Trang chủ</a></li>{items}</ul>"


def test_links_beside_the_way_home_lead_to_lists() -> None:
    candidates, mentions = links(entries("/"))
    assert len([url for url in candidates if "category" in url]) == 3
    assert len(mentions) == 3
    assert all("article" in url for url in mentions)


def test_a_heading_that_leads_to_a_list_of_the_menu_mentions_no_article() -> None:
    _, mentions = links(entries("/"), f"<h2><a href='{LISTS[0]}'>Kinh tế</a></h2>")
    assert all("article" in url for url in mentions)


def test_titles_of_articles_are_no_menu_though_a_logo_leads_home() -> None:
    _, mentions = links(f"<div><a href='/'>Trang chủ</a><ul>{ARTICLES.replace('71', '82')}</ul></div>")
    assert len(mentions) == 6
